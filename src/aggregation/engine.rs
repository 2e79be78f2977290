//! How does an input become an output?

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    agreement::Agreement,
    calibrate::{Calibration, calibrate},
    input::Input,
    mean::{MICRO_IN_HUNDREDTH, mean_in},
    rank::{interval, ranks},
};
use crate::shared::hex_sha256;

/// The engine by the version of its arithmetic: another one gives other bytes.
pub const ENGINE: &str = "aggregate/1";

/// What the sheets of a phase come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// The engine's version.
    pub engine: String,
    /// Every nomination, by key.
    pub rows: Vec<OutputRow>,
    /// What came of the calibration; none where none was asked for.
    pub calibration: Option<CalibrationNote>,
    /// How far the reviewers agree.
    pub agreement: Agreement,
}

/// What the sheets of a nomination come to; figures in hundredths of a point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutputRow {
    /// The nomination.
    pub nomination: String,
    /// The group in which it is ranked.
    pub group: String,
    /// How many sheets count.
    pub sheets: u32,
    /// The mean of the totals as given.
    pub raw: Option<i32>,
    /// The mean with the severity of reviewers taken off; none where that is not done.
    pub calibrated: Option<i32>,
    /// Which of the two ranks.
    pub used: Option<i32>,
    /// Rank in its group, from 1; equal figures share one.
    pub rank: Option<u32>,
    /// Lower end of the interval of the rank.
    pub rank_low: Option<u32>,
    /// Upper end.
    pub rank_high: Option<u32>,
    /// The highest total less the lowest.
    pub spread: Option<i32>,
}

/// What came of the calibration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalibrationNote {
    /// Whether severities were taken off; otherwise the means as given stand, as too few reviewers have enough sheets.
    pub is_applied: bool,
    /// How many of a hundred reviewers have enough sheets.
    pub linked_percent: u32,
    /// Every reviewer, by key.
    pub reviewers: Vec<Severity>,
}

/// How severe a reviewer is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Severity {
    /// The reviewer.
    pub reviewer: String,
    /// How many sheets count.
    pub sheets: u32,
    /// How far he lies above what a nomination gets from all, in millionths of a point; 0 where he is not calibrated.
    pub severity: i64,
    /// Whether he has enough sheets to be calibrated.
    pub is_used: bool,
}

impl Output {
    /// SHA-256 of the output as JSON, in hexadecimal.
    pub fn digest(&self) -> String {
        hex_sha256(&serde_json::to_vec(self).unwrap_or_default())
    }
}

/// Computes the aggregate: the same input gives the same bytes on any machine. Neither the order of the sheets nor what
/// anybody is called makes a difference to a figure.
pub fn aggregate(input: &Input) -> Output {
    let counted = Counted::of(input);
    let calibration =
        input.is_calibrated.then(|| calibrate(&counted.scores, &input.rules)).map(|found| {
            let is_applied = found.linked_percent >= input.rules.least_linked_percent;
            (found, is_applied)
        });
    let applied =
        calibration.as_ref().filter(|(_, is_applied)| *is_applied).map(|(found, _)| found);
    let rows = ranked(counted.rows(input, applied), (input, &counted, applied));
    Output {
        engine: ENGINE.to_owned(),
        rows,
        calibration: calibration.as_ref().map(|of| counted.note(of)),
        agreement: Agreement::of(&counted.totals()),
    }
}

/// The sheets that count, with numbers for names.
struct Counted<'i> {
    nominations: Vec<&'i str>,
    reviewers: Vec<&'i str>,
    /// Nomination, reviewer, millionths of a point; by nomination and reviewer.
    scores: Vec<(u32, u32, i64)>,
}

impl<'i> Counted<'i> {
    fn of(input: &'i Input) -> Self {
        let nominations: Vec<&str> = input.groups.keys().map(String::as_str).collect();
        let counted: Vec<(u32, &str, i64)> = input
            .sheets
            .iter()
            .filter_map(|sheet| {
                let nomination = place(&nominations, &sheet.nomination)?;
                let total = i64::from(sheet.total(&input.weights)?);
                Some((nomination, sheet.reviewer.as_str(), total * MICRO_IN_HUNDREDTH))
            })
            .collect();
        let named: BTreeSet<&str> = counted.iter().map(|one| one.1).collect();
        let reviewers: Vec<&str> = named.into_iter().collect();
        let numbered = |(nomination, reviewer, score): &(u32, &str, i64)| {
            Some((*nomination, place(&reviewers, reviewer)?, *score))
        };
        let mut scores: Vec<(u32, u32, i64)> = counted.iter().filter_map(numbered).collect();
        scores.sort_unstable();
        Self { nominations, reviewers, scores }
    }

    /// The scores of each nomination, less the severity of who gave them.
    fn values(&self, less: Option<&Calibration>) -> Vec<Vec<i64>> {
        let severity = |reviewer: u32| {
            let of = less.and_then(|found| found.severity.get(reviewer as usize));
            of.copied().unwrap_or_default()
        };
        let mut values = vec![Vec::new(); self.nominations.len()];
        for (nomination, reviewer, score) in &self.scores {
            if let Some(of) = values.get_mut(*nomination as usize) {
                of.push(score - severity(*reviewer));
            }
        }
        values
    }

    /// The totals of each nomination, in hundredths of a point.
    fn totals(&self) -> Vec<Vec<i32>> {
        let hundredths =
            |value: &i64| i32::try_from(value / MICRO_IN_HUNDREDTH).unwrap_or(i32::MAX);
        self.values(None).iter().map(|of| of.iter().map(hundredths).collect()).collect()
    }

    /// Every nomination with its figures, before it is ranked.
    fn rows(&self, input: &Input, applied: Option<&Calibration>) -> Vec<OutputRow> {
        let figure = |values: &[i64]| {
            let mean = mean_in(values, &input.rules, MICRO_IN_HUNDREDTH)?;
            i32::try_from(mean).ok()
        };
        let calibrated: Vec<Option<i32>> = match applied {
            Some(found) => {
                self.values(Some(found)).iter().map(|of| figure(of.as_slice())).collect()
            }
            None => vec![None; self.nominations.len()],
        };
        let given = self.values(None);
        let named = self.nominations.iter().zip(&given).zip(self.totals()).zip(calibrated);
        let mut rows = Vec::with_capacity(self.nominations.len());
        for (((nomination, values), totals), calibrated) in named {
            let raw = figure(values.as_slice());
            rows.push(OutputRow {
                nomination: (*nomination).to_owned(),
                group: input.groups.get(*nomination).cloned().unwrap_or_default(),
                sheets: u32::try_from(values.len()).unwrap_or(u32::MAX),
                raw,
                calibrated,
                used: if applied.is_some() { calibrated } else { raw },
                rank: None,
                rank_low: None,
                rank_high: None,
                spread: spread(&totals),
            });
        }
        rows
    }

    /// What came of the calibration, by the names of the reviewers.
    fn note(&self, (found, is_applied): &(Calibration, bool)) -> CalibrationNote {
        let mut sheets: BTreeMap<u32, u32> = BTreeMap::new();
        for (_, reviewer, _) in &self.scores {
            *sheets.entry(*reviewer).or_default() += 1;
        }
        let mut reviewers = Vec::with_capacity(self.reviewers.len());
        let found_of = found.severity.iter().zip(&found.is_used);
        for ((reviewer, number), (severity, is_used)) in
            self.reviewers.iter().zip(0..).zip(found_of)
        {
            reviewers.push(Severity {
                reviewer: (*reviewer).to_owned(),
                sheets: sheets.get(&number).copied().unwrap_or_default(),
                severity: *severity,
                is_used: *is_used,
            });
        }
        CalibrationNote { is_applied: *is_applied, linked_percent: found.linked_percent, reviewers }
    }
}

/// The number of a name in a sorted list.
fn place(names: &[&str], name: &str) -> Option<u32> {
    names.binary_search(&name).ok().and_then(|place| u32::try_from(place).ok())
}

/// Gives the nominations that have a sheet their ranks, each group by itself.
fn ranked(
    mut rows: Vec<OutputRow>,
    (input, counted, applied): (&Input, &Counted<'_>, Option<&Calibration>),
) -> Vec<OutputRow> {
    let mut groups: BTreeMap<String, Vec<(&mut OutputRow, Vec<i64>)>> = BTreeMap::new();
    for (row, values) in rows.iter_mut().zip(counted.values(applied)) {
        if row.used.is_some() {
            groups.entry(row.group.clone()).or_default().push((row, values));
        }
    }
    for mut group in groups.into_values() {
        let figure = |row: &OutputRow| i64::from(row.used.unwrap_or_default());
        let used: Vec<(String, i64)> =
            group.iter().map(|(row, _)| (row.nomination.clone(), figure(row))).collect();
        let values: Vec<Vec<i64>> = group.iter_mut().map(|(_, of)| std::mem::take(of)).collect();
        let intervals = interval(&values, &input.rules, &input.seed);
        for (((row, _), rank), (low, high)) in group.into_iter().zip(ranks(&used)).zip(intervals) {
            row.rank = Some(rank);
            // No draw may ever have come to the very sheets that were given.
            row.rank_low = (low > 0).then(|| low.min(rank));
            row.rank_high = (high > 0).then(|| high.max(rank));
        }
    }
    rows
}

/// The highest less the lowest; none of none.
pub fn spread(totals: &[i32]) -> Option<i32> {
    Some(totals.iter().max()? - totals.iter().min()?)
}

#[cfg(test)]
#[path = "engine_tests.rs"]
mod tests;
