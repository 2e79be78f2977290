//! Are the completing units legal persons, by their right names, and no organs of Party or government?

use std::collections::BTreeSet;

use super::{
    facts::RegisteredUnit,
    finding::Outcome,
    names::folded,
    sheet::{Row, Sheet, shortened},
};

/// FC-P01: independent legal persons.
pub(super) fn legal_persons(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if !sheet.has("units", "items") {
        return outcome.idle();
    }
    for row in sheet.units().iter().filter(|row| !row.says_yes("is_legal_person")) {
        let name = row.called();
        outcome.fail(
            row.at("is_legal_person"),
            format!("“{name}”不是独立法人，不得作为完成单位。请改填其所属法人单位"),
            format!("\"{name}\" is no legal person; name the legal person that it belongs to"),
        );
    }
}

/// FC-P02: where the seals are.
pub(super) fn seals(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if !sheet.has("units", "items") {
        return outcome.idle();
    }
    for row in sheet.units() {
        outcome.note(row.at("seal_file"));
    }
}

/// FC-P04: what each unit contributed, and its page.
pub(super) fn contributions(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if !sheet.has("units", "items") {
        return outcome.idle();
    }
    for row in sheet.units() {
        let name = row.called();
        if row.text("contribution").is_empty() {
            outcome.fail(
                row.at("contribution"),
                format!("未写明“{name}”的贡献。请填写"),
                format!("the contribution of \"{name}\" is missing; write it"),
            );
        }
        if row.files("seal_file").is_empty() {
            outcome.fail(
                row.at("seal_file"),
                format!("缺少“{name}”的盖章页。请盖章后上传"),
                format!("the page sealed by \"{name}\" is missing; add it"),
            );
        }
        outcome.note(row.at("seal_file"));
    }
}

/// FC-029, FC-P10: organs by their kind; a name that sounds like one is for a person to look at.
pub(super) fn organs(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if !sheet.has("units", "items") {
        return outcome.idle();
    }
    for row in sheet.units() {
        let name = row.called();
        if row.text("kind") == "party_or_government" {
            outcome.fail(
                row.at("kind"),
                format!("“{name}”是党政机关，一般不得作为候选组织。请移出"),
                format!("\"{name}\" is an organ of Party or government; take it out"),
            );
        } else if sounds_like_an_organ(sheet, &row) {
            outcome.doubt(
                row.at("kind"),
                format!("“{name}”名称似党政机关，请核对单位性质"),
                format!(
                    "\"{name}\" is named like an organ of Party or government; look at its kind"
                ),
            );
        }
    }
}

fn sounds_like_an_organ(sheet: &Sheet<'_>, row: &Row<'_>) -> bool {
    let (words, name) = (&sheet.book.words, row.text("name"));
    let ends = |endings: &[String]| endings.iter().any(|ending| name.ends_with(ending.as_str()));
    ends(&words.organ_endings) && !ends(&words.organ_exceptions)
}

/// FC-023: the name on the certificate of the same credit code. Another name of a unit than its own in the
/// register is for a person to look at: a certificate may bear it.
pub(super) fn registered_names(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let mut said = BTreeSet::new();
    for row in sheet.units() {
        match certified(sheet, &row) {
            Some(known) if folded(&known.name) != folded(row.text("name")) => {
                let (name, right) = (row.called(), &known.name);
                outcome.fail(
                    row.at("name"),
                    format!("“{name}”与法人证书上的名称“{right}”不一致。请按证书填写"),
                    format!("\"{name}\" is \"{right}\" on its certificate; write it so"),
                );
            }
            Some(_) => {}
            None => other_name(sheet, (&row, "name"), &mut said, outcome),
        }
    }
    for row in sheet.completers() {
        for column in ["completing_unit", "work_unit"] {
            other_name(sheet, (&row, column), &mut said, outcome);
        }
    }
    for row in sheet.units() {
        outcome.note(row.at("seal_file"));
    }
    for row in sheet.completers() {
        outcome.note(row.at("seal_file"));
    }
}

/// The unit of the registers that has the credit code of a row.
fn certified<'f>(sheet: &Sheet<'f>, row: &Row<'_>) -> Option<&'f RegisteredUnit> {
    let code = folded(row.text("credit_code"));
    let has_it = |unit: &&RegisteredUnit| {
        unit.credit_code.as_deref().is_some_and(|known| !code.is_empty() && folded(known) == code)
    };
    sheet.facts.units.iter().find(has_it)
}

/// Asks about a name that a register knows as another name of a unit and as no unit's own, once.
fn other_name(
    sheet: &Sheet<'_>,
    (row, column): (&Row<'_>, &str),
    said: &mut BTreeSet<String>,
    outcome: &mut Outcome,
) {
    let (name, units) = (folded(row.text(column)), &sheet.facts.units);
    if name.is_empty() || units.iter().any(|unit| folded(&unit.name) == name) {
        return;
    }
    let is_it = |unit: &&RegisteredUnit| unit.other_names.iter().any(|one| folded(one) == name);
    let Some(unit) = units.iter().find(is_it) else { return };
    if said.insert(name) {
        let (written, own) = (shortened(row.text(column)), &unit.name);
        outcome.doubt(
            row.at(column),
            format!("“{written}”在单位登记簿中是“{own}”的其他名称，请核对法人证书和公章上的名称"),
            format!("\"{written}\" is another name of \"{own}\" in the register; look at certificate and seal"),
        );
    }
}
