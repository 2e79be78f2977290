//! Which columns does a file of the register have?

use chrono::NaiveDate;

use super::record::BarRecord;
use crate::{
    exchange::{Cell, Column, Problem, Row, Sheet},
    shared::Secret,
};

impl Sheet for BarRecord {
    const KIND: &'static str = "bars";
    const COLUMNS: &'static [Column] = &[
        Column::required("name", "姓名或单位名称"),
        Column::optional("id_number", "证件号码"),
        Column::optional("unit", "工作单位"),
        Column::optional("credit_code", "统一社会信用代码"),
        Column::required("what", "情形"),
        Column::optional("what_en", "情形（英文）"),
        Column::required("from", "开始日期"),
        Column::optional("until", "结束日期"),
        Column::required("basis", "依据"),
    ];
    const UNIQUE: &'static [&'static str] = &[];

    fn parse(row: &mut Row<'_>) -> Self {
        let from = row.date("from");
        if from.is_none() && row.raw("from").is_empty() {
            row.refuse("from", Problem::Empty);
        }
        let until = row.date("until");
        if let (Some(first), Some(last)) = (from, until)
            && last < first
        {
            row.refuse_value(
                "until",
                &last.to_string(),
                "须不早于开始日期",
                "not before the first day",
            );
        }
        let record = Self {
            name: row.line_of_text("name", 200),
            id_number: row.optional_line_of_text("id_number", 64).map(Secret::new),
            unit: row.optional_line_of_text("unit", 200),
            credit_code: row.optional_line_of_text("credit_code", 32),
            what: row.line_of_text("what", 200),
            what_en: row.optional_line_of_text("what_en", 200),
            from: from.unwrap_or(NaiveDate::MIN),
            until,
            basis: row.line_of_text("basis", 500),
        };
        // A name alone is nobody: it would be every namesake's bar.
        if record.id_number.is_none() && record.unit.is_none() && record.credit_code.is_none() {
            row.refuse_value(
                "id_number",
                "",
                "证件号码、工作单位、统一社会信用代码至少填一项",
                "one of id_number, unit and credit_code is needed",
            );
        }
        record
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        // The number stays out of every file that we write.
        vec![
            Cell::from(&self.name),
            Cell::Empty,
            Cell::from(&self.unit),
            Cell::from(&self.credit_code),
            Cell::from(&self.what),
            Cell::from(&self.what_en),
            Cell::Text(self.from.to_string().into()),
            self.until.map_or(Cell::Empty, |until| Cell::Text(until.to_string().into())),
            Cell::from(&self.basis),
        ]
    }
}
