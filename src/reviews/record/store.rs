//! Where is the record of reviewers kept?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    expert,
    ids::{AggregateRunId, ExpertId, ReviewAssignmentId, ReviewPhaseId, RoundId},
    review_assignment, review_hint, review_phase, review_sheet, reviewer_rating, reviewer_standing,
    round,
    vocabulary::{AssignmentState, ReviewHintKind, ReviewPhaseState, SheetState},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DatabaseBackend, DbErr,
    EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QuerySelect as _,
    sea_query::Condition,
};

pub(super) use entity::{
    review_assignment::Model as ReviewRow, reviewer_rating::Model as RatingRow,
};

use super::standing::{Deed, Standing, tally};
use crate::{
    matching::NamedExpert,
    persistence::{WriteTx, insert_all},
};

/// Rows that one statement names.
const AT_ONCE: usize = 5_000;

/// Whose deeds are asked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Of {
    /// Those of a round.
    Round(RoundId),
    /// Those of an expert.
    Expert(ExpertId),
}

impl Of {
    fn condition(self) -> Condition {
        match self {
            Self::Round(round) => {
                Condition::all().add(review_assignment::Column::RoundId.eq(round))
            }
            Self::Expert(expert) => {
                Condition::all().add(review_assignment::Column::ExpertId.eq(expert))
            }
        }
    }
}

/// What stands beside assignments.
#[derive(Default)]
struct Beside {
    /// When the sheet was submitted, and in which phase.
    sheets: BTreeMap<ReviewAssignmentId, (Option<DateTime<Utc>>, ReviewPhaseId)>,
    grades: BTreeMap<ReviewAssignmentId, u32>,
    outlying: BTreeSet<ReviewAssignmentId>,
    /// When phases end, and whether they have.
    ends: BTreeMap<ReviewPhaseId, (DateTime<Utc>, bool)>,
}

impl Beside {
    async fn of(
        database: &impl ConnectionTrait,
        ids: &[ReviewAssignmentId],
    ) -> Result<Self, DbErr> {
        let mut beside = Self::default();
        for some in ids.chunks(AT_ONCE) {
            beside.add(database, some).await?;
        }
        let phases: BTreeSet<ReviewPhaseId> = beside.sheets.values().map(|one| one.1).collect();
        let rows = review_phase::Entity::find()
            .filter(review_phase::Column::Id.is_in(phases))
            .all(database)
            .await?;
        let runs: Vec<AggregateRunId> = rows.iter().filter_map(|phase| phase.run_id).collect();
        let end = |phase: review_phase::Model| {
            (phase.id, (phase.closes_at, phase.state == ReviewPhaseState::Closed))
        };
        beside.ends = rows.into_iter().map(end).collect();
        let hints = review_hint::Entity::find()
            .filter(review_hint::Column::RunId.is_in(runs))
            .filter(review_hint::Column::Kind.eq(ReviewHintKind::Outlier))
            .all(database)
            .await?;
        beside.outlying = hints.into_iter().filter_map(|hint| hint.assignment_id).collect();
        Ok(beside)
    }

    async fn add(
        &mut self,
        database: &impl ConnectionTrait,
        ids: &[ReviewAssignmentId],
    ) -> Result<(), DbErr> {
        let sheets: Vec<(ReviewAssignmentId, Option<DateTime<Utc>>, ReviewPhaseId)> =
            review_sheet::Entity::find()
                .select_only()
                .columns([
                    review_sheet::Column::AssignmentId,
                    review_sheet::Column::SubmittedAt,
                    review_sheet::Column::PhaseId,
                ])
                .filter(review_sheet::Column::AssignmentId.is_in(ids.iter().copied()))
                .filter(review_sheet::Column::State.eq(SheetState::Submitted))
                .into_tuple()
                .all(database)
                .await?;
        self.sheets.extend(sheets.into_iter().map(|(id, at, phase)| (id, (at, phase))));
        let grades: Vec<(ReviewAssignmentId, i32)> = reviewer_rating::Entity::find()
            .select_only()
            .columns([reviewer_rating::Column::AssignmentId, reviewer_rating::Column::Grade])
            .filter(reviewer_rating::Column::AssignmentId.is_in(ids.iter().copied()))
            .into_tuple()
            .all(database)
            .await?;
        self.grades.extend(grades.into_iter().map(|(id, grade)| (id, grade.unsigned_abs())));
        Ok(())
    }

    fn deed(&self, row: &ReviewRow) -> Deed {
        // A sheet counts while its assignment is accepted and not frozen.
        let counts = row.state == AssignmentState::Accepted && row.frozen_at.is_none();
        let sheet = self.sheets.get(&row.id).filter(|_| counts);
        let end = sheet.and_then(|sheet| self.ends.get(&sheet.1));
        Deed {
            assignment: row.id,
            round: row.round_id,
            nomination: row.nomination_id,
            expert: row.expert_id,
            state: row.state,
            invited_at: row.invited_at,
            submitted_at: sheet.and_then(|sheet| sheet.0),
            closes_at: end.map(|end| end.0),
            is_closed: end.is_some_and(|end| end.1),
            is_outlying: self.outlying.contains(&row.id),
            grade: self.grades.get(&row.id).copied(),
        }
    }
}

/// What became of the reviews that experts were told of.
pub(super) async fn deeds(database: &impl ConnectionTrait, of: Of) -> Result<Vec<Deed>, DbErr> {
    let rows = review_assignment::Entity::find()
        .filter(of.condition())
        .filter(review_assignment::Column::InvitedAt.is_not_null())
        .all(database)
        .await?;
    let ids: Vec<ReviewAssignmentId> = rows.iter().map(|row| row.id).collect();
    let beside = Beside::of(database, &ids).await?;
    let mut deeds: Vec<Deed> = rows.iter().map(|row| beside.deed(row)).collect();
    deeds.sort_by_key(|deed| deed.assignment);
    Ok(deeds)
}

fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

/// How the reviewers of a round stand, by the expert's key, as was computed when a phase closed or a sheet was rated.
///
/// # Errors
/// The records failing.
pub async fn standings(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<Standing>, DbErr> {
    let rows = reviewer_standing::Entity::find()
        .filter(reviewer_standing::Column::RoundId.eq(round))
        .all(database)
        .await?;
    let standing = |row: &reviewer_standing::Model| Standing {
        expert: row.expert_id,
        asked: count(row.asked),
        accepted: count(row.accepted),
        declined: count(row.declined),
        expired: count(row.expired),
        recused: count(row.recused),
        submitted: count(row.submitted),
        on_time: count(row.on_time),
        outliers: count(row.outliers),
        rated: count(row.rated),
        rated_sum: count(row.rated_sum),
    };
    let mut found: Vec<Standing> = rows.iter().map(standing).collect();
    found.sort_by_key(|one| one.expert);
    Ok(found)
}

fn standing_row(
    (round_id, computed_at): (RoundId, DateTime<Utc>),
    one: &Standing,
) -> reviewer_standing::ActiveModel {
    let small = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let row = reviewer_standing::Model {
        expert_id: one.expert,
        round_id,
        asked: small(one.asked),
        accepted: small(one.accepted),
        declined: small(one.declined),
        expired: small(one.expired),
        recused: small(one.recused),
        submitted: small(one.submitted),
        on_time: small(one.on_time),
        outliers: small(one.outliers),
        rated: small(one.rated),
        rated_sum: small(one.rated_sum),
        computed_at,
    };
    row.into_active_model().reset_all()
}

/// Brings the standings of a round in line with what its reviewers did. The caller records the deed behind it.
pub(in crate::reviews) async fn follow(
    tx: &WriteTx,
    round: RoundId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let standings = tally(&deeds(&**tx, Of::Round(round)).await?);
    reviewer_standing::Entity::delete_many()
        .filter(reviewer_standing::Column::RoundId.eq(round))
        .exec(&**tx)
        .await?;
    insert_all(&**tx, standings.iter().map(|one| standing_row((round, now), one)).collect()).await
}

/// As [`follow`], for one expert.
pub(super) async fn follow_one(
    tx: &WriteTx,
    (expert, round): (ExpertId, RoundId),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let deeds = deeds(&**tx, Of::Expert(expert)).await?;
    let standings = tally(deeds.iter().filter(|deed| deed.round == round));
    reviewer_standing::Entity::delete_many()
        .filter(reviewer_standing::Column::RoundId.eq(round))
        .filter(reviewer_standing::Column::ExpertId.eq(expert))
        .exec(&**tx)
        .await?;
    insert_all(&**tx, standings.iter().map(|one| standing_row((round, now), one)).collect()).await
}

/// Who these experts are.
pub(in crate::reviews) async fn named(
    database: &impl ConnectionTrait,
    ids: &[ExpertId],
) -> Result<BTreeMap<ExpertId, NamedExpert>, DbErr> {
    let mut found = BTreeMap::new();
    for some in ids.chunks(AT_ONCE) {
        let rows = expert::Entity::find()
            .filter(expert::Column::Id.is_in(some.iter().copied()))
            .all(database)
            .await?;
        found.extend(rows.into_iter().map(|row| {
            let named = NamedExpert {
                id: row.id.0,
                expert_id: row.code,
                name: row.name,
                unit: row.unit,
                title: row.title,
            };
            (row.id, named)
        }));
    }
    Ok(found)
}

/// The years of all rounds.
pub(super) async fn years(
    database: &impl ConnectionTrait,
) -> Result<BTreeMap<RoundId, i32>, DbErr> {
    let rows = round::Entity::find().all(database).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.year)).collect())
}

/// An assignment that nobody else rates until the transaction ends.
pub(super) async fn hold_review(
    database: &impl ConnectionTrait,
    id: ReviewAssignmentId,
) -> Result<Option<ReviewRow>, DbErr> {
    let query = review_assignment::Entity::find_by_id(id);
    let query = match database.get_database_backend() {
        // A write transaction of the embedded database is alone already.
        DatabaseBackend::Sqlite => query,
        _ => query.lock_exclusive(),
    };
    query.one(database).await
}

/// An assignment.
pub(super) async fn find_review(
    database: &impl ConnectionTrait,
    id: ReviewAssignmentId,
) -> Result<Option<ReviewRow>, DbErr> {
    review_assignment::Entity::find_by_id(id).one(database).await
}

/// Whether a sheet that was submitted stands on an assignment, and its phase is closed.
pub(super) async fn is_given(
    database: &impl ConnectionTrait,
    id: ReviewAssignmentId,
) -> Result<bool, DbErr> {
    let sheet = review_sheet::Entity::find()
        .filter(review_sheet::Column::AssignmentId.eq(id))
        .filter(review_sheet::Column::State.eq(SheetState::Submitted))
        .one(database)
        .await?;
    let Some(sheet) = sheet else { return Ok(false) };
    let phase = review_phase::Entity::find_by_id(sheet.phase_id).one(database).await?;
    Ok(phase.is_some_and(|phase| phase.state == ReviewPhaseState::Closed))
}

/// The ratings of assignments.
pub(super) async fn ratings(
    database: &impl ConnectionTrait,
    ids: &[ReviewAssignmentId],
) -> Result<BTreeMap<ReviewAssignmentId, RatingRow>, DbErr> {
    let mut found = BTreeMap::new();
    for some in ids.chunks(AT_ONCE) {
        let rows = reviewer_rating::Entity::find()
            .filter(reviewer_rating::Column::AssignmentId.is_in(some.iter().copied()))
            .all(database)
            .await?;
        found.extend(rows.into_iter().map(|row| (row.assignment_id, row)));
    }
    Ok(found)
}

/// Keeps a rating whose version is the one after what was seen; false when somebody was faster.
pub(super) async fn save_rating(
    database: &impl ConnectionTrait,
    row: RatingRow,
    seen: i64,
) -> Result<bool, DbErr> {
    let id = row.assignment_id;
    if seen == 0 {
        let stands = reviewer_rating::Entity::find_by_id(id).one(database).await?;
        if stands.is_some() {
            return Ok(false);
        }
        reviewer_rating::Entity::insert(row.into_active_model().reset_all())
            .exec_without_returning(database)
            .await?;
        return Ok(true);
    }
    let done = reviewer_rating::Entity::update_many()
        .set(row.into_active_model().reset_all())
        .filter(reviewer_rating::Column::AssignmentId.eq(id))
        .filter(reviewer_rating::Column::Version.eq(seen))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}
