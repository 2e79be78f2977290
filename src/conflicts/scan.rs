//! Who judged in spite of a conflict, and was it known when the work was given? Looks at a finished
//! round with what is found now.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::evidence::{Finding, Source, SourceKind};
use super::input::ConflictInput;
use super::kinds::Severity;

/// An assignment of a finished round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Who judged.
    pub expert_id: String,
    /// What.
    pub nomination_id: String,
    /// Since when.
    pub assigned_on: Option<NaiveDate>,
}

/// A bar or flag that stands between an expert and what he judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgedInSpite {
    /// What is found now.
    pub finding: Finding,
    /// When the work was given.
    pub assigned_on: Option<NaiveDate>,
    /// The earliest day on which a record behind the finding was there, where one is known.
    pub recorded_on: Option<NaiveDate>,
    /// Whether that was not after the work was given; none where a day is unknown.
    pub was_known: Option<bool>,
}

/// Joins the assignments of a finished round with the findings of now: bars first, then flags, by
/// nomination, expert and kind. `recorded` tells since when a record is there; of several pieces of
/// evidence the earliest counts, because one is enough to have known.
pub fn scan(
    judged: &[Judged],
    findings: &[Finding],
    recorded: &impl Fn(&Source) -> Option<NaiveDate>,
) -> Vec<JudgedInSpite> {
    let mut given: BTreeMap<(&str, &str), Option<NaiveDate>> = BTreeMap::new();
    for one in judged {
        let known = given
            .entry((one.nomination_id.as_str(), one.expert_id.as_str()))
            .or_insert(one.assigned_on);
        // Given twice, the later day is that of the work that was done.
        *known = (*known).max(one.assigned_on);
    }
    let mut found: Vec<JudgedInSpite> = findings
        .iter()
        .filter(|finding| finding.severity > Severity::Note)
        .filter_map(|finding| {
            let pair = (finding.nomination_id.as_str(), finding.expert_id.as_str());
            let assigned_on = *given.get(&pair)?;
            let recorded_on =
                finding.evidence.iter().filter_map(|one| recorded(one.source.as_ref()?)).min();
            let was_known = recorded_on.zip(assigned_on).map(|(recorded, given)| recorded <= given);
            Some(JudgedInSpite { finding: finding.clone(), assigned_on, recorded_on, was_known })
        })
        .collect();
    found.sort_by(|a, b| {
        let key = |one: &JudgedInSpite| {
            (one.finding.nomination_id.clone(), one.finding.expert_id.clone(), one.finding.kind)
        };
        b.finding.severity.cmp(&a.finding.severity).then_with(|| key(a).cmp(&key(b)))
    });
    found
}

/// The days that the records themselves carry: of declarations and of decisions.
pub fn recorded_days(input: &ConflictInput<'_>) -> BTreeMap<Source, NaiveDate> {
    let declared = input.declarations.iter().filter_map(|one| {
        Some((Source::new(SourceKind::Declaration, &one.declaration_id), one.made_on?))
    });
    let decided = input.decisions.iter().filter_map(|one| {
        Some((Source::new(SourceKind::Decision, &one.decision_id), one.decided_on?))
    });
    declared.chain(decided).collect()
}
