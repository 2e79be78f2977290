//! Can anybody check a receipt, an archive or a digest, and is nothing kept of it?

use laurel::{
    nominations::submission::{FormName, RECEIPT_FORMAT, RuleSetName, Statement},
    notices::publicity::{heads, lines},
};
use reqwest::Method;

use crate::harness::{Answer, TestApp};

db_tests! { round: [what_was_given_out_is_known_and_what_was_changed_is_not] }

async fn verify(app: &TestApp, field: &str, text: &str) -> Answer {
    let file = if field == "file" { "; filename=\"a\"" } else { "" };
    let body = format!(
        "--b\r\ncontent-disposition: form-data; name=\"{field}\"{file}\r\n\r\n{text}\r\n--b--\r\n"
    );
    let request = app.anyone().bare(Method::POST, "/public/verify");
    let request = request.header("content-type", "multipart/form-data; boundary=b");
    Answer::of(request.header("accept-language", "zh-CN").body(body)).await
}

fn statement(app: &TestApp) -> Statement {
    Statement {
        format: RECEIPT_FORMAT.to_owned(),
        dossier_id: "0".to_owned(),
        number: "2027-X-1".to_owned(),
        round: 2027,
        society_id: "X".to_owned(),
        society: "某学会".to_owned(),
        category: "NAT".to_owned(),
        grade: String::new(),
        title: "界面".to_owned(),
        attempt: 1,
        version: 1,
        digest: "00".to_owned(),
        attachments: 0,
        form: FormName { id: "nat-1".to_owned(), digest: String::new() },
        rule_set: RuleSetName { name: "规则".to_owned(), digest: String::new() },
        findings_digest: String::new(),
        submitted_at: app.app.clock.now(),
    }
}

async fn what_was_given_out_is_known_and_what_was_changed_is_not(app: &TestApp) {
    let receipt = statement(app).sign(&app.app.signer);
    let text = serde_json::to_string_pretty(&receipt).unwrap();
    for field in ["file", "text"] {
        let good = verify(app, field, &text).await;
        assert!(good.text.contains("回执有效") && good.text.contains("2027-X-1"), "{}", good.text);
        assert_eq!(good.header("cache-control"), "no-store");
    }
    let forged = verify(app, "file", &text.replace("界面", "界靣")).await;
    assert!(forged.text.contains("签名不符"), "{}", forged.text);
    let folder = tempfile::tempdir().unwrap();
    let other = laurel::persistence::Signer::open(&folder.path().join("key")).await.unwrap();
    let foreign = serde_json::to_string(&statement(app).sign(&other)).unwrap();
    assert!(verify(app, "file", &foreign).await.text.contains("不是本系统的密钥"));

    let all = heads(&app.app).await.unwrap();
    let public = all.iter().find(|head| head.opens_at <= app.app.clock.now()).unwrap();
    assert!(verify(app, "text", &public.digest).await.text.contains(&public.number));
    let of_one = lines(&app.app, public).await.unwrap();
    let known = verify(app, "text", &of_one[0].digest.to_uppercase()).await;
    assert!(known.text.contains(&format!("{}/1", public.number)), "{}", known.text);
    assert!(verify(app, "text", &"0".repeat(64)).await.text.contains("没有已公布的内容"));
    for strange in ["", "{}", "<script>", "\u{0}"] {
        assert!(verify(app, "text", strange).await.text.contains("无法识别"), "{strange:?}");
    }
    let large = verify(app, "file", &"x".repeat(5 * 1024 * 1024)).await;
    assert_eq!(large.status, 413, "{}", large.text);
}
