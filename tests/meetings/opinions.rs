//! Is an opinion locked before it is signed, and does everybody who came and does not keep out sign or dissent?

use entity::ids::AgendaItemId;
use laurel::meetings;
use reqwest::Method;
use serde_json::{Value, json};

use super::scene::{ITEMS, SEATS, Scene, act, at, codes, done, mine, text, version};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        an_opinion_is_written_by_a_duty_and_locked_once,
        every_word_is_given_before_the_meeting_is_closed,
        several_opinions_are_signed_in_one_act_or_none_is,
    ],
}

const WORDS: &str = "该项目创新性突出，建议通过初评。";

fn opinion(item: &Value, part: &str) -> String {
    format!("/agenda-items/{}/opinion{part}", text(&item["id"]))
}

/// Writes the opinion on an item over what was seen.
async fn write(who: &Visitor, item: &Value, seen: i64, words: &str) -> Answer {
    who.change(Method::PUT, &opinion(item, ""), seen, &json!({ "text": words })).await
}

/// The opinion on an item, as somebody sees it from his seat.
async fn shown(who: &Visitor, meeting: &Value, item: &Value) -> Value {
    let mut own = who.data(&mine(meeting, "")).await;
    let items = own["items"].as_array_mut().unwrap();
    let it = items.iter_mut().find(|one| one["facts"]["id"] == item["id"]).unwrap();
    it["facts"]["opinion"].take()
}

/// Signs an opinion.
async fn sign(who: &Visitor, meeting: &Value, opinion: &Value, more: &Value) -> Answer {
    let mut body = json!({ "digest": opinion["digest"], "answer": "agree" });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    let path = mine(meeting, &format!("/opinions/{}/sign", text(&opinion["id"])));
    who.change(Method::POST, &path, version(opinion), &body).await
}

async fn an_opinion_is_written_by_a_duty_and_locked_once(app: &TestApp) {
    let scene = Scene::of(app).await;
    let meeting = scene.opened(app).await;
    let item = scene.item(&meeting, 1).clone();
    let (scribe, member) = (scene.member(app, 1).await, scene.member(app, 3).await);
    assert_eq!(write(&member, &item, 0, WORDS).await.status, 403);
    assert_eq!(write(&scene.office, &item, 0, WORDS).await.status, 403, "the body writes it");
    // The chair keeps out of the first item: he does not even find it there.
    let (chair, barred) = (scene.member(app, 0).await, scene.item(&meeting, 0).clone());
    assert_eq!(write(&chair, &barred, 0, WORDS).await.status, 404);
    assert_eq!(write(&scribe, &item, 0, "太短").await.status, 422);
    let written = write(&scribe, &item, 0, WORDS).await;
    assert_eq!(written.status, 200, "{}", written.text);
    assert_eq!(write(&scribe, &item, 0, WORDS).await.outcome(), (412, "stale".to_owned()));
    let longer = format!("{WORDS}推广应用前景良好。");
    assert_eq!(write(&chair, &item, 1, &longer).await.status, 200, "any duty, by what he saw");
    let draft = shown(&member, &meeting, &item).await;
    assert_eq!((&draft["state"], &draft["text"]), (&json!("draft"), &Value::Null));
    assert_eq!(shown(&scribe, &meeting, &item).await["text"], longer.as_str());
    let lock = opinion(&item, "/lock");
    let locked = scribe.change(Method::POST, &lock, 2, &json!({})).await;
    assert_eq!(locked.status, 200, "{}", locked.text);
    let read = shown(&member, &meeting, &item).await;
    assert_eq!(read["digest"], laurel::shared::hex_sha256(longer.as_bytes()));
    assert_eq!((&read["state"], &read["text"]), (&json!("locked"), &json!(longer)));
    assert_eq!(write(&scribe, &item, 3, WORDS).await.outcome(), (409, "conflict".to_owned()));
    assert_eq!(scribe.change(Method::POST, &lock, 3, &json!({})).await.status, 409);
    let recorded = laurel::audit::read_all(app.app.database.reader()).await.unwrap();
    let said = format!("{recorded:?}");
    assert!(
        said.contains("meetings.lock_opinion") && !said.contains("创新性突出"),
        "no word of it"
    );
    let rows = crate::harness::walk::every_row(app).await;
    assert!(!rows.iter().any(|(_, row)| row.contains("创新性突出")), "it is kept sealed");
}

async fn every_word_is_given_before_the_meeting_is_closed(app: &TestApp) {
    let scene = Scene::of(app).await;
    // One of them does not come: his word is not waited for.
    let meeting = scene.called(app).await;
    let meeting = scene.present(&meeting, SEATS - 1).await;
    let meeting = done(&scene.office, &at(&meeting, "/open"), &meeting, &json!({})).await;
    let scribe = scene.member(app, 1).await;
    let mut now = scene.office.data(&at(&meeting, "")).await;
    for number in 0..ITEMS {
        let item = scene.item(&meeting, number).clone();
        let to = json!({ "item": item["id"], "leave": "done" });
        done(&scene.office, &at(&meeting, "/current"), &now, &to).await;
        assert_eq!(write(&scribe, &item, 0, WORDS).await.status, 200);
        let lock = opinion(&item, "/lock");
        assert_eq!(scribe.change(Method::POST, &lock, 1, &json!({})).await.status, 200);
        now = scene.office.data(&at(&meeting, "")).await;
    }
    now = {
        done(&scene.office, &at(&meeting, "/current"), &now, &json!({})).await;
        scene.office.data(&at(&meeting, "")).await
    };
    let refused = act(&scene.office, &at(&meeting, "/close"), &now, &json!({})).await;
    assert_eq!(refused.status, 409);
    assert_eq!(codes(&refused), ["unsigned"; ITEMS]);
    faults(app, &scene, &meeting).await;
    for number in 0..SEATS - 1 {
        let member = scene.member(app, number).await;
        for at in 0..ITEMS {
            let item = scene.item(&meeting, at);
            // The first keeps out of the first item, and some have given their word already.
            if number == 0 && at == 0 {
                continue;
            }
            let it = shown(&member, &meeting, item).await;
            if it["answer"] == Value::Null {
                assert_eq!(sign(&member, &meeting, &it, &json!({})).await.status, 200);
            }
        }
    }
    let item = scene.item(&meeting, 1);
    let told = scene.office.data(&opinion(item, "")).await;
    assert_eq!(told["signatures"].as_array().unwrap().len(), SEATS - 1);
    assert_eq!(told["waiting"], json!([]));
    let dissents: Vec<&Value> = told["signatures"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["answer"] == "dissent")
        .map(|one| &one["words"])
        .collect();
    assert_eq!(dissents, ["证据不够充分，建议补充"]);
    let now = scene.office.data(&at(&meeting, "")).await;
    let closed = done(&scene.office, &at(&meeting, "/close"), &now, &json!({})).await;
    assert_eq!((&closed["state"], &closed["attendance"]["present"]), (&json!("closed"), &json!(0)));
    doors(app, &scene, &closed).await;
}

/// How many signatures the audit chain tells of.
async fn recorded(app: &TestApp) -> usize {
    let chain = laurel::audit::read_all(app.app.database.reader()).await.unwrap();
    chain.iter().filter(|(link, _)| link.entry.action == "meetings.sign_opinion").count()
}

async fn several_opinions_are_signed_in_one_act_or_none_is(app: &TestApp) {
    let scene = Scene::of(app).await;
    let meeting = scene.opened(app).await;
    let (scribe, member) = (scene.member(app, 1).await, scene.member(app, 4).await);
    let items: Vec<Value> = (0..ITEMS).map(|at| scene.item(&meeting, at).clone()).collect();
    for (item, number) in items.iter().zip(0..) {
        assert_eq!(write(&scribe, item, 0, WORDS).await.status, 200);
        // The last is a draft still.
        if number + 1 < ITEMS {
            let locked = scribe.change(Method::POST, &opinion(item, "/lock"), 1, &json!({})).await;
            assert_eq!(locked.status, 200, "{}", locked.text);
        }
    }
    let mut read = Vec::new();
    for item in &items {
        let it = shown(&member, &meeting, item).await;
        read.push(
            json!({ "id": it["id"], "digest": laurel::shared::hex_sha256(WORDS.as_bytes()) }),
        );
    }
    let agree = async |who: &Visitor, opinions: &[Value]| {
        let path = mine(&meeting, "/opinions/agree");
        let key = laurel::shared::random_token(12);
        who.create(&path, &key, &json!({ "opinions": opinions })).await
    };
    let before = recorded(app).await;
    let locked = &read[..ITEMS - 1];
    let refused = agree(&member, &read).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "one of them is a draft");
    let twice = [locked[0].clone(), locked[0].clone()];
    assert_eq!(agree(&member, &twice).await.outcome(), (422, "invalid".to_owned()));
    assert_eq!(agree(&member, &[]).await.status, 422);
    let other = [locked[0].clone(), json!({ "id": locked[1]["id"], "digest": "0".repeat(64) })];
    assert_eq!(agree(&member, &other).await.status, 409, "another text");
    for item in &items {
        assert_eq!(shown(&member, &meeting, item).await["answer"], Value::Null, "none is signed");
    }
    let signed = agree(&member, locked).await;
    assert_eq!(signed.status, 200, "{}", signed.text);
    for item in &items[..ITEMS - 1] {
        assert_eq!(shown(&member, &meeting, item).await["answer"], "agree");
    }
    assert_eq!(agree(&member, &locked[..1]).await.status, 409, "once");
    // Who keeps out of the first item signs none with it, and the others without it.
    let barred = scene.member(app, 0).await;
    assert_eq!(agree(&barred, locked).await.status, 409);
    assert_eq!(agree(&barred, &locked[1..]).await.status, 200);
    let told = scene.office.data(&opinion(&items[0], "")).await;
    assert_eq!(told["signatures"].as_array().unwrap().len(), 1);
    let more = recorded(app).await - before;
    assert_eq!(more, 2 * (ITEMS - 1) - 1, "each signature is a record of its own");
}

/// What is no signature.
async fn faults(app: &TestApp, scene: &Scene, meeting: &Value) {
    let item = scene.item(meeting, 1);
    let (member, absent) = (scene.member(app, 4).await, scene.member(app, SEATS - 1).await);
    let read = shown(&member, meeting, item).await;
    let other = json!({ "digest": "0".repeat(64) });
    let refused = sign(&member, meeting, &read, &other).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "another text");
    let bare = sign(&member, meeting, &read, &json!({ "answer": "dissent" })).await;
    assert_eq!(bare.outcome(), (422, "invalid".to_owned()), "who dissents says why");
    let words = json!({ "answer": "dissent", "words": "证据不够充分，建议补充" });
    let signed = sign(&member, meeting, &read, &words).await;
    assert_eq!(signed.status, 200, "{}", signed.text);
    assert_eq!(shown(&member, meeting, item).await["answer"], "dissent");
    assert_eq!(sign(&member, meeting, &read, &json!({})).await.status, 409, "once");
    assert_eq!(sign(&absent, meeting, &read, &json!({})).await.status, 409, "he did not come");
    // Who keeps out of the first item signs nothing of it.
    let first = scene.item(meeting, 0);
    let read = shown(&member, meeting, first).await;
    let barred = scene.member(app, 0).await;
    assert_eq!(sign(&barred, meeting, &read, &json!({})).await.status, 409);
    let stranger =
        app.sign_in_as("member.elsewhere", entity::vocabulary::Role::CommitteeMember, None).await;
    assert_eq!(sign(&stranger, meeting, &read, &json!({})).await.status, 404);
}

/// What the rooms above ask for.
async fn doors(app: &TestApp, scene: &Scene, meeting: &Value) {
    let tx = app.app.database.begin_read().await.unwrap();
    let round = app.round(super::scene::YEAR).await;
    let stage = meetings::model::Stage::FirstReview;
    let closed = meetings::closed(&*tx, round, stage).await.unwrap();
    assert_eq!(closed.len(), 1);
    let nominations: Vec<_> = closed[0].items.iter().map(|(_, nomination)| *nomination).collect();
    let mut expected = scene.nominations.clone();
    let mut found = nominations.clone();
    expected.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, expected);
    let defences = meetings::defences(&*tx, round).await.unwrap();
    assert_eq!(defences.values().copied().collect::<Vec<_>>(), [(1, 0); ITEMS]);
    let id: uuid::Uuid = text(&scene.item(meeting, 1)["id"]).parse().unwrap();
    let opinion = meetings::opinion_of(&app.app, &tx, AgendaItemId(id)).await.unwrap().unwrap();
    assert_eq!((opinion.text.as_str(), opinion.signed.len()), (WORDS, SEATS - 1));
    assert_eq!(opinion.dissenting.len(), 1);
}
