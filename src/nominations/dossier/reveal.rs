//! How does somebody see a personal datum whole? By saying why, which is kept.

use entity::ids::DossierId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{address::Address, content::Value, edit::DossierError, read, store};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit},
};

/// Which personal datum is to be shown, and why.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = DossierReveal)]
pub(super) struct Reveal {
    /// The field.
    #[schema(value_type = String)]
    pub address: Address,
    /// Why it is needed.
    #[validate(length(min = 4, max = 500))]
    pub reason: String,
}

/// The value of a personal datum whole. Who asked, for which field and why goes into the audit chain
/// before the value is told.
///
/// # Errors
/// The dossier is not the actor's, the field is no personal datum of it, the records failing.
pub(super) async fn reveal(
    app: &App,
    actor: &Actor,
    id: DossierId,
    asked: &Reveal,
) -> Result<Option<Value>, DossierError> {
    permit(actor, Action::WriteNominations)?;
    let (_, form) = read::found(app, actor, id).await?;
    if !asked.address.of(form).is_some_and(|field| field.secret) {
        return Err(DossierError::NotFound);
    }
    let tx = app.database.begin_write().await?;
    let only = [asked.address.clone()];
    let standing = store::standing(&*tx, &app.sealer, (id, form), Some(&only)).await?;
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: "nominations.reveal".to_owned(),
        subject: format!("dossier/{id}/{}", asked.address),
        reason: Some(asked.reason.clone()),
        ..audit::Entry::default()
    };
    audit::record(&*tx, app.clock.now(), entry).await?;
    tx.commit().await?;
    Ok(standing.into_values().next().and_then(|now| now.value))
}
