//! Which order of the items moves the fewest people?
//!
//! Whoever keeps out of one item and not of its neighbour goes out or comes in between the two; who keeps out of the
//! first goes out before it, and who keeps out of the last comes in after it. A small agenda is put into its best order
//! by looking at every set of its items (Held and Karp 1962); a larger one begins with the nearest item each time and is
//! bettered until no step betters it.

use std::collections::BTreeSet;

/// Up to so many items the order is the best there is.
const EXACT_UP_TO: usize = 12;
/// So many neighbours are moved together at the most.
const MOVED_TOGETHER: usize = 3;

/// The order in which to take the items, given by who keeps out of each and by the places that are fixed, both from 0.
/// A place that is fixed twice is the earlier item's; a place that is none fixes nothing. Of equal orders the one whose
/// numbers come first counts.
pub(in crate::meetings) fn order(items: &[BTreeSet<u32>], pinned: &[Option<usize>]) -> Vec<usize> {
    let ground = Ground::of(items, pinned);
    if items.len() <= EXACT_UP_TO { ground.best() } else { ground.bettered(ground.nearest()) }
}

/// How often somebody goes out or comes in where the items are taken in this order.
pub(in crate::meetings) fn moves(items: &[BTreeSet<u32>], order: &[usize]) -> u32 {
    let ground = Ground::of(items, &[]);
    (0..=order.len()).map(|at| ground.between(order, at)).sum()
}

/// The bit of an item in a set of them.
const fn bit(item: usize) -> usize {
    1 << item
}

/// The items as the search needs them. What stands before the first and after the last is one more item, of which nobody
/// keeps out.
struct Ground {
    count: usize,
    /// How many go out or come in between two.
    apart: Vec<u32>,
    /// The item of each place that is fixed.
    held: Vec<Option<usize>>,
    is_pinned: Vec<bool>,
}

impl Ground {
    fn of(items: &[BTreeSet<u32>], pinned: &[Option<usize>]) -> Self {
        let count = items.len();
        let nobody = BTreeSet::new();
        let all: Vec<&BTreeSet<u32>> = items.iter().chain([&nobody]).collect();
        let between = |one: &BTreeSet<u32>, other: &BTreeSet<u32>| {
            u32::try_from(one.symmetric_difference(other).count()).unwrap_or(u32::MAX)
        };
        let apart =
            all.iter().flat_map(|one| all.iter().map(|other| between(one, other))).collect();
        let (mut held, mut is_pinned) = (vec![None; count], vec![false; count]);
        for (item, place) in pinned.iter().enumerate().take(count) {
            if let Some(place) = place.filter(|place| *place < count && held[*place].is_none()) {
                held[place] = Some(item);
                is_pinned[item] = true;
            }
        }
        Self { count, apart, held, is_pinned }
    }

    /// The number of what stands before the first item and after the last.
    const fn nobody(&self) -> usize {
        self.count
    }

    fn apart(&self, one: usize, other: usize) -> u32 {
        self.apart[one * (self.count + 1) + other]
    }

    /// The items that may stand at a place, in their order.
    fn allowed(&self, place: usize) -> impl Iterator<Item = usize> {
        let held = self.held[place];
        (0..self.count).filter(move |item| match held {
            Some(held) => held == *item,
            None => !self.is_pinned[*item],
        })
    }

    /// The best order: what is left to be moved is known for every set that is done and every last item of it, from the
    /// whole set backwards.
    fn best(&self) -> Vec<usize> {
        let full = (1_usize << self.count) - 1;
        let row = self.count + 1;
        let mut left = vec![u32::MAX; (full + 1) * row];
        for last in 0..row {
            left[full * row + last] = self.apart(last, self.nobody());
        }
        for done in (0..full).rev() {
            let place = done.count_ones() as usize;
            for last in 0..row {
                let onward = self.allowed(place).filter(|next| done & bit(*next) == 0);
                let moved = onward.map(|next| {
                    let behind = left[(done | bit(next)) * row + next];
                    self.apart(last, next).saturating_add(behind)
                });
                left[done * row + last] = moved.min().unwrap_or(u32::MAX);
            }
        }
        let (mut order, mut done, mut last) = (Vec::with_capacity(self.count), 0, self.nobody());
        while order.len() < self.count {
            let onward = self.allowed(order.len()).filter(|next| done & bit(*next) == 0);
            let next = onward.min_by_key(|next| {
                let behind = left[(done | bit(*next)) * row + next];
                self.apart(last, *next).saturating_add(behind)
            });
            let Some(next) = next else { break };
            order.push(next);
            done |= bit(next);
            last = next;
        }
        order
    }

    /// The order that takes the nearest item each time.
    fn nearest(&self) -> Vec<usize> {
        let (mut order, mut is_done) = (Vec::with_capacity(self.count), vec![false; self.count]);
        let mut last = self.nobody();
        for place in 0..self.count {
            let free = self.allowed(place).filter(|item| !is_done[*item]);
            let Some(next) = free.min_by_key(|item| self.apart(last, *item)) else { break };
            is_done[next] = true;
            order.push(next);
            last = next;
        }
        order
    }

    /// The item at a place of an order; nobody before the first and after the last.
    fn at(&self, order: &[usize], place: Option<usize>) -> usize {
        place.and_then(|place| order.get(place).copied()).unwrap_or(self.nobody())
    }

    /// How many move before the item at a place; behind the last place, after the last item.
    fn between(&self, order: &[usize], place: usize) -> u32 {
        self.apart(self.at(order, place.checked_sub(1)), self.at(order, Some(place)))
    }

    /// Betters an order until no step betters it: a stretch is turned round, two neighbouring stretches change places,
    /// or two items do.
    fn bettered(&self, mut order: Vec<usize>) -> Vec<usize> {
        let stretches = self.stretches();
        loop {
            let mut is_better = false;
            for &(from, until) in &stretches {
                is_better |= self.turn(&mut order, (from, until));
                is_better |= self.shift(&mut order, (from, until));
            }
            is_better |= self.swap(&mut order);
            if !is_better {
                return order;
            }
        }
    }

    /// The stretches of places that are not fixed, each with the first place behind it.
    fn stretches(&self) -> Vec<(usize, usize)> {
        let mut stretches = Vec::new();
        let mut from = 0;
        for place in 0..=self.count {
            if place == self.count || self.held[place].is_some() {
                if place > from {
                    stretches.push((from, place));
                }
                from = place + 1;
            }
        }
        stretches
    }

    fn turn(&self, order: &mut [usize], (from, until): (usize, usize)) -> bool {
        let mut is_better = false;
        for first in from..until {
            for last in first + 1..until {
                let (before, after) =
                    (self.at(order, first.checked_sub(1)), self.at(order, Some(last + 1)));
                let now = self.apart(before, order[first]) + self.apart(order[last], after);
                let turned = self.apart(before, order[last]) + self.apart(order[first], after);
                if turned < now {
                    order[first..=last].reverse();
                    is_better = true;
                }
            }
        }
        is_better
    }

    fn shift(&self, order: &mut [usize], (from, until): (usize, usize)) -> bool {
        let mut is_better = false;
        for first in from..until {
            for middle in first + 1..until {
                for end in middle + 1..=until {
                    if (middle - first).min(end - middle) > MOVED_TOGETHER {
                        continue;
                    }
                    if self.is_shift_better(order, (first, middle, end)) {
                        order[first..end].rotate_left(middle - first);
                        is_better = true;
                    }
                }
            }
        }
        is_better
    }

    fn is_shift_better(
        &self,
        order: &[usize],
        (first, middle, end): (usize, usize, usize),
    ) -> bool {
        let (before, after) = (self.at(order, first.checked_sub(1)), self.at(order, Some(end)));
        let now = self.apart(before, order[first])
            + self.apart(order[middle - 1], order[middle])
            + self.apart(order[end - 1], after);
        let shifted = self.apart(before, order[middle])
            + self.apart(order[end - 1], order[first])
            + self.apart(order[middle - 1], after);
        shifted < now
    }

    fn swap(&self, order: &mut [usize]) -> bool {
        let free: Vec<usize> =
            (0..self.count).filter(|place| self.held[*place].is_none()).collect();
        let mut is_better = false;
        for (at, &one) in free.iter().enumerate() {
            for &other in &free[at + 1..] {
                let now = self.around(order, (one, other));
                order.swap(one, other);
                if self.around(order, (one, other)) < now {
                    is_better = true;
                } else {
                    order.swap(one, other);
                }
            }
        }
        is_better
    }

    /// How many move before and after the items at two places, the smaller first.
    fn around(&self, order: &[usize], (one, other): (usize, usize)) -> u32 {
        let shared = if other == one + 1 { 0 } else { self.between(order, other) };
        self.between(order, one)
            + self.between(order, one + 1)
            + self.between(order, other + 1)
            + shared
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sets(items: &[&[u32]]) -> Vec<BTreeSet<u32>> {
        items.iter().map(|item| item.iter().copied().collect()).collect()
    }

    /// The fewest moves of all orders that keep the places that are fixed.
    fn fewest(items: &[BTreeSet<u32>], pinned: &[Option<usize>]) -> u32 {
        fn all(order: &mut Vec<usize>, from: usize, found: &mut Vec<Vec<usize>>) {
            if from == order.len() {
                found.push(order.clone());
                return;
            }
            for at in from..order.len() {
                order.swap(from, at);
                all(order, from + 1, found);
                order.swap(from, at);
            }
        }
        let mut found = Vec::new();
        all(&mut (0..items.len()).collect(), 0, &mut found);
        let keeps = |order: &&Vec<usize>| {
            pinned.iter().enumerate().all(|(item, place)| place.is_none_or(|at| order[at] == item))
        };
        found.iter().filter(keeps).map(|order| moves(items, order)).min().unwrap()
    }

    #[test]
    fn who_keeps_out_of_two_items_goes_out_once() {
        let items = sets(&[&[1], &[2], &[1], &[], &[2]]);
        let found = order(&items, &[]);
        assert_eq!(moves(&items, &found), 4, "{found:?}");
        assert_eq!(moves(&items, &[0, 1, 2, 3, 4]), 8);
        assert_eq!((order(&[], &[]), moves(&[], &[])), (Vec::new(), 0));
    }

    #[test]
    fn of_equal_orders_the_first_by_number_counts() {
        assert_eq!(order(&sets(&[&[], &[], &[]]), &[]), [0, 1, 2]);
        assert_eq!(order(&sets(&[&[7], &[], &[7]]), &[]), [0, 2, 1]);
    }

    #[test]
    fn a_fixed_place_is_kept() {
        let items = sets(&[&[1], &[2], &[1]]);
        assert_eq!(order(&items, &[None, Some(0), None]), [1, 0, 2]);
        assert_eq!(order(&items, &[Some(9), Some(1), Some(1)]), [0, 1, 2], "none, and one twice");
    }

    #[test]
    fn an_agenda_of_forty_is_kept_together() {
        // Four groups of ten, of each of which the same person keeps out, dealt out like cards.
        let items: Vec<BTreeSet<u32>> = (0..40).map(|at| BTreeSet::from([at % 4])).collect();
        let found = order(&items, &[]);
        assert_eq!(moves(&items, &found), 8);
    }

    prop_compose! {
        fn agenda(most: usize)(
            items in prop::collection::vec(prop::collection::btree_set(0_u32..6, 0..4), 0..=most),
            pins in prop::collection::vec((0..most, any::<bool>()), most),
        ) -> (Vec<BTreeSet<u32>>, Vec<Option<usize>>) {
            let mut taken = BTreeSet::new();
            let pinned = items.iter().zip(pins).map(|(_, (place, is_fixed))| {
                (is_fixed && place < items.len() && taken.insert(place)).then_some(place)
            }).collect();
            (items, pinned)
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_small_agenda_is_in_its_best_order((items, pinned) in agenda(7)) {
            let found = order(&items, &pinned);
            prop_assert_eq!(moves(&items, &found), fewest(&items, &pinned));
        }

        #[test]
        fn a_large_one_is_never_worse_than_the_nearest_item_each_time((items, pinned) in agenda(30)) {
            let found = order(&items, &pinned);
            let mut sorted = found.clone();
            sorted.sort_unstable();
            prop_assert_eq!(sorted, (0..items.len()).collect::<Vec<_>>(), "each item once");
            for (item, place) in pinned.iter().enumerate() {
                prop_assert!(place.is_none_or(|place| found[place] == item));
            }
            let nearest = Ground::of(&items, &pinned).nearest();
            prop_assert!(moves(&items, &found) <= moves(&items, &nearest));
        }
    }
}
