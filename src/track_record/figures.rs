//! What does an indicator come to, from the counts of one round or of several together?

use std::collections::BTreeMap;

use super::{
    definitions::{Definitions, Indicator},
    interval::{Interval, wilson},
};

/// Counts by measure.
pub(super) type Counts = BTreeMap<String, u32>;

/// An indicator of a society in one round, or over several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// The numerator, or the count.
    pub count: u32,
    /// The denominator of a rate.
    pub of: Option<u32>,
    /// The rate with its interval, where there is a case.
    pub interval: Option<Interval>,
}

/// The figure of `indicator`, none where nothing was recorded from which it could be made. What was
/// not recorded is not zero: only integrity events are, since each is recorded when it happens.
pub(super) fn figure(
    definitions: &Definitions,
    indicator: &Indicator,
    counts: &Counts,
) -> Option<Figure> {
    let count = |measure: &str| {
        let recorded = counts.get(measure).copied();
        recorded.or_else(|| definitions.integrity().feeds(measure).then_some(0))
    };
    match (&indicator.rate, &indicator.count) {
        (Some([numerator, denominator]), _) => {
            let (x, n) = (count(numerator)?, count(denominator)?);
            Some(Figure { count: x, of: Some(n), interval: wilson(x, n) })
        }
        (None, Some(measure)) => Some(Figure { count: count(measure)?, of: None, interval: None }),
        (None, None) => None,
    }
}

/// The counts of several rounds together. A measure counts only over rounds that recorded it, and a
/// rate only over rounds that recorded both its parts, so that no numerator lacks its denominator.
pub(super) fn over_window(
    definitions: &Definitions,
    indicator: &Indicator,
    rounds: &[&Counts],
) -> Option<Figure> {
    let figures: Vec<Figure> =
        rounds.iter().filter_map(|counts| figure(definitions, indicator, counts)).collect();
    let first = figures.first()?;
    let count = figures.iter().fold(0, |sum: u32, one| sum.saturating_add(one.count));
    let of = first.of.map(|_| {
        figures.iter().filter_map(|one| one.of).fold(0, |sum: u32, of| sum.saturating_add(of))
    });
    Some(Figure { count, of, interval: of.and_then(|of| wilson(count, of)) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::track_record::definitions::SHIPPED;

    fn counts(pairs: &[(&str, u32)]) -> Counts {
        pairs.iter().map(|(measure, count)| ((*measure).to_owned(), *count)).collect()
    }

    #[test]
    fn what_was_not_recorded_is_not_zero_but_for_integrity() {
        let definitions = Definitions::parse(SHIPPED).unwrap();
        let known = [("submitted", 4), ("form_passed", 3), ("private_first_unit", 1)];
        let round = counts(&known);
        let of = |id: &str| {
            let indicator = definitions.indicator(id).unwrap();
            figure(&definitions, indicator, &round).map(|figure| (figure.count, figure.of))
        };
        assert_eq!(of("I01"), Some((3, Some(4))));
        assert_eq!(of("I05"), None);
        assert_eq!(of("I11"), None);
        assert_eq!(of("I12"), Some((0, None)));
        assert_eq!((of("I18"), of("I18c")), (None, Some((1, Some(4)))));
    }

    #[test]
    fn a_window_leaves_out_the_rounds_that_lack_a_part() {
        let definitions = Definitions::parse(SHIPPED).unwrap();
        let indicator = definitions.indicator("I10").unwrap();
        let whole = counts(&[("objections_due", 2), ("objections_in_time", 1)]);
        let part = counts(&[("objections_due", 5)]);
        let figure = over_window(&definitions, indicator, &[&whole, &part]).unwrap();
        assert_eq!((figure.count, figure.of), (1, Some(2)));
        assert_eq!(over_window(&definitions, indicator, &[&part]), None);
    }

    proptest! {
        /// From cases or from totals, an indicator is the same.
        #[test]
        fn the_sum_over_cases_is_the_total(
            cases in prop::collection::vec((any::<bool>(), any::<bool>()), 1..40),
        ) {
            let definitions = Definitions::parse(SHIPPED).unwrap();
            let mut by_case = Counts::new();
            for (is_accepted, is_passed) in &cases {
                for (measure, value) in [
                    ("submitted", 1),
                    ("accepted", u32::from(*is_accepted)),
                    ("first_review_passed", u32::from(*is_accepted && *is_passed)),
                ] {
                    *by_case.entry(measure.to_owned()).or_default() += value;
                }
            }
            let accepted = cases.iter().filter(|case| case.0).count();
            let passed = cases.iter().filter(|case| case.0 && case.1).count();
            let whole = |count: usize| u32::try_from(count).unwrap();
            let totals = counts(&[
                ("submitted", whole(cases.len())), ("accepted", whole(accepted)),
                ("first_review_passed", whole(passed)),
            ]);
            for indicator in definitions.indicators() {
                prop_assert_eq!(
                    figure(&definitions, indicator, &by_case),
                    figure(&definitions, indicator, &totals)
                );
            }
        }
    }
}
