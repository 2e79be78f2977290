//! How does an objector follow a case? By the code of the receipt, sent in a form and never in an address.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Multipart, Query, State, multipart::MultipartRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use entity::{
    ids::ObjectionTaskId,
    vocabulary::{ObjectionEffect, ObjectionOutcome, ObjectionState},
};

use super::{
    frame::{Frame, PageQuery},
    nominee::private,
    objections::{marks, not_whole},
};
use crate::{
    app::App,
    notices::objections::{self, FollowDeed, Followed, ObjectionError, ObjectionRules},
    shared::{Bilingual, Language, beijing},
    web::{ApiError, Posted},
};

const PATH: &str = "/public/objections/follow";

#[derive(Template)]
#[template(path = "objections/follow.html")]
struct FollowPage {
    frame: Frame,
    switch: String,
    is_unknown: bool,
}

/// Something asked of the objector, as the page shows it.
struct AskedItem {
    id: String,
    what: String,
    until: String,
    may_extend: bool,
    is_asking: bool,
}

#[derive(Template)]
#[template(path = "objections/case.html")]
struct CasePage {
    frame: Frame,
    switch: String,
    case: Followed,
    code: String,
    received: String,
    state: (&'static str, &'static str),
    refusal: Option<String>,
    outcome: Option<&'static str>,
    effect: Option<&'static str>,
    outcome_text: Option<String>,
    tasks: Vec<AskedItem>,
    most_days: u32,
    typed: String,
    done: Option<&'static str>,
    faults: Vec<String>,
}

/// `/public/objections/follow`
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route(PATH, get(ask).post(follow))
}

fn ask_page(frame: Frame, is_unknown: bool) -> Result<Response, ApiError> {
    let switch = format!("{PATH}?lang={}", frame.other_lang());
    let page = FollowPage { frame, switch, is_unknown };
    let status = if is_unknown { StatusCode::NOT_FOUND } else { StatusCode::OK };
    private(status, &page.frame, &page)
}

/// The page that asks for the code.
async fn ask(Query(query): Query<PageQuery>, headers: HeaderMap) -> Result<Response, ApiError> {
    ask_page(Frame::of(&query, &headers, PATH.to_owned()), false)
}

/// What is asked for with the code; none where the case is only to be shown.
fn deed(posted: &Posted) -> Option<FollowDeed> {
    let text = posted.text("text").to_owned();
    let task = uuid::Uuid::parse_str(posted.text("task")).ok().map(ObjectionTaskId);
    match posted.text("deed") {
        "add" => Some(FollowDeed::Add { task, text, files: posted.files.clone() }),
        "more_time" => Some(FollowDeed::MoreTime {
            task: task?,
            days: posted.text("days").trim().parse().unwrap_or(0),
            reason: text,
        }),
        "withdraw" => Some(FollowDeed::Withdraw { reason: text }),
        _ => None,
    }
}

/// Shows the case of a code, after doing what was asked for.
async fn follow(
    State(app): State<Arc<App>>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, ApiError> {
    let frame = Frame::of(&query, &headers, PATH.to_owned());
    let Ok(form) = form else {
        return Ok(Redirect::to(PATH).into_response());
    };
    let rules = ObjectionRules::in_force().map_err(|error| ApiError::internal(&error))?;
    let posted = Posted::read(form, rules.evidence.most_bytes).await;
    let code = posted.text("code").to_owned();
    let seen = posted.text("version").trim().parse().unwrap_or(-1);
    let outcome = match deed(&posted) {
        Some(_) if posted.is_cut => Some(Err(not_whole())),
        Some(deed) => Some(objections::act(&app, (&code, seen), deed).await),
        None => None,
    };
    let case = match objections::follow(&app, &code).await {
        Ok(case) => case,
        Err(ObjectionError::NotFound) => return ask_page(frame, true),
        Err(error) => return Err(error.into()),
    };
    let wrong = match &outcome {
        Some(Err(ObjectionError::Wrong(faults))) => faults.as_slice(),
        _ => &[],
    };
    let marks = marks(wrong, case.nomination_key);
    let (done, faults) = match outcome {
        None => (None, Vec::new()),
        Some(Ok(())) => (Some(received(&frame)), Vec::new()),
        Some(Err(error)) => (None, told(&frame, error)?),
    };
    let is_refused = !faults.is_empty();
    let typed = if is_refused { posted.text("text").to_owned() } else { String::new() };
    let page = case_page(frame, case, (code, typed), (done, faults));
    let status = if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut response = private(status, &page.frame, &page)?;
    marks.put_into(&mut response);
    Ok(response)
}

const fn received(frame: &Frame) -> &'static str {
    match frame.language {
        Language::Chinese => "已经收到。",
        Language::English => "It was received.",
    }
}

/// What went wrong, in the reader's language; what is a fault of ours is not told here.
fn told(frame: &Frame, error: ObjectionError) -> Result<Vec<String>, ApiError> {
    if matches!(error, ObjectionError::Stale) {
        let text = frame.say(
            "您阅读期间办理情况有了变动，或者这份内容已经提交过；请看最新情况。",
            "The case changed while you read it, or this was sent already. See how it stands now.",
        );
        return Ok(vec![text.to_owned()]);
    }
    let problem = ApiError::from(error);
    if problem.code.status().is_server_error() {
        return Err(problem);
    }
    let say = |text: &Bilingual| frame.say(&text.zh, &text.en).to_owned();
    let mut texts: Vec<String> = problem.errors.iter().map(|(_, _, text)| say(text)).collect();
    let detail = say(&problem.detail);
    if !detail.is_empty() {
        texts.push(detail);
    }
    if texts.is_empty() {
        texts.push(problem.code.title(frame.language).to_owned());
    }
    Ok(texts)
}

fn case_page(
    frame: Frame,
    case: Followed,
    (code, typed): (String, String),
    (done, faults): (Option<&'static str>, Vec<String>),
) -> CasePage {
    let is_chinese = matches!(frame.language, Language::Chinese);
    let rules = ObjectionRules::in_force().ok();
    let reason = case.refusal.as_deref().and_then(|code| rules?.refusal(code));
    let refusal = reason.map(|one| {
        let (text, basis) = (frame.say(&one.zh, &one.en), frame.say(&one.basis.zh, &one.basis.en));
        if is_chinese { format!("{text}（{basis}）") } else { format!("{text} ({basis})") }
    });
    let tasks = case.asked.iter().map(|asked| AskedItem {
        id: asked.id.to_string(),
        what: frame.say(&asked.what.zh, &asked.what.en).to_owned(),
        until: beijing(asked.due_at),
        may_extend: asked.may_extend,
        is_asking: asked.is_asking,
    });
    CasePage {
        switch: String::new(),
        received: beijing(case.received_at),
        state: state_words(case.state, is_chinese),
        refusal,
        outcome: case.outcome.map(|one| outcome_words(one, is_chinese)),
        effect: case.effect.map(|one| effect_words(one, is_chinese)),
        outcome_text: case
            .outcome_text
            .as_ref()
            .map(|text| frame.say(&text.zh, &text.en).to_owned()),
        tasks: tasks.collect(),
        most_days: rules.map_or(0, |rules| rules.extension.most_days),
        code,
        typed,
        done,
        faults,
        case,
        frame,
    }
}

const fn state_words(state: ObjectionState, is_chinese: bool) -> (&'static str, &'static str) {
    match (state, is_chinese) {
        (ObjectionState::Received, true) => ("待审查", "奖励办公室正在审查是否受理。"),
        (ObjectionState::Received, false) => ("Received", "The office decides whether to take it."),
        (ObjectionState::Refused, true) => ("不予受理", "异议程序终结。"),
        (ObjectionState::Refused, false) => ("Not taken", "The objection is at its end."),
        (ObjectionState::Transferred, true) => {
            ("已移送", "已移送有关部门并报监督委员会，等待结论。")
        }
        (ObjectionState::Transferred, false) => (
            "With the competent body",
            "It was handed over, and the supervision committee was told.",
        ),
        (ObjectionState::Accepted | ObjectionState::Proposed, true) => {
            ("已受理，调查中", "各方正在提交材料、核实情况。")
        }
        (ObjectionState::Accepted | ObjectionState::Proposed, false) => {
            ("Taken: under investigation", "The parties answer, and the facts are looked into.")
        }
        (ObjectionState::Decided, true) => ("已办结", "处理结果见下。"),
        (ObjectionState::Decided, false) => ("Decided", "See the outcome below."),
        (ObjectionState::Withdrawn, true) => ("已撤回", "您已撤回异议。"),
        (ObjectionState::Withdrawn, false) => ("Withdrawn", "You took it back."),
    }
}

const fn outcome_words(outcome: ObjectionOutcome, is_chinese: bool) -> &'static str {
    match (outcome, is_chinese) {
        (ObjectionOutcome::Dismissed, true) => "异议不成立",
        (ObjectionOutcome::Dismissed, false) => "Dismissed",
        (ObjectionOutcome::Upheld, true) => "异议成立",
        (ObjectionOutcome::Upheld, false) => "Upheld",
        (ObjectionOutcome::Deferred, true) => "延期处理",
        (ObjectionOutcome::Deferred, false) => "Deferred",
        (ObjectionOutcome::Abandoned, true) => "提名者放弃提名",
        (ObjectionOutcome::Abandoned, false) => "The nominator gave the nomination up",
        (ObjectionOutcome::Dropped, true) => "异议者放弃异议",
        (ObjectionOutcome::Dropped, false) => "Dropped: no answer came in time",
        (ObjectionOutcome::Admitted, true) => "候选者承认异议",
        (ObjectionOutcome::Admitted, false) => "Admitted by the nominee",
        (ObjectionOutcome::Ended, true) => "提名终止，程序自行终结",
        (ObjectionOutcome::Ended, false) => "Ended with the nomination",
    }
}

const fn effect_words(effect: ObjectionEffect, is_chinese: bool) -> &'static str {
    match (effect, is_chinese) {
        (ObjectionEffect::Stays, true) => "不影响该提名继续参加本届评审",
        (ObjectionEffect::Stays, false) => "It stays in this round",
        (ObjectionEffect::Deferred, true) => "延至次届同一环节",
        (ObjectionEffect::Deferred, false) => "It waits for the same point of the next round",
        (ObjectionEffect::Terminated, true) => "提名终止",
        (ObjectionEffect::Terminated, false) => "It is terminated",
    }
}
