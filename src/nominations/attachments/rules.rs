//! How much may a dossier hold? By the limits of `files`, all its files together.

use super::verdicts::Verdict;
use crate::files::{Limits, megabytes};

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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::LIMITS;

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
}
