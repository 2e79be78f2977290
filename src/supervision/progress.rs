//! How far is a taskbook, by what was reported?

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::Content;

/// What was last reported of an indicator or a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reported {
    /// The value: of an indicator in its unit, of a task in per cent.
    pub value: i64,
    /// What proves it.
    pub evidence: String,
}

/// The latest reports by code: of indicators, of tasks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reports {
    /// Indicators.
    pub indicators: BTreeMap<String, Reported>,
    /// Tasks.
    pub tasks: BTreeMap<String, Reported>,
}

/// The sum of a taskbook's progress.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TaskbookProgress)]
pub struct Progress {
    /// Indicators of the taskbook.
    pub indicators: u32,
    /// Those with a reported value.
    pub reported: u32,
    /// Those that meet their target.
    pub met: u32,
    /// The weight of those that meet it, of 100.
    pub met_weight: u32,
    /// Progress of the tasks by weight, in per cent, rounded down.
    pub tasks_done: u32,
    /// Tasks past their day and not done.
    pub tasks_late: u32,
}

/// The progress that `reports` come to on a day.
pub(super) fn progress(content: &Content, reports: &Reports, today: NaiveDate) -> Progress {
    let mut progress = Progress::default();
    for indicator in &content.indicators {
        progress.indicators += 1;
        let Some(reported) = reports.indicators.get(&indicator.code) else {
            continue;
        };
        progress.reported += 1;
        if indicator.aim.is_met(indicator.target, reported.value) {
            progress.met += 1;
            progress.met_weight += indicator.weight;
        }
    }
    let mut done = 0_u64;
    for task in &content.tasks {
        let reported = reports.tasks.get(&task.code).map_or(0, |reported| reported.value);
        let share = u32::try_from(reported.clamp(0, 100)).unwrap_or_default();
        done += u64::from(task.weight) * u64::from(share);
        progress.tasks_late += u32::from(share < 100 && task.due < today);
    }
    progress.tasks_done = u32::try_from(done / 100).unwrap_or(100);
    progress
}

#[cfg(test)]
mod tests {
    use super::{super::model::tests::draft, *};

    #[test]
    fn progress_counts_weights_and_what_is_late() {
        let content = draft().content;
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mut reports = Reports::default();
        let nothing = progress(&content, &reports, day("2026-12-31"));
        assert_eq!((nothing.indicators, nothing.reported, nothing.tasks_late), (1, 0, 0));
        assert_eq!(progress(&content, &reports, day("2027-01-01")).tasks_late, 1);
        let reported = |value| Reported { value, evidence: String::new() };
        reports.indicators.insert("K1".to_owned(), reported(95));
        reports.tasks.insert("T1".to_owned(), reported(100));
        let all = progress(&content, &reports, day("2027-01-01"));
        assert_eq!((all.met, all.met_weight, all.tasks_done, all.tasks_late), (1, 100, 100, 0));
        reports.indicators.insert("K1".to_owned(), reported(94));
        assert_eq!(progress(&content, &reports, day("2027-01-01")).met, 0);
    }
}
