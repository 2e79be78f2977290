//! What became of the objections to the nominations of a round, as far as their societies are told?

use std::collections::BTreeMap;

use entity::{
    ids::{NominationId, ObjectionId, RoundId},
    nomination, objection, objection_task,
    vocabulary::{ObjectionOutcome as Outcome, ObjectionParty, ObjectionState},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    sea_query::{Query, SelectStatement},
};

use super::states::is_final;

/// An objection as its society's track record counts it, without a word of who made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ObjectionCourse {
    /// The nomination.
    pub nomination: NominationId,
    /// Whether it was taken. One about conduct that was handed on is not told of before it is decided
    /// against the nomination.
    pub is_taken: bool,
    /// What became of it, once that is decided.
    pub outcome: Option<Outcome>,
    /// Whether the nominator answered all that was asked in time; none while something is open, or where
    /// nothing was asked.
    pub is_answered_in_time: Option<bool>,
}

/// The objections to the nominations of a round.
///
/// # Errors
/// The records failing.
pub async fn courses(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<ObjectionCourse>, DbErr> {
    let cases = objection::Entity::find()
        .filter(objection::Column::NominationId.in_subquery(nominations_of(round)))
        .order_by_asc(objection::Column::Number)
        .all(database)
        .await?;
    let mut asked = asked_of_nominators(database, round).await?;
    let course = |case: objection::Model| {
        let tasks = asked.remove(&case.id).unwrap_or_default();
        let outcome = case.outcome.filter(|_| case.state == ObjectionState::Decided);
        let is_against =
            matches!(outcome, Some(Outcome::Upheld | Outcome::Admitted | Outcome::Abandoned));
        ObjectionCourse {
            nomination: case.nomination_id,
            is_taken: case.summary.is_some() || is_against,
            outcome,
            is_answered_in_time: answered_in_time(&tasks, is_final(case.state)),
        }
    };
    Ok(cases.into_iter().map(course).collect())
}

fn nominations_of(round: RoundId) -> SelectStatement {
    Query::select()
        .column(nomination::Column::Id)
        .from(nomination::Entity)
        .cond_where(nomination::Column::RoundId.eq(round))
        .to_owned()
}

/// What was asked of nominators, by objection.
async fn asked_of_nominators(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<ObjectionId, Vec<objection_task::Model>>, DbErr> {
    let cases = Query::select()
        .column(objection::Column::Id)
        .from(objection::Entity)
        .cond_where(objection::Column::NominationId.in_subquery(nominations_of(round)))
        .to_owned();
    let rows = objection_task::Entity::find()
        .filter(objection_task::Column::ObjectionId.in_subquery(cases))
        .filter(objection_task::Column::Party.eq(ObjectionParty::Nominator))
        .all(database)
        .await?;
    let mut asked: BTreeMap<ObjectionId, Vec<objection_task::Model>> = BTreeMap::new();
    for row in rows {
        asked.entry(row.objection_id).or_default().push(row);
    }
    Ok(asked)
}

/// What was still open when the objection came to its end need not be answered any more.
fn answered_in_time(tasks: &[objection_task::Model], is_final: bool) -> Option<bool> {
    let is_open =
        |task: &&objection_task::Model| task.done_at.is_none() && task.lapsed_at.is_none();
    if !is_final && tasks.iter().any(|task| is_open(&task)) {
        return None;
    }
    let mut closed = tasks.iter().filter(|task| !is_open(task)).peekable();
    closed.peek()?;
    Some(closed.all(|task| task.lapsed_at.is_none()))
}
