//! Where are copies without names kept?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{NominationId, RoundId},
    nomination,
    redacted_copy::{Column, Entity, Model},
    vocabulary::{NominationState, RedactionState},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, DatabaseBackend, DbErr,
    EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

use super::kept::Redacted;
use crate::{authz::Wall, web::Paging};

/// Where nominations stand whose copies are made: accepted, and not judged yet.
const ON_THE_WAY: [NominationState; 7] = [
    NominationState::Accepted,
    NominationState::AcceptancePublicity,
    NominationState::ObjectionOpen,
    NominationState::ObjectionInvestigating,
    NominationState::ObjectionClear,
    NominationState::ObjectionResolved,
    NominationState::NetworkReview,
];

fn unreadable(error: &serde_json::Error) -> DbErr {
    DbErr::Custom(format!("redacted_copy: {error}"))
}

fn read(row: Model) -> Result<Redacted, DbErr> {
    Ok(Redacted {
        id: row.id,
        nomination: row.nomination_id,
        number: row.number,
        base: row.base_digest,
        spans: serde_json::from_value(row.spans).map_err(|error| unreadable(&error))?,
        files: serde_json::from_value(row.files).map_err(|error| unreadable(&error))?,
        state: row.state,
        made_by: row.made_by,
        made_at: row.made_at,
        checked_by: row.checked_by,
        checked_at: row.checked_at,
        version: row.version,
    })
}

fn written(copy: &Redacted) -> Result<Model, DbErr> {
    let copy = copy.clone();
    Ok(Model {
        id: copy.id,
        nomination_id: copy.nomination,
        number: copy.number,
        base_digest: copy.base,
        spans: serde_json::to_value(copy.spans).map_err(|error| unreadable(&error))?,
        files: serde_json::to_value(copy.files).map_err(|error| unreadable(&error))?,
        state: copy.state,
        made_by: copy.made_by,
        made_at: copy.made_at,
        checked_by: copy.checked_by,
        checked_at: copy.checked_at,
        version: copy.version,
    })
}

/// Writes a copy down.
pub(super) async fn insert(database: &impl ConnectionTrait, copy: &Redacted) -> Result<(), DbErr> {
    let row = written(copy)?.into_active_model().reset_all();
    Entity::insert(row).exec_without_returning(database).await.map(|_| ())
}

/// Keeps a copy that is held, as it stands now.
pub(super) async fn save(
    database: &impl ConnectionTrait,
    copy: &mut Redacted,
) -> Result<(), DbErr> {
    copy.version += 1;
    written(copy)?.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// A copy of a nomination by its number.
pub(super) async fn find(
    database: &impl ConnectionTrait,
    (nomination, number): (NominationId, i32),
) -> Result<Option<Redacted>, DbErr> {
    let query = Entity::find()
        .filter(Column::NominationId.eq(nomination))
        .filter(Column::Number.eq(number));
    query.one(database).await?.map(read).transpose()
}

/// A copy, held until the transaction ends where the database can.
pub(super) async fn hold(
    database: &impl ConnectionTrait,
    (nomination, number): (NominationId, i32),
) -> Result<Option<Redacted>, DbErr> {
    let query = Entity::find()
        .filter(Column::NominationId.eq(nomination))
        .filter(Column::Number.eq(number));
    let query = match database.get_database_backend() {
        // A write transaction of the embedded database is alone already.
        DatabaseBackend::Sqlite => query,
        _ => query.lock_exclusive(),
    };
    query.one(database).await?.map(read).transpose()
}

/// The newest copy of a nomination.
pub(super) async fn newest(
    database: &impl ConnectionTrait,
    nomination: NominationId,
) -> Result<Option<Redacted>, DbErr> {
    let query = Entity::find()
        .filter(Column::NominationId.eq(nomination))
        .order_by_desc(Column::Number)
        .limit(1);
    query.one(database).await?.map(read).transpose()
}

/// The copy of a nomination that readers are given: the newest that was released.
///
/// # Errors
/// The records failing.
pub(in crate::reviews) async fn released(
    database: &impl ConnectionTrait,
    nomination: NominationId,
) -> Result<Option<Redacted>, DbErr> {
    let query = Entity::find()
        .filter(Column::NominationId.eq(nomination))
        .filter(Column::State.eq(RedactionState::Released))
        .order_by_desc(Column::Number)
        .limit(1);
    query.one(database).await?.map(read).transpose()
}

/// A nomination with where its copies stand.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) id: NominationId,
    pub(super) number: String,
    pub(super) title: String,
    pub(super) category: String,
    /// Number and state of its newest copy.
    pub(super) newest: Option<(i32, RedactionState)>,
    /// Whether one was released.
    pub(super) is_released: bool,
}

fn wanted(round: RoundId, category: Option<&str>, wall: &Wall) -> Condition {
    Condition::all()
        .add(nomination::Column::RoundId.eq(round))
        .add(nomination::Column::State.is_in(ON_THE_WAY))
        .add(nomination::Column::Id.is_not_in(wall.nominations().iter().copied()))
        .add_option(category.map(|code| nomination::Column::Category.eq(code)))
}

/// A page of the nominations of a round whose copies are made, by number; how many there are, and how many have one
/// that was released.
pub(super) async fn list(
    database: &impl ConnectionTrait,
    (round, category): (RoundId, Option<&str>),
    wall: &Wall,
    paging: Paging,
) -> Result<(Vec<Listed>, u64, u64), DbErr> {
    let all = nomination::Entity::find().filter(wanted(round, category, wall));
    let total = all.clone().count(database).await?;
    let keys: Vec<NominationId> =
        all.clone().select_only().column(nomination::Column::Id).into_tuple().all(database).await?;
    let of_all = Standing::of(database, &keys).await?;
    let rows = all
        .order_by_asc(nomination::Column::Number)
        .order_by_asc(nomination::Column::Id)
        .offset(paging.offset)
        .limit(paging.limit)
        .all(database)
        .await?;
    let listed = rows.into_iter().map(|row| Listed {
        id: row.id,
        number: row.number,
        title: row.title,
        category: row.category.unwrap_or_default(),
        newest: of_all.newest.get(&row.id).copied(),
        is_released: of_all.released.contains(&row.id),
    });
    let released = u64::try_from(of_all.released.len()).unwrap_or(u64::MAX);
    Ok((listed.collect(), total, released))
}

/// Where the copies of nominations stand.
#[derive(Default)]
struct Standing {
    /// Number and state of the newest of each.
    newest: BTreeMap<NominationId, (i32, RedactionState)>,
    /// Those that have one that was released.
    released: BTreeSet<NominationId>,
}

impl Standing {
    async fn of(database: &impl ConnectionTrait, ids: &[NominationId]) -> Result<Self, DbErr> {
        /// Fewer than either database takes of bound values.
        const AT_ONCE: usize = 5_000;
        let mut found = Self::default();
        for some in ids.chunks(AT_ONCE) {
            let rows: Vec<(NominationId, i32, RedactionState)> = Entity::find()
                .select_only()
                .column(Column::NominationId)
                .column(Column::Number)
                .column(Column::State)
                .filter(Column::NominationId.is_in(some.iter().copied()))
                .order_by_asc(Column::Number)
                .into_tuple()
                .all(database)
                .await?;
            for (id, number, state) in rows {
                found.newest.insert(id, (number, state));
                if state == RedactionState::Released {
                    found.released.insert(id);
                }
            }
        }
        Ok(found)
    }
}
