//! What follows from the links for the conflicts of a round: which expert is which person, and which not?

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::ids::NominationId;

use super::{
    assemble::{expert_key, person_keys},
    groups::{Groups, Pair},
};
use crate::{
    conflicts::{Decision, Outcome, Source},
    experts::model::Expert,
    nominations::{RoundDossiers, model::Person},
};

/// Who decided about a pair, when and why.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) id: String,
    pub(super) by: String,
    /// The second, where it was two.
    pub(super) second: Option<String>,
    pub(super) on: Option<NaiveDate>,
    pub(super) words: String,
}

/// What was said of pairs, by their keys.
pub(super) type AllSaid = BTreeMap<Pair, Said>;

/// The experts of the pool and the people of a round, as far as a decision can speak of them: what goes to a thread of
/// its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    /// The pool's keys.
    experts: Vec<String>,
    /// Of each no more than whom it names, and where.
    people: Vec<Person>,
    keys: BTreeMap<String, NominationId>,
}

impl Named {
    pub(super) fn of(dossiers: &RoundDossiers, experts: &[Expert]) -> Self {
        let person = |one: &Person| Person {
            nomination_id: one.nomination_id.clone(),
            order: one.order,
            name: one.name.clone(),
            role: one.role,
            ..Person::default()
        };
        Self {
            experts: experts.iter().map(|one| one.expert_id.clone()).collect(),
            people: dossiers.people.iter().map(person).collect(),
            keys: dossiers.keys.clone(),
        }
    }
}

/// What follows for one expert and one person.
#[derive(Clone, Copy, Debug)]
enum Verdict<'a> {
    Same,
    /// They are two by these pairs.
    Apart(&'a [Pair]),
}

/// What follows for an expert and people of the round, by their places. What is said to be two people is not one,
/// whatever joins them.
fn verdicts<'a>(
    groups: &'a Groups,
    own: &str,
    places: &BTreeMap<&str, usize>,
) -> BTreeMap<usize, Verdict<'a>> {
    let place = |key: &str| places.get(key).copied();
    let same = groups.company(own).filter_map(place).map(|at| (at, Verdict::Same));
    let mut found: BTreeMap<usize, Verdict<'a>> = same.collect();
    for (pairs, records) in groups.strangers(own) {
        let apart = records.iter().filter_map(|key| place(key));
        found.extend(apart.map(|at| (at, Verdict::Apart(pairs))));
    }
    found
}

/// Everything that follows for the experts and the people of a round, in the order of experts and people. As long as
/// what follows, and what was decided, are long: nothing is held against everything.
pub(super) fn decisions(groups: &Groups, said: &AllSaid, named: &Named) -> Vec<Decision> {
    let keys = person_keys(&named.people, &named.keys);
    let places: BTreeMap<&str, usize> = keys
        .iter()
        .enumerate()
        .filter_map(|(at, key)| Some((key.as_deref()?, at)))
        .filter(|(key, _)| groups.names(key))
        .collect();
    let words = Words::new(groups, said);
    let mut found = Vec::new();
    for expert in &named.experts {
        let own = expert_key(expert);
        for (at, verdict) in verdicts(groups, &own, &places) {
            let (Some(person), Some(Some(key))) = (named.people.get(at), keys.get(at)) else {
                continue;
            };
            found.push(match verdict {
                Verdict::Apart(pairs) => decision(false, expert, person, words.parting(pairs)),
                Verdict::Same => decision(true, expert, person, words.joining(&own, key)),
            });
        }
    }
    found
}

/// What was said, where it is looked for.
struct Words<'a> {
    said: &'a AllSaid,
    /// Of each record the first link that names it.
    links: BTreeMap<&'a str, &'a Said>,
}

impl<'a> Words<'a> {
    fn new(groups: &Groups, said: &'a AllSaid) -> Self {
        let mut links: BTreeMap<&str, &Said> = BTreeMap::new();
        for ((first, second), said) in said {
            if groups.are_one(first, second) {
                links.entry(first).or_insert(said);
                links.entry(second).or_insert(said);
            }
        }
        Self { said, links }
    }

    /// What was said of two records that are two people: rather by two people than by one.
    fn parting(&self, pairs: &[Pair]) -> Option<&'a Said> {
        let all = pairs.iter().filter_map(|pair| self.said.get(pair));
        all.min_by_key(|said| said.second.is_none())
    }

    /// What was said of two records that are one person: of the link between them where there is one, else of the
    /// expert's first.
    fn joining(&self, own: &str, key: &str) -> Option<&'a Said> {
        let between = self.said.get(&(own.to_owned(), key.to_owned()));
        between.or_else(|| self.links.get(own).copied())
    }
}

/// Which experts would no longer be taken for which people after what was decided becomes `after`.
pub(super) fn newly_denied(
    (before, after): (&Groups, &Groups),
    named: &Named,
) -> Vec<(String, Source)> {
    let denied = |groups: &Groups| -> BTreeSet<(String, Source)> {
        let all = decisions(groups, &AllSaid::new(), named).into_iter();
        let all = all.filter(|one| one.outcome == Outcome::NotTheSamePerson);
        all.filter_map(|one| Some((one.expert_id, one.person?))).collect()
    };
    let known = denied(before);
    denied(after).into_iter().filter(|pair| !known.contains(pair)).collect()
}

fn decision(is_same: bool, expert: &str, person: &Person, said: Option<&Said>) -> Decision {
    let said = said.cloned().unwrap_or_default();
    let source = Source::person(&person.nomination_id, person.role, person.order);
    Decision {
        decision_id: format!("{}/{expert}/{source}", said.id),
        outcome: if is_same { Outcome::TheSamePerson } else { Outcome::NotTheSamePerson },
        expert_id: expert.to_owned(),
        person: Some(source),
        decided_by: said.by,
        agreed_by: said.second,
        decided_on: said.on,
        words: said.words,
        ..Decision::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(order: u32, name: &str) -> Person {
        Person { nomination_id: "N1".to_owned(), order, name: name.to_owned(), ..Person::default() }
    }

    fn expert(id: &str) -> Expert {
        Expert { expert_id: id.to_owned(), ..Expert::default() }
    }

    /// 王小明 and 李青 of one nomination, with the keys of both.
    fn round(experts: &[&str]) -> (Named, [String; 2]) {
        let id = NominationId(uuid::Uuid::nil());
        let dossiers = RoundDossiers {
            people: vec![person(1, "王小明"), person(2, "李青")],
            keys: BTreeMap::from([("N1".to_owned(), id)]),
            ..RoundDossiers::default()
        };
        let keys = person_keys(&dossiers.people, &dossiers.keys);
        let key = |at: usize| keys[at].clone().unwrap();
        let both = [key(0), key(1)];
        let experts: Vec<Expert> = experts.iter().map(|id| expert(id)).collect();
        (Named::of(&dossiers, &experts), both)
    }

    fn said(all: &[(&str, &str, &str, Option<&str>)]) -> AllSaid {
        let one = |&(first, second, by, other): &(&str, &str, &str, Option<&str>)| {
            let said =
                Said { by: by.to_owned(), second: other.map(str::to_owned), ..Said::default() };
            ((first.to_owned(), second.to_owned()), said)
        };
        all.iter().map(one).collect()
    }

    #[test]
    fn what_was_decided_reaches_through_others() {
        let (named, [wang, li]) = round(&["E1", "E2"]);
        let groups = Groups::new(
            [("expert:E1", "elsewhere"), ("elsewhere", wang.as_str())].into_iter(),
            [("expert:E1", li.as_str())].into_iter(),
        );
        let said = said(&[("elsewhere", "expert:E1", "甲、乙", Some("乙"))]);
        let found = decisions(&groups, &said, &named);
        let told: Vec<Outcome> = found.iter().map(|one| one.outcome).collect();
        assert_eq!(told, [Outcome::TheSamePerson, Outcome::NotTheSamePerson]);
        assert!(found.iter().all(|one| one.expert_id == "E1"));
        assert_eq!(found[0].person.as_ref().unwrap().to_string(), "person:N1#1");
        assert_eq!(found[0].decided_by, "甲、乙");
        assert_eq!(found[1].person.as_ref().unwrap().to_string(), "person:N1#2");
    }

    #[test]
    fn a_link_is_told_by_those_who_made_it() {
        let (named, [wang, li]) = round(&["E1"]);
        let groups = Groups::new(
            [("expert:E1", "unknown"), ("unknown", wang.as_str())].into_iter(),
            [("expert:E1", li.as_str()), ("another", "expert:E1")].into_iter(),
        );
        let all = said(&[
            ("another", "expert:E1", "丙", None),
            ("expert:E1", li.as_str(), "丁", None),
            ("expert:E1", "unknown", "甲、乙", Some("乙")),
        ]);
        let found = decisions(&groups, &all, &named);
        let told: Vec<(&str, bool)> =
            found.iter().map(|one| (&*one.decided_by, one.is_by_two())).collect();
        assert_eq!(told, [("甲、乙", true), ("丁", false)]);
    }

    #[test]
    fn the_word_of_two_counts_before_that_of_one() {
        let (named, [wang, _]) = round(&["E1"]);
        let linked = [("a-record", "expert:E1")];
        let refused = [("a-record", wang.as_str()), ("expert:E1", wang.as_str())];
        let groups = Groups::new(linked.into_iter(), refused.into_iter());
        let all = said(&[
            ("a-record", wang.as_str(), "丙", None),
            ("expert:E1", wang.as_str(), "甲、乙", Some("乙")),
        ]);
        let found = decisions(&groups, &all, &named);
        assert_eq!((&*found[0].decided_by, found[0].is_by_two()), ("甲、乙", true));
    }

    #[test]
    fn whom_a_refusal_would_deny() {
        let (named, [wang, li]) = round(&["E1", "E2", "E3"]);
        let linked = [("expert:E1", "expert:E2")];
        let refused = [("expert:E3", li.as_str())];
        let before = Groups::new(linked.into_iter(), refused.into_iter());
        let more = refused.into_iter().chain([("expert:E1", wang.as_str())]);
        let after = Groups::new(linked.into_iter(), more);
        let denied = newly_denied((&before, &after), &named);
        let told: Vec<(&str, String)> =
            denied.iter().map(|(expert, person)| (&**expert, person.to_string())).collect();
        let wang = "person:N1#1".to_owned();
        assert_eq!(told, [("E1", wang.clone()), ("E2", wang)], "E2 is E1");
        assert_eq!(newly_denied((&after, &after), &named), []);
    }

    #[test]
    fn what_joins_does_not_count_against_what_parts() {
        let (named, [wang, _]) = round(&["E1"]);
        let joined = [("expert:E1", wang.as_str())];
        let groups = Groups::new(joined.into_iter(), joined.into_iter());
        let found = decisions(&groups, &AllSaid::new(), &named);
        let told: Vec<Outcome> = found.iter().map(|one| one.outcome).collect();
        assert_eq!(told, [Outcome::NotTheSamePerson]);
    }

    /// As many refusals as years of use bring. Holding every expert against every person and every refusal would be a
    /// billion times as much, and would not end.
    #[test]
    fn many_refusals_are_looked_up() {
        const EXPERTS: u32 = 2_000;
        let dossiers = RoundDossiers {
            people: (0..EXPERTS * 4).map(|at| person(at, &format!("第{at}人"))).collect(),
            keys: BTreeMap::from([("N1".to_owned(), NominationId(uuid::Uuid::nil()))]),
            ..RoundDossiers::default()
        };
        let experts: Vec<Expert> = (0..EXPERTS).map(|at| expert(&format!("E{at}"))).collect();
        let keys: Vec<String> =
            person_keys(&dossiers.people, &dossiers.keys).into_iter().flatten().collect();
        let own: Vec<String> = experts.iter().map(|one| expert_key(&one.expert_id)).collect();
        let pairs = || own.iter().zip(keys.chunks(4));
        let linked = pairs().map(|(own, keys)| (own.as_str(), keys[0].as_str()));
        let refused = pairs()
            .flat_map(|(own, keys)| keys[1..].iter().map(move |key| (own.as_str(), key.as_str())));
        let groups = Groups::new(linked, refused);
        let found = decisions(&groups, &AllSaid::new(), &Named::of(&dossiers, &experts));
        let denied = found.iter().filter(|one| one.outcome == Outcome::NotTheSamePerson).count();
        assert_eq!((found.len(), denied), (4 * EXPERTS as usize, 3 * EXPERTS as usize));
    }
}
