//! Which columns does the file of history have?

use std::collections::BTreeMap;

use super::model::{BASE_MEASURES, HistoryRow, MOST_COUNT, measure_named};
use crate::exchange::{Cell, Column, FurtherColumn, Row, Sheet};

impl Sheet for HistoryRow {
    const KIND: &'static str = "history";
    const COLUMNS: &'static [Column] = &[
        Column::required("society_id", "学会代码").or(&["cast_code"]),
        Column::required("society", "学会名称").or(&["name", "name_zh", "名称"]),
        Column::required("group", "学科类别").or(&["discipline_group"]),
        Column::required("round", "年度").or(&["year"]),
        Column::required("quota", "名额"),
        Column::required("submitted", "提交数"),
        Column::required("form_passed", "形式审查合格数"),
        Column::required("accepted", "受理数"),
        Column::required("withdrawn", "撤回数"),
        Column::required("first_review_passed", "初评通过数"),
        Column::required("awarded", "获奖数"),
        Column::required("objections_upheld", "异议成立数"),
        Column::optional("merged_into", "并入"),
    ];
    const UNIQUE: &'static [&'static str] = &["society_id", "round"];

    fn parse(row: &mut Row<'_>) -> Self {
        let mut counts = BTreeMap::new();
        let base = BASE_MEASURES.iter().map(|measure| measure.name);
        for name in base.chain(row.further()) {
            let count = row.optional_integer(name, 0..=i64::from(MOST_COUNT));
            if let Some(count) = count.and_then(|count| u32::try_from(count).ok()) {
                counts.insert(name.to_owned(), count);
            }
        }
        let quota = row.integer("quota", 0..=i64::from(MOST_COUNT));
        if row.raw("round").is_empty() {
            row.refuse("round", crate::exchange::Problem::Empty);
        }
        Self {
            society_id: row.id("society_id"),
            society: row.line_of_text("society", 300),
            group: row.line_of_text("group", 64),
            round: row.year("round").unwrap_or_default(),
            quota: u32::try_from(quota).unwrap_or_default(),
            counts,
            merged_into: row.optional_id("merged_into"),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        let mut cells = vec![
            Cell::from(&self.society_id),
            Cell::from(&self.society),
            Cell::from(&self.group),
            Cell::Integer(i64::from(self.round)),
            Cell::Integer(i64::from(self.quota)),
        ];
        cells.extend(BASE_MEASURES.iter().map(|measure| Cell::from(self.count(measure.name))));
        cells.push(Cell::from(&self.merged_into));
        cells
    }

    fn further_cell(&self, name: &str) -> Cell<'_> {
        Cell::from(self.count(name))
    }
}

/// The further columns for measures by their names, without those that every file has.
pub fn further_columns<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<FurtherColumn> {
    let mut columns: Vec<FurtherColumn> = Vec::new();
    for name in names {
        let is_base = BASE_MEASURES.iter().any(|measure| measure.name == name);
        if is_base || columns.iter().any(|column| column.name == name) {
            continue;
        }
        let label = measure_named(name).map(|measure| measure.zh.to_owned()).unwrap_or_default();
        columns.push(FurtherColumn { name: name.to_owned(), label });
    }
    columns
}

/// The further columns that these rows fill, in the order of their names.
pub fn filled_columns(rows: &[HistoryRow]) -> Vec<FurtherColumn> {
    let names: std::collections::BTreeSet<&str> =
        rows.iter().flat_map(|row| row.counts.keys().map(String::as_str)).collect();
    further_columns(names)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::trial::{assert_round_trip, line, refusal};
    use crate::exchange::{Format, RowPolicy, Style, read_all_with, write_all_with};

    const HEADER: &str = "society_id,society,group,round,quota,submitted,form_passed,accepted,\
        withdrawn,first_review_passed,awarded,objections_upheld";

    fn row() -> impl Strategy<Value = HistoryRow> {
        (line(), line(), 1_990..2_060_i32, 0..9_u32, prop::collection::vec(0..9_u32, 7)).prop_map(
            |(society, group, round, quota, counts)| HistoryRow {
                society_id: "A-01".to_owned(),
                society,
                group,
                round,
                quota,
                counts: BASE_MEASURES
                    .iter()
                    .zip(counts)
                    .filter(|(_, count)| *count > 0)
                    .map(|(measure, count)| (measure.name.to_owned(), count))
                    .collect(),
                merged_into: (quota == 0).then(|| "A-02".to_owned()),
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn history_survives_a_round_trip(row in row()) {
            assert_round_trip(&[row]);
        }

        #[test]
        fn further_columns_survive_a_round_trip(mut row in row(), count in 0..9_u32) {
            row.counts.insert("defences_due".to_owned(), count);
            row.counts.insert("讲座".to_owned(), count + 1);
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("history.csv");
            let rows = [row];
            let columns = filled_columns(&rows);
            write_all_with(&path, Style::plain(Format::Csv), &columns, &rows).unwrap();
            let read = read_all_with::<HistoryRow>(&path, RowPolicy::Strict, &columns).unwrap();
            prop_assert_eq!(read.summary.warnings, vec![]);
            prop_assert_eq!(read.records, rows);
        }
    }

    #[test]
    fn bad_cells_are_named_with_line_and_column() {
        let text = format!(
            "{HEADER}\nA-01,甲,理科,2025,2,-1,1,1,0,0,0,0\nA-02,乙,,2025,2,1,1,1,0,0,0,0\n\
             A-03,丙,理科,,2,1.5,1,1,0,0,0,0\nA-03,丙,理科,2023,,,1,1,0,0,0,x\n\
             A-01,甲,理科,2025,2,1,1,1,0,0,0,0\nA-01,甲,理科,2025,2,1,1,1,0,0,0,0\n"
        );
        let said = refusal::<HistoryRow>("h.csv", text.as_bytes());
        for place in [
            "h.csv:2 submitted:",
            "h.csv:3 group:",
            "h.csv:4 round:",
            "h.csv:4 submitted:",
            "h.csv:5 quota:",
            "h.csv:5 objections_upheld:",
            "h.csv:7 society_id,round:",
        ] {
            assert!(said.contains(place), "{place} in {said}");
        }
    }

    #[test]
    fn a_further_column_answers_to_its_label_and_others_are_passed_over() {
        let text = format!("{HEADER},应答辩数,备注\nA-01,甲,理科,2025,2,1,1,1,0,0,0,0,3,好\n");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.csv");
        std::fs::write(&path, text).unwrap();
        let columns = further_columns(["submitted", "defences_due", "defences_due"]);
        let read = read_all_with::<HistoryRow>(&path, RowPolicy::Strict, &columns).unwrap();
        assert_eq!(read.records[0].count("defences_due"), Some(3));
        assert_eq!(read.summary.warnings.len(), 1);
    }
}
