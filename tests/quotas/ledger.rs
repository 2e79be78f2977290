//! Do places move between societies and what is kept back, with two persons where two are needed?

use entity::vocabulary::{Bucket, Role};
use laurel::quotas::{Claim, ReserveError, Reserved, reserve};
use reqwest::Method;
use serde_json::{Value, json};

use super::{YEAR, open_ledger, send, stamp};
use crate::harness::{Answer, TestApp, Visitor, keys};

db_tests! {
    empty: [
        places_kept_back_are_handed_to_a_society_once,
        giving_back_takes_two_persons_and_can_be_withdrawn_until_then,
        a_society_sees_its_own_places_alone,
        a_place_for_popular_science_is_handed_over_and_taken_once,
    ],
}

fn path() -> String {
    format!("/rounds/{YEAR}/quota-ledger")
}

async fn bucket(visitor: &Visitor, name: &str) -> Value {
    let ledger = visitor.data(&path()).await;
    let buckets = ledger["buckets"].as_array().unwrap();
    buckets.iter().find(|one| one["bucket"] == name).unwrap().clone()
}

async fn counter_of(visitor: &Visitor, society: &str) -> Value {
    let three = bucket(visitor, "THREE").await;
    let counters = three["counters"].as_array().unwrap();
    counters.iter().find(|one| one["society_id"] == society).unwrap().clone()
}

async fn answer(visitor: &Visitor, give_back: &str, word: &str, version: &str) -> Answer {
    let path = format!("/quota-give-backs/{give_back}/{word}");
    Answer::of(visitor.request(Method::POST, &path).header("if-match", version)).await
}

async fn places_kept_back_are_handed_to_a_society_once(app: &TestApp) {
    open_ledger(app, &[("D-01", 2), ("D-02", 3)], 4).await;
    let cast = app.sign_in(Role::Cast).await;
    let three = bucket(&cast, "THREE").await;
    assert_eq!(
        (&three["total"], &three["held"], &three["via_cast"]),
        (&json!(9), &json!(4), &json!(3))
    );
    assert_eq!(keys(&three["counters"], "route"), ["direct", "cast"]);
    let to = |counter: &Value| format!("{}/{}/transfer", path(), counter["id"].as_str().unwrap());
    let second = counter_of(&cast, "D-02").await;
    let body = json!({ "places": 3, "reason": "任务书新增任务" });
    for _ in 0..2 {
        let moved = send(&cast, &to(&second), "one-key-of-a-transfer", &body).await;
        assert_eq!(moved.status, 200, "{}", moved.text);
        assert_eq!(moved.json()["data"]["places"], 6);
    }
    let three = bucket(&cast, "THREE").await;
    assert_eq!(
        (&three["total"], &three["held"], &three["via_cast"]),
        (&json!(9), &json!(1), &json!(6))
    );
    let detail = cast.data(&format!("{}/{}", path(), second["id"].as_str().unwrap())).await;
    assert_eq!(keys(&detail["entries"], "kind"), ["opened", "transferred"]);
    assert_eq!(detail["entries"][1]["reason"], "任务书新增任务");

    let too_many =
        send(&cast, &to(&second), "key-of-too-many", &json!({ "places": 2, "reason": "再加" }))
            .await;
    assert_eq!(too_many.outcome(), (422, "invalid".to_owned()));
    assert_eq!(keys(&too_many.json()["errors"], "pointer"), ["/places"]);
    assert!(too_many.text.contains("机动名额只有 1 个"), "{}", too_many.text);
    for wrong in [json!({ "places": 0, "reason": "x" }), json!({ "places": 1, "reason": "" })] {
        let answer = send(&cast, &to(&second), "key-of-a-wrong-body", &wrong).await;
        assert_eq!(answer.outcome(), (422, "invalid".to_owned()), "{wrong}");
    }
}

async fn giving_back_takes_two_persons_and_can_be_withdrawn_until_then(app: &TestApp) {
    open_ledger(app, &[("D-01", 2), ("D-02", 3)], 0).await;
    let (cast, head) =
        (app.sign_in(Role::Cast).await, app.sign_in_of(Role::SocietyHead, Some("D-02")).await);
    let counter = counter_of(&head, "D-02").await;
    let back = format!("{}/{}/give-back", path(), counter["id"].as_str().unwrap());
    let body = json!({ "places": 2, "reason": "本届无合适项目" });
    let ask = async |key: &str| send(&head, &back, key, &body).await;

    let asked = ask("first-key-of-giving-back").await;
    assert_eq!(asked.status, 201, "{}", asked.text);
    let id = asked.json()["data"]["id"].as_str().unwrap().to_owned();
    assert_eq!(ask("first-key-of-giving-back").await.json()["data"]["id"], id.as_str());
    let now = counter_of(&head, "D-02").await;
    assert_eq!(
        (&now["places"], &now["asked_back"], &now["free"]),
        (&json!(3), &json!(2), &json!(1))
    );
    // What is asked back cannot be asked back again.
    assert_eq!(ask("second-key-of-giving-back").await.outcome().0, 422);

    // The society thinks better of it, then asks anew; the head may not confirm.
    assert_eq!(answer(&head, &id, "confirm", "\"1\"").await.outcome().0, 403);
    let bare = head.request(Method::POST, &format!("/quota-give-backs/{id}/withdraw"));
    assert_eq!(Answer::of(bare).await.outcome(), (428, "precondition_required".to_owned()));
    let stale = answer(&head, &id, "withdraw", "\"7\"").await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    let withdrawn = answer(&head, &id, "withdraw", asked.header("etag")).await;
    assert_eq!(withdrawn.json()["data"]["state"], "withdrawn");
    assert_eq!(counter_of(&head, "D-02").await["free"], 3);
    let late = answer(&cast, &id, "confirm", withdrawn.header("etag")).await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()));

    let asked = ask("third-key-of-giving-back").await;
    let id = asked.json()["data"]["id"].as_str().unwrap().to_owned();
    let confirmed = answer(&cast, &id, "confirm", asked.header("etag")).await;
    assert_eq!(confirmed.status, 200, "{}", confirmed.text);
    assert_eq!(confirmed.json()["data"]["state"], "confirmed");
    let three = bucket(&cast, "THREE").await;
    assert_eq!(
        (&three["total"], &three["held"], &three["via_cast"]),
        (&json!(5), &json!(2), &json!(1))
    );
    let now = counter_of(&head, "D-02").await;
    assert_eq!(
        (&now["places"], &now["asked_back"], &now["free"]),
        (&json!(1), &json!(0), &json!(1))
    );
    // For good: it can be withdrawn no more.
    let too_late = answer(&head, &id, "withdraw", confirmed.header("etag")).await;
    assert_eq!(too_late.outcome(), (409, "conflict".to_owned()));
}

async fn a_society_sees_its_own_places_alone(app: &TestApp) {
    open_ledger(app, &[("D-01", 2), ("D-02", 3)], 4).await;
    let cast = app.sign_in(Role::Cast).await;
    let head = app.sign_in_of(Role::SocietyHead, Some("D-02")).await;
    let foreign = counter_of(&cast, "D-01").await["id"].as_str().unwrap().to_owned();
    let three = bucket(&head, "THREE").await;
    assert_eq!(keys(&three["counters"], "society_id"), ["D-02"]);
    assert_eq!((&three["total"], &three["held"]), (&Value::Null, &Value::Null));
    let not_found = (404, "not_found".to_owned());
    assert_eq!(head.get(&format!("{}/{foreign}", path())).await.outcome(), not_found);
    let back = format!("{}/{foreign}/give-back", path());
    let body = json!({ "places": 1, "reason": "他人的名额" });
    assert_eq!(send(&head, &back, "key-of-a-foreign-place", &body).await.outcome(), not_found);
    let own = counter_of(&head, "D-02").await["id"].as_str().unwrap().to_owned();
    let transfer = format!("{}/{own}/transfer", path());
    assert_eq!(send(&head, &transfer, "key-of-a-head", &body).await.outcome().0, 403);
}

async fn a_place_for_popular_science_is_handed_over_and_taken_once(app: &TestApp) {
    open_ledger(app, &[("D-01", 2), ("D-02", 3)], 4).await;
    let take = async |subject: &str| {
        let app = &app.app;
        let tx = app.database.begin_write().await.unwrap();
        let claim = Claim { year: YEAR, society: "D-02", bucket: Bucket::SciPop, subject };
        let taken = reserve(&tx, &claim, &stamp(app, "clerk")).await;
        if taken.is_ok() {
            tx.commit().await.unwrap();
        }
        taken
    };
    let refused = take("nomination/1").await;
    assert!(matches!(refused, Err(ReserveError::Exhausted { places: 0, held: 2, .. })));

    let cast = app.sign_in(Role::Cast).await;
    let science = bucket(&cast, "SCI_POP").await;
    assert_eq!((&science["total"], &science["held"]), (&json!(2), &json!(2)));
    let counters = science["counters"].as_array().unwrap();
    let own = counters.iter().find(|one| one["society_id"] == "D-02").unwrap();
    let to = format!("{}/{}/transfer", path(), own["id"].as_str().unwrap());
    let body = json!({ "places": 1, "reason": "科普作品一项" });
    let moved = send(&cast, &to, "key-of-popular-science", &body).await;
    assert_eq!(moved.status, 200, "{}", moved.text);
    assert_eq!(moved.json()["data"]["places"], 1);

    assert_eq!(take("nomination/1").await.unwrap(), Reserved::Now);
    assert_eq!(take("nomination/1").await.unwrap(), Reserved::Before);
    let second = take("nomination/2").await;
    assert!(matches!(second, Err(ReserveError::Exhausted { places: 1, held: 1, .. })));
    let science = bucket(&cast, "SCI_POP").await;
    assert_eq!((&science["held"], &science["used"]), (&json!(1), &json!(1)));
    assert_eq!(counter_of(&cast, "D-02").await["used"], 0, "none of the three awards' places");
}
