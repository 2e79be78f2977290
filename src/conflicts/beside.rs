//! Who else stands on a list of names beside the expert, and what does one completer's name there tell
//! of another?

use std::collections::BTreeMap;

use super::denials::NotMeant;
use super::frequencies::PARTS;
use super::index::Index;
use super::input::ExpertFacts;
use super::names::NameMatch;

/// What the name of a second completer on a list tells, as a divisor of one by its share: the lower, the more.
/// Measured for names in Han characters on real papers and a real round (`docs/engines/conflicts.md`):
/// 2.3, rounded up. In letters the measure is thin, and the figure is that of a typical team.
const SECOND_IN_HAN: u128 = 3;
const SECOND_IN_LETTERS: u128 = 10;
/// The same of a third name and of each further one: beside a completer one name in six is a completer of
/// the same nomination, this one with one in seven.
const FURTHER: u128 = 40;

/// A completer's name on a list of names.
#[derive(Clone, Copy)]
pub(super) struct Listed {
    /// Which name of the list.
    pub(super) name: usize,
    /// The share of people who bear it.
    pub(super) parts: u128,
    pub(super) matched: NameMatch,
}

/// Completers of one nomination whose names stand on a list.
pub(super) type OnList = BTreeMap<usize, Listed>;

/// Completers of the round, by nomination, whose names stand beside the expert's on a publication and
/// may mean them, and how many names do.
pub(super) fn listed_beside(
    index: &Index<'_>,
    expert: &ExpertFacts<'_>,
    publication: usize,
    not_meant: &NotMeant,
) -> (BTreeMap<usize, OnList>, usize) {
    let mut lists: BTreeMap<usize, OnList> = BTreeMap::new();
    let mut beside = 0;
    for (place, &at) in index.authors.lists[publication].iter().enumerate() {
        let author = &index.authors.names[at];
        if expert.names.iter().any(|own| own.agrees(author).is_some()) {
            continue;
        }
        beside += 1;
        let others = not_meant.get(&place);
        for &(person, matched) in &index.authors.people[at] {
            let facts = &index.people[person];
            let is_now = facts.is_completer() && index.rounds.is_current[facts.nomination];
            if !is_now || others.is_some_and(|others| others.contains(&person)) {
                continue;
            }
            // Han characters, on whichever side they stand, tell more than letters.
            let own = index.by_person.names.name(person);
            let name = if own.han.is_empty() { author } else { own };
            let parts = index.frequencies.parts(name, matched);
            let listed = Listed { name: at, parts, matched };
            let list = lists.entry(facts.nomination).or_default();
            let best = list.entry(person).or_insert(listed);
            if (matched, parts) < (best.matched, best.parts) {
                *best = listed;
            }
        }
    }
    (lists, beside)
}

/// How much likelier the expert's papers make it that he is one of these people, whose name is his in
/// letters: other completers of the nomination stand beside him. Of Han characters the unit tells enough.
pub(super) fn team_gains(
    index: &Index<'_>,
    expert: &ExpertFacts<'_>,
    candidates: &BTreeMap<usize, Option<NameMatch>>,
) -> BTreeMap<usize, u64> {
    let in_letters: Vec<(usize, NameMatch)> = candidates
        .iter()
        .filter_map(|(&person, names)| Some((person, (*names)?)))
        .filter(|&(person, how)| how != NameMatch::Han && index.people[person].is_completer())
        .collect();
    let mut gains: BTreeMap<usize, u64> = BTreeMap::new();
    if in_letters.is_empty() {
        return gains;
    }
    for &publication in expert.publications.iter().filter(|&&at| !is_crowded(index, at)) {
        let (lists, beside) = listed_beside(index, expert, publication, &NotMeant::new());
        for &(person, matched) in &in_letters {
            let Some(list) = lists.get(&index.people[person].nomination) else {
                continue;
            };
            let mut others = list.clone();
            others.remove(&person);
            // His name is the expert's own, which stands on no such list.
            let own = Listed { name: usize::MAX, parts: 0, matched };
            if let Some(gain) = joint_gain(&own, &others, beside as u128 + 1) {
                let best = gains.entry(person).or_insert(1);
                *best = bounded(index, gain).max(*best);
            }
        }
    }
    gains
}

/// Whether the list of authors is too long to tell of a relation.
pub(super) fn is_crowded(index: &Index<'_>, publication: usize) -> bool {
    index.input.publications[publication].authors.len() > index.policy.limits.largest_author_list
}

/// For each completer on a list with so many names beside the expert's: how much likelier the other
/// completers on it make it that he is meant, up to the policy's bound.
pub(super) fn joint_gains(index: &Index<'_>, list: &OnList, beside: usize) -> Vec<(usize, u64)> {
    let gain = |own: &Listed| Some(bounded(index, joint_gain(own, list, beside as u128)?));
    list.iter().filter_map(|(&person, own)| Some((person, gain(own)?))).collect()
}

fn bounded(index: &Index<'_>, gain: u128) -> u64 {
    let bound = index.policy.identity.joint_author_gain;
    u64::try_from(gain).unwrap_or(bound).clamp(1, bound)
}

/// The rarest other name might stand by chance at any place but the expert's and his own; each further one
/// tells by itself.
fn joint_gain(own: &Listed, list: &OnList, beside: u128) -> Option<u128> {
    let mut others: BTreeMap<usize, (u128, NameMatch)> = BTreeMap::new();
    for one in list.values().filter(|one| one.name != own.name) {
        let told = (one.parts.max(1), one.matched);
        let known = others.entry(one.name).or_insert(told);
        *known = told.min(*known);
    }
    let mut others: Vec<(u128, NameMatch)> = others.into_values().collect();
    others.sort_unstable();
    let (&(rarest, matched), further) = others.split_first()?;
    let in_han = own.matched == NameMatch::Han && matched == NameMatch::Han;
    let second = if in_han { SECOND_IN_HAN } else { SECOND_IN_LETTERS };
    let places = beside.saturating_sub(1).max(1);
    let by_chance = rarest.saturating_mul(second).saturating_mul(places);
    Some(further.iter().fold(PARTS / by_chance, |gain, (parts, _)| {
        gain.saturating_mul((PARTS / parts.saturating_mul(FURTHER)).max(1))
    }))
}
