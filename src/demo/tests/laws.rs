//! What must hold for every round, and how varied it must be.

use std::collections::BTreeSet;

use super::super::nominations::{ABSTRACT_LENGTH, LONGEST_TITLE};
use super::super::teams::limits;
use super::super::*;
use super::count_by;
use crate::nominations::model::PersonRole;

fn ids_are_distinct<'a>(ids: impl Iterator<Item = &'a String>) -> bool {
    let all: Vec<&String> = ids.collect();
    all.iter().collect::<BTreeSet<_>>().len() == all.len()
}

/// The laws of records, texts and teams.
pub(super) fn assert_laws(round: &DemoRound) {
    assert_keys(round);
    assert_pool(round);
    assert_references(round);
    for nomination in &round.nominations {
        assert_team(round, nomination);
    }
    let societies =
        round.nominations.iter().filter_map(|nomination| nomination.society_id.as_deref());
    assert!(count_by(societies).values().all(|&count| count <= 4));
    assert_texts(round);
}

fn assert_keys(round: &DemoRound) {
    assert!(ids_are_distinct(round.experts.iter().map(|one| &one.expert_id)));
    assert!(ids_are_distinct(round.experts.iter().filter_map(|one| one.email.as_ref())));
    assert!(ids_are_distinct(round.publications.iter().map(|one| &one.publication_id)));
    assert!(ids_are_distinct(round.nominations.iter().map(|one| &one.nomination_id)));
    assert!(ids_are_distinct(round.societies.iter().map(|one| &one.society_id)));
    assert!(ids_are_distinct(round.units.iter().filter_map(|one| one.alias.as_ref())));
}

fn assert_pool(round: &DemoRound) {
    for expert in &round.experts {
        assert!(!expert.disciplines.is_empty() && expert.keywords.len() >= 4, "{expert:?}");
        assert!(expert.born_on.is_some(), "{expert:?}");
    }
    for publication in &round.publications {
        assert!((2015..=2026).contains(&publication.year.unwrap_or_default()), "{publication:?}");
        assert!(publication.authors.len() >= 2, "{publication:?}");
        assert!(!publication.keywords.is_empty(), "{publication:?}");
    }
}

/// Whatever is referred to is there.
fn assert_references(round: &DemoRound) {
    let experts: BTreeSet<&String> = round.experts.iter().map(|one| &one.expert_id).collect();
    let units: BTreeSet<&String> = round.units.iter().map(|one| &one.unit).collect();
    let written = round.publications.iter().flat_map(|one| &one.expert_ids);
    let excluded = round.nominations.iter().flat_map(|one| &one.excluded_experts);
    let of_grants = round.grants.iter().flat_map(|one| &one.expert_ids);
    let of_patents = round.patents.iter().flat_map(|one| &one.expert_ids);
    let of_theses =
        round.theses.iter().flat_map(|one| one.adviser_ids.iter().chain(&one.student_id));
    for id in written.chain(excluded).chain(of_grants).chain(of_patents).chain(of_theses) {
        assert!(experts.contains(id), "{id}");
    }
    let nominations: BTreeSet<&String> =
        round.nominations.iter().map(|one| &one.nomination_id).collect();
    let named = round.grants.iter().filter_map(|one| one.nomination_id.as_ref());
    for id in named.chain(round.patents.iter().filter_map(|one| one.nomination_id.as_ref())) {
        assert!(nominations.contains(id), "{id}");
    }
    let parents = round.units.iter().filter_map(|one| one.parent.as_ref());
    let employers = round.affiliations.iter().map(|row| &row.unit);
    for unit in round.experts.iter().map(|one| &one.unit).chain(parents).chain(employers) {
        assert!(units.contains(unit), "{unit}");
    }
    for row in &round.affiliations {
        assert!(row.from <= row.to.or(Some(DEMO_ROUND)), "{row:?}");
    }
}

/// People and units within the limits of the award, in order.
fn assert_team(round: &DemoRound, nomination: &Nomination) {
    let category =
        CATEGORIES.iter().position(|(code, _)| Some(*code) == nomination.category.as_deref());
    let (most_people, most_units) =
        limits(category.expect("a category"), nomination.grade.as_deref().expect("a grade"));
    assert!(nomination.excluded_experts.len() <= 3);
    let people = completers(round, &nomination.nomination_id);
    assert!((1..=most_people).contains(&people.len()), "{}", nomination.nomination_id);
    for (at, person) in people.iter().enumerate() {
        assert_eq!(usize::try_from(person.order), Ok(at + 1));
        assert!(person.unit.is_some() && person.work_unit.is_some());
    }
    let units: BTreeSet<&String> =
        people.iter().filter_map(|person| person.unit.as_ref()).collect();
    // An alias may stand beside the standard name of the same unit.
    assert!(units.len() <= most_units + people.len() / 4 + 1, "{}", nomination.nomination_id);
    let papers =
        round.papers.iter().filter(|paper| paper.nomination_id == nomination.nomination_id).count();
    assert!((1..=5).contains(&papers));
}

/// Nothing empty, nothing too long, no placeholder left.
fn assert_texts(round: &DemoRound) {
    let (shortest, longest) = ABSTRACT_LENGTH;
    for nomination in &round.nominations {
        let length = nomination.title.chars().count();
        assert!((6..=LONGEST_TITLE).contains(&length), "{}", nomination.title);
        let text = nomination.abstract_text.as_deref().unwrap_or_default();
        assert!((shortest..=longest).contains(&text.chars().count()), "{text}");
        assert!((3..=7).contains(&nomination.keywords.len()));
    }
    let publications =
        round.publications.iter().flat_map(|one| [Some(&one.title), one.abstract_text.as_ref()]);
    let nominations =
        round.nominations.iter().flat_map(|one| [Some(&one.title), one.abstract_text.as_ref()]);
    let papers = round.papers.iter().map(|paper| Some(&paper.title));
    let grants = round.grants.iter().map(|one| Some(&one.title));
    let patents = round.patents.iter().map(|one| Some(&one.title));
    let theses = round.theses.iter().map(|one| Some(&one.title));
    let works = grants.chain(patents).chain(theses);
    for text in publications.chain(nominations).chain(papers).chain(works) {
        let text = text.expect("there is a text");
        assert!(text.chars().count() >= 6, "{text}");
        assert!(!text.contains(['{', '}', '/']), "{text}");
        for slip in ["。。", "，，", "，。", "：。", "的的", "机理机理", "机制机理", "  "]
        {
            assert!(!text.contains(slip), "{slip} in {text}");
        }
    }
}

/// Titles differ, and texts share little.
pub(super) fn assert_variety(round: &DemoRound) {
    assert!(ids_are_distinct(round.nominations.iter().map(|one| &one.title)));
    let papers = round.papers.iter().map(|paper| &paper.title);
    assert!(ids_are_distinct(round.publications.iter().map(|one| &one.title).chain(papers)));
    let texts: Vec<BTreeSet<[char; 3]>> = round
        .nominations
        .iter()
        .filter_map(|one| one.abstract_text.as_deref())
        .take(60)
        .map(trigrams)
        .collect();
    let mut sum = 0.0;
    let mut pairs = 0.0;
    for (at, one) in texts.iter().enumerate() {
        for other in &texts[at + 1..] {
            let common = one.intersection(other).count();
            sum += common as f64 / (one.len() + other.len() - common) as f64;
            pairs += 1.0;
        }
    }
    let overlap = sum / pairs;
    assert!(overlap < 0.3, "mean overlap {overlap}");
}

fn trigrams(text: &str) -> BTreeSet<[char; 3]> {
    let letters: Vec<char> = text.chars().collect();
    letters.windows(3).map(|window| [window[0], window[1], window[2]]).collect()
}

pub(super) fn completers<'a>(round: &'a DemoRound, nomination: &str) -> Vec<&'a Person> {
    let wanted = |person: &&Person| {
        person.nomination_id == nomination && person.role == PersonRole::Completer
    };
    round.people.iter().filter(wanted).collect()
}
