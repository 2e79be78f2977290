//! Does the same input with the same seed give the same bytes, whoever computes it?

use entity::vocabulary::Role;
use laurel::{
    demo::{self, DemoSize},
    matching::{
        MatchParameters, ObjectiveName,
        plan::{MatchInput, MatchOutcome, compute},
    },
    search::analysis::Analyzer,
};
use serde_json::json;

use super::YEAR;
use crate::harness::TestApp;

db_tests! { round: [two_runs_of_the_same_input_have_the_same_digests] }

async fn two_runs_of_the_same_input_have_the_same_digests(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let mut digests = Vec::new();
    for (key, seed) in
        [("first-of-three-runs", 7), ("second-of-three-runs", 7), ("third-of-three-runs", 8)]
    {
        let body = json!({ "objective": "random", "seed": seed, "per_nomination": 2 });
        assert_eq!(office.ask_for_match(YEAR, key, &body).await.status, 202);
        app.run_jobs().await;
        let runs = office.data(&format!("/rounds/{YEAR}/match-runs")).await;
        let newest = runs.as_array().unwrap().iter().find(|run| run["parameters"]["seed"] == seed);
        let newest = newest.unwrap();
        assert_eq!(newest["state"], "done", "{newest}");
        digests.push((newest["input_digest"].clone(), newest["output_digest"].clone()));
        app.clock.advance(chrono::Duration::seconds(1));
    }
    assert_eq!(digests[0], digests[1]);
    assert_ne!(digests[0].0, digests[2].0, "the seed is part of the input");
    assert_ne!(digests[0].1, digests[2].1, "another draw is another result");
}

fn input() -> MatchInput {
    let mut round = demo::generate(DemoSize::Small, 11);
    round.nominations.sort_by(|one, other| one.nomination_id.cmp(&other.nomination_id));
    round.experts.sort_by(|one, other| one.expert_id.cmp(&other.expert_id));
    MatchInput {
        year: YEAR,
        keys: vec![uuid::Uuid::nil(); round.nominations.len()],
        experts: round.experts,
        publications: round.publications,
        affiliations: round.affiliations,
        units: round.units,
        nominations: round.nominations,
        people: round.people,
        papers: round.papers,
    }
}

/// Everything that a run keeps, as text.
fn kept(outcome: &MatchOutcome) -> String {
    let mut report = outcome.report.clone();
    report.stages.clear();
    let MatchOutcome { input_digest, output_digest, candidates, findings, assigned, .. } = outcome;
    format!(
        "{input_digest} {output_digest}\n{candidates:?}\n{findings:?}\n{assigned:?}\n{report:?}"
    )
}

#[test]
fn one_thread_and_two_compute_the_same_bytes() {
    let (analyzer, input) = (Analyzer::new(), input());
    for objective in [ObjectiveName::Sum, ObjectiveName::Leximin, ObjectiveName::Random] {
        let parameters = MatchParameters { objective, seed: Some(5), ..MatchParameters::default() };
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| kept(&compute(&analyzer, &input, &parameters, &|_| ()).unwrap()))
        };
        let one = on(1);
        assert!(one == on(2) && one == on(1), "{objective:?}");
    }
}

#[test]
fn a_change_of_any_record_changes_the_input_digest() {
    let (analyzer, first) = (Analyzer::new(), input());
    let parameters = MatchParameters { per_nomination: 1, ..MatchParameters::default() };
    let digest =
        |input: &MatchInput| compute(&analyzer, input, &parameters, &|_| ()).unwrap().input_digest;
    let before = digest(&first);
    let mut changed = first.clone();
    changed.people[0].unit = Some("云泽大学".to_owned());
    assert_ne!(digest(&changed), before);
    let mut changed = first.clone();
    changed.publications.pop();
    assert_ne!(digest(&changed), before);
    let mut other_keys = first;
    other_keys.keys.reverse();
    assert_eq!(digest(&other_keys), before, "the database's own keys are no part of it");
}
