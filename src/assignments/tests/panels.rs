//! Does a plan that keeps to the panels hold nobody of another panel, and is it the best that it can be?

use super::{
    super::{
        mend::{Standing, mended},
        model::Key,
        solve::within_panels,
    },
    *,
};
use crate::matching::PanelSeats;

/// Every third nomination is in none of the two panels; every other expert sits on the first.
fn divided(nominations: u128, experts: u128, bars: &[(u128, u128)]) -> Ground {
    let mut ground = ground(nominations, experts, bars);
    let names = ["第1组（数学）", "第2组（物理学）"];
    for (at, facts) in ground.nominations.values_mut().enumerate() {
        facts.panel = names.get(at % 3).map(|name| (*name).to_owned());
    }
    let seats = |turn: usize| -> BTreeSet<String> {
        let all = ground.experts.values().enumerate();
        all.filter(|(at, _)| at % 2 == turn).map(|(_, facts)| facts.code.clone()).collect()
    };
    let panels = [(names[0].to_owned(), seats(0)), (names[1].to_owned(), seats(1))].into();
    ground.parameters.within_panels = true;
    ground.panels = Some(PanelSeats { panels, ..PanelSeats::default() });
    ground
}

/// Whether the pair is of one panel, or the nomination of none.
fn is_inside((one, other): Key) -> bool {
    let (at, turn) = (one.0.as_u128() % 3, (other.0.as_u128() - 1000) % 2);
    at == 2 || at == turn
}

/// The number in a name such as `N-003`.
fn number(name: &serde_json::Value) -> u128 {
    name.as_str().unwrap().trim_start_matches(['N', 'E', '-']).parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_plan_that_comes_to_keep_to_the_panels_is_the_best_within_them(
        list in changes(),
        bars in prop::collection::btree_set((0_u128..5, 0_u128..12), 0..9),
    ) {
        let run = ground(5, 12, &[]);
        let mut pairs = Pairs::new();
        for one in list { let _refused = make(&run, &mut pairs, one); }
        let ground = divided(5, 12, &bars.into_iter().collect::<Vec<_>>());
        let begun = within_panels(&ground, &without_barred(&ground, &pairs));
        prop_assert!(living(&begun).all(|(key, _)| is_inside(key)), "{:?}", begun);
        for (key, pair) in pairs.iter().filter(|(_, pair)| !pair.is_living()) {
            prop_assert_eq!(begun.get(key), Some(pair), "a ban stays");
        }
        let all = broken(&ground, &begun);
        prop_assert!(all.iter().all(|one| !matches!(one.rule, Rule::Panel | Rule::Bar)));
        if all.iter().all(|one| one.rule.grade() == Grade::Note) {
            // The proof is of the candidates within the panels, and no plan of them is better.
            let proof = proved(&ground, &begun, BTreeSet::new()).unwrap();
            let stated: serde_json::Value = serde_json::from_slice(&proof.to_json()).unwrap();
            for row in stated["nominations"].as_array().unwrap() {
                let at = number(&row["nomination_id"]);
                for candidate in row["candidates"].as_array().unwrap() {
                    let pair = (nomination(at), expert(number(&candidate[0])));
                    prop_assert!(is_inside(pair), "{} {}", at, candidate);
                }
            }
            prop_assert_eq!(proof.check().unwrap().plan, None);
        }
    }

    #[test]
    fn nothing_but_a_person_brings_somebody_of_another_panel(list in changes(), all in any::<bool>()) {
        let ground = divided(5, 9, &[(0, 0)]);
        let mut pairs = Pairs::new();
        for one in list { let _refused = make(&ground, &mut pairs, one); }
        let what = if all { SolveWhat::All } else { SolveWhat::Nominations };
        let one = asked(PlanChangeKind::Assign, 0, 7);
        if let Ok((solved, _)) = edited(&ground, &pairs, (&[one], what)) {
            for (key, _) in living(&solved).filter(|(key, _)| !pairs.contains_key(key)) {
                prop_assert!(is_inside(key) || key == (one.nomination, one.expert), "{:?}", key);
            }
        }
        pairs.retain(|_, pair| pair.is_living());
        for one in fit(&ground, &pairs, nomination(1), &BTreeSet::new()) {
            prop_assert!(is_inside((nomination(1), one.expert)));
        }
        let there = Standing { pairs: pairs.clone(), ..Standing::default() };
        if let Some(found) = mended(&ground, &there, nomination(1)) {
            prop_assert!(found.added.iter().all(|key| is_inside(*key)), "{:?}", found);
        }
    }
}

#[test]
fn whoever_is_of_another_panel_needs_a_reason() {
    let ground = divided(3, 6, &[]);
    let other = (nomination(0), expert(1));
    assert!(ground.is_outside(other) && !ground.is_outside((nomination(2), expert(1))));
    let told: Vec<Rule> =
        would_break(&ground, &Pairs::new(), other).into_iter().map(|one| one.rule).collect();
    assert_eq!((told, Rule::Panel.grade()), (vec![Rule::Panel], Grade::Override));
    let mut free = ground;
    free.panels = None;
    assert!(!free.is_outside(other), "no division stands any more");
}

#[test]
fn a_plan_beside_the_panels_needs_a_reason_and_has_a_certificate() {
    let divided = divided(3, 6, &[]);
    let pairs = filled(&[(0, 1), (1, 4), (2, 2)], &divided);
    let of_panels = |ground: &Ground| -> Vec<(Rule, u32)> {
        let all = broken(ground, &pairs).into_iter();
        let all = all.filter(|one| matches!(one.rule, Rule::Panel | Rule::NoPanels));
        all.map(|one| (one.rule, one.allowed)).collect()
    };
    assert_eq!(of_panels(&divided), [(Rule::Panel, 0); 2], "who sits elsewhere, one by one");
    let mut beside = divided.clone();
    beside.parameters.within_panels = false;
    assert_eq!(of_panels(&beside), [(Rule::NoPanels, 2)], "or nobody is held to them");
    assert_eq!(Rule::NoPanels.grade(), Grade::Override);
    let proof = proved(&beside, &Pairs::new(), BTreeSet::new()).unwrap();
    let stated: serde_json::Value = serde_json::from_slice(&proof.to_json()).unwrap();
    let first = stated["nominations"][0]["candidates"].as_array().unwrap();
    let is_other = |one: &serde_json::Value| !is_inside((nomination(0), expert(number(&one[0]))));
    assert!(first.iter().any(is_other), "those of other panels are candidates too: {stated}");
    let mut gone = divided;
    gone.panels = None;
    assert_eq!(of_panels(&gone), [(Rule::NoPanels, 0)], "nor are there any to keep to");
    gone.parameters.within_panels = false;
    assert_eq!(of_panels(&gone), []);
}

#[test]
fn whatever_solving_depends_on_makes_another_ground() {
    let seen = divided(3, 6, &[]);
    let changed: [fn(&mut Ground); 8] = [
        |ground| ground.parameters.max_load += 1,
        |ground| ground.unit_level = crate::conflicts::UnitLevel::Parent,
        |ground| ground.nominations.get_mut(&nomination(0)).unwrap().panel = None,
        |ground| ground.experts.get_mut(&expert(0)).unwrap().max_load = Some(1),
        |ground| ground.experts.get_mut(&expert(0)).unwrap().groups.unit = "U-9".to_owned(),
        |ground| ground.bars.extend([(nomination(0), expert(0))]),
        |ground| ground.scores.retain(|key, _| key.0 != nomination(0)),
        |ground| ground.panels = None,
    ];
    for (place, change) in changed.into_iter().enumerate() {
        let mut now = seen.clone();
        change(&mut now);
        assert_ne!(now, seen, "change {place}");
    }
}
