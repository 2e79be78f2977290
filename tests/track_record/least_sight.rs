//! What does a society see of another's record? Nothing.

use entity::vocabulary::Role;
use serde_json::json;

use super::{cast, fill, head, make};
use crate::harness::TestApp;

db_tests! {
    empty: [a_society_learns_nothing_of_another, only_who_keeps_the_record_knows_who_acted],
}

/// A dispute and an event of X-02, with words that nobody else must read.
async fn secrets(app: &TestApp) -> [String; 2] {
    fill(app);
    let other = head(app, "X-02").await;
    let claim = json!({
        "round": 2025, "indicator": "I05", "claim": "秘密的异议理由，不为他人所知。",
    });
    let filed = make(&other, "/societies/X-02/record/disputes", "a-key-of-the-other", &claim).await;
    assert_eq!(filed.status, 201, "{}", filed.text);
    let event = json!({
        "society_id": "X-02", "round": 2025, "kind": "conduct", "sanction": "talk",
        "title": "秘密的约谈", "finding": "秘密的经过，不为他人所知。", "basis": "实施细则第九十五条",
        "decision": "示范决定〔2026〕2号", "appeal": "十五日内书面申诉", "starts_on": "2026-07-01",
    });
    let made = make(&cast(app).await, "/integrity-events", "a-key-of-an-event", &event).await;
    assert_eq!(made.status, 201, "{}", made.text);
    [&filed, &made].map(|answer| answer.json()["data"]["id"].as_str().unwrap().to_owned())
}

async fn a_society_learns_nothing_of_another(app: &TestApp) {
    let [dispute, event] = secrets(app).await;
    let places = [
        "/societies/X-02/record".to_owned(),
        "/societies/X-02/record/facts?round=2025&indicator=I05".to_owned(),
        format!("/record-disputes/{dispute}"),
        format!("/integrity-events/{event}"),
        "/record-disputes".to_owned(),
        "/integrity-events".to_owned(),
        "/integrity-events?society=X-02".to_owned(),
    ];
    let cast = cast(app).await;
    for place in &places {
        let seen = cast.get(place).await;
        assert!(
            seen.status == 200 && seen.text.contains("秘密"),
            "{place}: it is there to be seen"
        );
    }
    for role in [Role::SocietyClerk, Role::SocietyHead] {
        let visitor = app.sign_in_of(role, Some("X-01")).await;
        for place in places.iter().map(String::as_str).chain(["/societies/X-01/record"]) {
            let seen = visitor.get(place).await;
            for secret in ["秘密", "X-02", "G25-1", &dispute, &event, "示范冶炼学会"] {
                assert!(!seen.text.contains(secret), "{role:?} {place}: {}", seen.text);
            }
        }
        for place in places.iter().take(4) {
            assert_eq!(
                visitor.get(place).await.outcome(),
                (404, "not_found".to_owned()),
                "{place}"
            );
        }
        // One that is there is told as one that is not.
        let absent = visitor.get("/societies/Z-09/record").await;
        assert_eq!(visitor.get("/societies/X-02/record").await.text.len(), absent.text.len());
        let lists = visitor.get("/record-disputes").await.json();
        let meta = &lists["meta"];
        assert_eq!((&meta["total"], &meta["waiting"]), (&json!(0), &json!(0)));
        let claim = json!({ "round": 2025, "indicator": "I05", "claim": "替别的学会提出的异议。" });
        let filed =
            make(&visitor, "/societies/X-02/record/disputes", "a-key-of-a-stranger", &claim).await;
        assert_eq!(filed.outcome(), (404, "not_found".to_owned()));
    }
    for place in &places {
        assert_eq!(app.anyone().get(place).await.outcome().0, 401, "{place}");
        let reviewer = app.sign_in(Role::Reviewer).await;
        assert_eq!(reviewer.get(place).await.outcome().0, 403, "{place}");
    }
}

async fn only_who_keeps_the_record_knows_who_acted(app: &TestApp) {
    let [_, event] = secrets(app).await;
    let place = format!("/integrity-events/{event}");
    for (role, knows) in [(Role::Cast, true), (Role::Supervisor, true), (Role::AwardOffice, false)]
    {
        let text = app.sign_in(role).await.get(&place).await.text;
        assert_eq!(text.contains("test.cast"), knows, "{role:?}: {text}");
    }
    let own = head(app, "X-02").await.get(&place).await;
    assert!(own.status == 200 && !own.text.contains("test.cast"), "{}", own.text);
}
