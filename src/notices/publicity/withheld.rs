//! What does an entry still say once its publicity is over and its nomination ended without an award? What is
//! personal is kept back (PIPL art. 19), by the publish policy; what was released stays whole in the records.

use std::{cmp::Reverse, collections::BTreeSet};

use super::{
    content::{Content, Field, Table},
    policy::{Archived, Policy},
    private_data::TAKEN_OUT,
};

/// The word of the field that says that something is kept back.
const WITHHELD: &str = "withheld";
/// A name of fewer letters may be any word.
const LEAST_NAME: usize = 2;
/// A name of fewer Latin letters may be a part of any word.
const LEAST_WITHIN_WORD: usize = 4;

/// The names of persons that a content shows, also without the blanks with which some are drawn out.
pub(super) fn names(policy: &Policy, content: &Content) -> BTreeSet<String> {
    let columns = policy.names().flat_map(|(field, column)| content.column(field, column));
    let names = columns.map(str::trim).filter(|name| name.chars().count() >= LEAST_NAME);
    names.flat_map(|name| [name.to_owned(), name.split_whitespace().collect()]).collect()
}

/// Takes out what is personal, and says so before everything else.
pub(super) fn withhold(policy: &Policy, content: &mut Content, names: &BTreeSet<String>) {
    let words = &policy.archive;
    let notice = Field {
        code: WITHHELD.to_owned(),
        label: words.label.clone(),
        text: words.notice.zh.clone(),
        text_en: Some(words.notice.en.clone()),
        table: None,
    };
    let fields = std::mem::take(&mut content.fields);
    let left = fields.into_iter().filter_map(|field| left_of(policy, field, names));
    content.fields = std::iter::once(notice).chain(left).collect();
}

/// A field without what is personal in it; none where nothing of it is shown.
pub(super) fn left_of(
    policy: &Policy,
    mut field: Field,
    names: &BTreeSet<String>,
) -> Option<Field> {
    match policy.archived(&field.code) {
        Archived::Whole => return Some(field),
        Archived::Nothing => return None,
        Archived::Without(personal, known) => {
            if let Some(table) = &mut field.table {
                let is_left = |word: &String| {
                    word == "rank" || (known.contains(word) && !personal.contains(word))
                };
                keep_columns(table, is_left);
            }
        }
    }
    take_names_out(&mut field.text, names);
    for cell in field.table.iter_mut().flat_map(|table| table.rows.iter_mut().flatten()) {
        take_names_out(cell, names);
    }
    Some(field)
}

fn keep_columns(table: &mut Table, is_left: impl Fn(&String) -> bool) {
    let places: Vec<bool> = table.codes.iter().map(is_left).collect();
    keep(&mut table.codes, &places);
    keep(&mut table.columns, &places);
    for row in &mut table.rows {
        keep(row, &places);
    }
}

/// Keeps what stands at the places that are left.
fn keep<T>(cells: &mut Vec<T>, places: &[bool]) {
    let mut places = places.iter();
    cells.retain(|_| places.next().is_some_and(|is_left| *is_left));
}

fn take_names_out(text: &mut String, names: &BTreeSet<String>) {
    let mut found: Vec<&String> =
        names.iter().filter(|name| text.contains(name.as_str())).collect();
    // The longest first: a shorter one may be a part of it.
    found.sort_by_key(|name| Reverse(name.len()));
    for name in found {
        *text = without(text, name);
    }
}

/// Not of Han, which stand side by side without a blank.
fn is_latin(one: char) -> bool {
    one.is_alphabetic() && one < '\u{250}'
}

/// Whether a name is found only where it is a word: it is of few Latin letters.
fn is_only_a_word(name: &str) -> bool {
    let letters = || name.chars().filter(|one| !one.is_whitespace());
    letters().all(is_latin) && letters().count() < LEAST_WITHIN_WORD
}

fn without(text: &str, name: &str) -> String {
    if !is_only_a_word(name) {
        return text.replace(name, TAKEN_OUT);
    }
    let runs_on = |one: Option<char>| one.is_some_and(|one| is_latin(one) || one.is_ascii_digit());
    let (mut left, mut from) = (String::with_capacity(text.len()), 0);
    for (at, _) in text.match_indices(name) {
        let end = at + name.len();
        let before = text.get(..at).and_then(|said| said.chars().next_back());
        let after = text.get(end..).and_then(|said| said.chars().next());
        if !runs_on(before) && !runs_on(after) {
            left.push_str(text.get(from..at).unwrap_or_default());
            left.push_str(TAKEN_OUT);
            from = end;
        }
    }
    left.push_str(text.get(from..).unwrap_or_default());
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::Bilingual;

    fn text(code: &str, text: &str) -> Field {
        Field { code: code.to_owned(), text: text.to_owned(), ..Field::default() }
    }

    fn table(code: &str, codes: &[&str], rows: &[&[&str]]) -> Field {
        let words = |all: &[&str]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
        let table = Table {
            codes: words(codes),
            columns: vec![Bilingual::default(); codes.len()],
            rows: rows.iter().map(|row| words(row)).collect(),
        };
        Field { code: code.to_owned(), table: Some(table), ..Field::default() }
    }

    fn content() -> Content {
        Content {
            fields: vec![
                text("title", "示范甲乙合成"),
                text("nominator", "示范学会"),
                text("opinion", "示范甲和示范甲乙完成了该项目。"),
                table(
                    "papers",
                    &["rank", "title", "authors", "doi", "unknown"],
                    &[&["1", "论示范甲", "示范甲；示范丙", "10.1/x", "示范丁"]],
                ),
                table(
                    "completers",
                    &["rank", "name", "work_unit"],
                    &[&["1", "示范甲", "示范所"], &["2", "示范甲乙", "—"]],
                ),
                table("units", &["rank", "name"], &[&["1", "示范大学"]]),
                text("cooperation", "示范丙与他人共事。"),
                text("of_another_policy", "示范丁"),
            ],
            ..Content::default()
        }
    }

    #[test]
    fn what_is_personal_is_gone_and_the_rest_stays() {
        let policy = Policy::in_force().unwrap();
        let mut content = content();
        let names = names(policy, &content);
        assert_eq!(names.iter().map(String::as_str).collect::<Vec<_>>(), ["示范甲", "示范甲乙"]);
        withhold(policy, &mut content, &names);
        let codes: Vec<&str> = content.fields.iter().map(|field| field.code.as_str()).collect();
        assert_eq!(codes, ["withheld", "title", "nominator", "opinion", "papers", "units"]);
        assert!(content.text("withheld").contains("第十九条"));
        assert_eq!(content.text("title"), "示范甲乙合成");
        assert_eq!(content.text("opinion"), format!("{TAKEN_OUT}和{TAKEN_OUT}完成了该项目。"));
        let papers = content.field("papers").unwrap().table.as_ref().unwrap();
        assert_eq!(papers.codes, ["rank", "title", "doi"]);
        assert_eq!(papers.columns.len(), 3);
        assert_eq!(papers.rows, [["1".to_owned(), format!("论{TAKEN_OUT}"), "10.1/x".to_owned()]]);
        assert_eq!(content.column("units", "name"), ["示范大学"]);
    }

    /// A text without the names of a table of completers.
    fn left(people: &[&str], text: &str) -> String {
        let rows: Vec<&[&str]> = people.iter().map(std::slice::from_ref).collect();
        let fields = vec![table("completers", &["name"], &rows)];
        let content = Content { fields, ..Content::default() };
        let mut text = text.to_owned();
        take_names_out(&mut text, &names(Policy::in_force().unwrap(), &content));
        text.replace(TAKEN_OUT, "〇")
    }

    #[test]
    fn a_name_that_is_drawn_out_in_the_table_is_found_without_its_blanks() {
        assert_eq!(left(&[" 示　丁 "], "示丁和示　丁"), "〇和〇");
        assert_eq!(left(&["Shifan Jia"], "ShifanJia, Shifan Jia"), "〇, 〇");
        assert_eq!(left(&["示"], "示范"), "示范", "it may be any word");
    }

    #[test]
    fn the_longest_name_is_taken_out_first() {
        assert_eq!(left(&["示范", "丁示范", "示范乙"], "丁示范、示范乙、示范"), "〇、〇、〇");
    }

    #[test]
    fn a_short_name_of_latin_letters_is_no_part_of_a_word() {
        for (name, text, kept) in [
            ("Ox", "由Ox完成，Ox.", "由〇完成，〇."),
            ("Ox", "Oxide、CuOx、Ox2、OxOx", "Oxide、CuOx、Ox2、OxOx"),
            ("Oxé", "Oxé Oxéa", "〇 Oxéa"),
            ("O X", "O X, OX, LaTO Xyz", "〇, 〇, LaTO Xyz"),
            ("Oxer", "Oxer的Oxers", "〇的〇s"),
            ("示乙", "甲示乙丙", "甲〇丙"),
        ] {
            assert_eq!(left(&[name], text), kept, "{name}");
        }
    }
}
