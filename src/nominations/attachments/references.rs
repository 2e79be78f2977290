//! Which fields of a dossier name an attachment?

use std::collections::{BTreeMap, BTreeSet};

use crate::nominations::{
    dossier::{Address, Content, Edit, Value},
    forms::{Form, Kind},
};

/// The numbers that a value names.
fn numbers(value: &Value) -> impl Iterator<Item = u32> + '_ {
    let words = value.list().iter().map(String::as_str).chain([value.text()]);
    words.filter_map(|word| word.trim().parse().ok())
}

/// The addresses of the fields that name each number, in the order of the form. Fields that are not
/// asked for now are among them: their values stand and may be asked for again.
pub(super) fn references(form: &Form, content: &Content) -> BTreeMap<u32, Vec<Address>> {
    let mut references: BTreeMap<u32, Vec<Address>> = BTreeMap::new();
    for (address, field) in content.places(form) {
        if !matches!(field.kind, Kind::File | Kind::Files) {
            continue;
        }
        let named: BTreeSet<u32> = content.get(&address).into_iter().flat_map(numbers).collect();
        for number in named {
            references.entry(number).or_default().push(address.clone());
        }
    }
    references
}

/// The edits that make every field which names `old` name `new` in its place.
pub(super) fn renamed(form: &Form, content: &Content, old: u32, new: u32) -> Vec<Edit> {
    let is_old = |word: &String| word.trim().parse() == Ok(old);
    let new = new.to_string();
    let addresses = references(form, content).remove(&old).unwrap_or_default();
    let edit = |address: Address| {
        let value = match content.get(&address)? {
            Value::Text(_) => Value::Text(new.clone()),
            Value::List(words) => Value::List(
                words
                    .iter()
                    .map(|word| if is_old(word) { new.clone() } else { word.clone() })
                    .collect(),
            ),
        };
        // The dossier is held: what stands was just seen.
        Some(Edit { address, value: Some(value), seen: i64::MAX, base: Vec::new() })
    };
    addresses.into_iter().filter_map(edit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::forms::find;

    fn content(values: &[(&str, Value)]) -> Content {
        let read = values.iter().map(|(address, value)| (address.parse().unwrap(), value.clone()));
        Content(read.collect())
    }

    fn list(words: &[&str]) -> Value {
        Value::List(words.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn fields_and_cells_that_name_a_number_are_found_and_others_are_not() {
        let form = find("nat-1").unwrap();
        let content = content(&[
            ("opinion.opinion_file", Value::Text("3".to_owned())),
            ("opinion.check_files", list(&["1", " 3 ", "x"])),
            ("papers.items", list(&["a"])),
            ("papers.items/a/file", Value::Text("1".to_owned())),
            ("papers.items/gone/file", Value::Text("1".to_owned())),
            ("project.title", Value::Text("3".to_owned())),
        ]);
        let found = references(form, &content);
        let of = |number: u32| -> Vec<String> {
            found[&number].iter().map(ToString::to_string).collect()
        };
        assert_eq!(of(3), ["opinion.opinion_file", "opinion.check_files"]);
        assert_eq!(of(1), ["opinion.check_files", "papers.items/a/file"]);
        let edits = renamed(form, &content, 3, 7);
        let values: Vec<_> = edits.into_iter().map(|edit| edit.value.unwrap()).collect();
        assert_eq!(values, [Value::Text("7".to_owned()), list(&["1", "7", "x"])]);
    }
}
