//! Which fictional sheet do the tests of exchange read and write?

use super::trial::read_bytes;
use super::{Cell, Choice, Column, ReadOutcome, Row, RowPolicy, Sheet};

mod bad_csv;
mod encodings;
mod workbooks;
mod writing;

/// A fictional record with one field of each temper.
#[derive(Clone, Debug, Default, PartialEq)]
struct Plant {
    id: String,
    name: String,
    height: Option<f64>,
    found: Option<i32>,
    kind: Option<&'static str>,
    notes: Option<String>,
}

const KINDS: [Choice<&str>; 2] = [
    Choice { value: "tree", name: "tree", aliases: &["乔木"] },
    Choice { value: "herb", name: "herb", aliases: &["草本"] },
];

impl Sheet for Plant {
    const KIND: &'static str = "plants";
    const COLUMNS: &'static [Column] = &[
        Column::required("plant_id", "植物编号").or(&["code"]),
        Column::required("name", "名称"),
        Column::optional("height", "高度"),
        Column::optional("found", "发现年份"),
        Column::optional("kind", "类型"),
        Column::optional("notes", "备注"),
    ];
    const UNIQUE: &'static [&'static str] = &["plant_id"];

    fn parse(row: &mut Row<'_>) -> Self {
        Self {
            id: row.id("plant_id"),
            name: row.line_of_text("name", 20),
            height: row.optional_number("height", 0.0..=100.0),
            found: row.year("found"),
            kind: row.choice("kind", &KINDS),
            notes: row.optional_text("notes", 200),
        }
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.id),
            Cell::from(&self.name),
            Cell::from(self.height),
            Cell::from(self.found),
            self.kind.map_or(Cell::Empty, Cell::from),
            Cell::from(&self.notes),
        ]
    }
}

fn plant(id: &str, name: &str) -> Plant {
    Plant { id: id.to_owned(), name: name.to_owned(), ..Plant::default() }
}

fn read(bytes: &[u8]) -> ReadOutcome<Plant> {
    read_bytes("p.csv", bytes, RowPolicy::Strict).unwrap()
}
