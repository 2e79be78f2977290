//! Are the attachments there, of the right kind and size, and those that the form speaks of?

use std::collections::BTreeSet;

use super::{
    facts::FileFacts,
    finding::Outcome,
    people::numbers,
    rule_book::FileLimit,
    sheet::{Row, Sheet, shortened},
};
use crate::nominations::{
    dossier::{Address, Value},
    forms::Kind,
};

const MEGABYTE: u64 = 1024 * 1024;

fn file<'f>(sheet: &Sheet<'f>, number: &str) -> Option<&'f FileFacts> {
    let number: u32 = number.trim().parse().ok()?;
    sheet.facts.files.iter().find(|file| file.number == number)
}

/// FC-026: what is referred to is there; number, kind and size are within their limits.
pub(super) fn references_and_limits(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    references(sheet, outcome);
    for one in &sheet.facts.files {
        kind_and_size(sheet, one, outcome);
    }
    let total: u64 =
        sheet.facts.files.iter().map(|file| file.size_bytes).fold(0, u64::saturating_add);
    let most = sheet.book.files.total_bytes;
    if total > most {
        let (total, most) = (total.div_ceil(MEGABYTE), most / MEGABYTE);
        outcome.fail(
            None,
            format!("附件共 {total} MB，应不超过 {most} MB。请压缩或减少"),
            format!("the attachments have {total} MB, {most} MB are allowed; make them smaller"),
        );
    }
    let limits = &sheet.book.files.limits;
    if let Some(limit) = limits.iter().find(|one| one.category == sheet.facts.form.category) {
        counts(sheet, limit, outcome);
    }
}

/// Every place of a file that names an attachment which is not there.
fn references(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let content = sheet.facts.content;
    for (address, field) in content.places(sheet.facts.form) {
        let table = address.table();
        let is_asked_for =
            table.of(sheet.facts.form).is_none_or(|field| content.asks_for(&table, field))
                && content.asks_for(&address, field);
        if !matches!(field.kind, Kind::File | Kind::Files) || !is_asked_for {
            continue;
        }
        let named: Vec<&str> = match content.get(&address) {
            None => Vec::new(),
            Some(Value::Text(text)) => vec![text.as_str()],
            Some(Value::List(words)) => words.iter().map(String::as_str).collect(),
        };
        let absent = named.into_iter().filter(|number| !number.trim().is_empty());
        for number in absent.filter(|number| file(sheet, number).is_none()) {
            let (number, label) = (shortened(number), &field.label);
            outcome.fail(
                address.clone(),
                format!("“{}”引用的附件 {number} 不存在。请重新选择或上传", label.zh),
                format!(
                    "\"{}\" refers to attachment {number}, which is not there; choose or add one",
                    label.en
                ),
            );
        }
    }
}

fn kind_and_size(sheet: &Sheet<'_>, one: &FileFacts, outcome: &mut Outcome) {
    let rules = &sheet.book.files;
    let (number, name) = (one.number, shortened(&one.name));
    let at = place_of(sheet, number);
    if one.size_bytes > rules.file_bytes {
        let (size, most) = (one.size_bytes.div_ceil(MEGABYTE), rules.file_bytes / MEGABYTE);
        outcome.fail(
            at.clone(),
            format!("附件 {number}“{name}”有 {size} MB，单个文件应不超过 {most} MB。请压缩"),
            format!("attachment {number} \"{name}\" has {size} MB, {most} MB are allowed; make it smaller"),
        );
    }
    if !rules.media_types.contains(&one.media_type) {
        outcome.fail(
            at.clone(),
            format!("附件 {number}“{name}”格式不符，应为 PDF、JPG 或 PNG"),
            format!(
                "attachment {number} \"{name}\" is of a wrong kind; PDF, JPG and PNG are allowed"
            ),
        );
    }
    for fault in &one.faults {
        outcome.fail(
            at.clone(),
            format!("附件 {number}“{name}”：{}", fault.zh),
            format!("attachment {number} \"{name}\": {}", fault.en),
        );
    }
}

/// The first place that refers to an attachment.
fn place_of(sheet: &Sheet<'_>, number: u32) -> Option<Address> {
    let said = number.to_string();
    let is_it = |value: &Value| match value {
        Value::Text(text) => text.trim() == said,
        Value::List(words) => words.iter().any(|word| word.trim() == said),
    };
    let places = sheet.facts.content.places(sheet.facts.form).into_iter();
    let mut files = places.filter(|(_, field)| matches!(field.kind, Kind::File | Kind::Files));
    files
        .find(|(address, _)| sheet.facts.content.get(address).is_some_and(is_it))
        .map(|(address, _)| address)
}

fn counts(sheet: &Sheet<'_>, limit: &FileLimit, outcome: &mut Outcome) {
    let mut counted: BTreeSet<u32> = BTreeSet::new();
    let (mut documents, mut pictures) = (0_usize, 0_usize);
    for row in sheet.rows("attachments", "items") {
        let category = row.text("category").to_owned();
        for one in row.files("content").into_iter().filter_map(|number| file(sheet, number)) {
            let is_document = one.media_type == "application/pdf";
            if limit.documents_only.contains(&category) && !is_document {
                let number = one.number;
                outcome.fail(
                    row.at("content"),
                    format!("附件 {number}“{}”应为 PDF", row.called()),
                    format!("attachment {number} \"{}\" must be a PDF", row.called()),
                );
            }
            if limit.counted.contains(&category) && counted.insert(one.number) {
                documents += usize::from(is_document);
                pictures += usize::from(!is_document);
            }
        }
    }
    for (count, most, zh, en) in [
        (counted.len(), limit.files, "附件", "attachments"),
        (documents, limit.documents, "PDF 附件", "PDF attachments"),
        (pictures, limit.pictures, "图片附件", "pictures"),
    ] {
        if count > most {
            outcome.fail(
                Address::field("attachments", "items"),
                format!("{zh}有 {count} 个，应不超过 {most} 个。请合并或减少"),
                format!("there are {count} {en}, {most} are allowed; join or take out some"),
            );
        }
    }
}

/// Tables whose rows have an attachment each, and the category of the list that is theirs.
const JOINED: [(&str, &str, &str); 5] = [
    ("papers", "items", "papers"),
    ("papers", "citing", "citing"),
    ("intellectual_property", "items", "core_ip"),
    ("application", "units", "application"),
    ("results", "items", "results"),
];

/// FC-027: every paper, right, user and result of a team listed has its attachment in the list of attachments, and the
/// list has none that nothing speaks of; points rest on what is listed.
pub(super) fn listed_and_attached(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let list = sheet.rows("attachments", "items");
    let in_list: BTreeSet<&str> = list.iter().flat_map(|row| row.files("content")).collect();
    for (section, field, category) in JOINED {
        let rows = sheet.rows(section, field);
        for row in &rows {
            for number in row.files("file").iter().filter(|number| !in_list.contains(*number)) {
                let name = row.called();
                outcome.fail(
                    row.at("file"),
                    format!("“{name}”的附件 {number} 未列入附件目录。请补列"),
                    format!("attachment {number} of \"{name}\" is not in the list of attachments; add it"),
                );
            }
        }
        if sheet.has(section, field) {
            unspoken(&list, &rows, category, outcome);
        }
    }
    supports(sheet, outcome);
}

/// Attachments of a category that no row of its table speaks of.
fn unspoken(list: &[Row<'_>], rows: &[Row<'_>], category: &str, outcome: &mut Outcome) {
    let spoken: BTreeSet<&str> = rows.iter().flat_map(|row| row.files("file")).collect();
    for entry in list.iter().filter(|entry| entry.text("category") == category) {
        let is_spoken = entry.files("content").iter().all(|number| spoken.contains(number));
        if !is_spoken {
            let name = entry.called();
            outcome.fail(
                entry.at("content"),
                format!("附件“{name}”在正文相应表格中没有对应的一行。请补填或改列类别"),
                format!("no row of the form belongs to the attachment \"{name}\"; add it or change the category"),
            );
        }
    }
}

/// Points that name papers or rights by number name those of the lists.
fn supports(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    for (column, section) in [("papers", "papers"), ("ips", "intellectual_property")] {
        let count = sheet.rows(section, "items").len();
        for row in sheet.points() {
            let named = numbers(row.text(column));
            if !named.iter().all(|one| (1..=count).contains(one)) {
                let rank = row.rank;
                outcome.fail(
                    row.at(column),
                    format!("第 {rank} 点的支持材料序号应为目录中的 1 至 {count}"),
                    format!("point {rank} rests on numbers of the list, 1 to {count}"),
                );
            }
        }
    }
}
