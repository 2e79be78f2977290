//! Is what was shown corrected by two people, with what stood before still to be read?

use laurel::shared::hex_sha256;
use reqwest::Method;
use serde_json::{Value, json};

use super::{colleague, instant, new, office, page, pass, path, released, send, set, version};
use crate::harness::TestApp;

db_tests! {
    round: [
        a_correction_is_public_when_a_second_person_releases_it_and_hides_nothing,
        a_correction_that_does_not_fit_is_refused,
    ],
}

async fn open(app: &TestApp) -> Value {
    pass(app, 3).await;
    let shown = released(app, &new(app, None)).await;
    set(app, instant(&shown, "opens_at"));
    shown
}

async fn a_correction_is_public_when_a_second_person_releases_it_and_hides_nothing(app: &TestApp) {
    let shown = open(app).await;
    let (office, second) = (office(app).await, colleague(app).await);
    let address = format!("/public/publicities/{}", shown["number"].as_str().unwrap());
    let before = page(app, &format!("{address}/2.json")).await.json();
    let old = before["content"]["fields"][0]["text"].as_str().unwrap().to_owned();
    let corrections = format!("{}/corrections", path(&shown));
    let body = json!({
        "text": "项目名称有误，更正如下。", "position": 2,
        "replaced": [{ "code": "title", "text": "更正后的名称" }],
    });
    let drafted = send(&office, (Method::POST, &corrections), version(&shown), &body).await;
    assert_eq!(drafted.status, 201, "{}", drafted.text);
    let drafted = drafted.json()["data"].take();
    assert_eq!(drafted["corrections"][0]["position"], 2);
    // A draft is nobody's to read.
    for ending in ["", "/2", "/corrections", ".json", "/2.json"] {
        let text = page(app, &format!("{address}{ending}")).await.text;
        assert!(!text.contains("更正后的名称") && !text.contains("项目名称有误"), "{ending}");
    }
    let release = format!("{corrections}/1/release");
    let own = send(&office, (Method::POST, &release), version(&drafted), &json!({})).await;
    assert_eq!(own.outcome(), (409, "conflict".to_owned()));
    let done = send(&second, (Method::POST, &release), version(&drafted), &json!({})).await;
    assert_eq!(done.status, 200, "{}", done.text);
    let entry = page(app, &format!("{address}/2")).await.text;
    for part in ["更正后的名称", "项目名称有误", old.as_str(), "更正 1 之前", "有更正"]
    {
        assert!(entry.contains(part), "{part}: {entry}");
    }
    let list = page(app, &address).await.text;
    assert!(list.contains("更正后的名称") && list.contains("有更正"), "{list}");
    assert!(page(app, &format!("{address}/corrections")).await.text.contains("项目名称有误"));
    assert!(page(app, &format!("{address}.csv")).await.text.contains("更正后的名称"));
    let after = page(app, &format!("{address}/2.json")).await.json();
    assert_eq!(after["content"]["fields"][0]["text"], "更正后的名称");
    assert_eq!(after["corrections"][0]["before"][0]["text"], old.as_str());
    // What was released stays what it was.
    let kept = after["released"].as_str().unwrap();
    assert_eq!(hex_sha256(kept.as_bytes()), after["digest"].as_str().unwrap());
    assert_eq!(after["digest"], before["digest"]);
    let twice =
        send(&second, (Method::POST, &release), version(&done.json()["data"]), &json!({})).await;
    assert_eq!(twice.outcome(), (409, "conflict".to_owned()));
}

async fn a_correction_that_does_not_fit_is_refused(app: &TestApp) {
    let shown = open(app).await;
    let office = office(app).await;
    let corrections = format!("{}/corrections", path(&shown));
    let with = |replaced: Value| json!({ "text": "更正", "position": 1, "replaced": replaced });
    for (body, status) in [
        (json!({ "text": "请电 13812345678" }), 422),
        (with(json!([{ "code": "phone", "text": "x" }])), 422),
        (with(json!([{ "code": "title", "text": "a@b.example" }])), 422),
        (with(json!([{ "code": "completers", "rows": [["1"]] }])), 422),
        (json!({ "text": "更正", "replaced": [{ "code": "title", "text": "x" }] }), 422),
        (json!({ "text": "更正", "position": 99 }), 404),
    ] {
        let refused = send(&office, (Method::POST, &corrections), version(&shown), &body).await;
        assert_eq!(refused.status, status, "{body}: {}", refused.text);
    }
    let whole = json!({ "text": "对公示整体的说明" });
    let stale = send(&office, (Method::POST, &corrections), 1, &whole).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    let drafted = send(&office, (Method::POST, &corrections), version(&shown), &whole).await;
    let seen = version(&drafted.json()["data"]);
    let one = format!("{corrections}/1");
    let gone = send(&office, (Method::DELETE, &one), seen, &json!({})).await;
    assert_eq!(gone.json()["data"]["corrections"], json!([]), "{}", gone.text);
    // A draft is not corrected, it is changed.
    let change = send(&office, (Method::PUT, &path(&shown)), seen + 1, &new(app, None)).await;
    assert_eq!(change.outcome(), (409, "conflict".to_owned()));
}
