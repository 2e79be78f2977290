//! An address is in no table, answer, error or log line; and who objected is not in the outbox.

use std::{
    fmt::Write as _,
    io::Write,
    sync::{Arc, Mutex},
};

use entity::{notice, vocabulary::Role};
use laurel::notifications::{Kind, To};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::json;
use tracing::instrument::WithSubscriber as _;

use super::{account_of, letters, set_address, sweep, tell};
use crate::harness::{TestApp, Visit, every_table};

db_tests! {
    empty: [an_address_is_nowhere_but_in_the_letter, the_outbox_does_not_say_who_objected],
}

const PLANTED: &str = "planted.person@example.org";
const NAME: &str = "planted.person";

/// Every row of every table as text.
struct Everything<'a>(&'a TestApp, String);

impl Visit for Everything<'_> {
    async fn table<E>(&mut self)
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
    {
        for row in E::find().all(self.0.app.database.reader()).await.unwrap() {
            let _in_memory = writeln!(self.1, "{row:?}");
        }
    }
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

async fn an_address_is_nowhere_but_in_the_letter(app: &TestApp) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let told = async {
        tell(
            app,
            "somebody",
            &To::Address(PLANTED.to_owned()),
            Kind::ObjectionReceived,
            "objection/1",
        )
        .await;
        tell(
            app,
            "somebody",
            &To::Address("no address".to_owned()),
            Kind::ObjectionReceived,
            "objection/2",
        )
        .await;
        sweep(app).await;
    };
    told.with_subscriber(subscriber).await;
    let head = app.sign_in_of(Role::SocietyHead, Some("D-B-12")).await;
    set_address(&head, PLANTED, None).await;
    let office = app.sign_in(Role::AwardOffice).await;
    // First that it arrives where it must.
    let letters = letters(app);
    assert_eq!(letters.len(), 1);
    assert!(letters.values().next().unwrap().contains(PLANTED));
    let sealed = notice::Entity::find().one(app.app.database.reader()).await.unwrap().unwrap();
    assert!(sealed.address.unwrap().starts_with("sealed:1:"));
    // Then that it is nowhere else.
    let mut all = Everything(app, String::new());
    every_table(&mut all).await;
    assert!(all.1.contains("objection/1") && !all.1.contains(NAME), "a table tells it");
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("a message did not leave") && !log.contains(NAME), "{log}");
    let mut answers = String::new();
    for path in ["/outbox", "/outbox/unreachable", "/me/mail", "/notices", "/notice-templates"] {
        for visitor in [&office, &head] {
            answers.push_str(&visitor.get(path).await.text);
        }
    }
    for id in entity::notice_mail::Entity::find().all(app.app.database.reader()).await.unwrap() {
        answers.push_str(&office.get(&format!("/outbox/{}", id.id)).await.text);
    }
    let preview = office.post("/notice-templates/objection_received/preview", &json!({})).await;
    answers.push_str(&preview.text);
    assert!(answers.contains("objection_received") && !answers.contains(NAME), "{answers}");
    assert!(!format!("{:?}", app.app).contains(NAME));
}

async fn the_outbox_does_not_say_who_objected(app: &TestApp) {
    let objector = app.sign_in_as("the.objector", Role::Reviewer, None).await;
    set_address(&objector, PLANTED, None).await;
    let to = To::Account(account_of(app, "the.objector").await);
    tell(app, "the.objector", &to, Kind::ObjectionReceived, "objection/1").await;
    tell(app, "test.award_office", &to, Kind::ObjectionDecided, "objection/1").await;
    sweep(app).await;
    assert_eq!(objector.data("/notices/unread").await["unread"], 1);
    let office = app.sign_in(Role::AwardAdmin).await;
    let mut answers =
        office.post("/notice-templates/objection_decided/preview", &json!({})).await.text;
    for path in ["/outbox", "/outbox/unreachable"] {
        answers.push_str(&office.get(path).await.text);
    }
    for mail in super::mails(app).await {
        answers.push_str(&office.get(&format!("/outbox/{}", mail.id)).await.text);
    }
    assert!(
        answers.contains("objection_decided") && !answers.contains("the.objector"),
        "{answers}"
    );
}
