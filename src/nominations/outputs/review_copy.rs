//! What does a reviewer hold in his hands: the documents of a nomination, with or without the names in them?
//!
//! The main document is set anew from what the veil leaves. Attachments are given one by one as they were handed in, or
//! not at all: those that an officer made without names are another room's.

use std::{collections::BTreeMap, sync::Arc};

use entity::ids::{DossierId, NominationId};
use serde_json::json;

use super::{
    cover::{Cover, Kind},
    print::form_pdf,
    records_copy,
    veil::{CopyText, Hidden, Span, Veil, VeiledFiles, WITHHELD, texts},
};
use crate::{
    app::App,
    authz::Scope,
    disciplines,
    exchange::pdf::{PdfError, PressError},
    files::FileStoreError,
    nominations::{
        self, NominationDetail,
        attachments::{self, Attachment},
        dossier::{self, Content, DossierError},
        forms::Form,
    },
    persistence::ReadTx,
    shared::hex_sha256,
};

/// The key of the main document.
const MAIN_DOCUMENT: &str = "main";
const PDF: &str = "application/pdf";

/// A document of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyDocument {
    /// The key by which a reviewer asks for it.
    pub key: String,
    /// What it is called; without a name of anybody where something is hidden.
    pub name: String,
    /// Its kind.
    pub media_type: String,
    /// SHA-256 of its bytes; of the main one, of what it is made from.
    pub digest: String,
    /// Pages, where they are known before it is made.
    pub pages: Option<u32>,
}

/// The documents of a nomination as one reader has them.
#[derive(Clone, Debug)]
pub struct ReviewCopy {
    /// SHA-256 of what the main document is made from, the veil and the spans with it.
    pub pdf_key: String,
    /// Every document, the main one first.
    pub documents: Vec<CopyDocument>,
    main: Arc<Main>,
}

/// What the main document is made from.
#[derive(Debug)]
struct Main {
    cover: Cover,
    said: Said,
}

#[derive(Debug)]
enum Said {
    Form(Box<Form>, Content),
    Records(Box<NominationDetail>),
}

/// A document of a copy could not be made or read.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The press.
    #[error(transparent)]
    Press(#[from] PressError),
    /// The store of files.
    #[error(transparent)]
    Files(#[from] FileStoreError),
}

/// An attachment that has to be made without names before a reader under a veil may have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyFile {
    /// Its number within the dossier.
    pub number: u32,
    /// Its name, as it was handed in.
    pub name: String,
    /// Its kind.
    pub media_type: String,
    /// SHA-256 of its bytes.
    pub digest: String,
    /// Pages; none where it does not tell.
    pub pages: Option<u32>,
}

/// What a copy without names is made from.
#[derive(Clone, Debug)]
pub struct CopyTexts {
    /// The texts that are left under the whole veil.
    pub texts: Vec<CopyText>,
    /// The attachments.
    pub files: Vec<CopyFile>,
    /// What must not be read in them.
    pub hidden: Hidden,
    /// SHA-256 of texts and attachments.
    pub digest: String,
}

/// As what a nomination is called whose number or people are hidden; the same for every reader.
pub fn alias_of(app: &App, id: NominationId) -> String {
    let word = app.sealer.fingerprint(format!("nomination/{id}/alias").as_bytes());
    Veil::default().alias(&word)
}

/// The copy of a nomination under a veil, with these stretches left out; none where there is no such nomination.
///
/// # Errors
/// The records failing.
pub async fn review_copy(
    app: &App,
    tx: &ReadTx,
    id: NominationId,
    veil: &Veil,
    spans: Option<&[Span]>,
) -> Result<Option<ReviewCopy>, DossierError> {
    let source = Source::of(app, tx, id).await?;
    let alias = alias_of(app, id);
    Ok(source.map(|source| source.copy(*veil, &alias, spans.unwrap_or_default())))
}

/// What a copy without names of a nomination is made from; none where there is no such nomination.
///
/// # Errors
/// The records failing.
pub async fn copy_texts(
    app: &App,
    tx: &ReadTx,
    id: NominationId,
) -> Result<Option<CopyTexts>, DossierError> {
    Ok(Source::of(app, tx, id).await?.map(Source::into_texts))
}

/// A nomination with all that its copies are made from.
struct Source {
    found: NominationDetail,
    form: Option<(&'static Form, Content)>,
    files: Vec<Attachment>,
    disciplines: BTreeMap<String, String>,
}

impl Source {
    async fn of(app: &App, tx: &ReadTx, id: NominationId) -> Result<Option<Self>, DossierError> {
        let found = nominations::detail(&**tx, id, &Scope::All, false).await?;
        let Some(found) = found else { return Ok(None) };
        let Some(reached) = dossier::find(&**tx, DossierId(id.0)).await? else {
            let (files, disciplines) = (Vec::new(), BTreeMap::new());
            return Ok(Some(Self { found, form: None, files, disciplines }));
        };
        let content = dossier::content(app, &**tx, &reached).await?;
        let codes = content.disciplines(reached.form);
        let disciplines = disciplines::names(&**tx, &codes).await?;
        let mut files = attachments::of_dossier(&**tx, reached.id).await?;
        // What a check found a fault in is not to be opened: its reader may not survive it.
        files.retain(|file| !file.verdicts.iter().any(|verdict| verdict.is_fault));
        Ok(Some(Self { found, form: Some((reached.form, content)), files, disciplines }))
    }

    fn copy(self, veil: Veil, alias: &str, spans: &[Span]) -> ReviewCopy {
        let Self { found, form, files, disciplines } = self;
        let number = Some(alias).filter(|_| veil.number).unwrap_or(&found.row.nomination_id);
        let nominator = found.row.nominator.clone().unwrap_or_default();
        let mut cover = Cover {
            number: number.to_owned(),
            year: found.round,
            nominator: if veil.nominator { WITHHELD.to_owned() } else { nominator },
            disciplines,
            seat: Some(String::new()),
            ..Cover::default()
        };
        let is_with_files = veil.files == VeiledFiles::Shown && !veil.nominee;
        let files: Vec<Attachment> = if is_with_files { files } else { Vec::new() };
        if !veil.hides() {
            let names = files.iter().map(|file| (file.number.to_string(), file.name.clone()));
            cover.files = names.collect();
        }
        let said = if let Some((form, content)) = form {
            let (form, content) = veil.over(form, &content, spans);
            cover.digest = content.digest(&form);
            Said::Form(Box::new(form), content)
        } else {
            let found = records_copy::over(veil, found, alias, spans);
            cover.digest = records_copy::digest(&found);
            Said::Records(Box::new(found))
        };
        let main = Main { cover, said };
        let pdf_key = main.key(veil);
        let name = "提名书.pdf".to_owned();
        let digest = pdf_key.clone();
        let key = MAIN_DOCUMENT.to_owned();
        let first = CopyDocument { key, name, media_type: PDF.to_owned(), digest, pages: None };
        let others = files.into_iter().map(|file| given(file, veil.hides()));
        let documents = std::iter::once(first).chain(others).collect();
        ReviewCopy { pdf_key, documents, main: Arc::new(main) }
    }

    fn into_texts(self) -> CopyTexts {
        const WHOLE: Veil =
            Veil { nominee: true, nominator: true, number: true, files: VeiledFiles::Redacted };
        let mut hidden = Hidden::default();
        hidden.add_detail(&self.found);
        let texts = match &self.form {
            Some((form, content)) => {
                hidden.add_form(form, content);
                let (left, content) = WHOLE.over(form, content, &[]);
                texts(&left, &content)
            }
            None => records_copy::texts(&self.found),
        };
        let files: Vec<CopyFile> = self.files.into_iter().map(CopyFile::of).collect();
        let said: Vec<(&str, &str)> =
            texts.iter().map(|one| (one.address.as_str(), one.text.as_str())).collect();
        let of_files: Vec<(u32, &str)> =
            files.iter().map(|file| (file.number, file.digest.as_str())).collect();
        let digest = hex_sha256(json!({ "texts": said, "files": of_files }).to_string().as_bytes());
        CopyTexts { texts, files, hidden, digest }
    }
}

impl CopyFile {
    fn of(file: Attachment) -> Self {
        Self {
            number: file.number,
            name: file.name,
            media_type: file.media_type,
            digest: file.digest,
            pages: file.pages,
        }
    }
}

/// An attachment as a reader is given it; a name may tell whose it is.
fn given(file: Attachment, is_nameless: bool) -> CopyDocument {
    let ending = match file.media_type.as_str() {
        "image/png" => "png",
        "image/jpeg" => "jpg",
        _ => "pdf",
    };
    let name = if is_nameless {
        format!("附件 {}.{ending}", file.number)
    } else {
        format!("附件 {} {}", file.number, file.name)
    };
    CopyDocument {
        key: format!("file-{}", file.number),
        name,
        media_type: file.media_type,
        digest: file.digest,
        pages: file.pages,
    }
}

impl Main {
    fn key(&self, veil: Veil) -> String {
        let of = match &self.said {
            Said::Form(form, _) => self.cover.key(Kind::Form, form),
            Said::Records(_) => hex_sha256(json!({ "cover": self.cover }).to_string().as_bytes()),
        };
        hex_sha256(json!({ "of": of, "veil": veil }).to_string().as_bytes())
    }

    fn pdf(&self, seat: &str) -> Result<Vec<u8>, PdfError> {
        let cover = Cover { seat: Some(seat.to_owned()), ..self.cover.clone() };
        match &self.said {
            Said::Form(form, content) => form_pdf(form, content, &cover),
            Said::Records(found) => records_copy::pdf(found, &cover),
        }
    }
}

impl ReviewCopy {
    /// A document of the copy.
    pub fn document(&self, key: &str) -> Option<&CopyDocument> {
        self.documents.iter().find(|one| one.key == key)
    }

    /// The bytes of a document; across the pages of the main one `seat` is written, a word that is no name. None where
    /// the copy has no such document.
    ///
    /// # Errors
    /// The press or the store of files failing.
    pub async fn bytes(
        &self,
        app: &App,
        key: &str,
        seat: &str,
    ) -> Result<Option<Vec<u8>>, CopyError> {
        let Some(found) = self.document(key) else { return Ok(None) };
        if key != MAIN_DOCUMENT {
            return Ok(Some(app.files.get(&found.digest).await?));
        }
        let inside = app.press.enter()?;
        let (main, mark) = (Arc::clone(&self.main), seat.to_owned());
        let work = move || main.pdf(&mark).map_err(PressError::from);
        let kept_under = hex_sha256(format!("{} {seat}", self.pdf_key).as_bytes());
        Ok(Some(app.press.make(inside, Some(&kept_under), work).await?))
    }
}
