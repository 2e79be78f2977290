//! What do the forms of a round's dossiers mark as public, for whoever makes it public?

use std::collections::BTreeMap;

use entity::ids::{NominationId, RoundId};
use sea_orm::DbErr;

use super::{
    cover::Cover,
    publicity::{Publicity, publicity},
};
use crate::{
    app::App,
    authz::Scope,
    disciplines,
    nominations::dossier::{self, DossierError},
    persistence::ReadTx,
    societies,
};

/// What the forms of those `wanted` mark as public, by the nominations that the dossiers became. Those that
/// came by import have no form, and are not among them. Who may ask is the caller's to know.
///
/// # Errors
/// The records failing.
pub async fn made_public(
    app: &App,
    tx: &ReadTx,
    (round, year): (RoundId, i32),
    wanted: &(dyn Fn(NominationId) -> bool + Send + Sync),
) -> Result<BTreeMap<NominationId, Publicity>, DossierError> {
    let names = society_names(tx).await?;
    let mut found = BTreeMap::new();
    for one in dossier::of_round(&**tx, round, &Scope::All).await? {
        let id = NominationId(one.id.0);
        if !wanted(id) {
            continue;
        }
        let content = dossier::content(app, &**tx, &one).await?;
        let codes = content.disciplines(one.form);
        let cover = Cover {
            number: one.number.clone(),
            year,
            version: one.version,
            nominator: names.get(&one.society).unwrap_or(&one.society).clone(),
            disciplines: disciplines::names(&**tx, &codes).await?,
            ..Cover::default()
        };
        found.insert(id, publicity(one.form, &content, &cover));
    }
    Ok(found)
}

async fn society_names(tx: &ReadTx) -> Result<BTreeMap<String, String>, DbErr> {
    let all = societies::all(&**tx).await?;
    Ok(all.into_iter().map(|one| (one.society_id, one.name)).collect())
}
