//! Which role gets which answer from which operation? Every operation of the document is tried.

use entity::vocabulary::Role;
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};

use crate::{
    harness::{Answer, TestApp, Visitor},
    quotas::QuotaThings,
};

db_tests! {
    round: [every_operation_answers_every_role_as_this_table_says, what_is_not_there_is_said_to_be_not_there],
}

const YEAR: i32 = laurel::demo::DEMO_ROUND;

/// Things of the round to ask for.
struct Things {
    own_nomination: uuid::Uuid,
    foreign_nomination: uuid::Uuid,
    expert: uuid::Uuid,
    run: uuid::Uuid,
    quotas: QuotaThings,
}

impl Things {
    async fn of(app: &TestApp) -> Self {
        use entity::{expert, match_run, nomination};
        let database = app.app.database.reader();
        let society = app.society().await;
        let nominations = nomination::Entity::find();
        let own = nominations.clone().filter(nomination::Column::SocietyCode.eq(society));
        let foreign = nominations.filter(nomination::Column::SocietyCode.is_null());
        Self {
            own_nomination: own.one(database).await.unwrap().unwrap().id.0,
            foreign_nomination: foreign.one(database).await.unwrap().unwrap().id.0,
            expert: expert::Entity::find().one(database).await.unwrap().unwrap().id.0,
            run: match_run::Entity::find().one(database).await.unwrap().unwrap().id.0,
            quotas: QuotaThings::of(app).await,
        }
    }

    /// The paths to try for an operation, with a word for each.
    fn paths(&self, path: &str) -> Vec<(&'static str, String)> {
        if let Some(paths) = self.quotas.paths(path) {
            return paths;
        }
        let with =
            |name: &str, value: &dyn std::fmt::Display| path.replace(name, &value.to_string());
        if path.starts_with("/nominations/") {
            return vec![
                ("own", with("{id}", &self.own_nomination)),
                ("foreign", with("{id}", &self.foreign_nomination)),
            ];
        }
        let path = if path.starts_with("/experts/") {
            with("{id}", &self.expert)
        } else if path.starts_with("/match-runs/") {
            with("{id}", &self.run)
        } else {
            with("{year}", &YEAR)
        };
        vec![("", path)]
    }
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

async fn ask(visitor: &Visitor, method: &Method, path: &str, body: &Value) -> Answer {
    let mut request = visitor.request(method.clone(), path);
    if *method != Method::GET {
        request = request
            .header("idempotency-key", format!("key-of-{path}"))
            .header("if-match", "\"1\"")
            .json(body);
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
            for (_, visitor) in &visitors {
                let body = things.quotas.body(&path).unwrap_or_else(|| json!({}));
                let answer = ask(visitor, &method, &actual, &body).await;
                answer.outcome();
                cells.push(answer.status.to_string());
            }
            table.push(format!("{} {method} {path} {word}", cells.join(" ")).trim_end().to_owned());
        }
    }
    table.sort_by_key(|row| row.split(' ').skip(9).map(str::to_owned).collect::<Vec<_>>());
    // A new operation stands here with a row of its own, or the test fails.
    let columns = "signed out, society_clerk, society_head, award_office, award_admin, reviewer, \
                   cast, supervisor, department";
    let roles: Vec<&str> = visitors.iter().map(|(role, _)| role.as_str()).collect();
    assert_eq!(roles.join(", "), columns);
    assert_eq!(
        table,
        [
            "401 403 403 403 403 403 200 403 403 GET /cast/overview",
            "401 403 403 200 200 403 403 200 403 GET /experts",
            "401 403 403 200 200 403 403 200 403 GET /experts/{id}",
            "401 403 403 200 200 403 403 200 403 GET /match-runs/{id}",
            "401 403 403 200 200 403 403 200 403 GET /match-runs/{id}/events",
            "401 404 404 200 200 403 403 200 403 GET /nominations/{id} foreign",
            "401 200 200 200 200 403 403 200 403 GET /nominations/{id} own",
            "200 200 200 200 200 200 200 200 200 GET /public/quotas/{year}",
            "401 200 200 200 200 403 200 200 403 GET /quota-appeals",
            "401 404 404 200 200 403 200 200 403 GET /quota-appeals/{id} foreign",
            "401 200 200 200 200 403 200 200 403 GET /quota-appeals/{id} own",
            "401 404 404 200 200 403 200 200 403 GET /quota-give-backs/{id} foreign",
            "401 200 200 200 200 403 200 200 403 GET /quota-give-backs/{id} own",
            "401 403 403 200 200 403 200 200 403 GET /quota-policies",
            "401 403 403 200 200 403 200 200 403 GET /quota-policies/{id}",
            "401 403 403 200 200 403 200 200 403 GET /quota-proposals",
            "401 403 403 200 200 403 200 200 403 GET /quota-proposals/{id}",
            "401 403 403 200 200 403 200 200 403 GET /quota-proposals/{id}/bundle",
            "401 403 403 200 200 403 200 200 403 GET /quota-proposals/{id}/sheet.pdf",
            "401 403 403 200 200 403 200 200 403 GET /quota-proposals/{id}/sheet.xlsx",
            "401 403 403 200 200 403 200 200 403 GET /quota-proposals/{id}/societies/{code}",
            "401 403 403 403 403 403 200 403 403 GET /quota-scenarios",
            "401 403 403 403 403 403 404 403 403 GET /quota-scenarios/{id}",
            "401 200 200 200 200 200 200 200 200 GET /rounds",
            "401 200 200 200 200 200 200 200 200 GET /rounds/{year}",
            "401 403 403 200 200 403 403 200 403 GET /rounds/{year}/match-runs",
            "401 200 200 200 200 403 403 200 403 GET /rounds/{year}/nominations",
            "401 200 200 200 200 403 200 200 403 GET /rounds/{year}/quota-ledger",
            "401 404 404 200 200 403 200 200 403 GET /rounds/{year}/quota-ledger/{counter} foreign",
            "401 200 200 200 200 403 200 200 403 GET /rounds/{year}/quota-ledger/{counter} own",
            "401 404 404 200 200 403 200 200 403 GET /societies/{code}/quota foreign",
            "401 200 200 200 200 403 200 200 403 GET /societies/{code}/quota own",
            "401 403 403 403 403 403 200 403 403 POST /quota-appeals/{id}/decide foreign",
            "401 403 403 403 403 403 200 403 403 POST /quota-appeals/{id}/decide own",
            "401 403 403 403 403 403 200 403 403 POST /quota-backtests",
            "401 403 403 403 403 403 200 403 403 POST /quota-give-backs/{id}/confirm foreign",
            "401 403 403 403 403 403 200 403 403 POST /quota-give-backs/{id}/confirm own",
            "401 403 404 403 403 403 403 403 403 POST /quota-give-backs/{id}/withdraw foreign",
            "401 403 412 403 403 403 403 403 403 POST /quota-give-backs/{id}/withdraw own",
            "401 403 403 403 403 403 409 403 403 POST /quota-policies",
            "401 403 403 403 403 403 409 403 403 POST /quota-proposals",
            "401 403 409 403 403 403 403 403 403 POST /quota-proposals/{id}/appeals",
            "401 403 403 403 403 403 409 403 403 POST /quota-proposals/{id}/confirm",
            "401 403 403 403 403 403 409 403 403 POST /quota-proposals/{id}/publish",
            "401 403 403 403 403 403 409 403 403 POST /quota-proposals/{id}/return",
            "401 403 403 403 403 403 201 403 403 POST /quota-scenarios",
            "401 403 403 403 403 403 200 403 403 POST /quota-simulations",
            "401 403 403 403 403 403 200 403 403 POST /quota-simulations/stability",
            "401 403 403 202 202 403 403 403 403 POST /rounds/{year}/match-runs",
            "401 403 403 403 403 403 409 403 403 POST /rounds/{year}/quota-ledger",
            "401 403 404 403 403 403 403 403 403 POST /rounds/{year}/quota-ledger/{counter}/give-back foreign",
            "401 403 201 403 403 403 403 403 403 POST /rounds/{year}/quota-ledger/{counter}/give-back own",
            "401 403 403 403 403 403 200 403 403 POST /rounds/{year}/quota-ledger/{counter}/transfer foreign",
            "401 403 403 403 403 403 200 403 403 POST /rounds/{year}/quota-ledger/{counter}/transfer own",
            "401 403 403 403 403 403 409 403 403 PUT /quota-proposals/{id}/decisions/{code}",
            "401 403 403 403 403 403 404 403 403 PUT /quota-scenarios/{id}",
        ]
    );
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
