//! Does the ledger stay lawful, whatever is done with it?

use std::collections::BTreeMap;

use entity::{
    ids::QuotaCounterId,
    vocabulary::{Bucket, CounterKind},
};
use proptest::prelude::*;

use super::{
    super::procedure::PROCEDURE,
    Allotment, Opening,
    counter::{Change, Counter, breaches, free_of},
    opening::counters,
    postings::{self, LedgerRule, Posting},
};
use crate::shared::IdSource;

/// A ledger in memory: the counters, the sum of the entries of each, and who took a place.
struct Book {
    counters: Vec<Counter>,
    sums: BTreeMap<QuotaCounterId, Change>,
    taken: BTreeMap<u8, QuotaCounterId>,
}

/// Something that is done with the ledger.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Reserve { society: usize, subject: u8 },
    ReserveOfCast { subject: u8 },
    Release { subject: u8 },
    Move { society: usize, count: i32 },
    AskBack { society: usize, count: i32 },
    KeepAfterAll { society: usize },
    GiveBack { society: usize },
    KeepNew { count: i32 },
}

fn deed(societies: usize) -> impl Strategy<Value = Deed> {
    let society = 0..societies;
    prop_oneof![
        4 => (society.clone(), 0..20_u8).prop_map(|(society, subject)| Deed::Reserve { society, subject }),
        3 => (0..20_u8).prop_map(|subject| Deed::ReserveOfCast { subject }),
        2 => (0..20_u8).prop_map(|subject| Deed::Release { subject }),
        2 => (society.clone(), -3..4_i32).prop_map(|(society, count)| Deed::Move { society, count }),
        2 => (society.clone(), 1..4_i32).prop_map(|(society, count)| Deed::AskBack { society, count }),
        1 => society.clone().prop_map(|society| Deed::KeepAfterAll { society }),
        1 => society.prop_map(|society| Deed::GiveBack { society }),
        1 => (1..4_i32).prop_map(|count| Deed::KeepNew { count }),
    ]
}

fn opening(places: &[(bool, i32)], held: i32) -> Opening {
    let allotments = places.iter().enumerate().map(|(at, &(is_via_cast, places))| Allotment {
        society: format!("D-{at:02}"),
        is_via_cast,
        places,
        is_suspended: false,
    });
    Opening { year: 2029, held, allotments: allotments.collect() }
}

fn three(opening: &Opening) -> Vec<Counter> {
    let mut all = counters(opening, &PROCEDURE, IdSource);
    all.retain(|one| one.bucket == Bucket::Three);
    all
}

impl Book {
    fn open(opening: &Opening) -> Self {
        let counters = three(opening);
        let sums = counters
            .iter()
            .map(|one| {
                let places = one.places.unwrap_or_default();
                (one.id, Change { places, held: one.held, ..Change::default() })
            })
            .collect();
        Self { counters, sums, taken: BTreeMap::new() }
    }

    fn only(&self, kind: CounterKind) -> Counter {
        self.counters.iter().find(|one| one.kind == kind).unwrap().clone()
    }

    /// The counters from a society's up to the round's, and the places that it can spare.
    fn reach(&self, society: usize) -> (Vec<Counter>, Option<i32>) {
        let path = self.path(society);
        let free = free_of(&path[0], &self.counters);
        (path, free)
    }

    fn path(&self, society: usize) -> Vec<Counter> {
        let code = format!("D-{society:02}");
        let mut next = self.counters.iter().find(|one| one.society == code).map(|one| one.id);
        let mut path = Vec::new();
        while let Some(id) = next {
            let found = self.counters.iter().find(|one| one.id == id).unwrap();
            path.push(found.clone());
            next = found.parent;
        }
        path
    }

    /// Applies every posting or none.
    fn post(&mut self, postings: &[Posting]) -> bool {
        let before = self.counters.clone();
        for (id, change) in postings {
            let found = self.counters.iter_mut().find(|one| one.id == *id).unwrap();
            let Some(after) = found.after(*change) else {
                self.counters = before;
                return false;
            };
            *found = after;
        }
        for (id, change) in postings {
            let sum = self.sums.get_mut(id).unwrap();
            sum.places += change.places;
            sum.used += change.used;
            sum.held += change.held;
        }
        true
    }

    /// What the rules allow must be lawful in the counters.
    fn post_allowed(&mut self, postings: Result<Vec<Posting>, LedgerRule>) {
        if let Ok(postings) = postings {
            assert!(self.post(&postings), "allowed by the rules, unlawful in a counter");
        }
    }

    /// A place is taken exactly where the laws hold afterwards.
    fn reserve(&mut self, counter: &Counter, subject: u8) {
        if self.taken.contains_key(&subject) {
            return;
        }
        let mut after = self.counters.clone();
        after.iter_mut().filter(|one| one.id == counter.id).for_each(|one| one.used += 1);
        let has_room = free_of(counter, &self.counters).is_none_or(|free| free > 0);
        assert_eq!(has_room, breaches(&after).is_empty(), "{counter:?}");
        if has_room {
            let taken = Change { used: 1, ..Change::default() };
            assert!(self.post(&[(counter.id, taken)]), "free, and unlawful in its counter");
            self.taken.insert(subject, counter.id);
        }
    }

    fn carry_out(&mut self, deed: Deed) {
        match deed {
            Deed::Reserve { society, subject } => {
                let counter = self.path(society)[0].clone();
                self.reserve(&counter, subject);
            }
            Deed::ReserveOfCast { subject } => {
                let counter = self.only(CounterKind::Cast);
                self.reserve(&counter, subject);
            }
            Deed::Release { subject } => {
                if let Some(counter) = self.taken.remove(&subject) {
                    let freed = Change { used: -1, ..Change::default() };
                    assert!(self.post(&[(counter, freed)]));
                }
            }
            Deed::Move { society, count } => {
                let (path, free) = self.reach(society);
                let postings = postings::move_from_reserve(&path, free, count);
                self.post_allowed(postings);
            }
            Deed::AskBack { society, count } => {
                let (path, free) = self.reach(society);
                let postings = postings::ask_back(&path, free, count);
                self.post_allowed(postings);
            }
            Deed::KeepAfterAll { society } => {
                let path = self.path(society);
                self.post(&postings::keep_after_all(&path, path[0].asked_back.min(1)));
            }
            Deed::GiveBack { society } => {
                let postings = postings::give_back(&self.path(society), 1);
                self.post_allowed(postings);
            }
            Deed::KeepNew { count } => {
                let postings = postings::keep_new(&[self.only(CounterKind::Round)], count);
                self.post_allowed(postings);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn the_ledger_stays_lawful_whatever_is_done_with_it(
        places in prop::collection::vec((any::<bool>(), 0..5_i32), 1..6),
        held in 0..5_i32,
        deeds in prop::collection::vec(deed(6), 1..40),
    ) {
        let mut book = Book::open(&opening(&places, held));
        let mut total = book.only(CounterKind::Round).places.unwrap();
        for deed in deeds {
            let society = match deed {
                Deed::Reserve { society, .. } | Deed::Move { society, .. }
                | Deed::AskBack { society, .. } | Deed::KeepAfterAll { society }
                | Deed::GiveBack { society } => society,
                Deed::Release { .. } | Deed::ReserveOfCast { .. } => 0,
                Deed::KeepNew { count } => {
                    total += count;
                    0
                }
            };
            if society < places.len() {
                book.carry_out(deed);
            }
            prop_assert_eq!(breaches(&book.counters), Vec::<String>::new());
            for one in &book.counters {
                let sum = book.sums[&one.id];
                prop_assert_eq!(Some(sum.places), one.places);
                prop_assert_eq!((sum.used, sum.held), (one.used, one.held));
                let reserved = book.taken.values().filter(|id| **id == one.id).count();
                prop_assert_eq!(i32::try_from(reserved).unwrap(), one.used);
                prop_assert!(one.kind != CounterKind::Round || one.places == Some(total));
            }
        }
    }

    #[test]
    fn every_tree_begins_lawful_with_its_exact_total(
        drawn in prop::collection::vec((any::<bool>(), 0..9_i32, prop::bool::weighted(0.3)), 0..12),
        held in 0..9_i32,
    ) {
        let places: Vec<(bool, i32)> = drawn.iter().map(|one| (one.0, one.1)).collect();
        let mut opening = opening(&places, held);
        for (allotment, one) in opening.allotments.iter_mut().zip(&drawn) {
            allotment.is_suspended = one.2;
        }
        let all = counters(&opening, &PROCEDURE, IdSource);
        prop_assert_eq!(breaches(&all), Vec::<String>::new());
        let round = |bucket| {
            all.iter().find(|one| one.bucket == bucket && one.kind == CounterKind::Round).unwrap()
        };
        let entitled = || drawn.iter().filter(|one| !one.2);
        let sum: i32 = entitled().map(|one| one.1).sum();
        prop_assert_eq!(round(Bucket::Three).places, Some(sum + held));
        let societies = i32::try_from(entitled().count()).unwrap();
        prop_assert_eq!(round(Bucket::Top).places, Some(2 * societies));
        // Who is suspended has no place of any bucket; the others have no limit where there is none.
        for one in all.iter().filter(|one| one.kind == CounterKind::Society) {
            let own = opening.allotments.iter().find(|own| own.society == one.society).unwrap();
            if own.is_suspended {
                prop_assert_eq!((one.places, one.free()), (Some(0), Some(0)));
            } else if one.bucket == Bucket::Int {
                prop_assert_eq!((one.places, one.free()), (None, None));
            }
        }
    }
}

#[test]
fn a_broken_tree_is_found() {
    let opening = opening(&[(false, 2), (true, 3)], 1);
    let broken_in = |is_it: fn(&Counter) -> bool, mend: &dyn Fn(&mut Counter)| {
        let mut counters = three(&opening);
        counters.iter_mut().filter(|one| is_it(one)).for_each(mend);
        breaches(&counters)
    };
    let broken = |mend: &dyn Fn(&mut Counter)| broken_in(|one| one.society == "D-01", mend);
    assert_eq!(broken(&|_| {}).len(), 0);
    assert_eq!(broken(&|one| one.used = 4).len(), 2, "more taken than it, and than CAST, has");
    assert_eq!(broken(&|one| one.used = -1).len(), 1, "below nothing");
    assert_eq!(broken(&|one| one.places = Some(4)).len(), 1, "more below CAST than CAST has");
    assert_eq!(broken(&|one| one.places = None).len(), 1, "unlimited below a limit");
    // CAST and the only society below it, which has all of CAST's three places.
    let shares = |one: &Counter| one.kind == CounterKind::Cast || one.society == "D-01";
    let taken = |own: i32, below: Change| {
        broken_in(shares, &move |one| {
            if one.kind == CounterKind::Cast {
                one.used = own;
            } else {
                (one.used, one.asked_back) = (below.used, below.asked_back);
            }
        })
    };
    let below = |used, asked_back| Change { used, asked_back, ..Change::default() };
    assert_eq!(taken(1, below(1, 1)).len(), 0);
    assert_eq!(taken(1, below(3, 0)).len(), 1, "taken by CAST and below it");
    assert_eq!(taken(2, below(0, 2)).len(), 1, "taken by CAST and asked back below it");
}

#[test]
fn what_is_free_within_cast_bounds_those_below_it_alone() {
    let mut counters = three(&opening(&[(false, 2), (true, 3), (true, 1)], 1));
    for one in &mut counters {
        match (one.kind, one.society.as_str()) {
            (CounterKind::Cast, _) => one.used = 2,
            (_, "D-02") => one.asked_back = 1,
            _ => {}
        }
    }
    let free = |society: &str, kind| {
        let is_it = |one: &&Counter| one.society == society && one.kind == kind;
        free_of(counters.iter().find(is_it).unwrap(), &counters)
    };
    assert_eq!(free("", CounterKind::Cast), Some(1), "4 places, 2 taken, 1 asked back below");
    assert_eq!(free("D-01", CounterKind::Society), Some(1), "of its own 3");
    assert_eq!(free("D-02", CounterKind::Society), Some(0));
    assert_eq!(free("D-00", CounterKind::Society), Some(2), "a place of its own is its own");
}

#[test]
fn what_has_no_limit_cannot_be_moved() {
    let all = counters(&opening(&[(false, 2)], 1), &PROCEDURE, IdSource);
    let of =
        |bucket, kind| all.iter().find(|one| one.bucket == bucket && one.kind == kind).unwrap();
    let path = |bucket| {
        vec![of(bucket, CounterKind::Society).clone(), of(bucket, CounterKind::Round).clone()]
    };
    let unlimited = postings::move_from_reserve(&path(Bucket::Int), None, 1);
    assert_eq!(unlimited, Err(LedgerRule::Unlimited));
    let round = [of(Bucket::Three, CounterKind::Round).clone()];
    assert_eq!(postings::ask_back(&round, Some(1), 1), Err(LedgerRule::NotOfSociety));
    let short = postings::move_from_reserve(&path(Bucket::Three), Some(2), 2);
    assert_eq!(short, Err(LedgerRule::ReserveShort { held: 1 }));
    let endless = [of(Bucket::Int, CounterKind::Round).clone()];
    assert_eq!(postings::keep_new(&endless, 1), Err(LedgerRule::Unlimited));
    let few = postings::ask_back(&path(Bucket::Three), Some(2), 3);
    assert_eq!(few, Err(LedgerRule::TooFewFree { free: 2 }));
}
