//! Which columns does the file of societies have?

use super::{
    credit_code::{CreditCode, CreditCodeError},
    model::Society,
};
use crate::exchange::{Cell, Column, Row, Sheet};

impl Sheet for Society {
    const KIND: &'static str = "societies";
    const COLUMNS: &'static [Column] = &[
        Column::required("society_id", "学会代码").or(&["cast_code"]),
        Column::required("name", "学会名称").or(&["name_zh", "society", "名称"]),
        Column::optional("name_en", "英文名称").or(&["name_en_ror"]),
        Column::optional("group", "学科类别").or(&["discipline_group"]),
        Column::optional("status", "状态"),
        Column::optional("credit_code", "统一社会信用代码"),
        Column::optional("registration_no", "登记证号"),
        Column::optional("supervising_body", "业务主管单位"),
        Column::optional("supporting_unit", "挂靠单位").or(&["支撑单位"]),
        Column::optional("founded_on", "成立日期"),
        Column::optional("council_term", "理事会届次"),
        Column::optional("council_term_ends", "换届日期").or(&["理事会届满日期"]),
        Column::optional("members", "会员数"),
        Column::optional("website", "网址").or(&["网站"]),
    ];
    const UNIQUE: &'static [&'static str] = &["society_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            society_id: row.id("society_id"),
            name: row.line_of_text("name", 300),
            name_en: row.optional_line_of_text("name_en", 300),
            group: row.optional_line_of_text("group", 64),
            status: row.optional_line_of_text("status", 64),
            credit_code: credit_code(row),
            registration_no: row.optional_line_of_text("registration_no", 64),
            supervising_body: row.optional_line_of_text("supervising_body", 200),
            supporting_unit: row.optional_line_of_text("supporting_unit", 200),
            founded_on: row.date("founded_on"),
            council_term: small(row.optional_integer("council_term", 1..=100)),
            council_term_ends: row.date("council_term_ends"),
            members: small(row.optional_integer("members", 0..=100_000_000)),
            website: row.optional_line_of_text("website", 300),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.society_id),
            Cell::from(&self.name),
            Cell::from(&self.name_en),
            Cell::from(&self.group),
            Cell::from(&self.status),
            Cell::from(&self.credit_code),
            Cell::from(&self.registration_no),
            Cell::from(&self.supervising_body),
            Cell::from(&self.supporting_unit),
            Cell::from(self.founded_on),
            Cell::from(self.council_term),
            Cell::from(self.council_term_ends),
            Cell::from(self.members),
            Cell::from(&self.website),
        ]
    }
}

fn small(number: Option<i64>) -> Option<i32> {
    number.and_then(|number| i32::try_from(number).ok())
}

/// The credit code in its printed form, or nothing.
fn credit_code(row: &mut Row<'_>) -> Option<String> {
    let text = row.optional_line_of_text("credit_code", 64)?;
    match CreditCode::parse(&text) {
        Ok(code) => return Some(code.as_str().to_owned()),
        Err(CreditCodeError::Form) => row.refuse_value(
            "credit_code",
            &text,
            "18 位统一社会信用代码(数字与大写字母,不含 I、O、S、V、Z)",
            "a credit code of 18 digits and capitals, without I, O, S, V, Z",
        ),
        Err(CreditCodeError::Check { expected }) => row.refuse_value(
            "credit_code",
            &text,
            &format!("校验位正确的统一社会信用代码(末位应为 {expected})"),
            &format!("a credit code with a right check character (the last should be {expected})"),
        ),
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::trial::{assert_real_data, assert_round_trip, line, refusal};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn societies_survive_a_round_trip(
            name in line(), name_en in prop::option::of(line()),
            group in prop::option::of(line()), status in prop::option::of(line()),
            supporting_unit in prop::option::of(line()), website in prop::option::of(line()),
            members in prop::option::of(0_i32..1_000_000), term in prop::option::of(1_i32..100),
            day in prop::option::of(0_u32..30_000), with_code in any::<bool>(),
        ) {
            let founded_on = day.map(|day| {
                chrono::NaiveDate::from_ymd_opt(1950, 1, 1).unwrap() + chrono::Days::new(day.into())
            });
            assert_round_trip(&[Society {
                society_id: "A-01".to_owned(), name, name_en, group, status,
                credit_code: with_code.then(|| "91350100M000100Y43".to_owned()),
                registration_no: None, supervising_body: website.clone(), supporting_unit,
                founded_on, council_term: term, council_term_ends: founded_on, members, website,
            }]);
        }
    }

    #[test]
    fn a_credit_code_with_a_wrong_check_character_is_refused_with_the_right_one() {
        let said = refusal::<Society>(
            "s.csv",
            "society_id,name,credit_code\nA-01,甲,91350100M000100Y44\n".as_bytes(),
        );
        assert!(said.contains("s.csv:2") && said.contains("末位应为 3"), "{said}");
    }

    #[test]
    fn the_real_societies_are_read_whole() {
        assert_real_data::<Society>("reference/cast_societies_2018.csv", 210);
    }
}
