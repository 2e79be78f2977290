//! What is missing or wrong in a dossier, field by field, by the rules that its form states?

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    address::Address,
    content::{Content, Value},
    formats,
    pages::pages,
};
use crate::{
    nominations::forms::{Field, Form, Kind, NamedDay, count_characters},
    shared::Bilingual,
};

/// The days of a round by which dossiers are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The last day on which papers and applications count; none where the round sets none.
    pub cutoff: Option<NaiveDate>,
    /// The last day of nominating; none where the round sets none.
    pub close: Option<NaiveDate>,
    /// Today in Beijing.
    pub today: NaiveDate,
}

impl Days {
    fn named(&self, day: NamedDay) -> Option<NaiveDate> {
        match day {
            NamedDay::Cutoff => self.cutoff,
            NamedDay::Today => Some(self.today),
            NamedDay::Close => self.close,
        }
    }
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = DossierFault)]
pub struct Fault {
    /// The field: `section.field` or `section.field/row/column`.
    #[schema(value_type = String)]
    pub address: Address,
    /// `missing`, `too_long`, `too_short`, `too_many_pages`, `unknown`, `format`, `number`, `day`, `rows`.
    pub code: &'static str,
    /// What is wrong and what is allowed.
    pub what: Bilingual,
    /// The clause behind the rule.
    pub clause: Option<String>,
}

/// What is missing or wrong, in the order of the form. `knows_discipline` says whether a code is one of
/// GB/T 13745.
pub fn faults(
    form: &Form,
    content: &Content,
    days: &Days,
    knows_discipline: &dyn Fn(&str) -> bool,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (address, field) in content.places(form) {
        // A cell is asked for where its table is, too.
        let table = address.table();
        let is_table_asked_for = table.of(form).is_none_or(|field| content.asks_for(&table, field));
        if !is_table_asked_for || !content.asks_for(&address, field) {
            continue;
        }
        let value = content.get(&address).filter(|value| !value.is_blank());
        let found = match value {
            None if field.kind == Kind::Rows => rows(content, field, &[]),
            None if field.required => Some(missing(field)),
            None => None,
            Some(Value::List(words)) if field.kind == Kind::Rows => rows(content, field, words),
            Some(Value::List(words)) => chosen(field, words),
            Some(Value::Text(text)) => written(field, text.trim(), days, knows_discipline),
        };
        match found {
            Some((code, what)) => {
                faults.push(Fault { address, code, what, clause: field.clause.clone() });
            }
            None => faults.extend(too_many_pages(content, &address, field)),
        }
    }
    faults
}

type Found = Option<(&'static str, Bilingual)>;

fn found(code: &'static str, zh: String, en: String) -> (&'static str, Bilingual) {
    (code, Bilingual::new(zh, en))
}

fn missing(field: &Field) -> (&'static str, Bilingual) {
    let (zh, en) = (&field.label.zh, &field.label.en);
    found("missing", format!("未填写“{zh}”"), format!("\"{en}\" is not filled in"))
}

fn rows(content: &Content, field: &Field, rows: &[String]) -> Found {
    let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let by_grade = field.most_rows_by.as_ref().and_then(|by| {
        let (section, name) = by.field.split_once('.')?;
        by.most(content.text(section, name))
    });
    let least = field.least_rows.unwrap_or_else(|| u32::from(field.required));
    let (zh, en) = (&field.label.zh, &field.label.en);
    if count < least {
        return Some(found(
            if count == 0 { "missing" } else { "rows" },
            format!("“{zh}”至少 {least} 项，现有 {count} 项"),
            format!("\"{en}\" has {count} rows, at least {least} are needed"),
        ));
    }
    let most = by_grade.or(field.most_rows)?;
    (count > most).then(|| {
        found(
            "rows",
            format!("“{zh}”至多 {most} 项，现有 {count} 项"),
            format!("\"{en}\" has {count} rows, {most} at the most are allowed"),
        )
    })
}

/// A text that takes up more pages than it may, or a column of a table in all its rows together.
fn too_many_pages(content: &Content, address: &Address, field: &Field) -> Vec<Fault> {
    // Cells are measured with their table.
    if address.row().is_some() {
        return Vec::new();
    }
    let rows = content.get(address).map_or(&[][..], Value::list);
    let cells = |column: &Field| -> Vec<&Value> {
        rows.iter().filter_map(|row| content.get(&address.cell(row, &column.code))).collect()
    };
    let own: (&Field, Vec<&Value>) = (field, content.get(address).into_iter().collect());
    let of_columns = field.columns.iter().map(|column| (column, cells(column)));
    std::iter::once(own)
        .chain(of_columns)
        .filter_map(|(field, said)| {
            let what = over_pages(field, &said)?;
            let (address, clause) = (address.clone(), field.clause.clone());
            Some(Fault { address, code: "too_many_pages", what, clause })
        })
        .collect()
}

/// What is said against texts that take up more pages than their field allows. They are set as the made form sets
/// them, but from the head of a page on: what is printed before them costs nothing.
fn over_pages(field: &Field, said: &[&Value]) -> Option<Bilingual> {
    let most = field.most_pages?;
    let texts = said.iter().map(|value| value.text().trim());
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    let count = pages(&texts);
    let (zh, en) = (&field.label.zh, &field.label.en);
    (count > usize::try_from(most).unwrap_or(usize::MAX)).then(|| {
        Bilingual::new(
            format!("“{zh}”打印至多 {most} 页（自页首起计），现有 {count} 页。请精简"),
            format!(
                "\"{en}\" takes up {count} printed pages, counted from the head of a page on; {most} at the most \
                 are allowed: shorten it"
            ),
        )
    })
}

fn chosen(field: &Field, words: &[String]) -> Found {
    if field.kind == Kind::Choices
        && let Some(word) = words.iter().find(|word| !has_option(field, word))
    {
        return Some(unknown(field, word));
    }
    let count = i64::try_from(words.len()).unwrap_or(i64::MAX);
    let (zh, en) = (&field.label.zh, &field.label.en);
    let wrong = field.least.is_some_and(|least| count < least)
        || field.most.is_some_and(|most| count > most);
    let (least, most) = (field.least.unwrap_or(0), field.most.unwrap_or(i64::MAX));
    let upto = if most == i64::MAX { "∞".to_owned() } else { most.to_string() };
    wrong.then(|| {
        found(
            "rows",
            format!("“{zh}”应选 {least}–{upto} 项，现有 {count} 项"),
            format!("\"{en}\" has {count}, {least} to {upto} are allowed"),
        )
    })
}

fn has_option(field: &Field, word: &str) -> bool {
    field.options.iter().any(|option| option.code == word)
}

fn unknown(field: &Field, word: &str) -> (&'static str, Bilingual) {
    let options: Vec<&str> = field.options.iter().map(|option| option.code.as_str()).collect();
    let options = options.join(" ");
    found(
        "unknown",
        format!("“{}”不是“{}”的选项，可选：{options}", shortened(word), field.label.zh),
        format!("\"{}\" is no option of \"{}\": {options}", shortened(word), field.label.en),
    )
}

/// Enough of a text to be recognised.
fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

fn written(
    field: &Field,
    text: &str,
    days: &Days,
    knows_discipline: &dyn Fn(&str) -> bool,
) -> Found {
    let (zh, en) = (&field.label.zh, &field.label.en);
    match field.kind {
        Kind::Text | Kind::LongText | Kind::Unit => {
            length(field, text).or_else(|| shape(field, text))
        }
        Kind::Choice if !has_option(field, text) => Some(unknown(field, text)),
        Kind::YesNo if !matches!(text, "yes" | "no") => Some(found(
            "unknown",
            format!("“{zh}”应为 yes 或 no"),
            format!("\"{en}\" is yes or no"),
        )),
        Kind::Discipline if !knows_discipline(text) => Some(found(
            "unknown",
            format!("“{}”不是 GB/T 13745 的学科代码", shortened(text)),
            format!("\"{}\" is no code of GB/T 13745", shortened(text)),
        )),
        Kind::Integer | Kind::Decimal => number(field, text),
        Kind::Date => day(field, text, days),
        _ => None,
    }
}

fn length(field: &Field, text: &str) -> Found {
    let count = count_characters(text);
    let (zh, en) = (&field.label.zh, &field.label.en);
    let over = field.most_chars.filter(|most| count > usize::try_from(*most).unwrap_or(usize::MAX));
    if let Some(most) = over {
        return Some(found(
            "too_long",
            format!("“{zh}”至多 {most} 字（含符号），现有 {count} 字"),
            format!("\"{en}\" has {count} characters, {most} at the most are allowed"),
        ));
    }
    let least = field.least_chars.filter(|least| count < usize::try_from(*least).unwrap_or(0))?;
    Some(found(
        "too_short",
        format!("“{zh}”至少 {least} 字，现有 {count} 字"),
        format!("\"{en}\" has {count} characters, at least {least} are needed"),
    ))
}

fn shape(field: &Field, text: &str) -> Found {
    let format = field.format?;
    if formats::fits(format, text) {
        return None;
    }
    let allowed = formats::allowed(format);
    let (zh, en) = (&field.label.zh, &field.label.en);
    Some(found(
        "format",
        format!("“{zh}”格式有误，应为{}", allowed.zh),
        format!("\"{en}\" is not {}", allowed.en),
    ))
}

fn number(field: &Field, text: &str) -> Found {
    let (zh, en) = (&field.label.zh, &field.label.en);
    let Some(value) = formats::millionths(text) else {
        return Some(found(
            "number",
            format!("“{zh}”应为数字，如 12 或 12.5"),
            format!("\"{en}\" is a number such as 12 or 12.5"),
        ));
    };
    if field.kind == Kind::Integer && value % formats::MILLION != 0 {
        return Some(found(
            "number",
            format!("“{zh}”应为整数"),
            format!("\"{en}\" is a whole number"),
        ));
    }
    let bound = |bound: Option<i64>| bound.map(|bound| i128::from(bound) * formats::MILLION);
    let is_low = bound(field.least).is_some_and(|least| value < least);
    let is_high = bound(field.most).is_some_and(|most| value > most);
    let said = |bound: Option<i64>| bound.map_or_else(|| "∞".to_owned(), |bound| bound.to_string());
    let (least, most) = (field.least.unwrap_or(i64::MIN), said(field.most));
    let least = if least == i64::MIN { "−∞".to_owned() } else { least.to_string() };
    (is_low || is_high).then(|| {
        found(
            "number",
            format!("“{zh}”应在 {least} 至 {most} 之间"),
            format!("\"{en}\" lies between {least} and {most}"),
        )
    })
}

fn day(field: &Field, text: &str, days: &Days) -> Found {
    let (zh, en) = (&field.label.zh, &field.label.en);
    let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") else {
        return Some(found(
            "day",
            format!("“{zh}”应为日期，如 2024-05-31"),
            format!("\"{en}\" is a day such as 2024-05-31"),
        ));
    };
    let last = field.not_after.and_then(|named| days.named(named)).filter(|last| day > *last);
    if let Some(last) = last {
        return Some(found(
            "day",
            format!("“{zh}”不得晚于 {last}"),
            format!("\"{en}\" is not after {last}"),
        ));
    }
    let first =
        field.not_before.and_then(|named| days.named(named)).filter(|first| day < *first)?;
    Some(found("day", format!("“{zh}”不得早于 {first}"), format!("\"{en}\" is not before {first}")))
}

#[cfg(test)]
mod tests {
    use super::{super::content::tests::content, *};
    use crate::nominations::forms::find;

    fn found_at(values: &[(&str, &str)], address: &str) -> Option<&'static str> {
        let form = find("nat-1").unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let days = Days {
            cutoff: Some(day("2023-12-31")),
            close: Some(day("2027-06-30")),
            today: day("2027-05-01"),
        };
        let all = faults(form, &content(values), &days, &|code| code == "110");
        let address: Address = address.parse().unwrap();
        all.into_iter().find(|fault| fault.address == address).map(|fault| fault.code)
    }

    #[test]
    fn what_a_form_asks_for_is_missed() {
        assert_eq!(found_at(&[], "project.title"), Some("missing"));
        assert_eq!(found_at(&[("project.title", " ")], "project.title"), Some("missing"));
        assert_eq!(found_at(&[("project.title", "凝聚态")], "project.title"), None);
        assert_eq!(found_at(&[], "completers.items"), Some("missing"));
        // What hangs on a condition is missed only when it holds.
        assert_eq!(found_at(&[], "declarations.ai_statement"), None);
        let uses = [("declarations.uses_ai", "yes")];
        assert_eq!(found_at(&uses, "declarations.ai_statement"), Some("missing"));
    }

    #[test]
    fn a_cell_is_asked_for_only_where_its_table_is() {
        let rows = [("opinion.experts", "e"), ("opinion.nominator_kind", "unit")];
        let form = find("nat-1").unwrap();
        let experts = form.field("opinion", "experts").unwrap();
        let column = experts.columns.iter().find(|column| column.required).unwrap();
        let cell = format!("opinion.experts/e/{}", column.code);
        assert_eq!(found_at(&rows, &cell), None);
        let rows = [rows[0], ("opinion.nominator_kind", "experts")];
        assert_eq!(found_at(&rows, &cell), Some("missing"));
    }

    #[test]
    fn limits_of_texts_rows_days_and_codes_are_held() {
        let thirty = "字".repeat(30);
        assert_eq!(found_at(&[("project.title", &thirty)], "project.title"), None);
        let more = format!("{thirty}。");
        assert_eq!(found_at(&[("project.title", &more)], "project.title"), Some("too_long"));
        let six = [("project.grade", "second"), ("completers.items", "a|b|c|d|e|f")];
        assert_eq!(found_at(&six, "completers.items"), Some("rows"));
        let special = [("project.grade", "special"), ("completers.items", "a|b|c|d|e|f")];
        assert_eq!(found_at(&special, "completers.items"), None, "set by the award council");
        let paper = |day| [("papers.items", "p"), ("papers.items/p/published_on", day)];
        let on = "papers.items/p/published_on";
        assert_eq!(found_at(&paper("2023-12-31"), on), None);
        assert_eq!(found_at(&paper("2024-01-01"), on), Some("day"));
        assert_eq!(found_at(&paper("2023-02-30"), on), Some("day"));
        let code = |code| [("project.disciplines", "d"), ("project.disciplines/d/code", code)];
        assert_eq!(found_at(&code("110"), "project.disciplines/d/code"), None);
        assert_eq!(found_at(&code("999"), "project.disciplines/d/code"), Some("unknown"));
        assert_eq!(found_at(&[("project.grade", "third")], "project.grade"), Some("unknown"));
    }

    #[test]
    fn pages_are_counted_as_they_are_printed_and_those_of_a_table_together() {
        // 37 lines of 38 letters make a page.
        let lines = |lines: usize| "字".repeat(38 * lines - 2);
        let at = "evaluation.text";
        assert_eq!(found_at(&[(at, &lines(2 * 37))], at), None);
        assert_eq!(found_at(&[(at, &lines(2 * 37 + 1))], at), Some("too_many_pages"));
        let points = |each: usize| {
            let text = lines(each);
            let cells = ["a", "b", "c"].map(|row| format!("discoveries.points/{row}/text"));
            let cells = cells.iter().map(|cell| (cell.as_str(), text.as_str()));
            let values: Vec<_> =
                [("discoveries.points", "a|b|c")].into_iter().chain(cells).collect();
            found_at(&values, "discoveries.points")
        };
        assert_eq!([points(59), points(62)], [None, Some("too_many_pages")], "five pages together");
    }

    #[test]
    fn identity_numbers_are_held_to_their_check_digit() {
        let person = |number| {
            [
                ("completers.items", "a"),
                ("completers.items/a/id_type", "id_card"),
                ("completers.items/a/id_number", number),
            ]
        };
        let at = "completers.items/a/id_number";
        assert_eq!(found_at(&person("11010519491231002X"), at), None);
        assert_eq!(found_at(&person("110105194912310021"), at), Some("format"));
    }
}
