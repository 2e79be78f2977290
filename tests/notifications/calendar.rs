//! The calendar feed: opened by its word alone, until that is renewed.

use entity::vocabulary::Role;
use reqwest::Method;
use sea_orm::EntityTrait as _;
use serde_json::json;

use crate::harness::{Answer, TestApp};

db_tests! {
    round: [a_feed_tells_the_deadlines_and_opens_by_its_word_alone],
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
