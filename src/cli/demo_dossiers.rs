//! How does the demonstration get dossiers that are being written? By the edits of its clerks.

use std::collections::BTreeMap;

use anyhow::Context as _;
use entity::{ids::AccountId, vocabulary::Role};
use serde::Deserialize;

use super::demo_attachments;
use crate::{
    app::App,
    authz::{Actor, Grant},
    nominations::dossier::{self, Address, Edit, NewDossier, Value},
};

const DATA: &str = include_str!("../../rules/demo/dossiers.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    dossier: Vec<DossierData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DossierData {
    society: String,
    form: String,
    #[serde(default)]
    has_files: bool,
    values: BTreeMap<Address, Value>,
}

/// Begins the dossiers of the round of `year` and writes what their clerks have so far.
///
/// # Errors
/// The records failing, or data that no form takes.
pub(super) async fn fill(app: &App, year: i32) -> anyhow::Result<()> {
    let data: Data = toml::from_str(DATA)?;
    for one in data.dossier {
        let clerk = Actor {
            account: AccountId(uuid::Uuid::nil()),
            username: "clerk".to_owned(),
            grants: vec![Grant {
                role: Role::SocietyClerk,
                society_code: Some(one.society.clone()),
            }],
        };
        let new = NewDossier { society_id: one.society, form_id: one.form };
        let form = new.form_id.clone();
        let id = dossier::create(app, &clerk, year, new, None).await?;
        let edit =
            |(address, value)| Edit { address, value: Some(value), seen: 0, base: Vec::new() };
        let edits: Vec<Edit> = one.values.into_iter().map(edit).collect();
        dossier::edit(app, &clerk, id, &edits, None)
            .await
            .with_context(|| format!("the dossier on {form}"))?;
        if one.has_files {
            demo_attachments::fill(app, &clerk, id).await?;
        }
    }
    Ok(())
}
