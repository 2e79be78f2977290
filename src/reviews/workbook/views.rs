//! What is told of a workbook that came back?

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{reviews::scoring::Draft, shared::Bilingual};

/// What a sheet says.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ReviewSheetContent)]
pub(super) struct ContentView {
    /// Points by criterion.
    pub points: BTreeMap<String, u32>,
    /// Chosen words by criterion.
    pub choices: BTreeMap<String, String>,
    /// Reasons by criterion.
    pub comments: BTreeMap<String, String>,
    /// The total, in hundredths of a point; none until each criterion has its points.
    pub total: Option<i32>,
}

impl ContentView {
    /// What a draft says, with its total.
    pub(super) fn of(draft: Draft, total: Option<i32>) -> Self {
        let Draft { points, choices, comments } = draft;
        Self { points, choices, comments, total }
    }
}

/// Why a row is not taken.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ReviewWorkbookFault)]
pub(super) struct RowFault {
    /// JSON pointer to the place in the sheet; `/` for the whole row.
    pub pointer: String,
    /// The rule's word.
    pub code: String,
    /// What is wrong.
    pub message: Bilingual,
}

/// A row of a workbook beside the sheet that it is of.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ReviewWorkbookRow)]
pub(super) struct RowView {
    /// Row of the workbook, from 1.
    pub line: u64,
    /// Key of the assignment; none where the row is none of the reader's.
    #[schema(value_type = Option<String>)]
    pub id: Option<Uuid>,
    /// What the nomination is called.
    pub title: Option<String>,
    /// What the sheet says now.
    pub before: Option<ContentView>,
    /// What it would say.
    pub after: Option<ContentView>,
    /// Whether the two differ.
    pub is_changed: bool,
    /// Why it would not be taken.
    pub fault: Option<RowFault>,
}

/// What would come of a workbook.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ReviewWorkbookCheck)]
pub(super) struct CheckView {
    /// Its rows.
    pub rows: Vec<RowView>,
}

/// What came of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReviewWorkbookTaken)]
pub(super) struct TakenView {
    /// Sheets that were kept.
    pub kept: u32,
    /// Rows that were not taken.
    pub refused: u32,
}
