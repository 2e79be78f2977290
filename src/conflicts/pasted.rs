//! What does a pasted line say of a person? Name, unit, mail address and ORCID, in Chinese or
//! English, however the cells are parted.

use crate::shared::Bilingual;

use super::keys::{mail_key, orcid_key};
use super::names::PersonName;

/// Names in Han characters are this long.
const HAN_NAME: std::ops::RangeInclusive<usize> = 2..=15;
/// Names in letters have so many words.
const LATIN_WORDS: std::ops::RangeInclusive<usize> = 2..=5;
/// What marks the name of a unit.
const UNIT_MARKS: [&str; 14] = [
    "大学",
    "学院",
    "研究所",
    "研究院",
    "公司",
    "医院",
    "中心",
    "实验室",
    "集团",
    "科学院",
    "学会",
    "协会",
    "大學",
    "學院",
];
/// Cells that say what somebody is called, not where he works.
const TITLES: [&str; 21] = [
    "教授",
    "副教授",
    "讲师",
    "研究员",
    "副研究员",
    "助理研究员",
    "院士",
    "高级工程师",
    "正高级工程师",
    "教授级高级工程师",
    "主任医师",
    "博士",
    "先生",
    "女士",
    "老师",
    "professor",
    "prof",
    "prof.",
    "dr",
    "dr.",
    "academician",
];
/// First cells of a heading.
const HEADINGS: [&str; 6] = ["姓名", "专家姓名", "专家", "name", "expert", "full name"];

/// A person as pasted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pasted {
    pub(super) name: String,
    pub(super) unit: Option<String>,
    pub(super) email: Option<String>,
    pub(super) orcid: Option<String>,
}

/// A line that says something: its number from 1, the text, and the person or what is wrong.
pub(super) struct PastedLine<'text> {
    pub(super) line: usize,
    pub(super) text: &'text str,
    pub(super) said: Result<Pasted, Bilingual>,
}

/// The lines that are neither empty nor a heading.
pub(super) fn read(text: &str) -> Vec<PastedLine<'_>> {
    let lines = text.lines().zip(1..).map(|(text, line)| (text.trim(), line));
    lines
        .filter(|(text, _)| !text.is_empty())
        .filter_map(|(text, line)| {
            let cells = cells(without_number(text));
            let first = cells.first().map(|cell| cell.to_lowercase()).unwrap_or_default();
            let is_heading = HEADINGS.contains(&first.as_str());
            (!is_heading).then(|| PastedLine { line, text, said: person(cells) })
        })
        .collect()
}

/// The line without `1.`, `1、`, `（1）`, `1` and a blank in front.
fn without_number(text: &str) -> &str {
    let open = text.strip_prefix(['(', '（']);
    let inner = open.unwrap_or(text);
    let rest = inner.trim_start_matches(|letter: char| letter.is_ascii_digit());
    if rest.len() == inner.len() {
        return text;
    }
    let closed = if open.is_some() {
        rest.strip_prefix([')', '）'])
    } else {
        rest.strip_prefix(['.', '．', '、', ')', '）', ':', '：', '\t', ' ', ',', '，'])
    };
    closed.map_or(text, |rest| rest.trim_start_matches(['.', '、', ' ', '\t', '\u{3000}']))
}

/// The cells of a line; a family name and a given name parted by a comma are one cell.
fn cells(text: &str) -> Vec<String> {
    let mut cells: Vec<String> = Vec::new();
    for part in text.split(['\t', ',', '，', ';', '；', '、', '|', '｜']) {
        let part = part.replace('\u{3000}', "  ");
        cells.extend(
            part.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned),
        );
    }
    if let [family, given, ..] = cells.as_slice()
        && is_word(family)
        && is_word(given)
    {
        let name = format!("{family}, {given}");
        cells.splice(0..2, [name]);
    }
    if let Some(first) = cells.first().filter(|cell| PersonName::is_han(cell)) {
        let parts = han_parts(first);
        cells.splice(0..1, parts);
    }
    cells
}

/// One word in letters.
fn is_word(cell: &str) -> bool {
    let is_letter =
        |letter: char| letter.is_alphabetic() && !PersonName::is_han(&letter.to_string());
    cell.chars().count() <= 20
        && cell.chars().any(is_letter)
        && cell.chars().all(|letter| is_letter(letter) || matches!(letter, '-' | '.' | '\''))
}

/// 陆望舒 青松大学 as two cells; 王 小 明 as one.
fn han_parts(cell: &str) -> Vec<String> {
    let mut words = cell.split_whitespace();
    let mut name = words.next().unwrap_or_default().to_owned();
    let mut rest: Vec<&str> = Vec::new();
    let mut is_spelt = name.chars().count() == 1;
    for word in words {
        if is_spelt && word.chars().count() == 1 && PersonName::is_han(word) {
            name.push_str(word);
        } else if is_spelt && name.chars().count() == 1 && word.chars().count() == 2 {
            // 王 小明
            name.push_str(word);
            is_spelt = false;
        } else {
            is_spelt = false;
            rest.push(word);
        }
    }
    let rest = rest.join(" ");
    std::iter::once(name).chain(Some(rest).filter(|rest| !rest.is_empty())).collect()
}

fn person(cells: Vec<String>) -> Result<Pasted, Bilingual> {
    let mut found = Pasted::default();
    let mut words: Vec<String> = Vec::new();
    for cell in cells {
        if cell.contains('@') {
            let key = mail_key(&cell);
            found.email = Some(key.ok_or_else(|| {
                Bilingual::new(
                    format!("“{cell}”不是电子邮箱"),
                    format!("\"{cell}\" is no mail address"),
                )
            })?);
        } else if orcid_key(
            cell.trim_start_matches(|c: char| c.is_alphabetic() || c == ':' || c == ' '),
        )
        .is_some()
            || orcid_key(&cell).is_some()
        {
            found.orcid = Some(cell);
        } else if words.is_empty() || !TITLES.contains(&cell.to_lowercase().as_str()) {
            words.push(cell);
        }
    }
    let mut words = words.into_iter();
    found.name = words.next().unwrap_or_default();
    check_name(&found.name)?;
    let units: Vec<String> = words.collect();
    let between = if units.iter().any(|unit| PersonName::is_han(unit)) { "" } else { ", " };
    found.unit = Some(units.join(between)).filter(|unit| !unit.is_empty());
    Ok(found)
}

fn check_name(name: &str) -> Result<(), Bilingual> {
    let wrong = |zh: &str, en: &str| Err(Bilingual::new(zh, en));
    if name.is_empty() {
        return wrong("没有姓名", "there is no name");
    }
    if name.chars().any(|letter| letter.is_ascii_digit()) {
        return wrong("姓名中有数字", "there are digits in the name");
    }
    let read = PersonName::read(name);
    if read.is_empty() {
        return wrong("没有姓名", "there is no name");
    }
    if PersonName::is_han(name) {
        if UNIT_MARKS.iter().any(|mark| name.contains(mark)) {
            return wrong("这是单位，没有姓名", "this is a unit, there is no name");
        }
        if !HAN_NAME.contains(&read.han.chars().count()) {
            return wrong("姓名的字数不对", "a name is not as long as this");
        }
        return Ok(());
    }
    if LATIN_WORDS.contains(&name.split_whitespace().count()) {
        Ok(())
    } else {
        wrong(
            "姓与名应各占一词，单位用逗号隔开",
            "family and given name are a word each; part the unit by a comma",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Pasted {
        let mut lines = read(text);
        assert_eq!(lines.len(), 1, "{text}");
        lines.remove(0).said.unwrap_or_else(|problem| panic!("{text}: {problem}"))
    }

    #[test]
    fn cells_are_parted_in_many_ways() {
        for text in [
            "陆望舒,青松大学",
            "陆望舒，青松大学",
            "陆望舒、青松大学",
            "陆望舒\t青松大学",
            "陆望舒  青松大学",
            "陆望舒 青松大学",
            "陆望舒\u{3000}青松大学",
            "陆望舒|青松大学",
            "1. 陆望舒 青松大学",
            "（12）陆望舒；青松大学",
            "3\t陆望舒\t教授\t青松大学",
        ] {
            let found = one(text);
            assert_eq!(
                (found.name.as_str(), found.unit.as_deref()),
                ("陆望舒", Some("青松大学")),
                "{text}"
            );
        }
        assert_eq!(one("王 小 明").name, "王小明");
        assert_eq!(one("王 小明，青松大学").name, "王小明");
        assert_eq!(one("陆望舒，青松大学，数学系").unit.as_deref(), Some("青松大学数学系"));
        assert_eq!(one("阿卜杜拉·买买提，青松大学").name, "阿卜杜拉·买买提");
    }

    #[test]
    fn letters_mail_and_orcid() {
        let found = one("Wang, Wei, Peking University, W@pku.edu.cn");
        assert_eq!(found.name, "Wang, Wei");
        assert_eq!(found.unit.as_deref(), Some("Peking University"));
        assert_eq!(found.email.as_deref(), Some("w@pku.edu.cn"));
        let found = one("Wei Wang; Department of Physics, Peking University; 0000-0002-1825-0097");
        assert_eq!(found.name, "Wei Wang");
        assert_eq!(found.unit.as_deref(), Some("Department of Physics, Peking University"));
        assert_eq!(found.orcid.as_deref(), Some("0000-0002-1825-0097"));
    }

    #[test]
    fn lines_that_say_nobody_are_named() {
        let text = "姓名,单位\n\n青松大学\n12345\nWang\n陆望舒,x@\n陆望舒\nWei Wang Peking University Beijing China\n";
        let lines = read(text);
        let wrong: Vec<usize> =
            lines.iter().filter(|line| line.said.is_err()).map(|line| line.line).collect();
        assert_eq!(wrong, [3, 4, 5, 6, 8]);
        assert_eq!(lines.len(), 6);
    }
}
