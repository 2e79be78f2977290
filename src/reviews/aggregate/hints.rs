//! What should people look at? Nothing follows from a hint by itself.

use std::collections::BTreeMap;

use entity::vocabulary::ReviewHintKind;

use crate::{aggregation::Input, reviews::book::HintRules};

/// One sheet that lies far from the others is no habit yet.
const LEAST_OUTLYING: usize = 2;
/// Fewer other sheets have no middle.
const LEAST_OTHERS: usize = 2;
/// Fewer sheets cannot be said to be told apart, or not.
const LEAST_FOR_FLAT: usize = 8;

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What it points at: never that a nomination needs another reviewer.
    pub kind: ReviewHintKind,
    /// The nomination whose sheet it is.
    pub nomination: String,
    /// Whose sheet.
    pub reviewer: String,
    /// What it rests on, in hundredths of a point, sheets or seconds.
    pub figures: BTreeMap<String, i64>,
}

/// A sheet with its total, in hundredths of a point, and when it was submitted, in seconds.
#[derive(Clone, Copy, Debug)]
struct Given<'i> {
    nomination: &'i str,
    reviewer: &'i str,
    total: i64,
    at: Option<i64>,
}

/// The hints on the sheets of an input, by reviewer and nomination. `times` says when whose sheet of which nomination
/// was submitted, in seconds by the server's clock.
pub fn hints(
    input: &Input,
    rules: &HintRules,
    times: &BTreeMap<(String, String), i64>,
) -> Vec<Hint> {
    let mut of_nomination: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    let mut of_reviewer: BTreeMap<&str, Vec<Given<'_>>> = BTreeMap::new();
    for sheet in &input.sheets {
        let Some(total) = sheet.total(&input.weights) else { continue };
        let key = (sheet.nomination.clone(), sheet.reviewer.clone());
        let given = Given {
            nomination: &sheet.nomination,
            reviewer: &sheet.reviewer,
            total: i64::from(total),
            at: times.get(&key).copied(),
        };
        of_nomination.entry(given.nomination).or_default().push(given.total);
        of_reviewer.entry(given.reviewer).or_default().push(given);
    }
    let mut found = Vec::new();
    for own in of_reviewer.values_mut() {
        own.sort_by_key(|one| one.nomination);
        found.extend(outlying(own, &of_nomination, rules));
        found.extend(flat(own, rules));
        found.extend(hasty(own, rules));
    }
    found
}

impl Given<'_> {
    fn hint<const N: usize>(&self, kind: ReviewHintKind, figures: [(&str, i64); N]) -> Hint {
        Hint {
            kind,
            nomination: self.nomination.to_owned(),
            reviewer: self.reviewer.to_owned(),
            figures: figures.map(|(name, figure)| (name.to_owned(), figure)).into(),
        }
    }

    /// Twice the middle of what the others gave, where there are enough of them.
    fn twice_middle(&self, of_nomination: &BTreeMap<&str, Vec<i64>>) -> Option<i64> {
        let mut others = of_nomination.get(self.nomination)?.clone();
        let own = others.iter().position(|total| *total == self.total)?;
        others.swap_remove(own);
        others.sort_unstable();
        let (above, below) = (others.len() / 2, others.len().saturating_sub(1) / 2);
        (others.len() >= LEAST_OTHERS).then(|| Some(others.get(above)? + others.get(below)?))?
    }
}

/// Each far sheet of a reviewer too many of whose sheets lie far from the middle of the others.
fn outlying(
    own: &[Given<'_>],
    of_nomination: &BTreeMap<&str, Vec<i64>>,
    rules: &HintRules,
) -> Vec<Hint> {
    let compared: Vec<(&Given<'_>, i64)> =
        own.iter().filter_map(|one| Some((one, one.twice_middle(of_nomination)?))).collect();
    let is_far = |(one, twice): &&(&Given<'_>, i64)| {
        (2 * one.total - twice).abs() >= 2 * i64::from(rules.outlier_h)
    };
    let far = compared.iter().filter(is_far).count();
    let share = usize::try_from(rules.outlier_share_percent).unwrap_or(usize::MAX);
    if far < LEAST_OUTLYING || far * 100 < share.saturating_mul(compared.len()) {
        return Vec::new();
    }
    let counted = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let hint = |(one, twice): &(&Given<'_>, i64)| {
        let figures = [
            ("total", one.total),
            ("middle", twice / 2),
            ("far", counted(far)),
            ("compared", counted(compared.len())),
        ];
        one.hint(ReviewHintKind::Outlier, figures)
    };
    compared.iter().filter(is_far).map(hint).collect()
}

/// A reviewer of many whose totals tell nothing apart.
fn flat(own: &[Given<'_>], rules: &HintRules) -> Option<Hint> {
    let totals = || own.iter().map(|one| one.total);
    let spread = totals().max()? - totals().min()?;
    let is_flat = own.len() >= LEAST_FOR_FLAT && spread <= i64::from(rules.flat_spread_h);
    let sheets = i64::try_from(own.len()).unwrap_or(i64::MAX);
    let first = own.first().filter(|_| is_flat)?;
    Some(first.hint(ReviewHintKind::Flat, [("sheets", sheets), ("spread", spread)]))
}

/// Each run of sheets that came too soon after one another, where it is long enough.
fn hasty(own: &[Given<'_>], rules: &HintRules) -> Vec<Hint> {
    let mut timed: Vec<(i64, &Given<'_>)> =
        own.iter().filter_map(|one| Some((one.at?, one))).collect();
    timed.sort_by_key(|(at, one)| (*at, one.nomination));
    let is_soon = |before: &i64, at: &i64| at - before <= i64::from(rules.haste_seconds);
    let runs = timed.chunk_by(|(before, _), (at, _)| is_soon(before, at));
    let hint = |run: &[(i64, &Given<'_>)]| {
        // The first of a run came after a pause.
        let soon = i64::try_from(run.len()).unwrap_or(i64::MAX) - 1;
        let ((first, one), (last, _)) = (run.first()?, run.last()?);
        let is_long = soon >= i64::from(rules.haste_run).max(1);
        let figures = [("sheets", soon), ("seconds", last - first)];
        is_long.then(|| one.hint(ReviewHintKind::Haste, figures))
    };
    runs.filter_map(hint).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{aggregation::SheetInput, reviews::in_force};

    /// Sheets of one criterion of weight 100: nomination, reviewer, points.
    fn input(sheets: &[(&str, &str, u32)]) -> Input {
        let mut input = in_force().unwrap().aggregate_of("NAT").unwrap();
        input.weights = [("all".to_owned(), 100)].into();
        for (nomination, reviewer, points) in sheets {
            let points = [("all".to_owned(), *points)].into();
            let (nomination, reviewer) = ((*nomination).to_owned(), (*reviewer).to_owned());
            input.groups.insert(nomination.clone(), String::new());
            input.sheets.push(SheetInput { nomination, reviewer, points });
        }
        input
    }

    fn rules() -> HintRules {
        in_force().unwrap().hints
    }

    fn told(found: &[Hint]) -> Vec<(ReviewHintKind, &str, &str)> {
        found.iter().map(|one| (one.kind, one.reviewer.as_str(), one.nomination.as_str())).collect()
    }

    #[test]
    fn who_lies_far_from_the_others_again_and_again_is_pointed_at() {
        let mut sheets = Vec::new();
        for nomination in ["n1", "n2", "n3", "n4"] {
            let far = if nomination < "n3" { 60 } else { 80 };
            sheets.extend([(nomination, "a", 80), (nomination, "b", 85), (nomination, "far", far)]);
        }
        let found = hints(&input(&sheets), &rules(), &BTreeMap::new());
        let of_far = [("far", "n1"), ("far", "n2")]
            .map(|(reviewer, nomination)| (ReviewHintKind::Outlier, reviewer, nomination));
        assert_eq!(told(&found), of_far, "two of four, 22.5 points below the middle");
        let figures = [("compared", 4), ("far", 2), ("middle", 8_250), ("total", 6_000)]
            .map(|(name, figure)| (name.to_owned(), figure));
        assert_eq!(found[0].figures, figures.into());
        sheets.retain(|sheet| sheet.0 != "n2");
        assert_eq!(hints(&input(&sheets), &rules(), &BTreeMap::new()), [], "one is no habit");
    }

    #[test]
    fn two_sheets_have_no_middle_that_one_could_lie_far_from() {
        let sheets = [("n1", "a", 90), ("n1", "b", 10), ("n2", "a", 90), ("n2", "b", 10)];
        assert_eq!(hints(&input(&sheets), &rules(), &BTreeMap::new()), []);
    }

    #[test]
    fn eight_sheets_that_tell_nothing_apart_are_pointed_at() {
        let names = ["n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8"];
        let mut sheets = names.map(|nomination| (nomination, "a", 80));
        sheets[3].2 = 83;
        let found = hints(&input(&sheets), &rules(), &BTreeMap::new());
        assert_eq!(told(&found), [(ReviewHintKind::Flat, "a", "n1")]);
        assert_eq!(found[0].figures, [("sheets".to_owned(), 8), ("spread".to_owned(), 300)].into());
        assert_eq!(hints(&input(&sheets[1..]), &rules(), &BTreeMap::new()), [], "seven");
        sheets[3].2 = 84;
        assert_eq!(hints(&input(&sheets), &rules(), &BTreeMap::new()), [], "four points apart");
    }

    #[test]
    fn a_run_of_sheets_without_a_pause_is_pointed_at() {
        let names = ["n1", "n2", "n3", "n4", "n5", "n6", "n7"];
        let points = [50, 60, 70, 80, 90, 100, 75];
        let sheets: Vec<(&str, &str, u32)> =
            names.iter().zip(points).map(|(name, points)| (*name, "a", points)).collect();
        let times = |gaps: [i64; 7]| -> BTreeMap<(String, String), i64> {
            let mut at = 1_000;
            let of = |(name, gap): (&&str, i64)| {
                at += gap;
                (((*name).to_owned(), "a".to_owned()), at)
            };
            names.iter().zip(gaps).map(of).collect()
        };
        let found = hints(&input(&sheets), &rules(), &times([0, 900, 180, 60, 60, 60, 60]));
        assert_eq!(told(&found), [(ReviewHintKind::Haste, "a", "n2")]);
        let figures = [("seconds".to_owned(), 420), ("sheets".to_owned(), 5)];
        assert_eq!(found[0].figures, figures.into());
        for paused in [[0, 900, 181, 60, 60, 60, 60], [0, 900, 180, 60, 60, 60, 181]] {
            assert_eq!(hints(&input(&sheets), &rules(), &times(paused)), [], "{paused:?}");
        }
    }
}
