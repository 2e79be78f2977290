//! What does an expert do by his link? He reads what is asked, scores candidate by candidate or keeps out, and says at last
//! that these are his scores. A word that was never given out is answered like one that was taken back.

use chrono::{DateTime, Utc};
use entity::ids::{DossierId, SelectionLinkId};

use super::{
    super::{errors::ProcessError, step::note},
    for_expert::{ExpertFault, ForExpert, Given, faults_of_handing_in, for_expert},
    keep,
    record::{BY_EXPERT, ExpertLink, Selection},
    store,
};
use crate::{app::App, nominations::people, persistence::WriteTx};

/// What a link opens.
#[derive(Clone, Debug)]
pub enum ExpertPage {
    /// It asks.
    Asks(Box<ForExpert>),
    /// What was handed in, or what he gave before it was decided.
    Given(Box<ForExpert>),
    /// It opens nothing.
    Nothing,
}

/// What became of what an expert sent.
#[derive(Clone, Debug)]
pub enum ExpertSaved {
    /// It is kept.
    Kept,
    /// Something is missing or wrong: nothing is kept.
    Faulty(Box<ForExpert>, Vec<ExpertFault>),
    /// The link does not ask any more.
    Over,
}

/// The link, where it opens something: a live one, or one by which scores were handed in; its expert has to be there.
fn opening(selection: &Selection, id: SelectionLinkId, now: DateTime<Utc>) -> Option<ExpertLink> {
    let link = selection.links.iter().find(|link| link.id == id)?;
    let is_open = link.revoked_at.is_none() && now < link.expires_at;
    selection.expert(&link.expert).filter(|_| is_open)?;
    Some(link.clone())
}

/// Whether an expert may still score by his link.
fn may_score(selection: &Selection, link: &ExpertLink, now: DateTime<Utc>) -> bool {
    link.is_live(now) && selection.call.decided_at.is_none()
}

/// Opens the link with the word `token`, and notes when that was done for the first time.
///
/// # Errors
/// The records failing.
pub async fn open(app: &App, token: &str) -> Result<ExpertPage, ProcessError> {
    let now = app.clock.now();
    let tx = app.database.begin_read().await?;
    let Some((call, id)) = store::find_link(&*tx, token).await? else {
        return Ok(ExpertPage::Nothing);
    };
    let Some(selection) = store::of_call(&*tx, call).await? else {
        return Ok(ExpertPage::Nothing);
    };
    let Some(link) = opening(&selection, id, now) else { return Ok(ExpertPage::Nothing) };
    let of = (selection.call.round, selection.call.society.as_str());
    let page = Box::new(for_expert(&selection, &link, people::from_whom(&*tx, of).await?));
    drop(tx);
    if link.opened_at.is_none() {
        let tx = app.database.begin_write().await?;
        store::mark_opened(&*tx, id, now).await?;
        let deed = ("open_expert_link", format!("selection/{call}"));
        note(app, &tx, BY_EXPERT, deed, (Some(link.expert.clone()), None)).await?;
        tx.commit().await?;
    }
    Ok(if may_score(&selection, &link, now) {
        ExpertPage::Asks(page)
    } else {
        ExpertPage::Given(page)
    })
}

/// A link by which somebody may score, with its selection, held until the transaction ends.
struct Held {
    tx: WriteTx,
    selection: Selection,
    link: ExpertLink,
}

impl Held {
    /// None where the link does not ask any more, or never did.
    async fn of(app: &App, token: &str) -> Result<Option<Self>, ProcessError> {
        // No write lock for words that are guessed.
        let found = store::find_link(app.database.reader(), token).await?;
        let Some((call, id)) = found else { return Ok(None) };
        let tx = app.database.begin_write().await?;
        store::touch_call(&*tx, call).await?;
        let Some(selection) = store::of_call(&*tx, call).await? else { return Ok(None) };
        let now = app.clock.now();
        let link = opening(&selection, id, now).filter(|link| may_score(&selection, link, now));
        Ok(link.map(|link| Self { tx, selection, link }))
    }

    async fn faulty(&self, faults: Vec<ExpertFault>) -> Result<ExpertSaved, ProcessError> {
        let of = (self.selection.call.round, self.selection.call.society.as_str());
        let from = people::from_whom(&*self.tx, of).await?;
        Ok(ExpertSaved::Faulty(Box::new(for_expert(&self.selection, &self.link, from)), faults))
    }
}

/// Keeps what the expert of the link with the word `token` gives a candidate, over what stood before.
///
/// # Errors
/// The records failing.
pub async fn give(app: &App, token: &str, given: &Given) -> Result<ExpertSaved, ProcessError> {
    let Some(held) = Held::of(app, token).await? else { return Ok(ExpertSaved::Over) };
    let known = held.selection.candidates.iter().any(|one| one.key == given.candidate);
    if !known {
        return Ok(ExpertSaved::Over);
    }
    let faults = given.faults();
    if !faults.is_empty() {
        return held.faulty(faults).await;
    }
    let score = given.score(&held.selection.call.society, &held.link.expert);
    keep::write(app, &held.tx, (&held.selection, BY_EXPERT), score).await?;
    held.tx.commit().await?;
    Ok(ExpertSaved::Kept)
}

/// Keeps that the expert says: these are my scores. Every candidate is scored, or kept out of.
///
/// # Errors
/// The records failing.
pub async fn hand_in(app: &App, token: &str, signature: &str) -> Result<ExpertSaved, ProcessError> {
    let Some(held) = Held::of(app, token).await? else { return Ok(ExpertSaved::Over) };
    let faults = faults_of_handing_in(&held.selection, &held.link.expert, signature);
    if !faults.is_empty() {
        return held.faulty(faults).await;
    }
    let Held { tx, selection, link } = held;
    store::mark_handed_in(&*tx, link.id, app.clock.now()).await?;
    let deed = ("hand_in_expert_scores", format!("selection/{}", selection.call.id));
    note(app, &tx, BY_EXPERT, deed, (Some(link.expert), None)).await?;
    tx.commit().await?;
    Ok(ExpertSaved::Kept)
}

/// The dossier of a candidate that the expert of a link may read: of one that is asked of him, until the link ends, and out
/// of which he does not keep.
///
/// # Errors
/// The records failing.
pub async fn material(
    app: &App,
    token: &str,
    candidate: &str,
) -> Result<Option<DossierId>, ProcessError> {
    let tx = app.database.begin_read().await?;
    let Some((call, id)) = store::find_link(&*tx, token).await? else { return Ok(None) };
    let Some(selection) = store::of_call(&*tx, call).await? else { return Ok(None) };
    let now = app.clock.now();
    let link = opening(&selection, id, now).filter(|link| may_score(&selection, link, now));
    let Some(link) = link else { return Ok(None) };
    let kept_out =
        selection.score(candidate, &link.expert).is_some_and(|one| one.total().is_none());
    let found = selection.candidates.iter().find(|one| one.key == candidate && !kept_out);
    Ok(found.and_then(|one| one.dossier))
}
