//! Theses, early papers, grants, patents, past reviews, mutual nominations, similar projects.

use super::*;

fn thesis(student: &str, adviser: &str, year: i32) -> Thesis {
    Thesis {
        thesis_id: "T1".to_owned(),
        title: "云雾林水分收支".to_owned(),
        student: student.to_owned(),
        advisers: vec![adviser.to_owned()],
        unit: Some("青松大学".to_owned()),
        year: Some(year),
        ..Thesis::default()
    }
}

#[test]
fn theses_in_both_directions() {
    let mut round = Round::plain();
    round.theses = vec![thesis("顾远山", "陆望舒", 2020)];
    let finding = round.find(ConflictKind::AdviserStudent).unwrap();
    assert_eq!(finding.severity, Severity::Flag, "the expert by name alone");
    round.theses[0].student_id = Some("E1".to_owned());
    let finding = round.find(ConflictKind::AdviserStudent).unwrap();
    assert_eq!(finding.severity, Severity::Bar);
    assert!(finding.evidence[0].zh.contains("是专家的学位论文"), "{finding:?}");
    round.theses = vec![thesis("陆望舒", "顾远山", 2020)];
    round.experts[0].former_units = vec!["青松大学".to_owned()];
    let finding = round.find(ConflictKind::AdviserStudent).unwrap();
    assert_eq!(finding.severity, Severity::Bar, "both of the school");
    assert!(finding.evidence[0].zh.contains("专家是第1完成人"), "{finding:?}");
    round.theses[0].year = Some(2016);
    assert_eq!(round.severity(ConflictKind::AdviserStudent), Some(Severity::Note));
    round.theses = vec![thesis("陆望舒", "顾青山", 2020)];
    assert_eq!(round.find(ConflictKind::AdviserStudent), None);
}

#[test]
fn both_sides_of_a_thesis_by_bare_names_never_bar() {
    let mut round = Round::plain();
    round.theses = vec![Thesis { unit: None, ..thesis("顾远山", "陆望舒", 2020) }];
    assert!(round.detect().iter().all(|one| one.severity < Severity::Bar));
}

/// The completer as E2 of the pool, with papers from 2010; E1's three first papers from `first`.
fn with_early_papers(first: i32) -> Round {
    let mut round = Round::plain();
    round.experts.push(expert("E2", "陆望舒", "青松大学"));
    round.publications = vec![publication("p0", 2010, &["陆望舒"], &["E2"])];
    for at in 0..3 {
        let id = format!("p{}", at + 1);
        round.publications.push(publication(&id, first + at, &["顾远山", "陆望舒"], &["E1", "E2"]));
    }
    round
}

#[test]
fn early_papers_suggest_an_adviser_and_never_bar() {
    let finding = with_early_papers(2017).find(ConflictKind::InferredAdviser).unwrap();
    assert_eq!(finding.severity, Severity::Flag);
    assert!(finding.evidence[0].zh.contains("可能是专家的导师"), "{finding:?}");
    assert_eq!(with_early_papers(2016).find(ConflictKind::InferredAdviser), None, "six years only");
    let mut round = with_early_papers(2017);
    round.publications.pop();
    assert_eq!(round.find(ConflictKind::InferredAdviser), None, "two papers only");
    let mut policy = ConflictPolicy::default();
    policy.severity.inferred_adviser = Severity::Bar;
    let finding = with_early_papers(2017).find_under(ConflictKind::InferredAdviser, &policy);
    assert_eq!(finding.unwrap().severity, Severity::Flag, "whatever the policy says");
}

#[test]
fn the_adviser_may_be_the_expert() {
    let mut round = with_early_papers(2017);
    // E1 began in 2010 and is the elder; the completer's first papers are with him.
    for publication in &mut round.publications {
        for id in &mut publication.expert_ids {
            *id = if id == "E1" { "E2".to_owned() } else { "E1".to_owned() };
        }
    }
    let finding = round.find(ConflictKind::InferredAdviser).unwrap();
    assert!(finding.evidence[0].zh.contains("专家早发表7年"), "{finding:?}");
}

fn grant(nomination: Option<&str>, experts: &[&str], members: &[&str]) -> Grant {
    Grant {
        grant_id: "G1".to_owned(),
        title: "云雾林".to_owned(),
        nomination_id: nomination.map(str::to_owned),
        expert_ids: experts.iter().map(|&id| id.to_owned()).collect(),
        members: members.iter().map(|&name| name.to_owned()).collect(),
        from: Some(2020),
        to: Some(2025),
    }
}

#[test]
fn a_project_in_common() {
    let mut round = Round::plain();
    round.grants = vec![grant(Some("J1"), &[], &[]), grant(None, &["E1"], &[])];
    assert_eq!(round.severity(ConflictKind::SharedGrant), Some(Severity::Bar), "one number");
    round.grants = vec![grant(None, &["E1"], &["陆望舒"])];
    assert_eq!(round.severity(ConflictKind::SharedGrant), Some(Severity::Flag), "by name alone");
    round.people.push(person("J1", 2, "沈听澜", "青松大学"));
    round.grants = vec![grant(None, &["E1"], &["陆望舒", "沈听澜", "顾远山"])];
    assert_eq!(round.severity(ConflictKind::SharedGrant), Some(Severity::Bar), "by two names");
    round
        .people
        .extend([person("J2", 2, "张英秀", "白石研究所"), person("J2", 3, "杨雨", "白石研究所")]);
    round.grants.push(Grant {
        grant_id: "G2".to_owned(),
        ..grant(None, &["E1"], &["张英秀", "杨雨", "顾远山"])
    });
    let of_common_names = round.detect().into_iter().find(|one| one.nomination_id == "J2").unwrap();
    assert_eq!(of_common_names.kind, ConflictKind::SharedGrant);
    assert_eq!(of_common_names.severity, Severity::Bar, "{of_common_names:?}");
    round.grants.pop();
    round.grants[0].to = Some(2023);
    assert_eq!(round.severity(ConflictKind::SharedGrant), Some(Severity::Note));
    round.experts.push(expert("E2", "陆望舒", "青松大学"));
    round.grants = vec![grant(None, &["E1", "E2"], &[])];
    assert_eq!(round.severity(ConflictKind::SharedGrant), Some(Severity::Bar), "by the pool");
    round.grants = vec![grant(None, &["E2"], &[])];
    assert_eq!(round.find(ConflictKind::SharedGrant), None);
}

#[test]
fn a_patent_in_common() {
    let patent =
        |id: &str, nomination: Option<&str>, experts: &[&str], inventors: &[&str]| Patent {
            patent_id: id.to_owned(),
            title: "一种雨量计".to_owned(),
            nomination_id: nomination.map(str::to_owned),
            expert_ids: experts.iter().map(|&id| id.to_owned()).collect(),
            inventors: inventors.iter().map(|&name| name.to_owned()).collect(),
            year: Some(2015),
        };
    let mut round = Round::plain();
    round.patents = vec![
        patent("ZL201510000000.1", Some("J1"), &[], &["陆望舒"]),
        patent("zl 2015 1 0000000.1", None, &["E1"], &[]),
    ];
    let finding = round.find(ConflictKind::SharedPatent).unwrap();
    assert_eq!(finding.severity, Severity::Bar, "the nomination rests on it, whatever its year");
    round.patents = vec![patent("P1", Some("J1"), &[], &["顾远山"])];
    let finding = round.find(ConflictKind::SharedPatent).unwrap();
    assert_eq!(finding.severity, Severity::Flag, "an inventor of the expert's name");
    round.patents = vec![patent("P1", None, &["E1"], &["顾远山"])];
    assert_eq!(round.find(ConflictKind::SharedPatent), None);
}

#[test]
fn those_who_judged_each_other() {
    let mut round = Round::plain();
    round.experts.push(expert("E2", "陆望舒", "青松大学"));
    round.nominations.extend([nomination("H1", 2023), nomination("H2", 2025)]);
    round.people.push(person("H1", 1, "陆望舒", "青松大学"));
    round.people.push(person("H2", 1, "顾远山", "云台大学"));
    let review = |round, expert: &str, nomination: &str| PastReview {
        round,
        expert_id: expert.to_owned(),
        nomination_id: nomination.to_owned(),
    };
    round.past_reviews = vec![review(2023, "E1", "H1"), review(2025, "E2", "H2")];
    let finding = round.find(ConflictKind::ReviewingRing).unwrap();
    assert_eq!(finding.severity, Severity::Flag);
    let chain: Vec<String> = finding.evidence[0].chain().iter().map(ToString::to_string).collect();
    assert_eq!(chain, ["review:2023/E1/H1", "review:2025/E2/H2", "person:J1#1"]);
    round.past_reviews[0].round = 2021;
    assert_eq!(round.severity(ConflictKind::ReviewingRing), Some(Severity::Flag));
    round.past_reviews[0].round = 2020;
    assert_eq!(round.find(ConflictKind::ReviewingRing), None, "seven years ago");
    round.past_reviews[0].round = 2023;
    round.past_reviews.pop();
    assert_eq!(round.find(ConflictKind::ReviewingRing), None, "one way is no ring");
}

#[test]
fn those_who_nominated_each_other() {
    let mut round = Round::plain();
    round.nominations.extend([nomination("H1", 2023), nomination("H2", 2025)]);
    round.people.push(person("H1", 1, "陆望舒", "青松大学"));
    round.people.push(person("H2", 1, "顾远山", "云台大学"));
    let nominator = |nomination: &str, name: &str, unit: &str| Person {
        role: PersonRole::NominatingExpert,
        ..person(nomination, 1, name, unit)
    };
    round.people.push(nominator("H1", "顾远山", "云台大学"));
    assert_eq!(round.find(ConflictKind::MutualNomination), None, "one way");
    round.people.push(nominator("H2", "陆望舒", "青松大学"));
    let finding = round.find(ConflictKind::MutualNomination).unwrap();
    assert_eq!(finding.severity, Severity::Flag);
    assert!(finding.evidence[0].zh.contains("H1") && finding.evidence[0].zh.contains("H2"));
    for (year, is_found) in [(2021, true), (2020, false), (2023, true)] {
        round.nominations[2].round = Some(year);
        assert_eq!(round.find(ConflictKind::MutualNomination).is_some(), is_found, "{year}");
    }
    round.people.last_mut().unwrap().name = "陆望山".to_owned();
    assert_eq!(round.find(ConflictKind::MutualNomination), None);
}

#[test]
fn a_similar_project_of_ones_own() {
    let mut round = Round::plain();
    round.experts[0] = expert("E1", "白鹭洲", "白石研究所");
    round.nominations[0].category = Some("NAT".to_owned());
    assert!(round.detect().iter().all(|one| one.nomination_id == "J2"), "completer of J2");
    let alike =
        |score| Similarity { nomination_id: "J2".to_owned(), other_id: "J1".to_owned(), score };
    round.similarities = vec![alike(699)];
    assert_eq!(round.find(ConflictKind::OwnSimilarNomination), None);
    round.similarities = vec![alike(700)];
    let finding = round.find(ConflictKind::OwnSimilarNomination).unwrap();
    assert_eq!(finding.severity, Severity::Bar);
    assert!(finding.evidence[0].zh.contains("70%"));
    round.experts[0].unit = "云台大学".to_owned();
    let bare = round.severity(ConflictKind::OwnSimilarNomination);
    assert!(bare < Some(Severity::Bar), "a namesake of a completer");
}
