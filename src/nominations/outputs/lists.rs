//! Which columns can a list of dossiers have, and what stands in each?

use std::{collections::BTreeMap, sync::LazyLock};

use super::cover::{LANGUAGE, beijing};
use crate::{
    exchange::{Cell, Column, FurtherColumn, Row, Sheet},
    nominations::dossier::DossierRow,
};

/// The words that the screens say, so that a list says the same.
static SCREENS: LazyLock<BTreeMap<String, serde_json::Value>> = LazyLock::new(|| {
    let text = include_str!("../../../frontend/src/shared/i18n/zh-CN.json");
    serde_json::from_str(text).unwrap_or_default()
});

/// What the screens say for `code`; the code where they say nothing.
pub(super) fn word<'w>(kind: &str, code: &'w str) -> &'w str
where
    'static: 'w,
{
    let words: Option<&'static serde_json::Value> = SCREENS.get(kind);
    words.and_then(|words| words.get(code)?.as_str()).unwrap_or(code)
}

/// A column that a list can have: its name in requests, and its title.
pub(super) const COLUMNS: [(&str, &str); 10] = [
    ("number", "提名编号"),
    ("title", "项目名称"),
    ("category", "奖种"),
    ("form", "提名书"),
    ("grade", "提名等级"),
    ("society_id", "提名者编号"),
    ("society", "提名者"),
    ("state", "状态"),
    ("version", "版本"),
    ("updated_at", "最近修改（北京时间）"),
];

/// The columns of `asked`, such as `number,title`, in its order; all where it names none.
///
/// # Errors
/// The name that is none.
pub(super) fn chosen(asked: &str) -> Result<Vec<FurtherColumn>, String> {
    let column = |title: &str| FurtherColumn { name: title.to_owned(), label: String::new() };
    let mut columns: Vec<FurtherColumn> = Vec::new();
    for name in asked.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let (_, title) = COLUMNS.iter().find(|(code, _)| *code == name).ok_or(name)?;
        if !columns.iter().any(|known| known.name == *title) {
            columns.push(column(title));
        }
    }
    if columns.is_empty() {
        columns.extend(COLUMNS.iter().map(|(_, title)| column(title)));
    }
    Ok(columns)
}

/// A row of a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// The cells by the titles of their columns.
    cells: BTreeMap<&'static str, Cell<'static>>,
}

impl Line {
    /// The dossier with the name of its society.
    pub(super) fn of(row: &DossierRow, society: &str) -> Self {
        let text = |text: &str| Cell::Text(text.to_owned().into());
        let grade = row.grade.as_deref().unwrap_or_default();
        let cells = [
            text(&row.number),
            text(&row.title),
            text(word("category", &row.category)),
            text(row.form.get(LANGUAGE)),
            text(word("grade", grade)),
            text(&row.society_id),
            text(society),
            text(word("state", &row.state)),
            Cell::Integer(row.version),
            text(&beijing(row.updated_at)),
        ];
        let titles = COLUMNS.iter().map(|(_, title)| *title);
        Self { cells: titles.zip(cells).collect() }
    }
}

impl Sheet for Line {
    const KIND: &'static str = "提名材料";
    /// Each list has its own columns.
    const COLUMNS: &'static [Column] = &[];
    const UNIQUE: &'static [&'static str] = &[];

    /// A list is written for people and never read back.
    fn parse(_: &mut Row<'_>) -> Self {
        Self::default()
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        Vec::new()
    }

    fn further_cell(&self, name: &str) -> Cell<'_> {
        self.cells.get(name).cloned().unwrap_or(Cell::Empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_come_in_the_order_in_which_they_are_asked_for() {
        let names = |asked: &str| -> Vec<String> {
            chosen(asked).unwrap().into_iter().map(|column| column.name).collect()
        };
        assert_eq!(names("title, number,title"), ["项目名称", "提名编号"]);
        assert_eq!(names("").len(), COLUMNS.len());
        assert_eq!(chosen("title,password").unwrap_err(), "password");
    }

    #[test]
    fn words_are_those_of_the_screens() {
        assert_eq!(word("state", "council_approved"), "理事会通过");
        assert_eq!(word("grade", "second"), "二等奖");
        assert_eq!(word("category", "NAT"), "国家自然科学奖");
        assert_eq!(word("state", "unheard"), "unheard");
    }
}
