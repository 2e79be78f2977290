//! How does the demonstration get dossiers that are being written? By the edits of its clerks.

use std::collections::BTreeMap;

use anyhow::Context as _;
use entity::{
    ids::{AccountId, DossierId},
    vocabulary::{NomineeReply, Role},
};
use serde::Deserialize;

use super::demo_attachments;
use crate::{
    app::App,
    authz::{Actor, Grant},
    nominations::{
        dossier::{self, Address, Edit, NewDossier, Value},
        imports::{self, Choice, Filled},
        people::{self, CONSENT, Opened, Reply},
    },
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
    /// Rows of the people who have confirmed; where there is one, the others were asked.
    #[serde(default)]
    confirmed: Vec<String>,
    #[serde(default)]
    has_files: bool,
    /// The table into which a row is taken from what is known already.
    prefilled: Option<Address>,
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
        if !one.confirmed.is_empty() {
            ask(app, &clerk, id, &one.confirmed).await?;
        }
        if one.has_files {
            demo_attachments::fill(app, &clerk, id).await?;
        }
        if let Some(table) = one.prefilled {
            prefill(app, &clerk, id, table).await?;
        }
    }
    Ok(())
}

/// Takes the first thing that is known already into a new row of a table.
async fn prefill(app: &App, clerk: &Actor, id: DossierId, table: Address) -> anyhow::Result<()> {
    let place = Filled::Row(table);
    let known = imports::suggest(app, clerk, id, &place, "").await?;
    let first = known.into_iter().next().context("nothing is known yet")?;
    let choice = Choice {
        place,
        row: None,
        suggestion: first.id,
        columns: vec!["name".to_owned(), "work_unit".to_owned()],
        seen: i64::MAX,
    };
    imports::take_suggestion(app, clerk, id, &choice, None).await?;
    Ok(())
}

/// Asks everybody of a dossier; those of `confirmed` open their links and confirm.
async fn ask(app: &App, clerk: &Actor, id: DossierId, confirmed: &[String]) -> anyhow::Result<()> {
    for link in people::issue(app, clerk, id, None, None).await? {
        let token = link.token.filter(|_| confirmed.contains(&link.row));
        let Some(token) = token else { continue };
        let Opened::Asks(page) = people::open(app, &token).await? else { continue };
        let reply = Reply {
            reply: NomineeReply::Confirmed,
            facts_digest: page.facts.digest,
            agreed: CONSENT.statements.iter().map(|one| one.code.clone()).collect(),
            identity: String::new(),
            signature: link.name,
            relations: Vec::new(),
            reason: String::new(),
        };
        people::answer(app, &token, &reply).await?;
    }
    Ok(())
}
