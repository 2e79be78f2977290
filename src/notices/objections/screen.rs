//! How does the office take an objection, or not? Accepted with what the nominator is told, refused for a
//! reason of the rules, or, where it is about conduct, handed to the competent body.

use entity::{
    ids::ObjectionId,
    vocabulary::{ObjectionKind, ObjectionParty as Party, Role},
};

use super::{
    effects,
    held::{self, Happened, Held, ObjectionError},
    own,
    record::text_fault,
    rules::ObjectionRules,
    states::Deed,
};
use crate::{
    app::App,
    authz::{self, Action, Actor},
    notifications::{Kind, To},
};

/// Least and most characters of what the nominator or the objector is told.
pub(super) const TOLD: (usize, usize) = (4, 4000);

/// How an objection is screened.
#[derive(Clone, Debug)]
pub enum Screening {
    /// Taken; the nominator is told this and asked to answer.
    Accept {
        /// What it is about, in words that do not show who wrote it.
        summary: String,
    },
    /// Not taken.
    Refuse {
        /// Code of a reason of the rules.
        code: String,
        /// What the objector is told.
        text: String,
    },
    /// Handed to the competent body.
    Transfer {
        /// Which body, and what the objector is told.
        text: String,
    },
}

/// Screens an objection.
///
/// # Errors
/// Not granted, not found, another version, no step, no such reason; the records failing.
pub async fn screen(
    app: &App,
    actor: &Actor,
    (id, seen): (ObjectionId, i64),
    screening: &Screening,
) -> Result<(), ObjectionError> {
    authz::permit(actor, Action::HandleObjections)?;
    let mut held = held::hold(app, id, Some(seen)).await?;
    let (by, now) = (actor.username.as_str(), app.clock.now());
    held.case.screened_by = Some(by.to_owned());
    held.case.screened_at = Some(now);
    for task in held.tasks.iter_mut().filter(|task| task.task == "screen") {
        task.done_at = Some(now);
        task.done_by = Some(by.to_owned());
    }
    match screening {
        Screening::Accept { summary } => accept(app, &mut held, (by, summary)).await?,
        Screening::Refuse { code, text } => refuse(app, &mut held, by, (code, text)).await?,
        Screening::Transfer { text } => transfer(app, &mut held, (by, text)).await?,
    }
    held.keep(app).await?;
    effects::go_on(app, &held.tx, (by, held.case.nomination_id)).await?;
    Ok(held.tx.commit().await?)
}

/// A text within its bounds.
pub(super) fn within(
    field: &'static str,
    text: &str,
    bounds: (usize, usize),
) -> Result<(), ObjectionError> {
    match text_fault(field, text, bounds) {
        Some(wrong) => Err(ObjectionError::Wrong(vec![wrong])),
        None => Ok(()),
    }
}

async fn accept(
    app: &App,
    held: &mut Held,
    (by, summary): (&str, &str),
) -> Result<(), ObjectionError> {
    within("summary", summary, TOLD)?;
    held.step(Deed::Accept)?;
    held.case.kind = ObjectionKind::Academic;
    held.case.summary = Some(summary.trim().to_owned());
    let accepted =
        Happened { what: "accepted", by, text: Some(summary), clause: Some("X25 art. 70") };
    held.note(app, accepted).await?;
    effects::investigate(app, &held.tx, (by, held.case.nomination_id)).await?;
    held.give(app, (Party::Office, "investigate"), own::kept(own::INVESTIGATE)).await?;
    let what = own::kept(own::ANSWER);
    let until = held.give(app, (Party::Nominator, "answer"), what).await?;
    held.note(app, Happened { what: "asked_nominator", by, ..Happened::default() }).await?;
    held.tell_nominator(app, Kind::ObjectionReceived, Some(until)).await?;
    held.tell_nominator(app, Kind::MaterialAsked, Some(until)).await
}

async fn refuse(
    app: &App,
    held: &mut Held,
    by: &str,
    (code, text): (&str, &str),
) -> Result<(), ObjectionError> {
    let reason = ObjectionRules::in_force()?.refusal(code).ok_or(ObjectionError::Reason)?;
    within("text", text, TOLD)?;
    held.step(Deed::Refuse)?;
    held.case.refusal = Some(code.to_owned());
    held.case.screening_text = Some(text.trim().to_owned());
    let clause = Some(reason.basis.en.as_str());
    held.note(app, Happened { what: "refused", by, text: Some(text), clause }).await
}

async fn transfer(
    app: &App,
    held: &mut Held,
    (by, text): (&str, &str),
) -> Result<(), ObjectionError> {
    within("text", text, TOLD)?;
    held.step(Deed::Transfer)?;
    held.case.kind = ObjectionKind::Disciplinary;
    held.case.screening_text = Some(text.trim().to_owned());
    let clause = Some("X25 art. 72");
    held.note(app, Happened { what: "transferred", by, text: Some(text), clause }).await?;
    effects::investigate(app, &held.tx, (by, held.case.nomination_id)).await?;
    held.give(app, (Party::Office, "investigate"), own::kept(own::FOLLOW)).await?;
    held.tell(app, (To::Role(Role::Supervisor), Kind::ObjectionReported), None).await
}
