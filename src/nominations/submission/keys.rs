//! By which keys does one nomination show what it shares with another?

use std::collections::{BTreeMap, BTreeSet};

use entity::vocabulary::KeyKind;

use crate::nominations::{
    checks::{PersonKey, folded, numbers_of},
    dossier::Content,
};

/// A key of a dossier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) kind: KeyKind,
    pub(super) value: String,
    /// Whose name it is, by the fingerprint of the number where one is known. By it no key is looked up.
    pub(super) person: Option<PersonKey>,
    /// Of which kind of document that number is: the numbers of two kinds tell nobody apart.
    pub(super) document: Option<String>,
}

impl Key {
    /// A key that is nobody's name.
    pub(super) fn new(kind: KeyKind, value: String) -> Self {
        Self { kind, value, person: None, document: None }
    }
}

/// What parts name and unit in a key; it stands in neither.
pub(super) const BETWEEN: char = '\u{1f}';

/// A table of people, by section and field.
pub(super) type Table = (&'static str, &'static str);

/// The completers, or candidates.
pub(super) const COMPLETERS: Table = ("completers", "items");
/// The experts who nominate.
pub(super) const EXPERTS: Table = ("opinion", "experts");

/// Fingerprints of the identity numbers of the people of a table, by row; none where the form asks for none.
pub(super) fn identities(
    content: &Content,
    (section, field): Table,
    fingerprint: &dyn Fn(&str) -> String,
) -> BTreeMap<String, PersonKey> {
    let rows = content.rows(section, field).iter();
    let of = |row: &String| {
        let cell = |column: &str| content.cell(section, field, row, column);
        let number = [cell("id_number"), cell("document_number")]
            .map(|text| folded(text).to_uppercase())
            .into_iter()
            .find(|number| !number.is_empty())?;
        Some((row.clone(), PersonKey(fingerprint(&number))))
    };
    rows.filter_map(of).collect()
}

/// The kinds of document whose numbers those are, by row.
pub(super) fn documents(content: &Content, (section, field): Table) -> BTreeMap<String, String> {
    let rows = content.rows(section, field).iter();
    let of = |row: &String| {
        let cell = |column: &str| content.cell(section, field, row, column).trim();
        // Where both numbers stand, one was left behind when another kind was chosen.
        let is_one = cell("id_number").is_empty() != cell("document_number").is_empty();
        let kind = cell("id_type");
        (is_one && !kind.is_empty()).then(|| (row.clone(), kind.to_owned()))
    };
    rows.filter_map(of).collect()
}

/// The keys of the people of a table: by number, and by name at each of their units.
fn people(
    content: &Content,
    (section, field): Table,
    identities: &BTreeMap<String, PersonKey>,
    units: &[&str],
) -> BTreeSet<Key> {
    let prints = identities.values().map(|PersonKey(print)| print.clone());
    let mut keys: BTreeSet<Key> = prints.map(|print| Key::new(KeyKind::Identity, print)).collect();
    let documents = documents(content, (section, field));
    for row in content.rows(section, field) {
        let cell = |column: &str| folded(content.cell(section, field, row, column));
        let name = cell("name");
        for &column in units {
            let unit = cell(column);
            if !name.is_empty() && !unit.is_empty() {
                keys.insert(Key {
                    kind: KeyKind::Name,
                    value: format!("{name}{BETWEEN}{unit}"),
                    person: identities.get(row).cloned(),
                    document: documents.get(row).cloned(),
                });
            }
        }
    }
    keys
}

/// Every key of a dossier.
pub(super) fn keys(content: &Content, identities: &BTreeMap<String, PersonKey>) -> BTreeSet<Key> {
    let mut keys = people(content, COMPLETERS, identities, &["work_unit", "completing_unit"]);
    let numbers = numbers_of(content).into_iter();
    keys.extend(numbers.map(|value| Key::new(KeyKind::Content, value)));
    keys
}

/// The keys of the experts who nominate: they may be candidates elsewhere. By them the dossier is not found,
/// as none of them stands in it.
pub(super) fn expert_keys(
    content: &Content,
    identities: &BTreeMap<String, PersonKey>,
) -> BTreeSet<Key> {
    people(content, EXPERTS, identities, &["unit"])
}

/// What stands in a column of a table `section.items`.
fn cells(content: &Content, section: &str, column: &str) -> BTreeSet<String> {
    let rows = content.rows(section, "items").iter();
    let texts = rows.map(|row| content.cell(section, "items", row, column).trim().to_owned());
    texts.filter(|text| !text.is_empty()).collect()
}

/// Credit codes of the completing units, as the registers write them.
fn codes(content: &Content) -> BTreeSet<String> {
    cells(content, "units", "credit_code").iter().map(|code| folded(code).to_uppercase()).collect()
}

/// By what the registers of societies and units are asked: credit codes, and every name of a unit.
pub(super) fn unit_keys(content: &Content) -> (BTreeSet<String>, BTreeSet<String>) {
    let places =
        [("units", "name"), ("completers", "completing_unit"), ("completers", "work_unit")];
    let names = places.iter().flat_map(|(section, column)| cells(content, section, column));
    (codes(content), names.collect())
}

/// By what the integrity register is asked: fingerprints and names of people, credit codes of units.
pub(super) fn barred_keys(
    content: &Content,
    identities: &BTreeMap<String, PersonKey>,
) -> (BTreeSet<String>, BTreeSet<String>, BTreeSet<String>) {
    let prints = identities.values().map(|PersonKey(print)| print.clone()).collect();
    (prints, cells(content, "completers", "name"), codes(content))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::dossier::Value;

    #[test]
    fn a_person_is_keyed_by_number_and_by_name_at_each_unit() {
        let values = [
            ("completers.items", Value::List(vec!["a".into()])),
            ("completers.items/a/name", Value::Text("甲 某".into())),
            ("completers.items/a/id_number", Value::Text("11010519491231002x".into())),
            ("completers.items/a/work_unit", Value::Text("某大学".into())),
            ("completers.items/a/completing_unit", Value::Text("某研究所".into())),
            ("papers.items", Value::List(vec!["p".into()])),
            ("papers.items/p/doi", Value::Text("10.1000/ABC".into())),
        ];
        let content =
            Content(values.into_iter().map(|(at, value)| (at.parse().unwrap(), value)).collect());
        let identities = identities(&content, COMPLETERS, &|number| format!("#{number}"));
        assert_eq!(identities["a"], PersonKey("#11010519491231002X".into()));
        let keys = keys(&content, &identities);
        let of = |kind| keys.iter().filter(|key| key.kind == kind).count();
        assert_eq!(
            (of(KeyKind::Identity), of(KeyKind::Name), of(KeyKind::Content)),
            (1, 2, 1),
            "{keys:?}"
        );
        let mut named = keys.iter().filter(|key| key.kind == KeyKind::Name);
        assert!(named.all(|key| key.person.as_ref() == identities.get("a")), "{keys:?}");
    }

    #[test]
    fn a_name_is_kept_with_the_kind_of_document_where_its_number_is_the_only_one() {
        let of = |cells: &[(&str, &str)]| {
            let cells = cells.iter().map(|(column, text)| {
                let at = format!("completers.items/a/{column}");
                (at.parse().unwrap(), Value::Text((*text).to_owned()))
            });
            let rows = ("completers.items".parse().unwrap(), Value::List(vec!["a".into()]));
            let content = Content(cells.chain([rows]).collect());
            documents(&content, COMPLETERS).remove("a")
        };
        let passport = ("id_type", "passport");
        assert_eq!(of(&[passport, ("document_number", "E1")]), Some("passport".to_owned()));
        assert_eq!(of(&[passport, ("document_number", "E1"), ("id_number", "1101")]), None);
        assert_eq!(of(&[passport]), None);
        assert_eq!(of(&[("id_number", "1101")]), None, "of an unknown kind");
    }

    #[test]
    fn an_expert_is_asked_for_and_not_kept() {
        let values = [
            ("opinion.experts", Value::List(vec!["e".into()])),
            ("opinion.experts/e/name", Value::Text("甲某".into())),
            ("opinion.experts/e/unit", Value::Text("某 大学".into())),
            ("opinion.experts/e/id_number", Value::Text("11010519491231002x".into())),
        ];
        let content =
            Content(values.into_iter().map(|(at, value)| (at.parse().unwrap(), value)).collect());
        let identities = identities(&content, EXPERTS, &|number| format!("#{number}"));
        let asked: Vec<Key> = expert_keys(&content, &identities).into_iter().collect();
        let key = |kind, value: &str| Key::new(kind, value.to_owned());
        let person = Some(PersonKey("#11010519491231002X".into()));
        let wanted = [
            key(KeyKind::Identity, "#11010519491231002X"),
            Key { person, ..key(KeyKind::Name, "甲某\u{1f}某大学") },
        ];
        assert_eq!(asked.len(), wanted.len(), "{asked:?}");
        assert!(wanted.iter().all(|key| asked.contains(key)), "{asked:?}");
        assert_eq!(keys(&content, &BTreeMap::new()), BTreeSet::new());
    }

    #[test]
    fn the_registers_are_asked_for_codes_and_for_every_name_of_a_unit() {
        let text = |text: &str| Value::Text(text.to_owned());
        let values = [
            ("units.items", Value::List(vec!["g".into()])),
            ("units.items/g/name", text(" 某大学 ")),
            ("units.items/g/credit_code", text("12100000 99000001a8")),
            ("completers.items", Value::List(vec!["a".into()])),
            ("completers.items/a/completing_unit", text("某研究所")),
            ("completers.items/a/work_unit", text("某大学")),
        ];
        let content =
            Content(values.into_iter().map(|(at, value)| (at.parse().unwrap(), value)).collect());
        let (codes, names) = unit_keys(&content);
        assert_eq!(codes, BTreeSet::from(["1210000099000001A8".to_owned()]));
        assert_eq!(names, BTreeSet::from(["某大学".to_owned(), "某研究所".to_owned()]));
    }
}
