//! What do outgoing files look like, and do they come back unchanged?

use std::fs;
use std::path::Path;
use std::slice;

use super::{Plant, plant};
use crate::exchange::trial::{assert_round_trip, written};
use crate::exchange::{Format, Style, WriteFault, Writer, write_all};

#[test]
fn formulas_leave_as_text_and_come_back_unchanged() {
    let evil =
        Plant { notes: Some("=HYPERLINK(\"http://x\")".to_owned()), ..plant("-1", "'@SUM(A1)") };
    let bytes = written(Style::plain(Format::Csv), slice::from_ref(&evil));
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "plant_id,name,height,found,kind,notes\n\
         -1,''@SUM(A1),,,,\"'=HYPERLINK(\"\"http://x\"\")\"\n"
    );
    assert_round_trip(&[evil]);
}

#[test]
fn numbers_and_text_that_looks_like_numbers_keep_their_form() {
    assert_round_trip(&[
        Plant { height: Some(0.1 + 0.2), found: Some(1941), ..plant("007", "1e5") },
        Plant { height: Some(1e-9), kind: Some("tree"), ..plant("1.0", "_x0041_ & <b>") },
        Plant { notes: Some("a\nb\tc".to_owned()), ..plant("TRUE", "2020-01-01") },
    ]);
}

#[test]
fn people_get_a_byte_order_mark_and_programs_do_not() {
    let plants = [plant("a", "银杏")];
    assert!(written(Style::for_people(Format::Csv), &plants).starts_with(b"\xEF\xBB\xBFplant_id"));
    assert!(written(Style::plain(Format::Csv), &plants).starts_with(b"plant_id"));
}

#[test]
fn json_is_an_array_of_records() {
    let plants =
        [Plant { height: Some(1.5), found: Some(1941), ..plant("a", "=1") }, plant("b", "c")];
    let bytes = written(Style::for_people(Format::Json), &plants);
    let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(
        value[0],
        serde_json::json!({
            "plant_id": "a", "name": "=1", "height": 1.5, "found": 1941, "kind": null, "notes": null
        })
    );
    assert_eq!(value.as_array().unwrap().len(), 2);
    assert_eq!(written::<Plant>(Style::plain(Format::Json), &[]), b"[\n]\n");
}

#[test]
fn an_unfinished_file_leaves_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    fs::write(&path, "old").unwrap();
    let mut writer = Writer::create(&path, Style::plain(Format::Csv)).unwrap();
    writer.push(&plant("a", "b")).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    drop(writer);
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    write_all(&path, Style::plain(Format::Csv), &[plant("a", "b")]).unwrap();
    assert!(fs::read_to_string(&path).unwrap().starts_with("plant_id"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_link_and_what_is_no_file_stay_what_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("file.csv"), folder.path().join("link.csv"));
    fs::write(&file, "old").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    write_all(&link, Style::plain(Format::Csv), &[plant("a", "b")]).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&file).unwrap().starts_with("plant_id"));
    write_all(Path::new("/dev/null"), Style::plain(Format::Csv), &[plant("a", "b")]).unwrap();
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn what_cannot_be_written_is_said_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("none/out.csv");
    let fault = write_all(&nowhere, Style::plain(Format::Csv), &[plant("a", "b")]).unwrap_err();
    assert!(matches!(fault, WriteFault::Storage { .. }));
    let book = folder.path().join("out.xlsx");
    let long = Plant { notes: Some("x".repeat(32_768)), ..plant("a", "b") };
    let fault = write_all(&book, Style::plain(Format::Xlsx), &[long]).unwrap_err();
    assert!(matches!(&fault, WriteFault::TextTooLong { column, row: 2, .. } if column == "notes"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn the_ending_names_the_format() {
    assert_eq!(Format::of_path(Path::new("a.CSV")).unwrap(), Format::Csv);
    assert_eq!(Format::of_path(Path::new("a.xlsx")).unwrap(), Format::Xlsx);
    assert_eq!(Format::of_path(Path::new("a.json")).unwrap(), Format::Json);
    assert!(Format::of_path(Path::new("a.xls")).is_err());
}
