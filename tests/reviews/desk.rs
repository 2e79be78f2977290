//! What do the tests of phases and sheets stand on? An open phase of the demonstration round, and reviewers with
//! nominations in it.

use chrono::{DateTime, Duration, Utc};
use entity::{
    account, conflict, expert,
    ids::{ExpertId, NominationId, ReviewAssignmentId, RoundId},
    nomination, publicity, review_assignment, reviewer_account, reviewer_commitment, round,
    vocabulary::{AssignmentState, NominationState, Role},
};
use laurel::{assignments::Commitment, shared::Clock as _};
use reqwest::Method;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _, sea_query::Expr,
};
use serde_json::{Value, json};

use crate::harness::{Answer, TestApp, Visitor};

/// The year of the round.
pub(super) const YEAR: i32 = laurel::demo::DEMO_ROUND;
/// The category that is reviewed: most nominations of the small round are of it.
pub(super) const CATEGORY: &str = "PRO";
/// Days that a phase lasts.
const DAYS: i64 = 20;

/// A phase that is open.
pub(super) struct Desk {
    /// Somebody of the award office.
    pub(super) office: Visitor,
    /// The phase as the office sees it.
    pub(super) phase: Value,
    /// The nominations in it.
    pub(super) nominations: Vec<NominationId>,
}

/// A reviewer with what he has accepted.
pub(super) struct Reviewer {
    /// Who.
    pub(super) visitor: Visitor,
    /// His name in the pool.
    pub(super) expert: ExpertId,
    /// His assignments, in the order of their nominations' keys.
    pub(super) own: Vec<ReviewAssignmentId>,
}

/// The address of a phase.
pub(super) fn address(phase: &Value) -> String {
    format!("/review-phases/{}", phase["id"].as_str().unwrap())
}

/// The round.
pub(super) async fn round_id(app: &TestApp) -> RoundId {
    let found = round::Entity::find().filter(round::Column::Year.eq(YEAR));
    found.one(app.app.database.reader()).await.unwrap().unwrap().id
}

/// Nominations of the category that stand at a state.
pub(super) async fn in_state(app: &TestApp, state: NominationState) -> Vec<NominationId> {
    let rows = nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(round_id(app).await))
        .filter(nomination::Column::Category.eq(CATEGORY))
        .filter(nomination::Column::State.eq(state))
        .order_by_asc(nomination::Column::Id)
        .all(app.app.database.reader())
        .await
        .unwrap();
    rows.into_iter().map(|row| row.id).collect()
}

/// Lets the publicity of the demonstration end: what nobody objected to may go on.
pub(super) async fn past_publicity(app: &TestApp) {
    let rows = publicity::Entity::find()
        .filter(publicity::Column::RoundId.eq(round_id(app).await))
        .all(app.app.database.reader())
        .await
        .unwrap();
    let end = rows.into_iter().map(|row| row.closes_at).max().unwrap();
    let now = app.clock.now();
    app.clock.advance((end - now).max(Duration::zero()) + Duration::minutes(1));
    app.tick().await;
    app.tick().await;
    assert!(in_state(app, NominationState::ObjectionClear).await.len() > 5);
}

/// A draft of the phase of the category, from now on.
pub(super) async fn drafted(app: &TestApp, office: &Visitor) -> Value {
    let now = app.clock.now();
    let body = json!({
        "category": CATEGORY, "opens_at": now, "closes_at": now + Duration::days(DAYS),
    });
    let path = format!("/rounds/{YEAR}/review-phases");
    let made = office.create(&path, "key-of-a-phase", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["data"].take()
}

/// Does something with a phase as it was seen; what stands then.
pub(super) async fn moved(who: &Visitor, phase: &Value, what: &str, body: &Value) -> Value {
    let path = format!("{}/{what}", address(phase));
    let version = phase["version"].as_i64().unwrap();
    let answer = who.change(Method::POST, &path, version, body).await;
    assert_eq!(answer.status, 200, "{what}: {}", answer.text);
    answer.json()["data"].take()
}

/// The phase of the category, open, behind the publicity of the demonstration, with nobody asked to review.
pub(super) async fn opened(app: &TestApp) -> Desk {
    past_publicity(app).await;
    // Those of the demonstration are none of the test's.
    let asked = [AssignmentState::Invited, AssignmentState::Accepted];
    review_assignment::Entity::update_many()
        .col_expr(review_assignment::Column::State, Expr::value(AssignmentState::Withdrawn))
        .filter(review_assignment::Column::RoundId.eq(round_id(app).await))
        .filter(review_assignment::Column::State.is_in(asked))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    let office = app.sign_in(Role::AwardOffice).await;
    let draft = drafted(app, &office).await;
    let phase = moved(&office, &draft, "open", &json!({})).await["phase"].take();
    let nominations = in_state(app, NominationState::NetworkReview).await;
    Desk { office, phase, nominations }
}

/// An assignment as the demonstration has them, accepted by an expert.
async fn accepted(
    app: &TestApp,
    (expert, nomination): (ExpertId, NominationId),
    now: DateTime<Utc>,
) -> ReviewAssignmentId {
    let database = app.app.database.reader();
    let like = review_assignment::Entity::find()
        .filter(review_assignment::Column::RoundId.eq(round_id(app).await))
        .filter(review_assignment::Column::State.eq(AssignmentState::Proposed))
        .one(database)
        .await
        .unwrap()
        .unwrap();
    let row = review_assignment::Model {
        id: app.app.ids.next(),
        nomination_id: nomination,
        expert_id: expert,
        state: AssignmentState::Accepted,
        invited_at: Some(now),
        due_at: None,
        answered_at: Some(now),
        interest: Some("none".to_owned()),
        interest_at: Some(now),
        ..like
    };
    let id = row.id;
    row.into_active_model().reset_all().insert(database).await.unwrap();
    id
}

/// The account of a user name.
async fn account_of(app: &TestApp, username: &str) -> account::Model {
    let found = account::Entity::find().filter(account::Column::Username.eq(username));
    found.one(app.app.database.reader()).await.unwrap().unwrap()
}

/// An expert without an account with the fewest conflicts in these nominations: a recheck freezes nothing of his.
async fn free_expert(app: &TestApp, nominations: &[NominationId]) -> ExpertId {
    let database = app.app.database.reader();
    let tied = reviewer_account::Entity::find().all(database).await.unwrap();
    let conflicts = conflict::Entity::find()
        .filter(conflict::Column::NominationId.is_in(nominations.iter().copied()))
        .all(database)
        .await
        .unwrap();
    let experts =
        expert::Entity::find().order_by_asc(expert::Column::Code).all(database).await.unwrap();
    let is_free = |row: &&expert::Model| tied.iter().all(|tie| tie.expert_id != row.id);
    let count = |row: &&expert::Model| {
        conflicts.iter().filter(|conflict| conflict.expert_id == row.id).count()
    };
    experts.iter().filter(is_free).min_by_key(count).unwrap().id
}

/// Somebody who has signed, declared and accepted to judge nominations, under a name with a number of its own.
pub(super) async fn reviewer(
    app: &TestApp,
    number: usize,
    nominations: &[NominationId],
) -> Reviewer {
    let database = app.app.database.reader();
    let username = format!("test.sheets.{number}");
    let visitor = app.sign_in_as(&username, Role::Reviewer, None).await;
    let expert = free_expert(app, nominations).await;
    let account = account_of(app, &username).await.id;
    let now = app.clock.now();
    let tie = reviewer_account::Model {
        expert_id: expert,
        account_id: account,
        tied_by: "tests".to_owned(),
        tied_at: now,
    };
    tie.into_active_model().reset_all().insert(database).await.unwrap();
    let text = Commitment::in_force().unwrap();
    let signed = reviewer_commitment::Model {
        id: app.app.ids.next(),
        round_id: round_id(app).await,
        account_id: account,
        expert_id: expert,
        text_version: text.version.clone(),
        text_digest: text.digest(),
        signed_at: now,
    };
    signed.into_active_model().reset_all().insert(database).await.unwrap();
    let mut own = Vec::new();
    for nomination in nominations {
        own.push(accepted(app, (expert, *nomination), now).await);
    }
    Reviewer { visitor, expert, own }
}

/// The address of the sheet of an assignment.
pub(super) fn sheet(id: ReviewAssignmentId) -> String {
    format!("/my-reviews/{id}/sheet")
}

/// A sheet of the category that may be submitted, the same points everywhere.
pub(super) fn whole(points: u32) -> Value {
    json!({
        "points": { "novelty": points, "value": points, "effect": points, "material": points },
        "choices": { "grade": "second" },
        "comments": {},
        "skipped": false,
    })
}

/// Keeps a sheet that was seen at a version.
pub(super) async fn keep(who: &Visitor, id: ReviewAssignmentId, seen: i64, body: &Value) -> Answer {
    who.change(Method::PUT, &sheet(id), seen, body).await
}

/// Keeps and submits a whole sheet that was never kept.
pub(super) async fn submitted(who: &Visitor, id: ReviewAssignmentId, points: u32) -> Value {
    let kept = keep(who, id, 0, &whole(points)).await;
    assert_eq!(kept.status, 200, "{}", kept.text);
    let version = kept.json()["data"]["version"].as_i64().unwrap();
    let done =
        who.change(Method::POST, &format!("{}/submit", sheet(id)), version, &json!({})).await;
    assert_eq!(done.status, 200, "{}", done.text);
    done.json()["data"].take()
}
