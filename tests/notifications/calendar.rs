//! The calendar feed: opened by its word alone, until that is renewed.

use chrono::{DateTime, Utc};
use entity::{examination, examination_correction, nomination, vocabulary::Role};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::json;

use crate::{
    harness::{Answer, TestApp, Visitor},
    objections,
};

db_tests! {
    round: [
        a_feed_tells_the_deadlines_and_opens_by_its_word_alone,
        a_feed_tells_a_society_its_own_corrections,
        a_feed_tells_tasks_about_objections_to_whose_they_are,
    ],
}

async fn a_feed_tells_the_deadlines_and_opens_by_its_word_alone(app: &TestApp) {
    let head = app.sign_in_of(Role::SocietyHead, Some("D-B-12")).await;
    let made = head.post("/me/calendar", &json!({})).await;
    let path = made.json()["data"]["path"].as_str().unwrap().to_owned();
    let word = path.strip_prefix("/calendar/").and_then(|file| file.strip_suffix(".ics"));
    assert!(word.is_some_and(|word| word.len() == 32), "{path}");
    assert_eq!(head.data("/me/mail").await["has_calendar"], true);
    let token = path.trim_start_matches("/calendar/").trim_end_matches(".ics");
    let kept = entity::calendar_token::Entity::find().all(app.app.database.reader()).await.unwrap();
    assert!(kept.iter().all(|row| !row.digest.contains(token)));
    let read = async |path: &str| Answer::of(app.anyone().bare(Method::GET, path)).await;
    let feed = read(&path).await;
    assert_eq!((feed.status, feed.header("content-type")), (200, "text/calendar; charset=utf-8"));
    let text = feed.text.replace("\r\n ", "");
    assert!(text.contains("2027 年度提名截止") && text.contains("北京时间"), "{text}");
    // What was put off for the society is its deadline in the feed; another's extension is not there.
    let timetable = app.sign_in(Role::AwardOffice).await.data("/rounds/2027/timetable").await;
    let closes = timetable["closes_at"].as_str().unwrap().replace(['-', ':'], "");
    assert!(
        text.contains(&format!(
            "DTSTART:{}",
            closes.split('.').next().unwrap().trim_end_matches('Z')
        )),
        "{closes}: {text}"
    );
    for wrong in ["/calendar/x.ics", path.trim_end_matches(".ics")] {
        assert_eq!(read(wrong).await.status, 404, "{wrong}");
    }
    let renewed = head.post("/me/calendar", &json!({})).await.json()["data"]["path"].clone();
    assert_eq!(read(&path).await.status, 404, "the old word opens nothing");
    let renewed = renewed.as_str().unwrap().to_owned();
    assert_eq!(read(&renewed).await.status, 200);
    assert_eq!(head.delete("/me/calendar").await.status, 200);
    assert_eq!(read(&renewed).await.status, 404);
}

/// What the feed of somebody says, its lines whole.
async fn feed_of(app: &TestApp, visitor: &Visitor) -> String {
    let made = visitor.post("/me/calendar", &json!({})).await;
    let path = made.json()["data"]["path"].as_str().unwrap().to_owned();
    let feed = Answer::of(app.anyone().bare(Method::GET, &path)).await;
    assert_eq!(feed.status, 200, "{}", feed.text);
    feed.text.replace("\r\n ", "")
}

/// When the entry of this name is, as the feed writes it.
fn at_of<'f>(feed: &'f str, name: &str) -> Option<&'f str> {
    let entry = feed.split("BEGIN:VEVENT").find(|entry| entry.contains(name))?;
    entry.lines().find_map(|line| line.strip_prefix("DTSTART:"))
}

fn written(instant: DateTime<Utc>) -> String {
    instant.format("%Y%m%dT%H%M%SZ").to_string()
}

async fn a_feed_tells_a_society_its_own_corrections(app: &TestApp) {
    let database = app.app.database.reader();
    let asked = examination_correction::Entity::find()
        .filter(examination_correction::Column::AnsweredAt.is_null())
        .one(database)
        .await
        .unwrap()
        .expect("the demonstration asks for one");
    let of = examination::Entity::find_by_id(asked.examination_id).one(database).await.unwrap();
    let of = nomination::Entity::find_by_id(of.unwrap().nomination_id).one(database).await.unwrap();
    let of = of.unwrap();
    let society = of.society_code.unwrap();
    let name = format!("补正截止 {}", of.number);
    let head = app.sign_in_of(Role::SocietyHead, Some(&society)).await;
    let feed = feed_of(app, &head).await;
    assert_eq!(at_of(&feed, &name), Some(written(asked.due_at).as_str()), "{feed}");
    let other = if society == "D-A-01" { "D-A-02" } else { "D-A-01" };
    let other = app.sign_in_of(Role::SocietyHead, Some(other)).await;
    assert_eq!(at_of(&feed_of(app, &other).await, &name), None);
    let answered = examination_correction::Entity::update_many()
        .col_expr(
            examination_correction::Column::AnsweredAt,
            sea_orm::sea_query::Expr::value(laurel::shared::Clock::now(&app.clock)),
        )
        .exec(database)
        .await
        .unwrap();
    assert!(answered.rows_affected > 0);
    assert_eq!(at_of(&feed_of(app, &head).await, &name), None, "it was answered");
}

async fn a_feed_tells_tasks_about_objections_to_whose_they_are(app: &TestApp) {
    let public = objections::publish(app).await;
    objections::object(app, "1", "a-word-of-the-form-1").await;
    let office = app.sign_in(Role::AwardOffice).await;
    let own = app.sign_in_of(Role::SocietyClerk, Some(&public.society)).await;
    let (material, office_work) = ("异议材料提交截止", "异议办理期限");
    assert!(at_of(&feed_of(app, &office).await, "异议审查期限").is_some());
    let feed = feed_of(app, &own).await;
    assert_eq!(at_of(&feed, material), None, "nothing is asked of it yet");
    assert_eq!(at_of(&feed, "异议审查期限"), None, "the office's own work");
    let id = objections::only(&office).await;
    let taken = objections::done(&office, &id, "screen", &objections::accept()).await;
    let due = objections::due_of(&taken, "nominator");
    let feed = feed_of(app, &own).await;
    assert_eq!(at_of(&feed, material), Some(written(due).as_str()), "{feed}");
    assert_eq!(at_of(&feed, office_work), None, "the office's own work");
    let number = taken["number"].as_str().unwrap();
    assert!(!feed.contains(number), "a feed leaves the house: no word of the objection itself");
    let feed = feed_of(app, &office).await;
    assert!(at_of(&feed, office_work).is_some() && at_of(&feed, "异议审查期限").is_none());
    assert_eq!(at_of(&feed, material), None);
    let other = if public.society == "D-A-01" { "D-A-02" } else { "D-A-01" };
    let other = app.sign_in_of(Role::SocietyClerk, Some(other)).await;
    assert_eq!(at_of(&feed_of(app, &other).await, material), None);
}
