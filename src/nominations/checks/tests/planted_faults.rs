//! Are planted faults found, all of them and nothing else? Several at once, in the complete dossiers of the
//! demonstration: recall and precision of what the machine decides.

use proptest::prelude::*;

use super::*;

/// A fault and the rules that it breaks: one place may be the business of several.
type Plant = (&'static [&'static str], fn(Case) -> Case);

const IN_ALL: &[Plant] = &[
    (&["FC-001"], |case| case.with(|facts| facts.society.right = Right::Lost(said("已暂停")))),
    (&["FC-002"], |case| case.with(|facts| facts.publicity = None)),
    (&["FC-012"], |case| case.set("elsewhere.text", "密级：秘密")),
    (&["FC-013", "FORM"], |case| case.set("opinion.text", &"字".repeat(601))),
    (&["FC-016", "FORM"], |case| case.set("project.title", &"字".repeat(31))),
    (&["FC-031"], |case| case.with(|facts| facts.round.closes_at = Some(facts.round.now))),
    (&["FORM"], |case| case.without("project.title_en")),
];

const IN_NAT: &[Plant] = &[
    (&["FC-003"], |case| {
        case.with(|facts| {
            facts.others.push(OtherPerson {
                key: Some(key("key of p2")),
                name: String::new(),
                unit: String::new(),
                nomination: None,
            });
        })
    }),
    (&["FC-005"], |case| case.set("declarations.awarded_before", "yes")),
    (&["FC-N02"], |case| case.set("papers.items/w2/published_on", "2024-01-01")),
    (&["FC-N11"], |case| case.without("papers.citing/y1/file")),
    (&["FC-N12"], |case| case.set("papers.citing/y2/cited", "4")),
    (&["FC-N14"], |case| case.set("papers.items/w1/first_authors", "Grace Hopper")),
];

/// The rules that fail, each once.
fn failing(case: &Case) -> BTreeSet<String> {
    let failed = case.all().into_iter().filter(|one| one.verdict == Verdict::Fail);
    failed.map(|one| one.rule).collect()
}

/// What one plant breaks by itself, so that plants can be put together.
fn broken(case: Case, plant: &Plant) -> BTreeSet<String> {
    failing(&(plant.1)(case))
}

#[test]
fn each_plant_breaks_its_own_rules() {
    let cases: [fn() -> Case; 3] = [nat, inv, pro];
    for case in cases {
        for plant in IN_ALL {
            let found = broken(case(), plant);
            assert!(plant.0.iter().any(|rule| found.contains(*rule)), "{:?} {found:?}", plant.0);
            let strange: Vec<&String> =
                found.iter().filter(|rule| !plant.0.contains(&rule.as_str())).collect();
            assert!(strange.is_empty(), "{:?} also {strange:?}", plant.0);
        }
    }
    for plant in IN_NAT {
        let found = broken(nat(), plant);
        assert!(plant.0.iter().any(|rule| found.contains(*rule)), "{:?} {found:?}", plant.0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Recall 1 and precision 1: what fails is the union of what each plant breaks by itself.
    #[test]
    fn planted_together_all_are_found_and_nothing_else(
        chosen in prop::sample::subsequence((0..IN_ALL.len() + IN_NAT.len()).collect::<Vec<_>>(), 0..5)
    ) {
        let plants: Vec<&Plant> = chosen.iter().map(|at| IN_ALL.iter().chain(IN_NAT).nth(*at).unwrap()).collect();
        let planted = plants.iter().fold(nat(), |case, plant| (plant.1)(case));
        let expected: BTreeSet<String> = plants.iter().flat_map(|plant| broken(nat(), plant)).collect();
        prop_assert_eq!(failing(&planted), expected);
    }
}
