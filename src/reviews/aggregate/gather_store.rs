//! What is read of a phase to aggregate it, outside a transaction that writes or within one?

use entity::ids::NominationId;
use sea_orm::ConnectionTrait;

use super::{
    gather::Gathered,
    store::{self, PhaseRow},
};
use crate::{
    nominations,
    reviews::{ReviewError, book_of, sheets_of},
};

impl Gathered {
    /// Reads it.
    pub(super) async fn of(
        database: &impl ConnectionTrait,
        phase: PhaseRow,
    ) -> Result<Self, ReviewError> {
        let book = book_of(database, phase.round_id).await?;
        let items: Vec<NominationId> =
            store::items(database, phase.id).await?.into_iter().collect();
        let places = nominations::places(database, &items).await?;
        let sheets = sheets_of(database, phase.id).await?;
        Self::from_rows((phase, book), (places, sheets))
    }
}
