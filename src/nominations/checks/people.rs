//! Have the completers signed, sealed, worked together and contributed in substance?

use super::{
    finding::Outcome,
    sheet::{Row, Sheet},
};
use crate::nominations::{dossier::Address, forms::count_characters};

/// Contributions shorter than this say little.
const FEWEST_CHARACTERS: usize = 15;

/// FC-021, FC-N06: who has not signed, and where the pages are.
pub(super) fn signatures(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let people = sheet.completers();
    if people.is_empty() {
        return outcome.idle();
    }
    for row in people.iter().filter(|row| !row.says_yes("is_signed")) {
        outcome.note(row.at("no_signature_file"));
        let name = row.called();
        outcome.remark(format!("“{name}”未签名"), format!("\"{name}\" has not signed"));
    }
    for row in people.iter().filter(|row| row.says_yes("is_signed")) {
        outcome.note(row.at("signature_file"));
    }
}

/// FC-022, FC-N07: where the sealed pages are.
pub(super) fn seals(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let people = sheet.completers();
    if people.is_empty() {
        return outcome.idle();
    }
    // Not every form asks for a page of the completing unit.
    let page = "completing_unit_seal_file";
    let table = sheet.field("completers", "items");
    let has_page = table.is_some_and(|table| table.column(page).is_some());
    for row in &people {
        outcome.note(row.at("seal_file"));
        if has_page && row.text("completing_unit") != row.text("work_unit") {
            outcome.note(row.at(page));
        }
    }
}

/// FC-024, FC-N15: two or more completers say how they worked together.
pub(super) fn collaboration(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if !sheet.has("cooperation", "text") || sheet.completers().len() < 2 {
        return outcome.idle();
    }
    let at = |field: &str| Address::field("cooperation", field);
    if sheet.text("cooperation", "text").is_empty() {
        outcome.fail(
            at("text"),
            "有两名以上完成人，未填写合作关系说明。请填写",
            "there are two or more completers and no account of their collaboration; write it",
        );
    }
    if sheet.rows("cooperation", "items").is_empty() {
        outcome.fail(
            at("items"),
            "有两名以上完成人，未填写合作关系情况汇总表。请填写",
            "there are two or more completers and no table of their collaborations; fill it in",
        );
    }
    if sheet.files("cooperation", "signed_file").is_empty() {
        outcome.fail(
            at("signed_file"),
            "合作关系说明缺少第一完成人签名页。请上传",
            "the page signed by the first completer is missing; add it",
        );
    }
}

/// FC-025, FC-N13: contributions that are short or answer to no point.
pub(super) fn contributions(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let people = sheet.completers();
    if people.is_empty() {
        return outcome.idle();
    }
    let points = sheet.points().len();
    for row in &people {
        let name = row.called();
        if count_characters(row.text("contribution")) < FEWEST_CHARACTERS {
            outcome.note(row.at("contribution"));
            outcome.remark(
                format!("“{name}”的贡献不足 {FEWEST_CHARACTERS} 字"),
                format!(
                    "the contribution of \"{name}\" has fewer than {FEWEST_CHARACTERS} characters"
                ),
            );
        }
        let named = numbers(row.text("contribution_points"));
        if named.is_empty() || !named.iter().all(|one| (1..=points).contains(one)) {
            outcome.note(row.at("contribution_points"));
            outcome.remark(
                format!("“{name}”的贡献未对应所列的点"),
                format!("the contribution of \"{name}\" answers to none of the points"),
            );
        }
    }
    if outcome.evidence.is_empty() {
        outcome.evidence =
            people.iter().map(|row| super::Evidence::Field(row.at("contribution"))).collect();
    }
}

/// The numbers in a list such as `1;3`, which count from 1; 0 for a word that is no number.
pub(super) fn numbers(list: &str) -> Vec<usize> {
    list.split(|one: char| ";；,，、".contains(one) || one.is_whitespace())
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(|word| word.parse().unwrap_or(0))
        .collect()
}

/// FC-028: completers in posts of leading and administering.
pub(super) fn posts(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let people = sheet.completers();
    if people.is_empty() {
        return outcome.idle();
    }
    let in_office = |row: &&Row<'_>| {
        let post = row.text("post");
        sheet.book.words.posts.iter().any(|word| post.contains(word.as_str()))
    };
    for row in people.iter().filter(in_office) {
        outcome.note(row.at("post"));
        let (name, post) = (row.called(), row.text("post"));
        let (zh, en) = if row.says_yes("is_expert_lead") {
            ("自述为领军技术专家", "a leading expert by its own word")
        } else {
            ("未自述为领军技术专家", "not said to be a leading expert")
        };
        outcome.remark(format!("“{name}”任{post}，{zh}"), format!("\"{name}\" is {post}, {en}"));
    }
}
