//! What came of many requests?

use std::{collections::BTreeMap, time::Duration};

/// Answers of one kind of request.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    took: Vec<Duration>,
    failed: BTreeMap<String, usize>,
}

impl Tally {
    /// Counts an answer.
    pub(crate) fn add(&mut self, took: Duration, outcome: Result<(), String>) {
        self.took.push(took);
        if let Err(what) = outcome {
            *self.failed.entry(what).or_default() += 1;
        }
    }

    /// Counts what another counted.
    pub(crate) fn join(&mut self, other: Self) {
        self.took.extend(other.took);
        for (what, count) in other.failed {
            *self.failed.entry(what).or_default() += count;
        }
    }

    /// How many answers there were.
    pub(crate) fn count(&self) -> usize {
        self.took.len()
    }

    /// How many failed.
    pub(crate) fn failures(&self) -> usize {
        self.failed.values().sum()
    }

    /// The longest answer.
    pub(crate) fn longest(&self) -> Duration {
        self.took.iter().copied().max().unwrap_or_default()
    }

    /// How long an answer took at the most, milliseconds, of so many in a thousand.
    pub(crate) fn at(&mut self, permille: usize) -> u128 {
        self.took.sort_unstable();
        let place = self.took.len().saturating_sub(1) * permille / 1000;
        self.took.get(place).copied().unwrap_or_default().as_millis()
    }

    /// Prints a line of a table.
    pub(crate) fn print(&mut self, what: &str, length: Duration) {
        let [half, most, nearly_all, all] = [500, 950, 990, 1000].map(|part| self.at(part));
        #[expect(clippy::cast_precision_loss, reason = "a rate of requests")]
        let rate = self.took.len() as f64 / length.as_secs_f64();
        println!(
            "| {what} | {} | {rate:.1} | {half} | {most} | {nearly_all} | {all} | {} |",
            self.took.len(),
            self.failures()
        );
        for (what, count) in &self.failed {
            println!("  failed {count}: {what}");
        }
    }
}
