//! What does a reader see of a policy?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::engine::Policy;
use crate::identity::Acted;

/// A stored policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = QuotaPolicy)]
pub struct PolicyView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The policy's word for itself.
    pub name: String,
    /// Which text under this name it is, from 1.
    pub version: i32,
    /// Chinese title.
    pub title: String,
    /// English title.
    pub title_en: String,
    /// SHA-256 of its text.
    pub digest: String,
    /// Why it was written.
    pub note: String,
    /// Who wrote it.
    pub author: String,
    /// When it was stored.
    pub created_at: DateTime<Utc>,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}

impl Acted for PolicyView {
    fn actors(&self) -> Vec<&str> {
        vec![self.author.as_str()]
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

/// A policy with its text, and what was read from it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaPolicyDetail)]
pub struct PolicyDetail {
    /// The policy.
    #[serde(flatten)]
    pub policy: PolicyView,
    /// Its text.
    pub content: String,
    /// What was read from it.
    pub read: Policy,
}
