//! What does the award office read of its publicities?

use std::collections::BTreeMap;

use entity::{ids::PublicityId, vocabulary::PublicityKind};

use super::{
    content::Content,
    corrected::apply,
    draft::{PublicityError, days, policy},
    gather,
    record::{MOST_UNCONFIRMED, Publicity, end_after, next_midnight},
    store,
    views::{Beside, CorrectionView, EntryRow, EntryView, PreviewView, PublicityView},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    awards, identity,
    persistence::ReadTx,
};

/// The publicities of a round, drafts too, the newest first.
///
/// # Errors
/// The role, no such round, the records failing.
pub async fn list(
    app: &App,
    actor: &Actor,
    year: i32,
) -> Result<Vec<PublicityView>, PublicityError> {
    permit(actor, Action::ManagePublicities)?;
    let tx = app.database.begin_read().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(PublicityError::NotFound)?;
    let all = store::of_round(&*tx, round.id).await?;
    let mut views = Vec::with_capacity(all.len());
    for one in all {
        views.push(view(app, &tx, one, year).await?);
    }
    Ok(views)
}

async fn view(
    app: &App,
    tx: &ReadTx,
    one: Publicity,
    year: i32,
) -> Result<PublicityView, PublicityError> {
    let counts = store::count_entries(&**tx, &[one.id]).await?;
    let known = store::corrections_of(&**tx, one.id).await?;
    let positions: BTreeMap<_, i32> = if known.iter().any(|one| one.entry.is_some()) {
        store::entries_of(&**tx, one.id).await?.iter().map(|one| (one.id, one.position)).collect()
    } else {
        BTreeMap::new()
    };
    let position = |entry| positions.get(&entry).copied();
    let corrections = known.into_iter().map(|one| {
        let at = one.entry.and_then(position);
        CorrectionView::of(one, at)
    });
    let beside = Beside {
        year,
        count: counts.first().map_or(0, |(_, count)| u32::try_from(*count).unwrap_or(0)),
        corrections: corrections.collect(),
        now: app.clock.now(),
    };
    let mut view = PublicityView::of(one, beside);
    view.names = identity::display_names(&**tx, view.actors()).await?;
    Ok(view)
}

/// A publicity.
///
/// # Errors
/// The role, none, the records failing.
pub async fn read(
    app: &App,
    actor: &Actor,
    id: PublicityId,
) -> Result<PublicityView, PublicityError> {
    permit(actor, Action::ManagePublicities)?;
    let tx = app.database.begin_read().await?;
    let (one, year) = store::find(&*tx, id).await?.ok_or(PublicityError::NotFound)?;
    view(app, &tx, one, year).await
}

fn content_of(text: &str) -> Result<Content, PublicityError> {
    serde_json::from_str(text).map_err(|error| PublicityError::Broken(error.to_string()))
}

/// A part of the entries of a publicity, and how many there are.
///
/// # Errors
/// The role, none, the records failing.
pub async fn list_entries(
    app: &App,
    actor: &Actor,
    id: PublicityId,
    part: (u64, u64),
) -> Result<(Vec<EntryRow>, u64), PublicityError> {
    permit(actor, Action::ManagePublicities)?;
    let tx = app.database.begin_read().await?;
    store::find(&*tx, id).await?.ok_or(PublicityError::NotFound)?;
    let (entries, total) = store::list_entries(&*tx, id, part).await?;
    let mut rows = Vec::with_capacity(entries.len());
    for one in entries {
        rows.push(EntryRow::of(&one, &content_of(&one.content)?));
    }
    Ok((rows, total))
}

/// An entry with what it shows, released corrections in it.
///
/// # Errors
/// The role, none, the records failing.
pub async fn entry_of(
    app: &App,
    actor: &Actor,
    (id, position): (PublicityId, i32),
) -> Result<EntryView, PublicityError> {
    permit(actor, Action::ManagePublicities)?;
    let tx = app.database.begin_read().await?;
    let one = store::entry_at(&*tx, id, position).await?.ok_or(PublicityError::NotFound)?;
    let mut content = content_of(&one.content)?;
    let row = EntryRow::of(&one, &content);
    for correction in store::corrections_of(&*tx, id).await? {
        if correction.entry == Some(one.id) {
            apply(&mut content, &correction);
        }
    }
    Ok(EntryView { row, content })
}

/// What a publicity of a kind would show now, before anything is written.
///
/// # Errors
/// The role, no such round, the records failing.
pub async fn preview(
    app: &App,
    actor: &Actor,
    (year, kind): (i32, PublicityKind),
) -> Result<PreviewView, PublicityError> {
    permit(actor, Action::ManagePublicities)?;
    let policy = policy()?;
    let tx = app.database.begin_read().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(PublicityError::NotFound)?;
    let now = app.clock.now();
    let (opens_at, days) = (next_midnight(now), days(kind)?);
    let empty = Publicity {
        id: PublicityId(uuid::Uuid::nil()),
        round: round.id,
        kind,
        number: String::new(),
        title: String::new(),
        notice: String::new(),
        opens_at,
        closes_at: end_after(opens_at, days),
        policy: policy.id.clone(),
        version: 0,
        drafted_by: String::new(),
        drafted_at: now,
        released_by: None,
        released_at: None,
        digest: None,
    };
    let places = gather::candidates(&tx, policy, &empty).await?;
    Ok(PreviewView {
        count: places.len(),
        nominations: places.into_iter().map(Into::into).collect(),
        days,
        opens_at,
        closes_at: empty.closes_at,
        policy: empty.policy,
        most_unconfirmed: MOST_UNCONFIRMED,
    })
}
