//! By which book of rules are the nominations of a round checked, whatever this release ships?

use std::{
    collections::BTreeMap,
    sync::{LazyLock, RwLock},
};

use entity::{
    ids::RoundId,
    round_rule_book::{ActiveModel, Column, Entity},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait as _, QuerySelect as _};

use super::rule_book::{RuleBook, RuleBookError, in_force, texts};
use crate::awards::{self, ChecksRule};

/// Books by digest as rounds turn their rules: a handful, kept for the life of the process.
static TURNED: LazyLock<RwLock<BTreeMap<(String, ChecksRule), &'static RuleBook>>> =
    LazyLock::new(RwLock::default);

fn unread(error: &RuleBookError) -> DbErr {
    DbErr::Custom(error.to_string())
}

fn shipped() -> Result<&'static RuleBook, DbErr> {
    in_force().ok_or_else(|| DbErr::Custom("rules/checks: 无法读取 / cannot be read".to_owned()))
}

/// Binds a round that is being opened to the book that ships.
pub(in crate::nominations) async fn pin(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<(), DbErr> {
    let book = shipped()?;
    let row = ActiveModel {
        round_id: Set(round),
        version: Set(book.version.clone()),
        digest: Set(book.digest.clone()),
        content: Set(texts()),
    };
    Entity::insert(row).exec_without_returning(database).await.map(|_| ())
}

/// The book of rules of a round, as its rule set turns them: the one that it was opened with, or the one that
/// ships where it is bound to none.
///
/// # Errors
/// The records failing; a book that cannot be read, or a rule set that turns a rule which it does not have.
pub async fn of_round(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<&'static RuleBook, DbErr> {
    let shipped = shipped()?;
    let switches = awards::rules_of(database, round).await?.map(|rules| rules.checks);
    let digest: Option<String> = Entity::find_by_id(round)
        .select_only()
        .column(Column::Digest)
        .into_tuple()
        .one(database)
        .await?;
    let key = (digest.unwrap_or_else(|| shipped.digest.clone()), switches.unwrap_or_default());
    let known = TURNED.read().ok().and_then(|turned| turned.get(&key).copied());
    if let Some(book) = known {
        return Ok(book);
    }
    let book = if key.0 == shipped.digest {
        shipped.clone()
    } else {
        let row = Entity::find_by_id(round).one(database).await?;
        let content = row.map(|row| row.content).unwrap_or_default();
        RuleBook::kept(&content).map_err(|error| unread(&error))?
    };
    let book = book.turned(&key.1).map_err(|error| unread(&error))?;
    let book: &'static RuleBook = Box::leak(Box::new(book));
    if let Ok(mut turned) = TURNED.write() {
        turned.insert(key, book);
    }
    Ok(book)
}
