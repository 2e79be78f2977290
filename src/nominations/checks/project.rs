//! Title, grade, disciplines, acceptance of the work: are the basic facts as the rules want them?

use super::{
    finding::Outcome,
    names::folded,
    sheet::{Row, Sheet},
};
use crate::nominations::{dossier::Address, forms::count_characters};

/// FC-014: a grade of the award.
pub(super) fn grade(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let Some(field) = sheet.field("project", "grade") else { return outcome.idle() };
    let grade = sheet.text("project", "grade");
    if !field.options.iter().any(|option| option.code == grade) {
        let options: Vec<&str> = field.options.iter().map(|option| option.zh.as_str()).collect();
        let english: Vec<&str> = field.options.iter().map(|option| option.en.as_str()).collect();
        outcome.fail(
            Address::field("project", "grade"),
            format!("未写明提名等级，应为{}之一", options.join("、")),
            format!("no nominated grade; it is one of: {}", english.join(", ")),
        );
    }
}

/// FC-016: length of the title, and names of companies in it. The brand is a person's to see.
pub(super) fn title(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let words = &sheet.book.words;
    let title = sheet.text("project", "title");
    let at = Address::field("project", "title");
    let count = count_characters(title);
    let most = sheet.field("project", "title").and_then(|field| field.most_chars);
    if let Some(most) = most.filter(|most| count > usize::try_from(*most).unwrap_or(usize::MAX)) {
        outcome.fail(
            at.clone(),
            format!("项目名称 {count} 字，含符号应不超过 {most} 字。请压缩"),
            format!("the title has {count} characters with marks, {most} are allowed; shorten it"),
        );
    }
    for (field, text) in [("title", title), ("title_en", sheet.text("project", "title_en"))] {
        let lower = text.to_lowercase();
        let found = words.companies.iter().find(|word| lower.contains(&word.to_lowercase()));
        if let Some(word) = found {
            outcome.fail(
                Address::field("project", field),
                format!("项目名称含企业名称字样“{word}”。请改用技术名称"),
                format!("the title names a company (\"{word}\"); name the technique instead"),
            );
        }
    }
    let folded_title = folded(title);
    for row in named_units(sheet) {
        let unit = folded(row.text("name"));
        if unit.chars().count() >= 4 && folded_title.contains(&unit) {
            outcome.fail(
                at.clone(),
                format!("项目名称含完成单位名称“{}”。请改用技术名称", row.called()),
                format!(
                    "the title names the unit \"{}\"; name the technique instead",
                    row.called()
                ),
            );
        }
    }
    if let Some(word) = words.company_hints.iter().find(|word| title.contains(word.as_str())) {
        outcome.remark(format!("项目名称含“{word}”字样"), format!("the title holds \"{word}\""));
    }
    outcome.note(at);
}

fn named_units<'f>(sheet: &Sheet<'f>) -> Vec<Row<'f>> {
    let is_enterprise = |row: &Row<'_>| row.text("kind").ends_with("enterprise");
    sheet.units().into_iter().filter(is_enterprise).collect()
}

/// FC-017: the disciplines of the cover are those of the points, in their order.
pub(super) fn disciplines(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let on_cover: Vec<&str> =
        sheet.rows("project", "disciplines").iter().map(|row| row.text("code")).collect();
    if sheet.points_section().is_none() {
        return outcome.idle();
    }
    let cover = Address::field("project", "disciplines");
    if on_cover.iter().all(|code| code.is_empty()) {
        outcome.fail(cover, "未填写学科分类。请填写", "the disciplines are missing; give them");
        return;
    }
    let mut of_points: Vec<&str> = Vec::new();
    for row in sheet.points() {
        let code = row.text("discipline");
        if code.is_empty() {
            let rank = row.rank;
            outcome.fail(
                row.at("discipline"),
                format!("第 {rank} 点未填写所属学科。请填写"),
                format!("point {rank} names no discipline; give it"),
            );
        } else if !of_points.contains(&code) {
            of_points.push(code);
        }
    }
    if outcome.faults.is_empty() && of_points != on_cover {
        let said = |codes: &[&str]| {
            if codes.is_empty() { "—".to_owned() } else { codes.join("、") }
        };
        let (cover_said, points_said) = (said(&on_cover), said(&of_points));
        outcome.fail(
            cover,
            format!("学科分类为 {cover_said}，各点所属学科依次为 {points_said}。请使二者及次序一致"),
            format!("the cover says {cover_said}, the points {points_said}; make both and their order agree"),
        );
    }
}

/// FC-018: what is said of the plans' acceptance.
pub(super) fn acceptance(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let plans = sheet.rows("project", "plans");
    if plans.is_empty() {
        return outcome.remark("未列计划、基金", "no plan or fund is listed");
    }
    for row in plans.iter().filter(|row| !row.says_yes("is_accepted")) {
        outcome.note(row.at("is_accepted"));
        let name = row.called();
        outcome.remark(
            format!("“{name}”未写明已整体验收"),
            format!("\"{name}\" is not said to be accepted"),
        );
    }
    for row in plans.iter().filter(|row| row.says_yes("is_accepted")) {
        outcome.note(row.at("acceptance_file"));
    }
}

/// FC-P06: the kind and age of a work of popular science.
pub(super) fn popular_work(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let Some(field) = sheet.field("work", "excluded_kind") else { return outcome.idle() };
    let kind = sheet.text("work", "excluded_kind");
    if kind != "none" {
        let option = field.options.iter().find(|option| option.code == kind);
        let (zh, en) =
            option.map_or(("未写明", "not said"), |one| (one.zh.as_str(), one.en.as_str()));
        outcome.fail(
            Address::field("work", "excluded_kind"),
            format!("作品类别：{zh}。此类作品不受理"),
            format!("kind of work: {en}; such works are not accepted"),
        );
    }
    let published = sheet.day("work", "published_on");
    let Some(cutoff) = sheet.facts.round.cutoff else { return };
    if published.is_none_or(|day| day > cutoff) {
        outcome.fail(
            Address::field("work", "published_on"),
            format!("首次出版日期应不晚于 {cutoff}"),
            format!("it must have been published first by {cutoff}"),
        );
    }
}
