//! What of a nomination is left under a veil, and whose names must not show through what is left?
//!
//! What names somebody by its place in the form (people, units, numbers, files) is left out whole; what is written in
//! words is left, without the stretches that an officer marked.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    awards::{BlindRule, FileSight, Sight},
    nominations::{
        NominationDetail,
        dossier::{Address, Content, Value},
        forms::{Field, Form, Kind, Section},
    },
    shared::{Bilingual, hex_sha256},
};

/// What stands for what is not shown, whatever its length was.
pub(super) const BAR: &str = "███";
/// Said in the place of a name.
pub(super) const WITHHELD: &str = "（隐去）";

/// Asking to keep somebody out names other experts: no reviewer ever reads it (X25 art. 55).
const NEVER: [&str; 1] = ["exclusions"];
/// Sections that say who did the work.
const OF_NOMINEES: [&str; 9] = [
    "completers",
    "units",
    "candidate",
    "organization",
    "partners",
    "cooperation",
    "embassy",
    "unit_opinion",
    "awards",
];
/// Sections that say who nominates, or speak in his voice.
const OF_NOMINATORS: [&str; 1] = ["opinion"];
/// Fields and columns of other sections that hold names of people.
const PEOPLE: [&str; 9] = [
    "authors",
    "first_authors",
    "corresponding_authors",
    "domestic_authors",
    "inventors",
    "people",
    "partners",
    "contact",
    "responsible_person",
];
/// Those that hold names of units.
const UNITS: [&str; 2] = ["author_units", "holder"];
/// Those that hold what leads to a name: addresses and numbers that a register answers.
const LEADS: [&str; 10] = [
    "doi",
    "number",
    "application_number",
    "certificate",
    "report_numbers",
    "email",
    "orcid",
    "credit_code",
    "website",
    "year_volume_pages",
];
/// Names of people within the sections that say who did the work or who nominates.
const NAMES: [&str; 4] = ["name", "name_en", "head", "legal_representative"];
/// Names of an organization that is nominated as a person is.
const ORGANIZATION: [&str; 3] = ["name_zh", "name_native", "short_name"];
/// The table in which `name` is what a prize is called, as it is in the section of awards.
const HONOURS: &str = "honours";
/// A name of fewer letters may be any word.
const LEAST_NAME: usize = 2;
/// A number or an address of fewer letters may be any word.
const LEAST_LEAD: usize = 5;

/// What of a nomination is hidden from who reads it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Veil {
    /// People and units.
    pub nominee: bool,
    /// Who nominates.
    pub nominator: bool,
    /// The number that people quote.
    pub number: bool,
    /// The attachments.
    pub files: VeiledFiles,
}

/// How attachments are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VeiledFiles {
    /// As they were handed in.
    #[default]
    Shown,
    /// As an officer made them without names.
    Redacted,
    /// None.
    Withheld,
}

/// A stretch of a text that is not shown, in characters from the start of its field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RedactedSpan)]
pub struct Span {
    /// Address of the field.
    pub field: String,
    /// The first character.
    pub from: u32,
    /// The first character behind it.
    pub to: u32,
    /// Why: a name, a unit, an address, a number.
    pub why: String,
}

/// Names and numbers that must not be read under a veil.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// Names of people, in any script.
    pub people: BTreeSet<String>,
    /// Names of units, and of who nominates.
    pub units: BTreeSet<String>,
    /// Addresses and numbers that lead to a name.
    pub leads: BTreeSet<String>,
}

/// A text that a reader under a veil is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyText {
    /// Address of its field.
    pub address: String,
    /// What the field is called.
    pub label: Bilingual,
    /// What stands in it.
    pub text: String,
}

impl Veil {
    /// What a book of rules hides.
    pub const fn of(rule: &BlindRule) -> Self {
        Self {
            nominee: matches!(rule.nominee, Sight::Hidden),
            nominator: matches!(rule.nominator, Sight::Hidden),
            number: matches!(rule.number, Sight::Hidden),
            files: match rule.attachments {
                FileSight::Shown => VeiledFiles::Shown,
                FileSight::Redacted => VeiledFiles::Redacted,
                FileSight::None => VeiledFiles::Withheld,
            },
        }
    }

    /// Whether it hides a name or the number.
    pub const fn hides(&self) -> bool {
        self.nominee || self.nominator || self.number
    }

    /// As what a nomination is called whose number or people are hidden, made of a word that only the key of the
    /// records gives (`Sealer::fingerprint`): `项目 7F3K`.
    pub fn alias(&self, sealer_word: &str) -> String {
        const LETTERS: [char; 32] = [
            '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G',
            'H', 'J', 'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
        ];
        let digest = hex_sha256(sealer_word.as_bytes());
        let bits = u32::from_str_radix(digest.get(..5).unwrap_or("0"), 16).unwrap_or_default();
        let letter = |shift: u32| {
            let at = usize::try_from(bits >> shift).unwrap_or_default() % LETTERS.len();
            LETTERS.get(at).copied()
        };
        let word: String = [15, 10, 5, 0].into_iter().filter_map(letter).collect();
        format!("项目 {word}")
    }

    fn hides_section(self, code: &str) -> bool {
        NEVER.contains(&code)
            || self.nominee && OF_NOMINEES.contains(&code)
            || self.nominator && OF_NOMINATORS.contains(&code)
            || self.is_without_files() && code == "attachments"
    }

    fn hides_field(self, field: &Field) -> bool {
        let code = field.code.as_str();
        let is_file = matches!(field.kind, Kind::File | Kind::Files);
        let tells = PEOPLE.contains(&code) || UNITS.contains(&code) || LEADS.contains(&code);
        field.secret
            || is_file && self.is_without_files()
            || self.nominee && (tells || field.kind == Kind::Unit)
    }

    /// Names of files stand in the form beside their numbers.
    fn is_without_files(self) -> bool {
        self.nominee || self.files != VeiledFiles::Shown
    }

    /// The form without what the veil hides, its texts without what the spans cover. Personal data are left out
    /// whatever the veil is: no reviewer needs them.
    pub(super) fn over(self, form: &Form, content: &Content, spans: &[Span]) -> (Form, Content) {
        let mut left = form.clone();
        left.sections.retain(|section| !self.hides_section(&section.code));
        for section in &mut left.sections {
            for field in &mut section.fields {
                field.columns.retain(|column| !self.hides_field(column));
            }
            section.fields.retain(|field| {
                let is_bare = field.kind == Kind::Rows && field.columns.is_empty();
                !is_bare && !self.hides_field(field)
            });
        }
        left.sections.retain(|section| !section.fields.is_empty());
        let values = content.0.iter().filter(|(address, _)| address.of(&left).is_some());
        let values = values.map(|(address, value)| {
            let value = match value {
                Value::Text(text) => Value::Text(without(&address.to_string(), text, spans)),
                Value::List(_) => value.clone(),
            };
            (address.clone(), value)
        });
        let values = Content(values.collect());
        (left, values)
    }

    /// Takes what the veil hides out of what the records say, the texts that may name somebody with it; the alias
    /// stands for number and title.
    pub fn conceal(&self, found: &mut NominationDetail, alias: &str) {
        if self.number {
            alias.clone_into(&mut found.row.nomination_id);
            found.row.id = uuid::Uuid::nil();
        }
        if self.nominator {
            (found.row.nominator, found.row.nominator_type) = (None, None);
            found.people.retain(|person| person.role == "completer");
        }
        if self.nominee {
            alias.clone_into(&mut found.row.title);
            (found.row.first_completer, found.row.first_unit) = (None, None);
            (found.row.people_count, found.abstract_text) = (0, None);
            found.people.retain(|person| person.role != "completer");
            found.units.clear();
            found.papers.clear();
        }
    }
}

/// The text of a field without what the spans of the field cover. Each stretch is told by a bar of the same length, so
/// that its length tells nothing.
pub fn without(field: &str, text: &str, spans: &[Span]) -> String {
    let own: Vec<&Span> = spans.iter().filter(|span| span.field == field).collect();
    if own.is_empty() {
        return text.to_owned();
    }
    let mut left = String::with_capacity(text.len());
    let mut was_covered = false;
    for (at, letter) in (0_u32..).zip(text.chars()) {
        let is_covered = own.iter().any(|span| (span.from..span.to).contains(&at));
        if !is_covered {
            left.push(letter);
        } else if !was_covered {
            left.push_str(BAR);
        }
        was_covered = is_covered;
    }
    left
}

/// What a form calls a place.
fn label(section: &Section, field: &Field, column: Option<(&Field, usize)>) -> Bilingual {
    let (mut zh, mut en) = (section.title.zh.clone(), section.title.en.clone());
    let is_named = field.label.zh != section.title.zh;
    if is_named && (section.fields.len() > 1 || column.is_none()) {
        zh = format!("{zh} · {}", field.label.zh);
        en = format!("{en} · {}", field.label.en);
    }
    if let Some((column, row)) = column {
        zh = format!("{zh} {row} · {}", column.label.zh);
        en = format!("{en} {row} · {}", column.label.en);
    }
    Bilingual::new(zh, en)
}

/// The texts that are written in a form, in its order: what an officer reads for names.
pub(super) fn texts(form: &Form, content: &Content) -> Vec<CopyText> {
    let is_text = |field: &Field| matches!(field.kind, Kind::Text | Kind::LongText | Kind::Unit);
    let said = |address: &Address| {
        let text = content.get(address).map_or("", Value::text);
        (!text.trim().is_empty()).then(|| text.to_owned())
    };
    let mut found = Vec::new();
    let mut add = |address: &Address, called: Bilingual| {
        if let Some(text) = said(address) {
            found.push(CopyText { address: address.to_string(), label: called, text });
        }
    };
    for section in &form.sections {
        for field in &section.fields {
            let address = Address::field(&section.code, &field.code);
            if is_text(field) {
                add(&address, label(section, field, None));
            }
            let rows = content.rows(&section.code, &field.code);
            for (row, number) in rows.iter().zip(1..) {
                for column in field.columns.iter().filter(|column| is_text(column)) {
                    let cell = address.cell(row, &column.code);
                    add(&cell, label(section, field, Some((column, number))));
                }
            }
        }
    }
    found
}

/// Of what a value tells.
enum Tells {
    Person,
    Unit,
    Lead,
}

/// Of what the value of a place tells; none where it names nobody by its place.
fn tells(address: &Address, field: &Field) -> Option<Tells> {
    let (section, code) = (address.section(), field.code.as_str());
    if NEVER.contains(&section) {
        return None;
    }
    let is_of_parties = OF_NOMINEES.contains(&section) || OF_NOMINATORS.contains(&section);
    let is_prize = section == "awards" || address.table() == Address::field(section, HONOURS);
    let is_organization = is_of_parties && ORGANIZATION.contains(&code);
    if field.kind == Kind::Unit || UNITS.contains(&code) || is_organization {
        return Some(Tells::Unit);
    }
    if PEOPLE.contains(&code) || is_of_parties && !is_prize && NAMES.contains(&code) {
        return Some(Tells::Person);
    }
    let is_lead = LEADS.contains(&code) || field.secret && field.format.is_some();
    is_lead.then_some(Tells::Lead)
}

/// The names in a cell that holds one or several.
fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(['；', ';', '、', '，', ',', '\n', '/', '|']).map(str::trim)
}

impl Hidden {
    /// Adds the names of people of a cell.
    fn add_people(&mut self, text: &str) {
        let named = split(text).filter(|name| name.chars().count() >= LEAST_NAME);
        self.people.extend(named.map(str::to_owned));
    }

    /// Adds the names of units of a cell.
    fn add_units(&mut self, text: &str) {
        let named = split(text).filter(|name| name.chars().count() > LEAST_NAME);
        self.units.extend(named.map(str::to_owned));
    }

    /// Adds what leads to a name.
    fn add_leads(&mut self, text: &str) {
        let leads = split(text).filter(|lead| lead.chars().count() >= LEAST_LEAD);
        self.leads.extend(leads.map(str::to_owned));
    }

    /// Adds what a form says of who did the work and who nominates.
    pub(super) fn add_form(&mut self, form: &Form, content: &Content) {
        for (address, field) in content.places(form) {
            let text = content.get(&address).map_or("", Value::text);
            match tells(&address, field) {
                Some(Tells::Person) => self.add_people(text),
                Some(Tells::Unit) => self.add_units(text),
                Some(Tells::Lead) => self.add_leads(text),
                None => {}
            }
        }
    }

    /// Adds what the records say of them.
    pub(super) fn add_detail(&mut self, found: &NominationDetail) {
        self.add_leads(&found.row.nomination_id);
        self.units.extend(found.row.nominator.clone().filter(|name| !name.is_empty()));
        for person in &found.people {
            self.add_people(&person.name);
            for unit in person.unit.iter().chain(&person.work_unit) {
                self.add_units(unit);
            }
        }
        for unit in &found.units {
            self.add_units(&unit.name);
        }
        for paper in &found.papers {
            for author in &paper.authors {
                self.add_people(author);
            }
            self.add_leads(paper.doi.as_deref().unwrap_or_default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::filled;
    use super::*;
    use crate::nominations::forms;

    const ALL: Veil =
        Veil { nominee: true, nominator: true, number: true, files: VeiledFiles::Withheld };

    fn span(field: &str, from: u32, to: u32) -> Span {
        Span { field: field.to_owned(), from, to, why: "name".to_owned() }
    }

    #[test]
    fn every_code_of_the_lists_is_one_of_some_form() {
        let sections: BTreeSet<&str> = forms::shipped()
            .iter()
            .flat_map(|form| &form.sections)
            .map(|section| section.code.as_str())
            .collect();
        let fields: BTreeSet<&str> = forms::shipped()
            .iter()
            .flat_map(|form| form.sections.iter().flat_map(|section| &section.fields))
            .flat_map(|field| std::iter::once(field).chain(&field.columns))
            .map(|field| field.code.as_str())
            .collect();
        for code in NEVER.iter().chain(&OF_NOMINEES).chain(&OF_NOMINATORS) {
            assert!(sections.contains(code), "{code}");
        }
        let of_fields = PEOPLE.iter().chain(&UNITS).chain(&LEADS).chain(&NAMES);
        for code in of_fields.chain(&ORGANIZATION).chain([&HONOURS]) {
            assert!(fields.contains(code), "{code}");
        }
    }

    #[test]
    fn no_place_that_names_somebody_is_left_under_the_whole_veil() {
        for form in forms::shipped() {
            let content = filled(form);
            let mut hidden = Hidden::default();
            hidden.add_form(form, &content);
            assert!(!hidden.people.is_empty(), "{}", form.id);
            let (left, said) = ALL.over(form, &content, &[]);
            let shown = serde_json::to_string(&said).unwrap();
            for word in hidden.people.iter().chain(&hidden.units).chain(&hidden.leads) {
                assert!(!shown.contains(word.as_str()), "{} {word}", form.id);
            }
            assert!(left.section("project").is_some() && left.section("completers").is_none());
            assert!(!said.0.is_empty() && said.0.len() < content.0.len());
        }
    }

    #[test]
    fn without_a_veil_all_is_left_but_personal_data_and_requests_to_keep_out() {
        let form = forms::find("nat-1").unwrap();
        let content = filled(form);
        let (left, said) = Veil::default().over(form, &content, &[]);
        assert!(left.section("exclusions").is_none());
        assert!(left.section("completers").is_some() && left.section("attachments").is_some());
        let column = |code: &str| {
            left.field("completers", "items").is_some_and(|field| field.column(code).is_some())
        };
        assert!(column("name") && column("signature_file") && !column("id_number"));
        assert_eq!(said.digest(&left), Veil::default().over(form, &content, &[]).1.digest(&left));
    }

    #[test]
    fn a_bar_stands_for_each_stretch_and_is_always_as_long() {
        let spans = [span("a.b", 0, 2), span("a.b", 3, 6), span("a.c", 0, 9)];
        assert_eq!(without("a.b", "示范与示范乙合作", &spans), "███与███合作");
        assert_eq!(without("a.b", "示范", &[span("a.b", 0, 1), span("a.b", 1, 2)]), BAR);
        assert_eq!(without("a.d", "示范", &spans), "示范");
        assert_eq!(without("a.b", "", &spans), "");
    }

    #[test]
    fn the_texts_of_a_form_are_those_that_may_name_somebody() {
        let form = forms::find("nat-1").unwrap();
        let content = filled(form);
        let (left, said) = ALL.over(form, &content, &[]);
        let texts = texts(&left, &said);
        let addresses: Vec<&str> = texts.iter().map(|one| one.address.as_str()).collect();
        assert!(addresses.contains(&"project.title") && addresses.contains(&"summary.text"));
        assert!(!addresses.iter().any(|one| one.starts_with("completers")), "{addresses:?}");
        assert!(texts.iter().all(|one| !one.label.zh.is_empty() && !one.label.en.is_empty()));
    }

    #[test]
    fn an_alias_is_short_and_the_same_for_the_same_word() {
        let alias = ALL.alias("one");
        assert_eq!(alias, ALL.alias("one"));
        assert_ne!(alias, ALL.alias("another"));
        assert_eq!(alias.chars().count(), "项目 7F3K".chars().count());
    }
}
