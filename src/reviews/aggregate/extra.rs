//! Which nominations need another reviewer? By a rule that is fixed before the first sheet, so that anybody can make
//! the list anew.

use std::collections::BTreeMap;

use crate::{
    aggregation::{Input, spread},
    reviews::book::ExtraRule,
};

/// A nomination that needs another reviewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraNeeded {
    /// The nomination.
    pub nomination: String,
    /// Why.
    pub why: ExtraWhy,
}

/// Why a nomination needs another reviewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraWhy {
    /// The totals lie so far apart, in hundredths of a point.
    Spread(i32),
    /// There are so few opinions, those that may still come among them.
    TooFew(u32),
}

impl ExtraWhy {
    /// The word as sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Spread(_) => "spread",
            Self::TooFew(_) => "too_few",
        }
    }
}

/// The nominations of an input that need another reviewer, by key: too few opinions first asked for, then opinions too
/// far apart. `awaited` says how many sheets of a nomination may still come.
pub fn extra(input: &Input, rule: &ExtraRule, awaited: &BTreeMap<String, u32>) -> Vec<ExtraNeeded> {
    let mut totals: BTreeMap<&str, Vec<i32>> =
        input.groups.keys().map(|nomination| (nomination.as_str(), Vec::new())).collect();
    for sheet in &input.sheets {
        let of = totals.get_mut(sheet.nomination.as_str());
        if let Some((of, total)) = of.zip(sheet.total(&input.weights)) {
            of.push(total);
        }
    }
    let needed = |(nomination, totals): (&str, Vec<i32>)| {
        let coming = awaited.get(nomination).copied().unwrap_or_default();
        let opinions = u32::try_from(totals.len()).unwrap_or(u32::MAX).saturating_add(coming);
        let spread = spread(&totals).filter(|spread| *spread >= rule.spread_h);
        let too_few = (opinions < input.rules.least_opinions).then_some(ExtraWhy::TooFew(opinions));
        let why = too_few.or(spread.map(ExtraWhy::Spread))?;
        Some(ExtraNeeded { nomination: nomination.to_owned(), why })
    };
    totals.into_iter().filter_map(needed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{aggregation::SheetInput, reviews::in_force};

    #[test]
    fn few_opinions_and_opinions_far_apart_ask_for_another() {
        let mut input = in_force().unwrap().aggregate_of("NAT").unwrap();
        input.weights = [("all".to_owned(), 100)].into();
        let given: [(&str, &[u32]); 5] = [
            ("apart", &[50, 65, 80]),
            ("near", &[51, 65, 80]),
            ("few", &[70, 70]),
            ("none", &[]),
            ("both", &[10, 90]),
        ];
        for (nomination, points) in given {
            input.groups.insert(nomination.to_owned(), String::new());
            for (reviewer, points) in points.iter().enumerate() {
                input.sheets.push(SheetInput {
                    nomination: nomination.to_owned(),
                    reviewer: reviewer.to_string(),
                    points: [("all".to_owned(), *points)].into(),
                });
            }
        }
        let rule = in_force().unwrap().extra;
        let told = |awaited: &BTreeMap<String, u32>| {
            let found = extra(&input, &rule, awaited);
            found.into_iter().map(|one| (one.nomination, one.why)).collect::<Vec<_>>()
        };
        let named = |name: &str, why| (name.to_owned(), why);
        let expected = [
            named("apart", ExtraWhy::Spread(3_000)),
            named("both", ExtraWhy::TooFew(2)),
            named("few", ExtraWhy::TooFew(2)),
            named("none", ExtraWhy::TooFew(0)),
        ];
        assert_eq!(told(&BTreeMap::new()), expected);
        let awaited =
            [("few", 1), ("none", 3), ("both", 1)].map(|(name, number)| (name.to_owned(), number));
        let expected =
            [named("apart", ExtraWhy::Spread(3_000)), named("both", ExtraWhy::Spread(8_000))];
        assert_eq!(told(&awaited.into()), expected, "what may still come is no lack");
    }
}
