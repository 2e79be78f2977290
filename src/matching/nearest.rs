//! Who is near enough to a nomination to matter, and when must more be looked at?
//!
//! Of every nomination its nearest experts are kept, so that memory does not grow with the pool. Who was
//! left out is at most as near as the last who was kept: where even that would not pay the prices of a
//! plan, nobody left out could better it. Where it would, more are asked for.

use super::{
    affinity::{ExpertAffinity, NominationAffinity},
    assignment::{AllPairs, Score, Solution},
};

/// Experts kept of each nomination at first.
const KEPT: usize = 2_000;
/// How many times as many where those are too few.
const DEEPER: usize = 8;

/// Scores nominations (by position) anew, so many experts of each, the nearest first.
pub(super) type Rescore<'r> = &'r dyn Fn(&[usize], usize) -> Vec<NominationAffinity>;

/// The nearest experts of every nomination.
pub(super) struct Nearest<'r> {
    /// By nomination, the nearest first.
    pub(super) lists: Vec<NominationAffinity>,
    /// Experts that were asked for, by nomination.
    depth: Vec<usize>,
    /// No expert is assigned with a lower affinity, in micro-units.
    least: i64,
    /// What his record costs each expert in the plan, in micro-units; empty where it costs nobody anything.
    costs: Vec<i64>,
    rescore: Rescore<'r>,
}

impl<'r> Nearest<'r> {
    /// Keeps the nearest of so many nominations.
    pub(super) fn of(nominations: usize, least: Score, rescore: Rescore<'r>) -> Self {
        Self::as_deep_as(KEPT, nominations, least, rescore)
    }

    fn as_deep_as(depth: usize, nominations: usize, least: Score, rescore: Rescore<'r>) -> Self {
        let all: Vec<usize> = (0..nominations).collect();
        let lists = rescore(&all, depth);
        let (depth, costs) = (vec![depth; nominations], Vec::new());
        Self { lists, depth, least: least.micro(), costs, rescore }
    }

    /// Lets the plan count each expert (by position) as so much less near. Who was left out is still at most as near
    /// as the last who was kept.
    pub(super) fn less(mut self, costs: Vec<i64>) -> Self {
        self.costs = costs;
        self
    }

    /// The affinity of a pair that the plan counted as less near, in micro-units; none where it counted nobody so.
    pub(super) fn weighed(&self, nomination: usize, expert: usize) -> Option<i64> {
        self.costs.get(expert).filter(|cost| **cost > 0)?;
        let found = self.experts(nomination).iter().find(|one| one.expert == expert)?;
        Some(i64::from(found.score.micro))
    }

    /// No expert left out is nearer than this, in micro-units; none where nobody is left out.
    fn left_out(&self, nomination: usize) -> Option<i64> {
        let experts = &self.lists.get(nomination)?.experts;
        let last = experts.last().filter(|_| Some(&experts.len()) >= self.depth.get(nomination))?;
        Some(i64::from(last.score.micro)).filter(|micro| *micro >= self.least)
    }

    /// The nominations to which somebody left out could come at these prices. Positions of the plan are
    /// those of the lists.
    fn too_shallow(&self, plan: &Solution) -> Vec<usize> {
        let prices = &plan.certificate;
        let cheapest = prices.expert_prices.iter().copied().min().unwrap_or_default();
        let pays = |(nomination, price): (usize, &i64)| {
            let may_come = self.left_out(nomination).is_some_and(|most| most > price + cheapest);
            may_come.then_some(nomination)
        };
        prices.nomination_prices.iter().enumerate().filter_map(pays).collect()
    }

    /// Looks at more where a plan that is the best of those kept does not prove itself the best of
    /// all; says whether it did.
    pub(super) fn deepen(&mut self, plan: &Solution) -> bool {
        let shallow = self.too_shallow(plan);
        let most = shallow.iter().filter_map(|at| self.depth.get(*at)).copied().max();
        let Some(depth) = most.map(|most| most.saturating_mul(DEEPER)) else { return false };
        for (at, list) in shallow.iter().zip((self.rescore)(&shallow, depth)) {
            if let (Some(own), Some(kept)) = (self.lists.get_mut(*at), self.depth.get_mut(*at)) {
                (*own, *kept) = (list, depth);
            }
        }
        true
    }

    /// The experts of a nomination, the nearest first.
    pub(super) fn experts(&self, nomination: usize) -> &[ExpertAffinity] {
        self.lists.get(nomination).map(|list| list.experts.as_slice()).unwrap_or_default()
    }
}

impl AllPairs for Nearest<'_> {
    fn each(&self, nomination: usize, mut take: impl FnMut(u32, i64)) {
        for one in self.experts(nomination) {
            let micro = i64::from(one.score.micro);
            if micro < self.least {
                break;
            }
            let cost = self.costs.get(one.expert).copied().unwrap_or_default();
            if let Ok(expert) = u32::try_from(one.expert) {
                // A record makes nobody a stranger to the subject.
                take(expert, (micro - cost).max(micro.min(1)));
            }
        }
    }
}

#[cfg(test)]
#[path = "nearest_tests.rs"]
mod tests;
