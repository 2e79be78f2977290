//! Was the technique applied long enough, with certificates, figures and licences?

use super::{finding::Outcome, sheet::Sheet};
use crate::nominations::dossier::Address;

/// FC-I01: applied as a whole by the cut-off day, by the form's word and by a user's certificate.
pub(super) fn three_years(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if !sheet.has("application", "first_applied_on") {
        return outcome.idle();
    }
    let at = Address::field("application", "first_applied_on");
    let Some(cutoff) = sheet.facts.round.cutoff else {
        return outcome.note(at);
    };
    let first = sheet.day("application", "first_applied_on");
    if first.is_none_or(|day| day > cutoff) {
        outcome.fail(
            at.clone(),
            format!("整体技术首次应用日期应不晚于 {cutoff}"),
            format!("the technique as a whole must have been applied by {cutoff}"),
        );
    }
    let users = sheet.rows("application", "units");
    let is_proven = users.iter().any(|row| row.day("from").is_some_and(|from| from <= cutoff));
    if !users.is_empty() && !is_proven {
        outcome.fail(
            Address::field("application", "units"),
            format!("没有一个应用单位自 {cutoff} 或之前起应用。请补充应用证明"),
            format!("no user has applied it since {cutoff} or before; add a certificate"),
        );
    }
    outcome.note(at);
}

/// FC-I05: certificates that are missing.
pub(super) fn certificates(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let users = sheet.rows("application", "units");
    if users.is_empty() {
        return outcome.idle();
    }
    for row in users.iter().filter(|row| row.files("file").is_empty()) {
        let name = row.called();
        outcome.remark(format!("缺少“{name}”的应用证明"), format!("no certificate of \"{name}\""));
    }
    for row in &users {
        outcome.note(row.at("file"));
    }
}

/// FC-011: what is said of the class of product.
pub(super) fn product_class(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let Some(field) = sheet.field("application", "product_class") else { return outcome.idle() };
    outcome.note(Address::field("application", "product_class"));
    let class = sheet.text("application", "product_class");
    let option = field.options.iter().find(|option| option.code == class);
    if let Some(option) = option {
        let (zh, en) = (&option.zh, &option.en);
        outcome
            .remark(format!("自述产品类别：{zh}"), format!("class by the form's own word: {en}"));
    }
    if !matches!(class, "" | "none") && sheet.files("application", "licence_files").is_empty() {
        outcome.remark("未附许可文件", "no licence is attached");
    }
}

/// FC-I08: a regulated product has its licence in time.
pub(super) fn licence(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let class = sheet.text("application", "product_class");
    if !sheet.has("application", "product_class") || matches!(class, "" | "none") {
        return outcome.idle();
    }
    let at = |field: &str| Address::field("application", field);
    if sheet.files("application", "licence_files").is_empty() {
        outcome.fail(
            at("licence_files"),
            "依法须经行政许可，未附许可或者批准文件。请补交",
            "the product needs a licence and none is attached; add it",
        );
    }
    let granted = sheet.day("application", "licence_granted_on");
    match (granted, sheet.named_day()) {
        (None, _) => outcome.fail(
            at("licence_granted_on"),
            "未写明许可取得日期。请填写",
            "the day of the licence is missing; give it",
        ),
        (Some(day), Some(last)) if day > last => outcome.fail(
            at("licence_granted_on"),
            format!("许可于 {day} 取得，应不晚于 {last}"),
            format!("the licence is of {day}, after {last}"),
        ),
        _ => {}
    }
    outcome.note(at("licence_files"));
}

/// FC-P05: figures have their basis.
pub(super) fn benefits(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    if sheet.rows("application", "benefits").is_empty() {
        return outcome.idle();
    }
    if sheet.text("application", "benefit_basis").is_empty() {
        outcome.fail(
            Address::field("application", "benefit_basis"),
            "填写了经济效益，未写明计算依据。请填写",
            "benefits are given without their basis; write how they were computed",
        );
    }
    outcome.note(Address::field("application", "benefits"));
    outcome.note(Address::field("application", "benefit_files"));
}
