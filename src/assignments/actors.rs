//! Who acted in what is told of plans?

use std::collections::BTreeMap;

use super::views::{AssignmentPlan, PlanSummary};
use crate::identity::Acted;

impl Acted for PlanSummary {
    fn actors(&self) -> Vec<&str> {
        let later = [&self.applied_by, &self.undone_by];
        let later = later.into_iter().filter_map(|by| by.as_deref());
        std::iter::once(self.created_by.as_str()).chain(later).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

impl Acted for AssignmentPlan {
    fn actors(&self) -> Vec<&str> {
        let changes = self.changes.iter().chain(&self.begun.changes);
        let authors = changes.map(|change| change.author.as_str());
        self.summary.actors().into_iter().chain(authors).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        self.summary.names()
    }
}
