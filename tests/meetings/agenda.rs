//! Is an agenda put into the order that moves the fewest people, and is a meeting called as a whole or not at all?

use entity::{
    ids::NominationId,
    nomination, notice, objection,
    vocabulary::{NominationState, Role},
};
use laurel::shared::Clock as _;
use reqwest::Method;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    PaginatorTrait as _, QueryFilter as _,
};
use serde_json::{Value, json};

use super::scene::{ITEMS, Scene, YEAR, act, at, codes, done, text, version};
use crate::harness::{TestApp, Visitor, keys};

db_tests! {
    round: [
        a_draft_holds_what_waits_and_moves_the_fewest,
        the_agenda_is_changed_whole_and_by_its_version,
        a_call_takes_all_or_nothing_to_the_panel,
        a_called_meeting_keeps_its_nominations_and_tells_of_changes,
        what_is_put_off_or_called_off_is_free_for_another_meeting,
        an_officer_with_an_interest_sees_and_steers_nothing_of_it,
    ],
}

async fn states(app: &TestApp, ids: &[NominationId]) -> Vec<NominationState> {
    let rows = nomination::Entity::find()
        .filter(nomination::Column::Id.is_in(ids.iter().copied()))
        .all(app.app.database.reader())
        .await
        .unwrap();
    rows.into_iter().map(|row| row.state).collect()
}

/// The keys of the nominations of a meeting, in the order of its agenda.
fn order(meeting: &Value) -> Vec<Value> {
    let items = meeting["items"].as_array().unwrap();
    items.iter().map(|item| item["nomination"]["id"].clone()).collect()
}

async fn a_draft_holds_what_waits_and_moves_the_fewest(app: &TestApp) {
    let scene = Scene::of(app).await;
    let drafted = scene.drafted(app, "key-of-a-draft").await;
    let again = scene.drafted(app, "key-of-a-draft").await;
    assert_eq!(again["id"], drafted["id"], "the same request drafts nothing more");
    assert_eq!((&drafted["state"], &drafted["stage"]), (&json!("draft"), &json!("first_review")));
    assert_eq!(order(&drafted).len(), ITEMS);
    // One item of which one keeps out: he goes and comes back.
    assert_eq!(drafted["moves"], 2);
    let barred = scene.item(&drafted, 0);
    let out: Vec<(&Value, &Value)> = barred["recused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["seat"], &one["source"]))
        .collect();
    assert_eq!(out, [(&scene.seats[0]["id"], &json!("engine"))]);
    for other in 1..ITEMS {
        assert_eq!(scene.item(&drafted, other)["recused"], json!([]), "{other}");
    }
    let begins = keys(&drafted["items"], "begins");
    assert!(begins.is_sorted(), "{begins:?}");
    assert_eq!(states(app, &scene.nominations).await, [NominationState::NetworkReviewDone; ITEMS]);
    // Nobody of the panel knows of a draft.
    let member = scene.member(app, 3).await;
    assert_eq!(member.data("/my-meetings").await, json!([]));
    let own = format!("/my-meetings/{}", text(&drafted["id"]));
    assert_eq!(member.get(&own).await.status, 404);
    // What one draft has, another does not get.
    let other = scene.draft(app, "key-of-another-draft").await;
    assert_eq!(other.json()["data"]["items"], json!([]), "{}", other.text);
    let body = json!({
        "body": scene.body["id"], "title": "又一次", "place": "二号会议室",
        "starts_at": app.clock.now(), "nominations": [scene.nominations[1]],
    });
    let path = format!("/rounds/{YEAR}/meetings");
    let refused = scene.office.create(&path, "key-of-a-third-draft", &body).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    assert_eq!(codes(&refused), ["elsewhere"]);
    let far = json!({
        "body": scene.body["id"], "title": "又一次", "place": "二号会议室",
        "starts_at": "9999-12-31T23:59:00Z",
    });
    let refused = scene.office.create(&path, "key-of-a-far-draft", &far).await;
    assert_eq!((refused.status, codes(&refused)), (422, vec!["range".to_owned()]));
    // The same request finds what it drafted before, and not that as an obstacle.
    let first = scene.office.data(&at(&drafted, "")).await;
    let why = json!({ "reason": "改由指定项目组成" });
    done(&scene.office, &at(&first, "/cancel"), &first, &why).await;
    let made = scene.office.create(&path, "key-of-a-named-draft", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let again = scene.office.create(&path, "key-of-a-named-draft", &body).await;
    assert_eq!(again.status, 201, "{}", again.text);
    assert_eq!(again.json()["data"]["id"], made.json()["data"]["id"]);
}

/// The body by which an agenda is put into an order.
fn agenda(meeting: &Value, order: &[Value]) -> Value {
    let items: Vec<Value> =
        order.iter().map(|id| json!({ "nomination": id, "has_defence": true })).collect();
    json!({
        "title": meeting["title"], "place": meeting["place"], "starts_at": meeting["starts_at"],
        "items": items,
    })
}

async fn the_agenda_is_changed_whole_and_by_its_version(app: &TestApp) {
    let scene = Scene::of(app).await;
    let meeting = scene.drafted(app, "key-of-a-draft").await;
    let here = at(&meeting, "");
    let put = |seen: i64, body: Value| {
        let (office, path) = (scene.office.clone(), here.clone());
        async move { office.change(Method::PUT, &path, seen, &body).await }
    };
    // The same member keeps out of two items: apart they cost four moves, side by side two.
    let n = [0, 1, 2, 3].map(|at| json!(scene.nominations[at]));
    let body = json!({ "seat": scene.seats[0]["id"], "reason": "与完成人有合作关系" });
    let second = scene.item(&meeting, 2);
    let path = format!("/agenda-items/{}/recusals", text(&second["id"]));
    done(&scene.office, &path, second, &body).await;
    let meeting = scene.office.data(&at(&meeting, "")).await;
    let middle = [n[1].clone(), n[0].clone(), n[3].clone(), n[2].clone()];
    let changed = put(version(&meeting), agenda(&meeting, &middle)).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let changed = changed.json()["data"].take();
    assert_eq!((order(&changed), &changed["moves"]), (middle.to_vec(), &json!(4)));
    let stale = put(version(&meeting), agenda(&meeting, &middle)).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    let preview = at(&meeting, "/order-preview");
    let free = scene.office.post(&preview, &json!({})).await.json()["data"].take();
    assert_eq!((&free["moves"], &free["moves_now"]), (&json!(2), &json!(4)));
    let item = text(&scene.item(&changed, 3)["id"]);
    let pins = json!({ "pinned": [{ "item": item, "position": 1 }] });
    let fixed = scene.office.post(&preview, &pins).await.json()["data"].take();
    assert_eq!(fixed["items"][0], item.as_str());
    let twice =
        json!({ "pinned": [{ "item": item, "position": 1 }, { "item": item, "position": 2 }] });
    assert_eq!(scene.office.post(&preview, &twice).await.status, 422);
    // Minutes, gaps and breaks make the times.
    let mut body = agenda(&meeting, &middle);
    let starts = app.clock.now() + chrono::Duration::hours(3);
    body["starts_at"] = json!(starts);
    body["minutes"] = json!(20);
    body["gap"] = json!(5);
    let (from, until) =
        (starts + chrono::Duration::minutes(30), starts + chrono::Duration::minutes(60));
    body["breaks"] = json!([{ "from": from, "until": until }]);
    let timed = put(version(&changed), body).await.json()["data"].take();
    let minutes = [0, 60, 85, 110].map(|minute| json!(starts + chrono::Duration::minutes(minute)));
    let begins: Vec<Value> =
        timed["items"].as_array().unwrap().iter().map(|item| item["begins"].clone()).collect();
    assert_eq!(begins, minutes);
    // What is taken off is free again, and shown as left out.
    let others = &n[1..];
    let fewer = put(version(&timed), agenda(&meeting, others)).await.json()["data"].take();
    assert_eq!(order(&fewer).len(), ITEMS - 1);
    let left: Vec<(&Value, &Value)> = fewer["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["nomination"]["id"], &one["why"]))
        .collect();
    assert_eq!(left, [(&n[0], &json!("free"))]);
    let foreign = json!({ "nomination": uuid::Uuid::nil(), "has_defence": false });
    let mut body = agenda(&meeting, others);
    body["items"].as_array_mut().unwrap().push(foreign);
    assert_eq!(put(version(&fewer), body).await.status, 422);
}

/// Something that stands open against a nomination.
async fn object(app: &TestApp, nomination: NominationId) {
    let database = app.app.database.reader();
    let known = objection::Entity::find().one(database).await.unwrap();
    let mut row = known.expect("the demonstration has objections");
    row.id = app.app.ids.next();
    row.nomination_id = nomination;
    row.number = "测试异议".to_owned();
    row.form_digest = "f".repeat(64);
    row.receipt_digest = "e".repeat(64);
    row.state = entity::vocabulary::ObjectionState::Received;
    row.into_active_model().reset_all().insert(database).await.unwrap();
}

async fn a_call_takes_all_or_nothing_to_the_panel(app: &TestApp) {
    let scene = Scene::of(app).await;
    let meeting = scene.drafted(app, "key-of-a-draft").await;
    object(app, scene.nominations[2]).await;
    let call = at(&meeting, "/call");
    let refused = act(&scene.office, &call, &meeting, &json!({})).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    assert_eq!(codes(&refused), ["objected"]);
    assert_eq!(states(app, &scene.nominations).await, [NominationState::NetworkReviewDone; ITEMS]);
    let rest: Vec<Value> = order(&meeting)
        .into_iter()
        .filter(|id| *id != scene.nominations[2].to_string().as_str())
        .collect();
    let changed = scene
        .office
        .change(Method::PUT, &at(&meeting, ""), version(&meeting), &agenda(&meeting, &rest))
        .await;
    let changed = changed.json()["data"].take();
    assert_eq!(changed["left_out"][0]["why"], "objected");
    let before = (told(app, "meeting_called").await, told(app, "defence_slot").await);
    let called = done(&scene.office, &call, &changed, &json!({})).await;
    assert_eq!((&called["state"], order(&called)), (&json!("called"), rest));
    assert_eq!(text(&called["order_digest"]).len(), 64);
    for (at, id) in scene.nominations.iter().enumerate() {
        let state = states(app, &[*id]).await[0];
        let expected =
            if at == 2 { NominationState::NetworkReviewDone } else { NominationState::PanelReview };
        assert_eq!(state, expected, "{at}");
    }
    let recusal = &scene.item(&called, 0)["recused"][0];
    assert_ne!(recusal["id"], Value::Null, "the register's word is written down now");
    let refused = act(&scene.office, &call, &called, &json!({})).await;
    assert_eq!(refused.status, 409, "once");
    // Everybody who sits there is told, and the society of its time.
    assert_eq!(told(app, "meeting_called").await, before.0 + scene.seats.len());
    assert!(told(app, "defence_slot").await > before.1);
    let member = scene.member(app, 3).await;
    let own = member.data("/my-meetings").await;
    assert_eq!((&own[0]["id"], &own[0]["duty"]), (&called["id"], &json!("member")));
}

/// How many notices of a kind there are.
async fn told(app: &TestApp, kind: &str) -> usize {
    let found = notice::Entity::find().filter(notice::Column::Kind.eq(kind));
    usize::try_from(found.count(app.app.database.reader()).await.unwrap()).unwrap()
}

async fn a_called_meeting_keeps_its_nominations_and_tells_of_changes(app: &TestApp) {
    let scene = Scene::of(app).await;
    let meeting = scene.called(app).await;
    let (members, slots) = (told(app, "meeting_called").await, told(app, "defence_slot").await);
    let put = |seen: i64, body: Value| {
        let (office, path) = (scene.office.clone(), at(&meeting, ""));
        async move { office.change(Method::PUT, &path, seen, &body).await }
    };
    let all = order(&meeting);
    let refused = put(version(&meeting), agenda(&meeting, &all[1..])).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    let turned: Vec<Value> = all.iter().rev().cloned().collect();
    let changed = put(version(&meeting), agenda(&meeting, &turned)).await.json()["data"].take();
    assert_eq!(order(&changed), turned);
    assert_ne!(changed["order_digest"], meeting["order_digest"]);
    assert_eq!(scene.item(&changed, 0)["recused"], scene.item(&meeting, 0)["recused"]);
    assert_eq!(told(app, "meeting_called").await, members + scene.seats.len());
    assert!(told(app, "defence_slot").await > slots);
}

async fn what_is_put_off_or_called_off_is_free_for_another_meeting(app: &TestApp) {
    let scene = Scene::of(app).await;
    let meeting = scene.called(app).await;
    let taken = scene.drafted(app, "key-of-a-second-meeting").await;
    assert_eq!(taken["items"], json!([]), "they are called elsewhere");
    let short =
        act(&scene.office, &at(&meeting, "/cancel"), &meeting, &json!({ "reason": "短" })).await;
    assert_eq!(short.status, 422);
    let why = json!({ "reason": "会场无法使用" });
    let off = done(&scene.office, &at(&meeting, "/cancel"), &meeting, &why).await;
    assert_eq!(off["state"], "cancelled");
    let refused = act(&scene.office, &at(&meeting, "/open"), &off, &json!({})).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    // They stay where they are, and another meeting takes them up without a step.
    assert_eq!(states(app, &scene.nominations).await, [NominationState::PanelReview; ITEMS]);
    let next = scene.drafted(app, "key-of-a-third-meeting").await;
    assert_eq!(order(&next).len(), ITEMS);
    let next = done(&scene.office, &at(&next, "/call"), &next, &json!({})).await;
    assert_eq!(next["state"], "called");
}

/// An officer who says of himself that he has an interest.
async fn interested(app: &TestApp, nomination: NominationId) -> Visitor {
    let officer = app.sign_in_as("test.interested", Role::AwardOffice, None).await;
    let body = json!({
        "round": YEAR, "kind": "kin", "nomination_id": nomination, "text": "完成人是近亲属",
    });
    let made = officer.create("/my-declarations", "key-of-a-wall", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    officer
}

async fn an_officer_with_an_interest_sees_and_steers_nothing_of_it(app: &TestApp) {
    let scene = Scene::of(app).await;
    let meeting = scene.called(app).await;
    let hidden = scene.item(&meeting, 1).clone();
    let officer = interested(app, scene.nominations[1]).await;
    let seen = officer.data(&at(&meeting, "")).await;
    for secret in [&hidden["id"], &hidden["nomination"]["id"], &hidden["nomination"]["title"]] {
        assert!(meeting.to_string().contains(&text(secret)), "it is there to be seen");
        assert!(!seen.to_string().contains(&text(secret)), "{seen}");
    }
    assert_eq!(order(&seen).len(), ITEMS - 1);
    assert_eq!((&seen["order_digest"], &seen["may"]["open"]), (&Value::Null, &json!(false)));
    let list = officer.data(&format!("/rounds/{YEAR}/meetings")).await;
    assert_eq!(list[0]["items"], ITEMS - 1);
    let item = format!("/agenda-items/{}", text(&hidden["id"]));
    for path in [format!("{item}/recusals"), format!("{item}/opinion")] {
        assert_eq!(officer.get(&path).await.outcome(), (409, "conflict".to_owned()), "{path}");
    }
    let reason = json!({ "seat": scene.seats[2]["id"], "reason": "一段说明" });
    for (path, seen, body) in [
        (at(&meeting, "/open"), &meeting, json!({})),
        (at(&meeting, "/cancel"), &meeting, json!({ "reason": "一段说明" })),
        (format!("{item}/recusals"), &hidden, reason),
    ] {
        let refused = act(&officer, &path, seen, &body).await;
        assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "{path}");
        assert!(!refused.text.contains(&text(&hidden["nomination"]["number"])), "{path}");
    }
    let order_of_all = officer.post(&at(&meeting, "/order-preview"), &json!({})).await;
    assert_eq!(order_of_all.status, 409);
}
