//! Where are bundles kept, and what of other tables goes into one?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    aggregate_run, audit_record,
    ids::{AggregateRunId, ResultBundleId, ResultReleaseId, ReviewMeetingId, RoundId},
    result_bundle::{Column, Entity, Model},
    result_release, review_phase, round,
    vocabulary::{ReleaseStage, ReleaseState, ReviewPhaseState},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::body::ChainHead;

/// A bundle that is to be made.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// The release of awards that it follows.
    pub(super) release: ResultReleaseId,
    /// The round.
    pub(super) round: RoundId,
    /// Its year.
    pub(super) year: i32,
    /// Which bundle of the round it will be.
    pub(super) number: i32,
}

/// The bundle that a release of awards wants; none where nothing was released, or where it is made and not wanted
/// again.
pub(super) async fn wanted(
    database: &impl ConnectionTrait,
    (id, is_again): (ResultReleaseId, bool),
) -> Result<Option<Wanted>, DbErr> {
    let release = result_release::Entity::find_by_id(id).one(database).await?;
    let Some(release) = release
        .filter(|row| row.state == ReleaseState::Released && row.stage == ReleaseStage::Award)
    else {
        return Ok(None);
    };
    let made = Entity::find()
        .filter(Column::RoundId.eq(release.round_id))
        .order_by_desc(Column::Number)
        .all(database)
        .await?;
    if !is_again && made.iter().any(|row| row.release_id == id) {
        return Ok(None);
    }
    let number = made.first().map_or(0, |row| row.number).saturating_add(1);
    let round = round::Entity::find_by_id(release.round_id).one(database).await?;
    Ok(round.map(|round| Wanted { release: id, round: round.id, year: round.year, number }))
}

/// Notes a bundle that was made.
pub(super) async fn insert(
    database: &impl ConnectionTrait,
    id: ResultBundleId,
    wanted: &Wanted,
    (body_digest, file_digest): (String, String),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = Model {
        id,
        round_id: wanted.round,
        number: wanted.number,
        release_id: wanted.release,
        body_digest,
        file_digest,
        made_at: now,
    };
    let row = row.into_active_model().reset_all();
    Entity::insert(row).exec_without_returning(database).await.map(|_| ())
}

/// What was released of a round: the categories whose awards are, and the meetings behind every release.
pub(super) async fn released(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<(Vec<result_release::Model>, Vec<ReviewMeetingId>), DbErr> {
    let rows = result_release::Entity::find()
        .filter(result_release::Column::RoundId.eq(round))
        .filter(result_release::Column::State.eq(ReleaseState::Released))
        .order_by_asc(result_release::Column::ReleasedAt)
        .all(database)
        .await?;
    let mut meetings: Vec<ReviewMeetingId> = Vec::new();
    for row in &rows {
        let own: Vec<ReviewMeetingId> = serde_json::from_value(row.meetings.clone())
            .map_err(|error| DbErr::Custom(format!("result_release/{}: {error}", row.id)))?;
        meetings.extend(own);
    }
    let awards = rows.into_iter().filter(|row| row.stage == ReleaseStage::Award).collect();
    Ok((awards, meetings))
}

/// Digests of the seed and of the inputs of the closed phases of a round, by category.
pub(super) async fn phases(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<String, (String, String)>, DbErr> {
    let phases = review_phase::Entity::find()
        .filter(review_phase::Column::RoundId.eq(round))
        .filter(review_phase::Column::State.eq(ReviewPhaseState::Closed))
        .all(database)
        .await?;
    let runs: Vec<AggregateRunId> = phases.iter().filter_map(|row| row.run_id).collect();
    let digests: BTreeMap<AggregateRunId, String> = aggregate_run::Entity::find()
        .select_only()
        .columns([aggregate_run::Column::Id, aggregate_run::Column::InputsDigest])
        .filter(aggregate_run::Column::Id.is_in(runs))
        .into_tuple()
        .all(database)
        .await?
        .into_iter()
        .collect();
    let of = |row: review_phase::Model| {
        let inputs = row.run_id.and_then(|run| digests.get(&run)).cloned().unwrap_or_default();
        Some((row.category, (row.seed_digest?, inputs)))
    };
    Ok(phases.into_iter().filter_map(of).collect())
}

/// The last record of the audit chain.
pub(super) async fn chain(database: &impl ConnectionTrait) -> Result<ChainHead, DbErr> {
    let last = audit_record::Entity::find()
        .order_by_desc(audit_record::Column::Sequence)
        .one(database)
        .await?;
    let none = ChainHead { sequence: 0, hash: "0".repeat(64) };
    Ok(last.map_or(none, |row| ChainHead { sequence: row.sequence, hash: row.hash }))
}
