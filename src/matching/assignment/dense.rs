//! How are thirty million scored pairs held while they are assigned?
//!
//! As a matrix of four bytes a pair, which [`super::columns`] prices; `laurel engine assign` does so with
//! files in which a large part of all pairs is scored ([`ScoreMatrix::serves`]).

use super::columns::{AllPairs, ColumnSolution, solve_columns};
use super::draft::{Draft, InstanceError, ScoredPair};
use super::rules::Rules;
use super::score::Score;
use super::solution::Objective;

/// Candidates of a nomination that the solver sees at first.
const FIRST_CANDIDATES: usize = 60;
/// A pair without a score.
const NO_SCORE: i32 = -1;
/// From so many pairs on a matrix saves time and memory, if it is filled to a fourth.
const MANY_PAIRS: usize = 1_000_000;

/// Scores of all pairs of a draft's nominations and experts, in the draft's order.
#[derive(Clone, Debug)]
pub struct ScoreMatrix {
    experts: usize,
    micro: Vec<i32>,
}

impl ScoreMatrix {
    /// A matrix without any score.
    pub fn new(nominations: usize, experts: usize) -> Self {
        Self { experts, micro: vec![NO_SCORE; nominations * experts] }
    }

    /// Whether a matrix serves better than a network of all pairs: there are a million, they are a
    /// fourth of all that there could be, and the objective is one that prices prove.
    pub fn serves(draft: &Draft, objective: Objective) -> bool {
        let pairs = draft.pairs.len();
        let cells = draft.nominations.len().saturating_mul(draft.experts.len());
        matches!(objective, Objective::Sum | Objective::Random { .. })
            && pairs >= MANY_PAIRS
            && pairs >= cells / 4
    }

    /// Takes the pairs of a draft out of it.
    ///
    /// # Errors
    /// A pair that names a position that no list has, or that is listed twice.
    pub fn take(draft: &mut Draft) -> Result<Self, InstanceError> {
        let mut matrix = Self::new(draft.nominations.len(), draft.experts.len());
        for ScoredPair { nomination, expert, score } in std::mem::take(&mut draft.pairs) {
            match matrix.cell(nomination as usize, expert as usize) {
                None => return Err(InstanceError::UnknownPosition { nomination, expert }),
                Some(cell) if *cell != NO_SCORE => {
                    return Err(InstanceError::DuplicatePair {
                        nomination: draft.nominations[nomination as usize].id.clone(),
                        expert: draft.experts[expert as usize].id.clone(),
                    });
                }
                Some(cell) => *cell = narrow(score),
            }
        }
        Ok(matrix)
    }

    /// Scores a pair; positions beyond the matrix change nothing.
    pub fn set(&mut self, nomination: usize, expert: usize, score: Score) {
        if let Some(cell) = self.cell(nomination, expert) {
            *cell = narrow(score);
        }
    }

    fn cell(&mut self, nomination: usize, expert: usize) -> Option<&mut i32> {
        let place = nomination * self.experts + expert;
        self.micro.get_mut(place).filter(|_| expert < self.experts)
    }

    /// Score of a pair in micro-units; negative without one.
    pub(super) fn row(&self, nomination: usize) -> &[i32] {
        &self.micro[nomination * self.experts..(nomination + 1) * self.experts]
    }
}

fn narrow(score: Score) -> i32 {
    i32::try_from(score.micro()).unwrap_or(NO_SCORE)
}

impl AllPairs for ScoreMatrix {
    fn each(&self, nomination: usize, mut take: impl FnMut(u32, i64)) {
        for (&micro, expert) in self.row(nomination).iter().zip(0_u32..) {
            if micro >= 0 {
                take(expert, i64::from(micro));
            }
        }
    }
}

/// Why a matrix cannot be assigned.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DenseError {
    /// The draft is no instance.
    #[error(transparent)]
    Instance(#[from] InstanceError),
    /// The matrix is not of this draft, or the draft lists pairs of its own.
    #[error("分数矩阵与名单不符 / the matrix of scores does not fit the draft")]
    Shape,
    /// Prices over all pairs prove `sum` and `random` only.
    #[error("该目标不支持分数矩阵 / this objective is not proved over a matrix")]
    Objective,
}

/// Finds the best plan among all pairs of a matrix, under `sum` or `random`.
///
/// # Errors
/// [`DenseError`] where draft and matrix disagree, or the objective is another.
pub fn solve_dense(
    draft: &Draft,
    rules: &Rules,
    matrix: &ScoreMatrix,
    objective: Objective,
) -> Result<ColumnSolution, DenseError> {
    if !matches!(objective, Objective::Sum | Objective::Random { .. }) {
        return Err(DenseError::Objective);
    }
    let cells = draft.nominations.len().checked_mul(draft.experts.len());
    let is_fit = draft.pairs.is_empty()
        && matrix.experts == draft.experts.len()
        && cells == Some(matrix.micro.len());
    if !is_fit {
        return Err(DenseError::Shape);
    }
    Ok(solve_columns(draft, rules, matrix, objective, FIRST_CANDIDATES)?)
}
