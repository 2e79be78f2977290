//! What is in the bytes of a file: which kind, how many pages, which of them are blank, and is it
//! dangerous? Decided from the bytes alone, within bounds of memory that no file can widen.

mod active;
mod marks;
mod names;
mod pages;
mod pdf;
mod picture;
#[cfg(test)]
mod tests;
mod text;

use super::limits::{FileLimits, LIMITS};
use crate::{classified::MarkKind, shared::Bilingual};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A document.
    Pdf,
    /// A photograph or a scan.
    Jpeg,
    /// A picture.
    Png,
}

impl Kind {
    /// The kind by the first bytes.
    fn of(bytes: &[u8]) -> Option<Self> {
        const STARTS: [(&[u8], Kind); 3] = [
            (b"%PDF-", Kind::Pdf),
            (b"\xff\xd8\xff", Kind::Jpeg),
            (b"\x89PNG\r\n\x1a\n", Kind::Png),
        ];
        STARTS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind)
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// The ending of its names.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Jpeg => "JPG",
            Self::Png => "PNG",
        }
    }
}

/// What is wrong with a page or a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageFault {
    /// There is nothing on it.
    Blank,
    /// It cannot be decoded.
    Unreadable,
    /// A scan of few pixels.
    Coarse {
        /// Pixels of its longer side.
        longer_side: u32,
    },
}

/// A file that may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: Kind,
    /// Pages; none where an encrypted file does not tell.
    pub pages: Option<u32>,
    /// Whether it has a password.
    pub is_encrypted: bool,
    /// What is wrong, by page from 1.
    pub page_faults: Vec<(u32, PageFault)>,
}

/// Why a file is not kept at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is none of the kinds that are taken.
    #[error("the file is of another kind")]
    Kind,
    /// It is cut off.
    #[error("the file is cut off")]
    CutOff,
    /// It is damaged, so that nobody can say what is in it.
    #[error("the file is damaged")]
    Damaged,
    /// It would run something, or carries other files.
    #[error("the file holds active content")]
    Active,
    /// It would fill the memory of whoever opens it.
    #[error("the file is a bomb")]
    Bomb,
    /// It, or its name, bears a mark of classification.
    #[error("the file bears a mark of classification")]
    Classified(MarkKind),
    /// It is not what was announced.
    #[error("the file does not have the announced digest")]
    Digest,
}

impl Refusal {
    /// A word for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Kind => "wrong_kind",
            Self::CutOff => "cut_off",
            Self::Damaged => "damaged",
            Self::Active => "active_content",
            Self::Bomb => "bomb",
            Self::Classified(_) => "classified",
            Self::Digest => "wrong_digest",
        }
    }

    /// The kind of the mark of classification that it, or its name, bears.
    pub const fn mark(self) -> Option<MarkKind> {
        if let Self::Classified(kind) = self { Some(kind) } else { None }
    }

    /// What it is, and what is allowed.
    pub fn what(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Empty => ("文件为空", "the file is empty"),
            Self::Kind => {
                let allowed = LIMITS.allowed();
                return Bilingual::new(
                    format!("文件内容不是所要求的类型，只接受 {}", allowed.zh),
                    format!(
                        "by its content the file is of another kind; allowed is {}",
                        allowed.en
                    ),
                );
            }
            Self::CutOff => (
                "文件不完整，请重新导出后上传",
                "the file is cut off; export it again and upload that",
            ),
            Self::Damaged => (
                "文件结构已损坏，无法检查；请重新导出后上传",
                "the file is damaged and cannot be checked; export it again and upload that",
            ),
            Self::Active => (
                "PDF 含脚本、嵌入文件、动态表单或启动动作，不予接收；请打印为普通 PDF 后上传",
                "the PDF holds scripts, embedded files, dynamic forms or launch actions and is not taken; print it to a plain PDF",
            ),
            Self::Bomb => (
                "文件展开后过大（像素或数据量超限），不予接收；请缩小后重新导出",
                "the file is too large once it is opened (pixels or data) and is not taken; export it smaller",
            ),
            Self::Classified(_) => (
                "文件或文件名含有国家秘密标志，未保存。涉密内容不得通过本系统填报；请立即停止填报并与本单位保密部门联系",
                "the file or its name bears a mark of classification: not stored. Classified content may not be filed here; stop, and talk to your office of secrecy",
            ),
            Self::Digest => (
                "收到的内容与上传前声明的摘要不符，请重新上传",
                "what arrived differs from the digest that was announced; upload it again",
            ),
        };
        Bilingual::new(zh, en)
    }
}

/// Whether the end of a file is there. Scanners add a few bytes behind it, other files in one do more.
fn is_whole(kind: Kind, bytes: &[u8]) -> bool {
    const MOST_BEHIND: usize = 2048;
    let end: &[u8] = match kind {
        Kind::Pdf => b"%%EOF",
        Kind::Png => b"IEND",
        Kind::Jpeg => b"\xff\xd9",
    };
    let tail = bytes.get(bytes.len().saturating_sub(MOST_BEHIND)..).unwrap_or(bytes);
    tail.windows(end.len()).any(|window| window == end)
}

/// Looks into a file.
///
/// # Errors
/// The file is dangerous, or is none that can be looked into.
pub(super) fn inspect(bytes: &[u8], limits: &FileLimits) -> Result<Found, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    let kind = Kind::of(bytes)
        .filter(|kind| limits.kinds.iter().any(|one| one == kind.media_type()))
        .ok_or(Refusal::Kind)?;
    if !is_whole(kind, bytes) {
        return Err(Refusal::CutOff);
    }
    if kind == Kind::Pdf {
        return pdf::inspect(bytes, limits);
    }
    let fault = picture::inspect(bytes, kind, limits)?;
    let page_faults = fault.map(|fault| (1, fault)).into_iter().collect();
    Ok(Found { kind, pages: Some(1), is_encrypted: false, page_faults })
}
