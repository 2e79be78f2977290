//! Do questions go both ways without saying whose they are?

use chrono::Duration;
use entity::{
    expert,
    ids::NominationId,
    nomination, nomination_person,
    vocabulary::{PersonRole, Role},
};
use laurel::{reviews::IN_FORCE, shared::Clock as _};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::{Value, json};

use super::blind::bind;
use super::desk::{Reviewer, YEAR, opened, reviewer};
use crate::harness::{Answer, TestApp, Visitor, walk};

db_tests! {
    round: [
        a_question_goes_there_and_back_and_nobody_learns_of_the_other,
        what_is_late_or_too_much_is_refused,
        a_question_that_is_not_sent_on_is_the_asker_s_alone,
        words_that_name_whom_the_round_hides_are_not_sent_on,
    ],
}

/// What the reviewer writes, and what the office makes of it.
const ASKED: &str = "我在本所做过同样的实验，请问表二的样本数是多少？";
const SENT: &str = "请说明表二的样本数。";
const ANSWERED: &str = "表二共有四十八个样本，见附件三。";
const PASSED_ON: &str = "表二共有四十八个样本。";

/// An open phase with two reviewers of a nomination that a society made.
struct Scene {
    office: Visitor,
    society: Visitor,
    one: Reviewer,
    two: Reviewer,
    nomination: NominationId,
    /// The society that nominated.
    code: String,
}

impl Scene {
    async fn of(app: &TestApp) -> Self {
        let desk = opened(app).await;
        let rows = nomination::Entity::find()
            .filter(nomination::Column::Id.is_in(desk.nominations.iter().copied()))
            .filter(nomination::Column::SocietyCode.is_not_null())
            .all(app.app.database.reader())
            .await
            .unwrap();
        let row = rows.into_iter().next().unwrap();
        let code = row.society_code.unwrap();
        let society = app.sign_in_of(Role::SocietyClerk, Some(&code)).await;
        let one = reviewer(app, 61, &[row.id]).await;
        let two = reviewer(app, 62, &[row.id]).await;
        Self { office: desk.office, society, one, two, nomination: row.id, code }
    }

    /// One of the reviewers asks.
    async fn ask(&self, key: &str) -> Answer {
        self.one.visitor.create(&own(&self.one), key, &json!({ "text": ASKED })).await
    }

    /// The questions as the office sees them.
    async fn waiting(&self) -> Value {
        self.office.data(&format!("/rounds/{YEAR}/review-questions")).await
    }

    async fn send(&self, question: &Value) -> Answer {
        let body = json!({ "send": true, "text": SENT });
        screen(&self.office, question, &body).await
    }
}

fn own(one: &Reviewer) -> String {
    format!("/my-reviews/{}/questions", one.own[0])
}

fn address(question: &Value) -> String {
    format!("/review-questions/{}", question["id"].as_str().unwrap())
}

async fn screen(office: &Visitor, question: &Value, body: &Value) -> Answer {
    let path = format!("{}/screen", address(question));
    office.change(Method::POST, &path, question["version"].as_i64().unwrap(), body).await
}

async fn release(office: &Visitor, question: &Value, text: &str) -> Answer {
    let path = format!("{}/release", address(question));
    let version = question["version"].as_i64().unwrap();
    office.change(Method::POST, &path, version, &json!({ "text": text })).await
}

async fn answer(society: &Visitor, question: &Value) -> Answer {
    let path = format!("/society-questions/{}/answer", question["id"].as_str().unwrap());
    let version = question["version"].as_i64().unwrap();
    society.change(Method::POST, &path, version, &json!({ "text": ANSWERED })).await
}

/// What stands after a deed that must succeed.
fn done(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["data"].take()
}

/// What tells who a reviewer is.
async fn marks_of(app: &TestApp, one: &Reviewer, number: usize) -> Vec<String> {
    let row = expert::Entity::find_by_id(one.expert).one(app.app.database.reader()).await;
    let row = row.unwrap().unwrap();
    let keys = [one.own[0].to_string(), one.expert.to_string()];
    [row.name, row.code, format!("test.sheets.{number}")].into_iter().chain(keys).collect()
}

/// Who is told by mail: at once, whatever of a day is left.
async fn letters(app: &TestApp) -> Vec<String> {
    // As often as the letters of the demonstration that wait before these want.
    for _ in 0..20 {
        laurel::notifications::sweep(&app.app).await.unwrap();
    }
    let Ok(folder) = std::fs::read_dir(app.folder().join("outbox")) else { return Vec::new() };
    let read = folder.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    read.map(|letter| walk::decoded(&letter)).collect()
}

async fn set_address(who: &Visitor, address: &str) {
    let seen = who.data("/me/mail").await["version"].as_i64().unwrap();
    let body = json!({ "address": address, "language": null });
    assert_eq!(who.change(Method::PUT, "/me/mail", seen, &body).await.status, 200);
}

async fn a_question_goes_there_and_back_and_nobody_learns_of_the_other(app: &TestApp) {
    let scene = Scene::of(app).await;
    let Scene { office, society, one, two, .. } = &scene;
    set_address(society, "clerk.of.the.society@example.org").await;
    set_address(&two.visitor, "second.reviewer@example.org").await;
    let asked = scene.ask("key-of-a-question").await;
    assert_eq!(asked.status, 201, "{}", asked.text);
    assert_eq!(scene.ask("key-of-a-question").await.status, 201, "once");
    assert_eq!(scene.waiting().await.as_array().unwrap().len(), 1);
    assert_eq!(one.visitor.data(&own(one)).await[0]["state"], "asked");
    assert_eq!(two.visitor.data(&own(two)).await, json!([]), "nobody knows that another asks");
    assert_eq!(society.data("/society-questions").await, json!([]));

    // The office reads the words, and not whose they are.
    let question = scene.waiting().await[0].take();
    assert_eq!((&question["text"], &question["may"]["screen"]), (&json!(ASKED), &json!(true)));
    let tellers = marks_of(app, one, 61).await;
    for teller in &tellers {
        assert!(!question.to_string().contains(teller), "{teller}");
    }
    let bare = screen(office, &question, &json!({ "send": true })).await;
    assert_eq!(bare.outcome(), (422, "invalid".to_owned()));
    let question = done(&scene.send(&question).await);
    let again = screen(office, &question, &json!({ "send": true, "text": SENT })).await;
    assert_eq!(again.outcome().0, 409, "it is sent");

    let told = society.data("/society-questions").await;
    assert_eq!((&told[0]["text"], &told[0]["state"]), (&json!(SENT), &json!("sent")));
    let known = [told.to_string(), society.get("/notices").await.text].concat();
    assert!(known.contains("请答复评审中的问题"), "the society is told: {known}");
    for teller in tellers.iter().map(String::as_str).chain([ASKED]) {
        assert!(!known.contains(teller), "{teller}");
    }
    let stranger = app.sign_in_of(Role::SocietyClerk, Some("D-A-01")).await;
    assert_eq!(answer(&stranger, &told[0]).await.outcome().0, 404);
    let answered = done(&answer(society, &told[0]).await);
    assert_eq!((&answered["state"], &answered["answer"]), (&json!("answered"), &json!(ANSWERED)));
    assert_eq!(answer(society, &answered).await.outcome().0, 409, "once");

    // Before the office has read it nobody who judges knows that there is an answer.
    let shown = one.visitor.data(&own(one)).await;
    assert_eq!((&shown[0]["state"], &shown[0]["answer"]), (&json!("sent"), &Value::Null));
    let question = scene.waiting().await[0].take();
    let question = done(&release(office, &question, PASSED_ON).await);
    assert_eq!(question["state"], "released");
    for (who, text, is_own) in [(one, ASKED, true), (two, SENT, false)] {
        let shown = who.visitor.data(&own(who)).await;
        assert_eq!(shown.as_array().unwrap().len(), 1);
        assert_eq!((&shown[0]["text"], &shown[0]["answer"]), (&json!(text), &json!(PASSED_ON)));
        assert_eq!((&shown[0]["is_own"], shown[0]["id"].is_null()), (&json!(is_own), !is_own));
        assert!(who.visitor.get("/notices").await.text.contains("已有答复"), "both are told");
    }
    let known = two.visitor.data(&own(two)).await.to_string();
    for teller in tellers.iter().map(String::as_str).chain([ASKED, ANSWERED]) {
        assert!(!known.contains(teller), "{teller}");
    }
    let after = society.data("/society-questions").await;
    assert_eq!(after[0]["state"], "answered", "what the office made of it is not told");
    assert!(!after.to_string().contains(PASSED_ON));

    nothing_goes_in_the_open(app, &tellers).await;
}

/// No letter and no row holds the words of either side, and no letter who a reviewer is.
async fn nothing_goes_in_the_open(app: &TestApp, tellers: &[String]) {
    let letters = letters(app).await;
    let said = letters.concat();
    for address in ["clerk.of.the.society@example.org", "second.reviewer@example.org"] {
        assert!(said.contains(address), "{address}: {said}");
    }
    let words = [ASKED, SENT, ANSWERED, PASSED_ON].map(str::to_owned);
    for word in tellers.iter().chain(&words) {
        assert!(!said.contains(word.as_str()), "{word} goes by no mail");
    }
    for (table, row) in walk::every_row(app).await {
        assert!(!words.iter().any(|word| row.contains(word)), "{table} holds words in the open");
    }
}

async fn what_is_late_or_too_much_is_refused(app: &TestApp) {
    let scene = Scene::of(app).await;
    for number in 1..=5 {
        let asked = scene.ask(&format!("key-of-question-{number}")).await;
        assert_eq!(asked.status, 201, "{}", asked.text);
    }
    assert_eq!(scene.ask("key-of-question-6").await.outcome().0, 409, "five at the most");
    let short = json!({ "text": "何？" });
    let short = scene.one.visitor.create(&own(&scene.one), "key-of-a-short-one", &short).await;
    assert_eq!(short.json()["errors"][0]["pointer"], "/text", "{}", short.text);

    let waiting = scene.waiting().await;
    let past = app.clock.now() - Duration::minutes(1);
    let body = json!({ "send": true, "text": SENT, "due_at": past });
    let refused = screen(&scene.office, &waiting[0], &body).await;
    assert_eq!(refused.json()["errors"][0]["pointer"], "/due_at", "{}", refused.text);
    let sent = done(&scene.send(&waiting[0]).await);
    assert_eq!(release(&scene.office, &sent, PASSED_ON).await.outcome().0, 409, "there is time");
    app.clock.advance(Duration::days(5) - Duration::seconds(1));
    let code = scene.code.as_str();
    let society = app.sign_in_of(Role::SocietyClerk, Some(code)).await;
    let told = society.data("/society-questions").await;
    assert_eq!(told[0]["state"], "sent", "the last second");
    app.clock.advance(Duration::seconds(1));
    assert_eq!(society.data("/society-questions").await[0]["state"], "late");
    let late = answer(&society, &told[0]).await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()));
    let office = app.sign_in(Role::AwardOffice).await;
    let over = done(&release(&office, &sent, "提名者未在期限内答复。").await);
    assert_eq!((&over["state"], &over["answer"]), (&json!("released"), &Value::Null));

    // Behind the end of the phase nobody asks, and what was asked is closed with the dossier.
    app.clock.advance(Duration::days(30));
    app.tick().await;
    let one = app.sign_in_as("test.sheets.61", Role::Reviewer, None).await;
    let asked = json!({ "text": ASKED });
    let closed = one.create(&own(&scene.one), "key-of-a-late-question", &asked).await;
    assert!(matches!(closed.status, 404 | 409), "{}", closed.text);
    assert_eq!(one.get(&own(&scene.one)).await.status, 404);
}

async fn a_question_that_is_not_sent_on_is_the_asker_s_alone(app: &TestApp) {
    let scene = Scene::of(app).await;
    assert_eq!(scene.ask("key-of-a-question").await.status, 201);
    let question = scene.waiting().await[0].take();
    let bare = screen(&scene.office, &question, &json!({ "send": false })).await;
    assert_eq!(bare.json()["errors"][0]["pointer"], "/reason", "{}", bare.text);
    let supervisor = app.sign_in(Role::Supervisor).await;
    let why = json!({ "send": false, "reason": "材料中已有说明" });
    assert_eq!(screen(&supervisor, &question, &why).await.status, 403);
    let refused = done(&screen(&scene.office, &question, &why).await);
    assert_eq!(
        (&refused["state"], &refused["refusal"]),
        (&json!("refused"), &json!("材料中已有说明"))
    );
    let shown = scene.one.visitor.data(&own(&scene.one)).await;
    assert_eq!(shown[0]["refusal"], "材料中已有说明");
    assert_eq!(scene.two.visitor.data(&own(&scene.two)).await, json!([]));
    assert_eq!(scene.society.data("/society-questions").await, json!([]));

    // From a nomination in which he has an interest an officer is kept, with what is asked about it.
    let other = app.sign_in_as("test.office.two", Role::AwardOffice, None).await;
    let body = json!({
        "round": YEAR, "kind": "kin", "nomination_id": scene.nomination.to_string(),
        "text": "完成人是近亲属",
    });
    assert_eq!(other.create("/my-declarations", "key-of-a-wall", &body).await.status, 201);
    let list = format!("/rounds/{YEAR}/review-questions");
    assert_eq!(other.data(&list).await, json!([]));
    assert_eq!(release(&other, &refused, PASSED_ON).await.outcome().0, 409);
    for role in [Role::Reviewer, Role::SocietyClerk, Role::Cast] {
        assert_eq!(app.sign_in(role).await.get(&list).await.status, 403, "{role:?}");
    }
}

async fn words_that_name_whom_the_round_hides_are_not_sent_on(app: &TestApp) {
    let scene = Scene::of(app).await;
    assert_eq!(scene.ask("key-of-a-question").await.status, 201);
    let question = scene.waiting().await[0].take();
    let person = nomination_person::Entity::find()
        .filter(nomination_person::Column::NominationId.eq(scene.nomination))
        .filter(nomination_person::Column::Role.eq(PersonRole::Completer))
        .order_by_asc(nomination_person::Column::Rank)
        .one(app.app.database.reader())
        .await
        .unwrap()
        .unwrap();
    bind(app, &IN_FORCE.replace("nominee = \"shown\"", "nominee = \"hidden\"")).await;
    let named = format!("请{}说明表二的样本数。", person.name);
    for (body, pointer) in [
        (json!({ "send": true, "text": named }), "/text"),
        (json!({ "send": false, "reason": named }), "/reason"),
    ] {
        let told = screen(&scene.office, &question, &body).await;
        let error = told.json()["errors"][0].take();
        assert_eq!(told.status, 422, "{}", told.text);
        assert_eq!((&error["pointer"], &error["code"]), (&json!(pointer), &json!("leaks")));
        assert!(!told.text.contains(&person.name), "where, and not whom");
    }
    done(&scene.send(&question).await);
    bind(app, IN_FORCE).await;
}
