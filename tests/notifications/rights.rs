//! Are the heads of a society told what becomes of its right, and reminded 90, 30 and 7 days before its end?

use chrono::{DateTime, Duration, NaiveTime, Utc};
use entity::{
    account,
    ids::QualificationId,
    notice, qualification, society,
    vocabulary::{QualificationState, QualificationStep as Step, Role, Verdict},
};
use laurel::{
    notifications::Kind,
    shared::{Clock as _, china_day, end_of_day_after},
    societies::{
        self, CRITERIA, CriterionCheck, CriterionStatement, NewFile, QualificationStepBody,
    },
};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};

use super::sweep;
use crate::harness::TestApp;

db_tests! {
    round: [
        a_right_that_ends_is_reminded_of_until_it_is_renewed,
        a_right_that_is_suspended_is_reminded_of_no_more,
    ],
}

const HEAD: &str = "head.of.a.right";
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";

/// A right that holds for longer than its first reminder is ahead, of a society that asks for nothing.
struct Right {
    id: QualificationId,
    society: String,
    ends_at: DateTime<Utc>,
}

fn first_after(last: chrono::NaiveDate) -> DateTime<Utc> {
    end_of_day_after(last.and_time(NaiveTime::MIN).and_utc(), 0)
}

async fn right(app: &TestApp) -> Right {
    let database = app.app.database.reader();
    let soonest = china_day(app.clock.now()) + Duration::days(100);
    let all = qualification::Entity::find().all(database).await.unwrap();
    let row = all
        .iter()
        .filter(|row| all.iter().filter(|one| one.society_id == row.society_id).count() == 1)
        .filter(|row| row.state == QualificationState::Granted)
        .find(|row| row.valid_to.is_some_and(|last| last > soonest))
        .unwrap();
    let of = society::Entity::find_by_id(row.society_id).one(database).await.unwrap().unwrap();
    app.add_account(HEAD, Role::SocietyHead, Some(&of.code)).await;
    Right { id: row.id, society: of.code, ends_at: first_after(row.valid_to.unwrap()) }
}

async fn told(app: &TestApp, kind: Kind) -> Vec<notice::Model> {
    let database = app.app.database.reader();
    let head = account::Entity::find()
        .filter(account::Column::Username.eq(HEAD))
        .one(database)
        .await
        .unwrap()
        .unwrap();
    notice::Entity::find()
        .filter(notice::Column::AccountId.eq(head.id))
        .filter(notice::Column::Kind.eq(kind.as_str()))
        .all(database)
        .await
        .unwrap()
}

async fn step(app: &TestApp, id: QualificationId, step: Step) {
    let body = QualificationStepBody { step, reason: Some("依规定决定".to_owned()) };
    societies::take_step(&app.app, "cast", (id, None), body).await.unwrap();
}

/// Moves the clock, lets what is due be told, and counts the reminders.
async fn reminded_at(app: &TestApp, instant: DateTime<Utc>) -> usize {
    app.clock.advance(instant - app.clock.now());
    sweep(app).await;
    sweep(app).await;
    told(app, Kind::RightEnds).await.len()
}

/// The society applies anew, and CAST grants it; says when the new right ends.
async fn renew(app: &TestApp, right: &Right) -> DateTime<Utc> {
    let inner = &app.app;
    let id = societies::open(inner, HEAD, None, &right.society).await.unwrap();
    let required = || CRITERIA.list.iter().filter(|one| one.is_required);
    let said = required()
        .map(|one| (one.id.clone(), CriterionStatement { statement: "符合（示例）".to_owned() }));
    societies::state(inner, HEAD, (id, None), said.collect()).await.unwrap();
    for one in required().filter(|one| one.needs_file) {
        let file = NewFile {
            criterion: one.id.clone(),
            name: "证.pdf".to_owned(),
            valid_to: None,
            bytes: PDF.to_vec(),
        };
        societies::add_file(inner, HEAD, None, id, file).await.unwrap();
    }
    step(app, id, Step::Submit).await;
    let found = required()
        .map(|one| (one.id.clone(), CriterionCheck { verdict: Some(Verdict::Met), note: None }));
    societies::check(inner, "cast", (id, None), found.collect()).await.unwrap();
    step(app, id, Step::FinishCheck).await;
    step(app, id, Step::Grant).await;
    let row = qualification::Entity::find_by_id(id).one(inner.database.reader()).await.unwrap();
    first_after(row.unwrap().valid_to.unwrap())
}

async fn a_right_that_ends_is_reminded_of_until_it_is_renewed(app: &TestApp) {
    let right = right(app).await;
    let before = right.ends_at - Duration::days(90);
    assert_eq!(reminded_at(app, before - Duration::seconds(1)).await, 0);
    assert_eq!(reminded_at(app, before).await, 1);
    assert_eq!(reminded_at(app, before + Duration::seconds(1)).await, 1, "once");
    assert_eq!(reminded_at(app, right.ends_at - Duration::days(30)).await, 2);
    let last = china_day(right.ends_at - Duration::seconds(1)).to_string();
    let rows = told(app, Kind::RightEnds).await;
    let says = |text: &str| rows.iter().any(|row| row.facts.contains(text));
    assert!(says(&last) && says("还有 90 天") && says("还有 30 天"), "{rows:?}");
    let ends_at = renew(app, &right).await;
    assert!(ends_at > right.ends_at + Duration::days(300), "a term of its own");
    assert_eq!(told(app, Kind::QualificationDecided).await.len(), 1);
    assert_eq!(reminded_at(app, right.ends_at - Duration::days(7)).await, 2, "it was renewed");
    assert_eq!(reminded_at(app, ends_at - Duration::days(90)).await, 3, "the end of the new one");
    assert_eq!(reminded_at(app, ends_at - Duration::days(7)).await, 4);
}

async fn a_right_that_is_suspended_is_reminded_of_no_more(app: &TestApp) {
    let right = right(app).await;
    step(app, right.id, Step::Suspend).await;
    let decided = told(app, Kind::QualificationDecided).await;
    assert_eq!(decided.len(), 1);
    assert!(decided[0].facts.contains("暂停提名资格"), "{}", decided[0].facts);
    assert_eq!(reminded_at(app, right.ends_at - Duration::days(90)).await, 0);
    step(app, right.id, Step::Restore).await;
    assert_eq!(told(app, Kind::QualificationDecided).await.len(), 2);
    assert_eq!(reminded_at(app, right.ends_at - Duration::days(30)).await, 1, "it holds again");
}
