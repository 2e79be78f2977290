//! What was declared of an interest, in words? Sealed in its row; opened for the engine and the office.

use serde::{Deserialize, Serialize};

use entity::{ids::RecusalDeclarationId, vocabulary::DeclarationSource};

use crate::{
    conflicts::{Decision, Declaration, DeclaredBy, DeclaredKind},
    persistence::{SealError, Sealer},
};

/// What people said of the conflicts of a round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Recused {
    /// Interests declared, in force.
    pub declarations: Vec<Declaration>,
    /// What was decided of findings, in force.
    pub decisions: Vec<Decision>,
}

/// A name as somebody typed it, with a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedName {
    /// Name.
    pub name: String,
    /// Unit; empty where none was given.
    pub unit: String,
}

/// What a declaration says beside its kind: personal data of the person who declares and of those
/// whom it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredWords {
    /// The reason, or the relation in words.
    pub text: String,
    /// The completer whom it is about, where no nomination is named.
    #[serde(default)]
    pub person: Option<TypedName>,
    /// The unit that it is about, where neither is named.
    #[serde(default)]
    pub unit: Option<String>,
    /// The expert as he was typed, where somebody else declares.
    #[serde(default)]
    pub typed: Option<TypedName>,
}

/// Who declares, as the engine knows it.
pub const fn declared_by(source: DeclarationSource) -> DeclaredBy {
    match source {
        DeclarationSource::Reviewer => DeclaredBy::Expert,
        DeclarationSource::Nominee => DeclaredBy::Nominee,
        DeclarationSource::Nominator => DeclaredBy::Nominator,
        DeclarationSource::Office | DeclarationSource::Staff => DeclaredBy::Office,
    }
}

/// The engine's kind of a word that is stored.
pub fn declared_kind(word: &str) -> DeclaredKind {
    serde_json::from_value(word.into()).unwrap_or_default()
}

fn place(id: RecusalDeclarationId) -> String {
    format!("recusal_declaration/{id}")
}

impl DeclaredWords {
    /// The words as they are kept.
    ///
    /// # Errors
    /// The text is longer than the cipher takes.
    pub fn seal(&self, sealer: &Sealer, id: RecusalDeclarationId) -> Result<String, SealError> {
        let text = serde_json::to_string(self).unwrap_or_default();
        sealer.seal(&place(id), &text)
    }

    /// The words of what is kept.
    ///
    /// # Errors
    /// Sealed by another key, for another row, or damaged.
    pub fn open(sealer: &Sealer, id: RecusalDeclarationId, kept: &str) -> Result<Self, SealError> {
        let text = sealer.open_sealed(&place(id), kept)?;
        serde_json::from_str(&text).map_err(|_| SealError::Foreign)
    }
}
