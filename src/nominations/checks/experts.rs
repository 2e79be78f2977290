//! May these experts nominate, these many together, this candidate (FC-030)?

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};

use super::{
    facts::OtherPerson,
    finding::Outcome,
    names::folded,
    rule_book::ExpertKind,
    sheet::{Row, Sheet, nomination_called},
};
use crate::nominations::dossier::Address;

/// Age, number, units and role of the nominating experts.
pub(super) fn experts(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if sheet.text("opinion", "nominator_kind") != "experts" {
        return outcome.idle();
    }
    let experts = sheet.rows("opinion", "experts");
    number(sheet, &experts, outcome);
    for row in &experts {
        age(sheet, row, outcome);
        role(sheet, row, outcome);
    }
    own_units(sheet, &experts, outcome);
}

fn kind<'f>(sheet: &Sheet<'f>, row: &Row<'_>) -> Option<&'f ExpertKind> {
    let code = row.text("expert_kind");
    sheet.book.experts.iter().find(|kind| kind.code == code)
}

/// How many must nominate together; one where there is an expert who may do so alone.
fn number(sheet: &Sheet<'_>, experts: &[Row<'_>], outcome: &mut Outcome) {
    let kinds: Vec<&ExpertKind> = experts.iter().filter_map(|row| kind(sheet, row)).collect();
    let may_be_alone = |kind: &ExpertKind| {
        kind.jointly == 1
            || (sheet.completers().len() == 1
                && kind.alone_for.contains(&sheet.facts.form.category))
    };
    let needed = match kinds.as_slice() {
        [only] if may_be_alone(only) => 1,
        many if many.iter().any(|kind| kind.jointly == 1) => 1,
        many => many.iter().map(|kind| kind.jointly).max().unwrap_or(1),
    };
    let count = experts.len();
    if count < usize::try_from(needed).unwrap_or(usize::MAX) {
        outcome.fail(
            Address::field("opinion", "experts"),
            format!("提名专家 {count} 人，应由 {needed} 人联合提名。请补足"),
            format!("there are {count} experts, {needed} must nominate together; add the others"),
        );
    }
}

fn age(sheet: &Sheet<'_>, row: &Row<'_>, outcome: &mut Outcome) {
    let limit = kind(sheet, row).and_then(|kind| born_from(kind, sheet.facts.round.year));
    let (Some(limit), Some(born)) = (limit, row.day("born_on")) else { return };
    if born < limit {
        let name = row.called();
        outcome.fail(
            row.at("born_on"),
            format!("提名专家“{name}”超龄，出生日期应不早于 {limit}。请更换专家"),
            format!("the expert \"{name}\" is too old, born before {limit}; ask another"),
        );
    }
}

/// The first birthday that is young enough in the round of `year`.
fn born_from(kind: &ExpertKind, year: i32) -> Option<NaiveDate> {
    let mut known: Vec<(i32, NaiveDate)> =
        kind.born_from.iter().filter_map(|(year, day)| Some((year.parse().ok()?, *day))).collect();
    known.sort_unstable();
    let (of, day) =
        known.iter().rev().find(|(of, _)| *of <= year).or_else(|| known.first()).copied()?;
    day.with_year(day.year().checked_add(year.checked_sub(of)?)?)
}

/// Whoever nominates is no candidate of the round: by an identity number for certain; by name and unit, and by
/// the name of the dossier's own candidates, a person looks.
fn role(sheet: &Sheet<'_>, row: &Row<'_>, outcome: &mut Outcome) {
    let key = sheet.facts.expert_keys.get(row.key);
    let name = row.called();
    let own = sheet.facts.keys.values().any(|candidate| Some(candidate) == key);
    let elsewhere =
        sheet.facts.others.iter().any(|other| key.is_some() && other.key.as_ref() == key);
    if own || elsewhere {
        outcome.fail(
            row.at("name"),
            format!("提名专家“{name}”是本届候选人，不得提名。请更换专家"),
            format!("the expert \"{name}\" is a candidate of this round; ask another"),
        );
        return;
    }
    if sheet.completers().iter().any(|one| folded(one.text("name")) == folded(row.text("name"))) {
        outcome.doubt(
            row.at("name"),
            format!("提名专家“{name}”与候选人同名，请核对是否同一人"),
            format!("the expert \"{name}\" bears the name of a candidate; is it one person?"),
        );
    }
    namesakes(sheet, row, outcome);
}

/// Candidates of other nominations with the expert's name and unit, of whom a person says who they are.
fn namesakes(sheet: &Sheet<'_>, row: &Row<'_>, outcome: &mut Outcome) {
    let (own_name, own_unit) = (folded(row.text("name")), folded(row.text("unit")));
    if own_name.is_empty() || own_unit.is_empty() {
        return;
    }
    let has_key = sheet.facts.expert_keys.contains_key(row.key);
    let may_be = |other: &&OtherPerson| {
        !(has_key && other.key.is_some())
            && folded(&other.name) == own_name
            && folded(&other.unit) == own_unit
    };
    let others = sheet.facts.others.iter().filter(may_be);
    let nominations: BTreeSet<Option<&str>> =
        others.map(|other| other.nomination.as_deref()).collect();
    for number in nominations {
        let (name, (zh, en)) = (row.called(), nomination_called(number));
        outcome.doubt(
            row.at("name"),
            format!("提名专家“{name}”与本届{zh}的候选人同名同单位，请核对是否同一人"),
            format!("the expert \"{name}\" bears name and unit of a candidate of {en}; is it one person?"),
        );
    }
}

/// Of experts who nominate together at most one is from a candidate's own unit.
fn own_units(sheet: &Sheet<'_>, experts: &[Row<'_>], outcome: &mut Outcome) {
    let mut units = BTreeSet::new();
    for row in sheet.completers() {
        units.extend(["work_unit", "completing_unit"].map(|column| folded(row.text(column))));
    }
    units.remove("");
    let of_own: Vec<&Row<'_>> =
        experts.iter().filter(|row| units.contains(&folded(row.text("unit")))).collect();
    if let [_, second, ..] = of_own.as_slice() {
        let count = of_own.len();
        outcome.fail(
            second.at("unit"),
            format!("与候选人同一法人单位的提名专家有 {count} 人，应不超过 1 人。请更换"),
            format!("{count} experts are from a candidate's own unit, one is allowed; ask others"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::RuleBook, *};

    #[test]
    fn a_round_without_figures_goes_by_the_newest_before_it() {
        let book = RuleBook::shipped().unwrap();
        let born = |code: &str, year: i32| {
            let kind = book.experts.iter().find(|kind| kind.code == code).unwrap();
            born_from(kind, year).map(|day| day.to_string())
        };
        assert_eq!(born("academician", 2023).as_deref(), Some("1948-01-01"));
        assert_eq!(born("academician", 2027).as_deref(), Some("1952-01-01"));
        assert_eq!(born("first_completer", 2019).as_deref(), Some("1949-01-01"));
        assert_eq!(born("preeminent", 2023), None);
    }
}
