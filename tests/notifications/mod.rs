//! What are people told, when does it go by mail, and who may let it go?

mod calendar;
mod closing;
mod digests;
mod outbox;
mod own;
mod reminders;
mod rights;
mod secrets;
mod smtp;

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use entity::{account, ids::AccountId, notice_mail, vocabulary::MailState};
use laurel::{
    app::App,
    audit,
    mail::masked,
    notifications::{self, Kind, Notice, To},
    shared::Clock as _,
};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::json;

use crate::harness::{TestApp, Visitor};

/// The key of the account that signs in as `username`.
async fn account_of(app: &TestApp, username: &str) -> AccountId {
    account::Entity::find()
        .filter(account::Column::Username.eq(username))
        .one(app.app.database.reader())
        .await
        .unwrap()
        .unwrap()
        .id
}

fn notice(kind: Kind, subject: &str) -> Notice {
    let facts =
        [("number", "2027-N-001"), ("title", "某项目"), ("code", "Y-7"), ("reason", "材料不全")];
    Notice {
        kind,
        subject: subject.to_owned(),
        facts: facts.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect(),
        link: Some("/messages".to_owned()),
    }
}

/// Somebody does something and tells of it, as every room does.
async fn tell_on(app: &App, by: &str, to: &To, one: &Notice) {
    let tx = app.database.begin_write().await.unwrap();
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: "tests.decide".to_owned(),
        subject: one.subject.clone(),
        ..audit::Entry::default()
    };
    audit::record(&*tx, app.clock.now(), entry).await.unwrap();
    notifications::tell(app, &tx, to, one).await.unwrap();
    tx.commit().await.unwrap();
}

async fn tell(app: &TestApp, by: &str, to: &To, kind: Kind, subject: &str) {
    tell_on(&app.app, by, to, &notice(kind, subject)).await;
}

async fn sweep(app: &TestApp) -> u32 {
    notifications::sweep(&app.app).await.unwrap()
}

/// Moves the clock to `hour`:00 in Beijing of the next day.
fn to_tomorrow(app: &TestApp, hour: i64) -> DateTime<Utc> {
    let midnight = laurel::shared::end_of_day_after(app.clock.now(), 0);
    let instant = midnight + Duration::hours(hour);
    app.clock.advance(instant - app.clock.now());
    instant
}

/// Gives somebody an address, by the route of the person.
async fn set_address(visitor: &Visitor, address: &str, language: Option<&str>) {
    let seen = visitor.data("/me/mail").await["version"].as_i64().unwrap();
    let body = json!({ "address": address, "language": language });
    let set = visitor.change(Method::PUT, "/me/mail", seen, &body).await;
    assert_eq!(set.status, 200, "{}", set.text);
    assert_eq!(set.json()["data"]["address"], masked(address));
}

/// The messages of the outbox, oldest first.
async fn mails(app: &TestApp) -> Vec<notice_mail::Model> {
    notice_mail::Entity::find()
        .order_by_asc(notice_mail::Column::CreatedAt)
        .order_by_asc(notice_mail::Column::Id)
        .all(app.app.database.reader())
        .await
        .unwrap()
}

async fn states(app: &TestApp) -> Vec<MailState> {
    mails(app).await.into_iter().map(|mail| mail.state).collect()
}

/// The letters that were really written, by the names of their files.
fn letters(app: &TestApp) -> BTreeMap<String, String> {
    let Ok(folder) = std::fs::read_dir(app.folder().join("outbox")) else {
        return BTreeMap::new();
    };
    folder
        .map(Result::unwrap)
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}
