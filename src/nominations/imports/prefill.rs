//! What does the society know already that could stand in a row? Its own dossiers and nominations, and
//! the public registers; each with where it came from. Another society's material is never looked at.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::ids::DossierId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    known::{Known, known},
    store,
    table::{ImportError, table_at},
    words::plain,
};
use crate::{
    app::App,
    authz::Actor,
    idempotency,
    nominations::{
        dossier::{self, Address, DossierError, Edit, EditOutcome, Value},
        forms::Field,
    },
    shared::{Bilingual, random_token},
};

/// So many are shown.
const SHOWN: usize = 30;

/// A cell as it is shown before it is taken.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PrefillCell)]
pub(super) struct CellView {
    /// The value; of a personal datum only its ends.
    value: Value,
    /// Whether the value is masked; it is taken whole.
    is_masked: bool,
}

/// Something that could stand in a row.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PrefillSuggestion)]
pub struct SuggestionView {
    /// Its name, to ask for it.
    pub id: String,
    /// What it is called.
    title: String,
    /// `dossier`, `nomination`, `unit`, `society`.
    kind: &'static str,
    /// Where it comes from, in words.
    source: Bilingual,
    /// Year of the round that it comes from.
    round: Option<i32>,
    /// When it was written there.
    at: Option<DateTime<Utc>>,
    /// Its values by column.
    cells: BTreeMap<String, CellView>,
}

/// What is to be taken into which row.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = PrefillChoice)]
pub struct Choice {
    /// The table.
    #[schema(value_type = String)]
    pub table: Address,
    /// The row; none for a new one.
    #[validate(length(min = 1, max = 32))]
    pub row: Option<String>,
    /// Name of the suggestion.
    #[validate(length(min = 1, max = 400))]
    pub suggestion: String,
    /// The columns that are taken.
    #[validate(length(min = 1, max = 100))]
    pub columns: Vec<String>,
    /// The version of the dossier that was last seen: what was changed after it is not written over.
    pub seen: i64,
}

/// What could stand in a row of a table, for the words of `q`.
///
/// # Errors
/// No such dossier or table, or it is not the actor's to know.
pub async fn suggest(
    app: &App,
    actor: &Actor,
    id: DossierId,
    table: &Address,
    q: &str,
) -> Result<Vec<SuggestionView>, ImportError> {
    let dossier = dossier::reach(app, actor, id).await?;
    let field = table_at(&dossier, table)?;
    let words: Vec<String> =
        q.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect();
    let known = known(app, &dossier, table, field).await?;
    let found = known.into_iter().filter(|one| {
        let text = searched(field, one);
        words.iter().all(|word| text.contains(word))
    });
    Ok(found.take(SHOWN).map(|one| shown(field, one)).collect())
}

/// What is searched: never a personal datum, or its digits could be guessed one by one.
fn searched(field: &Field, one: &Known) -> String {
    let open = one
        .cells
        .iter()
        .filter(|(code, _)| field.column(code).is_some_and(|column| !column.secret));
    let texts: Vec<&str> = open.map(|(_, value)| value.text()).collect();
    plain(&format!("{} {} {}", one.title, one.aliases, texts.join(" ")))
}

fn shown(field: &Field, one: Known) -> SuggestionView {
    let cells = one.cells.into_iter().map(|(code, value)| {
        let is_masked = field.column(&code).is_none_or(|column| column.secret);
        let value = if is_masked { dossier::mask(value) } else { value };
        (code, CellView { value, is_masked })
    });
    SuggestionView {
        id: one.id,
        title: one.title,
        kind: one.origin.kind,
        source: one.origin.told,
        round: one.round,
        at: one.at,
        cells: cells.collect(),
    }
}

/// Takes chosen columns of a suggestion into a row, as an edit of the actor, and remembers where they
/// came from. Personal data are copied here and never travel.
///
/// # Errors
/// The dossier is not the actor's or no draft, there is no such suggestion, a repeated request.
pub async fn take(
    app: &App,
    actor: &Actor,
    id: DossierId,
    choice: &Choice,
    key: Option<&idempotency::Key>,
) -> Result<EditOutcome, ImportError> {
    let reached = dossier::reach(app, actor, id).await?;
    let field = table_at(&reached, &choice.table)?;
    let known = known(app, &reached, &choice.table, field).await?;
    let found = known.into_iter().find(|one| one.id == choice.suggestion);
    let found = found.ok_or(ImportError::NoSource)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let dossier = dossier::hold(app, &tx, actor, id).await?;
    let said = dossier::said(app, &*tx, &dossier).await?;
    let edits = edits(choice, &found, said.content.get(&choice.table).map_or(&[], Value::list))?;
    let mut outcome = dossier::write(app, &tx, actor, &dossier, &edits).await?;
    let reply = serde_json::to_string(&outcome).unwrap_or_default();
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &reply, now).await?
    {
        return Err(DossierError::Repeated.into());
    }
    if !outcome.saved.values().any(|version| *version == dossier.version) {
        // Nothing was written: the version that was taken is given back with the transaction.
        outcome.version = dossier.version - 1;
        return Ok(outcome);
    }
    let written = edits.iter().map(|edit| &edit.address).filter(|address| {
        address.row().is_some() && outcome.saved.get(&address.to_string()) == Some(&dossier.version)
    });
    let origins = written.map(|address| (address.clone(), found.origin.clone())).collect();
    store::remember(&*tx, app.ids, (id, dossier.version, now), origins).await?;
    tx.commit().await?;
    Ok(outcome)
}

fn edits(choice: &Choice, found: &Known, rows: &[String]) -> Result<Vec<Edit>, ImportError> {
    let row = choice.row.clone().unwrap_or_else(|| random_token(9));
    let mut edits = Vec::new();
    for code in &choice.columns {
        let value = found.cells.get(code).cloned().ok_or(ImportError::NoSource)?;
        let address = choice.table.cell(&row, code);
        if edits.iter().any(|edit: &Edit| edit.address == address) {
            continue;
        }
        edits.push(Edit { address, value: Some(value), seen: choice.seen, base: Vec::new() });
    }
    if choice.row.is_none() {
        let mut all = rows.to_vec();
        all.push(row);
        let (address, value) = (choice.table.clone(), Some(Value::List(all)));
        edits.push(Edit { address, value, seen: i64::MAX, base: rows.to_vec() });
    } else if !rows.contains(&row) {
        return Err(ImportError::NoSource);
    }
    Ok(edits)
}
