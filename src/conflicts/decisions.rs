//! What do remembered decisions make of what is found? A flag that was found to be no conflict falls
//! to a note, an upheld one bars, a bar falls only where it was lifted, and an identity that was
//! denied is not taken up again; one that bars is denied by two people. What takes weight from a
//! finding counts as far as the finding was seen then. Each leaves who decided, when and why.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::nominations::model::PersonRole;

use super::denials::Denials;
use super::detect::{Hit, told_first};
use super::evidence::{Evidence, Finding, Source, SourceKind};
use super::identity::{Identity, by_decision};
use super::index::Index;
use super::kinds::{ConflictKind, Severity};
use super::model::{Decision, Outcome};
use super::persons;

/// The decisions on one expert.
pub(super) type OfExpert<'input> = Vec<&'input Decision>;

/// Decisions by expert, each list in the order of the ids.
pub(super) fn by_expert<'input>(index: &Index<'input>) -> BTreeMap<usize, OfExpert<'input>> {
    let mut files: BTreeMap<usize, OfExpert<'input>> = BTreeMap::new();
    for decision in index.input.decisions {
        if let Some(&expert) = index.expert_at.get(decision.expert_id.as_str()) {
            files.entry(expert).or_default().push(decision);
        }
    }
    for file in files.values_mut() {
        file.sort_by(|a, b| (&a.decision_id, a.outcome).cmp(&(&b.decision_id, b.outcome)));
    }
    files
}

/// Takes out the identities that were denied, and says so in a note. One that bars stays until two
/// people have denied it, whatever it was when the first did.
pub(super) fn deny(
    index: &Index<'_>,
    (expert, decisions): (usize, &[&Decision]),
    known: &mut Vec<Identity>,
    denials: &mut Denials,
) -> Vec<Hit> {
    let denied: Vec<(&Decision, &Source)> = decisions
        .iter()
        .filter(|decision| decision.outcome == Outcome::NotTheSamePerson)
        .filter_map(|decision| Some((*decision, decision.person.as_ref()?)))
        .collect();
    let mut hits = Vec::new();
    if denied.is_empty() {
        return hits;
    }
    known.retain(|identity| {
        let person = &index.people[identity.person];
        let source = persons::source(person);
        let of_this = denied.iter().filter(|(_, denied)| **denied == source);
        let Some((decision, _)) = of_this.min_by_key(|(decision, _)| !decision.is_by_two()) else {
            return true;
        };
        let stays = identity.bars && !decision.is_by_two();
        if !stays {
            denials.add(expert, identity, decision.is_by_two());
        }
        hits.push(Hit {
            nomination: person.nomination,
            kind: party_kind(person.record.role),
            severity: Severity::Note,
            confidence: 0,
            evidence: denial(decision, source, &person.record.name, stays),
        });
        stays
    });
    hits
}

/// Who said that the expert is somebody else, and whether it waits for a second person.
fn denial(decision: &Decision, person: Source, name: &str, waits: bool) -> Evidence {
    let (waits_zh, waits_en) = if waits {
        (
            "（须另一人复核，复核之前仍须回避）",
            " (a second person must agree; until then the bar stands)",
        )
    } else {
        ("", "")
    };
    let zh = format!("与{name}不是同一人{waits_zh}");
    let en = format!("not {name}{waits_en}");
    decided(decision, Some(person), (&zh, &en))
}

/// Takes up the identities that people decided, surer than any other; returns who says so.
pub(super) fn affirm(
    index: &Index<'_>,
    (expert, decisions): (usize, &[&Decision]),
    known: &mut Vec<Identity>,
    denials: &mut Denials,
) -> Vec<Hit> {
    let mut hits = Vec::new();
    for decision in decisions.iter().filter(|one| one.outcome == Outcome::TheSamePerson) {
        let Some(source) = &decision.person else {
            continue;
        };
        let Some(&nomination) = source
            .key
            .rsplit_once('#')
            .and_then(|(nomination, _)| index.nomination_at.get(nomination))
        else {
            continue;
        };
        for &at in &index.by_person.of_nomination[nomination] {
            let person = &index.people[at];
            if persons::source(person) == *source {
                known.retain(|identity| identity.person != at);
                denials.forget(expert, at);
                known.push(by_decision(index, &index.experts[expert], at));
                hits.push(Hit {
                    nomination,
                    kind: party_kind(person.record.role),
                    severity: index.policy.severity_of(party_kind(person.record.role)),
                    confidence: 1_000,
                    evidence: decided(
                        decision,
                        Some(source.clone()),
                        (
                            &format!("是{}本人", person.record.name),
                            &format!("{} himself", person.record.name),
                        ),
                    ),
                });
            }
        }
    }
    known.sort_by_key(|identity| identity.person);
    hits
}

const fn party_kind(role: PersonRole) -> ConflictKind {
    match role {
        PersonRole::Completer => ConflictKind::Completer,
        PersonRole::NominatingExpert => ConflictKind::NominatingExpert,
        PersonRole::SocietyOfficer => ConflictKind::SocietyOfficer,
    }
}

/// Whether a decision speaks of a kind in a nomination, and of this record if it names one.
fn speaks_of(
    decision: &Decision,
    nomination_id: &str,
    kind: ConflictKind,
    source: Option<&Source>,
) -> bool {
    decision.nomination_id.as_deref() == Some(nomination_id)
        && decision.kind == Some(kind)
        && (decision.source.is_none() || decision.source.as_ref() == source)
}

/// Applies the decisions on an expert to what was found of him.
pub(super) fn apply(index: &Index<'_>, decisions: &[&Decision], hits: &mut Vec<Hit>) {
    let mut notes = Vec::new();
    for decision in decisions {
        match decision.outcome {
            Outcome::NotAConflict => lower(index, decision, Severity::Flag, hits, &mut notes),
            Outcome::Lifted => lower(index, decision, Severity::Bar, hits, &mut notes),
            Outcome::Conflict => notes.extend(upheld(index, decision)),
            Outcome::NotTheSamePerson | Outcome::TheSamePerson => {}
        }
    }
    hits.extend(notes);
}

/// Lowers what the decision names, up to a severity, to notes; what nobody saw who decided stays as it is.
fn lower(
    index: &Index<'_>,
    decision: &Decision,
    most: Severity,
    hits: &mut [Hit],
    notes: &mut Vec<Hit>,
) {
    let stronger = stronger(index, decision, hits);
    let mut named: Option<(usize, ConflictKind)> = None;
    let mut asks_again = false;
    for (at, hit) in hits.iter_mut().enumerate() {
        if hit.severity > most || !is_named(index, decision, hit) {
            continue;
        }
        named = Some((hit.nomination, hit.kind));
        if stronger.contains(&at) {
            asks_again = true;
        } else {
            hit.severity = Severity::Note;
        }
    }
    if let Some((nomination, kind)) = named {
        let said = match (decision.outcome, asks_again) {
            (Outcome::Lifted, false) => ("回避已解除", "the bar is lifted"),
            (Outcome::Lifted, true) => (
                "回避已解除（此后所见有变，须重新认定）",
                "the bar is lifted (what is found has changed since: it is to be decided anew)",
            ),
            (_, false) => ("不构成利害关系", "not a conflict"),
            (_, true) => (
                "不构成利害关系（此后所见有变，须重新认定）",
                "not a conflict (what is found has changed since: it is to be decided anew)",
            ),
        };
        notes.push(Hit {
            nomination,
            kind,
            severity: Severity::Note,
            confidence: 0,
            evidence: decided(decision, decision.source.clone(), said),
        });
    }
}

fn is_named(index: &Index<'_>, decision: &Decision, hit: &Hit) -> bool {
    let nomination = &index.input.nominations[hit.nomination].nomination_id;
    speaks_of(decision, nomination, hit.kind, hit.evidence.source.as_ref())
}

/// Positions of what a decision names and what goes beyond that which was seen when it was made: materially surer, or
/// evidence that was not told then. What a finding has no room to tell nobody could see, now or then.
fn stronger(index: &Index<'_>, decision: &Decision, hits: &[Hit]) -> BTreeSet<usize> {
    let Some(seen) = &decision.seen else {
        return BTreeSet::new();
    };
    let mut named: Vec<(usize, &Hit)> =
        hits.iter().enumerate().filter(|(_, hit)| is_named(index, decision, hit)).collect();
    named.sort_by(|(_, a), (_, b)| told_first(a, b));
    let mut told: Vec<&Evidence> = Vec::new();
    for (_, hit) in &named {
        if told.len() < index.policy.limits.most_evidence && !told.contains(&&hit.evidence) {
            told.push(&hit.evidence);
        }
    }
    let is_stronger = |hit: &Hit| {
        let is_new = told.contains(&&hit.evidence) && !seen.has(&hit.evidence);
        hit.severity > Severity::Note && (is_new || !seen.bears(hit.confidence))
    };
    named.into_iter().filter(|(_, hit)| is_stronger(hit)).map(|(at, _)| at).collect()
}

/// The bar of an upheld flag, whatever became of the facts.
fn upheld(index: &Index<'_>, decision: &Decision) -> Option<Hit> {
    let nomination = *index.nomination_at.get(decision.nomination_id.as_deref()?)?;
    Some(Hit {
        nomination,
        kind: decision.kind?,
        severity: Severity::Bar,
        confidence: 1_000,
        evidence: decided(decision, decision.source.clone(), ("构成利害关系", "a conflict")),
    })
}

fn decided(decision: &Decision, about: Option<Source>, (zh, en): (&str, &str)) -> Evidence {
    let by = decision.deciders();
    let words = decision.words.trim();
    let (day_zh, day_en) = decision.decided_on.map_or_else(
        || (String::new(), String::new()),
        |day| (format!("于 {day} "), format!(" on {day}")),
    );
    let source = Source::new(SourceKind::Decision, &decision.decision_id);
    Evidence::new(
        source.clone(),
        format!("{by} {day_zh}认定{zh}：{words}"),
        format!("{by} decided{day_en} that it is {en}: {words}"),
    )
    .over(about.into_iter().chain(std::iter::once(source)))
}

/// What a finding does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Does {
    /// It was decided to be no conflict.
    Cleared,
    /// As [`Severity::Note`].
    Note,
    /// As [`Severity::Flag`].
    Flag,
    /// As [`Severity::Bar`].
    Bar,
}

/// How a finding stands after the decisions on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// What it does.
    pub does: Does,
    /// The decision by which it differs from what was found.
    pub decision_id: Option<String>,
}

/// How a finding that was made without decisions stands after them: the table that [`super::detect()`]
/// applies to its evidence, for whoever keeps findings and decisions apart. An upheld conflict bars;
/// a lifted bar is cleared; no conflict clears a flag or a note, never a bar; another person clears
/// a bar by the word of two. A decision on one record, or on one person, counts where all evidence
/// rests on that record; and what takes weight from a finding, where nothing stronger is found than was
/// seen then.
pub fn standing(finding: &Finding, decisions: &[Decision]) -> Standing {
    let mut ours: Vec<&Decision> = decisions
        .iter()
        .filter(|decision| decision.expert_id == finding.expert_id)
        .filter(|decision| is_about(decision, finding))
        .collect();
    ours.sort_by_key(|decision| &decision.decision_id);
    let of = |outcome: Outcome| ours.iter().find(|decision| decision.outcome == outcome);
    let by = |does, decision: &&Decision| Standing {
        does,
        decision_id: Some(decision.decision_id.clone()),
    };
    if let Some(decision) = of(Outcome::Conflict).or_else(|| of(Outcome::TheSamePerson)) {
        return by(Does::Bar, decision);
    }
    let is_denied = |decision: &&&Decision| {
        decision.outcome == Outcome::NotTheSamePerson
            && (finding.severity < Severity::Bar || decision.is_by_two())
    };
    if let Some(decision) = of(Outcome::Lifted).or_else(|| ours.iter().find(is_denied)) {
        return by(Does::Cleared, decision);
    }
    match (finding.severity, of(Outcome::NotAConflict)) {
        (Severity::Flag | Severity::Note, Some(decision)) => by(Does::Cleared, decision),
        (Severity::Bar, _) => Standing { does: Does::Bar, decision_id: None },
        (Severity::Flag, None) => Standing { does: Does::Flag, decision_id: None },
        (Severity::Note, None) => Standing { does: Does::Note, decision_id: None },
    }
}

fn is_about(decision: &Decision, finding: &Finding) -> bool {
    let rests_on =
        |record: &Source| finding.evidence.iter().all(|one| one.source.as_ref() == Some(record));
    match (decision.outcome, &decision.person) {
        (Outcome::NotTheSamePerson | Outcome::TheSamePerson, Some(person)) => {
            rests_on(person) && hangs_on_identity(finding.kind)
        }
        (Outcome::NotTheSamePerson | Outcome::TheSamePerson, None) => false,
        (outcome, _) => {
            decision.nomination_id.as_ref() == Some(&finding.nomination_id)
                && decision.kind == Some(finding.kind)
                && (outcome == Outcome::Conflict
                    || (decision.source.as_ref().is_none_or(rests_on)
                        && decision.seen.as_ref().is_none_or(|seen| seen.covers(finding))))
        }
    }
}

/// The decisions that do not settle any more what is found, each with the finding, of findings that were made with
/// these decisions: what one of them still settles is a note.
pub fn outgrown<'of>(
    findings: &'of [Finding],
    decisions: &'of [Decision],
) -> Vec<(&'of Decision, &'of Finding)> {
    let of = |decision: &'of Decision| {
        let takes_weight = matches!(decision.outcome, Outcome::NotAConflict | Outcome::Lifted);
        let key = (decision.nomination_id.as_deref()?, &*decision.expert_id, decision.kind?);
        (takes_weight && decision.source.is_none()).then_some((key, decision))
    };
    let settling: BTreeMap<_, &Decision> = decisions.iter().filter_map(of).collect();
    let unsettled = findings.iter().filter(|finding| finding.severity > Severity::Note);
    let of = |finding: &'of Finding| {
        let key = (&*finding.nomination_id, &*finding.expert_id, finding.kind);
        Some((*settling.get(&key)?, finding))
    };
    unsettled.filter_map(of).collect()
}

/// Kinds that fall with the identity of expert and person.
const fn hangs_on_identity(kind: ConflictKind) -> bool {
    matches!(
        kind,
        ConflictKind::Completer
            | ConflictKind::NominatingExpert
            | ConflictKind::SocietyOfficer
            | ConflictKind::Competitor
            | ConflictKind::OwnSimilarNomination
    )
}
