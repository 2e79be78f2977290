//! What did whoever decided that something is no conflict have before him? That much is settled, and nothing stronger:
//! a fact that was not there then, or a finding that has become surer, asks again. How many of the facts are left, and
//! how they are worded and counted, takes nothing back.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::evidence::{Evidence, Finding};
use crate::shared::hex_sha256;

/// By how much a finding may become surer and still be the one that was decided, per mille. Ours.
const BEARABLE_RISE: u16 = 100;

/// A finding as it was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// How sure it was, per mille.
    pub confidence: u16,
    /// SHA-256 of each fact; what was decided before is none.
    pub evidence: BTreeSet<String>,
}

/// The facts of a piece of evidence.
fn digests(evidence: &Evidence) -> impl Iterator<Item = String> {
    let facts = if evidence.is_decision() { Vec::new() } else { evidence.known_by() };
    facts.into_iter().map(|fact| hex_sha256(fact.as_bytes()))
}

impl Seen {
    /// What stands in a finding.
    pub fn of(confidence: u16, evidence: &[Evidence]) -> Self {
        Self { confidence, evidence: evidence.iter().flat_map(digests).collect() }
    }

    /// With what was told later.
    #[must_use]
    pub fn and(mut self, later: Self) -> Self {
        self.confidence = self.confidence.max(later.confidence);
        self.evidence.extend(later.evidence);
        self
    }

    /// Whether something so sure is not materially surer than what was seen.
    pub(super) fn bears(&self, confidence: u16) -> bool {
        confidence <= self.confidence.saturating_add(BEARABLE_RISE)
    }

    /// Whether all facts of a piece of evidence were there.
    pub fn has(&self, evidence: &Evidence) -> bool {
        digests(evidence).all(|digest| self.evidence.contains(&digest))
    }

    /// Whether a finding is still the one that was seen, or a weaker one.
    pub(super) fn covers(&self, finding: &Finding) -> bool {
        self.bears(finding.confidence) && finding.evidence.iter().all(|one| self.has(one))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conflicts::{ConflictKind, Severity, Source, SourceKind};

    fn evidence(kind: SourceKind, key: &str, zh: &str) -> Evidence {
        Evidence::new(Source::new(kind, key), zh, "")
    }

    fn finding(confidence: u16, evidence: Vec<Evidence>) -> Finding {
        Finding {
            nomination_id: "J1".to_owned(),
            expert_id: "E1".to_owned(),
            kind: ConflictKind::Coauthor,
            severity: Severity::Flag,
            confidence,
            evidence,
        }
    }

    #[test]
    fn what_was_seen_is_settled_and_nothing_stronger() {
        let paper = evidence(SourceKind::Publication, "p1", "合著1篇");
        let seen = Seen::of(300, std::slice::from_ref(&paper));
        assert!(seen.covers(&finding(300, vec![paper.clone()])));
        assert!(seen.covers(&finding(100, vec![])), "the facts have gone");
        assert!(seen.covers(&finding(300 + BEARABLE_RISE, vec![paper.clone()])));
        assert!(!seen.covers(&finding(301 + BEARABLE_RISE, vec![paper.clone()])), "surer");
        let reworded = evidence(SourceKind::Publication, "p1", "共同发表1篇");
        assert!(seen.covers(&finding(300, vec![reworded])), "of the same record another sentence");
        let other = evidence(SourceKind::Publication, "p2", "合著1篇");
        assert!(!seen.covers(&finding(300, vec![paper.clone(), other.clone()])));
        let told = seen.and(Seen::of(700, std::slice::from_ref(&other)));
        assert!(told.covers(&finding(700, vec![paper.clone(), other])));
    }

    #[test]
    fn of_facts_told_together_fewer_are_settled_and_one_more_is_not() {
        let joint = |papers: &[&str]| {
            let zh = format!("合著{}篇", papers.len());
            let facts = papers.iter().map(|&paper| paper.to_owned());
            evidence(SourceKind::Publication, papers[0], &zh).telling(facts)
        };
        let seen = Seen::of(300, &[joint(&["p1", "p2"])]);
        for settled in [&["p1", "p2"][..], &["p1"], &["p2"]] {
            assert!(seen.covers(&finding(300, vec![joint(settled)])), "{settled:?}");
        }
        assert!(!seen.covers(&finding(300, vec![joint(&["p1", "p3"])])), "as many, and another");
        assert!(!seen.covers(&finding(300, vec![joint(&["p1", "p2", "p3"])])));
    }

    #[test]
    fn what_was_decided_is_no_evidence() {
        let paper = evidence(SourceKind::Publication, "p1", "合著1篇");
        let decided = evidence(SourceKind::Decision, "B1", "认定不构成利害关系");
        let seen = Seen::of(300, &[paper.clone(), decided.clone()]);
        assert_eq!(seen, Seen::of(300, std::slice::from_ref(&paper)));
        assert!(seen.covers(&finding(300, vec![paper, decided])));
    }
}
