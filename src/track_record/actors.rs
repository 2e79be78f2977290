//! Who acted in what is told of disputes and integrity events? Who acted inside CAST was left out before, where the
//! reader may not know it.

use std::collections::BTreeMap;

use super::views::{DisputeView, IntegrityEventView};
use crate::identity::Acted;

impl Acted for DisputeView {
    fn actors(&self) -> Vec<&str> {
        std::iter::once(self.filed_by.as_str()).chain(self.answered_by.as_deref()).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

impl Acted for IntegrityEventView {
    fn actors(&self) -> Vec<&str> {
        let both = [&self.recorded_by, &self.confirmed_by];
        both.into_iter().filter_map(|by| by.as_deref()).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}
