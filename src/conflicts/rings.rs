//! Do two people owe each other? Nominated each other, judged each other in earlier rounds, or stand
//! in the round with projects that are much alike.

use std::collections::{BTreeMap, BTreeSet};

use crate::nominations::model::PersonRole;

use super::detect::{Found, Hit};
use super::evidence::{Evidence, Source, SourceKind};
use super::facts::fact;
use super::identity::Identity;
use super::index::Index;
use super::kinds::ConflictKind;
use super::persons::{role, source, weighed};

/// Hits of all three, by expert.
pub(super) fn find(index: &Index<'_>, known: &[Vec<Identity>], found: &mut Found) {
    alike(index, known, found);
    judged_each_other(index, known, found);
    nominated_each_other(index, known, found);
}

/// Persons of one role whom an expert surely is.
fn surely<'known>(
    index: &Index<'_>,
    known: &'known [Identity],
    role: PersonRole,
) -> impl Iterator<Item = &'known Identity> {
    known
        .iter()
        .filter(move |identity| identity.bars && index.people[identity.person].record.role == role)
}

/// A nomination that is much like one that the expert completed.
fn alike(index: &Index<'_>, known: &[Vec<Identity>], found: &mut Found) {
    let mut near: BTreeMap<usize, BTreeMap<usize, u16>> = BTreeMap::new();
    for one in index.input.similarities {
        let places = (
            index.nomination_at.get(one.nomination_id.as_str()),
            index.nomination_at.get(one.other_id.as_str()),
        );
        let (Some(&first), Some(&second)) = places else {
            continue;
        };
        let both_now = index.rounds.is_current[first] && index.rounds.is_current[second];
        if first == second || !both_now || one.score < index.policy.limits.similar_from {
            continue;
        }
        for (own, other) in [(first, second), (second, first)] {
            let score = near.entry(own).or_default().entry(other).or_default();
            *score = (*score).max(one.score);
        }
    }
    if near.is_empty() {
        return;
    }
    for (expert, known) in known.iter().enumerate() {
        for identity in surely(index, known, PersonRole::Completer) {
            let own = index.people[identity.person].nomination;
            for (&nomination, &score) in near.get(&own).into_iter().flatten() {
                let hit = alike_hit(index, identity, nomination, score);
                found.entry(expert).or_default().push(hit);
            }
        }
    }
}

fn alike_hit(index: &Index<'_>, identity: &Identity, nomination: usize, score: u16) -> Hit {
    let person = &index.people[identity.person];
    let mine = &index.input.nominations[person.nomination];
    let (id, title, order) = (&mine.nomination_id, &mine.title, person.record.order);
    let percent = score / 10;
    let kind = ConflictKind::OwnSimilarNomination;
    Hit {
        nomination,
        kind,
        severity: weighed(index, kind, identity),
        confidence: identity.confidence,
        evidence: Evidence::new(
            source(person),
            format!("专家是项目 {id}《{title}》的第{order}完成人，与本项目相近（{percent}%）"),
            format!("the expert is completer {order} of {id} ({title}), alike by {percent} %"),
        )
        .over([source(person), Source::new(SourceKind::Nomination, id)]),
    }
}

/// Which expert judged whose nominations, with the reviews.
type Judged = BTreeMap<(usize, usize), BTreeSet<Source>>;

fn judged_each_other(index: &Index<'_>, known: &[Vec<Identity>], found: &mut Found) {
    if index.input.past_reviews.is_empty() {
        return;
    }
    let mut completed_by: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (expert, known) in known.iter().enumerate() {
        for identity in surely(index, known, PersonRole::Completer) {
            let nomination = index.people[identity.person].nomination;
            completed_by.entry(nomination).or_default().insert(expert);
        }
    }
    let mut judged = Judged::new();
    let years = index.policy.windows.reviewing_ring_years;
    let recent = index.input.past_reviews.iter();
    for review in recent.filter(|one| index.rounds.are_within(Some(one.round), years)) {
        let judge = index.expert_at.get(review.expert_id.as_str());
        let nomination = index.nomination_at.get(review.nomination_id.as_str());
        let (Some(&judge), Some(&nomination)) = (judge, nomination) else {
            continue;
        };
        let key = format!("{}/{}/{}", review.round, review.expert_id, review.nomination_id);
        let review = Source::new(SourceKind::Review, key);
        for &other in completed_by.get(&nomination).into_iter().flatten() {
            if other != judge {
                judged.entry((judge, other)).or_default().insert(review.clone());
            }
        }
    }
    for (&(expert, other), ours) in &judged {
        let Some(theirs) = judged.get(&(other, expert)) else {
            continue;
        };
        for identity in surely(index, &known[other], PersonRole::Completer) {
            if index.rounds.is_current[index.people[identity.person].nomination] {
                let hit = ring_hit(index, identity, (ours, theirs));
                found.entry(expert).or_default().extend(hit);
            }
        }
    }
}

/// The first review of each side stands for all of them.
fn ring_hit(
    index: &Index<'_>,
    identity: &Identity,
    (all_ours, all_theirs): (&BTreeSet<Source>, &BTreeSet<Source>),
) -> Option<Hit> {
    let (ours, theirs) = (all_ours.first()?, all_theirs.first()?);
    let person = &index.people[identity.person];
    let (role_zh, role_en) = role(person);
    let name = &person.record.name;
    let part = |source: &Source, at: usize| {
        source.key.splitn(3, '/').nth(at).unwrap_or_default().to_owned()
    };
    let (our_year, their_year) = (part(ours, 0), part(theirs, 0));
    let (our_work, their_work) = (part(theirs, 2), part(ours, 2));
    let kind = ConflictKind::ReviewingRing;
    let completer = source(person);
    let facts = all_ours.iter().chain(all_theirs).map(|one| fact(index, [one, &completer]));
    let facts: Vec<String> = facts.collect();
    Some(Hit {
        nomination: person.nomination,
        kind,
        severity: index.policy.severity_of(kind),
        confidence: identity.confidence,
        evidence: Evidence::new(
            ours.clone(),
            format!(
                "专家在{our_year}年评审过{role_zh}{name}的项目 {their_work}，{name}在{their_year}年评审过专家的项目 {our_work}"
            ),
            format!(
                "the expert judged {their_work} of {role_en} {name} in {our_year}, and {name} the expert's {our_work} in {their_year}"
            ),
        )
        .over([ours.clone(), theirs.clone(), completer])
        .telling(facts),
    })
}

/// Records of one human being, as far as name and unit tell: `name|unit`.
fn human_keys(index: &Index<'_>, at: usize) -> Vec<String> {
    let name = index.by_person.names.name(at);
    let name = if name.han.is_empty() { name.latin.first() } else { Some(&name.han) };
    let Some(name) = name else {
        return Vec::new();
    };
    let units = index.people[at].mentions().flat_map(|unit| index.places.identity(*unit).keys());
    units.map(|unit| format!("{name}|{unit}")).collect()
}

fn nominated_each_other(index: &Index<'_>, known: &[Vec<Identity>], found: &mut Found) {
    let years = index.policy.windows.mutual_nomination_years;
    let is_recent = |&nomination: &usize| {
        index.rounds.are_within(index.input.nominations[nomination].round, years)
    };
    let mut nominators: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, person) in index.people.iter().enumerate() {
        let is_nominator = person.record.role == PersonRole::NominatingExpert;
        if is_nominator && is_recent(&person.nomination) {
            for key in human_keys(index, at) {
                nominators.entry(key).or_default().push(at);
            }
        }
    }
    if nominators.is_empty() {
        return;
    }
    for (expert, known) in known.iter().enumerate() {
        let nominated = surely(index, known, PersonRole::NominatingExpert);
        let nominated: BTreeSet<usize> =
            nominated.map(|one| index.people[one.person].nomination).filter(is_recent).collect();
        let own = surely(index, known, PersonRole::Completer);
        let own = own.map(|one| index.people[one.person].nomination);
        let own: BTreeSet<usize> = own.filter(is_recent).collect();
        if nominated.is_empty() || own.is_empty() {
            continue;
        }
        for &theirs in &nominated {
            for &companion in &index.by_person.of_nomination[theirs] {
                if index.people[companion].is_completer() {
                    favours(
                        index,
                        &nominators,
                        (companion, theirs),
                        &own,
                        found.entry(expert).or_default(),
                    );
                }
            }
        }
    }
}

/// The completer of a nomination that the expert put forward has put forward one of the expert's:
/// all that the completer completes or nominates in this round is flagged.
fn favours(
    index: &Index<'_>,
    nominators: &BTreeMap<String, Vec<usize>>,
    (companion, theirs): (usize, usize),
    own: &BTreeSet<usize>,
    hits: &mut Vec<Hit>,
) {
    let keys = human_keys(index, companion);
    let as_nominator: BTreeSet<usize> =
        keys.iter().filter_map(|key| nominators.get(key)).flatten().copied().collect();
    let id = |at: usize| index.input.nominations[at].nomination_id.as_str();
    let returned =
        as_nominator.iter().map(|&at| index.people[at].nomination).filter(|at| own.contains(at));
    let returned: BTreeSet<&str> = returned.map(id).collect();
    let (theirs, Some(&ours)) = (id(theirs), returned.first()) else {
        return;
    };
    let files = [&index.by_unit.work, &index.by_unit.completion];
    let same = |at: &usize| human_keys(index, *at).iter().any(|key| keys.contains(key));
    let mut humans: BTreeSet<usize> = as_nominator;
    for unit in index.people[companion].mentions() {
        for key in index.places.identity(*unit).keys() {
            let there = files.into_iter().filter_map(|files| files.get(key)).flatten();
            humans
                .extend(there.copied().filter(|at| index.people[*at].is_completer()).filter(same));
        }
    }
    for at in humans {
        let person = &index.people[at];
        let (role_zh, role_en) = role(person);
        let name = &person.record.name;
        let kind = ConflictKind::MutualNomination;
        let nomination = |id: &str| Source::new(SourceKind::Nomination, id);
        let facts = returned
            .iter()
            .map(|one| fact(index, [&nomination(theirs), &nomination(one), &source(person)]));
        let facts: Vec<String> = facts.collect();
        hits.push(Hit {
            nomination: person.nomination,
            kind,
            severity: index.policy.severity_of(kind),
            confidence: 1_000,
            evidence: Evidence::new(
                source(person),
                format!("专家提名过{role_zh}{name}的项目 {theirs}，{name}提名过专家的项目 {ours}"),
                format!("the expert nominated {theirs} of {role_en} {name}, and {name} the expert's {ours}"),
            )
            .over([nomination(theirs), nomination(ours), source(person)])
            .telling(facts),
        });
    }
}
