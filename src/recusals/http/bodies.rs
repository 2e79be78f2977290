//! What is sent to the routes of recusals?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::{matching::TypedName, recusals::NewDeclaration};

/// What a flag is found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum RecusalRuling {
    /// A conflict: it becomes a bar.
    Conflict,
    /// No conflict.
    NotAConflict,
}

/// A decision on a finding.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRecusalDecision {
    /// What it is found to be.
    pub outcome: RecusalRuling,
    /// Why.
    pub reason: String,
}

/// A reason.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RecusalReason {
    /// Why.
    pub reason: String,
}

/// Whether the second person agrees that a bar is lifted or taken back.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LiftingAnswer {
    /// Whether.
    pub is_agreed: bool,
    /// Why.
    pub reason: String,
}

/// Somebody by name.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeclaredPerson {
    /// Name.
    pub name: String,
    /// Unit; empty where it is not known.
    #[serde(default)]
    pub unit: String,
}

/// A declaration of the office for an expert. Exactly one of nomination, person and unit.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OfficeDeclaration {
    /// `kin`, `adviser_student`, `economic_interest`, `same_unit`, `cooperation`, `society_staff`,
    /// `office_staff` or `other`.
    pub kind: String,
    /// Key of the expert.
    #[schema(value_type = String)]
    pub expert_id: Uuid,
    /// Key of the nomination.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub nomination_id: Option<Uuid>,
    /// A completer.
    #[serde(default)]
    pub person: Option<DeclaredPerson>,
    /// A unit.
    #[serde(default)]
    pub unit: Option<String>,
    /// In words.
    pub text: String,
}

/// A declaration of one's own. Exactly one of nomination, person and unit.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnDeclarationBody {
    /// Year of the round.
    pub round: i32,
    /// As of the office.
    pub kind: String,
    /// Key of the nomination.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub nomination_id: Option<Uuid>,
    /// A completer.
    #[serde(default)]
    pub person: Option<DeclaredPerson>,
    /// A unit.
    #[serde(default)]
    pub unit: Option<String>,
    /// In words.
    pub text: String,
}

/// What the office answers to what waits.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeclarationAnswer {
    /// Whether it is accepted.
    pub is_accepted: bool,
    /// Why.
    pub reason: String,
    /// Who is meant, where that is not known.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub expert_id: Option<Uuid>,
}

/// A pasted list of names.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PastedNames {
    /// A line a person: name, unit, mail address, ORCID; 500 lines at most.
    #[validate(length(max = 200_000))]
    pub text: String,
}

/// Nothing: the round says it all.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RecusalCommand {}

/// How findings divide.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = RecusalFindingFacets)]
pub(super) struct FindingFacets {
    /// By severity.
    pub by_severity: std::collections::BTreeMap<String, i64>,
    /// Flags without a decision.
    pub undecided_flags: u64,
    /// By kind.
    pub by_kind: Vec<KindTally>,
}

/// How many findings are of a kind.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecusalKindCount)]
pub(super) struct KindTally {
    /// Code of the kind.
    pub kind: String,
    /// How many.
    pub count: i64,
}

/// How many declarations wait.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[schema(as = RecusalDeclarationFacets)]
pub(super) struct DeclarationFacets {
    /// For the office.
    pub waiting: u64,
}

/// How many alerts are open and cleared.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[schema(as = RecusalAlertFacets)]
pub(super) struct AlertFacets {
    /// Nobody handled them.
    pub open: u64,
    /// The facts have gone.
    pub cleared: u64,
}

fn person(person: Option<DeclaredPerson>) -> Option<TypedName> {
    person
        .map(|one| TypedName { name: one.name.trim().to_owned(), unit: one.unit.trim().to_owned() })
}

impl OfficeDeclaration {
    /// The declaration, for the round of a year.
    pub(super) fn declared(self, year: i32) -> NewDeclaration {
        NewDeclaration {
            year,
            kind: self.kind.parse().ok(),
            expert: Some(self.expert_id.into()),
            nomination: self.nomination_id.map(Into::into),
            person: person(self.person),
            unit: self.unit.map(|unit| unit.trim().to_owned()),
            text: self.text,
        }
    }
}

impl OwnDeclarationBody {
    /// The declaration.
    pub(super) fn declared(self) -> NewDeclaration {
        NewDeclaration {
            year: self.round,
            kind: self.kind.parse().ok(),
            expert: None,
            nomination: self.nomination_id.map(Into::into),
            person: person(self.person),
            unit: self.unit.map(|unit| unit.trim().to_owned()),
            text: self.text,
        }
    }
}
