//! Are there as many people and units as the grade allows, each once and in order?

use std::collections::BTreeMap;

use super::{
    finding::Outcome,
    names::folded,
    sheet::{Row, Sheet},
};
use crate::nominations::{dossier::Address, forms::Field};

/// FC-015: completers and completing units.
pub(super) fn people_and_units(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if !sheet.has("completers", "items") && !sheet.has("units", "items") {
        return outcome.idle();
    }
    table(sheet, "completers", outcome);
    table(sheet, "units", outcome);
    let people = sheet.completers();
    let mut first: BTreeMap<&super::PersonKey, usize> = BTreeMap::new();
    for row in &people {
        let Some(key) = sheet.facts.keys.get(row.key) else { continue };
        if let Some(before) = first.insert(key, row.rank) {
            let rank = row.rank;
            outcome.fail(
                row.at("id_number"),
                format!("第 {before} 和第 {rank} 完成人的证件号码相同。请删去重复的一行"),
                format!(
                    "completers {before} and {rank} have the same identity number; take one out"
                ),
            );
        }
    }
    for row in &people {
        outcome.note(row.at("signature_file"));
    }
}

/// FC-P03: completing units.
pub(super) fn units(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if !sheet.has("units", "items") {
        return outcome.idle();
    }
    table(sheet, "units", outcome);
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for row in sheet.units() {
        let name = folded(row.text("name"));
        if name.is_empty() {
            continue;
        }
        if let Some(before) = first.insert(name, row.rank) {
            let rank = row.rank;
            outcome.fail(
                row.at("name"),
                format!("第 {before} 和第 {rank} 完成单位相同。请删去重复的一行"),
                format!("units {before} and {rank} are the same; take one out"),
            );
        }
    }
}

fn table(sheet: &Sheet<'_>, section: &str, outcome: &mut Outcome) {
    let Some(field) = sheet.field(section, "items") else { return };
    let rows = sheet.rows(section, "items");
    let at = Address::field(section, "items");
    let (count, label) = (rows.len(), &field.label);
    if let Some(most) = most_rows(sheet, field)
        && count > most
    {
        let (zh, en) = (&label.zh, &label.en);
        outcome.fail(
            at.clone(),
            format!("“{zh}”有 {count} 项，本等级至多 {most} 项。请减少"),
            format!("\"{en}\" has {count} rows, {most} are allowed for this grade; take some out"),
        );
    }
    // A row that stands twice has two ranks.
    let mut ranks: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        if let Some(before) = ranks.insert(row.key, row.rank) {
            let rank = row.rank;
            outcome.fail(
                at.clone(),
                format!("同一行既排第 {before} 又排第 {rank}。请重新排序"),
                format!("one row is both {before} and {rank} in order; put it once"),
            );
        }
    }
}

fn most_rows(sheet: &Sheet<'_>, field: &Field) -> Option<usize> {
    let by_grade = field.most_rows_by.as_ref().and_then(|by| {
        let (section, name) = by.field.split_once('.')?;
        by.most(sheet.text(section, name))
    });
    usize::try_from(by_grade.or(field.most_rows)?).ok()
}

/// FC-P07: size, leader and supporting unit of a team.
pub(super) fn team(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if !sheet.has("team", "leader") {
        return outcome.idle();
    }
    table(sheet, "completers", outcome);
    let members = sheet.completers();
    let leaders: Vec<&Row<'_>> = members.iter().filter(|row| row.says_yes("is_leader")).collect();
    if let [leader] = leaders.as_slice() {
        let (marked, named) = (leader.text("name"), sheet.text("team", "leader"));
        if folded(marked) != folded(named) {
            outcome.fail(
                Address::field("team", "leader"),
                "团队带头人与成员表中标明的带头人不是同一人。请核对",
                "the leader is not the member marked as leader; make them agree",
            );
        }
    } else {
        let count = leaders.len();
        outcome.fail(
            Address::field("completers", "items"),
            format!("成员表中应标明一名团队带头人，现有 {count} 名。请核对"),
            format!("one member is the leader, {count} are marked; mark one"),
        );
    }
    let unit = folded(sheet.text("team", "supporting_unit"));
    let is_listed = sheet.units().iter().any(|row| folded(row.text("name")) == unit);
    if unit.is_empty() || !is_listed {
        outcome.fail(
            Address::field("team", "supporting_unit"),
            "主要支持单位未列入支持单位情况表。请补填",
            "the supporting unit is not in the table of units; add it",
        );
    }
}

/// FC-P08: a major project is its units' alone; its form has no completers, and none may be brought in
/// by a file.
pub(super) fn major_project(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if sheet.facts.form.kind != "major" {
        return outcome.idle();
    }
    let written = sheet.facts.content.0.iter();
    let mut people =
        written.filter(|(address, value)| address.section() == "completers" && !value.is_blank());
    if let Some((address, _)) = people.next() {
        outcome.fail(
            address.clone(),
            "重大工程类仅授予组织，不得填写完成人。请删去",
            "a major project is awarded to organisations only; take the completers out",
        );
    }
}
