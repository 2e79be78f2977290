//! How does a dossier come to be?

use entity::{
    ids::{DossierId, RoundId},
    vocabulary::NominationState,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{edit::DossierError, record::Dossier, stand_store::in_time, store};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit},
    awards, idempotency,
    nominations::forms::{self, Form},
    persistence::WriteTx,
    societies,
};

/// A dossier to begin.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewDossier {
    /// Code of the society.
    #[validate(length(min = 1, max = 100))]
    pub society_id: String,
    /// The form, such as `nat-1`.
    #[validate(length(min = 1, max = 60))]
    pub form_id: String,
}

/// Begins an empty dossier in the round of `year`.
///
/// # Errors
/// The actor does not write for the society, no such round or society, a form on which the round begins no
/// dossiers, a repeated request.
pub async fn create(
    app: &App,
    actor: &Actor,
    year: i32,
    new: NewDossier,
    key: Option<&idempotency::Key>,
) -> Result<DossierId, DossierError> {
    let tx = app.database.begin_write().await?;
    let id = begin(app, &tx, actor, (year, new, None), key).await?;
    tx.commit().await?;
    Ok(id)
}

/// Begins an empty dossier within a transaction; under `number` where it is one of the society's and free.
///
/// # Errors
/// As [`create`].
pub(super) async fn begin(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (year, new, number): (i32, NewDossier, Option<&str>),
    key: Option<&idempotency::Key>,
) -> Result<DossierId, DossierError> {
    let permit = permit(actor, Action::WriteNominations)?;
    if !permit.covers(&new.society_id) {
        return Err(DossierError::NotFound);
    }
    let now = app.clock.now();
    let round = awards::find_round(&**tx, year).await?.ok_or(DossierError::NotFound)?;
    let form = offered(tx, round.id, &new.form_id).await?;
    let registered = societies::all(&**tx).await?;
    if !registered.iter().any(|society| society.society_id == new.society_id) {
        return Err(DossierError::NotFound);
    }
    in_time(app, &**tx, round.id, (&new.society_id, None)).await?;
    let id: DossierId = app.ids.next();
    if let Some(key) = key
        && !idempotency::keep(&**tx, key, &id.to_string(), now).await?
    {
        return Err(DossierError::Repeated);
    }
    let dossier = Dossier {
        unlocked: Vec::new(),
        id,
        round: round.id,
        number: number.unwrap_or_default().to_owned(),
        society: new.society_id,
        form_id: form.id.clone(),
        form_digest: form.digest.clone(),
        title: String::new(),
        grade: None,
        state: NominationState::Draft,
        version: 1,
        created_by: actor.username.clone(),
        created_at: now,
        updated_at: now,
    };
    forms::keep(&**tx, app.ids, form).await?;
    store::insert(&**tx, &dossier, year).await?;
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: "nominations.create_dossier".to_owned(),
        subject: format!("dossier/{id}"),
        after_digest: Some(form.digest.clone()),
        ..audit::Entry::default()
    };
    audit::record(&**tx, now, entry).await?;
    Ok(id)
}

/// The form `id` by the text of it that the round was opened with.
async fn offered(tx: &WriteTx, round: RoundId, id: &str) -> Result<&'static Form, DossierError> {
    let all = forms::of_round(&**tx, round).await?;
    let found = all.iter().find(|form| form.id == id).copied();
    found.ok_or_else(|| DossierError::NoForm {
        form: id.to_owned(),
        offered: all.iter().map(|form| form.id.clone()).collect(),
    })
}
