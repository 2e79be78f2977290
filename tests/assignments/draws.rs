//! Is the seed of a draw committed to before anything is drawn?

use entity::vocabulary::Role;
use laurel::{audit, matching::MatchParameters, shared::hex_sha256};
use serde_json::{Value, json};

use super::YEAR;
use crate::harness::TestApp;

db_tests! {
    round: [the_seed_of_a_draw_is_committed_to_before_the_draw],
}

async fn the_seed_of_a_draw_is_committed_to_before_the_draw(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let body = json!({ "per_nomination": 3, "objective": "random", "max_probability": 0.6 });
    let mut typed = body.clone();
    typed["seed"] = 7.into();
    let refused = office.ask_for_match(YEAR, "key-of-a-typed-seed", &typed).await;
    assert_eq!(refused.outcome(), (422, "invalid".to_owned()), "a seed can be tried out before");
    let asked = office.ask_for_match(YEAR, "key-of-a-draw", &body).await;
    assert_eq!(asked.status, 202, "{}", asked.text);
    let id = asked.json()["data"]["id"].as_str().unwrap().to_owned();
    let waiting = office.data(&format!("/match-runs/{id}")).await;
    assert_eq!(waiting["seed"], Value::Null, "not told before the draw");
    assert_eq!(waiting["parameters"]["seed"], Value::Null);
    app.run_jobs().await;
    let run = office.data(&format!("/match-runs/{id}")).await;
    assert_eq!(run["state"], "done", "{run}");
    let seed = run["seed"].as_i64().unwrap();
    let chain = audit::read_all(app.app.database.reader()).await.unwrap();
    let subject = format!("match_run/{id}");
    let of: Vec<_> = chain.iter().filter(|(link, _)| link.entry.subject == subject).collect();
    let actions: Vec<&str> = of.iter().map(|(link, _)| link.entry.action.as_str()).collect();
    assert_eq!(actions, ["matching.request", "matching.commit_draw", "matching.run"]);
    // What was asked for stands with the seed from the first, so that it can be no other afterwards.
    let parameters: MatchParameters = serde_json::from_value(run["parameters"].clone()).unwrap();
    assert_eq!(parameters.seed, Some(seed));
    assert_eq!(of[0].0.entry.after_digest, Some(parameters.digest()));
    assert_eq!(of[0].0.entry.reason, None, "nobody typed it");
    let (commitment, drawn) = (&of[1].0.entry, &of[2].0.entry);
    let inputs = run["input_digest"].as_str().unwrap();
    assert_eq!(commitment.before_digest.as_deref(), Some(inputs));
    let promised = hex_sha256(format!("{seed}:{inputs}").as_bytes());
    assert_eq!(commitment.after_digest.as_deref(), Some(promised.as_str()));
    assert_eq!(drawn.reason.as_deref(), Some(format!("seed={seed}").as_str()));
}
