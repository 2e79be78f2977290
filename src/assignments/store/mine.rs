//! What may a reviewer see of the nominations that he is asked to review?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    affinity, assignment_plan,
    ids::{AssignmentPlanId, ExpertId, NominationId, RoundId},
    nomination, nomination_person, nomination_unit, review_phase,
    vocabulary::{PersonRole, ReviewPhaseState},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use serde::Deserialize;

/// The subject that made somebody a reviewer: never the score.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Matched {
    /// Terms that the nomination shares with the reviewer's own publications and keywords.
    pub(in super::super) terms: Vec<String>,
    /// The discipline code that both have.
    pub(in super::super) discipline: Option<String>,
}

#[derive(Deserialize)]
struct StoredReasons {
    #[serde(default)]
    publications: Vec<StoredPublication>,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    discipline: StoredTier,
}

/// Of title, abstract and keywords alone: what matched in the full text is of the dossier, which is behind the
/// commitment.
#[derive(Deserialize)]
struct StoredPublication {
    #[serde(default)]
    terms: Vec<String>,
}

#[derive(Default, Deserialize)]
struct StoredTier {
    #[serde(default)]
    tier: u8,
    #[serde(default)]
    nomination_code: Option<String>,
}

/// Terms that are shown of one nomination.
const MOST_TERMS: usize = 8;

fn matched_by(reasons: serde_json::Value) -> Matched {
    let Ok(reasons) = serde_json::from_value::<StoredReasons>(reasons) else {
        return Matched::default();
    };
    let mut terms: Vec<String> = Vec::new();
    let of_publications = reasons.publications.into_iter().flat_map(|one| one.terms);
    for term in reasons.keywords.into_iter().chain(of_publications) {
        if terms.len() < MOST_TERMS && !terms.contains(&term) {
            terms.push(term);
        }
    }
    let tier = reasons.discipline;
    Matched { terms, discipline: tier.nomination_code.filter(|_| tier.tier > 0) }
}

/// What matched an expert to nominations of plans.
pub(in super::super) async fn matched(
    database: &impl ConnectionTrait,
    expert: ExpertId,
    of: &[(AssignmentPlanId, NominationId)],
) -> Result<BTreeMap<NominationId, Matched>, DbErr> {
    let runs = assignment_plan::Entity::find()
        .filter(assignment_plan::Column::Id.is_in(of.iter().map(|one| one.0)))
        .all(database)
        .await?;
    let rows = affinity::Entity::find()
        .filter(affinity::Column::RunId.is_in(runs.iter().map(|plan| plan.run_id)))
        .filter(affinity::Column::NominationId.is_in(of.iter().map(|one| one.1)))
        .filter(affinity::Column::ExpertId.eq(expert))
        .all(database)
        .await?;
    let found = rows.into_iter().filter_map(|row| Some((row.nomination_id, row.reasons?)));
    Ok(found.map(|(id, reasons)| (id, matched_by(reasons))).collect())
}

/// Whom a nomination concerns: what a reviewer must know to say whether he has an interest.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Party {
    pub(in super::super) number: String,
    pub(in super::super) title: String,
    pub(in super::super) category: Option<String>,
    pub(in super::super) people: Vec<(String, Option<String>)>,
    pub(in super::super) units: Vec<String>,
}

/// Whom nominations concern.
pub(in super::super) async fn parties(
    database: &impl ConnectionTrait,
    ids: &[NominationId],
) -> Result<BTreeMap<NominationId, Party>, DbErr> {
    let rows = nomination::Entity::find()
        .filter(nomination::Column::Id.is_in(ids.iter().copied()))
        .all(database)
        .await?;
    let mut found: BTreeMap<NominationId, Party> = rows
        .into_iter()
        .map(|row| {
            let party = Party {
                number: row.number,
                title: row.title,
                category: row.category,
                ..Party::default()
            };
            (row.id, party)
        })
        .collect();
    let people = nomination_person::Entity::find()
        .filter(nomination_person::Column::NominationId.is_in(ids.iter().copied()))
        .filter(nomination_person::Column::Role.eq(PersonRole::Completer))
        .order_by_asc(nomination_person::Column::Rank)
        .all(database)
        .await?;
    for person in people {
        if let Some(party) = found.get_mut(&person.nomination_id) {
            party.people.push((person.name, person.unit.or(person.work_unit)));
        }
    }
    let units = nomination_unit::Entity::find()
        .filter(nomination_unit::Column::NominationId.is_in(ids.iter().copied()))
        .order_by_asc(nomination_unit::Column::Rank)
        .all(database)
        .await?;
    for unit in units {
        if let Some(party) = found.get_mut(&unit.nomination_id) {
            party.units.push(unit.name);
        }
    }
    Ok(found)
}

/// Whether reviewers judge at `now`, by round and category of each phase that was opened: a draft is nothing that
/// anybody outside the office knows of.
pub(in super::super) async fn open_phases(
    database: &impl ConnectionTrait,
    rounds: &BTreeSet<RoundId>,
    now: DateTime<Utc>,
) -> Result<BTreeMap<(RoundId, String), bool>, DbErr> {
    let rows = review_phase::Entity::find()
        .filter(review_phase::Column::RoundId.is_in(rounds.iter().copied()))
        .filter(review_phase::Column::State.ne(ReviewPhaseState::Draft))
        .all(database)
        .await?;
    let open = rows.into_iter().map(|row| {
        let is_open = row.state == ReviewPhaseState::Open;
        let is_time = row.opens_at <= now && now < row.closes_at;
        ((row.round_id, row.category), is_open && is_time)
    });
    Ok(open.collect())
}
