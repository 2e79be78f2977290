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
    /// By category; one that is not named has no limit of its own.
    pub count: Vec<CountLimits>,
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

/// Most files of a dossier by its category.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountLimits {
    /// Category code.
    pub category: String,
    /// Files.
    pub most_files: u32,
    /// PDF files.
    pub most_documents: u32,
    /// JPEG and PNG files.
    pub most_pictures: u32,
    /// Where this comes from.
    pub basis: String,
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
    /// The counts of a category.
    pub fn counts(&self, category: &str) -> Option<&CountLimits> {
        self.count.iter().find(|count| count.category == category)
    }

    /// What is wrong with the files of a dossier of `category` taken together (FC-026).
    pub fn judge(&self, category: &str, totals: Totals) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        if totals.bytes > self.dossier.most_bytes {
            let (has, most) = (megabytes(totals.bytes), megabytes(self.dossier.most_bytes));
            verdicts.push(Verdict::fault(
                "total_size",
                format!("附件合计 {has} MB，不得超过 {most} MB"),
                format!("all files together have {has} MB, at most {most} MB are allowed"),
            ));
        }
        let Some(counts) = self.counts(category) else { return verdicts };
        let rows = [
            ("files", totals.files, counts.most_files, ("附件", "files")),
            ("documents", totals.documents, counts.most_documents, ("PDF 附件", "PDF files")),
            ("pictures", totals.pictures, counts.most_pictures, ("图片附件", "pictures")),
        ];
        verdicts.extend(rows.into_iter().filter(|(_, has, most, _)| has > most).map(
            |(code, has, most, (zh, en))| {
                Verdict::fault(
                    &format!("too_many_{code}"),
                    format!("{zh}有 {has} 个，不得超过 {most} 个"),
                    format!("{has} {en}, at most {most} are allowed"),
                )
            },
        ));
        verdicts
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
    fn the_limits_are_those_of_the_brief() {
        let limits = &*LIMITS;
        let counts = |category: &str| {
            let counts = limits.counts(category).unwrap();
            (counts.most_files, counts.most_documents, counts.most_pictures)
        };
        assert_eq!(counts("NAT"), (37, 17, 20));
        assert_eq!(counts("INV"), (54, 4, 50));
        assert_eq!(counts("PRO"), (54, 19, 35));
        assert_eq!(limits.counts("TOP"), None);
        assert_eq!(limits.file.most_bytes, 5 << 20);
        assert_eq!(limits.dossier.most_bytes, 100 << 20);
    }

    #[test]
    fn too_many_files_are_told_with_what_is_allowed() {
        let file = |kind: &'static str| (kind, 1_000_i64);
        let files = std::iter::repeat_n(file("application/pdf"), 5);
        let totals = Totals::of(files.chain([file("image/png")]));
        assert_eq!(totals, Totals { files: 6, documents: 5, pictures: 1, bytes: 6_000 });
        let told = LIMITS.judge("INV", totals);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].what.en, "5 PDF files, at most 4 are allowed");
        assert_eq!(LIMITS.judge("TOP", totals), []);
        let heavy = Totals { bytes: (100 << 20) + 1, ..totals };
        assert_eq!(
            LIMITS.judge("TOP", heavy)[0].what.en.split(',').next(),
            Some("all files together have 100.1 MB")
        );
    }

    #[test]
    fn megabytes_are_rounded_up() {
        assert_eq!([0, 1, 5 << 20, (5 << 20) + 1].map(megabytes), ["0", "0.1", "5", "5.1"]);
    }
}
