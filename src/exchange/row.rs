//! How is one row of a file read, field by field, keeping everything that is wrong with it?

use std::borrow::Cow;
use std::ops::RangeInclusive;

use ::csv::StringRecord;
use chrono::NaiveDate;

use super::CELL_LIMIT_BYTES;
use super::faults::Problem;
use super::fields;
use super::formula;
use super::sheet::{Choice, Column};

/// Where each of our columns stands in this file.
pub(super) struct Layout {
    /// Our columns, with their place in the file if they are there.
    pub(super) places: Vec<(&'static Column, Option<usize>)>,
    /// The columns that the caller asked for by name, likewise.
    pub(super) further: Vec<(String, Option<usize>)>,
    /// Whether cells carry the apostrophe of [`formula::guard`] (CSV, not XLSX).
    pub(super) is_guarded: bool,
}

/// What is let pass with a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Leniency {
    /// Control characters in a text were read as spaces.
    ControlCharacters,
    /// An item of a list of hints was of no use.
    ItemLeftOut,
}

/// One row being read into a record.
///
/// Each reader returns a value whatever the cell holds, and notes what is wrong; a row with
/// faults is reported and not used.
pub struct Row<'t> {
    line: u64,
    cells: &'t StringRecord,
    layout: &'t Layout,
    pub(super) faults: Vec<(Option<String>, Problem)>,
    /// What was let pass with a warning.
    pub(super) leniencies: Vec<(&'static str, Leniency)>,
}

impl<'t> Row<'t> {
    pub(super) fn new(line: u64, cells: &'t StringRecord, layout: &'t Layout) -> Self {
        Self { line, cells, layout, faults: Vec::new(), leniencies: Vec::new() }
    }

    /// Line of the file (row of the workbook) where this row begins, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Notes a fault that the sheet itself found in a column.
    pub fn refuse(&mut self, column: &str, problem: Problem) {
        self.faults.push((Some(column.to_owned()), problem));
    }

    /// Notes a value that the sheet itself found wrong, with what is allowed in both languages.
    pub fn refuse_value(&mut self, column: &str, value: &str, zh: &str, en: &str) {
        self.refuse(column, Problem::invalid(value, zh, en));
    }

    /// The cell as it stands, trimmed; empty if the file has no such column.
    pub fn raw(&self, column: &str) -> &'t str {
        let known = self.layout.places.iter().find(|(known, _)| known.name == column);
        let place = known.map(|(_, place)| *place).or_else(|| {
            let further = self.layout.further.iter().find(|(name, _)| name == column);
            further.map(|(_, place)| *place)
        });
        debug_assert!(place.is_some(), "{column} is not a column of this sheet");
        let cell = place.flatten().and_then(|place| self.cells.get(place));
        let cell = cell.unwrap_or_default().trim();
        if self.layout.is_guarded { formula::unguard(cell) } else { cell }
    }

    /// The further columns that the caller asked for and the file has.
    pub fn further(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        self.layout.further.iter().filter(|(_, place)| place.is_some()).map(|(name, _)| &**name)
    }

    /// The trimmed cell, refused if too large or (being required) empty.
    fn cell(&mut self, column: &str, is_required: bool) -> &'t str {
        let cell = self.raw(column);
        if cell.len() > CELL_LIMIT_BYTES {
            let problem =
                Problem::CellTooLarge { found_bytes: cell.len(), limit_bytes: CELL_LIMIT_BYTES };
            self.refuse(column, problem);
            return "";
        }
        if is_required && cell.is_empty() {
            self.refuse(column, Problem::Empty);
        }
        cell
    }

    /// A required id: 1 to 64 printable characters.
    pub fn id(&mut self, column: &str) -> String {
        let cell = self.cell(column, true);
        self.checked_id(column, cell)
    }

    /// An id, or nothing.
    pub fn optional_id(&mut self, column: &str) -> Option<String> {
        let cell = self.cell(column, false);
        (!cell.is_empty()).then(|| self.checked_id(column, cell))
    }

    /// A list of ids, without repeats.
    pub fn ids(&mut self, column: &str) -> Vec<String> {
        let cell = self.cell(column, false);
        let mut ids: Vec<String> = Vec::new();
        for item in items(cell) {
            let id = self.checked_id(column, item);
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    fn checked_id(&mut self, column: &str, text: &str) -> String {
        if !text.is_empty() && !fields::is_id(text) {
            let problem = Problem::invalid(
                text,
                format!("1–{} 个可见字符,不含分号", fields::ID_CHARACTERS),
                format!("1 to {} printable characters, no semicolon", fields::ID_CHARACTERS),
            );
            self.refuse(column, problem);
        }
        text.to_owned()
    }

    /// A required text of one line, of at most `limit` characters.
    pub fn line_of_text(&mut self, column: &'static str, limit: usize) -> String {
        let cell = self.cell(column, true);
        self.clean(column, cell, limit, false).into_owned()
    }

    /// A text of one line, or nothing.
    pub fn optional_line_of_text(&mut self, column: &'static str, limit: usize) -> Option<String> {
        let cell = self.cell(column, false);
        (!cell.is_empty()).then(|| self.clean(column, cell, limit, false).into_owned())
    }

    /// A text of any number of lines, or nothing.
    pub fn optional_text(&mut self, column: &'static str, limit: usize) -> Option<String> {
        let cell = self.cell(column, false);
        (!cell.is_empty()).then(|| self.clean(column, cell, limit, true).into_owned())
    }

    /// A list of texts of at most `limit` characters each.
    pub fn list(&mut self, column: &'static str, limit: usize, most: usize) -> Vec<String> {
        let cell = self.cell(column, false);
        let list: Vec<String> = items(cell)
            .map(|item| self.clean(column, item, limit, false).into_owned())
            .filter(|item| !item.is_empty())
            .collect();
        if list.len() > most {
            self.refuse(column, Problem::TooManyItems { found: list.len(), limit: most });
        }
        list
    }

    /// Takes out control characters (and line ends from a single line) and checks the length.
    fn clean(
        &mut self,
        column: &'static str,
        text: &'t str,
        limit: usize,
        may_break: bool,
    ) -> Cow<'t, str> {
        let keeps = |c: char| !c.is_control() || (may_break && (c == '\n' || c == '\t'));
        let cleaned = if !may_hold_control(text) || text.chars().all(keeps) {
            Cow::Borrowed(text)
        } else {
            if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
                self.leniencies.push((column, Leniency::ControlCharacters));
            }
            let spaced: String = text.chars().map(|c| if keeps(c) { c } else { ' ' }).collect();
            Cow::Owned(spaced.trim().to_owned())
        };
        // Bytes first: counting characters of every short cell would cost more than reading it.
        if cleaned.len() > limit {
            let found = cleaned.chars().count();
            if found > limit {
                self.refuse(column, Problem::TooLong { found, limit });
            }
        }
        cleaned
    }

    /// A whole number within bounds, or nothing.
    pub fn optional_integer(&mut self, column: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let cell = self.cell(column, false);
        if cell.is_empty() {
            return None;
        }
        let number = cell.parse().ok().filter(|number| range.contains(number));
        if number.is_none() {
            let (low, high) = (range.start(), range.end());
            let problem = Problem::invalid(
                cell,
                format!("{low} 至 {high} 的整数"),
                format!("a whole number from {low} to {high}"),
            );
            self.refuse(column, problem);
        }
        number
    }

    /// A required whole number within bounds.
    pub fn integer(&mut self, column: &str, range: RangeInclusive<i64>) -> i64 {
        self.cell(column, true);
        self.optional_integer(column, range).unwrap_or_default()
    }

    /// A year from 1800 to 2100, or nothing.
    pub fn year(&mut self, column: &str) -> Option<i32> {
        self.optional_integer(column, fields::YEARS).and_then(|year| i32::try_from(year).ok())
    }

    /// A finite number within bounds, or nothing.
    pub fn optional_number(&mut self, column: &str, range: RangeInclusive<f64>) -> Option<f64> {
        let cell = self.cell(column, false);
        if cell.is_empty() {
            return None;
        }
        let number = cell.parse().ok().filter(|number| range.contains(number));
        if number.is_none() {
            let (low, high) = (range.start(), range.end());
            let problem = Problem::invalid(
                cell,
                format!("{low} 至 {high} 的数"),
                format!("a number from {low} to {high}"),
            );
            self.refuse(column, problem);
        }
        number
    }

    /// A required finite number within bounds.
    pub fn number(&mut self, column: &str, range: RangeInclusive<f64>) -> f64 {
        self.cell(column, true);
        self.optional_number(column, range).unwrap_or_default()
    }

    /// A value that `read` understands, or nothing; `allowed` says in both languages what it
    /// understands.
    fn optional_value<T>(
        &mut self,
        column: &str,
        allowed: (&str, &str),
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let cell = self.cell(column, false);
        if cell.is_empty() {
            return None;
        }
        let value = read(cell);
        if value.is_none() {
            self.refuse(column, Problem::invalid(cell, allowed.0, allowed.1));
        }
        value
    }

    /// An e-mail address, or nothing.
    pub fn email(&mut self, column: &str) -> Option<String> {
        let allowed =
            ("电子邮箱地址,如 name@example.cn", "an e-mail address such as name@example.cn");
        self.optional_value(column, allowed, |text| fields::is_email(text).then(|| text.to_owned()))
    }

    /// One domain name or several, in lower case and joined by `;`, or nothing. Domains are a
    /// hint and mostly cut from printed papers, so that what is none is left out with a warning.
    pub fn domains(&mut self, column: &'static str) -> Option<String> {
        let cell = self.cell(column, false);
        let mut domains: Vec<String> = Vec::new();
        for item in items(cell).flat_map(|item| item.split('+')) {
            let domain = item.trim().to_lowercase();
            if !fields::is_domain(&domain) {
                self.leniencies.push((column, Leniency::ItemLeftOut));
            } else if !domains.contains(&domain) {
                domains.push(domain);
            }
        }
        (!domains.is_empty()).then(|| domains.join(";"))
    }

    /// An ORCID in its printed form, or nothing.
    pub fn orcid(&mut self, column: &str) -> Option<String> {
        let allowed = (
            "校验位正确的 ORCID,如 0000-0002-1825-0097",
            "an ORCID with a right check digit, such as 0000-0002-1825-0097",
        );
        self.optional_value(column, allowed, fields::orcid)
    }

    /// A DOI without its resolver, or nothing.
    pub fn doi(&mut self, column: &str) -> Option<String> {
        let allowed = ("DOI,如 10.1000/182", "a DOI such as 10.1000/182");
        self.optional_value(column, allowed, fields::doi)
    }

    /// A day, or nothing.
    pub fn date(&mut self, column: &str) -> Option<NaiveDate> {
        let allowed = ("日期,如 1975-03-04", "a date such as 1975-03-04");
        self.optional_value(column, allowed, fields::date)
    }

    /// Yes or no; nothing means no.
    pub fn flag(&mut self, column: &str) -> bool {
        let allowed = ("是/否、true/false、1/0", "true/false, yes/no, 1/0");
        self.optional_value(column, allowed, fields::flag).unwrap_or_default()
    }

    /// A code of GB/T 13745-2009, or nothing.
    pub fn optional_discipline(&mut self, column: &str) -> Option<String> {
        self.optional_value(column, DISCIPLINE_ALLOWED, fields::discipline_code)
    }

    /// A required code of GB/T 13745-2009.
    pub fn discipline(&mut self, column: &str) -> String {
        self.cell(column, true);
        self.optional_discipline(column).unwrap_or_default()
    }

    /// A list of codes of GB/T 13745-2009, without repeats.
    pub fn disciplines(&mut self, column: &str) -> Vec<String> {
        let cell = self.cell(column, false);
        let mut codes: Vec<String> = Vec::new();
        for item in items(cell) {
            match fields::discipline_code(item) {
                Some(code) if codes.contains(&code) => {}
                Some(code) => codes.push(code),
                None => self.refuse(
                    column,
                    Problem::invalid(item, DISCIPLINE_ALLOWED.0, DISCIPLINE_ALLOWED.1),
                ),
            }
        }
        codes
    }

    /// One value of a closed list, or nothing.
    pub fn choice<T: Copy>(&mut self, column: &str, choices: &[Choice<T>]) -> Option<T> {
        let cell = self.cell(column, false);
        if cell.is_empty() {
            return None;
        }
        let word = fields::plain_word(cell);
        let found = choices.iter().find(|choice| {
            choice.name.eq_ignore_ascii_case(&word) || choice.aliases.contains(&word.as_str())
        });
        if found.is_none() {
            let names = choices.iter().map(|choice| choice.name).collect::<Vec<_>>().join(", ");
            self.refuse(column, Problem::invalid(cell, names.clone(), names));
        }
        found.map(|choice| choice.value)
    }
}

const DISCIPLINE_ALLOWED: (&str, &str) =
    ("GB/T 13745 学科代码(3、5 或 7 位数字)", "a GB/T 13745 discipline code of 3, 5 or 7 digits");

/// Whether there is a byte of which control characters are made: U+0000 to U+001F, U+007F, and
/// U+0080 to U+009F, whose first byte in UTF-8 is `C2`. One pass that the compiler makes wide.
fn may_hold_control(text: &str) -> bool {
    let is_suspect = |byte: u8| byte < 0x20 || byte == 0x7F || byte == 0xC2;
    text.bytes().fold(0, |found, byte| found | u8::from(is_suspect(byte))) != 0
}

/// The items of a list cell: split at `;` or `；`, trimmed, the empty ones dropped.
fn items(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '；']).map(str::trim).filter(|item| !item.is_empty())
}
