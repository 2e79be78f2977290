//! By which rules do sheets become one figure?

use serde::{Deserialize, Serialize};

/// How sheets become one figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AggregationRules {
    /// Which mean.
    pub mean: MeanRule,
    /// A trimmed mean leaves out one highest and one lowest of more sheets than this.
    pub trim_above: u32,
    /// Whether a phase is calibrated where its draft does not say.
    pub calibrate_default: bool,
    /// How far a severity is drawn towards none, in hundredths of a sheet.
    pub shrink_hundredths: u32,
    /// A reviewer with fewer sheets is not calibrated.
    pub least_sheets: u32,
    /// Nobody is where fewer than so many of a hundred reviewers qualify.
    pub least_linked_percent: u32,
    /// Fewer opinions on a nomination are too few.
    pub least_opinions: u32,
    /// Draws for the intervals of ranks.
    pub resamples: u32,
    /// Width of the intervals, per mille.
    pub interval_permille: u32,
    /// Among which nominations ranks are given.
    pub group: RankGroup,
}

/// Which mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeanRule {
    /// Of all sheets.
    Plain,
    /// Without the highest and the lowest.
    Trimmed,
}

/// Among which nominations ranks are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankGroup {
    /// Those of a panel.
    Panel,
    /// Those of the category.
    Category,
}

/// The rules of the book that ships.
#[cfg(test)]
pub(super) fn in_force() -> AggregationRules {
    #[derive(Deserialize)]
    struct Book {
        aggregation: AggregationRules,
    }
    let book: Book = toml::from_str(include_str!("../../rules/reviews/default.toml")).unwrap();
    book.aggregation
}
