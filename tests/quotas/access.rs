//! What of quotas does the table of rights ask for?

use entity::vocabulary::{Bucket, Role};
use laurel::quotas::{ledger, policies::DEFAULT_POLICY};
use serde_json::{Value, json};

use super::proposals::{colleague, path, propose, step};
use crate::harness::{TestApp, keys};

/// The round whose ledger the table reads: far behind those of the demonstration.
const YEAR: i32 = 2041;

/// Things of the round to ask for.
pub(crate) struct QuotaThings {
    own: String,
    foreign: String,
    counters: [String; 2],
    give_backs: [String; 2],
    transfer: String,
    policy: String,
    proposal: String,
    appeals: [String; 2],
}

impl QuotaThings {
    /// Opens a ledger in which two societies have places and ask some back, and publishes a proposal
    /// against which both appeal.
    pub(crate) async fn of(app: &TestApp) -> Self {
        let own = app.society().await;
        let cast = colleague(app, "test.cast.one").await;
        let proposal = propose(app, &cast).await;
        let decided = keys(&proposal["decisions"], "society_id");
        let foreign = decided.iter().find(|code| **code != own).unwrap().clone();
        super::open_ledger_of(app, YEAR, &[(&own, 5), (&foreign, 5)], 9).await;
        let all = ledger::counters_of(app.app.database.reader(), YEAR).await.unwrap();
        let societies = [own.as_str(), foreign.as_str()];
        let counters = societies.map(|code| {
            let is_it = |one: &&ledger::Counter| one.society == code && one.bucket == Bucket::Three;
            all.iter().find(is_it).unwrap().id.to_string()
        });
        assert_eq!(step(&cast, &proposal, "confirm").await.status, 200);
        let other = colleague(app, "test.cast.two").await;
        assert_eq!(step(&other, &proposal, "publish").await.status, 200);
        let (mut give_backs, mut appeals) = (Vec::new(), Vec::new());
        for (code, counter) in societies.iter().zip(&counters) {
            let head = app.sign_in_of(Role::SocietyHead, Some(code)).await;
            let to = format!("/rounds/{YEAR}/quota-ledger/{counter}/give-back");
            let back = super::send(&head, &to, "key-of-the-table", &places()).await;
            give_backs.push(id(&back.json()["data"]));
            let body = json!({ "society_id": code, "ground": "更正", "wanted": 900 });
            let to = format!("{}/appeals", path(&proposal));
            let appeal = super::send(&head, &to, "key-of-an-appeal", &body).await;
            appeals.push(id(&appeal.json()["data"]));
        }
        let to = format!("/rounds/{YEAR}/quota-ledger/{}/transfer", counters[0]);
        let transfer = super::send(&cast, &to, "key-of-a-transfer", &places()).await;
        Self {
            own,
            foreign,
            transfer: id(&transfer.json()["data"]),
            counters,
            give_backs: give_backs.try_into().unwrap(),
            policy: id(&proposal["policy"]),
            proposal: id(&proposal),
            appeals: appeals.try_into().unwrap(),
        }
    }

    /// The paths to try for an operation, with a word for each; none for an operation of others.
    pub(crate) fn paths(&self, path: &str) -> Option<Vec<(&'static str, String)>> {
        let both = |name: &str, [own, foreign]: &[String; 2]| {
            let with = |id: &String| path.replace(name, id).replace("{year}", &YEAR.to_string());
            Some(vec![("own", with(own)), ("foreign", with(foreign))])
        };
        let one = |path: String| Some(vec![("", path.replace("{year}", &YEAR.to_string()))]);
        if path.contains("{counter}") {
            return both("{counter}", &self.counters);
        }
        if path.starts_with("/quota-give-backs/") {
            return both("{id}", &self.give_backs);
        }
        if path.starts_with("/quota-transfers/") {
            return one(path.replace("{id}", &self.transfer));
        }
        if path.starts_with("/quota-appeals/") {
            return both("{id}", &self.appeals);
        }
        if path == "/societies/{code}/quota" {
            return both("{code}", &[self.own.clone(), self.foreign.clone()]);
        }
        if path.starts_with("/quota-proposals/") {
            return one(path.replace("{id}", &self.proposal).replace("{code}", &self.own));
        }
        if path.starts_with("/public/quotas/") {
            return one(path.replace("{year}", &super::proposals::YEAR.to_string()));
        }
        if path.starts_with("/quota-policies/") {
            return one(path.replace("{id}", &self.policy));
        }
        if path.starts_with("/quota-scenarios/") {
            // None is kept: who may read them learns that it is not there.
            return one(path.replace("{id}", &self.policy));
        }
        (path.contains("quota") || path == "/cast/overview").then(|| one(path.to_owned())).flatten()
    }

    /// The body that an operation wants.
    pub(crate) fn body(&self, path: &str) -> Option<Value> {
        let end = path.rsplit('/').next().unwrap_or_default();
        match end {
            "give-back" | "transfer" => Some(places()),
            "quota-ledger" => Some(json!({ "held": 1, "reason": "沿用" })),
            "quota-policies" => Some(json!({ "content": DEFAULT_POLICY, "note": "默认" })),
            "quota-simulations" => Some(json!({ "policy_id": self.policy, "total": 900 })),
            "stability" => Some(json!({ "policy_id": self.policy, "total": 900, "resamples": 10 })),
            "quota-backtests" => Some(json!({ "policy_id": self.policy })),
            "quota-scenarios" => {
                Some(json!({ "name": "方案", "policy_id": self.policy, "total": 900 }))
            }
            "quota-proposals" => {
                Some(json!({ "policy_id": self.policy, "year": 2033, "total": 900 }))
            }
            "return" => Some(json!({ "reason": "再议" })),
            "appeals" => Some(json!({ "society_id": self.own, "ground": "更正", "wanted": 900 })),
            "decide" => Some(json!({ "is_upheld": false, "answer": "核实" })),
            _ if path.contains("/decisions/") => Some(json!({ "places": 1, "reason": "因" })),
            _ if path.starts_with("/quota-scenarios/") => {
                Some(json!({ "name": "方案", "note": "注" }))
            }
            _ => None,
        }
    }
}

fn id(thing: &Value) -> String {
    thing["id"].as_str().unwrap_or_else(|| panic!("no id: {thing}")).to_owned()
}

fn places() -> Value {
    json!({ "places": 1, "reason": "本届无合适项目" })
}
