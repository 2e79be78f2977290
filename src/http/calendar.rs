//! Which deadlines of the round concern a person? As a calendar feed (RFC 5545) at a personal address.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, State},
    http::header,
    response::{IntoResponse as _, Response},
    routing::get,
};
use chrono::{DateTime, Utc};
use entity::{
    ids::RoundId,
    vocabulary::{ObjectionParty as Party, PublicityKind, Role},
};
use icalendar::{Calendar, Component as _, Event, EventLike as _};

use crate::{
    app::App,
    awards, examination,
    identity::{self, Account},
    notices::{objections, publicity},
    notifications,
    shared::{Bilingual, beijing},
    web::{ApiError, ProblemCode},
};

/// `/calendar/<word>.ics`: no session, the word alone opens it.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/calendar/{file}", get(feed))
}

/// An instant that concerns somebody.
struct Entry {
    /// The same in every reading of the feed, so that a moved deadline moves in the calendar.
    key: String,
    at: DateTime<Utc>,
    what: Bilingual,
}

async fn feed(State(app): State<Arc<App>>, Path(file): Path<String>) -> Result<Response, ApiError> {
    let not_found = || ApiError::new(ProblemCode::NotFound);
    let token = file.strip_suffix(".ics").ok_or_else(not_found)?;
    let owner = notifications::calendar_owner(&app, token).await?.ok_or_else(not_found)?;
    let (database, now) = (app.database.reader(), app.clock.now());
    let account = identity::find_account(database, owner, now).await?;
    let account = account.filter(|account| !account.is_disabled).ok_or_else(not_found)?;
    let text = text(&entries(&app, &account).await?, now);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "private, max-age=600"),
    ];
    Ok((headers, text).into_response())
}

async fn entries(app: &App, account: &Account) -> Result<Vec<Entry>, ApiError> {
    let database = app.database.reader();
    let mut entries = Vec::new();
    let societies = societies_of(account);
    for round in awards::list_rounds(database).await? {
        entries.extend(of_nominating(app, &societies, (round.id, round.year)).await?);
        entries.extend(of_corrections(app, &societies, round.id).await?);
        entries.extend(of_objections(app, account, (societies.as_slice(), round.id)).await?);
        for one in publicity::released(database, round.id).await? {
            let (zh, en) = match one.kind {
                PublicityKind::Acceptance => ("受理公示", "publicity of acceptance"),
                PublicityKind::FirstReview => ("初评结果公示", "publicity of the first review"),
            };
            let number = &one.number;
            entries.push(Entry {
                key: format!("publicity-{number}-opens"),
                at: one.opens_at,
                what: Bilingual::new(format!("{zh}开始 {number}"), format!("{en} {number} opens")),
            });
            entries.push(Entry {
                key: format!("publicity-{number}-closes"),
                at: one.closes_at,
                what: Bilingual::new(
                    format!("{zh}结束、异议截止 {number}"),
                    format!("{en} {number} closes, last objections"),
                ),
            });
        }
    }
    Ok(entries)
}

/// The societies that an account acts for.
fn societies_of(account: &Account) -> Vec<&str> {
    let mut societies: Vec<&str> =
        account.grants.iter().filter_map(|grant| grant.society_code.as_deref()).collect();
    societies.sort_unstable();
    societies.dedup();
    societies
}

/// When nominating opens and closes: for a society with what was put off for it, for whoever sees the whole
/// round with every extension.
async fn of_nominating(
    app: &App,
    societies: &[&str],
    (round, year): (RoundId, i32),
) -> Result<Vec<Entry>, ApiError> {
    let database = app.database.reader();
    let Some(timetable) = awards::timetable(database, round).await? else { return Ok(Vec::new()) };
    let opens =
        Bilingual::new(format!("{year} 年度提名开始"), format!("Nominating for {year} opens"));
    let closes =
        Bilingual::new(format!("{year} 年度提名截止"), format!("Nominating for {year} closes"));
    let mut entries =
        vec![Entry { key: format!("{year}-opens"), at: timetable.opens_at, what: opens }];
    if societies.is_empty() {
        entries.push(Entry {
            key: format!("{year}-closes"),
            at: timetable.closes_at,
            what: closes.clone(),
        });
    }
    for society in societies {
        if let Some(window) = awards::window(database, round, society, None).await? {
            let (key, at) = (format!("{year}-closes-{society}"), window.closes_at);
            entries.push(Entry { key, at, what: closes.clone() });
        }
    }
    for one in awards::extensions(database, round).await? {
        let of_society = one.extension.society.as_deref();
        let concerns =
            societies.is_empty() || of_society.is_some_and(|code| societies.contains(&code));
        // A society's own new deadline is its close; what is put off for one dossier stands beside it.
        let is_told = societies.is_empty() || one.extension.dossier.is_some();
        if one.extension.confirmed_by.is_some() && concerns && is_told {
            let whose = of_society.unwrap_or("全部 / all").to_owned();
            entries.push(Entry {
                key: format!("extension-{}", one.id),
                at: one.extension.until,
                what: Bilingual::new(
                    format!("延期后的提名截止（{whose}）"),
                    format!("Nominating closes after an extension ({whose})"),
                ),
            });
        }
    }
    Ok(entries)
}

/// The corrections that are asked of a society.
async fn of_corrections(
    app: &App,
    societies: &[&str],
    round: RoundId,
) -> Result<Vec<Entry>, ApiError> {
    if societies.is_empty() {
        return Ok(Vec::new());
    }
    let due = examination::corrections_due(app.database.reader(), round).await?;
    let own = due.into_iter().filter(|one| is_own(societies, one.society.as_deref()));
    Ok(own
        .map(|one| Entry {
            key: format!("correction-{}", one.nomination),
            at: one.due_at,
            what: Bilingual::new(
                format!("补正截止 {}", one.number),
                format!("Corrections due {}", one.number),
            ),
        })
        .collect())
}

/// What is due about objections: for a society what is asked of it and of its nominees, for whoever handles
/// objections the office's own work. A feed leaves the house: it names the nomination and nothing of the
/// objection.
async fn of_objections(
    app: &App,
    account: &Account,
    (societies, round): (&[&str], RoundId),
) -> Result<Vec<Entry>, ApiError> {
    let is_of_office = account
        .grants
        .iter()
        .any(|grant| matches!(grant.role, Role::AwardOffice | Role::AwardAdmin));
    if societies.is_empty() && !is_of_office {
        return Ok(Vec::new());
    }
    let open = objections::open_in_round(app.database.reader(), round).await?;
    let mut entries = Vec::new();
    for case in &open {
        let is_theirs = is_own(societies, case.society.as_deref());
        for task in &case.tasks {
            let (zh, en) = match (task.party, task.task.as_str()) {
                (Party::Nominator | Party::Nominee, _) if is_theirs => {
                    ("异议材料提交截止", "Material on an objection due")
                }
                (Party::Office, "screen") if is_of_office => {
                    ("异议审查期限", "Objection to be screened")
                }
                (Party::Office, _) if is_of_office => {
                    ("异议办理期限", "Objection to be investigated")
                }
                _ => continue,
            };
            entries.push(Entry {
                key: format!("objection-task-{}", task.id),
                at: task.due_at,
                what: Bilingual::new(
                    format!("{zh} {}", case.nomination),
                    format!("{en} {}", case.nomination),
                ),
            });
        }
    }
    Ok(entries)
}

fn is_own(societies: &[&str], society: Option<&str>) -> bool {
    society.is_some_and(|code| societies.contains(&code))
}

fn text(entries: &[Entry], now: DateTime<Utc>) -> String {
    let mut calendar = Calendar::new();
    calendar.name("桂冠 Laurel").timezone("Asia/Shanghai");
    for entry in entries {
        let at = beijing(entry.at);
        let event = Event::new()
            .uid(&format!("{}@laurel", entry.key))
            .timestamp(now)
            .starts(entry.at)
            .ends(entry.at)
            .summary(&entry.what.to_string())
            .description(&format!("北京时间 {at} / {at} Beijing time (Asia/Shanghai)"))
            .done();
        calendar.push(event);
    }
    calendar.done().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_in_utc_and_says_the_time_in_beijing() {
        let entry = Entry {
            key: "2027-closes".to_owned(),
            at: "2027-03-31T09:00:00Z".parse().unwrap(),
            what: Bilingual::new("提名截止", "Nominating closes"),
        };
        let text = text(&[entry], "2027-01-01T00:00:00Z".parse().unwrap());
        let lines = text.replace("\r\n ", "");
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        for part in [
            "DTSTART:20270331T090000Z",
            "DTSTAMP:20270101T000000Z",
            "UID:2027-closes@laurel",
            "SUMMARY:提名截止 / Nominating closes",
            "北京时间 2027-03-31 17:00:00",
        ] {
            assert!(lines.contains(part), "{part}: {text}");
        }
    }
}
