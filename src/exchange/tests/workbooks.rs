//! What is read from a workbook, and which workbooks are refused?

use std::fs;
use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Formula, Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Plant, plant};
use crate::exchange::trial::{read_bytes, refusal};
use crate::exchange::{RowPolicy, xlsx_guard};

fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

fn header(sheet: &mut Worksheet, row: u32) {
    for (column, name) in (0..).zip(["plant_id", "name", "height", "found", "kind", "notes"]) {
        sheet.write(row, column, name).unwrap();
    }
}

#[test]
fn a_workbook_is_read_as_a_person_sees_it() {
    let bytes = book(|sheet| {
        header(sheet, 1);
        sheet.write(3, 0, 7).unwrap();
        sheet.write(3, 1, "银杏").unwrap();
        sheet.write(3, 2, 12.5).unwrap();
        sheet.write(3, 3, 1941.0).unwrap();
        let day = ExcelDateTime::from_ymd(2020, 2, 29).unwrap();
        let format = CellFormat::new().set_num_format("yyyy-mm-dd");
        sheet.write_with_format(3, 5, &day, &format).unwrap();
        sheet.write(5, 0, "b").unwrap();
        let formula = Formula::new("=\"a\"&\"b\"").set_result("ab");
        sheet.write_formula(5, 1, formula).unwrap();
    });
    let outcome = read_bytes::<Plant>("p.xlsx", &bytes, RowPolicy::Strict).unwrap();
    let first = Plant {
        height: Some(12.5),
        found: Some(1941),
        notes: Some("2020-02-29".to_owned()),
        ..plant("7", "银杏")
    };
    assert_eq!(outcome.records, [first, plant("b", "ab")]);
    assert_eq!(outcome.lines, [4, 6]);
}

#[test]
fn faults_in_a_workbook_are_named_by_row() {
    let bytes = book(|sheet| {
        header(sheet, 0);
        sheet.write(1, 0, "a").unwrap();
        sheet.write_formula(1, 1, Formula::new("=NA()").set_result("#N/A")).unwrap();
        sheet.write(2, 0, "b").unwrap();
        sheet.write(2, 1, "c").unwrap();
        sheet.write(2, 8, "beyond").unwrap();
    });
    assert_eq!(
        refusal::<Plant>("p.xlsx", &bytes),
        "p.xlsx:2 name: 单元格为错误值 #N/A / the cell shows the error #N/A\n\
         p.xlsx:3: 字段数为 9,表头为 6 / 9 fields, the header has 6"
    );
}

#[test]
fn a_cell_in_the_last_corner_costs_nothing() {
    let bytes = book(|sheet| {
        header(sheet, 0);
        sheet.write(1_048_575, 16_383, "x").unwrap();
    });
    let message = refusal::<Plant>("p.xlsx", &bytes);
    assert_eq!(message, "p.xlsx:1048576: 列数超过 1024 / more than 1024 columns");
}

#[test]
fn only_the_first_sheet_is_read_and_that_is_said() {
    let mut workbook = Workbook::new();
    header(workbook.add_worksheet().set_name("植物").unwrap(), 0);
    workbook.add_worksheet();
    let bytes = workbook.save_to_buffer().unwrap();
    let outcome = read_bytes::<Plant>("p.xlsx", &bytes, RowPolicy::Strict).unwrap();
    assert!(outcome.summary.warnings[0].to_string().contains("“植物”,忽略其余 1 个"));
    assert!(refusal::<Plant>("p.xlsx", &book(|_| {})).contains("文件为空"));
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, deflated).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The archive with every unpacked size declared as `size`, in its entries and its directory.
fn with_declared_size(mut archive: Vec<u8>, size: u32) -> Vec<u8> {
    for at in 0..archive.len() - 30 {
        let offset = match archive[at..at + 4] {
            [b'P', b'K', 3, 4] => 22,
            [b'P', b'K', 1, 2] => 24,
            _ => continue,
        };
        archive[at + offset..at + offset + 4].copy_from_slice(&size.to_le_bytes());
    }
    archive
}

#[test]
fn dangerous_and_damaged_workbooks_are_refused() {
    let zeros = vec![b' '; 16 * 1024 * 1024];
    let bomb = archive(&[("xl/worksheets/sheet1.xml", &zeros)]);
    assert!(bomb.len() < 100_000);
    let names: Vec<String> = (0..10_001).map(|number| number.to_string()).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let whole = book(|sheet| header(sheet, 0));
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("lying zip bomb", with_declared_size(bomb.clone(), 100), "p.xlsx: 工作簿"),
        ("zip bomb", bomb, "解压后过大(疑似压缩炸弹),限制:1:200"),
        ("many entries", archive(&many), "限制:10000 entries"),
        ("macros", archive(&[("xl/vbaProject.bin", b"x")]), "宏或活动内容(xl/vbaProject.bin)"),
        ("encrypted", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), "已加密或为旧版 XLS"),
        ("not a workbook", b"plant_id,name\n".to_vec(), "不是 XLSX 工作簿"),
        ("some other archive", archive(&[("a.txt", b"x")]), "工作簿已损坏"),
        ("cut off", whole[..whole.len() / 2].to_vec(), "工作簿已损坏"),
        ("empty", Vec::new(), "文件为空"),
    ];
    for (case, bytes, message) in cases {
        let said = refusal::<Plant>("p.xlsx", &bytes);
        assert!(said.contains(message), "{case}: {said}");
    }
}

#[test]
fn a_workbook_is_known_by_its_content_and_not_by_its_name() {
    let bytes = book(|sheet| header(sheet, 0));
    assert!(read_bytes::<Plant>("p.csv", &bytes, RowPolicy::Strict).is_ok());
}

#[test]
fn a_workbook_is_held_to_every_limit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.xlsx");
    fs::write(&path, archive(&[("a", &[7; 5_000]), ("b", &[7; 5_000])])).unwrap();
    let inspect = |limits| xlsx_guard::inspect(&mut fs::File::open(&path).unwrap(), limits);
    let limits = xlsx_guard::LIMITS;
    assert!(inspect(limits).is_ok());
    assert!(inspect(xlsx_guard::Limits { file_bytes: 50, ..limits }).is_err());
    assert!(inspect(xlsx_guard::Limits { entries: 1, ..limits }).is_err());
    assert!(inspect(xlsx_guard::Limits { inflated_bytes: 9_999, ..limits }).is_err());
    assert!(inspect(xlsx_guard::Limits { inflated_bytes: 10_000, ..limits }).is_ok());
    assert!(inspect(xlsx_guard::Limits { ratio: 2, ratio_floor_bytes: 0, ..limits }).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A damaged workbook is read or refused, and never ends the process.
    #[test]
    fn damage_is_survived(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = book(|sheet| {
            header(sheet, 0);
            sheet.write(1, 0, "a").unwrap();
            sheet.write(1, 1, "b").unwrap();
        });
        for (place, byte) in &damage {
            let at = place.index(bytes.len());
            bytes[at] = *byte;
        }
        if let Err(faults) = read_bytes::<Plant>("p.xlsx", &bytes, RowPolicy::Strict) {
            prop_assert!(faults.total > 0);
        }
    }
}
