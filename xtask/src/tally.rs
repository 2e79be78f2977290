//! How many tests passed, by the closing lines that each runner prints?

use std::ops::AddAssign;

/// Tests and checks, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Ran and held.
    pub(crate) passed: u64,
    /// Ran and did not hold, or could not be started.
    pub(crate) failed: u64,
    /// Did not run.
    pub(crate) skipped: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl Counts {
    /// Adds a number under the word that a runner prints beside it.
    fn add(&mut self, number: u64, word: &str) {
        match word {
            "passed" | "pass" => self.passed += number,
            "failed" | "fail" | "exec" | "timed" | "cancelled" => self.failed += number,
            "skipped" | "ignored" | "filtered" | "todo" => self.skipped += number,
            _ => {}
        }
    }

    /// Adds every "NUMBER WORD …" of a line cut at `separator`.
    fn add_parts(&mut self, line: &str, separator: char) {
        for part in line.split(separator) {
            let mut words = part.split_whitespace();
            if let (Some(Ok(number)), Some(word)) = (words.next().map(str::parse), words.next()) {
                self.add(number, word);
            }
        }
    }
}

/// cargo-nextest: `Summary [ 0.5s] 5 tests run: 4 passed (1 slow), 1 failed, 2 skipped`.
pub(crate) fn nextest(text: &str) -> Option<Counts> {
    let line = text.lines().rfind(|line| line.trim_start().starts_with("Summary ["))?;
    let (_, parts) = line.split_once("run: ")?;
    let mut counts = Counts::default();
    counts.add_parts(parts, ',');
    Some(counts)
}

/// cargo test: the sum of its `test result: ok. 5 passed; 0 failed; 1 ignored; …` lines.
pub(crate) fn cargo_test(text: &str) -> Option<Counts> {
    let mut lines = text.lines().filter_map(|line| line.strip_prefix("test result: ")).peekable();
    lines.peek()?;
    let mut counts = Counts::default();
    for line in lines {
        counts.add_parts(line.split_once(". ").map_or("", |(_, parts)| parts), ';');
    }
    Some(counts)
}

/// vitest: `Tests  1 failed | 11 passed | 2 skipped (14)`.
pub(crate) fn vitest(text: &str) -> Option<Counts> {
    let line = text.lines().rfind(|line| line.trim_start().starts_with("Tests "))?;
    let mut counts = Counts::default();
    counts.add_parts(line.trim_start().trim_start_matches("Tests"), '|');
    Some(counts)
}

/// node --test: `ℹ pass 5`, `ℹ fail 0`, `ℹ cancelled 0`, `ℹ skipped 0`, `ℹ todo 0` (`#` for ℹ in TAP).
pub(crate) fn node_test(text: &str) -> Option<Counts> {
    let mut counts = Counts::default();
    let mut seen = false;
    for line in text.lines() {
        let mut words = line.split_whitespace();
        if let (Some("ℹ" | "#"), Some(word), Some(Ok(number)), None) =
            (words.next(), words.next(), words.next().map(str::parse), words.next())
        {
            seen |= word == "pass";
            counts.add(number, word);
        }
    }
    seen.then_some(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64, skipped: u64) -> Counts {
        Counts { passed, failed, skipped }
    }

    #[test]
    fn nextest_counts_every_way_to_fail() {
        let text = "    PASS x\n────────\n     Summary [   4.013s] 9 tests run: 5 passed \
                    (1 slow), 2 failed, 1 timed out, 1 exec failed, 3 skipped\n        FAIL y\n";
        assert_eq!(nextest(text), Some(counts(5, 4, 3)));
        assert_eq!(nextest("error: could not compile"), None);
    }

    #[test]
    fn cargo_test_sums_its_binaries() {
        let text = "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; \
                    finished in 0.00s\n\
                    test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; \
                    0 filtered out; finished in 0.10s\n";
        assert_eq!(cargo_test(text), Some(counts(6, 2, 3)));
        assert_eq!(cargo_test("running 0 tests"), None);
    }

    #[test]
    fn vitest_counts_tests_not_files() {
        let text = " Test Files  1 failed | 2 passed (3)\n      Tests  1 failed | 11 passed | \
                    2 skipped (14)\n   Start at  10:00:00\n";
        assert_eq!(vitest(text), Some(counts(11, 1, 2)));
        assert_eq!(vitest("No test files found"), None);
    }

    #[test]
    fn node_counts_in_both_reporters() {
        let spec = "✔ signs in (1ms)\nℹ tests 4\nℹ suites 0\nℹ pass 2\nℹ fail 1\nℹ cancelled 1\n\
                    ℹ skipped 0\nℹ todo 0\nℹ duration_ms 5\n";
        assert_eq!(node_test(spec), Some(counts(2, 2, 0)));
        assert_eq!(node_test("# pass 3\n# fail 0\n# skipped 1\n"), Some(counts(3, 0, 1)));
        assert_eq!(node_test("ℹ tests 0"), None);
    }
}
