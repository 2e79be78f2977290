//! Is everybody who follows a meeting shown where it is, each as he may see it, and does a broken line lose nothing?

use std::time::Duration;

use entity::vocabulary::Role;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::scene::{Scene, act, at, done, text};
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [
        a_stream_shows_every_change_and_ends_with_the_meeting,
        each_audience_sees_its_own,
        a_line_that_broke_begins_with_the_whole,
    ],
}

/// Longer than the server waits between two looks.
const A_LOOK: Duration = Duration::from_millis(600);

/// The events of a stream.
fn events(text: &str) -> Vec<Value> {
    text.split("\n\n")
        .filter(|event| event.contains("event:"))
        .map(|event| {
            assert!(event.lines().any(|line| line.trim() == "event: tracker"), "{event}");
            let data = event.lines().find_map(|line| line.strip_prefix("data:")).unwrap();
            serde_json::from_str(data.trim()).unwrap()
        })
        .collect()
}

async fn a_stream_shows_every_change_and_ends_with_the_meeting(app: &TestApp) {
    let scene = Scene::of(app).await;
    let meeting = scene.called(app).await;
    let member = scene.member(app, 3).await;
    let path = at(&meeting, "/events");
    let course = async {
        tokio::time::sleep(A_LOOK).await;
        let body = json!({ "seat": scene.seats[3]["id"], "is_in": true });
        let now = done(&scene.office, &at(&meeting, "/attendance"), &meeting, &body).await;
        tokio::time::sleep(A_LOOK).await;
        let why = json!({ "reason": "会场无法使用" });
        done(&scene.office, &at(&meeting, "/cancel"), &now, &why).await
    };
    let (stream, off) = tokio::join!(member.get(&path), course);
    assert_eq!(stream.header("content-type"), "text/event-stream");
    let told = events(&stream.text);
    let states: Vec<&str> = told.iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["called", "called", "cancelled"]);
    let present: Vec<&Value> = told.iter().map(|one| &one["you"]["present"]).collect();
    assert_eq!(present, [&json!(false), &json!(true), &json!(true)]);
    assert_eq!(told[2]["version"], off["version"]);
    // Who comes late is told at once that it is over.
    let late = events(&member.get(&path).await.text);
    assert_eq!(late, [told[2].clone()]);
    // And whoever does not follow the stream reads the same.
    assert_eq!(member.data(&at(&meeting, "/tracker")).await, told[2]);
}

async fn each_audience_sees_its_own(app: &TestApp) {
    let scene = Scene::of(app).await;
    let meeting = scene.opened(app).await;
    let barred = scene.item(&meeting, 0).clone();
    let to = json!({ "item": barred["id"] });
    done(&scene.office, &at(&meeting, "/current"), &meeting, &to).await;
    let path = at(&meeting, "/tracker");
    let (out, other) = (scene.member(app, 0).await, scene.member(app, 3).await);
    let now = scene.office.data(&path).await;
    assert_eq!((&now["you"], &now["now"]["position"]), (&Value::Null, &barred["position"]));
    assert_eq!(now["present"], json!({ "count": scene.seats.len(), "of": scene.seats.len() }));
    let (his, hers) = (out.data(&path).await, other.data(&path).await);
    assert_eq!((&his["you"]["recused"], &hers["you"]["recused"]), (&json!(true), &json!(false)));
    assert_eq!((&his["now"], &hers["now"]), (&now["now"], &now["now"]), "a place and no name");
    for view in [&now, &his, &hers] {
        for secret in [&barred["id"], &barred["nomination"]["title"], &scene.seats[0]["id"]] {
            assert!(!view.to_string().contains(&text(secret)), "{view}");
        }
    }
    for (visitor, status) in [
        (app.sign_in(Role::Supervisor).await, 200),
        (app.sign_in(Role::Reviewer).await, 404),
        (app.sign_in(Role::SocietyHead).await, 403),
        (app.sign_in(Role::Cast).await, 403),
        (app.anyone(), 401),
    ] {
        assert_eq!(visitor.get(&path).await.status, status);
        if status != 200 {
            assert_eq!(visitor.get(&at(&meeting, "/events")).await.status, status);
        }
    }
    // An officer with an interest sees that something goes on, and not what.
    let officer = app.sign_in_as("test.interested", Role::AwardOffice, None).await;
    let body = json!({
        "round": super::scene::YEAR, "kind": "kin", "nomination_id": barred["nomination"]["id"],
        "text": "完成人是近亲属",
    });
    assert_eq!(officer.create("/my-declarations", "key-of-a-wall", &body).await.status, 201);
    assert_eq!(officer.data(&path).await["now"], Value::Null);
}

/// Opens the stream and reads its first event.
async fn first(who: &Visitor, path: &str) -> (Value, Response) {
    let mut stream = who.request(Method::GET, path).send().await.unwrap();
    assert_eq!(stream.status(), 200);
    let event = next(&mut stream).await;
    (event, stream)
}

/// The next event of a stream; what keeps the line open is none.
async fn next(stream: &mut Response) -> Value {
    loop {
        let chunk = stream.chunk().await.unwrap().expect("the stream goes on");
        if let Some(event) = events(&String::from_utf8_lossy(&chunk)).pop() {
            return event;
        }
    }
}

async fn a_line_that_broke_begins_with_the_whole(app: &TestApp) {
    let scene = Scene::of(app).await;
    let meeting = scene.opened(app).await;
    let member = scene.member(app, 3).await;
    let path = at(&meeting, "/events");
    let (before, stream) = first(&member, &path).await;
    assert_eq!((&before["now"], &before["version"]), (&Value::Null, &meeting["version"]));
    drop(stream);
    // The line is down: two steps are taken meanwhile.
    let current = at(&meeting, "/current");
    let to = |at: usize| json!({ "item": scene.item(&meeting, at)["id"] });
    let led = done(&scene.office, &current, &meeting, &to(1)).await;
    let led = done(&scene.office, &current, &led, &to(2)).await;
    let (after, mut stream) = first(&member, &path).await;
    assert_eq!((&after["now"], &after["version"]), (&led["now"], &led["version"]));
    // And it goes on from there.
    let led = done(&scene.office, &current, &led, &to(3)).await;
    let told = next(&mut stream).await;
    assert_eq!((&told["now"], &told["on_deck"]), (&led["now"], &led["on_deck"]));
    // Who follows does not lead.
    let refused = act(&member, &current, &led, &to(1)).await;
    assert_eq!(refused.status, 403);
}
