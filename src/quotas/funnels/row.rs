//! Which columns does the file of published funnels have, and what must hold within a row?

use std::collections::BTreeMap;

use crate::{
    exchange::{Cell, Choice, Column, Problem, Row, Sheet},
    track_record::model::{MOST_COUNT, wrong_total},
};

/// All three awards together.
pub(super) const TOTAL: &str = "total_all";

/// The columns of counts.
const COUNTS: [&str; 6] = [
    "natural_science",
    "tech_invention_all",
    "tech_invention_general",
    "progress_all",
    "progress_general",
    TOTAL,
];

/// The columns that together are the total.
const PARTS_OF_TOTAL: [&str; 3] = ["natural_science", "tech_invention_all", "progress_all"];

/// Items that may be published, of all items of an award.
const GENERAL: [(&str, &str); 2] =
    [("tech_invention_general", "tech_invention_all"), ("progress_general", "progress_all")];

/// The stages, by the measure that counts them.
const STAGES: [Choice<&str>; 5] = [
    stage("submitted", &["nominated", "提名", "提交"]),
    stage("form_passed", &["formal_check_pass", "形式审查合格"]),
    stage("accepted", &["受理"]),
    stage("first_review_passed", &["preliminary_pass", "初评通过"]),
    stage("awarded", &["获奖", "授奖"]),
];

const fn stage(name: &'static str, aliases: &'static [&'static str]) -> Choice<&'static str> {
    Choice { value: name, name, aliases }
}

/// How many nominations reached a stage in a round, as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunnelRow {
    /// Year of the round.
    pub year: i32,
    /// The stage, by the measure that counts it.
    pub stage: &'static str,
    /// Counts by column; one that was not published is left out.
    pub counts: BTreeMap<&'static str, u32>,
    /// Where it was published.
    pub source: String,
}

impl FunnelRow {
    /// The count of a column, if it was published.
    pub(super) fn count(&self, column: &str) -> Option<u32> {
        self.counts.get(column).copied()
    }

    /// Refuses counts of the row that contradict each other.
    fn refuse_contradictions(&self, row: &mut Row<'_>) {
        for (part, whole) in GENERAL {
            if let (Some(found), Some(limit)) = (self.count(part), self.count(whole))
                && found > limit
            {
                let zh = format!("为 {found}，大于 {whole} 的 {limit}");
                let en = format!("is {found}, more than the {limit} of {whole}");
                row.refuse(part, Problem::Rule { zh, en });
            }
        }
        let Some(total) = self.count(TOTAL) else { return };
        let of_awards = PARTS_OF_TOTAL.map(|column| self.count(column));
        if let Some(problem) = wrong_total(total, &of_awards) {
            row.refuse(TOTAL, problem);
        }
    }
}

impl Sheet for FunnelRow {
    const KIND: &'static str = "funnels";
    const COLUMNS: &'static [Column] = &[
        Column::required("year", "年度").or(&["round"]),
        Column::required("stage", "阶段"),
        Column::optional("natural_science", "自然科学奖"),
        Column::optional("tech_invention_all", "技术发明奖（含专用）"),
        Column::optional("tech_invention_general", "技术发明奖（通用）"),
        Column::optional("progress_all", "科学技术进步奖（含专用）"),
        Column::optional("progress_general", "科学技术进步奖（通用）"),
        Column::optional(TOTAL, "合计"),
        Column::required("source", "来源"),
    ];
    const UNIQUE: &'static [&'static str] = &["year", "stage"];

    fn parse(row: &mut Row<'_>) -> Self {
        if row.raw("stage").is_empty() {
            row.refuse("stage", Problem::Empty);
        }
        let mut counts = BTreeMap::new();
        for column in COUNTS {
            let count = row.optional_integer(column, 0..=i64::from(MOST_COUNT));
            if let Some(count) = count.and_then(|count| u32::try_from(count).ok()) {
                counts.insert(column, count);
            }
        }
        let read = Self {
            year: i32::try_from(row.integer("year", 1900..=2999)).unwrap_or_default(),
            stage: row.choice("stage", &STAGES).unwrap_or_default(),
            counts,
            source: row.line_of_text("source", 500),
        };
        read.refuse_contradictions(row);
        read
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        let mut cells = vec![Cell::Integer(i64::from(self.year)), Cell::from(self.stage)];
        cells.extend(COUNTS.map(|column| Cell::from(self.count(column))));
        cells.push(Cell::from(&self.source));
        cells
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::trial::{assert_real_data, assert_round_trip, line, refusal};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn funnels_survive_a_round_trip(
            year in 1990..2100_i32, place in 0..STAGES.len(), source in line(),
            awards in prop::array::uniform3(prop::option::of(0..500_u32)), is_total in any::<bool>(),
        ) {
            let named = PARTS_OF_TOTAL.into_iter().zip(awards);
            let mut counts: BTreeMap<&'static str, u32> =
                named.filter_map(|(column, count)| Some((column, count?))).collect();
            if is_total {
                counts.insert(TOTAL, awards.iter().flatten().sum());
            }
            assert_round_trip(&[FunnelRow { year, stage: STAGES[place].value, counts, source }]);
        }
    }

    #[test]
    fn a_row_that_cannot_be_is_named_by_its_cell() {
        let file = "年度,阶段,自然科学奖,tech_invention_all,tech_invention_general,progress_all,合计,来源\n\
            2019,nominated,-1,9,10,4,14,甲\n2019,决赛,1,,,,,甲\n2019,提名,1,2,,3,7,甲\n\
            2020,awarded,1,,,,,\n2020,授奖,1.5,,,,,甲\n2021,受理,1,,,,,甲\n2021,accepted,1,,,,,甲\n\
            2022,,1,,,,,甲\n";
        let said = refusal::<FunnelRow>("f.csv", file.as_bytes());
        for place in [
            "f.csv:2 natural_science: “-1”无效",
            "f.csv:2 tech_invention_general: 为 10，大于 tech_invention_all 的 9",
            "f.csv:3 stage: “决赛”无效",
            "f.csv:4 total_all: 为 7，三大奖相加为 6",
            "f.csv:5 source: 不能为空",
            "f.csv:6 natural_science: “1.5”无效",
            "f.csv:9 stage: 不能为空",
        ] {
            assert!(said.contains(place), "{place} in {said}");
        }
        let twice = "year,stage,source\n2021,受理,甲\n2021,受理,甲\n";
        let said = refusal::<FunnelRow>("f.csv", twice.as_bytes());
        assert!(said.contains("f.csv:3 year,stage: "), "{said}");
    }

    #[test]
    fn the_real_funnels_are_read_whole() {
        assert_real_data::<FunnelRow>("awards/award_funnel_2014_2020.csv", 10);
    }
}
