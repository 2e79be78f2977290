//! Which pairs of a round, and of the round with earlier ones, are alike? Found by bands and pairs of
//! characters rather than by comparing all with all; the same on one thread and on many.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    compare::{Known, Likeness, exact},
    lsh::Bands,
    policy::Policy,
    shingles::Shingles,
    titles::TitleIndex,
};

/// Two nominations by their places, the one of the round first.
pub type Pair = (usize, usize);

/// Whether the pair is to be looked at from `subject`: each pair of the round once.
fn is_ahead(subject: usize, other: usize, is_subject: &[bool]) -> bool {
    let is_of_round = is_subject.get(other).copied().unwrap_or(false);
    subject != other && (!is_of_round || subject < other)
}

fn subjects(is_subject: &[bool]) -> Vec<usize> {
    is_subject.iter().enumerate().filter(|(_, is)| **is).map(|(at, _)| at).collect()
}

/// The pairs whose sketches are near, in order.
pub fn near_pairs(known: &[Known], is_subject: &[bool], policy: &Policy) -> Vec<Pair> {
    let bands = Bands::of(known.iter().map(|one| one.sketch.as_ref()), policy.text.band_rows);
    let of_subject = |subject: usize| -> Vec<Pair> {
        let Some(sketch) = known.get(subject).and_then(|one| one.sketch.as_ref()) else {
            return Vec::new();
        };
        let is_near = |other: &usize| {
            is_ahead(subject, *other, is_subject)
                && known
                    .get(*other)
                    .and_then(|one| one.sketch.as_ref())
                    .is_some_and(|other| sketch.estimate(other) >= policy.text.least_estimate)
        };
        let others = bands.sharing(sketch).into_iter().filter(is_near);
        others.map(|other| (subject, other)).collect()
    };
    subjects(is_subject).into_par_iter().flat_map_iter(of_subject).collect()
}

/// The pairs whose titles are alike, in order, with how much.
pub fn title_pairs(known: &[Known], is_subject: &[bool], policy: &Policy) -> Vec<(Pair, f64)> {
    let index = TitleIndex::of(known.iter().map(|one| &one.title));
    let rules = &policy.title;
    let of_subject = |subject: usize| -> Vec<(Pair, f64)> {
        let Some(own) = known.get(subject).map(|one| &one.title) else { return Vec::new() };
        let others = index.sharing(own, rules.least_jaccard).into_iter();
        let likeness = |other: usize| {
            let title = &known.get(other)?.title;
            let likeness = own.likeness(title, rules.least_characters);
            let is_found = is_ahead(subject, other, is_subject) && likeness >= rules.least_jaccard;
            is_found.then_some(((subject, other), likeness))
        };
        others.filter_map(likeness).collect()
    };
    subjects(is_subject).into_par_iter().flat_map_iter(of_subject).collect()
}

/// Of near pairs those whose texts are alike, in order, with how much.
pub fn text_pairs(
    near: &[Pair],
    shingles: &BTreeMap<usize, Shingles>,
    policy: &Policy,
) -> Vec<(Pair, Likeness)> {
    let compared = |&(one, other): &Pair| {
        let found = exact(shingles.get(&one)?, shingles.get(&other)?, policy)?;
        Some(((one, other), found))
    };
    near.par_iter().filter_map(compared).collect()
}
