//! By which text of its form does a dossier go?

use sea_orm::{ConnectionTrait, DbErr};

use super::super::record::Dossier;
use crate::nominations::forms::{self, Form};

/// The form that `dossier` is bound to.
pub(in super::super) async fn form_of(
    database: &impl ConnectionTrait,
    dossier: &Dossier,
) -> Result<&'static Form, DbErr> {
    forms::kept(database, (&dossier.form_id, &dossier.form_digest)).await
}
