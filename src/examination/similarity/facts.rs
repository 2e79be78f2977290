//! What is compared of a nomination?

use std::collections::BTreeSet;

use entity::{
    ids::{NominationId, RoundId},
    vocabulary::{KeyKind, NominationState},
};

/// A completer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Completer {
    pub(super) name: String,
    /// Where the work was done, and where the person is now.
    pub(super) units: Vec<String>,
}

/// A paper that stands for the work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paper {
    pub(super) title: String,
    pub(super) doi: Option<String>,
}

/// A key that the submission of a dossier left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Submitted {
    pub(super) kind: KeyKind,
    pub(super) value: String,
    /// Whose name it is, by the fingerprint of the identity number where one is known.
    pub(super) person: Option<String>,
    /// Of which kind of document that number is.
    pub(super) document: Option<String>,
}

/// A nomination as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Material {
    pub(super) id: NominationId,
    pub(super) round: RoundId,
    pub(super) number: String,
    pub(super) title: String,
    pub(super) abstract_text: String,
    pub(super) society: Option<String>,
    pub(super) nominator: Option<String>,
    pub(super) state: NominationState,
    pub(super) version: i64,
    pub(super) people: Vec<Completer>,
    pub(super) papers: Vec<Paper>,
    /// Keys that the submission of its dossier left.
    pub(super) submitted: Vec<Submitted>,
}

impl Material {
    /// What it says: its title and its introduction.
    pub(super) fn text(&self) -> String {
        format!("{}\n{}", self.title.trim(), self.abstract_text.trim())
    }

    /// How many rows belong to it: when it changes, what was kept is old, though the version is not.
    pub(super) fn parts(&self) -> usize {
        self.people.len() + self.papers.len() + self.submitted.len()
    }

    /// Kinds of document and fingerprints of the numbers of those who bear a name at a unit, as a key says it; none
    /// where one of them is not known.
    pub(super) fn numbers_of(&self, named: &str) -> Option<BTreeSet<(&str, &str)>> {
        let bearers = self
            .submitted
            .iter()
            .filter(|one| one.kind == KeyKind::Name && one.value == named)
            .map(|one| one.document.as_deref().zip(one.person.as_deref()));
        let numbers: Option<BTreeSet<(&str, &str)>> = bearers.collect();
        numbers.filter(|numbers| !numbers.is_empty())
    }
}
