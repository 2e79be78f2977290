//! How do the rows of a society become what a reader sees on a day?

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    charter::{self, AppliedCharter, Charter},
    expiry::alert,
    qualification::standing::{Held, standing},
    route::{self, RoundFacts},
    store::register::{GradeRow, Kept},
    views::{
        SocietyCharterStanding, SocietyCharterView, SocietyCheckView, SocietyContactView,
        SocietyDetail, SocietyEventView, SocietyGradeView, SocietyOfficerView,
        SocietyRouteStanding, SocietyRouteView,
    },
};

/// What a detail needs beside the society itself.
pub(super) struct Around<'a> {
    /// Its applications, the oldest first, with their keys.
    pub(super) applications: &'a [(uuid::Uuid, Held)],
    /// Every round.
    pub(super) rounds: &'a [RoundFacts],
    /// The day in China.
    pub(super) today: NaiveDate,
    /// What the reader may do.
    pub(super) allowed: Vec<String>,
    /// The reader's user name.
    pub(super) reader: &'a str,
}

/// The whole of a society on a day.
pub(super) fn detail(kept: Kept, around: Around<'_>) -> SocietyDetail {
    let today = around.today;
    let history: Vec<Held> = around.applications.iter().map(|(_, held)| *held).collect();
    let (standing, at) = standing(&history, kept.status.as_deref(), today);
    let deciding = at.and_then(|at| around.applications.get(at));
    let until = deciding.and_then(|(_, held)| held.valid_to);
    let route = route_standing(&kept, around.rounds, today);
    SocietyDetail {
        society_id: kept.code,
        name: kept.name,
        status: kept.status,
        council_alert: kept.facts.council_term_ends.and_then(|last| alert(last, today)),
        facts: kept.facts,
        officers: officers(kept.officers, today),
        contacts: kept
            .contacts
            .into_iter()
            .map(|(id, contact)| SocietyContactView { id: id.0, contact })
            .collect(),
        checks: kept
            .checks
            .into_iter()
            .map(|row| SocietyCheckView {
                year: row.year,
                result: row.result.as_str().to_owned(),
                concluded_on: row.concluded_on,
                note: row.note,
                recorded_by: row.recorded_by,
                recorded_at: row.recorded_at,
            })
            .collect(),
        grades: grades(kept.grades, today),
        events: kept
            .events
            .into_iter()
            .map(|row| SocietyEventView {
                id: row.id.0,
                kind: row.kind.as_str().to_owned(),
                happened_on: row.happened_on,
                detail: row.detail,
                former: row.former,
                other_society: row.other_society,
                basis: row.basis,
                recorded_by: row.recorded_by,
                recorded_at: row.recorded_at,
            })
            .collect(),
        route,
        charter: charters(&kept.charters, &around),
        qualification: standing,
        qualification_id: deciding.map(|(id, _)| *id),
        qualified_from: deciding.and_then(|(_, held)| held.valid_from),
        qualified_until: until,
        qualification_alert: until.and_then(|last| alert(last, today)),
        version: kept.version,
        updated_at: kept.updated_at,
        allowed_actions: around.allowed,
        names: BTreeMap::new(),
    }
}

fn charters(versions: &[Charter], around: &Around<'_>) -> SocietyCharterStanding {
    let keeps = around.allowed.iter().any(|word| word == "manage");
    let view = |one: &Charter| SocietyCharterView {
        number: one.number,
        valid_from: one.valid_from,
        terms: one.terms.clone(),
        state: charter::standing(versions, one, around.today),
        is_confirmable: keeps && charter::check_confirmation(versions, one, around.reader).is_ok(),
        entered_by: one.entered_by.clone(),
        entered_at: one.entered_at,
        confirmed_by: one.confirmed.as_ref().map(|(by, _)| by.clone()),
        confirmed_at: one.confirmed.as_ref().map(|(_, at)| *at),
    };
    SocietyCharterStanding {
        now: AppliedCharter::of(charter::in_force(versions, around.today)),
        history: versions.iter().map(view).collect(),
    }
}

fn officers(
    rows: Vec<(entity::ids::SocietyOfficerId, super::registry::Officer)>,
    today: NaiveDate,
) -> Vec<SocietyOfficerView> {
    let mut officers: Vec<SocietyOfficerView> = rows
        .into_iter()
        .map(|(id, officer)| SocietyOfficerView {
            id: id.0,
            is_in_office: officer.from_on.is_none_or(|from| from <= today)
                && officer.to_on.is_none_or(|to| to >= today),
            officer,
        })
        .collect();
    officers.sort_by_key(|view| (!view.is_in_office, view.officer.duty));
    officers
}

/// The last day on which a grade holds.
pub(super) fn grade_ends(valid_to: NaiveDate, ended_on: Option<NaiveDate>) -> NaiveDate {
    ended_on.map_or(valid_to, |ended| ended.min(valid_to))
}

fn grades(rows: Vec<GradeRow>, today: NaiveDate) -> Vec<SocietyGradeView> {
    rows.into_iter()
        .map(|row| {
            let last = grade_ends(row.valid_to, row.ended_on);
            let is_in_force = row.valid_from <= today && last >= today;
            SocietyGradeView {
                id: row.id.0,
                grade: row.grade.as_str().to_owned(),
                announced_on: row.announced_on,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                ended_on: row.ended_on,
                ended_because: row.ended_because,
                is_in_force,
                alert: if is_in_force { alert(last, today) } else { None },
            }
        })
        .collect()
}

fn route_standing(kept: &Kept, rounds: &[RoundFacts], today: NaiveDate) -> SocietyRouteStanding {
    let set: Vec<_> = kept.routes.iter().map(|row| (row.from_year, row.route)).collect();
    let this_year = chrono::Datelike::year(&today);
    let next_year = route::next_round(rounds, this_year);
    let first_free = route::first_free(rounds, this_year);
    SocietyRouteStanding {
        now: route::route_in(&set, first_free - 1).as_str().to_owned(),
        next_year,
        next: route::route_in(&set, next_year).as_str().to_owned(),
        history: kept
            .routes
            .iter()
            .map(|row| SocietyRouteView {
                from_year: row.from_year,
                route: row.route.as_str().to_owned(),
                reason: row.reason.clone(),
                decided_by: row.decided_by.clone(),
                decided_at: row.decided_at,
            })
            .collect(),
    }
}
