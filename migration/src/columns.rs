//! The few shapes of table and column that the steps are written in.

use sea_orm_migration::{prelude::*, schema::uuid};

/// A table with a uuid key `id`.
pub(crate) fn keyed_table(name: &'static str) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(name).col(uuid("id").primary_key());
    table.take()
}

/// A uuid column that points at `table.id`; the rows go with their owner.
pub(crate) fn owned_by(
    statement: &mut TableCreateStatement,
    column: &'static str,
    table: &'static str,
) {
    statement.col(uuid(column)).foreign_key(
        ForeignKey::create().from_col(column).to(table, "id").on_delete(ForeignKeyAction::Cascade),
    );
}

/// An index over `columns`, named after them.
pub(crate) fn index(
    table: &'static str,
    columns: &[&'static str],
    is_unique: bool,
) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("ix_{table}_{}", columns.join("_"))).table(table);
    for column in columns {
        index.col(*column);
    }
    if is_unique {
        index.unique();
    }
    index.take()
}

/// Drops `tables`, the youngest first.
pub(crate) async fn drop_tables(
    manager: &SchemaManager<'_>,
    tables: &[&'static str],
) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(Table::drop().table(*table).to_owned()).await?;
    }
    Ok(())
}
