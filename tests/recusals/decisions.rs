//! Who decides a conflict, how, and what comes of it in the next run?

use entity::vocabulary::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::{YEAR, first, id, match_again};
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [
        one_settles_a_flag_two_lift_a_bar_and_runs_remember,
        what_another_declared_takes_two_to_withdraw,
        what_one_declared_himself_takes_an_officer_to_withdraw,
        what_an_officer_registered_takes_another_to_withdraw,
    ],
}

async fn act(
    who: &Visitor,
    of: &Value,
    (deed, version): (&str, i64),
    body: &Value,
) -> crate::harness::Answer {
    who.change(Method::POST, &format!("/conflicts/{}/{deed}", id(of)), version, body).await
}

async fn one_settles_a_flag_two_lift_a_bar_and_runs_remember(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let flag = first(&office, "severity=flag&is_decided=false").await;
    assert_eq!((&flag["standing"], &flag["decision"]), (&json!("flag"), &Value::Null));
    is_tied(&office, &flag).await;
    settles(&office, &flag).await;
    is_remembered(app, &office, &flag).await;
    lifts(app, &office).await;
}

/// The way leads from the expert to the nomination, and stands in the table as well.
async fn is_tied(office: &Visitor, flag: &Value) {
    let answer = office.get(&format!("/conflicts/{}", id(flag))).await;
    assert_eq!(answer.header("etag"), "\"0\"");
    let found = &answer.json()["data"];
    let nodes = found["path"]["nodes"].as_array().unwrap();
    assert_eq!(nodes.first().unwrap()["type"], "expert");
    assert_eq!(nodes.last().unwrap()["type"], "nomination");
    assert_eq!(nodes.last().unwrap()["label"], flag["nomination"]["number"]);
    let table = found["table"].as_array().unwrap();
    assert_eq!(table.len(), found["path"]["edges"].as_array().unwrap().len());
    assert_eq!(table.first().unwrap()["from"], flag["expert"]["name"]);
    assert!(!found["evidence"].as_array().unwrap().is_empty());
    assert_eq!(found["may"]["decide"], true);
    assert_eq!(found["may"]["lift"], false);
}

async fn settles(office: &Visitor, flag: &Value) {
    let bare = office.post(&format!("/conflicts/{}/decision", id(flag)), &json!({})).await;
    assert_eq!(bare.outcome(), (428, "precondition_required".to_owned()));
    let no_reason = json!({ "outcome": "not_a_conflict", "reason": " " });
    assert_eq!(act(office, flag, ("decision", 0), &no_reason).await.status, 422);
    let cleared = json!({ "outcome": "not_a_conflict", "reason": "同名的另一人，已电话核实" });
    let done = act(office, flag, ("decision", 0), &cleared).await;
    assert_eq!(done.status, 200, "{}", done.text);
    let now = &done.json()["data"];
    assert_eq!((&now["severity"], &now["standing"]), (&json!("flag"), &json!("cleared")));
    assert_eq!(now["decision"]["by"], "test.award_office");
    assert_eq!(act(office, flag, ("decision", 0), &cleared).await.status, 412);
    assert_eq!(act(office, flag, ("decision", 1), &cleared).await.status, 409);
    let back = act(office, flag, ("reversal", 1), &json!({ "reason": "核实有误，重新认定" })).await;
    assert_eq!(back.json()["data"]["standing"], "flag", "{}", back.text);
    let upheld = json!({ "outcome": "conflict", "reason": "单位人事部门确认为本人" });
    let done = act(office, flag, ("decision", 2), &upheld).await;
    assert_eq!(done.json()["data"]["standing"], "bar", "{}", done.text);
}

/// The next run bars what was found to be a conflict, and still shows what the engine itself would say.
async fn is_remembered(app: &TestApp, office: &Visitor, flag: &Value) {
    match_again(app, office, "key-of-a-run-that-remembers").await;
    let query = format!(
        "nomination={}&expert={}&kind={}",
        flag["nomination"]["number"].as_str().unwrap(),
        flag["expert"]["code"].as_str().unwrap(),
        flag["kind"].as_str().unwrap(),
    );
    let now = first(office, &query).await;
    assert_ne!(now["id"], flag["id"], "it is the finding of another run");
    assert_eq!(now["standing"], "bar");
    assert_eq!(now["is_assigned"], false);
    let nomination = office.data(&format!("/nominations/{}", id(&flag["nomination"]))).await;
    let kept_out = nomination["match"]["kept_out"].to_string();
    assert!(kept_out.contains(flag["expert"]["code"].as_str().unwrap()), "{kept_out}");
    let why = json!({ "reason": "撤销认定，留待核实" });
    let back = act(office, &now, ("reversal", 4), &why).await;
    assert_eq!(back.status, 412, "it was decided, taken back and decided: three steps");
    is_taken_back_by_two(app, office, &now).await;
}

/// A bar that a person found falls by two as well: one asks, and another agrees.
async fn is_taken_back_by_two(app: &TestApp, office: &Visitor, bar: &Value) {
    let second = app.sign_in_as("test.second", Role::AwardAdmin, None).await;
    let why = json!({ "reason": "撤销认定，留待核实" });
    let answer = |is_agreed: bool| json!({ "is_agreed": is_agreed, "reason": "已向单位核实" });
    let early = act(&second, bar, ("lifting/answer", 3), &answer(true)).await;
    assert_eq!(early.outcome(), (409, "conflict".to_owned()), "nobody asked");
    let asked = act(office, bar, ("reversal", 3), &why).await;
    assert_eq!(asked.status, 200, "{}", asked.text);
    let asked = &asked.json()["data"];
    assert_eq!(asked["standing"], "bar", "one person takes no bar away");
    assert_eq!(
        (&asked["decisions"][0]["state"], &asked["decisions"][0]["reversal_asked_by"]),
        (&json!("in_force"), &json!("test.award_office"))
    );
    assert_eq!(
        (&asked["may"]["reverse"], &asked["may"]["agree_lift"]),
        (&json!(false), &json!(false))
    );
    for (who, deed, body) in [
        (office, "lifting/answer", answer(true)),
        (office, "reversal", why.clone()),
        (&second, "reversal", why.clone()),
    ] {
        let refused = act(who, bar, (deed, 4), &body).await;
        assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "{deed}");
    }
    let kept = act(&second, bar, ("lifting/answer", 4), &answer(false)).await;
    let kept = &kept.json()["data"];
    assert_eq!(
        (&kept["standing"], &kept["decisions"][0]["reversal_asked_by"]),
        (&json!("bar"), &Value::Null)
    );
    // Whoever asks: the other agrees.
    let asked = act(&second, bar, ("reversal", 5), &why).await;
    assert_eq!(asked.json()["data"]["standing"], "bar", "{}", asked.text);
    let back = act(office, bar, ("lifting/answer", 6), &answer(true)).await;
    let back = &back.json()["data"];
    assert_eq!(back["standing"], "flag");
    let decision = &back["decisions"][0];
    assert_eq!(
        (&decision["state"], &decision["reversal_asked_by"], &decision["reversed_by"]),
        (&json!("reversed"), &json!("test.second"), &json!("test.award_office"))
    );
}

async fn lifts(app: &TestApp, office: &Visitor) {
    let why = json!({ "reason": "理由不成立，专家与其无竞争关系" });
    let never = first(office, "severity=bar&kind=same_unit").await;
    assert_eq!(act(office, &never, ("lifting", 0), &why).await.status, 409);
    let settled = json!({ "outcome": "not_a_conflict", "reason": "认为不构成回避" });
    assert_eq!(act(office, &never, ("decision", 0), &settled).await.status, 409);
    let bar = first(office, "severity=bar&kind=excluded_by_nominator").await;
    let proposed = act(office, &bar, ("lifting", 0), &why).await;
    assert_eq!(proposed.status, 200, "{}", proposed.text);
    assert_eq!(proposed.json()["data"]["standing"], "bar", "one person lifts nothing");
    let agreed = json!({ "is_agreed": true, "reason": "同意解除" });
    assert_eq!(act(office, &bar, ("lifting/answer", 1), &agreed).await.status, 409);
    let second = app.sign_in_as("test.second", Role::AwardAdmin, None).await;
    let lifted = act(&second, &bar, ("lifting/answer", 1), &agreed).await;
    let lifted = &lifted.json()["data"];
    assert_eq!(
        (&lifted["standing"], &lifted["decisions"][0]["agreed_by"]),
        (&json!("cleared"), &json!("test.second"))
    );
    let all = office.get(&format!("/rounds/{YEAR}/conflicts?is_decided=true")).await.json();
    assert!(all["meta"]["total"].as_u64().unwrap() >= 1);
    assert!(all["meta"]["by_severity"]["bar"].as_u64().unwrap() > 0);
}

/// A reviewer who declared an interest of his own, and what he declared.
async fn declarer(app: &TestApp, office: &Visitor) -> (Visitor, Value) {
    let reviewer = app.sign_in_as("test.declarer", Role::Reviewer, None).await;
    let rows = office.data(&format!("/rounds/{YEAR}/conflicts?limit=50&severity=bar")).await;
    let mut is_tied = false;
    for row in rows.as_array().unwrap() {
        let path = format!("/experts/{}/account", id(&row["expert"]));
        let tie = office.request(Method::POST, &path).json(&json!({ "username": "test.declarer" }));
        is_tied = crate::harness::Answer::of(tie).await.status == 200;
        if is_tied {
            break;
        }
    }
    assert!(is_tied, "every expert has an account already");
    let body = json!({
        "round": YEAR, "kind": "same_unit", "unit": "某某研究院", "text": "本人在该院兼职",
    });
    let made = reviewer.create("/my-declarations", "key-of-a-second-post", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json()["data"].take();
    (reviewer, made)
}

async fn what_another_declared_takes_two_to_withdraw(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let (reviewer, declared) = declarer(app, &office).await;
    let path = format!("/declarations/{}", id(&declared));
    let withdrawal = format!("{path}/withdrawal");
    let why = json!({ "reason": "据称已不再兼职" });
    let asked = office.change(Method::POST, &withdrawal, 1, &why).await;
    assert_eq!(asked.status, 200, "{}", asked.text);
    let asked = &asked.json()["data"];
    assert_eq!(
        (&asked["state"], &asked["withdrawal_asked_by"], &asked["withdrawn_by"]),
        (&json!("in_force"), &json!("test.award_office"), &Value::Null)
    );
    assert_eq!(asked["may"]["withdraw"], false, "another has to agree");
    let again = office.change(Method::POST, &withdrawal, 2, &why).await;
    assert_eq!(again.outcome(), (409, "conflict".to_owned()));
    let own = format!("/my-declarations/{}/withdrawal", id(&declared));
    let himself = reviewer.change(Method::POST, &own, 2, &why).await;
    assert_eq!(himself.outcome(), (409, "conflict".to_owned()), "whose interest it is agrees not");
    assert_eq!(office.data(&path).await["state"], "in_force");
    let second = app.sign_in_as("test.second", Role::AwardAdmin, None).await;
    assert_eq!(second.data(&path).await["may"]["withdraw"], true);
    let no_reason = second.change(Method::POST, &withdrawal, 2, &json!({ "reason": " " })).await;
    assert_eq!(no_reason.status, 422);
    let agreed = json!({ "reason": "已向该院核实" });
    let agreed = second.change(Method::POST, &withdrawal, 2, &agreed).await;
    assert_eq!(agreed.json()["data"]["state"], "withdrawn", "{}", agreed.text);
    assert_eq!(agreed.json()["data"]["withdrawn_by"], "test.second");
}

async fn what_one_declared_himself_takes_an_officer_to_withdraw(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let (reviewer, declared) = declarer(app, &office).await;
    let own = format!("/my-declarations/{}/withdrawal", id(&declared));
    let path = format!("/declarations/{}", id(&declared));
    let no_reason = reviewer.change(Method::POST, &own, 1, &json!({ "reason": " " })).await;
    assert_eq!(no_reason.status, 422);
    let why = json!({ "reason": "已辞去该职" });
    let asked = reviewer.change(Method::POST, &own, 1, &why).await;
    assert_eq!(asked.status, 200, "{}", asked.text);
    let asked = &asked.json()["data"];
    assert_eq!((&asked["state"], &asked["withdrawn_at"]), (&json!("in_force"), &Value::Null));
    assert!(asked["withdrawal_asked_at"].is_string(), "{asked}");
    let again = reviewer.change(Method::POST, &own, 2, &why).await;
    assert_eq!(again.outcome(), (409, "conflict".to_owned()), "he does not agree with himself");
    let stale = reviewer.change(Method::POST, &own, 1, &why).await;
    assert_eq!(stale.outcome().0, 412);
    assert_eq!(stale.json()["present"]["version"], 2, "{}", stale.text);
    let seen = office.data(&path).await;
    assert_eq!((&seen["state"], &seen["may"]["withdraw"]), (&json!("in_force"), &json!(true)));
    let withdrawal = format!("{path}/withdrawal");
    let agreed = json!({ "reason": "已向该院核实" });
    let agreed = office.change(Method::POST, &withdrawal, 2, &agreed).await;
    let agreed = &agreed.json()["data"];
    assert_eq!(
        (&agreed["state"], &agreed["withdrawal_asked_by"], &agreed["withdrawn_by"]),
        (&json!("withdrawn"), &json!("test.declarer"), &json!("test.award_office"))
    );
}

async fn what_an_officer_registered_takes_another_to_withdraw(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let bar = first(&office, "severity=bar").await;
    let body = json!({
        "kind": "cooperation", "expert_id": id(&bar["expert"]), "unit": "某某研究院",
        "text": "专家来电说明合作在先",
    });
    let path = format!("/rounds/{YEAR}/declarations");
    let made = office.create(&path, "key-of-what-was-registered", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let path = format!("/declarations/{}/withdrawal", id(&made.json()["data"]));
    let why = json!({ "reason": "登记有误" });
    let asked = office.change(Method::POST, &path, 1, &why).await;
    assert_eq!(asked.json()["data"]["state"], "in_force", "{}", asked.text);
    let alone = office.change(Method::POST, &path, 2, &why).await;
    assert_eq!(alone.outcome(), (409, "conflict".to_owned()));
    let second = app.sign_in_as("test.second", Role::AwardAdmin, None).await;
    let agreed = second.change(Method::POST, &path, 2, &why).await;
    assert_eq!(agreed.json()["data"]["state"], "withdrawn", "{}", agreed.text);
}
