//! What do the tests of every sheet need? Files from bytes, round trips, real data.

use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::{Faults, Format, ReadOutcome, RowPolicy, Sheet, Style, read_all, write_all};

/// Reads bytes as if they were a file of this name.
pub(crate) fn read_bytes<S: Sheet>(
    name: &str,
    bytes: &[u8],
    policy: RowPolicy,
) -> Result<ReadOutcome<S>, Faults> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read_all(&path, policy).map_err(|mut faults| {
        for fault in &mut faults.kept {
            name.clone_into(&mut fault.file);
        }
        faults
    })
}

/// What is said of a bad file, one line a fault.
pub(crate) fn refusal<S: Sheet>(name: &str, bytes: &[u8]) -> String {
    let outcome =
        read_bytes::<S>(name, bytes, RowPolicy::Strict).map(|outcome| outcome.lines.len());
    outcome.unwrap_err().to_string()
}

/// Writes records and gives the bytes.
pub(crate) fn written<S: Sheet>(style: Style, records: &[S]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let count = write_all(&path, style, records).unwrap();
    assert_eq!(count, records.len() as u64);
    fs::read(&path).unwrap()
}

/// Demands that CSV → records → CSV is the identity, and XLSX → records too.
pub(crate) fn assert_round_trip<S: Sheet + Debug + PartialEq>(records: &[S]) {
    for style in [Style::plain(Format::Csv), Style::for_people(Format::Csv)] {
        let first = written(style, records);
        let outcome = read_bytes::<S>("first.csv", &first, RowPolicy::Strict).unwrap();
        assert_eq!(outcome.records, records);
        assert_eq!(outcome.summary.warnings, []);
        assert_eq!(written(style, &outcome.records), first);
    }
    let book = written(Style::for_people(Format::Xlsx), records);
    let outcome = read_bytes::<S>("book.xlsx", &book, RowPolicy::Strict).unwrap();
    assert_eq!(outcome.records, records);
    assert_eq!(outcome.summary.warnings, []);
}

/// Demands that a file of the real data is read without a fault and to the row; says so where
/// the data is absent.
pub(crate) fn assert_real_data<S: Sheet + Debug>(file: &str, rows: usize) {
    let Some(path) = real_data(file) else { return };
    let outcome = read_all::<S>(&path, RowPolicy::Strict).unwrap();
    assert_eq!(outcome.records.len(), rows, "{file}");
    let bytes = written(Style::plain(Format::Csv), &outcome.records);
    let again = read_bytes::<S>("again.csv", &bytes, RowPolicy::Strict).unwrap();
    assert_eq!(written(Style::plain(Format::Csv), &again.records), bytes, "{file}");
}

/// A file of the real data, if it is on this machine.
pub(crate) fn real_data(file: &str) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a test has no configuration to ask")]
    let told = std::env::var_os("LAUREL_REAL_DATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let path = told.unwrap_or_else(beside).join(file);
    if path.is_file() {
        return Some(path);
    }
    println!("SKIPPED: no real data at {} (set LAUREL_REAL_DATA)", path.display());
    None
}

/// Text of one line as a record holds it: trimmed, with whatever makes trouble in a file.
pub(crate) fn line() -> impl Strategy<Value = String> {
    "['\"=+@,;；|a-z0-9 －\\-中文𠮷é_]{1,12}"
        .prop_map(|text| text.trim().to_owned())
        .prop_filter("not empty", |text| !text.is_empty())
}

/// Text of several lines.
pub(crate) fn paragraph() -> impl Strategy<Value = String> {
    "['\"=+@,;a-z \n\t中]{1,30}"
        .prop_map(|text| text.trim().to_owned())
        .prop_filter("not empty", |text| !text.is_empty())
}

/// A list as a record holds it: no separators inside.
pub(crate) fn list() -> impl Strategy<Value = Vec<String>> {
    let item = line()
        .prop_map(|text| text.replace([';', '；'], "").trim().to_owned())
        .prop_filter("not empty", |text| !text.is_empty());
    prop::collection::vec(item, 0..4)
}

/// Distinct ids.
pub(crate) fn ids() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set("[=@'a-z0-9\\-]{1,6}", 0..4)
        .prop_map(|ids| ids.into_iter().collect())
}

/// Maybe one of these.
pub(crate) fn maybe(words: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    prop::option::of(prop::sample::select(words).prop_map(str::to_owned))
}
