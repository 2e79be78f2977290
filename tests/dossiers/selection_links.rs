//! Does a society's own expert score by his link alone, without an account, and does nobody else's hand come near?

use entity::vocabulary::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    nominees::{open, post},
    selections::{OTHER, SELECTION, call, of_other, put, score, version_of_selection},
    submission::{approved_of, nat},
};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        an_expert_scores_by_his_link_and_hands_in_once,
        nobody_writes_over_what_an_expert_scored_himself,
        a_link_is_one_expert_s_and_ends,
        an_expert_reads_the_dossier_of_a_candidate_without_personal_data,
        who_may_not_write_makes_no_link,
    ],
}

/// Makes links; without experts for everybody who needs one.
async fn links(writer: &Visitor, experts: Option<&[&str]>) -> Vec<Value> {
    let made = make(writer, experts).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["data"].as_array().unwrap().clone()
}

async fn make(writer: &Visitor, experts: Option<&[&str]>) -> Answer {
    let mut body = json!({ "society_id": OTHER });
    if let Some(experts) = experts {
        body["experts"] = json!(experts);
    }
    let key = laurel::shared::random_token(12);
    writer.create(&format!("{SELECTION}/links"), &key, &body).await
}

async fn link(writer: &Visitor, expert: &str) -> String {
    links(writer, Some(&[expert])).await[0]["path"].as_str().unwrap().to_owned()
}

const POINTS: [(&str, &str); 5] = [
    ("say", "score"),
    ("points_novelty", "30"),
    ("points_level", "20"),
    ("points_effect", "２０"),
    ("points_material", "10"),
];

/// Sends the form of one candidate with other fields in place of the usual ones.
async fn give(app: &TestApp, at: &str, candidate: &str, other: &[(&str, &str)]) -> Answer {
    let of = [("candidate", candidate)];
    post(app, at, &[&POINTS[..], &of, other].concat()).await
}

async fn hand_in(app: &TestApp, at: &str, name: &str) -> Answer {
    post(app, at, &[("say", "hand_in"), ("signature", name)]).await
}

/// What is told of an expert.
async fn told(writer: &Visitor, expert: &str) -> Value {
    let view = writer.data(SELECTION).await;
    let mut experts = view["experts"].as_array().unwrap().iter();
    experts.find(|one| one["key"] == expert).unwrap().clone()
}

/// What an expert gave a candidate, as the society sees it.
async fn given(writer: &Visitor, candidate: &str, expert: &str) -> Value {
    let view = writer.data(SELECTION).await;
    let mut scores = view["scores"].as_array().unwrap().iter();
    let of = |one: &&Value| one["candidate"] == candidate && one["expert"] == expert;
    scores.find(of).cloned().unwrap_or_default()
}

#[expect(clippy::too_many_lines, reason = "one way from its beginning to its end")]
async fn an_expert_scores_by_his_link_and_hands_in_once(app: &TestApp) {
    let writer = of_other(app, Role::SocietyClerk).await;
    assert_eq!(make(&writer, None).await.status, 404, "there is no selection");
    assert_eq!(put(&writer, 0, &call(&[])).await.status, 200);
    assert_eq!(make(&writer, None).await.status, 409, "there is no candidate");
    assert_eq!(put(&writer, 1, &call(&["a", "b"])).await.status, 200);
    let made = links(&writer, None).await;
    assert_eq!(made.len(), 4);
    assert_eq!(links(&writer, None).await.len(), 0, "everybody has one");
    assert_eq!(told(&writer, "e1").await["link"], "issued");
    let at = made[0]["path"].as_str().unwrap();
    let page = open(app, at).await;
    assert_eq!(page.status, 200);
    for part in ["征集通知", "项目a", "项目b", "还有 2 项未评", "创新性"] {
        assert!(page.text.contains(part), "{part}");
    }
    let opened = told(&writer, "e1").await;
    assert_eq!((&opened["link"], &opened["open"]), (&json!("opened"), &json!(2)));

    // What is wrong is said beside its box, with what was typed, and nothing is kept.
    let wrong = give(app, at, "a", &[("points_novelty", "36"), ("points_level", "")]).await;
    assert_eq!(wrong.status, 422);
    for part in ["“创新性”请填 0 至 35 的整数", "“科学价值与先进性”请填", "value=\"36\""]
    {
        assert!(wrong.text.contains(part), "{part}: {}", wrong.text);
    }
    assert_eq!(given(&writer, "a", "e1").await, Value::Null);
    let kept = give(app, at, "a", &[("next", "b")]).await;
    assert_eq!(kept.status, 200);
    let score = given(&writer, "a", "e1").await;
    assert_eq!((&score["total"], &score["is_own"]), (&json!(80), &json!(true)));
    let early = hand_in(app, at, "e1").await;
    assert_eq!(early.status, 422);
    assert!(early.text.contains("还有 1 个候选项目没有评分"), "{}", early.text);
    let silent = give(app, at, "b", &[("say", "recuse"), ("recusal", " ")]).await;
    assert_eq!(silent.status, 422);
    let out = give(app, at, "b", &[("say", "recuse"), ("recusal", "与完成人同一单位")]).await;
    assert_eq!(out.status, 200);
    let unsigned = hand_in(app, at, "别人").await;
    assert!(unsigned.text.contains("请输入您的姓名"), "{}", unsigned.text);
    assert_eq!(hand_in(app, at, " e 1").await.status, 200);
    let page = open(app, at).await;
    assert!(
        page.text.contains("提交评分。谢谢！") && !page.text.contains("<form"),
        "{}",
        page.text
    );
    assert_eq!(give(app, at, "a", &[("points_novelty", "1")]).await.status, 200);
    assert_eq!(given(&writer, "a", "e1").await["total"], 80, "what was handed in stays");
    let done = told(&writer, "e1").await;
    assert_eq!((&done["link"], &done["open"]), (&json!("handed_in"), &json!(0)));
    let recorded = laurel::audit::read_all(app.app.database.reader()).await.unwrap();
    let deeds: Vec<&str> = recorded
        .iter()
        .filter(|one| one.0.entry.actor == "selection_expert")
        .map(|one| one.0.entry.action.as_str())
        .collect();
    assert_eq!(
        deeds,
        [
            "nominations.open_expert_link",
            "nominations.score_candidate",
            "nominations.score_candidate",
            "nominations.hand_in_expert_scores"
        ]
    );
}

async fn nobody_writes_over_what_an_expert_scored_himself(app: &TestApp) {
    let writer = of_other(app, Role::SocietyClerk).await;
    assert_eq!(put(&writer, 0, &call(&["a", "b"])).await.status, 200);
    assert_eq!(score(&writer, "a", "e1", [1, 1, 1, 1]).await.status, 200);
    let at = link(&writer, "e1").await;
    let page = open(app, &at).await;
    assert!(page.text.contains("合计 4 分"), "what the clerk wrote down is shown to him");
    assert_eq!(give(app, &at, "a", &[]).await.status, 200, "and is his to change");
    let refused = score(&writer, "a", "e1", [2, 2, 2, 2]).await;
    assert_eq!(refused.outcome(), (422, "invalid".to_owned()), "{}", refused.text);
    assert_eq!(given(&writer, "a", "e1").await["total"], 80);
    assert_eq!(score(&writer, "b", "e1", [2, 2, 2, 2]).await.status, 200, "from his paper");
    // What he signed is his as well, though another wrote it down.
    assert_eq!(hand_in(app, &at, "e1").await.status, 200);
    assert_eq!(score(&writer, "b", "e1", [3, 3, 3, 3]).await.status, 422);
    assert_eq!(given(&writer, "b", "e1").await["is_own"], json!(true));
    // Nor is he made another person.
    let mut other = call(&["a", "b"]);
    other["experts"][0]["name"] = json!("别人");
    let seen = version_of_selection(&writer).await;
    assert_eq!(put(&writer, seen, &other).await.outcome(), (422, "invalid".to_owned()));
    // What others gave is not his to see.
    assert_eq!(score(&writer, "a", "e2", [35, 25, 25, 4]).await.status, 200);
    let page = open(app, &at).await;
    assert!(page.text.contains("谢谢！"), "{}", page.text);
    assert!(!page.text.contains("合计 89 分"), "{}", page.text);
}

async fn a_link_is_one_expert_s_and_ends(app: &TestApp) {
    let writer = of_other(app, Role::SocietyClerk).await;
    assert_eq!(put(&writer, 0, &call(&["a"])).await.status, 200);
    let first = link(&writer, "e1").await;
    let second = link(&writer, "e1").await;
    assert_eq!(open(app, &first).await.status, 404, "the next takes its place");
    assert_eq!(open(app, "/selection-expert/nothing").await.status, 404);
    let end = json!({ "society_id": OTHER, "expert": "e1" });
    let revoke = format!("{SELECTION}/links/revoke");
    let seen = version_of_selection(&writer).await;
    let stale = writer.change(Method::POST, &revoke, seen - 1, &end).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    assert_eq!(writer.change(Method::POST, &revoke, seen, &end).await.status, 200);
    let again = writer.change(Method::POST, &revoke, seen + 1, &end).await;
    assert_eq!(again.status, 422, "once");
    assert_eq!(open(app, &second).await.status, 404);
    assert_eq!(give(app, &second, "a", &[]).await.status, 404);
    assert_eq!(given(&writer, "a", "e1").await, Value::Null, "it takes nothing");
    // Another person under the same key has no link of the first.
    let third = link(&writer, "e1").await;
    let mut other = call(&["a"]);
    other["experts"][0]["name"] = json!("别人");
    let seen = version_of_selection(&writer).await;
    assert_eq!(put(&writer, seen, &other).await.status, 200);
    assert_eq!(open(app, &third).await.status, 404);
    // Its term is over at the end of the last day.
    let fourth = link(&writer, "e1").await;
    assert_eq!(give(app, &fourth, "a", &[]).await.status, 200);
    app.clock.advance(chrono::Duration::days(21));
    assert_eq!(open(app, &fourth).await.status, 200);
    app.clock.advance(chrono::Duration::days(1));
    assert_eq!(open(app, &fourth).await.status, 404);
    // The session of the clerk has ended long ago.
    let writer = of_other(app, Role::SocietyClerk).await;
    let unknown = make(&writer, Some(&["e9"])).await;
    assert_eq!(unknown.outcome(), (422, "invalid".to_owned()));
    // Once it is decided nobody scores any more, and he sees what he gave.
    let fifth = link(&writer, "e1").await;
    let head = of_other(app, Role::SocietyHead).await;
    let decision = json!({ "society_id": OTHER, "chosen": ["a"], "summary": "按平均分" });
    let seen = version_of_selection(&head).await;
    let path = format!("{SELECTION}/decision");
    assert_eq!(head.change(Method::POST, &path, seen, &decision).await.status, 200);
    let page = open(app, &fifth).await;
    assert!(page.text.contains("学会已经作出遴选决定"), "{}", page.text);
    assert_eq!(give(app, &fifth, "a", &[("points_novelty", "1")]).await.status, 200);
    assert_eq!(given(&writer, "a", "e1").await["total"], 80);
    assert_eq!(make(&writer, None).await.status, 409);
}

async fn an_expert_reads_the_dossier_of_a_candidate_without_personal_data(app: &TestApp) {
    let id = approved_of(app, OTHER, &nat(92)).await.to_string();
    let writer = of_other(app, Role::SocietyClerk).await;
    let mut body = call(&["a", "b"]);
    body["candidates"][0]["dossier_id"] = json!(id);
    assert_eq!(put(&writer, 0, &body).await.status, 200);
    let at = link(&writer, "e1").await;
    let page = open(app, &at).await;
    let address = format!("{at}/material?candidate=a");
    assert!(page.text.contains(&address) && !page.text.contains("candidate=b"), "{}", page.text);
    let read = async |at: &str, candidate: &str| {
        let asked = format!("{at}/material?candidate={candidate}");
        app.anyone().bare(Method::GET, &asked).send().await.unwrap()
    };
    let answer = read(&at, "a").await;
    assert_eq!(
        (answer.status().as_u16(), answer.headers()["content-type"].to_str().unwrap()),
        (200, "application/pdf")
    );
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert!(answer.bytes().await.unwrap().starts_with(b"%PDF"));
    for (at, candidate) in [(at.as_str(), "b"), (&at, "z"), ("/selection-expert/x", "a")] {
        assert_eq!(read(at, candidate).await.status().as_u16(), 404, "{candidate}");
    }
    // Who keeps out of it does not read it.
    assert_eq!(give(app, &at, "a", &[("say", "recuse"), ("recusal", "师生")]).await.status, 200);
    assert_eq!(read(&at, "a").await.status().as_u16(), 404);
    assert!(!open(app, &at).await.text.contains(&address));
}

async fn who_may_not_write_makes_no_link(app: &TestApp) {
    let writer = of_other(app, Role::SocietyClerk).await;
    assert_eq!(put(&writer, 0, &call(&["a"])).await.status, 200);
    let stranger = app.sign_in_of(Role::SocietyClerk, Some("D-A-02")).await;
    assert_eq!(make(&stranger, None).await.status, 404);
    let office = app.sign_in(Role::AwardOffice).await;
    assert_eq!(make(&office, None).await.status, 403);
    // The word of a link is kept nowhere.
    let at = link(&writer, "e1").await;
    let word = at.rsplit('/').next().unwrap();
    let rows = crate::harness::walk::every_row(app).await;
    assert!(!rows.iter().any(|(_, row)| row.contains(word)));
    assert!(rows.iter().any(|(table, _)| table == "selection_link"));
}
