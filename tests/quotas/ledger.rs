//! Do places move between societies and what is kept back, with two persons where two are needed?

use entity::vocabulary::{Bucket, Role};
use laurel::{
    quotas::{Claim, ReserveError, Reserved, reserve},
    track_record,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    YEAR, open_ledger, open_ledger_of, proposals::colleague, record, recorded, register, send,
    stamp,
};
use crate::harness::{Answer, TestApp, Visitor, keys};

db_tests! {
    empty: [
        places_kept_back_are_handed_out_by_two_persons,
        what_was_asked_for_is_withdrawn_or_found_gone,
        giving_back_takes_two_persons_and_can_be_withdrawn_until_then,
        places_that_moved_are_the_quota_of_the_round,
        a_society_sees_its_own_places_alone,
        a_place_for_popular_science_is_handed_over_and_taken_once,
        what_waits_leads_to_the_ledger_of_its_round,
    ],
}

/// The ledger of `year`.
pub(super) fn ledger_of(year: i32) -> String {
    format!("/rounds/{year}/quota-ledger")
}

/// The ledger of [`YEAR`].
pub(super) fn path() -> String {
    ledger_of(YEAR)
}

/// A bucket of the ledger of `year`.
pub(super) async fn bucket_of(visitor: &Visitor, year: i32, name: &str) -> Value {
    let ledger = visitor.data(&ledger_of(year)).await;
    let buckets = ledger["buckets"].as_array().unwrap();
    buckets.iter().find(|one| one["bucket"] == name).unwrap().clone()
}

async fn bucket(visitor: &Visitor, name: &str) -> Value {
    bucket_of(visitor, YEAR, name).await
}

/// What a visitor sees of the places of a society for the three awards.
pub(super) async fn counter_of(visitor: &Visitor, society: &str) -> Value {
    let three = bucket(visitor, "THREE").await;
    let counters = three["counters"].as_array().unwrap();
    counters.iter().find(|one| one["society_id"] == society).unwrap().clone()
}

/// Answers what was asked, as it stood at the version seen.
pub(super) async fn answer_at(visitor: &Visitor, path: &str, version: &str) -> Answer {
    Answer::of(visitor.request(Method::POST, path).header("if-match", version)).await
}

/// Answers a giving back, as it stood at the version seen.
pub(super) async fn answer(
    visitor: &Visitor,
    give_back: &str,
    word: &str,
    version: &str,
) -> Answer {
    answer_at(visitor, &format!("/quota-give-backs/{give_back}/{word}"), version).await
}

/// Answers a transfer that was asked for, as it stands.
async fn answer_transfer(visitor: &Visitor, asked: &Answer, word: &str) -> Answer {
    assert_eq!(asked.status, 201, "{}", asked.text);
    let id = asked.json()["data"]["id"].as_str().unwrap().to_owned();
    answer_at(visitor, &format!("/quota-transfers/{id}/{word}"), asked.header("etag")).await
}

/// The page of a counter at which places are handed to its society.
fn transfer_to(counter: &Value) -> String {
    format!("{}/{}/transfer", path(), counter["id"].as_str().unwrap())
}

async fn places_kept_back_are_handed_out_by_two_persons(app: &TestApp) {
    register(app, &["D-01", "D-02"]).await;
    open_ledger(app, &[("D-01", 2), ("D-02", 3)], 4).await;
    let (cast, other) = (app.sign_in(Role::Cast).await, colleague(app, "test.cast.two").await);
    let three = bucket(&cast, "THREE").await;
    assert_eq!(
        (&three["total"], &three["held"], &three["via_cast"]),
        (&json!(9), &json!(4), &json!(3))
    );
    assert_eq!(keys(&three["counters"], "route"), ["direct", "cast"]);
    let second = counter_of(&cast, "D-02").await;
    let body = json!({ "places": 3, "reason": "任务书新增任务" });
    let asked = send(&cast, &transfer_to(&second), "one-key-of-a-transfer", &body).await;
    let again = send(&cast, &transfer_to(&second), "one-key-of-a-transfer", &body).await;
    assert_eq!(again.json()["data"]["id"], asked.json()["data"]["id"]);
    let overview = cast.data("/cast/overview").await;
    let tasks = overview["tasks"].as_array().unwrap();
    let waiting = tasks.iter().find(|task| task["code"] == "quota_transfers").unwrap();
    assert_eq!(waiting["count"], 1);
    assert_eq!(waiting["link"], path());

    // One person alone moves nothing, and what is no giving back is not answered as one.
    let same = answer_transfer(&cast, &asked, "confirm").await;
    assert_eq!(same.outcome(), (409, "conflict".to_owned()));
    assert!(same.text.contains("须由申请人以外的人确认"), "{}", same.text);
    let id = asked.json()["data"]["id"].as_str().unwrap().to_owned();
    let mistaken = answer(&other, &id, "confirm", asked.header("etag")).await;
    assert_eq!(mistaken.outcome(), (404, "not_found".to_owned()));
    assert_eq!(counter_of(&cast, "D-02").await["places"], 3);
    let head = app.sign_in_of(Role::SocietyHead, Some("D-02")).await;
    assert_eq!(head.data(&path()).await["transfers"], json!([]), "nothing is promised yet");

    app.call("test.cast.two", "示范第二人").await;
    let confirmed = answer_transfer(&other, &asked, "confirm").await;
    assert_eq!(confirmed.status, 200, "{}", confirmed.text);
    let data = &confirmed.json()["data"];
    let names = json!({ "test.cast": "test.cast", "test.cast.two": "示范第二人" });
    assert_eq!(data["names"], names);
    assert_eq!(cast.data(&path()).await["transfers"][0]["names"], names);
    assert_eq!(
        (&data["state"], &data["asked_by"], &data["answered_by"]),
        (&json!("confirmed"), &json!("test.cast"), &json!("test.cast.two"))
    );
    let three = bucket(&cast, "THREE").await;
    assert_eq!(
        (&three["total"], &three["held"], &three["via_cast"]),
        (&json!(9), &json!(1), &json!(6))
    );
    let detail = cast.data(&format!("{}/{}", path(), second["id"].as_str().unwrap())).await;
    assert_eq!(detail["places"], 6);
    assert_eq!(keys(&detail["entries"], "kind"), ["opened", "transferred"]);
    assert_eq!(detail["entries"][1]["reason"], "任务书新增任务");
    let second_only = json!({ "test.cast.two": "示范第二人" });
    assert_eq!(detail["names"], second_only, "whoever has no account has no name");
}

async fn what_was_asked_for_is_withdrawn_or_found_gone(app: &TestApp) {
    register(app, &["D-01", "D-02"]).await;
    open_ledger(app, &[("D-01", 2), ("D-02", 3)], 2).await;
    let (cast, other) = (app.sign_in(Role::Cast).await, colleague(app, "test.cast.two").await);
    let to = transfer_to(&counter_of(&cast, "D-02").await);
    let too_many = json!({ "places": 3, "reason": "再加" });
    let too_many = send(&cast, &to, "key-of-too-many", &too_many).await;
    assert_eq!(too_many.outcome(), (422, "invalid".to_owned()));
    assert_eq!(keys(&too_many.json()["errors"], "pointer"), ["/places"]);
    assert!(too_many.text.contains("机动名额只有 2 个"), "{}", too_many.text);
    for wrong in [json!({ "places": 0, "reason": "x" }), json!({ "places": 1, "reason": "" })] {
        let answer = send(&cast, &to, "key-of-a-wrong-body", &wrong).await;
        assert_eq!(answer.outcome(), (422, "invalid".to_owned()), "{wrong}");
    }

    let both = json!({ "places": 2, "reason": "任务书新增任务" });
    let first = send(&cast, &to, "key-of-the-first", &both).await;
    let second = send(&cast, &to, "key-of-the-second", &both).await;
    let third = send(&cast, &to, "key-of-the-third", &both).await;
    let withdrawn = answer_transfer(&cast, &first, "withdraw").await;
    assert_eq!(withdrawn.json()["data"]["state"], "withdrawn", "{}", withdrawn.text);
    let stale = answer_transfer(&other, &first, "confirm").await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    assert_eq!(counter_of(&cast, "D-02").await["places"], 3);
    // Waiting blocks nothing: what another got meanwhile is not there any more.
    assert_eq!(answer_transfer(&other, &second, "confirm").await.status, 200);
    let gone = answer_transfer(&other, &third, "confirm").await;
    assert_eq!(gone.outcome(), (422, "invalid".to_owned()));
    assert!(gone.text.contains("机动名额只有 0 个"), "{}", gone.text);
    assert_eq!(counter_of(&cast, "D-02").await["places"], 5);
}

async fn places_that_moved_are_the_quota_of_the_round(app: &TestApp) {
    register(app, &["D-01", "D-02"]).await;
    open_ledger(app, &[("D-01", 2), ("D-02", 3)], 0).await;
    let counts = [
        ("D-01", "quota", 2),
        ("D-01", "submitted", 4),
        ("D-02", "quota", 3),
        ("D-02", "submitted", 1),
    ];
    record(app, YEAR, &counts).await;
    let (cast, other) = (app.sign_in(Role::Cast).await, colleague(app, "test.cast.two").await);
    let head = app.sign_in_of(Role::SocietyHead, Some("D-02")).await;
    let counter = counter_of(&head, "D-02").await["id"].as_str().unwrap().to_owned();
    let back = format!("{}/{counter}/give-back", path());
    let body = json!({ "places": 2, "reason": "本届无合适项目" });
    let asked = send(&head, &back, "key-of-giving-back", &body).await;
    let id = asked.json()["data"]["id"].as_str().unwrap().to_owned();
    assert_eq!(recorded(app, YEAR, "D-02").await, Some(3), "asking moves nothing");
    assert_eq!(answer(&cast, &id, "confirm", asked.header("etag")).await.status, 200);
    let to = transfer_to(&counter_of(&cast, "D-01").await);
    let asked = send(&cast, &to, "key-of-a-transfer", &body).await;
    assert_eq!(answer_transfer(&other, &asked, "confirm").await.status, 200);
    // Each has used what it had to the last place, and not a place more.
    let rows = track_record::history(app.app.database.reader()).await.unwrap();
    let used: Vec<_> = rows
        .iter()
        .map(|row| (row.society_id.as_str(), row.quota, row.count("submitted")))
        .collect();
    assert_eq!(used, [("D-01", 4, Some(4)), ("D-02", 1, Some(1))]);
}

async fn giving_back_takes_two_persons_and_can_be_withdrawn_until_then(app: &TestApp) {
    register(app, &["D-01", "D-02"]).await;
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
    let body = json!({ "places": 1, "reason": "科普作品一项" });
    let asked = send(&cast, &transfer_to(own), "key-of-popular-science", &body).await;
    let other = colleague(app, "test.cast.two").await;
    let moved = answer_transfer(&other, &asked, "confirm").await;
    assert_eq!(moved.status, 200, "{}", moved.text);
    assert_eq!(recorded(app, YEAR, "D-02").await, None, "no place of the three awards");

    assert_eq!(take("nomination/1").await.unwrap(), Reserved::Now);
    assert_eq!(take("nomination/1").await.unwrap(), Reserved::Before);
    let second = take("nomination/2").await;
    assert!(matches!(second, Err(ReserveError::Exhausted { places: 1, held: 1, .. })));
    let science = bucket(&cast, "SCI_POP").await;
    assert_eq!((&science["held"], &science["used"]), (&json!(1), &json!(1)));
    assert_eq!(counter_of(&cast, "D-02").await["used"], 0, "none of the three awards' places");
}

async fn what_waits_leads_to_the_ledger_of_its_round(app: &TestApp) {
    const LATER: i32 = YEAR + 2;
    register(app, &["D-01", "D-02"]).await;
    open_ledger(app, &[("D-01", 2), ("D-02", 3)], 2).await;
    open_ledger_of(app, LATER, &[("D-01", 2), ("D-02", 3)], 2).await;
    let cast = app.sign_in(Role::Cast).await;
    let head = app.sign_in_of(Role::SocietyHead, Some("D-02")).await;
    let own = counter_of(&head, "D-02").await["id"].as_str().unwrap().to_owned();
    let body = json!({ "places": 1, "reason": "本届无合适项目" });
    let back = format!("{}/{own}/give-back", path());
    let asked = send(&head, &back, "key-of-a-place-back", &body).await;
    assert_eq!(asked.status, 201, "{}", asked.text);
    let overview = cast.data("/cast/overview").await;
    assert_eq!(overview["ledger_year"], LATER, "there is a newer one, in which nothing waits");
    assert_eq!(
        (&overview["give_back_year"], &overview["transfer_year"]),
        (&json!(YEAR), &Value::Null)
    );
    let tasks = overview["tasks"].as_array().unwrap();
    let told = |code: &str| tasks.iter().find(|task| task["code"] == code);
    assert_eq!(told("quota_give_backs").unwrap()["link"], path());
    assert_eq!(told("quota_transfers"), None);

    // One waits in each round: the newest first, and none is left out of the count.
    let transfer = transfer_to(&counter_of(&cast, "D-01").await);
    let first = send(&cast, &transfer, "key-of-a-transfer", &body).await;
    assert_eq!(first.status, 201, "{}", first.text);
    let of_later = bucket_of(&cast, LATER, "THREE").await["counters"][0]["id"].clone();
    let to = format!("{}/{}/transfer", ledger_of(LATER), of_later.as_str().unwrap());
    let second = send(&cast, &to, "key-of-a-later-one", &body).await;
    assert_eq!(second.status, 201, "{}", second.text);
    let overview = cast.data("/cast/overview").await;
    assert_eq!(overview["transfer_year"], LATER);
    let tasks = overview["tasks"].as_array().unwrap();
    let waiting = tasks.iter().find(|task| task["code"] == "quota_transfers").unwrap();
    assert_eq!((&waiting["count"], &waiting["link"]), (&json!(2), &json!(ledger_of(LATER))));
}
