//! What does a nominee confirm, and by what is it known that it changed?

use std::collections::BTreeMap;

use serde::Serialize;

use crate::shared::{Bilingual, hex_sha256};

/// A fact as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What it is called.
    pub label: Bilingual,
    /// What is said; the same in both languages where it was typed.
    pub text: Bilingual,
    /// It runs over several lines.
    pub is_long: bool,
}

/// What is shown to a nominee and confirmed by him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Title of the project, with what the form calls it.
    pub title: Shown,
    /// Nominated grade, where the award has grades.
    pub grade: Option<Shown>,
    /// His place among the people, from 1.
    pub order: u32,
    /// His own row without personal data and without files, in the order of the form.
    pub own: Vec<Shown>,
    /// His identity number, masked.
    pub identity: Option<String>,
    /// Places and names of the others.
    pub others: Vec<(u32, String)>,
    /// SHA-256 of the above.
    pub digest: String,
}

/// What is digested: the codes that are stored, not the words of one language.
#[derive(Debug, Default, Serialize)]
pub(super) struct Said {
    pub(super) form: String,
    pub(super) title: String,
    pub(super) grade: String,
    pub(super) order: u32,
    pub(super) own: BTreeMap<String, String>,
    pub(super) identity: Option<String>,
    /// A fingerprint of the whole number: a change behind the mask is a change, and the digest does not
    /// help anybody to find the number.
    pub(super) identity_mark: Option<String>,
    pub(super) others: Vec<(u32, String)>,
}

impl Said {
    /// SHA-256 of the canonical JSON: fields in the order written here, columns by name.
    pub(super) fn digest(&self) -> String {
        hex_sha256(&serde_json::to_vec(self).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_is_in_the_digest() {
        let said = || Said { title: "甲".into(), order: 1, ..Said::default() };
        let mut digests = vec![said().digest()];
        let changes: [fn(&mut Said); 7] = [
            |said| said.title = "乙".into(),
            |said| said.grade = "first".into(),
            |said| said.order = 2,
            |said| said.own = [("post".to_owned(), "所长".to_owned())].into(),
            |said| said.identity = Some("11****".into()),
            |said| said.identity_mark = Some("f".into()),
            |said| said.others = vec![(2, "丙".into())],
        ];
        for change in changes {
            let mut other = said();
            change(&mut other);
            digests.push(other.digest());
        }
        assert_eq!(said().digest(), digests[0]);
        digests.sort();
        digests.dedup();
        assert_eq!(digests.len(), 8);
    }
}
