//! Who acted in what is told of disclosures and of the library?

use std::collections::BTreeMap;

use super::views::{DisclosureView, EntryView, WithdrawalView};
use crate::identity::Acted;

/// Who published something, and who withdrew it.
fn publisher<'v>(published_by: &'v str, withdrawal: Option<&'v WithdrawalView>) -> Vec<&'v str> {
    std::iter::once(published_by).chain(withdrawal.map(|one| one.by.as_str())).collect()
}

impl Acted for DisclosureView {
    fn actors(&self) -> Vec<&str> {
        publisher(&self.published_by, self.withdrawal.as_ref())
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

impl Acted for EntryView {
    fn actors(&self) -> Vec<&str> {
        publisher(&self.published_by, self.withdrawal.as_ref())
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}
