//! What does a reader see of an appeal?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::identity::Acted;

/// An appeal against a decision.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaAppeal)]
pub struct AppealView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Key of the proposal.
    #[schema(value_type = String)]
    pub proposal_id: Uuid,
    /// Year of the round.
    pub year: i32,
    /// Code of the society.
    pub society_id: String,
    /// Its name.
    pub society: String,
    /// Why it appeals.
    pub ground: String,
    /// Places that it asks for.
    pub wanted: i32,
    /// `open`, `upheld` or `rejected`.
    pub state: String,
    /// Who filed it.
    pub filed_by: String,
    /// When.
    pub filed_at: DateTime<Utc>,
    /// Places of the decision.
    pub places_before: i32,
    /// Places after the appeal was decided.
    pub places_after: Option<i32>,
    /// Why it was decided so.
    pub answer: Option<String>,
    /// Who decided it.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
    /// Counts the changes; the entity tag to decide with.
    pub version: i64,
}

impl Acted for AppealView {
    fn actors(&self) -> Vec<&str> {
        std::iter::once(self.filed_by.as_str()).chain(self.decided_by.as_deref()).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}
