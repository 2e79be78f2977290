//! What does a reader of a round's nominations not see?

use entity::ids::RoundId;

use crate::{
    nominations::Veil,
    persistence::ReadTx,
    reviews::{ReviewError, book_of},
};

/// What the book of a round hides from who judges.
///
/// # Errors
/// The records failing; a book that cannot be read.
pub async fn veil_of(tx: &ReadTx, round: RoundId) -> Result<Veil, ReviewError> {
    Ok(Veil::of(&book_of(&**tx, round).await?.blind))
}
