//! Is it kept who was there, does a meeting open with two thirds, and does who keeps out of an item learn nothing of it?

use entity::{attendance, ids::NominationId, vocabulary::Role};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::{Value, json};

use super::scene::{ITEMS, SEATS, Scene, act, at, codes, done, mine, text, version};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        a_meeting_opens_with_two_thirds_and_not_before,
        who_keeps_out_learns_nothing_of_the_item,
        a_member_keeps_out_by_his_own_word_and_is_let_back_by_another,
        what_the_register_bars_is_decided_there,
        a_head_leads_and_a_member_does_not,
        reasons_are_for_the_office_and_who_says_why,
        a_defence_has_its_time_its_files_and_its_outcome,
    ],
}

async fn a_meeting_opens_with_two_thirds_and_not_before(app: &TestApp) {
    let scene = Scene::of(app).await;
    let meeting = scene.called(app).await;
    assert_eq!(meeting["attendance"], json!({ "expected": SEATS, "present": 0, "needed": 7 }));
    let six = scene.present(&meeting, 6).await;
    let refused = act(&scene.office, &at(&meeting, "/open"), &six, &json!({})).await;
    assert_eq!((refused.status, codes(&refused)), (409, vec!["quorum".to_owned()]));
    // A member says it himself, by what he saw; a second time it changes nothing.
    let member = scene.member(app, 6).await;
    let own = member.data(&mine(&meeting, "")).await;
    assert_eq!((&own["you"]["is_present"], &own["may"]["attend"]), (&json!(false), &json!(true)));
    let is_in = json!({ "is_in": true });
    let came = done(&member, &mine(&meeting, "/attendance"), &own, &is_in).await;
    assert_eq!(came["you"]["is_present"], true);
    let again = done(&member, &mine(&meeting, "/attendance"), &came, &is_in).await;
    assert_eq!(again["version"], came["version"]);
    let stale =
        act(&member, &mine(&meeting, "/attendance"), &own, &json!({ "is_in": false })).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    let now = scene.office.data(&at(&meeting, "")).await;
    let opened = done(&scene.office, &at(&meeting, "/open"), &now, &json!({})).await;
    assert_eq!((&opened["state"], &opened["attendance"]["present"]), (&json!("open"), &json!(7)));
    // He goes and comes back: two spans are kept.
    app.clock.advance(chrono::Duration::minutes(5));
    let own = member.data(&mine(&meeting, "")).await;
    let gone =
        done(&member, &mine(&meeting, "/attendance"), &own, &json!({ "is_in": false })).await;
    assert_eq!(gone["you"]["is_present"], false);
    app.clock.advance(chrono::Duration::minutes(5));
    done(&member, &mine(&meeting, "/attendance"), &gone, &is_in).await;
    let seat: uuid::Uuid = text(&scene.seats[6]["id"]).parse().unwrap();
    let spans = attendance::Entity::find()
        .filter(attendance::Column::SeatId.eq(entity::ids::ReviewSeatId(seat)))
        .order_by_asc(attendance::Column::EnteredAt)
        .all(app.app.database.reader())
        .await
        .unwrap();
    let lengths: Vec<Option<i64>> = spans
        .iter()
        .map(|span| span.left_at.map(|left| (left - span.entered_at).num_minutes()))
        .collect();
    assert_eq!(lengths, [Some(5), None]);
    assert!(spans.iter().all(|span| span.noted_by == "panel.6"));
}

async fn who_keeps_out_learns_nothing_of_the_item(app: &TestApp) {
    let scene = Scene::of(app).await;
    let meeting = scene.opened(app).await;
    let barred = scene.item(&meeting, 0).clone();
    let recused = scene.member(app, 0).await;
    let other = scene.member(app, 3).await;
    let own = mine(&meeting, "");
    for secret in [&barred["id"], &barred["nomination"]["id"], &barred["nomination"]["title"]] {
        if *secret != barred["nomination"]["id"] {
            assert!(other.get(&own).await.text.contains(&text(secret)), "others see it: {secret}");
        }
        assert!(!recused.get(&own).await.text.contains(&text(secret)), "{secret}");
    }
    let shown = recused.data(&own).await;
    let position = barred["position"].as_u64().unwrap();
    let items = shown["items"].as_array().unwrap();
    assert_eq!(items.len(), ITEMS);
    for item in items {
        let is_it = item["position"] == position;
        assert_eq!(item["is_recused"], is_it, "{item}");
        assert_eq!(item["facts"].is_null(), is_it, "{item}");
    }
    let item = text(&barred["id"]);
    let paths = [format!("/items/{item}/dossier"), format!("/items/{item}/files/1")]
        .map(|part| mine(&meeting, &part));
    assert_eq!(other.get(&paths[0]).await.status, 200, "who judges reads it");
    for path in &paths {
        assert_eq!(recused.get(path).await.status, 404, "{path}");
    }
    let reason = json!({ "reason": "与完成人有合作关系" });
    let path = mine(&meeting, &format!("/items/{item}/recuse"));
    assert_eq!(recused.change(Method::POST, &path, version(&barred), &reason).await.status, 404);
    // The head keeps out of it too: he cannot lead there.
    let to = json!({ "item": item });
    let led = act(&recused, &at(&meeting, "/current"), &meeting, &to).await;
    assert_eq!(led.outcome(), (404, "not_found".to_owned()));
    // Nobody else has a seat here.
    let stranger = app.sign_in_as("member.elsewhere", Role::CommitteeMember, None).await;
    assert_eq!(stranger.get(&own).await.status, 404);
    let society = app.sign_in(Role::SocietyHead).await;
    assert_eq!(society.get(&own).await.status, 403);
}

/// A member keeps himself out of an item.
async fn keep_out(member: &Visitor, meeting: &Value, item: &Value) -> Answer {
    let reason = json!({ "reason": "与第一完成人有合作关系" });
    let path = mine(meeting, &format!("/items/{}/recuse", text(&item["id"])));
    member.change(Method::POST, &path, version(item), &reason).await
}

async fn a_member_keeps_out_by_his_own_word_and_is_let_back_by_another(app: &TestApp) {
    let scene = Scene::of(app).await;
    let meeting = scene.opened(app).await;
    let item = scene.item(&meeting, 1).clone();
    let member = scene.member(app, 4).await;
    let out = keep_out(&member, &meeting, &item).await;
    assert_eq!(out.status, 200, "{}", out.text);
    let position = item["position"].as_u64().unwrap();
    let own = out.json()["data"]["items"].take();
    let it = own.as_array().unwrap().iter().find(|one| one["position"] == position).unwrap();
    assert_eq!(it, &json!({ "position": position, "is_recused": true, "facts": null }));
    assert!(!out.text.contains("合作关系"), "the reason is the office's");
    let now = scene.office.data(&at(&meeting, "")).await;
    let shown = scene.item(&now, 1).clone();
    let recusal = shown["recused"][0].clone();
    assert_eq!((&recusal["source"], &recusal["seat"]), (&json!("declared"), &scene.seats[4]["id"]));
    assert!(!now.to_string().contains("合作关系"), "it is told apart");
    let stale = keep_out(&scene.member(app, 5).await, &meeting, &item).await;
    assert_eq!(stale.status, 412, "the item changed");
    // The office keeps another out; only an administrator lets back, and not one who decided it.
    let admin = app.sign_in(Role::AwardAdmin).await;
    let body = json!({ "seat": scene.seats[5]["id"], "reason": "核查发现共同任职" });
    let path = format!("/agenda-items/{}/recusals", text(&item["id"]));
    let kept = done(&admin, &path, &shown, &body).await;
    let is_fifth = |one: &&Value| one["seat"] == scene.seats[5]["id"];
    let fifth = kept["recused"].as_array().unwrap().iter().find(is_fifth).unwrap().clone();
    let lift = |of: &Value| format!("/item-recusals/{}/lift", text(&of["id"]));
    let why = json!({ "reason": "经核实不构成利害关系" });
    assert_eq!(act(&scene.office, &lift(&recusal), &recusal, &why).await.status, 403);
    assert_eq!(act(&admin, &lift(&fifth), &fifth, &why).await.status, 403, "he decided it");
    let back = done(&admin, &lift(&recusal), &recusal, &why).await;
    assert_eq!(back["recused"].as_array().unwrap().len(), 1);
    let again = act(&admin, &lift(&recusal), &recusal, &why).await;
    assert_eq!(again.outcome(), (409, "conflict".to_owned()));
    let facts = member.data(&mine(&meeting, "")).await["items"].take();
    let it = facts.as_array().unwrap().iter().find(|one| one["position"] == position).unwrap();
    assert_eq!(it["is_recused"], false);
}

async fn what_the_register_bars_is_decided_there(app: &TestApp) {
    let scene = Scene::of(app).await;
    let meeting = scene.called(app).await;
    let recusal = scene.item(&meeting, 0)["recused"][0].clone();
    let admin = app.sign_in(Role::AwardAdmin).await;
    let path = format!("/item-recusals/{}/lift", text(&recusal["id"]));
    let why = json!({ "reason": "经核实不构成利害关系" });
    let refused = act(&admin, &path, &recusal, &why).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "the conflict still stands");
}

async fn a_head_leads_and_a_member_does_not(app: &TestApp) {
    let scene = Scene::of(app).await;
    let meeting = scene.opened(app).await;
    let (chair, member) = (scene.member(app, 0).await, scene.member(app, 3).await);
    let (one, two) = (scene.item(&meeting, 1).clone(), scene.item(&meeting, 2).clone());
    let current = at(&meeting, "/current");
    let to = |item: &Value, leave: &str| json!({ "item": item["id"], "leave": leave });
    let refused = act(&member, &current, &meeting, &to(&one, "done")).await;
    assert_eq!(refused.outcome(), (403, "forbidden".to_owned()));
    let led = done(&chair, &current, &meeting, &to(&one, "done")).await;
    assert_eq!(
        (&led["now"]["position"], &led["now"]["state"]),
        (&one["position"], &json!("present"))
    );
    let led = done(&scene.office, &current, &led, &to(&two, "put_off")).await;
    assert_eq!(led["now"]["position"], two["position"]);
    let stale = act(&chair, &current, &meeting, &to(&one, "done")).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    let ended = done(&chair, &current, &led, &json!({})).await;
    assert_eq!(ended["now"], Value::Null);
    let now = scene.office.data(&at(&meeting, "")).await;
    assert_eq!(scene.item(&now, 1)["state"], "put_off");
    assert_eq!(scene.item(&now, 2)["state"], "done");
    // It is not over while something was not heard.
    let refused = act(&scene.office, &at(&meeting, "/close"), &now, &json!({})).await;
    assert_eq!(refused.status, 409);
    let unheard = codes(&refused).iter().filter(|code| *code == "unfinished").count();
    assert_eq!(unheard, 2, "{}", refused.text);
}

async fn reasons_are_for_the_office_and_who_says_why(app: &TestApp) {
    let scene = Scene::of(app).await;
    let meeting = scene.opened(app).await;
    let item = scene.item(&meeting, 1).clone();
    let member = scene.member(app, 4).await;
    assert_eq!(keep_out(&member, &meeting, &item).await.status, 200);
    let path = format!("/agenda-items/{}/recusals", text(&item["id"]));
    let told = scene.office.data(&path).await;
    assert_eq!(told[0]["words"][0]["reason"], "与第一完成人有合作关系");
    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(supervisor.get(&path).await.outcome(), (422, "invalid".to_owned()));
    let asked = format!("{path}?reason=%E7%9D%A3%E6%9F%A5%E5%9B%9E%E9%81%BF%E6%83%85%E5%86%B5");
    assert_eq!(supervisor.data(&asked).await[0]["words"], told[0]["words"]);
    let chain = laurel::audit::read_all(app.app.database.reader()).await.unwrap();
    let read = chain.iter().filter(|(link, _)| link.entry.action == "meetings.read_papers");
    let reasons: Vec<&str> = read.filter_map(|(link, _)| link.entry.reason.as_deref()).collect();
    assert_eq!(reasons, ["督查回避情况"]);
    let given = |reason: &str| reason.contains("与第一完成人有合作关系");
    assert!(!chain.iter().any(|(link, _)| link.entry.reason.as_deref().is_some_and(given)));
    for other in [member, app.sign_in(Role::Cast).await] {
        assert_eq!(other.get(&path).await.status, 403);
    }
}

/// The code of the society that nominated.
async fn society_of(app: &TestApp, id: NominationId) -> String {
    let row = entity::nomination::Entity::find_by_id(id).one(app.app.database.reader()).await;
    row.unwrap().unwrap().society_code.unwrap()
}

async fn a_defence_has_its_time_its_files_and_its_outcome(app: &TestApp) {
    let mut scene = Scene::of(app).await;
    let meeting = scene.called(app).await;
    let item = scene.item(&meeting, 1).clone();
    let code = society_of(app, scene.nominations[1]).await;
    let society = app.sign_in_of(Role::SocietyClerk, Some(&code)).await;
    let own = society.data("/society-defences").await;
    let slot = own.as_array().unwrap().iter().find(|one| one["id"] == item["id"]).unwrap();
    assert_eq!((&slot["begins"], &slot["may_give"]), (&item["begins"], &json!(true)));
    let known: Vec<&String> = slot.as_object().unwrap().keys().collect();
    assert!(!known.iter().any(|name| ["position", "version", "state"].contains(&name.as_str())));
    let path = format!("/society-defences/{}/files", text(&item["id"]));
    let give = |who: &Visitor, key: &str, bytes: Vec<u8>| {
        let name = "?name=%E7%AD%94%E8%BE%A9.png";
        let request = who.request(Method::POST, &format!("{path}{name}"));
        Answer::of(request.header("idempotency-key", key.to_owned()).body(bytes))
    };
    let picture = picture();
    let refused = give(&society, "key-of-a-program", b"MZ\x90\x00".to_vec()).await;
    assert_eq!(refused.outcome(), (422, "invalid".to_owned()));
    let given = give(&society, "key-of-a-picture", picture.clone()).await;
    assert_eq!(given.status, 201, "{}", given.text);
    assert_eq!(given.json()["data"]["files"][0]["is_late"], false);
    let again = give(&society, "key-of-a-picture", picture.clone()).await;
    assert_eq!(again.json()["data"]["files"].as_array().unwrap().len(), 1, "the same request");
    app.clock.advance(chrono::Duration::hours(3));
    // The sessions have ended meanwhile.
    scene.office = app.sign_in(Role::AwardOffice).await;
    let office = scene.office.clone();
    let society = app.sign_in_of(Role::SocietyClerk, Some(&code)).await;
    let late = give(&society, "key-of-a-late-one", picture.clone()).await;
    assert_eq!(late.json()["data"]["files"][1]["is_late"], true, "{}", late.text);
    let (judge, out) = (scene.member(app, 3).await, scene.member(app, 0).await);
    let file = format!("/items/{}/files/1", text(&item["id"]));
    for (who, path) in [
        (&society, format!("{path}/1")),
        (&office, format!("/agenda-items/{}/files/1", text(&item["id"]))),
        (&judge, mine(&meeting, &file)),
        (&out, mine(&meeting, &file)),
    ] {
        let answer = who.request(Method::GET, &path).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.bytes().await.unwrap().to_vec(), picture, "{path}");
    }
    let foreign = if code == "D-A-01" { "D-A-02" } else { "D-A-01" };
    let foreign = app.sign_in_of(Role::SocietyClerk, Some(foreign)).await;
    assert_eq!(foreign.get(&format!("{path}/1")).await.status, 404);
    assert_eq!(give(&foreign, "key-of-a-stranger", picture).await.status, 404);
    // The office says who came, once the meeting goes on.
    let note = format!("/agenda-items/{}/defence", text(&item["id"]));
    let came = json!({ "attended": true });
    let seen = version(&item);
    assert_eq!(office.change(Method::PUT, &note, seen, &came).await.status, 409);
    let now = office.data(&at(&meeting, "")).await;
    let now = scene.present(&now, SEATS).await;
    done(&office, &at(&meeting, "/open"), &now, &json!({})).await;
    let noted = office.change(Method::PUT, &note, seen, &came).await;
    assert_eq!(noted.json()["data"]["defence"], "attended", "{}", noted.text);
    assert_eq!(office.change(Method::PUT, &note, seen, &came).await.status, 412);
}

/// A small picture.
fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(1_200, 900, image::Rgb([240, 240, 240]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}
