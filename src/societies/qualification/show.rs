//! What does a reader see of an application?

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{
    ids::QualificationId,
    vocabulary::{QualificationState, SocietyEventKind},
};
use sea_orm::DbErr;

use super::{
    criteria::{CRITERIA, Criterion},
    guards::{Facts, blocked},
    standing::Held,
    states::{TABLE, is_editable},
    take_step::action,
};
use crate::{
    app::App,
    authz::{self, Action, Actor},
    identity,
    shared::{Bilingual, Language, china_day},
    societies::{
        expiry::alert,
        store::{
            qualifications::{self, Application},
            register::{self, Kept},
            standing::facts,
        },
        views::{
            QualificationDetail, QualificationFileView, QualificationItemView,
            QualificationNextStep, QualificationRow, QualificationStepView, SocietyName,
        },
    },
};

/// Who reads, and on which day.
struct Seen<'a> {
    actor: &'a Actor,
    language: Language,
    today: NaiveDate,
}

impl Seen<'_> {
    fn may(&self, action: Action, code: &str) -> bool {
        authz::permit(self.actor, action).is_ok_and(|leave| leave.covers(code))
    }
}

/// The application `id`, whole; whether the actor may see it is the caller's to ask, by the society
/// that it names.
///
/// # Errors
/// The records failing.
pub(crate) async fn show(
    app: &App,
    actor: &Actor,
    language: Language,
    id: QualificationId,
) -> Result<Option<QualificationDetail>, DbErr> {
    let database = app.database.reader();
    let Some(found) = qualifications::find(database, id).await? else { return Ok(None) };
    let Some(kept) = register::find(database, &found.society_code).await? else { return Ok(None) };
    let today = china_day(app.clock.now());
    let facts = facts(database, &found, today).await?;
    let seen = Seen { actor, language, today };
    let mut told = detail(&seen, &found, &kept, &facts);
    identity::name_actors(database, std::slice::from_mut(&mut told)).await?;
    Ok(Some(told))
}

fn detail(seen: &Seen<'_>, found: &Application, kept: &Kept, facts: &Facts) -> QualificationDetail {
    let row = &found.row;
    let code = &found.society_code;
    let held = Held { state: row.state, valid_from: row.valid_from, valid_to: row.valid_to };
    let can_appeal = |state| {
        use QualificationState as S;
        matches!(state, S::Refused | S::Suspended | S::Revoked)
    };
    QualificationDetail {
        id: row.id.0,
        society: SocietyName { society_id: code.clone(), name: found.society_name.clone() },
        state: row.state.as_str().to_owned(),
        standing: held.standing(seen.today),
        criteria_version: row.criteria_version.clone(),
        renews: row.renews.map(|id| id.0),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        alert: row.valid_to.and_then(|last| alert(last, seen.today)),
        appeal_until: if can_appeal(row.state) { facts.appeal_until(&CRITERIA) } else { None },
        items: CRITERIA.list.iter().map(|criterion| item(seen, criterion, found, kept)).collect(),
        steps: found
            .steps
            .iter()
            .map(|step| QualificationStepView {
                step: step.step.as_str().to_owned(),
                from_state: step.from_state.as_str().to_owned(),
                to_state: step.to_state.as_str().to_owned(),
                reason: step.reason.clone(),
                taken_by: step.taken_by.clone(),
                taken_at: step.taken_at,
            })
            .collect(),
        next_steps: next_steps(seen, row.state, code, facts),
        is_editable: is_editable(row.state) && seen.may(Action::ApplyForQualification, code),
        is_checkable: row.state == QualificationState::Submitted
            && seen.may(Action::DecideQualification, code),
        names: BTreeMap::new(),
        version: row.version,
    }
}

fn next_steps(
    seen: &Seen<'_>,
    state: QualificationState,
    code: &str,
    facts: &Facts,
) -> Vec<QualificationNextStep> {
    let mine =
        TABLE.iter().filter(|line| line.from.contains(&state) && seen.may(action(line.step), code));
    mine.map(|line| {
        let why = blocked(line.step, facts, &CRITERIA, &seen.actor.username);
        QualificationNextStep {
            step: line.step.as_str().to_owned(),
            needs_reason: line.needs_reason,
            blocked_code: why.as_ref().map(|why| why.code().to_owned()),
            criteria: why.as_ref().map(|why| why.criteria().to_vec()).unwrap_or_default(),
            blocked: why.map(|why| why.sentence().get(seen.language).to_owned()),
        }
    })
    .collect()
}

fn item(
    seen: &Seen<'_>,
    criterion: &Criterion,
    found: &Application,
    kept: &Kept,
) -> QualificationItemView {
    let said = found.items.iter().find(|item| item.criterion == criterion.id);
    let text = |text: &Bilingual| text.get(seen.language).to_owned();
    let files = found.files.iter().filter(|(file, _)| file.criterion == criterion.id);
    QualificationItemView {
        criterion: criterion.id.clone(),
        name: text(&criterion.name),
        ask: text(&criterion.ask),
        source: text(&criterion.source),
        is_required: criterion.is_required,
        needs_file: criterion.needs_file,
        unless: criterion.unless.clone(),
        register_says: register_says(&criterion.id, kept, seen.today).map(|says| text(&says)),
        statement: said.and_then(|item| item.statement.clone()),
        files: files
            .map(|(file, stored)| QualificationFileView {
                id: file.id.0,
                name: file.name.clone(),
                media_type: stored.as_ref().map(|kept| kept.media_type.clone()).unwrap_or_default(),
                size_bytes: stored.as_ref().map_or(0, |kept| kept.size_bytes),
                digest: file.digest.clone(),
                valid_to: file.valid_to,
                alert: file.valid_to.and_then(|last| alert(last, seen.today)),
                added_by: file.added_by.clone(),
                added_at: file.added_at,
            })
            .collect(),
        verdict: said.and_then(|item| item.verdict).map(|verdict| verdict.as_str().to_owned()),
        note: said.and_then(|item| item.note.clone()),
        checked_by: said.and_then(|item| item.checked_by.clone()),
        checked_at: said.and_then(|item| item.checked_at),
    }
}

/// What the register knows of a criterion, so that nobody types what is recorded.
fn register_says(criterion: &str, kept: &Kept, today: NaiveDate) -> Option<Bilingual> {
    match criterion {
        "legal_person" => kept.facts.credit_code.as_ref().map(|code| {
            Bilingual::new(format!("统一社会信用代码 {code}"), format!("credit code {code}"))
        }),
        "annual_check" => kept.checks.first().map(|check| {
            use entity::vocabulary::CheckResult as Result;
            let (zh, en) = match check.result {
                Result::Passed => ("合格", "passed"),
                Result::BasicallyPassed => ("基本合格", "basically passed"),
                Result::Failed => ("不合格", "failed"),
            };
            let year = check.year;
            Bilingual::new(format!("{year} 年度年检：{zh}"), format!("check of {year}: {en}"))
        }),
        "assessment" => {
            let in_force = kept.grades.iter().find(|row| {
                row.valid_from <= today
                    && row.ended_on.map_or(row.valid_to, |ended| ended.min(row.valid_to)) >= today
            });
            in_force.map(|row| {
                let (grade, last) = (row.grade.as_str(), row.valid_to);
                Bilingual::new(format!("{grade}，有效至 {last}"), format!("{grade}, until {last}"))
            })
        }
        "clean_record" => {
            let since = today - chrono::Months::new(60);
            let count = kept
                .events
                .iter()
                .filter(|row| row.kind == SocietyEventKind::Suspended && row.happened_on >= since)
                .count();
            Some(Bilingual::new(
                format!("近五年登记的暂停 {count} 次"),
                format!("{count} suspension(s) registered in the last five years"),
            ))
        }
        _ => None,
    }
}

/// The applications of these societies, or of all, the latest changed first.
///
/// # Errors
/// The records failing.
pub(crate) async fn list(
    app: &App,
    codes: Option<&[String]>,
    state: Option<QualificationState>,
) -> Result<Vec<QualificationRow>, DbErr> {
    let today = china_day(app.clock.now());
    let mut rows: Vec<QualificationRow> = qualifications::list(app.database.reader(), codes)
        .await?
        .into_iter()
        .filter(|(row, _, _)| state.is_none_or(|state| row.state == state))
        .map(|(row, society_id, society)| {
            let held =
                Held { state: row.state, valid_from: row.valid_from, valid_to: row.valid_to };
            let standing = held.standing(today);
            let holds = standing.is_in_force();
            QualificationRow {
                id: row.id.0,
                society_id,
                society,
                state: row.state.as_str().to_owned(),
                standing,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                alert: row.valid_to.filter(|_| holds).and_then(|last| alert(last, today)),
                created_at: row.created_at,
                updated_at: row.updated_at,
            }
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.updated_at, row.id)));
    Ok(rows)
}
