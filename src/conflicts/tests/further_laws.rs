//! Laws of declarations, records in common and decisions, for any round.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

const NAMES: [&str; 4] = ["王伟", "陆望舒", "顾远山", "白鹭洲"];
const UNITS: [&str; 4] = ["青松大学", "白石研究所", "云台大学", "青松大学第三医院"];

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(NAMES.as_slice()).prop_map(str::to_owned)
}

fn unit() -> impl Strategy<Value = String> {
    prop::sample::select(UNITS.as_slice()).prop_map(str::to_owned)
}

fn expert_id() -> impl Strategy<Value = String> {
    (0..5_u32).prop_map(|at| format!("E{at}"))
}

fn nomination_id() -> impl Strategy<Value = String> {
    (0..4_u32).prop_map(|at| format!("J{at}"))
}

prop_compose! {
    fn a_declaration()(
        kind in prop::sample::select(&[
            DeclaredKind::Kin, DeclaredKind::AdviserStudent, DeclaredKind::EconomicInterest,
            DeclaredKind::SameUnit, DeclaredKind::Cooperation, DeclaredKind::SocietyStaff,
            DeclaredKind::OfficeStaff, DeclaredKind::Exclusion, DeclaredKind::Other,
        ][..]),
        declared_by in prop::sample::select(&[DeclaredBy::Expert, DeclaredBy::Nominee, DeclaredBy::Office][..]),
        expert_id in expert_id(),
        nomination_id in prop::option::of(nomination_id()),
        person in prop::option::of(name()),
        unit in prop::option::of(unit()),
        until in prop::option::of(2010..2028),
    ) -> Declaration {
        Declaration { declared_by, expert_id, kind, nomination_id, person, unit, until, ..Declaration::default() }
    }
}

prop_compose! {
    fn a_decision()(
        outcome in prop::sample::select(&[
            Outcome::NotAConflict, Outcome::Lifted, Outcome::Conflict, Outcome::NotTheSamePerson,
        ][..]),
        expert_id in expert_id(),
        nomination in nomination_id(),
        kind in prop::sample::select(&ConflictKind::ALL[..]),
        order in 1..4_u32,
    ) -> Decision {
        Decision {
            outcome, expert_id, kind: Some(kind), person: Some(Source::person(&nomination, PersonRole::Completer, order)),
            nomination_id: Some(nomination), decided_by: "甲".to_owned(), words: "乙".to_owned(),
            ..Decision::default()
        }
    }
}

/// Names, the expert, perhaps a nomination, and the year of one record in common.
type Common = (Vec<String>, String, Option<String>, i32);

/// Grants, patents and theses of a small world, with the people and experts that they meet.
fn world() -> impl Strategy<Value = Round> {
    let experts = prop::collection::vec((name(), unit()), 5);
    let people = prop::collection::vec((0..4_u32, name(), unit(), 0..4_u32), 1..10);
    let names = prop::collection::vec(name(), 0..3);
    let common = (names, expert_id(), prop::option::of(nomination_id()), 2015..2028);
    let common = prop::collection::vec(common, 0..4);
    let declarations = prop::collection::vec(a_declaration(), 0..4);
    let reviews = prop::collection::vec((expert_id(), nomination_id()), 0..6);
    (experts, people, common, declarations, reviews).prop_map(
        |(experts, people, common, declarations, reviews)| {
            let mut round = bare(&experts, &people);
            for (at, common) in common.into_iter().enumerate() {
                add_common(&mut round, at, common);
            }
            for (declaration, at) in declarations.into_iter().zip(0..) {
                let declaration_id = format!("D{at}");
                round.declarations.push(Declaration { declaration_id, ..declaration });
            }
            for (expert_id, nomination_id) in reviews {
                round.past_reviews.push(PastReview { round: 2025, expert_id, nomination_id });
            }
            round.similarities.push(Similarity {
                nomination_id: "J0".to_owned(),
                other_id: "J1".to_owned(),
                score: 800,
            });
            round
        },
    )
}

/// Two nominations of the round, two of earlier ones, and who is in them and in the pool.
fn bare(experts: &[(String, String)], people: &[(u32, String, String, u32)]) -> Round {
    let mut round = Round {
        nominations: vec![
            nomination("J0", 2027),
            nomination("J1", 2027),
            nomination("J2", 2025),
            nomination("J3", 2023),
        ],
        ..Round::default()
    };
    for (at, (name, unit)) in experts.iter().enumerate() {
        round.experts.push(expert(&format!("E{at}"), name, unit));
    }
    for ((nomination, name, unit, role), order) in people.iter().zip(1..) {
        let role = match role {
            0 => PersonRole::NominatingExpert,
            _ => PersonRole::Completer,
        };
        let person = person(&format!("J{nomination}"), order, name, unit);
        round.people.push(Person { role, ..person });
    }
    round
}

fn add_common(round: &mut Round, at: usize, (names, expert, nomination, year): Common) {
    round.grants.push(Grant {
        grant_id: format!("G{at}"),
        members: names.clone(),
        expert_ids: vec![expert.clone()],
        nomination_id: nomination.clone(),
        to: Some(year),
        ..Grant::default()
    });
    round.theses.push(Thesis {
        thesis_id: format!("T{at}"),
        student: names.first().cloned().unwrap_or_default(),
        adviser_ids: vec![expert],
        year: Some(year),
        unit: Some(UNITS[at % 4].to_owned()),
        ..Thesis::default()
    });
    round.patents.push(Patent {
        patent_id: format!("P{at}"),
        inventors: names,
        nomination_id: nomination,
        year: Some(year),
        ..Patent::default()
    });
}

type Key = (String, String, ConflictKind);

fn key(finding: &Finding) -> Key {
    (finding.nomination_id.clone(), finding.expert_id.clone(), finding.kind)
}

fn bars(round: &Round) -> BTreeSet<Key> {
    round.detect().iter().filter(|one| one.severity == Severity::Bar).map(key).collect()
}

fn numbered(decisions: Vec<Decision>) -> Vec<Decision> {
    let all = decisions.into_iter().zip(0..);
    all.map(|(one, at)| Decision { decision_id: format!("B{at}"), ..one }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_rows_does_not_matter(
        round in world(), decisions in prop::collection::vec(a_decision(), 0..5),
    ) {
        let round = Round { decisions: numbered(decisions), ..round };
        let mut turned = round.clone();
        turned.experts.reverse();
        turned.people.reverse();
        turned.nominations.reverse();
        turned.declarations.reverse();
        turned.grants.reverse();
        turned.patents.reverse();
        turned.theses.reverse();
        turned.past_reviews.reverse();
        turned.decisions.reverse();
        prop_assert_eq!(turned.detect(), round.detect());
    }

    #[test]
    fn one_more_declaration_never_takes_a_bar_away(round in world(), more in a_declaration()) {
        let before = bars(&round);
        let mut after = round;
        after.declarations.push(Declaration { declaration_id: "D9".to_owned(), ..more });
        prop_assert!(bars(&after).is_superset(&before));
    }

    #[test]
    fn one_person_alone_takes_no_bar_away(round in world(), decision in a_decision()) {
        let before = bars(&round);
        let alone = Decision { outcome: Outcome::NotTheSamePerson, ..decision };
        let after = Round { decisions: numbered(vec![alone.clone()]), ..round.clone() };
        prop_assert_eq!(&bars(&after), &before);
        let twice = Decision { agreed_by: Some(alone.decided_by.clone()), ..alone };
        let after = Round { decisions: numbered(vec![twice]), ..round };
        prop_assert_eq!(&bars(&after), &before);
    }

    #[test]
    fn a_decision_touches_only_what_it_names(round in world(), decision in a_decision()) {
        let before = round.detect();
        let decisions = numbered(vec![decision.clone()]);
        let after = Round { decisions, ..round }.detect();
        let named = |finding: &Finding| {
            finding.expert_id == decision.expert_id
                && Some(&finding.nomination_id) == decision.nomination_id.as_ref()
                && Some(finding.kind) == decision.kind
        };
        if decision.outcome == Outcome::NotTheSamePerson {
            let others = |all: &[Finding]| -> Vec<Finding> {
                all.iter().filter(|one| one.expert_id != decision.expert_id).map(|one| Finding { evidence: Vec::new(), ..one.clone() }).collect()
            };
            // Of others only what was known by way of this identity may fall, and nothing rises.
            let kept: BTreeSet<Key> = others(&after).iter().map(key).collect();
            prop_assert!(kept.is_subset(&others(&before).iter().map(key).collect()));
            return Ok(());
        }
        let rest = |all: &[Finding]| -> Vec<Finding> { all.iter().filter(|one| !named(one)).cloned().collect() };
        prop_assert_eq!(rest(&after), rest(&before));
        let severity = |all: &[Finding]| all.iter().find(|one| named(one)).map(|one| one.severity);
        let (was, is) = (severity(&before), severity(&after));
        match decision.outcome {
            Outcome::NotAConflict => prop_assert!(is == was || (was == Some(Severity::Flag) && is == Some(Severity::Note))),
            Outcome::Lifted => prop_assert_eq!(is, was.map(|_| Severity::Note)),
            _ => {
                let current = matches!(decision.nomination_id.as_deref(), Some("J0" | "J1"));
                prop_assert_eq!(is, current.then_some(Severity::Bar));
            }
        }
    }

    #[test]
    fn what_was_seen_is_settled_and_what_comes_to_it_is_not(
        round in world(), more in a_declaration(),
    ) {
        let lifted = |finding: &Finding| Decision {
            outcome: Outcome::Lifted,
            expert_id: finding.expert_id.clone(),
            nomination_id: Some(finding.nomination_id.clone()),
            kind: Some(finding.kind),
            seen: Some(Seen::of(finding.confidence, &finding.evidence)),
            ..Decision::default()
        };
        let mut bare = round;
        let decisions = numbered(bare.detect().iter().map(lifted).collect());
        let found = Round { decisions: decisions.clone(), ..bare.clone() }.detect();
        prop_assert!(found.iter().all(|one| one.severity == Severity::Note));
        prop_assert!(outgrown(&found, &decisions).is_empty());
        bare.declarations.push(Declaration { declaration_id: "D9".to_owned(), ..more });
        let found = Round { decisions, ..bare.clone() }.detect();
        let new = Source::new(SourceKind::Declaration, "D9");
        for finding in bare.detect() {
            if finding.evidence[0].source.as_ref() == Some(&new) {
                let now = found.iter().find(|one| key(one) == key(&finding)).unwrap();
                prop_assert_eq!(now.severity, finding.severity, "{:?}", now);
            }
        }
    }

    #[test]
    fn a_bare_name_never_bars(mut round in world()) {
        // Names in declarations, grants, patents and theses, and nothing else.
        for expert in &mut round.experts {
            expert.unit.clear();
        }
        for declaration in &mut round.declarations {
            declaration.nomination_id = None;
            declaration.unit = None;
            if declaration.person.is_none() {
                declaration.kind = DeclaredKind::Other;
            }
        }
        for grant in &mut round.grants {
            grant.expert_ids.clear();
        }
        for thesis in &mut round.theses {
            thesis.advisers = vec!["白鹭洲".to_owned()];
            thesis.adviser_ids.clear();
        }
        for finding in round.detect() {
            prop_assert!(finding.severity < Severity::Bar, "{:?}", finding);
        }
    }

    #[test]
    fn every_finding_has_a_way_from_the_expert_to_the_nomination(
        round in world(), decisions in prop::collection::vec(a_decision(), 0..3),
    ) {
        let round = Round { decisions: numbered(decisions), ..round };
        let names = labels(&round.input());
        for finding in round.detect() {
            let way = path(&finding, &|source| names.of(source));
            let ids: BTreeSet<&str> = way.nodes.iter().map(|node| node.id.as_str()).collect();
            prop_assert_eq!(ids.len(), way.nodes.len());
            prop_assert!(!way.edges.is_empty() && way.rows().len() == way.edges.len());
            // Whoever follows the edges comes to the nomination.
            let last = way.nodes.last().unwrap().id.as_str();
            let mut reached = BTreeSet::from([way.nodes[0].id.as_str()]);
            for _ in 0..way.edges.len() {
                let next: Vec<&str> = way.edges.iter().filter(|edge| reached.contains(&*edge.from)).map(|edge| &*edge.to).collect();
                reached.extend(next);
            }
            prop_assert!(reached.contains(last), "{:?}", way);
            prop_assert_eq!(reached.len(), way.nodes.len(), "no node hangs loose: {:?}", way);
        }
    }
}
