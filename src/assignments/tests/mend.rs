//! Does a repair of a plan in force fill the place, and move as few as can be?

use super::{
    super::mend::{Standing, mended},
    *,
};

fn standing(ground: &Ground, list: &[(u128, u128)]) -> Standing {
    Standing { pairs: filled(list, ground), ..Standing::default() }
}

/// How many experts each nomination has.
fn counts(pairs: &Pairs) -> BTreeMap<NominationId, usize> {
    let mut counts = BTreeMap::new();
    for ((nomination, _), _) in living(pairs) {
        *counts.entry(nomination).or_default() += 1;
    }
    counts
}

/// Rules that stand broken and cannot stay so unsaid.
fn grave(ground: &Ground, pairs: &Pairs) -> BTreeSet<(Rule, Option<NominationId>)> {
    let all = broken(ground, pairs).into_iter().filter(|one| one.rule.grade() != Grade::Note);
    all.map(|one| (one.rule, one.nomination)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_repair_fills_one_place_and_keeps_all_else(
        list in changes(),
        marks in prop::collection::vec((0_u128..5, 0_u128..9), 0..12),
        open in 0_u128..5,
    ) {
        let ground = ground(5, 9, &[(0, 0), (1, 4)]);
        let mut pairs = Pairs::new();
        for one in list { let _refused = make(&ground, &mut pairs, one); }
        pairs.retain(|_, pair| pair.is_living());
        let key = |(one, other): &(u128, u128)| (nomination(*one), expert(*other));
        let (fixed, away): (BTreeSet<_>, BTreeSet<_>) =
            marks.iter().map(key).partition(|key| pairs.contains_key(key));
        let standing = Standing { pairs, fixed, away };
        let before = &standing.pairs;
        let Some(found) = mended(&ground, &standing, nomination(open)) else {
            // Where somebody free fits, nobody has to move for him.
            let asked: BTreeSet<ExpertId> = standing.away.iter().chain(before.keys())
                .filter(|key| key.0 == nomination(open)).map(|key| key.1).collect();
            let is_whole = grave(&ground, before).iter().all(|one| one.0 == Rule::Surplus);
            let free = fit(&ground, before, nomination(open), &asked);
            prop_assert!(!is_whole || free.is_empty(), "{:?}", free);
            return Ok(());
        };
        let after = found.applied(&ground, before);
        let mut expected = counts(before);
        *expected.entry(nomination(open)).or_default() += 1;
        prop_assert_eq!(counts(&after), expected);
        prop_assert_eq!(found.added.len(), found.removed.len() + 1);
        prop_assert!(found.added.is_disjoint(&standing.away));
        prop_assert!(found.removed.is_disjoint(&standing.fixed));
        for one in grave(&ground, &after) {
            prop_assert!(one.0 == Rule::Surplus || grave(&ground, before).contains(&one), "{:?}", one);
        }
        let asked = BTreeSet::new();
        if !fit(&ground, before, nomination(open), &asked)
            .iter()
            .all(|one| standing.away.contains(&(nomination(open), one.expert))
                || before.contains_key(&(nomination(open), one.expert)))
        {
            prop_assert!(found.removed.is_empty(), "somebody was free: {:?}", found);
        }
    }
}

#[test]
fn where_nobody_is_free_another_moves_and_is_replaced_where_he_was() {
    let mut ground = ground(2, 6, &[]);
    ground.parameters.max_load = 1;
    ground.parameters.per_nomination = 1;
    // Only e0 knows the first nomination; he reviews the second, where e3 could take his place.
    let knows = [(0, 0), (1, 0), (1, 3)];
    ground.scores.retain(|key, _| knows.iter().any(|(n, e)| *key == (nomination(*n), expert(*e))));
    let there = standing(&ground, &[(1, 0)]);
    assert!(fit(&ground, &there.pairs, nomination(0), &BTreeSet::new()).is_empty());
    let found = mended(&ground, &there, nomination(0)).unwrap();
    let key = |n, e| (nomination(n), expert(e));
    assert_eq!(found.added, [key(0, 0), key(1, 3)].into());
    assert_eq!(found.removed, [key(1, 0)].into());
    // Whoever has accepted is not moved, and whoever was asked before is not asked again.
    let fixed = Standing { fixed: [key(1, 0)].into(), ..there.clone() };
    assert_eq!(mended(&ground, &fixed, nomination(0)), None);
    let asked = Standing { away: [key(1, 3)].into(), ..there.clone() };
    assert_eq!(mended(&ground, &asked, nomination(0)), None);
    // A bound on a group is kept by those who move, too.
    ground.parameters.least_score = 1.0;
    assert_eq!(mended(&ground, &there, nomination(0)), None, "nobody is near enough");
}

#[test]
fn what_is_agreed_to_is_known_by_its_digest() {
    let ground = ground(3, 6, &[]);
    let there = standing(&ground, &[(0, 0), (1, 3), (2, 1)]);
    let digest = |open| mended(&ground, &there, nomination(open)).unwrap().digest();
    assert_eq!(digest(0), digest(0));
    assert_ne!(digest(0), digest(1));
    assert_eq!(digest(0).len(), 64);
}
