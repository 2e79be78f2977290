//! How does somebody object, without an account and without scripts? A form, a receipt that is shown once.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, Query, State, multipart::MultipartRejection},
    http::{HeaderMap, StatusCode},
    middleware::from_fn,
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use entity::ids::NominationId;
use serde::Deserialize;

use super::{
    frame::{Frame, PageQuery},
    nominee::private,
    objection_follow,
};
use crate::{
    app::App,
    classified::Sender,
    http::guard,
    notices::objections::{
        self, Entry, Identity, NewObjection, ObjectionError, ObjectionRules, Receipt, Wrong,
    },
    shared::{Bilingual, Language, beijing, random_token},
    web::{ApiError, LARGEST_FORM, Marks, Posted},
};

/// Which entry somebody would object to.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct EntryQuery {
    publicity: Option<String>,
    entry: Option<u32>,
    lang: Option<String>,
}

/// The form.
#[derive(Template)]
#[template(path = "objections/new.html")]
struct NewPage {
    frame: Frame,
    switch: String,
    entry: Entry,
    position: u32,
    from: String,
    until: String,
    token: String,
    kind: String,
    facts: String,
    /// Name of the field, what it is called, what was typed.
    identity: Vec<(&'static str, &'static str, String)>,
    is_named: bool,
    may_be_named: bool,
    allows_anonymous: bool,
    most_files: usize,
    most_megabytes: usize,
    refusal: Option<(String, String)>,
    faults: Vec<Wrong>,
}

impl NewPage {
    /// What is wrong with a field.
    fn fault(&self, field: &str) -> Option<&str> {
        let fault = self.faults.iter().find(|fault| fault.field == field)?;
        Some(self.frame.say(&fault.what.zh, &fault.what.en))
    }
}

#[derive(Template)]
#[template(path = "objections/receipt.html")]
struct ReceiptPage {
    frame: Frame,
    switch: String,
    receipt: Receipt,
    received: String,
    code: Option<String>,
}

/// A page that says something and no more.
#[derive(Template)]
#[template(path = "objections/notice.html")]
pub(super) struct NoticePage {
    pub(super) frame: Frame,
    pub(super) switch: String,
    pub(super) title: String,
    pub(super) texts: Vec<String>,
}

/// `/public/objections…`
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/public/objections/new", get(show))
        .route("/public/objections", post(send))
        .merge(objection_follow::routes())
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(from_fn(guard::refuse_foreign_forms))
}

fn rules() -> Result<&'static ObjectionRules, ApiError> {
    ObjectionRules::in_force().map_err(|error| ApiError::internal(&error))
}

/// What was typed, as the form shows it again.
struct Typed<'t> {
    posted: &'t Posted,
    token: String,
    position: u32,
}

fn form(
    frame: Frame,
    entry: Entry,
    typed: &Typed<'_>,
    (refusal, faults): (Option<(String, String)>, Vec<Wrong>),
) -> Result<NewPage, ApiError> {
    let rules = rules()?;
    let text = |name: &str| typed.posted.text(name).to_owned();
    let is_chinese = matches!(frame.language, Language::Chinese);
    let label = |zh, en| if is_chinese { zh } else { en };
    let identity = vec![
        ("name", label("姓名", "Name"), text("name")),
        (
            "unit",
            label("单位（单位提出的，填单位全称）", "Unit (its full name where a unit objects)"),
            text("unit"),
        ),
        ("telephone", label("电话", "Telephone"), text("telephone")),
        ("email", label("电子邮箱", "E-mail address"), text("email")),
    ];
    let (window, position) = (entry.window, typed.position);
    Ok(NewPage {
        switch: String::new(),
        position,
        from: beijing(window.opens_at),
        until: beijing(window.closes_at),
        token: typed.token.clone(),
        kind: text("kind"),
        facts: text("facts"),
        identity,
        is_named: typed.posted.text("named") != "no",
        may_be_named: !typed.posted.text("may_be_named").is_empty(),
        allows_anonymous: entry.allows_anonymous,
        most_files: rules.evidence.most_files,
        most_megabytes: rules.evidence.most_bytes >> 20,
        refusal,
        faults,
        entry,
        frame,
    })
}

/// Why an objection is not taken now, in the words of the rule.
fn refusal(frame: &Frame, error: &ObjectionError) -> Option<(String, String)> {
    let rules = ObjectionRules::in_force().ok()?;
    let basis = frame.say(&rules.intake.basis.zh, &rules.intake.basis.en);
    match error {
        ObjectionError::NotOpen(window) => {
            let (from, until) = (beijing(window.opens_at), beijing(window.closes_at));
            let now = beijing(window.now);
            let is_over = window.closes_at <= window.now;
            let title = if is_over {
                frame.say("异议期已经结束，不能受理", "The time for objections is over")
            } else {
                frame.say("公示尚未开始", "The publicity has not begun")
            };
            let text = match frame.language {
                Language::Chinese => format!(
                    "本项异议期为 {from} 至 {until}（北京时间，截止时刻不含在内）；收到时间 {now}。{basis}"
                ),
                Language::English => format!(
                    "Objections were taken from {from} until just before {until} (Beijing); yours arrived at {now}. {basis}"
                ),
            };
            Some((title.to_owned(), text))
        }
        ObjectionError::TooMany => Some((
            frame.say("提交过于频繁", "Too many objections in a short time").to_owned(),
            frame
                .say(
                    "一小时内对同一项目提出的异议已达上限，请过一会儿再提交。",
                    "This entry has had as many objections in an hour as are taken. Please send it again later.",
                )
                .to_owned(),
        )),
        _ => None,
    }
}

/// The page where there is nothing to object to.
fn notice(
    frame: Frame,
    status: StatusCode,
    (title, text): (&str, &str),
) -> Result<Response, ApiError> {
    let page = NoticePage {
        title: title.to_owned(),
        texts: vec![text.to_owned()],
        switch: String::new(),
        frame,
    };
    private(status, &page.frame, &page)
}

fn refused(frame: Frame, error: ObjectionError) -> Result<Response, ApiError> {
    match &error {
        ObjectionError::NotFound => {
            let words = (
                frame.say("没有这一公示项", "There is no such entry"),
                frame.say(
                    "请从公示页面上的“提出异议”进入。",
                    "Please come here from the publicity's own page.",
                ),
            );
            let words = (words.0.to_owned(), words.1.to_owned());
            notice(frame, StatusCode::NOT_FOUND, (&words.0, &words.1))
        }
        ObjectionError::Category => {
            let title =
                frame.say("该奖种不设异议程序", "This award knows no objections").to_owned();
            let text = frame.say(
                "按《实施细则》第六十七条，异议程序适用于自然科学奖、技术发明奖和科学技术进步奖。",
                "By art. 67 of the rules objections are for the awards NAT, INV and PRO.",
            );
            let text = text.to_owned();
            notice(frame, StatusCode::CONFLICT, (&title, &text))
        }
        other => match refusal(&frame, other) {
            Some((title, text)) => notice(frame, StatusCode::CONFLICT, (&title, &text)),
            None => Err(error.into()),
        },
    }
}

/// The form for one entry of a publicity.
async fn show(
    State(app): State<Arc<App>>,
    Query(query): Query<EntryQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let asked = PageQuery { lang: query.lang };
    let frame = Frame::of(&asked, &headers, "/public/objections/new".to_owned());
    let (number, position) = (query.publicity.unwrap_or_default(), query.entry.unwrap_or(0));
    let found = objections::entry(&app, (&number, position), app.clock.now()).await;
    let entry = match found {
        Ok(entry) if entry.window.is_open() => entry,
        Ok(entry) => return refused(frame, ObjectionError::NotOpen(entry.window)),
        Err(error) => return refused(frame, error),
    };
    let posted = Posted::default();
    let typed = Typed { posted: &posted, token: random_token(16), position };
    let mut page = form(frame, entry, &typed, (None, Vec::new()))?;
    let encoded = percent(&number);
    let other = page.frame.other_lang();
    page.switch =
        format!("/public/objections/new?publicity={encoded}&entry={position}&lang={other}");
    private(StatusCode::OK, &page.frame, &page)
}

/// A number of a publicity as part of an address.
fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

fn new_objection(posted: &Posted) -> NewObjection {
    let text = |name: &str| posted.text(name).trim().to_owned();
    let identity = Identity {
        name: text("name"),
        unit: text("unit"),
        telephone: text("telephone"),
        email: text("email"),
        may_be_named: !posted.text("may_be_named").is_empty(),
    };
    NewObjection {
        publicity: text("publicity"),
        position: text("entry").parse().unwrap_or(0),
        kind: posted.text("kind").parse().ok(),
        facts: posted.text("facts").to_owned(),
        identity: (posted.text("named") != "no").then_some(identity),
        files: posted.files.clone(),
        token: text("token"),
    }
}

/// A form that is larger than what is read, or that broke off.
pub(super) fn not_whole() -> ObjectionError {
    let what = Bilingual::new(
        "附件合计过大，或者上传中断；请减少附件后重新提交",
        "the files are too large together, or the form broke off: send it again with less",
    );
    ObjectionError::Wrong(vec![Wrong::new("files", what)])
}

/// Takes the form. The instant at which its first bytes arrived counts.
async fn send(
    State(app): State<Arc<App>>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
    form_sent: Result<Multipart, MultipartRejection>,
) -> Result<Response, ApiError> {
    let received_at = app.clock.now();
    let frame = Frame::of(&query, &headers, "/public/objections/new".to_owned());
    let Ok(multipart) = form_sent else {
        // No page of ours sends such a thing.
        return Ok(Redirect::to("/public/objections/follow").into_response());
    };
    let posted = Posted::read(multipart, rules()?.evidence.most_bytes).await;
    let new = new_objection(&posted);
    let place = (new.publicity.clone(), new.position);
    let token = new.token.clone();
    let outcome = if posted.is_cut {
        Err(not_whole())
    } else {
        objections::file(&app, new, received_at).await
    };
    let error = match outcome {
        Ok(receipt) => return receipt_page(frame, receipt),
        Err(error) => error,
    };
    let status = match &error {
        ObjectionError::Wrong(_) => StatusCode::UNPROCESSABLE_ENTITY,
        ObjectionError::NotOpen(_) => StatusCode::CONFLICT,
        ObjectionError::TooMany => StatusCode::TOO_MANY_REQUESTS,
        _ => return refused(frame, error),
    };
    let entry = match objections::entry(&app, (&place.0, place.1), received_at).await {
        Ok(entry) => entry,
        Err(error) => return refused(frame, error),
    };
    let why = refusal(&frame, &error);
    let faults = if let ObjectionError::Wrong(faults) = error { faults } else { Vec::new() };
    let marks = marks(&faults, entry.nomination);
    let typed = Typed { posted: &posted, token, position: place.1 };
    let page = form(frame, entry, &typed, (why, faults))?;
    let mut response = private(status, &page.frame, &page)?;
    marks.put_into(&mut response);
    Ok(response)
}

/// The marks of classification among faults, for the roof to tell of: by the nomination that it is about, and
/// nothing of whoever sent it.
pub(super) fn marks(faults: &[Wrong], nomination: NominationId) -> Marks {
    Marks {
        seen: faults.iter().filter_map(Wrong::sighting).collect(),
        target: Some(("nominations", nomination.to_string())),
        by: Some(Sender::Anyone),
    }
}

/// Four characters at a time, as people copy them.
fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

fn receipt_page(frame: Frame, receipt: Receipt) -> Result<Response, ApiError> {
    let received = beijing(receipt.received_at);
    let code = receipt.code.as_deref().map(grouped);
    let page = ReceiptPage { switch: String::new(), received, code, receipt, frame };
    private(StatusCode::OK, &page.frame, &page)
}
