//! Which files may a dossier hold? The limits are data (`rules/attachments/default.toml`), §3.6 of the
//! domain brief.

use std::sync::LazyLock;

use serde::Deserialize;

use super::verdicts::Verdict;
use crate::shared::Bilingual;

const TEXT: &str = include_str!("../../../rules/attachments/default.toml");

/// The limits in force.
pub static LIMITS: LazyLock<Limits> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "shipped with the program and read by a test")]
    toml::from_str(TEXT).expect("the limits of attachments are readable")
});

/// The limits of attachments.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Name with its version.
    pub id: String,
    /// Of one file.
    pub file: FileLimits,
    /// Of all files of a dossier.
    pub dossier: DossierLimits,
    /// Of uploads that are under way.
    pub upload: UploadLimits,
}

/// Limits of one file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileLimits {
    /// Media types that are taken.
    pub kinds: Vec<String>,
    /// Bytes.
    pub most_bytes: i64,
    /// Pages of a PDF.
    pub most_pages: u32,
    /// Pixels of a picture.
    pub most_pixels: u64,
    /// Pixels of the longer side of a scan that can be read.
    pub least_side_pixels: u32,
    /// Where this comes from.
    pub basis: String,
}

/// Limits of all files of a dossier.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DossierLimits {
    /// Bytes.
    pub most_bytes: i64,
    /// Where this comes from.
    pub basis: String,
}

/// Limits of uploads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UploadLimits {
    /// Hours.
    pub kept_hours: i64,
    /// Uploads at once.
    pub most_open: usize,
}

/// How much a dossier holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Files.
    pub files: u32,
    /// PDF files.
    pub documents: u32,
    /// JPEG and PNG files.
    pub pictures: u32,
    /// Bytes.
    pub bytes: i64,
}

impl Totals {
    /// Adds files up, each given by media type and size in bytes.
    pub fn of<'f>(files: impl Iterator<Item = (&'f str, i64)>) -> Self {
        files.fold(Self::default(), |sum, (media_type, bytes)| {
            let is_document = media_type == "application/pdf";
            Self {
                files: sum.files + 1,
                documents: sum.documents + u32::from(is_document),
                pictures: sum.pictures + u32::from(!is_document),
                bytes: sum.bytes.saturating_add(bytes),
            }
        })
    }
}

impl Limits {
    /// What is wrong with the files of a dossier taken together.
    pub fn judge(&self, totals: Totals) -> Vec<Verdict> {
        if totals.bytes <= self.dossier.most_bytes {
            return Vec::new();
        }
        let (has, most) = (megabytes(totals.bytes), megabytes(self.dossier.most_bytes));
        vec![Verdict::fault(
            "total_size",
            format!("附件合计 {has} MB，不得超过 {most} MB"),
            format!("all files together have {has} MB, at most {most} MB are allowed"),
        )]
    }

    /// What is allowed of a file, in words.
    pub fn allowed(&self) -> Bilingual {
        let most = megabytes(self.file.most_bytes);
        Bilingual::new(
            format!("PDF、JPG 或 PNG 文件，每个不超过 {most} MB"),
            format!("a PDF, JPEG or PNG file of {most} MB at most"),
        )
    }
}

/// Bytes as megabytes with at most one digit behind the point, rounded up so that what is too much is
/// never shown as just enough.
pub(super) fn megabytes(bytes: i64) -> String {
    const MEGABYTE: i64 = 1024 * 1024;
    let tenths = bytes.max(0).saturating_mul(10).saturating_add(MEGABYTE - 1) / MEGABYTE;
    if tenths % 10 == 0 {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_added_up_and_too_much_is_told_with_what_is_allowed() {
        let file = |kind: &'static str| (kind, 1_000_i64);
        let files = std::iter::repeat_n(file("application/pdf"), 5);
        let totals = Totals::of(files.chain([file("image/png")]));
        assert_eq!(totals, Totals { files: 6, documents: 5, pictures: 1, bytes: 6_000 });
        assert_eq!(LIMITS.judge(totals), []);
        let heavy = Totals { bytes: (100 << 20) + 1, ..totals };
        assert_eq!(
            LIMITS.judge(heavy)[0].what.en,
            "all files together have 100.1 MB, at most 100 MB are allowed"
        );
    }

    #[test]
    fn megabytes_are_rounded_up() {
        assert_eq!([0, 1, 5 << 20, (5 << 20) + 1].map(megabytes), ["0", "0.1", "5", "5.1"]);
    }
}
