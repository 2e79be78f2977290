//! What of quotas does the table of rights ask for?

use entity::vocabulary::{Bucket, Role};
use laurel::quotas::ledger;
use serde_json::{Value, json};

use crate::harness::TestApp;

/// Things of the round to ask for.
pub(crate) struct QuotaThings {
    own_counter: uuid::Uuid,
    foreign_counter: uuid::Uuid,
    own_give_back: uuid::Uuid,
    foreign_give_back: uuid::Uuid,
}

impl QuotaThings {
    /// Opens a ledger in which the society has places, and asks some back.
    pub(crate) async fn of(app: &TestApp, year: i32) -> Self {
        let society = app.society().await;
        super::open_ledger_of(app, year, &[(&society, 5), ("D-X-98", 5)], 9).await;
        let counters = ledger::counters_of(app.app.database.reader(), year).await.unwrap();
        let of = |code: &str| {
            let is_it = |one: &&ledger::Counter| one.society == code && one.bucket == Bucket::Three;
            counters.iter().find(is_it).unwrap().id.0
        };
        let (own_counter, foreign_counter) = (of(&society), of("D-X-98"));
        let mut asked = Vec::new();
        for (code, counter) in [(society.as_str(), own_counter), ("D-X-98", foreign_counter)] {
            let head = app.sign_in_of(Role::SocietyHead, Some(code)).await;
            let path = format!("/rounds/{year}/quota-ledger/{counter}/give-back");
            let answer = super::send(&head, &path, "key-of-the-table", &places()).await;
            asked.push(answer.json()["data"]["id"].as_str().unwrap().parse().unwrap());
        }
        Self { own_counter, foreign_counter, own_give_back: asked[0], foreign_give_back: asked[1] }
    }

    /// The paths to try for an operation, with a word for each; none for an operation of others.
    pub(crate) fn paths(&self, path: &str) -> Option<Vec<(&'static str, String)>> {
        let both = |name: &str, own: uuid::Uuid, foreign: uuid::Uuid| {
            let with = |id: uuid::Uuid| path.replace(name, &id.to_string());
            Some(vec![("own", with(own)), ("foreign", with(foreign))])
        };
        if path.contains("{counter}") {
            return both("{counter}", self.own_counter, self.foreign_counter);
        }
        if path.starts_with("/quota-give-backs/") {
            return both("{id}", self.own_give_back, self.foreign_give_back);
        }
        None
    }
}

fn places() -> Value {
    json!({ "places": 1, "reason": "本届无合适项目" })
}

/// The body that an operation wants.
pub(crate) fn body(path: &str) -> Option<Value> {
    path.contains("/quota-ledger/").then(places)
}
