//! Which columns does the file of units and their aliases have?

use super::model::Unit;
use crate::exchange::{Cell, Column, Row, Sheet};

impl Sheet for Unit {
    const KIND: &'static str = "units";
    const COLUMNS: &'static [Column] = &[
        Column::required("unit", "单位名称").or(&["单位"]),
        Column::optional("alias", "别名"),
        Column::optional("parent", "上级单位"),
    ];
    const UNIQUE: &'static [&'static str] = &["unit", "alias"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            unit: row.line_of_text("unit", 300),
            alias: row.optional_line_of_text("alias", 300),
            parent: row.optional_line_of_text("parent", 300),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![Cell::from(&self.unit), Cell::from(&self.alias), Cell::from(&self.parent)]
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
        fn units_survive_a_round_trip(
            unit in line(), alias in prop::option::of(line()), parent in prop::option::of(line()),
        ) {
            assert_round_trip(&[Unit { unit, alias, parent }]);
        }
    }

    #[test]
    fn a_unit_may_have_several_aliases_but_each_once() {
        let text = "unit,alias\n甲大学,甲大\n甲大学,Jia\n甲大学,甲大\n";
        let said = refusal::<Unit>("u.csv", text.as_bytes());
        assert_eq!(
            said,
            "u.csv:4 unit,alias: “甲大学, 甲大”与第 2 行重复 / \"甲大学, 甲大\" repeats line 2"
        );
    }

    #[test]
    fn units_as_people_wrote_them_are_read_whole() {
        assert_real_data::<Unit>("institutions/observed_units_award2019.csv", 2_691);
        assert_real_data::<Unit>("institutions/observed_units_chinaxiv.csv", 1_497);
    }
}
