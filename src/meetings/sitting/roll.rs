//! Who is expected at an instant, who is there, and who keeps out of what?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::ids::ReviewSeatId;

use crate::meetings::model::{Roll, Share};

/// A seat, as far as a roll asks.
#[derive(Clone, Copy, Debug)]
pub(in crate::meetings) struct SeatFacts {
    /// Key.
    pub(in crate::meetings) id: ReviewSeatId,
    /// The first instant at which it is none any more.
    pub(in crate::meetings) ended_at: Option<DateTime<Utc>>,
}

/// A time for which somebody was there.
#[derive(Clone, Copy, Debug)]
pub(in crate::meetings) struct Span {
    /// Whose.
    pub(in crate::meetings) seat: ReviewSeatId,
    /// Its first instant.
    pub(in crate::meetings) entered_at: DateTime<Utc>,
    /// The first instant behind it; none while it goes on.
    pub(in crate::meetings) left_at: Option<DateTime<Utc>>,
}

/// The roll at an instant. `recusals` are those in force, by the position of the item; of seats that ended neither
/// presence nor recusal counts.
pub(in crate::meetings) fn roll(
    seats: &[SeatFacts],
    attendance: &[Span],
    recusals: &BTreeSet<(u32, ReviewSeatId)>,
    at: DateTime<Utc>,
) -> Roll {
    let living = seats.iter().filter(|seat| seat.ended_at.is_none_or(|ended| at < ended));
    let living: BTreeSet<ReviewSeatId> = living.map(|seat| seat.id).collect();
    let is_there =
        |span: &&Span| span.entered_at <= at && span.left_at.is_none_or(|left| at < left);
    let there = attendance.iter().filter(is_there).map(|span| span.seat);
    let mut recused: BTreeMap<u32, BTreeSet<ReviewSeatId>> = BTreeMap::new();
    for (position, seat) in recusals.iter().filter(|(_, seat)| living.contains(seat)) {
        recused.entry(*position).or_default().insert(*seat);
    }
    Roll {
        expected: u32::try_from(living.len()).unwrap_or(u32::MAX),
        present: there.filter(|seat| living.contains(seat)).collect(),
        recused,
    }
}

/// The fewest of those who are expected by whom a share is reached; one at least.
pub(in crate::meetings) fn needed(expected: u32, share: Share) -> u32 {
    let (of, parts) = (u64::from(expected) * u64::from(share.n), u64::from(share.d).max(1));
    let least = if share.inclusive { of.div_ceil(parts) } else { of / parts + 1 };
    u32::try_from(least.max(1)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seat(number: u8) -> ReviewSeatId {
        ReviewSeatId(uuid::Uuid::from_u128(number.into()))
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    fn span(number: u8, from: i64, until: Option<i64>) -> Span {
        Span { seat: seat(number), entered_at: at(from), left_at: until.map(at) }
    }

    #[test]
    fn who_is_there_is_there_from_his_first_instant_to_before_his_last() {
        let seats = [1, 2].map(|number| SeatFacts { id: seat(number), ended_at: None });
        let spans = [span(1, 10, Some(20)), span(1, 30, None), span(2, 15, Some(15))];
        let present = |second| roll(&seats, &spans, &BTreeSet::new(), at(second)).present;
        for (second, is_there) in [(9, false), (10, true), (19, true), (20, false), (30, true)] {
            assert_eq!(present(second).contains(&seat(1)), is_there, "{second}");
            assert!(!present(second).contains(&seat(2)), "in and out at once is not there");
        }
    }

    #[test]
    fn of_a_seat_that_ended_nothing_counts() {
        let seats = [(1, None), (2, Some(at(50)))]
            .map(|(number, ended_at)| SeatFacts { id: seat(number), ended_at });
        let spans = [span(1, 0, None), span(2, 0, None), span(9, 0, None)];
        let recusals = BTreeSet::from([(3, seat(1)), (3, seat(2)), (4, seat(9))]);
        let before = roll(&seats, &spans, &recusals, at(49));
        assert_eq!((before.expected, before.present.len(), before.recused[&3].len()), (2, 2, 2));
        let after = roll(&seats, &spans, &recusals, at(50));
        assert_eq!((after.expected, after.present), (1, BTreeSet::from([seat(1)])));
        assert_eq!(after.recused, BTreeMap::from([(3, BTreeSet::from([seat(1)]))]));
    }

    #[test]
    fn two_thirds_include_the_third_and_a_half_does_not_include_the_half() {
        let (thirds, half) =
            (Share { n: 2, d: 3, inclusive: true }, Share { n: 1, d: 2, inclusive: false });
        let of = |share| [0, 1, 3, 10, 15, 25].map(|expected| needed(expected, share));
        assert_eq!(of(thirds), [1, 1, 2, 7, 10, 17]);
        assert_eq!(of(half), [1, 1, 2, 6, 8, 13]);
    }

    proptest! {
        #[test]
        fn nobody_is_present_or_keeps_out_who_is_not_expected(
            ended in prop::collection::vec(prop::option::of(0_i64..100), 0..6),
            spans in prop::collection::vec((0_u8..8, 0_i64..100, prop::option::of(0_i64..100)), 0..20),
            recusals in prop::collection::btree_set((0_u32..4, 0_u8..8), 0..10),
            now in 0_i64..100,
        ) {
            let seats: Vec<SeatFacts> = (0_u8..)
                .zip(&ended)
                .map(|(number, ended)| SeatFacts { id: seat(number), ended_at: ended.map(at) })
                .collect();
            let living: BTreeSet<ReviewSeatId> = seats
                .iter()
                .filter(|one| one.ended_at.is_none_or(|ended| at(now) < ended))
                .map(|one| one.id)
                .collect();
            let spans: Vec<Span> =
                spans.into_iter().map(|(number, from, until)| span(number, from, until)).collect();
            let recusals =
                recusals.into_iter().map(|(position, number)| (position, seat(number))).collect();
            let found = roll(&seats, &spans, &recusals, at(now));
            prop_assert_eq!(found.expected as usize, living.len());
            prop_assert!(found.present.is_subset(&living));
            prop_assert!(found.recused.values().all(|out| out.is_subset(&living)));
        }
    }
}
