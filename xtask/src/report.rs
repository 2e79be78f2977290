//! What did each step come to, and what is the closing line?

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::process::Finished;
use crate::tally::Counts;

/// How a step ended.
pub(crate) enum Ending {
    /// A check that counts as one: it held, or it did not.
    Gate(bool),
    /// A test runner, with what its closing line says.
    Tests {
        /// The runner ended with exit code 0.
        success: bool,
        /// What its closing line says; none when it printed none.
        counts: Option<Counts>,
    },
    /// A check that did not hold, in words.
    Broken(String),
    /// Something that the step needs is not on this machine.
    Missing {
        /// What is missing and how to get it.
        what: String,
        /// Where nothing may be missing, is this a failure?
        required: bool,
    },
    /// The step needs an earlier one that failed.
    NotReached,
}

impl Ending {
    /// The ending of a gate that is a program.
    pub(crate) fn gate(finished: &Finished) -> Self {
        Self::Gate(finished.success)
    }

    /// The ending of a test runner whose closing line `parse` reads.
    pub(crate) fn tests(finished: &Finished, parse: fn(&str) -> Option<Counts>) -> Self {
        Self::Tests { success: finished.success, counts: parse(&finished.text) }
    }
}

struct Row {
    title: &'static str,
    elapsed: Duration,
    counts: Counts,
    note: String,
}

/// The steps so far.
pub(crate) struct Report {
    nothing_may_be_missing: bool,
    rows: Vec<Row>,
}

impl Report {
    /// An empty report; `nothing_may_be_missing` turns what is missing into a failure.
    pub(crate) fn new(nothing_may_be_missing: bool) -> Self {
        Self { nothing_may_be_missing, rows: Vec::new() }
    }

    /// Takes one step under a heading; says whether what follows may build on it.
    pub(crate) fn step(
        &mut self,
        title: &'static str,
        action: impl FnOnce() -> Result<Ending>,
    ) -> bool {
        println!("\n── {title} ──");
        let started = Instant::now();
        let ending = action().unwrap_or_else(|error| Ending::Broken(format!("{error:#}")));
        let elapsed = started.elapsed();
        let (counts, note) = judged(ending, self.nothing_may_be_missing);
        println!("{}", line(title, elapsed, counts, &note));
        self.rows.push(Row { title, elapsed, counts, note });
        counts.failed == 0
    }

    /// Prints every step on a line, and the closing line.
    pub(crate) fn close(&self) -> ExitCode {
        println!("\n── summary ──");
        let mut total = Counts::default();
        for row in &self.rows {
            println!("{}", line(row.title, row.elapsed, row.counts, &row.note));
            total += row.counts;
        }
        println!("{}", closing_line(total));
        if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

fn closing_line(total: Counts) -> String {
    let skipped =
        if total.skipped == 0 { String::new() } else { format!(", {} skipped", total.skipped) };
    format!("{} passed, {} failed{skipped}", total.passed, total.failed)
}

fn line(title: &str, elapsed: Duration, counts: Counts, note: &str) -> String {
    let verdict = match counts {
        Counts { failed: 1.., .. } => "FAILED",
        Counts { passed: 0, .. } => "skipped",
        Counts { .. } => "ok",
    };
    let mut line = format!("{verdict:<8}{:>7.1} s  {title}", elapsed.as_secs_f64());
    if !note.is_empty() {
        line.push_str(": ");
        line.push_str(note);
    }
    line
}

/// What an ending counts for, and what to say of it.
fn judged(ending: Ending, nothing_may_be_missing: bool) -> (Counts, String) {
    let passed = Counts { passed: 1, ..Counts::default() };
    let failed = Counts { failed: 1, ..Counts::default() };
    let skipped = Counts { skipped: 1, ..Counts::default() };
    match ending {
        Ending::Gate(true) => (passed, String::new()),
        Ending::Gate(false) => (failed, String::new()),
        Ending::Broken(why) => (failed, why),
        Ending::Missing { what, required } if required && nothing_may_be_missing => (failed, what),
        Ending::Missing { what, .. } => (skipped, what),
        Ending::NotReached => (skipped, "not run, because what it needs failed".to_owned()),
        Ending::Tests { counts: None, .. } => {
            (failed, "the runner printed no closing line".to_owned())
        }
        Ending::Tests { success, counts: Some(mut counts) } => {
            if success && counts.passed + counts.failed == 0 {
                return (failed, "no test ran".to_owned());
            }
            if !success && counts.failed == 0 {
                counts.failed = 1;
            }
            let note = closing_line(counts);
            (counts, note)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_part_fails_only_where_nothing_may_be_missing() {
        let missing = || Ending::Missing { what: "no browser".to_owned(), required: true };
        assert_eq!(judged(missing(), true).0, Counts { failed: 1, ..Counts::default() });
        assert_eq!(judged(missing(), false).0, Counts { skipped: 1, ..Counts::default() });
    }

    #[test]
    fn a_runner_that_ran_nothing_or_died_is_a_failure() {
        let none = Ending::Tests { success: true, counts: Some(Counts::default()) };
        assert_eq!(judged(none, false).0.failed, 1);
        assert_eq!(judged(Ending::Tests { success: true, counts: None }, false).0.failed, 1);
        let died = Counts { passed: 3, ..Counts::default() };
        let died = Ending::Tests { success: false, counts: Some(died) };
        assert_eq!(judged(died, false).0, Counts { passed: 3, failed: 1, skipped: 0 });
    }

    #[test]
    fn the_closing_line_names_skips_only_when_there_are_any() {
        assert_eq!(closing_line(Counts { passed: 2, failed: 0, skipped: 0 }), "2 passed, 0 failed");
        let some = Counts { passed: 2, failed: 1, skipped: 3 };
        assert_eq!(closing_line(some), "2 passed, 1 failed, 3 skipped");
    }
}
