//! Where are marks kept?

use entity::{
    ids::{ReviewAssignmentId, ReviewMarkId},
    review_mark::{Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};

/// A mark as it is kept.
pub(super) type MarkRow = Model;

/// The marks of an assignment, document by document.
pub(super) async fn of_assignment(
    database: &impl ConnectionTrait,
    id: ReviewAssignmentId,
) -> Result<Vec<MarkRow>, DbErr> {
    Entity::find()
        .filter(Column::AssignmentId.eq(id))
        .order_by_asc(Column::Document)
        .order_by_asc(Column::Page)
        .order_by_asc(Column::Id)
        .all(database)
        .await
}

/// How many marks an assignment has.
pub(super) async fn count(
    database: &impl ConnectionTrait,
    id: ReviewAssignmentId,
) -> Result<u64, DbErr> {
    Entity::find().filter(Column::AssignmentId.eq(id)).count(database).await
}

/// A mark of an assignment.
pub(super) async fn find(
    database: &impl ConnectionTrait,
    (assignment, id): (ReviewAssignmentId, ReviewMarkId),
) -> Result<Option<MarkRow>, DbErr> {
    Entity::find_by_id(id).filter(Column::AssignmentId.eq(assignment)).one(database).await
}

/// Writes a mark down.
pub(super) async fn insert(database: &impl ConnectionTrait, row: MarkRow) -> Result<(), DbErr> {
    let row = row.into_active_model().reset_all();
    Entity::insert(row).exec_without_returning(database).await.map(|_| ())
}

/// Keeps a mark that was seen at a version; false where it was changed since.
pub(super) async fn save(
    database: &impl ConnectionTrait,
    row: &MarkRow,
    seen: i64,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::Document, Expr::value(row.document.clone()))
        .col_expr(Column::Page, Expr::value(row.page))
        .col_expr(Column::SealedText, Expr::value(row.sealed_text.clone()))
        .col_expr(Column::Color, Expr::value(row.color.clone()))
        .col_expr(Column::SavedAt, Expr::value(row.saved_at))
        .col_expr(Column::Version, Expr::value(row.version))
        .filter(Column::Id.eq(row.id))
        .filter(Column::Version.eq(seen))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Takes a mark out that was seen at a version; false where it was changed since.
pub(super) async fn remove(
    database: &impl ConnectionTrait,
    (id, seen): (ReviewMarkId, i64),
) -> Result<bool, DbErr> {
    let done = Entity::delete_many()
        .filter(Column::Id.eq(id))
        .filter(Column::Version.eq(seen))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}
