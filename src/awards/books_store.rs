//! Which text of a book of rules is a round bound to? The one that stood when the first use was made of it.

use entity::{
    decision_book::{ActiveModel, Column, Entity},
    ids::RoundId,
    round,
    vocabulary::RoundState,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, TryInsertResult,
    sea_query::{Expr, OnConflict},
};

use super::store::rules_of;
use crate::{app::App, audit, persistence::WriteTx, shared::hex_sha256};

/// The text of the book of a room (`reviews`, `meetings`, `results`) that a round is bound to; none before its first
/// use.
///
/// # Errors
/// The records failing.
pub async fn book_text(
    database: &impl ConnectionTrait,
    round: RoundId,
    room: &str,
) -> Result<Option<String>, DbErr> {
    let row = Entity::find_by_id((round, room.to_owned())).one(database).await?;
    Ok(row.map(|row| row.content))
}

/// Binds a round to the text of a room's book, by version and content, and says which text counts from now on: the
/// one that was bound before, where there is one. The caller commits.
///
/// # Errors
/// The records failing; the rule set of the round names another version.
pub async fn bind_book(
    app: &App,
    tx: &WriteTx,
    (round, room): (RoundId, &str),
    (version, content): (&str, &str),
    by: &str,
) -> Result<String, DbErr> {
    if let Some(bound) = book_text(&**tx, round, room).await? {
        return Ok(bound);
    }
    let books = rules_of(&**tx, round).await?.map(|rules| rules.books).unwrap_or_default();
    if let Some(named) = books.of(room).filter(|named| *named != version) {
        let why =
            format!("年度用 {named}，程序为 {version} / the round names {named}, not {version}");
        return Err(DbErr::Custom(why));
    }
    let (now, digest) = (app.clock.now(), hex_sha256(content.as_bytes()));
    let row = ActiveModel {
        round_id: Set(round),
        room: Set(room.to_owned()),
        version: Set(version.to_owned()),
        digest: Set(digest.clone()),
        content: Set(content.to_owned()),
        bound_by: Set(by.to_owned()),
        bound_at: Set(now),
    };
    // Two first uses at one instant: whoever comes second is bound to what the other bound.
    let taken = OnConflict::columns([Column::RoundId, Column::Room]).do_nothing().to_owned();
    let inserted =
        Entity::insert(row).on_conflict(taken).try_insert().exec_without_returning(&**tx).await?;
    if !matches!(inserted, TryInsertResult::Inserted(1..)) {
        let bound = book_text(&**tx, round, room).await?;
        return bound.ok_or_else(|| DbErr::RecordNotFound(format!("decision_book/{round}/{room}")));
    }
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("{room}.bind_book"),
        subject: format!("decision_book/{round}/{room}"),
        after_digest: Some(digest),
        ..audit::Entry::default()
    };
    audit::record(&**tx, now, entry).await?;
    Ok(content.to_owned())
}

/// Says where a round stands. The caller records why, and commits.
///
/// # Errors
/// The records failing.
pub async fn set_round_state(tx: &WriteTx, id: RoundId, state: RoundState) -> Result<(), DbErr> {
    round::Entity::update_many()
        .col_expr(round::Column::State, Expr::value(state))
        .filter(round::Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map(|_| ())
}
