//! Are planted faults found, all of them and nothing else? One for every rule of level A, and for every one of which
//! a half is decided; alone and several at once, in the complete dossier on every form that has the place: recall and
//! precision of what the machine decides. What must fail is written here.

use proptest::prelude::*;

use super::*;

/// A fault.
struct Plant {
    /// What it changes. Two that change one thing are not planted together.
    changes: &'static str,
    /// The complete dossiers, by name, on whose forms there is such a place.
    on: &'static [&'static str],
    /// The rules that then fail, all of them: one place may be the business of several.
    breaks: &'static [&'static str],
    apply: fn(Case) -> Case,
}

const fn fault(
    changes: &'static str,
    on: &'static [&'static str],
    breaks: &'static [&'static str],
    apply: fn(Case) -> Case,
) -> Plant {
    Plant { changes, on, breaks, apply }
}

const EVERY: &[&str] = &[
    "TOP",
    "NAT",
    "INV",
    "PRO",
    "PRO_PUBLIC",
    "PRO_TEAM",
    "PRO_SCIENCE",
    "PRO_MAJOR",
    "INT_PERSON",
    "INT_ORGANIZATION",
];
/// All but the Natural Science Award, which has rules of its own beside some of the common ones.
const NOT_NAT: &[&str] = &[
    "TOP",
    "INV",
    "PRO",
    "PRO_PUBLIC",
    "PRO_TEAM",
    "PRO_SCIENCE",
    "PRO_MAJOR",
    "INT_PERSON",
    "INT_ORGANIZATION",
];
/// Made public before they are nominated.
const SHOWN: &[&str] =
    &["TOP", "NAT", "INV", "PRO", "PRO_PUBLIC", "PRO_TEAM", "PRO_SCIENCE", "PRO_MAJOR"];
/// With people.
const PEOPLED: &[&str] =
    &["TOP", "NAT", "INV", "PRO", "PRO_PUBLIC", "PRO_TEAM", "PRO_SCIENCE", "INT_PERSON"];
/// Of one person.
const SINGLE: &[&str] = &["TOP", "INT_PERSON"];
/// Of the three awards that have grades.
const GRADED: &[&str] =
    &["NAT", "INV", "PRO", "PRO_PUBLIC", "PRO_TEAM", "PRO_SCIENCE", "PRO_MAJOR"];
/// Of several people.
const JOINT: &[&str] = &["NAT", "INV", "PRO", "PRO_PUBLIC", "PRO_TEAM", "PRO_SCIENCE"];
/// Of several people who are no team.
const NO_TEAM: &[&str] = &["NAT", "INV", "PRO", "PRO_PUBLIC", "PRO_SCIENCE"];
/// Of several people, but for the Natural Science Award.
const JOINT_NOT_NAT: &[&str] = &["INV", "PRO", "PRO_PUBLIC", "PRO_TEAM", "PRO_SCIENCE"];
/// Of the Progress Award.
const PROGRESS: &[&str] = &["PRO", "PRO_PUBLIC", "PRO_TEAM", "PRO_SCIENCE", "PRO_MAJOR"];
/// Of the Progress Award, on forms that need no benefits.
const WITHOUT_BENEFITS: &[&str] = &["PRO_PUBLIC", "PRO_TEAM", "PRO_SCIENCE", "PRO_MAJOR"];
/// With a technique that is applied as a whole.
const APPLIED: &[&str] = &["INV", "PRO", "PRO_PUBLIC", "PRO_TEAM", "PRO_MAJOR"];
const NAT: &[&str] = &["NAT"];
const INV: &[&str] = &["INV"];
const PRO: &[&str] = &["PRO"];
const TEAM: &[&str] = &["PRO_TEAM"];
const SCIENCE: &[&str] = &["PRO_SCIENCE"];
const MAJOR: &[&str] = &["PRO_MAJOR"];
const ORGANIZATION: &[&str] = &["INT_ORGANIZATION"];

/// The table without one of its rows.
fn without_row(case: Case, section: &str, row: &str) -> Case {
    let rows = case.content.rows(section, "items").to_vec();
    let kept: Vec<&str> = rows.iter().map(String::as_str).filter(|one| *one != row).collect();
    case.list(&format!("{section}.items"), &kept)
}

/// The first person stands in the table twice.
fn with_the_first_twice(case: Case) -> Case {
    let rows = case.content.rows("completers", "items").to_vec();
    let rows: Vec<&str> = rows.iter().chain(rows.first()).map(String::as_str).collect();
    case.list("completers.items", &rows)
}

/// What surrounds a dossier.
const AROUND: &[Plant] = &[
    fault("right", EVERY, &["FC-001"], |case| {
        case.with(|facts| facts.society.right = Right::Lost(said("已暂停")))
    }),
    // Two are too few, and experts nominate elsewhere.
    fault("who nominates", EVERY, &["FC-001", "FC-030"], |case| {
        case.by_experts(&["academician"; 2])
    }),
    fault("publicity", SHOWN, &["FC-002"], |case| case.with(|facts| facts.publicity = None)),
    fault("candidate elsewhere", JOINT, &["FC-003"], |case| {
        case.with(|facts| facts.others.push(other(Some("key of p2"), "", "")))
    }),
    fault("award of p1", NO_TEAM, &["FC-007"], |case| {
        case.asking("FC-007").with(|facts| facts.past_awards.push(won("key of p1", 2023)))
    }),
    fault("award of p3", NAT, &["FC-N03"], |case| {
        case.asking("FC-N03").with(|facts| facts.past_awards.push(won("key of p3", 2025)))
    }),
    fault("bar of p1", PEOPLED, &["FC-008"], |case| {
        let bar = event(Subject::Person(key("key of p1")), "2026-01-01", None);
        case.with(|facts| facts.integrity.push(bar))
    }),
    fault("old bar of p1", PEOPLED, &["FC-009"], |case| {
        let bar = event(Subject::Person(key("key of p1")), "2020-01-01", Some("2022-12-31"));
        case.with(|facts| facts.integrity.push(bar))
    }),
    fault("closing", EVERY, &["FC-031"], |case| {
        case.with(|facts| facts.round.closes_at = Some(facts.round.now))
    }),
    fault("council", EVERY, &["LC-01"], |case| case.with(|facts| facts.resolution = None)),
    fault("selection", EVERY, &["LC-03"], |case| {
        let outcome = Some(entity::vocabulary::SelectionOutcome::NotChosen);
        let summary = Bilingual::default();
        case.with(|facts| facts.selection = Some(SelectionFacts { outcome, summary }))
    }),
    fault("answer of p1", PEOPLED, &["LC-02"], |case| {
        case.with(|facts| facts.confirmations[0].state = Consent::Refused)
    }),
    fault("certificate of g2", PROGRESS, &["FC-023"], |case| {
        let code = case.content.cell("units", "items", "g2", "credit_code").to_owned();
        let (credit_code, name) = (Some(code), "示范水利科学研究院".to_owned());
        let unit = RegisteredUnit { credit_code, name, ..RegisteredUnit::default() };
        case.with(|facts| facts.units.push(unit))
    }),
];

/// What most forms have.
const WRITTEN: &[Plant] = &[
    fault("English title", EVERY, &["FORM"], |case| case.without("project.title_en")),
    fault("prize", GRADED, &["FC-005"], |case| case.set("declarations.awarded_before", "yes")),
    fault("mark", EVERY, &["FC-012"], |case| case.set("elsewhere.text", "密级：秘密")),
    fault("opinion", EVERY, &["FC-013", "FORM"], |case| {
        case.set("opinion.text", &"字".repeat(601))
    }),
    fault("grade", GRADED, &["FC-014", "FORM"], |case| case.set("project.grade", "third")),
    fault("people", NO_TEAM, &["FC-015"], with_the_first_twice),
    fault("people", TEAM, &["FC-015", "FC-P07"], with_the_first_twice),
    fault("people", SINGLE, &["FC-015", "FORM"], with_the_first_twice),
    fault("title", GRADED, &["FC-016", "FORM"], |case| case.set("project.title", &"字".repeat(31))),
    fault("disciplines", GRADED, &["FC-017"], |case| {
        case.list("project.disciplines", &["d2", "d1"])
    }),
    fault("time of p2", JOINT, &["FC-019"], |case| {
        case.set("completers.items/p2/to", "2011-12-31")
    }),
    fault("declaration", NAT, &["FC-020", "FC-N16"], |case| case.set("declarations.is_true", "no")),
    fault("declaration", NOT_NAT, &["FC-020"], |case| case.set("declarations.is_true", "no")),
    fault("collaboration", NAT, &["FC-024", "FC-N15"], |case| {
        case.without("cooperation.signed_file")
    }),
    fault("collaboration", JOINT_NOT_NAT, &["FC-024"], |case| {
        case.without("cooperation.signed_file")
    }),
    fault("findings of the units", EVERY, &["FC-026"], |case| {
        case.list("opinion.check_files", &["99"])
    }),
    fault("list of attachments", GRADED, &["FC-027"], |case| {
        without_row(case, "attachments", "a5")
    }),
    // The form asks for the explanation, too.
    fault("bar of the organization", ORGANIZATION, &["FC-009", "FORM"], |case| {
        case.set("organization.is_restored", "yes")
    }),
];

/// Papers of the Natural Science Award.
const PAPERS: &[Plant] = &[
    fault("day of w2", NAT, &["FC-019", "FC-N02", "FORM"], |case| {
        case.set("papers.items/w2/published_on", "2024-01-01")
    }),
    fault("authors", NAT, &["FC-N04"], |case| {
        case.set("papers.items/w1/authors", "示范甲;示范乙")
            .set("papers.items/w3/authors", "示范甲;示范丁")
    }),
    // Its attachment is then nobody's.
    fault("copy of w2", NAT, &["FC-027", "FC-N10", "FORM"], |case| {
        case.without("papers.items/w2/file")
    }),
    fault("copy of y1", NAT, &["FC-027", "FC-N11", "FORM"], |case| {
        case.without("papers.citing/y1/file")
    }),
    fault("paper cited by y2", NAT, &["FC-N12"], |case| case.set("papers.citing/y2/cited", "4")),
    fault("first author of w1", NAT, &["FC-N14"], |case| {
        case.set("papers.items/w1/first_authors", "Nora Sample")
    }),
];

/// Rights, applications and units of the other two awards with grades.
const APPLICATIONS: &[Plant] = &[
    fault("first application", APPLIED, &["FC-019", "FC-I01", "FORM"], |case| {
        case.set("application.first_applied_on", "2024-01-01")
    }),
    fault("right z1", INV, &["FC-I02"], |case| {
        case.set("intellectual_property.items/z1/is_valid", "no")
    }),
    fault("inventors", INV, &["FC-I03"], |case| {
        case.set("intellectual_property.items/z1/inventors", "示范甲;示范乙")
            .set("intellectual_property.items/z2/inventors", "示范乙;示范丁")
    }),
    fault("consent of z2", INV, &["FC-I04"], |case| {
        case.without("intellectual_property.items/z2/consent_files")
    }),
    fault("licence", APPLIED, &["FC-I08", "FORM"], |case| {
        case.set("application.product_class", "device")
    }),
    fault("standing of g1", PROGRESS, &["FC-P01"], |case| {
        case.set("units.items/g1/is_legal_person", "no")
    }),
    fault("name of g2", PROGRESS, &["FC-P03"], |case| {
        let first = case.content.cell("units", "items", "g1", "name").to_owned();
        case.set("units.items/g2/name", &first)
    }),
    fault("contribution of g1", PROGRESS, &["FC-P04", "FORM"], |case| {
        case.without("units.items/g1/contribution")
    }),
    fault("basis of benefits", PRO, &["FC-P05", "FORM"], |case| {
        case.without("application.benefit_basis")
    }),
    fault("basis of benefits", WITHOUT_BENEFITS, &["FC-P05"], |case| {
        case.without("application.benefit_basis")
    }),
    // Of an organ the form asks for a reason.
    fault("kind of g2", PROGRESS, &["FC-029", "FC-P10", "FORM"], |case| {
        case.set("units.items/g2/kind", "party_or_government")
    }),
    // The form has no such kind of work.
    fault("kind of work", PRO, &["FC-012", "FC-P09", "FORM"], |case| {
        case.set("project.panel_kind", "defence").set("declarations.not_classified", "no")
    }),
];

/// Works of popular science, teams and major projects.
const KINDS: &[Plant] = &[
    fault("kind of the book", SCIENCE, &["FC-P06"], |case| {
        case.set("work.excluded_kind", "textbook")
    }),
    fault("day of the book", SCIENCE, &["FC-P06", "FORM"], |case| {
        case.set("work.published_on", "2024-01-01").set("project.ends_on", "2024-01-01")
    }),
    fault("day of the book", SCIENCE, &["FC-019"], |case| {
        case.set("work.published_on", "2018-09-11")
    }),
    fault("leader", TEAM, &["FC-P07"], |case| case.set("team.leader", "示范乙")),
    fault("leaders", TEAM, &["FC-P07"], |case| case.set("completers.items/p2/is_leader", "yes")),
    fault("supporting unit", TEAM, &["FC-P07"], |case| {
        case.set("team.supporting_unit", "示范大学")
    }),
    fault("day of the team", TEAM, &["FC-019"], |case| case.set("team.formed_on", "2013-01-01")),
    // Its attachment is then nobody's.
    fault("copy of o2", TEAM, &["FC-027", "FORM"], |case| case.without("results.items/o2/file")),
    fault("completers", MAJOR, &["FC-P08"], |case| case.list("completers.items", &["p1"])),
    // The form has this kind of work, which is then to be declared.
    fault("kind of work", MAJOR, &["FC-012", "FC-P09"], |case| {
        case.set("project.panel_kind", "defence").set("declarations.not_classified", "no")
    }),
];

fn plants() -> impl Iterator<Item = &'static Plant> {
    [AROUND, WRITTEN, PAPERS, APPLICATIONS, KINDS].into_iter().flatten()
}

/// The complete dossiers, by name.
static COMPLETE: LazyLock<Vec<(&str, Case)>> = LazyLock::new(|| complete().collect());

/// The rules that fail, each once.
fn failing(case: &Case) -> BTreeSet<String> {
    let failed = case.all().into_iter().filter(|one| one.verdict == Verdict::Fail);
    failed.map(|one| one.rule).collect()
}

fn named(rules: impl IntoIterator<Item = &'static str>) -> BTreeSet<String> {
    rules.into_iter().map(str::to_owned).collect()
}

#[test]
fn each_plant_breaks_the_rules_that_are_written_and_no_other() {
    for plant in plants() {
        for (name, case) in COMPLETE.iter().filter(|(name, _)| plant.on.contains(name)) {
            let found = failing(&(plant.apply)(case.clone()));
            let wanted = named(plant.breaks.iter().copied());
            assert_eq!(found, wanted, "{} in {name}", plant.changes);
        }
    }
}

#[test]
fn every_rule_of_which_something_is_decided_has_a_plant() {
    let planted = named(plants().flat_map(|plant| plant.breaks.iter().copied()));
    let book = RuleBook::shipped().unwrap();
    let decided = book.rules.iter().filter(|rule| rule.level.decides());
    let without: Vec<&str> =
        decided.map(|rule| rule.id.as_str()).filter(|id| !planted.contains(*id)).collect();
    assert_eq!(without, [""; 0]);
}

#[test]
fn every_plant_is_of_a_dossier_that_is_there() {
    let names: Vec<&str> = COMPLETE.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, EVERY);
    for plant in plants() {
        assert!(plant.on.iter().all(|name| names.contains(name)), "{}", plant.changes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Recall 1 and precision 1: what fails is what is written of each, together, and nothing else.
    #[test]
    fn planted_together_all_are_found_and_nothing_else(
        at in 0..COMPLETE.len(),
        chosen in prop::sample::subsequence(plants().enumerate().map(|(at, _)| at).collect::<Vec<_>>(), 2..=16),
    ) {
        let (name, case) = &COMPLETE[at];
        let mut changed = BTreeSet::new();
        let mut planted: Vec<&Plant> = Vec::new();
        for plant in chosen.into_iter().map(|at| plants().nth(at).unwrap()) {
            if plant.on.contains(name) && changed.insert(plant.changes) {
                planted.push(plant);
            }
        }
        let broken = planted.iter().fold(case.clone(), |case, plant| (plant.apply)(case));
        let wanted = named(planted.iter().flat_map(|plant| plant.breaks.iter().copied()));
        prop_assert_eq!(failing(&broken), wanted);
    }
}
