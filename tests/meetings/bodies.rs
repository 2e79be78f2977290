//! Are bodies made of a division, and seats held by who may sit there?

use entity::{account, expert, nomination_person, reviewer_account, vocabulary::Role};
use laurel::{persistence::insert_all, shared::Clock as _};
use reqwest::Method;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _,
};
use serde_json::{Value, json};

use super::scene::{Scene, YEAR, act, text, version};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        panels_are_seated_from_the_division_once,
        who_may_not_sit_is_given_no_seat_and_nobody_two,
        a_name_without_an_expert_is_checked_against_the_round,
        a_seat_changes_by_its_version_and_ends_for_a_reason,
    ],
}

/// A body that an operation of this part takes; none where the path is none of its own.
pub(super) fn body(path: &str, nobody: &str) -> Option<Value> {
    let (title, place) = ("示例会议", "示例地点");
    let starts_at = "2099-01-01T00:00:00Z";
    let last = path.rsplit('/').next()?;
    if path.ends_with("/review-bodies") {
        return Some(json!({ "kind": "panel", "name": "示例评审组" }));
    }
    if path.ends_with("/meetings") && path.starts_with("/rounds/") {
        return Some(json!({
            "body": nobody, "title": title, "place": place, "starts_at": starts_at,
        }));
    }
    if path == format!("/review-bodies/{nobody}") {
        return Some(json!({ "name": "示例" }));
    }
    if path.starts_with("/review-bodies/") || path.starts_with("/review-seats/") {
        return Some(json!({ "name": "示例", "unit": "示例", "username": "nobody" }));
    }
    let line = json!({ "nomination": nobody, "has_defence": false });
    if path == format!("/meetings/{nobody}") {
        return Some(json!({
            "title": title, "place": place, "starts_at": starts_at, "items": [line],
        }));
    }
    let is_own = ["/meetings/", "/my-meetings/", "/agenda-items/", "/item-recusals/"];
    let is_ballot = path.contains("/ballots");
    (is_own.iter().any(|start| path.starts_with(start)) && !is_ballot).then(|| match last {
        "attendance" if path.starts_with("/my-meetings/") => json!({ "is_in": true }),
        "attendance" => json!({ "seat": nobody, "is_in": true }),
        "recusals" => json!({ "seat": nobody, "reason": "一段说明" }),
        "recuse" | "lift" | "cancel" => json!({ "reason": "一段说明" }),
        "defence" => json!({ "attended": true }),
        "opinion" => json!({ "text": "一段不少于十个字的评审意见。" }),
        "sign" => json!({ "digest": "0".repeat(64), "answer": "agree" }),
        "agree" => json!({ "opinions": [{ "id": nobody, "digest": "0".repeat(64) }] }),
        _ => json!({}),
    })
}

fn bodies() -> String {
    format!("/rounds/{YEAR}/review-bodies")
}

/// Divides the round, and says which panels with how many experts there are.
async fn divide(office: &Visitor) -> Vec<(String, usize)> {
    let here = format!("/rounds/{YEAR}/panel-divisions");
    let bounds = json!({ "min_nominations": 3, "max_nominations": 8, "experts": 5 });
    let proposal = office.post(&format!("{here}/preview"), &bounds).await.json()["data"].take();
    let agreed =
        json!({ "bounds": bounds, "digest": proposal["digest"], "reason": "按学科分组评审" });
    let made = office.create(&here, "a-key-of-panels", &agreed).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let panels = made.json()["data"][0]["panels"].take();
    let known = |panel: &Value| (text(&panel["name"]), panel["experts"].as_array().unwrap().len());
    panels.as_array().unwrap().iter().map(known).collect()
}

async fn panels_are_seated_from_the_division_once(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let path = format!("{}/from-division", bodies());
    let refused = office.create(&path, "key-before-any-division", &json!({})).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "there is none");
    let mut panels = divide(&office).await;
    let made = office.create(&path, "key-of-the-division", &json!({})).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let found = made.json()["data"].take();
    let mut seated: Vec<(String, usize)> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|body| (text(&body["name"]), body["seats"].as_array().unwrap().len()))
        .collect();
    panels.sort();
    seated.sort();
    assert_eq!(seated, panels);
    for body in found.as_array().unwrap() {
        assert_eq!(body["panel"], body["name"]);
        for (seat, number) in body["seats"].as_array().unwrap().iter().zip(1..) {
            assert_eq!((&seat["number"], &seat["duty"]), (&json!(number), &json!("member")));
            assert_ne!(seat["expert"]["code"], "", "{seat}");
        }
    }
    let again = office.create(&path, "key-of-the-division", &json!({})).await;
    assert_eq!((again.status, again.json()["data"].take()), (201, found), "the same request");
    let refused = office.create(&path, "key-of-the-division-2", &json!({})).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "once in a round");
    for role in [Role::SocietyHead, Role::Cast, Role::Reviewer, Role::CommitteeMember] {
        let other = app.sign_in(role).await;
        assert_eq!(other.get(&bodies()).await.status, 403, "{role:?}");
        assert_eq!(other.create(&path, "key-of-another", &json!({})).await.status, 403, "{role:?}");
    }
}

/// A committee without seats.
async fn committee(office: &Visitor) -> Value {
    let body = json!({ "kind": "committee", "name": "自然科学奖评审委员会", "category": "NAT" });
    let made = office.create(&bodies(), "key-of-a-committee", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["data"].take()
}

/// Asks for a seat.
async fn give(office: &Visitor, body: &Value, key: &str, seat: &Value) -> Answer {
    let path = format!("/review-bodies/{}/seats", text(&body["id"]));
    office.create(&path, key, seat).await
}

fn seat(username: &str) -> Value {
    json!({ "name": "评审委员甲", "unit": "示范研究院", "username": username })
}

async fn who_may_not_sit_is_given_no_seat_and_nobody_two(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let nothing = json!({ "kind": "committee", "name": "某委员会" });
    let refused = office.create(&bodies(), "key-without-a-category", &nothing).await;
    assert_eq!(refused.outcome(), (422, "invalid".to_owned()));
    let body = committee(&office).await;
    assert_eq!((&body["least"], &body["is_fit"]), (&json!(25), &json!(false)));
    app.sign_in(Role::SocietyClerk).await;
    let clerk = format!("test.society_clerk.{}", app.society().await.to_lowercase());
    app.add_account("member.one", Role::CommitteeMember, None).await;
    for (username, key) in [(&*clerk, "key-of-a-clerk"), ("nobody.at.all", "key-of-nobody")] {
        let refused = give(&office, &body, key, &seat(username)).await;
        assert_eq!(refused.outcome(), (422, "invalid".to_owned()), "{username}");
    }
    let bare = json!({ "name": "某人", "unit": "某单位" });
    assert_eq!(give(&office, &body, "key-of-a-bare-name", &bare).await.status, 422);
    let made = give(&office, &body, "key-of-a-member", &seat("member.one")).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json()["data"].take();
    assert_eq!((&made["number"], &made["username"]), (&json!(1), &json!("member.one")));
    let again = give(&office, &body, "key-of-a-member", &seat("member.one")).await;
    assert_eq!(again.json()["data"]["id"], made["id"], "a repetition gives no second seat");
    let refused = give(&office, &body, "key-of-a-second", &seat("member.one")).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "he sits there");
    // Nor as the expert to whom his account is tied.
    let expert = tied(app, "member.one").await;
    let as_expert = json!({ "name": "评审委员甲", "unit": "示范研究院", "expert": expert });
    let refused = give(&office, &body, "key-of-his-expert", &as_expert).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "he sits there by his account");
}

/// Ties an account to an expert of the pool who has none; the expert's key.
async fn tied(app: &TestApp, username: &str) -> uuid::Uuid {
    let database = app.app.database.reader();
    let account = account::Entity::find().filter(account::Column::Username.eq(username));
    let account = account.one(database).await.unwrap().unwrap().id;
    let ties = reviewer_account::Entity::find().all(database).await.unwrap();
    let has_none = expert::Column::Id.is_not_in(ties.iter().map(|tie| tie.expert_id));
    let expert = expert::Entity::find().filter(has_none).order_by_asc(expert::Column::Code);
    let expert_id = expert.one(database).await.unwrap().unwrap().id;
    let tie = reviewer_account::Model {
        expert_id,
        account_id: account,
        tied_by: "test".to_owned(),
        tied_at: app.clock.now(),
    };
    insert_all(database, vec![tie.into_active_model().reset_all()]).await.unwrap();
    expert_id.0
}

async fn a_name_without_an_expert_is_checked_against_the_round(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let body = committee(&office).await;
    app.add_account("member.one", Role::CommitteeMember, None).await;
    app.add_account("member.two", Role::CommitteeMember, None).await;
    let completer = nomination_person::Entity::find()
        .filter(nomination_person::Column::Role.eq(entity::vocabulary::PersonRole::Completer))
        .filter(nomination_person::Column::Unit.is_not_null())
        .order_by_asc(nomination_person::Column::Id)
        .one(app.app.database.reader())
        .await
        .unwrap()
        .unwrap();
    let named = json!({
        "name": completer.name, "unit": completer.unit, "username": "member.one",
    });
    let made = give(&office, &body, "key-of-a-completer", &named).await.json();
    let check = &made["data"]["check"];
    let found = check["barred"].as_u64().unwrap() + check["flagged"].as_u64().unwrap();
    assert!(found > 0, "a completer is known: {check}");
    assert!(!check["reasons"].as_array().unwrap().is_empty(), "{check}");
    let read = office.data(&format!("/review-bodies/{}", text(&body["id"]))).await;
    assert_eq!(read["seats"][0]["check"], Value::Null, "told when the seat is given");
    let plain = json!({ "name": "从未出现的人", "unit": "无此单位", "username": "member.two" });
    let made = give(&office, &body, "key-of-an-unknown", &plain).await.json();
    assert_eq!(made["data"]["check"]["barred"], 0, "{made}");
}

async fn a_seat_changes_by_its_version_and_ends_for_a_reason(app: &TestApp) {
    let scene = Scene::of(app).await;
    let seat = &scene.seats[2];
    let path = format!("/review-seats/{}", text(&seat["id"]));
    let mut change = json!({
        "name": seat["name"], "unit": seat["unit"], "duty": "vice_chair",
        "username": seat["username"], "expert": seat["expert"]["id"],
    });
    let put = |seen: i64, body: Value| {
        let (office, path) = (scene.office.clone(), path.clone());
        async move { office.change(Method::PUT, &path, seen, &body).await }
    };
    let changed = put(version(seat), change.clone()).await;
    assert_eq!(changed.json()["data"]["duty"], "vice_chair", "{}", changed.text);
    let stale = put(version(seat), change.clone()).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    assert_eq!(stale.json()["present"]["data"]["duty"], "vice_chair");
    let taken = &scene.seats[3];
    change["username"] = taken["username"].clone();
    let seen = version(&changed.json()["data"]);
    assert_eq!(put(seen, change).await.status, 409, "that account sits elsewhere in the body");
    let end = |seen: i64, reason: &str| {
        let (office, path, body) =
            (scene.office.clone(), path.clone(), json!({ "reason": reason }));
        async move { office.change(Method::DELETE, &path, seen, &body).await }
    };
    assert_eq!(end(seen, "短").await.status, 422);
    let ended = end(seen, "本人提出辞任").await;
    assert_eq!(ended.status, 200, "{}", ended.text);
    assert_eq!(ended.json()["data"]["ended_why"], "本人提出辞任");
    assert_eq!(end(seen + 1, "本人提出辞任").await.status, 409, "once");
    let members = scene.member(app, 2).await;
    assert_eq!(members.data("/my-meetings").await, json!([]));
    // What is on does not change under those who sit in it.
    let meeting = scene.called(app).await;
    let meeting = scene.present(&meeting, 2).await;
    let meeting = scene.present_from(&meeting, 3).await;
    let opened =
        act(&scene.office, &super::scene::at(&meeting, "/open"), &meeting, &json!({})).await;
    assert_eq!(opened.status, 200, "{}", opened.text);
    let path = format!("/review-seats/{}", text(&scene.seats[4]["id"]));
    let reason = json!({ "reason": "本人提出辞任" });
    let refused = scene.office.change(Method::DELETE, &path, 1, &reason).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
}
