//! What do the tests of results stand on? Nominations on which bodies vote, and the two people who release.

use std::collections::BTreeSet;

use chrono::Duration;
use entity::{
    account, agenda_item, attendance,
    ids::{AccountId, AgendaItemId, NominationId, ReviewMeetingId, ReviewSeatId},
    nomination, objection, opinion, review_body, review_meeting, review_seat,
    vocabulary::{
        AgendaState, BodyKind, DefenceState, NominationState, ReviewMeetingState, ReviewStage,
        Role, SeatDuty,
    },
};
use laurel::{
    meetings, nominations,
    persistence::insert_all,
    shared::{Clock as _, random_token},
};
use reqwest::Method;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _, sea_query::Expr,
};
use serde_json::{Value, json};

use crate::harness::{Answer, TestApp, Visitor};

/// The year of the round.
pub(super) const YEAR: i32 = laurel::demo::DEMO_ROUND;
/// The category of the tests.
const CATEGORY: &str = "PRO";
/// How many sit in a body.
const SEATS: usize = 3;

/// Nominations of the second grade, those who vote on them, and the two who release.
pub(super) struct Court {
    /// Who drafts.
    pub(super) office: Visitor,
    /// Who releases, and orders what only an administrator may.
    pub(super) second: Visitor,
    /// The nominations: those of societies first.
    pub(super) nominations: Vec<nomination::Model>,
    members: Vec<Visitor>,
}

/// A meeting that goes on, with its items in the order of its nominations.
struct Sitting {
    meeting: ReviewMeetingId,
    items: Vec<AgendaItemId>,
}

/// The user name of a member.
fn username(at: usize) -> String {
    format!("court.{at}")
}

/// The text behind a key.
pub(super) fn text(of: &Value) -> &str {
    of.as_str().unwrap_or_else(|| panic!("no text: {of}"))
}

/// The address of a release.
pub(super) fn path(release: &Value) -> String {
    format!("/result-releases/{}", text(&release["id"]))
}

/// Sends a body to what was seen at its version.
pub(super) async fn act(
    who: &Visitor,
    (method, path): (Method, &str),
    seen: &Value,
    body: &Value,
) -> Answer {
    who.change(method, path, seen["version"].as_i64().unwrap(), body).await
}

/// As [`act`] by POST, which must succeed; what stands then.
pub(super) async fn done(who: &Visitor, path: &str, seen: &Value, body: &Value) -> Value {
    let answer = act(who, (Method::POST, path), seen, body).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    answer.json()["data"].take()
}

/// The codes of the fields of a refusal.
pub(super) fn codes(answer: &Answer) -> Vec<String> {
    let errors = answer.json()["errors"].take();
    errors.as_array().into_iter().flatten().map(|one| text(&one["code"]).to_owned()).collect()
}

/// The codes of what keeps a draft from being released.
pub(super) fn gaps(release: &Value) -> Vec<&str> {
    let all = release["gaps"].as_array().into_iter().flatten();
    all.map(|gap| text(&gap["code"])).collect()
}

/// What a list of decisions says of a nomination.
pub(super) fn of<'a>(decisions: &'a Value, nomination: &nomination::Model) -> &'a Value {
    let id = nomination.id.to_string();
    let mut all = decisions.as_array().into_iter().flatten();
    all.find(|one| one["nomination_id"] == id.as_str())
        .unwrap_or_else(|| panic!("{}: {decisions}", nomination.number))
}

impl Court {
    /// So many nominations, on which nobody has voted yet.
    pub(super) async fn of(app: &TestApp, count: usize) -> Self {
        let office = app.sign_in_as("test.office.one", Role::AwardOffice, None).await;
        let second = app.sign_in_as("test.office.two", Role::AwardAdmin, None).await;
        let mut members = Vec::new();
        for at in 0..SEATS {
            members.push(app.sign_in_as(&username(at), Role::CommitteeMember, None).await);
        }
        let round = app.round(YEAR).await;
        let tx = app.app.database.begin_write().await.unwrap();
        meetings::bind_book(&app.app, &tx, round, "tests").await.unwrap();
        tx.commit().await.unwrap();
        Self { office, second, nominations: chosen(app, count).await, members }
    }

    /// The keys of all nominations.
    pub(super) fn ids(&self) -> Vec<NominationId> {
        self.nominations.iter().map(|one| one.id).collect()
    }

    /// Where the nominations stand now.
    pub(super) async fn states(&self, app: &TestApp) -> Vec<NominationState> {
        let rows = nomination::Entity::find()
            .filter(nomination::Column::Id.is_in(self.ids()))
            .all(app.app.database.reader())
            .await
            .unwrap();
        let state = |one: &nomination::Model| {
            rows.iter().find(|row| row.id == one.id).map(|row| row.state).unwrap()
        };
        self.nominations.iter().map(state).collect()
    }

    /// A body votes on some of the nominations, which stand where their release takes them on: those in `passes` have
    /// every vote, the others none. Then its meeting is over, its opinions are locked, and a second has gone by.
    pub(super) async fn voted(
        &self,
        app: &TestApp,
        (stage, on): (ReviewStage, &[usize]),
        passes: &[usize],
    ) -> ReviewMeetingId {
        let ids: Vec<NominationId> = on.iter().map(|at| self.nominations[*at].id).collect();
        stand(app, &ids, stage).await;
        let sitting = sitting(app, stage, &ids).await;
        let lines = (1_u32..).zip(on).filter(|(_, at)| passes.contains(at));
        let marks: Vec<u32> = lines.map(|(line, _)| line).collect();
        self.ballot(&sitting, &marks).await;
        over(app, &sitting).await;
        app.clock.advance(Duration::seconds(1));
        sitting.meeting
    }

    /// Every member marks these lines.
    async fn ballot(&self, sitting: &Sitting, marks: &[u32]) {
        let lines = sitting.items.len();
        let asked = json!({
            "category": CATEGORY, "grade": "second", "items": sitting.items,
            "cap": lines, "places": lines, "reason": "每一项都可以通过",
        });
        let to = format!("/meetings/{}/ballots", sitting.meeting);
        let made = self.office.create(&to, &random_token(12), &asked).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let draft = made.json()["data"].take();
        let path = format!("/ballots/{}", text(&draft["id"]));
        let ballot = done(&self.office, &format!("{path}/open"), &draft, &json!({})).await;
        for member in &self.members {
            let paper = json!({ "marks": marks });
            let cast = member.create(&format!("{path}/papers"), &random_token(12), &paper).await;
            assert_eq!(cast.status, 201, "{}", cast.text);
        }
        done(&self.office, &format!("{path}/close"), &ballot, &json!({})).await;
    }

    /// Asks for a release of what was decided at a stage.
    pub(super) async fn draft(&self, stage: &str) -> Answer {
        let body = draft(stage);
        let path = format!("/rounds/{YEAR}/result-releases");
        self.office.create(&path, &random_token(12), &body).await
    }

    /// As [`Self::draft`], which must succeed.
    pub(super) async fn drafted(&self, stage: &str) -> Value {
        let made = self.draft(stage).await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.json()["data"].take()
    }

    /// Asks, as the second person, for a draft to be released.
    pub(super) async fn release(&self, drafted: &Value) -> Answer {
        let count = drafted["decisions"].as_array().unwrap().len();
        let body = json!({ "confirmed_count": count });
        act(&self.second, (Method::POST, &format!("{}/release", path(drafted))), drafted, &body)
            .await
    }

    /// Drafts a release and makes it.
    pub(super) async fn released(&self, stage: &str) -> Value {
        let drafted = self.drafted(stage).await;
        self.finished(&drafted).await
    }

    /// As [`Self::release`], which must succeed.
    pub(super) async fn finished(&self, drafted: &Value) -> Value {
        let done = self.release(drafted).await;
        assert_eq!(done.status, 200, "{}", done.text);
        done.json()["data"].take()
    }

    /// Looks back at who judged in spite of a conflict.
    pub(super) async fn looked_back(&self) {
        let path = format!("/rounds/{YEAR}/recusal-scans");
        let done = self.office.post(&path, &json!({})).await;
        assert!(done.status < 300, "{}", done.text);
    }

    /// Enters a document behind a release as the first officer, in the place of none.
    pub(super) async fn enter(&self, release: &Value, (kind, said): (&str, &str)) -> Value {
        let path = format!("{}/papers/{kind}", path(release));
        let body = json!({
            "document_number": format!("示发〔{YEAR}〕1 号"), "dated": "2027-11-05", "text": said,
        });
        let answer = self.office.change(Method::PUT, &path, 0, &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()["data"].take()
    }

    /// Enters a document and confirms it as the second person.
    pub(super) async fn paper(&self, release: &Value, (kind, said): (&str, &str)) -> Value {
        let entered = self.enter(release, (kind, said)).await;
        let path = format!("{}/papers/{kind}/confirm", path(release));
        done(&self.second, &path, &entered, &json!({})).await
    }

    /// Both documents that awards want.
    pub(super) async fn papers(&self, release: &Value) {
        self.paper(release, ("ministry", "审核无异议。")).await;
        self.paper(release, ("approval", "同意授奖。")).await;
    }

    /// The panel and the committee let nominations pass, and that is released.
    pub(super) async fn passed(&self, app: &TestApp, on: &[usize]) {
        let stages =
            [(ReviewStage::FirstReview, "first_review"), (ReviewStage::Committee, "committee")];
        for (stage, word) in stages {
            self.voted(app, (stage, on), on).await;
            self.released(word).await;
        }
    }

    /// The council votes on nominations, and the awards are released.
    pub(super) async fn awarded(&self, app: &TestApp, on: &[usize], passes: &[usize]) -> Value {
        self.voted(app, (ReviewStage::Council, on), passes).await;
        self.looked_back().await;
        let drafted = self.drafted("award").await;
        self.papers(&drafted).await;
        self.finished(&drafted).await
    }

    /// The second person asks for a fall of a nomination, and the first agrees to it.
    pub(super) async fn fallen(&self, at: usize, kind: &str) {
        let asked = json!({
            "nomination": self.nominations[at].id, "kind": kind, "reason": "核查发现材料不实",
            "basis": "核查结论第一号", "document_number": "示发〔2027〕7 号",
        });
        let made = self.second.create("/falls", &random_token(12), &asked).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let fall = made.json()["data"].take();
        let to = format!("/falls/{}/answer", text(&fall["id"]));
        let granted = json!({ "grant": true, "reason": "属实" });
        done(&self.office, &to, &fall, &granted).await;
    }

    /// Somebody of the society that nominated.
    pub(super) async fn head(&self, app: &TestApp, at: usize) -> Visitor {
        let society = self.nominations[at].society_code.as_deref();
        assert!(society.is_some(), "the small round has projects that a society nominates");
        app.sign_in_of(Role::SocietyHead, society).await
    }
}

/// A release that is asked for.
pub(super) fn draft(stage: &str) -> Value {
    json!({ "stage": stage, "categories": [CATEGORY], "title": "示范结果" })
}

/// Nominations of which nothing else is to be settled.
async fn chosen(app: &TestApp, count: usize) -> Vec<nomination::Model> {
    let database = app.app.database.reader();
    let objected: BTreeSet<NominationId> = objection::Entity::find()
        .all(database)
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.nomination_id)
        .collect();
    let mut all: Vec<nomination::Model> = nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(app.round(YEAR).await))
        .filter(nomination::Column::Category.eq(CATEGORY))
        .filter(nomination::Column::State.eq(NominationState::Accepted))
        .order_by_asc(nomination::Column::Number)
        .all(database)
        .await
        .unwrap();
    all.retain(|one| !objected.contains(&one.id));
    let ids: Vec<NominationId> = all.iter().map(|one| one.id).collect();
    let barred = nominations::integrity_hits(&app.app, database, &ids).await.unwrap();
    all.retain(|one| !barred.contains_key(&one.id));
    all.sort_by_key(|one| one.society_code.is_none());
    all.truncate(count);
    assert_eq!(all.len(), count, "the small round has enough of {CATEGORY}");
    all
}

/// Puts nominations where a release of a stage takes them on.
pub(super) async fn stand(app: &TestApp, ids: &[NominationId], stage: ReviewStage) {
    let standing = match stage {
        ReviewStage::FirstReview => NominationState::PanelReview,
        ReviewStage::Committee => NominationState::CommitteeReview,
        ReviewStage::Council => NominationState::CouncilDecision,
    };
    nomination::Entity::update_many()
        .col_expr(nomination::Column::State, Expr::value(standing))
        .col_expr(nomination::Column::Grade, Expr::value("second"))
        .filter(nomination::Column::Id.is_in(ids.iter().copied()))
        .exec(app.app.database.reader())
        .await
        .unwrap();
}

/// Opens a meeting on nominations with everybody there. How bodies are made, called and attended is what other tests
/// ask.
async fn sitting(app: &TestApp, stage: ReviewStage, on: &[NominationId]) -> Sitting {
    let (database, now) = (app.app.database.reader(), app.clock.now());
    let body = review_body::Model {
        id: app.app.ids.next(),
        round_id: app.round(YEAR).await,
        kind: match stage {
            ReviewStage::FirstReview => BodyKind::Panel,
            ReviewStage::Committee => BodyKind::Committee,
            ReviewStage::Council => BodyKind::Council,
        },
        category: None,
        panel: None,
        name: format!("示范评审会 {}", random_token(6)),
        version: 1,
    };
    let meeting = review_meeting::Model {
        id: app.app.ids.next(),
        body_id: body.id,
        stage,
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
    let mut seats = Vec::new();
    for at in 0..SEATS {
        seats.push(review_seat::Model {
            id: app.app.ids.next(),
            body_id,
            account_id: Some(account_of(app, &username(at)).await),
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
    let came: Vec<ReviewSeatId> = seats.iter().map(|seat| seat.id).collect();
    let rows = seats.into_iter().map(|row| row.into_active_model().reset_all()).collect();
    insert_all(database, rows).await.unwrap();
    come(app, id, &came).await;
    Sitting { meeting: id, items: agenda(app, id, on).await }
}

async fn come(app: &TestApp, meeting: ReviewMeetingId, seats: &[ReviewSeatId]) {
    let row = |seat: &ReviewSeatId| attendance::Model {
        id: app.app.ids.next(),
        meeting_id: meeting,
        seat_id: *seat,
        entered_at: app.clock.now(),
        left_at: None,
        noted_by: "tests".to_owned(),
    };
    let rows = seats.iter().map(|seat| row(seat).into_active_model().reset_all()).collect();
    insert_all(app.app.database.reader(), rows).await.unwrap();
}

async fn agenda(app: &TestApp, meeting: ReviewMeetingId, on: &[NominationId]) -> Vec<AgendaItemId> {
    let item = |(position, nomination): (i32, &NominationId)| agenda_item::Model {
        id: app.app.ids.next(),
        meeting_id: meeting,
        nomination_id: *nomination,
        position,
        state: AgendaState::Waiting,
        slot_begins: Some(app.clock.now()),
        slot_minutes: 10,
        defence: DefenceState::NotHeld,
        version: 1,
    };
    let rows: Vec<agenda_item::Model> = (1..).zip(on).map(item).collect();
    let ids = rows.iter().map(|row| row.id).collect();
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all()).collect();
    insert_all(app.app.database.reader(), rows).await.unwrap();
    ids
}

/// The key of an account.
async fn account_of(app: &TestApp, username: &str) -> AccountId {
    let found = account::Entity::find().filter(account::Column::Username.eq(username));
    found.one(app.app.database.reader()).await.unwrap().unwrap().id
}

/// Locks an opinion on each item, and ends the meeting.
async fn over(app: &TestApp, sitting: &Sitting) {
    let (database, now) = (app.app.database.reader(), app.clock.now());
    let locked = |item: &AgendaItemId| opinion::Model {
        id: app.app.ids.next(),
        item_id: *item,
        sealed_text: String::new(),
        digest: Some("0".repeat(64)),
        drafted_by: "tests".to_owned(),
        locked_at: Some(now),
        version: 1,
    };
    let rows = sitting.items.iter().map(|item| locked(item).into_active_model().reset_all());
    insert_all(database, rows.collect()).await.unwrap();
    review_meeting::Entity::update_many()
        .col_expr(review_meeting::Column::State, Expr::value(ReviewMeetingState::Closed))
        .col_expr(review_meeting::Column::ClosedBy, Expr::value("tests"))
        .col_expr(review_meeting::Column::ClosedAt, Expr::value(now))
        .filter(review_meeting::Column::Id.eq(sitting.meeting))
        .exec(database)
        .await
        .unwrap();
}
