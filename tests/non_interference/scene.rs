//! Of what are there two worlds? Of the round that was decided before: one category decided, one in its reviews, one
//! before its panel.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use entity::{
    agenda_item,
    ids::{
        ExpertId, NominationId, ResultReleaseId, ReviewAssignmentId, ReviewBodyId, ReviewPhaseId,
        ReviewSeatId, ReviewSheetId,
    },
    nomination, review_assignment, review_body, review_meeting, review_phase, review_seat,
    review_sheet, reviewer_account,
    vocabulary::{ReviewMeetingState, SheetState},
};
use laurel::{
    demo::{
        EARLIER_ROUND,
        deciding::{self, NewBallot, NewRelease, Site, Visitor, text_of},
    },
    identity,
    shared::Secret,
};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::json;

use super::nominee;
use crate::harness::{PASSWORD, TestApp};

/// The society whose people have accounts.
pub(super) const SOCIETY: &str = "D-B-12";
/// Its category at the panel.
const CATEGORY: &str = "PRO";
/// The grades in any order.
const GRADES: [&str; 3] = ["second", "special", "first"];
/// So many of fifteen come: as many as a quorum needs beside those who keep out.
const COME: usize = 12;
/// The links of nominees outlast the phase.
const A_MONTH: Duration = Duration::days(30);

/// What the facts are about.
pub(super) struct Scene {
    /// The phase that is over, and the one that is open.
    pub(super) phases: [ReviewPhaseId; 2],
    /// The end of the open one.
    pub(super) closes_at: DateTime<Utc>,
    /// Who reviews: the one of the audience.
    pub(super) reviewer: ExpertId,
    /// Somebody of the pool who was asked for nothing.
    pub(super) stranger: ExpertId,
    /// A sheet of the open phase that was handed in, and its nomination.
    pub(super) sheet: (ReviewSheetId, NominationId),
    /// A review of another reviewer of the closed phase.
    pub(super) others_review: ReviewAssignmentId,
    /// The body that is called, and the seat of the member of the audience there.
    pub(super) panel: ReviewBodyId,
    pub(super) own_seat: ReviewSeatId,
    /// Nominations to look at: of the open phase, of the panel, and of what is decided.
    pub(super) nominations: Vec<NominationId>,
    /// Where the personal links of a nominee lead.
    pub(super) links: Vec<String>,
}

impl Scene {
    /// Looks it up, and lets the people of the demonstration sign in.
    pub(super) async fn of(app: &TestApp) -> Self {
        let names = ["office", "office2", "reviewer", "member", "head", "cast", "chair", "scribe"];
        let members = (4..=15).map(|number| format!("member{number:02}"));
        for username in names.map(str::to_owned).into_iter().chain(members) {
            let password = Secret::new(PASSWORD);
            identity::reset_password(&app.app, "tests", &username, &password).await.unwrap();
        }
        let database = app.app.database.reader();
        let round = app.round(EARLIER_ROUND).await;
        let phases = review_phase::Entity::find()
            .filter(review_phase::Column::RoundId.eq(round))
            .all(database)
            .await
            .unwrap();
        let phase = |category: &str| phases.iter().find(|one| one.category == category).unwrap();
        let (decided, open) = (phase("NAT"), phase("INV"));
        let reviewer = expert_of(app, "reviewer").await;
        let sheet = review_sheet::Entity::find()
            .filter(review_sheet::Column::PhaseId.eq(open.id))
            .filter(review_sheet::Column::State.eq(SheetState::Submitted))
            .order_by_asc(review_sheet::Column::Id)
            .one(database)
            .await
            .unwrap()
            .unwrap();
        let others = review_sheet::Entity::find()
            .filter(review_sheet::Column::PhaseId.eq(decided.id))
            .filter(review_sheet::Column::ExpertId.ne(reviewer))
            .order_by_asc(review_sheet::Column::Id)
            .one(database)
            .await
            .unwrap()
            .unwrap();
        let (panel, own_seat) = panel(app).await;
        let item = agenda_item::Entity::find()
            .filter(agenda_item::Column::MeetingId.eq(meeting_of(app, panel).await.id))
            .order_by_asc(agenda_item::Column::Position)
            .one(database)
            .await
            .unwrap()
            .unwrap();
        let links = nominee::links(app, sheet.nomination_id, open.closes_at + A_MONTH).await;
        Self {
            phases: [decided.id, open.id],
            closes_at: open.closes_at,
            reviewer,
            stranger: stranger(app).await,
            sheet: (sheet.id, sheet.nomination_id),
            others_review: others.assignment_id,
            panel,
            own_seat,
            nominations: vec![sheet.nomination_id, item.nomination_id, others.nomination_id],
            links,
        }
    }
}

/// The expert of the pool behind an account.
async fn expert_of(app: &TestApp, username: &str) -> ExpertId {
    let account = entity::account::Entity::find()
        .filter(entity::account::Column::Username.eq(username))
        .one(app.app.database.reader())
        .await
        .unwrap()
        .unwrap();
    let tie = reviewer_account::Entity::find()
        .filter(reviewer_account::Column::AccountId.eq(account.id))
        .one(app.app.database.reader());
    tie.await.unwrap().unwrap().expert_id
}

/// Somebody who was asked for no review of the round.
async fn stranger(app: &TestApp) -> ExpertId {
    let database = app.app.database.reader();
    let round = app.round(EARLIER_ROUND).await;
    let asked: Vec<ExpertId> = review_assignment::Entity::find()
        .filter(review_assignment::Column::RoundId.eq(round))
        .all(database)
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.expert_id)
        .collect();
    let known = entity::expert::Entity::find()
        .order_by_asc(entity::expert::Column::Code)
        .all(database)
        .await
        .unwrap();
    known.into_iter().find(|one| !asked.contains(&one.id)).unwrap().id
}

/// The panel of the category that is called, and the seat of the account `member` there.
async fn panel(app: &TestApp) -> (ReviewBodyId, ReviewSeatId) {
    let database = app.app.database.reader();
    let body = review_body::Entity::find()
        .filter(review_body::Column::RoundId.eq(app.round(EARLIER_ROUND).await))
        .filter(review_body::Column::Category.eq(CATEGORY))
        .one(database)
        .await
        .unwrap()
        .unwrap();
    let member = entity::account::Entity::find()
        .filter(entity::account::Column::Username.eq("member"))
        .one(database)
        .await
        .unwrap()
        .unwrap();
    let seat = review_seat::Entity::find()
        .filter(review_seat::Column::BodyId.eq(body.id))
        .filter(review_seat::Column::AccountId.eq(member.id))
        .one(database)
        .await
        .unwrap()
        .unwrap();
    (body.id, seat.id)
}

async fn meeting_of(app: &TestApp, body: ReviewBodyId) -> review_meeting::Model {
    review_meeting::Entity::find()
        .filter(review_meeting::Column::BodyId.eq(body))
        .filter(review_meeting::Column::State.ne(ReviewMeetingState::Cancelled))
        .one(app.app.database.reader())
        .await
        .unwrap()
        .unwrap()
}

/// The panel, whose meeting goes on.
pub(super) struct Panel {
    office: Visitor,
    second: Visitor,
    /// Those who came: the chair first, then who writes.
    members: Vec<Visitor>,
    meeting: String,
    /// The grades by number.
    grades: BTreeMap<String, String>,
}

impl Panel {
    /// Its meeting is opened.
    pub(super) async fn opened(app: &TestApp) -> Self {
        let site = Site::new(format!("http://{}", app.address()));
        let office = site.sign_in("office", PASSWORD).await.unwrap();
        let second = site.sign_in("office2", PASSWORD).await.unwrap();
        let database = app.app.database.reader();
        let (body, _) = panel(app).await;
        let meeting = meeting_of(app, body).await.id.to_string();
        let seats = review_seat::Entity::find()
            .filter(review_seat::Column::BodyId.eq(body))
            .order_by_asc(review_seat::Column::Number)
            .all(database)
            .await
            .unwrap();
        let (mut come, mut members) = (Vec::new(), Vec::new());
        for seat in seats.into_iter().take(COME) {
            let account = entity::account::Entity::find_by_id(seat.account_id.unwrap());
            let account = account.one(database).await.unwrap().unwrap();
            members.push(site.sign_in(&account.username, PASSWORD).await.unwrap());
            come.push(seat.id.to_string());
        }
        let come: Vec<&str> = come.iter().map(String::as_str).collect();
        deciding::open_meeting(&office, &meeting, &come).await.unwrap();
        let nominations = nomination::Entity::find()
            .filter(nomination::Column::RoundId.eq(app.round(EARLIER_ROUND).await))
            .all(database)
            .await
            .unwrap();
        let grades = nominations.into_iter().filter_map(|row| Some((row.number, row.grade?)));
        Self { office, second, members, meeting, grades: grades.collect() }
    }

    /// A ballot of a grade with everything of that grade on it.
    async fn ballot(&self, grade: &str) -> Option<(String, Vec<i64>)> {
        let (office, meeting) = (&self.office, self.meeting.as_str());
        let by_grade = deciding::items_by_grade(office, meeting, &self.grades).await.unwrap();
        let items = by_grade.get(&(CATEGORY.to_owned(), grade.to_owned()))?.clone();
        let likes = (1..).take(items.len().div_ceil(2)).collect();
        let new = NewBallot {
            category: CATEGORY,
            grade: Some(grade),
            most: Some(items.len()),
            items,
            reason: "每一项都可以通过",
        };
        Some((deciding::open_ballot(office, meeting, &new).await.unwrap(), likes))
    }

    /// Begins a ballot in which some have voted already; the member of the audience, the third, has not.
    pub(super) async fn begin_a_ballot(&self) {
        let (ballot, likes) = self.ballot("second").await.unwrap();
        for member in self.members.iter().skip(4) {
            deciding::cast(member, &ballot, &likes).await.unwrap();
        }
    }

    /// Writes, signs and votes, and ends the meeting.
    pub(super) async fn decide(&self) {
        for writer in self.members.iter().take(2) {
            let text = "评审组听取了汇报，认为主要结论有据。";
            deciding::write_opinions(writer, &self.meeting, text).await.unwrap();
        }
        for member in &self.members {
            deciding::sign_opinions(member, &self.meeting, None).await.unwrap();
        }
        for grade in GRADES {
            let Some((ballot, likes)) = self.ballot(grade).await else { continue };
            for member in &self.members {
                deciding::cast(member, &ballot, &likes).await.unwrap();
            }
            deciding::close_ballot(&self.office, &ballot).await.unwrap();
        }
        deciding::steer(&self.office, &self.meeting, "close", &json!({})).await.unwrap();
    }

    /// Drafts the release of what was decided.
    pub(super) async fn draft(&self) -> ResultReleaseId {
        let new = NewRelease {
            stage: "first_review",
            categories: &[CATEGORY],
            title: "初评结果",
            papers: &[],
        };
        let officers = [&self.office, &self.second];
        let (id, _) = deciding::draft_release(officers, EARLIER_ROUND, new).await.unwrap();
        ResultReleaseId(id.parse().unwrap())
    }

    /// Makes it.
    pub(super) async fn release(&self, id: ResultReleaseId) {
        let released = deciding::release(&self.second, &id.to_string()).await.unwrap();
        assert_eq!(text_of(&released, "state").unwrap(), "released");
    }
}
