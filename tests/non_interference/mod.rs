//! Does anybody see a difference that he is not to see? Two worlds differ in hidden facts; every address answers
//! everybody from whom they are hidden alike.
//!
//! The second world is a copy of the first with the facts changed in its tables, so this is asked on SQLite alone: the
//! answers are made of the same queries on either database. Both clocks stand still at the same instant, and both
//! servers know the same sessions.

mod audience;
mod facts;
mod mask;
mod nominee;
mod scene;
mod walk;
mod worlds;

use chrono::Duration;
use laurel::shared::Clock as _;

use crate::harness::{Backend, Fill, TestApp, on};
use audience::Audience;
use facts::Fact;
use scene::{Panel, Scene};
use worlds::Other;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_phase_and_a_decided_one_tell_nothing() {
    on(Backend::Sqlite, Fill::Round, an_open_phase).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_phase_tells_nothing() {
    on(Backend::Sqlite, Fill::Round, a_closed_phase).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_ballot_tells_nothing() {
    on(Backend::Sqlite, Fill::Round, an_open_ballot).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_drafted_and_what_is_released_tell_nothing() {
    on(Backend::Sqlite, Fill::Round, a_release).await;
}

/// Demands that nobody sees a difference between the world as it is and one in which all facts that are hidden from him
/// are others.
async fn alike(app: &TestApp, scene: &Scene, facts: &[Fact]) {
    for audience in Audience::ALL {
        let is_hidden = |fact: &&Fact| fact.hidden_from().contains(&audience);
        let hidden: Vec<Fact> = facts.iter().filter(is_hidden).copied().collect();
        if hidden.is_empty() {
            continue;
        }
        let visitor = audience.comes(app, scene).await;
        let officer = audience.officer_beside(app, scene).await;
        let mut addresses = walk::addresses(app, scene).await;
        addresses.extend(audience.own_addresses(scene));
        let other = Other::like(app).await;
        for fact in &hidden {
            let changed = fact.change(scene, other.database()).await;
            assert!(changed > 0, "{fact:?}: there is nothing of it to be changed");
        }
        if let Some(officer) = officer {
            let seen = walk::compare(&officer, other.address, &addresses).await;
            assert!(!seen.differences.is_empty(), "the office sees nothing of {hidden:?}");
        }
        let found = walk::compare(&visitor, other.address, &addresses).await;
        other.end().await;
        println!("{audience:?}: {} addresses answered of {}", found.told, addresses.len());
        assert!(found.told >= audience.least(), "{audience:?}: {} addresses answered", found.told);
        let differences = found.differences.join("\n");
        assert_eq!(differences, "", "{audience:?} can tell one of {hidden:?}");
    }
}

async fn an_open_phase(app: &TestApp) {
    let scene = Scene::of(app).await;
    alike(app, &scene, &Fact::OF_PHASES).await;
}

async fn a_closed_phase(app: &TestApp) {
    let scene = Scene::of(app).await;
    app.clock.advance(scene.closes_at - app.clock.now() + Duration::seconds(1));
    app.tick().await;
    app.run_jobs().await;
    alike(app, &scene, &Fact::OF_A_CLOSED_PHASE).await;
}

async fn an_open_ballot(app: &TestApp) {
    let scene = Scene::of(app).await;
    Panel::opened(app).await.begin_a_ballot().await;
    alike(app, &scene, &Fact::OF_AN_OPEN_BALLOT).await;
}

async fn a_release(app: &TestApp) {
    let scene = Scene::of(app).await;
    let panel = Panel::opened(app).await;
    panel.decide().await;
    let release = panel.draft().await;
    alike(app, &scene, &Fact::OF_A_DRAFT).await;
    alike(app, &scene, &[Fact::NoDraft]).await;
    panel.release(release).await;
    alike(app, &scene, &Fact::OF_A_RELEASE).await;
}
