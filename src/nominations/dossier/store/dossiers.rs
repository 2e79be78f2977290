//! The rows of dossiers.

use chrono::{DateTime, Utc};
use entity::{
    dossier::{Column, Entity, Model},
    dossier_unlock,
    ids::{DossierId, RoundId},
    vocabulary::NominationState,
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, TryInsertResult,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};

use super::super::{address::Address, record::Dossier};
use crate::{authz::Scope, shared::IdSource};

fn stored(row: Model) -> Dossier {
    Dossier {
        id: row.id,
        round: row.round_id,
        number: row.number,
        society: row.society_code,
        form_id: row.form_id,
        form_digest: row.form_digest,
        title: row.title,
        grade: row.grade,
        state: row.state,
        version: row.version,
        created_by: row.created_by,
        created_at: row.created_at,
        updated_at: row.updated_at,
        unlocked: Vec::new(),
    }
}

/// Writes a new dossier under its number where that is one of its society in the round of `year`, such as
/// `2027-D-B-12-03`, and free; else under the next one. Of two that are begun at once each gets its own.
pub(in super::super) async fn insert(
    database: &impl ConnectionTrait,
    dossier: &Dossier,
    year: i32,
) -> Result<(), DbErr> {
    let society = &dossier.society;
    let there = Entity::find()
        .filter(Column::RoundId.eq(dossier.round))
        .filter(Column::SocietyCode.eq(society))
        .count(database)
        .await?;
    let own = format!("{year}-{society}-");
    let wished = dossier.number.strip_prefix(&own).and_then(|place| place.parse::<u64>().ok());
    for place in wished.filter(|place| *place > 0).into_iter().chain((there + 1)..) {
        let row = Model {
            id: dossier.id,
            round_id: dossier.round,
            number: format!("{own}{place:02}"),
            society_code: society.clone(),
            form_id: dossier.form_id.clone(),
            form_digest: dossier.form_digest.clone(),
            title: dossier.title.clone(),
            grade: dossier.grade.clone(),
            state: dossier.state,
            version: dossier.version,
            created_by: dossier.created_by.clone(),
            created_at: dossier.created_at,
            updated_at: dossier.updated_at,
        };
        let taken = OnConflict::columns([Column::RoundId, Column::Number]).do_nothing().to_owned();
        let inserted = Entity::insert(row.into_active_model().reset_all())
            .on_conflict(taken)
            .try_insert()
            .exec_without_returning(database)
            .await?;
        if matches!(inserted, TryInsertResult::Inserted(1..)) {
            break;
        }
    }
    Ok(())
}

/// A dossier.
pub(in super::super) async fn find(
    database: &impl ConnectionTrait,
    id: DossierId,
) -> Result<Option<Dossier>, DbErr> {
    Ok(Entity::find_by_id(id).one(database).await?.map(stored))
}

/// The dossiers of a round within reach, by number.
pub(in super::super) async fn list(
    database: &impl ConnectionTrait,
    round: RoundId,
    scope: &Scope,
) -> Result<Vec<Dossier>, DbErr> {
    let mut query = Entity::find().filter(Column::RoundId.eq(round)).order_by_asc(Column::Number);
    if let Scope::Societies(codes) = scope {
        query = query.filter(Column::SocietyCode.is_in(codes.iter().cloned()));
    }
    Ok(query.all(database).await?.into_iter().map(stored).collect())
}

/// Takes the dossier one version on, so that no other writer touches it until the transaction ends.
pub(in super::super) async fn advance(
    database: &impl ConnectionTrait,
    id: DossierId,
    now: DateTime<Utc>,
) -> Result<Option<Dossier>, DbErr> {
    Entity::update_many()
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .exec(database)
        .await?;
    find(database, id).await
}

/// Sets what the list shows of a dossier.
pub(in super::super) async fn set_cover(
    database: &impl ConnectionTrait,
    id: DossierId,
    title: String,
    grade: Option<String>,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Title, Expr::value(title))
        .col_expr(Column::Grade, Expr::value(grade))
        .filter(Column::Id.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}

/// Moves a dossier into another state.
pub(in super::super) async fn set_state(
    database: &impl ConnectionTrait,
    id: DossierId,
    state: NominationState,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .filter(Column::Id.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}

/// The fields that are unlocked at `now`.
pub(in super::super) async fn unlocked(
    database: &impl ConnectionTrait,
    id: DossierId,
    now: DateTime<Utc>,
) -> Result<Vec<Address>, DbErr> {
    let rows = dossier_unlock::Entity::find()
        .filter(dossier_unlock::Column::DossierId.eq(id))
        .filter(dossier_unlock::Column::Until.gt(now))
        .order_by_asc(dossier_unlock::Column::Address)
        .all(database)
        .await?;
    Ok(rows.iter().filter_map(|row| row.address.parse().ok()).collect())
}

/// Unlocks these fields until an instant, and no others.
pub(in super::super) async fn unlock(
    database: &impl ConnectionTrait,
    ids: IdSource,
    id: DossierId,
    (addresses, until): (&[Address], DateTime<Utc>),
) -> Result<(), DbErr> {
    dossier_unlock::Entity::delete_many()
        .filter(dossier_unlock::Column::DossierId.eq(id))
        .exec(database)
        .await?;
    for address in addresses {
        let row = dossier_unlock::Model {
            id: ids.next(),
            dossier_id: id,
            address: address.to_string(),
            until,
        };
        row.into_active_model().reset_all().insert(database).await?;
    }
    Ok(())
}

/// Puts off when the fields of a dossier are locked again.
pub(in super::super) async fn keep_unlocked(
    database: &impl ConnectionTrait,
    id: DossierId,
    until: DateTime<Utc>,
) -> Result<(), DbErr> {
    dossier_unlock::Entity::update_many()
        .col_expr(dossier_unlock::Column::Until, Expr::value(until))
        .filter(dossier_unlock::Column::DossierId.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}
