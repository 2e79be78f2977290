//! What do the headers of a resumable upload say? (tus 1.0.0, <https://tus.io/protocols/resumable-upload>:
//! core, creation, termination, expiration.)

use base64::Engine as _;

use crate::{files::plain_name, shared::Bilingual};

/// The version that is spoken.
pub(super) const VERSION: &str = "1.0.0";
/// The extensions that are spoken.
pub(super) const EXTENSIONS: &str = "creation,termination,expiration";
/// The media type of a part.
pub(super) const PART: &str = "application/offset+octet-stream";

const METADATA: &str = "Upload-Metadata";
/// The longest metadata, bytes.
const LONGEST_METADATA: usize = 4096;

/// What a file proves that comes when the text of the dossier is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The society's own publicity.
    Publicity,
    /// The resolution of its council.
    Minutes,
}

/// What is said of a file before it is uploaded.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Announced {
    /// Its length, bytes.
    pub length: i64,
    /// Its name, without folders.
    pub name: String,
    /// Its media type by the browser; empty where it says none.
    pub media_type: String,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: Option<String>,
    /// The number of the attachment that it is to stand for.
    pub replaces: Option<i32>,
    /// What it proves; none for a file that the form asks for.
    pub proves: Option<Proof>,
}

/// A header that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BadHeader {
    pub name: &'static str,
    pub why: Bilingual,
}

fn bad(name: &'static str, zh: &str, en: &str) -> BadHeader {
    BadHeader { name, why: Bilingual::new(zh, en) }
}

/// A whole number of bytes.
pub(super) fn bytes(name: &'static str, text: Option<&str>) -> Result<i64, BadHeader> {
    let digits = text.filter(|text| {
        !text.is_empty() && text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit())
    });
    digits
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| bad(name, "须为非负整数（字节）", "a whole number of bytes is expected"))
}

/// One pair of the metadata: a key and its value, base64 of UTF-8.
fn pair(text: &str) -> Option<(&str, String)> {
    let (key, value) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    let bytes = base64::engine::general_purpose::STANDARD.decode(value.trim()).ok()?;
    Some((key, String::from_utf8(bytes).ok()?))
}

/// Takes one pair of the metadata in; keys that are not known are left.
fn take(announced: &mut Announced, key: &str, value: String) -> Result<(), BadHeader> {
    match key {
        "filename" | "name" => announced.name = value,
        "filetype" | "type" => announced.media_type = value.chars().take(100).collect(),
        "sha256" => {
            let digest = value.to_ascii_lowercase();
            if digest.len() != 64 || !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(bad(
                    METADATA,
                    "sha256 须为 64 位十六进制",
                    "sha256 must be 64 hexadecimal digits",
                ));
            }
            announced.sha256 = Some(digest);
        }
        "replaces" => {
            let number = value.parse().ok().filter(|number| *number > 0);
            let wrong = || {
                bad(
                    METADATA,
                    "replaces 须为附件编号",
                    "replaces must be the number of an attachment",
                )
            };
            announced.replaces = Some(number.ok_or_else(wrong)?);
        }
        "proves" => {
            announced.proves = Some(match value.as_str() {
                "publicity" => Proof::Publicity,
                "minutes" => Proof::Minutes,
                _ => {
                    return Err(bad(
                        METADATA,
                        "proves 须为 publicity 或 minutes",
                        "proves must be publicity or minutes",
                    ));
                }
            });
        }
        _ => {}
    }
    Ok(())
}

/// Reads what the headers `Upload-Length` and `Upload-Metadata` announce.
///
/// # Errors
/// A header that cannot be understood.
pub(super) fn announced(
    length: Option<&str>,
    metadata: Option<&str>,
) -> Result<Announced, BadHeader> {
    let mut announced =
        Announced { length: bytes("Upload-Length", length)?, ..Announced::default() };
    let metadata = metadata.unwrap_or_default();
    let unreadable = || {
        bad(
            METADATA,
            "须为以逗号分隔的“键 值”，值为 UTF-8 文字的 base64",
            "pairs of a key and the base64 of a UTF-8 text are expected, with commas between them",
        )
    };
    if metadata.len() > LONGEST_METADATA {
        return Err(unreadable());
    }
    for text in metadata.split(',').filter(|text| !text.trim().is_empty()) {
        let (key, value) = pair(text).ok_or_else(unreadable)?;
        take(&mut announced, key, value)?;
    }
    announced.name = plain_name(&announced.name);
    Ok(announced)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(pairs: &[(&str, &str)]) -> String {
        let one = |(key, value): &(&str, &str)| {
            format!("{key} {}", base64::engine::general_purpose::STANDARD.encode(value))
        };
        pairs.iter().map(one).collect::<Vec<_>>().join(",")
    }

    #[test]
    fn what_is_announced_is_read() {
        let digest = "AB".repeat(32);
        let metadata = encoded(&[
            ("filename", "..\\..\\私/证明 1.pdf"),
            ("filetype", "application/pdf"),
            ("sha256", &digest),
            ("replaces", "3"),
            ("proves", "minutes"),
            ("relativePath", "null"),
        ]);
        let announced = announced(Some("12"), Some(&metadata)).unwrap();
        assert_eq!(announced.name, "证明 1.pdf");
        assert_eq!((announced.length, announced.replaces), (12, Some(3)));
        assert_eq!(announced.proves, Some(Proof::Minutes));
        assert_eq!(announced.sha256, Some("ab".repeat(32)));
    }

    #[test]
    fn a_key_may_stand_alone_and_a_name_may_be_missing() {
        let announced = announced(Some("0"), Some("is_confidential,filename ")).unwrap();
        assert_eq!((announced.name.as_str(), announced.length), ("file", 0));
    }

    #[test]
    fn what_cannot_be_understood_is_told_by_its_header() {
        for length in
            [None, Some(""), Some("-1"), Some("1e3"), Some("9999999999999999"), Some("+5")]
        {
            assert_eq!(announced(length, None).unwrap_err().name, "Upload-Length", "{length:?}");
        }
        let long = "a".repeat(LONGEST_METADATA + 1);
        for metadata in [
            "filename ***".to_owned(),
            format!("filename {}", base64::engine::general_purpose::STANDARD.encode([0xff, 0xfe])),
            encoded(&[("sha256", "zz")]),
            encoded(&[("replaces", "0")]),
            encoded(&[("proves", "anything")]),
            long,
        ] {
            assert_eq!(announced(Some("1"), Some(&metadata)).unwrap_err().name, "Upload-Metadata");
        }
    }
}
