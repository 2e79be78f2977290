//! Does what is printed say what the receipt states, and is of two that hand in one person only one taken?

use std::process::Command;

use serde_json::Value;

use super::{
    clerk,
    outputs::file,
    submission::{approved, ask, head, nat, submit, submitted},
};
use crate::harness::TestApp;

db_tests! {
    round: [
        two_that_name_one_person_at_once_are_not_both_taken,
        what_is_printed_says_what_the_receipt_states,
        a_receipt_names_the_rules_of_its_check,
    ],
}

async fn two_that_name_one_person_at_once_are_not_both_taken(app: &TestApp) {
    let one = format!("/dossiers/{}", approved(app, &nat(47)).await);
    let other = format!("/dossiers/{}", approved(app, &nat(47)).await);
    let head = head(app).await;
    let mut versions = Vec::new();
    for path in [&one, &other] {
        versions.push(head.data(path).await["version"].as_i64().unwrap());
    }
    let (first, second) = tokio::join!(
        submit(&head, &one, versions[0], "key-of-the-first"),
        submit(&head, &other, versions[1], "key-of-the-second"),
    );
    let (taken, refused) = if first.status == 201 { (first, second) } else { (second, first) };
    assert_eq!((taken.status, refused.status), (201, 422), "{}", refused.text);
    assert!(refused.text.contains("FC-003"), "{}", refused.text);
}

/// The text of a PDF without its blanks, by an outside program; none where there is no such program.
fn text_of(bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("document.pdf");
    std::fs::write(&file, bytes).unwrap();
    let Ok(output) = Command::new("pdftotext").arg(&file).arg("-").output() else {
        println!("pdftotext is absent: the text of the PDF is not read back");
        return None;
    };
    Some(String::from_utf8(output.stdout).unwrap().split_whitespace().collect())
}

async fn what_is_printed_says_what_the_receipt_states(app: &TestApp) {
    let (clerk, head) = (clerk(app).await, head(app).await);
    let path = format!("/dossiers/{}", approved(app, &nat(48)).await);
    let statement = submitted(&head, &path).await["submissions"][0]["receipt"]["statement"].clone();
    let documents = ["form.pdf", "bundle.pdf"].map(|name| format!("{path}/{name}"));
    let mut before = Vec::new();
    for document in &documents {
        before.push(file(&clerk, document, None).await);
    }
    app.clock.advance(chrono::Duration::seconds(90));
    ask(&clerk, &path, false).await;
    assert_ne!(clerk.data(&path).await["version"], statement["version"], "it has moved on");
    for (document, before) in documents.iter().zip(&before) {
        assert_eq!(before.0, 200, "{document}");
        assert_eq!(&file(&clerk, document, None).await, before, "{document}: the same bytes");
    }
    let Some(text) = text_of(&before[0].3) else { return };
    let digest = statement["digest"].as_str().unwrap();
    let pages = text.matches("页/共").count();
    assert!(pages > 3 && text.matches(digest).count() == pages, "on each of {pages} pages");
    assert!(text.contains(&format!("第{}版", statement["version"])), "{statement}");
}

async fn a_receipt_names_the_rules_of_its_check(app: &TestApp) {
    let head = head(app).await;
    let path = format!("/dossiers/{}", approved(app, &nat(50)).await);
    let receipt: Value = submitted(&head, &path).await["submissions"][0]["receipt"].clone();
    let book = laurel::nominations::checks::in_force().unwrap();
    let named = &receipt["statement"]["rule_book"];
    assert_eq!(named["name"], book.version.as_str());
    assert_eq!(named["digest"], book.digest.as_str());
    let folder = tempfile::tempdir().unwrap();
    let written = folder.path().join("receipt.json");
    std::fs::write(&written, receipt.to_string()).unwrap();
    let said = app.laurel(["verify", &written.display().to_string()]).done();
    assert!(said.out.contains(&book.digest) && said.out.contains(&book.version), "{said:?}");
}
