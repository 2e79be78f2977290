//! Does a run go by the model card that the settings name, and say so?

use entity::vocabulary::Role;
use laurel::{
    config::Config,
    matching::{MatchParameters, run},
};
use serde_json::{Value, json};

use super::YEAR;
use crate::harness::{Backend, Fill, TestApp, on_with};

const CARD: &str = include_str!("../../rules/affinity/default.toml");

/// What a run by the terminal left.
async fn done(app: &TestApp) -> Value {
    let parameters = MatchParameters { per_nomination: 2, ..MatchParameters::default() };
    let carrier = run::Carrier::Caller;
    let id = run::request(&app.app, "operator", YEAR, &parameters, carrier).await.unwrap();
    let outcome = run::execute_requested(&app.app, id, &|_| {}).await;
    let office = app.sign_in(Role::AwardOffice).await;
    let view = office.data(&format!("/match-runs/{id}")).await;
    assert_eq!(outcome.is_ok(), view["state"] == json!("done"), "{view}");
    view
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_goes_by_the_card_that_the_settings_name_and_tells_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.toml");
    let own = CARD.replace("id = \"lexical\"", "id = \"own\"");
    assert_ne!(own, CARD);
    std::fs::write(&file, own.replace("half_score = 0.1", "half_score = 0.4")).unwrap();
    let settings = |config: &mut Config| config.affinity.model.clone_from(&file);
    on_with(settings, Backend::Sqlite, Fill::Round, async |app: &TestApp| {
        let by_own = done(app).await;
        assert_eq!(by_own["report"]["affinity"]["model"], json!("own"), "{by_own}");
        // What the file says when the next run begins counts, and one that is none stops the run.
        std::fs::write(&file, CARD).unwrap();
        let shipped = done(app).await;
        assert_eq!(shipped["report"]["affinity"]["model"], json!("lexical"));
        assert_ne!(shipped["input_digest"], by_own["input_digest"]);
        let total = |view: &Value| view["report"]["total_score"].as_f64().unwrap();
        assert!(total(&by_own) < total(&shipped), "a larger half_score makes every score less");
        std::fs::write(&file, "id = 1").unwrap();
        let failed = done(app).await;
        assert_eq!(failed["state"], json!("failed"), "{failed}");
    })
    .await;
}
