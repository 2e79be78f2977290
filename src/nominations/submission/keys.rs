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
}

/// What parts name and unit in a key; it stands in neither.
pub(super) const BETWEEN: char = '\u{1f}';

/// Fingerprints of the identity numbers of the completers, by row.
pub(super) fn identities(
    content: &Content,
    fingerprint: &dyn Fn(&str) -> String,
) -> BTreeMap<String, PersonKey> {
    let rows = content.rows("completers", "items").iter();
    let of = |row: &String| {
        let cell = |column: &str| content.cell("completers", "items", row, column);
        let number = [cell("id_number"), cell("document_number")]
            .map(|text| folded(text).to_uppercase())
            .into_iter()
            .find(|number| !number.is_empty())?;
        Some((row.clone(), PersonKey(fingerprint(&number))))
    };
    rows.filter_map(of).collect()
}

/// Every key of a dossier.
pub(super) fn keys(content: &Content, identities: &BTreeMap<String, PersonKey>) -> BTreeSet<Key> {
    let key = |kind, value| Key { kind, value };
    let mut keys: BTreeSet<Key> =
        identities.values().map(|PersonKey(print)| key(KeyKind::Identity, print.clone())).collect();
    for row in content.rows("completers", "items") {
        let cell = |column: &str| folded(content.cell("completers", "items", row, column));
        let name = cell("name");
        for unit in BTreeSet::from([cell("work_unit"), cell("completing_unit")]) {
            if !name.is_empty() && !unit.is_empty() {
                keys.insert(key(KeyKind::Name, format!("{name}{BETWEEN}{unit}")));
            }
        }
    }
    keys.extend(numbers_of(content).into_iter().map(|one| key(KeyKind::Content, one)));
    keys
}

/// By what the integrity register is asked: fingerprints and names of people, credit codes of units.
pub(super) fn barred_keys(
    content: &Content,
    identities: &BTreeMap<String, PersonKey>,
) -> (BTreeSet<String>, BTreeSet<String>, BTreeSet<String>) {
    let cells = |section: &str, column: &str| -> BTreeSet<String> {
        let rows = content.rows(section, "items").iter();
        let texts = rows.map(|row| content.cell(section, "items", row, column).trim().to_owned());
        texts.filter(|text| !text.is_empty()).collect()
    };
    let prints = identities.values().map(|PersonKey(print)| print.clone()).collect();
    let codes =
        cells("units", "credit_code").iter().map(|code| folded(code).to_uppercase()).collect();
    (prints, cells("completers", "name"), codes)
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
        let identities = identities(&content, &|number| format!("#{number}"));
        assert_eq!(identities["a"], PersonKey("#11010519491231002X".into()));
        let keys = keys(&content, &identities);
        let of = |kind| keys.iter().filter(|key| key.kind == kind).count();
        assert_eq!(
            (of(KeyKind::Identity), of(KeyKind::Name), of(KeyKind::Content)),
            (1, 2, 1),
            "{keys:?}"
        );
    }
}
