//! Can anybody check a receipt, an archive or a digest, and is nothing kept of it?

use entity::{examination, ids::NominationId, nomination};
use laurel::{
    nominations::submission::{FormName, RECEIPT_FORMAT, RuleSetName, Statement},
    notices::publicity::{heads, lines},
    shared::china_day,
};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::json;

use crate::{
    examination::{done, examiner, handed_in, opened, pass_all_but, say},
    harness::{Answer, TestApp, walk::pdf_text},
};

db_tests! {
    round: [
        what_was_given_out_is_known_and_what_was_changed_is_not,
        a_notice_is_known_by_the_digest_at_its_foot,
    ],
}

/// A rule of level S that every complete dossier leaves to people.
const RULE: &str = "FC-013";

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
        rule_book: None,
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
    let of_one = lines(&app.app, public, app.app.clock.now()).await.unwrap();
    let known = verify(app, "text", &of_one[0].digest.to_uppercase()).await;
    assert!(known.text.contains(&format!("{}/1", public.number)), "{}", known.text);
    assert!(verify(app, "text", &"0".repeat(64)).await.text.contains("没有已公布的内容"));
    for strange in ["", "{}", "<script>", "\u{0}"] {
        assert!(verify(app, "text", strange).await.text.contains("无法识别"), "{strange:?}");
    }
    let large = verify(app, "file", &"x".repeat(5 * 1024 * 1024)).await;
    assert_eq!(large.status, 413, "{}", large.text);
}

/// Examines a dossier to its end, and says of which nomination the notice is and what it bears.
async fn decided(
    app: &TestApp,
    handed: (&str, u32),
    ruling: &str,
) -> (nomination::Model, examination::Model) {
    let dossier = handed_in(app, handed).await;
    let (first, second) = (examiner(app, "first").await, examiner(app, "second").await);
    let id = opened(&first, dossier).await;
    pass_all_but(&first, &id, RULE).await;
    say(&first, &id, RULE, ruling).await;
    let deed = if ruling == "fail" {
        say(&second, &id, RULE, ruling).await;
        "refuse"
    } else {
        "accept"
    };
    let (reader, of) = (app.app.database.reader(), NominationId(dossier.0));
    let kept = async || {
        let row = examination::Entity::find().filter(examination::Column::NominationId.eq(of));
        row.one(reader).await.unwrap().unwrap()
    };
    assert_eq!(kept().await.notice_digest, None, "nothing is issued before it is decided");
    done(&first, &id, deed, &json!({})).await;
    let examination = kept().await;
    let digest = examination.notice_digest.clone().unwrap();
    for language in ["zh", "en"] {
        let path = format!("/examinations/{id}/notice.pdf?lang={language}");
        let printed = first.request(Method::GET, &path).send().await.unwrap();
        assert_eq!(printed.status(), 200, "{path}");
        if let Some(text) = pdf_text(&printed.bytes().await.unwrap()) {
            assert!(text.contains(&digest), "{language} {digest}: {text}");
        }
    }
    let nomination = nomination::Entity::find_by_id(of).one(reader).await.unwrap().unwrap();
    (nomination, examination)
}

async fn a_notice_is_known_by_the_digest_at_its_foot(app: &TestApp) {
    let (nomination, examination) = decided(app, ("NAT", 91), "pass").await;
    let day = |one: &examination::Model| china_day(one.decided_at.unwrap()).to_string();
    let known = verify(app, "text", examination.notice_digest.as_deref().unwrap()).await.text;
    assert!(known.contains("这是形式审查受理通知书的摘要"), "{known}");
    assert!(known.contains(&nomination.number) && known.contains(&day(&examination)), "{known}");
    assert!(!known.contains(&nomination.title), "number and day, no more: {known}");

    let (nomination, examination) = decided(app, ("INV", 92), "fail").await;
    let digest = examination.notice_digest.as_deref().unwrap();
    let known = verify(app, "text", digest).await.text;
    assert!(known.contains("这是本办公室签发的通知书的摘要"), "{known}");
    assert!(known.contains(&day(&examination)), "{known}");
    // Who was not accepted is nobody's to learn, nor that it was so.
    for hidden in [nomination.number.as_str(), &nomination.title, RULE, "不予受理", "公章不清晰"]
    {
        assert!(!known.contains(hidden), "{hidden}: {known}");
    }
    let other = digest.chars().rev().collect::<String>();
    assert!(verify(app, "text", &other).await.text.contains("没有已公布的内容"));
}
