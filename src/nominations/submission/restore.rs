//! How does a dossier come back from its archive? Whole or not at all, under its number where that is free,
//! and then to the same digest.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use entity::ids::DossierId;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    archive::{Archive, FORMAT},
    errors::SubmissionError,
    gather::Gathered,
    store,
    submit::archive as archive_of,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    classified::{MarkKind, kind_of, refusal},
    files::{LIMITS, plain_name},
    idempotency,
    nominations::{
        attachments::{self, Prepared},
        dossier::{self, Address, Content, DossierError, NewDossier},
        forms::{self, Form},
        imports::{self, Place},
        process,
    },
    shared::{Bilingual, hex_sha256},
};

/// The longest salt that is kept.
const LONGEST_SALT: usize = 100;

/// A dossier that was made of an archive.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RestoredDossier)]
pub struct Restored {
    /// Key.
    #[schema(value_type = String)]
    pub id: DossierId,
    /// Its number: the archive's own where that was free.
    pub number: String,
    /// SHA-256 of its archive.
    pub digest: String,
    /// Whether that is the digest of the archive which it was made of.
    pub is_same: bool,
}

/// Makes a dossier of an archive with its files, or nothing at all.
///
/// # Errors
/// Every fault of the archive by its place; a file that is not taken; the actor does not write for the
/// society, no such round or society, a form that the round does not have or has by another text, a repeated
/// request.
pub async fn restore(
    app: &App,
    actor: &Actor,
    year: i32,
    archive: &Archive,
    key: Option<&idempotency::Key>,
) -> Result<Restored, SubmissionError> {
    if !permit(actor, Action::WriteNominations)?.covers(&archive.society_id) {
        return Err(SubmissionError::NOT_FOUND);
    }
    let told = archive.digest();
    let mut faults = Faults::default();
    let read = read(archive, year, &mut faults);
    let files = unpack(archive, &mut faults);
    let (form, content) = match read {
        Some(read) if faults.0.is_empty() => read,
        _ => return Err(SubmissionError::Archive(faults.0)),
    };
    let prepared = prepare(app, archive, files).await?;
    let tx = app.database.begin_write().await.map_err(DossierError::from)?;
    let new = NewDossier { society_id: archive.society_id.clone(), form_id: form.id.clone() };
    let place = (year, new, Some(archive.number.as_str()));
    let id = dossier::begin_in(app, &tx, actor, place, key).await?;
    store::keep_salt(&*tx, id, &archive.salt).await.map_err(DossierError::from)?;
    let held = dossier::hold(app, &tx, actor, id).await?;
    held.goes_by(form)?;
    for (file, prepared) in archive.attachments.iter().zip(&prepared) {
        let named = attachments::Named {
            number: file.number,
            name: &file.name,
            media_type: &file.media_type,
            reason: Some(FORMAT),
        };
        attachments::attach(app, &tx, actor, &held, (named, prepared)).await?;
    }
    let name = format!("{}.json", archive.number);
    imports::write_all(app, &tx, actor, &held, (content, &name)).await?;
    let content = dossier::content(app, &*tx, &held).await?;
    let gathered = Gathered::of(app, &*tx, &held, content).await?;
    let digest = archive_of(&tx, year, &held, &gathered).await?.digest();
    let subject = ("restore", format!("dossier/{id}"));
    process::note(app, &tx, &actor.username, subject, (Some(told.clone()), Some(digest.clone())))
        .await?;
    tx.commit().await.map_err(DossierError::from)?;
    Ok(Restored { id, number: held.number, is_same: digest == told, digest })
}

/// What was made by a request which came again.
///
/// # Errors
/// No such dossier, or it is not the actor's to know.
pub(super) async fn restored(
    app: &App,
    actor: &Actor,
    id: DossierId,
    archive: Archive,
) -> Result<Restored, SubmissionError> {
    let number = dossier::reach(app, actor, id).await?.number;
    let is_same = number == archive.number;
    let digest = Archive { number: number.clone(), ..archive }.digest();
    Ok(Restored { id, number, digest, is_same })
}

/// What is wrong with an archive, each with its place in it.
#[derive(Default)]
struct Faults(Vec<Place>);

impl Faults {
    fn add(&mut self, path: &[&str], zh: impl Into<String>, en: impl Into<String>) {
        self.push(path, ("invalid", None), Bilingual::new(zh, en));
    }

    /// Of what bears a mark of classification.
    fn add_marked(&mut self, path: &[&str], kind: MarkKind) {
        self.push(path, ("classified", Some(kind)), refusal());
    }

    fn push(
        &mut self,
        path: &[&str],
        (code, mark): (&'static str, Option<MarkKind>),
        what: Bilingual,
    ) {
        let escaped = path.iter().map(|part| part.replace('~', "~0").replace('/', "~1"));
        let pointer = escaped.fold(String::new(), |pointer, part| format!("{pointer}/{part}"));
        self.0.push(Place { at: path.join(" "), pointer, code, what, mark });
    }
}

/// The form and the values of an archive; none where they cannot be told.
fn read(archive: &Archive, year: i32, faults: &mut Faults) -> Option<(&'static Form, Content)> {
    if archive.format != FORMAT {
        faults.add(&["format"], format!("应为 {FORMAT}"), format!("must be {FORMAT}"));
    }
    if archive.salt.is_empty() || archive.salt.len() > LONGEST_SALT {
        faults.add(&["salt"], "盐值缺失或过长", "the salt is missing or too long");
    }
    for (place, text) in [("salt", &archive.salt), ("number", &archive.number)] {
        if let Some(kind) = kind_of(text) {
            faults.add_marked(&[place], kind);
        }
    }
    if archive.round != year {
        let there = archive.round;
        faults.add(
            &["round"],
            format!("存档属于 {there} 年度，不是 {year} 年度"),
            format!("the archive is of the round of {there}, not of {year}"),
        );
    }
    let Some(form) = forms::find(&archive.form.id) else {
        faults.add(&["form", "id"], "没有该提名书", "there is no such form");
        return None;
    };
    if form.digest != archive.form.digest {
        faults.add(
            &["form", "digest"],
            "提名书的版本与存档时不同",
            "the form is not the one of the archive",
        );
    }
    Some((form, values(archive, form, faults)))
}

fn values(archive: &Archive, form: &Form, faults: &mut Faults) -> Content {
    let mut content = Content::default();
    for (text, value) in &archive.values {
        match text.parse::<Address>() {
            Ok(address) => drop(content.0.insert(address, value.clone())),
            Err(error) => faults.add(&["values", text], error.to_string(), error.to_string()),
        }
    }
    let places: BTreeMap<Address, _> = content.places(form).into_iter().collect();
    for (address, value) in &content.0 {
        let text = address.to_string();
        match places.get(address) {
            None => faults.add(
                &["values", &text],
                "提名书没有该字段，或该行不在表中",
                "the form has no such field, or the row is not in its table",
            ),
            Some(field) if value.is_blank() || !value.fits(field.kind) => faults.add(
                &["values", &text],
                "值的类型不符或为空",
                "the value is blank or of another kind",
            ),
            Some(_) => {
                if let Some(kind) = value.mark() {
                    faults.add_marked(&["values", &text], kind);
                }
            }
        }
    }
    content
}

/// The bytes of the attachments in their order.
fn unpack(archive: &Archive, faults: &mut Faults) -> Vec<Vec<u8>> {
    let mut numbers = BTreeSet::new();
    let mut files = Vec::new();
    for file in &archive.attachments {
        let number = file.number.to_string();
        let place = ["attachments", number.as_str()];
        if file.number == 0 || !numbers.insert(file.number) {
            faults.add(&place, "附件编号重复或为 0", "the number is 0 or there twice");
        }
        // What an upload refuses or mends at the door comes by no other way.
        let mark = kind_of(&file.name);
        if plain_name(&file.name) != file.name || mark.is_some() {
            let what = Bilingual::new(
                "附件名称不符合要求或含有国家秘密标志",
                "the name is no plain one, or bears a mark of classification",
            );
            faults.push(&place, ("invalid", mark), what);
        }
        let Some(text) = archive.files.get(&file.digest) else {
            faults.add(
                &place,
                "存档中没有该附件的内容；请导出含附件的存档",
                "the archive lacks the bytes of this attachment: take an archive with its files",
            );
            continue;
        };
        match base64::engine::general_purpose::STANDARD.decode(text) {
            Ok(bytes)
                if hex_sha256(&bytes) == file.digest
                    && i64::try_from(bytes.len()) == Ok(file.size_bytes) =>
            {
                files.push(bytes);
            }
            _ => faults.add(&place, "附件内容已被改动", "the bytes of the attachment were changed"),
        }
    }
    let all: i64 = archive.attachments.iter().map(|file| file.size_bytes.max(0)).sum();
    if all > LIMITS.dossier.most_bytes
        || archive.attachments.iter().any(|file| file.size_bytes > LIMITS.file.most_bytes)
    {
        faults.add(&["attachments"], "附件超过大小上限", "the attachments are too large");
    }
    files
}

/// Looks into every file before anything is written.
async fn prepare(
    app: &App,
    archive: &Archive,
    files: Vec<Vec<u8>>,
) -> Result<Vec<Prepared>, SubmissionError> {
    let mut prepared = Vec::new();
    let mut faults = Faults::default();
    for (file, bytes) in archive.attachments.iter().zip(files) {
        let number = file.number.to_string();
        let place = ["attachments", number.as_str()];
        match attachments::prepare(app, bytes).await {
            Ok(one) if one.media_type() == file.media_type => prepared.push(one),
            Ok(one) => faults.add(
                &place,
                format!("附件类型应为 {}", one.media_type()),
                format!("the attachment is {}", one.media_type()),
            ),
            Err(attachments::AttachmentError::Refused(refusal)) => {
                faults.push(&place, (refusal.code(), refusal.mark()), refusal.what());
            }
            Err(error) => return Err(error.into()),
        }
    }
    if faults.0.is_empty() { Ok(prepared) } else { Err(SubmissionError::Archive(faults.0)) }
}

#[cfg(test)]
mod tests {
    use super::{super::archive::FormName, *};
    use crate::nominations::dossier::Value;

    #[test]
    fn every_fault_of_an_archive_is_told_with_its_place() {
        let form = forms::find("nat-1").unwrap();
        let text = |text: &str| Value::Text(text.to_owned());
        let mut archive = Archive {
            format: FORMAT.to_owned(),
            salt: "salt".to_owned(),
            round: 2027,
            society_id: "D-B-12".to_owned(),
            number: "2027-D-B-12-01".to_owned(),
            form: FormName { id: form.id.clone(), digest: form.digest.clone() },
            values: BTreeMap::from([("project.title".to_owned(), text("甲"))]),
            attachments: Vec::new(),
            files: BTreeMap::new(),
        };
        let told = |archive: &Archive| {
            let mut faults = Faults::default();
            drop(read(archive, 2027, &mut faults));
            drop(unpack(archive, &mut faults));
            faults.0.into_iter().map(|one| one.pointer).collect::<Vec<_>>()
        };
        assert_eq!(told(&archive), Vec::<String>::new());
        "laurel-dossier/9".clone_into(&mut archive.format);
        archive.round = 2026;
        "2027-D-B-12-01 密级：机密".clone_into(&mut archive.number);
        archive.values.insert("project.title".to_owned(), text("机密★"));
        for address in ["nonsense", "project.nothing", "papers.items/gone/title"] {
            archive.values.insert(address.to_owned(), text("乙"));
        }
        archive.values.insert("completers.items".to_owned(), text("no list"));
        archive.attachments.push(super::super::archive::ArchivedFile {
            number: 0,
            name: "a.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size_bytes: 1,
            digest: "00".to_owned(),
        });
        archive.files.insert("00".to_owned(), "AA==".to_owned());
        let named = |name: &str| {
            let mut other = archive.clone();
            name.clone_into(&mut other.attachments[0].name);
            told(&other).len()
        };
        assert_eq!(named("../../a.pdf"), named("a.pdf") + 1);
        assert_eq!(named("绝密★a.pdf"), named("a.pdf") + 1);
        assert_eq!(
            told(&archive),
            [
                "/format",
                "/number",
                "/round",
                "/values/nonsense",
                "/values/completers.items",
                "/values/papers.items~1gone~1title",
                "/values/project.nothing",
                "/values/project.title",
                "/attachments/0",
                "/attachments/0"
            ]
        );
    }
}
