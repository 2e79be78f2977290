//! Which conflicts of a line are told first, where not all can be shown?

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::check_names::Reason;
use super::evidence::Finding;
use super::kinds::{ConflictKind, Severity};

/// Reasons shown for one line.
const MOST_REASONS: usize = 20;

/// The gravest first. Of equals, one of each kind in the order of the kinds before the second of any (a
/// completer has hundreds of rivals); how sure it is tells only within a kind which comes first.
pub(super) fn shown(findings: &[Finding]) -> Vec<Reason> {
    let mut gravest: Vec<&Finding> = findings.iter().collect();
    gravest.sort_by_key(|&one| {
        (Reverse(one.severity), one.kind, Reverse(one.confidence), &one.nomination_id)
    });
    let mut told: BTreeMap<(Severity, ConflictKind), usize> = BTreeMap::new();
    let mut ranked: Vec<(usize, &Finding)> = Vec::with_capacity(gravest.len());
    for one in gravest {
        let before = told.entry((one.severity, one.kind)).or_default();
        ranked.push((*before, one));
        *before += 1;
    }
    ranked.sort_by_key(|(before, one)| (Reverse(one.severity), *before));
    ranked.into_iter().take(MOST_REASONS).map(|(_, one)| reason(one)).collect()
}

fn reason(finding: &Finding) -> Reason {
    let first = finding.evidence.first();
    Reason {
        nomination_id: finding.nomination_id.clone(),
        kind: finding.kind,
        severity: finding.severity,
        confidence: finding.confidence,
        source: first.and_then(|one| one.source.clone()),
        zh: first.map(|one| one.zh.clone()).unwrap_or_default(),
        en: first.map(|one| one.en.clone()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(nomination: &str, kind: ConflictKind, severity: Severity) -> Finding {
        Finding {
            nomination_id: nomination.to_owned(),
            expert_id: "E1".to_owned(),
            kind,
            severity,
            confidence: 999,
            evidence: Vec::new(),
        }
    }

    #[test]
    fn rivals_hide_nothing() {
        let mut findings: Vec<Finding> = (10..60)
            .map(|at| finding(&format!("J{at}"), ConflictKind::Competitor, Severity::Bar))
            .collect();
        findings.push(finding("J09", ConflictKind::Coauthor, Severity::Flag));
        findings.push(finding("J09", ConflictKind::SameUnit, Severity::Bar));
        findings.push(finding("J09", ConflictKind::Completer, Severity::Bar));
        findings[7].confidence = 1_000;
        let shown = shown(&findings);
        let told: Vec<(&str, ConflictKind)> =
            shown.iter().map(|one| (&*one.nomination_id, one.kind)).take(4).collect();
        let expected = [
            ("J09", ConflictKind::Completer),
            ("J17", ConflictKind::Competitor),
            ("J09", ConflictKind::SameUnit),
            ("J10", ConflictKind::Competitor),
        ];
        assert_eq!(told, expected);
        assert_eq!(shown.len(), MOST_REASONS);
        assert!(shown.iter().all(|one| one.severity == Severity::Bar), "flags come after all bars");
    }
}
