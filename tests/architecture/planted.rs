//! Are planted breaches found, and is what is lawful left alone?

use super::rules::{Rooms, breaches};

fn rooms() -> Rooms {
    let modules = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    [
        ("quotas".to_owned(), modules(&["store", "reserve", "model", "sheet"])),
        ("nominations".to_owned(), modules(&["store", "http", "model", "states"])),
        ("shared".to_owned(), modules(&["clock"])),
    ]
    .into()
}

/// The lines and names of the breaches in a file.
fn found(path: &str, source: &str) -> Vec<(usize, String)> {
    let breaches = breaches(path, &format!("//! What?\n{source}"), &rooms());
    breaches.into_iter().map(|breach| (breach.line, breach.named)).collect()
}

fn one(line: usize, named: &str) -> Vec<(usize, String)> {
    vec![(line, named.to_owned())]
}

#[test]
fn an_upward_import_is_found_however_it_is_written() {
    let upward = one(2, "crate::nominations::Nomination");
    let path = "src/quotas/reserve.rs";
    assert_eq!(found(path, "use crate::nominations::Nomination;"), upward);
    assert_eq!(found(path, "use super::super::nominations::Nomination;"), upward);
    assert_eq!(found(path, "use crate::{nominations::Nomination, shared::clock};"), upward);
    assert_eq!(found(path, "fn f(_: crate::nominations::Nomination) {}"), upward);
    assert_eq!(found(path, "fn f() { g!(1, crate::nominations::Nomination) }"), upward);
    assert_eq!(found(path, "#[derive(crate::nominations::Nomination)] struct S;"), upward);
    let ground = found("src/shared/page.rs", "use crate::quotas::Place;");
    assert_eq!(ground, one(2, "crate::quotas::Place"));
    assert_eq!(found("src/matching/mod.rs", "use crate::http::x;"), one(2, "crate::http::x"));
}

#[test]
fn downward_imports_and_the_roof_are_lawful() {
    assert_eq!(found("src/nominations/submit.rs", "use crate::quotas::reserve_place;"), []);
    assert_eq!(found("src/cli/serve.rs", "use crate::{http, nominations::http::routes};"), []);
    assert_eq!(found("src/quotas/reserve.rs", "use super::model::Place;"), []);
    assert_eq!(found("src/quotas/reserve.rs", "use crate::quotas::store::load;"), []);
}

#[test]
fn a_private_room_is_found_and_an_open_one_is_not() {
    let path = "src/nominations/submit.rs";
    let private = one(2, "crate::quotas::store::load");
    assert_eq!(found(path, "use crate::quotas::store::load;"), private);
    assert_eq!(found(path, "use crate::quotas; async fn f() { quotas::store::load() }"), private);
    assert_eq!(found(path, "use crate::quotas::reserve::x;"), one(2, "crate::quotas::reserve::x"));
    assert_eq!(found(path, "use crate::quotas::{model::Place, sheet::Row};"), []);
    assert_eq!(found("src/cli/import.rs", "use crate::quotas::store::load;"), private);
    let imported = "use crate::quotas::store;\nasync fn f() { store::load() }";
    assert_eq!(found(path, imported), one(3, "crate::quotas::store::load"));
    let same_name = "use crate::quotas::reserve; async fn f() { reserve() }";
    assert_eq!(found(path, same_name), []);
}

#[test]
fn tables_are_named_by_stores_only() {
    let source = "use sea_orm::EntityTrait;";
    let path = "src/quotas/reserve.rs";
    assert_eq!(found(path, &format!("{source} async fn f() {{}}")).len(), 1);
    assert_eq!(found(path, "use sea_orm::DbErr; async fn f() {}"), []);
    for path in ["src/quotas/store.rs", "src/quotas/store/rows.rs", "src/persistence/paging.rs"] {
        assert_eq!(found(path, source), [], "{path}");
    }
    let path = "src/quotas/views.rs";
    assert_eq!(found(path, "use entity::quota::Model;"), one(2, "entity::quota::Model"));
    assert_eq!(found(path, "use entity::{ids::QuotaId, vocabulary::State};"), []);
}

#[test]
fn a_file_without_async_is_law() {
    let path = "src/quotas/rules.rs";
    assert_eq!(found(path, "use std::fs;"), one(2, "std::fs"));
    assert_eq!(found(path, "use std::time::{Duration, SystemTime};").len(), 1);
    assert_eq!(found(path, "fn f() { tokio::task::yield_now(); }").len(), 1);
    assert_eq!(found(path, "use std::fs; async fn f() {}"), []);
    assert_eq!(found(path, "use std::fs; fn f() { g(async { 1 }) }"), []);
    assert_eq!(found("src/quotas/http.rs", "use axum::Router;"), []);
}

#[test]
fn what_only_tests_name_is_left_alone() {
    let tests = "#[cfg(test)] mod tests { use std::fs; async fn f() { tokio::spawn(g()); } }";
    assert_eq!(found("src/quotas/rules.rs", tests), []);
    assert_eq!(found("src/quotas/tests.rs", "use std::fs;"), []);
    let law = format!("use std::env; {tests}");
    assert_eq!(found("src/quotas/rules.rs", &law), one(2, "std::env"));
}

#[test]
fn entity_and_migration_know_nobody() {
    assert_eq!(found("migration/src/m1.rs", "use entity::quota;"), one(2, "entity::quota"));
    assert_eq!(found("entity/src/quota.rs", "use laurel::shared;").len(), 1);
    assert_eq!(found("entity/src/quota.rs", "use sea_orm::DbErr; use super::ids;"), []);
}

#[test]
fn length_opening_and_name_are_held() {
    assert_eq!(breaches("xtask/src/a.rs", "fn f() {}", &rooms()).len(), 1);
    assert_eq!(found("src/quotas/long.rs", &"\n".repeat(500)).len(), 1);
    assert_eq!(found("src/quotas/long.rs", &"\n".repeat(499)), []);
    assert_eq!(found("src/quotas/helpers.rs", ""), one(1, "helpers"));
    assert_eq!(found("src/quotas/broken.rs", "fn").len(), 1);
}
