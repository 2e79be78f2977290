//! What does the society know already that could stand in a row, or in the fields of a section? Its own
//! dossiers and nominations, and the public registers; each with where it came from. Another society's
//! material is never looked at.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::ids::DossierId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    fields::{self, Faults},
    filled::{Filled, Target},
    known::{self, Known},
    store,
    table::ImportError,
    whole::may_write,
    words::{beginning, plain},
};
use crate::{
    app::App,
    authz::Actor,
    idempotency,
    nominations::dossier::{
        self, Address, Content, DossierError, Edit, EditOutcome, Reached, Value,
    },
    shared::{Bilingual, random_token},
};

/// So many are shown.
const SHOWN: usize = 30;
/// So many characters are shown of a single field, in which whole papers may stand.
const SHOWN_CHARS: usize = 120;

/// A cell or a field as it is shown before it is taken.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PrefillCell)]
pub(super) struct CellView {
    /// The value; of a personal datum only its ends, of a long single field only its beginning.
    value: Value,
    /// Whether the value is masked; it is taken whole.
    is_masked: bool,
    /// What the form of this dossier would say against it in a single field, in which it may stand all the same.
    fault: Option<Bilingual>,
}

/// Something that could stand in a row, or in the fields of a section.
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
    /// Of a dossier, its version.
    version: Option<i64>,
    /// When it was written there.
    at: Option<DateTime<Utc>>,
    /// Its values by the code of the column or of the field.
    cells: BTreeMap<String, CellView>,
}

/// What is to be taken, and where to.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = PrefillChoice)]
pub struct Choice {
    /// The table of which a row is filled, or the section whose fields are.
    #[schema(value_type = String)]
    pub place: Filled,
    /// The row of the table; none for a new one.
    #[validate(length(min = 1, max = 32))]
    pub row: Option<String>,
    /// Name of the suggestion.
    #[validate(length(min = 1, max = 400))]
    pub suggestion: String,
    /// The columns, or the fields, that are taken.
    #[validate(length(min = 1, max = 100))]
    pub columns: Vec<String>,
    /// The version of the dossier that was last seen: what was changed after it is not written over.
    pub seen: i64,
}

/// A dossier into which `actor` may take what its society knows: who only reads it, to examine or to choose, is
/// told of nothing else of the society.
async fn reach(app: &App, actor: &Actor, id: DossierId) -> Result<Reached, ImportError> {
    let dossier = dossier::reach(app, actor, id).await?;
    may_write(actor, &dossier.society)?;
    Ok(dossier)
}

/// What could stand in a row of a table, or in the fields of a section, for the words of `q`.
///
/// # Errors
/// No such dossier, table or section, it is not the actor's to know, or not his to write in.
pub async fn suggest(
    app: &App,
    actor: &Actor,
    id: DossierId,
    place: &Filled,
    q: &str,
) -> Result<Vec<SuggestionView>, ImportError> {
    let dossier = reach(app, actor, id).await?;
    let target = place.within(dossier.form).ok_or(ImportError::NoPlace)?;
    let words: Vec<String> =
        q.split_whitespace().map(plain).filter(|word| !word.is_empty()).collect();
    let known = known(app, &dossier, target).await?;
    let found = known.into_iter().filter(|one| {
        let text = searched(target, one);
        words.iter().all(|word| text.contains(word))
    });
    let found: Vec<Known> = found.take(SHOWN).collect();
    let faults = match target {
        Target::Row(..) => vec![Faults::new(); found.len()],
        Target::Fields(section) => fields::faults(app, &dossier, section, &found).await?,
    };
    Ok(found.into_iter().zip(faults).map(|(one, faults)| shown(target, one, &faults)).collect())
}

/// Everything that the society may take, the newest first.
async fn known(
    app: &App,
    dossier: &Reached,
    target: Target<'_>,
) -> Result<Vec<Known>, ImportError> {
    match target {
        Target::Row(table, field) => known::known(app, dossier, (table, field)).await,
        Target::Fields(section) => fields::known(app, dossier, section).await,
    }
}

/// What is searched: never a personal datum, or its digits could be guessed one by one.
fn searched(target: Target<'_>, one: &Known) -> String {
    let open =
        one.cells.iter().filter(|(code, _)| target.field(code).is_some_and(|field| !field.secret));
    let texts: Vec<&str> = open.map(|(_, value)| value.text()).collect();
    plain(&format!("{} {} {}", one.title, one.aliases, texts.join(" ")))
}

fn shown(target: Target<'_>, one: Known, faults: &Faults) -> SuggestionView {
    let cells = one.cells.into_iter().map(|(code, value)| {
        let is_masked = target.field(&code).is_none_or(|field| field.secret);
        let value = match (target, value) {
            (_, value) if is_masked => dossier::mask(value),
            (Target::Fields(_), Value::Text(text)) => Value::Text(beginning(&text, SHOWN_CHARS)),
            (_, value) => value,
        };
        let fault = faults.get(&code).cloned();
        (code, CellView { value, is_masked, fault })
    });
    SuggestionView {
        id: one.id,
        title: one.title,
        kind: one.origin.kind,
        source: one.origin.told,
        round: one.round,
        version: one.version,
        at: one.at,
        cells: cells.collect(),
    }
}

/// Takes chosen columns of a suggestion into a row, or chosen fields into their section, as an edit of the
/// actor, and remembers where they came from. Personal data are copied here and never travel.
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
    let reached = reach(app, actor, id).await?;
    let target = choice.place.within(reached.form).ok_or(ImportError::NoPlace)?;
    let known = known(app, &reached, target).await?;
    let found = known.into_iter().find(|one| one.id == choice.suggestion);
    let found = found.ok_or(ImportError::NoSource)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let dossier = dossier::hold(app, &tx, actor, id).await?;
    let said = dossier::said(app, &*tx, &dossier).await?;
    let edits = edits(choice, target, &found, &said.content)?;
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
        let name = address.to_string();
        // The rows of a table in their order came from nowhere, and a list put together from two not from there.
        let is_taken = !is_table(target, address) && !outcome.merged.contains_key(&name);
        is_taken && outcome.saved.get(&name) == Some(&dossier.version)
    });
    let origins = written.map(|address| (address.clone(), found.origin.clone())).collect();
    store::remember(&*tx, app.ids, (id, dossier.version, now), origins).await?;
    tx.commit().await?;
    Ok(outcome)
}

fn is_table(target: Target<'_>, address: &Address) -> bool {
    matches!(target, Target::Row(table, _) if table == address)
}

fn edits(
    choice: &Choice,
    target: Target<'_>,
    found: &Known,
    content: &Content,
) -> Result<Vec<Edit>, ImportError> {
    let table = match target {
        Target::Row(table, _) => table,
        Target::Fields(section) if choice.row.is_none() => {
            return chosen(choice, found, |code| fields::at(section, code));
        }
        Target::Fields(_) => return Err(ImportError::NoSource),
    };
    let rows = content.get(table).map_or(&[][..], Value::list);
    let row = choice.row.clone().unwrap_or_else(|| random_token(9));
    let mut edits = chosen(choice, found, |code| table.cell(&row, code))?;
    if choice.row.is_none() {
        let mut all = rows.to_vec();
        all.push(row);
        let (address, value) = (table.clone(), Some(Value::List(all)));
        edits.push(Edit { address, value, seen: i64::MAX, base: rows.to_vec() });
    } else if !rows.contains(&row) {
        return Err(ImportError::NoSource);
    }
    Ok(edits)
}

/// An edit for each value that was chosen, once.
fn chosen(
    choice: &Choice,
    found: &Known,
    place: impl Fn(&str) -> Address,
) -> Result<Vec<Edit>, ImportError> {
    let mut edits: Vec<Edit> = Vec::new();
    for code in &choice.columns {
        let value = found.cells.get(code).cloned().ok_or(ImportError::NoSource)?;
        let address = place(code);
        if edits.iter().any(|edit| edit.address == address) {
            continue;
        }
        edits.push(Edit { address, value: Some(value), seen: choice.seen, base: Vec::new() });
    }
    Ok(edits)
}
