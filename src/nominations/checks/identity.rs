//! Does a candidate stand elsewhere, or in the records that bar?

use std::collections::BTreeSet;

use super::{
    facts::{IntegrityEvent, PersonKey, Subject},
    finding::Outcome,
    names::folded,
    sheet::{Row, Sheet, nomination_called},
};
use crate::nominations::dossier::Address;

fn key_of<'f>(sheet: &Sheet<'f>, row: &Row<'_>) -> Option<&'f PersonKey> {
    sheet.facts.keys.get(row.key)
}

/// FC-003: a candidate of another nomination of the round. The same identity number is the same person, two numbers
/// of one kind of document are two; otherwise the same name and unit are for a person to look at.
pub(super) fn in_two_nominations(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let people = sheet.completers();
    if people.is_empty() {
        return outcome.idle();
    }
    for row in people {
        let key = key_of(sheet, &row);
        let document = sheet.facts.documents.get(row.key);
        let mut said = BTreeSet::new();
        for other in &sheet.facts.others {
            let is_same = key.is_some() && key == other.key.as_ref();
            let is_of_a_kind = document.is_some() && document == other.document.as_ref();
            let may_be = key.is_none() || other.key.is_none() || !is_of_a_kind;
            let is_namesake = may_be && is_alike(&row, &other.name, &other.unit);
            if !is_same && !is_namesake || !said.insert((is_same, &other.nomination)) {
                continue;
            }
            let name = row.called();
            let (zh, en) = nomination_called(other.nomination.as_deref());
            if is_same {
                outcome.fail(
                    row.at("name"),
                    format!("“{name}”在本届{zh}中已是候选人。同一人只能在一件提名中，请移出其一"),
                    format!("\"{name}\" stands in {en} of this round; keep the person in one only"),
                );
            } else {
                outcome.doubt(
                    row.at("name"),
                    format!("“{name}”与本届{zh}的候选人同名同单位，请核对是否同一人"),
                    format!(
                        "\"{name}\" bears name and unit of a candidate of {en}; is it one person?"
                    ),
                );
            }
        }
    }
}

fn is_alike(row: &Row<'_>, name: &str, unit: &str) -> bool {
    let is_unit = |column: &str| {
        let own = folded(row.text(column));
        !own.is_empty() && own == folded(unit)
    };
    let own = folded(row.text("name"));
    !own.is_empty() && own == folded(name) && (is_unit("work_unit") || is_unit("completing_unit"))
}

/// FC-007, FC-N03: a completer of a winner of the last two rounds; teams are excepted.
pub(super) fn recent_winner(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    const ROUNDS: usize = 2;
    let people = sheet.completers();
    if people.is_empty() || sheet.facts.form.kind == "team" {
        return outcome.idle();
    }
    let recent: Vec<i32> = sheet.facts.round.earlier.iter().take(ROUNDS).copied().collect();
    for row in people {
        let Some(key) = key_of(sheet, &row) else { continue };
        let won = sheet.facts.past_awards.iter();
        for award in won.filter(|award| award.person == *key && recent.contains(&award.year)) {
            let (name, year, title) = (row.called(), award.year, &award.title);
            outcome.fail(
                row.at("name"),
                format!("“{name}”是 {year} 年获奖项目“{title}”的完成人，本届不得作为完成人"),
                format!("\"{name}\" was a completer of \"{title}\", awarded in {year}"),
            );
        }
    }
}

/// FC-008: barred today, by the records or by the nominator's own word.
pub(super) fn barred(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let today = sheet.facts.today();
    if sheet.has("declarations", "none_barred") && !sheet.says_yes("declarations", "none_barred") {
        outcome.fail(
            Address::field("declarations", "none_barred"),
            "未声明候选者均无不得被提名的情形。有此情形的须移出",
            "it is not declared that no candidate is barred; whoever is barred must be taken out",
        );
    }
    let barring: Vec<&IntegrityEvent> =
        sheet.facts.integrity.iter().filter(|event| event.bars_on(today)).collect();
    for row in sheet.completers() {
        for event in &barring {
            say_of_person(sheet, &row, event, outcome);
        }
    }
    for row in sheet.units() {
        let code = folded(row.text("credit_code"));
        for event in &barring {
            let is_unit = matches!(&event.subject, Subject::Unit(barred) if folded(barred) == code);
            if is_unit && !code.is_empty() {
                let (name, until) = (row.called(), until(event));
                outcome.fail(
                    row.at("name"),
                    format!("“{name}”不得被提名：{}，{}", event.what.zh, until.0),
                    format!("\"{name}\" is barred: {}, {}", event.what.en, until.1),
                );
            }
        }
    }
}

fn say_of_person(sheet: &Sheet<'_>, row: &Row<'_>, event: &IntegrityEvent, outcome: &mut Outcome) {
    let (name, until) = (row.called(), until(event));
    match &event.subject {
        Subject::Person(key) if key_of(sheet, row) == Some(key) => outcome.fail(
            row.at("name"),
            format!("“{name}”不得被提名：{}，{}。请移出", event.what.zh, until.0),
            format!("\"{name}\" is barred: {}, {}; take the person out", event.what.en, until.1),
        ),
        Subject::Namesake { name: other, unit } if is_alike(row, other, unit) => outcome.doubt(
            row.at("name"),
            format!("“{name}”与诚信记录中一人同名同单位，请核对是否同一人"),
            format!("\"{name}\" bears name and unit of a person in the integrity records"),
        ),
        _ => {}
    }
}

fn until(event: &IntegrityEvent) -> (String, String) {
    match event.until {
        Some(day) => (format!("至 {day} 止"), format!("until {day}")),
        None => ("无期限".to_owned(), "without end".to_owned()),
    }
}

/// FC-009: whoever was barred once explains it, though the bar has ended.
pub(super) fn restored(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let today = sheet.facts.today();
    let mut is_about_somebody = false;
    for row in sheet.completers() {
        let key = key_of(sheet, &row);
        let was_barred = sheet.facts.integrity.iter().any(|event| {
            matches!(&event.subject, Subject::Person(person) if Some(person) == key)
                && event.is_over_on(today)
        });
        if !was_barred && !row.says_yes("is_restored") {
            continue;
        }
        is_about_somebody = true;
        let name = row.called();
        if !row.says_yes("is_restored") {
            outcome.fail(
                row.at("is_restored"),
                format!("“{name}”曾有不得被提名的情形，应写明已恢复资格并附情况说明"),
                format!("\"{name}\" was barred once; say so and attach the explanation"),
            );
        } else if row.files("restored_file").is_empty() {
            outcome.fail(
                row.at("restored_file"),
                format!("“{name}”恢复资格后未提交情况说明。请补交"),
                format!("the explanation of \"{name}\", barred once, is missing; attach it"),
            );
        }
    }
    if sheet.says_yes("organization", "is_restored") {
        is_about_somebody = true;
        if sheet.files("organization", "restored_file").is_empty() {
            outcome.fail(
                Address::field("organization", "restored_file"),
                "候选组织恢复资格后未提交情况说明。请补交",
                "the explanation of the organisation, barred once, is missing; attach it",
            );
        }
    }
    if !is_about_somebody {
        outcome.idle();
    }
}
