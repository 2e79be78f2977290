//! What does anyone see, without an account and without scripts?

use reqwest::Method;
use serde_json::json;

use super::{SOCIETY, head_of, post};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        anyone_reads_what_is_disclosed_in_either_language,
        what_is_withdrawn_keeps_its_title_and_says_why,
    ],
}

async fn page(visitor: &Visitor, path: &str, language: &str) -> Answer {
    let request = visitor.bare(Method::GET, path).header("accept-language", language);
    Answer::of(request).await
}

async fn anyone_reads_what_is_disclosed_in_either_language(app: &TestApp) {
    let anyone = app.anyone();
    let index = page(&anyone, "/public/societies", "zh-CN").await;
    assert_eq!((index.status, index.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(
        index.text.contains("示范冶金学会") && !index.text.contains("示范海洋学会"),
        "{}",
        index.text
    );
    let own = page(&anyone, &format!("/public/societies/{SOCIETY}"), "zh-CN").await;
    for part in [
        "示范冶金学会承接国家科学技术奖提名职能任务书",
        "≥95%",
        "97%",
        "达到",
        "未报告",
        "提名遴选办法",
    ] {
        assert!(own.text.contains(part), "{part}");
    }
    // A draft binds nobody and is nobody's to read.
    assert!(!own.text.contains("科技评估职能任务书"));
    for answer in [&index, &own] {
        assert!(answer.text.len() < 30_000, "{} bytes", answer.text.len());
        assert!(!answer.text.contains("<script"));
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'nonce-"), "{policy}");
    }
    for english in [
        page(&anyone, &format!("/public/societies/{SOCIETY}?lang=en"), "zh-CN").await,
        page(&anyone, &format!("/public/societies/{SOCIETY}"), "en-GB,en").await,
    ] {
        assert!(english.text.contains("<html lang=\"en\">") && english.text.contains("Taskbooks"));
    }
    let absent = page(&anyone, "/public/societies/%3Cscript%3E", "zh-CN").await;
    assert_eq!(absent.status, 404);
    assert!(!absent.text.contains("<script") && absent.text.contains("未找到"), "{}", absent.text);
}

async fn what_is_withdrawn_keeps_its_title_and_says_why(app: &TestApp) {
    let head = head_of(app, SOCIETY).await;
    let path = format!("/public/societies/{SOCIETY}");
    let anyone = app.anyone();
    let new = json!({
        "society_id": SOCIETY, "kind": "notice", "title": "<b>通知</b>一则",
        "body": "此后应看不到的正文", "link": "https://society.example/1",
    });
    let made = post(&head, "/disclosures", &new).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let shown = page(&anyone, &path, "zh-CN").await.text;
    assert!(shown.contains("此后应看不到的正文") && !shown.contains("<b>通知"));
    let id = made.json()["data"]["id"].as_str().unwrap().to_owned();
    let withdraw = format!("/disclosures/{id}/withdrawal");
    let other = head_of(app, "D-A-04").await;
    let why = json!({ "reason": "内容有误" });
    assert_eq!(post(&other, &withdraw, &why).await.outcome(), (404, "not_found".to_owned()));
    let own = "test.society_head.d-b-12";
    app.call(own, "示范会长").await;
    let withdrawn = post(&head, &withdraw, &why).await;
    assert_eq!(withdrawn.status, 200, "{}", withdrawn.text);
    assert_eq!(withdrawn.json()["data"]["names"], json!({ own: "示范会长" }));
    assert_eq!(post(&head, &withdraw, &why).await.outcome(), (409, "conflict".to_owned()));
    let shown = page(&anyone, &path, "zh-CN").await.text;
    assert!(shown.contains("内容有误") && shown.contains("通知"), "{shown}");
    assert!(!shown.contains("此后应看不到的正文"));
    // An address that would run something is none.
    let mut running = new.clone();
    running["link"] = json!("javascript:alert(1)");
    assert_eq!(post(&head, "/disclosures", &running).await.outcome(), (422, "invalid".to_owned()));
    let mut foreign = new;
    foreign["society_id"] = json!("D-A-04");
    assert_eq!(
        post(&head, "/disclosures", &foreign).await.outcome(),
        (404, "not_found".to_owned())
    );
}
