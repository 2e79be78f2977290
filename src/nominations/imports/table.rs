//! How does a source come into a table? First it is shown what would come; then a person takes it.

use std::collections::BTreeMap;

use entity::ids::DossierId;

use super::{
    draft::{Drafts, rows_of},
    origins::Origin,
    plan::{Carried, Manner, Mode, carry_out, plan},
    source, store,
    views::{OutcomeView, Place, PreviewView, RowView},
};
use crate::{
    app::App,
    authz::Actor,
    idempotency,
    nominations::{
        dossier::{self, Address, DossierError, Reached},
        forms::{Field, Kind},
    },
    persistence::WriteTx,
    shared::{Bilingual, random_token},
};

/// Random bytes in the name of a row.
const ROW_BYTES: usize = 9;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The dossier.
    #[error(transparent)]
    Dossier(#[from] DossierError),
    /// The form has no such table.
    #[error("提名书没有该表 / the form has no such table")]
    NoTable,
    /// The form has no table or section that could be filled from what is known.
    #[error("提名书没有该表或该章 / the form has no such table or section")]
    NoPlace,
    /// Faults of the source, by line and column.
    #[error("{} 处错误 / {} faults", .0.len(), .0.len())]
    Faults(Vec<Place>),
    /// What was to be taken is not there, or is not the actor's to see.
    #[error("没有该来源 / there is no such source")]
    NoSource,
}

impl From<sea_orm::DbErr> for ImportError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Dossier(error.into())
    }
}

/// What a person wants of a source.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// The table.
    pub(super) table: Address,
    /// What becomes of rows that stand.
    pub(super) mode: Mode,
    /// The version of the dossier that the preview looked at.
    pub(super) seen: i64,
    /// What the person calls the source.
    pub(super) name: String,
}

/// The table of the form at an address.
pub(super) fn table_at<'f>(
    dossier: &'f Reached,
    address: &Address,
) -> Result<&'f Field, ImportError> {
    let field = address.of(dossier.form).filter(|field| field.kind == Kind::Rows);
    field.ok_or(ImportError::NoTable)
}

/// Reads a source beside the server's own work, as it may take a while.
async fn read(field: &Field, bytes: Vec<u8>) -> Result<(&'static str, Drafts), ImportError> {
    let field = field.clone();
    let work = move || match source::read(&bytes) {
        Ok((kind, source)) => (kind, rows_of(&field, &source)),
        Err(fault) => ("unknown", Drafts { faults: vec![fault], ..Drafts::default() }),
    };
    let read = tokio::task::spawn_blocking(work).await;
    read.map_err(|error| sea_orm::DbErr::Custom(error.to_string()).into())
}

/// What would come into the table, and what stands in the way.
///
/// # Errors
/// No such dossier or table, or it is not the actor's to know.
pub(super) async fn preview(
    app: &App,
    actor: &Actor,
    id: DossierId,
    table: &Address,
    bytes: Vec<u8>,
) -> Result<PreviewView, ImportError> {
    let dossier = dossier::reach(app, actor, id).await?;
    let field = table_at(&dossier, table)?;
    let (kind, drafts) = read(field, bytes).await?;
    let said = dossier::said(app, app.database.reader(), &dossier).await?;
    let fingerprint = |bytes: &[u8]| app.sealer.fingerprint(bytes);
    let plan = plan((table, field), &drafts, &said.content, &fingerprint);
    Ok(PreviewView {
        kind,
        seen: dossier.version,
        columns: drafts.columns,
        rows: plan.rows.into_iter().map(|row| RowView::of(field, row)).collect(),
        faults: plan.faults,
        notes: plan.notes,
        other_sheets: drafts.other_sheets,
    })
}

/// Takes a source into a table, whole or not at all.
///
/// # Errors
/// The dossier is not the actor's or no draft, a fault of the source, a repeated request.
pub(super) async fn take(
    app: &App,
    actor: &Actor,
    id: DossierId,
    (wanted, bytes): (&Wanted, Vec<u8>),
    key: &idempotency::Key,
) -> Result<OutcomeView, ImportError> {
    let field = table_at(&dossier::reach(app, actor, id).await?, &wanted.table)?.clone();
    let (_, drafts) = read(&field, bytes).await?;
    let tx = app.database.begin_write().await?;
    let dossier = dossier::hold(app, &tx, actor, id).await?;
    let field = table_at(&dossier, &wanted.table)?;
    let said = dossier::said(app, &*tx, &dossier).await?;
    let fingerprint = |bytes: &[u8]| app.sealer.fingerprint(bytes);
    let plan = plan((&wanted.table, field), &drafts, &said.content, &fingerprint);
    if !plan.faults.is_empty() {
        return Err(ImportError::Faults(plan.faults.into_iter().map(Into::into).collect()));
    }
    let mut name = || random_token(ROW_BYTES);
    let carried = carry_out(
        &wanted.table,
        &plan,
        &said,
        &mut Manner { mode: wanted.mode, seen: wanted.seen, name: &mut name },
    );
    let (outcome, is_written) = write(app, &tx, actor, (&dossier, wanted), (carried, key)).await?;
    // Where nothing was written the version that was taken goes back with the transaction.
    if is_written {
        tx.commit().await?;
    }
    Ok(outcome)
}

async fn write(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (dossier, wanted): (&Reached, &Wanted),
    (carried, key): (Carried, &idempotency::Key),
) -> Result<(OutcomeView, bool), ImportError> {
    let now = app.clock.now();
    let done = dossier::write(app, tx, actor, dossier, &carried.edits).await?;
    let is_written = done.saved.values().any(|version| *version == dossier.version);
    let mut outcome = OutcomeView {
        version: dossier.version,
        saved_at: now,
        added: carried.added,
        changed: carried.changed,
        left: carried.left,
        met: done.met,
    };
    // Also where nothing was written: it may be because the same request wrote it before.
    let reply = serde_json::to_string(&outcome).unwrap_or_default();
    if !idempotency::keep(&**tx, key, &reply, now).await? {
        return Err(DossierError::Repeated.into());
    }
    if !is_written {
        outcome.version = dossier.version - 1;
        return Ok((outcome, false));
    }
    let written: BTreeMap<&String, &i64> =
        done.saved.iter().filter(|(_, version)| **version == dossier.version).collect();
    let origins: Vec<(Address, Origin)> = carried
        .lines
        .into_iter()
        .filter(|(address, _)| written.contains_key(&address.to_string()))
        .map(|(address, line)| (address, origin(&wanted.name, line)))
        .collect();
    store::remember(&**tx, app.ids, (dossier.id, dossier.version, now), origins).await?;
    Ok((outcome, true))
}

fn origin(name: &str, line: u64) -> Origin {
    let told = Bilingual::new(
        format!("导入自“{name}”第 {line} 行"),
        format!("imported from \"{name}\", line {line}"),
    );
    Origin { kind: "import", told }
}
