//! Do the decisions of a plan hold for whatever is asked of them?

mod mend;
mod panels;

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{ExpertId, NominationId},
    vocabulary::{PairStanding, PlanChangeKind},
};
use proptest::prelude::*;
use uuid::Uuid;

use super::{
    compare::compared,
    edit::{Asked, Refused, before, make, put_back},
    fitness::{fit, would_break},
    model::{ExpertFacts, Ground, NominationFacts, Pair, Pairs, digest, living, loads},
    propose::{SolveWhat, edited},
    rules::{Grade, Rule, broken, totals},
    solve::{proved, without_barred},
};
use crate::matching::{ExpertGroups, FamilyRule, GroupKind, MixRule};

fn nomination(number: u128) -> NominationId {
    NominationId(Uuid::from_u128(number))
}

fn expert(number: u128) -> ExpertId {
    ExpertId(Uuid::from_u128(1000 + number))
}

/// A round of some nominations and experts, every pair scored but for `gaps`, three to a unit.
fn ground(nominations: u128, experts: u128, bars: &[(u128, u128)]) -> Ground {
    let mut ground = Ground::default();
    ground.parameters.per_nomination = 2;
    ground.parameters.max_load = 2;
    ground.nominations = (0..nominations)
        .map(|one| {
            let number = format!("N-{one:03}");
            (nomination(one), NominationFacts { number, ..NominationFacts::default() })
        })
        .collect();
    ground.experts = (0..experts)
        .map(|one| {
            let (code, unit) = (format!("E-{one:03}"), format!("U-{}", one / 3));
            let groups = ExpertGroups {
                unit: unit.clone(),
                university: format!("大学{}", one / 6),
                system: format!("大学{}", one / 6),
                region: format!("地区{}", one / 12),
            };
            (expert(one), ExpertFacts { code, unit, groups, ..ExpertFacts::default() })
        })
        .collect();
    for one in 0..nominations {
        for other in 0..experts {
            let score = i32::try_from((one * 7919 + other * 104_729) % 1_000_000).unwrap();
            ground.scores.insert((nomination(one), expert(other)), score);
        }
    }
    ground.bars = bars.iter().map(|(one, other)| (nomination(*one), expert(*other))).collect();
    ground
}

fn asked(kind: PlanChangeKind, one: u128, other: u128) -> Asked {
    Asked { kind, nomination: nomination(one), expert: expert(other), instead_of: None }
}

const KINDS: [PlanChangeKind; 6] = [
    PlanChangeKind::Pin,
    PlanChangeKind::Unpin,
    PlanChangeKind::Ban,
    PlanChangeKind::Unban,
    PlanChangeKind::Assign,
    PlanChangeKind::Unassign,
];

fn changes() -> impl Strategy<Value = Vec<Asked>> {
    let kinds = [&KINDS[..], &[PlanChangeKind::Swap]].concat();
    let one = (prop::sample::select(kinds), 0_u128..5, 0_u128..9, 0_u128..9);
    let asked = |(kind, one, other, third): (PlanChangeKind, u128, u128, u128)| Asked {
        instead_of: (kind == PlanChangeKind::Swap).then(|| expert(third)),
        ..asked(kind, one, other)
    };
    prop::collection::vec(one.prop_map(asked), 0..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_change_ever_puts_a_barred_pair_into_a_plan(list in changes()) {
        let ground = ground(5, 9, &[(0, 0), (1, 4), (4, 8)]);
        let mut pairs = Pairs::new();
        for one in list {
            let _refused = make(&ground, &mut pairs, one);
            prop_assert!(broken(&ground, &pairs).iter().all(|one| one.rule != Rule::Bar));
        }
    }

    #[test]
    fn a_refused_change_leaves_the_plan_as_it_was(list in changes()) {
        let ground = ground(5, 9, &[(0, 0)]);
        let mut pairs = Pairs::new();
        for one in list {
            let stood = pairs.clone();
            if make(&ground, &mut pairs, one).is_err() {
                prop_assert_eq!(&pairs, &stood);
            } else {
                prop_assert_ne!(&pairs, &stood);
            }
        }
    }

    #[test]
    fn what_was_changed_is_put_back_whole(first in changes(), second in changes()) {
        let ground = ground(5, 9, &[]);
        let mut old = Pairs::new();
        for one in first { let _refused = make(&ground, &mut old, one); }
        let mut new = old.clone();
        for one in second { let _refused = make(&ground, &mut new, one); }
        let stood = before(&old, &new);
        put_back(&mut new, &stood);
        prop_assert_eq!(new, old);
    }

    #[test]
    fn solving_keeps_pins_and_bans_and_breaks_no_rule(list in changes(), all in any::<bool>()) {
        let ground = ground(5, 12, &[(0, 0), (2, 3)]);
        let mut pairs = Pairs::new();
        for one in list { let _refused = make(&ground, &mut pairs, one); }
        let what = if all { SolveWhat::All } else { SolveWhat::Nominations };
        let one = asked(PlanChangeKind::Assign, 0, 11);
        let Ok((solved, _)) = edited(&ground, &pairs, (&[one], what)) else { return Ok(()) };
        for (key, pair) in &pairs {
            if pair.standing != PairStanding::Assigned {
                prop_assert_eq!(solved.get(key), Some(pair));
            }
        }
        prop_assert!(solved.contains_key(&(one.nomination, one.expert)));
        let was: BTreeSet<_> = broken(&ground, &pairs).into_iter().map(|one| one.rule).collect();
        for now in broken(&ground, &solved) {
            let is_new = !was.contains(&now.rule) && now.rule.grade() != Grade::Note;
            // The pair that was asked for may itself be one too many of its unit.
            prop_assert!(!is_new || now.expert.is_some() || now.rule == Rule::Surplus, "{:?}", now);
            prop_assert_ne!(now.rule, Rule::Bar);
        }
    }

    #[test]
    fn a_solved_plan_has_a_proof_and_one_by_hand_is_held_against_it(list in changes()) {
        let ground = ground(5, 12, &[(0, 0), (2, 3)]);
        let mut pairs = Pairs::new();
        for one in list { let _refused = make(&ground, &mut pairs, one); }
        let Ok((solved, _)) = edited(&ground, &pairs, (&[], SolveWhat::All)) else { return Ok(()) };
        // Pins beyond a rule are an officer's word, of which no price says anything.
        if broken(&ground, &solved).iter().any(|one| one.rule.grade() != Grade::Note) {
            return Ok(());
        }
        let told = |pairs: &Pairs| proved(&ground, pairs, BTreeSet::new()).unwrap().check();
        let best = told(&solved).unwrap();
        prop_assert_eq!(best.plan, None);
        prop_assert_eq!(best.total, totals(&ground, &solved).total);
        prop_assert_eq!(&best.pairs_digest, &digest(&ground, &solved));
        let free = solved.iter().find(|(_, pair)| pair.standing == PairStanding::Assigned);
        let Some((&key, _)) = free else { return Ok(()) };
        let mut fewer = solved.clone();
        fewer.remove(&key);
        let own = told(&fewer).unwrap();
        let score = i64::from(ground.scores[&key]);
        prop_assert_eq!((own.total, own.plan), (best.total, Some((best.filled - 1, best.total - score))));
        prop_assert_eq!(&own.pairs_digest, &digest(&ground, &fewer));
    }

    #[test]
    fn a_plan_is_begun_without_whom_recusal_keeps_away_and_nothing_else_moves(
        list in changes(),
        bars in prop::collection::btree_set((0_u128..5, 0_u128..9), 0..9),
    ) {
        let run = ground(5, 9, &[]);
        let mut pairs = Pairs::new();
        for one in list { let _refused = make(&run, &mut pairs, one); }
        let mut now = ground(5, 9, &bars.into_iter().collect::<Vec<_>>());
        now.parameters.least_score = 0.3;
        let begun = without_barred(&now, &pairs);
        prop_assert!(broken(&now, &begun).iter().all(|one| one.rule != Rule::Bar));
        let is_out = |key, pair: &Pair| pair.is_living() && now.bars.contains(key);
        for (key, pair) in &pairs {
            prop_assert_eq!(begun.get(key), (!is_out(key, pair)).then_some(pair));
        }
        for (key, pair) in begun.iter().filter(|(key, _)| !pairs.contains_key(key)) {
            let emptied = pairs.iter().any(|(old, pair)| old.0 == key.0 && is_out(old, pair));
            prop_assert!(emptied && pair.score >= Some(300_000), "{key:?} {pair:?}");
        }
        let overridden = |pairs: &Pairs| -> BTreeSet<(Rule, Option<NominationId>)> {
            let all = broken(&now, pairs).into_iter();
            let all = all.filter(|one| one.rule.grade() == Grade::Override);
            all.map(|one| (one.rule, one.nomination)).collect()
        };
        prop_assert!(overridden(&begun).is_subset(&overridden(&pairs)));
    }

    #[test]
    fn two_plans_differ_by_what_one_has_alone(first in changes(), second in changes()) {
        let ground = ground(5, 9, &[]);
        let of = |list: Vec<Asked>| {
            let mut pairs = Pairs::new();
            for one in list { let _refused = make(&ground, &mut pairs, one); }
            pairs
        };
        let (a, b) = (of(first), of(second));
        let found = compared(&a, &b);
        let count = |pairs: &Pairs| u32::try_from(living(pairs).count()).unwrap();
        prop_assert_eq!(found.kept + found.only_a, count(&a));
        prop_assert_eq!(found.kept + found.only_b, count(&b));
        let back = compared(&b, &a);
        prop_assert_eq!((back.kept, back.only_a, back.only_b), (found.kept, found.only_b, found.only_a));
        prop_assert_eq!(compared(&a, &a).nominations, BTreeMap::new());
    }

    #[test]
    fn whoever_is_offered_breaks_no_rule(list in changes()) {
        let ground = ground(5, 9, &[(0, 0), (1, 4)]);
        let mut pairs = Pairs::new();
        for one in list { let _refused = make(&ground, &mut pairs, one); }
        pairs.retain(|_, pair| pair.is_living());
        let there: BTreeSet<ExpertId> =
            living(&pairs).filter(|(key, _)| key.0 == nomination(0)).map(|(key, _)| key.1).collect();
        for one in fit(&ground, &pairs, nomination(0), &there) {
            prop_assert_eq!(would_break(&ground, &pairs, (nomination(0), one.expert)), vec![]);
            prop_assert!(!there.contains(&one.expert));
        }
    }
}

#[test]
fn nobody_is_offered_whom_the_run_holds_too_far_away() {
    let mut ground = ground(1, 9, &[]);
    let offered = |ground: &Ground| fit(ground, &Pairs::new(), nomination(0), &BTreeSet::new());
    let all = offered(&ground);
    let middle = all[4].score;
    ground.parameters.least_score = f64::from(middle) / 1e6;
    assert_eq!(all.len(), 9);
    assert_eq!(offered(&ground), all[..5], "that near and nearer");
}

fn filled(list: &[(u128, u128)], ground: &Ground) -> Pairs {
    let pair = |(one, other): &(u128, u128)| {
        let key = (nomination(*one), expert(*other));
        let pair =
            Pair { standing: PairStanding::Assigned, score: ground.scores.get(&key).copied() };
        (key, pair)
    };
    list.iter().map(pair).collect()
}

#[test]
fn each_rule_is_told_with_its_numbers() {
    let ground = ground(3, 6, &[(0, 0)]);
    let pairs = filled(&[(0, 0), (0, 1), (0, 3), (1, 3), (2, 3)], &ground);
    let told: Vec<(Rule, u32, u32)> =
        broken(&ground, &pairs).iter().map(|one| (one.rule, one.found, one.allowed)).collect();
    let expected = [
        (Rule::Bar, 1, 0),
        (Rule::Load, 3, 2),
        (Rule::Unit, 2, 1),
        (Rule::Surplus, 3, 2),
        (Rule::Demand, 1, 2),
        (Rule::Demand, 1, 2),
    ];
    assert_eq!(told, expected);
    let sums = totals(&ground, &pairs);
    assert_eq!((sums.places, sums.assigned, sums.unfilled, sums.experts), (6, 5, 2, 3));
    assert_eq!(loads(&pairs)[&expert(3)], 3);
}

#[test]
fn the_rules_over_groups_are_told_kept_and_proved() {
    let mut ground = ground(3, 12, &[]);
    ground.parameters.max_load = 3;
    ground.parameters.families = vec![FamilyRule { group: GroupKind::University, most: 1 }];
    ground.parameters.mixes = vec![MixRule { group: GroupKind::Region, free: 1, price: 0.2 }];
    // Two units of one university, which is in one region with the other.
    let pairs = filled(&[(0, 0), (0, 3), (1, 0), (1, 6)], &ground);
    let told: Vec<_> = broken(&ground, &pairs)
        .iter()
        .filter(|one| one.group.is_some())
        .map(|one| (one.rule, one.group, one.nomination, one.found, one.allowed))
        .collect();
    let (university, region) = (Some(GroupKind::University), Some(GroupKind::Region));
    let of = |number| Some(nomination(number));
    let expected = [
        (Rule::Group, university, of(0), 2, 1),
        (Rule::Mix, region, of(0), 2, 1),
        (Rule::Mix, region, of(1), 2, 1),
    ];
    assert_eq!(told, expected);
    assert_eq!(Rule::Group.grade(), Grade::Override);
    let others = [expert(0)];
    assert!(ground.has_no_room(&others, expert(5)) && !ground.has_no_room(&others, expert(6)));
    let (solved, _) = edited(&ground, &Pairs::new(), (&[], SolveWhat::All)).unwrap();
    assert!(broken(&ground, &solved).iter().all(|one| one.rule.grade() == Grade::Note));
    let proof = proved(&ground, &solved, BTreeSet::new()).unwrap();
    let stated: serde_json::Value = serde_json::from_slice(&proof.to_json()).unwrap();
    let names: Vec<&str> = stated["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["unit", "university", "region"]);
    assert_eq!(proof.check().unwrap().plan, None);
}

#[test]
fn a_pinned_pair_is_neither_taken_away_nor_banned_unseen() {
    let ground = ground(2, 4, &[]);
    let mut pairs = Pairs::new();
    make(&ground, &mut pairs, asked(PlanChangeKind::Pin, 0, 1)).unwrap();
    for kind in [PlanChangeKind::Unassign, PlanChangeKind::Ban] {
        assert_eq!(make(&ground, &mut pairs, asked(kind, 0, 1)), Err(Refused::Pinned));
    }
    make(&ground, &mut pairs, asked(PlanChangeKind::Unpin, 0, 1)).unwrap();
    make(&ground, &mut pairs, asked(PlanChangeKind::Ban, 0, 1)).unwrap();
    assert_eq!(
        make(&ground, &mut pairs, asked(PlanChangeKind::Assign, 0, 1)),
        Err(Refused::Banned)
    );
}

#[test]
fn the_digest_names_the_pairs_and_nothing_else() {
    let ground = ground(2, 4, &[]);
    let one = filled(&[(0, 1), (1, 2)], &ground);
    let mut pinned = one.clone();
    pinned.get_mut(&(nomination(0), expert(1))).unwrap().standing = PairStanding::Pinned;
    assert_eq!(digest(&ground, &one), digest(&ground, &pinned));
    assert_ne!(digest(&ground, &one), digest(&ground, &filled(&[(0, 1), (1, 3)], &ground)));
    let lines = "N-000,E-001\nN-001,E-002\n";
    assert_eq!(digest(&ground, &one), crate::shared::hex_sha256(lines.as_bytes()));
}
