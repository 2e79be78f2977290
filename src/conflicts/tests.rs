//! Tests of the conflict engine: each kind found and not found, and laws that hold for any round.

use proptest::prelude::*;

use super::*;
use crate::experts::model::{Affiliation, Expert, Publication};
use crate::nominations::model::{Nomination, Paper, Person, PersonRole};
use crate::units::model::Unit;

/// A round that owns its records; everybody in it is invented.
#[derive(Clone, Debug, Default)]
struct Round {
    experts: Vec<Expert>,
    publications: Vec<Publication>,
    affiliations: Vec<Affiliation>,
    units: Vec<Unit>,
    nominations: Vec<Nomination>,
    people: Vec<Person>,
    papers: Vec<Paper>,
}

impl Round {
    /// Two nominations of one category in 2027, each with a completer: 陆望舒 of 青松大学 (J1) and
    /// 白鹭洲 of 白石研究所 (J2); an expert E1, 顾远山 of 云台大学, without any tie.
    fn plain() -> Self {
        Self {
            experts: vec![expert("E1", "顾远山", "云台大学")],
            nominations: vec![nomination("J1", 2027), nomination("J2", 2027)],
            people: vec![
                person("J1", 1, "陆望舒", "青松大学"),
                person("J2", 1, "白鹭洲", "白石研究所"),
            ],
            ..Self::default()
        }
    }

    fn input(&self) -> ConflictInput<'_> {
        ConflictInput {
            experts: &self.experts,
            publications: &self.publications,
            affiliations: &self.affiliations,
            units: &self.units,
            nominations: &self.nominations,
            people: &self.people,
            papers: &self.papers,
        }
    }

    fn detect(&self) -> Vec<Finding> {
        detect(&self.input(), &ConflictPolicy::default())
    }

    /// The only finding of the kind for E1 and J1, if there is one.
    fn find(&self, kind: ConflictKind) -> Option<Finding> {
        self.find_under(kind, &ConflictPolicy::default())
    }

    fn find_under(&self, kind: ConflictKind, policy: &ConflictPolicy) -> Option<Finding> {
        let mut found = detect(&self.input(), policy);
        found.retain(|one| one.kind == kind && one.nomination_id == "J1" && one.expert_id == "E1");
        assert!(found.len() < 2, "{found:?}");
        found.pop()
    }

    fn severity(&self, kind: ConflictKind) -> Option<Severity> {
        self.find(kind).map(|finding| finding.severity)
    }
}

fn expert(id: &str, name: &str, unit: &str) -> Expert {
    Expert {
        expert_id: id.to_owned(),
        name: name.to_owned(),
        unit: unit.to_owned(),
        ..Expert::default()
    }
}

fn nomination(id: &str, round: i32) -> Nomination {
    Nomination {
        nomination_id: id.to_owned(),
        title: format!("{id} 号项目"),
        category: Some("PRO".to_owned()),
        panel: Some(format!("{id} 组")),
        round: Some(round),
        ..Nomination::default()
    }
}

fn person(nomination: &str, order: u32, name: &str, unit: &str) -> Person {
    let unit = Some(unit.to_owned()).filter(|unit| !unit.is_empty());
    Person {
        nomination_id: nomination.to_owned(),
        order,
        name: name.to_owned(),
        unit: unit.clone(),
        work_unit: unit,
        ..Person::default()
    }
}

fn publication(id: &str, year: i32, authors: &[&str], experts: &[&str]) -> Publication {
    Publication {
        publication_id: id.to_owned(),
        title: format!("{id} 山地云雾林水分收支研究"),
        year: Some(year),
        authors: authors.iter().map(|&name| name.to_owned()).collect(),
        expert_ids: experts.iter().map(|&id| id.to_owned()).collect(),
        ..Publication::default()
    }
}

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
    assert_eq!(
        round.severity(ConflictKind::Completer),
        Some(Severity::Flag)
    );
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
    assert_eq!(
        differing.severity,
        Severity::Note,
        "two ORCIDs are two persons"
    );
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
        assert_eq!(
            round.severity(ConflictKind::SameUnit),
            None,
            "only completers' units count"
        );
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
fn units_now_and_at_the_time() {
    let mut round = Round::plain();
    round.experts[0].unit = "青松大学数学系".to_owned();
    assert_eq!(round.severity(ConflictKind::SameUnit), Some(Severity::Bar));
    assert_eq!(round.severity(ConflictKind::CompletionUnit), None);
    round.people[0].work_unit = Some("白石研究所".to_owned());
    assert_eq!(round.severity(ConflictKind::SameUnit), None);
    assert_eq!(
        round.severity(ConflictKind::CompletionUnit),
        Some(Severity::Bar)
    );
    let mut policy = ConflictPolicy::default();
    policy.units.completion_unit_counts = false;
    let finding = round.find_under(ConflictKind::CompletionUnit, &policy);
    assert_eq!(finding.map(|one| one.severity), Some(Severity::Note));
    round.experts[0].unit = "青松理工大学".to_owned();
    assert_eq!(round.detect(), []);
}

#[test]
fn the_level_of_the_tree_is_policy() {
    let mut round = Round::plain();
    round.people[0] = person("J1", 1, "陆望舒", "中国科学院青松研究所");
    round.experts[0].unit = "中国科学院白石研究所".to_owned();
    assert_eq!(round.detect(), [], "two institutes are two legal persons");
    let mut policy = ConflictPolicy::default();
    policy.units.same_unit_level = UnitLevel::Parent;
    let finding = round.find_under(ConflictKind::SameUnit, &policy).unwrap();
    assert_eq!(finding.severity, Severity::Bar);
    round.experts[0].unit = "中国科学院".to_owned();
    assert_eq!(
        round.severity(ConflictKind::RelatedUnit),
        Some(Severity::Note)
    );
    round.experts[0].unit = "中国林业科学研究院".to_owned();
    assert_eq!(round.detect(), []);
}

#[test]
fn the_units_file_makes_aliases_the_same() {
    let mut round = Round::plain();
    round.experts[0].unit = "松大".to_owned();
    assert_eq!(round.detect(), []);
    round.units.push(Unit {
        unit: "青松大学".to_owned(),
        alias: Some("松大".to_owned()),
        parent: None,
    });
    let finding = round.find(ConflictKind::SameUnit).unwrap();
    assert_eq!((finding.severity, finding.confidence), (Severity::Bar, 980));
}

#[test]
fn former_units_by_years() {
    let mut round = Round::plain();
    let left = |to: Option<i32>| Affiliation {
        person_ref: "E1".to_owned(),
        unit: "青松大学".to_owned(),
        from: Some(2001),
        to,
    };
    for (to, kind) in [
        (Some(2025), Some(ConflictKind::FormerUnit)),
        (Some(2024), None),
        (Some(2027), Some(ConflictKind::SameUnit)),
        (None, Some(ConflictKind::SameUnit)),
    ] {
        round.affiliations = vec![left(to)];
        let kinds: Vec<ConflictKind> = round.detect().iter().map(|one| one.kind).collect();
        assert_eq!(kinds, Vec::from_iter(kind), "{to:?}");
    }
    round.affiliations = vec![left(Some(2024))];
    round.experts[0].former_units = vec!["青松大学".to_owned()];
    assert_eq!(round.detect(), [], "years count more than their absence");
    round.affiliations.clear();
    assert_eq!(
        round.severity(ConflictKind::FormerUnitUndated),
        Some(Severity::Flag)
    );
}

#[test]
fn completers_may_have_further_units() {
    let mut round = Round::plain();
    round.affiliations.push(Affiliation {
        person_ref: "陆望舒|青松大学".to_owned(),
        unit: "云台大学".to_owned(),
        from: Some(2020),
        to: None,
    });
    assert_eq!(round.severity(ConflictKind::SameUnit), Some(Severity::Bar));
    round.affiliations[0].to = Some(2022);
    assert_eq!(round.detect(), []);
}

#[test]
fn mail_domains_flag_but_webmail_does_not() {
    let mut round = Round::plain();
    round.experts[0].email_domain = Some("x.com;math.qingsong.edu.cn".to_owned());
    round.people[0].email = Some("l@qingsong.edu.cn".to_owned());
    assert_eq!(round.severity(ConflictKind::SameUnit), Some(Severity::Flag));
    round.experts[0].email_domain = Some("qq.com".to_owned());
    round.people[0].email = Some("l@qq.com".to_owned());
    assert_eq!(round.detect(), []);
}

#[test]
fn papers_of_the_nomination_by_doi_title_and_name() {
    let mut round = Round::plain();
    let mut own = publication("p1", 2015, &["顾远山"], &["E1"]);
    own.doi = Some("10.1000/ABC".to_owned());
    round.publications.push(own);
    round.papers.push(Paper {
        nomination_id: "J1".to_owned(),
        title: "另一个题目下的同一篇论文".to_owned(),
        doi: Some("https://doi.org/10.1000/abc".to_owned()),
        ..Paper::default()
    });
    let finding = round.find(ConflictKind::OwnPaper).unwrap();
    assert_eq!(
        (finding.severity, finding.confidence),
        (Severity::Bar, 1_000)
    );
    assert_eq!(round.find(ConflictKind::Coauthor), None, "2015 is long ago");
    round.publications[0].doi = None;
    assert_eq!(round.find(ConflictKind::OwnPaper), None);
    round.papers[0].title = "p1 山地雲霧林水分收支研究".to_owned();
    round.publications[0].year = Some(2026);
    assert_eq!(round.severity(ConflictKind::OwnPaper), Some(Severity::Bar));
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Bar));
    round.publications.clear();
    assert_eq!(round.find(ConflictKind::OwnPaper), None);
    round.papers[0].authors = vec!["Gu YS".to_owned()];
    let finding = round.find(ConflictKind::OwnPaper).unwrap();
    assert!(finding.severity < Severity::Bar && finding.evidence[0].zh.contains("缩写"));
}

#[test]
fn joint_papers_with_a_name_and_with_two_names() {
    let mut round = Round::plain();
    round.publications = vec![publication("p1", 2025, &["顾远山", "陆望舒"], &["E1"])];
    let one = round.find(ConflictKind::Coauthor).unwrap();
    assert_eq!(one.severity, Severity::Flag, "a bare name does not bar");
    round.people.push(person("J1", 2, "沈听澜", "青松大学"));
    round.publications[0].authors.push("沈听澜".to_owned());
    let two = round.find(ConflictKind::Coauthor).unwrap();
    assert_eq!(two.severity, Severity::Bar);
    assert!(two.evidence.len() == 2 && two.confidence > one.confidence);
    round.publications[0].year = Some(2023);
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Note));
    round.publications[0].year = None;
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Bar));
    round.publications[0].authors.truncate(1);
    assert_eq!(round.detect(), []);
}

#[test]
fn joint_papers_by_way_of_the_pool() {
    let mut round = Round::plain();
    round.experts.push(expert("E2", "陆望舒", "青松大学"));
    round.publications = vec![publication("p1", 2025, &["Y. Gu", "W. Lu"], &["E1", "E2"])];
    let finding = round.find(ConflictKind::Coauthor).unwrap();
    assert_eq!(finding.severity, Severity::Bar);
    round.experts[1].unit = "云台大学".to_owned();
    assert_ne!(round.severity(ConflictKind::Coauthor), Some(Severity::Bar));
}

#[test]
fn long_author_lists_are_passed_over() {
    let mut round = Round::plain();
    round.people.push(person("J1", 2, "沈听澜", "青松大学"));
    let crowd: Vec<String> = (0..40).map(|at| format!("某{at}")).collect();
    let mut authors = vec!["顾远山", "陆望舒", "沈听澜"];
    authors.extend(crowd.iter().map(String::as_str));
    round.publications = vec![publication("p1", 2025, &authors, &["E1"])];
    assert_eq!(round.detect(), []);
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
    assert_eq!(
        round.find(ConflictKind::Competitor),
        None,
        "history competes no more"
    );
    round.nominations[2].round = Some(2023);
    assert_eq!(round.find(ConflictKind::CoCompleter), None);
}

#[test]
fn the_nominators_wish_up_to_three() {
    let mut round = Round::plain();
    round.nominations[0].excluded_experts = vec!["E1".to_owned(), "unknown".to_owned()];
    assert_eq!(
        round.severity(ConflictKind::ExcludedByNominator),
        Some(Severity::Bar)
    );
    round.nominations[0].excluded_experts = ["a", "b", "c", "E1"].map(str::to_owned).to_vec();
    assert_eq!(
        round.severity(ConflictKind::ExcludedByNominator),
        Some(Severity::Flag)
    );
    round.nominations[0].excluded_experts.pop();
    assert_eq!(round.detect(), []);
}

#[test]
fn the_year_of_the_policy_chooses_the_round() {
    let mut round = Round::plain();
    round.nominations[1].round = Some(2025);
    round.experts[0] = expert("E1", "白鹭洲", "白石研究所");
    assert_eq!(round.detect(), [], "2025 is history");
    let policy = ConflictPolicy {
        reference_year: Some(2025),
        ..ConflictPolicy::default()
    };
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

/// Names and units from a small world, so that much meets.
fn world() -> impl Strategy<Value = Round> {
    let name = || prop::sample::select(vec!["王伟", "陆望舒", "顾远山", "Wang Wei", "白鹭洲"]);
    let unit = || {
        prop::sample::select(vec![
            "青松大学",
            "青松大学第三医院",
            "白石研究所",
            "中国科学院",
            "中国科学院白石研究所",
            "青松大學数学系",
            "",
        ])
    };
    let id = |count: u32| (0..count).prop_map(|at| format!("E{at}"));
    let experts = prop::collection::vec((name(), unit(), unit()), 1..6);
    let people = prop::collection::vec((0..3_u32, name(), unit(), unit(), 0..3_u32), 0..9);
    let papers = prop::collection::vec(
        (
            prop::collection::vec(name(), 0..4),
            prop::collection::vec(id(6), 0..3),
            2020..2028,
        ),
        0..5,
    );
    (experts, people, papers).prop_map(|(experts, people, papers)| Round {
        experts: experts
            .into_iter()
            .enumerate()
            .map(|(at, (name, unit, former))| Expert {
                former_units: vec![former.to_owned()],
                ..expert(&format!("E{at}"), name, unit)
            })
            .collect(),
        nominations: vec![
            nomination("J0", 2027),
            nomination("J1", 2027),
            nomination("J2", 2025),
        ],
        people: people
            .into_iter()
            .zip(1..)
            .map(|((nomination, name, unit, work, role), order)| Person {
                unit: Some(unit.to_owned()),
                work_unit: Some(work.to_owned()),
                role: match role {
                    0 => PersonRole::NominatingExpert,
                    _ => PersonRole::Completer,
                },
                ..person(&format!("J{nomination}"), order, name, "")
            })
            .collect(),
        publications: papers
            .iter()
            .enumerate()
            .map(|(at, (authors, experts, year))| {
                let experts: Vec<&str> = experts.iter().map(String::as_str).collect();
                publication(&format!("p{at}"), *year, authors, &experts)
            })
            .collect(),
        ..Round::default()
    })
}

fn on_threads(round: &Round, threads: usize) -> Vec<Finding> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap()
        .install(|| round.detect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_order_of_rows_does_not_matter(round in world(), turn in 0_usize..9) {
        let mut turned = round.clone();
        turned.experts.reverse();
        turned.nominations.rotate_left(turn % 3);
        turned.people.reverse();
        let count = turned.people.len();
        turned.people.rotate_left(turn.min(count));
        turned.publications.reverse();
        prop_assert_eq!(turned.detect(), round.detect());
    }

    #[test]
    fn threads_do_not_matter(round in world()) {
        prop_assert_eq!(on_threads(&round, 1), on_threads(&round, 2));
    }

    #[test]
    fn output_is_sorted_whole_and_without_repetition(round in world()) {
        let found = round.detect();
        let keys: Vec<_> =
            found.iter().map(|one| (&one.nomination_id, &one.expert_id, one.kind)).collect();
        prop_assert!(keys.is_sorted() && keys.windows(2).all(|pair| pair[0] != pair[1]));
        for one in &found {
            prop_assert!(one.confidence <= 1_000 && !one.evidence.is_empty());
            prop_assert!(!one.evidence_line().contains('\n'));
            prop_assert_ne!(&one.nomination_id, "J2", "2025 is history");
        }
    }

    #[test]
    fn a_bare_name_never_bars(mut round in world()) {
        // No unit, no key: nothing but names is left.
        for expert in &mut round.experts {
            expert.unit.clear();
            expert.former_units.clear();
        }
        for publication in &mut round.publications {
            publication.authors.truncate(1);
            publication.expert_ids.truncate(1);
        }
        for finding in round.detect() {
            prop_assert!(finding.severity < Severity::Bar, "{:?}", finding);
        }
    }

    #[test]
    fn an_unrelated_person_changes_nothing(round in world()) {
        let before = round.detect();
        let mut more = round.clone();
        more.people.push(person("J0", 90, "闾丘听雨", "孤舟岛气象站"));
        prop_assert_eq!(more.detect(), before);
        let mut more = round;
        more.experts.push(expert("Z", "闾丘听雨", "孤舟岛气象站"));
        let found = more.detect();
        prop_assert!(found.iter().all(|one| one.expert_id != "Z"));
    }
}
