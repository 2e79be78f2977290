//! Where are decisions kept?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, ResultDecisionId, ResultReleaseId, RoundId},
    nomination,
    result_decision::{Column, Entity, Model},
    result_release, round,
    vocabulary::{AwardGrade, DecisionOutcome, NominationState, ReleaseStage, ReleaseState},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, sea_query::Expr,
};

use super::rules::Won;
use crate::{persistence::insert_all, results::record::Decision};

/// Fewer than either database takes of bound values.
const AT_ONCE: usize = 5_000;

fn unreadable(error: &serde_json::Error) -> DbErr {
    DbErr::Custom(format!("result_decision: {error}"))
}

fn number(kept: Option<i32>) -> Option<u32> {
    kept.and_then(|kept| u32::try_from(kept).ok())
}

fn kept(number: Option<u32>) -> Option<i32> {
    number.map(|number| i32::try_from(number).unwrap_or(i32::MAX))
}

fn read<T: serde::de::DeserializeOwned>(
    kept: Option<serde_json::Value>,
) -> Result<Option<T>, DbErr> {
    kept.map(serde_json::from_value).transpose().map_err(|error| unreadable(&error))
}

fn decision(row: Model) -> Result<Decision, DbErr> {
    Ok(Decision {
        id: row.id,
        release: row.release_id,
        nomination: row.nomination_id,
        outcome: row.outcome,
        grade_nominated: row.grade_nominated,
        grade: row.grade,
        ballot: row.ballot_id,
        votes: number(row.votes),
        of: number(row.present),
        people: read(row.people)?,
        units: read(row.units)?,
        basis: row.basis,
        reverses: row.reverses,
        is_final: row.is_final,
    })
}

fn model(one: &Decision) -> Result<Model, DbErr> {
    let json = |value: serde_json::Result<serde_json::Value>| {
        value.map_err(|error| unreadable(&error)).map(|value| (!value.is_null()).then_some(value))
    };
    Ok(Model {
        id: one.id,
        release_id: one.release,
        nomination_id: one.nomination,
        outcome: one.outcome,
        grade_nominated: one.grade_nominated,
        grade: one.grade,
        ballot_id: one.ballot,
        votes: kept(one.votes),
        present: kept(one.of),
        people: json(serde_json::to_value(&one.people))?,
        units: json(serde_json::to_value(&one.units))?,
        basis: one.basis.clone(),
        reverses: one.reverses,
        is_final: one.is_final,
    })
}

/// The decisions of releases, in the order in which they were written.
pub(in crate::results) async fn of_releases(
    database: &impl ConnectionTrait,
    releases: &[ResultReleaseId],
) -> Result<Vec<Decision>, DbErr> {
    let rows = Entity::find()
        .filter(Column::ReleaseId.is_in(releases.iter().copied()))
        .order_by_asc(Column::Id)
        .all(database)
        .await?;
    rows.into_iter().map(decision).collect()
}

/// Writes the decisions of a draft in the place of those that it had.
pub(in crate::results) async fn replace(
    database: &impl ConnectionTrait,
    release: ResultReleaseId,
    decisions: &[Decision],
) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::ReleaseId.eq(release))
        .filter(Column::IsFinal.eq(false))
        .exec(database)
        .await?;
    let rows = decisions.iter().map(|one| Ok(model(one)?.into_active_model().reset_all()));
    insert_all(database, rows.collect::<Result<Vec<_>, DbErr>>()?).await
}

/// Writes a decision as it stands now.
pub(in crate::results) async fn save(
    database: &impl ConnectionTrait,
    one: &Decision,
) -> Result<(), DbErr> {
    model(one)?.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// Makes every decision of a release final.
pub(in crate::results) async fn make_final(
    database: &impl ConnectionTrait,
    release: ResultReleaseId,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::IsFinal, Expr::value(true))
        .filter(Column::ReleaseId.eq(release))
        .exec(database)
        .await
        .map(|_| ())
}

/// A decision with what it belongs to.
#[derive(Clone, Debug)]
pub(in crate::results) struct Told {
    /// The decision.
    pub(in crate::results) decision: Decision,
    /// At which stage it was decided.
    pub(in crate::results) stage: ReleaseStage,
    /// When its release was drafted.
    pub(in crate::results) drafted_at: DateTime<Utc>,
    /// When it was released.
    pub(in crate::results) released_at: Option<DateTime<Utc>>,
    /// Whether a later decision corrects it.
    pub(in crate::results) is_reversed: bool,
    /// The nomination.
    pub(in crate::results) nomination: Nominated,
}

/// A nomination as results name it.
#[derive(Clone, Debug)]
pub(in crate::results) struct Nominated {
    /// Key.
    pub(in crate::results) id: NominationId,
    /// Year of its round.
    pub(in crate::results) year: i32,
    /// Its round.
    pub(in crate::results) round: RoundId,
    /// The number that people quote.
    pub(in crate::results) number: String,
    /// Its title.
    pub(in crate::results) title: String,
    /// Code of its category.
    pub(in crate::results) category: String,
    /// Nominator as published.
    pub(in crate::results) nominator: Option<String>,
    /// Code of the nominating society.
    pub(in crate::results) society: Option<String>,
    /// Where it stands.
    pub(in crate::results) state: NominationState,
}

fn nominated(row: nomination::Model, years: &BTreeMap<RoundId, i32>) -> Nominated {
    Nominated {
        id: row.id,
        year: years.get(&row.round_id).copied().unwrap_or_default(),
        round: row.round_id,
        number: row.number,
        title: row.title,
        category: row.category.unwrap_or_default(),
        nominator: row.nominator,
        society: row.society_code,
        state: row.state,
    }
}

async fn years(database: &impl ConnectionTrait) -> Result<BTreeMap<RoundId, i32>, DbErr> {
    let rounds = round::Entity::find().all(database).await?;
    Ok(rounds.into_iter().map(|row| (row.id, row.year)).collect())
}

/// Nominations by their keys; those that are gone are left out.
pub(in crate::results) async fn nominations(
    database: &impl ConnectionTrait,
    ids: &[NominationId],
) -> Result<BTreeMap<NominationId, Nominated>, DbErr> {
    let years = years(database).await?;
    let mut found = BTreeMap::new();
    for some in ids.chunks(AT_ONCE) {
        let rows = nomination::Entity::find()
            .filter(nomination::Column::Id.is_in(some.iter().copied()))
            .all(database)
            .await?;
        found.extend(rows.into_iter().map(|row| (row.id, nominated(row, &years))));
    }
    Ok(found)
}

/// The nominations of a society, of every round.
pub(in crate::results) async fn of_societies(
    database: &impl ConnectionTrait,
    codes: &[String],
) -> Result<Vec<NominationId>, DbErr> {
    nomination::Entity::find()
        .select_only()
        .column(nomination::Column::Id)
        .filter(nomination::Column::SocietyCode.is_in(codes.iter().cloned()))
        .into_tuple()
        .all(database)
        .await
}

/// Decisions with what they belong to, by the time of their releases.
async fn told(
    database: &impl ConnectionTrait,
    decisions: Vec<Decision>,
) -> Result<Vec<Told>, DbErr> {
    let keys: BTreeSet<ResultReleaseId> = decisions.iter().map(|one| one.release).collect();
    let releases: BTreeMap<ResultReleaseId, result_release::Model> = result_release::Entity::find()
        .filter(result_release::Column::Id.is_in(keys))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let ids: Vec<NominationId> = decisions.iter().map(|one| one.nomination).collect();
    let nominations = nominations(database, &ids).await?;
    let reversed = reversed(database, &ids).await?;
    let of = |decision: Decision| {
        let release = releases.get(&decision.release)?;
        let nomination = nominations.get(&decision.nomination)?.clone();
        Some(Told {
            stage: release.stage,
            drafted_at: release.drafted_at,
            released_at: release.released_at,
            is_reversed: reversed.contains(&decision.id),
            nomination,
            decision,
        })
    };
    let mut all: Vec<Told> = decisions.into_iter().filter_map(of).collect();
    all.sort_by_key(|one| (one.released_at.unwrap_or(one.drafted_at), one.decision.id));
    Ok(all)
}

/// The decisions of a release with what they belong to, by category and number.
pub(in crate::results) async fn told_of(
    database: &impl ConnectionTrait,
    release: ResultReleaseId,
) -> Result<Vec<Told>, DbErr> {
    let decisions = of_releases(database, &[release]).await?;
    let mut all = told(database, decisions).await?;
    let place = |one: &Told| (one.nomination.category.clone(), one.nomination.number.clone());
    all.sort_by_cached_key(place);
    Ok(all)
}

/// The decisions of nominations that a later and final one corrects.
async fn reversed(
    database: &impl ConnectionTrait,
    ids: &[NominationId],
) -> Result<BTreeSet<ResultDecisionId>, DbErr> {
    let mut found = BTreeSet::new();
    for some in ids.chunks(AT_ONCE) {
        let rows: Vec<Option<ResultDecisionId>> = Entity::find()
            .select_only()
            .column(Column::Reverses)
            .filter(Column::NominationId.is_in(some.iter().copied()))
            .filter(Column::IsFinal.eq(true))
            .filter(Column::Reverses.is_not_null())
            .into_tuple()
            .all(database)
            .await?;
        found.extend(rows.into_iter().flatten());
    }
    Ok(found)
}

/// A decision with what it belongs to.
pub(in crate::results) async fn find(
    database: &impl ConnectionTrait,
    id: ResultDecisionId,
) -> Result<Option<Told>, DbErr> {
    let Some(row) = Entity::find_by_id(id).one(database).await? else { return Ok(None) };
    Ok(told(database, vec![decision(row)?]).await?.pop())
}

/// The decisions of nominations, drafts too unless only what is `released` is asked for.
pub(in crate::results) async fn of_nominations(
    database: &impl ConnectionTrait,
    ids: &[NominationId],
    released: bool,
) -> Result<Vec<Told>, DbErr> {
    let mut found = Vec::new();
    for some in ids.chunks(AT_ONCE) {
        let mut query = Entity::find().filter(Column::NominationId.is_in(some.iter().copied()));
        if released {
            query = query.filter(Column::IsFinal.eq(true));
        }
        for row in query.all(database).await? {
            found.push(decision(row)?);
        }
    }
    told(database, found).await
}

/// The final decisions of a round, by the time of their releases.
pub(in crate::results) async fn of_round(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<Told>, DbErr> {
    let releases: Vec<ResultReleaseId> = result_release::Entity::find()
        .select_only()
        .column(result_release::Column::Id)
        .filter(result_release::Column::RoundId.eq(round))
        .filter(result_release::Column::State.eq(ReleaseState::Released))
        .into_tuple()
        .all(database)
        .await?;
    let decisions = of_releases(database, &releases).await?;
    told(database, decisions).await
}

/// Awards that were released in a round and stand, by category and grade.
pub(in crate::results) async fn won(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<String, Won>, DbErr> {
    let mut won: BTreeMap<String, Won> = BTreeMap::new();
    for one in of_round(database, round).await? {
        let is_award = one.decision.outcome == DecisionOutcome::Awarded && !one.is_reversed;
        // One that was revoked was given all the same.
        if is_award && one.stage == ReleaseStage::Award {
            won.entry(one.nomination.category).or_default().add(one.decision.grade);
        }
    }
    Ok(won)
}

/// The awards of a round, each with whether its grade is the nominated one or higher; none before the first release
/// of awards.
///
/// # Errors
/// The records failing.
pub async fn awards_kept(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Option<BTreeMap<NominationId, bool>>, DbErr> {
    let decided = of_round(database, round).await?;
    let awards: Vec<&Told> =
        decided.iter().filter(|one| one.stage == ReleaseStage::Award).collect();
    if awards.is_empty() {
        return Ok(None);
    }
    // The grades stand from the highest to the lowest; where the award has none, there is nothing below.
    let is_kept = |nominated: Option<AwardGrade>, got: Option<AwardGrade>| {
        nominated.zip(got).is_none_or(|(nominated, got)| got <= nominated)
    };
    let kept = |one: &&Told| {
        let decision = &one.decision;
        let is_award = decision.outcome == DecisionOutcome::Awarded && !one.is_reversed;
        is_award.then(|| (decision.nomination, is_kept(decision.grade_nominated, decision.grade)))
    };
    Ok(Some(awards.iter().filter_map(kept).collect()))
}
