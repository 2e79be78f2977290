//! Which columns has a kind of file, and how does a record become a row of it?

use std::borrow::Cow;

use serde::ser::{Serialize, Serializer};

use super::row::Row;

/// A record that files carry: its columns, how a row becomes a record, and back.
pub trait Sheet: Sized {
    /// The word for this kind of file on the command line, such as `experts`.
    const KIND: &'static str;
    /// The columns in the order in which they are written.
    const COLUMNS: &'static [Column];
    /// The columns that together may not repeat within a file; none if rows may repeat.
    const UNIQUE: &'static [&'static str];

    /// Reads one row. What is wrong is kept by `row`; a row with faults is never used, so that a
    /// field that failed may hold anything.
    fn parse(row: &mut Row<'_>) -> Self;

    /// The cells in the order of [`Sheet::COLUMNS`].
    fn cells(&self) -> Vec<Cell<'_>>;

    /// The cell of a further column; a sheet that takes none leaves it empty.
    fn further_cell(&self, _name: &str) -> Cell<'_> {
        Cell::Empty
    }
}

/// A column that is not known in advance: the caller asks for it by name, because data (such as
/// a policy) names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FurtherColumn {
    /// The name that is written.
    pub name: String,
    /// Another header that means the same; empty if there is none.
    pub label: String,
}

/// A column: its name in files, its Chinese label (also accepted as a header), other names.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The name that is written and documented.
    pub name: &'static str,
    /// The Chinese label.
    pub label: &'static str,
    /// Other headers that mean the same.
    pub aliases: &'static [&'static str],
    /// Whether a file without it is refused.
    pub is_required: bool,
}

impl Column {
    /// A column that every file of this kind has.
    pub const fn required(name: &'static str, label: &'static str) -> Self {
        Self { name, label, aliases: &[], is_required: true }
    }

    /// A column that a file may leave out.
    pub const fn optional(name: &'static str, label: &'static str) -> Self {
        Self { name, label, aliases: &[], is_required: false }
    }

    /// The same column, known under other headers too.
    #[must_use]
    pub const fn or(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    /// Whether a header, already made plain, means this column.
    pub(super) fn answers_to(&self, header: &str) -> bool {
        header == self.name || header == self.label || self.aliases.contains(&header)
    }
}

/// One value of a closed list and the ways in which people write it (lower case, `_` for blanks
/// and hyphens).
#[derive(Clone, Copy, Debug)]
pub struct Choice<T> {
    /// What it means.
    pub value: T,
    /// How we write it.
    pub name: &'static str,
    /// How else it may be written.
    pub aliases: &'static [&'static str],
}

/// What a cell of an outgoing row holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'r> {
    /// Nothing.
    Empty,
    /// Text; never a formula.
    Text(Cow<'r, str>),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Several texts, joined by `;`.
    List(&'r [String]),
}

impl Cell<'_> {
    /// The cell as plain text, as a CSV file has it before it is made safe.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Integer(number) => Cow::Owned(number.to_string()),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Flag(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
            Self::List(items) => match items {
                [] => Cow::Borrowed(""),
                [one] if !one.contains([';', '；']) => Cow::Borrowed(one),
                // A separator inside an item would make two of it on the way back.
                _ => Cow::Owned(
                    items
                        .iter()
                        .map(|item| item.replace([';', '；'], ","))
                        .collect::<Vec<_>>()
                        .join(";"),
                ),
            },
        }
    }
}

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::List(items) => items.serialize(serializer),
        }
    }
}

impl<'r> From<&'r str> for Cell<'r> {
    fn from(text: &'r str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(Cow::Borrowed(text)) }
    }
}

impl<'r> From<&'r String> for Cell<'r> {
    fn from(text: &'r String) -> Self {
        Self::from(text.as_str())
    }
}

impl<'r> From<&'r Option<String>> for Cell<'r> {
    fn from(text: &'r Option<String>) -> Self {
        text.as_deref().map_or(Self::Empty, Self::from)
    }
}

impl<'r> From<&'r Vec<String>> for Cell<'r> {
    fn from(items: &'r Vec<String>) -> Self {
        if items.is_empty() { Self::Empty } else { Self::List(items) }
    }
}

impl From<Option<i32>> for Cell<'_> {
    fn from(number: Option<i32>) -> Self {
        number.map_or(Self::Empty, |number| Self::Integer(i64::from(number)))
    }
}

impl From<Option<u32>> for Cell<'_> {
    fn from(number: Option<u32>) -> Self {
        number.map_or(Self::Empty, |number| Self::Integer(i64::from(number)))
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::Empty }
    }
}

impl From<Option<f64>> for Cell<'_> {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Empty, Self::from)
    }
}

impl From<Option<chrono::NaiveDate>> for Cell<'_> {
    fn from(date: Option<chrono::NaiveDate>) -> Self {
        date.map_or(Self::Empty, |date| Self::Text(Cow::Owned(date.to_string())))
    }
}
