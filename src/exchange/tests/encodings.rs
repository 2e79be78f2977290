//! Are all allowed encodings and line ends read alike, wherever a chunk is cut?

use std::fmt::Write as _;

use encoding_rs::GB18030;

use super::{Plant, plant, read};
use crate::exchange::trial::refusal;

#[test]
fn lines_are_numbered_as_an_editor_shows_them() {
    let unix = "\nplant_id,name,notes\n\n\na,b,\"x\ny\n\nz\"\n\nc,d,e\n\"f\",g,\"h\"";
    for end in ["\n", "\r\n", "\r"] {
        let outcome = read(unix.replace('\n', end).as_bytes());
        assert_eq!(outcome.lines, [5, 10, 11], "{end:?}");
        assert_eq!(outcome.records[0].notes.as_deref(), Some("x\ny\n\nz"));
    }
}

#[test]
fn every_allowed_encoding_gives_the_same_records() {
    let text = "plant_id,name,notes\na,银杏䶮𠮷,\"叶,扇形\"\nb,水杉,€\n";
    let expected = read(text.as_bytes()).records;
    assert_eq!(expected[0].name, "银杏䶮𠮷");
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    let with_mark = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    for bytes in [
        GB18030.encode(text).0.into_owned(),
        with_mark,
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
    ] {
        assert_eq!(read(&bytes).records, expected);
    }
}

#[test]
fn a_long_file_is_the_same_wherever_chunks_cut_it() {
    // Three chunks of 64 KiB; the padding moves every cut through all bytes of a character and
    // both halves of a line end.
    for padding in 0..7 {
        let mut text = format!("plant_id,name{}\r\n", " ".repeat(padding));
        for row in 0..8_000 {
            write!(text, "{row},银杏𠮷{row}\r\n").unwrap();
        }
        let gb18030 = GB18030.encode(&text).0;
        for bytes in [text.as_bytes(), &gb18030] {
            let outcome = read(bytes);
            assert_eq!(outcome.records.len(), 8_000);
            assert_eq!(outcome.records[7_999], plant("7999", "银杏𠮷7999"));
            assert_eq!(outcome.lines[7_999], 8_001);
        }
    }
}

#[test]
fn the_encoding_is_chosen_where_the_text_stops_being_ascii() {
    let mut text = "plant_id,name\n".to_owned();
    for row in 0..20_000 {
        writeln!(text, "{row},ginkgo").unwrap();
    }
    text.push_str("x,银杏\n");
    for bytes in [text.as_bytes(), &GB18030.encode(&text).0] {
        assert_eq!(read(bytes).records[20_000], plant("x", "银杏"));
    }
}

#[test]
fn a_file_that_turns_invalid_midway_is_refused_at_its_line() {
    let mut text = "plant_id,name\n".to_owned();
    for row in 0..20_000 {
        writeln!(text, "{row},银杏").unwrap();
    }
    let gb18030 = GB18030.encode(&text).0;
    for (bytes, encoding) in [(text.as_bytes(), "UTF-8"), (&gb18030, "GB18030")] {
        let damaged = [bytes, b"x,\xFF\xFF\n"].concat();
        let message = refusal::<Plant>("p.csv", &damaged);
        let start = format!("p.csv:20002: 不是有效的 {encoding} 文本");
        assert!(message.starts_with(&start), "{message}");
    }
    // Damage near the start does not make Chinese UTF-8 pass for GB18030.
    let damaged = ["plant_id,name\na,银杏".as_bytes(), b"\xE9\x93\n"].concat();
    let message = refusal::<Plant>("p.csv", &damaged);
    assert!(message.starts_with("p.csv:2: 不是有效的 UTF-8 文本"), "{message}");
}

#[test]
fn a_character_cut_by_the_end_of_the_file_is_refused() {
    let text = "plant_id,name\na,银杏";
    for bytes in [text.as_bytes(), &GB18030.encode(text).0] {
        let cut = &bytes[..bytes.len() - 1];
        assert!(refusal::<Plant>("p.csv", cut).starts_with("p.csv:2: 不是有效的"));
    }
}
