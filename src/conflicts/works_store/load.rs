//! Which funded projects, patents and theses are kept? Two queries, whatever their number.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    expert,
    ids::{ExpertId, NominationId, SharedWorkId},
    shared_work,
    shared_work_expert::{Column, Entity},
    vocabulary::WorkKind,
};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait as _, JoinType, QuerySelect as _};

use super::{super::works::Works, kept::Kept};

/// A work as it is kept, with the key of the nomination that names it.
#[derive(Clone, Debug)]
struct Found {
    kind: WorkKind,
    nomination: Option<NominationId>,
    kept: Kept,
}

/// Who of the pool had a part in which work, the author of a thesis apart.
#[derive(Clone, Debug, Default)]
struct Tied {
    experts: Vec<String>,
    student: Option<String>,
}

/// Every work, and the keys of all experts who had a part in one, by code.
async fn found(
    database: &impl ConnectionTrait,
) -> Result<(Vec<Found>, BTreeMap<String, ExpertId>), DbErr> {
    let relation =
        Entity::belongs_to(expert::Entity).from(Column::ExpertId).to(expert::Column::Id).into();
    let rows = Entity::find()
        .select_only()
        .columns([Column::WorkId, Column::ExpertId, Column::IsStudent])
        .column(expert::Column::Code)
        .join(JoinType::InnerJoin, relation)
        .into_tuple::<(SharedWorkId, ExpertId, bool, String)>()
        .all(database)
        .await?;
    let mut keys = BTreeMap::new();
    let mut tied: BTreeMap<SharedWorkId, Tied> = BTreeMap::new();
    for (work, expert, is_student, code) in rows {
        keys.insert(code.clone(), expert);
        let tied = tied.entry(work).or_default();
        if is_student {
            tied.student = Some(code);
        } else {
            tied.experts.push(code);
        }
    }
    let rows = shared_work::Entity::find().all(database).await?;
    let found = rows.into_iter().map(|row| {
        let tied = tied.remove(&row.id).unwrap_or_default();
        found_in(row, tied)
    });
    Ok((found.collect(), keys))
}

fn found_in(row: shared_work::Model, mut tied: Tied) -> Found {
    tied.experts.sort();
    let kept = Kept {
        code: row.code,
        nomination_id: None,
        title: row.title,
        names: row.names.0,
        expert_ids: tied.experts,
        student: row.student,
        student_id: tied.student,
        unit: row.unit,
        from: row.from_year,
        to: row.to_year,
    };
    Found { kind: row.kind, nomination: row.nomination_id, kept }
}

/// The works by number, each with the number of its nomination where it is known.
fn put_together(found: Vec<Found>, keys: &BTreeMap<String, NominationId>) -> Works {
    let numbers: BTreeMap<NominationId, &String> =
        keys.iter().map(|(number, id)| (*id, number)).collect();
    let named = |one: Found| {
        let number = one.nomination.and_then(|id| numbers.get(&id).copied()).cloned();
        (one.kind, Kept { nomination_id: number, ..one.kept })
    };
    let mut rows: Vec<(WorkKind, Kept)> = found.into_iter().map(named).collect();
    // The digest of a run must not hang on the order in which a database gives them.
    rows.sort();
    let mut works = Works::default();
    for (kind, kept) in rows {
        match kind {
            WorkKind::Grant => works.grants.push(kept.into()),
            WorkKind::Patent => works.patents.push(kept.into()),
            WorkKind::Thesis => works.theses.push(kept.into()),
        }
    }
    works
}

/// All works, and the keys of the experts who had a part in one, by code. A nomination that is not
/// among `keys` goes unnamed.
pub(in super::super) async fn kept_works(
    database: &impl ConnectionTrait,
    keys: &BTreeMap<String, NominationId>,
) -> Result<(Works, BTreeMap<String, ExpertId>), DbErr> {
    let (found, experts) = found(database).await?;
    Ok((put_together(found, keys), experts))
}

/// The works that no nomination names, or one of `keys`, as they were imported.
///
/// # Errors
/// The records failing.
pub async fn imported_works(
    database: &impl ConnectionTrait,
    keys: &BTreeMap<String, NominationId>,
) -> Result<Works, DbErr> {
    let (mut found, _) = found(database).await?;
    let known: BTreeSet<NominationId> = keys.values().copied().collect();
    found.retain(|one| one.nomination.is_none_or(|id| known.contains(&id)));
    Ok(put_together(found, keys))
}
