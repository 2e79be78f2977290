//! Which decisions do not settle any more what is found? The program takes them back, so that the finding asks a
//! person again. What was decided stays in its history, with what has come to it since.

use entity::{ids::RecusalDecisionId, vocabulary::RecusalDecisionState as State};

use super::{
    errors::RecusalError,
    shown,
    store::{self, Decision},
    take_in::PROGRAM,
};
use crate::{
    app::App,
    audit,
    conflicts::{self, Finding, Seen},
    persistence::WriteTx,
};

/// Why the program takes a decision back. What was found stands with the decision, where few read it.
const BECAUSE: &str = "认定之后所见有变，须重新认定";

/// A decision, and what is found in spite of it.
#[derive(Clone, Debug)]
pub(super) struct Outgrown {
    id: RecusalDecisionId,
    found: Finding,
}

/// The decisions that what is found has outgrown, in the order of their keys.
pub(super) fn outgrown(findings: &[Finding], decisions: &[conflicts::Decision]) -> Vec<Outgrown> {
    let of = |(decision, found): (&conflicts::Decision, &Finding)| {
        let id = uuid::Uuid::parse_str(&decision.decision_id).ok()?;
        Some(Outgrown { id: id.into(), found: found.clone() })
    };
    let all = conflicts::outgrown(findings, decisions);
    let mut all: Vec<Outgrown> = all.into_iter().filter_map(of).collect();
    all.sort_by_key(|one| one.id);
    all
}

/// What was not seen when it was decided, or how sure it is now.
fn reason(seen: Option<&serde_json::Value>, found: &Finding) -> String {
    let seen = seen.map(shown::kept_seen).unwrap_or_default();
    let new = found.evidence.iter().filter(|one| !seen.has(one)).map(|one| one.zh.as_str());
    let new: Vec<&str> = new.collect();
    if new.is_empty() {
        return format!("{BECAUSE}：把握升至 {}", found.confidence_text());
    }
    format!("{BECAUSE}：{}", new.join("；"))
}

fn taken_back(app: &App, mut row: Decision, found: &Finding) -> Decision {
    row.reversed_by = Some(PROGRAM.to_owned());
    row.reversed_at = Some(app.clock.now());
    row.reversed_reason = Some(reason(row.seen.as_ref(), found));
    row.found_since = Some(serde_json::json!(Seen::of(found.confidence, &found.evidence)));
    row.state = State::Reversed;
    row.standing = None;
    row.version += 1;
    row
}

/// Takes back what is outgrown, but for what somebody moved on meanwhile; the keys of what was taken back.
///
/// # Errors
/// The records failing.
pub(super) async fn take_back(
    app: &App,
    tx: &WriteTx,
    outgrown: &[Outgrown],
) -> Result<Vec<RecusalDecisionId>, RecusalError> {
    let mut taken = Vec::new();
    for one in outgrown {
        let row = store::decision(&**tx, one.id).await?;
        let Some(row) = row.filter(|row| row.state == State::InForce) else { continue };
        let seen = row.version;
        if store::save_decision(&**tx, taken_back(app, row, &one.found), seen).await? {
            taken.push(one.id);
        }
    }
    Ok(taken)
}

/// Leaves the record of what was taken back.
///
/// # Errors
/// The records failing.
pub(super) async fn record(
    app: &App,
    tx: &WriteTx,
    taken: &[RecusalDecisionId],
) -> Result<(), RecusalError> {
    for id in taken {
        let entry = audit::Entry {
            actor: PROGRAM.to_owned(),
            action: "recusals.reverse".to_owned(),
            subject: format!("recusal_decision/{id}"),
            reason: Some(BECAUSE.to_owned()),
            ..audit::Entry::default()
        };
        audit::record(&**tx, app.clock.now(), entry).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conflicts::{ConflictKind, Evidence, Severity, Source, SourceKind};

    #[test]
    fn the_reason_says_what_came_to_it() {
        let paper = |key: &str| {
            Evidence::new(Source::new(SourceKind::Publication, key), format!("合著 {key}"), "")
        };
        let decided = Evidence::new(Source::new(SourceKind::Decision, "B1"), "不构成", "");
        let found = Finding {
            nomination_id: "J1".to_owned(),
            expert_id: "E1".to_owned(),
            kind: ConflictKind::Coauthor,
            severity: Severity::Flag,
            confidence: 620,
            evidence: vec![paper("p2"), paper("p1"), decided],
        };
        let seen = |papers: &[Evidence]| serde_json::json!(Seen::of(300, papers));
        let told = reason(Some(&seen(&[paper("p1")])), &found);
        assert!(told.ends_with("：合著 p2"), "{told}");
        let told = reason(Some(&seen(&[paper("p1"), paper("p2")])), &found);
        assert!(told.ends_with("：把握升至 0.620"), "{told}");
        let told = reason(None, &found);
        assert!(told.ends_with("：合著 p2；合著 p1"), "{told}");
    }
}
