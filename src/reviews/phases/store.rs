//! Where are phases kept, and which nominations are in them?

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    ids::{AccountId, NominationId, ReviewPhaseId, RoundId},
    nomination, redacted_copy, review_assignment, review_phase, review_phase_item, review_sheet,
    reviewer_account,
    vocabulary::{AssignmentState, NominationState, RedactionState, ReviewPhaseState, SheetState},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, DatabaseBackend, DbErr,
    EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, TryInsertResult,
    sea_query::{OnConflict, SelectStatement},
};

use crate::{authz::Wall, persistence::insert_all, reviews::model::Phase};

pub(super) use entity::{
    review_phase::Model as PhaseRow, review_phase_item::Model as PhaseItemRow,
};

/// How far a phase is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Nominations in it.
    pub(super) nominations: u64,
    /// Reviews that somebody was asked for, but for those that were taken back.
    pub(super) asked: u64,
    /// Reviews that were accepted and are not frozen.
    pub(super) accepted: u64,
    /// Sheets of those.
    pub(super) kept: u64,
    /// Sheets of those that were submitted.
    pub(super) submitted: u64,
}

/// A row as the other rooms know it.
fn phase(row: review_phase::Model) -> Phase {
    Phase {
        id: row.id,
        round: row.round_id,
        category: row.category,
        state: row.state,
        is_calibrated: row.is_calibrated,
        opens_at: row.opens_at,
        closes_at: row.closes_at,
        seed: row.seed,
        version: row.version,
    }
}

/// The phase of a category of a round; none where none is drafted.
///
/// # Errors
/// The records failing.
pub async fn phase_of(
    database: &impl ConnectionTrait,
    round: RoundId,
    category: &str,
) -> Result<Option<Phase>, DbErr> {
    let row = review_phase::Entity::find()
        .filter(review_phase::Column::RoundId.eq(round))
        .filter(review_phase::Column::Category.eq(category))
        .one(database)
        .await?;
    Ok(row.map(phase))
}

/// The phase of a category of a round, which nobody closes until the transaction ends; others may share it.
pub(in crate::reviews) async fn share(
    database: &impl ConnectionTrait,
    round: RoundId,
    category: &str,
) -> Result<Option<Phase>, DbErr> {
    let query = review_phase::Entity::find()
        .filter(review_phase::Column::RoundId.eq(round))
        .filter(review_phase::Column::Category.eq(category));
    let query = match database.get_database_backend() {
        // A write transaction of the embedded database is alone already.
        DatabaseBackend::Sqlite => query,
        _ => query.lock_shared(),
    };
    Ok(query.one(database).await?.map(phase))
}

/// The phases of rounds that were opened, whether they are over or not.
pub(in crate::reviews) async fn opened(
    database: &impl ConnectionTrait,
    rounds: &BTreeSet<RoundId>,
) -> Result<Vec<Phase>, DbErr> {
    let rows = review_phase::Entity::find()
        .filter(review_phase::Column::RoundId.is_in(rounds.iter().copied()))
        .filter(review_phase::Column::State.eq(ReviewPhaseState::Open))
        .order_by_asc(review_phase::Column::ClosesAt)
        .order_by_asc(review_phase::Column::Category)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(phase).collect())
}

/// The phases of a round, by category.
pub(super) async fn of_round(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<PhaseRow>, DbErr> {
    review_phase::Entity::find()
        .filter(review_phase::Column::RoundId.eq(round))
        .order_by_asc(review_phase::Column::Category)
        .all(database)
        .await
}

/// A phase.
pub(super) async fn find(
    database: &impl ConnectionTrait,
    id: ReviewPhaseId,
) -> Result<Option<PhaseRow>, DbErr> {
    review_phase::Entity::find_by_id(id).one(database).await
}

/// Where a phase stands.
pub(in crate::reviews) async fn state_of(
    database: &impl ConnectionTrait,
    id: ReviewPhaseId,
) -> Result<Option<ReviewPhaseState>, DbErr> {
    Ok(find(database, id).await?.map(|row| row.state))
}

/// A phase that nobody else changes, and in which nobody keeps a sheet, until the transaction ends.
pub(super) async fn hold(
    database: &impl ConnectionTrait,
    id: ReviewPhaseId,
) -> Result<Option<PhaseRow>, DbErr> {
    let query = review_phase::Entity::find_by_id(id);
    let query = match database.get_database_backend() {
        DatabaseBackend::Sqlite => query,
        _ => query.lock_exclusive(),
    };
    query.one(database).await
}

/// Writes a phase down; false where the category of the round has one.
pub(super) async fn insert(database: &impl ConnectionTrait, row: PhaseRow) -> Result<bool, DbErr> {
    let columns = [review_phase::Column::RoundId, review_phase::Column::Category];
    let done = review_phase::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(OnConflict::columns(columns).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    Ok(matches!(done, TryInsertResult::Inserted(1..)))
}

/// Keeps a phase that is held.
pub(super) async fn save(database: &impl ConnectionTrait, row: &mut PhaseRow) -> Result<(), DbErr> {
    row.version += 1;
    review_phase::Entity::update_many()
        .set(row.clone().into_active_model().reset_all())
        .filter(review_phase::Column::Id.eq(row.id))
        .exec(database)
        .await
        .map(|_| ())
}

/// Puts nominations into a phase.
pub(super) async fn insert_items(
    database: &impl ConnectionTrait,
    items: Vec<PhaseItemRow>,
) -> Result<(), DbErr> {
    insert_all(database, items.into_iter().map(|row| row.into_active_model().reset_all()).collect())
        .await
}

/// Notes that a nomination left a phase before its end.
pub(super) async fn leave(
    database: &impl ConnectionTrait,
    (phase, nomination): (ReviewPhaseId, NominationId),
    (now, why): (DateTime<Utc>, &str),
) -> Result<(), DbErr> {
    let Some(mut row) =
        review_phase_item::Entity::find_by_id((phase, nomination)).one(database).await?
    else {
        return Ok(());
    };
    row.left_at = Some(now);
    row.left_why = Some(why.to_owned());
    row.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// The keys of the nominations in a phase.
fn within(phase: ReviewPhaseId) -> SelectStatement {
    review_phase_item::Entity::find()
        .select_only()
        .column(review_phase_item::Column::NominationId)
        .filter(review_phase_item::Column::PhaseId.eq(phase))
        .filter(review_phase_item::Column::LeftAt.is_null())
        .into_query()
}

/// Reviews whose sheets count.
fn counting() -> Condition {
    Condition::all()
        .add(review_assignment::Column::State.eq(AssignmentState::Accepted))
        .add(review_assignment::Column::FrozenAt.is_null())
}

/// The keys of the reviews of a phase whose sheets count.
fn counting_in(phase: ReviewPhaseId) -> SelectStatement {
    review_assignment::Entity::find()
        .select_only()
        .column(review_assignment::Column::Id)
        .filter(review_assignment::Column::NominationId.in_subquery(within(phase)))
        .filter(counting())
        .into_query()
}

/// The keys of the reviews of a phase whose sheets are submitted.
fn submitted_in(phase: ReviewPhaseId) -> SelectStatement {
    review_sheet::Entity::find()
        .select_only()
        .column(review_sheet::Column::AssignmentId)
        .filter(review_sheet::Column::PhaseId.eq(phase))
        .filter(review_sheet::Column::State.eq(SheetState::Submitted))
        .into_query()
}

/// How far a phase is, as somebody sees it who is kept from some nominations: as if it had none of them.
pub(super) async fn counts(
    database: &impl ConnectionTrait,
    phase: ReviewPhaseId,
    wall: &Wall,
) -> Result<Counts, DbErr> {
    let hidden = || wall.nominations().iter().copied();
    let reviews = || {
        review_assignment::Entity::find()
            .filter(review_assignment::Column::NominationId.in_subquery(within(phase)))
            .filter(review_assignment::Column::NominationId.is_not_in(hidden()))
    };
    let sheets = |states: Vec<SheetState>| {
        review_sheet::Entity::find()
            .filter(review_sheet::Column::PhaseId.eq(phase))
            .filter(review_sheet::Column::AssignmentId.in_subquery(counting_in(phase)))
            .filter(review_sheet::Column::NominationId.is_not_in(hidden()))
            .filter(review_sheet::Column::State.is_in(states))
    };
    let asked = reviews()
        .filter(review_assignment::Column::InvitedAt.is_not_null())
        .filter(review_assignment::Column::State.ne(AssignmentState::Withdrawn));
    Ok(Counts {
        nominations: review_phase_item::Entity::find()
            .filter(review_phase_item::Column::PhaseId.eq(phase))
            .filter(review_phase_item::Column::LeftAt.is_null())
            .filter(review_phase_item::Column::NominationId.is_not_in(hidden()))
            .count(database)
            .await?,
        asked: asked.count(database).await?,
        accepted: reviews().filter(counting()).count(database).await?,
        kept: sheets(vec![SheetState::Draft, SheetState::Submitted]).count(database).await?,
        submitted: sheets(vec![SheetState::Submitted]).count(database).await?,
    })
}

/// What keeps a phase from being closed early: sheets that are not submitted, invitations that wait for an answer.
pub(super) async fn outstanding(
    database: &impl ConnectionTrait,
    phase: ReviewPhaseId,
) -> Result<(u64, u64), DbErr> {
    let reviews = || {
        review_assignment::Entity::find()
            .filter(review_assignment::Column::NominationId.in_subquery(within(phase)))
    };
    let unsent = reviews()
        .filter(counting())
        .filter(review_assignment::Column::Id.not_in_subquery(submitted_in(phase)))
        .count(database)
        .await?;
    let waiting = reviews()
        .filter(review_assignment::Column::State.eq(AssignmentState::Invited))
        .filter(review_assignment::Column::FrozenAt.is_null())
        .count(database)
        .await?;
    Ok((unsent, waiting))
}

/// The accounts of the reviewers of a phase who have sheets to submit.
pub(super) async fn owing(
    database: &impl ConnectionTrait,
    phase: ReviewPhaseId,
) -> Result<Vec<AccountId>, DbErr> {
    let experts = review_assignment::Entity::find()
        .select_only()
        .column(review_assignment::Column::ExpertId)
        .filter(review_assignment::Column::NominationId.in_subquery(within(phase)))
        .filter(counting())
        .filter(review_assignment::Column::Id.not_in_subquery(submitted_in(phase)))
        .into_query();
    reviewer_account::Entity::find()
        .select_only()
        .column(reviewer_account::Column::AccountId)
        .filter(reviewer_account::Column::ExpertId.in_subquery(experts))
        .order_by_asc(reviewer_account::Column::AccountId)
        .into_tuple()
        .all(database)
        .await
}

/// The phases whose time is over and that nobody has closed.
pub(super) async fn over(
    database: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Vec<ReviewPhaseId>, DbErr> {
    review_phase::Entity::find()
        .select_only()
        .column(review_phase::Column::Id)
        .filter(review_phase::Column::State.eq(ReviewPhaseState::Open))
        .filter(review_phase::Column::ClosesAt.lte(now))
        .order_by_asc(review_phase::Column::ClosesAt)
        .into_tuple()
        .all(database)
        .await
}

/// The keys of the phases in a state.
fn in_state(state: ReviewPhaseState) -> SelectStatement {
    review_phase::Entity::find()
        .select_only()
        .column(review_phase::Column::Id)
        .filter(review_phase::Column::State.eq(state))
        .into_query()
}

/// The keys of the nominations that are in their remote review.
fn under_review() -> SelectStatement {
    nomination::Entity::find()
        .select_only()
        .column(nomination::Column::Id)
        .filter(nomination::Column::State.eq(NominationState::NetworkReview))
        .into_query()
}

/// Nominations of closed phases that have yet to follow, so many at the most.
pub(super) async fn to_follow(
    database: &impl ConnectionTrait,
    most: u64,
) -> Result<Vec<NominationId>, DbErr> {
    review_phase_item::Entity::find()
        .select_only()
        .column(review_phase_item::Column::NominationId)
        .filter(review_phase_item::Column::LeftAt.is_null())
        .filter(review_phase_item::Column::PhaseId.in_subquery(in_state(ReviewPhaseState::Closed)))
        .filter(review_phase_item::Column::NominationId.in_subquery(under_review()))
        .order_by_asc(review_phase_item::Column::NominationId)
        .limit(most)
        .into_tuple()
        .all(database)
        .await
}

/// Nominations that went another way while their phase is open, so many at the most.
pub(super) async fn gone(
    database: &impl ConnectionTrait,
    most: u64,
) -> Result<Vec<(ReviewPhaseId, NominationId)>, DbErr> {
    let rows = review_phase_item::Entity::find()
        .filter(review_phase_item::Column::LeftAt.is_null())
        .filter(review_phase_item::Column::PhaseId.in_subquery(in_state(ReviewPhaseState::Open)))
        .filter(review_phase_item::Column::NominationId.not_in_subquery(under_review()))
        .limit(most)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| (row.phase_id, row.nomination_id)).collect())
}

/// Those of `ids` of which no copy without names is released.
pub(super) async fn without_copy(
    database: &impl ConnectionTrait,
    ids: &[NominationId],
) -> Result<BTreeSet<NominationId>, DbErr> {
    let mut missing: BTreeSet<NominationId> = ids.iter().copied().collect();
    for some in ids.chunks(5_000) {
        let rows: Vec<NominationId> = redacted_copy::Entity::find()
            .select_only()
            .column(redacted_copy::Column::NominationId)
            .filter(redacted_copy::Column::NominationId.is_in(some.iter().copied()))
            .filter(redacted_copy::Column::State.eq(RedactionState::Released))
            .into_tuple()
            .all(database)
            .await?;
        for id in rows {
            missing.remove(&id);
        }
    }
    Ok(missing)
}
