//! Where does a submitted dossier become a nomination?

use entity::{
    ids::NominationId, nomination, nomination_paper, nomination_person, nomination_unit,
    vocabulary::NominationState,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, IntoActiveModel as _, QueryFilter as _, sea_query::Expr,
};

use super::{
    super::model::{Nomination, Paper, Person},
    intake::{Placing, apply_papers, apply_people, nomination_row},
};
use crate::{persistence::insert_all, shared::IdSource};

/// Writes a nomination under the key `id` with its people and papers. One that is there was withdrawn to
/// be replaced: what it said gives way.
pub(in super::super) async fn keep_submitted(
    database: &impl ConnectionTrait,
    ids: IdSource,
    (id, placing): (NominationId, Placing),
    (nomination, people, papers): (Nomination, &[Person], &[Paper]),
) -> Result<(), DbErr> {
    let known = nomination::Entity::find_by_id(id).one(database).await?;
    let is_there = known.is_some();
    let mut row = nomination_row(nomination, known.as_ref(), ids, placing);
    row.id = id;
    row.state = placing.state;
    row.version += i64::from(is_there);
    row.updated_at = placing.now;
    let row = row.into_active_model().reset_all();
    if is_there {
        row.update(database).await?;
        nomination_person::Entity::delete_many()
            .filter(nomination_person::Column::NominationId.eq(id))
            .exec(database)
            .await?;
        nomination_paper::Entity::delete_many()
            .filter(nomination_paper::Column::NominationId.eq(id))
            .exec(database)
            .await?;
    } else {
        nomination::Entity::insert(row).exec_without_returning(database).await?;
    }
    let round = Some(placing.round);
    apply_people(database, ids, round, people).await?;
    apply_papers(database, ids, round, papers).await?;
    Ok(())
}

/// Writes the units of a nomination in this order, in place of those of its completers; those stand where there
/// are no others.
pub(in super::super) async fn keep_units(
    database: &impl ConnectionTrait,
    ids: IdSource,
    id: NominationId,
    units: &[String],
) -> Result<(), DbErr> {
    if units.is_empty() {
        return Ok(());
    }
    nomination_unit::Entity::delete_many()
        .filter(nomination_unit::Column::NominationId.eq(id))
        .exec(database)
        .await?;
    let rows = (1..).zip(units).map(|(rank, name)| nomination_unit::ActiveModel {
        id: Set(ids.next()),
        nomination_id: Set(id),
        rank: Set(rank),
        name: Set(name.clone()),
    });
    insert_all(database, rows.collect()).await
}

/// Moves a nomination into another state.
pub(in super::super) async fn set_nomination_state(
    database: &impl ConnectionTrait,
    id: NominationId,
    (state, now): (NominationState, chrono::DateTime<chrono::Utc>),
) -> Result<(), DbErr> {
    use sea_orm::sea_query::ExprTrait as _;
    nomination::Entity::update_many()
        .col_expr(nomination::Column::State, Expr::value(state))
        .col_expr(nomination::Column::Version, Expr::col(nomination::Column::Version).add(1))
        .col_expr(nomination::Column::UpdatedAt, Expr::value(now))
        .filter(nomination::Column::Id.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}
