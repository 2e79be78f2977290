//! Where does a new fact go? Beside the ones that are there, never over them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{ids::OutcomeFactId, outcome_fact};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr};

use super::{
    super::{
        definitions::Definitions,
        fact::{FactKey, FactRow, Recorded},
        sources::Sources,
    },
    facts::{Reach, current},
};
use crate::{
    persistence::{Applied, Refusal, insert_all},
    shared::{Bilingual, IdSource},
    societies,
};

/// Who records, and when.
#[derive(Clone, Copy, Debug)]
pub struct Recording<'a> {
    /// The one who records.
    pub by: &'a str,
    /// When.
    pub now: DateTime<Utc>,
    /// New keys.
    pub ids: IdSource,
}

/// A fact to be written, after the revision that it supersedes.
#[derive(Clone, Debug)]
pub(in super::super) struct NewFact {
    pub(in super::super) fact: FactRow,
    pub(in super::super) after: Option<(OutcomeFactId, u32)>,
}

/// Writes facts.
pub(in super::super) async fn insert_facts(
    database: &impl ConnectionTrait,
    recording: Recording<'_>,
    facts: Vec<NewFact>,
) -> Result<(), DbErr> {
    let rows = facts.into_iter().map(|NewFact { fact, after }| outcome_fact::ActiveModel {
        id: Set(recording.ids.next()),
        society_code: Set(fact.society_id),
        round_year: Set(fact.round),
        case_ref: Set(fact.case_ref),
        case_title: Set(fact.case_title),
        measure: Set(fact.measure),
        value: Set(i32::try_from(fact.value).unwrap_or(i32::MAX)),
        revision: Set(
            after.map_or(0, |(_, revision)| i32::try_from(revision + 1).unwrap_or(i32::MAX))
        ),
        supersedes: Set(after.map(|(id, _)| id)),
        source: Set(fact.source),
        reason: Set(fact.reason),
        recorded_by: Set(recording.by.to_owned()),
        recorded_at: Set(recording.now),
    });
    insert_all(database, rows.collect()).await
}

/// What is known where a batch of facts goes.
struct Known {
    societies: BTreeSet<String>,
    facts: BTreeMap<FactKey, Recorded>,
    sources: BTreeMap<(String, i32), Sources>,
}

impl Known {
    async fn about(
        database: &impl ConnectionTrait,
        definitions: &Definitions,
        places: impl Iterator<Item = (String, i32)>,
    ) -> Result<Self, DbErr> {
        let places: BTreeSet<(String, i32)> = places.collect();
        let named: BTreeSet<String> = places.iter().map(|(society, _)| society.clone()).collect();
        let rounds: BTreeSet<i32> = places.iter().map(|(_, round)| *round).collect();
        let reach =
            Reach { societies: named.into_iter().collect(), rounds: rounds.into_iter().collect() };
        let registered = societies::all(database).await?;
        let mut known = Self {
            societies: registered.into_iter().map(|society| society.society_id).collect(),
            facts: BTreeMap::new(),
            sources: BTreeMap::new(),
        };
        if places.is_empty() {
            return Ok(known);
        }
        for recorded in current(database, &reach).await? {
            known.note(definitions, &recorded.fact);
            known.facts.insert(recorded.fact.key(), recorded);
        }
        Ok(known)
    }

    fn note(&mut self, definitions: &Definitions, fact: &FactRow) {
        let place = (fact.society_id.clone(), fact.round);
        self.sources.entry(place).or_default().note(definitions, &fact.measure, fact.is_total());
    }

    fn admits(&self, definitions: &Definitions, fact: &FactRow) -> Result<(), Bilingual> {
        let place = (fact.society_id.clone(), fact.round);
        self.sources
            .get(&place)
            .map_or(Ok(()), |sources| sources.admits(definitions, &fact.measure, fact.is_total()))
    }
}

/// What is to be done with one row.
enum Verdict {
    New,
    Correction(OutcomeFactId, u32),
    Same,
    Refused(&'static str, Bilingual),
}

fn judge(known: &Known, definitions: &Definitions, row: &FactRow) -> Verdict {
    if !known.societies.contains(&row.society_id) {
        return Verdict::Refused("society_id", unknown_society(&row.society_id));
    }
    let Some(old) = known.facts.get(&row.key()) else {
        return match known.admits(definitions, row) {
            Ok(()) => Verdict::New,
            Err(why) => Verdict::Refused("case_ref", why),
        };
    };
    if old.fact.value == row.value {
        return Verdict::Same;
    }
    if row.reason.is_none() {
        let value = old.fact.value;
        let why = Bilingual::new(
            format!("已记为 {value}，更正须在 reason 列写明理由"),
            format!("stands as {value}; a correction says why in the column reason"),
        );
        return Verdict::Refused("value", why);
    }
    Verdict::Correction(old.id, old.revision)
}

pub(super) fn unknown_society(code: &str) -> Bilingual {
    Bilingual::new(
        format!("“{code}”不存在，请先导入学会"),
        format!("\"{code}\" does not exist, import the societies first"),
    )
}

/// Takes a batch of imported facts: new ones are added, the same ones left alone, others are
/// corrections and need a reason.
pub async fn apply_facts(
    database: &impl ConnectionTrait,
    recording: Recording<'_>,
    definitions: &Definitions,
    batch: &[FactRow],
) -> Result<Applied, DbErr> {
    let places = batch.iter().map(|row| (row.society_id.clone(), row.round));
    let mut known = Known::about(database, definitions, places).await?;
    let mut applied = Applied::default();
    let mut new = Vec::new();
    for (index, row) in batch.iter().enumerate() {
        match judge(&known, definitions, row) {
            Verdict::Same => applied.unchanged += 1,
            Verdict::Refused(column, why) => applied.refused.push(Refusal { index, column, why }),
            Verdict::New => {
                known.note(definitions, row);
                applied.inserted += 1;
                new.push(NewFact { fact: row.clone(), after: None });
            }
            Verdict::Correction(id, revision) => {
                applied.updated += 1;
                new.push(NewFact { fact: row.clone(), after: Some((id, revision)) });
            }
        }
    }
    insert_facts(database, recording, new).await?;
    Ok(applied)
}
