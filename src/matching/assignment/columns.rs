//! How is the best plan found among all pairs, when only few of them matter?
//!
//! Column generation: the solver sees each nomination's best candidates; then every pair that it did
//! not see is priced with the prices of its plan, and those worth more than their prices are added,
//! until none is. Then the prices prove the plan best among all pairs. The network takes only the
//! pairs that ever entered.

use super::draft::{Draft, InstanceError, ScoredPair};
use super::instance::{Instance, count};
use super::rules::Rules;
use super::score::Score;
use super::solution::{Objective, Solution, solve};

/// Candidates of a nomination added in one round.
const MORE_CANDIDATES: usize = 40;

/// Where the scores of all pairs of a draft's nominations and experts stand, in the draft's order.
pub trait AllPairs {
    /// Hands on each expert that has a score for a nomination, with the score in micro-units.
    fn each(&self, nomination: usize, take: impl FnMut(u32, i64));
}

/// The best plan among all pairs.
#[derive(Clone, Debug)]
pub struct ColumnSolution {
    /// The pairs that entered; candidates counted in shortfalls are those.
    pub instance: Instance,
    /// The plan; its prices leave no pair worth more than it would have to pay.
    pub solution: Solution,
    /// Times that all pairs were priced.
    pub rounds: u32,
}

/// Finds the best plan among all pairs, under `sum` or `random`, of which alone the prices are a
/// proof; the solver sees `first` candidates of a nomination at first.
///
/// # Errors
/// [`InstanceError`] where draft and rules are no instance.
pub fn solve_columns(
    draft: &Draft,
    rules: &Rules,
    pairs: &impl AllPairs,
    objective: Objective,
    first: usize,
) -> Result<ColumnSolution, InstanceError> {
    debug_assert!(matches!(objective, Objective::Sum | Objective::Random { .. }));
    let mut columns = Columns::new(draft, pairs, first);
    let mut rounds = 0;
    loop {
        let instance = Instance::with_rules(columns.draft(), rules)?;
        let solution = solve(&instance, objective);
        rounds += 1;
        if !columns.price(&instance, &solution) {
            return Ok(ColumnSolution { instance, solution, rounds });
        }
    }
}

/// The pairs that have entered, and those that never may.
struct Columns<'a, P> {
    draft: &'a Draft,
    pairs: &'a P,
    /// Experts of the pairs that entered with their scores, by nomination, ascending.
    entered: Vec<Vec<(u32, i64)>>,
    /// Experts barred, by nomination, ascending.
    barred: Vec<Vec<u32>>,
    /// Scores of barred pairs: the instance leaves them out, and counts them.
    lost: Vec<(u32, u32, i64)>,
}

/// The experts of pairs by their nominations, ascending.
fn by_nomination(nominations: usize, pairs: &[(u32, u32)]) -> Vec<Vec<u32>> {
    let mut rows: Vec<Vec<u32>> = vec![Vec::new(); nominations];
    for &(nomination, expert) in pairs {
        // Instance::new refuses the others by name.
        if let Some(row) = rows.get_mut(nomination as usize) {
            row.push(expert);
        }
    }
    for row in &mut rows {
        row.sort_unstable();
    }
    rows
}

impl<'a, P: AllPairs> Columns<'a, P> {
    fn new(draft: &'a Draft, pairs: &'a P, first: usize) -> Self {
        let barred = by_nomination(draft.nominations.len(), &draft.bars);
        let pinned = by_nomination(draft.nominations.len(), &draft.pins);
        let mut lost = Vec::new();
        let mut entered = Vec::with_capacity(barred.len());
        for (nomination, (barred, pinned)) in barred.iter().zip(&pinned).enumerate() {
            let (mut open, mut own) = (Vec::new(), Vec::new());
            pairs.each(nomination, |expert, micro| {
                if barred.binary_search(&expert).is_ok() {
                    lost.push((count(nomination), expert, micro));
                    return;
                }
                if pinned.binary_search(&expert).is_ok() {
                    own.push((micro, expert));
                }
                open.push((micro, expert));
            });
            own.extend(best_of(open, first));
            let mut own: Vec<(u32, i64)> =
                own.into_iter().map(|(micro, expert)| (expert, micro)).collect();
            own.sort_unstable();
            own.dedup();
            entered.push(own);
        }
        Self { draft, pairs, entered, barred, lost }
    }

    /// The draft with the pairs that entered.
    fn draft(&self) -> Draft {
        let mut draft = self.draft.clone();
        let entered = self.entered.iter().zip(0_u32..).flat_map(|(experts, nomination)| {
            experts.iter().map(move |&(expert, micro)| (nomination, expert, micro))
        });
        let scored = |(nomination, expert, micro)| {
            Some(ScoredPair { nomination, expert, score: Score::from_micro(micro).ok()? })
        };
        draft.pairs.extend(entered.chain(self.lost.iter().copied()).filter_map(scored));
        draft
    }

    /// Lets the pairs enter that are worth more than their prices; says whether there were any.
    fn price(&mut self, instance: &Instance, solution: &Solution) -> bool {
        let certificate = &solution.certificate;
        let place = |id: &String| instance.expert_position(id).unwrap_or(0);
        let places: Vec<u32> = self.draft.experts.iter().map(|expert| place(&expert.id)).collect();
        let prices: Vec<i64> =
            places.iter().map(|&place| certificate.expert_prices[place as usize]).collect();
        let mut has_grown = false;
        for (nomination, entered) in self.entered.iter_mut().enumerate() {
            let id = &self.draft.nominations[nomination].id;
            let at = instance.nomination_position(id).unwrap_or(0);
            let price = certificate.nomination_prices[at as usize];
            let barred = &self.barred[nomination];
            let mut paying = Vec::new();
            self.pairs.each(nomination, |expert, micro| {
                let Some(expert_price) = prices.get(expert as usize) else { return };
                let gain = micro - expert_price - price;
                if gain <= 0 {
                    return;
                }
                let gain = gain - certificate.group_price(instance, at, places[expert as usize]);
                let is_known = entered.binary_search_by_key(&expert, |pair| pair.0).is_ok();
                if gain > 0 && !is_known && barred.binary_search(&expert).is_err() {
                    paying.push((gain, expert, micro));
                }
            });
            has_grown |= !paying.is_empty();
            keep_best(&mut paying, MORE_CANDIDATES, |&(gain, expert, _)| (-gain, expert));
            entered.extend(paying.into_iter().map(|(_, expert, micro)| (expert, micro)));
            entered.sort_unstable();
        }
        has_grown
    }
}

/// The pairs with the highest scores, the first among equals.
fn best_of(mut rated: Vec<(i64, u32)>, number: usize) -> Vec<(i64, u32)> {
    keep_best(&mut rated, number, |&(micro, expert)| (-micro, expert));
    rated
}

fn keep_best<T>(list: &mut Vec<T>, number: usize, order: impl Fn(&T) -> (i64, u32)) {
    if number < list.len() {
        list.select_nth_unstable_by_key(number, order);
        list.truncate(number);
    }
}
