//! By what do reviewers judge, and how do their sheets become one figure? A book of rules, as data.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    aggregation::{AggregationRules, Input},
    awards::{BlindRule, BookError},
    shared::Bilingual,
};

/// The text that ships, and its file.
pub const IN_FORCE: &str = include_str!("../../rules/reviews/default.toml");
const FILE: &str = "rules/reviews/default.toml";

/// The most points that a criterion may have: a total of weights that add up to 100 is then in hundredths of a point.
const MOST_POINTS: u32 = 100;

/// The rules of the reviews of a round.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewBook {
    /// Its version.
    pub version: String,
    /// The sheets, each for some categories.
    #[serde(rename = "sheet")]
    pub sheets: Vec<SheetRule>,
    /// What is hidden from whom.
    pub blind: BlindRule,
    /// How sheets become one figure.
    pub aggregation: AggregationRules,
    /// What is pointed out.
    pub hints: HintRules,
    /// When another reviewer is asked for.
    pub extra: ExtraRule,
    /// What reviewers may ask.
    pub questions: QuestionRule,
}

/// A sheet that reviewers fill in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetRule {
    /// Codes of the categories that it is for.
    pub categories: Vec<String>,
    /// Whether it is short enough for the grid and the workbook.
    pub is_light: bool,
    /// Its criteria, in their order.
    #[serde(rename = "criterion")]
    pub criteria: Vec<CriterionRule>,
}

/// A criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReviewCriterion)]
pub struct CriterionRule {
    /// Its word.
    pub code: String,
    /// What it is called.
    pub label: Bilingual,
    /// What is looked at.
    pub help: Bilingual,
    /// Whether it has points or a choice.
    pub kind: CriterionKind,
    /// Its weight; 0 for a choice.
    #[serde(default)]
    pub weight: u32,
    /// The most points.
    #[serde(default)]
    pub most: u32,
    /// Points come in steps of this.
    #[serde(default)]
    pub step: u32,
    /// What some points stand for, the highest first.
    #[serde(default)]
    pub anchors: Vec<CriterionAnchor>,
    /// The words of a choice.
    #[serde(default)]
    pub options: Vec<CriterionOption>,
    /// When a reason is to be written.
    pub comment: CommentRule,
    /// The fewest characters of a reason.
    #[serde(default)]
    pub comment_least: u32,
}

/// What a criterion asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CriterionKind {
    /// Points.
    Points,
    /// One word of several.
    Choice,
}

/// What so many points stand for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CriterionAnchor {
    /// The points.
    pub at: u32,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A word of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CriterionOption {
    /// The word as sent.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// When a reason is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum CommentRule {
    /// Never, or always.
    Word(CommentWord),
    /// For points that are lower or higher than these.
    Range {
        /// Lower than this.
        below: u32,
        /// Higher than this.
        above: u32,
    },
}

/// Never, or always.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommentWord {
    /// Never.
    Never,
    /// Always.
    Always,
}

impl CommentRule {
    /// Whether a reason is to be written for these points.
    pub const fn asks(self, points: u32) -> bool {
        match self {
            Self::Word(CommentWord::Never) => false,
            Self::Word(CommentWord::Always) => true,
            Self::Range { below, above } => points < below || points > above,
        }
    }
}

/// What is pointed out; points in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HintRules {
    /// How far a sheet lies from the middle of the others.
    pub outlier_h: i32,
    /// How many of a hundred sheets of a reviewer lie so.
    pub outlier_share_percent: u32,
    /// Seconds between two sheets that are too few.
    pub haste_seconds: u32,
    /// So many such sheets in a row.
    pub haste_run: u32,
    /// A spread of all totals of a reviewer that tells nothing apart.
    pub flat_spread_h: i32,
}

/// When another reviewer is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtraRule {
    /// From which spread of the totals on, in hundredths of a point.
    pub spread_h: i32,
    /// Most further reviewers of a nomination.
    pub most: u32,
}

/// What reviewers may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionRule {
    /// Days for an answer.
    pub days: u32,
    /// Most questions on a nomination.
    pub most_per_nomination: u32,
}

static SHIPPED: LazyLock<Result<ReviewBook, BookError>> =
    LazyLock::new(|| ReviewBook::parse(FILE, IN_FORCE));

/// The book that ships.
///
/// # Errors
/// It cannot be read, which a test of this room rules out.
pub fn in_force() -> Result<&'static ReviewBook, BookError> {
    SHIPPED.as_ref().map_err(Clone::clone)
}

impl ReviewBook {
    /// Reads a book from the TOML that stands at `place`.
    ///
    /// # Errors
    /// No TOML, an unknown key, weights that do not add up, a category with two sheets, a criterion that asks for
    /// nothing. What opens a way around what is hidden is for the lint to say.
    pub fn parse(place: &str, text: &str) -> Result<Self, BookError> {
        let wrong = |why: String| BookError { place: place.to_owned(), why };
        let book: Self = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        if let Some(code) = doubled(&book.sheets) {
            return Err(wrong(format!("sheet.categories: {code} 重复 / has two sheets")));
        }
        for sheet in &book.sheets {
            sheet.check().map_err(wrong)?;
        }
        if !(1..1_000).contains(&book.aggregation.interval_permille) {
            return Err(wrong("aggregation.interval_permille: 1–999".to_owned()));
        }
        Ok(book)
    }

    /// What the sheets of a phase of a category are aggregated by, before it has a sheet, a nomination or a seed; none
    /// where the book has no sheet for the category.
    pub fn aggregate_of(&self, category: &str) -> Option<Input> {
        let criteria = &self.sheet(category)?.criteria;
        let with_points = criteria.iter().filter(|one| one.kind == CriterionKind::Points);
        Some(Input {
            category: category.to_owned(),
            sheets: Vec::new(),
            groups: BTreeMap::new(),
            weights: with_points.map(|one| (one.code.clone(), one.weight)).collect(),
            rules: self.aggregation,
            is_calibrated: false,
            seed: [0; 32],
        })
    }

    /// The sheet of a category; none where the book has none.
    pub fn sheet(&self, category: &str) -> Option<&SheetRule> {
        self.sheets.iter().find(|sheet| sheet.categories.iter().any(|code| code == category))
    }
}

/// The first category that has two sheets.
fn doubled(sheets: &[SheetRule]) -> Option<&String> {
    let mut seen = BTreeSet::new();
    sheets.iter().flat_map(|sheet| &sheet.categories).find(|code| !seen.insert(*code))
}

impl SheetRule {
    /// What is wrong with it, with the key.
    fn check(&self) -> Result<(), String> {
        let mut seen = BTreeSet::new();
        for one in &self.criteria {
            let code = &one.code;
            if !seen.insert(code) {
                return Err(format!("sheet.criterion.code: {code} 重复 / stands there twice"));
            }
            match one.kind {
                CriterionKind::Points => {
                    let is_stepped = one.step > 0 && one.most.is_multiple_of(one.step);
                    if !(1..=MOST_POINTS).contains(&one.most) || !is_stepped {
                        return Err(format!(
                            "{code}.most, {code}.step: 1–{MOST_POINTS}，整步 / whole steps"
                        ));
                    }
                    if one.anchors.iter().any(|anchor| anchor.at > one.most) {
                        return Err(format!("{code}.anchors: 超过满分 / above the most points"));
                    }
                }
                CriterionKind::Choice if one.options.is_empty() || one.weight > 0 => {
                    return Err(format!("{code}.options: 须有选项且不计分 / words, and no weight"));
                }
                CriterionKind::Choice => {}
            }
        }
        let weights: u64 = self.criteria.iter().map(|one| u64::from(one.weight)).sum();
        if weights == 100 {
            Ok(())
        } else {
            Err(format!("sheet.criterion.weight: {weights} ≠ 100"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_that_ships_has_a_sheet_for_every_category() {
        let book = in_force().unwrap();
        for category in ["TOP", "NAT", "INV", "PRO", "INT"] {
            assert!(book.sheet(category).is_some(), "{category}");
        }
        assert_eq!(book.version, "reviews-1");
        assert!(book.sheet("NAT").unwrap().is_light);
        let novelty = &book.sheet("NAT").unwrap().criteria[0];
        let asked = [0, 55, 60, 90, 95].map(|points| novelty.comment.asks(points));
        assert_eq!(asked, [true, true, false, false, true]);
    }

    #[test]
    fn points_are_aggregated_by_their_weights_and_a_choice_counts_for_nothing() {
        let book = in_force().unwrap();
        let input = book.aggregate_of("NAT").unwrap();
        assert_eq!(input.weights.values().sum::<u32>(), 100);
        assert!(!input.weights.contains_key("grade"));
        assert_eq!((input.rules, input.is_calibrated), (book.aggregation, false));
        assert!(book.aggregate_of("XXX").is_none());
    }

    #[test]
    fn what_is_wrong_is_told_with_its_file_and_key() {
        for (from, to, key) in [
            ("weight = 35", "weight = 34", "weight"),
            ("weight = 35", "weight = 4294967295", "weight"),
            ("step = 5", "step = 7", "step"),
            ("at = 90", "at = 190", "anchors"),
            ("\"TOP\", \"INT\"", "\"TOP\", \"NAT\"", "NAT"),
            ("interval_permille = 900", "interval_permille = 1000", "interval_permille"),
            ("[extra]", "[extra]\ncolour = 1", "colour"),
        ] {
            assert!(IN_FORCE.contains(from), "{from}");
            let text = IN_FORCE.replacen(from, to, 1);
            let told = ReviewBook::parse("x.toml", &text).unwrap_err().to_string();
            assert!(told.starts_with("x.toml: ") && told.contains(key), "{told}");
        }
    }
}
