//! Which columns does the file of facts have?

use super::fact::FactRow;
use crate::exchange::{Cell, Column, Row, Sheet};

/// The largest value of a fact.
const MOST: i64 = 1_000_000;

impl Sheet for FactRow {
    const KIND: &'static str = "facts";
    const COLUMNS: &'static [Column] = &[
        Column::required("society_id", "学会代码").or(&["cast_code"]),
        Column::required("round", "年度").or(&["year"]),
        Column::required("case_ref", "案例编号").or(&["nomination_id", "提名号"]),
        Column::optional("case_title", "案例名称").or(&["title", "项目名称"]),
        Column::required("measure", "统计项"),
        Column::required("value", "数值"),
        Column::optional("source", "来源"),
        Column::optional("reason", "更正理由"),
    ];
    const UNIQUE: &'static [&'static str] = &["society_id", "round", "case_ref", "measure"];

    fn parse(row: &mut Row<'_>) -> Self {
        let measure = row.line_of_text("measure", 64);
        if !measure.is_empty() && !is_measure(&measure) {
            let (zh, en) = ("小写字母、数字和下划线", "small letters, digits and underscores");
            row.refuse_value("measure", &measure, zh, en);
        }
        Self {
            society_id: row.id("society_id"),
            round: i32::try_from(row.integer("round", 1900..=2999)).unwrap_or_default(),
            case_ref: row.optional_id("case_ref").unwrap_or_default(),
            case_title: row.optional_line_of_text("case_title", 2_000).unwrap_or_default(),
            measure,
            value: u32::try_from(row.integer("value", 0..=MOST)).unwrap_or_default(),
            source: row.optional_line_of_text("source", 200).unwrap_or_default(),
            reason: row.optional_line_of_text("reason", 2_000),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.society_id),
            Cell::Integer(i64::from(self.round)),
            Cell::from(&self.case_ref),
            Cell::from(&self.case_title),
            Cell::from(&self.measure),
            Cell::Integer(i64::from(self.value)),
            Cell::from(&self.source),
            Cell::from(&self.reason),
        ]
    }
}

/// Whether the word may name a measure: it is a column of the history file too.
pub(super) fn is_measure(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::trial::{assert_round_trip, line, refusal};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn facts_survive_a_round_trip(
            case_title in line(), source in line(), reason in prop::option::of(line()),
            value in 0u32..1_000_000, round in 1900i32..2999, is_total in any::<bool>(),
        ) {
            assert_round_trip(&[FactRow {
                society_id: "A-01".to_owned(),
                round,
                case_ref: if is_total { String::new() } else { "F01-001".to_owned() },
                case_title,
                measure: "first_review_passed".to_owned(),
                value,
                source,
                reason,
            }]);
        }
    }

    #[test]
    fn a_negative_value_and_an_odd_measure_are_refused() {
        let file = "society_id,round,case_ref,measure,value\nA-01,2025,,Accepted,-1\n";
        let said = refusal::<FactRow>("f.csv", file.as_bytes());
        assert!(said.contains("f.csv:2 measure: ") && said.contains("f.csv:2 value: "), "{said}");
    }
}
