//! Which columns do the files between the engines have: pairs, affinity, conflicts, assignments?

use crate::conflicts::Severity;
use crate::exchange::{Cell, Choice, Column, Row, Sheet};

/// A nomination and an expert whose affinity is asked for, as a row of the `pairs` file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairRow {
    /// The nomination.
    pub nomination_id: String,
    /// The expert.
    pub expert_id: String,
}

/// The full text of a dossier, as a row of the `full_texts` file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FullTextRow {
    /// The nomination.
    pub nomination_id: String,
    /// Everything that its dossier says of the work.
    pub text: String,
}

/// How well an expert knows a nomination's subject, as a row of the `affinity` file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AffinityRow {
    /// The nomination.
    pub nomination_id: String,
    /// The expert.
    pub expert_id: String,
    /// The affinity, in [0, 1].
    pub score: f64,
    /// What made the score, in words.
    pub reasons: Option<String>,
}

/// A conflict of interest (回避), as a row of the `conflicts` file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConflictRow {
    /// The nomination.
    pub nomination_id: String,
    /// The expert.
    pub expert_id: String,
    /// Kind of relation.
    pub kind: Option<String>,
    /// Its weight; a row without one keeps the expert out.
    pub severity: Option<Severity>,
    /// How sure it is, in [0, 1].
    pub confidence: Option<f64>,
    /// What a person can open to see for himself.
    pub evidence: Option<String>,
}

/// An expert given to a nomination, as a row of the `assignments` file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssignmentRow {
    /// The nomination.
    pub nomination_id: String,
    /// The expert.
    pub expert_id: String,
    /// The affinity of the pair.
    pub score: f64,
}

impl ConflictRow {
    /// Whether this conflict keeps the expert from the nomination.
    pub fn is_bar(&self) -> bool {
        self.severity.is_none_or(|severity| severity == Severity::Bar)
    }
}

const SEVERITIES: [Choice<Severity>; 3] = [
    Choice { value: Severity::Bar, name: "bar", aliases: &["回避"] },
    Choice { value: Severity::Flag, name: "flag", aliases: &["待核"] },
    Choice { value: Severity::Note, name: "note", aliases: &["提示"] },
];

const NOMINATION: Column = Column::required("nomination_id", "提名号");
const EXPERT: Column = Column::required("expert_id", "专家编号");
const SCORE: Column = Column::required("score", "相关度").or(&["affinity"]);
const PAIR: &[&str] = &["nomination_id", "expert_id"];

impl Sheet for PairRow {
    const KIND: &'static str = "pairs";
    const COLUMNS: &'static [Column] = &[NOMINATION, EXPERT];
    const UNIQUE: &'static [&'static str] = PAIR;

    fn parse(row: &mut Row<'_>) -> Self {
        Self { nomination_id: row.id("nomination_id"), expert_id: row.id("expert_id") }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::from(&self.nomination_id), Cell::from(&self.expert_id)]
    }
}

impl Sheet for FullTextRow {
    const KIND: &'static str = "full_texts";
    const COLUMNS: &'static [Column] =
        &[NOMINATION, Column::required("text", "全文").or(&["full_text"])];
    const UNIQUE: &'static [&'static str] = &["nomination_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            nomination_id: row.id("nomination_id"),
            text: row.optional_text("text", 2_000_000).unwrap_or_default(),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::from(&self.nomination_id), Cell::from(&self.text)]
    }
}

impl Sheet for AffinityRow {
    const KIND: &'static str = "affinity";
    const COLUMNS: &'static [Column] =
        &[NOMINATION, EXPERT, SCORE, Column::optional("reasons", "理由")];
    const UNIQUE: &'static [&'static str] = PAIR;

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            nomination_id: row.id("nomination_id"),
            expert_id: row.id("expert_id"),
            score: row.number("score", 0.0..=1.0),
            reasons: row.optional_text("reasons", 200_000),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.nomination_id),
            Cell::from(&self.expert_id),
            Cell::from(self.score),
            Cell::from(&self.reasons),
        ]
    }
}

impl Sheet for ConflictRow {
    const KIND: &'static str = "conflicts";
    const COLUMNS: &'static [Column] = &[
        NOMINATION,
        EXPERT,
        Column::optional("kind", "回避类型"),
        Column::optional("severity", "严重程度"),
        Column::optional("confidence", "置信度"),
        Column::optional("evidence", "证据"),
    ];
    // One pair may have several conflicts, and one kind of conflict several pieces of evidence.
    const UNIQUE: &'static [&'static str] = &[];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            nomination_id: row.id("nomination_id"),
            expert_id: row.id("expert_id"),
            kind: row.optional_line_of_text("kind", 64),
            severity: row.choice("severity", &SEVERITIES),
            confidence: row.optional_number("confidence", 0.0..=1.0),
            evidence: row.optional_text("evidence", 200_000),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.nomination_id),
            Cell::from(&self.expert_id),
            Cell::from(&self.kind),
            self.severity.map_or(Cell::Empty, |severity| Cell::from(severity.code())),
            Cell::from(self.confidence),
            Cell::from(&self.evidence),
        ]
    }
}

impl Sheet for AssignmentRow {
    const KIND: &'static str = "assignments";
    const COLUMNS: &'static [Column] = &[NOMINATION, EXPERT, SCORE];
    const UNIQUE: &'static [&'static str] = PAIR;

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            nomination_id: row.id("nomination_id"),
            expert_id: row.id("expert_id"),
            score: row.number("score", 0.0..=1.0),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::from(&self.nomination_id), Cell::from(&self.expert_id), Cell::from(self.score)]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::RowPolicy;
    use crate::exchange::trial::{
        assert_real_data, assert_round_trip, paragraph, read_bytes, refusal,
    };

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn scores_survive_a_round_trip(
            score in 0.0..=1.0, reasons in prop::option::of(paragraph()),
            severity in prop::option::of(prop::sample::select(&[Severity::Bar, Severity::Flag, Severity::Note][..])),
        ) {
            let (nomination_id, expert_id) = ("n".to_owned(), "=e".to_owned());
            assert_round_trip(&[AssignmentRow {
                nomination_id: nomination_id.clone(), expert_id: expert_id.clone(), score,
            }]);
            assert_round_trip(&[ConflictRow {
                nomination_id: nomination_id.clone(), expert_id: expert_id.clone(),
                kind: Some("same_unit".to_owned()), severity, confidence: Some(score),
                evidence: reasons.clone(),
            }]);
            assert_round_trip(&[PairRow {
                nomination_id: nomination_id.clone(), expert_id: expert_id.clone(),
            }]);
            assert_round_trip(&[FullTextRow {
                nomination_id: nomination_id.clone(), text: reasons.clone().unwrap_or_default(),
            }]);
            assert_round_trip(&[AffinityRow { nomination_id, expert_id, score, reasons }]);
        }
    }

    #[test]
    fn a_conflict_without_severity_keeps_out() {
        let text = "nomination_id,expert_id,severity\nn,a,\nn,b,BAR\nn,c,flag\n";
        let rows = read_bytes::<ConflictRow>("c.csv", text.as_bytes(), RowPolicy::Strict).unwrap();
        let bars: Vec<bool> = rows.records.iter().map(ConflictRow::is_bar).collect();
        assert_eq!(bars, [true, true, false]);
    }

    #[test]
    fn a_score_outside_zero_to_one_or_given_twice_is_refused() {
        let text = "nomination_id,expert_id,score\nn,a,1.01\nn,b,\nn,c,0.5\nn,c,0.5\n";
        let said = refusal::<AffinityRow>("a.csv", text.as_bytes());
        for place in ["a.csv:2 score:", "a.csv:3 score:", "a.csv:5 nomination_id,expert_id:"] {
            assert!(said.contains(place), "{said}");
        }
    }

    #[test]
    fn the_real_pairs_are_read_whole() {
        assert_real_data::<PairRow>("pool_zh/heldout_relevant.csv", 226);
        assert_real_data::<PairRow>("pool_en/heldout_relevant.csv", 683);
    }
}
