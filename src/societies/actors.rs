//! Who acted in what is told of a society and of its applications?

use std::collections::BTreeMap;

use super::views::{QualificationDetail, SocietyDetail};
use crate::identity::Acted;

impl Acted for SocietyDetail {
    fn actors(&self) -> Vec<&str> {
        let checks = self.checks.iter().map(|one| &one.recorded_by);
        let events = self.events.iter().map(|one| &one.recorded_by);
        let routes = self.route.history.iter().map(|one| &one.decided_by);
        let charters = self.charter.history.iter();
        let charters =
            charters.flat_map(|one| std::iter::once(&one.entered_by).chain(&one.confirmed_by));
        checks.chain(events).chain(routes).chain(charters).map(String::as_str).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

impl Acted for QualificationDetail {
    fn actors(&self) -> Vec<&str> {
        let steps = self.steps.iter().map(|one| &one.taken_by);
        let checks = self.items.iter().filter_map(|one| one.checked_by.as_ref());
        let files = self.items.iter().flat_map(|one| &one.files).map(|one| &one.added_by);
        steps.chain(checks).chain(files).map(String::as_str).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}
