//! How are many rows written at once without passing the limit on bound values?

use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, Iterable};

/// SQLite takes 32,766 bound values in a statement, PostgreSQL 65,535.
const BOUND_VALUES: usize = 30_000;

/// Inserts `rows`, as many in a statement as may be.
pub async fn insert_all<A>(database: &impl ConnectionTrait, rows: Vec<A>) -> Result<(), DbErr>
where
    A: ActiveModelTrait + Send,
{
    let columns = <A::Entity as EntityTrait>::Column::iter().count().max(1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<A> = rows.by_ref().take(BOUND_VALUES / columns).collect();
        <A::Entity as EntityTrait>::insert_many(chunk).exec_without_returning(database).await?;
    }
    Ok(())
}
