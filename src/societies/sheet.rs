//! Which columns does the file of societies have?

use super::model::Society;
use crate::exchange::{Cell, Column, Row, Sheet};

impl Sheet for Society {
    const KIND: &'static str = "societies";
    const COLUMNS: &'static [Column] = &[
        Column::required("society_id", "学会代码").or(&["cast_code"]),
        Column::required("name", "学会名称").or(&["name_zh", "society", "名称"]),
        Column::optional("name_en", "英文名称").or(&["name_en_ror"]),
        Column::optional("group", "学科类别").or(&["discipline_group"]),
        Column::optional("status", "状态"),
    ];
    const UNIQUE: &'static [&'static str] = &["society_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            society_id: row.id("society_id"),
            name: row.line_of_text("name", 300),
            name_en: row.optional_line_of_text("name_en", 300),
            group: row.optional_line_of_text("group", 64),
            status: row.optional_line_of_text("status", 64),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.society_id),
            Cell::from(&self.name),
            Cell::from(&self.name_en),
            Cell::from(&self.group),
            Cell::from(&self.status),
        ]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::trial::{assert_real_data, assert_round_trip, line};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn societies_survive_a_round_trip(
            name in line(), name_en in prop::option::of(line()),
            group in prop::option::of(line()), status in prop::option::of(line()),
        ) {
            assert_round_trip(&[Society {
                society_id: "A-01".to_owned(), name, name_en, group, status,
            }]);
        }
    }

    #[test]
    fn the_real_societies_are_read_whole() {
        assert_real_data::<Society>("reference/cast_societies_2018.csv", 210);
    }
}
