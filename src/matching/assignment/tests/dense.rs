//! Is what column generation finds the best among all pairs?

use super::*;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha12Rng;

/// A draft without pairs, and a matrix for it where few experts are good for all.
fn filled(nominations: u32, experts: u32, seed: u64) -> (Draft, ScoreMatrix) {
    let mut random = ChaCha12Rng::seed_from_u64(seed);
    let bounds: Vec<_> = (0..experts).map(|e| (u32::from(e % 29 == 0), 2, Some(0))).collect();
    let mut draft = bare_draft(&vec![4; nominations as usize], &bounds);
    for (place, expert) in draft.experts.iter_mut().enumerate() {
        expert.unit = (place % 5 > 0).then(|| format!("u{}", place % 23));
    }
    draft.max_per_unit = 1;
    let mut matrix = ScoreMatrix::new(nominations as usize, experts as usize);
    for expert in 0..experts as usize {
        let skill = random.random_range(100_000..=1_000_000_i64);
        for nomination in 0..nominations as usize {
            if random.random_range(0..50) > 0 {
                matrix.set(nomination, expert, score(random.random_range(0..=skill)));
            }
        }
    }
    draft.bars = (0..nominations).map(|n| (n, (n * 7) % experts)).collect();
    draft.pins = vec![(0, 1), (1, 3)];
    (draft, matrix)
}

/// The draft with every pair of the matrix.
fn whole(draft: &Draft, matrix: &ScoreMatrix) -> Draft {
    let mut whole = draft.clone();
    for nomination in 0..draft.nominations.len() {
        for (expert, &micro) in matrix.row(nomination).iter().enumerate() {
            if let Ok(score) = Score::from_micro(i64::from(micro)) {
                whole.pairs.push(ScoredPair {
                    nomination: small(nomination),
                    expert: small(expert),
                    score,
                });
            }
        }
    }
    whole
}

#[test]
fn a_matrix_gives_the_optimum_of_all_pairs() {
    for seed in 0..3 {
        let (draft, matrix) = filled(60, 130, seed);
        let q = Probability::new(2, 5).unwrap();
        for objective in [Objective::Sum, Objective::Random { max_probability: q, seed }] {
            let dense = solve_dense(&draft, &Rules::default(), &matrix, objective).unwrap();
            assert_eq!(verify(&dense.instance, &dense.solution), Ok(()));
            let all = instance(&whole(&draft, &matrix));
            let best = solve(&all, objective);
            let value = |s: &Solution| {
                s.lottery.as_ref().map_or(s.total, |lottery| lottery.expected_total_parts)
            };
            assert_eq!(value(&dense.solution), value(&best), "{seed}");
            assert_eq!(dense.solution.pairs.len(), best.pairs.len());
            assert!(dense.instance.pairs().len() < all.pairs().len());
        }
    }
}

#[test]
fn a_matrix_takes_the_pairs_of_a_draft_where_most_are_scored() {
    let (draft, matrix) = filled(20, 60, 4);
    let mut all = whole(&draft, &matrix);
    let taken = ScoreMatrix::take(&mut all).unwrap();
    assert_eq!(all, draft, "no pair is left in the draft");
    for nomination in 0..20 {
        assert_eq!(taken.row(nomination), matrix.row(nomination));
    }
    let mut twice = whole(&draft, &matrix);
    twice.pairs.push(twice.pairs[0]);
    let fault = ScoreMatrix::take(&mut twice).unwrap_err();
    assert!(matches!(fault, InstanceError::DuplicatePair { .. }), "{fault}");
    let mut outside = draft.clone();
    outside.pairs.push(ScoredPair { nomination: 20, expert: 0, score: score(1) });
    let fault = ScoreMatrix::take(&mut outside).unwrap_err();
    assert_eq!(fault, InstanceError::UnknownPosition { nomination: 20, expert: 0 });
    let serves = |pairs: usize, objective| {
        let pair = ScoredPair { nomination: 0, expert: 0, score: score(1) };
        let draft = Draft {
            pairs: vec![pair; pairs],
            ..bare_draft(&[1; 1_000], &vec![(0, 1, None); 3_000])
        };
        ScoreMatrix::serves(&draft, objective)
    };
    assert!(serves(1_000_000, Objective::Sum));
    assert!(!serves(1_000_000, Objective::Leximin), "its prices prove nothing");
    assert!(!serves(700_000, Objective::Sum), "a network of so few pairs is small");
}

#[test]
fn the_pairs_that_recusal_took_are_counted_over_a_matrix_too() {
    let mut matrix = ScoreMatrix::new(1, 3);
    for expert in 0..3 {
        matrix.set(0, expert, score(500_000));
    }
    let mut draft = bare_draft(&[3], &[(0, 1, None); 3]);
    draft.bars = vec![(0, 1)];
    let found = solve_dense(&draft, &Rules::default(), &matrix, Objective::Sum).unwrap();
    let [short] = &found.solution.shortfalls[..] else { panic!("{:?}", found.solution) };
    assert_eq!((short.missing, short.candidates, short.barred), (1, 2, 1));
}

#[test]
fn what_does_not_fit_is_refused() {
    let (draft, matrix) = filled(3, 5, 1);
    let refused = |draft: &Draft, objective| {
        solve_dense(draft, &Rules::default(), &matrix, objective).unwrap_err()
    };
    assert_eq!(refused(&draft, Objective::Leximin), DenseError::Objective);
    let mut other = draft.clone();
    other.experts.pop();
    assert_eq!(refused(&other, Objective::Sum), DenseError::Shape);
    let mut other = draft.clone();
    other.bars.push((9, 9));
    let unknown = InstanceError::UnknownPosition { nomination: 9, expert: 9 };
    assert_eq!(refused(&other, Objective::Sum), DenseError::Instance(unknown));
}
