//! What is in a file that somebody hands in, and is it fit to be kept?

use crate::shared::hex_sha256;

/// The largest file, in bytes.
const LIMIT_BYTES: usize = 20 * 1024 * 1024;

/// Words of a PDF that make it do something when it is opened (ISO 32000-1 §12.6).
const ACTIVE: [&[u8]; 6] =
    [b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/ImportData"];

/// A file that is fit to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// SHA-256 of the bytes, the file's only name.
    pub digest: String,
    /// How many bytes.
    pub size_bytes: usize,
    /// What it is, by its first bytes.
    pub media_type: &'static str,
}

/// Why a file is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContentError {
    /// There is nothing in it.
    #[error("文件为空 / the file is empty")]
    Empty,
    /// It is too large.
    #[error("文件不得大于 {} MB / a file has {} MB at most", LIMIT_BYTES >> 20, LIMIT_BYTES >> 20)]
    TooLarge,
    /// It is none of the kinds that are taken.
    #[error("只接受 PDF、PNG、JPEG 文件 / only PDF, PNG and JPEG files are taken")]
    Kind,
    /// It is cut off.
    #[error("文件不完整 / the file is cut off")]
    CutOff,
    /// It would run something.
    #[error(
        "PDF 含脚本、附件或启动动作，不予接收 / the PDF holds scripts, attachments or launch actions"
    )]
    Active,
}

/// What the first bytes say that a file is.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 3] = [
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
    ];
    KINDS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind)
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// The word stands for itself: `/JS` is none in `/JSomething`.
fn holds_name(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len() + 1).any(|window| {
        window.starts_with(word) && window.last().is_none_or(|after| !after.is_ascii_alphanumeric())
    })
}

/// Checks a file by what it holds.
///
/// # Errors
/// Empty, too large, of another kind, cut off, or active.
pub fn check(bytes: &[u8]) -> Result<Content, ContentError> {
    if bytes.is_empty() {
        return Err(ContentError::Empty);
    }
    if bytes.len() > LIMIT_BYTES {
        return Err(ContentError::TooLarge);
    }
    let media_type = media_type(bytes).ok_or(ContentError::Kind)?;
    let tail = bytes.get(bytes.len().saturating_sub(2048)..).unwrap_or(bytes);
    let is_whole = match media_type {
        "application/pdf" => holds(tail, b"%%EOF"),
        "image/png" => holds(tail, b"IEND"),
        _ => holds(tail, b"\xff\xd9"),
    };
    if !is_whole {
        return Err(ContentError::CutOff);
    }
    if media_type == "application/pdf" && ACTIVE.iter().any(|word| holds_name(bytes, word)) {
        return Err(ContentError::Active);
    }
    Ok(Content { digest: hex_sha256(bytes), size_bytes: bytes.len(), media_type })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let kind = |bytes: &[u8]| check(bytes).map(|content| content.media_type);
        assert_eq!(kind(b"%PDF-1.7\n...\n%%EOF\n"), Ok("application/pdf"));
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n....IEND\xae\x42\x60\x82"), Ok("image/png"));
        assert_eq!(kind(b"\xff\xd8\xff\xe0....\xff\xd9"), Ok("image/jpeg"));
        assert_eq!(kind(b""), Err(ContentError::Empty));
        for other in [&b"MZ\x90\x00"[..], b"<html>", b"PK\x03\x04", b" %PDF-1.7 %%EOF"] {
            assert_eq!(kind(other), Err(ContentError::Kind), "{other:?}");
        }
        assert_eq!(kind(b"%PDF-1.7\n..."), Err(ContentError::CutOff));
        assert_eq!(kind(&vec![b'x'; LIMIT_BYTES + 1]), Err(ContentError::TooLarge));
    }

    #[test]
    fn a_pdf_that_would_run_something_is_refused() {
        for word in ["/JavaScript", "/JS", "/Launch", "/EmbeddedFile"] {
            let pdf = format!("%PDF-1.7\n<< {word} (x) >>\n%%EOF");
            assert_eq!(check(pdf.as_bytes()), Err(ContentError::Active), "{word}");
        }
        assert!(check(b"%PDF-1.7\n<< /JSmith 1 >>\n%%EOF").is_ok());
    }
}
