//! What does a room above the dossier read of it? All that is written, with the form it is bound to.

use entity::{
    ids::{DossierId, RoundId},
    vocabulary::NominationState,
};
use sea_orm::ConnectionTrait;

use super::{
    dossiers::find,
    forms::form_of,
    values::{StoreFault, standing},
};
use crate::{
    nominations::{dossier::content::Content, forms::Form},
    persistence::Sealer,
};

/// A dossier with its values in the clear: what of it is shown is the reader's to mask.
#[derive(Debug)]
pub(in crate::nominations) struct Whole {
    /// Key.
    pub(in crate::nominations) id: DossierId,
    /// Its round.
    pub(in crate::nominations) round: RoundId,
    /// Its number.
    pub(in crate::nominations) number: String,
    /// Code of the society.
    pub(in crate::nominations) society: String,
    /// State.
    pub(in crate::nominations) state: NominationState,
    /// The form that it is bound to.
    pub(in crate::nominations) form: &'static Form,
    /// The values.
    pub(in crate::nominations) content: Content,
}

/// A dossier, whole.
pub(in crate::nominations) async fn whole(
    database: &impl ConnectionTrait,
    sealer: &Sealer,
    id: DossierId,
) -> Result<Option<Whole>, StoreFault> {
    let Some(dossier) = find(database, id).await? else { return Ok(None) };
    let form = form_of(database, &dossier).await?;
    let values = standing(database, sealer, (id, form), None).await?;
    let values =
        values.into_iter().filter_map(|(address, now)| now.value.map(|value| (address, value)));
    Ok(Some(Whole {
        id,
        round: dossier.round,
        number: dossier.number,
        society: dossier.society,
        state: dossier.state,
        form,
        content: Content(values.collect()),
    }))
}
