//! How are bodies made up, when may they vote, and what does a vote need? A book of rules, as data.

use std::sync::LazyLock;

use entity::vocabulary::BallotVariant;
use serde::{Deserialize, Serialize};

use super::model::{Grade, Share, Stage};
use crate::awards::BookError;

/// The text that ships, and its file.
pub const IN_FORCE: &str = include_str!("../../rules/meetings/default.toml");
const FILE: &str = "rules/meetings/default.toml";

/// The rules of the meetings of a round.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingBook {
    /// Its version.
    pub version: String,
    /// Of those who are expected, so many are to be present.
    pub quorum: Share,
    /// How who keeps out of an item is counted then.
    pub recused_at_quorum: RecusedAtQuorum,
    /// Whether who keeps out counts among those of whom a threshold is a share.
    pub recused_counts_in_denominator: bool,
    /// How often a tie is voted on.
    pub most_turns: u32,
    /// What then becomes of a tie.
    pub last_tie: LastTie,
    /// Whether it is kept who voted how, unless a ballot says otherwise.
    pub variant: BallotVariant,
    /// What a line needs.
    #[serde(rename = "threshold")]
    pub thresholds: Vec<ThresholdRule>,
    /// How many lines a paper may mark.
    #[serde(rename = "cap")]
    pub caps: Vec<CapRule>,
    /// How long a defence takes.
    pub defence: DefenceRule,
    /// Where a body writes an opinion.
    pub opinion: OpinionRule,
    /// Seats of a committee.
    pub committee: SizeRule,
    /// Seats of the council.
    pub council: SizeRule,
    /// Seats of a panel.
    pub panel: SizeRule,
}

/// How a member who keeps out of an item is counted at the quorum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecusedAtQuorum {
    /// As not there, of all who are expected.
    Absent,
    /// He is taken off those who are expected, too.
    Leave,
    /// As there.
    Present,
}

/// What becomes of a tie that no further ballot decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastTie {
    /// None of it passes.
    None,
    /// The chair casts a vote.
    Chair,
}

/// What a line of a ballot needs (X25 art. 81).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThresholdRule {
    /// At which points of the way.
    pub stages: Vec<Stage>,
    /// For which categories.
    pub categories: Vec<String>,
    /// For which grades; none where the award has none.
    pub grades: Vec<Grade>,
    /// The share of votes.
    pub share: Share,
}

/// How many lines a paper may mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapRule {
    /// At which point of the way.
    pub stage: Stage,
    /// Of which grade; none where the award has none.
    #[serde(default)]
    pub grade: Option<Grade>,
    /// Of a hundred lines.
    pub percent_of_lines: u32,
}

/// How long a defence takes, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefenceRule {
    /// The defence itself.
    pub minutes: u32,
    /// Between two.
    pub gap: u32,
}

/// Where a body writes an opinion.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionRule {
    /// At which points of the way.
    pub needed_for: Vec<Stage>,
}

/// How many seats a body has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SizeRule {
    /// At least.
    pub least: u32,
    /// At most; none for no bound.
    #[serde(default)]
    pub most: Option<u32>,
}

static SHIPPED: LazyLock<Result<MeetingBook, BookError>> =
    LazyLock::new(|| MeetingBook::parse(FILE, IN_FORCE));

/// The book that ships.
///
/// # Errors
/// It cannot be read, which a test of this room rules out.
pub fn in_force() -> Result<&'static MeetingBook, BookError> {
    SHIPPED.as_ref().map_err(Clone::clone)
}

impl MeetingBook {
    /// Reads a book from the TOML that stands at `place`.
    ///
    /// # Errors
    /// No TOML, an unknown key, a share that is none, a cap above a hundred, bounds that cross, no turn.
    pub fn parse(place: &str, text: &str) -> Result<Self, BookError> {
        let wrong = |why: &str| BookError { place: place.to_owned(), why: why.to_owned() };
        let book: Self = toml::from_str(text).map_err(|error| wrong(&error.to_string()))?;
        let mut shares = book.thresholds.iter().map(|rule| rule.share).chain([book.quorum]);
        if shares.any(|share| share.d == 0 || share.n > share.d) {
            return Err(wrong("quorum, threshold.share: n ≤ d, d > 0"));
        }
        if book.caps.iter().any(|cap| cap.percent_of_lines > 100) {
            return Err(wrong("cap.percent_of_lines: 0–100"));
        }
        let sizes = [book.committee, book.council, book.panel];
        if sizes.iter().any(|size| size.most.is_some_and(|most| most < size.least)) {
            return Err(wrong("committee, council, panel: least ≤ most"));
        }
        if book.most_turns == 0 {
            return Err(wrong("most_turns: ≥ 1"));
        }
        Ok(book)
    }

    /// What a line needs; none where the book says nothing of it, so that nothing can be voted on.
    pub fn threshold(&self, stage: Stage, category: &str, grade: Option<Grade>) -> Option<Share> {
        let fits = |rule: &&ThresholdRule| {
            rule.stages.contains(&stage)
                && rule.categories.iter().any(|code| code == category)
                && grade.map_or(rule.grades.is_empty(), |grade| rule.grades.contains(&grade))
        };
        self.thresholds.iter().find(fits).map(|rule| rule.share)
    }

    /// How many of so many lines a paper may mark: all where the book sets no cap.
    pub fn cap(&self, stage: Stage, grade: Option<Grade>, lines: u32) -> u32 {
        let rule = self.caps.iter().find(|rule| rule.stage == stage && rule.grade == grade);
        let percent = rule.map_or(100, |rule| u64::from(rule.percent_of_lines));
        // At least one, or nobody could mark anything.
        let most = (u64::from(lines) * percent / 100).max(1);
        u32::try_from(most).unwrap_or(lines).min(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: Share = Share { n: 1, d: 2, inclusive: false };
    const TWO_THIRDS: Share = Share { n: 2, d: 3, inclusive: true };

    #[test]
    fn the_book_that_ships_is_article_81() {
        let book = in_force().unwrap();
        assert_eq!(book.quorum, TWO_THIRDS);
        for stage in Stage::ALL.iter().copied() {
            let panel = stage == Stage::FirstReview;
            for category in ["TOP", "INT"] {
                let needed = if panel { HALF } else { TWO_THIRDS };
                assert_eq!(book.threshold(stage, category, None), Some(needed));
                assert_eq!(book.threshold(stage, category, Some(Grade::First)), None);
            }
            for category in ["NAT", "INV", "PRO"] {
                let of = |grade| book.threshold(stage, category, Some(grade));
                assert_eq!(of(Grade::Special), Some(TWO_THIRDS));
                assert_eq!(of(Grade::First), Some(TWO_THIRDS));
                assert_eq!(of(Grade::Second), Some(HALF));
                assert_eq!(book.threshold(stage, category, None), None);
            }
        }
    }

    #[test]
    fn a_cap_is_a_share_of_the_lines_and_never_none() {
        let book = in_force().unwrap();
        let cap = |lines| book.cap(Stage::FirstReview, Some(Grade::First), lines);
        assert_eq!([cap(0), cap(1), cap(10), cap(24)], [0, 1, 3, 7]);
        assert_eq!(book.cap(Stage::Council, None, 24), 24);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_file_and_key() {
        for (from, to, key) in [
            ("n = 2, d = 3", "n = 4, d = 3", "quorum"),
            ("percent_of_lines = 20", "percent_of_lines = 200", "percent_of_lines"),
            ("most = 25", "most = 2", "council"),
            ("most_turns = 3", "most_turns = 0", "most_turns"),
            ("[defence]", "[defence]\ncolour = 1", "colour"),
        ] {
            assert!(IN_FORCE.contains(from), "{from}");
            let text = IN_FORCE.replacen(from, to, 1);
            let told = MeetingBook::parse("x.toml", &text).unwrap_err().to_string();
            assert!(told.starts_with("x.toml: ") && told.contains(key), "{told}");
        }
    }
}
