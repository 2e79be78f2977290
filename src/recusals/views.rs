//! What do the pages of recusals show?

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store::{NamedExpert, NamedNomination};
use crate::shared::Bilingual;

/// A nomination as these pages name it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecusalNomination)]
pub struct NominationName {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The number that people quote.
    pub number: String,
    /// Project name.
    pub title: String,
}

/// An expert as these pages name him.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecusalExpert)]
pub struct ExpertName {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Key in the pool.
    pub code: String,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
}

impl NominationName {
    pub(super) fn of(named: &NamedNomination) -> Self {
        Self { id: named.id.0, number: named.number.clone(), title: named.title.clone() }
    }

    /// One that is not there any more.
    pub(super) fn unknown(id: Uuid) -> Self {
        Self { id, number: String::new(), title: String::new() }
    }
}

impl ExpertName {
    pub(super) fn of(named: &NamedExpert) -> Self {
        Self {
            id: named.id.0,
            code: named.code.clone(),
            name: named.name.clone(),
            unit: named.unit.clone(),
        }
    }

    /// One that is not there any more.
    pub(super) fn unknown(id: Uuid) -> Self {
        Self { id, code: String::new(), name: String::new(), unit: String::new() }
    }
}

/// What was decided, in short.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecusalDecisionBrief)]
pub struct DecisionBrief {
    /// `conflict`, `not_a_conflict` or `lifted`.
    pub outcome: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// A decision on a finding.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecusalDecision)]
pub(super) struct DecisionView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// `conflict`, `not_a_conflict` or `lifted`.
    pub outcome: String,
    /// `in_force`, `proposed`, `refused` or `reversed`.
    pub state: String,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The second person, of a lifting.
    pub agreed_by: Option<String>,
    /// When he answered.
    pub agreed_at: Option<DateTime<Utc>>,
    /// Why.
    pub agreed_reason: Option<String>,
    /// Who asked to take it back, where it bars: a second person has to agree.
    pub reversal_asked_by: Option<String>,
    /// When.
    pub reversal_asked_at: Option<DateTime<Utc>>,
    /// Why.
    pub reversal_asked_reason: Option<String>,
    /// Who took it back; the program, where what was found has outgrown it.
    pub reversed_by: Option<String>,
    /// When.
    pub reversed_at: Option<DateTime<Utc>>,
    /// Why.
    pub reversed_reason: Option<String>,
}

/// A finding in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecusalFindingRow)]
pub(super) struct FindingRowView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The nomination.
    pub nomination: NominationName,
    /// The expert.
    pub expert: ExpertName,
    /// Code of the kind.
    pub kind: String,
    /// The kind in Chinese.
    pub kind_zh: String,
    /// The kind in English.
    pub kind_en: String,
    /// `bar`, `flag` or `note`, as the engine says.
    pub severity: String,
    /// `bar`, `flag`, `note` or `cleared`: what it does now.
    pub standing: String,
    /// Probability, 0 to 1.
    pub confidence: f64,
    /// The weightiest evidence, in Chinese.
    pub evidence_zh: String,
    /// In English.
    pub evidence_en: String,
    /// What stands decided.
    pub decision: Option<DecisionBrief>,
    /// Whether the run assigned the pair.
    pub is_assigned: bool,
}

/// A piece of evidence.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecusalEvidence)]
pub(super) struct EvidenceLine {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The record behind it, as `kind:key`.
    pub source: Option<String>,
}

/// A node of the way from the expert to the nomination.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecusalPathNode)]
pub(super) struct NodeView {
    /// The record, unique in the path.
    pub id: String,
    /// `expert`, `person`, `unit`, `paper`, `patent`, `grant`, `thesis`, `award`, `nomination`,
    /// `declaration`, `society`, `review` or `decision`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name.
    pub label: String,
    /// A second line.
    pub sub: Option<String>,
    /// Its address in the portal.
    pub link: Option<String>,
}

/// A step of the way: nodes by their ids, or in the table by their names.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecusalPathStep)]
pub(super) struct StepView {
    /// Nearer to the expert.
    pub from: String,
    /// Nearer to the nomination.
    pub to: String,
    /// The relation, in Chinese.
    pub label_zh: String,
    /// In English.
    pub label_en: String,
    /// The record that says so.
    pub source: Option<String>,
    /// Its address in the portal.
    pub link: Option<String>,
}

/// The way from the expert to the nomination.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = RecusalPath)]
pub(super) struct PathView {
    /// The records.
    pub nodes: Vec<NodeView>,
    /// The steps.
    pub edges: Vec<StepView>,
}

/// What the reader may do with a finding.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[schema(as = RecusalFindingMay)]
#[expect(clippy::struct_excessive_bools, reason = "one for each button of the page")]
pub(super) struct FindingMay {
    /// Settle it.
    pub decide: bool,
    /// Propose to lift a bar.
    pub lift: bool,
    /// Answer such a proposal, or one to take a bar back.
    pub agree_lift: bool,
    /// Take what was decided back; of a bar, ask for it.
    pub reverse: bool,
}

/// One finding.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecusalFinding)]
pub(super) struct FindingView {
    /// As in the list.
    #[serde(flatten)]
    pub row: FindingRowView,
    /// What it rests on, the weightiest first.
    pub evidence: Vec<EvidenceLine>,
    /// The way from the expert to the nomination.
    pub path: PathView,
    /// The same as rows.
    pub table: Vec<StepView>,
    /// What was decided, newest first.
    pub decisions: Vec<DecisionView>,
    /// Version, to send as `If-Match`.
    pub version: i64,
    /// What the reader may do.
    pub may: FindingMay,
    /// Why this officer may not: he declared an interest in the nomination himself.
    pub walled: Option<Bilingual>,
}

/// Somebody typed by name.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecusalPerson)]
pub(super) struct PersonName {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: Option<String>,
}

/// An expert who may be meant by a typed name.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecusalCandidate)]
pub(super) struct CandidateView {
    /// The expert.
    pub expert: ExpertName,
    /// Probability, 0 to 1.
    pub confidence: f64,
    /// More than the name agrees.
    pub is_sure: bool,
}

/// Whom a typed name may mean.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecusalMatch)]
pub(super) struct MatchView {
    /// Name as typed.
    pub typed_name: String,
    /// Unit as typed.
    pub typed_unit: Option<String>,
    /// Experts of the pool.
    pub candidates: Vec<CandidateView>,
}

/// What the reader may do with a declaration.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[schema(as = RecusalDeclarationMay)]
pub(super) struct DeclarationMay {
    /// Accept or refuse it.
    pub answer: bool,
    /// Ask for its withdrawal, or agree where another asked.
    pub withdraw: bool,
}

/// A declaration, as the office sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RecusalDeclaration)]
pub(super) struct DeclarationView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Year of the round.
    pub round: i32,
    /// `reviewer`, `nominee`, `nominator`, `office` or `staff`.
    pub source: String,
    /// Code of the kind.
    pub kind: String,
    /// The kind in Chinese.
    pub kind_zh: String,
    /// The kind in English.
    pub kind_en: String,
    /// `waiting`, `in_force`, `refused` or `withdrawn`.
    pub state: String,
    /// Whose interest.
    pub expert: Option<ExpertName>,
    /// The nomination that it names.
    pub nomination: Option<NominationName>,
    /// The completer whom it names.
    pub person: Option<PersonName>,
    /// The unit that it names.
    pub unit: Option<String>,
    /// In words.
    pub text: String,
    /// By whom.
    pub declared_by: String,
    /// When.
    pub declared_at: DateTime<Utc>,
    /// Whom a typed name may mean.
    #[serde(rename = "match")]
    pub meant: Option<MatchView>,
    /// Who answered.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
    /// What.
    pub answer: Option<String>,
    /// Who asked to withdraw it, or to refuse what bars while it waits: a second person, of the office, has to agree.
    pub withdrawal_asked_by: Option<String>,
    /// When.
    pub withdrawal_asked_at: Option<DateTime<Utc>>,
    /// Why.
    pub withdrawal_asked_reason: Option<String>,
    /// Who withdrew it.
    pub withdrawn_by: Option<String>,
    /// When.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Why.
    pub withdrawal_reason: Option<String>,
    /// Version, to send as `If-Match`.
    pub version: i64,
    /// What the reader may do.
    pub may: DeclarationMay,
}

/// A declaration, as who declared it sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OwnRecusalDeclaration)]
pub(super) struct OwnDeclarationView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Year of the round.
    pub round: i32,
    /// Code of the kind.
    pub kind: String,
    /// The kind in Chinese.
    pub kind_zh: String,
    /// The kind in English.
    pub kind_en: String,
    /// The nomination that it names.
    pub nomination: Option<NominationName>,
    /// The completer whom it names.
    pub person: Option<PersonName>,
    /// The unit that it names.
    pub unit: Option<String>,
    /// In words.
    pub text: String,
    /// `waiting`, `in_force`, `refused` or `withdrawn`.
    pub state: String,
    /// When.
    pub declared_at: DateTime<Utc>,
    /// When who declared it asked to withdraw it: the office has yet to agree.
    pub withdrawal_asked_at: Option<DateTime<Utc>>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Version, to send as `If-Match`.
    pub version: i64,
}
