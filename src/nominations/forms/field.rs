//! What is a field of a form, and what may stand in it?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::shared::Bilingual;

/// What may stand in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FieldKind)]
pub enum Kind {
    /// One line.
    Text,
    /// Several paragraphs.
    LongText,
    /// One of some options.
    Choice,
    /// Several of some options.
    Choices,
    /// A whole number.
    Integer,
    /// A number with a decimal point.
    Decimal,
    /// A day.
    Date,
    /// `yes` or `no`.
    YesNo,
    /// A code of GB/T 13745.
    Discipline,
    /// The name of an institution.
    Unit,
    /// One attachment.
    File,
    /// Several attachments.
    Files,
    /// A table whose rows keep their order.
    Rows,
}

impl Kind {
    /// Whether the value is a list of words rather than one text.
    pub const fn is_list(self) -> bool {
        matches!(self, Self::Choices | Self::Files | Self::Rows)
    }
}

/// What a line of text must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FieldFormat)]
pub enum Format {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A Chinese identity number with its check digit (GB 11643).
    IdNumber,
    /// A DOI.
    Doi,
    /// A unified social credit code with its check digit (GB 32100).
    CreditCode,
    /// A web address.
    Url,
    /// An ORCID.
    Orcid,
}

/// A day that the round's timetable names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NamedDay {
    /// The last day on which papers and applications count.
    Cutoff,
    /// The day on which somebody looks.
    Today,
    /// The last day of nominating.
    Close,
}

/// An option of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FieldOption)]
pub struct FieldOption {
    /// What is stored.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// When a field is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FieldCondition)]
pub struct Condition {
    /// `section.field`, or a column of the same row.
    pub field: String,
    /// Values of it under which the field is asked for.
    pub is: Vec<String>,
}

/// Most rows by the nominated grade; a grade that is absent has no limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RowsBy {
    /// `section.field` of the grade.
    pub field: String,
    /// For the special prize.
    pub special: Option<u32>,
    /// For the first prize.
    pub first: Option<u32>,
    /// For the second prize.
    pub second: Option<u32>,
}

impl RowsBy {
    /// Most rows for a grade; none for no limit.
    pub fn most(&self, grade: &str) -> Option<u32> {
        match grade {
            "special" => self.special,
            "first" => self.first,
            "second" => self.second,
            _ => None,
        }
    }
}

/// A field of a form, or a column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormField)]
pub struct Field {
    /// Its name within its section or table.
    pub code: String,
    /// What may stand in it.
    pub kind: Kind,
    /// What it is called.
    pub label: Bilingual,
    /// What to write.
    pub help: Option<Bilingual>,
    /// The clause or source behind its rule.
    pub clause: Option<String>,
    /// Whether a complete form has it filled.
    #[serde(default)]
    pub required: bool,
    /// Whether the publicity shows it.
    #[serde(default)]
    pub public: bool,
    /// A personal datum: encrypted, masked, never public.
    #[serde(default)]
    pub secret: bool,
    /// When it is asked for; always, unless given.
    pub when: Option<Condition>,
    /// What a line must look like.
    pub format: Option<Format>,
    /// Fewest characters.
    pub least_chars: Option<u32>,
    /// Most characters.
    pub most_chars: Option<u32>,
    /// Most pages of a long text as it is printed, counted from the head of a page on; of a column, of all rows
    /// together.
    pub most_pages: Option<u32>,
    /// Options of a choice.
    #[serde(default)]
    pub options: Vec<FieldOption>,
    /// Smallest number, or fewest chosen.
    pub least: Option<i64>,
    /// Largest number, or most chosen.
    pub most: Option<i64>,
    /// Unit of a number.
    pub unit: Option<Bilingual>,
    /// The last day that is right.
    pub not_after: Option<NamedDay>,
    /// The first day that is right.
    pub not_before: Option<NamedDay>,
    /// Fewest rows.
    pub least_rows: Option<u32>,
    /// Most rows.
    pub most_rows: Option<u32>,
    /// Most rows by grade.
    pub most_rows_by: Option<RowsBy>,
    /// Columns of a table.
    #[serde(default, rename = "column")]
    #[schema(no_recursion)]
    pub columns: Vec<Field>,
}

impl Field {
    /// The column `code`.
    pub fn column(&self, code: &str) -> Option<&Self> {
        self.columns.iter().find(|column| column.code == code)
    }
}
