//! Which role gets which answer from which operation? Every operation of the document is tried.

use entity::vocabulary::Role;
use laurel::shared::{Clock, SystemClock};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};

use crate::{
    assignments,
    harness::{Answer, TestApp, Visitor},
    meetings, objections,
    quotas::QuotaThings,
    results, reviews,
    supervision::rights::{self, SupervisionThings},
};

db_tests! {
    round: [every_operation_answers_every_role_as_this_table_says, what_is_not_there_is_said_to_be_not_there],
}

const YEAR: i32 = laurel::demo::DEMO_ROUND;

/// A key that nothing has.
const NOBODY: &str = "01890000-0000-7000-8000-000000000000";

/// Whether the register of societies answers at `path`.
fn is_of_register(path: &str) -> bool {
    let of_record = path.contains("/record");
    (path.starts_with("/societies") || path.starts_with("/qualifications")) && !of_record
}

/// A body that an operation of the register takes.
fn body_of(path: &str) -> serde_json::Value {
    let last = path.split('?').next().unwrap_or_default().rsplit('/');
    let parts: Vec<&str> = last.take(2).collect();
    match parts.as_slice() {
        ["societies", ..] => {
            json!({ "society_id": "D-X-01", "name": "示范", "group": "理科", "joined_on": "2026-01-01" })
        }
        ["officers", ..] | [_, "officers"] => json!({ "duty": "president", "name": "示例" }),
        ["contacts", ..] | [_, "contacts"] => json!({ "name": "示例" }),
        [_, "checks"] if path.starts_with("/societies/") => json!({ "result": "passed" }),
        ["grades", ..] => json!({ "grade": "3A", "announced_on": "2025-01-01" }),
        ["charters", ..] => json!({
            "valid_from": "2026-01-01",
            "terms": {
                "clause": "示例", "quorum": { "numerator": 2, "denominator": 3 },
                "threshold": { "numerator": 2, "denominator": 3 }, "base": "present",
                "counts_abstained": true, "counts_recused": true,
            },
        }),
        [_, "grades"] => json!({ "ended_on": "2026-01-01", "because": "示例" }),
        ["events", ..] => {
            json!({ "kind": "renamed", "happened_on": "2026-01-01", "new_name": "示范" })
        }
        ["route", ..] => json!({ "route": "via_cast", "from_year": 2029, "reason": "示例" }),
        ["delegations", ..] => {
            let end = Clock::now(&SystemClock) + chrono::Duration::days(30);
            json!({ "username": "example.clerk", "expires_at": end })
        }
        [_, "items"] => json!({ "statement": "示例" }),
        [_, "checks"] => json!({ "verdict": "met" }),
        ["steps", ..] => json!({ "step": "submit" }),
        _ => json!({}),
    }
}

/// Things of the round to ask for.
struct Things {
    own_nomination: uuid::Uuid,
    foreign_nomination: uuid::Uuid,
    expert: uuid::Uuid,
    run: uuid::Uuid,
    own_dossier: uuid::Uuid,
    foreign_dossier: uuid::Uuid,
    quotas: QuotaThings,
    society: String,
    foreign_society: String,
    dispute: uuid::Uuid,
    event: uuid::Uuid,
    supervision: SupervisionThings,
    objection: String,
}

impl Things {
    async fn of(app: &TestApp) -> Self {
        use entity::{expert, match_run, nomination};
        let database = app.app.database.reader();
        let society = app.society().await;
        let foreign_society = if society == "D-A-01" { "D-A-02" } else { "D-A-01" };
        let (dispute, event) = record_of(app, &society).await;
        let objection = objection_of(app, &society).await;
        let round = app.round(YEAR).await;
        let nominations = nomination::Entity::find().filter(nomination::Column::RoundId.eq(round));
        let runs = match_run::Entity::find().filter(match_run::Column::RoundId.eq(round));
        let own = nominations.clone().filter(nomination::Column::SocietyCode.eq(&society));
        let foreign = nominations.filter(nomination::Column::SocietyCode.is_null());
        Self {
            own_nomination: own.one(database).await.unwrap().unwrap().id.0,
            foreign_nomination: foreign.one(database).await.unwrap().unwrap().id.0,
            own_dossier: dossier_of(app, &society).await,
            foreign_dossier: dossier_of(app, foreign_society).await,
            expert: expert::Entity::find().one(database).await.unwrap().unwrap().id.0,
            run: runs.one(database).await.unwrap().unwrap().id.0,
            quotas: QuotaThings::of(app).await,
            objection,
            society,
            foreign_society: foreign_society.to_owned(),
            dispute,
            event,
            supervision: SupervisionThings::of(app).await,
        }
    }

    /// The paths to try for an operation, with a word for each.
    #[expect(clippy::too_many_lines, reason = "one line for each kind of thing")]
    fn paths(&self, path: &str) -> Vec<(&'static str, String)> {
        if let Some(paths) = self.quotas.paths(path) {
            return paths;
        }
        if let Some(paths) = self.supervision.paths(path) {
            return paths;
        }
        let with =
            |name: &str, value: &dyn std::fmt::Display| path.replace(name, &value.to_string());
        if path.starts_with("/nominations/") {
            let of = |id: &uuid::Uuid| {
                with("{id}", id).replace("{number}", "1").replace("{file}", NOBODY)
            };
            return vec![
                ("own", of(&self.own_nomination)),
                ("foreign", of(&self.foreign_nomination)),
            ];
        }
        if path.starts_with("/dossiers/") {
            return vec![
                ("own", with("{id}", &self.own_dossier)),
                ("foreign", with("{id}", &self.foreign_dossier)),
            ];
        }
        if path.starts_with("/forms/") {
            return vec![("", with("{id}", &"nat-1"))];
        }
        if path.starts_with("/societies/{code}/record") {
            let asked = if path.ends_with("/facts") { "?round=1999&indicator=I01" } else { "" };
            return vec![
                ("own", format!("{}{asked}", with("{code}", &self.society))),
                ("foreign", format!("{}{asked}", with("{code}", &self.foreign_society))),
            ];
        }
        if path.starts_with("/societies/") {
            let path = with("{id}", &NOBODY).replace("{year}", "2025").replace("{number}", "1");
            let of = |code: &str| {
                let asked = if path.ends_with("/route-effect") {
                    "?route=via_cast&from_year=2029"
                } else {
                    ""
                };
                format!("{}{asked}", path.replace("{code}", code))
            };
            return vec![("own", of(&self.society)), ("foreign", of(&self.foreign_society))];
        }
        if path.starts_with("/qualifications/") {
            let path = with("{id}", &NOBODY).replace("{criterion}", "no_fees");
            let path = path.replace("{file}", NOBODY);
            let named = if path.ends_with("/files") { "?name=x" } else { "" };
            return vec![("absent", format!("{path}{named}"))];
        }
        if path.starts_with("/objections/") || path.starts_with("/society-objections/") {
            let path = with("{id}", &self.objection).replace("{number}", "1");
            return vec![("", path.replace("{task}", NOBODY).replace("{request}", NOBODY))];
        }
        let of_rooms = [reviews::path, meetings::path, results::path, assignments::path];
        if let Some(path) = of_rooms.iter().find_map(|room| room(path, NOBODY)) {
            return vec![("", path)];
        }
        let path = if path.starts_with("/record-disputes/") {
            with("{id}", &self.dispute)
        } else if path.starts_with("/integrity-events/") {
            with("{id}", &self.event)
        } else if path.starts_with("/experts/") {
            with("{id}", &self.expert)
        } else if path.starts_with("/publicities/") {
            with("{id}", &NOBODY).replace("{position}", "1").replace("{number}", "1")
        } else if [
            "/deadline-extensions/",
            "/outbox/",
            "/notices/",
            "/reuse-runs/",
            "/person-links/",
            "/panel-divisions/",
        ]
        .iter()
        .any(|start| path.starts_with(start))
        {
            with("{id}", &NOBODY)
        } else if path.starts_with("/notice-templates/") {
            with("{kind}", &"accepted")
        } else if path.starts_with("/accounts/") {
            with("{username}", &"nobody")
        } else if path.starts_with("/match-runs/") {
            let path = with("{id}", &self.run).replace("{nomination}", NOBODY);
            path.replace("{expert}", NOBODY)
        } else {
            with("{year}", &YEAR)
        };
        vec![("", path)]
    }
}

impl Things {
    /// A body that the operation takes.
    fn body(&self, path: &str, actual: &str) -> Value {
        let of_rooms = self.quotas.body(path).or_else(|| rights::body(actual));
        let of_rooms = of_rooms.or_else(|| objections::body(actual));
        let further = [reviews::body, meetings::body, results::body, assignments::body];
        let of_rooms = of_rooms.or_else(|| further.iter().find_map(|room| room(actual, NOBODY)));
        of_rooms.unwrap_or_else(
            || {
                if is_of_register(actual) { body_of(actual) } else { body(actual) }
            },
        )
    }
}

/// An objection to a nomination of the society, taken by the office.
async fn objection_of(app: &TestApp, society: &str) -> String {
    objections::publish_of(app, Some(society)).await;
    objections::object(app, "1", "a-word-of-the-form-1").await;
    let office = app.sign_in(Role::AwardOffice).await;
    let id = objections::only(&office).await;
    objections::done(&office, &id, "screen", &objections::accept()).await;
    id
}

/// A dossier that the society begins.
async fn dossier_of(app: &TestApp, society: &str) -> uuid::Uuid {
    let visitor = app.sign_in_of(Role::SocietyClerk, Some(society)).await;
    let body = json!({ "society_id": society, "form_id": "nat-1" });
    let made = visitor.create(&format!("/rounds/{YEAR}/dossiers"), "key-of-the-test", &body).await;
    made.json()["data"]["id"].as_str().unwrap().parse().unwrap()
}

/// A fact, a dispute about it and a talk of a society, all in a round of long ago.
async fn record_of(app: &TestApp, society: &str) -> (uuid::Uuid, uuid::Uuid) {
    use laurel::track_record::{Claim, Definitions, DisputedItem, FactRow, NewEvent, Recording};
    use laurel::track_record::{apply_facts, file, record_event};
    let now = app.app.clock.now();
    let fact = |measure: &str| FactRow {
        society_id: society.to_owned(),
        round: 1999,
        case_ref: "F1".to_owned(),
        measure: measure.to_owned(),
        value: 1,
        ..FactRow::default()
    };
    let facts = ["submitted", "form_passed"].map(fact);
    let tx = app.app.database.begin_write().await.unwrap();
    let recording = Recording { by: "tests", now, ids: app.app.ids };
    apply_facts(&*tx, recording, &Definitions::shipped().unwrap(), &facts).await.unwrap();
    tx.commit().await.unwrap();
    let item = DisputedItem {
        society_id: society.to_owned(),
        round: 1999,
        indicator: "I01".to_owned(),
        case_ref: None,
        measure: None,
    };
    let claim = Claim { item, text: "与事实不符".to_owned(), value: None };
    let dispute = file(&app.app, "tests", claim, None).await.unwrap();
    let text = || "一段说明".to_owned();
    let talk = NewEvent {
        society_id: society.to_owned(),
        round: 1999,
        kind: entity::vocabulary::IntegrityKind::Conduct,
        sanction: entity::vocabulary::Sanction::Talk,
        title: text(),
        finding: text(),
        basis: text(),
        decision: text(),
        appeal: text(),
        starts_on: now.date_naive(),
        ends_on: None,
    };
    let event = record_event(&app.app, "tests", talk, None).await.unwrap();
    (dispute.id.0, event.id.0)
}

/// A body that the operation takes; nothing where it has a default for everything.
fn body(path: &str) -> serde_json::Value {
    if path.contains("/panel-divisions") {
        return body_of_division(path);
    }
    if path.ends_with("/record/disputes") {
        return json!({
            "round": 1999, "indicator": "I01", "case_ref": "F1", "measure": "form_passed",
            "claim": "一段不少于十个字的说明。",
        });
    }
    if path.starts_with("/record-disputes/") && path.ends_with("/answer") {
        return json!({ "is_accepted": false, "answer": "一段不少于十个字的说明。" });
    }
    if path == "/integrity-events" {
        return json!({
            "society_id": "D-A-01", "round": 1999, "kind": "conduct", "sanction": "talk",
            "title": "约谈", "finding": "一段不少于十个字的说明。", "basis": "第九十五条",
            "decision": "决定一号", "appeal": "十五日内申诉", "starts_on": "2026-07-01",
        });
    }
    if path.starts_with("/integrity-events/") {
        return json!({ "step": "confirm" });
    }
    if path.ends_with("/dossiers") {
        return json!({ "society_id": "D-A-01", "form_id": "nat-1" });
    }
    if path.ends_with("/restore") {
        return json!({ "version": 1 });
    }
    if path.ends_with("/reveal") {
        return json!({ "address": "completers.items/a/phone", "reason": "核对电话" });
    }
    if path.ends_with("/corrections") {
        return json!({ "text": "更正" });
    }
    if path.ends_with("/publicities") || path == format!("/publicities/{NOBODY}") {
        return json!({
            "kind": "first_review", "title": "示例", "notice": "示例", "opens_at": "2099-01-01T00:00:00Z",
        });
    }
    if path.ends_with("/nominees/letters") {
        return json!({ "rows": ["a"] });
    }
    if path.contains("/nominees/") {
        return json!({});
    }
    if path.starts_with("/person-links/") {
        return json!({ "deed": "confirm" });
    }
    if let Some(body) = body_of_process(path) {
        return body;
    }
    if path.starts_with("/dossiers/") {
        return json!({ "edits": [{ "address": "project.title", "value": "甲", "seen": 0 }] });
    }
    json!({})
}

/// A body that an operation of the division into panels takes.
fn body_of_division(path: &str) -> Value {
    let bounds = json!({ "min_nominations": 5, "max_nominations": 9, "experts": 7 });
    if path.ends_with("/panel-divisions/preview") {
        return bounds;
    }
    if path.ends_with("/panel-divisions") {
        return json!({ "bounds": bounds, "digest": "0".repeat(64), "reason": "一段说明" });
    }
    json!({ "reason": "一段说明" })
}

/// A body that an operation of a society's own process, or of a timetable, takes.
fn body_of_process(path: &str) -> Option<Value> {
    let society = "D-A-01";
    let (opens, closes) = ("2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z");
    Some(match path.rsplit('/').next()? {
        "review" | "pass" | "confirm" => json!({}),
        "return" | "take-back" | "hold" | "keep" => json!({ "reason": "示例" }),
        "publicity" => {
            json!({ "places": ["示例"], "starts_on": "2026-01-01", "ends_on": "2026-02-01" })
        }
        "end" => json!({ "outcome": "none" }),
        "dossier-resolutions" => json!({
            "dossiers": [NOBODY], "body": "council", "held_on": "2026-01-01", "members": 3, "present": 3,
            "in_favour": 3, "against": 0, "abstained": 0, "recused": 0, "minutes": "示例",
        }),
        "timetable" => json!({
            "opens_at": opens, "closes_at": closes, "publicity_days": 7, "publicity_count": "natural",
            "basis": "示例",
        }),
        "extensions" => json!({ "until": "2098-01-01T00:00:00Z", "reason": "示例" }),
        "selection" => json!({
            "society_id": society, "text": "示例", "opens_at": opens, "closes_at": closes, "expected": 1,
            "candidates": [], "experts": [],
        }),
        "scores" => {
            json!({ "society_id": society, "candidate": "a", "expert": "e", "recusal": "示例" })
        }
        "decision" => json!({ "society_id": society, "chosen": ["a"], "summary": "示例" }),
        "links" if path.contains("/selection/") => json!({ "society_id": society }),
        "revoke" if path.contains("/selection/") => {
            json!({ "society_id": society, "expert": "e" })
        }
        _ => return None,
    })
}

/// Method and path of every operation but those of the session, which `identity` tests.
fn operations() -> Vec<(Method, String)> {
    let document = serde_json::to_value(laurel::http::open_api()).unwrap();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let path = path.strip_prefix("/api/v1").unwrap();
        for method in methods.as_object().unwrap().keys() {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            if path != "/session" {
                operations.push((method, path.to_owned()));
            }
        }
    }
    operations
}

/// Sends an operation what it takes, from somebody who saw version 1 of the thing.
async fn ask(
    visitor: &Visitor,
    things: &Things,
    (method, path): (&Method, &str),
    actual: &str,
    role: &str,
) -> Answer {
    let mut request = visitor.request(method.clone(), actual);
    if *method != Method::GET {
        // Version 0 is that of nothing: who may change the thing is told that it moved on.
        let version = if is_of_register(actual) { "\"0\"" } else { "\"1\"" };
        // Each thing that is made is a request of its own.
        let key = format!("key-of-{role}-at{actual}");
        let body = things.body(path, actual);
        request = request.header("if-match", version).header("idempotency-key", key).json(&body);
    }
    Answer::of(request).await
}

async fn every_operation_answers_every_role_as_this_table_says(app: &TestApp) {
    let things = Things::of(app).await;
    let mut visitors = vec![("signed out".to_owned(), app.anyone())];
    for &role in Role::ALL {
        visitors.push((role.as_str().to_owned(), app.sign_in(role).await));
    }
    let mut table = Vec::new();
    for (method, path) in operations() {
        for (word, actual) in things.paths(&path) {
            let mut cells = Vec::new();
            for (role, visitor) in &visitors {
                let answer = ask(visitor, &things, (&method, &path), &actual, role).await;
                // The answer to HEAD has no body.
                if method != Method::HEAD {
                    answer.outcome();
                }
                cells.push(answer.status.to_string());
            }
            table.push(format!("{} {method} {path} {word}", cells.join(" ")).trim_end().to_owned());
        }
    }
    table.sort_by_key(|row| row.split(' ').skip(10).map(str::to_owned).collect::<Vec<_>>());
    // A new operation stands here with a row of its own, or the test fails.
    let columns = "signed out, society_clerk, society_head, award_office, award_admin, reviewer, \
                   cast, supervisor, department, committee_member";
    let roles: Vec<&str> = visitors.iter().map(|(role, _)| role.as_str()).collect();
    assert_eq!(roles.join(", "), columns);
    insta::assert_snapshot!("answers_by_role", table.join("\n"));
    app.run_jobs().await;
}

async fn what_is_not_there_is_said_to_be_not_there(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let nobody = "01890000-0000-7000-8000-000000000000";
    let not_found = (404, "not_found".to_owned());
    for path in [
        "/nothing".to_owned(),
        "/rounds/1999".to_owned(),
        "/rounds/1999/nominations".to_owned(),
        "/rounds/1999/match-runs".to_owned(),
        format!("/nominations/{nobody}"),
        format!("/experts/{nobody}"),
        format!("/match-runs/{nobody}"),
        format!("/match-runs/{nobody}/events"),
    ] {
        assert_eq!(office.get(&path).await.outcome(), not_found, "{path}");
    }
    let absent = office.ask_for_match(1999, "key-of-an-absent-round", &json!({})).await;
    assert_eq!(absent.outcome(), not_found);
    for path in ["/nominations/12", "/rounds/twenty", "/experts/x", "/match-runs/%00"] {
        let outcome = office.get(path).await.outcome();
        assert_eq!(outcome, (400, "bad_parameter".to_owned()), "{path}");
    }
    for (method, path) in
        [(Method::DELETE, "/rounds"), (Method::PUT, "/session"), (Method::POST, "/experts")]
    {
        let answer = Answer::of(office.request(method, path)).await;
        assert_eq!(answer.outcome(), (405, "method_not_allowed".to_owned()), "{path}");
    }
    // What is not there is told to nobody who is not signed in, either.
    assert_eq!(app.anyone().get("/nothing").await.outcome(), not_found);
}
