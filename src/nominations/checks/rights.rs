//! Do the rights of an invention carry it: granted, valid, by its completers, with consent?

use std::collections::BTreeSet;

use super::{
    finding::Outcome,
    names::{Agreement, Named, folded, listed},
    sheet::{Row, Sheet},
};
use crate::nominations::dossier::Address;

/// More core rights than this are unusual (G1).
const USUAL_CORE_RIGHTS: usize = 3;

fn core<'f>(sheet: &Sheet<'f>) -> Vec<Row<'f>> {
    let rights = sheet.rows("intellectual_property", "items");
    rights.into_iter().filter(|row| row.says_yes("is_core")).collect()
}

/// FC-I02: there is a core right; each is granted in time and valid.
pub(super) fn core_rights(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let table = Address::field("intellectual_property", "items");
    let rows = core(sheet);
    if rows.is_empty() {
        outcome.fail(
            table.clone(),
            "未标明核心知识产权。请至少标明一项",
            "no core right is marked; mark one at least",
        );
    }
    if rows.len() > USUAL_CORE_RIGHTS {
        let count = rows.len();
        outcome.doubt(
            table,
            format!("核心知识产权有 {count} 项，一般不超过 {USUAL_CORE_RIGHTS} 项，请核对"),
            format!("{count} core rights are marked, {USUAL_CORE_RIGHTS} are usual; look at them"),
        );
    }
    let last = sheet.named_day();
    for row in &rows {
        let name = row.called();
        if row.text("number").is_empty() || row.day("granted_on").is_none() {
            outcome.fail(
                row.at("granted_on"),
                format!("核心知识产权“{name}”未写明授权号和授权日期，视为未授权"),
                format!(
                    "the core right \"{name}\" has no number and day of grant, so it is not granted"
                ),
            );
        } else if let (Some(day), Some(last)) = (row.day("granted_on"), last)
            && day > last
        {
            outcome.fail(
                row.at("granted_on"),
                format!("核心知识产权“{name}”于 {day} 授权，应不晚于 {last}"),
                format!("the core right \"{name}\" was granted on {day}, after {last}"),
            );
        }
        if !row.says_yes("is_valid") {
            outcome.fail(
                row.at("is_valid"),
                format!("核心知识产权“{name}”未写明有效。失效的不得作为核心知识产权"),
                format!("the core right \"{name}\" is not said to be valid; a lapsed one is no core right"),
            );
        }
    }
}

/// FC-I03: the first completers are inventors of a core right.
pub(super) fn first_completers(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let first = usize::try_from(sheet.rule.most.unwrap_or(0)).unwrap_or(0);
    let rights = core(sheet);
    for row in sheet.completers().iter().take(first) {
        let person = Named::of(row);
        let best = rights.iter().map(|right| person.best(listed(right.text("inventors")))).max();
        let (name, rank) = (row.called(), row.rank);
        match best.unwrap_or(Agreement::No) {
            Agreement::Same => {}
            Agreement::Sounds | Agreement::Perhaps => outcome.doubt(
                row.at("name"),
                format!("第 {rank} 完成人“{name}”仅以外文姓名出现在发明人中，请核对"),
                format!("completer {rank} \"{name}\" is among the inventors in Latin letters only"),
            ),
            Agreement::No => outcome.fail(
                row.at("name"),
                format!("第 {rank} 完成人“{name}”不是任何一项核心知识产权的发明人。请调整排名或补列"),
                format!("completer {rank} \"{name}\" is an inventor of no core right; change the order or add the right"),
            ),
        }
    }
}

/// FC-I04: inventors who are no completers, and holders that are none of their units, have consented.
pub(super) fn consent(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let completers = sheet.completers();
    let people: Vec<Named> = completers.iter().map(Named::of).collect();
    let units: BTreeSet<String> = completers
        .iter()
        .flat_map(|row| ["work_unit", "completing_unit"].map(|column| folded(row.text(column))))
        .collect();
    for row in sheet.rows("intellectual_property", "items") {
        let is_known = |name: &&str| people.iter().any(|one| one.agrees(name) != Agreement::No);
        let inventors: Vec<&str> =
            listed(row.text("inventors")).into_iter().filter(|name| !is_known(name)).collect();
        let is_own = |name: &&str| units.contains(&folded(name)) || is_known(name);
        let holders: Vec<&str> =
            listed(row.text("holder")).into_iter().filter(|name| !is_own(name)).collect();
        let name = row.called();
        if !row.files("consent_files").is_empty() {
            outcome.note(row.at("consent_files"));
        } else if !inventors.is_empty() {
            let who = inventors.join("、");
            outcome.fail(
                row.at("consent_files"),
                format!("“{name}”的发明人 {who} 不是完成人，未提交知情同意证明。请补交"),
                format!("the inventors {who} of \"{name}\" are no completers; add their letters of consent"),
            );
        } else if !holders.is_empty() {
            let who = holders.join("、");
            outcome.doubt(
                row.at("consent_files"),
                format!("“{name}”的权利人 {who} 不是完成人的单位，请核对是否须知情同意"),
                format!("the holders {who} of \"{name}\" are no units of completers; is their consent needed?"),
            );
        }
    }
}

/// FC-I06: where the commitment is.
pub(super) fn commitment(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    outcome.note(Address::field("intellectual_property", "commitment_file"));
    if !sheet.says_yes("intellectual_property", "commitment_signed") {
        outcome.remark("自述未签名", "not signed by the form's own word");
    }
}

/// FC-I07: where the limits are.
pub(super) fn limits(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    outcome.note(Address::field("inventions", "limits"));
    if sheet.text("inventions", "limits").is_empty() {
        outcome.remark("未写技术局限性", "no limits are given");
    }
}

/// FC-I09: what is said of repeating it.
pub(super) fn repeatable(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    outcome.note(Address::field("inventions", "is_repeatable"));
    if !sheet.says_yes("inventions", "is_repeatable") {
        outcome.remark("自述不可重复实现", "cannot be repeated by the form's own word");
    }
}
