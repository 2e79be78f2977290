//! What does a cell say, in the words that a dossier keeps? And what does a value look like in a cell?

use unicode_normalization::UnicodeNormalization as _;

use crate::{
    exchange::Problem,
    nominations::{
        dossier::{MOST_BYTES, Value},
        forms::{Field, FieldOption, Kind, count_characters},
    },
    shared::Bilingual,
};

/// What stands between the options of a cell that holds several.
const BETWEEN: &str = "；";

/// A cell as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// The value; none where the cell is empty.
    pub(super) value: Option<Value>,
    /// What the person should know of it, who may take it all the same.
    pub(super) note: Option<Bilingual>,
}

/// A text for comparing: compatibility forms, case and white space do not count.
pub(super) fn plain(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).filter(|one| !one.is_whitespace()).collect()
}

/// Reads the cell of a column or of a single field. Options, yes and no, days and numbers are taken in
/// the words of people; what is none of them is kept as it was typed, and noted.
pub(super) fn read(field: &Field, cell: &str) -> Reading {
    let text = cell.trim();
    if text.is_empty() {
        return Reading::default();
    }
    match field.kind {
        Kind::Text | Kind::LongText | Kind::Unit | Kind::Rows => {
            // White space around a text was typed, and stays where the text has several lines.
            let kept = if field.kind == Kind::LongText { cell } else { text };
            Reading { value: Some(Value::Text(kept.to_owned())), note: length(field, kept) }
        }
        Kind::Discipline => known(text.split_whitespace().next().unwrap_or(text)),
        Kind::Choice => option(field, text).map_or_else(
            || odd(field, text, "不是该栏的选项", "is none of its options"),
            |option| known(&option.code),
        ),
        Kind::Choices => choices(field, text),
        Kind::YesNo => yes_no(text)
            .map_or_else(|| odd(field, text, "应为“是”或“否”", "is neither yes nor no"), known),
        Kind::Date => day(text).map_or_else(
            || odd(field, text, "不是完整的日期", "is no whole day"),
            |day| known(&day),
        ),
        Kind::Integer | Kind::Decimal => known(&number(text)),
        Kind::File | Kind::Files => files(field, text),
    }
}

fn known(text: &str) -> Reading {
    Reading { value: Some(Value::Text(text.to_owned())), note: None }
}

fn odd(field: &Field, text: &str, zh: &str, en: &str) -> Reading {
    let (label, shown) = (&field.label, excerpt(text));
    let note = Bilingual::new(
        format!("“{}”：“{shown}”{zh}，按原文保留", label.zh),
        format!("\"{}\": \"{shown}\" {en}; kept as it is", label.en),
    );
    Reading { value: Some(Value::Text(text.to_owned())), note: Some(note) }
}

/// Enough of a text to be recognised.
pub(super) fn excerpt(text: &str) -> String {
    beginning(text, 30)
}

/// The first characters of a text, told to be no more than that.
pub(super) fn beginning(text: &str, most: usize) -> String {
    let mut shown: String = text.chars().take(most).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

fn length(field: &Field, text: &str) -> Option<Bilingual> {
    let most = usize::try_from(field.most_chars?).ok()?;
    let count = count_characters(text);
    (count > most).then(|| {
        let label = &field.label;
        Bilingual::new(
            format!("“{}”有 {count} 字，至多 {most} 字；全文保留，未作删减", label.zh),
            format!("\"{}\" has {count} characters of {most}; all of it is kept", label.en),
        )
    })
}

/// Why a dossier takes a value by no way: it is too large, or bears a mark of classification.
pub(super) fn unfit(value: &Value) -> Option<Problem> {
    let found_bytes = value.text().len() + value.list().iter().map(String::len).sum::<usize>();
    if found_bytes > MOST_BYTES {
        return Some(Problem::CellTooLarge { found_bytes, limit_bytes: MOST_BYTES });
    }
    value.mark().map(Problem::Classified)
}

fn option<'f>(field: &'f Field, text: &str) -> Option<&'f FieldOption> {
    let word = plain(text);
    let mut options = field.options.iter();
    options.find(|one| [&one.code, &one.zh, &one.en].into_iter().any(|name| plain(name) == word))
}

/// Several options: separated by semicolons or lines, else by commas where every part is an option.
fn choices(field: &Field, text: &str) -> Reading {
    let parts = |between: &[char]| -> Vec<String> {
        let parts = text.split(between).map(str::trim).filter(|part| !part.is_empty());
        let mut words: Vec<String> = Vec::new();
        for part in parts {
            let word = option(field, part).map_or_else(|| part.to_owned(), |one| one.code.clone());
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words
    };
    let is_known = |words: &[String]| {
        words.iter().all(|word| field.options.iter().any(|one| one.code == *word))
    };
    let narrow = parts(&[';', '；', '\n', '|']);
    let wide = parts(&[';', '；', '\n', '|', ',', '，', '、']);
    let words = if is_known(&narrow) || !is_known(&wide) { narrow } else { wide };
    let note = (!is_known(&words))
        .then(|| odd(field, text, "含有不是选项的内容", "names what is no option").note)
        .flatten();
    Reading { value: Some(Value::List(words)), note }
}

fn yes_no(text: &str) -> Option<&'static str> {
    match plain(text).as_str() {
        "是" | "有" | "yes" | "y" | "true" | "1" | "√" | "✓" => Some("yes"),
        "否" | "无" | "no" | "n" | "false" | "0" | "×" => Some("no"),
        _ => None,
    }
}

/// A day as people write it: `2024-05-31`, `2024/5/31`, `2024.5.31`, `20240531`, `2024年5月31日`.
pub(super) fn day(text: &str) -> Option<String> {
    let text = plain(text);
    let text = text.strip_suffix("00:00:00").unwrap_or(&text);
    let digits: Vec<&str> =
        text.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty()).collect();
    let (year, month, day) = match digits.as_slice() {
        [year, month, day] => (*year, *month, *day),
        [all] if all.len() == 8 && all.is_ascii() => (all.get(..4)?, all.get(4..6)?, all.get(6..)?),
        _ => return None,
    };
    if year.len() != 4 {
        return None;
    }
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    chrono::NaiveDate::from_ymd_opt(year, month, day).map(|day| day.to_string())
}

/// A number without full-width digits and thousands separators, where it is one; else as it is.
fn number(text: &str) -> String {
    let folded: String = text.nfkc().collect();
    let (whole, part) = folded.split_once('.').unwrap_or((&folded, ""));
    let groups: Vec<&str> = whole.trim_start_matches('-').split(',').collect();
    let is_grouped = groups.len() > 1
        && groups.iter().all(|group| group.chars().all(|one| one.is_ascii_digit()))
        && groups.first().is_some_and(|first| (1..=3).contains(&first.len()))
        && groups.iter().skip(1).all(|group| group.len() == 3)
        && part.chars().all(|one| one.is_ascii_digit());
    if is_grouped { folded.replace(',', "") } else { folded }
}

/// Numbers of attachments of the dossier: `3`, or `1；2`.
fn files(field: &Field, text: &str) -> Reading {
    let mut numbers: Vec<String> = Vec::new();
    for part in text.split([';', '；', ',', '，', '、', ' ', '\n']).filter(|part| !part.is_empty())
    {
        let is_number = part.len() <= 6 && part.chars().all(|one| one.is_ascii_digit());
        if !is_number {
            let (label, shown) = (&field.label, excerpt(text));
            let note = Bilingual::new(
                format!("“{}”只取附件编号，“{shown}”未导入", label.zh),
                format!("\"{}\" takes numbers of attachments; \"{shown}\" is left out", label.en),
            );
            return Reading { value: None, note: Some(note) };
        }
        if !numbers.iter().any(|one| one == part) {
            numbers.push(part.to_owned());
        }
    }
    let value = match (field.kind, numbers.as_slice()) {
        (Kind::File, [one]) => Value::Text(one.clone()),
        (Kind::File, _) => Value::Text(text.to_owned()),
        _ => Value::List(numbers),
    };
    Reading { value: Some(value), note: None }
}

/// A value as people read it in a cell.
pub(super) fn shown(field: &Field, value: &Value) -> String {
    let label = |code: &String| {
        let option = field.options.iter().find(|option| option.code == *code);
        option.map_or_else(|| code.clone(), |option| option.zh.clone())
    };
    match (field.kind, value) {
        (Kind::YesNo, Value::Text(text)) if text == "yes" => "是".to_owned(),
        (Kind::YesNo, Value::Text(text)) if text == "no" => "否".to_owned(),
        (Kind::Choice, Value::Text(text)) => label(text),
        (_, Value::Text(text)) => text.clone(),
        (_, Value::List(words)) => words.iter().map(label).collect::<Vec<_>>().join(BETWEEN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::forms::find;

    fn column(table: (&str, &str), code: &str) -> &'static Field {
        find("nat-1").unwrap().field(table.0, table.1).unwrap().column(code).unwrap()
    }

    #[test]
    fn words_of_people_become_words_of_the_form() {
        let people = ("completers", "items");
        let text = |code: &str, cell: &str| {
            let reading = read(column(people, code), cell);
            (reading.value.unwrap().text().to_owned(), reading.note.is_some())
        };
        let sex = column(people, "sex");
        let first = &sex.options[0];
        assert_eq!(text("sex", &first.zh), (first.code.clone(), false));
        assert_eq!(text("sex", "外星"), ("外星".to_owned(), true));
        assert_eq!(text("is_foreigner", " 否 "), ("no".to_owned(), false));
        assert_eq!(text("from", "2019年3月1日"), ("2019-03-01".to_owned(), false));
        assert_eq!(text("from", "２０１９/３/１"), ("2019-03-01".to_owned(), false));
        assert_eq!(text("from", "2019年"), ("2019年".to_owned(), true));
        assert_eq!(text("phone", "01068598456"), ("01068598456".to_owned(), false));
        assert_eq!(number("１,２３４.５"), "1234.5");
        assert_eq!(number("1,23"), "1,23");
    }

    #[test]
    fn several_options_stand_in_a_cell() {
        let field = find("nat-1").unwrap().field("project", "task_sources").unwrap();
        let list = |cell: &str| read(field, cell).value.unwrap().list().join("");
        assert_eq!(list("国家计划；基金资助"), "AD");
        assert_eq!(list("省、市、自治区计划"), "C");
        assert_eq!(list("国家计划、企业"), "AE");
        assert_eq!(list("A, B"), "AB");
        assert!(read(field, "国家计划；私人").note.is_some());
    }

    #[test]
    fn a_file_is_named_by_its_number() {
        let file = column(("papers", "items"), "file");
        assert_eq!(read(file, "3").value, Some(Value::Text("3".to_owned())));
        let other = read(file, "paper.pdf");
        assert!(other.value.is_none() && other.note.is_some());
    }
}
