//! What do the tests of votes stand on? A meeting that is open, with its members and its agenda.

use chrono::{DateTime, Utc};
use entity::{
    account, agenda_item, attendance, ballot_paper,
    ids::{
        AccountId, AgendaItemId, BallotId, NominationId, ReviewBodyId, ReviewMeetingId,
        ReviewSeatId,
    },
    item_recusal, nomination, review_body, review_meeting, review_seat,
    vocabulary::{
        AgendaState, BodyKind, DefenceState, ItemRecusalSource, ReviewMeetingState, ReviewStage,
        Role, SeatDuty,
    },
};
use laurel::{persistence::insert_all, shared::Clock as _};
use reqwest::Method;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, sea_query::Expr,
};
use serde_json::{Value, json};

use crate::harness::{Answer, TestApp, Visitor};

/// The year of the round.
pub(super) const YEAR: i32 = laurel::demo::DEMO_ROUND;

/// What a meeting is to be like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Like {
    pub(super) stage: ReviewStage,
    pub(super) category: &'static str,
    /// For which grade its nominations are nominated.
    pub(super) grade: &'static str,
    pub(super) members: usize,
    /// How many of them are there.
    pub(super) present: usize,
    pub(super) items: usize,
}

/// A panel with everybody there.
pub(super) const fn panel(members: usize, items: usize) -> Like {
    let stage = ReviewStage::FirstReview;
    Like { stage, category: "PRO", grade: "second", members, present: members, items }
}

/// A meeting that is open.
#[derive(Debug)]
pub(super) struct Hall {
    pub(super) meeting: ReviewMeetingId,
    pub(super) items: Vec<AgendaItemId>,
    pub(super) seats: Vec<ReviewSeatId>,
    /// Somebody of the award office.
    pub(super) office: Visitor,
}

/// The user name of a member.
fn username(at: usize) -> String {
    format!("seat.{at:03}")
}

impl Hall {
    /// Opens a meeting; its first member takes the chair. How bodies are made, called and attended is what other tests
    /// ask.
    pub(super) async fn opened(app: &TestApp, like: Like) -> Self {
        let office = app.sign_in(Role::AwardOffice).await;
        let (database, now) = (app.app.database.reader(), app.clock.now());
        let body = review_body::Model {
            id: app.app.ids.next(),
            round_id: app.round(YEAR).await,
            kind: match like.stage {
                ReviewStage::FirstReview => BodyKind::Panel,
                ReviewStage::Committee => BodyKind::Committee,
                ReviewStage::Council => BodyKind::Council,
            },
            category: None,
            panel: None,
            name: "示范评审会".to_owned(),
            version: 1,
        };
        let meeting = review_meeting::Model {
            id: app.app.ids.next(),
            body_id: body.id,
            stage: like.stage,
            title: "示范会议".to_owned(),
            state: ReviewMeetingState::Open,
            starts_at: now,
            place: "一号会议室".to_owned(),
            current_item: None,
            opened_by: Some("tests".to_owned()),
            opened_at: Some(now),
            closed_by: None,
            closed_at: None,
            order_digest: None,
            version: 1,
        };
        let (body_id, id) = (body.id, meeting.id);
        insert_all(database, vec![body.into_active_model().reset_all()]).await.unwrap();
        insert_all(database, vec![meeting.into_active_model().reset_all()]).await.unwrap();
        let seats = seats(app, (body_id, like.members)).await;
        let items = agenda(app, (id, now), like).await;
        let hall = Self { meeting: id, items, seats, office };
        for seat in hall.seats.iter().take(like.present) {
            hall.comes(app, *seat).await;
        }
        hall
    }

    /// A member, signed in.
    pub(super) async fn member(&self, app: &TestApp, at: usize) -> Visitor {
        app.sign_in_as(&username(at), Role::CommitteeMember, None).await
    }

    /// Lets a member come into the hall.
    pub(super) async fn comes(&self, app: &TestApp, seat: ReviewSeatId) {
        let row = attendance::Model {
            id: app.app.ids.next(),
            meeting_id: self.meeting,
            seat_id: seat,
            entered_at: app.clock.now(),
            left_at: None,
            noted_by: "tests".to_owned(),
        };
        let rows = vec![row.into_active_model().reset_all()];
        insert_all(app.app.database.reader(), rows).await.unwrap();
    }

    /// Lets a member keep out of an item.
    pub(super) async fn keeps_out(&self, app: &TestApp, seat: usize, item: usize) {
        let row = item_recusal::Model {
            id: app.app.ids.next(),
            item_id: self.items[item],
            seat_id: self.seats[seat],
            source: ItemRecusalSource::Office,
            sealed_reason: None,
            decided_by: "tests".to_owned(),
            decided_at: app.clock.now(),
            lifted_by: None,
            lifted_at: None,
            version: 1,
        };
        let rows = vec![row.into_active_model().reset_all()];
        insert_all(app.app.database.reader(), rows).await.unwrap();
    }

    /// Asks for a ballot on these items.
    pub(super) async fn ask(&self, key: &str, items: &[usize], more: &Value) -> Answer {
        let items: Vec<AgendaItemId> = items.iter().map(|at| self.items[*at]).collect();
        let mut body = json!({ "category": "PRO", "grade": "second", "items": items });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.office.create(&format!("/meetings/{}/ballots", self.meeting), key, &body).await
    }

    /// A draft on all items.
    pub(super) async fn drafted(&self, key: &str, more: &Value) -> Value {
        let all: Vec<usize> = (0..self.items.len()).collect();
        let made = self.ask(key, &all, more).await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.json()["data"].take()
    }

    /// A ballot on all items that is open.
    pub(super) async fn voting(&self, key: &str, more: &Value) -> Value {
        let draft = self.drafted(key, more).await;
        done(&self.office, &draft, "open", &json!({})).await
    }
}

async fn seats(app: &TestApp, (body, members): (ReviewBodyId, usize)) -> Vec<ReviewSeatId> {
    let mut rows = Vec::new();
    for at in 0..members {
        app.add_account(&username(at), Role::CommitteeMember, None).await;
        rows.push(review_seat::Model {
            id: app.app.ids.next(),
            body_id: body,
            account_id: Some(account(app, &username(at)).await),
            expert_id: None,
            name: format!("委员{at}"),
            unit: "示范单位".to_owned(),
            duty: if at == 0 { SeatDuty::Chair } else { SeatDuty::Member },
            number: i32::try_from(at).unwrap() + 1,
            ended_at: None,
            ended_why: None,
            version: 1,
        });
    }
    let ids = rows.iter().map(|row| row.id).collect();
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all()).collect();
    insert_all(app.app.database.reader(), rows).await.unwrap();
    ids
}

/// The key of an account.
async fn account(app: &TestApp, username: &str) -> AccountId {
    let found = account::Entity::find().filter(account::Column::Username.eq(username));
    found.one(app.app.database.reader()).await.unwrap().unwrap().id
}

async fn agenda(
    app: &TestApp,
    (meeting, now): (ReviewMeetingId, DateTime<Utc>),
    like: Like,
) -> Vec<AgendaItemId> {
    let database = app.app.database.reader();
    let nominations: Vec<NominationId> = nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(app.round(YEAR).await))
        .filter(nomination::Column::Category.eq(like.category))
        .order_by_asc(nomination::Column::Number)
        .limit(u64::try_from(like.items).unwrap())
        .all(database)
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.id)
        .collect();
    assert_eq!(nominations.len(), like.items, "the small round has enough of {}", like.category);
    grades(app, &nominations, like.grade).await;
    let item = |(position, nomination): (i32, NominationId)| agenda_item::Model {
        id: app.app.ids.next(),
        meeting_id: meeting,
        nomination_id: nomination,
        position,
        state: AgendaState::Waiting,
        slot_begins: Some(now),
        slot_minutes: 10,
        defence: DefenceState::NotHeld,
        version: 1,
    };
    let rows: Vec<agenda_item::Model> = (1..).zip(nominations).map(item).collect();
    let ids = rows.iter().map(|row| row.id).collect();
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all()).collect();
    insert_all(database, rows).await.unwrap();
    ids
}

/// Lets nominations be nominated for a grade.
pub(super) async fn grades(app: &TestApp, of: &[NominationId], grade: &str) {
    nomination::Entity::update_many()
        .col_expr(nomination::Column::Grade, Expr::value(grade))
        .filter(nomination::Column::Id.is_in(of.iter().copied()))
        .exec(app.app.database.reader())
        .await
        .unwrap();
}

/// The address of a ballot.
pub(super) fn address(ballot: &Value) -> String {
    format!("/ballots/{}", ballot["id"].as_str().unwrap())
}

/// The key of a ballot: the demonstration has others.
pub(super) fn key_of(ballot: &Value) -> BallotId {
    BallotId(ballot["id"].as_str().unwrap().parse().unwrap())
}

/// The papers of a ballot.
pub(super) async fn kept(app: &TestApp, ballot: &Value) -> Vec<ballot_paper::Model> {
    let own = ballot_paper::Entity::find();
    let own = own.filter(ballot_paper::Column::BallotId.eq(key_of(ballot)));
    own.all(app.app.database.reader()).await.unwrap()
}

/// Does something with a ballot as it was seen.
pub(super) async fn act(who: &Visitor, ballot: &Value, what: &str, body: &Value) -> Answer {
    let path = format!("{}/{what}", address(ballot));
    who.change(Method::POST, &path, ballot["version"].as_i64().unwrap(), body).await
}

/// As [`act`], which must succeed; what stands then.
pub(super) async fn done(who: &Visitor, ballot: &Value, what: &str, body: &Value) -> Value {
    let answer = act(who, ballot, what, body).await;
    assert_eq!(answer.status, 200, "{what}: {}", answer.text);
    answer.json()["data"].take()
}

/// Casts a paper.
pub(super) async fn cast(who: &Visitor, ballot: &Value, key: &str, marks: &[u32]) -> Answer {
    who.create(&format!("{}/papers", address(ballot)), key, &json!({ "marks": marks })).await
}

/// The places and the rules of a refusal.
pub(super) fn faults(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let errors = answer.json()["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|one| (text(&one["pointer"]), text(&one["code"]))).collect()
}

/// A fault as [`faults`] tells it.
pub(super) fn fault(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}
