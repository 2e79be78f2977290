//! Do the steps of the schema go up and down, and does every table hold what is put into it?

use std::collections::BTreeMap;

use laurel::persistence::Database;
use sea_orm::{ActiveModelTrait, ConnectionTrait as _, EntityTrait, IntoActiveModel, Statement};

use crate::harness::{TestApp, Visit, every_table, table_names};

db_tests! {
    empty: [the_schema_goes_down_and_up_again],
    round: [every_table_has_the_columns_of_its_entity, every_table_gives_back_what_was_put_in],
}

/// Tables that the demonstration does not fill yet; the list may only grow shorter.
const NOT_YET_FILLED: &[&str] = &["template_preview"];

/// The tables that the database itself knows, with their columns, sorted.
async fn tables_there(database: &Database) -> Vec<(String, Vec<String>)> {
    let query = if database.is_postgres() {
        "SELECT table_name AS t, column_name AS c FROM information_schema.columns \
         WHERE table_schema = current_schema()"
    } else {
        "SELECT m.name AS t, p.name AS c FROM sqlite_master m, pragma_table_info(m.name) p \
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
    };
    let connection = database.reader();
    let backend = connection.get_database_backend();
    let rows = connection.query_all_raw(Statement::from_string(backend, query)).await.unwrap();
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows {
        let column = row.try_get("", "c").unwrap();
        tables.entry(row.try_get("", "t").unwrap()).or_default().push(column);
    }
    tables.remove("seaql_migrations");
    for columns in tables.values_mut() {
        columns.sort();
    }
    tables.into_iter().collect()
}

async fn the_schema_goes_down_and_up_again(app: &TestApp) {
    let database = &app.app.database;
    let before = tables_there(database).await;
    assert!(before.len() > 20, "{before:?}");
    database.migrate_down().await.unwrap();
    assert_eq!(tables_there(database).await, []);
    database.migrate().await.unwrap();
    assert_eq!(tables_there(database).await, before);
    database.migrate().await.unwrap();
    assert_eq!(tables_there(database).await, before);
}

async fn every_table_has_the_columns_of_its_entity(app: &TestApp) {
    assert_eq!(tables_there(&app.app.database).await, table_names().await);
}

/// The rows of every table as texts, sorted.
struct Rows<'a>(&'a Database, BTreeMap<String, Vec<String>>);

impl Visit for Rows<'_> {
    async fn table<E>(&mut self)
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
    {
        let rows = E::find().all(self.0.reader()).await.unwrap();
        let mut rows: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
        rows.sort();
        self.1.insert(E::default().table_name().to_owned(), rows);
    }
}

async fn rows(database: &Database) -> BTreeMap<String, Vec<String>> {
    let mut rows = Rows(database, BTreeMap::new());
    every_table(&mut rows).await;
    rows.1
}

/// Puts a personal link of an expert into a selection of the demonstration.
async fn put_selection_link(
    reader: &sea_orm::DatabaseConnection,
    at: chrono::DateTime<chrono::Utc>,
) -> entity::selection_link::Model {
    let call = entity::selection_call::Entity::find().one(reader).await.unwrap().unwrap();
    let link = entity::selection_link::Model {
        id: uuid::Uuid::from_u128(43).into(),
        call_id: call.id,
        expert_key: "e1".to_owned(),
        token_digest: "0".repeat(64),
        issued_by: "clerk".to_owned(),
        issued_at: at,
        expires_at: at,
        opened_at: None,
        handed_in_at: Some(at),
        revoked_at: None,
    };
    let record = link.clone().into_active_model().reset_all();
    entity::selection_link::Entity::insert(record).exec(reader).await.unwrap();
    link
}

async fn put_merger_and_division(
    to: &sea_orm::DatabaseConnection,
    now: chrono::DateTime<chrono::Utc>,
) -> entity::panel_division::Model {
    let merger = entity::record_merger::Model {
        society_code: "X-99".to_owned(),
        successor_code: "X-98".to_owned(),
        recorded_by: "某".to_owned(),
        recorded_at: now,
    };
    entity::record_merger::Entity::insert(merger.into_active_model()).exec(to).await.unwrap();
    let round = entity::round::Entity::find().one(to).await.unwrap().unwrap();
    let division = entity::panel_division::Model {
        id: uuid::Uuid::from_u128(1).into(),
        round_id: round.id,
        bounds: serde_json::json!({ "min_nominations": 5, "max_nominations": 9, "experts": 7 }),
        panels: serde_json::json!([]),
        before: serde_json::json!({ "N-1": "数学组", "N-2": null }),
        reason: "按学科分组".to_owned(),
        applied_by: "某".to_owned(),
        applied_at: now,
        undone_by: None,
        undone_at: None,
        undo_reason: None,
    };
    let record = division.clone().into_active_model();
    entity::panel_division::Entity::insert(record).exec(to).await.unwrap();
    division
}

/// The round was written by the program into SQLite and carried here row by row; the kinds of
/// row that it lacks are added.
async fn every_table_gives_back_what_was_put_in(app: &TestApp) {
    let database = &app.app.database;
    let template = Database::open_embedded(app.folder()).await.unwrap();
    let put_in = rows(&template).await;
    template.close().await.unwrap();
    assert_eq!(rows(database).await, put_in);

    let account = entity::account::Entity::find().one(database.reader()).await.unwrap().unwrap();
    let session = entity::session::Model {
        id: "digest".to_owned(),
        data: vec![0, 159, 255],
        expires_at: account.created_at,
    };
    let kept = entity::idempotency_record::Model {
        account_id: account.id,
        key: "a-key-of-a-request".to_owned(),
        route: "rounds/2027/match-runs".to_owned(),
        body_digest: "0".repeat(64),
        reply: "答复".to_owned(),
        created_at: account.created_at,
    };
    let missed = entity::sign_in_attempt::Model {
        name_digest: "f".repeat(64),
        misses: 3,
        locked_until: Some(account.created_at),
        last_at: account.created_at,
    };
    let reader = database.reader();
    let link = put_selection_link(reader, account.created_at).await;
    entity::session::Entity::insert(session.clone().into_active_model())
        .exec(reader)
        .await
        .unwrap();
    let record = kept.clone().into_active_model();
    entity::idempotency_record::Entity::insert(record).exec(reader).await.unwrap();
    let record = missed.clone().into_active_model();
    entity::sign_in_attempt::Entity::insert(record).exec(reader).await.unwrap();
    crate::quotas::put_rows(reader, account.created_at).await;
    let division = put_merger_and_division(reader, account.created_at).await;
    let there = rows(database).await;
    assert_eq!(there["panel_division"], [format!("{division:?}")]);
    assert!(there["session"].contains(&format!("{session:?}")));
    assert!(there["idempotency_record"].contains(&format!("{kept:?}")));
    assert_eq!(there["sign_in_attempt"], [format!("{missed:?}")]);
    assert_eq!(there["selection_link"], [format!("{link:?}")]);
    let empty: Vec<&str> = there
        .iter()
        .filter(|(table, rows)| rows.is_empty() && !NOT_YET_FILLED.contains(&table.as_str()))
        .map(|(table, _)| table.as_str())
        .collect();
    assert_eq!(empty, [""; 0], "nothing was put into these");
}
