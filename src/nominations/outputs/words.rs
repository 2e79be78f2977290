//! How is a value of a dossier said on paper?

use super::cover::{Cover, LANGUAGE};
use crate::nominations::{
    dossier::{Address, Content, Value, masked},
    forms::{Field, FieldOption, Kind},
};

/// What stands where nothing was written.
pub(super) const NOTHING: &str = "—";
/// With more options than this only the chosen ones are said.
const MOST_BOXES: usize = 12;

/// Says the values of one dossier.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'w> {
    pub(super) content: &'w Content,
    pub(super) cover: &'w Cover,
}

/// The label of a field.
pub(super) fn label(field: &Field) -> &str {
    field.label.get(LANGUAGE)
}

/// Whether the field holds the numbers of attachments.
pub(super) const fn is_file(kind: Kind) -> bool {
    matches!(kind, Kind::File | Kind::Files)
}

impl Words<'_> {
    /// The value of `field` at `address` in a sheet: choices with a box before each option.
    pub(super) fn in_full(&self, address: &Address, field: &Field) -> String {
        let value = self.content.get(address).filter(|value| !value.is_blank());
        let yes_no = [("yes", "是"), ("no", "否")];
        match field.kind {
            Kind::YesNo => boxes(&yes_no.into_iter(), value),
            Kind::Choice | Kind::Choices if field.options.len() <= MOST_BOXES => {
                boxes(&options(&field.options), value)
            }
            _ => self.in_short(address, field),
        }
    }

    /// The value of `field` at `address` in a cell of a table.
    pub(super) fn in_short(&self, address: &Address, field: &Field) -> String {
        let Some(value) = self.content.get(address).filter(|value| !value.is_blank()) else {
            return NOTHING.to_owned();
        };
        let words = match value {
            Value::Text(text) => std::slice::from_ref(text),
            Value::List(words) => words.as_slice(),
        };
        let said: Vec<String> = words.iter().map(|word| self.word(word.trim(), field)).collect();
        said.join("；")
    }

    fn word(&self, word: &str, field: &Field) -> String {
        if field.secret && !self.cover.is_whole {
            return masked(Value::Text(word.to_owned())).text().to_owned();
        }
        match field.kind {
            Kind::YesNo if word == "yes" => "是".to_owned(),
            Kind::YesNo if word == "no" => "否".to_owned(),
            Kind::Choice | Kind::Choices => {
                let option = field.options.iter().find(|option| option.code == word);
                option.map_or(word, |option| &option.zh).to_owned()
            }
            Kind::Discipline => match self.cover.disciplines.get(word) {
                Some(name) => format!("{word} {name}"),
                None => word.to_owned(),
            },
            Kind::File | Kind::Files => match self.cover.files.get(word) {
                Some(name) => format!("附件 {word}（{name}）"),
                None => format!("附件 {word}"),
            },
            Kind::Integer | Kind::Decimal => match &field.unit {
                Some(unit) => format!("{word} {}", unit.get(LANGUAGE)),
                None => word.to_owned(),
            },
            Kind::Date => day(word),
            Kind::Text | Kind::LongText | Kind::YesNo | Kind::Unit | Kind::Rows => word.to_owned(),
        }
    }

    /// The words of a table of one column, one behind the other.
    pub(super) fn joined(&self, address: &Address, column: &Field, rows: &[String]) -> String {
        let said: Vec<String> = rows
            .iter()
            .map(|row| self.in_short(&address.cell(row, &column.code), column))
            .filter(|word| word != NOTHING)
            .collect();
        if said.is_empty() { NOTHING.to_owned() } else { said.join("；") }
    }
}

fn options(options: &[FieldOption]) -> impl Iterator<Item = (&str, &str)> + Clone {
    options.iter().map(|option| (option.code.as_str(), option.zh.as_str()))
}

/// Every option with a box before it, ticked where it is chosen; what is chosen and no option behind.
fn boxes<'o>(
    options: &(impl Iterator<Item = (&'o str, &'o str)> + Clone),
    value: Option<&Value>,
) -> String {
    let chosen: Vec<&str> = match value {
        Some(Value::Text(text)) => vec![text.trim()],
        Some(Value::List(words)) => words.iter().map(String::as_str).collect(),
        None => Vec::new(),
    };
    let is_option = |word: &&str| options.clone().any(|(code, _)| code == *word);
    let others = chosen.iter().filter(|word| !is_option(word)).map(|word| format!("☑{word}"));
    let said = options.clone().map(|(code, word)| {
        let is_chosen = chosen.contains(&code);
        format!("{}{word}", if is_chosen { '☑' } else { '□' })
    });
    said.chain(others).collect::<Vec<_>>().join(" ")
}

/// A day as it is said in Chinese; what is no day, as it was typed.
fn day(text: &str) -> String {
    match text.parse::<chrono::NaiveDate>() {
        Ok(day) => day.format("%Y年%-m月%-d日").to_string(),
        Err(_) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::forms::find;

    fn said(values: &[(&str, &str)], address: &str, is_whole: bool) -> String {
        let form = find("nat-1").unwrap();
        let content = Content(
            values
                .iter()
                .map(|(address, value)| {
                    let value = match value.split_once('|') {
                        Some(_) => Value::List(value.split('|').map(str::to_owned).collect()),
                        None => Value::Text((*value).to_owned()),
                    };
                    (address.parse().unwrap(), value)
                })
                .collect(),
        );
        let cover = Cover {
            is_whole,
            files: [("3".to_owned(), "证明.pdf".to_owned())].into(),
            disciplines: [("43020".to_owned(), "金属材料".to_owned())].into(),
            ..Cover::default()
        };
        let address: Address = address.parse().unwrap();
        let words = Words { content: &content, cover: &cover };
        words.in_full(&address, address.of(form).unwrap())
    }

    #[test]
    fn options_are_said_by_their_words_with_boxes() {
        let grade = [("project.grade", "first")];
        assert_eq!(said(&grade, "project.grade", false), "□特等奖 ☑一等奖 □二等奖");
        assert_eq!(said(&[], "opinion.is_checked", false), "□是 □否");
        let strange = [("project.grade", "third")];
        assert_eq!(said(&strange, "project.grade", false), "□特等奖 □一等奖 □二等奖 ☑third");
        let sources = [("project.task_sources", "A|D")];
        assert!(said(&sources, "project.task_sources", false).starts_with("☑国家计划 □部委计划"));
    }

    #[test]
    fn codes_days_and_attachments_are_said_in_words() {
        let values = [
            ("project.disciplines/a/code", "43020"),
            ("project.starts_on", "2015-01-09"),
            ("project.ends_on", "二〇二三年"),
            ("opinion.check_files", "3|8"),
        ];
        for (address, words) in [
            ("project.disciplines/a/code", "43020 金属材料"),
            ("project.starts_on", "2015年1月9日"),
            ("project.ends_on", "二〇二三年"),
            ("opinion.check_files", "附件 3（证明.pdf）；附件 8"),
            ("project.title", "—"),
        ] {
            assert_eq!(said(&values, address, false), words, "{address}");
        }
    }

    #[test]
    fn a_personal_datum_is_whole_only_where_the_copy_is() {
        let values = [("completers.items/a/id_number", "11010519491231002X")];
        let address = "completers.items/a/id_number";
        assert_eq!(said(&values, address, false), "11**************2X");
        assert_eq!(said(&values, address, true), "11010519491231002X");
    }
}
