//! What do the tests of bodies, agendas and meetings stand on? A panel of experts of the pool, and nominations that wait
//! for it, one of them barred to one of the experts.

use std::collections::BTreeSet;

use entity::{
    ids::{ExpertId, NominationId},
    nomination, objection,
    vocabulary::{NominationState, Role},
};
use laurel::{assignments, nominations, shared::Clock as _};
use reqwest::Method;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};
use serde_json::{Value, json};

use crate::harness::{Answer, TestApp, Visitor};

/// The year of the round.
pub(super) const YEAR: i32 = laurel::demo::DEMO_ROUND;
/// The panel of the tests.
pub(super) const PANEL: &str = "测试评审组";
/// How many nominations wait for it.
pub(super) const ITEMS: usize = 4;
/// How many sit there.
pub(super) const SEATS: usize = 10;

/// Nominations that wait for a panel, and who may judge them.
pub(super) struct Scene {
    /// Somebody of the award office.
    pub(super) office: Visitor,
    /// The nominations, by number; the first is barred to the first expert.
    pub(super) nominations: Vec<NominationId>,
    /// The body.
    pub(super) body: Value,
    /// Its seats, in which experts of the pool sit; nothing keeps the others from any of the nominations.
    pub(super) seats: Vec<Value>,
}

/// The user name of who sits in a place.
pub(super) fn username(at: usize) -> String {
    format!("panel.{at}")
}

/// The text behind a key.
pub(super) fn text(of: &Value) -> String {
    of.as_str().unwrap_or_else(|| panic!("no text: {of}")).to_owned()
}

/// The version of a thing.
pub(super) fn version(of: &Value) -> i64 {
    of["version"].as_i64().unwrap()
}

/// Sends a body to a part of a thing that was seen at its version.
pub(super) async fn act(who: &Visitor, path: &str, seen: &Value, body: &Value) -> Answer {
    who.change(Method::POST, path, version(seen), body).await
}

/// As [`act`], which must succeed; what stands then.
pub(super) async fn done(who: &Visitor, path: &str, seen: &Value, body: &Value) -> Value {
    let answer = act(who, path, seen, body).await;
    assert!(answer.status < 300, "{path}: {}", answer.text);
    answer.json()["data"].take()
}

/// The codes of the fields of a refusal.
pub(super) fn codes(answer: &Answer) -> Vec<String> {
    let errors = answer.json()["errors"].take();
    errors.as_array().into_iter().flatten().map(|one| text(&one["code"])).collect()
}

/// Nominations without objections, the second by a society, and experts: the first is barred from the first nomination,
/// and nothing keeps the others from any of them.
async fn chosen(app: &TestApp) -> (Vec<NominationId>, Vec<ExpertId>) {
    let database = app.app.database.reader();
    let round = app.round(YEAR).await;
    let objected: BTreeSet<NominationId> = objection::Entity::find()
        .all(database)
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.nomination_id)
        .collect();
    let rows = nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(round))
        .filter(nomination::Column::Category.is_in(["NAT", "INV", "PRO"]))
        .order_by_asc(nomination::Column::Number)
        .all(database)
        .await
        .unwrap();
    let is_of_society =
        |id: &NominationId| rows.iter().any(|row| row.id == *id && row.society_code.is_some());
    let ids = rows.iter().map(|row| row.id).filter(|id| !objected.contains(id));
    let all: Vec<NominationId> = ids.collect();
    let barred = nominations::integrity_hits(&app.app, database, &all).await.unwrap();
    let all: Vec<NominationId> = all.into_iter().filter(|id| !barred.contains_key(id)).collect();
    let apart = assignments::kept_apart(database, round, None).await.unwrap();
    let pool: Vec<ExpertId> = entity::expert::Entity::find()
        .order_by_asc(entity::expert::Column::Code)
        .all(database)
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.id)
        .collect();
    for (at, barred) in all.iter().enumerate() {
        let kept_out = |expert: &ExpertId| apart.contains(&(*barred, *expert));
        for first in pool.iter().copied().filter(kept_out) {
            let later = all.iter().skip(at + 1).copied();
            let mut others: Vec<NominationId> =
                later.filter(|id| !apart.contains(&(*id, first))).collect();
            let Some(second) = others.iter().position(is_of_society) else { continue };
            let others = others.drain(second..).take(ITEMS - 1);
            let window: Vec<NominationId> = std::iter::once(*barred).chain(others).collect();
            let is_free =
                |expert: &ExpertId| !window.iter().any(|id| apart.contains(&(*id, *expert)));
            let free = pool.iter().copied().filter(is_free);
            let experts: Vec<ExpertId> = std::iter::once(first).chain(free).take(SEATS).collect();
            if (window.len(), experts.len()) == (ITEMS, SEATS) {
                return (window, experts);
            }
        }
    }
    panic!("the small round bars nobody: {} pairs apart, {} nominations", apart.len(), all.len());
}

/// Puts nominations where a panel takes them up; somebody of each society can be told.
async fn wait(app: &TestApp, nominations: &[NominationId]) {
    let rows = nomination::Entity::find()
        .filter(nomination::Column::Id.is_in(nominations.iter().copied()))
        .all(app.app.database.reader())
        .await
        .unwrap();
    let codes: BTreeSet<String> = rows.into_iter().filter_map(|row| row.society_code).collect();
    for code in codes {
        let username = format!("clerk.{}", code.to_lowercase());
        app.add_account(&username, Role::SocietyClerk, Some(&code)).await;
    }
    nomination::Entity::update_many()
        .col_expr(nomination::Column::State, Expr::value(NominationState::NetworkReviewDone))
        .col_expr(nomination::Column::Panel, Expr::value(PANEL))
        .filter(nomination::Column::Id.is_in(nominations.iter().copied()))
        .exec(app.app.database.reader())
        .await
        .unwrap();
}

impl Scene {
    /// A panel of ten with its nominations, drafted nowhere yet. The first seat leads, the second writes.
    pub(super) async fn of(app: &TestApp) -> Self {
        let office = app.sign_in(Role::AwardOffice).await;
        let (nominations, experts) = chosen(app).await;
        wait(app, &nominations).await;
        let body = json!({ "kind": "panel", "name": PANEL });
        let path = format!("/rounds/{YEAR}/review-bodies");
        let made = office.create(&path, "key-of-a-panel", &body).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let body = made.json()["data"].take();
        let mut seats = Vec::new();
        for (at, expert) in experts.iter().enumerate() {
            app.add_account(&username(at), Role::CommitteeMember, None).await;
            let duty = ["chair", "scribe"].get(at).copied().unwrap_or("member");
            let seat = json!({
                "name": format!("评委{at}"), "unit": "示范单位", "duty": duty,
                "username": username(at), "expert": expert,
            });
            let path = format!("/review-bodies/{}/seats", text(&body["id"]));
            let made = office.create(&path, &format!("key-of-seat-{at}"), &seat).await;
            assert_eq!(made.status, 201, "{}", made.text);
            seats.push(made.json()["data"].take());
        }
        Self { office, nominations, body, seats }
    }

    /// Drafts a meeting of the panel with everything that waits for it.
    pub(super) async fn drafted(&self, app: &TestApp, key: &str) -> Value {
        let made = self.draft(app, key).await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.json()["data"].take()
    }

    /// Asks for a meeting of the panel.
    pub(super) async fn draft(&self, app: &TestApp, key: &str) -> Answer {
        let body = json!({
            "body": self.body["id"], "title": "初评会议", "place": "一号会议室", "has_defences": true,
            "starts_at": app.clock.now() + chrono::Duration::hours(2),
        });
        self.office.create(&format!("/rounds/{YEAR}/meetings"), key, &body).await
    }

    /// A meeting of the panel that was called.
    pub(super) async fn called(&self, app: &TestApp) -> Value {
        let meeting = self.drafted(app, "key-of-a-meeting").await;
        done(&self.office, &at(&meeting, "/call"), &meeting, &json!({})).await
    }

    /// Notes that so many of the seats are there.
    pub(super) async fn present(&self, meeting: &Value, seats: usize) -> Value {
        self.come(meeting, &self.seats[..seats]).await
    }

    /// Notes that the seats from a place on are there.
    pub(super) async fn present_from(&self, meeting: &Value, from: usize) -> Value {
        self.come(meeting, &self.seats[from..]).await
    }

    async fn come(&self, meeting: &Value, seats: &[Value]) -> Value {
        let mut now = meeting.clone();
        for seat in seats {
            let body = json!({ "seat": seat["id"], "is_in": true });
            now = done(&self.office, &at(meeting, "/attendance"), &now, &body).await;
        }
        now
    }

    /// A meeting of the panel that goes on, with everybody there.
    pub(super) async fn opened(&self, app: &TestApp) -> Value {
        let meeting = self.called(app).await;
        let meeting = self.present(&meeting, SEATS).await;
        done(&self.office, &at(&meeting, "/open"), &meeting, &json!({})).await
    }

    /// Who sits in a place, signed in.
    pub(super) async fn member(&self, app: &TestApp, at: usize) -> Visitor {
        app.sign_in_as(&username(at), Role::CommitteeMember, None).await
    }

    /// The item about a nomination, as the office sees it.
    pub(super) fn item<'a>(&self, meeting: &'a Value, at: usize) -> &'a Value {
        let id = self.nominations[at].to_string();
        let items = meeting["items"].as_array().unwrap();
        items.iter().find(|item| item["nomination"]["id"] == id.as_str()).unwrap()
    }
}

/// The address of a part of a meeting.
pub(super) fn at(meeting: &Value, part: &str) -> String {
    format!("/meetings/{}{part}", text(&meeting["id"]))
}

/// The address of a part of a meeting for who sits in it.
pub(super) fn mine(meeting: &Value, part: &str) -> String {
    format!("/my-meetings/{}{part}", text(&meeting["id"]))
}
