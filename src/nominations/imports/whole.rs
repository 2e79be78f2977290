//! How does a whole nomination come in by a workbook, and go out into one?

use entity::ids::DossierId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    draft::Note,
    origins::Origin,
    store,
    table::ImportError,
    workbook::{self, Workbook},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    idempotency,
    nominations::{
        dossier::{self, Content, DossierError, Edit, NewDossier},
        forms::Form,
    },
    persistence::WriteTx,
    shared::{Bilingual, random_token},
};

/// Something to know of a place of the workbook.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = WorkbookNote)]
pub struct WorkbookNote {
    /// The sheet.
    pub sheet: String,
    /// What there is to know.
    pub what: Bilingual,
}

/// A dossier that was made of a workbook.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct FiledDossier {
    /// Key.
    #[schema(value_type = String)]
    pub id: uuid::Uuid,
    /// Its number among the society's dossiers of the round.
    pub number: String,
    /// The form.
    pub form_id: String,
    /// Values that were written.
    pub values: usize,
    /// SHA-256 of what it says.
    pub digest: String,
    /// What there is to know.
    pub notes: Vec<WorkbookNote>,
}

/// Holds that `actor` writes for a society.
///
/// # Errors
/// He writes for nobody, or for others.
pub(super) fn may_write(actor: &Actor, society: &str) -> Result<(), DossierError> {
    let permit = permit(actor, Action::WriteNominations)?;
    if permit.covers(society) { Ok(()) } else { Err(DossierError::NotFound) }
}

/// Makes one dossier with everything that a workbook says, or nothing at all.
///
/// # Errors
/// Every fault of the workbook by sheet, row and column; the actor does not write for the society, no
/// such round or society, a form that the round does not have or has by another text, a repeated request.
pub async fn file_workbook(
    app: &App,
    actor: &Actor,
    (year, society): (i32, &str),
    (name, bytes): (&str, Vec<u8>),
    key: Option<&idempotency::Key>,
) -> Result<FiledDossier, ImportError> {
    // Before the file is looked at: whoever may not write learns nothing by sending one.
    may_write(actor, society)?;
    let Workbook { form, content, notes } = read(bytes).await?;
    let new = NewDossier { society_id: society.to_owned(), form_id: form.id.clone() };
    let tx = app.database.begin_write().await?;
    let id = dossier::begin_in(app, &tx, actor, (year, new, None), key).await?;
    let held = dossier::hold(app, &tx, actor, id).await?;
    held.goes_by(form)?;
    let (values, digest) = (content.0.len(), content.digest(form));
    write_all(app, &tx, actor, &held, (content, name)).await?;
    tx.commit().await?;
    Ok(FiledDossier {
        id: id.0,
        number: held.number,
        form_id: form.id.clone(),
        values,
        digest,
        notes: notes.into_iter().map(noted).collect(),
    })
}

/// Writes everything that a source called `name` says into a dossier that was just begun and is held, and
/// remembers where it came from.
///
/// # Errors
/// A value that the form cannot take, the records failing.
pub async fn write_all(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    held: &dossier::Reached,
    (content, name): (Content, &str),
) -> Result<(), ImportError> {
    let edit = |(address, value)| Edit { address, value: Some(value), seen: 0, base: Vec::new() };
    let edits: Vec<Edit> = content.0.into_iter().map(edit).collect();
    let told = Bilingual::new(format!("导入自“{name}”"), format!("imported from \"{name}\""));
    let origin = Origin { kind: "import", told };
    let cells = edits
        .iter()
        .filter(|edit| edit.value.as_ref().is_some_and(|value| value.list().is_empty()));
    let origins = cells.map(|edit| (edit.address.clone(), origin.clone())).collect();
    let place = (held.id, held.version, app.clock.now());
    store::remember(&**tx, app.ids, place, origins).await?;
    dossier::write(app, tx, actor, held, &edits).await?;
    Ok(())
}

fn noted((sheet, note): (String, Note)) -> WorkbookNote {
    WorkbookNote { sheet, what: note.what }
}

async fn read(bytes: Vec<u8>) -> Result<Workbook, ImportError> {
    let work = move || workbook::read(&bytes, &mut || random_token(9));
    let read = tokio::task::spawn_blocking(work).await;
    let read = read.map_err(|error| sea_orm::DbErr::Custom(error.to_string()))?;
    read.map_err(|faults| ImportError::Faults(faults.into_iter().map(Into::into).collect()))
}

/// A dossier as a workbook, with its number. Without a reason personal data are left out of it; with one
/// they are in it, and who asked and why is kept.
///
/// # Errors
/// No such dossier, or it is not the actor's to know.
pub(super) async fn export(
    app: &App,
    actor: &Actor,
    id: DossierId,
    reason: Option<&str>,
) -> Result<(String, Vec<u8>), ImportError> {
    let reached = dossier::reach(app, actor, id).await?;
    let mut content = dossier::said(app, app.database.reader(), &reached).await?.content;
    match reason {
        Some(reason) => dossier::record_sight(app, actor, &reached, reason).await?,
        None => content
            .0
            .retain(|address, _| address.of(reached.form).is_some_and(|field| !field.secret)),
    }
    Ok((reached.number, write(reached.form, content).await?))
}

/// The workbook of a form.
///
/// # Errors
/// The library refusing.
pub(super) async fn write(form: &'static Form, content: Content) -> Result<Vec<u8>, ImportError> {
    let written = tokio::task::spawn_blocking(move || workbook::write(form, &content)).await;
    let failed = |error: String| ImportError::from(sea_orm::DbErr::Custom(error));
    written.map_err(|error| failed(error.to_string()))?.map_err(|error| failed(error.to_string()))
}

/// What a dossier is that was filed by a request which came again.
///
/// # Errors
/// No such dossier, or it is not the actor's to know.
pub(super) async fn filed(
    app: &App,
    actor: &Actor,
    id: DossierId,
) -> Result<FiledDossier, ImportError> {
    let reached = dossier::reach(app, actor, id).await?;
    let content = dossier::said(app, app.database.reader(), &reached).await?.content;
    Ok(FiledDossier {
        id: id.0,
        number: reached.number,
        form_id: reached.form.id.clone(),
        values: content.0.len(),
        digest: content.digest(reached.form),
        notes: Vec::new(),
    })
}
