//! Which objections of a round are open, and what is asked of whom until when?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, ObjectionId, ObjectionTaskId, PublicityId, RoundId},
    nomination, objection, objection_task, publicity,
    vocabulary::{ObjectionParty, ObjectionState, PublicityKind},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

/// The states in which nothing more happens.
const FINAL: [ObjectionState; 3] =
    [ObjectionState::Refused, ObjectionState::Decided, ObjectionState::Withdrawn];

/// An open objection, without a word of who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenObjection {
    /// Its number.
    pub number: String,
    /// Number of the nomination.
    pub nomination: String,
    /// Code of the nominating society.
    pub society: Option<String>,
    /// Of which publicity it is.
    pub of: PublicityKind,
    /// What is asked and neither answered nor, but by the office, let pass; the next due first.
    pub tasks: Vec<TaskDue>,
}

/// Something that is asked of a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskDue {
    /// Key.
    pub id: ObjectionTaskId,
    /// Whose.
    pub party: ObjectionParty,
    /// `screen`, `investigate` or `answer`.
    pub task: String,
    /// First instant that is too late.
    pub due_at: DateTime<Utc>,
}

/// The open objections of a round with what is asked about them, by number.
///
/// # Errors
/// The records failing.
pub async fn open_in_round(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<OpenObjection>, DbErr> {
    let kinds: BTreeMap<PublicityId, PublicityKind> = publicity::Entity::find()
        .filter(publicity::Column::RoundId.eq(round))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.id, row.kind))
        .collect();
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let cases = objection::Entity::find()
        .filter(objection::Column::PublicityId.is_in(kinds.keys().copied()))
        .filter(objection::Column::State.is_not_in(FINAL))
        .order_by_asc(objection::Column::Number)
        .all(database)
        .await?;
    let named = named(database, cases.iter().map(|case| case.nomination_id)).await?;
    let mut tasks = tasks(database, cases.iter().map(|case| case.id)).await?;
    Ok(cases
        .into_iter()
        .filter_map(|case| {
            let (nomination, society) = named.get(&case.nomination_id)?.clone();
            Some(OpenObjection {
                number: case.number,
                nomination,
                society,
                of: *kinds.get(&case.publicity_id)?,
                tasks: tasks.remove(&case.id).unwrap_or_default(),
            })
        })
        .collect())
}

async fn named(
    database: &impl ConnectionTrait,
    ids: impl Iterator<Item = NominationId>,
) -> Result<BTreeMap<NominationId, (String, Option<String>)>, DbErr> {
    let rows =
        nomination::Entity::find().filter(nomination::Column::Id.is_in(ids)).all(database).await?;
    Ok(rows.into_iter().map(|row| (row.id, (row.number, row.society_code))).collect())
}

async fn tasks(
    database: &impl ConnectionTrait,
    ids: impl Iterator<Item = ObjectionId>,
) -> Result<BTreeMap<ObjectionId, Vec<TaskDue>>, DbErr> {
    let rows = objection_task::Entity::find()
        .filter(objection_task::Column::ObjectionId.is_in(ids))
        .filter(objection_task::Column::DoneAt.is_null())
        .order_by_asc(objection_task::Column::DueAt)
        .order_by_asc(objection_task::Column::Id)
        .all(database)
        .await?;
    let mut tasks: BTreeMap<ObjectionId, Vec<TaskDue>> = BTreeMap::new();
    // What the office let pass is still the office's to do.
    let waits = |row: &objection_task::Model| {
        row.lapsed_at.is_none() || row.party == ObjectionParty::Office
    };
    for row in rows.into_iter().filter(waits) {
        let one = TaskDue { id: row.id, party: row.party, task: row.task, due_at: row.due_at };
        tasks.entry(row.objection_id).or_default().push(one);
    }
    Ok(tasks)
}
