//! Where did the values of a dossier come from that nobody typed in it? Told until somebody changes them.

use std::collections::BTreeMap;

use entity::ids::DossierId;

use super::{store, table::ImportError, views::OriginView};
use crate::{
    app::App,
    authz::Actor,
    nominations::dossier::{self, Address},
    shared::Bilingual,
};

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// `import`, `dossier`, `nomination`, `unit`, `society`.
    pub(super) kind: &'static str,
    /// In words.
    pub(super) told: Bilingual,
}

/// The origins of the values that still stand as they came.
///
/// # Errors
/// No such dossier, or it is not the actor's to know.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    id: DossierId,
) -> Result<BTreeMap<String, OriginView>, ImportError> {
    let dossier = dossier::reach(app, actor, id).await?;
    let remembered = store::of_dossier(app.database.reader(), id).await?;
    if remembered.is_empty() {
        return Ok(BTreeMap::new());
    }
    let said = dossier::said(app, app.database.reader(), &dossier).await?;
    let still = remembered.into_iter().filter(|(address, origin)| {
        let address: Option<Address> = address.parse().ok();
        address.is_some_and(|address| {
            said.versions.get(&address) == Some(&origin.version)
                && said.content.get(&address).is_some()
        })
    });
    Ok(still
        .map(|(address, one)| (address, OriginView { kind: one.kind, told: one.told, at: one.at }))
        .collect())
}
