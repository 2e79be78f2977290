//! How is a fall asked for?

use entity::{
    ids::{NominationId, ResultFallId},
    vocabulary::{FallKind, FallState, Role},
};

use super::{
    law::{goal, needs_document},
    store::{self, FallRow},
    views::NewFallRequest,
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit, wall_of},
    idempotency::{self, Key},
    nominations::{self, Place},
    notifications::{self, Kind, Notice, To},
    persistence::WriteTx,
    results::ResultError,
    shared::hex_sha256,
};

/// Characters of a reason and of a ground at the least, blanks around them not counted.
const LEAST: usize = 4;

/// Where those who answer find what is asked.
const PAGE: &str = "/falls";

/// Asks that a nomination fall, or that a decision on it be corrected.
///
/// # Errors
/// Not the actor's to ask, no such nomination, one from which he is kept or that has no such way from where it stands,
/// something is asked of it already, no such kind, a document that is missing, a repeated request.
pub(super) async fn ask(
    app: &App,
    actor: &Actor,
    asked: &NewFallRequest,
    key: &Key,
) -> Result<ResultFallId, ResultError> {
    permit(actor, Action::OrderFalls)?;
    let kind = kind_of(asked)?;
    let id = NominationId(asked.nomination);
    if idempotency::recall(app.database.reader(), key).await.is_ok() {
        // It was done: what has happened since does not change the answer.
        return Err(ResultError::Repeated);
    }
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let place = nominations::held_place(&tx, id).await?.ok_or(ResultError::NotFound)?;
    wall_of(&*tx, actor).await?.admit(id).map_err(|_| ResultError::Walled)?;
    let way = goal(kind, place.state)
        .filter(|to| nominations::find_step(&place.category, place.state, *to).is_some());
    let to_state = way.ok_or_else(no_way)?;
    if store::is_asked(&*tx, id).await? {
        return Err(ResultError::refused(
            "该提名已有待办理的退出或者更正",
            "something is asked of this nomination already",
        ));
    }
    if kind == FallKind::Reversal && store::refusal(&*tx, id).await?.is_none() {
        return Err(ResultError::refused(
            "该提名没有已发布且未更正的否定决定",
            "no decision against it was released that is not corrected yet",
        ));
    }
    let text = |text: &str| text.trim().to_owned();
    let row = FallRow {
        id: app.ids.next(),
        nomination_id: id,
        kind,
        state: FallState::Asked,
        to_state,
        reason: text(&asked.reason),
        basis: text(&asked.basis),
        document_number: document(asked),
        asked_by: actor.username.clone(),
        asked_at: now,
        decided_by: None,
        decided_at: None,
        answer: None,
        version: 1,
    };
    let fall = row.id;
    if !idempotency::keep(&*tx, key, &fall.to_string(), now).await? {
        return Err(ResultError::Repeated);
    }
    note(app, &tx, (&actor.username, "ask_fall"), &row).await?;
    store::insert(&*tx, row).await?;
    tell(app, &tx, (fall, &place)).await?;
    tx.commit().await?;
    Ok(fall)
}

/// There is no such step from where the nomination stands.
pub(super) fn no_way() -> ResultError {
    ResultError::refused("提名所处的状态没有这一步", "there is no such step from where it stands")
}

fn document(asked: &NewFallRequest) -> Option<String> {
    let number = asked.document_number.as_deref().map(str::trim);
    number.filter(|number| !number.is_empty()).map(str::to_owned)
}

/// The kind that is asked for, with its ground and the document that it needs.
fn kind_of(asked: &NewFallRequest) -> Result<FallKind, ResultError> {
    let kind: FallKind = asked.kind.parse().map_err(|_| {
        let all: Vec<&str> = FallKind::ALL.iter().map(|kind| kind.as_str()).collect();
        let all = all.join(", ");
        ResultError::field("/kind", "unknown", &format!("允许：{all}"), &format!("allowed: {all}"))
    })?;
    if needs_document(kind) && document(asked).is_none() {
        return Err(ResultError::field(
            "/document_number",
            "required",
            "撤销奖励须写明批准文件的文号",
            "the number of the document by which the award is taken back is needed",
        ));
    }
    for (pointer, said) in [("/reason", &asked.reason), ("/basis", &asked.basis)] {
        if said.trim().chars().count() < LEAST {
            return Err(ResultError::field(
                pointer,
                "length",
                "不能只填空白，至少 4 个字",
                "blanks alone say nothing: 4 characters at least",
            ));
        }
    }
    Ok(kind)
}

/// Records a deed about a fall; what it says of people stands in its digest alone.
pub(super) async fn note(
    app: &App,
    tx: &WriteTx,
    (by, action): (&str, &str),
    row: &FallRow,
) -> Result<(), ResultError> {
    let said = (row.kind, &row.reason, &row.basis, &row.document_number, row.state, &row.answer);
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("results.{action}"),
        subject: format!("result_fall/{}", row.id),
        after_digest: Some(hex_sha256(&serde_json::to_vec(&said).unwrap_or_default())),
        ..audit::Entry::default()
    };
    audit::record(&**tx, app.clock.now(), entry).await?;
    Ok(())
}

/// Tells those who may answer.
async fn tell(
    app: &App,
    tx: &WriteTx,
    (fall, place): (ResultFallId, &Place),
) -> Result<(), ResultError> {
    let facts = [("number", &place.number), ("title", &place.title)]
        .map(|(name, fact)| (name.to_owned(), fact.clone()));
    let notice = Notice {
        kind: Kind::FallAsked,
        subject: format!("result_fall/{fall}"),
        facts: facts.into(),
        link: Some(PAGE.to_owned()),
    };
    notifications::tell(app, tx, &To::Role(Role::AwardAdmin), &notice).await?;
    Ok(())
}
