//! What is an integrity event (诚信事件)?

use chrono::{DateTime, Utc};
use entity::ids::IntegrityEventId;

use super::integrity::Effect;

/// Something that a society did, what it was sanctioned with, and on what that rests.
#[derive(Clone, Debug)]
pub struct Event {
    /// Key.
    pub id: IntegrityEventId,
    /// The number that people quote, such as `IE-2026-003`.
    pub number: String,
    /// Code of the society.
    pub society_id: String,
    /// Kind, sanction, state and term.
    pub effect: Effect,
    /// What it is called.
    pub title: String,
    /// What was found.
    pub finding: String,
    /// The article on which the sanction rests.
    pub basis: String,
    /// What was decided, with its number.
    pub decision: String,
    /// How the society may appeal.
    pub appeal: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Who confirmed or refused it.
    pub confirmed_by: Option<String>,
    /// When.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Why it was refused, restored or annulled.
    pub explanation: Option<String>,
    /// Who restored or annulled it.
    pub closed_by: Option<String>,
    /// Moves with every change.
    pub version: i64,
}
