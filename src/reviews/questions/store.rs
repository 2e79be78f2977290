//! Where are questions kept?

use std::collections::BTreeMap;

use entity::{
    ids::{AccountId, NominationId, ReviewAssignmentId, ReviewQuestionId, RoundId},
    nomination, review_assignment, review_phase,
    review_question::{Column, Entity, Model},
    reviewer_account,
    vocabulary::{AssignmentState, ReviewQuestionState as State},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, DatabaseBackend, DbErr,
    EntityTrait as _, IntoActiveModel as _, JoinType, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
    sea_query::{Query, SelectStatement},
};

use crate::authz::{Scope, Wall};

/// A question as it is kept.
pub(super) type QuestionRow = Model;

/// States in which a society knows of a question.
const KNOWN: [State; 3] = [State::Sent, State::Answered, State::Released];

/// Writes a question down.
pub(super) async fn insert(database: &impl ConnectionTrait, row: QuestionRow) -> Result<(), DbErr> {
    let row = row.into_active_model().reset_all();
    Entity::insert(row).exec_without_returning(database).await.map(|_| ())
}

/// Keeps a question that is held, as it stands now.
pub(super) async fn save(database: &impl ConnectionTrait, row: &QuestionRow) -> Result<(), DbErr> {
    row.clone().into_active_model().reset_all().update(database).await.map(|_| ())
}

/// A question.
pub(super) async fn find(
    database: &impl ConnectionTrait,
    id: ReviewQuestionId,
) -> Result<Option<QuestionRow>, DbErr> {
    Entity::find_by_id(id).one(database).await
}

/// A question, held until the transaction ends where the database can.
pub(super) async fn hold(
    database: &impl ConnectionTrait,
    id: ReviewQuestionId,
) -> Result<Option<QuestionRow>, DbErr> {
    let query = Entity::find_by_id(id);
    let query = match database.get_database_backend() {
        // A write transaction of the embedded database is alone already.
        DatabaseBackend::Sqlite => query,
        _ => query.lock_exclusive(),
    };
    query.one(database).await
}

/// How many questions on a nomination count: those that were not refused or taken back.
pub(super) async fn count(database: &impl ConnectionTrait, id: NominationId) -> Result<u64, DbErr> {
    Entity::find()
        .filter(Column::NominationId.eq(id))
        .filter(Column::State.is_not_in([State::Refused, State::Withdrawn]))
        .count(database)
        .await
}

/// What a reviewer may read of the questions on a nomination: his own, and of the others what was passed on; in the
/// order in which they were asked.
pub(super) async fn for_reviewer(
    database: &impl ConnectionTrait,
    (nomination, own): (NominationId, ReviewAssignmentId),
) -> Result<Vec<QuestionRow>, DbErr> {
    let readable =
        Condition::any().add(Column::AssignmentId.eq(own)).add(Column::State.eq(State::Released));
    Entity::find()
        .filter(Column::NominationId.eq(nomination))
        .filter(readable)
        .order_by_asc(Column::Id)
        .all(database)
        .await
}

/// The phases of a round.
fn phases_of(round: RoundId) -> SelectStatement {
    Query::select()
        .column(review_phase::Column::Id)
        .from(review_phase::Entity)
        .and_where(review_phase::Column::RoundId.eq(round))
        .to_owned()
}

/// The questions of a round that no wall hides, the oldest first.
pub(super) async fn of_round(
    database: &impl ConnectionTrait,
    round: RoundId,
    wall: &Wall,
) -> Result<Vec<QuestionRow>, DbErr> {
    Entity::find()
        .filter(Column::PhaseId.in_subquery(phases_of(round)))
        .filter(Column::NominationId.is_not_in(wall.nominations().iter().copied()))
        .order_by_asc(Column::Id)
        .all(database)
        .await
}

/// The nominations of societies.
fn nominated_by(codes: &[String]) -> SelectStatement {
    Query::select()
        .column(nomination::Column::Id)
        .from(nomination::Entity)
        .and_where(nomination::Column::SocietyCode.is_in(codes.iter().cloned()))
        .to_owned()
}

/// What societies are asked, the oldest first.
pub(super) async fn of_societies(
    database: &impl ConnectionTrait,
    scope: &Scope,
) -> Result<Vec<QuestionRow>, DbErr> {
    let known = Entity::find().filter(Column::State.is_in(KNOWN));
    let known = match scope {
        Scope::All => known,
        Scope::Societies(codes) => {
            known.filter(Column::NominationId.in_subquery(nominated_by(codes)))
        }
    };
    known.order_by_asc(Column::Id).all(database).await
}

/// Whether a society knows of a question.
pub(super) fn is_known_to_society(row: &QuestionRow) -> bool {
    KNOWN.contains(&row.state)
}

/// The accounts of those who judge a nomination, with their assignments.
pub(super) async fn readers(
    database: &impl ConnectionTrait,
    id: NominationId,
) -> Result<BTreeMap<ReviewAssignmentId, AccountId>, DbErr> {
    let tie = review_assignment::Entity::belongs_to(reviewer_account::Entity)
        .from(review_assignment::Column::ExpertId)
        .to(reviewer_account::Column::ExpertId)
        .into();
    let rows: Vec<(ReviewAssignmentId, AccountId)> = review_assignment::Entity::find()
        .select_only()
        .column(review_assignment::Column::Id)
        .column(reviewer_account::Column::AccountId)
        .join(JoinType::InnerJoin, tie)
        .filter(review_assignment::Column::NominationId.eq(id))
        .filter(review_assignment::Column::State.eq(AssignmentState::Accepted))
        .filter(review_assignment::Column::FrozenAt.is_null())
        .into_tuple()
        .all(database)
        .await?;
    Ok(rows.into_iter().collect())
}
