//! Is a society's selection scored, ranked and decided; is only that submitted which it chose, and does it go with
//! that?

use entity::vocabulary::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    begin,
    submission::{approved_of, nat, submit},
};
use crate::harness::{Answer, TestApp, Visitor, keys};

db_tests! {
    round: [
        a_selection_is_scored_and_ranked,
        what_a_colleague_wrote_of_a_score_is_not_written_over,
        a_selection_is_decided_by_the_head,
        what_a_selection_did_not_choose_is_not_submitted,
        a_candidate_is_a_dossier_of_the_society_once,
    ],
}

/// Another society than the demonstration's, which has its selection already.
pub(super) const OTHER: &str = "D-A-01";
pub(super) const SELECTION: &str = "/rounds/2027/selection";

pub(super) async fn of_other(app: &TestApp, role: Role) -> Visitor {
    app.sign_in_of(role, Some(OTHER)).await
}

/// A call.
pub(super) fn call(candidates: &[&str]) -> Value {
    let one = |key: &&str| json!({ "key": key, "title": format!("项目{key}") });
    let experts =
        ["e1", "e2", "e3", "e4"].map(|key| json!({ "key": key, "name": key, "unit": "示范大学" }));
    json!({
        "society_id": OTHER, "text": "征集通知", "opens_at": "2026-10-01T00:00:00Z",
        "closes_at": "2026-11-01T00:00:00Z", "expected": 1,
        "candidates": candidates.iter().map(one).collect::<Vec<_>>(),
        "experts": experts,
    })
}

pub(super) async fn put(visitor: &Visitor, version: i64, body: &Value) -> Answer {
    visitor.change(Method::PUT, SELECTION, version, body).await
}

/// Gives a candidate the points of the four criteria.
pub(super) async fn score(
    visitor: &Visitor,
    candidate: &str,
    expert: &str,
    points: [u32; 4],
) -> Answer {
    let names = ["novelty", "level", "effect", "material"];
    let points: serde_json::Map<String, Value> =
        names.iter().zip(points).map(|(name, one)| ((*name).to_owned(), json!(one))).collect();
    let body = json!({
        "society_id": OTHER, "candidate": candidate, "expert": expert, "points": points,
    });
    let seen = version_of_selection(visitor).await;
    visitor.change(Method::POST, &format!("{SELECTION}/scores"), seen, &body).await
}

pub(super) async fn version_of_selection(visitor: &Visitor) -> i64 {
    visitor.data(SELECTION).await["version"].as_i64().unwrap()
}

/// A call of which a has 10, 90, 91, 92, and b 90, 90 and an expert who kept out.
async fn scored(writer: &Visitor) {
    assert_eq!(put(writer, 0, &call(&["a", "b"])).await.status, 200);
    let of_a = [[10, 0, 0, 0], [35, 25, 25, 5], [35, 25, 25, 6], [35, 25, 25, 7]];
    for (expert, points) in ["e1", "e2", "e3", "e4"].into_iter().zip(of_a) {
        assert_eq!(score(writer, "a", expert, points).await.status, 200);
    }
    for expert in ["e1", "e2"] {
        assert_eq!(score(writer, "b", expert, [35, 25, 25, 5]).await.status, 200);
    }
    let recusal = json!({
        "society_id": OTHER, "candidate": "b", "expert": "e3", "recusal": "同一单位",
    });
    let seen = version_of_selection(writer).await;
    let kept = writer.change(Method::POST, &format!("{SELECTION}/scores"), seen, &recusal).await;
    assert_eq!(kept.status, 200, "{}", kept.text);
}

async fn what_a_colleague_wrote_of_a_score_is_not_written_over(app: &TestApp) {
    let first = of_other(app, Role::SocietyClerk).await;
    let second = of_other(app, Role::SocietyHead).await;
    scored(&first).await;
    let seen = version_of_selection(&second).await;
    assert_eq!(score(&first, "a", "e1", [11, 0, 0, 0]).await.status, 200);
    let path = format!("{SELECTION}/scores");
    let body = json!({
        "society_id": OTHER, "candidate": "a", "expert": "e1",
        "points": { "novelty": 12, "level": 0, "effect": 0, "material": 0 },
    });
    let late = second.change(Method::POST, &path, seen, &body).await;
    assert_eq!(late.outcome(), (412, "stale".to_owned()));
    let total_of = |view: &Value| {
        let mut scores = view["scores"].as_array().unwrap().iter();
        scores.find(|one| one["candidate"] == "a" && one["expert"] == "e1").unwrap()["total"]
            .clone()
    };
    let present = &late.json()["present"];
    assert_eq!((total_of(&present["data"]), &present["version"]), (json!(11), &json!(seen + 1)));
    assert_eq!(second.post(&path, &body).await.status, 428);
    let kept = second.change(Method::POST, &path, seen + 1, &body).await;
    assert_eq!(total_of(&kept.json()["data"]), 12);
}

async fn a_selection_is_scored_and_ranked(app: &TestApp) {
    let writer = of_other(app, Role::SocietyClerk).await;
    let empty = writer.data(SELECTION).await;
    assert_eq!((&empty["version"], &empty["call"]), (&json!(0), &Value::Null));
    scored(&writer).await;
    assert_eq!(put(&writer, 0, &call(&["a"])).await.outcome(), (412, "stale".to_owned()));
    for (candidate, points) in [("a", [36, 0, 0, 0]), ("z", [1, 1, 1, 1])] {
        let refused = score(&writer, candidate, "e1", points).await;
        assert_eq!(refused.outcome(), (422, "invalid".to_owned()), "{candidate}");
    }
    let view = writer.data(SELECTION).await;
    let of = |place: usize, key: &str| view["candidates"][place][key].clone();
    assert_eq!((of(0, "mean_hundredths"), of(0, "place")), (json!(9050), json!(1)));
    assert_eq!((of(1, "mean_hundredths"), of(1, "place")), (json!(9000), json!(2)));
    assert_eq!((of(1, "scores"), of(1, "recusals")), (json!(2), json!(1)));
    let version = view["version"].as_i64().unwrap();
    let without = put(&writer, version, &call(&["b"])).await;
    assert_eq!(without.outcome().0, 422, "who was scored stays");
}

async fn a_selection_is_decided_by_the_head(app: &TestApp) {
    let writer = of_other(app, Role::SocietyClerk).await;
    scored(&writer).await;
    let decision = json!({
        "society_id": OTHER, "chosen": ["a"], "reserve": ["b"], "summary": "按平均分",
    });
    let path = format!("{SELECTION}/decision");
    let decide = async |visitor: &Visitor, body: &Value| {
        let seen = version_of_selection(&writer).await;
        visitor.change(Method::POST, &path, seen, body).await
    };
    assert_eq!(decide(&writer, &decision).await.status, 403, "the head decides");
    let head = of_other(app, Role::SocietyHead).await;
    let many = json!({ "society_id": OTHER, "chosen": ["a", "b"], "summary": "全部" });
    assert_eq!(decide(&head, &many).await.outcome().0, 422);
    let seen = version_of_selection(&head).await;
    let unseen = head.change(Method::POST, &path, seen - 1, &decision).await;
    assert_eq!(unseen.outcome(), (412, "stale".to_owned()));
    assert_eq!(decide(&head, &decision).await.status, 200);
    let [by, scorer] = ["head", "clerk"].map(|one| format!("test.society_{one}.d-a-01"));
    app.call(&by, "示范会长").await;
    app.call(&scorer, "示范经办人").await;
    let decided = writer.data(SELECTION).await;
    assert_eq!(decided["names"], json!({ by: "示范会长", scorer: "示范经办人" }));
    assert_eq!(decided["candidates"][1]["outcome"], "reserve");
    let late = score(&writer, "a", "e1", [10, 0, 0, 0]).await;
    assert_eq!(late.outcome().0, 409, "what is decided stays");
    assert_eq!(decide(&head, &decision).await.outcome(), (409, "conflict".to_owned()));

    // Decided otherwise, what was decided before is kept.
    let otherwise = json!({ "society_id": OTHER, "chosen": ["b"], "summary": "a 的完成人退出" });
    assert_eq!(decide(&head, &otherwise).await.status, 200);
    let now = writer.data(SELECTION).await;
    assert_eq!(keys(&now["candidates"], "outcome"), ["not_chosen", "chosen"]);
    assert_eq!(now["call"]["summary"], "a 的完成人退出");
    let before = &now["call"]["earlier"];
    assert_eq!(before.as_array().unwrap().len(), 1);
    let kept = &before[0];
    assert_eq!((&kept["chosen"], &kept["reserve"]), (&json!(["a"]), &json!(["b"])));
    assert_eq!(
        (&kept["summary"], &kept["at"]),
        (&json!("按平均分"), &decided["call"]["decided_at"])
    );
    let stranger = app.sign_in_of(Role::SocietyHead, Some("D-A-02")).await;
    assert_eq!(stranger.get(&format!("{SELECTION}?society=D-A-01")).await.outcome().0, 404);
    assert_eq!(decide(&stranger, &decision).await.outcome().0, 404);
}

/// Writes a call with these dossiers, and one candidate that has none.
async fn call_for(writer: &Visitor, dossiers: &[&str]) -> Answer {
    let named = dossiers.iter().zip(1..).map(|(dossier, number)| {
        json!({ "key": format!("d{number}"), "title": "本项目", "dossier_id": dossier })
    });
    let mut candidates: Vec<Value> = named.collect();
    candidates.push(json!({ "key": "other", "title": "另一项目" }));
    let mut body = call(&[]);
    body["candidates"] = json!(candidates);
    put(writer, 0, &body).await
}

async fn decided(head: &Visitor, chosen: &str, summary: &str) {
    let seen = version_of_selection(head).await;
    let body = json!({ "society_id": OTHER, "chosen": [chosen], "summary": summary });
    let path = format!("{SELECTION}/decision");
    let answer = head.change(Method::POST, &path, seen, &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

/// What the check says of the selection.
async fn said(visitor: &Visitor, path: &str) -> Value {
    let check = visitor.data(&format!("{path}/check")).await;
    let mut findings = check["findings"].as_array().unwrap().iter();
    findings.find(|one| one["rule"] == "LC-03").unwrap().clone()
}

async fn what_a_selection_did_not_choose_is_not_submitted(app: &TestApp) {
    let id = approved_of(app, OTHER, &nat(91)).await.to_string();
    let path = format!("/dossiers/{id}");
    let writer = of_other(app, Role::SocietyClerk).await;
    let head = of_other(app, Role::SocietyHead).await;
    assert_eq!(said(&head, &path).await["verdict"], "not_applicable", "there was none");
    assert_eq!(call_for(&writer, &[&id]).await.status, 200);
    for candidate in ["d1", "other"] {
        assert_eq!(score(&writer, candidate, "e1", [30, 20, 20, 10]).await.status, 200);
    }
    let open = said(&head, &path).await;
    assert_eq!(open["verdict"], "fail");
    assert!(open["what"]["zh"].as_str().unwrap().contains("尚未决定"), "{open}");

    decided(&head, "other", "按评议意见").await;
    let lost = said(&head, &path).await;
    assert_eq!((&lost["verdict"], &lost["clause"]), (&json!("fail"), &json!("X25 art. 51")));
    let version = head.data(&path).await["version"].as_i64().unwrap();
    let refused = submit(&head, &path, version, "key-of-one-not-chosen").await;
    assert_eq!(refused.outcome(), (422, "invalid".to_owned()));
    assert!(refused.text.contains("LC-03：学会遴选未选中"), "{}", refused.text);
    assert_eq!(head.data(&path).await["state"], "council_approved");

    decided(&head, "d1", "另一项目的完成人退出").await;
    let chosen = said(&head, &path).await;
    assert_eq!(chosen["verdict"], "needs_person", "whether it was in order a person says");
    let told = chosen["evidence"][0]["value"]["zh"].as_str().unwrap();
    for part in ["候选 2 项", "平均 80.00 分，第 1 名", "另一项目的完成人退出", "此前另有决定 1 次"]
    {
        assert!(told.contains(part), "{part} in {told}");
    }
}

async fn a_candidate_is_a_dossier_of_the_society_once(app: &TestApp) {
    let foreign = begin(&super::clerk(app).await, "nat-1").await;
    let foreign = foreign.trim_start_matches("/dossiers/");
    let writer = of_other(app, Role::SocietyClerk).await;
    let wanted = json!({ "society_id": OTHER, "form_id": "nat-1" });
    let made = writer.create("/rounds/2027/dossiers", "a-key-of-the-test", &wanted).await;
    let own = made.json()["data"]["id"].as_str().unwrap().to_owned();
    for dossiers in [[own.as_str(), foreign], [own.as_str(), own.as_str()]] {
        let refused = call_for(&writer, &dossiers).await;
        assert_eq!(refused.outcome(), (422, "invalid".to_owned()));
        assert_eq!(refused.json()["errors"][0]["pointer"], "/candidates/1/dossier_id");
    }
    assert_eq!(call_for(&writer, &[&own]).await.status, 200);
}
