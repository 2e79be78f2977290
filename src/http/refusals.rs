//! Who is told that something was refused for a mark of classification? The audit chain, of each refusal; and
//! those who answer for secrecy, once for each person, place and day: the administrators of the award office, and
//! the heads of the society through which it came. Of the text itself nobody is told a word.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use entity::vocabulary::Role;
use sea_orm::DbErr;

use super::refusal_store::{self, Found};
use crate::{
    app::App,
    audit,
    classified::{MarkKind, Refused, Sender, Sighting},
    notifications::{self, Kind, Notice, To},
    persistence::WriteTx,
};

const ACTION: &str = "classified.refuse";
/// Marks of one refusal that are told one by one.
const MOST_TOLD: usize = 20;
/// Of what comes without an account, one refusal at a place is written down in so many seconds: nobody fills the
/// chain without signing in.
const ANYONES_PAUSE_S: i64 = 60;

/// Where a mark was refused, as it is told.
struct Place {
    /// In the audit chain and among the notices.
    subject: String,
    zh: String,
    en: String,
    /// Code of the society whose it is.
    society: Option<String>,
}

impl Place {
    fn of(refused: &Refused, found: Option<Found>) -> Self {
        match found {
            Some(Found::Nomination { key, number, society }) => Self {
                subject: format!("refusal/nomination/{key}"),
                zh: format!("提名 {number}"),
                en: format!("nomination {number}"),
                society,
            },
            Some(Found::Society { code, name }) => Self {
                subject: format!("refusal/society/{code}"),
                zh: format!("{name}（{code}）"),
                en: format!("society {code}"),
                society: Some(code),
            },
            None => {
                let of = societies(&refused.by).join(",");
                let operation = &refused.operation;
                Self {
                    subject: format!("refusal/{operation} {of}").trim_end().to_owned(),
                    zh: operation.clone(),
                    en: operation.clone(),
                    society: None,
                }
            }
        }
    }
}

fn societies(by: &Sender) -> &[String] {
    match by {
        Sender::Account { societies, .. } => societies,
        Sender::Nominee | Sender::Anyone => &[],
    }
}

/// Who is told: of what comes through a society its heads, too.
fn recipients(by: &Sender, society: Option<&str>) -> Vec<To> {
    let own = societies(by);
    let is_through = |code: &str| *by == Sender::Nominee || own.iter().any(|one| one == code);
    let through = match society.filter(|code| is_through(code)) {
        Some(code) => vec![code.to_owned()],
        None => own.to_vec(),
    };
    std::iter::once(To::Role(Role::AwardAdmin)).chain(through.into_iter().map(To::Head)).collect()
}

/// Each mark by its place and kind.
fn told(refused: &Refused) -> String {
    let seen: Vec<String> = refused.seen.iter().take(MOST_TOLD).map(ToString::to_string).collect();
    seen.join(", ")
}

fn notice(refused: &Refused, place: &Place) -> Notice {
    let kinds: BTreeSet<MarkKind> = refused.seen.iter().map(Sighting::kind).collect();
    let (zh, en): (Vec<&str>, Vec<&str>) = kinds.into_iter().map(MarkKind::told).unzip();
    let facts = [
        ("place_zh", place.zh.clone()),
        ("place_en", place.en.clone()),
        ("mark_zh", zh.join("、")),
        ("mark_en", en.join(", ")),
        ("fields", told(refused)),
        ("operation", refused.operation.clone()),
        ("at", refused.at.to_rfc3339()),
    ];
    Notice {
        kind: Kind::MarkRefused,
        subject: place.subject.clone(),
        facts: facts.into_iter().map(|(name, text)| (name.to_owned(), text)).collect(),
        link: None,
    }
}

/// Whether somebody without an account was refused at this place just before.
async fn is_repeated(tx: &WriteTx, place: &Place, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let since = now - TimeDelta::seconds(ANYONES_PAUSE_S);
    let actors = audit::actors_about(&**tx, &place.subject, (since, now)).await?;
    Ok(actors.contains(Sender::Anyone.name()))
}

/// Writes a refusal down, and tells of it.
///
/// # Errors
/// The records failing; then nothing of it is written.
pub async fn record(app: &App, refused: &Refused) -> Result<(), DbErr> {
    // What could not be written down at once happened when it was refused, not now.
    let now = refused.at;
    let tx = app.database.begin_write().await?;
    let place = Place::of(refused, refusal_store::found(&*tx, &refused.targets).await?);
    if refused.by == Sender::Anyone && is_repeated(&tx, &place, now).await? {
        return Ok(());
    }
    let entry = audit::Entry {
        actor: refused.by.name().to_owned(),
        action: ACTION.to_owned(),
        subject: place.subject.clone(),
        reason: Some(format!("{}; {}; {}", refused.operation, place.en, told(refused))),
        request_id: refused.request_id.clone(),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    let notice = notice(refused, &place);
    for to in recipients(&refused.by, place.society.as_deref()) {
        notifications::tell_once_a_day(app, &tx, &to, &notice).await?;
    }
    tx.commit().await
}

/// Writes down what was refused since this was last done; what cannot be written now is kept for the next time.
///
/// # Errors
/// The last failure of the records.
pub async fn write_down(app: &App) -> Result<(), DbErr> {
    let (waiting, lost) = app.refusals.take();
    if lost > 0 {
        tracing::error!(lost, "refusals for marks of classification came too fast to be noted");
    }
    let (mut failed, mut outcome) = (Vec::new(), Ok(()));
    for refused in waiting {
        if let Err(error) = record(app, &refused).await {
            failed.push(refused);
            outcome = Err(error);
        }
    }
    app.refusals.give_back(failed);
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_told_of_what_came_through_their_society_and_of_nothing_else() {
        let office = To::Role(Role::AwardAdmin);
        let head = |code: &str| To::Head(code.to_owned());
        let account = |societies: &[&str]| Sender::Account {
            username: "someone".to_owned(),
            societies: societies.iter().map(ToString::to_string).collect(),
        };
        for (by, society, told) in [
            (account(&["A-01", "A-02"]), Some("A-02"), vec![office.clone(), head("A-02")]),
            // What is not known to be one's is told to both.
            (account(&["A-01", "A-02"]), None, vec![office.clone(), head("A-01"), head("A-02")]),
            (account(&[]), Some("A-02"), vec![office.clone()]),
            (Sender::Nominee, Some("A-02"), vec![office.clone(), head("A-02")]),
            (Sender::Anyone, Some("A-02"), vec![office.clone()]),
        ] {
            assert_eq!(recipients(&by, society), told, "{by:?} {society:?}");
        }
    }
}
