//! Which columns does the file of disciplines have?

use super::model::Discipline;
use crate::exchange::{Cell, Column, Row, Sheet};

impl Sheet for Discipline {
    const KIND: &'static str = "disciplines";
    const COLUMNS: &'static [Column] = &[
        Column::required("code", "学科代码").or(&["代码"]),
        Column::required("name", "学科名称").or(&["name_zh", "名称"]),
        Column::optional("level", "级别").or(&["层级"]),
        Column::optional("parent_code", "上级代码").or(&["parent"]),
    ];
    const UNIQUE: &'static [&'static str] = &["code"];

    /// Level and parent follow from the code where the file does not give them; where it does,
    /// they must agree with it.
    fn parse(row: &mut Row<'_>) -> Self {
        let code = row.discipline("code");
        let name = row.line_of_text("name", 200);
        let implied = match code.len() {
            3 => 1,
            5 => 2,
            _ => 3,
        };
        let level = row.optional_integer("level", 1..=3).unwrap_or(implied);
        if level != implied {
            row.refuse_value(
                "level",
                &level.to_string(),
                &format!("{implied}(由代码 {code} 的位数决定)"),
                &format!("{implied}, as the digits of code {code} tell"),
            );
        }
        let implied_parent = match code.len() {
            5 => code.get(..3),
            7 => code.get(..5),
            _ => None,
        };
        let parent_code =
            row.optional_discipline("parent_code").or(implied_parent.map(str::to_owned));
        // Not always the code's own beginning: the standard puts 190.3510 under 190.30.
        if parent_code.as_ref().map(String::len) != implied_parent.map(str::len) {
            row.refuse_value(
                "parent_code",
                parent_code.as_deref().unwrap_or_default(),
                "上一级学科的代码(第一级为空)",
                "the code of a discipline one level above (nothing at level 1)",
            );
        }
        Self { code, name, level: u8::try_from(level).unwrap_or_default(), parent_code }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.code),
            Cell::from(&self.name),
            Cell::Integer(i64::from(self.level)),
            Cell::from(&self.parent_code),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::RowPolicy;
    use crate::exchange::trial::{assert_real_data, assert_round_trip, read_bytes, refusal};

    fn discipline(code: &str, level: u8, parent_code: Option<&str>) -> Discipline {
        let parent_code = parent_code.map(str::to_owned);
        Discipline { code: code.to_owned(), name: "某学科".to_owned(), level, parent_code }
    }

    #[test]
    fn disciplines_survive_a_round_trip() {
        assert_round_trip(&[
            discipline("110", 1, None),
            discipline("11011", 2, Some("110")),
            discipline("1101410", 3, Some("11014")),
        ]);
    }

    #[test]
    fn level_and_parent_follow_from_the_code() {
        let text = "code,name\n110,某学科\n110.14,某学科\n1101410,某学科\n";
        let outcome =
            read_bytes::<Discipline>("d.csv", text.as_bytes(), RowPolicy::Strict).unwrap();
        assert_eq!(
            outcome.records,
            [
                discipline("110", 1, None),
                discipline("11014", 2, Some("110")),
                discipline("1101410", 3, Some("11014")),
            ]
        );
    }

    #[test]
    fn a_level_or_parent_that_cannot_be_is_refused() {
        let text = "code,name,level,parent_code\n11011,某学科,3,110\n110,某学科,1,120\n12,x,,\n";
        let said = refusal::<Discipline>("d.csv", text.as_bytes());
        for place in ["d.csv:2 level:", "d.csv:3 parent_code:", "d.csv:4 code:"] {
            assert!(said.contains(place), "{said}");
        }
    }

    #[test]
    fn the_real_codes_are_read_whole() {
        assert_real_data::<Discipline>("reference/gbt13745_2009.csv", 3_529);
    }
}
