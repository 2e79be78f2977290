//! What does a rule say of a dossier?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{nominations::dossier::Address, shared::Bilingual};

/// What a rule comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CheckVerdict)]
pub enum Verdict {
    /// What could be decided is as it should be.
    Pass,
    /// It is not.
    Fail,
    /// A person decides.
    NeedsPerson,
    /// The dossier has nothing that the rule is about.
    NotApplicable,
    /// The round does not ask for it.
    Off,
}

/// What a failed rule means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CheckSeverity)]
pub enum Severity {
    /// Not accepted (实施细则 art. 64).
    Refusal,
    /// To be mended; no ground for refusal.
    Reminder,
}

/// On what a finding rests. Holds no personal datum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
#[schema(as = CheckEvidence)]
pub enum Evidence {
    /// A place of the dossier.
    #[schema(value_type = String)]
    Field(Address),
    /// Words.
    Text(Bilingual),
}

/// What one rule says of a dossier. A rule that fails in several places says so once for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CheckFinding)]
pub struct Finding {
    /// Number of the rule, such as `FC-N04`.
    pub rule: String,
    /// What it comes to.
    pub verdict: Verdict,
    /// What a failure means.
    pub severity: Severity,
    /// What is wrong and what mends it; or what a person looks at.
    pub what: Bilingual,
    /// On what it rests.
    pub evidence: Vec<Evidence>,
    /// The field to go to.
    #[schema(value_type = Option<String>)]
    pub address: Option<Address>,
    /// The clause behind the rule.
    pub clause: String,
}

impl Finding {
    /// Whether it stands against handing the dossier in.
    pub fn bars(&self) -> bool {
        self.verdict == Verdict::Fail && self.severity == Severity::Refusal
    }
}

/// What a rule has found so far, in the words of the rule itself.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// What is wrong.
    pub(super) faults: Vec<Said>,
    /// What a person must look at beyond the rule's other half.
    pub(super) doubts: Vec<Said>,
    /// What a person will want to see beside the rule's other half.
    pub(super) evidence: Vec<Evidence>,
    /// The dossier has nothing that the rule is about.
    pub(super) is_idle: bool,
}

/// One thing said of a dossier.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) what: Bilingual,
    pub(super) address: Option<Address>,
    pub(super) evidence: Vec<Evidence>,
    /// The clause behind this one thing, where it is not the rule's.
    pub(super) clause: Option<String>,
}

impl Said {
    /// Something said of `address`.
    pub(super) fn of(what: Bilingual, address: Option<Address>) -> Self {
        Self { what, address, evidence: Vec::new(), clause: None }
    }
}

impl Outcome {
    /// Something is wrong at `address`.
    pub(super) fn fail(
        &mut self,
        address: impl Into<Option<Address>>,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.faults.push(Said::of(Bilingual::new(zh, en), address.into()));
    }

    /// A person must look at `address`.
    pub(super) fn doubt(
        &mut self,
        address: impl Into<Option<Address>>,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.doubts.push(Said::of(Bilingual::new(zh, en), address.into()));
    }

    /// A place that a person will want to see.
    pub(super) fn note(&mut self, address: Address) {
        self.evidence.push(Evidence::Field(address));
    }

    /// Words that a person will want to read.
    pub(super) fn remark(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        self.evidence.push(Evidence::Text(Bilingual::new(zh, en)));
    }

    /// The dossier has nothing that the rule is about.
    pub(super) fn idle(&mut self) {
        self.is_idle = true;
    }
}
