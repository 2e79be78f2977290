//! Which nominations may a publicity show, and what is shown of each?

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::NominationId;

use super::{
    content::{Content, Sources, digest_of},
    draft::PublicityError,
    policy::Policy,
    record::{Entry, Publicity, states},
    store,
};
use crate::{
    app::App,
    nominations::{
        Place, made_public,
        model::{Paper, Person},
        nominations_in_state, round_dossiers,
    },
    persistence::ReadTx,
};

/// The nominations that a publicity can show: they stand where they are made public from, their award knows
/// publicities, and no other publicity of the kind shows them.
///
/// # Errors
/// The policy or the records failing.
pub(super) async fn candidates(
    tx: &ReadTx,
    policy: &Policy,
    one: &Publicity,
) -> Result<Vec<Place>, PublicityError> {
    let elsewhere = store::shown_elsewhere(&**tx, one, true).await?;
    let (from, _) = states(one.kind);
    let mut places = nominations_in_state(&**tx, one.round, from).await?;
    places.retain(|place| {
        policy.knows(one.kind, &place.category) && elsewhere.binary_search(&place.id).is_err()
    });
    // By category in the order of the awards, then by number.
    let rank = |place: &Place| ["NAT", "INV", "PRO"].iter().position(|one| *one == place.category);
    places.sort_by_cached_key(|place| (rank(place), place.number.clone()));
    Ok(places)
}

/// What was gathered for a draft.
#[derive(Debug)]
pub(super) struct Gathered {
    /// The entries, in order.
    pub(super) entries: Vec<Entry>,
    /// Personal data that were taken out of texts.
    pub(super) taken_out: usize,
}

/// The entries of the nominations `chosen`, each from the version at which it stands.
///
/// # Errors
/// The records failing.
pub(super) async fn entries(
    app: &App,
    tx: &ReadTx,
    (policy, one, year): (&Policy, &Publicity, i32),
    chosen: &[Place],
) -> Result<Gathered, PublicityError> {
    let wanted: BTreeSet<NominationId> = chosen.iter().map(|place| place.id).collect();
    let (from, _) = states(one.kind);
    let mut known = round_dossiers(&**tx, one.round, year, |state| state == from).await?;
    let forms = made_public(app, tx, (one.round, year), &|id| wanted.contains(&id)).await?;
    let mut people: BTreeMap<String, Vec<Person>> = BTreeMap::new();
    for person in std::mem::take(&mut known.people) {
        people.entry(person.nomination_id.clone()).or_default().push(person);
    }
    let mut papers: BTreeMap<String, Vec<Paper>> = BTreeMap::new();
    for paper in std::mem::take(&mut known.papers) {
        papers.entry(paper.nomination_id.clone()).or_default().push(paper);
    }
    let by_number: BTreeMap<&str, _> =
        known.nominations.iter().map(|one| (one.nomination_id.as_str(), one)).collect();
    let mut gathered = Gathered { entries: Vec::with_capacity(chosen.len()), taken_out: 0 };
    for (place, position) in chosen.iter().zip(1..) {
        let Some(nomination) = by_number.get(place.number.as_str()) else { continue };
        let sources = Sources {
            nomination,
            people: people.get(&place.number).map_or(&[], Vec::as_slice),
            papers: papers.get(&place.number).map_or(&[], Vec::as_slice),
            form: forms.get(&place.id),
        };
        let (content, taken_out) = Content::of(policy, one.kind, sources);
        gathered.taken_out += taken_out;
        let content = content.to_text();
        gathered.entries.push(Entry {
            id: app.ids.next(),
            nomination: place.id,
            position,
            nomination_version: place.version,
            digest: digest_of(&content),
            content,
        });
    }
    Ok(gathered)
}
