//! Which addresses are asked, by whom?
//!
//! Every one of the interface that may be read, with keys of what the facts are about, and every public page. An address
//! of a kind that is not known here fails the test: say then whose keys it takes.

use std::{collections::BTreeMap, net::SocketAddr};

use laurel::demo::EARLIER_ROUND;
use reqwest::Method;
use sea_orm::{ConnectionTrait as _, DbBackend, Statement, prelude::Uuid};

use super::{
    mask::Seen,
    scene::{SOCIETY, Scene},
};
use crate::harness::{TestApp, Visitor, walk::NOBODY};

/// The tables whose keys stand behind a word in an address.
const TABLES: [(&str, &str); 35] = [
    ("agenda-items", "agenda_item"),
    ("assessments", "assessment"),
    ("assignment-plans", "assignment_plan"),
    ("ballots", "ballot"),
    ("conflicts", "conflict"),
    ("declarations", "recusal_declaration"),
    ("dossiers", "dossier"),
    ("examinations", "examination"),
    ("experts", "expert"),
    ("falls", "result_fall"),
    ("integrity-events", "integrity_event"),
    ("match-runs", "match_run"),
    ("meetings", "review_meeting"),
    ("my-meetings", "review_meeting"),
    ("objections", "objection"),
    ("outbox", "notice_mail"),
    ("person-links", "person_link"),
    ("publicities", "publicity"),
    ("qualifications", "qualification"),
    ("quota-appeals", "quota_appeal"),
    ("quota-give-backs", "quota_give_back"),
    ("quota-policies", "quota_policy"),
    ("quota-proposals", "quota_proposal"),
    ("quota-scenarios", "quota_scenario"),
    ("record-disputes", "record_dispute"),
    ("recusal-alerts", "recusal_alert"),
    ("result-releases", "result_release"),
    ("reuse-runs", "reuse_run"),
    ("review-bodies", "review_body"),
    ("review-phases", "review_phase"),
    ("review-seats", "review_seat"),
    ("society-objections", "objection"),
    ("supervision-meetings", "supervision_meeting"),
    ("taskbooks", "taskbook"),
    ("uploads", "upload"),
];

/// The tables of which the rows about the nominations of the facts are looked at.
const OF_NOMINATIONS: [(&str, &str); 5] = [
    ("my-reviews", "review_assignment"),
    ("result-decisions", "result_decision"),
    ("review-assignments", "review_assignment"),
    ("society-defences", "agenda_item"),
    ("society-questions", "review_question"),
];

/// The public pages, from the root of the server.
const PAGES: [&str; 15] = [
    "/public",
    "/public/how-to-object",
    "/public/publicities",
    "/public/publicities/2025-acceptance-1",
    "/public/publicities/2025-first-review-1",
    "/public/publicities/2027-acceptance-1",
    "/public/quotas",
    "/public/results",
    "/public/results/2025",
    "/public/results/2025.csv",
    "/public/results/2025.json",
    "/public/results/2025/bundle.json",
    "/public/results/2027",
    "/public/societies",
    "/public/societies/D-B-12",
];

/// Keys by the word before them in an address.
struct Keys(BTreeMap<&'static str, Vec<String>>);

impl Keys {
    async fn of(app: &TestApp, scene: &Scene) -> Self {
        let mut keys = BTreeMap::new();
        for (word, table) in TABLES {
            let ends = format!(
                "SELECT id FROM (SELECT id FROM {table} ORDER BY id LIMIT 1) UNION \
                 SELECT id FROM (SELECT id FROM {table} ORDER BY id DESC LIMIT 2)"
            );
            keys.insert(word, ids(app, &ends, &[]).await);
        }
        let of: Vec<Uuid> = scene.nominations.iter().map(|id| id.0).collect();
        for (word, table) in OF_NOMINATIONS {
            let own = format!("SELECT id FROM {table} WHERE nomination_id IN (?, ?, ?) LIMIT 12");
            keys.insert(word, ids(app, &own, &of).await);
        }
        keys.insert("nominations", of.iter().map(Uuid::to_string).collect());
        keys.insert("forms", vec!["nat-1".to_owned()]);
        Self(keys)
    }

    /// What may stand for a parameter behind a word.
    fn behind(&self, word: &str, parameter: &str, path: &str) -> Vec<String> {
        let one = |text: &str| vec![text.to_owned()];
        match parameter {
            "{year}" => vec![EARLIER_ROUND.to_string()],
            "{code}" => one(SOCIETY),
            "{number}" | "{position}" | "{page}" | "{row}" => one("1"),
            "{nomination}" => self.0["nominations"].clone(),
            "{expert}" => self.0["experts"].clone(),
            "{item}" => self.0["society-defences"].clone(),
            "{counter}" | "{file}" | "{key}" | "{other}" | "{task}" => one(NOBODY),
            "{kind}" => one("ministry"),
            "{id}" => {
                let known = self.0.get(word).unwrap_or_else(|| panic!("{path}: whose keys?"));
                // Somebody else's key is asked for where there is no row.
                if known.is_empty() { one(NOBODY) } else { known.clone() }
            }
            other => panic!("{path}: what is {other}?"),
        }
    }

    /// An address for each way to fill in a path.
    fn filled(&self, path: &str) -> Vec<String> {
        let parts: Vec<&str> = path.split('/').collect();
        let mut filled = vec![String::new()];
        for (at, part) in parts.iter().enumerate().skip(1) {
            let values = if part.starts_with('{') {
                self.behind(parts[at - 1], part, path)
            } else {
                vec![(*part).to_owned()]
            };
            let longer = |begun: &String| -> Vec<String> {
                values.iter().map(|value| format!("{begun}/{value}")).collect()
            };
            filled = filled.iter().flat_map(longer).collect();
        }
        filled
    }
}

/// The keys that a query finds.
async fn ids(app: &TestApp, query: &str, values: &[Uuid]) -> Vec<String> {
    let values: Vec<sea_orm::Value> = values.iter().map(|id| (*id).into()).collect();
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, query, values);
    let rows = app.app.database.reader().query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get::<Uuid>("", "id").unwrap().to_string()).collect()
}

/// Every address that may be read, from the root of the server.
pub(super) async fn addresses(app: &TestApp, scene: &Scene) -> Vec<String> {
    let keys = Keys::of(app, scene).await;
    let document = serde_json::to_value(laurel::http::open_api()).unwrap();
    let mut addresses: Vec<String> = PAGES.map(str::to_owned).to_vec();
    for (path, methods) in document["paths"].as_object().unwrap() {
        if methods.get("get").is_some() {
            addresses.extend(keys.filled(path));
        }
    }
    addresses.sort();
    addresses.dedup();
    assert!(addresses.len() > 250, "{}", addresses.len());
    addresses
}

/// What came of asking both worlds.
pub(super) struct Found {
    /// Addresses that told something.
    pub(super) told: usize,
    /// Addresses whose answers part, with where.
    pub(super) differences: Vec<String>,
}

/// Asks both worlds everything, one after the other, so that what is noted of the asking stands in the same order in both.
pub(super) async fn compare(visitor: &Visitor, other: SocketAddr, addresses: &[String]) -> Found {
    let there = visitor.at(other);
    let ask = |visitor: &Visitor, path: &str| {
        Seen::of(visitor.bare(Method::GET, path).header("x-laurel-request", "1"))
    };
    let mut found = Found { told: 0, differences: Vec::new() };
    for path in addresses {
        let (one, two) = tokio::join!(ask(visitor, path), ask(&there, path));
        found.told += usize::from(one.status == 200);
        if !one.says_what(&two) {
            found.differences.push(format!("{path}: {}", one.apart(&two)));
        }
    }
    found
}
