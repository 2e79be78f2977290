//! What is shown of a copy without names?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::nominations::Span;

/// A nomination with where its copies without names stand.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RedactionRow {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The number that people quote.
    pub nomination_id: String,
    /// Project name.
    pub title: String,
    /// Code of its award.
    pub category: String,
    /// Number of its newest copy.
    pub number: Option<i32>,
    /// `draft`, `checked` or `released`: where the newest copy stands.
    pub state: Option<String>,
    /// Whether a copy was released.
    pub is_released: bool,
}

/// How far the copies of a round are.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub(super) struct RedactionFacets {
    /// Whether the book of the round hides people, so that a phase opens only when each has a copy.
    pub is_needed: bool,
    /// Nominations of the list that have a copy that was released.
    pub released: u64,
}

/// A text of a nomination, before and after.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RedactionField {
    /// Address of the field.
    pub address: String,
    /// What it is called.
    pub label: crate::shared::Bilingual,
    /// What was written.
    pub before: String,
    /// What a reader is given.
    pub after: String,
    /// What may name somebody in it.
    pub proposed: Vec<Span>,
    /// What is left out of it: of the newest copy, or, before the first, what is proposed.
    pub spans: Vec<Span>,
}

/// An attachment, and whether a file without names stands in its place.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RedactionFile {
    /// Its number within the dossier.
    pub number: u32,
    /// Its name as it was handed in.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// Its pages.
    pub pages: Option<u32>,
    /// Whether a file stands in its place; without one it is not given to readers.
    pub is_replaced: bool,
    /// Pages of that file.
    pub replaced_pages: Option<u32>,
}

/// What the reader may do with a copy now.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "one for each button of the page")]
pub(super) struct RedactionMay {
    /// Draft a copy.
    pub draft: bool,
    /// Change the newest one.
    pub change: bool,
    /// Check it.
    pub check: bool,
    /// Release it.
    pub release: bool,
}

/// A copy without names.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RedactedCopy {
    /// From 1, of the nomination.
    pub number: i32,
    /// `draft`, `checked` or `released`.
    pub state: String,
    /// Whether texts and attachments are still those that it was made from.
    pub is_current: bool,
    /// Who changed it last.
    pub made_by: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// Who checked it.
    pub checked_by: Option<String>,
    /// When.
    pub checked_at: Option<DateTime<Utc>>,
    /// Version, for the entity tag.
    pub version: i64,
}

/// The texts and files of a nomination with its newest copy without names.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RedactionSight {
    /// Key of the nomination.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The number that people quote.
    pub nomination_id: String,
    /// Project name.
    pub title: String,
    /// Code of its award.
    pub category: String,
    /// The texts, in the order of the form.
    pub fields: Vec<RedactionField>,
    /// The attachments.
    pub files: Vec<RedactionFile>,
    /// Its newest copy.
    pub copy: Option<RedactedCopy>,
    /// What the reader may do.
    pub may: RedactionMay,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}

impl RedactionSight {
    /// The version of its newest copy; 0 before the first.
    pub(super) fn version(&self) -> i64 {
        self.copy.as_ref().map_or(0, |copy| copy.version)
    }
}
