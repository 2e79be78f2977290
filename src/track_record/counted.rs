//! What do the facts and the integrity events of a society come to in each round?

use std::collections::{BTreeMap, BTreeSet};

use super::{definitions::Definitions, figures::Counts, integrity::Effect};

/// A sum over facts that stand: society, round, measure, value.
pub(super) type Sum = (String, i32, String, i64);

/// Society and round.
pub(super) type Place = (String, i32);

/// The rounds that the record knows: those in which somebody submitted something.
pub(super) fn rounds(sums: &[Sum]) -> BTreeSet<i32> {
    let submitted = sums.iter().filter(|(_, _, measure, _)| measure == "submitted");
    submitted.map(|(_, round, _, _)| *round).collect()
}

/// A round with the two that follow it; where none is known yet, they come after the usual years.
pub(super) fn following(rounds: &BTreeSet<i32>, round: i32, years_between: i32) -> [i32; 3] {
    let mut later = rounds.range(round + 1..).copied();
    let next = later.next().unwrap_or(round + years_between);
    [round, next, later.next().unwrap_or(next + years_between)]
}

/// The counts of every society and round that facts or events tell of.
pub(super) fn counted<'e>(
    definitions: &Definitions,
    sums: &[Sum],
    events: impl IntoIterator<Item = (&'e str, Effect)>,
) -> BTreeMap<Place, Counts> {
    let mut counted: BTreeMap<Place, Counts> = BTreeMap::new();
    let mut add = |society: &str, round: i32, measure: &str, value: u32| {
        let counts = counted.entry((society.to_owned(), round)).or_default();
        let count = counts.entry(measure.to_owned()).or_default();
        *count = count.saturating_add(value);
    };
    for (society, round, measure, value) in sums {
        add(society, *round, measure, u32::try_from(*value).unwrap_or(u32::MAX));
    }
    let rounds = rounds(sums);
    for (society, effect) in events {
        for &round in &rounds {
            let three = following(&rounds, round, definitions.years_between());
            for measure in effect.measures(definitions.integrity(), three) {
                add(society, round, measure, 1);
            }
        }
    }
    counted
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use entity::vocabulary::{IntegrityKind, IntegrityState, Sanction};
    use proptest::prelude::*;

    use super::*;
    use crate::track_record::definitions::SHIPPED;

    fn sum(society: &str, round: i32, measure: &str, value: i64) -> Sum {
        (society.to_owned(), round, measure.to_owned(), value)
    }

    #[test]
    fn an_event_counts_beside_the_facts_and_makes_a_row_where_there_is_none() {
        let definitions = Definitions::parse(SHIPPED).unwrap();
        let sums = [sum("A", 2023, "submitted", 2), sum("B", 2025, "submitted", 3)];
        let day = |year| NaiveDate::from_ymd_opt(year, 5, 1).unwrap();
        let event = Effect {
            kind: IntegrityKind::Fees,
            sanction: Sanction::Suspension,
            state: IntegrityState::InForce,
            round: 2023,
            starts_on: day(2026),
            ends_on: Some(day(2027)),
            closed_on: None,
        };
        let found = counted(&definitions, &sums, [("A", event)]);
        let of = |society: &str, round| found.get(&(society.to_owned(), round)).cloned();
        let counts = |pairs: &[(&str, u32)]| -> Counts {
            pairs.iter().map(|(measure, count)| ((*measure).to_owned(), *count)).collect()
        };
        let in_2023 = counts(&[("submitted", 2), ("fees_charged", 1), ("suspended", 1)]);
        assert_eq!(of("A", 2023), Some(in_2023));
        // 2027 comes after 2025 by the years between rounds.
        assert_eq!(of("A", 2025), Some(counts(&[("suspended", 1)])));
        assert_eq!(of("B", 2025), Some(counts(&[("submitted", 3)])));
        assert_eq!(found.len(), 3);
    }

    proptest! {
        /// Splitting a total into cases changes no count, whatever the order.
        #[test]
        fn counts_do_not_depend_on_how_facts_are_cut(
            parts in prop::collection::vec((0usize..3, 0usize..3, 0i64..4), 0..30),
        ) {
            let definitions = Definitions::parse(SHIPPED).unwrap();
            let name = |place: usize| ["submitted", "accepted", "awarded"][place];
            let cut: Vec<Sum> = parts
                .iter()
                .map(|(society, measure, value)| {
                    sum(["A", "B", "C"][*society], 2025, name(*measure), *value)
                })
                .collect();
            let mut whole: BTreeMap<(String, String), i64> = BTreeMap::new();
            for (society, _, measure, value) in &cut {
                *whole.entry((society.clone(), measure.clone())).or_default() += value;
            }
            let whole: Vec<Sum> = whole
                .into_iter()
                .rev()
                .map(|((society, measure), value)| sum(&society, 2025, &measure, value))
                .collect();
            prop_assert_eq!(
                counted(&definitions, &cut, []),
                counted(&definitions, &whole, [])
            );
        }
    }
}
