//! Is everything that was done written down, for good?

use entity::{audit_record, vocabulary::Role};
use futures_util::future::join_all;
use laurel::audit::{self, Entry};
use sea_orm::{ConnectionTrait as _, EntityTrait as _, PaginatorTrait as _, QueryOrder as _};
use serde_json::json;

use crate::harness::{Fill, Folder, TestApp};

db_tests! {
    empty: [twenty_writers_at_once_leave_a_whole_chain, a_deed_that_is_undone_leaves_no_record],
    round: [the_database_refuses_to_change_a_record, a_match_is_recorded_with_its_digests],
}

async fn twenty_writers_at_once_leave_a_whole_chain(app: &TestApp) {
    let write = async |number: u32| {
        let tx = app.app.database.begin_write().await.unwrap();
        let entry = Entry { action: format!("test.write.{number}"), ..Entry::default() };
        audit::record(&*tx, app.app.clock.now(), entry).await.unwrap();
        tx.commit().await.unwrap();
    };
    let before = audit::read_all(app.app.database.reader()).await.unwrap().len();
    join_all((0..20).map(write)).await;
    let chain = audit::read_all(app.app.database.reader()).await.unwrap();
    let (length, _) =
        audit::verify(chain.iter().map(|(link, hash)| (link, hash.as_str()))).unwrap();
    assert_eq!(usize::try_from(length).unwrap(), before + 20);
    let mut actions: Vec<_> =
        chain.iter().skip(before).map(|(link, _)| link.entry.action.as_str()).collect();
    actions.sort_unstable();
    actions.dedup();
    assert_eq!(actions.len(), 20);
}

async fn a_deed_that_is_undone_leaves_no_record(app: &TestApp) {
    let database = app.app.database.reader();
    let before = audit_record::Entity::find().count(database).await.unwrap();
    let tx = app.app.database.begin_write().await.unwrap();
    let entry = Entry { action: "test.undone".to_owned(), ..Entry::default() };
    audit::record(&*tx, app.app.clock.now(), entry).await.unwrap();
    drop(tx);
    let there = audit_record::Entity::find().count(database).await.unwrap();
    assert_eq!(there, before);
}

async fn the_database_refuses_to_change_a_record(app: &TestApp) {
    let database = app.app.database.reader();
    let before = audit_record::Entity::find().count(database).await.unwrap();
    assert!(before > 5);
    let mut statements = vec![
        "UPDATE audit_record SET actor = 'nobody' WHERE sequence = 2",
        "DELETE FROM audit_record WHERE sequence = 2",
        "DELETE FROM audit_record",
    ];
    if app.app.database.is_postgres() {
        statements.push("TRUNCATE audit_record");
    }
    for statement in statements {
        let error = database.execute_unprepared(statement).await.unwrap_err().to_string();
        assert!(error.contains("audit records are never changed"), "{statement}: {error}");
    }
    assert_eq!(audit_record::Entity::find().count(database).await.unwrap(), before);
}

async fn a_match_is_recorded_with_its_digests(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let year = laurel::demo::DEMO_ROUND;
    let asked = office.ask_for_match(year, "key-of-a-recorded-run", &json!({})).await.json();
    app.run_jobs().await;
    let id = asked["data"]["id"].as_str().unwrap();
    let run = office.data(&format!("/match-runs/{id}")).await;
    let mut last = audit_record::Entity::find()
        .order_by_desc(audit_record::Column::Sequence)
        .all(app.app.database.reader())
        .await
        .unwrap();
    last.retain(|record| record.subject == format!("match_run/{id}"));
    let actions: Vec<_> = last.iter().map(|record| record.action.as_str()).collect();
    assert_eq!(actions, ["matching.run", "matching.request"]);
    assert!(last.iter().all(|record| record.actor == "test.award_office"));
    assert_eq!(last[0].before_digest.as_deref(), run["input_digest"].as_str());
    assert_eq!(last[0].after_digest.as_deref(), run["output_digest"].as_str());
}

#[tokio::test]
async fn an_edit_behind_the_triggers_back_is_found() {
    let folder = Folder::new(Fill::Round);
    let whole = folder.laurel("audit verify").done();
    assert!(whole.out.contains("the chain is whole"), "{whole:?}");
    let edit = "UPDATE audit_record SET actor = 'nobody' WHERE sequence = 3";
    assert!(folder.execute(edit).await.is_err(), "the trigger stands");
    assert_eq!(folder.laurel("audit verify").code, 0);

    folder.execute("DROP TRIGGER audit_record_refuses_update").await.unwrap();
    assert_eq!(folder.execute(edit).await.unwrap(), 1);
    let broken = folder.laurel("audit verify");
    assert_eq!(broken.code, 1);
    assert!(broken.err.contains("record 3 was changed"), "{broken:?}");
    let check = folder.laurel("check");
    assert_eq!(check.code, 1);
    assert!(check.out.contains("✗ 审计链完整"), "{check:?}");

    let folder = Folder::new(Fill::Round);
    folder.execute("DROP TRIGGER audit_record_refuses_delete").await.unwrap();
    folder.execute("DELETE FROM audit_record WHERE sequence = 4").await.unwrap();
    let broken = folder.laurel("audit verify");
    assert!(
        broken.code == 1 && broken.err.contains("record 5 stands where 4 should"),
        "{broken:?}"
    );
}
