//! Which documents stand behind a release?

use chrono::NaiveDate;
use entity::{
    ids::ResultReleaseId,
    vocabulary::{ReleaseStage, ReleaseState, ResultPaperKind},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{draft::admit, store};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit},
    persistence::WriteTx,
    results::{
        ResultError, cut::council_limits, decide, record::Paper, record::Release, views::PaperView,
    },
    reviews::BadField,
    shared::hex_sha256,
};

/// A document as it is entered.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewResultPaper)]
pub(super) struct NewPaper {
    /// The number that it bears.
    #[validate(length(min = 1, max = 100))]
    pub(super) document_number: String,
    /// The day that it bears.
    pub(super) dated: NaiveDate,
    /// What it says. For `council_limits`, TOML: a table for each grade of a category, such as `[NAT.special]` with
    /// `people = 10`.
    #[validate(length(min = 1, max = 20000))]
    pub(super) text: String,
}

/// Holds the draft of a release of awards whose documents are to be changed.
async fn held(tx: &WriteTx, actor: &Actor, id: ResultReleaseId) -> Result<Release, ResultError> {
    let one = store::held(&**tx, id).await?.ok_or(ResultError::NotFound)?;
    let decisions = decide::of_releases(&**tx, &[id]).await?;
    admit(tx, actor, decisions.iter().map(|one| one.nomination)).await?;
    if one.stage != ReleaseStage::Award {
        return Err(ResultError::refused(
            "只有授奖结果须有审核和批准文件",
            "only a release of awards wants these documents",
        ));
    }
    if one.state != ReleaseState::Draft {
        return Err(ResultError::refused(
            "已发布，文件不能再改动",
            "it was released: its documents are not changed any more",
        ));
    }
    Ok(one)
}

/// The kind that a word names; no such document where it names none.
fn kind(word: &str) -> Result<ResultPaperKind, ResultError> {
    word.parse().map_err(|_| ResultError::NotFound)
}

async fn note(
    app: &App,
    tx: &WriteTx,
    (actor, action): (&Actor, &str),
    paper: &Paper,
) -> Result<(), ResultError> {
    let said = (&paper.document_number, paper.dated, &paper.text);
    let digest = hex_sha256(&serde_json::to_vec(&said).unwrap_or_default());
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: format!("results.{action}"),
        subject: format!("result_paper/{}", paper.id),
        after_digest: Some(digest),
        ..audit::Entry::default()
    };
    audit::record(&**tx, app.clock.now(), entry).await?;
    Ok(())
}

/// Enters a document in the place of the version seen, 0 where there was none; a second person confirms it anew.
///
/// # Errors
/// The role, no such release or kind, an interest of the actor, released, entered by another meanwhile, limits that
/// cannot be read, the records failing.
pub(super) async fn enter(
    app: &App,
    actor: &Actor,
    (id, word, seen): (ResultReleaseId, &str, i64),
    new: &NewPaper,
) -> Result<(), ResultError> {
    permit(actor, Action::DecideResults)?;
    let kind = kind(word)?;
    if kind == ResultPaperKind::CouncilLimits
        && let Err(why) = council_limits(&new.text)
    {
        return Err(ResultError::Invalid(vec![BadField::new("/text", "limits", why)]));
    }
    let tx = app.database.begin_write().await?;
    held(&tx, actor, id).await?;
    let papers = store::papers(&*tx, id).await?;
    let known = papers.into_iter().find(|one| one.kind == kind);
    if known.as_ref().map_or(0, |one| one.version) != seen {
        return Err(ResultError::Stale);
    }
    let paper = Paper {
        id: known.as_ref().map_or_else(|| app.ids.next(), |one| one.id),
        kind,
        document_number: new.document_number.trim().to_owned(),
        dated: new.dated,
        text: new.text.trim().to_owned(),
        entered_by: actor.username.clone(),
        entered_at: app.clock.now(),
        confirmed_by: None,
        confirmed_at: None,
        version: seen.saturating_add(1),
    };
    store::keep_paper(&*tx, id, &paper, known.is_none()).await?;
    note(app, &tx, (actor, "enter_paper"), &paper).await?;
    tx.commit().await?;
    Ok(())
}

/// Confirms a document of the version seen, as a second person.
///
/// # Errors
/// The role, no such document, an interest of the actor, released, changed since, the person who entered it, the
/// records failing.
pub(super) async fn confirm(
    app: &App,
    actor: &Actor,
    (id, word, seen): (ResultReleaseId, &str, i64),
) -> Result<(), ResultError> {
    permit(actor, Action::DecideResults)?;
    let kind = kind(word)?;
    let tx = app.database.begin_write().await?;
    held(&tx, actor, id).await?;
    let papers = store::papers(&*tx, id).await?;
    let known = papers.into_iter().find(|one| one.kind == kind).ok_or(ResultError::NotFound)?;
    if known.version != seen {
        return Err(ResultError::Stale);
    }
    if known.entered_by == actor.username {
        return Err(ResultError::SamePerson);
    }
    let paper = Paper {
        confirmed_by: Some(actor.username.clone()),
        confirmed_at: Some(app.clock.now()),
        version: seen.saturating_add(1),
        ..known
    };
    store::keep_paper(&*tx, id, &paper, false).await?;
    note(app, &tx, (actor, "confirm_paper"), &paper).await?;
    tx.commit().await?;
    Ok(())
}

/// A document behind a release.
///
/// # Errors
/// The role, no such document, the records failing.
pub(super) async fn read(
    app: &App,
    actor: &Actor,
    (id, word): (ResultReleaseId, &str),
) -> Result<PaperView, ResultError> {
    permit(actor, Action::DecideResults)?;
    let kind = kind(word)?;
    let papers = store::papers(app.database.reader(), id).await?;
    let found = papers.into_iter().find(|one| one.kind == kind);
    found.map(PaperView::from).ok_or(ResultError::NotFound)
}
