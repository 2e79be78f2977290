//! What do the records come to, as the history that the engine reads and files carry, and how does a
//! history become facts?

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, DbErr};

use super::{
    super::{
        counted::{Place, counted, following, rounds},
        definitions::{Definitions, contradictions},
        fact::{FactRow, IMPORTED_TOTAL},
        figures::Counts,
        model::HistoryRow,
        sources::Sources,
    },
    events::list_events,
    facts::{Reach, current, sums},
    intake::{NewFact, Recording, insert_facts, unknown_society},
    mergers::{add_merger, mergers},
};
use crate::{
    authz::Scope,
    persistence::{Applied, Refusal},
    shared::Bilingual,
    societies,
};

/// The measure under which the places of a round stand.
const QUOTA: &str = "quota";

/// The counts of every society and round, with the rounds that there are.
#[derive(Debug)]
pub(in super::super) struct Whole {
    pub(in super::super) counts: BTreeMap<Place, Counts>,
    pub(in super::super) rounds: BTreeSet<i32>,
}

impl Whole {
    /// A round with the two that follow it.
    pub(in super::super) fn following(&self, definitions: &Definitions, round: i32) -> [i32; 3] {
        following(&self.rounds, round, definitions.years_between())
    }
}

/// What facts and events come to together.
pub(in super::super) async fn whole(
    database: &impl ConnectionTrait,
    definitions: &Definitions,
) -> Result<Whole, DbErr> {
    let sums = sums(database, &Reach::default()).await?;
    let events = list_events(database, &Scope::All, false).await?;
    let effects = events.iter().map(|event| (event.society_id.as_str(), event.effect));
    Ok(Whole { counts: counted(definitions, &sums, effects), rounds: rounds(&sums) })
}

/// The history of every society in every round that the record knows, by round and society.
///
/// # Errors
/// The records failing.
pub async fn history(database: &impl ConnectionTrait) -> Result<Vec<HistoryRow>, DbErr> {
    let definitions = Definitions::shipped().map_err(|error| DbErr::Custom(error.to_string()))?;
    let whole = whole(database, &definitions).await?;
    let mergers = mergers(database).await?;
    let registered: BTreeMap<String, societies::model::Society> = societies::all(database)
        .await?
        .into_iter()
        .map(|society| (society.society_id.clone(), society))
        .collect();
    let rows = whole.counts.into_iter().filter(|((_, round), _)| whole.rounds.contains(round));
    let mut rows: Vec<HistoryRow> = rows
        .map(|((society_id, round), mut counts)| {
            let known = registered.get(&society_id);
            HistoryRow {
                society: known.map(|society| society.name.clone()).unwrap_or_default(),
                group: known.and_then(|society| society.group.clone()).unwrap_or_default(),
                round,
                quota: counts.remove(QUOTA).unwrap_or_default(),
                counts,
                merged_into: mergers.get(&society_id).cloned(),
                society_id,
            }
        })
        .collect();
    rows.sort_by(|one, other| (one.round, &one.society_id).cmp(&(other.round, &other.society_id)));
    Ok(rows)
}

/// What is known where a history goes.
struct Known {
    societies: BTreeSet<String>,
    counts: BTreeMap<Place, Counts>,
    sources: BTreeMap<Place, Sources>,
    mergers: BTreeMap<String, String>,
}

impl Known {
    async fn of(database: &impl ConnectionTrait, definitions: &Definitions) -> Result<Self, DbErr> {
        let mut sources: BTreeMap<Place, Sources> = BTreeMap::new();
        for recorded in current(database, &Reach::default()).await? {
            let fact = recorded.fact;
            let is_total = fact.is_total();
            let place = sources.entry((fact.society_id, fact.round)).or_default();
            place.note(definitions, &fact.measure, is_total);
        }
        let registered = societies::all(database).await?;
        Ok(Self {
            societies: registered.into_iter().map(|society| society.society_id).collect(),
            counts: whole(database, definitions).await?.counts,
            sources,
            mergers: mergers(database).await?,
        })
    }

    /// The totals that are not recorded yet.
    fn new_totals(
        &self,
        definitions: &Definitions,
        told: &Told<'_>,
    ) -> Result<Vec<FactRow>, (&'static str, Bilingual)> {
        let row = told.row;
        if !self.societies.contains(&row.society_id) {
            return Err(("society_id", unknown_society(&row.society_id)));
        }
        let mut counts = row.counts.clone();
        if let Some(found) = contradictions(&counts).first() {
            let why = format!("数据矛盾 / contradiction: {found}");
            return Err(("submitted", Bilingual::new(why.clone(), why)));
        }
        // A history has no word for an unknown quota but none.
        if row.quota > 0 {
            counts.insert(QUOTA.to_owned(), row.quota);
        }
        let place = (row.society_id.clone(), row.round);
        let mut new = Vec::new();
        for (measure, value) in counts {
            let known = self.counts.get(&place).and_then(|counts| counts.get(&measure));
            match known {
                Some(known) if *known == value => {}
                Some(known) => {
                    let why = stands_otherwise(&measure, *known, value);
                    return Err(((told.column_of)(&measure), why));
                }
                None => {
                    if let Some(sources) = self.sources.get(&place) {
                        sources
                            .admits(definitions, &measure, true)
                            .map_err(|why| ((told.column_of)(&measure), why))?;
                    }
                    new.push(total(told, measure, value));
                }
            }
        }
        Ok(new)
    }

    /// The successor to be noted.
    fn new_merger<'r>(
        &self,
        row: &'r HistoryRow,
    ) -> Result<Option<&'r str>, (&'static str, Bilingual)> {
        let Some(successor) = &row.merged_into else {
            return Ok(None);
        };
        if !self.societies.contains(successor) || *successor == row.society_id {
            return Err(("merged_into", unknown_society(successor)));
        }
        match self.mergers.get(&row.society_id) {
            None => Ok(Some(successor)),
            Some(known) if known == successor => Ok(None),
            Some(known) => Err((
                "merged_into",
                Bilingual::new(
                    format!("已记为并入“{known}”"),
                    format!("stands as merged into \"{known}\""),
                ),
            )),
        }
    }
}

fn stands_otherwise(measure: &str, known: u32, value: u32) -> Bilingual {
    Bilingual::new(
        format!("{measure} 已记为 {known}，与 {value} 不符；更正须用 facts 文件并写明理由"),
        format!(
            "{measure} stands as {known}, not {value}; correct it by a file of facts, with the reason"
        ),
    )
}

/// A society in a round, with where a file has it from and what else the file says of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told<'a> {
    pub(super) row: &'a HistoryRow,
    pub(super) source: &'a str,
    /// What the file says of one measure besides its count: the measure, and the words.
    pub(super) said: Option<(&'a str, &'a str)>,
    /// Under which column the file has a measure.
    pub(super) column_of: fn(&str) -> &'static str,
}

fn total(told: &Told<'_>, measure: String, value: u32) -> FactRow {
    let said = told.said.filter(|(of, _)| *of == measure);
    FactRow {
        society_id: told.row.society_id.clone(),
        round: told.row.round,
        case_ref: String::new(),
        case_title: said.map_or_else(String::new, |(_, words)| words.to_owned()),
        measure,
        value,
        source: told.source.to_owned(),
        reason: None,
    }
}

/// Takes a history: its counts become facts without a case. A count that stands already, from cases
/// or from an earlier file, is left alone; one that stands otherwise refuses its row.
///
/// # Errors
/// The records failing.
pub async fn apply_history(
    database: &impl ConnectionTrait,
    recording: Recording<'_>,
    definitions: &Definitions,
    batch: &[HistoryRow],
) -> Result<Applied, DbErr> {
    let told: Vec<Told<'_>> = batch
        .iter()
        .map(|row| Told { row, source: IMPORTED_TOTAL, said: None, column_of: |_| "round" })
        .collect();
    apply_told(database, recording, definitions, &told).await
}

/// As [`apply_history`], from any file that tells totals.
///
/// # Errors
/// The records failing.
pub(super) async fn apply_told(
    database: &impl ConnectionTrait,
    recording: Recording<'_>,
    definitions: &Definitions,
    batch: &[Told<'_>],
) -> Result<Applied, DbErr> {
    let mut known = Known::of(database, definitions).await?;
    let mut applied = Applied::default();
    let mut facts = Vec::new();
    for (index, told) in batch.iter().enumerate() {
        let row = told.row;
        let judged = known
            .new_totals(definitions, told)
            .and_then(|new| known.new_merger(row).map(|merger| (new, merger)));
        let (new, merger) = match judged {
            Ok(judged) => judged,
            Err((column, why)) => {
                applied.refused.push(Refusal { index, column, why });
                continue;
            }
        };
        if let Some(successor) = merger {
            add_merger(database, recording, &row.society_id, successor).await?;
            known.mergers.insert(row.society_id.clone(), successor.to_owned());
        }
        if new.is_empty() && merger.is_none() {
            applied.unchanged += 1;
        } else {
            applied.inserted += 1;
        }
        facts.extend(new.into_iter().map(|fact| NewFact { fact, after: None }));
    }
    insert_facts(database, recording, facts).await?;
    Ok(applied)
}
