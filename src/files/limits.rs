//! How large may a file be, and how many are taken? The limits are data (`rules/attachments/default.toml`), §3.6
//! of the domain brief.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::shared::Bilingual;

const TEXT: &str = include_str!("../../rules/attachments/default.toml");

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

impl Limits {
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
pub fn megabytes(bytes: i64) -> String {
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
    fn megabytes_are_rounded_up() {
        assert_eq!([0, 1, 5 << 20, (5 << 20) + 1].map(megabytes), ["0", "0.1", "5", "5.1"]);
    }
}
