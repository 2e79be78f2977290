//! Is a file that would do harm refused, with the reason, and nothing of it kept?

use image::ImageFormat;
use laurel::exchange::pdf::{Document, Meta};
use serde_json::json;

use super::{
    attachments::{begin_upload, files, parts, upload},
    begin, clerk,
    made_files::{jpeg_bomb, pdf, pdf_bomb, pdf_with_a_hidden_script, scan},
};
use crate::harness::TestApp;

db_tests! {
    round: [
        a_dangerous_file_is_refused_and_nothing_of_it_is_kept,
        a_file_that_is_not_what_was_announced_is_refused,
        a_name_cannot_leave_its_folder,
    ],
}

/// A document with a mark of classification on its second page.
fn marked_pdf() -> Vec<u8> {
    let mut document = Document::new(Meta { title: "报告".to_owned(), ..Meta::default() });
    document.paragraph("第一页没有标志。");
    document.turn();
    document.paragraph("机密★10年");
    document.render().unwrap()
}

/// Files of the content store.
fn kept(app: &TestApp) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
        let one = |entry: std::fs::DirEntry| {
            if entry.path().is_dir() { count(&entry.path()) } else { 1 }
        };
        entries.flatten().map(one).sum()
    }
    count(&app.folder().join("attachments"))
}

async fn a_dangerous_file_is_refused_and_nothing_of_it_is_kept(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let (before, open) = (kept(app), parts(app));
    let mut cut = pdf("cut off");
    cut.truncate(cut.len() / 2);
    for (name, bytes, code) in [
        ("a.pdf", b"PK\x03\x04 a zip with the name of another".to_vec(), "wrong_kind"),
        ("a.pdf", b"<html><script>alert(1)</script>".to_vec(), "wrong_kind"),
        ("a.png", b"MZ\x90\x00 a program".to_vec(), "wrong_kind"),
        ("a.pdf", pdf_with_a_hidden_script(), "active_content"),
        ("a.pdf", b"%PDF-1.4\n<< /J#61vaScript (x) >>\n%%EOF".to_vec(), "active_content"),
        ("a.pdf", pdf_bomb(), "bomb"),
        ("a.jpg", jpeg_bomb(), "bomb"),
        ("a.pdf", marked_pdf(), "classified"),
        ("a.pdf", cut, "cut_off"),
        ("a.pdf", b"%PDF-1.4\nnot a document\n%%EOF".to_vec(), "damaged"),
    ] {
        let refused = upload(&clerk, &path, name, &bytes).await;
        assert_eq!(refused.outcome(), (422, "invalid".to_owned()), "{code}");
        assert_eq!(refused.json()["errors"][0]["code"], code);
        assert_ne!(refused.json()["detail"], "", "{code}");
    }
    let named = begin_upload(&clerk, &path, 10, &[("filename", "绝密★工程总结.pdf")]).await;
    assert_eq!((named.status, &named.json()["errors"][0]["code"]), (422, &json!("classified")));
    assert_eq!(files(&clerk, &path).await["files"], json!([]));
    assert_eq!(kept(app), before, "nothing in the store");
    assert_eq!(parts(app), open, "nothing among the parts");
}

async fn a_file_that_is_not_what_was_announced_is_refused(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let bytes = pdf("another");
    let digest = "0".repeat(64);
    let told = [("filename", "a.pdf"), ("sha256", digest.as_str())];
    let begun = begin_upload(&clerk, &path, bytes.len(), &told).await;
    let at = begun.header("location").strip_prefix("/api/v1").unwrap().to_owned();
    let request = clerk
        .request(reqwest::Method::PATCH, &at)
        .header("tus-resumable", "1.0.0")
        .header("upload-offset", 0)
        .header("content-type", "application/offset+octet-stream");
    let refused = crate::harness::Answer::of(request.body(bytes)).await;
    assert_eq!(refused.json()["errors"][0]["code"], "wrong_digest");
    let upload = clerk.data(&at).await;
    assert_eq!((&upload["state"], upload["refusal"]["en"].is_string()), (&json!("refused"), true));
    // A picture that says of itself to be a document is kept as what it is.
    let lie =
        super::attachments::upload(&clerk, &path, "a.pdf", &scan(false, ImageFormat::Png)).await;
    assert_eq!(lie.status, 204);
    let list = files(&clerk, &path).await;
    assert_eq!(list["files"][0]["media_type"], "image/png");
    assert_eq!(list["files"][0]["verdicts"][0]["is_fault"], true);
}

async fn a_name_cannot_leave_its_folder(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let long = format!("{}.pdf", "长".repeat(300));
    let cut: String = long.chars().take(120).collect();
    for (index, (name, plain)) in [
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\windows\\a.pdf", "a.pdf"),
        ("/absolute/a.pdf", "a.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("..", "file"),
        (long.as_str(), cut.as_str()),
    ]
    .into_iter()
    .enumerate()
    {
        let kept = upload(&clerk, &path, name, &pdf(&format!("name {index}"))).await;
        assert_eq!(kept.status, 204, "{name:?} {}", kept.text);
        let list = files(&clerk, &path).await;
        assert_eq!(list["files"][index]["name"], plain, "{name:?}");
    }
    assert!(!app.folder().join("passwd").exists());
    assert!(!app.folder().parent().unwrap().join("etc").exists());
}
