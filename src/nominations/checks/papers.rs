//! Do the papers of a Natural Science nomination carry it: old enough, by its completers, with consent?

use std::collections::BTreeSet;

use super::{
    finding::Outcome,
    names::{Agreement, Named, has_han, listed},
    people::numbers,
    sheet::{Row, Sheet},
};
use crate::nominations::dossier::Address;

/// FC-N02: published by the cut-off day, which is data of the round and never computed.
pub(super) fn old_enough(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let papers = sheet.rows("papers", "items");
    let Some(cutoff) = sheet.facts.round.cutoff else {
        return outcome.doubt(
            Address::field("papers", "items"),
            "本届未规定截止日期，请核对论文专著是否发表满三年",
            "the round sets no cut-off day; look whether the papers are three years old",
        );
    };
    for row in &papers {
        let name = row.called();
        match row.day("published_on") {
            Some(day) if day <= cutoff => {}
            Some(day) => outcome.fail(
                row.at("published_on"),
                format!("“{name}”发表于 {day}，应不晚于 {cutoff}。请更换论文"),
                format!("\"{name}\" was published on {day}, after {cutoff}; choose another paper"),
            ),
            None => outcome.fail(
                row.at("published_on"),
                format!("“{name}”没有发表日期。请填写年月日"),
                format!("\"{name}\" has no day of publication; give it"),
            ),
        }
    }
}

/// FC-N04: every completer is an author of a listed paper.
pub(super) fn completers_are_authors(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let papers = sheet.rows("papers", "items");
    for row in sheet.completers() {
        let person = Named::of(&row);
        if person.written.is_empty() {
            continue;
        }
        let best = papers.iter().map(|paper| person.best(listed(paper.text("authors")))).max();
        let name = row.called();
        match best.unwrap_or(Agreement::No) {
            Agreement::Same => {}
            Agreement::Sounds => {
                outcome.note(row.at("name"));
                outcome.remark(
                    format!("“{name}”仅以外文姓名出现在作者中"),
                    format!("\"{name}\" is among the authors in Latin letters only"),
                );
            }
            Agreement::Perhaps => outcome.doubt(
                row.at("name_en"),
                format!("作者均为外文姓名，无法确定“{name}”是否其一。请填写其外文姓名"),
                format!("the authors stand in Latin letters; give the Latin name of \"{name}\""),
            ),
            Agreement::No => outcome.fail(
                row.at("name"),
                format!("“{name}”不是任何一篇代表性论文专著的作者。请更换论文或移出完成人"),
                format!("\"{name}\" is an author of no listed paper; choose another paper or take the person out"),
            ),
        }
    }
}

/// FC-N08: where the commitment is.
pub(super) fn commitment(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    outcome.note(Address::field("papers", "commitment_file"));
    if !sheet.says_yes("papers", "commitment_signed") {
        outcome.remark("自述未签名", "not signed by the form's own word");
    }
}

/// FC-N09: papers with foreign units, what is said of their rights, and authors who all seem to be abroad.
pub(super) fn foreign_rights(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    for row in sheet.rows("papers", "items") {
        let is_abroad = are_abroad(sheet, row.text("author_units"));
        let name = row.called();
        if is_abroad {
            outcome.note(row.at("author_units"));
            outcome.remark(
                format!("“{name}”的署名单位似均在国外"),
                format!("the units of the authors of \"{name}\" seem to be abroad, all of them"),
            );
        }
        if !row.says_yes("has_foreign_unit") {
            continue;
        }
        outcome.note(row.at("only_foreign_rights"));
        if row.says_yes("only_foreign_rights") {
            outcome.remark(
                format!("“{name}”自述知识产权归国外所有"),
                format!("the rights in \"{name}\" belong abroad by the form's own word"),
            );
        }
    }
}

/// Whether none of the units in a list seems to be a Chinese one.
fn are_abroad(sheet: &Sheet<'_>, list: &str) -> bool {
    let words = &sheet.book.words;
    let holds =
        |unit: &str, words: &[String]| words.iter().any(|word| unit.contains(word.as_str()));
    let is_chinese =
        |unit: &str| holds(unit, &words.domestic) || has_han(unit) && !holds(unit, &words.abroad);
    let lower = list.to_lowercase();
    let mut units =
        lower.split([';', '；', '、', '\n']).filter(|unit| !unit.trim().is_empty()).peekable();
    units.peek().is_some() && !units.any(is_chinese)
}

/// FC-N10: a copy of each paper.
pub(super) fn copies(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    each_copied(sheet, "items", ("代表性论文专著", "papers"), outcome);
}

/// FC-N11: a copy of each citing work.
pub(super) fn citing_copies(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    each_copied(sheet, "citing", ("代表性引文", "citing works"), outcome);
}

fn each_copied(sheet: &Sheet<'_>, field: &str, said: (&str, &str), outcome: &mut Outcome) {
    let rows = sheet.rows("papers", field);
    let (count, table) = (rows.len(), Address::field("papers", field));
    if rows.is_empty() {
        outcome.fail(
            table.clone(),
            format!("未列{}。请填写", said.0),
            format!("no {} are listed; list them", said.1),
        );
    }
    if let Some(most) = sheet.rule.most.and_then(|most| usize::try_from(most).ok())
        && count > most
    {
        outcome.fail(
            table,
            format!("{}有 {count} 篇，应不超过 {most} 篇。请减少", said.0),
            format!("there are {count} {}, {most} are allowed; take some out", said.1),
        );
    }
    for row in rows.iter().filter(|row| row.files("file").is_empty()) {
        let name = row.called();
        outcome.fail(
            row.at("file"),
            format!("未提交“{name}”的复印件。请上传"),
            format!("the copy of \"{name}\" is missing; add it"),
        );
    }
}

/// FC-N12: only listed papers are counted.
pub(super) fn counted_citations(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let papers = sheet.rows("papers", "items");
    let count = papers.len();
    for row in sheet.rows("papers", "citing") {
        let (rank, at) = (row.rank, row.at("cited"));
        let named = numbers(row.text("cited"));
        let number = match named.as_slice() {
            [number] if *number > 0 => *number,
            _ => {
                outcome.fail(
                    at,
                    format!("第 {rank} 篇引文应写明一篇被引论文的序号"),
                    format!("citing work {rank} must give the number of one paper"),
                );
                continue;
            }
        };
        let Some(cited) = number.checked_sub(1).and_then(|index| papers.get(index)) else {
            outcome.fail(
                at,
                format!("第 {rank} 篇引文所引的第 {number} 篇不在目录中（共 {count} 篇）。请更正"),
                format!("citing work {rank} cites paper {number} of {count}; correct it"),
            );
            continue;
        };
        if cited.text("citations_other") == "0" {
            outcome.fail(
                cited.at("citations_other"),
                format!("第 {number} 篇他引次数为 0，却列有引文。请更正"),
                format!("paper {number} has no citations and yet a citing work; correct it"),
            );
        }
    }
}

/// FC-N14: first and corresponding authors who are no completers have consented.
pub(super) fn consent(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let people: Vec<Named> = sheet.completers().iter().map(Named::of).collect();
    for row in sheet.rows("papers", "items") {
        let (strangers, doubtful) = outsiders(&row, &people);
        let letters = row.files("consent_files").len();
        let name = row.called();
        if letters == 0 && !strangers.is_empty() {
            let (count, who) = (strangers.len(), strangers.join("、"));
            outcome.fail(
                row.at("consent_files"),
                format!("“{name}”的第一作者、通讯作者中有 {count} 人不是完成人（{who}），未提交知情同意证明。请补交"),
                format!("{count} first or corresponding authors of \"{name}\" are no completers ({who}); add their letters of consent"),
            );
        } else if letters < strangers.len() {
            let count = strangers.len();
            outcome.doubt(
                row.at("consent_files"),
                format!("“{name}”应有 {count} 人知情同意，附件 {letters} 个，请核对是否合并签署"),
                format!("{count} must consent for \"{name}\", {letters} letters are there; is one signed by several?"),
            );
        } else if letters == 0 && !doubtful.is_empty() {
            let who = doubtful.join("、");
            outcome.doubt(
                row.at("consent_files"),
                format!("“{name}”的作者 {who} 为外文姓名，请核对是否完成人；不是的须提交知情同意证明"),
                format!("are the authors {who} of \"{name}\" completers? If not, their consent is needed"),
            );
        }
        if letters > 0 {
            outcome.note(row.at("consent_files"));
        }
    }
}

/// First and corresponding authors who are no completer for certain, and those who perhaps are one.
fn outsiders<'f>(paper: &Row<'f>, people: &[Named]) -> (Vec<&'f str>, Vec<&'f str>) {
    let leading: BTreeSet<&str> = ["first_authors", "corresponding_authors"]
        .into_iter()
        .flat_map(|column| listed(paper.text(column)))
        .collect();
    let best = |author: &str| people.iter().map(|one| one.agrees(author)).max();
    let of = |wanted: Agreement| {
        let all = leading.iter().copied();
        all.filter(|author| best(author).unwrap_or(Agreement::No) == wanted).collect()
    };
    (of(Agreement::No), of(Agreement::Perhaps))
}
