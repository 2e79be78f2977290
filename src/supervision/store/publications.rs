//! Where are disclosures and the library kept? Nothing that was published is ever deleted.

use chrono::{DateTime, Utc};
use entity::{
    disclosure,
    ids::{DisclosureId, LibraryEntryId, TaskbookId},
    library_entry,
    vocabulary::{DisclosureKind, LibraryKind},
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};

/// Who withdrew something, when and why.
#[derive(Clone, Debug)]
pub(in super::super) struct Withdrawal {
    pub(in super::super) by: String,
    pub(in super::super) at: DateTime<Utc>,
    pub(in super::super) reason: String,
}

fn withdrawal(
    by: Option<String>,
    at: Option<DateTime<Utc>>,
    reason: Option<String>,
) -> Option<Withdrawal> {
    Some(Withdrawal { by: by?, at: at?, reason: reason.unwrap_or_default() })
}

/// Something disclosed.
#[derive(Clone, Debug)]
pub(in super::super) struct Disclosure {
    pub(in super::super) id: DisclosureId,
    pub(in super::super) society: String,
    pub(in super::super) taskbook: Option<TaskbookId>,
    pub(in super::super) kind: DisclosureKind,
    pub(in super::super) title: String,
    pub(in super::super) title_en: Option<String>,
    pub(in super::super) body: String,
    pub(in super::super) link: Option<String>,
    pub(in super::super) published_by: String,
    pub(in super::super) published_at: DateTime<Utc>,
    pub(in super::super) withdrawal: Option<Withdrawal>,
}

fn stored(row: disclosure::Model) -> Disclosure {
    Disclosure {
        id: row.id,
        society: row.society_code,
        taskbook: row.taskbook_id,
        kind: row.kind,
        title: row.title,
        title_en: row.title_en,
        body: row.body,
        link: row.link,
        published_by: row.published_by,
        published_at: row.published_at,
        withdrawal: withdrawal(row.withdrawn_by, row.withdrawn_at, row.withdrawal_reason),
    }
}

/// Writes a disclosure down.
pub(in super::super) async fn insert_disclosure(
    database: &impl ConnectionTrait,
    one: Disclosure,
) -> Result<(), DbErr> {
    disclosure::ActiveModel {
        id: Set(one.id),
        society_code: Set(one.society),
        taskbook_id: Set(one.taskbook),
        kind: Set(one.kind),
        title: Set(one.title),
        title_en: Set(one.title_en),
        body: Set(one.body),
        link: Set(one.link),
        published_by: Set(one.published_by),
        published_at: Set(one.published_at),
        withdrawn_by: Set(None),
        withdrawn_at: Set(None),
        withdrawal_reason: Set(None),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// The disclosures of one society, or of all, newest first, withdrawn ones too.
pub(in super::super) async fn disclosures(
    database: &impl ConnectionTrait,
    society: Option<&str>,
) -> Result<Vec<Disclosure>, DbErr> {
    let mut query = disclosure::Entity::find()
        .order_by_desc(disclosure::Column::PublishedAt)
        .order_by_desc(disclosure::Column::Id);
    if let Some(code) = society {
        query = query.filter(disclosure::Column::SocietyCode.eq(code));
    }
    Ok(query.all(database).await?.into_iter().map(stored).collect())
}

/// A disclosure.
pub(in super::super) async fn find_disclosure(
    database: &impl ConnectionTrait,
    id: DisclosureId,
) -> Result<Option<Disclosure>, DbErr> {
    Ok(disclosure::Entity::find_by_id(id).one(database).await?.map(stored))
}

/// Marks a disclosure as withdrawn, once; says whether it stood until then.
pub(in super::super) async fn withdraw_disclosure(
    database: &impl ConnectionTrait,
    id: DisclosureId,
    why: &Withdrawal,
) -> Result<bool, DbErr> {
    use disclosure::Column;
    let done = disclosure::Entity::update_many()
        .col_expr(Column::WithdrawnBy, Expr::value(why.by.as_str()))
        .col_expr(Column::WithdrawnAt, Expr::value(why.at))
        .col_expr(Column::WithdrawalReason, Expr::value(why.reason.as_str()))
        .filter(Column::Id.eq(id))
        .filter(Column::WithdrawnAt.is_null())
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// An entry of the library.
#[derive(Clone, Debug)]
pub(in super::super) struct Entry {
    pub(in super::super) id: LibraryEntryId,
    pub(in super::super) kind: LibraryKind,
    pub(in super::super) title: String,
    pub(in super::super) title_en: Option<String>,
    pub(in super::super) body: String,
    pub(in super::super) society: Option<String>,
    pub(in super::super) published_by: String,
    pub(in super::super) published_at: DateTime<Utc>,
    pub(in super::super) withdrawal: Option<Withdrawal>,
}

fn entry(row: library_entry::Model) -> Entry {
    Entry {
        id: row.id,
        kind: row.kind,
        title: row.title,
        title_en: row.title_en,
        body: row.body,
        society: row.society_code,
        published_by: row.published_by,
        published_at: row.published_at,
        withdrawal: withdrawal(row.withdrawn_by, row.withdrawn_at, row.withdrawal_reason),
    }
}

/// Writes an entry down.
pub(in super::super) async fn insert_entry(
    database: &impl ConnectionTrait,
    one: Entry,
) -> Result<(), DbErr> {
    library_entry::ActiveModel {
        id: Set(one.id),
        kind: Set(one.kind),
        title: Set(one.title),
        title_en: Set(one.title_en),
        body: Set(one.body),
        society_code: Set(one.society),
        published_by: Set(one.published_by),
        published_at: Set(one.published_at),
        withdrawn_by: Set(None),
        withdrawn_at: Set(None),
        withdrawal_reason: Set(None),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// The library, newest first, withdrawn entries too.
pub(in super::super) async fn library(
    database: &impl ConnectionTrait,
) -> Result<Vec<Entry>, DbErr> {
    let rows = library_entry::Entity::find()
        .order_by_desc(library_entry::Column::PublishedAt)
        .order_by_desc(library_entry::Column::Id)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(entry).collect())
}

/// An entry of the library.
pub(in super::super) async fn find_entry(
    database: &impl ConnectionTrait,
    id: LibraryEntryId,
) -> Result<Option<Entry>, DbErr> {
    Ok(library_entry::Entity::find_by_id(id).one(database).await?.map(entry))
}

/// Marks an entry as withdrawn, once; says whether it stood until then.
pub(in super::super) async fn withdraw_entry(
    database: &impl ConnectionTrait,
    id: LibraryEntryId,
    why: &Withdrawal,
) -> Result<bool, DbErr> {
    use library_entry::Column;
    let done = library_entry::Entity::update_many()
        .col_expr(Column::WithdrawnBy, Expr::value(why.by.as_str()))
        .col_expr(Column::WithdrawnAt, Expr::value(why.at))
        .col_expr(Column::WithdrawalReason, Expr::value(why.reason.as_str()))
        .filter(Column::Id.eq(id))
        .filter(Column::WithdrawnAt.is_null())
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}
