//! How are the documents of a dossier put together for somebody who may read it?

use std::collections::BTreeMap;

use entity::{ids::DossierId, vocabulary::NominationState};
use uuid::Uuid;

use super::{
    bundle::{BundleFile, bundle_pdf},
    cover::{Cover, Kind},
    lists::{self, Line},
    print::form_pdf,
    publicity::{Publicity, publicity, publicity_pdf},
    store::{self, HandedIn},
};
use crate::{
    app::App,
    authz::Actor,
    awards, disciplines,
    exchange::{
        self, Format, FurtherColumn, Style,
        pdf::{Inside, PdfError, PressError},
    },
    nominations::{
        attachments::{self, Attachment},
        dossier::{self, DossierError, Loaded},
    },
    societies,
};

/// No document came to be.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The dossier.
    #[error(transparent)]
    Dossier(#[from] DossierError),
    /// The press.
    #[error(transparent)]
    Press(#[from] PressError),
    /// A list has no such column.
    #[error("没有该列 / there is no such column: {0}")]
    NoColumn(String),
    /// A list could not be written.
    #[error("无法生成清单 / the list cannot be written: {0}")]
    List(String),
}

impl From<sea_orm::DbErr> for OutputError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Dossier(error.into())
    }
}

/// A dossier with all that its documents are made from.
#[derive(Debug)]
pub(super) struct Sources {
    loaded: Loaded,
    cover: Cover,
    /// The attachments without what they hold: number, name, kind, digest of the bytes.
    files: Vec<Listed>,
}

/// An attachment in the list of a dossier.
#[derive(Clone, Debug)]
struct Listed {
    number: u32,
    name: String,
    media_type: String,
    digest: String,
    /// Why it is not to be opened.
    fault: Option<String>,
}

/// An attachment, without what it holds. One with a fault is not opened: its reader may not survive it.
fn listed(one: Attachment) -> Listed {
    let fault = one.verdicts.into_iter().find(|verdict| verdict.is_fault);
    Listed {
        number: one.number,
        name: one.name,
        media_type: one.media_type,
        digest: one.digest,
        fault: fault.map(|verdict| verdict.what.zh),
    }
}

/// Loads the dossier `id` for documents in which personal data are masked.
///
/// # Errors
/// No such dossier, or it is not the actor's to know; the records failing.
pub(super) async fn sources(
    app: &App,
    actor: &Actor,
    id: DossierId,
) -> Result<Sources, OutputError> {
    sources_of(app, dossier::load(app, actor, id).await?).await
}

/// The documents of the candidate of a society's selection, as the expert of a personal link reads them: the form with its
/// attachments, personal data masked. Whoever calls it has asked whether he may.
///
/// # Errors
/// No such dossier, it cannot be made, the records failing.
pub async fn candidate_pdf(app: &App, id: DossierId) -> Result<(String, Vec<u8>), OutputError> {
    let inside = app.press.enter()?;
    let sources = sources_of(app, dossier::load_known(app, id).await?).await?;
    let name = format!("{}.pdf", sources.number());
    Ok((name, sources.pdf(app, inside, Kind::Bundle).await?))
}

async fn sources_of(app: &App, loaded: Loaded) -> Result<Sources, OutputError> {
    let database = app.database.reader();
    let society = societies::all(database).await?;
    let society = society.into_iter().find(|one| one.society_id == loaded.society);
    let rounds = awards::list_rounds(database).await?;
    let codes = loaded.content.disciplines(loaded.form);
    let handed_in = as_handed_in(app, &loaded).await?;
    let files = attachments::of_dossier(database, loaded.id).await?;
    let files: Vec<Listed> = files.into_iter().map(listed).collect();
    let cover = Cover {
        number: loaded.number.clone(),
        year: rounds.iter().find(|one| one.id == loaded.round).map_or(0, |round| round.year),
        version: handed_in.as_ref().map_or(loaded.version, |one| one.version),
        nominator: society.map_or_else(|| loaded.society.clone(), |society| society.name),
        submitted_at: handed_in.as_ref().map(|one| one.at),
        digest: handed_in.map_or_else(|| loaded.content.digest(loaded.form), |one| one.digest),
        is_whole: false,
        disciplines: disciplines::names(database, &codes).await?,
        files: files.iter().map(|file| (file.number.to_string(), file.name.clone())).collect(),
        seat: None,
    };
    Ok(Sources { loaded, cover, files })
}

/// What the newest receipt states, where the dossier stands as it was handed in. What a correction changes was
/// not, and is a draft until it is handed in again.
async fn as_handed_in(app: &App, loaded: &Loaded) -> Result<Option<HandedIn>, OutputError> {
    if is_draft(loaded.state) {
        return Ok(None);
    }
    let database = app.database.reader();
    let Some(one) = store::handed_in(database, loaded.id).await? else { return Ok(None) };
    let is_changed = loaded.written > one.version
        || attachments::is_changed_since(database, loaded.id, one.at).await?;
    Ok((!is_changed).then_some(one))
}

/// Whether the dossier has not left its society yet.
fn is_draft(state: NominationState) -> bool {
    matches!(
        state,
        NominationState::Draft
            | NominationState::InternalReview
            | NominationState::InternalPublicity
            | NominationState::CouncilApproved
            | NominationState::Recommended
            | NominationState::ReturnAsked
    )
}

impl Sources {
    /// Number of the dossier.
    pub(super) fn number(&self) -> &str {
        &self.cover.number
    }

    /// The digest of what a document of this kind is made from: the name of exactly these bytes.
    pub(super) fn key(&self, kind: Kind) -> String {
        let key = self.cover.key(kind, self.loaded.form);
        match kind {
            Kind::Form | Kind::Publicity => key,
            Kind::Bundle => {
                let digests = self.files.iter().flat_map(|file| {
                    [file.digest.as_str(), file.fault.as_deref().unwrap_or_default()]
                });
                let of_all: Vec<&str> = std::iter::once(key.as_str()).chain(digests).collect();
                crate::shared::hex_sha256(of_all.join(" ").as_bytes())
            }
        }
    }

    /// What is made public of it.
    pub(super) fn publicity(&self) -> Publicity {
        publicity(self.loaded.form, &self.loaded.content, &self.cover)
    }

    /// The document of a kind, as a PDF file.
    ///
    /// # Errors
    /// It cannot be made, an attachment cannot be read.
    pub(super) async fn pdf(
        self,
        app: &App,
        inside: Inside,
        kind: Kind,
    ) -> Result<Vec<u8>, OutputError> {
        let key = self.key(kind);
        let files = if kind == Kind::Bundle { self.bytes(app).await? } else { Vec::new() };
        let Self { loaded, cover, .. } = self;
        let work = move || -> Result<Vec<u8>, PdfError> {
            match kind {
                Kind::Form => form_pdf(loaded.form, &loaded.content, &cover),
                Kind::Bundle => bundle_pdf(loaded.form, &loaded.content, &cover, files),
                Kind::Publicity => publicity_pdf(&publicity(loaded.form, &loaded.content, &cover)),
            }
        };
        Ok(app.press.make(inside, Some(&key), move || work().map_err(PressError::from)).await?)
    }

    async fn bytes(&self, app: &App) -> Result<Vec<BundleFile>, OutputError> {
        let mut files = Vec::with_capacity(self.files.len());
        for Listed { number, name, media_type, digest, fault } in &self.files {
            let bytes = app.files.get(digest).await;
            let bytes = bytes.map_err(|error| OutputError::List(error.to_string()))?;
            let (name, media_type, fault) = (name.clone(), media_type.clone(), fault.clone());
            files.push(BundleFile { number: *number, name, media_type, bytes, fault });
        }
        Ok(files)
    }
}

/// The dossiers of a round that `actor` may read, as a file with the columns that `asked` names.
///
/// # Errors
/// No such round or column, the records failing.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    year: i32,
    (format, asked): (Format, &str),
) -> Result<Vec<u8>, OutputError> {
    let columns = lists::chosen(asked).map_err(OutputError::NoColumn)?;
    let rows = dossier::list(app, actor, year).await?;
    let societies = societies::all(app.database.reader()).await?;
    let names: BTreeMap<String, String> =
        societies.into_iter().map(|one| (one.society_id, one.name)).collect();
    let lines: Vec<Line> = rows
        .iter()
        .map(|row| Line::of(row, names.get(&row.society_id).map_or("", String::as_str)))
        .collect();
    let name: Uuid = app.ids.next();
    let folder = app.config.data_dir.join("work").join(name.to_string());
    let written =
        tokio::task::spawn_blocking(move || written(&folder, format, &columns, &lines)).await;
    written.map_err(|error| OutputError::List(error.to_string()))?
}

/// Writes a list into a folder of its own and reads it back.
fn written(
    folder: &std::path::Path,
    format: Format,
    columns: &[FurtherColumn],
    lines: &[Line],
) -> Result<Vec<u8>, OutputError> {
    let wrong = |error: &dyn std::fmt::Display| OutputError::List(error.to_string());
    std::fs::create_dir_all(folder).map_err(|error| wrong(&error))?;
    let path = folder.join("list");
    let written = exchange::write_all_with(&path, Style::for_people(format), columns, lines)
        .map_err(|error| wrong(&error))
        .and_then(|_| std::fs::read(&path).map_err(|error| wrong(&error)));
    std::fs::remove_dir_all(folder).map_err(|error| wrong(&error))?;
    written
}
