//! Which conflicts are there between the pool and the nominations of a round? Joins the rules of
//! persons, units and publications and merges what they find.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::advisers;
use super::authorship;
use super::completing_units;
use super::decisions;
use super::declared;
use super::denials::Denials;
use super::evidence::{Evidence, Finding, Source};
use super::facts;
use super::identity::{Identity, identities};
use super::index::Index;
use super::input::ConflictInput;
use super::kinds::{ConflictKind, Severity};
use super::model::{Decision, Outcome};
use super::persons;
use super::policy::ConflictPolicy;
use super::rings;
use super::same_units;
use super::together;

/// What lists other than the pool's own lead to, by expert.
pub(super) type Found = BTreeMap<usize, Vec<Hit>>;

/// One rule's answer, before those of one kind are merged.
#[derive(Clone)]
pub(super) struct Hit {
    /// Position in the input.
    pub(super) nomination: usize,
    pub(super) kind: ConflictKind,
    pub(super) severity: Severity,
    pub(super) confidence: u16,
    pub(super) evidence: Evidence,
}

/// Finds every conflict between an expert and a nomination of the round, sorted by nomination id,
/// expert id and kind; at most one finding for each of these, with the gravest severity and the
/// highest confidence among its evidence. A nomination is of the round if its year is that of the
/// policy (or the latest of the input) or unknown; the others serve as history.
///
/// A function of its arguments alone: neither the order of rows nor the number of threads matters.
pub fn detect(input: &ConflictInput<'_>, policy: &ConflictPolicy) -> Vec<Finding> {
    let index = Index::new(*input, policy);
    let mut known: Vec<Vec<Identity>> =
        index.experts.par_iter().map(|expert| identities(&index, expert)).collect();
    let mut found = Found::new();
    let mut denials = Denials::default();
    let decided = decisions::by_expert(&index);
    for (&expert, decisions) in &decided {
        let of = (expert, decisions.as_slice());
        let denied = decisions::deny(&index, of, &mut known[expert], &mut denials);
        let affirmed = decisions::affirm(&index, of, &mut known[expert], &mut denials);
        found.entry(expert).or_default().extend(denied.into_iter().chain(affirmed));
    }
    declared::find(&index, &mut found);
    together::find(&index, (&known, &denials), &mut found);
    advisers::find(&index, (&known, &denials), &mut found);
    advisers::infer(&index, &known, &mut found);
    rings::find(&index, &known, &mut found);
    let by_expert: Vec<Vec<Finding>> = (0..index.experts.len())
        .into_par_iter()
        .map(|expert| {
            let mut hits = Vec::new();
            persons::find(&index, &known, expert, &mut hits);
            same_units::find(&index, expert, &mut hits);
            completing_units::find(&index, expert, &mut hits);
            authorship::find(&index, (&known, &denials), expert, &mut hits);
            hits.extend(found.get(&expert).into_iter().flatten().cloned());
            facts::name_people(&index, &mut hits);
            if let Some(decisions) = decided.get(&expert) {
                decisions::apply(&index, decisions, &mut hits);
            }
            hits.retain(|hit| index.rounds.is_current[hit.nomination]);
            merge(&index, expert, hits)
        })
        .collect();
    let mut findings: Vec<Finding> = by_expert.into_iter().flatten().collect();
    findings.par_sort_by(|a, b| {
        (&a.nomination_id, &a.expert_id, a.kind).cmp(&(&b.nomination_id, &b.expert_id, b.kind))
    });
    findings
}

/// Whether a bar would fall, of whomever, were these experts by two people's word not the people beside them; by
/// the facts alone, whatever was decided: what one person's "not the same person" must not take away.
pub fn would_lose_a_bar(
    input: &ConflictInput<'_>,
    policy: &ConflictPolicy,
    denied: &[(String, Source)],
) -> bool {
    let denial = |((expert, person), at): (&(String, Source), usize)| Decision {
        decision_id: at.to_string(),
        outcome: Outcome::NotTheSamePerson,
        expert_id: expert.clone(),
        person: Some(person.clone()),
        decided_by: "one".to_owned(),
        agreed_by: Some("another".to_owned()),
        ..Decision::default()
    };
    let denials: Vec<Decision> = denied.iter().zip(0..).map(denial).collect();
    let bars = |decisions: &[Decision]| -> BTreeSet<(String, String, ConflictKind)> {
        let found = detect(&ConflictInput { decisions, ..*input }, policy).into_iter();
        let bars = found.filter(|one| one.severity == Severity::Bar);
        bars.map(|one| (one.nomination_id, one.expert_id, one.kind)).collect()
    };
    !bars(&denials).is_superset(&bars(&[]))
}

/// The order in which hits are told: of one finding the gravest and surest first; the text decides the rest, so that
/// rows may come in any order.
pub(super) fn told_first(a: &Hit, b: &Hit) -> Ordering {
    (a.nomination, a.kind, b.severity, b.confidence, &a.evidence).cmp(&(
        b.nomination,
        b.kind,
        a.severity,
        a.confidence,
        &b.evidence,
    ))
}

fn merge(index: &Index<'_>, expert: usize, mut hits: Vec<Hit>) -> Vec<Finding> {
    hits.sort_by(told_first);
    let most = index.policy.limits.most_evidence;
    let expert_id = &index.experts[expert].record.expert_id;
    let mut findings: Vec<Finding> = Vec::new();
    let mut last = None;
    for hit in hits {
        let pair = Some((hit.nomination, hit.kind));
        match findings.last_mut() {
            Some(finding) if last == pair => {
                finding.confidence = finding.confidence.max(hit.confidence);
                if finding.evidence.len() < most && !finding.evidence.contains(&hit.evidence) {
                    finding.evidence.push(hit.evidence);
                }
            }
            _ => findings.push(Finding {
                nomination_id: index.input.nominations[hit.nomination].nomination_id.clone(),
                expert_id: expert_id.clone(),
                kind: hit.kind,
                severity: hit.severity,
                confidence: hit.confidence,
                evidence: vec![hit.evidence],
            }),
        }
        last = pair;
    }
    findings
}
