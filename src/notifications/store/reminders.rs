//! Where are reminders kept?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{ids::ReminderId, reminder};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::{Expr, ExprTrait as _},
};

use super::super::notice::Kind;

/// A reminder to be kept.
#[derive(Clone, Debug)]
pub(in super::super) struct NewReminder<'a> {
    pub(in super::super) id: ReminderId,
    pub(in super::super) subject: &'a str,
    pub(in super::super) kind: Kind,
    pub(in super::super) recipient: &'a str,
    pub(in super::super) to: (&'static str, String),
    pub(in super::super) facts: &'a BTreeMap<String, String>,
    pub(in super::super) link: Option<&'a str>,
    pub(in super::super) due_at: DateTime<Utc>,
    pub(in super::super) next_at: Option<DateTime<Utc>>,
    pub(in super::super) now: DateTime<Utc>,
}

/// A reminder whose time has come.
#[derive(Clone, Debug)]
pub(in super::super) struct Due {
    pub(in super::super) id: ReminderId,
    pub(in super::super) subject: String,
    pub(in super::super) kind: Option<Kind>,
    pub(in super::super) to: (String, String),
    pub(in super::super) facts: BTreeMap<String, String>,
    pub(in super::super) link: Option<String>,
    /// When it is due.
    pub(in super::super) at: DateTime<Utc>,
    pub(in super::super) next_at: DateTime<Utc>,
}

/// Keeps a reminder. One of the same kind about the same thing for the same recipient is moved to the new
/// instant, and runs again where it was stopped.
pub(in super::super) async fn keep_reminder(
    database: &impl ConnectionTrait,
    new: NewReminder<'_>,
) -> Result<(), DbErr> {
    use reminder::Column;
    let found = reminder::Entity::find()
        .filter(Column::Subject.eq(new.subject))
        .filter(Column::Kind.eq(new.kind.as_str()))
        .filter(Column::Recipient.eq(new.recipient))
        .one(database)
        .await?;
    let facts = serde_json::to_string(new.facts).unwrap_or_default();
    if let Some(found) = found {
        return reminder::Entity::update_many()
            .col_expr(Column::DueAt, Expr::value(new.due_at))
            .col_expr(Column::NextAt, Expr::value(new.next_at))
            .col_expr(Column::Facts, Expr::value(facts))
            .col_expr(Column::Link, Expr::value(new.link))
            .col_expr(Column::StoppedAt, Expr::value(None::<DateTime<Utc>>))
            .filter(Column::Id.eq(found.id))
            .exec(database)
            .await
            .map(|_| ());
    }
    let row = reminder::Model {
        id: new.id,
        subject: new.subject.to_owned(),
        kind: new.kind.as_str().to_owned(),
        recipient: new.recipient.to_owned(),
        to_kind: new.to.0.to_owned(),
        to_value: new.to.1,
        facts,
        link: new.link.map(str::to_owned),
        due_at: new.due_at,
        next_at: new.next_at,
        told: 0,
        stopped_at: None,
        created_at: new.now,
    };
    row.into_active_model().reset_all().insert(database).await.map(|_| ())
}

/// Reminders whose time has come, the oldest first: of one kind, or all but those that their room tells.
pub(in super::super) async fn due(
    database: &impl ConnectionTrait,
    kind: Option<Kind>,
    now: DateTime<Utc>,
    most: u64,
) -> Result<Vec<Due>, DbErr> {
    use reminder::Column;
    let of_kind = kind.map_or_else(
        || {
            let others = Kind::ALL.iter().filter(|kind| kind.is_told_by_room());
            Column::Kind.is_not_in(others.map(|kind| kind.as_str()))
        },
        |kind| Column::Kind.eq(kind.as_str()),
    );
    let rows = reminder::Entity::find()
        .filter(of_kind)
        .filter(Column::NextAt.lte(now))
        .filter(Column::StoppedAt.is_null())
        .order_by_asc(Column::NextAt)
        .order_by_asc(Column::Id)
        .limit(most)
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            Some(Due {
                id: row.id,
                subject: row.subject,
                kind: Kind::of_word(&row.kind),
                to: (row.to_kind, row.to_value),
                facts: serde_json::from_str(&row.facts).unwrap_or_default(),
                link: row.link,
                at: row.due_at,
                next_at: row.next_at?,
            })
        })
        .collect())
}

/// Sets a reminder to its next time, in the transaction that tells of it or passes over it; false when
/// another node was first, or it was stopped or moved.
pub(in super::super) async fn move_on(
    database: &impl ConnectionTrait,
    one: &Due,
    (next, is_told): (Option<DateTime<Utc>>, bool),
) -> Result<bool, DbErr> {
    use reminder::Column;
    let done = reminder::Entity::update_many()
        .col_expr(Column::NextAt, Expr::value(next))
        .col_expr(Column::Told, Expr::col(Column::Told).add(i32::from(is_told)))
        .filter(Column::Id.eq(one.id))
        .filter(Column::NextAt.eq(one.next_at))
        .filter(Column::StoppedAt.is_null())
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Stops the reminders about a thing, of one kind or of all; how many ran.
pub(in super::super) async fn stop(
    database: &impl ConnectionTrait,
    subject: &str,
    kind: Option<Kind>,
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    use reminder::Column;
    let mut query = reminder::Entity::update_many()
        .col_expr(Column::StoppedAt, Expr::value(now))
        .filter(Column::Subject.eq(subject))
        .filter(Column::StoppedAt.is_null());
    if let Some(kind) = kind {
        query = query.filter(Column::Kind.eq(kind.as_str()));
    }
    Ok(query.exec(database).await?.rows_affected)
}
