//! What did nominees and nominators declare in their dossiers? Relations to possible reviewers, and requests
//! to keep an expert out (X25 art. 55), taken once each. Who is meant is found by more than a name, or a person
//! says so.

use std::{collections::BTreeSet, sync::Arc};

use entity::{
    ids::{DossierId, NominationId, RecusalDeclarationId, RoundId},
    vocabulary::{DeclarationSource as By, DeclarationState as State, DeclaredKind},
};

use super::{
    declare::{ask_no_more, record},
    errors::RecusalError,
    records::aside,
    shown::KeptCandidate,
    store::{self, Declaration},
    wording::of_nominee,
};
use crate::{
    app::App,
    awards::Round,
    conflicts::{self, Candidate},
    matching::{DeclaredWords, RoundRecords, TypedName},
    nominations::{self, Content},
    shared::hex_sha256,
};

/// Who acts where no account does.
pub(super) const PROGRAM: &str = "laurel";

/// Something that a dossier says of a possible reviewer.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    nomination: NominationId,
    source: By,
    kind: DeclaredKind,
    words: DeclaredWords,
    /// The row that it stands in, with what it says: a changed row is another one.
    origin: String,
}

/// The experts of the pool whom typed names may mean.
async fn meant(
    records: &Arc<RoundRecords>,
    names: Vec<TypedName>,
) -> Result<Vec<Vec<Candidate>>, RecusalError> {
    let records = Arc::clone(records);
    aside(move || {
        let (input, policy) = (records.input(), records.policy());
        let look = |typed: &TypedName| {
            let unit = Some(typed.unit.as_str()).filter(|unit| !unit.is_empty());
            conflicts::candidates(&typed.name, unit, None, None, &input, policy)
        };
        names.iter().map(look).collect()
    })
    .await
}

/// The one expert who is surely meant.
fn sure(candidates: &[Candidate]) -> Option<&Candidate> {
    let mut sure = candidates.iter().filter(|one| one.is_sure);
    match (sure.next(), sure.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

fn kept(candidates: &[Candidate]) -> serde_json::Value {
    let kept: Vec<KeptCandidate> = candidates
        .iter()
        .take(5)
        .map(|one| (one.expert_id.clone(), one.confidence, one.is_sure))
        .collect();
    serde_json::json!(kept)
}

fn origin(of: &str, nomination: NominationId, parts: &[&str]) -> String {
    format!("{of}/{nomination}/{}", hex_sha256(parts.join("\n").as_bytes()))
}

/// The relations that the people of a nomination declared.
async fn relations(app: &App, nomination: NominationId) -> Result<Vec<Said>, RecusalError> {
    let declared = nominations::declared_relations(app, DossierId(nomination.0))
        .await
        .map_err(|error| RecusalError::Other(error.to_string()))?;
    let mut said = Vec::new();
    for (row, relations) in declared {
        for one in relations.into_iter().filter(|one| !one.name.trim().is_empty()) {
            let parts = [row.as_str(), &one.name, &one.unit, &one.kind, &one.note];
            said.push(Said {
                nomination,
                source: By::Nominee,
                kind: of_nominee(&one.kind),
                origin: origin("nominee", nomination, &parts),
                words: DeclaredWords {
                    text: one.note.clone(),
                    typed: Some(TypedName { name: one.name.clone(), unit: one.unit.clone() }),
                    ..DeclaredWords::default()
                },
            });
        }
    }
    Ok(said)
}

/// The experts whom a dossier asks to keep out.
fn requests(nomination: NominationId, content: &Content) -> Vec<Said> {
    let rows = content.rows("exclusions", "items").iter();
    rows.filter_map(|row| {
        let cell = |column: &str| content.cell("exclusions", "items", row, column).trim();
        let (name, unit, reason) = (cell("name"), cell("unit"), cell("reason"));
        (!name.is_empty()).then(|| Said {
            nomination,
            source: By::Nominator,
            kind: DeclaredKind::Exclusion,
            origin: origin("exclusion", nomination, &[row, name, unit, reason]),
            words: DeclaredWords {
                text: reason.to_owned(),
                typed: Some(TypedName { name: name.to_owned(), unit: unit.to_owned() }),
                ..DeclaredWords::default()
            },
        })
    })
    .collect()
}

async fn said_in(app: &App, nomination: NominationId) -> Result<Vec<Said>, RecusalError> {
    let other = |error: &dyn std::fmt::Display| RecusalError::Other(error.to_string());
    let database = app.database.reader();
    let dossier = DossierId(nomination.0);
    // Nominations of a file have no dossier.
    let Some(reached) =
        nominations::find_dossier(database, dossier).await.map_err(|error| other(&error))?
    else {
        return Ok(Vec::new());
    };
    let content =
        nominations::said(app, database, &reached).await.map_err(|error| other(&error))?;
    let mut said = requests(nomination, &content.content);
    said.extend(relations(app, nomination).await?);
    Ok(said)
}

fn row(
    app: &App,
    round: RoundId,
    (said, candidates): (Said, &[Candidate]),
    records: &RoundRecords,
) -> Result<Declaration, RecusalError> {
    let id: RecusalDeclarationId = app.ids.next();
    let expert = sure(candidates).and_then(|one| records.expert(&one.expert_id));
    // What a nominator asks for is granted or not by a person; an interest declared counts at once: of one
    // known expert in full, otherwise of each who may be meant as far as he surely is.
    let is_at_once = expert.is_some() && said.kind != DeclaredKind::Exclusion;
    let by = if said.source == By::Nominee { "nominee" } else { "nominator" };
    Ok(Declaration {
        id,
        round_id: round,
        source: said.source,
        kind: said.kind,
        state: if is_at_once { State::InForce } else { State::Waiting },
        expert_id: expert,
        account_id: None,
        nomination_id: Some(said.nomination),
        sealed: said.words.seal(&app.sealer, id)?,
        candidates: kept(candidates),
        origin: Some(said.origin),
        declared_by: by.to_owned(),
        declared_at: app.clock.now(),
        answered_by: None,
        answered_at: None,
        answer: None,
        withdrawal_asked_by: None,
        withdrawal_asked_at: None,
        withdrawal_asked_reason: None,
        withdrawn_by: None,
        withdrawn_at: None,
        withdrawal_reason: None,
        version: 1,
    })
}

/// What dossiers of the round say and was not taken yet.
async fn new_rows(
    app: &App,
    round: RoundId,
    records: &Arc<RoundRecords>,
) -> Result<Vec<Declaration>, RecusalError> {
    let known: BTreeSet<String> = store::origins(app.database.reader(), round).await?;
    let mut said = Vec::new();
    let speaking = store::speaking(app.database.reader()).await?;
    for &nomination in records.nominations().values() {
        if speaking.contains(&DossierId(nomination.0)) {
            said.extend(said_in(app, nomination).await?);
        }
    }
    said.retain(|one| !known.contains(&one.origin));
    let typed = said.iter().filter_map(|one| one.words.typed.clone()).collect();
    let candidates = meant(records, typed).await?;
    let said = said.into_iter().zip(&candidates);
    said.map(|(one, candidates)| row(app, round, (one, candidates), records)).collect()
}

/// Takes what dossiers of the round say and was not taken yet, and looks again for whom nobody was found.
/// Returns how many declarations are new or now in force.
///
/// # Errors
/// The records failing, or something that cannot be opened.
pub(super) async fn take_in(
    app: &App,
    round: &Round,
    records: &Arc<RoundRecords>,
) -> Result<u64, RecusalError> {
    let rows = new_rows(app, round.id, records).await?;
    let found_now = look_again(app, round.id, records).await?;
    if rows.is_empty() && found_now.is_empty() {
        return Ok(0);
    }
    let mut taken: Vec<RecusalDeclarationId> = Vec::new();
    let tx = app.database.begin_write().await?;
    for row in rows {
        let id = row.id;
        if store::add_declaration(&*tx, row).await? {
            taken.push(id);
        }
    }
    for row in found_now {
        let id = row.id;
        // Somebody may have answered meanwhile: then that stands.
        let is_waiting = store::held_declaration(&*tx, id)
            .await?
            .is_some_and(|now| now.version + 1 == row.version);
        if is_waiting {
            store::save_declaration(&*tx, row).await?;
            taken.push(id);
        }
    }
    // After the rows: whoever answers one of them holds it and waits for the audit chain.
    for id in &taken {
        record(app, &tx, (PROGRAM, "take_in"), (*id, None)).await?;
    }
    tx.commit().await?;
    Ok(u64::try_from(taken.len()).unwrap_or_default())
}

/// The declarations that wait for somebody who is now found in the pool.
async fn look_again(
    app: &App,
    round: RoundId,
    records: &Arc<RoundRecords>,
) -> Result<Vec<Declaration>, RecusalError> {
    let waiting = store::unresolved(app.database.reader(), round).await?;
    let mut typed = Vec::new();
    for row in &waiting {
        let words = DeclaredWords::open(&app.sealer, row.id, &row.sealed)?;
        typed.push(words.typed.unwrap_or_default());
    }
    let candidates = meant(records, typed).await?;
    let mut found = Vec::new();
    for (mut row, candidates) in waiting.into_iter().zip(&candidates) {
        let now = kept(candidates);
        let expert = sure(candidates).and_then(|one| records.expert(&one.expert_id));
        if now == row.candidates && expert.is_none() {
            continue;
        }
        row.candidates = now;
        row.expert_id = expert;
        // It was asked about those who might be meant then: a second person would agree to something else.
        ask_no_more(&mut row);
        if expert.is_some() && row.kind != DeclaredKind::Exclusion {
            row.state = State::InForce;
        }
        row.version += 1;
        found.push(row);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::Value;

    fn candidate(expert: &str, is_sure: bool) -> Candidate {
        Candidate {
            expert_id: expert.to_owned(),
            name: "甲".to_owned(),
            unit: "某大学".to_owned(),
            confidence: 500,
            is_sure,
        }
    }

    #[test]
    fn a_bare_name_means_nobody_and_two_who_may_be_meant_are_for_a_person() {
        assert_eq!(sure(&[candidate("a", false)]), None);
        assert_eq!(sure(&[candidate("a", true), candidate("b", true)]), None);
        let one = [candidate("a", false), candidate("b", true)];
        assert_eq!(sure(&one).map(|one| one.expert_id.as_str()), Some("b"));
    }

    #[test]
    fn a_request_is_read_from_its_row_and_known_by_what_it_says() {
        let content = |reason: &str| {
            let text = |text: &str| Value::Text(text.to_owned());
            let values = [
                ("exclusions.items", Value::List(vec!["r".to_owned(), "empty".to_owned()])),
                ("exclusions.items/r/name", text(" 甲 ")),
                ("exclusions.items/r/unit", text("某大学")),
                ("exclusions.items/r/reason", text(reason)),
            ];
            Content(values.into_iter().map(|(at, value)| (at.parse().unwrap(), value)).collect())
        };
        let nomination = NominationId(uuid::Uuid::nil());
        let said = requests(nomination, &content("有竞争关系"));
        assert_eq!(said.len(), 1);
        assert_eq!(said[0].words.typed.as_ref().unwrap().name, "甲");
        assert_eq!(said, requests(nomination, &content("有竞争关系")));
        assert_ne!(said[0].origin, requests(nomination, &content("另有理由"))[0].origin);
        assert!(!said[0].origin.contains('甲'));
    }
}
