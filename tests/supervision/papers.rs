//! The taskbook and the performance report as files.

use std::process::Command;

use entity::vocabulary::Role;
use reqwest::Method;

use super::{SOCIETY, address, head_of, taskbook};
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [papers_are_made_from_the_record],
}

async fn bytes(visitor: &Visitor, path: &str) -> Vec<u8> {
    let response = visitor.request(Method::GET, path).send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    response.bytes().await.unwrap().to_vec()
}

/// The text of a PDF without blanks; none where the program that reads it is absent.
fn text_of(bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, bytes).unwrap();
    let Ok(output) = Command::new("pdftotext").arg(&file).arg("-").output() else {
        println!("pdftotext is absent: the text of the papers is not read back");
        return None;
    };
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.split_whitespace().collect())
}

async fn papers_are_made_from_the_record(app: &TestApp) {
    let head = head_of(app, SOCIETY).await;
    let running = taskbook(&head, "DEMO-2027-N-012").await;
    let path = address(&running);
    let digest = running["content_digest"].as_str().unwrap();
    let pdf = bytes(&head, &format!("{path}/taskbook.pdf")).await;
    assert!(pdf.starts_with(b"%PDF-1."));
    assert_eq!(pdf, bytes(&head, &format!("{path}/taskbook.pdf")).await, "the same record");
    let report = bytes(&head, &format!("{path}/performance.pdf?lang=zh")).await;
    if let (Some(book), Some(report)) = (text_of(&pdf), text_of(&report)) {
        for part in ["示范冶金学会", "形式审查首次合格率", "应到45人，实到38人", digest, "顾思峤"]
        {
            assert!(book.contains(part), "{part}: {book}");
        }
        for part in [
            "一、背景与任务书履行情况",
            "≥95%",
            "五、存在问题",
            "指标K6“信息公开条数”尚未报告",
            "满意度",
            "92%",
        ] {
            assert!(report.contains(part), "{part}: {report}");
        }
        let english = bytes(&head, &format!("{path}/performance.pdf?lang=en")).await;
        assert!(text_of(&english).unwrap().contains("5.Problems"));
    }
    let sheet = bytes(&head, &format!("{path}/performance.xlsx")).await;
    assert_eq!(sheet, bytes(&head, &format!("{path}/performance.xlsx")).await, "the same record");
    assert!(sheet.starts_with(b"PK"));
    let supervisor = app.sign_in(Role::Supervisor).await;
    assert!(bytes(&supervisor, &format!("{path}/performance.pdf")).await.len() > 10_000);
}
