//! Are planted faults found, all of them and nothing else? One for every rule of level A that the complete dossiers
//! of the demonstration can break, and for others of which a half is decided; alone and several at once, on every
//! form that has the place: recall and precision of what the machine decides. What must fail is written here.

use proptest::prelude::*;

use super::*;

/// A fault.
struct Plant {
    /// What it changes. Two that change one thing are not planted together.
    changes: &'static str,
    /// The awards whose form has such a place.
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

const ALL: &[&str] = &["NAT", "INV", "PRO"];
const NAT_ALONE: &[&str] = &["NAT"];
const INV_ALONE: &[&str] = &["INV"];
const PRO_ALONE: &[&str] = &["PRO"];
const APPLIED: &[&str] = &["INV", "PRO"];

/// Rules of level A whose places no form of the complete dossiers has: they are about works of popular science,
/// teams and major projects.
const ELSEWHERE: [&str; 3] = ["FC-P06", "FC-P07", "FC-P08"];

/// The table without one of its rows.
fn without_row(case: Case, section: &str, row: &str) -> Case {
    let rows = case.content.rows(section, "items").to_vec();
    let kept: Vec<&str> = rows.iter().map(String::as_str).filter(|one| *one != row).collect();
    case.list(&format!("{section}.items"), &kept)
}

/// What surrounds a dossier.
const AROUND: &[Plant] = &[
    // Experts nominate in their own right: the society's is not asked then.
    fault("who nominates", ALL, &["FC-001"], |case| {
        case.with(|facts| facts.society.right = Right::Lost(said("已暂停")))
    }),
    fault("who nominates", ALL, &["FC-030"], |case| case.by_experts(&["academician"; 2])),
    fault("publicity", ALL, &["FC-002"], |case| case.with(|facts| facts.publicity = None)),
    fault("candidate elsewhere", ALL, &["FC-003"], |case| {
        case.with(|facts| facts.others.push(other(Some("key of p2"), "", "")))
    }),
    fault("award of p1", ALL, &["FC-007"], |case| {
        case.asking("FC-007").with(|facts| facts.past_awards.push(won("key of p1", 2023)))
    }),
    fault("award of p3", NAT_ALONE, &["FC-N03"], |case| {
        case.asking("FC-N03").with(|facts| facts.past_awards.push(won("key of p3", 2025)))
    }),
    fault("bar of p3", ALL, &["FC-008"], |case| {
        let bar = event(Subject::Person(key("key of p3")), "2026-01-01", None);
        case.with(|facts| facts.integrity.push(bar))
    }),
    fault("old bar of p1", ALL, &["FC-009"], |case| {
        let bar = event(Subject::Person(key("key of p1")), "2020-01-01", Some("2022-12-31"));
        case.with(|facts| facts.integrity.push(bar))
    }),
    fault("closing", ALL, &["FC-031"], |case| {
        case.with(|facts| facts.round.closes_at = Some(facts.round.now))
    }),
    fault("council", ALL, &["LC-01"], |case| case.with(|facts| facts.resolution = None)),
    fault("answer of p2", ALL, &["LC-02"], |case| {
        case.with(|facts| facts.confirmations[1].state = Consent::Refused)
    }),
    fault("certificate of g2", PRO_ALONE, &["FC-023"], |case| {
        let code = case.content.cell("units", "items", "g2", "credit_code").to_owned();
        let (credit_code, name) = (Some(code), "示范水利科学研究院".to_owned());
        let unit = RegisteredUnit { credit_code, name, ..RegisteredUnit::default() };
        case.with(|facts| facts.units.push(unit))
    }),
];

/// What every form has.
const WRITTEN: &[Plant] = &[
    fault("English title", ALL, &["FORM"], |case| case.without("project.title_en")),
    fault("prize", ALL, &["FC-005"], |case| case.set("declarations.awarded_before", "yes")),
    fault("mark", ALL, &["FC-012"], |case| case.set("elsewhere.text", "密级：秘密")),
    fault("opinion", ALL, &["FC-013", "FORM"], |case| case.set("opinion.text", &"字".repeat(601))),
    fault("grade", ALL, &["FC-014", "FORM"], |case| case.set("project.grade", "third")),
    // The first stands in the table twice.
    fault("completers", ALL, &["FC-015"], |case| {
        case.list("completers.items", &["p1", "p2", "p3", "p1"])
    }),
    fault("title", ALL, &["FC-016", "FORM"], |case| case.set("project.title", &"字".repeat(31))),
    fault("disciplines", ALL, &["FC-017"], |case| case.list("project.disciplines", &["d2", "d1"])),
    fault("time of p2", ALL, &["FC-019"], |case| case.set("completers.items/p2/to", "2011-12-31")),
    fault("declaration", NAT_ALONE, &["FC-020", "FC-N16"], |case| {
        case.set("declarations.is_true", "no")
    }),
    fault("declaration", APPLIED, &["FC-020"], |case| case.set("declarations.is_true", "no")),
    fault("collaboration", NAT_ALONE, &["FC-024", "FC-N15"], |case| {
        case.without("cooperation.signed_file")
    }),
    fault("collaboration", APPLIED, &["FC-024"], |case| case.without("cooperation.signed_file")),
    fault("evaluation", ALL, &["FC-026"], |case| case.list("evaluation.files", &["99"])),
    fault("list of attachments", ALL, &["FC-027"], |case| without_row(case, "attachments", "a5")),
];

/// Papers of the Natural Science Award.
const PAPERS: &[Plant] = &[
    fault("day of w2", NAT_ALONE, &["FC-019", "FC-N02", "FORM"], |case| {
        case.set("papers.items/w2/published_on", "2024-01-01")
    }),
    fault("authors", NAT_ALONE, &["FC-N04"], |case| {
        case.set("papers.items/w1/authors", "示范甲;示范乙")
            .set("papers.items/w3/authors", "示范甲;示范丁")
    }),
    // Its attachment is then nobody's.
    fault("copy of w2", NAT_ALONE, &["FC-027", "FC-N10", "FORM"], |case| {
        case.without("papers.items/w2/file")
    }),
    fault("copy of y1", NAT_ALONE, &["FC-027", "FC-N11", "FORM"], |case| {
        case.without("papers.citing/y1/file")
    }),
    fault("paper cited by y2", NAT_ALONE, &["FC-N12"], |case| {
        case.set("papers.citing/y2/cited", "4")
    }),
    fault("first author of w1", NAT_ALONE, &["FC-N14"], |case| {
        case.set("papers.items/w1/first_authors", "Grace Hopper")
    }),
];

/// Rights, applications and units of the other two.
const APPLICATIONS: &[Plant] = &[
    fault("first application", APPLIED, &["FC-019", "FC-I01", "FORM"], |case| {
        case.set("application.first_applied_on", "2024-01-01")
    }),
    fault("right z1", INV_ALONE, &["FC-I02"], |case| {
        case.set("intellectual_property.items/z1/is_valid", "no")
    }),
    fault("inventors", INV_ALONE, &["FC-I03"], |case| {
        case.set("intellectual_property.items/z1/inventors", "示范甲;示范乙")
            .set("intellectual_property.items/z2/inventors", "示范乙;示范丁")
    }),
    fault("consent of z2", INV_ALONE, &["FC-I04"], |case| {
        case.without("intellectual_property.items/z2/consent_files")
    }),
    fault("licence", APPLIED, &["FC-I08", "FORM"], |case| {
        case.set("application.product_class", "device")
    }),
    fault("standing of g1", PRO_ALONE, &["FC-P01"], |case| {
        case.set("units.items/g1/is_legal_person", "no")
    }),
    fault("name of g2", PRO_ALONE, &["FC-P03"], |case| {
        case.set("units.items/g2/name", "示范农业大学")
    }),
    fault("contribution of g1", PRO_ALONE, &["FC-P04", "FORM"], |case| {
        case.without("units.items/g1/contribution")
    }),
    fault("basis of benefits", PRO_ALONE, &["FC-P05", "FORM"], |case| {
        case.without("application.benefit_basis")
    }),
    // Of an organ the form asks for a reason.
    fault("kind of g2", PRO_ALONE, &["FC-029", "FC-P10", "FORM"], |case| {
        case.set("units.items/g2/kind", "party_or_government")
    }),
    // The form has no such kind of work.
    fault("kind of work", PRO_ALONE, &["FC-012", "FC-P09", "FORM"], |case| {
        case.set("project.panel_kind", "defence").set("declarations.not_classified", "no")
    }),
];

fn plants() -> impl Iterator<Item = &'static Plant> {
    [AROUND, WRITTEN, PAPERS, APPLICATIONS].into_iter().flatten()
}

/// The complete dossiers, by award.
static COMPLETE: LazyLock<[(&str, Case); 3]> =
    LazyLock::new(|| [("NAT", nat()), ("INV", inv()), ("PRO", pro())]);

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
        for (award, case) in COMPLETE.iter().filter(|(award, _)| plant.on.contains(award)) {
            let found = failing(&(plant.apply)(case.clone()));
            let wanted = named(plant.breaks.iter().copied());
            assert_eq!(found, wanted, "{} on {award}", plant.changes);
        }
    }
}

#[test]
fn every_rule_of_level_a_that_a_complete_dossier_can_break_has_a_plant() {
    let planted = named(plants().flat_map(|plant| plant.breaks.iter().copied()));
    let book = RuleBook::shipped().unwrap();
    let decided = book.rules.iter().filter(|rule| rule.level == Level::A);
    let without: Vec<&str> =
        decided.map(|rule| rule.id.as_str()).filter(|id| !planted.contains(*id)).collect();
    assert_eq!(without, ELSEWHERE);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Recall 1 and precision 1: what fails is what is written of each, together, and nothing else.
    #[test]
    fn planted_together_all_are_found_and_nothing_else(
        at in 0..3_usize,
        chosen in prop::sample::subsequence(plants().enumerate().map(|(at, _)| at).collect::<Vec<_>>(), 2..=16),
    ) {
        let (award, case) = &COMPLETE[at];
        let mut changed = BTreeSet::new();
        let mut planted: Vec<&Plant> = Vec::new();
        for plant in chosen.into_iter().map(|at| plants().nth(at).unwrap()) {
            if plant.on.contains(award) && changed.insert(plant.changes) {
                planted.push(plant);
            }
        }
        let broken = planted.iter().fold(case.clone(), |case, plant| (plant.apply)(case));
        let wanted = named(planted.iter().flat_map(|plant| plant.breaks.iter().copied()));
        prop_assert_eq!(failing(&broken), wanted);
    }
}
