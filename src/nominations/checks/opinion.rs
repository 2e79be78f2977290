//! Is there an opinion, of the right length, signed by whom it should be; and is the print the file?

use super::{finding::Outcome, sheet::Sheet};
use crate::nominations::{dossier::Address, forms::count_characters};

/// FC-013: the opinion, its page, and the experts behind it. The seal on the page is a person's to see.
pub(super) fn opinion(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let text = sheet.text("opinion", "text");
    let at = |field: &str| Address::field("opinion", field);
    let count = count_characters(text);
    let most = sheet.field("opinion", "text").and_then(|field| field.most_chars);
    if count == 0 {
        outcome.fail(at("text"), "未填写提名意见。请填写", "the opinion is missing; write it");
    }
    if let Some(most) = most.filter(|most| count > usize::try_from(*most).unwrap_or(usize::MAX)) {
        outcome.fail(
            at("text"),
            format!("提名意见 {count} 字，应不超过 {most} 字。请压缩"),
            format!("the opinion has {count} characters, {most} are allowed; shorten it"),
        );
    }
    if sheet.has("opinion", "opinion_file") && sheet.files("opinion", "opinion_file").is_empty() {
        outcome.fail(
            at("opinion_file"),
            "缺少提名意见签章页。请签章后上传",
            "the signed and sealed page is missing; sign, seal and add it",
        );
    }
    if sheet.text("opinion", "nominator_kind") == "experts" {
        signatures(sheet, outcome);
    } else if sheet.text("opinion", "responsible_person").is_empty() {
        outcome.fail(
            at("responsible_person"),
            "未填写提名单位负责人。请填写",
            "the person in charge is missing; name the person",
        );
    }
    outcome.note(at("opinion_file"));
}

fn signatures(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let experts = sheet.rows("opinion", "experts");
    for row in experts.iter().filter(|row| row.files("signature_file").is_empty()) {
        let name = row.called();
        outcome.fail(
            row.at("signature_file"),
            format!("提名专家“{name}”未签名。请补交签名页"),
            format!("the expert \"{name}\" has not signed; add the signed page"),
        );
    }
    let responsible = experts.iter().filter(|row| row.says_yes("is_responsible")).count();
    if responsible != 1 {
        outcome.fail(
            Address::field("opinion", "experts"),
            format!("责任专家应为一人，现有 {responsible} 人。请指定"),
            format!("one expert is responsible, {responsible} are marked; mark one"),
        );
    }
}

/// FC-N05: the page, for a person to look at.
pub(super) fn opinion_page(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if sheet.has("opinion", "opinion_file") {
        outcome.note(Address::field("opinion", "opinion_file"));
    }
}

/// FC-020, FC-N16: the nominator declares it. From which version the print is, no machine reads: a person holds
/// the digest at the foot of its pages against that of the file.
pub(super) fn print_and_file(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if sheet.has("declarations", "is_true") && !sheet.says_yes("declarations", "is_true") {
        outcome.fail(
            Address::field("declarations", "is_true"),
            "未声明材料真实、电子版与书面版一致。请核对后声明",
            "it is not declared that print and file are the same; compare and declare it",
        );
    }
    let digest = sheet.facts.content.digest(sheet.facts.form);
    outcome.remark(
        format!("电子版的内容摘要为 {digest}，书面版各页页脚所印的应与之相同"),
        format!("the digest of the file is {digest}; at the foot of every printed page there must be the same"),
    );
}
