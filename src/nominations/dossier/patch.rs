//! What does an edit change, and where does it meet another's?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    address::{Address, names_a_row},
    content::Value,
};
use crate::{
    classified::{Sighting, refusal},
    nominations::forms::{Form, Kind},
    shared::Bilingual,
};

/// Most edits in one request.
pub(super) const MOST_EDITS: u64 = 500;
/// Most bytes of one value: far above any limit of a form, so that what is pasted is kept.
pub const MOST_BYTES: usize = 400_000;
/// Most words of a list.
pub const MOST_WORDS: usize = 500;

/// One field as somebody wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DossierEdit)]
pub struct Edit {
    /// `section.field` or `section.field/row/column`.
    #[schema(value_type = String)]
    pub address: Address,
    /// The value; none clears it.
    pub value: Option<Value>,
    /// The version of this field that was last seen; 0 where nothing was there.
    pub seen: i64,
    /// Of a list, what was last seen: rows that two people add at once are then both kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub base: Vec<String>,
}

/// A field as it stands in the records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// The value; none where it was cleared.
    pub value: Option<Value>,
    /// The version of the dossier at which it was last changed.
    pub version: i64,
    /// Who changed it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What becomes of one edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is written.
    Write,
    /// Both lists are kept: what each added and took away since the list that was seen.
    Merge(Vec<String>),
    /// It stands so already.
    Same,
    /// Somebody else wrote something else since it was seen.
    Meets(Standing),
}

/// An edit that no dossier of the form can take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadEdit {
    /// Place of the edit in its request.
    pub index: usize,
    /// A word for programs: `classified` where nothing of it may be stored, else `invalid`.
    pub code: &'static str,
    /// What is wrong.
    pub why: Bilingual,
    /// The mark of classification, by the field that bears it.
    pub mark: Option<Box<Sighting>>,
}

/// Whether every edit names a place of the form and has a value of its shape.
///
/// # Errors
/// The first edit that does not.
pub(super) fn check(form: &Form, edits: &[Edit]) -> Result<(), BadEdit> {
    for (index, edit) in edits.iter().enumerate() {
        let bad = |zh: &str, en: &str| {
            Err(BadEdit { index, code: "invalid", why: Bilingual::new(zh, en), mark: None })
        };
        let Some(field) = edit.address.of(form) else {
            return bad("提名书没有该字段", "the form has no such field");
        };
        let Some(value) = &edit.value else { continue };
        if !value.fits(field.kind) {
            return bad(
                "值的类型不符：选择、附件和表格为列表，其余为文字",
                "choices, attachments and tables take a list, all else takes a text",
            );
        }
        let bytes = value.text().len() + value.list().iter().map(String::len).sum::<usize>();
        if bytes > MOST_BYTES || value.list().len() > MOST_WORDS {
            return bad("内容过长，未保存", "too long to be kept");
        }
        if let Some(kind) = value.mark() {
            let mark = Some(Box::new(Sighting::at(&edit.address.to_string(), kind)));
            return Err(BadEdit { index, code: "classified", why: refusal(), mark });
        }
        let words = value.list();
        let is_table = field.kind == Kind::Rows;
        if is_table && !words.iter().all(|word| names_a_row(word)) {
            return bad("行标识有误", "a row's name is wrong");
        }
        if edits.iter().take(index).any(|other| other.address == edit.address) {
            return bad("同一字段在一次请求中出现两次", "the same field twice in a request");
        }
        if words.iter().enumerate().any(|(at, word)| words.iter().take(at).any(|one| one == word)) {
            return bad("列表中有重复项", "the list says the same twice");
        }
    }
    Ok(())
}

/// What becomes of each edit, given what stands: different fields never meet, the same field meets
/// where it was changed after it was seen to something else.
pub(super) fn judge(standing: &BTreeMap<Address, Standing>, edits: &[Edit]) -> Vec<Verdict> {
    let verdict = |edit: &Edit| match standing.get(&edit.address) {
        None if edit.value.is_none() => Verdict::Same,
        Some(now) if now.value == edit.value => Verdict::Same,
        Some(now) if now.version > edit.seen => met(now, edit),
        None | Some(_) => Verdict::Write,
    };
    edits.iter().map(verdict).collect()
}

fn met(now: &Standing, edit: &Edit) -> Verdict {
    let merged = match (&now.value, &edit.value) {
        (Some(Value::List(theirs)), Some(Value::List(ours))) => merge(&edit.base, theirs, ours),
        _ => None,
    };
    merged.map_or_else(|| Verdict::Meets(now.clone()), Verdict::Merge)
}

/// Two lists that came from one: what either took away is gone, what either added is there, ours after
/// the same neighbour. None where both changed the order of what was there, as one of them would be lost.
fn merge(base: &[String], theirs: &[String], ours: &[String]) -> Option<Vec<String>> {
    let common: Vec<&String> =
        base.iter().filter(|word| theirs.contains(word) && ours.contains(word)).collect();
    let order = |list: &[String]| -> Vec<String> {
        list.iter().filter(|word| common.contains(word)).cloned().collect()
    };
    let (base_order, their_order, our_order) = (order(base), order(theirs), order(ours));
    let (mut merged, other) = if our_order == base_order {
        (theirs.to_vec(), ours)
    } else if their_order == base_order {
        (ours.to_vec(), theirs)
    } else {
        return None;
    };
    merged.retain(|word| !base.contains(word) || other.contains(word));
    for (at, word) in other.iter().enumerate() {
        if base.contains(word) || merged.contains(word) {
            continue;
        }
        let before = other.get(..at).unwrap_or_default();
        let place = before.iter().rev().find_map(|one| merged.iter().position(|word| word == one));
        merged.insert(place.map_or(0, |place| place + 1), word.clone());
    }
    Some(merged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::forms::find;
    use proptest::prelude::*;

    fn edit(address: &str, value: Option<Value>, seen: i64) -> Edit {
        Edit { address: address.parse().unwrap(), value, seen, base: vec![] }
    }

    #[expect(clippy::unnecessary_wraps, reason = "as an edit has it")]
    fn text(text: &str) -> Option<Value> {
        Some(Value::Text(text.to_owned()))
    }

    fn standing(value: Option<Value>, version: i64) -> Standing {
        Standing { value, version, by: "other".to_owned(), at: DateTime::UNIX_EPOCH }
    }

    #[test]
    fn an_edit_of_no_field_or_of_the_wrong_shape_is_refused() {
        let form = find("nat-1").unwrap();
        let why = |edit: Edit| check(form, &[edit]).unwrap_err().why.en;
        assert!(why(edit("project.colour", text("red"), 0)).contains("no such field"));
        assert!(why(edit("completers.items", text("a"), 0)).contains("list"));
        assert!(why(edit("project.title", Some(Value::List(vec![])), 0)).contains("list"));
        let rows =
            |rows: &[&str]| Some(Value::List(rows.iter().map(ToString::to_string).collect()));
        assert!(why(edit("completers.items", rows(&["a/b"]), 0)).contains("row"));
        assert!(why(edit("completers.items", rows(&["a", "a"]), 0)).contains("twice"));
        assert!(why(edit("summary.text", text(&"x".repeat(MOST_BYTES + 1)), 0)).contains("long"));
        for (address, marked) in [
            ("project.title", text("机密★10年")),
            ("completers.items", rows(&["甲", "密级：机密"])),
        ] {
            let edits = [edit("project.grade", None, 0), edit(address, marked, 0)];
            let found = check(form, &edits).unwrap_err();
            assert_eq!((found.index, found.code), (1, "classified"));
            assert_eq!(found.mark.unwrap().to_string(), format!("{address} secret"));
        }
        // What is merely wrong is kept as it was typed.
        assert_eq!(check(form, &[edit("project.starts_on", text("去年春天"), 0)]), Ok(()));
        assert_eq!(check(form, &[edit("project.title", text(&"长".repeat(9_000)), 0)]), Ok(()));
    }

    #[test]
    fn the_same_field_meets_and_different_fields_do_not() {
        let title: Address = "project.title".parse().unwrap();
        let now = standing(text("乙"), 7);
        let all = BTreeMap::from([(title, now.clone())]);
        let verdicts = judge(
            &all,
            &[
                edit("project.title", text("甲"), 6),
                edit("project.title", text("乙"), 6),
                edit("project.title", text("甲"), 7),
                edit("project.title_en", text("A"), 0),
                edit("summary.text", None, 0),
            ],
        );
        let expected =
            [Verdict::Meets(now), Verdict::Same, Verdict::Write, Verdict::Write, Verdict::Same];
        assert_eq!(verdicts, expected);
    }

    fn words(text: &str) -> Vec<String> {
        text.chars().map(String::from).collect()
    }

    #[test]
    fn rows_that_two_people_add_at_once_are_both_kept() {
        let merged = |base, theirs, ours| {
            merge(&words(base), &words(theirs), &words(ours)).map(|list| list.concat())
        };
        assert_eq!(merged("ab", "abx", "aby"), Some("abyx".to_owned()));
        assert_eq!(merged("ab", "a", "aby"), Some("ay".to_owned()), "theirs took b away");
        assert_eq!(merged("abc", "cab", "abcy"), Some("cyab".to_owned()), "theirs is the order");
        assert_eq!(merged("abc", "abcx", "cab"), Some("cxab".to_owned()), "ours is the order");
        assert_eq!(merged("abc", "cab", "bac"), None, "both changed the order");
    }

    proptest! {
        /// Nothing that either added is lost, and nothing that either took away comes back.
        #[test]
        fn a_merge_keeps_what_was_added_and_drops_what_was_taken(
            base in prop::sample::subsequence((0..8).collect::<Vec<u8>>(), 0..8),
            theirs in prop::sample::subsequence((0..12).collect::<Vec<u8>>(), 0..12),
            ours in prop::sample::subsequence((0..12).collect::<Vec<u8>>(), 0..12),
        ) {
            let words = |list: &[u8]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
            let (base, theirs, ours) = (words(&base), words(&theirs), words(&ours));
            let merged = merge(&base, &theirs, &ours).unwrap();
            for word in (0..12).map(|word: u8| word.to_string()) {
                let kept = if base.contains(&word) {
                    theirs.contains(&word) && ours.contains(&word)
                } else {
                    theirs.contains(&word) || ours.contains(&word)
                };
                prop_assert_eq!(merged.iter().filter(|one| **one == word).count(), usize::from(kept));
            }
        }

        /// Two clerks who edit in turns lose nothing: what is not written is reported as met.
        #[test]
        fn an_edit_is_written_or_stands_or_is_reported(
            steps in prop::collection::vec((0usize..2, 0usize..3, 0u8..3, any::<bool>()), 1..40),
        ) {
            let fields = ["project.title", "project.title_en", "summary.text"];
            let mut all: BTreeMap<Address, Standing> = BTreeMap::new();
            let mut seen = [[0_i64; 3]; 2];
            let mut version = 0;
            for (who, field, value, looks) in steps {
                let wanted = text(&value.to_string());
                let one = edit(fields[field], wanted.clone(), seen[who][field]);
                let before = all.get(&one.address).cloned();
                match judge(&all, std::slice::from_ref(&one)).remove(0) {
                    Verdict::Write => {
                        prop_assert!(before.is_none_or(|before| before.version <= one.seen));
                        version += 1;
                        all.insert(one.address, standing(wanted, version));
                        seen[who][field] = version;
                    }
                    Verdict::Merge(_) => prop_assert!(false, "texts are never merged"),
                    Verdict::Same => prop_assert_eq!(before.and_then(|before| before.value), wanted),
                    Verdict::Meets(now) => {
                        prop_assert_eq!(Some(&now), before.as_ref());
                        if looks { seen[who][field] = now.version; }
                    }
                }
            }
        }
    }
}
