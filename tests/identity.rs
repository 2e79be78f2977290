//! Who comes in, who stays in, and what does a refusal tell?

use chrono::Duration;
use entity::vocabulary::Role;
use laurel::{identity::reset_password, shared::Secret};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};
use serde_json::{Value, json};

use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    empty: [
        a_person_signs_in_and_out,
        ten_wrong_passwords_make_an_account_wait,
        an_unknown_user_is_told_what_a_wrong_password_is_told,
        a_session_ends_when_nothing_is_asked,
        a_session_lasts_while_something_is_asked,
        a_new_password_ends_the_sessions,
        a_disabled_account_is_out_at_once,
        a_foreign_page_changes_nothing,
        a_problem_speaks_the_readers_language,
        a_body_that_is_wrong_is_named,
        the_server_says_whether_it_is_well,
    ],
}

const GOOD: &str = "a-password-of-the-tests";

async fn try_password(visitor: &Visitor, username: &str, password: &str) -> Answer {
    visitor.post("/session", &json!({ "username": username, "password": password })).await
}

async fn a_person_signs_in_and_out(app: &TestApp) {
    app.add_account("luyi", Role::SocietyHead, Some("D-B-12")).await;
    let visitor = app.anyone();
    assert_eq!(visitor.get("/session").await.outcome(), (401, "signed_out".to_owned()));

    let answer = try_password(&visitor, "luyi", GOOD).await;
    assert_eq!(answer.status, 200);
    let account = answer.json()["data"].clone();
    assert_eq!(account["username"], "luyi");
    assert_eq!(account["roles"], json!([{ "role": "society_head", "society_id": "D-B-12" }]));
    assert_eq!(visitor.data("/session").await, account);

    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.starts_with("laurel_session="), "{cookie}");
    for flag in ["; HttpOnly", "; SameSite=Strict", "; Path=/"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "the server of the tests speaks plain HTTP");
    assert!(!cookie.contains("Max-Age"), "the cookie goes with the browser");
    let word = cookie.trim_start_matches("laurel_session=").split(';').next().unwrap();
    let row =
        entity::session::Entity::find().one(app.app.database.reader()).await.unwrap().unwrap();
    assert_ne!(row.id, word, "the table must not hold the word of the cookie");

    assert_eq!(visitor.delete("/session").await.status, 204);
    assert_eq!(visitor.get("/session").await.status, 401);
    let stolen = app.anyone().request(Method::GET, "/session");
    let stolen = Answer::of(stolen.header("cookie", format!("laurel_session={word}"))).await;
    assert_eq!(stolen.outcome(), (401, "signed_out".to_owned()));
}

async fn ten_wrong_passwords_make_an_account_wait(app: &TestApp) {
    app.add_account("luyi", Role::AwardOffice, None).await;
    let visitor = app.anyone();
    let mut outcomes = Vec::new();
    for _ in 0..10 {
        outcomes.push(try_password(&visitor, "luyi", "not the password").await.outcome().0);
    }
    assert_eq!(outcomes, [401, 401, 401, 401, 401, 429, 429, 429, 429, 429]);

    let refused = try_password(&visitor, "luyi", GOOD).await;
    assert_eq!(refused.outcome(), (429, "too_many_attempts".to_owned()));
    assert_eq!(refused.header("retry-after"), "30");
    app.clock.advance(Duration::seconds(29));
    assert_eq!(try_password(&visitor, "luyi", GOOD).await.header("retry-after"), "1");
    app.clock.advance(Duration::seconds(1));
    assert_eq!(try_password(&visitor, "luyi", "not the password").await.status, 401);
    // The next wait is twice as long, and the right password ends the count.
    assert_eq!(try_password(&visitor, "luyi", GOOD).await.header("retry-after"), "60");
    app.clock.advance(Duration::seconds(60));
    assert_eq!(try_password(&visitor, "luyi", GOOD).await.status, 200);
    assert_eq!(try_password(&app.anyone(), "luyi", "not the password").await.status, 401);
    assert_eq!(try_password(&app.anyone(), "luyi", GOOD).await.status, 200);
}

/// A problem without what differs between any two requests.
fn told(answer: &Answer) -> Value {
    let mut problem = answer.json();
    problem.as_object_mut().unwrap().remove("instance");
    problem
}

async fn an_unknown_user_is_told_what_a_wrong_password_is_told(app: &TestApp) {
    app.add_account("luyi", Role::AwardOffice, None).await;
    // To the wait and beyond: a name must not be found out by having to wait for it.
    for turn in 0..8 {
        let known = try_password(&app.anyone(), "luyi", "not the password").await;
        let unknown = try_password(&app.anyone(), "nobody", "not the password").await;
        let expected = if turn < 5 { (401, "bad_credentials") } else { (429, "too_many_attempts") };
        assert_eq!(known.outcome(), (expected.0, expected.1.to_owned()));
        assert_eq!(told(&known), told(&unknown));
        for header in ["set-cookie", "retry-after"] {
            assert_eq!(known.header(header), unknown.header(header));
        }
    }
}

async fn a_session_ends_when_nothing_is_asked(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    app.clock.advance(Duration::minutes(59));
    assert_eq!(office.get("/rounds").await.status, 200);
    app.clock.advance(Duration::minutes(61));
    assert_eq!(office.get("/rounds").await.outcome(), (401, "signed_out".to_owned()));
}

async fn a_session_lasts_while_something_is_asked(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    for _ in 0..6 {
        app.clock.advance(Duration::minutes(40));
        assert_eq!(office.get("/rounds").await.status, 200);
    }
}

async fn a_new_password_ends_the_sessions(app: &TestApp) {
    app.add_account("luyi", Role::AwardOffice, None).await;
    let visitor = app.anyone();
    assert_eq!(try_password(&visitor, "luyi", GOOD).await.status, 200);
    let new = Secret::new("another-password");
    reset_password(&app.app, "tests", "luyi", &new).await.unwrap();
    assert_eq!(visitor.get("/session").await.outcome(), (401, "signed_out".to_owned()));
    assert_eq!(try_password(&visitor, "luyi", GOOD).await.status, 401);
    assert_eq!(try_password(&visitor, "luyi", "another-password").await.status, 200);
}

async fn a_disabled_account_is_out_at_once(app: &TestApp) {
    app.add_account("luyi", Role::AwardOffice, None).await;
    let visitor = app.anyone();
    assert_eq!(try_password(&visitor, "luyi", GOOD).await.status, 200);
    entity::account::Entity::update_many()
        .col_expr(entity::account::Column::IsDisabled, Expr::value(true))
        .filter(entity::account::Column::Username.eq("luyi"))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    assert_eq!(visitor.get("/session").await.status, 401);
    assert_eq!(try_password(&visitor, "luyi", GOOD).await.outcome().1, "bad_credentials");
}

async fn a_foreign_page_changes_nothing(app: &TestApp) {
    app.add_account("luyi", Role::AwardOffice, None).await;
    let body = json!({ "username": "luyi", "password": GOOD });
    let foreign = (403, "foreign_request".to_owned());
    let visitor = app.anyone();
    let bare = visitor.bare(Method::POST, "/api/v1/session").json(&body);
    assert_eq!(Answer::of(bare).await.outcome(), foreign);
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        let request = visitor.request(Method::POST, "/session").header("origin", origin);
        assert_eq!(Answer::of(request.json(&body)).await.outcome(), foreign, "{origin}");
    }
    let own = visitor.bare(Method::GET, "/").build().unwrap().url().origin().ascii_serialization();
    let request = visitor.request(Method::POST, "/session").header("origin", own);
    assert_eq!(Answer::of(request.json(&body)).await.status, 200);
    let bare = visitor.bare(Method::DELETE, "/api/v1/session");
    assert_eq!(Answer::of(bare).await.outcome(), foreign);
    assert_eq!(visitor.get("/session").await.status, 200, "still signed in");
}

async fn a_problem_speaks_the_readers_language(app: &TestApp) {
    let visitor = app.anyone();
    for (language, title) in [
        ("", "请先登录"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "请先登录"),
        ("en-GB,en;q=0.9", "Please sign in"),
        ("fr", "请先登录"),
    ] {
        let request = visitor.request(Method::GET, "/rounds").header("accept-language", language);
        let answer = Answer::of(request).await;
        assert_eq!(answer.outcome(), (401, "signed_out".to_owned()));
        assert_eq!(answer.json()["title"], title, "{language}");
    }
    let request = visitor.request(Method::GET, "/rounds").header("x-request-id", "0192-quoted");
    assert_eq!(Answer::of(request).await.json()["instance"], "0192-quoted");
}

async fn a_body_that_is_wrong_is_named(app: &TestApp) {
    let visitor = app.anyone();
    let send = |text: &str| {
        let request = visitor.request(Method::POST, "/session");
        Answer::of(request.header("content-type", "application/json").body(text.to_owned()))
    };
    for body in
        ["", "{", "[]", r#"{"username":"luyi"}"#, r#"{"username":"luyi","password":"x","y":1}"#]
    {
        assert_eq!(send(body).await.outcome(), (400, "bad_body".to_owned()), "{body}");
    }
    let empty = send(r#"{"username":"","password":""}"#).await;
    assert_eq!(empty.outcome(), (422, "invalid".to_owned()));
    let pointers = crate::harness::keys(&empty.json()["errors"], "pointer");
    assert_eq!(pointers, ["/password", "/username"]);
    let huge = format!(r#"{{"username":"luyi","password":"{}"}}"#, "x".repeat(3 << 20));
    assert_eq!(send(&huge).await.outcome(), (413, "too_large".to_owned()));
}

async fn the_server_says_whether_it_is_well(app: &TestApp) {
    let visitor = app.anyone();
    let health = Answer::of(visitor.bare(Method::GET, "/healthz")).await;
    assert_eq!((health.status, health.text.as_str()), (200, "ok"));
    let ready = Answer::of(visitor.bare(Method::GET, "/readyz")).await;
    assert_eq!(ready.status, 200);
    assert_eq!(ready.json()["database"], "ok");
    assert_eq!(ready.header("x-content-type-options"), "nosniff");
    assert!(ready.header("content-security-policy").contains("frame-ancestors 'none'"));
}
