//! Which conflicts are there between the pool and the nominations of a round? Joins the rules of
//! persons, units and publications and merges what they find.

use rayon::prelude::*;

use super::authorship;
use super::evidence::{Evidence, Finding};
use super::identity::{Identity, identities};
use super::index::Index;
use super::input::ConflictInput;
use super::kinds::{ConflictKind, Severity};
use super::persons;
use super::policy::ConflictPolicy;
use super::same_units;

/// One rule's answer, before those of one kind are merged.
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
    let known: Vec<Vec<Identity>> =
        index.experts.par_iter().map(|expert| identities(&index, expert)).collect();
    let by_expert: Vec<Vec<Finding>> = (0..index.experts.len())
        .into_par_iter()
        .map(|expert| {
            let mut hits = Vec::new();
            persons::find(&index, &known, expert, &mut hits);
            same_units::find(&index, expert, &mut hits);
            authorship::find(&index, &known, expert, &mut hits);
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

fn merge(index: &Index<'_>, expert: usize, mut hits: Vec<Hit>) -> Vec<Finding> {
    // The gravest and surest evidence first; its text decides the rest, so that rows may come in
    // any order.
    hits.sort_by(|a, b| {
        (a.nomination, a.kind, b.severity, b.confidence, &a.evidence).cmp(&(
            b.nomination,
            b.kind,
            a.severity,
            a.confidence,
            &b.evidence,
        ))
    });
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
