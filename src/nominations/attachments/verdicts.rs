//! What is said of a file that is kept: what makes it unfit for submission, and what deserves a look?

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::Attachment;
use crate::{
    files::{Found, Kind, Limits, PageFault, megabytes},
    shared::Bilingual,
};

/// Something found in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AttachmentVerdict)]
pub struct Verdict {
    /// A word for programs.
    pub code: String,
    /// Whether the file is unfit for submission; else a warning.
    pub is_fault: bool,
    /// The page that it is about, from 1.
    pub page: Option<u32>,
    /// What it is, and what is allowed.
    pub what: Bilingual,
}

impl Verdict {
    /// Something that makes a file unfit for submission.
    pub fn fault(code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: code.to_owned(), is_fault: true, page: None, what: Bilingual::new(zh, en) }
    }

    /// Something that deserves a look.
    pub fn warning(code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { is_fault: false, ..Self::fault(code, zh, en) }
    }

    #[must_use]
    fn on_page(self, page: u32) -> Self {
        Self { page: Some(page), ..self }
    }
}

/// What is said of a file beside its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told<'t> {
    /// Its name.
    pub name: &'t str,
    /// Its media type by the browser; empty where it said none.
    pub media_type: &'t str,
    /// Whether the same bytes lie in another dossier of the round.
    pub is_elsewhere: bool,
}

/// The kind that an ending announces.
fn kind_of_name(name: &str) -> Option<Kind> {
    let (_, ending) = name.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "pdf" => Some(Kind::Pdf),
        "jpg" | "jpeg" | "jpe" | "jfif" => Some(Kind::Jpeg),
        "png" => Some(Kind::Png),
        _ => None,
    }
}

/// Everything that is said of a file that was found to be `found`.
pub(super) fn judge(limits: &Limits, told: Told<'_>, found: &Found) -> Vec<Verdict> {
    let mut verdicts = lies(told, found.kind);
    if found.is_encrypted {
        verdicts.push(Verdict::fault(
            "encrypted",
            "PDF 已加密或设有权限密码；须去除密码后重新上传",
            "the PDF is encrypted or has a password; take it off and upload the file again",
        ));
    }
    let most = limits.file.most_pages;
    if let Some(pages) = found.pages.filter(|pages| *pages > most) {
        verdicts.push(Verdict::fault(
            "too_many_pages",
            format!("共 {pages} 页，不得超过 {most} 页"),
            format!("{pages} pages, at most {most} are allowed"),
        ));
    }
    if found.pages == Some(0) {
        verdicts.push(Verdict::fault(
            "no_pages",
            "PDF 没有页面，须至少一页",
            "the PDF has no page; at least one is needed",
        ));
    }
    let pages = found.page_faults.iter();
    verdicts.extend(pages.map(|(page, fault)| of_page(limits, found.kind, *page, *fault)));
    if told.is_elsewhere {
        verdicts.push(Verdict::warning(
            "elsewhere",
            "本年度另一份提名材料中有内容完全相同的文件，请核对是否重复提名",
            "another dossier of this round holds exactly the same file; see that nothing is nominated twice",
        ));
    }
    verdicts
}

fn lies(told: Told<'_>, kind: Kind) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    let (ending, is) = (kind.ending(), kind.label());
    if kind_of_name(told.name) != Some(kind) {
        verdicts.push(Verdict::fault(
            "wrong_ending",
            format!("文件内容是 {is}，文件名须以 .{ending} 结尾"),
            format!("the file is a {is}, so its name must end in .{ending}"),
        ));
    }
    // Browsers guess by the ending: a lie of its own is worth a look, no more.
    let announced = told.media_type.split(';').next().unwrap_or_default().trim();
    let is_guess = ["", "application/octet-stream"].contains(&announced);
    if !is_guess && announced != kind.media_type() && announced != "image/jpg" {
        verdicts.push(Verdict::warning(
            "wrong_type",
            format!("上传时声明的类型与内容不符，内容是 {is}"),
            format!("it was announced as another kind of file than it is: a {is}"),
        ));
    }
    verdicts
}

fn of_page(limits: &Limits, kind: Kind, page: u32, fault: PageFault) -> Verdict {
    let (zh, en) = match kind {
        Kind::Pdf => (format!("第 {page} 页"), format!("page {page}")),
        Kind::Jpeg | Kind::Png => ("图片".to_owned(), "the picture".to_owned()),
    };
    let least = limits.file.least_side_pixels;
    let verdict = match fault {
        PageFault::Blank => Verdict::fault(
            "blank_page",
            format!("{zh}是空白；须有可辨认的内容，或删去该页"),
            format!("{en} is blank; it must show something, or be taken out"),
        ),
        PageFault::Unreadable => Verdict::fault(
            "unreadable_page",
            format!("{zh}无法读取；请重新导出或扫描"),
            format!("{en} cannot be read; export or scan it again"),
        ),
        PageFault::Coarse { longer_side } => Verdict::warning(
            "coarse_page",
            format!(
                "{zh}的扫描长边只有 {longer_side} 像素，少于 {least}，可能看不清；要求不低于 200 dpi"
            ),
            format!(
                "{en} is a scan of {longer_side} pixels on its longer side, fewer than {least}, and may be hard to read; 200 dpi are asked for"
            ),
        ),
    };
    if kind == Kind::Pdf { verdict.on_page(page) } else { verdict }
}

/// Adds what is said of files of one dossier that hold the same.
pub(super) fn with_duplicates(mut files: Vec<Attachment>) -> Vec<Attachment> {
    let mut same: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for file in &files {
        same.entry(file.digest.clone()).or_default().push(file.number);
    }
    for file in &mut files {
        let all = same.get(&file.digest).map_or(&[][..], Vec::as_slice);
        let others: Vec<u32> = all.iter().copied().filter(|one| *one != file.number).collect();
        file.verdicts.extend(duplicate(&others));
    }
    files
}

/// Of several files of a dossier that hold the same: what is said of one of them, where `others` are the
/// numbers of the rest.
fn duplicate(others: &[u32]) -> Option<Verdict> {
    if others.is_empty() {
        return None;
    }
    let listed =
        |between: &str| others.iter().map(ToString::to_string).collect::<Vec<_>>().join(between);
    Some(Verdict::warning(
        "duplicate",
        format!("与附件 {} 内容完全相同，请只保留一份", listed("、")),
        format!("holds exactly the same as attachment {}; keep one of them", listed(", ")),
    ))
}

/// That a file is larger than allowed.
pub(super) fn too_large(limits: &Limits) -> Bilingual {
    let most = megabytes(limits.file.most_bytes);
    Bilingual::new(
        format!("文件过大，每个不得超过 {most} MB"),
        format!("the file is too large; {most} MB are allowed at most"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::LIMITS;

    fn found(kind: Kind) -> Found {
        Found { kind, pages: Some(1), is_encrypted: false, page_faults: vec![] }
    }

    fn codes(told: Told<'_>, found: &Found) -> Vec<(String, bool)> {
        let verdicts = judge(&LIMITS, told, found);
        verdicts.into_iter().map(|one| (one.code, one.is_fault)).collect()
    }

    const TOLD: Told<'_> =
        Told { name: "论文.pdf", media_type: "application/pdf", is_elsewhere: false };

    #[test]
    fn a_file_that_is_what_it_says_has_no_verdict() {
        assert_eq!(codes(TOLD, &found(Kind::Pdf)), []);
        let picture = Told { name: "a.JPG", media_type: "image/jpg", ..TOLD };
        assert_eq!(codes(picture, &found(Kind::Jpeg)), []);
    }

    #[test]
    fn a_lie_in_the_name_is_a_fault_and_one_of_the_browser_a_warning() {
        let wrong = |code: &str, is_fault: bool| (code.to_owned(), is_fault);
        assert_eq!(
            codes(TOLD, &found(Kind::Png)),
            [wrong("wrong_ending", true), wrong("wrong_type", false)]
        );
        for name in ["证明", "证明.doc", "pdf", "a.pdf.jpg"] {
            let told = Told { name, ..TOLD };
            assert_eq!(codes(told, &found(Kind::Pdf)), [wrong("wrong_ending", true)], "{name}");
        }
    }

    #[test]
    fn a_verdict_names_the_page_and_what_is_allowed() {
        let bad = Found {
            pages: Some(201),
            page_faults: vec![(7, PageFault::Blank), (9, PageFault::Coarse { longer_side: 640 })],
            is_encrypted: false,
            kind: Kind::Pdf,
        };
        let verdicts = judge(&LIMITS, TOLD, &bad);
        let pages: Vec<_> = verdicts.iter().map(|one| (one.code.as_str(), one.page)).collect();
        assert_eq!(
            pages,
            [("too_many_pages", None), ("blank_page", Some(7)), ("coarse_page", Some(9))]
        );
        assert_eq!(verdicts[0].what.en, "201 pages, at most 200 are allowed");
        assert!(verdicts[2].what.zh.contains("200 dpi"));
    }

    #[test]
    fn the_same_file_twice_is_told_by_its_numbers() {
        assert_eq!(duplicate(&[]), None);
        assert!(duplicate(&[2, 5]).unwrap().what.zh.contains("附件 2、5"));
    }
}
