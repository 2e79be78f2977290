//! Does the file of a plan hold as it was written, and is it refused whatever is changed in it?

use super::rules::{ruled, with_rules};
use super::*;
use crate::shared::hex_sha256;
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::BTreeSet;

fn written(instance: &Instance, solution: &Solution) -> Value {
    serde_json::from_slice(&Proof::of(instance, solution).to_json()).unwrap()
}

fn read(document: &Value) -> Result<Proof, serde_json::Error> {
    serde_json::from_value(document.clone())
}

/// What a solution is worth, prices of rules taken off.
fn net(solution: &Solution) -> Worth {
    let unmet = solution.unmet_loads.iter().map(|unmet| unmet.missing).sum();
    let charged: i64 = solution.mix_costs.iter().map(|cost| cost.cost).sum();
    (solution.pairs.len(), Reverse(unmet), solution.total - charged)
}

/// Where every single value of a document stands.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                leaves(item, &format!("{at}/{place}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, item) in fields {
                leaves(item, &format!("{at}/{name}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            found.push(at.to_owned());
        }
    }
}

/// The document with one value changed: a number by `by`, a text into one that stands elsewhere.
fn changed(document: &Value, (place, other): (usize, usize), by: i64) -> Value {
    let mut found = Vec::new();
    leaves(document, "", &mut found);
    let at = &found[place % found.len()];
    let elsewhere = document.pointer(&found[other % found.len()]).and_then(Value::as_str);
    let new = match document.pointer(at).unwrap() {
        Value::Number(number) => match number.as_i64() {
            Some(number) => Value::from(number.wrapping_add(by)),
            None => Value::from(1),
        },
        Value::String(text) => match elsewhere.filter(|other| other != text) {
            Some(other) => Value::from(other),
            None => Value::from(format!("{text}x")),
        },
        _ => Value::from(by),
    };
    let mut changed = document.clone();
    *changed.pointer_mut(at).unwrap() = new;
    changed
}

fn step() -> impl Strategy<Value = i64> {
    prop_oneof![Just(1_i64), Just(-1), Just(210_000), Just(-210_000), Just(i64::MAX)]
}

proptest! {
    #[test]
    fn a_file_is_read_again_and_holds((draft, rules) in ruled(4, 6), objective in objectives()) {
        let instance = with_rules(&draft, &rules);
        let solution = solve(&instance, objective);
        let proof = read(&written(&instance, &solution)).unwrap();
        prop_assert_eq!(&proof, &Proof::of(&instance, &solution));
        let proved = proof.check();
        prop_assert!(proved.is_ok(), "{:?}", proved);
        let proved = proved.unwrap();
        prop_assert_eq!(proved.objective, objective);
        prop_assert_eq!((proved.total, proved.filled), (solution.total, solution.pairs.len()));
        prop_assert_eq!(proved.size.2, instance.pairs().len());
        // The stated bound holds whatever was held for the worst-served.
        let best = net(&solve(&instance, Objective::Sum));
        let own = net(&solution);
        let is_as_full = (own.0, own.1) == (best.0, best.1);
        prop_assert!(!is_as_full || solution.lottery.is_some() || best.2 <= proved.bound);
    }

    #[test]
    fn a_file_is_refused_after_any_change(
        (draft, rules) in ruled(4, 5), objective in objectives(),
        places in any::<(usize, usize)>(), by in step(),
    ) {
        let instance = with_rules(&draft, &rules);
        let document = written(&instance, &solve(&instance, objective));
        let other = changed(&document, places, by);
        prop_assert_ne!(&other, &document);
        prop_assert!(!read(&other).is_ok_and(|proof| proof.check().is_ok()), "{}", other);
    }

    #[test]
    fn what_is_accepted_under_a_new_digest_is_the_truth(
        (draft, rules) in ruled(3, 4), objective in objectives(),
        places in any::<(usize, usize)>(), by in step(),
    ) {
        let instance = with_rules(&draft, &rules);
        let document = written(&instance, &solve(&instance, objective));
        let Ok(mut proof) = read(&changed(&document, places, by)) else { return Ok(()) };
        proof.seal();
        let Ok(proved) = proof.clone().check() else { return Ok(()) };
        // Somebody wrote down another instance, and its optimum with it.
        let (instance, stated) = proof.stated().unwrap();
        let (own, best) = (net(&stated), net(&solve(&instance, Objective::Sum)));
        match stated.objective {
            Objective::Sum => prop_assert_eq!(own, best),
            Objective::Random { .. } => {
                let solved = solve(&instance, stated.objective);
                prop_assert_eq!(proved.bound, Proof::of(&instance, &solved).bound);
            }
            Objective::Leximin | Objective::Floor { .. } => {
                prop_assert!((own.0, own.1) != (best.0, best.1) || best.2 <= proved.bound);
            }
        }
    }
}

fn pairs(list: &[(&str, &str)]) -> BTreeSet<(String, String)> {
    list.iter().map(|(n, e)| ((*n).to_owned(), (*e).to_owned())).collect()
}

#[test]
fn a_plan_of_people_is_shown_beside_the_best() {
    let instance = instance(&draft(1, 1, &[&[9, 8], &[7, -1]]));
    let proof = Proof::of(&instance, &solve(&instance, Objective::Sum));
    let beside = |list: &[(&str, &str)]| proof.clone().beside(pairs(list)).check();
    let best = beside(&[("p0", "e1"), ("p1", "e0")]).unwrap();
    assert_eq!((best.plan, best.bound), (None, 1_500_000));
    let other = beside(&[("p0", "e0")]).unwrap();
    assert_eq!((other.plan, other.total), (Some((1, 900_000)), 1_500_000));
    assert_eq!(other.pairs_digest, hex_sha256(b"p0,e0\n"));
    for wrong in [&[("p0", "e0"), ("p0", "e1")], &[("p0", "e0"), ("p1", "e1")]] {
        assert!(matches!(beside(wrong), Err(ProofError::Refused { .. })), "{wrong:?}");
    }
    assert_eq!(beside(&[("p0", "e7")]), Err(ProofError::Unlisted("e7".to_owned())));
}

#[test]
fn the_candidates_are_held_against_the_affinities() {
    let mut barred = draft(1, 1, &[&[9, 8, 7]]);
    barred.bars.push((0, 2));
    let instance = instance(&barred);
    let proof = Proof::of(&instance, &solve(&instance, Objective::Sum));
    let rows = [("p0", "e0", 900_000), ("p0", "e1", 800_000), ("p0", "e2", 700_000)];
    assert_eq!(proof.is_made_from(rows.into_iter()), Ok(()));
    let mut other = rows;
    other[1].2 += 1;
    assert!(proof.is_made_from(other.into_iter()).is_err(), "another score");
    assert!(proof.is_made_from(rows[1..].iter().copied()).is_err(), "a candidate from nowhere");
    let more = rows.into_iter().chain([("p0", "e3", 1)]);
    assert!(proof.is_made_from(more).is_err(), "a candidate that was left out");
}

#[test]
fn a_pair_that_its_prices_keep_out_may_be_left_out_of_the_candidates() {
    let instance = instance(&draft(1, 1, &[&[9, 2], &[-1, 6]]));
    let solution = solve(&instance, Objective::Sum);
    let proof = Proof::of(&instance, &solution);
    let most = solution.certificate.threshold(&instance, 1, 0);
    let rows = |score| {
        [("p0", "e0", 900_000), ("p0", "e1", 200_000), ("p1", "e1", 600_000), ("p1", "e0", score)]
    };
    assert_eq!(proof.is_made_from(rows(most).into_iter()), Ok(()));
    assert!(proof.is_made_from(rows(most + 1).into_iter()).is_err(), "it would pay");
    let fair = Proof::of(&instance, &solve(&instance, Objective::Leximin));
    assert!(fair.is_made_from(rows(0).into_iter()).is_err(), "prices alone prove no fairness");
}

#[test]
fn numbers_that_no_instance_has_are_refused() {
    let instance = instance(&draft(1, 1, &[&[9, 8]]));
    let good = Proof::of(&instance, &solve(&instance, Objective::Sum));
    let refused = |change: &dyn Fn(&mut Proof)| {
        let mut bad = good.clone();
        change(&mut bad);
        bad.seal();
        bad.check().unwrap_err()
    };
    assert_eq!(refused(&|proof| proof.nominations[0].price = i64::MIN), ProofError::Shape);
    assert_eq!(refused(&|proof| proof.nominations[0].demand = 0), ProofError::Shape);
    assert_eq!(refused(&|proof| proof.parts = 0), ProofError::Shape);
    assert_eq!(refused(&|proof| proof.total = i64::MAX), ProofError::Shape);
    assert_eq!(
        refused(&|proof| proof.nominations[0].candidates[0].1 = 1_000_001),
        ProofError::Shape
    );
}
