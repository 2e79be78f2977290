//! Which CSV files and rows are refused, and in which words?

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::{Plant, plant, read};
use crate::exchange::trial::{read_bytes, refusal};
use crate::exchange::{ReadError, RowPolicy, Warning, check, for_each_batch, read_all};

/// Files wrong as a whole.
const BAD_FILES: &[(&[u8], &str)] = &[
    (b"", "p.csv: 文件为空,应有表头行 / the file is empty, a header row is required"),
    (b"\n\n", "p.csv: 文件为空,应有表头行 / the file is empty, a header row is required"),
    (
        b"plant_id,height\n",
        "p.csv:1: 缺少必需的列:name;文件中有:plant_id, height;允许:plant_id, name, height, \
         found, kind, notes / required column missing: name; present: plant_id, height; \
         allowed: plant_id, name, height, found, kind, notes",
    ),
    (
        b"plant_id,name,Code\n",
        "p.csv:1: 表头重复:plant_id 与 Code / duplicate header: plant_id and Code",
    ),
    (b"plant_id,name,x,x\n", "p.csv:1: 表头重复:x 与 x / duplicate header: x and x"),
    (
        b"plant_id,name\na,b\nc\xFF\xFF,d\n",
        "p.csv:3: 不是有效的 UTF-8 文本,允许:UTF-8、GB18030、带 BOM 的 UTF-16 / \
         not valid UTF-8 text, allowed: UTF-8, GB18030, UTF-16 with a byte order mark",
    ),
    (
        b"plant_id,name\n\na,b\0\n",
        "p.csv:3: 含有空字节(NUL),不是文本文件 / contains a NUL byte, this is not a text file",
    ),
    (
        b"plant_id,name\na,b\nc,\"d\ne,f\n",
        "p.csv:3: 从此行开始的引号直到文件末尾仍未闭合 / \
         a quote opened in this row is still open at the end of the file",
    ),
];

/// Files with one wrong row.
const BAD_ROWS: &[(&[u8], &str)] = &[
    (b"plant_id,name\na\n", "p.csv:2: 字段数为 1,表头为 2 / 1 fields, the header has 2"),
    (b"plant_id,name\na,b,\n", "p.csv:2: 字段数为 3,表头为 2 / 3 fields, the header has 2"),
    (b"plant_id,name\na, \n", "p.csv:2 name: 不能为空 / must not be empty"),
    (
        b"plant_id,name,kind\na,b,moss\n",
        "p.csv:2 kind: “moss”无效,允许:tree, herb / \"moss\" is not valid, allowed: tree, herb",
    ),
    (
        b"plant_id,name\na,b\nc,d\n a,e\n",
        "p.csv:4 plant_id: “a”与第 2 行重复 / \"a\" repeats line 2",
    ),
    (
        b"plant_id,name,found\na,b,1799\n",
        "p.csv:2 found: “1799”无效,允许:1800 至 2100 的整数 / \"1799\" is not valid, \
         allowed: a whole number from 1800 to 2100",
    ),
    (
        b"plant_id,name,height\na,b,NaN\n",
        "p.csv:2 height: “NaN”无效,允许:0 至 100 的数 / \"NaN\" is not valid, \
         allowed: a number from 0 to 100",
    ),
    (
        b"plant_id,name\na,abcdefghijklmnopqrstuvwxyz\n",
        "p.csv:2 name: 有 26 个字符,允许:至多 20 / 26 characters, allowed: at most 20",
    ),
    (
        b"plant_id,name\na;b,c\n",
        "p.csv:2 plant_id: “a;b”无效,允许:1–64 个可见字符,不含分号 / \
         \"a;b\" is not valid, allowed: 1 to 64 printable characters, no semicolon",
    ),
];

#[test]
fn bad_files_and_rows_are_refused_where_they_are_wrong() {
    for (bytes, message) in BAD_FILES.iter().chain(BAD_ROWS) {
        assert_eq!(refusal::<Plant>("p.csv", bytes), *message);
    }
}

#[test]
fn all_faults_of_all_rows_are_told_at_once() {
    let text = "plant_id,name,found,kind\n,,x,y\na,b,,\na,b,,\n";
    let faults = read_bytes::<Plant>("p.csv", text.as_bytes(), RowPolicy::Strict).unwrap_err();
    let places: Vec<(Option<u64>, &str)> =
        faults.kept.iter().map(|f| (f.line, f.column.as_deref().unwrap_or_default())).collect();
    assert_eq!(
        places,
        [
            (Some(2), "plant_id"),
            (Some(2), "name"),
            (Some(2), "found"),
            (Some(2), "kind"),
            (Some(4), "plant_id"),
        ]
    );
}

#[test]
fn skipping_bad_rows_keeps_the_good_ones_and_the_first_of_two() {
    let text = b"plant_id,name\na,first\n,x\nb,second\na,again\nc\n";
    let outcome = read_bytes::<Plant>("p.csv", text, RowPolicy::SkipBadRows).unwrap();
    assert_eq!(outcome.records, [plant("a", "first"), plant("b", "second")]);
    assert_eq!(outcome.lines, [2, 4]);
    assert_eq!((outcome.summary.rows, outcome.summary.skipped_rows), (2, 3));
    assert_eq!(outcome.summary.skipped.total, 3);
}

#[test]
fn skipping_bad_rows_does_not_excuse_a_bad_file() {
    for (bytes, _) in BAD_FILES {
        assert!(read_bytes::<Plant>("p.csv", bytes, RowPolicy::SkipBadRows).is_err());
    }
}

#[test]
fn more_than_a_thousand_faults_are_counted() {
    let mut text = "plant_id,name\n".to_owned();
    for row in 0..1_234 {
        writeln!(text, "{row},").unwrap();
    }
    let message = refusal::<Plant>("p.csv", text.as_bytes());
    assert_eq!(message.lines().count(), 1_001);
    assert!(message.ends_with("另有 234 处错误 / and 234 more"));
}

#[test]
fn a_cell_of_ten_megabytes_is_named_and_a_row_of_twenty_ends_the_reading() {
    let long = "长".repeat(10_000_000 / 3);
    let message = refusal::<Plant>("p.csv", format!("plant_id,name\na,b\nc,{long}\n").as_bytes());
    assert_eq!(
        message,
        "p.csv:3 name: 单元格为 9999999 字节,允许:至多 1048576 字节 / \
         the cell has 9999999 bytes, allowed: at most 1048576 bytes"
    );
    let endless = format!("plant_id,name\na,\"{long}\n{long}");
    let message = refusal::<Plant>("p.csv", endless.as_bytes());
    assert!(message.starts_with("p.csv:2: 此行超过 16777216 字节"), "{message}");
}

#[test]
fn a_header_alone_is_a_file_without_rows() {
    assert_eq!(read(b"plant_id,name").records, []);
    assert_eq!(read(b"plant_id,name\n,\n").records, []);
}

#[test]
fn headers_are_known_by_any_of_their_names() {
    let outcome = read(b" Plant-ID ,NAME,\n1,a,\n");
    assert_eq!(outcome.records, [plant("1", "a")]);
    assert_eq!(outcome.summary.warnings.len(), 1);
    for text in ["植物编号,名称,来源,采集人\n1,a,x,y\n", "code,name,来源,采集人\n1,a,x,y\n"]
    {
        let outcome = read(text.as_bytes());
        assert_eq!(outcome.records, [plant("1", "a")]);
        let warnings = outcome.summary.warnings;
        assert!(
            matches!(&warnings[..], [Warning::UnknownColumns { columns, .. }]
                if columns == "来源, 采集人"),
            "{warnings:?}"
        );
    }
}

#[test]
fn control_characters_are_refused_in_ids_and_become_spaces_in_text() {
    let outcome = read(b"plant_id,name,notes\na,b\x07c,d\x1Be\n");
    assert_eq!(outcome.records[0].name, "b c");
    assert_eq!(outcome.records[0].notes.as_deref(), Some("d e"));
    assert_eq!(outcome.summary.warnings.len(), 2);
    assert!(refusal::<Plant>("p.csv", b"plant_id,name\na\x07b,c\n").contains("a\\u{7}b"));
}

#[test]
fn batches_come_in_order_and_stop_at_the_first_fault() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.csv");
    fs::write(&path, "plant_id,name\na,1\nb,2\nc,3\nd,4\ne,5\n").unwrap();
    let mut sizes = Vec::new();
    let summary = for_each_batch::<Plant, ()>(&path, RowPolicy::Strict, 2, |batch| {
        sizes.push(batch.records.len());
        Ok(())
    });
    assert_eq!((summary.unwrap().rows, sizes), (5, vec![2, 2, 1]));
    let refused = for_each_batch::<Plant, &str>(&path, RowPolicy::Strict, 2, |_| Err("full"));
    assert!(matches!(refused, Err(ReadError::Receiver("full"))));

    fs::write(&path, "plant_id,name\na,1\nb,2\nc,\nd,4\ne,5\nf,6\n").unwrap();
    let mut seen = 0;
    let refused = for_each_batch::<Plant, ()>(&path, RowPolicy::Strict, 1, |batch| {
        seen += batch.records.len();
        Ok(())
    });
    assert!(matches!(refused, Err(ReadError::Data(faults)) if faults.total == 1));
    assert_eq!(seen, 2);
    assert!(check::<Plant>(&path, RowPolicy::Strict).is_err());
    assert_eq!(check::<Plant>(&path, RowPolicy::SkipBadRows).unwrap().rows, 5);
}

#[test]
fn a_file_that_is_not_there_is_a_fault_of_the_whole_file() {
    let faults = read_all::<Plant>(Path::new("no-such.csv"), RowPolicy::Strict).unwrap_err();
    assert!(faults.to_string().starts_with("no-such.csv: 无法读取文件"), "{faults}");
}

proptest! {
    /// Whatever the bytes: an answer and no panic, and every row is either read or told of.
    #[test]
    fn every_row_is_read_or_reported(
        rows in prop::collection::vec("[a-c\"',;\r\n=é银\u{7}]{1,12}", 0..8),
    ) {
        let text = format!("plant_id,name\n{}\n", rows.join("\n"));
        if let Ok(outcome) = read_bytes::<Plant>("p.csv", text.as_bytes(), RowPolicy::SkipBadRows) {
            let summary = outcome.summary;
            prop_assert_eq!(summary.rows, outcome.records.len() as u64);
            prop_assert!(summary.skipped.total >= summary.skipped_rows);
            let is_strictly_good =
                read_bytes::<Plant>("p.csv", text.as_bytes(), RowPolicy::Strict).is_ok();
            prop_assert_eq!(is_strictly_good, summary.skipped_rows == 0);
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let whole = [b"plant_id,name\n", bytes.as_slice()].concat();
        let outcome = read_bytes::<Plant>("p.csv", &whole, RowPolicy::SkipBadRows);
        prop_assert!(!bytes.contains(&0) || outcome.is_err());
    }
}
