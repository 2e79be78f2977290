//! When did something last happen after which conflicts may differ? By the audit chain, in which every deed stands
//! in the order in which it came to count.

use entity::audit_record::{Column, Entity};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

/// Deeds after which conflicts may differ, by what their action begins with.
const RELEVANT: [&str; 19] = [
    "experts.",
    "affiliations.",
    "publications.",
    "grants.",
    "patents.",
    "theses.",
    "units.",
    "nominations.",
    "people.",
    "papers.",
    "persons.",
    "matching.run",
    "assignments.",
    "examination.",
    "recusals.declare",
    "recusals.withdraw",
    "recusals.answer",
    "recusals.decide",
    "recusals.reverse",
];
/// Deeds of those rooms after which they do not.
const IRRELEVANT: [&str; 5] = [
    "nominations.edit_dossier",
    "nominations.create_dossier",
    "nominations.reveal",
    "assignments.freeze",
    "assignments.unfreeze",
];

/// The number of the last deed after which conflicts may differ, later than `sequence`.
///
/// # Errors
/// The records failing.
pub async fn last_deed_that_matters(
    database: &impl ConnectionTrait,
    sequence: i64,
) -> Result<Option<i64>, DbErr> {
    let begins = RELEVANT
        .iter()
        .fold(Condition::any(), |any, start| any.add(Column::Action.starts_with(*start)));
    Entity::find()
        .select_only()
        .column(Column::Sequence)
        .filter(Column::Sequence.gt(sequence))
        .filter(begins)
        .filter(Column::Action.is_not_in(IRRELEVANT))
        .order_by_desc(Column::Sequence)
        .into_tuple::<i64>()
        .one(database)
        .await
}
