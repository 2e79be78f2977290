//! Decisions: what they lower, what they raise, what they leave alone.

use super::*;

fn decision(id: &str, outcome: Outcome, kind: ConflictKind) -> Decision {
    Decision {
        decision_id: id.to_owned(),
        outcome,
        expert_id: "E1".to_owned(),
        nomination_id: Some("J1".to_owned()),
        kind: Some(kind),
        decided_by: "承办人甲".to_owned(),
        decided_on: chrono::NaiveDate::from_ymd_opt(2027, 5, 6),
        words: "经核实".to_owned(),
        ..Decision::default()
    }
}

/// E1 bears a completer's rare name and works elsewhere: a flag.
fn namesake() -> Round {
    let mut round = Round::plain();
    round.experts[0] = expert("E1", "陆望舒", "云台大学");
    assert_eq!(round.severity(ConflictKind::Completer), Some(Severity::Flag));
    round
}

#[test]
fn no_conflict_lowers_a_flag_and_says_who_decided() {
    let mut round = namesake();
    round.decisions = vec![decision("B1", Outcome::NotAConflict, ConflictKind::Completer)];
    let finding = round.find(ConflictKind::Completer).unwrap();
    assert_eq!(finding.severity, Severity::Note);
    let said = finding.evidence.last().unwrap();
    assert_eq!(said.source.as_ref().unwrap().to_string(), "decision:B1");
    assert_eq!(said.zh, "承办人甲 于 2027-05-06 认定不构成利害关系：经核实");
    for wrong in [
        Decision { kind: Some(ConflictKind::Kin), ..round.decisions[0].clone() },
        Decision { nomination_id: Some("J2".to_owned()), ..round.decisions[0].clone() },
        Decision {
            source: Some(Source::person("J1", PersonRole::Completer, 7)),
            ..round.decisions[0].clone()
        },
    ] {
        round.decisions = vec![wrong];
        assert_eq!(round.severity(ConflictKind::Completer), Some(Severity::Flag));
    }
}

#[test]
fn no_conflict_never_touches_a_bar() {
    let mut round = namesake();
    round.decisions = vec![decision("B1", Outcome::NotAConflict, ConflictKind::Completer)];
    round.experts[0].former_units = vec!["青松大学".to_owned()];
    assert_eq!(round.severity(ConflictKind::Completer), Some(Severity::Bar));
    round.decisions[0].outcome = Outcome::Lifted;
    assert_eq!(round.severity(ConflictKind::Completer), Some(Severity::Note));
}

#[test]
fn a_lifting_of_one_record_leaves_the_others() {
    let mut round = Round::plain();
    let nomination_id = Some("J1".to_owned());
    let kin = Declaration { nomination_id, ..declaration("D1", DeclaredKind::Kin) };
    round.declarations = vec![kin.clone(), Declaration { declaration_id: "D2".to_owned(), ..kin }];
    round.decisions = vec![Decision {
        source: Some(Source::new(SourceKind::Declaration, "D1")),
        ..decision("B1", Outcome::Lifted, ConflictKind::Kin)
    }];
    assert_eq!(round.severity(ConflictKind::Kin), Some(Severity::Bar));
    round.declarations.pop();
    assert_eq!(round.severity(ConflictKind::Kin), Some(Severity::Note));
}

#[test]
fn an_upheld_flag_bars_whatever_becomes_of_the_facts() {
    let mut round = namesake();
    round.decisions = vec![decision("B1", Outcome::Conflict, ConflictKind::Completer)];
    assert_eq!(round.severity(ConflictKind::Completer), Some(Severity::Bar));
    round.experts[0].name = "顾远山".to_owned();
    let finding = round.find(ConflictKind::Completer).unwrap();
    assert_eq!((finding.severity, finding.confidence), (Severity::Bar, 1_000));
    assert_eq!(round.detect().len(), 1);
}

/// Every role counts its people from 1: who is the first nominating expert is not the first completer.
#[test]
fn a_decision_on_a_person_of_one_role_says_nothing_of_another() {
    let mut round = Round::plain();
    let nominator = Person {
        role: PersonRole::NominatingExpert,
        ..person("J1", 1, "白鹭洲", "白石研究所")
    };
    round.people.push(nominator);
    round.experts[0] = expert("E1", "何处寻", "远方大学");
    round.decisions = vec![Decision {
        decision_id: "B1".to_owned(),
        outcome: Outcome::TheSamePerson,
        expert_id: "E1".to_owned(),
        person: Some(Source::person("J1", PersonRole::NominatingExpert, 1)),
        decided_by: "承办人甲、承办人乙".to_owned(),
        agreed_by: Some("承办人乙".to_owned()),
        words: "身份证号相同".to_owned(),
        ..Decision::default()
    }];
    assert_eq!(round.severity(ConflictKind::NominatingExpert), Some(Severity::Bar));
    assert_eq!(round.find(ConflictKind::Completer), None);
    assert_eq!(round.find(ConflictKind::Competitor), None);
}

#[test]
fn not_the_same_person_takes_what_hangs_on_it() {
    let mut round = Round::plain();
    round.experts[0] = expert("E1", "白鹭洲", "白石研究所");
    assert_eq!(round.severity(ConflictKind::Competitor), Some(Severity::Bar));
    round.decisions = vec![Decision {
        decision_id: "B1".to_owned(),
        outcome: Outcome::NotTheSamePerson,
        expert_id: "E1".to_owned(),
        person: Some(Source::person("J2", PersonRole::Completer, 1)),
        decided_by: "承办人甲".to_owned(),
        agreed_by: Some("承办人乙".to_owned()),
        words: "身份证号不同".to_owned(),
        ..Decision::default()
    }];
    assert_eq!(round.find(ConflictKind::Competitor), None);
    let found = round.detect();
    let note = found.iter().find(|one| one.kind == ConflictKind::Completer).unwrap();
    assert_eq!((note.severity, &*note.nomination_id), (Severity::Note, "J2"));
    assert_eq!(note.evidence[0].zh, "承办人甲、承办人乙 认定与白鹭洲不是同一人：身份证号不同");
    let unit = found.iter().find(|one| one.kind == ConflictKind::SameUnit).unwrap();
    assert_eq!(unit.severity, Severity::Bar, "he works there all the same");
    round.decisions[0].person = Some(Source::person("J1", PersonRole::Completer, 1));
    assert_eq!(round.severity(ConflictKind::Competitor), Some(Severity::Bar));
}

/// One person's word that E1 is not the first person of a nomination.
fn denial(nomination: &str) -> Decision {
    Decision {
        decision_id: "B1".to_owned(),
        outcome: Outcome::NotTheSamePerson,
        expert_id: "E1".to_owned(),
        person: Some(Source::person(nomination, PersonRole::Completer, 1)),
        decided_by: "承办人甲".to_owned(),
        words: "电话核实".to_owned(),
        ..Decision::default()
    }
}

#[test]
fn one_person_alone_takes_no_bar_away() {
    let completer = ConflictKind::Completer;
    let namesake = expert("E1", "陆望舒", "云台大学");
    let colleague = expert("E1", "陆望舒", "青松大学");
    let orcid = Some("0000-0002-1825-0097".to_owned());
    for (expert, orcid) in [(colleague, None), (namesake, orcid)] {
        let mut round = Round::plain();
        round.experts[0] = Expert { orcid: orcid.clone(), ..expert };
        round.people[0].orcid = orcid;
        let before: Vec<(String, ConflictKind, Severity)> = grades(&round);
        assert_eq!(round.severity(completer), Some(Severity::Bar));
        round.decisions = vec![denial("J1")];
        assert_eq!(grades(&round), before, "J2, the rival, bars as well");
        let finding = round.find(completer).unwrap();
        let note = finding.evidence.last().unwrap();
        assert!(note.zh.contains("须另一人复核") && note.en.contains("second person"), "{note:?}");
        round.decisions[0].agreed_by = Some("承办人甲".to_owned());
        assert_eq!(round.severity(completer), Some(Severity::Bar), "the same person twice is one");
        round.decisions[0].agreed_by = Some("承办人乙".to_owned());
        assert_eq!(round.severity(completer), Some(Severity::Note));
        // Of two words that of two people counts.
        round.decisions.insert(0, Decision { decision_id: "A0".to_owned(), ..denial("J1") });
        assert_eq!(round.severity(completer), Some(Severity::Note));
    }
}

fn grades(round: &Round) -> Vec<(String, ConflictKind, Severity)> {
    let found = round.detect().into_iter();
    found.map(|one| (one.nomination_id, one.kind, one.severity)).collect()
}

#[test]
fn what_one_person_denied_bars_when_the_facts_become_graver() {
    let mut round = namesake();
    round.decisions = vec![denial("J1")];
    assert_eq!(round.severity(ConflictKind::Completer), Some(Severity::Note), "a bare name");
    round.experts[0].former_units = vec!["青松大学".to_owned()];
    assert_eq!(round.severity(ConflictKind::Completer), Some(Severity::Bar));
}

#[test]
fn what_a_denial_would_take_away() {
    let would = |round: &Round, expert: &str, nomination: &str| {
        let denied = [(expert.to_owned(), Source::person(nomination, PersonRole::Completer, 1))];
        would_lose_a_bar(&round.input(), &ConflictPolicy::default(), &denied)
    };
    let mut round = namesake();
    assert!(!would(&round, "E1", "J1"));
    round.experts[0].unit = "青松大学".to_owned();
    assert!(would(&round, "E1", "J1"));
    assert!(!would(&round, "E1", "J2") && !would(&round, "E9", "J1"));
    round.decisions = vec![Decision { agreed_by: Some("乙".to_owned()), ..denial("J1") }];
    assert!(would(&round, "E1", "J1"), "whatever was decided");
    // Of somebody else: E1 is barred by two names, one of them of E2.
    let round = with_two_names();
    assert!(would(&round, "E2", "J1") && !would(&round, "E2", "J2"));
}

/// E1 wrote a paper with E2, who bears the rare name of J1's completer and works elsewhere.
fn with_a_namesake() -> Round {
    let mut round = Round::plain();
    round.experts.push(expert("E2", "陆望舒", "云台大学"));
    round.publications = vec![publication("p1", 2025, &["顾远山", "陆望舒"], &["E1", "E2"])];
    round
}

/// The same with a second completer on the paper.
fn with_two_names() -> Round {
    let mut round = with_a_namesake();
    round.people.push(person("J1", 2, "沈听澜", "青松大学"));
    round.publications[0].authors.push("沈听澜".to_owned());
    round
}

/// One person's word that E2 is not the first person of J1.
fn of_the_namesake() -> Decision {
    Decision { expert_id: "E2".to_owned(), ..denial("J1") }
}

#[test]
fn who_is_denied_is_nobody_on_his_papers_and_projects_either() {
    let mut round = with_a_namesake();
    round.grants = vec![Grant {
        grant_id: "G1".to_owned(),
        expert_ids: vec!["E1".to_owned(), "E2".to_owned()],
        members: vec!["陆望舒".to_owned()],
        to: Some(2026),
        ..Grant::default()
    }];
    for kind in [ConflictKind::Coauthor, ConflictKind::SharedGrant] {
        round.decisions.clear();
        assert_eq!(round.severity(kind), Some(Severity::Flag), "{kind:?}");
        round.decisions = vec![of_the_namesake()];
        assert_eq!(round.find(kind), None, "{kind:?}");
    }
    // Where the name on the paper may be another's, it is told.
    round.publications[0].expert_ids.pop();
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Flag), "not his paper");
    round.publications =
        vec![publication("p1", 2025, &["顾远山", "陆望舒", "陆望舒"], &["E1", "E2"])];
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Flag), "which of the two?");
}

#[test]
fn one_person_takes_no_bar_of_a_co_author_away_either() {
    let mut round = with_two_names();
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Bar));
    round.decisions = vec![of_the_namesake()];
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Bar));
    round.decisions[0].agreed_by = Some("承办人乙".to_owned());
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Flag), "one name is left");
}

#[test]
fn a_cited_paper_of_a_namesake_is_not_the_experts() {
    let mut round = namesake();
    let paper = |authors: &[&str]| Paper {
        nomination_id: "J1".to_owned(),
        title: "山地云雾林水分收支".to_owned(),
        authors: authors.iter().map(|&name| name.to_owned()).collect(),
        ..Paper::default()
    };
    round.papers = vec![paper(&["陆望舒"])];
    assert_eq!(round.severity(ConflictKind::OwnPaper), Some(Severity::Flag));
    round.decisions = vec![denial("J1")];
    assert_eq!(round.find(ConflictKind::OwnPaper), None);
    round.papers = vec![paper(&["陆望舒", "陆望舒"])];
    assert_eq!(round.severity(ConflictKind::OwnPaper), Some(Severity::Flag), "one may be his");
}

#[test]
fn the_same_person_bars_with_all_that_follows() {
    let mut round = Round::plain();
    round.decisions = vec![Decision {
        decision_id: "B1".to_owned(),
        outcome: Outcome::TheSamePerson,
        expert_id: "E1".to_owned(),
        person: Some(Source::person("J2", PersonRole::Completer, 1)),
        decided_by: "承办人甲、乙".to_owned(),
        words: "曾用名".to_owned(),
        ..Decision::default()
    }];
    let found = round.detect();
    let kinds: Vec<_> =
        found.iter().map(|one| (&*one.nomination_id, one.kind, one.severity)).collect();
    let expected = [
        ("J1", ConflictKind::Competitor, Severity::Bar),
        ("J2", ConflictKind::Completer, Severity::Bar),
    ];
    assert_eq!(kinds, expected, "顾远山 is 白鹭洲, whatever the names say");
    assert!(found[1].evidence.iter().any(|one| one.zh.contains("是白鹭洲本人")), "{found:?}");
}

#[test]
fn how_a_finding_stands() {
    let flag = namesake().find(ConflictKind::Completer).unwrap();
    let bar = Finding { severity: Severity::Bar, ..flag.clone() };
    let stands = |finding: &Finding, outcome| {
        standing(finding, &[decision("B1", outcome, ConflictKind::Completer)]).does
    };
    assert_eq!(standing(&flag, &[]).does, Does::Flag);
    assert_eq!(stands(&flag, Outcome::NotAConflict), Does::Cleared);
    assert_eq!(stands(&bar, Outcome::NotAConflict), Does::Bar);
    assert_eq!(stands(&bar, Outcome::Lifted), Does::Cleared);
    assert_eq!(stands(&flag, Outcome::Conflict), Does::Bar);
    let other = decision("B1", Outcome::NotAConflict, ConflictKind::Kin);
    assert_eq!(standing(&flag, &[other]), Standing { does: Does::Flag, decision_id: None });
    let alone = denial("J1");
    assert_eq!(standing(&flag, std::slice::from_ref(&alone)).does, Does::Cleared);
    assert_eq!(standing(&bar, std::slice::from_ref(&alone)).does, Does::Bar);
    let by_two = Decision { agreed_by: Some("承办人乙".to_owned()), ..alone };
    assert_eq!(standing(&bar, &[by_two]).does, Does::Cleared);
}
