//! What becomes of a file that is no such file?

use std::io::{Cursor, Write as _};

use encoding_rs::GB18030;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::harness::{Fill, Folder};

use super::EXPERTS;

#[tokio::test]
async fn a_file_that_is_none_is_refused_with_the_reason() {
    let folder = Folder::new(Fill::Empty);
    let nul = EXPERTS.replace("欧阳澍", "欧\0澍");
    let open_quote = EXPERTS.replace("欧阳澍", "\"欧阳澍");
    let large = EXPERTS.replace("青屿研究院", &"x".repeat(10 << 20));
    let cases: [(&str, &[u8], &str); 8] = [
        ("empty.csv", b"", "empty.csv: 文件为空"),
        ("blank.csv", b"\n\n\n", "blank.csv: 文件为空"),
        ("columns.csv", "name,unit\n甲,乙\n".as_bytes(), "required column missing: expert_id"),
        (
            "twice.csv",
            "expert_id,name,姓名,unit\n1,甲,乙,丙\n".as_bytes(),
            "duplicate header: name",
        ),
        ("nul.csv", nul.as_bytes(), "contains a NUL byte"),
        ("quote.csv", open_quote.as_bytes(), "still open at the end of the file"),
        ("large.csv", large.as_bytes(), "large.csv:3 unit: 单元格为 10485760 字节"),
        ("bytes.csv", b"expert_id,name,unit\n1,\xff\xfe\xff,2\n", "bytes.csv"),
    ];
    for (name, bytes, fault) in cases {
        folder.write(name, bytes);
        let said = folder.laurel(&format!("import experts {name}"));
        assert_eq!(said.code, 1, "{name}");
        assert!(said.err.contains(fault) && said.err.contains("nothing was written"), "{said:?}");
        assert!(said.err.len() < 4_000, "{name}: a message, not the file");
    }
    let absent = folder.laurel("import experts absent.csv");
    assert!(absent.code == 1 && absent.err.contains("absent.csv"), "{absent:?}");
    assert_eq!(folder.rows("expert").await, 0);
    // The large cell alone is left out; the file itself is whole.
    let left_out = folder.laurel("import experts large.csv --skip-bad-rows").done();
    assert_eq!(left_out.counts(), [1, 0, 0, 1]);
}

#[tokio::test]
async fn every_encoding_that_people_use_reads_the_same() {
    let folder = Folder::new(Fill::Empty);
    folder.write("utf8.csv", EXPERTS);
    assert_eq!(folder.laurel("import experts utf8.csv").done().counts(), [2, 0, 0, 0]);
    let (gb18030, _, _) = GB18030.encode(EXPERTS);
    folder.write("gb18030.csv", gb18030);
    folder.write("bom.csv", [b"\xef\xbb\xbf", EXPERTS.as_bytes()].concat());
    let utf16: Vec<u8> = "\u{feff}"
        .chars()
        .chain(EXPERTS.chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    folder.write("utf16.csv", utf16);
    folder.write("lines.csv", EXPERTS.replace('\n', "\r\n"));
    folder.write("labels.csv", EXPERTS.replace("expert_id,name,unit", "专家编号,姓名,工作单位"));
    for file in ["gb18030.csv", "bom.csv", "utf16.csv", "lines.csv", "labels.csv"] {
        let said = folder.laurel(&format!("import experts {file}")).done();
        assert_eq!(said.counts(), [0, 0, 2, 0], "{file}");
    }
    folder.write(
        "more.csv",
        EXPERTS
            .replace("orcid\n", "orcid,shoe_size\n")
            .replace(",\ne2", ",,44\ne2")
            .replace("0097\n", "0097,43\n"),
    );
    let warned = folder.laurel("import experts more.csv").done();
    assert!(warned.err.contains("shoe_size"), "{warned:?}");
    assert_eq!(warned.counts(), [0, 0, 2, 0]);
}

fn archive(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    zip.start_file("[Content_Types].xml", options).unwrap();
    zip.write_all(b"<Types/>").unwrap();
    zip.start_file(name, options).unwrap();
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap().into_inner()
}

#[tokio::test]
async fn a_workbook_that_is_a_bomb_or_carries_macros_is_refused() {
    let folder = Folder::new(Fill::Empty);
    let bomb = archive("xl/worksheets/sheet1.xml", &vec![b' '; 64 << 20]);
    assert!(bomb.len() < 100_000, "{} bytes stand for 64 MiB", bomb.len());
    folder.write("bomb.xlsx", bomb);
    folder.write("macros.xlsx", archive("xl/vbaProject.bin", b"macro"));
    folder.write("old.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on");
    folder.write("torn.xlsx", b"PK\x03\x04 and nothing more");
    for (name, fault) in [
        ("bomb.xlsx", "a zip bomb?"),
        ("macros.xlsx", "macros"),
        ("old.xlsx", "old XLS format"),
        ("torn.xlsx", "torn.xlsx: "),
    ] {
        let said = folder.laurel(&format!("import experts {name}"));
        assert!(said.code == 1 && said.err.contains(fault), "{said:?}");
    }
    assert_eq!(folder.rows("expert").await, 0);
}
