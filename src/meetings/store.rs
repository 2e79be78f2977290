//! Which book of rules does a round go by?

use entity::ids::RoundId;
use sea_orm::ConnectionTrait;

use super::{
    MeetingError,
    book::{IN_FORCE, MeetingBook, in_force},
};
use crate::{app::App, awards, persistence::WriteTx};

/// Whose book it is.
const ROOM: &str = "meetings";

/// The book of a round: the text that it is bound to, or the one that ships before its first use.
///
/// # Errors
/// The records failing; a text that cannot be read.
pub async fn book_of(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<MeetingBook, MeetingError> {
    match awards::book_text(database, round, ROOM).await? {
        // What ships was read already.
        Some(text) if text != IN_FORCE => Ok(MeetingBook::parse(ROOM, &text)?),
        Some(_) | None => Ok(in_force()?.clone()),
    }
}

/// Binds a round to the book that ships, where it is bound to none, and returns the one that counts. The caller commits.
///
/// # Errors
/// As [`book_of`]; a rule set that names another version.
pub async fn bind_book(
    app: &App,
    tx: &WriteTx,
    round: RoundId,
    by: &str,
) -> Result<MeetingBook, MeetingError> {
    let version = &in_force()?.version;
    let text = awards::bind_book(app, tx, (round, ROOM), (version, IN_FORCE), by).await?;
    Ok(MeetingBook::parse(ROOM, &text)?)
}
