//! What is a person told of an import, before and after?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    draft::{Mapped, Note, SourceFault},
    plan::{Fate, Planned},
};
use crate::{
    classified::{MarkKind, Sighting},
    nominations::{
        dossier::{Clash, Value, mask},
        forms::Field,
    },
};

/// A fault of a source and its place, for whoever tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Such as `名单!12 姓名`.
    pub at: String,
    /// As a pointer: `/sheets/名单/12/姓名`.
    pub pointer: String,
    /// A word for programs: `classified` where nothing of it may be stored, else `invalid`.
    pub code: &'static str,
    /// What is wrong.
    pub what: crate::shared::Bilingual,
    /// The kind of the mark of classification.
    pub mark: Option<MarkKind>,
}

impl Place {
    /// The mark of classification that stands here.
    pub fn sighting(&self) -> Option<Sighting> {
        Some(Sighting::at(&self.pointer, self.mark?))
    }
}

impl From<SourceFault> for Place {
    fn from(fault: SourceFault) -> Self {
        let line = fault.line.map(|line| line.to_string());
        let column = fault.column.map(|column| column.replace('/', "~1"));
        let parts = [line, column].into_iter().flatten().collect::<Vec<_>>();
        let sheet = fault.sheet.map(|sheet| sheet.replace('/', "~1"));
        let head = sheet.as_ref().map_or_else(String::new, |sheet| format!("{sheet}!"));
        let from = sheet.map_or_else(|| "/source".to_owned(), |sheet| format!("/sheets/{sheet}"));
        let pointer = parts.iter().fold(from, |pointer, part| format!("{pointer}/{part}"));
        let at = format!("{head}{}", parts.join(" "));
        Self { at, pointer, code: fault.code.as_str(), what: fault.what, mark: fault.mark }
    }
}

/// A row as it would come.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ImportRow)]
pub(super) struct RowView {
    /// Line in the source, from 1.
    pub line: u64,
    /// Its values by column; of personal data only the ends.
    pub cells: BTreeMap<String, Value>,
    /// `new`; `same` or `differs` where it stands already; `repeats` an earlier row of the source.
    pub fate: &'static str,
    /// By what it was known: `doi`, `id_number`, `credit_code`, `number`, `title`, `name_unit`, `name`,
    /// `whole`.
    pub by: Option<&'static str>,
    /// The row that stands.
    pub row: Option<String>,
    /// Columns in which it says something else.
    pub differs: Vec<String>,
    /// The line that it repeats.
    pub repeats: Option<u64>,
    /// What there is to know of it.
    pub notes: Vec<Note>,
}

impl RowView {
    pub(super) fn of(table: &Field, planned: Planned) -> Self {
        let Planned { draft, fate } = planned;
        let shown = |(code, value): (String, Value)| {
            let is_secret = table.column(&code).is_none_or(|column| column.secret);
            (code, if is_secret { mask(value) } else { value })
        };
        let mut view = Self {
            line: draft.line,
            cells: draft.cells.into_iter().map(shown).collect(),
            fate: "new",
            by: None,
            row: None,
            differs: Vec::new(),
            repeats: None,
            notes: draft.notes,
        };
        match fate {
            Fate::New => {}
            Fate::Same { row, by } => {
                (view.fate, view.row, view.by) = ("same", Some(row), Some(by.word()));
            }
            Fate::Differs { row, by, columns } => {
                (view.fate, view.row, view.by) = ("differs", Some(row), Some(by.word()));
                view.differs = columns;
            }
            Fate::Repeats { line, by } => {
                (view.fate, view.repeats, view.by) = ("repeats", Some(line), Some(by.word()));
            }
        }
        view
    }
}

/// What an import would do.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ImportPreview)]
pub(super) struct PreviewView {
    /// What the source was found to be: `xlsx`, `csv`, `tsv`, `bibtex`, `ris`.
    pub kind: &'static str,
    /// The version of the dossier that was looked at, to be sent along when the import is taken.
    pub seen: i64,
    /// The columns of the source in their order, and into which of the table they go.
    pub columns: Vec<Mapped>,
    /// The rows.
    pub rows: Vec<RowView>,
    /// What is wrong, by line and column; while one stands nothing is taken.
    pub faults: Vec<SourceFault>,
    /// What there is to know of all of it.
    pub notes: Vec<Note>,
    /// Sheets of the workbook that were not read.
    pub other_sheets: Vec<String>,
}

/// What an import did.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportOutcome)]
pub(super) struct OutcomeView {
    /// Version of the dossier now.
    pub version: i64,
    /// When it was kept.
    pub saved_at: DateTime<Utc>,
    /// Rows that were added.
    pub added: Vec<String>,
    /// Rows of which cells were written over.
    pub changed: Vec<String>,
    /// Rows that were left, as they stand already.
    pub left: u32,
    /// Cells that somebody else changed since the preview, and that were not written over.
    pub met: Vec<Clash>,
}

/// Where a value came from that nobody typed here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = DossierOrigin)]
pub(super) struct OriginView {
    /// `import`, `dossier`, `nomination`, `unit`, `society`.
    pub kind: String,
    /// In words.
    pub told: crate::shared::Bilingual,
    /// When it was taken over.
    pub at: DateTime<Utc>,
}
