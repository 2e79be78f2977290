//! Is every planted tie in the records, and is nothing tied by chance?

use std::collections::BTreeSet;

use super::super::*;
use super::laws::completers;
use super::{FULL, count_by, small};
use crate::conflicts::{self, ConflictInput, ConflictKind, ConflictPolicy, Severity};
use crate::nominations::model::PersonRole;

/// What is done together beside papers, and the conflict that it is.
const TOGETHER: [(FactKind, ConflictKind); 3] = [
    (FactKind::SharedGrant, ConflictKind::SharedGrant),
    (FactKind::SharedPatent, ConflictKind::SharedPatent),
    (FactKind::ThesisAdviser, ConflictKind::AdviserStudent),
];

fn expert<'a>(round: &'a DemoRound, fact: &Fact) -> &'a Expert {
    let id = fact.expert_id.as_ref().expect("the fact names an expert");
    round.experts.iter().find(|expert| &expert.expert_id == id).expect("the expert is there")
}

#[test]
fn every_planted_tie_is_in_the_records() {
    for round in [&small(), &*FULL] {
        let kinds: BTreeSet<FactKind> = round.truth.iter().map(|fact| fact.kind).collect();
        assert!(kinds.len() >= 16, "{kinds:?}");
        for fact in &round.truth {
            assert!(is_there(round, fact), "{fact:?}");
        }
    }
}

fn is_there(round: &DemoRound, fact: &Fact) -> bool {
    match fact.kind {
        FactKind::Completer | FactKind::Homonym | FactKind::Homophone => is_named(round, fact),
        FactKind::SameUnit | FactKind::UnitAlias | FactKind::RelatedUnit => shares(round, fact),
        FactKind::Coauthor | FactKind::CoauthorInPinyin | FactKind::CoauthorLongAgo => {
            wrote_together(round, fact)
        }
        FactKind::OwnPaper => wrote_cited_paper(round, fact),
        FactKind::SharedGrant | FactKind::SharedPatent | FactKind::ThesisAdviser => {
            worked_together(round, fact)
        }
        FactKind::FormerUnit | FactKind::FormerUnitLongAgo => came_from(round, fact),
        FactKind::NominatingExpert => put_forward(round, fact, PersonRole::NominatingExpert),
        FactKind::SocietyOfficer => put_forward(round, fact, PersonRole::SocietyOfficer),
        FactKind::ExcludedByNominator => is_excluded(round, fact),
        FactKind::NarrowField => {
            let here = |one: &Nomination| Some(&one.nomination_id) == fact.nomination_id.as_ref();
            round.nominations.iter().any(here)
        }
        FactKind::Namesakes => {
            let name = &expert(round, fact).name;
            let other = |one: &Expert| one.expert_id == fact.through && &one.name == name;
            round.experts.iter().any(other)
        }
    }
}

fn nomination(fact: &Fact) -> &str {
    fact.nomination_id.as_deref().expect("the fact names a nomination")
}

fn is_named(round: &DemoRound, fact: &Fact) -> bool {
    let expert = expert(round, fact);
    completers(round, nomination(fact)).iter().any(|one| {
        let same_unit = one.unit.as_ref() == Some(&expert.unit);
        let same_name = one.name == expert.name;
        match fact.kind {
            FactKind::Completer => same_name && same_unit,
            FactKind::Homonym => same_name && !same_unit,
            _ => one.name == fact.through && !same_name && !same_unit,
        }
    })
}

/// The unit behind a name, and the one above it.
fn standard<'a>(round: &'a DemoRound, written: &str) -> Option<(&'a str, Option<&'a str>)> {
    let of = |row: &&Unit| row.unit == written || row.alias.as_deref() == Some(written);
    round.units.iter().find(of).map(|row| (row.unit.as_str(), row.parent.as_deref()))
}

fn shares(round: &DemoRound, fact: &Fact) -> bool {
    let (own, above) = standard(round, &expert(round, fact).unit).expect("the unit is known");
    let team = completers(round, nomination(fact));
    team.iter().filter_map(|one| one.unit.as_deref()).any(|written| {
        let (unit, parent) = standard(round, written).expect("the unit is known");
        match fact.kind {
            FactKind::SameUnit => written == own,
            FactKind::UnitAlias => unit == own && written != own,
            _ => parent == Some(own) || above == Some(unit),
        }
    })
}

fn wrote_cited_paper(round: &DemoRound, fact: &Fact) -> bool {
    let expert = expert(round, fact);
    let signed =
        |author: &String| author == &expert.name || Some(author) == expert.name_en.as_ref();
    round
        .papers
        .iter()
        .filter(|paper| paper.nomination_id == nomination(fact))
        .any(|paper| paper.authors.iter().any(signed))
}

/// A row of each work: who of the pool is of it, which nomination names it, and whose names stand on it.
type WorkRow<'a> = (&'a str, Vec<&'a String>, Option<&'a String>, Vec<&'a String>);

fn work_rows(round: &DemoRound, kind: FactKind) -> Vec<WorkRow<'_>> {
    match kind {
        FactKind::SharedGrant => round
            .grants
            .iter()
            .map(|one| {
                let (experts, names) = (one.expert_ids.iter(), one.members.iter());
                let nomination = one.nomination_id.as_ref();
                (one.grant_id.as_str(), experts.collect(), nomination, names.collect())
            })
            .collect(),
        FactKind::SharedPatent => round
            .patents
            .iter()
            .map(|one| {
                let (experts, names) = (one.expert_ids.iter(), one.inventors.iter());
                let nomination = one.nomination_id.as_ref();
                (one.patent_id.as_str(), experts.collect(), nomination, names.collect())
            })
            .collect(),
        _ => round
            .theses
            .iter()
            .map(|one| {
                let experts = one.adviser_ids.iter().chain(&one.student_id);
                let names = one.advisers.iter().chain(std::iter::once(&one.student));
                (one.thesis_id.as_str(), experts.collect(), None, names.collect())
            })
            .collect(),
    }
}

fn worked_together(round: &DemoRound, fact: &Fact) -> bool {
    let id = fact.expert_id.as_ref().expect("the fact names an expert");
    let rows = work_rows(round, fact.kind);
    let own = rows.iter().filter(|row| row.1.contains(&id));
    let of_one_number =
        own.flat_map(|row| rows.iter().filter(move |other| other.0 == row.0)).collect::<Vec<_>>();
    of_one_number.iter().any(|row| row.3.contains(&&fact.through))
}

fn came_from(round: &DemoRound, fact: &Fact) -> bool {
    let recent = fact.kind == FactKind::FormerUnit;
    round.affiliations.iter().any(|row| {
        Some(&row.person_ref) == fact.expert_id.as_ref()
            && row.unit == fact.through
            && row.to.is_some_and(|year| (year >= DEMO_ROUND - 1) == recent)
    })
}

fn put_forward(round: &DemoRound, fact: &Fact, role: PersonRole) -> bool {
    let name = &expert(round, fact).name;
    round
        .people
        .iter()
        .filter(|one| one.nomination_id == nomination(fact))
        .any(|one| one.role == role && &one.name == name)
}

fn is_excluded(round: &DemoRound, fact: &Fact) -> bool {
    let id = fact.expert_id.as_ref().expect("the fact names an expert");
    round
        .nominations
        .iter()
        .any(|one| one.nomination_id == nomination(fact) && one.excluded_experts.contains(id))
}

fn wrote_together(round: &DemoRound, fact: &Fact) -> bool {
    let recent = fact.kind != FactKind::CoauthorLongAgo;
    let id = fact.expert_id.as_ref().expect("the fact names an expert");
    round.publications.iter().any(|one| {
        let known = match fact.kind {
            FactKind::CoauthorInPinyin => one.authors.iter().all(|author| author.is_ascii()),
            _ => one.authors.contains(&fact.through),
        };
        known
            && one.expert_ids.contains(id)
            && one.year.is_some_and(|year| (year >= DEMO_ROUND - 3) == recent)
    })
}

#[test]
fn what_was_done_together_bars_and_what_experts_do_with_others_does_not() {
    let round = small();
    let input = ConflictInput {
        experts: &round.experts,
        publications: &round.publications,
        affiliations: &round.affiliations,
        units: &round.units,
        nominations: &round.nominations,
        people: &round.people,
        papers: &round.papers,
        grants: &round.grants,
        patents: &round.patents,
        theses: &round.theses,
        ..ConflictInput::default()
    };
    let found: BTreeSet<(ConflictKind, String, String)> =
        conflicts::detect(&input, &ConflictPolicy::default())
            .into_iter()
            .filter(|one| one.severity == Severity::Bar)
            .map(|one| (one.kind, one.nomination_id, one.expert_id))
            .filter(|(kind, ..)| TOGETHER.iter().any(|(_, known)| known == kind))
            .collect();
    let planted = round.truth.iter().filter_map(|fact| {
        let (_, kind) = TOGETHER.iter().find(|(known, _)| *known == fact.kind)?;
        Some((*kind, fact.nomination_id.clone()?, fact.expert_id.clone()?))
    });
    let planted: BTreeSet<(ConflictKind, String, String)> = planted.collect();
    assert_eq!(planted.len(), 6, "two of each kind");
    assert_eq!(found, planted);
    assert!(round.grants.len() > 4 && round.patents.len() > 4 && round.theses.len() > 2);
}

#[test]
fn names_are_shared_only_on_purpose() {
    let round: &DemoRound = &FULL;
    let planted = |kind: FactKind| round.truth.iter().filter(|fact| fact.kind == kind).count();
    let names = count_by(round.experts.iter().map(|one| one.name.as_str()));
    let shared = names.values().filter(|&&count| count > 1).count();
    assert_eq!(shared, planted(FactKind::Namesakes));
    let team: BTreeSet<&str> = round
        .people
        .iter()
        .filter(|person| person.role == PersonRole::Completer)
        .map(|person| person.name.as_str())
        .collect();
    let in_both = names.keys().filter(|name| team.contains(*name)).count();
    assert_eq!(in_both, planted(FactKind::Completer) + planted(FactKind::Homonym));
}

#[test]
fn in_a_narrow_field_fewer_experts_than_asked_for_are_free() {
    let round: &DemoRound = &FULL;
    let narrow: Vec<&Fact> =
        round.truth.iter().filter(|fact| fact.kind == FactKind::NarrowField).collect();
    assert_eq!(narrow.len(), 2);
    for fact in narrow {
        let nomination = round
            .nominations
            .iter()
            .find(|one| Some(&one.nomination_id) == fact.nomination_id.as_ref());
        let code = &nomination.expect("it is there").disciplines[0];
        let pool = round.experts.iter().filter(|one| one.disciplines.first() == Some(code)).count();
        let tied = round
            .truth
            .iter()
            .filter(|other| other.nomination_id == fact.nomination_id && other.kind.is_tie())
            .count();
        assert!(pool - tied < 5, "{pool} experts, {tied} of them tied");
    }
}
