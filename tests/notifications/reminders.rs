//! Reminders come before and after, once each, until it is done.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use entity::{notice, vocabulary::Role};
use laurel::{
    notifications::{self, Kind, Reminder, To, remind, stop_reminders, stop_reminders_of},
    shared::Clock as _,
};
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};

use super::{account_of, sweep};
use crate::harness::TestApp;

db_tests! {
    empty: [
        reminders_come_before_and_after_until_it_is_done,
        two_kinds_never_suppress_each_other,
        two_nodes_remind_once_and_an_extension_moves_the_time,
    ],
}

async fn told(app: &TestApp, kind: Kind) -> u64 {
    notice::Entity::find()
        .filter(notice::Column::Kind.eq(kind.as_str()))
        .count(app.app.database.reader())
        .await
        .unwrap()
}

async fn ask(app: &TestApp, kind: Kind, to: To, due_at: DateTime<Utc>) {
    let reminder = Reminder {
        kind,
        to,
        subject: "nomination/1".to_owned(),
        due_at,
        facts: BTreeMap::from([("number".to_owned(), "2027-N-001".to_owned())]),
        link: None,
    };
    let tx = app.app.database.begin_write().await.unwrap();
    remind(&app.app, &tx, &reminder).await.unwrap();
    tx.commit().await.unwrap();
}

async fn head(app: &TestApp) -> To {
    app.add_account("head", Role::SocietyHead, Some("D-B-12")).await;
    To::Account(account_of(app, "head").await)
}

async fn reminders_come_before_and_after_until_it_is_done(app: &TestApp) {
    let due = app.clock.now() + Duration::days(10);
    ask(app, Kind::CorrectionDue, head(app).await, due).await;
    ask(app, Kind::CorrectionDue, To::Society("D-B-12".to_owned()), due).await;
    let mut seen = Vec::new();
    for _ in 0..14 * 4 {
        app.clock.advance(Duration::hours(6));
        sweep(app).await;
        sweep(app).await;
        let count = told(app, Kind::CorrectionDue).await;
        if seen.last().is_none_or(|&(_, before)| before != count) && count > 0 {
            seen.push(((app.clock.now() - due).num_hours(), count));
        }
    }
    assert_eq!(seen, [(-168, 2), (-24, 4), (24, 6)], "two asked, each three times");
    let row = notice::Entity::find().one(app.app.database.reader()).await.unwrap().unwrap();
    assert!(row.facts.contains("还有 7 天"), "{}", row.facts);
    // Asked anew, and done before its time.
    let due = app.clock.now() + Duration::days(10);
    ask(app, Kind::CorrectionDue, head(app).await, due).await;
    let tx = app.app.database.begin_write().await.unwrap();
    assert_eq!(stop_reminders(&app.app, &tx, "nomination/1").await.unwrap(), 2);
    assert_eq!(stop_reminders(&app.app, &tx, "nomination/1").await.unwrap(), 0);
    tx.commit().await.unwrap();
    app.clock.advance(Duration::days(20));
    sweep(app).await;
    assert_eq!(told(app, Kind::CorrectionDue).await, 6, "nothing after it was done");
}

async fn two_kinds_never_suppress_each_other(app: &TestApp) {
    let (to, due) = (head(app).await, app.clock.now() + Duration::hours(23));
    ask(app, Kind::CorrectionDue, to.clone(), due).await;
    ask(app, Kind::MaterialDue, to.clone(), due).await;
    let tx = app.app.database.begin_write().await.unwrap();
    let stopped = stop_reminders_of(&app.app, &tx, "nomination/1", Kind::CorrectionDue).await;
    assert_eq!(stopped.unwrap(), 1);
    tx.commit().await.unwrap();
    app.clock.advance(Duration::hours(48));
    sweep(app).await;
    assert_eq!((told(app, Kind::CorrectionDue).await, told(app, Kind::MaterialDue).await), (0, 1));
    ask(app, Kind::CorrectionDue, to.clone(), app.clock.now() + Duration::hours(25)).await;
    ask(app, Kind::MaterialDue, to, app.clock.now() + Duration::hours(25)).await;
    app.clock.advance(Duration::hours(1));
    sweep(app).await;
    assert_eq!((told(app, Kind::CorrectionDue).await, told(app, Kind::MaterialDue).await), (1, 2));
    let standing = notice::Entity::find()
        .filter(notice::Column::SupersededBy.is_null())
        .count(app.app.database.reader())
        .await
        .unwrap();
    assert_eq!(standing, 2, "one of each kind: a newer one of its own kind took the place");
}

async fn two_nodes_remind_once_and_an_extension_moves_the_time(app: &TestApp) {
    let (to, due) = (head(app).await, app.clock.now() + Duration::hours(25));
    ask(app, Kind::InvestigationDue, to.clone(), due).await;
    ask(app, Kind::InvestigationDue, to, due + Duration::days(2)).await;
    app.clock.advance(Duration::hours(30));
    sweep(app).await;
    assert_eq!(told(app, Kind::InvestigationDue).await, 0, "it was put off");
    app.clock.advance(Duration::hours(19));
    let (one, other) = tokio::join!(notifications::sweep(&app.app), notifications::sweep(&app.app));
    one.unwrap();
    other.unwrap();
    assert_eq!(told(app, Kind::InvestigationDue).await, 1);
}
