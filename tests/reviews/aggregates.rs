//! Is an aggregate the same wherever it is computed, and closed until its phase is?

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use entity::{
    audit_record, expert,
    ids::{ExpertId, NominationId, ReviewAssignmentId, ReviewPhaseId},
    review_assignment,
    vocabulary::{AssignmentState, Role},
};
use laurel::{
    aggregation::aggregate,
    reviews::{bundle_input, ranking},
    shared::Clock as _,
};
use reqwest::Method;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::{Value, json};

use super::desk::{
    CATEGORY, Desk, Reviewer, YEAR, address, keep, moved, opened, reviewer, round_id, sheet,
    submitted, whole,
};
use crate::harness::{Answer, TestApp, Visitor, keys};

db_tests! {
    round: [
        sheets_come_to_figures_that_anybody_computes_anew,
        nobody_sees_points_before_the_phase_is_closed,
        a_sheet_that_is_void_counts_no_more,
        names_cost_a_reason,
        an_officer_with_an_interest_sees_nothing_of_the_whole,
        another_reviewer_is_asked_where_the_rule_says_so,
    ],
}

/// A body that an operation of this part takes; none where the path is none of its own.
pub(super) fn body(path: &str, nobody: &str) -> Option<Value> {
    let is_of = |start: &str| path.starts_with(start);
    Some(match path.rsplit('/').next()? {
        "aggregate" if is_of("/review-phases/") => json!({}),
        "extra" if is_of("/review-phases/") => json!({
            "nomination": nobody, "expert": nobody, "due_at": "2099-01-01T00:00:00Z",
            "reason": "一段说明",
        }),
        "handle" if is_of("/review-hints/") => json!({ "note": "一段说明" }),
        "rating" if is_of("/review-assignments/") => json!({ "grade": 3 }),
        _ => return None,
    })
}

/// What three reviewers give the first four nominations. The last one lies far from the others on two of them, and on
/// the first so far that the rule asks for another reviewer.
const POINTS: [[u32; 4]; 3] = [[60, 65, 70, 75], [60, 70, 70, 80], [90, 90, 75, 85]];

/// Why another reviewer is asked.
const REASON: &str = "评分差距大，请同行加评";

/// An open phase in which [`POINTS`] are given.
pub(super) async fn judged(app: &TestApp) -> (Desk, Vec<Reviewer>) {
    let desk = opened(app).await;
    let mut reviewers = Vec::new();
    for (number, points) in (1..).zip(POINTS) {
        let one = reviewer(app, number, &desk.nominations[..points.len()]).await;
        for (assignment, points) in one.own.iter().zip(points) {
            submitted(&one.visitor, *assignment, points).await;
        }
        reviewers.push(one);
    }
    (desk, reviewers)
}

/// Closes the phase before its time, and has what follows computed.
pub(super) async fn closed(app: &TestApp, desk: &Desk) {
    shut(desk).await;
    app.run_jobs().await;
}

/// Closes the phase before its time.
pub(super) async fn shut(desk: &Desk) {
    let all = desk.office.data(&format!("/rounds/{YEAR}/review-phases")).await;
    let is_it = |one: &&Value| one["id"] == desk.phase["id"];
    let seen = all.as_array().unwrap().iter().find(is_it).unwrap();
    moved(&desk.office, seen, "close", &json!({})).await;
}

/// The key of the phase.
pub(super) fn phase_of(desk: &Desk) -> ReviewPhaseId {
    ReviewPhaseId(desk.phase["id"].as_str().unwrap().parse().unwrap())
}

/// The address of the aggregate.
pub(super) fn aggregate_of(desk: &Desk) -> String {
    format!("{}/aggregate", address(&desk.phase))
}

/// The address of the scores of a nomination.
fn scores_of(nomination: NominationId) -> String {
    format!("/nominations/{nomination}/scores")
}

/// What is said of a nomination in a list.
pub(super) fn row_of(list: &Value, nomination: NominationId) -> Option<Value> {
    let is_of = |one: &&Value| one["nomination"]["id"] == json!(nomination);
    list.as_array().unwrap().iter().find(is_of).cloned()
}

fn hints<'h>(shown: &'h Value, kind: &'h str) -> impl Iterator<Item = &'h Value> {
    shown["hints"].as_array().unwrap().iter().filter(move |hint| hint["kind"] == kind)
}

/// Whether an answer says that something stands in the way, and what.
fn is_refused(answer: &Answer, words: &str) {
    assert_eq!(answer.outcome(), (409, "conflict".to_owned()), "{}", answer.text);
    assert!(answer.text.contains(words), "{words}: {}", answer.text);
}

async fn sheets_come_to_figures_that_anybody_computes_anew(app: &TestApp) {
    let (desk, reviewers) = judged(app).await;
    closed(app, &desk).await;
    let path = aggregate_of(&desk);
    let shown = desk.office.data(&path).await;
    let rows = shown["rows"].as_array().unwrap();
    assert_eq!(rows.len(), desk.nominations.len());
    let expected = [(3, 8_000), (1, 7_500), (2, 7_167), (0, 7_000)];
    for ((row, (nomination, raw)), rank) in rows.iter().zip(expected).zip(1_u64..) {
        assert_eq!(row["nomination"]["id"], json!(desk.nominations[nomination]));
        let figures = ["sheets", "raw", "used", "rank"].map(|figure| row[figure].as_u64());
        assert_eq!(figures, [Some(3), Some(raw), Some(raw), Some(rank)]);
        let [low, high] = ["rank_low", "rank_high"].map(|figure| row[figure].as_u64().unwrap());
        assert!((1..=4).contains(&low) && low <= rank && rank <= high && high <= 4, "{row}");
    }
    assert!(rows[4..].iter().all(|row| row["sheets"] == 0 && row["rank"].is_null()));
    assert_eq!((&shown["calibration"], &shown["agreement"]["units"]), (&Value::Null, &json!(4)));
    assert_eq!(row_of(&shown["rows"], desk.nominations[0]).unwrap()["spread"], 3_000);
    let text = shown.to_string();
    for one in &reviewers {
        assert!(!text.contains(&one.expert.to_string()), "{text}");
    }
    the_bundle_gives_the_same(app, (&desk, &reviewers)).await;

    // Of the same sheets nothing new comes, however often it is asked for.
    let asked = async || desk.office.create(&path, "key-of-an-aggregate", &json!({})).await;
    let (first, second) = (asked().await, asked().await);
    assert_eq!((first.status, second.status), (202, 202), "{}", first.text);
    assert_eq!(first.json()["data"], second.json()["data"], "it was asked for once");
    app.run_jobs().await;
    assert_eq!(desk.office.data(&path).await["run"], shown["run"]);
}

/// What is given out under labels comes to the figures that are kept.
async fn the_bundle_gives_the_same(app: &TestApp, (desk, reviewers): (&Desk, &[Reviewer])) {
    let tx = app.app.database.begin_read().await.unwrap();
    let inputs = bundle_input(&app.app, &tx, round_id(app).await).await.unwrap();
    drop(tx);
    let input = inputs.iter().find(|input| input.category == CATEGORY).unwrap();
    let text = serde_json::to_string(input).unwrap();
    for one in reviewers {
        assert!(!text.contains(&one.expert.to_string()), "{text}");
    }
    let kept = ranking(app.app.database.reader(), phase_of(desk)).await.unwrap();
    let kept: BTreeMap<String, _> = kept
        .into_iter()
        .map(|row| {
            let figures = (row.raw, row.used, row.rank, row.rank_low, row.rank_high, row.spread);
            (row.nomination.to_string(), figures)
        })
        .collect();
    let anew: BTreeMap<String, _> = aggregate(input)
        .rows
        .into_iter()
        .map(|row| {
            let figures = (row.raw, row.used, row.rank, row.rank_low, row.rank_high, row.spread);
            (row.nomination, figures)
        })
        .collect();
    assert_eq!(kept, anew);
}

async fn nobody_sees_points_before_the_phase_is_closed(app: &TestApp) {
    let (desk, _) = judged(app).await;
    let (path, scores) = (aggregate_of(&desk), scores_of(desk.nominations[0]));
    let admin = app.sign_in(Role::AwardAdmin).await;
    let supervisor = app.sign_in(Role::Supervisor).await;
    for who in [&desk.office, &admin, &supervisor] {
        for path in [&path, &scores, &format!("{scores}?reason=a%20complaint")] {
            let answer = who.get(path).await;
            assert!([403, 409].contains(&answer.status), "{path}: {}", answer.text);
        }
        is_refused(&who.get(&scores).await, "尚未结束");
    }
    let named = audit_record::Entity::find()
        .filter(audit_record::Column::Action.eq("reviews.name_reviewers"))
        .all(app.app.database.reader());
    assert!(named.await.unwrap().is_empty(), "nobody was named");
    let early = desk.office.create(&path, "key-of-an-early-aggregate", &json!({})).await;
    is_refused(&early, "尚未结束");
    // Who is needed is told while somebody can still be asked; of totals nothing is.
    let extra = format!("{}/extra", address(&desk.phase));
    let needed = desk.office.data(&extra).await;
    for row in needed["rows"].as_array().unwrap() {
        let told: BTreeSet<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(told, BTreeSet::from(["added", "nomination", "why"]));
    }
    for role in [Role::Reviewer, Role::SocietyHead, Role::Cast, Role::CommitteeMember] {
        let visitor = app.sign_in(role).await;
        for path in [&path, &scores, &extra] {
            assert_eq!(visitor.get(path).await.status, 403, "{role:?} {path}");
        }
    }
    let key = "key-of-a-supervisor";
    assert_eq!(supervisor.create(&path, key, &json!({})).await.status, 403, "he changes nothing");
    let none = desk.office.get(&scores_of(NominationId(uuid::Uuid::nil()))).await;
    assert_eq!(none.outcome(), (404, "not_found".to_owned()));
}

async fn a_sheet_that_is_void_counts_no_more(app: &TestApp) {
    let (desk, reviewers) = judged(app).await;
    closed(app, &desk).await;
    let (office, first) = (&desk.office, desk.nominations[0]);
    let before = office.data(&aggregate_of(&desk)).await;
    assert_eq!(hints(&before, "outlier").count(), 2);
    let others = desk.nominations.len() - POINTS[0].len();
    assert_eq!(hints(&before, "extra").count(), others + 1, "nobody judged the others");
    let hint = hints(&before, "extra").find(|hint| hint["nomination"]["id"] == json!(first));
    let hint = hint.unwrap();
    let path = format!("/review-hints/{}/handle", hint["id"].as_str().unwrap());
    let found = json!({ "note": "意见分歧较大，请专业评审组讨论" });
    let done = office.change(Method::POST, &path, 1, &found).await;
    assert_eq!(done.status, 200, "{}", done.text);
    assert_eq!(done.json()["data"]["note"], found["note"]);
    assert_eq!(done.json()["data"]["handled_by"], "test.award_office");
    let stale = office.change(Method::POST, &path, 1, &found).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    let short = office.change(Method::POST, &path, 2, &json!({ "note": "无" })).await;
    assert_eq!(short.outcome(), (422, "invalid".to_owned()));

    let review = format!("/my-reviews/{}", reviewers[0].own[0]);
    let who = &reviewers[0].visitor;
    let version = who.data(&review).await["version"].as_i64().unwrap();
    let recuse = format!("{review}/recuse");
    let recused = who.change(Method::POST, &recuse, version, &json!({ "kind": "kin" })).await;
    assert_eq!(recused.status, 200, "{}", recused.text);
    app.tick().await;
    app.run_jobs().await;
    let after = office.data(&aggregate_of(&desk)).await;
    assert_ne!(after["run"]["id"], before["run"]["id"]);
    assert_ne!(after["run"]["inputs_digest"], before["run"]["inputs_digest"]);
    let row = row_of(&after["rows"], first).unwrap();
    assert_eq!((&row["sheets"], &row["raw"]), (&json!(2), &json!(7_500)));
    assert_eq!(hints(&after, "outlier").count(), 0, "one sheet that lies far is no habit");
    let again = hints(&after, "extra").find(|hint| hint["nomination"]["id"] == json!(first));
    let again = again.unwrap();
    assert_ne!(again["id"], hint["id"]);
    assert_eq!(again["note"], found["note"], "what people found of it stays");
    let scores = office.data(&scores_of(first)).await;
    assert_eq!(keys(&scores["sheets"], "alias"), ["1", "2"]);
}

async fn names_cost_a_reason(app: &TestApp) {
    let (desk, reviewers) = judged(app).await;
    let fourth = reviewer(app, 4, &desk.nominations[4..5]).await;
    let words = "原创性强，但是证明材料只覆盖一家企业";
    let mut said = whole(80);
    said["comments"]["novelty"] = words.into();
    assert_eq!(keep(&fourth.visitor, fourth.own[0], 0, &said).await.status, 200);
    let submit = format!("{}/submit", sheet(fourth.own[0]));
    assert_eq!(fourth.visitor.change(Method::POST, &submit, 1, &json!({})).await.status, 200);
    closed(app, &desk).await;
    let shown = desk.office.data(&scores_of(desk.nominations[4])).await;
    assert_eq!(shown["sheets"][0]["comments"], json!({ "novelty": words }));
    assert_eq!(shown["sheets"][0]["choices"], json!({ "grade": "second" }));

    let path = scores_of(desk.nominations[0]);
    let shown = desk.office.data(&path).await;
    assert_eq!(keys(&shown["sheets"], "alias"), ["1", "2", "3"]);
    assert_eq!(keys(&shown["sheets"], "reviewer"), ["null"; 3]);
    let totals: BTreeSet<String> = keys(&shown["sheets"], "total").into_iter().collect();
    assert_eq!(totals, BTreeSet::from(["6000", "9000"].map(str::to_owned)));
    assert_eq!((&shown["may_name"], &shown["figures"]["rank"]), (&json!(false), &json!(5)));
    let why = format!("{path}?reason=a%20complaint");
    assert_eq!(desk.office.get(&why).await.outcome(), (403, "forbidden".to_owned()));

    let admin = app.sign_in(Role::AwardAdmin).await;
    assert_eq!(keys(&admin.data(&path).await["sheets"], "reviewer"), ["null"; 3]);
    let short = admin.get(&format!("{path}?reason=x")).await;
    assert_eq!(short.outcome(), (422, "invalid".to_owned()));
    let supervisor = app.sign_in(Role::Supervisor).await;
    let whose: BTreeSet<String> = reviewers.iter().map(|one| one.expert.to_string()).collect();
    for who in [&admin, &supervisor] {
        let named = who.data(&why).await;
        assert_eq!(named["may_name"], true);
        let sheets = named["sheets"].as_array().unwrap();
        let named = sheets.iter().map(|one| one["reviewer"]["id"].as_str().unwrap().to_owned());
        assert_eq!(named.collect::<BTreeSet<_>>(), whose);
    }
    let records = audit_record::Entity::find()
        .filter(audit_record::Column::Action.eq("reviews.name_reviewers"))
        .all(app.app.database.reader())
        .await
        .unwrap();
    let told: BTreeSet<&str> = records.iter().map(|record| record.actor.as_str()).collect();
    assert_eq!(told, BTreeSet::from(["test.award_admin", "test.supervisor"]));
    assert_eq!(records.len(), 2, "once a reading");
    let subject = format!("nomination/{}", desk.nominations[0]);
    for record in records {
        assert_eq!((record.subject, record.reason), (subject.clone(), Some("a complaint".into())));
    }
}

/// Somebody of the office who declared an interest in a nomination.
pub(super) async fn kept_out(app: &TestApp, nomination: NominationId) -> Visitor {
    let other = app.sign_in_as("test.other.office", Role::AwardOffice, None).await;
    let body = json!({
        "round": YEAR, "kind": "kin", "nomination_id": nomination, "text": "完成人是近亲属",
    });
    let made = other.create("/my-declarations", "key-of-an-interest", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    other
}

async fn an_officer_with_an_interest_sees_nothing_of_the_whole(app: &TestApp) {
    let (desk, _) = judged(app).await;
    closed(app, &desk).await;
    let (path, first) = (aggregate_of(&desk), desk.nominations[0]);
    let extra = format!("{}/extra", address(&desk.phase));
    let shown = desk.office.data(&path).await;
    let other = kept_out(app, first).await;
    is_refused(&other.get(&path).await, "利害关系");
    is_refused(&other.create(&path, "key-of-an-aggregate", &json!({})).await, "利害关系");
    is_refused(&other.get(&scores_of(first)).await, "利害关系");
    // Of another nomination he sees the sheets, and no rank: it would tell of the one that is hidden.
    let scores = other.data(&scores_of(desk.nominations[1])).await;
    assert_eq!(
        (scores["figures"].clone(), keys(&scores["sheets"], "alias").len()),
        (json!(null), 3)
    );
    let needed = |of: &Value| of["rows"].as_array().unwrap().len();
    let (all, behind) = (desk.office.data(&extra).await, other.data(&extra).await);
    assert_eq!(needed(&behind) + 1, needed(&all));
    assert!(row_of(&all["rows"], first).is_some() && row_of(&behind["rows"], first).is_none());
    let is_of_first = |hint: &&Value| hint["nomination"]["id"] == json!(first);
    let (of_first, rest): (Vec<&Value>, Vec<&Value>) =
        shown["hints"].as_array().unwrap().iter().partition(is_of_first);
    for (hint, status) in [(of_first[0], 409), (rest[0], 200)] {
        let path = format!("/review-hints/{}/handle", hint["id"].as_str().unwrap());
        let done = other.change(Method::POST, &path, 1, &json!({ "note": "已核对" })).await;
        assert_eq!(done.status, status, "{}", done.text);
    }
}

/// Experts, those first who review the least.
async fn idle(app: &TestApp) -> Vec<ExpertId> {
    let database = app.app.database.reader();
    let held: Vec<ExpertId> = review_assignment::Entity::find()
        .select_only()
        .column(review_assignment::Column::ExpertId)
        .into_tuple()
        .all(database)
        .await
        .unwrap();
    let mut experts: Vec<ExpertId> = expert::Entity::find()
        .order_by_asc(expert::Column::Code)
        .all(database)
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.id)
        .collect();
    experts.sort_by_key(|id| held.iter().filter(|other| *other == id).count());
    experts
}

async fn another_reviewer_is_asked_where_the_rule_says_so(app: &TestApp) {
    let (desk, reviewers) = judged(app).await;
    let (office, first) = (&desk.office, desk.nominations[0]);
    let path = format!("{}/extra", address(&desk.phase));
    let needed = office.data(&path).await;
    assert_eq!((&needed["most"], &needed["is_open"]), (&json!(2), &json!(true)));
    let row = row_of(&needed["rows"], first).unwrap();
    assert_eq!((&row["why"], &row["added"]), (&json!("spread"), &json!(0)));
    assert_eq!(row_of(&needed["rows"], desk.nominations[1]), None);
    let due_at = app.clock.now() + Duration::days(5);
    let body = |nomination: NominationId, expert: ExpertId| {
        let of = (nomination, expert);
        json!({ "nomination": of.0, "expert": of.1, "due_at": due_at, "reason": REASON })
    };
    let mut idle = idle(app).await.into_iter();
    let other = idle.next().unwrap();
    let not_needed =
        office.create(&path, "key-of-extra-1", &body(desk.nominations[1], other)).await;
    is_refused(&not_needed, "不符合加评条件");
    let known = office.create(&path, "key-of-extra-2", &body(first, reviewers[0].expert)).await;
    is_refused(&known, "不能接替");
    let mut past = body(first, other);
    past["due_at"] = json!(app.clock.now());
    let past = office.create(&path, "key-of-extra-3", &past).await;
    assert_eq!(past.outcome(), (422, "invalid".to_owned()), "{}", past.text);
    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(supervisor.create(&path, "key-of-extra-4", &body(first, other)).await.status, 403);

    for number in 1..=2 {
        let (expert, new) = loop {
            let expert = idle.next().unwrap();
            let key = format!("key-of-{expert}");
            let answer = office.create(&path, &key, &body(first, expert)).await;
            if answer.status == 201 {
                let again = office.create(&path, &key, &body(first, expert)).await;
                assert_eq!((again.status, &again.text), (201, &answer.text), "asked once");
                break (expert, answer.json()["data"]["assignment"].clone());
            }
            is_refused(&answer, "不能接替");
        };
        let id: uuid::Uuid = new.as_str().unwrap().parse().unwrap();
        let row = review_assignment::Entity::find_by_id(ReviewAssignmentId(id));
        let row = row.one(app.app.database.reader()).await.unwrap().unwrap();
        assert_eq!((row.nomination_id, row.expert_id), (first, expert));
        assert_eq!((row.state, row.replaces), (AssignmentState::Invited, None));
        assert_eq!(row.note.as_deref(), Some(REASON));
        let needed = office.data(&path).await;
        assert_eq!(row_of(&needed["rows"], first).unwrap()["added"], number);
    }
    let third = office.create(&path, "key-of-extra-5", &body(first, idle.next().unwrap())).await;
    is_refused(&third, "已达 2 人");
    let records = audit_record::Entity::find()
        .filter(audit_record::Column::Action.eq("assignments.add_reviewer"))
        .all(app.app.database.reader());
    assert_eq!(records.await.unwrap().len(), 2);
    app.run_jobs().await;
}
