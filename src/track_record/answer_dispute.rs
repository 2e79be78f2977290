//! How does CAST answer a dispute? Accepted: the record is corrected in the same transaction.

use std::collections::BTreeMap;

use serde_json::json;

use super::{
    correction_fault::CorrectionFault,
    definitions::{Definitions, contradictions},
    dispute::{Answer, Correction, Dispute},
    disputes::{Step, after},
    fact::{FactKey, FactRow, Recorded},
    file_dispute::RecordError,
    sources::Sources,
    store::{self, NewFact, Reach, Recording},
};
use crate::{app::App, audit, shared::Bilingual, shared::hex_sha256};

/// How a dispute is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The society is right.
    Accept,
    /// The record stands.
    Reject,
}

/// The facts that the corrections make, each after the one that it supersedes.
fn corrected(
    definitions: &Definitions,
    dispute: &Dispute,
    answer: &Answer,
    facts: &[Recorded],
) -> Result<Vec<NewFact>, RecordError> {
    let indicator =
        definitions.indicator(&dispute.item.indicator).ok_or(RecordError::UnknownIndicator)?;
    let by_key: BTreeMap<FactKey, &Recorded> =
        facts.iter().map(|recorded| (recorded.fact.key(), recorded)).collect();
    let mut sources = Sources::default();
    for Recorded { fact, .. } in facts {
        sources.note(definitions, &fact.measure, fact.is_total());
    }
    let mut new: Vec<NewFact> = Vec::new();
    for (place, correction) in answer.corrections.iter().enumerate() {
        let bad = |why: Bilingual| RecordError::from(CorrectionFault::Bad(place, why));
        if !indicator.measures().contains(&correction.measure.as_str()) {
            return Err(bad(Bilingual::new(
                "该统计项不属于所争议的指标",
                "the measure is no part of the disputed indicator",
            )));
        }
        let fact = fact_of(dispute, answer, correction, facts);
        if new.iter().any(|other| other.fact.key() == fact.key()) {
            return Err(bad(Bilingual::new("同一项更正了两次", "corrected twice")));
        }
        let after = match by_key.get(&fact.key()) {
            Some(old) if old.fact.value == fact.value => {
                return Err(bad(Bilingual::new("与现有数值相同", "it stands so already")));
            }
            Some(old) => Some((old.id, old.revision)),
            None => {
                sources.admits(definitions, &fact.measure, fact.is_total()).map_err(bad)?;
                None
            }
        };
        new.push(NewFact { fact, after });
    }
    Ok(new)
}

fn fact_of(
    dispute: &Dispute,
    answer: &Answer,
    correction: &Correction,
    facts: &[Recorded],
) -> FactRow {
    // What is said beside a total is of its old count: only a case keeps its title.
    let is_of_case = !correction.case_ref.is_empty();
    let of_case =
        facts.iter().find(|recorded| is_of_case && recorded.fact.case_ref == correction.case_ref);
    FactRow {
        society_id: dispute.item.society_id.clone(),
        round: dispute.item.round,
        case_ref: correction.case_ref.clone(),
        case_title: of_case.map(|recorded| recorded.fact.case_title.clone()).unwrap_or_default(),
        measure: correction.measure.clone(),
        value: correction.value,
        source: format!("record_dispute/{}", dispute.id),
        reason: Some(answer.text.clone()),
    }
}

/// The counts of the round once the new facts stand, held against the laws of measures: of the whole
/// round, and of each case.
fn check_whole(facts: &[Recorded], new: &[NewFact]) -> Result<(), RecordError> {
    let superseding = |key: &FactKey| new.iter().any(|one| one.fact.key() == *key);
    let standing = facts
        .iter()
        .map(|recorded| &recorded.fact)
        .filter(|fact| !superseding(&fact.key()))
        .chain(new.iter().map(|one| &one.fact));
    let mut by_case: BTreeMap<&str, BTreeMap<String, u32>> = BTreeMap::new();
    let mut whole: BTreeMap<String, u32> = BTreeMap::new();
    for fact in standing {
        *whole.entry(fact.measure.clone()).or_default() += fact.value;
        let case = by_case.entry(&fact.case_ref).or_default();
        *case.entry(fact.measure.clone()).or_default() += fact.value;
    }
    let found = by_case.values().chain([&whole]).flat_map(contradictions).next();
    found.map_or(Ok(()), |contradiction| Err(CorrectionFault::Contradiction(contradiction).into()))
}

/// Answers a dispute.
///
/// # Errors
/// It was answered or taken back, the corrections do not fit the decision or the record, it moved on
/// meanwhile, the records failing.
pub async fn answer(
    app: &App,
    dispute: &Dispute,
    decision: Decision,
    answer: &Answer,
) -> Result<(), RecordError> {
    let step = match decision {
        Decision::Accept => Step::Accept,
        Decision::Reject => Step::Reject,
    };
    let state = after(dispute.state, step).ok_or(RecordError::WrongState)?;
    match (decision, answer.corrections.is_empty()) {
        (Decision::Accept, true) => return Err(CorrectionFault::None.into()),
        (Decision::Reject, false) => return Err(CorrectionFault::Needless.into()),
        _ => {}
    }
    let definitions = Definitions::shipped()?;
    let tx = app.database.begin_write().await?;
    // Before anything is held against the record: whoever was first may have corrected it.
    let present = store::find_dispute(&*tx, dispute.id).await?;
    if present.is_none_or(|present| present.version != dispute.version) {
        return Err(RecordError::Stale);
    }
    let item = &dispute.item;
    let reach = Reach { societies: vec![item.society_id.clone()], rounds: vec![item.round] };
    let facts = store::current(&*tx, &reach).await?;
    let new = corrected(&definitions, dispute, answer, &facts)?;
    check_whole(&facts, &new)?;
    if !store::move_dispute(&*tx, dispute, state, Some(answer)).await? {
        return Err(RecordError::Stale);
    }
    let recording = Recording { by: &answer.by, now: answer.at, ids: app.ids };
    store::insert_facts(&*tx, recording, new).await?;
    let content = json!({ "state": state.as_str(), "corrections": answer.corrections });
    let entry = audit::Entry {
        actor: answer.by.clone(),
        action: "track_record.answer_dispute".to_owned(),
        subject: format!("record_dispute/{}", dispute.id),
        after_digest: Some(hex_sha256(content.to_string().as_bytes())),
        reason: Some(answer.text.clone()),
        ..audit::Entry::default()
    };
    audit::record(&*tx, answer.at, entry).await?;
    tx.commit().await?;
    Ok(())
}
