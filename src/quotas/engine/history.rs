//! What is the history of every society, and does it hold together?

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::indicator::Indicator;
use super::policy::Policy;
use crate::shared::Bilingual;
use crate::track_record::model::{FUNNEL, HistoryRow, MOST_COUNT, PARTS};

/// Something wrong with the rows of a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryFault {
    /// Place of the row among those given, from 0.
    pub row: usize,
    /// The column.
    pub column: String,
    /// What is wrong.
    pub text: Bilingual,
}

impl std::fmt::Display for HistoryFault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "[{}] {}: {}", self.row, self.column, self.text)
    }
}

/// The history of all societies, checked; those merged count under their successors.
#[derive(Clone, Debug, Default)]
pub struct History {
    pub(super) rows: Vec<HistoryRow>,
    /// Years, oldest first, each once.
    pub(super) rounds: Vec<i32>,
    /// By id, with the rows of those merged into it.
    pub(super) societies: BTreeMap<String, Member>,
    /// What a reader should know that is no fault.
    pub(super) notes: Vec<Bilingual>,
}

/// A society that stands by itself in the newest state of things.
#[derive(Clone, Debug, Default)]
pub(super) struct Member {
    /// Its newest name.
    pub(super) name: String,
    pub(super) group: String,
    /// Its own rows and those merged into it, by their places.
    pub(super) rows: Vec<usize>,
    /// Names of the societies that it took in.
    pub(super) merged: Vec<String>,
}

impl History {
    /// Checks rows, which may come in any order.
    ///
    /// # Errors
    /// Everything that is wrong with them, in the order of the rows.
    pub fn new(rows: Vec<HistoryRow>) -> Result<Self, Vec<HistoryFault>> {
        let mut faults = faults_of(&rows, check_row);
        let own = own_rows(&rows, &mut faults);
        let successors = successors(&rows, &own, &mut faults);
        if !faults.is_empty() {
            faults.sort_by(|one, other| (one.row, &one.column).cmp(&(other.row, &other.column)));
            return Err(faults);
        }
        let mut history = Self { rows, ..Self::default() };
        let rounds: BTreeSet<i32> = history.rows.iter().map(|row| row.round).collect();
        history.rounds = rounds.into_iter().collect();
        history.gather(&own, &successors);
        Ok(history)
    }

    /// The newest round, if there is any.
    pub fn newest_round(&self) -> Option<i32> {
        self.rounds.last().copied()
    }

    /// The years of all rounds, oldest first.
    pub fn rounds(&self) -> &[i32] {
        &self.rounds
    }

    /// The rows as they were given.
    pub fn rows(&self) -> &[HistoryRow] {
        &self.rows
    }

    /// The history as it was known when a round had ended: its rows up to that year, without
    /// mergers into societies that came later.
    ///
    /// # Errors
    /// As [`History::new`], though a part of a sound history is sound.
    pub fn up_to(&self, round: i32) -> Result<Self, Vec<HistoryFault>> {
        let then: Vec<&HistoryRow> = self.rows.iter().filter(|row| row.round <= round).collect();
        let known: BTreeSet<&str> = then.iter().map(|row| row.society_id.as_str()).collect();
        let mut rows: Vec<HistoryRow> = then.iter().map(|row| (*row).clone()).collect();
        for row in &mut rows {
            row.merged_into.take_if(|goal| !known.contains(goal.as_str()));
        }
        Self::new(rows)
    }

    /// Checks what a policy's rates ask for: no part above its whole.
    ///
    /// # Errors
    /// Each row where one is.
    pub fn check(&self, policy: &Policy) -> Result<(), Vec<HistoryFault>> {
        let pairs: BTreeSet<(&str, &str)> =
            policy.indicators.iter().filter_map(Indicator::rate).collect();
        let faults = faults_of(&self.rows, |place, row, faults| {
            for (part, whole) in &pairs {
                check_part(place, row, part, whole, faults);
            }
        });
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// Puts the rows of each society together under the one that it ended in.
    fn gather(
        &mut self,
        own: &BTreeMap<String, Vec<usize>>,
        successors: &BTreeMap<String, String>,
    ) {
        for (id, places) in own {
            let end = end_of(id, successors);
            let newest = places.iter().max_by_key(|place| self.rows[**place].round);
            let Some(newest) = newest.map(|place| &self.rows[*place]) else { continue };
            let names: BTreeSet<&str> =
                places.iter().map(|place| self.rows[*place].society.as_str()).collect();
            if names.len() > 1 {
                self.notes.push(renamed(id, &newest.society, &names));
            }
            let member = self.societies.entry(end.to_owned()).or_default();
            member.rows.extend(places);
            if end == id {
                member.name.clone_from(&newest.society);
                member.group.clone_from(&newest.group);
            } else {
                member.merged.push(newest.society.clone());
                self.notes.push(Bilingual::new(
                    format!("学会 {id} 已并入 {end}，其历年数据计入 {end}"),
                    format!("society {id} was merged into {end}; its rows count as those of {end}"),
                ));
            }
        }
        for member in self.societies.values_mut() {
            member.rows.sort_by_key(|place| (self.rows[*place].round, *place));
        }
    }
}

/// What a check finds in all rows, in their order.
fn faults_of(
    rows: &[HistoryRow],
    check: impl Fn(usize, &HistoryRow, &mut Vec<HistoryFault>) + Sync,
) -> Vec<HistoryFault> {
    let found = rows.par_iter().enumerate().with_min_len(1_024).flat_map_iter(|(place, row)| {
        let mut faults = Vec::new();
        check(place, row, &mut faults);
        faults
    });
    found.collect()
}

/// What is wrong with a single row, by its own counts and by a policy's rates.
pub(super) fn row_faults(policy: &Policy, row: &HistoryRow) -> Vec<HistoryFault> {
    let mut faults = Vec::new();
    check_row(0, row, &mut faults);
    for (part, whole) in policy.indicators.iter().filter_map(Indicator::rate) {
        check_part(0, row, part, whole, &mut faults);
    }
    faults
}

fn renamed(id: &str, newest: &str, names: &BTreeSet<&str>) -> Bilingual {
    let former: Vec<&str> = names.iter().copied().filter(|name| *name != newest).collect();
    Bilingual::new(
        format!("学会 {id} 曾用名 {}，以最新名称 {newest} 为准", former.join("、")),
        format!(
            "society {id} was also called {}; its newest name {newest} is used",
            former.join(", ")
        ),
    )
}

/// The society at the end of the chain of mergers; chains have no cycles by now.
fn end_of<'a>(id: &'a str, successors: &'a BTreeMap<String, String>) -> &'a str {
    let mut end = id;
    while let Some(next) = successors.get(end) {
        end = next;
    }
    end
}

fn check_row(place: usize, row: &HistoryRow, faults: &mut Vec<HistoryFault>) {
    for (column, text) in
        [("society_id", &row.society_id), ("society", &row.society), ("group", &row.group)]
    {
        if text.trim().is_empty() {
            faults.push(fault(place, column, "不能为空", "must not be empty"));
        }
    }
    let counts = row.counts.iter().map(|(measure, count)| (measure.as_str(), *count));
    for (column, count) in counts.chain([("quota", row.quota)]) {
        if count > MOST_COUNT {
            let (zh, en) =
                (format!("不得超过 {MOST_COUNT}"), format!("must not exceed {MOST_COUNT}"));
            faults.push(fault(place, column, zh, en));
        }
    }
    // The nearest known step before, so that a gap in the funnel excuses nothing.
    for (step, part) in FUNNEL.iter().enumerate().skip(1) {
        let known = FUNNEL[..step].iter().rev().find(|whole| row.count(whole).is_some());
        if let Some(whole) = known {
            check_part(place, row, part, whole, faults);
        }
    }
    for (part, whole) in PARTS {
        check_part(place, row, part, whole, faults);
    }
}

fn check_part(
    place: usize,
    row: &HistoryRow,
    part: &str,
    whole: &str,
    faults: &mut Vec<HistoryFault>,
) {
    let (Some(found), Some(limit)) = (row.count(part), row.count(whole)) else { return };
    if found > limit {
        let zh = format!("为 {found}，大于 {whole} 的 {limit}");
        let en = format!("is {found}, more than the {limit} of {whole}");
        let fault = fault(place, part, zh, en);
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
}

/// The rows of each id, with its repeated rounds and changed groups found.
fn own_rows(rows: &[HistoryRow], faults: &mut Vec<HistoryFault>) -> BTreeMap<String, Vec<usize>> {
    let mut own: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut seen: BTreeSet<(&str, i32)> = BTreeSet::new();
    for (place, row) in rows.iter().enumerate() {
        let (id, round) = (&row.society_id, row.round);
        if !seen.insert((id, round)) {
            faults.push(fault(
                place,
                "round",
                format!("学会 {id} 在 {round} 年度出现两次"),
                format!("society {id} has two rows for round {round}"),
            ));
        }
        let places = own.entry(id.clone()).or_default();
        if let Some(first) = places.first().map(|first| &rows[*first].group)
            && *first != row.group
        {
            faults.push(fault(
                place,
                "group",
                format!("学会 {id} 的学科类别由“{first}”变为“{}”", row.group),
                format!("the group of society {id} changes from \"{first}\" to \"{}\"", row.group),
            ));
        }
        places.push(place);
    }
    own
}

/// Into which society each was merged, with dead ends and cycles found.
fn successors(
    rows: &[HistoryRow],
    own: &BTreeMap<String, Vec<usize>>,
    faults: &mut Vec<HistoryFault>,
) -> BTreeMap<String, String> {
    let mut successors: BTreeMap<String, String> = BTreeMap::new();
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        let Some(goal) = &row.merged_into else { continue };
        let id = &row.society_id;
        if !own.contains_key(goal) {
            let zh = format!("学会 {goal} 不在历史数据中");
            faults.push(fault(place, "merged_into", zh, format!("society {goal} has no rows")));
            continue;
        }
        if let Some(earlier) = successors.get(id).filter(|earlier| *earlier != goal) {
            faults.push(fault(
                place,
                "merged_into",
                format!("学会 {id} 已并入 {earlier}，不能再并入 {goal}"),
                format!("society {id} was merged into {earlier} and cannot be merged into {goal}"),
            ));
            continue;
        }
        successors.insert(id.clone(), goal.clone());
        told.insert(id, place);
    }
    for (id, place) in told {
        let mut end = id;
        let steps = std::iter::from_fn(|| {
            end = successors.get(end)?;
            Some(end)
        });
        if steps.take(successors.len() + 1).any(|step| step == id) {
            let zh = format!("学会 {id} 的并入关系构成循环");
            let en = format!("the mergers of society {id} go round in a circle");
            faults.push(fault(place, "merged_into", zh, en));
        }
    }
    successors
}

fn fault(row: usize, column: &str, zh: impl Into<String>, en: impl Into<String>) -> HistoryFault {
    HistoryFault { row, column: column.to_owned(), text: Bilingual::new(zh, en) }
}
