//! What is shown of a defence?

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store::FileRow;

/// A file that was handed in for a defence.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct DefenceFile {
    /// Its number, from 1.
    pub(in crate::meetings) number: u32,
    /// What it is called.
    pub(in crate::meetings) name: String,
    /// Bytes.
    pub(in crate::meetings) size_bytes: i64,
    /// When it came.
    pub(in crate::meetings) given_at: DateTime<Utc>,
    /// Whether it came when the meeting had begun.
    pub(in crate::meetings) is_late: bool,
}

impl DefenceFile {
    /// A file as it is shown.
    pub(in crate::meetings) fn of(row: &FileRow) -> Self {
        Self {
            number: u32::try_from(row.number).unwrap_or_default(),
            name: row.name.clone(),
            size_bytes: row.size_bytes,
            given_at: row.given_at,
            is_late: row.is_late,
        }
    }
}

/// A defence of one of a society's nominations: its own time, and nothing else of the agenda.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct SocietyDefence {
    /// Key of the item.
    #[schema(value_type = String)]
    pub(in crate::meetings) id: Uuid,
    /// Key of the nomination.
    #[schema(value_type = String)]
    pub(in crate::meetings) nomination: Uuid,
    /// The number that people quote.
    pub(in crate::meetings) number: String,
    /// Project name.
    pub(in crate::meetings) title: String,
    /// `first_review`, `committee` or `council`.
    pub(in crate::meetings) stage: String,
    /// When it begins.
    pub(in crate::meetings) begins: Option<DateTime<Utc>>,
    /// Minutes.
    pub(in crate::meetings) minutes: u32,
    /// Where.
    pub(in crate::meetings) place: String,
    /// Whether the meeting was called off.
    pub(in crate::meetings) is_cancelled: bool,
    /// `due`, `attended` or `absent`.
    pub(in crate::meetings) defence: String,
    /// What was handed in.
    pub(in crate::meetings) files: Vec<DefenceFile>,
    /// Whether more may be handed in.
    pub(in crate::meetings) may_give: bool,
}
