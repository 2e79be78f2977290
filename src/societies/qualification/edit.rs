//! How does an application come to be, and how is it filled in and checked?

use chrono::NaiveDate;
use entity::{
    ids::{QualificationFileId, QualificationId},
    vocabulary::{QualificationState, Verdict},
};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    criteria::CRITERIA,
    guards::Refusal,
    states::{is_editable, is_open},
};
use crate::{
    app::App,
    audit,
    files::{self, ContentError, FileStoreError},
    idempotency,
    persistence::WriteTx,
    shared::{china_day, hex_sha256},
    societies::store::{
        qualifications::{self, Application, NewApplication, NewEvidence},
        register::{self, Hand},
    },
};

/// What the society says to a criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CriterionStatement {
    /// The statement; empty takes it back.
    #[validate(length(max = 4000))]
    pub statement: String,
}

/// What was found of a criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CriterionCheck {
    /// `met` or `not_met`; nothing takes the verdict back.
    #[schema(value_type = Option<String>)]
    pub verdict: Option<Verdict>,
    /// Why.
    #[validate(length(max = 2000))]
    #[serde(default)]
    pub note: Option<String>,
}

/// Why an application was not changed.
#[derive(Debug, thiserror::Error)]
pub enum QualificationError {
    /// There is no such application, criterion or file.
    #[error("没有此项 / there is no such thing")]
    NotFound,
    /// It was changed since it was read.
    #[error("内容已被他人修改 / it was changed in the meantime")]
    Stale,
    /// The society has an application that waits.
    #[error("该学会已有一份未办结的申请 / the society has an application that waits")]
    OpenAlready(QualificationId),
    /// It is not the time for this.
    #[error("当前状态下不能修改 / it cannot be changed in its state")]
    NotNow,
    /// The file is not fit to be kept.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// A page of the file bears a mark of classification; nothing of it is kept.
    #[error("{}", .0.what())]
    Marked(files::Refusal),
    /// The store of files failed.
    #[error(transparent)]
    Files(#[from] FileStoreError),
    /// A step breaks a law.
    #[error("{}", .0.sentence())]
    Refused(Box<StepRefusal>),
    /// The request was answered before.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] DbErr),
}

/// The law that a step breaks, told at the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRefusal(pub(crate) Refusal);

impl StepRefusal {
    /// The sentence in both languages.
    pub fn sentence(&self) -> crate::shared::Bilingual {
        self.0.sentence()
    }

    /// A word for programs.
    pub fn code(&self) -> &'static str {
        self.0.code()
    }

    /// The criteria that it is about.
    pub fn criteria(&self) -> &[String] {
        self.0.criteria()
    }
}

pub(super) fn entry(by: &str, action: &str, application: &Application) -> audit::Entry {
    audit::Entry {
        actor: by.to_owned(),
        action: action.to_owned(),
        subject: format!("qualification/{}", application.row.id),
        before_digest: Some(hex_sha256(format!("{application:?}").as_bytes())),
        ..audit::Entry::default()
    }
}

/// The application `id` for a change that saw `version`.
pub(super) async fn seen(
    tx: &WriteTx,
    id: QualificationId,
    version: Option<i64>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Application, QualificationError> {
    let found =
        qualifications::find_to_change(&**tx, id).await?.ok_or(QualificationError::NotFound)?;
    let present = found.row.version;
    let is_seen = version.is_none_or(|version| version == present);
    if !is_seen || !qualifications::bump(&**tx, id, present, now).await? {
        return Err(QualificationError::Stale);
    }
    Ok(found)
}

/// Writes the change down.
pub(super) async fn record(
    tx: &WriteTx,
    id: QualificationId,
    entry: audit::Entry,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), QualificationError> {
    let after = qualifications::find(&**tx, id).await?;
    let after_digest = Some(hex_sha256(format!("{after:?}").as_bytes()));
    audit::record(&**tx, now, audit::Entry { after_digest, ..entry }).await?;
    Ok(())
}

/// Writes the change down and makes it last.
pub(super) async fn close(
    tx: WriteTx,
    id: QualificationId,
    entry: audit::Entry,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), QualificationError> {
    record(&tx, id, entry, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Opens an application of the society `code`; it renews the right that the society holds, if any.
///
/// # Errors
/// No such society, an application that waits already, a repeated request.
pub async fn open(
    app: &App,
    by: &str,
    key: Option<&idempotency::Key>,
    code: &str,
) -> Result<QualificationId, QualificationError> {
    let now = app.clock.now();
    let today = china_day(now);
    let id: QualificationId = app.ids.next();
    let tx = app.database.begin_write().await?;
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), now).await?
    {
        return Err(QualificationError::Repeated);
    }
    let society =
        register::find_to_change(&*tx, code).await?.ok_or(QualificationError::NotFound)?;
    let earlier = qualifications::of_society(&*tx, society.id).await?;
    if let Some(open) = earlier.iter().find(|row| is_open(row.state)) {
        return Err(QualificationError::OpenAlready(open.id));
    }
    let holds =
        |state| matches!(state, QualificationState::Granted | QualificationState::Probation);
    let renews = earlier
        .iter()
        .rev()
        .find(|row| holds(row.state) && row.valid_to.is_some_and(|last| last >= today))
        .map(|row| row.id);
    let hand = Hand { by, now, ids: app.ids };
    let new =
        NewApplication { id, society: society.id, criteria_version: &CRITERIA.version, renews };
    qualifications::insert(&*tx, hand, new).await?;
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: "qualifications.open".to_owned(),
        subject: format!("qualification/{id}"),
        ..audit::Entry::default()
    };
    close(tx, id, entry, now).await?;
    Ok(id)
}

/// Every criterion named is one of ours.
fn all_known<'a>(mut named: impl Iterator<Item = &'a str>) -> Result<(), QualificationError> {
    if named.all(|id| CRITERIA.find(id).is_some()) {
        Ok(())
    } else {
        Err(QualificationError::NotFound)
    }
}

/// Sets what the society says to criteria.
///
/// # Errors
/// See [`QualificationError`].
pub async fn state(
    app: &App,
    by: &str,
    target: (QualificationId, Option<i64>),
    said: Vec<(String, CriterionStatement)>,
) -> Result<(), QualificationError> {
    all_known(said.iter().map(|(criterion, _)| criterion.as_str()))?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let found = seen(&tx, target.0, target.1, now).await?;
    if !is_editable(found.row.state) {
        return Err(QualificationError::NotNow);
    }
    let hand = Hand { by, now, ids: app.ids };
    for (criterion, said) in said {
        let statement = Some(said.statement.trim().to_owned()).filter(|text| !text.is_empty());
        qualifications::put_statement(&*tx, hand, target.0, &criterion, statement).await?;
    }
    close(tx, target.0, entry(by, "qualifications.state", &found), now).await
}

/// A file that the society hands in.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// The criterion that it shows.
    pub criterion: String,
    /// Its name.
    pub name: String,
    /// The last day on which it shows anything.
    pub valid_to: Option<NaiveDate>,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Adds a file to an application.
///
/// # Errors
/// See [`QualificationError`].
pub async fn add_file(
    app: &App,
    by: &str,
    key: Option<&idempotency::Key>,
    id: QualificationId,
    new: NewFile,
) -> Result<QualificationFileId, QualificationError> {
    CRITERIA.find(&new.criterion).ok_or(QualificationError::NotFound)?;
    let content = files::check(&new.bytes)?;
    if let Some(kind) = files::mark(new.bytes.clone()).await? {
        return Err(QualificationError::Marked(files::Refusal::Classified(kind)));
    }
    // Before the transaction: bytes that no row names do no harm, a row without bytes would.
    app.files.put(&content, new.bytes).await?;
    let now = app.clock.now();
    let file: QualificationFileId = app.ids.next();
    let tx = app.database.begin_write().await?;
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &file.to_string(), now).await?
    {
        return Err(QualificationError::Repeated);
    }
    let found = seen(&tx, id, None, now).await?;
    if !is_editable(found.row.state) {
        return Err(QualificationError::NotNow);
    }
    files::record(&*tx, &content, now).await?;
    let hand = Hand { by, now, ids: app.ids };
    let evidence = NewEvidence {
        id: file,
        criterion: new.criterion,
        digest: content.digest,
        name: files::plain_name(&new.name),
        valid_to: new.valid_to,
    };
    qualifications::add_file(&*tx, hand, id, evidence).await?;
    close(tx, id, entry(by, "qualifications.add_file", &found), now).await?;
    Ok(file)
}

/// Takes a file out of an application.
///
/// # Errors
/// See [`QualificationError`].
pub(crate) async fn remove_file(
    app: &App,
    by: &str,
    target: (QualificationId, Option<i64>),
    file: QualificationFileId,
) -> Result<(), QualificationError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let found = seen(&tx, target.0, target.1, now).await?;
    if !found.files.iter().any(|(row, _)| row.id == file) {
        return Err(QualificationError::NotFound);
    }
    if !is_editable(found.row.state) {
        return Err(QualificationError::NotNow);
    }
    qualifications::remove_file(&*tx, file).await?;
    close(tx, target.0, entry(by, "qualifications.remove_file", &found), now).await
}

/// Sets what was found of criteria.
///
/// # Errors
/// See [`QualificationError`].
pub async fn check(
    app: &App,
    by: &str,
    target: (QualificationId, Option<i64>),
    found: Vec<(String, CriterionCheck)>,
) -> Result<(), QualificationError> {
    all_known(found.iter().map(|(criterion, _)| criterion.as_str()))?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let application = seen(&tx, target.0, target.1, now).await?;
    if application.row.state != QualificationState::Submitted {
        return Err(QualificationError::NotNow);
    }
    let hand = Hand { by, now, ids: app.ids };
    for (criterion, found) in found {
        let note = found.note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
        let found = (found.verdict, note);
        qualifications::put_verdict(&*tx, hand, target.0, &criterion, found).await?;
    }
    close(tx, target.0, entry(by, "qualifications.check", &application), now).await
}
