//! Does the same input with the same seed give the same bytes, whoever computes it?

use entity::vocabulary::Role;
use laurel::{
    conflicts::Works,
    demo::{self, DemoSize},
    matching::{
        MatchParameters, ObjectiveName,
        plan::{MatchInput, MatchOutcome, compute},
        run,
    },
    nominations::model::CompletingUnit,
    search::analysis::Analyzer,
};
use serde_json::json;

use super::YEAR;
use crate::harness::TestApp;

db_tests! { round: [two_runs_of_the_same_input_have_the_same_digests] }

async fn two_runs_of_the_same_input_have_the_same_digests(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let mut digests = Vec::new();
    // At the terminal a seed may be named, so that a draw can be repeated.
    for seed in [7, 7, 8] {
        let parameters = MatchParameters {
            objective: ObjectiveName::Random,
            seed: Some(seed),
            per_nomination: 2,
            ..MatchParameters::default()
        };
        let carrier = run::Carrier::Caller;
        let id = run::request(&app.app, "operator", YEAR, &parameters, carrier).await.unwrap();
        run::execute_requested(&app.app, id, &|_| {}).await.unwrap();
        let done = office.data(&format!("/match-runs/{id}")).await;
        assert_eq!((&done["state"], &done["seed"]), (&json!("done"), &json!(seed)), "{done}");
        digests.push((done["input_digest"].clone(), done["output_digest"].clone()));
        app.clock.advance(chrono::Duration::seconds(1));
    }
    assert_eq!(digests[0], digests[1]);
    assert_ne!(digests[0].0, digests[2].0, "the seed is part of the input");
    assert_ne!(digests[0].1, digests[2].1, "another draw is another result");
}

/// The records of a small round, in the order in which a run takes them.
pub(super) fn input() -> MatchInput {
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
        works: Works { grants: round.grants, patents: round.patents, theses: round.theses },
        ..MatchInput::default()
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
    let fair = [ObjectiveName::Leximin, ObjectiveName::Floor];
    for objective in fair.into_iter().chain([ObjectiveName::Sum, ObjectiveName::Random]) {
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
    let mut changed = first.clone();
    changed.works.patents.pop();
    assert_ne!(digest(&changed), before);
    let mut changed = first.clone();
    let nomination_id = changed.nominations[0].nomination_id.clone();
    changed.completing_units =
        vec![CompletingUnit { nomination_id, name: "云泽大学".to_owned() }];
    assert_ne!(digest(&changed), before);
    let mut other_keys = first;
    other_keys.keys.reverse();
    assert_eq!(digest(&other_keys), before, "the database's own keys are no part of it");
}
