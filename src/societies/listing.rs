//! Which societies are listed, in which order, and what ends soon among them?

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use entity::ids::SocietyId;
use sea_orm::DbErr;

use super::{
    expiry::{Alert, ExpiryKind, alert, days_left},
    qualification::standing::{Held, Standing, standing},
    route::{self, RoundFacts},
    store::{
        qualifications,
        register::{self, Light},
        standing::rounds,
    },
    views::{ExpiryView, SocietyFacet, SocietyFacetValues, SocietyFacets, SocietyRow},
};
use crate::{app::App, authz::Scope, identity, shared::china_day};

/// What the list is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct ListQuery {
    pub(super) q: Option<String>,
    pub(super) group: Option<String>,
    pub(super) status: Option<String>,
    pub(super) qualification: Option<String>,
    pub(super) expiring: Option<String>,
    pub(super) sort: Sort,
    pub(super) is_descending: bool,
}

/// An order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sort {
    /// By code.
    #[default]
    Code,
    /// By name.
    Name,
    /// By what ends next.
    Expiry,
}

impl std::str::FromStr for Sort {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "society_id" => Ok(Self::Code),
            "name" => Ok(Self::Name),
            "expiry" => Ok(Self::Expiry),
            _ => Err(()),
        }
    }
}

/// The word for how near an end is.
pub(super) fn alert_word(alert: Alert) -> &'static str {
    match alert {
        Alert::Overdue => "overdue",
        Alert::Within7 => "within7",
        Alert::Within30 => "within30",
        Alert::Within90 => "within90",
    }
}

/// Every society with what ends soon, from one state of the records.
struct Register {
    rows: Vec<SocietyRow>,
    expiries: Vec<ExpiryView>,
}

async fn load(app: &App, scope: &Scope) -> Result<Register, DbErr> {
    let now = app.clock.now();
    let today = china_day(now);
    let tx = app.database.begin_read().await?;
    let mut societies = register::all_light(&*tx).await?;
    if let Scope::Societies(codes) = scope {
        societies.retain(|society| codes.contains(&society.code));
    }
    let codes: Vec<String> = societies.iter().map(|society| society.code.clone()).collect();
    let rounds = rounds(&*tx).await?;
    let mut applications: BTreeMap<SocietyId, Vec<(entity::ids::QualificationId, Held)>> =
        BTreeMap::new();
    for (row, _, _) in qualifications::list(&*tx, Some(&codes)).await? {
        let held = Held { state: row.state, valid_from: row.valid_from, valid_to: row.valid_to };
        applications.entry(row.society_id).or_default().push((row.id, held));
    }
    let in_force: Vec<_> = applications
        .values()
        .flatten()
        .filter(|(_, held)| held.standing(today).is_in_force())
        .map(|(id, _)| *id)
        .collect();
    let files = qualifications::ending_files(&*tx, &in_force).await?;
    let mut clerks: BTreeMap<String, Vec<(String, NaiveDate)>> = BTreeMap::new();
    for held in identity::delegations(&*tx, &codes).await? {
        if let Some(end) = held.expires_at.filter(|_| held.is_in_force(now)) {
            clerks.entry(held.society).or_default().push((held.display_name, china_day(end)));
        }
    }
    let mut all = Register { rows: Vec::new(), expiries: Vec::new() };
    for society in societies {
        let held = applications.remove(&society.id).unwrap_or_default();
        let clerks = clerks.remove(&society.code).unwrap_or_default();
        let found = One { society: &society, held: &held, files: &files, clerks: &clerks, today };
        let expiries = found.expiries();
        all.rows.push(found.row(&rounds, expiries.first().cloned()));
        all.expiries.extend(expiries);
    }
    Ok(all)
}

/// One society with what is known around it.
struct One<'a> {
    society: &'a Light,
    held: &'a [(entity::ids::QualificationId, Held)],
    files: &'a [(entity::ids::QualificationId, String, NaiveDate)],
    clerks: &'a [(String, NaiveDate)],
    today: NaiveDate,
}

impl One<'_> {
    fn standing(&self) -> (Standing, Option<&(entity::ids::QualificationId, Held)>) {
        let history: Vec<Held> = self.held.iter().map(|(_, held)| *held).collect();
        let (standing, at) = standing(&history, self.society.status.as_deref(), self.today);
        (standing, at.and_then(|at| self.held.get(at)))
    }

    /// What ends soon or has ended, the nearest first.
    fn expiries(&self) -> Vec<ExpiryView> {
        let (standing, deciding) = self.standing();
        let mut list = Vec::new();
        let key = deciding.map(|(id, _)| id.0);
        let mut add = |kind, last: NaiveDate, what: Option<String>| {
            if let Some(alert) = alert(last, self.today) {
                list.push(ExpiryView {
                    kind,
                    society_id: self.society.code.clone(),
                    society: self.society.name.clone(),
                    what,
                    last_day: last,
                    days_left: days_left(last, self.today),
                    alert,
                    qualification_id: key.filter(|_| {
                        matches!(kind, ExpiryKind::Qualification | ExpiryKind::Evidence)
                    }),
                });
            }
        };
        let holds = standing.is_in_force() || standing == Standing::Expired;
        if let Some((id, held)) = deciding.filter(|_| holds) {
            // A renewal that is granted already ends the matter.
            let is_renewed = self.held.iter().any(|(_, other)| other.valid_from > held.valid_to);
            if let Some(last) = held.valid_to.filter(|_| !is_renewed) {
                add(ExpiryKind::Qualification, last, None);
            }
            for (_, name, last) in self.files.iter().filter(|(owner, _, _)| owner == id) {
                add(ExpiryKind::Evidence, *last, Some(name.clone()));
            }
        }
        // Of several grades the one that lasts longest counts.
        if let Some((grade, _, last)) = self.society.grades.iter().max_by_key(|grade| grade.2) {
            add(ExpiryKind::Grade, *last, Some(grade.as_str().to_owned()));
        }
        if let Some(last) = self.society.facts.council_term_ends {
            add(ExpiryKind::CouncilTerm, last, None);
        }
        for (name, last) in self.society.officers.iter().filter(|(_, last)| *last >= self.today) {
            add(ExpiryKind::OfficerTerm, *last, Some(name.clone()));
        }
        for (name, last) in self.clerks {
            add(ExpiryKind::Delegation, *last, Some(name.clone()));
        }
        list.sort_by_key(|one| (one.last_day, one.kind));
        list
    }

    fn row(&self, rounds: &[RoundFacts], next_expiry: Option<ExpiryView>) -> SocietyRow {
        let society = self.society;
        let (standing, deciding) = self.standing();
        let grade = society
            .grades
            .iter()
            .filter(|(_, from, last)| *from <= self.today && *last >= self.today)
            .max_by_key(|(_, from, _)| *from);
        let this_round = route::first_free(rounds, self.today.year()) - 1;
        SocietyRow {
            society_id: society.code.clone(),
            name: society.name.clone(),
            name_en: society.facts.name_en.clone(),
            group: society.facts.group.clone(),
            status: society.status.clone(),
            grade: grade.map(|(grade, _, _)| grade.as_str().to_owned()),
            check_year: society.check.map(|(year, _)| year),
            check_result: society.check.map(|(_, result)| result.as_str().to_owned()),
            qualification: standing,
            qualified_until: deciding.and_then(|(_, held)| held.valid_to),
            route: route::route_in(&society.routes, this_round).as_str().to_owned(),
            council_term_ends: society.facts.council_term_ends,
            next_expiry,
        }
    }
}

impl ListQuery {
    fn keeps(&self, row: &SocietyRow, but: &str) -> bool {
        let same = |name: &str, wanted: &Option<String>, value: Option<&str>| {
            name == but || wanted.is_none() || wanted.as_deref() == value
        };
        same("group", &self.group, row.group.as_deref())
            && same("status", &self.status, row.status.as_deref())
            && same("qualification", &self.qualification, Some(row.qualification.as_str()))
            && same("expiring", &self.expiring, urgency(row))
            && self.q.as_deref().is_none_or(|q| matches(row, q))
    }

    fn facets(&self, rows: &[SocietyRow]) -> SocietyFacets {
        let count = |name: &str, value: &dyn Fn(&SocietyRow) -> Option<String>| {
            let mut counts: BTreeMap<String, u64> = BTreeMap::new();
            for value in rows.iter().filter(|row| self.keeps(row, name)).filter_map(value) {
                *counts.entry(value).or_default() += 1;
            }
            let facet = |(value, count)| SocietyFacet { value, count };
            counts.into_iter().map(facet).collect()
        };
        let facets = SocietyFacetValues {
            group: count("group", &|row| row.group.clone()),
            status: count("status", &|row| row.status.clone()),
            qualification: count("qualification", &|row| {
                Some(row.qualification.as_str().to_owned())
            }),
            expiring: count("expiring", &|row| urgency(row).map(str::to_owned)),
        };
        SocietyFacets { facets }
    }
}

fn urgency(row: &SocietyRow) -> Option<&'static str> {
    row.next_expiry.as_ref().map(|expiry| alert_word(expiry.alert))
}

/// Whether every word of `q` is in the code or a name.
fn matches(row: &SocietyRow, q: &str) -> bool {
    let text = format!("{} {} {}", row.society_id, row.name, row.name_en.as_deref().unwrap_or(""));
    let text = text.to_lowercase();
    q.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

/// The societies that `scope` lets through, as `query` wants them, with what the filters would leave.
pub(super) async fn list(
    app: &App,
    query: &ListQuery,
    scope: &Scope,
) -> Result<(Vec<SocietyRow>, SocietyFacets), DbErr> {
    let all = load(app, scope).await?.rows;
    let facets = query.facets(&all);
    let mut rows: Vec<SocietyRow> = all.into_iter().filter(|row| query.keeps(row, "")).collect();
    match query.sort {
        Sort::Code => rows.sort_by(|one, other| one.society_id.cmp(&other.society_id)),
        Sort::Name => rows.sort_by(|one, other| {
            (&one.name, &one.society_id).cmp(&(&other.name, &other.society_id))
        }),
        Sort::Expiry => rows.sort_by_key(|row| {
            let last = row.next_expiry.as_ref().map(|expiry| expiry.last_day);
            (last.is_none(), last, row.society_id.clone())
        }),
    }
    if query.is_descending {
        rows.reverse();
    }
    Ok((rows, facets))
}

/// What ends within `days` or has ended, among the societies that `scope` lets through.
pub(super) async fn expiries(
    app: &App,
    days: i64,
    scope: &Scope,
) -> Result<Vec<ExpiryView>, DbErr> {
    let mut list = load(app, scope).await?.expiries;
    list.retain(|expiry| expiry.days_left <= days);
    list.sort_by(|one, other| {
        (one.last_day, &one.society_id, one.kind).cmp(&(
            other.last_day,
            &other.society_id,
            other.kind,
        ))
    });
    Ok(list)
}
