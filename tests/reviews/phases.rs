//! Do phases open and close at their instants, and with the nominations that may go on?

use chrono::{DateTime, Duration, Utc};
use entity::{
    audit_record,
    ids::NominationId,
    job, notice, review_phase,
    vocabulary::{NominationState, ReviewPhaseState, Role, RoundState},
};
use laurel::{
    nominations::{
        Guard,
        course::{NextStep, take},
    },
    shared::{Clock as _, hex_sha256},
};
use reqwest::Method;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, sea_query::Expr,
};
use serde_json::{Value, json};

use super::desk::{
    CATEGORY, Desk, YEAR, address, drafted, in_state, keep, moved, opened, past_publicity,
    reviewer, round_id, sheet, submitted, whole,
};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        a_phase_opens_with_those_who_may_go_on,
        who_was_left_behind_is_taken_in_later,
        sheets_are_kept_from_the_first_instant_to_before_the_last,
        a_phase_closes_early_only_when_everything_is_in,
        the_clock_closes_a_phase_and_its_nominations_follow,
        reviewers_who_owe_sheets_are_reminded,
        an_officer_with_an_interest_is_kept_out,
    ],
}

/// A body that an operation of this part takes; none where the path is none of its own.
pub(super) fn body(path: &str, _nobody: &str) -> Option<Value> {
    let (opens, closes) = ("2099-01-01T00:00:00Z", "2099-02-01T00:00:00Z");
    if path.ends_with("/review-phases") {
        return Some(json!({ "category": "TOP", "opens_at": opens, "closes_at": closes }));
    }
    if path.starts_with("/review-phases/") {
        let known = path.rsplit('/').next()?;
        return match known {
            "open" | "close" => Some(json!({})),
            "extend" => Some(json!({ "closes_at": closes, "reason": "一段说明" })),
            // What is asked of the aggregate of a phase is another part's.
            "aggregate" | "extra" => None,
            _ => Some(json!({ "opens_at": opens, "closes_at": closes, "is_calibrated": false })),
        };
    }
    path.contains("/sheet").then(|| json!({ "points": {} }))
}

async fn row(app: &TestApp, phase: &Value) -> review_phase::Model {
    let id: uuid::Uuid = phase["id"].as_str().unwrap().parse().unwrap();
    let found = review_phase::Entity::find_by_id(entity::ids::ReviewPhaseId(id));
    found.one(app.app.database.reader()).await.unwrap().unwrap()
}

/// The phase as the office sees it now.
async fn now(office: &Visitor, phase: &Value) -> Value {
    let all = office.data(&format!("/rounds/{YEAR}/review-phases")).await;
    all.as_array().unwrap().iter().find(|one| one["id"] == phase["id"]).unwrap().clone()
}

/// The codes of the fields of a refusal.
fn codes(answer: &Answer) -> Vec<String> {
    let errors = answer.json()["errors"].take();
    let code = |one: &Value| one["code"].as_str().unwrap().to_owned();
    errors.as_array().unwrap().iter().map(code).collect()
}

/// Whether a nomination is left behind for each reason.
fn reasons(left: &Value) -> std::collections::BTreeMap<String, usize> {
    let mut reasons = std::collections::BTreeMap::new();
    for one in left.as_array().unwrap() {
        assert!(one["nomination_id"].as_str().unwrap().starts_with(&YEAR.to_string()), "{one}");
        *reasons.entry(one["why"].as_str().unwrap().to_owned()).or_insert(0) += 1;
    }
    reasons
}

/// How often the chain says that a phase was opened with a seed of this digest.
async fn openings_with(app: &TestApp, digest: Option<String>) -> u64 {
    let chain = audit_record::Entity::find()
        .filter(audit_record::Column::Action.eq("reviews.open_phase"))
        .filter(audit_record::Column::AfterDigest.eq(digest));
    chain.count(app.app.database.reader()).await.unwrap()
}

/// While its publicity lasts nothing goes on.
async fn nothing_goes_on_in_publicity(app: &TestApp, office: &Visitor, draft: &Value) {
    let early =
        office.change(Method::POST, &format!("{}/open", address(draft)), 1, &json!({})).await;
    assert_eq!(early.outcome(), (409, "conflict".to_owned()), "{}", early.text);
    let codes = codes(&early);
    assert!(
        codes.iter().all(|code| ["public", "not_public"].contains(&code.as_str())),
        "{codes:?}"
    );
    assert_eq!(in_state(app, NominationState::NetworkReview).await, []);
}

async fn a_phase_opens_with_those_who_may_go_on(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let draft = drafted(app, &office).await;
    assert_eq!((&draft["state"], &draft["seed_digest"]), (&json!("draft"), &Value::Null));
    assert_eq!(drafted(app, &office).await["id"], draft["id"], "a repetition drafts no second");
    let path = format!("/rounds/{YEAR}/review-phases");
    let body = json!({
        "category": CATEGORY, "opens_at": draft["opens_at"], "closes_at": draft["closes_at"],
    });
    let second = office.create(&path, "key-of-a-second-phase", &body).await;
    assert_eq!(second.outcome(), (409, "conflict".to_owned()));
    for (category, closes) in [("XXX", &draft["closes_at"]), ("NAT", &draft["opens_at"])] {
        let body =
            json!({ "category": category, "opens_at": draft["opens_at"], "closes_at": closes });
        let refused = office.create(&path, &format!("key-of-{category}"), &body).await;
        assert_eq!(refused.outcome(), (422, "invalid".to_owned()), "{category}");
    }

    nothing_goes_on_in_publicity(app, &office, &draft).await;

    past_publicity(app).await;
    let office = app.sign_in(Role::AwardOffice).await;
    let mut ready = in_state(app, NominationState::ObjectionClear).await;
    ready.extend(in_state(app, NominationState::ObjectionResolved).await);
    ready.sort();
    let text = json!({
        "opens_at": app.clock.now(), "closes_at": app.clock.now() + Duration::days(9),
        "is_calibrated": true,
    });
    let changed = office.change(Method::PUT, &address(&draft), 1, &text).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let changed = changed.json()["data"]["phase"].clone();
    let stale = office.change(Method::PUT, &address(&draft), 1, &text).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    assert_eq!(stale.json()["present"]["data"]["version"], changed["version"]);

    let opened = moved(&office, &changed, "open", &json!({})).await;
    let phase = &opened["phase"];
    assert_eq!((&phase["state"], &phase["is_open"]), (&json!("open"), &json!(true)));
    assert_eq!(phase["counts"]["nominations"], ready.len());
    assert_eq!(in_state(app, NominationState::NetworkReview).await, ready);
    let left = reasons(&opened["left_behind"]);
    let objected = in_state(app, NominationState::ObjectionOpen).await.len()
        + in_state(app, NominationState::ObjectionInvestigating).await.len();
    assert_eq!(left.get("objected").copied().unwrap_or(0), objected);
    let accepted = in_state(app, NominationState::Accepted).await.len();
    assert_eq!(left.get("not_public").copied().unwrap_or(0), accepted, "never made public");
    assert_eq!(left.values().sum::<usize>(), objected + accepted);

    // The seed is drawn, and nobody can draw another: its digest stands in the chain.
    let kept = row(app, phase).await;
    assert_eq!(kept.seed_digest, kept.seed.map(|seed| hex_sha256(seed.as_bytes())));
    assert_eq!(openings_with(app, kept.seed_digest).await, 1);
    let round = entity::round::Entity::find_by_id(round_id(app).await);
    let round = round.one(app.app.database.reader()).await.unwrap().unwrap();
    assert_eq!(round.state, RoundState::Reviewing);
    let late = office.change(Method::PUT, &address(&draft), 3, &text).await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()), "the switch is fixed: {}", late.text);
    app.run_jobs().await;
}

/// Lets a nomination take a step of the objections.
async fn step(app: &TestApp, id: NominationId, to: NominationState, holds: &[Guard]) {
    let tx = app.app.database.begin_write().await.unwrap();
    let next = NextStep { to, holds, reason: None };
    take(&app.app, &tx, ("tests", id), next).await.unwrap();
    tx.commit().await.unwrap();
}

async fn who_was_left_behind_is_taken_in_later(app: &TestApp) {
    past_publicity(app).await;
    let office = app.sign_in(Role::AwardOffice).await;
    let draft = drafted(app, &office).await;
    let one = in_state(app, NominationState::ObjectionClear).await[0];
    let raised = [Guard::ObjectionInTime, Guard::ObjectionProved];
    step(app, one, NominationState::ObjectionOpen, &raised).await;
    let first = moved(&office, &draft, "open", &json!({})).await;
    let left = first["left_behind"].as_array().unwrap();
    assert!(left.iter().any(|row| row["id"] == json!(one) && row["why"] == "objected"), "{left:?}");
    let path = format!("{}/open", address(&draft));
    let version = first["phase"]["version"].as_i64().unwrap();
    let none = office.change(Method::POST, &path, version, &json!({})).await;
    assert_eq!(none.outcome(), (409, "conflict".to_owned()), "nobody is ready by now");

    step(app, one, NominationState::ObjectionClear, &[Guard::ObjectionRefused]).await;
    let then = moved(&office, &first["phase"], "open", &json!({})).await;
    let count = |of: &Value| of["phase"]["counts"]["nominations"].as_u64().unwrap();
    assert_eq!(count(&then), count(&first) + 1);
    assert!(in_state(app, NominationState::NetworkReview).await.contains(&one));
    assert_eq!(then["phase"]["seed_digest"], first["phase"]["seed_digest"], "no second seed");
}

/// Sets the clock to an instant.
fn set(app: &TestApp, instant: DateTime<Utc>) {
    app.clock.advance(instant - app.clock.now());
}

async fn sheets_are_kept_from_the_first_instant_to_before_the_last(app: &TestApp) {
    let Desk { nominations, phase, .. } = opened(app).await;
    let one = reviewer(app, 1, &nominations[..1]).await;
    let (opens, closes) =
        (app.clock.now() + Duration::minutes(5), app.clock.now() + Duration::minutes(9));
    review_phase::Entity::update_many()
        .col_expr(review_phase::Column::OpensAt, Expr::value(opens))
        .col_expr(review_phase::Column::ClosesAt, Expr::value(closes))
        .filter(review_phase::Column::Id.eq(row(app, &phase).await.id))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    let second = Duration::seconds(1);
    let may = async |path: &str| {
        let review = one.visitor.data(&format!("/my-reviews/{}", one.own[0])).await;
        let status = one.visitor.get(path).await.status;
        (review["may"]["read"] == true, review["may"]["score"] == true, status)
    };
    let path = sheet(one.own[0]);
    let mut version = 0;
    for (instant, is_open) in [
        (opens - second, false),
        (opens, true),
        (opens + second, true),
        (closes - second, true),
        (closes, false),
        (closes + second, false),
    ] {
        set(app, instant);
        let saved =
            keep(&one.visitor, one.own[0], version, &whole(70 + 5 * u32::from(is_open))).await;
        let expected = if is_open { 200 } else { 409 };
        assert_eq!(saved.status, expected, "{instant}: {}", saved.text);
        if is_open {
            version = saved.json()["data"]["version"].as_i64().unwrap();
        }
        let read = if is_open { 200 } else { 404 };
        assert_eq!(may(&path).await, (is_open, is_open, read), "{instant}");
        let queue = one.visitor.data("/my-sheets").await;
        assert_eq!(queue["progress"]["of"], i32::from(is_open), "{instant}");
    }
    assert_eq!(version, 1, "what says the same is left alone");
}

/// Lets a phase begin at an instant.
async fn begins(app: &TestApp, phase: &Value, at: DateTime<Utc>) {
    let done = review_phase::Entity::update_many()
        .col_expr(review_phase::Column::OpensAt, Expr::value(at))
        .filter(review_phase::Column::Id.eq(row(app, phase).await.id))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    assert_eq!(done.rows_affected, 1);
}

async fn a_phase_closes_early_only_when_everything_is_in(app: &TestApp) {
    let Desk { office, phase, nominations } = opened(app).await;
    let path = format!("{}/close", address(&phase));
    begins(app, &phase, app.clock.now() + Duration::minutes(5)).await;
    let seen = now(&office, &phase).await;
    assert_eq!(seen["may"]["close"], false, "nobody has judged anything");
    let soon =
        office.change(Method::POST, &path, seen["version"].as_i64().unwrap(), &json!({})).await;
    assert_eq!(soon.outcome(), (409, "conflict".to_owned()), "{}", soon.text);
    begins(app, &phase, app.clock.now()).await;
    let one = reviewer(app, 1, &nominations[..2]).await;
    let counts = now(&office, &phase).await["counts"].clone();
    assert_eq!((&counts["accepted"], &counts["kept"]), (&json!(2), &json!(0)));
    submitted(&one.visitor, one.own[0], 80).await;
    let kept = keep(&one.visitor, one.own[1], 0, &whole(75)).await;
    assert_eq!(kept.status, 200, "{}", kept.text);
    let seen = now(&office, &phase).await;
    assert_eq!((&seen["counts"]["kept"], &seen["counts"]["submitted"]), (&json!(2), &json!(1)));
    let shown = office.get(&format!("/rounds/{YEAR}/review-phases")).await.text;
    assert!(!shown.contains("total") && !shown.contains("points"), "{shown}");
    let early =
        office.change(Method::POST, &path, seen["version"].as_i64().unwrap(), &json!({})).await;
    assert_eq!(early.outcome(), (409, "conflict".to_owned()), "{}", early.text);

    let submit = format!("{}/submit", sheet(one.own[1]));
    assert_eq!(one.visitor.change(Method::POST, &submit, 1, &json!({})).await.status, 200);
    let asked = async || {
        let asked = job::Entity::find().filter(job::Column::Kind.eq("reviews.aggregate"));
        asked.count(app.app.database.reader()).await.unwrap()
    };
    let before = asked().await;
    let closed = moved(&office, &seen, "close", &json!({})).await["phase"].take();
    assert_eq!((&closed["state"], &closed["is_open"]), (&json!("closed"), &json!(false)));
    assert_eq!(in_state(app, NominationState::NetworkReviewDone).await, nominations);
    let reopen = format!("{}/reopen", sheet(one.own[0]));
    let late = one.visitor.change(Method::POST, &reopen, 2, &json!({})).await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()));
    assert_eq!(asked().await, before + 1);
    app.run_jobs().await;
}

async fn the_clock_closes_a_phase_and_its_nominations_follow(app: &TestApp) {
    let Desk { office, phase, nominations } = opened(app).await;
    let closes: DateTime<Utc> = phase["closes_at"].as_str().unwrap().parse().unwrap();
    let later = json!({ "closes_at": closes + Duration::days(2), "reason": "专家反映时间不足" });
    let extended = moved(&office, &phase, "extend", &later).await["phase"].take();
    let sooner = json!({ "closes_at": closes, "reason": "专家反映时间不足" });
    let path = format!("{}/extend", address(&phase));
    let refused =
        office.change(Method::POST, &path, extended["version"].as_i64().unwrap(), &sooner).await;
    assert_eq!(refused.outcome(), (422, "invalid".to_owned()));
    set(app, closes);
    app.tick().await;
    assert_eq!(row(app, &phase).await.state, ReviewPhaseState::Open, "it was put off");

    set(app, closes + Duration::days(2));
    let office = app.sign_in(Role::AwardOffice).await;
    let over =
        office.change(Method::POST, &path, extended["version"].as_i64().unwrap(), &later).await;
    assert_eq!(over.outcome(), (409, "conflict".to_owned()), "what is over is over");
    app.tick().await;
    app.tick().await;
    let kept = row(app, &phase).await;
    assert_eq!((kept.state, kept.closed_by.as_deref()), (ReviewPhaseState::Closed, Some("laurel")));
    assert_eq!(in_state(app, NominationState::NetworkReviewDone).await, nominations);
    assert_eq!(now(&office, &phase).await["counts"]["nominations"], nominations.len());
    app.run_jobs().await;
}

async fn reviewers_who_owe_sheets_are_reminded(app: &TestApp) {
    let Desk { phase, nominations, .. } = opened(app).await;
    let one = reviewer(app, 1, &nominations[..1]).await;
    let two = reviewer(app, 2, &nominations[..1]).await;
    submitted(&one.visitor, one.own[0], 80).await;
    let closes: DateTime<Utc> = phase["closes_at"].as_str().unwrap().parse().unwrap();
    let told = async || {
        let of = notice::Entity::find().filter(notice::Column::Kind.eq("sheet_due")).filter(
            notice::Column::Subject.eq(format!("review_phase/{}", phase["id"].as_str().unwrap())),
        );
        of.count(app.app.database.reader()).await.unwrap()
    };
    set(app, closes - Duration::hours(169));
    app.tick().await;
    assert_eq!(told().await, 0);
    set(app, closes - Duration::hours(167));
    app.tick().await;
    app.tick().await;
    assert_eq!(told().await, 1, "who has submitted is not told, nor is the office");
    set(app, closes - Duration::hours(23));
    let visitor = app.sign_in_as("test.sheets.2", Role::Reviewer, None).await;
    submitted(&visitor, two.own[0], 75).await;
    app.tick().await;
    assert_eq!(told().await, 1, "nobody owes anything any more");
    set(app, closes + Duration::hours(25));
    app.tick().await;
    assert_eq!(told().await, 1, "and nobody is told of what is over");
    app.run_jobs().await;
}

async fn an_officer_with_an_interest_is_kept_out(app: &TestApp) {
    let Desk { office, phase, nominations } = opened(app).await;
    let one = reviewer(app, 1, &nominations[..2]).await;
    submitted(&one.visitor, one.own[0], 80).await;
    let other = app.sign_in_as("test.other.office", Role::AwardOffice, None).await;
    let body = json!({
        "round": YEAR, "kind": "kin", "nomination_id": nominations[0], "text": "完成人是近亲属",
    });
    let made = other.create("/my-declarations", "key-of-an-interest", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let (all, behind) = (now(&office, &phase).await, now(&other, &phase).await);
    let count = |of: &Value, what: &str| of["counts"][what].as_u64().unwrap();
    for what in ["nominations", "accepted", "kept", "submitted"] {
        assert_eq!(count(&behind, what) + 1, count(&all, what), "{what}");
    }
    let later = json!({ "closes_at": "2099-01-01T00:00:00Z", "reason": "专家反映时间不足" });
    let path = format!("{}/extend", address(&phase));
    let version = behind["version"].as_i64().unwrap();
    let refused = other.change(Method::POST, &path, version, &later).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "{}", refused.text);
    assert!(refused.text.contains("利害关系"), "{}", refused.text);
    let supervisor = app.sign_in(Role::Supervisor).await;
    let shown = now(&supervisor, &phase).await;
    assert_eq!((&shown["counts"], &shown["may"]["extend"]), (&all["counts"], &json!(false)));
    for role in [Role::Reviewer, Role::SocietyHead, Role::Cast, Role::CommitteeMember] {
        let visitor = app.sign_in(role).await;
        let list = visitor.get(&format!("/rounds/{YEAR}/review-phases")).await;
        assert_eq!(list.status, 403, "{role:?}");
    }
}
