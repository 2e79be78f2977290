//! Decisions that take weight from a finding: they settle what was seen, and a stronger finding asks again.

use super::*;

/// That a finding of E1 and J1 is no conflict, or that its bar is lifted, by whoever had this before him.
fn settled(outcome: Outcome, finding: &Finding) -> Decision {
    Decision {
        decision_id: "B1".to_owned(),
        outcome,
        expert_id: "E1".to_owned(),
        nomination_id: Some("J1".to_owned()),
        kind: Some(finding.kind),
        decided_by: "承办人甲".to_owned(),
        words: "经核实".to_owned(),
        seen: Some(Seen::of(finding.confidence, &finding.evidence)),
        ..Decision::default()
    }
}

/// E1 wrote a paper with somebody of the name of J1's completer: a flag, which was found to be no conflict.
fn with_a_joint_paper() -> Round {
    let mut round = Round::plain();
    round.publications = vec![publication("p1", 2025, &["顾远山", "陆望舒"], &["E1"])];
    let flag = round.find(ConflictKind::Coauthor).unwrap();
    assert_eq!(flag.severity, Severity::Flag);
    round.decisions = vec![settled(Outcome::NotAConflict, &flag)];
    round
}

#[test]
fn new_evidence_asks_again_and_what_was_seen_stays_settled() {
    let mut round = with_a_joint_paper();
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Note));
    assert!(outgrown(&round.detect(), &round.decisions).is_empty());
    round.publications.push(publication("p2", 2026, &["顾远山", "陆望舒"], &["E1"]));
    let again = round.find(ConflictKind::Coauthor).unwrap();
    assert_eq!(again.severity, Severity::Flag);
    let said = again.evidence.last().unwrap();
    assert!(said.zh.contains("须重新认定）：经核实") && said.en.contains("anew"), "{said:?}");
    let found = round.detect();
    let told = outgrown(&found, &round.decisions);
    assert_eq!(told, [(&round.decisions[0], &again)]);
    // Whoever decides it now knows both.
    let seen = round.decisions[0].seen.clone().unwrap();
    round.decisions[0].seen = Some(seen.and(Seen::of(again.confidence, &again.evidence)));
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Note));
    round.publications.pop();
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Note));
}

/// E1 is kin of somebody of J1, as so many declarations say: one more than a finding has room to tell.
fn with_declarations() -> Round {
    let mut round = Round::plain();
    let kin = |at: u32| Declaration {
        nomination_id: Some("J1".to_owned()),
        ..declaration(&format!("D{at}"), DeclaredKind::Kin)
    };
    round.declarations = (11..20).map(kin).collect();
    round
}

#[test]
fn a_finding_that_became_surer_asks_again() {
    let mut round = with_declarations();
    let bar = round.find(ConflictKind::Kin).unwrap();
    assert_eq!(bar.confidence, 1_000);
    for (confidence, severity) in [(900, Severity::Note), (899, Severity::Bar)] {
        let seen = Finding { confidence, ..bar.clone() };
        round.decisions = vec![settled(Outcome::Lifted, &seen)];
        assert_eq!(round.severity(ConflictKind::Kin), Some(severity), "seen at {confidence}");
    }
}

#[test]
fn a_lifted_bar_bars_again_by_what_was_not_told_then() {
    let mut round = with_declarations();
    let bar = round.find(ConflictKind::Kin).unwrap();
    assert_eq!((bar.severity, bar.evidence.len()), (Severity::Bar, 8));
    round.decisions = vec![settled(Outcome::Lifted, &bar)];
    assert_eq!(round.severity(ConflictKind::Kin), Some(Severity::Note), "all that can be told");
    let nomination_id = Some("J1".to_owned());
    let more = Declaration { nomination_id, ..declaration("D1", DeclaredKind::Kin) };
    round.declarations.push(more);
    let again = round.find(ConflictKind::Kin).unwrap();
    assert_eq!(again.severity, Severity::Bar);
    assert_eq!(again.evidence[0].source, Some(Source::new(SourceKind::Declaration, "D1")));
    assert_eq!(outgrown(&round.detect(), &round.decisions).len(), 1);
}

#[test]
fn a_decision_that_says_nothing_of_what_was_seen_counts_whatever_is_found() {
    let mut round = with_a_joint_paper();
    round.publications.push(publication("p2", 2026, &["顾远山", "陆望舒"], &["E1"]));
    round.decisions[0].seen = None;
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Note));
    // One that bars since is settled by nobody.
    round.people.push(person("J1", 2, "沈听澜", "青松大学"));
    round.publications[0].authors.push("沈听澜".to_owned());
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Bar));
    assert_eq!(outgrown(&round.detect(), &round.decisions).len(), 1);
}

#[test]
fn fewer_joint_papers_are_still_what_was_seen() {
    let mut round = with_a_joint_paper();
    round.decisions.clear();
    round.publications.push(publication("p2", 2026, &["顾远山", "陆望舒"], &["E1"]));
    let both = round.find(ConflictKind::Coauthor).unwrap();
    round.decisions = vec![settled(Outcome::NotAConflict, &both)];
    // Either is told first, and in another sentence, where it is alone.
    for left in 0..2 {
        let mut fewer = round.clone();
        fewer.publications.remove(1 - left);
        let finding = fewer.find(ConflictKind::Coauthor).unwrap();
        assert_ne!(finding.evidence[0].zh, both.evidence[0].zh);
        assert_eq!(finding.severity, Severity::Note, "{finding:?}");
    }
    round.publications[0].publication_id = "p3".to_owned();
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Flag), "another");
}

#[test]
fn a_bar_is_lifted_of_those_whom_it_was_told_of_wherever_they_stand() {
    let mut round = Round::plain();
    round.experts[0].unit = "青松大学".to_owned();
    round.people.push(person("J1", 2, "沈听澜", "青松大学数学系"));
    let bar = round.find(ConflictKind::SameUnit).unwrap();
    round.decisions = vec![settled(Outcome::Lifted, &bar)];
    // One completer less, and the other in his place.
    round.people.remove(0);
    round.people.last_mut().unwrap().order = 1;
    let fewer = round.find(ConflictKind::SameUnit).unwrap();
    assert_eq!(fewer.severity, Severity::Note, "{fewer:?}");
    // Another in the same place.
    round.people.last_mut().unwrap().name = "柏听".to_owned();
    assert_eq!(round.severity(ConflictKind::SameUnit), Some(Severity::Bar));
}

#[test]
fn who_is_known_by_the_pool_was_not_told_of_by_his_name() {
    let mut round = Round::plain();
    round.people.push(person("J1", 2, "沈听澜", "青松大学"));
    round.grants = vec![Grant {
        grant_id: "G1".to_owned(),
        expert_ids: vec!["E1".to_owned()],
        members: vec!["陆望舒".to_owned(), "沈听澜".to_owned()],
        to: Some(2026),
        ..Grant::default()
    }];
    let bar = round.find(ConflictKind::SharedGrant).unwrap();
    assert_eq!(bar.severity, Severity::Bar);
    let surest = Finding { confidence: 1_000, ..bar };
    round.decisions = vec![settled(Outcome::Lifted, &surest)];
    assert_eq!(round.severity(ConflictKind::SharedGrant), Some(Severity::Note));
    round.experts.push(expert("E2", "陆望舒", "青松大学"));
    round.grants[0].expert_ids.push("E2".to_owned());
    assert_eq!(round.severity(ConflictKind::SharedGrant), Some(Severity::Bar));
}

#[test]
fn a_finding_kept_apart_from_its_decision_stands_by_the_same() {
    let round = with_a_joint_paper();
    let mut bare = Round { decisions: Vec::new(), ..round.clone() };
    let flag = bare.find(ConflictKind::Coauthor).unwrap();
    assert_eq!(standing(&flag, &round.decisions).does, Does::Cleared);
    bare.publications.push(publication("p2", 2026, &["顾远山", "陆望舒"], &["E1"]));
    let stronger = bare.find(ConflictKind::Coauthor).unwrap();
    assert_eq!(standing(&stronger, &round.decisions).does, Does::Flag);
}
