//! How is a row shown? Rows and names in, views out.

use std::collections::BTreeMap;

use entity::{
    ids::{ExpertId, NominationId},
    vocabulary::{DeclarationState, RecusalDecisionState, RecusalOutcome},
};

use super::{
    round_views::AlertView,
    rules::{Found, Standing, withdrawal},
    store::{Alert, Decision, Declaration, FindingRow, Known, NamedExpert, NamedNomination},
    views::{
        CandidateView, DecisionBrief, DecisionView, DeclarationMay, DeclarationView, EvidenceLine,
        ExpertName, FindingRowView, MatchView, NodeView, NominationName, OwnDeclarationView,
        PathView, PersonName, StepView,
    },
    wording::declared_kind,
};
use crate::{
    authz::Actor,
    conflicts::{
        self, ConflictKind, ConflictPath, Evidence, Finding, PathNode, Seen, Severity, Source,
        SourceKind,
    },
    matching::{DeclaredWords, TypedName},
};

/// The names on a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub(super) nominations: BTreeMap<NominationId, NamedNomination>,
    pub(super) experts: BTreeMap<ExpertId, NamedExpert>,
}

impl Names {
    pub(super) fn nomination(&self, id: NominationId) -> NominationName {
        self.nominations.get(&id).map_or_else(|| NominationName::unknown(id.0), NominationName::of)
    }

    pub(super) fn expert(&self, id: ExpertId) -> ExpertName {
        self.experts.get(&id).map_or_else(|| ExpertName::unknown(id.0), ExpertName::of)
    }
}

/// A share of a thousand as a fraction.
pub(super) fn fraction(per_mille: i32) -> f64 {
    f64::from(per_mille) / 1e3
}

/// The code of a kind with its words.
pub(super) fn kind_words(code: &str) -> (String, String, String) {
    ConflictKind::from_code(code).map_or_else(
        || (code.to_owned(), code.to_owned(), code.to_owned()),
        |kind| (code.to_owned(), kind.label_zh().to_owned(), kind.label_en().to_owned()),
    )
}

fn severity(code: &str) -> Severity {
    match code {
        "bar" => Severity::Bar,
        "flag" => Severity::Flag,
        _ => Severity::Note,
    }
}

/// The evidence of a row; what cannot be read is left out.
pub(super) fn evidence(kept: &serde_json::Value) -> Vec<Evidence> {
    serde_json::from_value(kept.clone()).unwrap_or_default()
}

pub(super) fn lines(evidence: &[Evidence]) -> Vec<EvidenceLine> {
    let line = |one: &Evidence| EvidenceLine {
        zh: one.zh.clone(),
        en: one.en.clone(),
        source: one.source.as_ref().map(ToString::to_string),
    };
    evidence.iter().map(line).collect()
}

/// The decision that stands, of a list.
pub(super) fn standing(decisions: &[Decision]) -> Option<&Decision> {
    decisions.iter().find(|one| one.standing.is_some())
}

/// A standing decision as the rules look at it.
pub(super) fn fact(decision: &Decision) -> Standing {
    Standing {
        outcome: decision.outcome,
        state: decision.state,
        decided_by: decision.decided_by.clone(),
        reversal_asked_by: decision.reversal_asked_by.clone(),
    }
}

/// What was seen of a finding as a row keeps it; what cannot be read is nothing that was seen.
pub(super) fn kept_seen(kept: &serde_json::Value) -> Seen {
    serde_json::from_value(kept.clone()).unwrap_or_default()
}

/// What whoever decides a finding has before him: what the run found, and with each decision that was outgrown what
/// had come to it.
pub(super) fn seen(row: &FindingRow, decisions: &[Decision]) -> Seen {
    let confidence = u16::try_from(row.confidence).unwrap_or_default();
    let found = Seen::of(confidence, &evidence(&row.evidence));
    let since = decisions.iter().filter_map(|one| one.found_since.as_ref()).map(kept_seen);
    since.fold(found, Seen::and)
}

/// What the engine says without the decisions. A later run takes decisions into account and leaves
/// their keys in the evidence; what it said before is kept with them.
pub(super) fn engine_said(row: &FindingRow, decisions: &[Decision]) -> Severity {
    let rests_on = |decision: &&Decision| {
        let source = Source::new(SourceKind::Decision, decision.id.to_string());
        evidence(&row.evidence)
            .iter()
            .any(|one| one.source.as_ref() == Some(&source) || one.via.contains(&source))
    };
    let now = severity(&row.severity);
    decisions.iter().find(rests_on).map_or(now, |one| match one.outcome {
        // What the row says is the decision itself.
        RecusalOutcome::Conflict => severity(&one.severity),
        // Found graver since it was decided.
        RecusalOutcome::NotAConflict | RecusalOutcome::Lifted => severity(&one.severity).max(now),
    })
}

/// What was found, as the rules look at it.
pub(super) fn found(row: &FindingRow, decisions: &[Decision]) -> Option<Found> {
    Some(Found {
        kind: ConflictKind::from_code(&row.kind)?,
        severity: engine_said(row, decisions),
        confidence: u16::try_from(row.confidence).unwrap_or_default(),
    })
}

/// What a finding does, decisions applied: by the engine's own table.
fn does(finding: &Finding, decisions: &[Decision]) -> &'static str {
    use entity::vocabulary::RecusalOutcome as Stored;
    let in_force = decisions.iter().filter(|one| one.state == RecusalDecisionState::InForce);
    let applied: Vec<conflicts::Decision> = in_force
        .map(|one| conflicts::Decision {
            decision_id: one.id.to_string(),
            outcome: match one.outcome {
                Stored::Conflict => conflicts::Outcome::Conflict,
                Stored::NotAConflict => conflicts::Outcome::NotAConflict,
                Stored::Lifted => conflicts::Outcome::Lifted,
            },
            expert_id: finding.expert_id.clone(),
            nomination_id: Some(finding.nomination_id.clone()),
            kind: Some(finding.kind),
            seen: one.seen.as_ref().map(kept_seen),
            ..conflicts::Decision::default()
        })
        .collect();
    match conflicts::standing(finding, &applied).does {
        conflicts::Does::Bar => "bar",
        conflicts::Does::Flag => "flag",
        conflicts::Does::Note => "note",
        conflicts::Does::Cleared => "cleared",
    }
}

/// The finding of a row, as the engine made it.
pub(super) fn finding(row: &FindingRow, decisions: &[Decision], names: &Names) -> Option<Finding> {
    Some(Finding {
        nomination_id: names.nomination(row.nomination_id).number,
        expert_id: names.expert(row.expert_id).code,
        kind: ConflictKind::from_code(&row.kind)?,
        severity: engine_said(row, decisions),
        confidence: u16::try_from(row.confidence).unwrap_or_default(),
        evidence: evidence(&row.evidence),
    })
}

pub(super) fn brief(decision: &Decision) -> DecisionBrief {
    DecisionBrief {
        outcome: decision.outcome.as_str().to_owned(),
        by: decision.decided_by.clone(),
        at: decision.decided_at,
        reason: decision.reason.clone(),
    }
}

pub(super) fn decision(row: &Decision) -> DecisionView {
    DecisionView {
        id: row.id.0,
        outcome: row.outcome.as_str().to_owned(),
        state: row.state.as_str().to_owned(),
        reason: row.reason.clone(),
        by: row.decided_by.clone(),
        at: row.decided_at,
        agreed_by: row.agreed_by.clone(),
        agreed_at: row.agreed_at,
        agreed_reason: row.agreed_reason.clone(),
        reversal_asked_by: row.reversal_asked_by.clone(),
        reversal_asked_at: row.reversal_asked_at,
        reversal_asked_reason: row.reversal_asked_reason.clone(),
        reversed_by: row.reversed_by.clone(),
        reversed_at: row.reversed_at,
        reversed_reason: row.reversed_reason.clone(),
    }
}

/// A finding in a list.
pub(super) fn finding_row(
    row: &FindingRow,
    (decisions, names): (&[Decision], &Names),
    is_assigned: bool,
) -> FindingRowView {
    let (kind, kind_zh, kind_en) = kind_words(&row.kind);
    let first = evidence(&row.evidence).into_iter().next();
    let (evidence_zh, evidence_en) =
        first.map_or_else(Default::default, |first| (first.zh, first.en));
    let said = engine_said(row, decisions).code();
    let standing_now =
        finding(row, decisions, names).map_or(said, |finding| does(&finding, decisions));
    FindingRowView {
        id: row.id.0,
        nomination: names.nomination(row.nomination_id),
        expert: names.expert(row.expert_id),
        kind,
        kind_zh,
        kind_en,
        severity: said.to_owned(),
        standing: standing_now.to_owned(),
        confidence: fraction(row.confidence),
        evidence_zh,
        evidence_en,
        decision: standing(decisions).map(brief),
        is_assigned,
    }
}

/// A word of the engine as it is written.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn link(known: &BTreeMap<Source, Known>, source: Option<&Source>) -> Option<String> {
    source.and_then(|source| known.get(source)).and_then(|known| known.link.clone())
}

fn node(node: &PathNode, known: &BTreeMap<Source, Known>) -> NodeView {
    let source = Source::try_from(node.id.clone()).ok();
    NodeView {
        id: node.id.clone(),
        kind: word(&node.kind),
        label: node.label.clone(),
        sub: node.sub.clone(),
        link: link(known, source.as_ref()),
    }
}

/// The way, and the same as rows.
pub(super) fn path(
    path: &ConflictPath,
    known: &BTreeMap<Source, Known>,
) -> (PathView, Vec<StepView>) {
    let labels: BTreeMap<&str, &str> =
        path.nodes.iter().map(|node| (node.id.as_str(), node.label.as_str())).collect();
    let edges: Vec<StepView> = path
        .edges
        .iter()
        .map(|edge| StepView {
            from: edge.from.clone(),
            to: edge.to.clone(),
            label_zh: edge.zh.clone(),
            label_en: edge.en.clone(),
            source: edge.source.as_ref().map(ToString::to_string),
            link: link(known, edge.source.as_ref()),
        })
        .collect();
    let named =
        |id: &str| labels.get(id).map_or_else(|| id.to_owned(), |label| (*label).to_owned());
    let table = edges
        .iter()
        .map(|edge| StepView { from: named(&edge.from), to: named(&edge.to), ..edge.clone() })
        .collect();
    let nodes = path.nodes.iter().map(|one| node(one, known)).collect();
    (PathView { nodes, edges }, table)
}

fn person(typed: &TypedName) -> PersonName {
    PersonName {
        name: typed.name.clone(),
        unit: Some(typed.unit.clone()).filter(|unit| !unit.is_empty()),
    }
}

/// A candidate as a row keeps it: key in the pool, per mille, whether it is sure.
pub(super) type KeptCandidate = (String, u16, bool);

/// The candidates of a row.
pub(super) fn candidates(row: &Declaration) -> Vec<KeptCandidate> {
    serde_json::from_value(row.candidates.clone()).unwrap_or_default()
}

/// What a declaration's page needs beside its row.
pub(super) struct DeclarationFacts<'a> {
    pub(super) words: DeclaredWords,
    pub(super) year: i32,
    pub(super) names: &'a Names,
    pub(super) by_code: &'a BTreeMap<String, NamedExpert>,
    /// Who reads it.
    pub(super) reader: &'a Actor,
    /// The reader may answer and withdraw.
    pub(super) may_act: bool,
}

/// A declaration, as the office sees it.
pub(super) fn declaration(row: Declaration, facts: DeclarationFacts<'_>) -> DeclarationView {
    let words = declared_kind(row.kind);
    let meant = facts.words.typed.as_ref().map(|typed| MatchView {
        typed_name: typed.name.clone(),
        typed_unit: Some(typed.unit.clone()).filter(|unit| !unit.is_empty()),
        candidates: candidates(&row)
            .into_iter()
            .filter_map(|(code, confidence, is_sure)| {
                Some(CandidateView {
                    expert: ExpertName::of(facts.by_code.get(&code)?),
                    confidence: fraction(confidence.into()),
                    is_sure,
                })
            })
            .collect(),
    });
    let can = |state| facts.may_act && row.state == state;
    let reader = (facts.reader.username.as_str(), row.account_id == Some(facts.reader.account));
    let may_withdraw = withdrawal(row.withdrawal_asked_by.as_deref(), reader).is_ok();
    DeclarationView {
        id: row.id.0,
        round: facts.year,
        source: row.source.as_str().to_owned(),
        kind: row.kind.as_str().to_owned(),
        kind_zh: words.zh,
        kind_en: words.en,
        state: row.state.as_str().to_owned(),
        expert: row.expert_id.map(|id| facts.names.expert(id)),
        nomination: row.nomination_id.map(|id| facts.names.nomination(id)),
        person: facts.words.person.as_ref().map(person),
        unit: facts.words.unit,
        text: facts.words.text,
        may: DeclarationMay {
            answer: can(DeclarationState::Waiting),
            withdraw: can(DeclarationState::InForce) && may_withdraw,
        },
        meant,
        declared_by: row.declared_by,
        declared_at: row.declared_at,
        answered_by: row.answered_by,
        answered_at: row.answered_at,
        answer: row.answer,
        withdrawal_asked_by: row.withdrawal_asked_by,
        withdrawal_asked_at: row.withdrawal_asked_at,
        withdrawal_asked_reason: row.withdrawal_asked_reason,
        withdrawn_by: row.withdrawn_by,
        withdrawn_at: row.withdrawn_at,
        withdrawal_reason: row.withdrawal_reason,
        version: row.version,
    }
}

/// A declaration, as who declared it sees it: nothing of what others did with it.
pub(super) fn own(
    row: &Declaration,
    words: DeclaredWords,
    year: i32,
    names: &Names,
) -> OwnDeclarationView {
    let called = declared_kind(row.kind);
    let is_asked = row.withdrawal_asked_by.as_ref() == Some(&row.declared_by);
    OwnDeclarationView {
        id: row.id.0,
        round: year,
        kind: row.kind.as_str().to_owned(),
        kind_zh: called.zh,
        kind_en: called.en,
        nomination: row.nomination_id.map(|id| names.nomination(id)),
        person: words.person.as_ref().map(person),
        unit: words.unit,
        text: words.text,
        state: row.state.as_str().to_owned(),
        declared_at: row.declared_at,
        withdrawal_asked_at: row.withdrawal_asked_at.filter(|_| is_asked),
        withdrawn_at: row.withdrawn_at,
        version: row.version,
    }
}

/// An alert.
pub(super) fn alert(row: &Alert, names: &Names) -> AlertView {
    let (kind, kind_zh, kind_en) = kind_words(&row.kind);
    AlertView {
        id: row.id.0,
        nomination: names.nomination(row.nomination_id),
        expert: names.expert(row.expert_id),
        kind,
        kind_zh,
        kind_en,
        severity: row.severity.clone(),
        confidence: fraction(row.confidence),
        evidence: lines(&evidence(&row.evidence)),
        phase: row.phase.as_str().to_owned(),
        state: row.state.as_str().to_owned(),
        review_assignment_id: row.review_assignment_id,
        is_frozen: row.is_frozen,
        found_at: row.found_at,
        cleared_at: row.cleared_at,
        handled_by: row.handled_by.clone(),
        handled_at: row.handled_at,
        handled_reason: row.handled_reason.clone(),
        version: row.version,
    }
}
