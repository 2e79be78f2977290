//! How is a publicity released? By a second person, as it was drafted, or not at all.

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::PublicityId;

use super::{
    draft::{PublicityError, policy},
    record::{Entry, LEAST_AHEAD, Publicity, digest_over, is_confirmed, states},
    rules::Rule,
    store,
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit},
    nominations::{self, Place},
    notifications::{self, Kind, Notice, To},
    persistence::WriteTx,
    shared::beijing,
};

/// Numbers that a refusal names at the most.
const MOST_NAMED: usize = 20;

/// Releases a draft of the version seen: its entries are fixed under one digest, and it opens and closes by
/// the clock alone.
///
/// # Errors
/// The role, none, released or changed since, the drafter himself, an unconfirmed number, nominations that
/// moved on since the draft, too late to open, the records failing.
pub async fn release(
    app: &App,
    actor: &Actor,
    (id, seen): (PublicityId, i64),
    confirmed_count: Option<usize>,
) -> Result<(), PublicityError> {
    permit(actor, Action::ManagePublicities)?;
    policy()?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let (one, year) = store::find(&*tx, id).await?.ok_or(PublicityError::NotFound)?;
    may_release(&one, actor, seen)?;
    let released = store::count_released(&*tx, (one.round, one.kind)).await?;
    let soonest = now + LEAST_AHEAD;
    if one.opens_at < soonest {
        return Err(Rule::OpensTooSoon(soonest).into());
    }
    let entries = store::entries_of(&*tx, id).await?;
    if !is_confirmed(entries.len(), confirmed_count) {
        return Err(Rule::Unconfirmed(entries.len()).into());
    }
    let places = fresh_places(&tx, &one, &entries).await?;
    let number = format!("{year}-{}-{}", one.kind.as_str().replace('_', "-"), released + 1);
    let digest = digest_over(entries.iter().map(|entry| (entry.position, entry.digest.as_str())));
    let by = actor.username.as_str();
    if !store::release(&*tx, (id, seen), (&number, &digest), (by, now)).await? {
        return Err(PublicityError::Stale);
    }
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: "notices.release_publicity".to_owned(),
        subject: format!("publicity/{id}"),
        after_digest: Some(digest),
        reason: Some(format!("{number}: {}", entries.len())),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tell_societies(app, &tx, (&one, &number), &places).await?;
    tx.commit().await?;
    app.edition.turn();
    Ok(())
}

fn may_release(one: &Publicity, actor: &Actor, seen: i64) -> Result<(), PublicityError> {
    if one.released_at.is_some() {
        return Err(Rule::Released.into());
    }
    if one.version != seen {
        return Err(PublicityError::Stale);
    }
    if one.drafted_by == actor.username {
        return Err(Rule::SamePerson.into());
    }
    Ok(())
}

/// Where the nominations of the entries stand, all of them as they were when the draft was made.
async fn fresh_places(
    tx: &WriteTx,
    one: &Publicity,
    entries: &[Entry],
) -> Result<Vec<Place>, PublicityError> {
    let ids: Vec<_> = entries.iter().map(|entry| entry.nomination).collect();
    let places = nominations::places(&**tx, &ids).await?;
    let by_id: BTreeMap<_, &Place> = places.iter().map(|place| (place.id, place)).collect();
    let (from, _) = states(one.kind);
    let is_fresh = |entry: &&Entry| {
        by_id
            .get(&entry.nomination)
            .is_some_and(|place| place.state == from && place.version == entry.nomination_version)
    };
    let number = |id| by_id.get(id).map_or_else(String::new, |place: &&Place| place.number.clone());
    let changed: Vec<String> = entries
        .iter()
        .filter(|entry| !is_fresh(entry))
        .take(MOST_NAMED)
        .map(|entry| number(&entry.nomination))
        .collect();
    if !changed.is_empty() {
        return Err(Rule::Changed(changed).into());
    }
    let elsewhere = store::shown_elsewhere(&**tx, one, false).await?;
    let twice: Vec<String> = ids
        .iter()
        .filter(|id| elsewhere.binary_search(id).is_ok())
        .take(MOST_NAMED)
        .map(number)
        .collect();
    if twice.is_empty() { Ok(places) } else { Err(Rule::ShownElsewhere(twice).into()) }
}

/// Tells every society once, however many of its nominations are shown.
async fn tell_societies(
    app: &App,
    tx: &WriteTx,
    (one, number): (&Publicity, &str),
    places: &[Place],
) -> Result<(), PublicityError> {
    let societies: BTreeSet<&String> =
        places.iter().filter_map(|one| one.society.as_ref()).collect();
    let facts = [
        ("number", number.to_owned()),
        ("title", one.title.clone()),
        ("from", beijing(one.opens_at)),
        ("until", beijing(one.closes_at)),
    ];
    let notice = Notice {
        kind: Kind::PublicityReleased,
        subject: format!("publicity/{}", one.id),
        facts: facts.into_iter().map(|(word, said)| (word.to_owned(), said)).collect(),
        link: Some(format!("/public/publicities/{number}")),
    };
    for society in societies {
        notifications::tell(app, tx, &To::Society(society.clone()), &notice).await?;
    }
    Ok(())
}
