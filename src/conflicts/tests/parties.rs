//! Is the expert a party: completer, nominator, officer, competitor, companion, unwanted?

use super::*;

#[test]
fn strangers_have_no_conflict() {
    assert_eq!(Round::plain().detect(), []);
    assert_eq!(Round::default().detect(), []);
}

#[test]
fn same_name_at_the_same_unit_bars_as_completer() {
    let mut round = Round::plain();
    round.experts[0] = expert("E1", "陸望舒", "青松大学（北校区）");
    let finding = round.find(ConflictKind::Completer).unwrap();
    assert_eq!(finding.severity, Severity::Bar);
    assert!(finding.confidence > 950);
    let source = finding.evidence[0].source.as_ref().unwrap();
    assert_eq!(source.to_string(), "person:J1#1");
    round.experts[0] = expert("E1", "陆望山", "青松大学");
    assert_eq!(round.severity(ConflictKind::Completer), None);
}

#[test]
fn the_gravest_evidence_decides_and_stands_first() {
    let mut round = Round::plain();
    round.people.push(person("J1", 2, "陆望舒", "白石研究所"));
    round.experts[0] = expert("E1", "陆望舒", "白石研究所");
    let finding = round.find(ConflictKind::Completer).unwrap();
    assert_eq!(finding.severity, Severity::Bar);
    let sources: Vec<String> = finding
        .evidence
        .iter()
        .filter_map(|item| item.source.as_ref().map(ToString::to_string))
        .collect();
    assert_eq!(sources, ["person:J1#2", "person:J1#1"]);
}

#[test]
fn a_former_unit_ties_a_name_as_the_present_one_does() {
    let mut round = Round::plain();
    round.experts[0] = expert("E1", "陆望舒", "云台大学");
    let bare = round.find(ConflictKind::Completer).unwrap();
    round.experts[0].former_units = vec!["青松大学".to_owned()];
    let tied = round.find(ConflictKind::Completer).unwrap();
    assert_eq!(tied.severity, Severity::Bar);
    assert!(tied.confidence > bare.confidence);
}

#[test]
fn a_bare_name_never_bars_and_common_names_are_notes() {
    let mut round = Round::plain();
    round.experts[0] = expert("E1", "陆望舒", "云台大学");
    let rare = round.find(ConflictKind::Completer).unwrap();
    assert_eq!(rare.severity, Severity::Flag);
    round.people[0] = person("J1", 1, "王伟", "青松大学");
    round.experts[0] = expert("E1", "王伟", "云台大学");
    let common = round.find(ConflictKind::Completer).unwrap();
    assert_eq!(common.severity, Severity::Note);
    assert!(common.confidence < rare.confidence);
    assert!(round.find(ConflictKind::Competitor).is_none());
}

#[test]
fn a_unit_above_or_beside_weighs_between() {
    let mut round = Round::plain();
    round.people[0].work_unit = Some("青松大学第三医院".to_owned());
    round.people[0].unit = None;
    round.experts[0] = expert("E1", "陆望舒", "青松大学");
    assert_eq!(round.severity(ConflictKind::Completer), Some(Severity::Bar));
    let mut policy = ConflictPolicy::default();
    policy.identity.related_unit_bars_completer = false;
    policy.identity.bar_from = 1_000;
    let finding = round.find_under(ConflictKind::Completer, &policy).unwrap();
    assert_eq!(finding.severity, Severity::Flag);
    round.experts[0].unit = "青松大学人民医院".to_owned();
    assert_eq!(round.severity(ConflictKind::Completer), Some(Severity::Flag));
}

#[test]
fn keywords_in_common_raise_the_confidence() {
    let mut round = Round::plain();
    round.experts[0] = expert("E1", "陆望舒", "云台大学");
    let before = round.find(ConflictKind::Completer).unwrap();
    round.nominations[0].abstract_text = Some("云雾林水分收支的观测".to_owned());
    round.experts[0].keywords = vec!["云雾林".to_owned()];
    let after = round.find(ConflictKind::Completer).unwrap();
    assert!(after.confidence > before.confidence);
    assert!(after.evidence[0].zh.contains("云雾林"));
    assert_eq!(after.severity, Severity::Flag, "text alone does not bar");
}

#[test]
fn orcid_and_mail_decide_whatever_the_name() {
    let mut round = Round::plain();
    round.experts[0].orcid = Some("0000-0002-1825-0097".to_owned());
    round.people[0].orcid = Some("https://orcid.org/0000000218250097".to_owned());
    assert_eq!(round.severity(ConflictKind::Completer), Some(Severity::Bar));
    round.experts[0].orcid = Some("0000-0001-5109-3700".to_owned());
    assert_eq!(round.severity(ConflictKind::Completer), None);
    round.experts[0] = expert("E1", "陆望舒", "青松大学");
    round.experts[0].orcid = Some("0000-0001-5109-3700".to_owned());
    let differing = round.find(ConflictKind::Completer).unwrap();
    assert_eq!(differing.severity, Severity::Note, "two ORCIDs are two persons");
    round.experts[0] = expert("E1", "陆望舒", "云台大学");
    round.experts[0].email = Some("L@qingsong.edu.cn".to_owned());
    round.people[0].email = Some("l@qingsong.edu.cn".to_owned());
    assert_eq!(round.severity(ConflictKind::Completer), Some(Severity::Bar));
}

#[test]
fn a_name_in_letters_bars_only_where_rare_enough() {
    let mut round = Round::plain();
    round.people[0] = person("J1", 1, "Wangshu Lu", "青松大学");
    round.experts[0] = expert("E1", "陆望舒", "青松大学");
    let finding = round.find(ConflictKind::Completer).unwrap();
    assert!(finding.evidence[0].zh.contains("拼音"));
    let is_sure = finding.confidence >= ConflictPolicy::default().identity.bar_from;
    assert_eq!(finding.severity == Severity::Bar, is_sure);
    round.people[0] = person("J1", 1, "Wei Wang", "青松大学");
    round.experts[0] = expert("E1", "王薇", "青松大学");
    assert_ne!(round.severity(ConflictKind::Completer), Some(Severity::Bar));
}

#[test]
fn nominating_experts_and_officers() {
    for (role, kind) in [
        (PersonRole::NominatingExpert, ConflictKind::NominatingExpert),
        (PersonRole::SocietyOfficer, ConflictKind::SocietyOfficer),
    ] {
        let mut round = Round::plain();
        round.people[0].role = role;
        assert_eq!(round.severity(kind), None);
        round.experts[0] = expert("E1", "陆望舒", "青松大学");
        assert_eq!(round.severity(kind), Some(Severity::Bar));
        assert_eq!(round.severity(ConflictKind::Completer), None);
        assert_eq!(round.severity(ConflictKind::SameUnit), None, "only completers' units count");
    }
}

#[test]
fn a_completer_competes_with_the_rest_of_the_category() {
    let mut round = Round::plain();
    round.experts[0] = expert("E1", "白鹭洲", "白石研究所");
    let finding = round.find(ConflictKind::Competitor).unwrap();
    assert_eq!(finding.severity, Severity::Bar);
    assert!(finding.evidence[0].zh.contains("J2"));
    let mut policy = ConflictPolicy::default();
    policy.competition.scope = CompetitionScope::Panel;
    assert_eq!(round.find_under(ConflictKind::Competitor, &policy), None);
    round.nominations[0].category = Some("NAT".to_owned());
    assert_eq!(round.find(ConflictKind::Competitor), None);
}

#[test]
fn companions_of_an_earlier_round() {
    let mut round = Round::plain();
    round.nominations.push(nomination("OLD", 2024));
    round.people.push(person("OLD", 1, "顾远山", "云台大学"));
    round.people.push(person("OLD", 2, "陆望舒", "青松大学"));
    let finding = round.find(ConflictKind::CoCompleter).unwrap();
    assert_eq!(finding.severity, Severity::Bar);
    assert!(finding.evidence[0].zh.contains("OLD"));
    assert!(round.detect().iter().all(|one| one.nomination_id != "OLD"));
    assert_eq!(round.find(ConflictKind::Competitor), None, "history competes no more");
    round.nominations[2].round = Some(2023);
    assert_eq!(round.find(ConflictKind::CoCompleter), None);
}

#[test]
fn the_nominators_wish_up_to_three() {
    let mut round = Round::plain();
    round.nominations[0].excluded_experts = vec!["E1".to_owned(), "unknown".to_owned()];
    assert_eq!(round.severity(ConflictKind::ExcludedByNominator), Some(Severity::Bar));
    round.nominations[0].excluded_experts = ["a", "b", "c", "E1"].map(str::to_owned).to_vec();
    assert_eq!(round.severity(ConflictKind::ExcludedByNominator), Some(Severity::Flag));
    round.nominations[0].excluded_experts.pop();
    assert_eq!(round.detect(), []);
}

#[test]
fn the_year_of_the_policy_chooses_the_round() {
    let mut round = Round::plain();
    round.nominations[1].round = Some(2025);
    round.experts[0] = expert("E1", "白鹭洲", "白石研究所");
    assert_eq!(round.detect(), [], "2025 is history");
    let policy = ConflictPolicy { reference_year: Some(2025), ..ConflictPolicy::default() };
    let found = detect(&round.input(), &policy);
    assert!(found.iter().all(|one| one.nomination_id == "J2"));
    assert!(found.iter().any(|one| one.kind == ConflictKind::Completer));
}

#[test]
fn records_of_nobody_are_passed_over() {
    let mut round = Round::plain();
    round.people.push(person("J9", 1, "顾远山", "云台大学"));
    round.people.push(person("J1", 2, "", ""));
    round.people.push(person("J1", 3, "（女）", "无"));
    round.publications = vec![publication("p1", 2025, &["陆望舒", ""], &["E9"])];
    round.papers.push(Paper {
        nomination_id: "J9".to_owned(),
        title: "没有这个提名".to_owned(),
        ..Paper::default()
    });
    assert_eq!(round.detect(), []);
}
