//! Does what a society without the direct route has finished come into the round through CAST, and by no
//! other way?

use entity::{
    account,
    ids::NominationId,
    nomination, notice,
    vocabulary::{Bucket, CounterKind, EntryKind, Role},
};
use laurel::{
    demo::journey::Journey,
    nominations::submission::Receipt,
    notifications::Kind,
    quotas::{
        Stamp,
        ledger::{self, Counter, Movement},
    },
    shared::Clock as _,
};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};

use super::{
    keep,
    process::{done, post, process},
    submission::{self, approved, approved_of, nat, submit},
    write,
};
use crate::harness::{TestApp, Visitor, keys};

db_tests! {
    round: [
        what_cast_forwards_is_submitted_by_its_right_on_one_of_its_places,
        what_two_people_at_cast_return_is_changed_and_recommended_again,
        what_waits_at_cast_is_taken_back_by_a_head_of_its_society,
        a_society_has_one_route_and_another_knows_nothing_of_it,
    ],
}

/// A society without a right of its own; the demonstration has one recommendation of it already.
const VIA: &str = "D-A-05";
const YEAR: i32 = 2027;
const QUEUE: &str = "/rounds/2027/recommendations";

async fn head(app: &TestApp) -> Visitor {
    app.sign_in_of(Role::SocietyHead, Some(VIA)).await
}

/// Recommends what stands there, which succeeds.
async fn recommended(visitor: &Visitor, path: &str) -> Value {
    done(visitor, &format!("{path}/recommendation"), &json!({})).await
}

/// What CAST sees of it.
async fn queued(cast: &Visitor, path: &str) -> Value {
    let queue = cast.data(QUEUE).await;
    let dossiers = queue["dossiers"].as_array().unwrap();
    dossiers.iter().find(|one| path.ends_with(one["id"].as_str().unwrap())).unwrap().clone()
}

async fn counters(app: &TestApp) -> Vec<Counter> {
    ledger::counters_of(app.app.database.reader(), YEAR).await.unwrap()
}

/// CAST's own counter of the three awards.
async fn of_cast(app: &TestApp) -> Counter {
    let all = counters(app).await;
    let is_it = |one: &Counter| one.kind == CounterKind::Cast && one.bucket == Bucket::Three;
    all.into_iter().find(is_it).unwrap()
}

/// Takes every free place below CAST back, and hands out `places` of what is kept back.
async fn leave_to_cast(app: &TestApp, places: i32) {
    let cast = of_cast(app).await;
    let below = counters(app).await.into_iter().filter(|one| one.parent == Some(cast.id));
    let app = &app.app;
    let tx = app.database.begin_write().await.unwrap();
    let stamp = Stamp { ids: app.ids, now: app.clock.now(), by: "cast" };
    let mut moves: Vec<_> = below.map(|one| (one.id, -one.free().unwrap())).collect();
    moves.push((moves[0].0, places));
    for (id, places) in moves.into_iter().filter(|(_, places)| *places != 0) {
        let movement = Movement { places, reason: "留出名额" };
        let kind = EntryKind::Transferred;
        ledger::move_within(&tx, id, &movement, kind, &stamp).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// What somebody was told in notices of a kind, sorted.
async fn told_in(app: &TestApp, username: &str, kind: Kind) -> Vec<String> {
    let database = app.app.database.reader();
    let person = account::Entity::find().filter(account::Column::Username.eq(username));
    let person = person.one(database).await.unwrap().unwrap();
    let rows = notice::Entity::find()
        .filter(notice::Column::AccountId.eq(person.id))
        .filter(notice::Column::Kind.eq(kind.as_str()));
    let facts = rows.all(database).await.unwrap().into_iter().map(|row| row.facts);
    let of = |facts: String| serde_json::from_str::<Value>(&facts).unwrap()["decision_zh"].clone();
    let mut told: Vec<String> = facts.map(|facts| of(facts).as_str().unwrap().to_owned()).collect();
    told.sort();
    told
}

/// The head of the society.
fn head_of_society() -> String {
    format!("test.society_head.{}", VIA.to_lowercase())
}

/// What the head of the society was told of CAST's answers.
async fn told(app: &TestApp) -> Vec<String> {
    told_in(app, &head_of_society(), Kind::RecommendationAnswered).await
}

/// What an officer of CAST was told of what lies there. The society is never told the same.
async fn told_to_cast(app: &TestApp) -> Vec<String> {
    let own = told_in(app, &head_of_society(), Kind::RecommendationMoved).await;
    assert!(own.is_empty(), "{own:?}");
    told_in(app, "test.cast", Kind::RecommendationMoved).await
}

/// All that a society is told of where one of its dossiers stands: in lists, on its pages, by what is refused.
async fn all_told(visitor: &Visitor, path: &str) -> Value {
    let list = visitor.data("/rounds/2027/dossiers").await;
    let csv = visitor.get("/rounds/2027/dossiers.csv?columns=number,state").await;
    let home = visitor.data("/rounds/2027/home").await;
    let process = process(visitor, path).await;
    let view = visitor.data(&format!("{path}/submissions")).await;
    let mut refused = Vec::new();
    for step in ["review", "recommendation", "submissions"] {
        let answer = post(visitor, &format!("{path}/{step}"), &json!({})).await;
        assert!(answer.status >= 400, "{step}: {}", answer.text);
        let mut problem = answer.json();
        // The key of the request.
        problem.as_object_mut().unwrap().remove("instance");
        refused.push(problem);
    }
    json!({
        "list": keys(&list, "state"),
        "csv": csv.text,
        "home": [home["states"], home["dossiers"]],
        "detail": visitor.data(path).await["state"],
        "way": [process["state"], process["steps"], process["next"], process["may"], process["names"]],
        "submissions": [view["recommendation"], view["names"]],
        "refused": refused,
    })
}

async fn what_cast_forwards_is_submitted_by_its_right_on_one_of_its_places(app: &TestApp) {
    let id = approved_of(app, VIA, &nat(81)).await;
    let path = format!("/dossiers/{id}");
    let (head, cast) = (head(app).await, app.sign_in(Role::Cast).await);
    assert_eq!(cast.get(&path).await.status, 403, "it was not recommended");
    let version = head.data(&path).await["version"].as_i64().unwrap();
    let direct = submit(&head, &path, version, "the-key-of-a-direct-one").await;
    assert_eq!(direct.outcome(), (409, "conflict".to_owned()));
    assert!(direct.text.contains("学会本届直接提名"), "{}", direct.text);
    let view = head.data(&format!("{path}/submissions")).await;
    assert_eq!((&view["may_submit"], &view["may_recommend"]), (&json!(false), &json!(true)));

    let view = recommended(&head, &path).await;
    assert_eq!(view["recommendation"]["state"], "waiting");
    assert_eq!(head.data(&path).await["state"], "recommended");
    assert_eq!(queued(&cast, &path).await["recommendation"]["state"], "waiting");
    assert_eq!(cast.data(&path).await["may_edit"], false, "CAST reads what it chooses from");
    let offered = cast.get(&format!("{path}/prefill?place=completers.items")).await;
    assert_eq!(offered.outcome(), (403, "forbidden".to_owned()), "and nothing of before");

    leave_to_cast(app, 0).await;
    let before = of_cast(app).await.used;
    let forward = format!("{path}/recommendation/forward");
    let full = post(&cast, &forward, &json!({})).await;
    assert_eq!(full.outcome(), (409, "conflict".to_owned()));
    assert!(full.text.contains("限额") && full.text.contains("已用完"), "{}", full.text);
    assert_eq!(head.data(&path).await["state"], "recommended", "nothing was written");
    leave_to_cast(app, 1).await;
    let row = done(&cast, &forward, &json!({})).await;
    assert_eq!(row["recommendation"]["state"], "forwarded");
    let receipt: Receipt = serde_json::from_value(row["receipt"].clone()).unwrap();
    assert!(receipt.is_sound() && receipt.statement.society_id == VIA);
    assert_eq!(of_cast(app).await.used, before + 1, "a place of CAST's own");

    let view = head.data(&format!("{path}/submissions")).await;
    assert_eq!(view["recommendation"]["state"], "forwarded");
    let own = &view["submissions"][0]["receipt"]["statement"]["digest"];
    assert_eq!(own, &receipt.statement.digest, "the society holds the receipt");
    assert_eq!(view["may_withdraw"], false, "P16: nothing that was nominated is withdrawn");
    assert_eq!(head.data(&path).await["state"], "submitted");
    assert_eq!(told(app).await, ["同意推荐，已由中国科协提交"]);
    let row = nomination::Entity::find_by_id(NominationId(id.0));
    let row = row.one(app.app.database.reader()).await.unwrap().unwrap();
    assert!(row.nominator.unwrap().starts_with("中国科学技术协会"));
    assert_eq!(row.society_code.as_deref(), Some(VIA), "it is of the society that recommended it");
}

async fn what_two_people_at_cast_return_is_changed_and_recommended_again(app: &TestApp) {
    let complete = nat(82);
    let id = approved_of(app, VIA, &complete).await;
    let path = format!("/dossiers/{id}");
    let visitor = head(app).await;
    recommended(&visitor, &path).await;
    let waiting = all_told(&visitor, &path).await;
    let cast = app.sign_in(Role::Cast).await;
    let second = app.sign_in_as("second.of.cast", Role::Cast, None).await;
    let back = format!("{path}/recommendation/return");
    assert_eq!(post(&cast, &back, &json!({ "reason": "" })).await.status, 422);
    let reason = json!({ "reason": "与另一学会推荐的项目内容重复" });
    let asked = done(&cast, &back, &reason).await;
    assert_eq!(asked["recommendation"]["state"], "return_asked");
    assert_eq!(queued(&second, &path).await["may_confirm"], true);
    // One person alone returns nothing, and the society is told of nothing.
    let alone = post(&cast, &format!("{back}/confirm"), &json!({})).await;
    assert_eq!(alone.outcome(), (409, "conflict".to_owned()));
    assert_eq!(process(&cast, &path).await["state"], "return_asked");
    assert_eq!(all_told(&visitor, &path).await, waiting);
    assert_eq!(
        (&waiting["submissions"][0]["state"], told(app).await.len()),
        (&json!("waiting"), 0)
    );
    // The second person thinks otherwise first.
    let kept = done(&second, &format!("{path}/recommendation/keep"), &reason).await;
    assert_eq!(kept["recommendation"]["state"], "waiting");
    assert_eq!(all_told(&visitor, &path).await, waiting);
    assert_eq!(told_to_cast(app).await, ["不予退回，继续待答复", "拟退回，待第二人复核"]);
    done(&cast, &back, &reason).await;
    let returned = done(&second, &format!("{back}/confirm"), &json!({})).await;
    assert_eq!(returned["recommendation"]["state"], "returned");

    let view = visitor.data(&format!("{path}/submissions")).await;
    assert_eq!(view["recommendation"]["reason"], reason["reason"]);
    assert_eq!(visitor.data(&path).await["state"], "council_approved");
    let steps = process(&visitor, &path).await["steps"].clone();
    let [.., asked, confirmed] = &steps.as_array().unwrap()[..] else { panic!("{steps}") };
    assert_eq!((&asked["to"], &asked["reason"]), (&json!("return_asked"), &reason["reason"]));
    assert_eq!(confirmed["to"], "council_approved", "what was thought better of is not told");
    assert_eq!(told(app).await, ["未予推荐，退回学会"]);
    assert_eq!(cast.get(&path).await.status, 403, "it is the society's own again");

    done(&visitor, &format!("{path}/take-back"), &json!({ "reason": "按意见修改" })).await;
    let text = "示范学会组织的评审意见认为，该项研究与已有工作的区别清楚。";
    keep(&visitor, &path, &[write("evaluation.text", text, 9_999)]).await;
    let set_clock = |instant| app.clock.advance(instant - app.clock.now());
    // Reviewed, made public and resolved on anew, from now on.
    let today = app.clock.now() + chrono::Duration::days(15);
    let journey = Journey { app: &app.app, year: YEAR, society: VIA, set_clock: &set_clock, today };
    journey.approve(id, &complete).await.unwrap();
    let view = recommended(&head(app).await, &path).await;
    assert_eq!(view["recommendation"]["state"], "waiting");
    assert_eq!(view["recommendation"]["reason"], Value::Null);
}

async fn what_waits_at_cast_is_taken_back_by_a_head_of_its_society(app: &TestApp) {
    let path = format!("/dossiers/{}", approved_of(app, VIA, &nat(86)).await);
    let other = format!("/dossiers/{}", approved_of(app, VIA, &nat(87)).await);
    let (head, cast) = (head(app).await, app.sign_in(Role::Cast).await);
    let second = app.sign_in_as("second.of.cast", Role::Cast, None).await;
    let clerk = app.sign_in_of(Role::SocietyClerk, Some(VIA)).await;
    recommended(&head, &path).await;
    // With that of the demonstration they are as many as may be.
    let full = post(&head, &format!("{other}/recommendation"), &json!({})).await;
    assert_eq!(full.outcome(), (409, "conflict".to_owned()));
    let asked = json!({ "reason": "与另一学会推荐的项目内容重复" });
    done(&cast, &format!("{path}/recommendation/return"), &asked).await;

    let (back, reason) = (format!("{path}/take-back"), json!({ "reason": "数据有误，须更正" }));
    let may = |view: Value| view["may"]["take_back"].clone();
    assert_eq!(may(process(&clerk, &path).await), false);
    assert_eq!(post(&clerk, &back, &reason).await.status, 403, "a head recommended it");
    assert_eq!(may(process(&head, &path).await), true);
    assert_eq!(post(&head, &back, &json!({ "reason": " " })).await.outcome().0, 409);
    let view = done(&head, &back, &reason).await;
    assert_eq!((&view["state"], &view["publicity"]), (&json!("draft"), &Value::Null));
    assert_eq!(view["resolution"], Value::Null, "what was resolved counts no longer");
    let last = view["steps"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["from"], &last["reason"]), (&json!("recommended"), &reason["reason"]));
    let told = head.data(&format!("{path}/submissions")).await["recommendation"].clone();
    assert_eq!((&told["state"], &told["asked_by"]), (&json!("taken_back"), &Value::Null));
    assert_eq!(told["reason"], reason["reason"]);

    // CAST sees that it is gone, by whom and why, and does nothing with it any more.
    let row = queued(&second, &path).await;
    assert_eq!((&row["recommendation"], &row["may_confirm"]), (&told, &json!(false)));
    assert_eq!(
        told_to_cast(app).await,
        ["学会已收回", "拟退回，待第二人复核", "新收到推荐，待答复"]
    );
    assert_eq!(cast.get(&path).await.status, 403, "it is the society's own again");
    let confirm = format!("{path}/recommendation/return/confirm");
    let version = row["version"].as_i64().unwrap();
    let seen = second.change(Method::POST, &confirm, version, &json!({})).await;
    assert_eq!(seen.outcome(), (409, "conflict".to_owned()));
    let unseen = second.change(Method::POST, &confirm, version - 1, &json!({})).await;
    assert_eq!(unseen.outcome(), (412, "stale".to_owned()));
    recommended(&head, &other).await;
}

async fn a_society_has_one_route_and_another_knows_nothing_of_it(app: &TestApp) {
    let direct = format!("/dossiers/{}", approved(app, &nat(83)).await);
    let path = format!("/dossiers/{}", approved_of(app, VIA, &nat(84)).await);
    let third = format!("/dossiers/{}", approved_of(app, VIA, &nat(85)).await);
    let at = |path: &str| format!("{path}/recommendation");
    let own = submission::head(app).await;
    let refused = post(&own, &at(&direct), &json!({})).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    assert!(refused.text.contains("学会本届经中国科协推荐"), "{}", refused.text);

    let visitor = head(app).await;
    let clerk = app.sign_in_of(Role::SocietyClerk, Some(VIA)).await;
    let cast = app.sign_in(Role::Cast).await;
    assert_eq!(post(&clerk, &at(&path), &json!({})).await.status, 403, "the head recommends");
    let not_found = (404, "not_found".to_owned());
    assert_eq!(post(&own, &at(&path), &json!({})).await.outcome(), not_found, "another society");
    let forward = |path: &str| format!("{path}/recommendation/forward");
    assert_eq!(post(&cast, &forward(&path), &json!({})).await.outcome(), not_found);
    recommended(&visitor, &path).await;
    assert_eq!(own.get(&path).await.outcome(), not_found);
    let office = app.sign_in(Role::AwardOffice).await;
    assert_eq!(office.get(&path).await.outcome(), not_found, "it was not handed in");
    for visitor in [&visitor, &office] {
        assert_eq!(visitor.get(QUEUE).await.status, 403);
        assert_eq!(post(visitor, &forward(&path), &json!({})).await.status, 403);
    }
    // With that of the demonstration they are as many as may be.
    let more = post(&visitor, &at(&third), &json!({})).await;
    assert_eq!(more.outcome(), (409, "conflict".to_owned()));
    assert!(more.text.contains("至多 2 项"), "{}", more.text);
}
