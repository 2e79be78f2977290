//! Can anybody check from one file that a plan is the best, without server and database?

use entity::vocabulary::Role;

use serde_json::{Value, json};

use super::{YEAR, address, done, draft};
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [
        a_plan_has_a_certificate_that_the_program_verifies,
        a_draw_can_be_made_again_from_its_certificate,
        rules_over_groups_stand_in_run_plan_and_certificate,
        one_asked_pair_is_answered_exactly,
    ],
}

/// A finished run, and a draft from it.
async fn run_and_draft(
    app: &TestApp,
    office: &Visitor,
    key: &str,
    parameters: &Value,
) -> (Value, Value) {
    let asked = office.ask_for_match(YEAR, key, parameters).await;
    assert_eq!(asked.status, 202, "{}", asked.text);
    app.run_jobs().await;
    let id = asked.json()["data"]["id"].as_str().unwrap().to_owned();
    let run = office.data(&format!("/match-runs/{id}")).await;
    assert_eq!(run["state"], "done", "{run}");
    let body = json!({ "name": "试用方案", "run": id });
    let path = format!("/rounds/{YEAR}/assignment-plans");
    let made = office.create(&path, &format!("{key}-plan"), &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    (run, made.json()["data"].take())
}

/// What `laurel verify` says of a certificate that it accepts.
fn verified(app: &TestApp, text: &str) -> String {
    let file = app.folder().join("accepted.json");
    std::fs::write(&file, text).unwrap();
    app.laurel(["verify".to_owned(), file.display().to_string()]).done().out
}

async fn a_draw_can_be_made_again_from_its_certificate(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let body = json!({ "per_nomination": 2, "objective": "random", "max_probability": 0.6 });
    let (run, plan) = run_and_draft(app, &office, "a-draw-to-be-made-again", &body).await;
    let certificate = format!("/match-runs/{}/certificate.json", run["id"].as_str().unwrap());
    let of_run = office.get(&certificate).await.text;
    let told = verified(app, &of_run);
    let seed = run["seed"].as_i64().unwrap();
    assert!(told.contains(&format!("seed {seed} draws the same pairs")), "{told}");
    assert!(told.contains("no pair is likelier than 3/5"), "{told}");
    let stated: Value = serde_json::from_str(&of_run).unwrap();
    let chances = stated["nominations"][0]["chances"].as_array().unwrap();
    assert!(!chances.is_empty() && stated["objective"]["random"]["seed"] == seed, "{stated}");
    let of_plan = office.get(&format!("{}/certificate.json", address(&plan))).await.text;
    if plan["begun"]["left_out"] == 0 {
        assert_eq!(of_plan, of_run, "the plan is what was drawn");
    }
    // Somebody is taken out by hand: the draw stands, and the plan beside it.
    let column =
        office.data(&format!("{}/nominations?limit=1&sort=-assigned", address(&plan))).await;
    let nomination = column[0]["nomination"]["id"].clone();
    let path =
        format!("{}/nominations/{}/candidates", address(&plan), nomination.as_str().unwrap());
    let there = office.data(&path).await;
    let there = there.as_array().unwrap().iter().find(|one| one["standing"] == "assigned").unwrap();
    let edit = json!({
        "reason": "该专家出国",
        "changes": [{ "kind": "unassign", "nomination": nomination, "expert": there["expert"]["id"] }],
    });
    done(&office, &format!("{}/changes", address(&plan)), &plan, &edit).await;
    let of_plan = office.get(&format!("{}/certificate.json", address(&plan))).await;
    assert_eq!(of_plan.status, 200, "{}", of_plan.text);
    let told = verified(app, &of_plan.text);
    assert!(told.contains(&format!("seed {seed} draws the same pairs")), "{told}");
    assert!(told.contains("the plan that people made of it keeps every rule"), "{told}");
}

async fn rules_over_groups_stand_in_run_plan_and_certificate(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let body = json!({
        "per_nomination": 4, "max_load": 8, "max_per_unit": 2,
        "families": [{ "group": "university", "most": 2 }, { "group": "region", "most": 3 }],
        "mixes": [{ "group": "region", "free": 1, "price": 0.01 }],
    });
    for (key, objective) in [
        ("groups-of-the-sum", "sum"),
        ("groups-of-leximin", "leximin"),
        ("groups-of-a-floor", "floor"),
    ] {
        let mut body = body.clone();
        body["objective"] = objective.into();
        let (run, plan) = run_and_draft(app, &office, key, &body).await;
        assert_eq!(run["parameters"]["families"], body["families"]);
        assert_eq!(plan["parameters"]["mixes"], body["mixes"]);
        assert!(run["report"]["mix_cost"].as_f64().unwrap() >= 0.0, "{run}");
        let broken = plan["broken"].as_array().unwrap();
        assert!(broken.iter().all(|one| one["rule"] != "group" && one["rule"] != "unit"), "{plan}");
        let text = office.get(&format!("{}/certificate.json", address(&plan))).await.text;
        verified(app, &text);
        let stated: Value = serde_json::from_str(&text).unwrap();
        let names: Vec<&str> = stated["rules"]
            .as_array()
            .unwrap()
            .iter()
            .map(|rule| rule["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, ["unit", "university", "region", "region"], "{objective}");
        let aim = &stated["objective"];
        assert!(aim == objective || aim.get(objective).is_some(), "{aim}: the run's own objective");
    }
}

async fn one_asked_pair_is_answered_exactly(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let body = json!({ "per_nomination": 3 });
    let (run, plan) = run_and_draft(app, &office, "a-run-to-be-asked-about", &body).await;
    let of_run = format!("/match-runs/{}", run["id"].as_str().unwrap());
    let column =
        office.data(&format!("{}/nominations?limit=5&sort=-assigned", address(&plan))).await;
    let mut exact = 0;
    for row in column.as_array().unwrap() {
        let nomination = row["nomination"]["id"].as_str().unwrap();
        let path = format!("{}/nominations/{nomination}/candidates", address(&plan));
        for one in office.data(&path).await.as_array().unwrap() {
            let expert = one["expert"]["id"].as_str().unwrap();
            let entry = office
                .data(&format!("{of_run}/nominations/{nomination}/experts/{expert}/entry"))
                .await;
            assert!(entry["zh"] != "" && entry["en"] != "", "{entry}");
            let code = entry["code"].as_str().unwrap();
            let why = one["why_not"]["code"].as_str();
            match why {
                None => assert_eq!(code, "assigned", "{one}"),
                Some("barred") => assert_eq!(code, "barred", "{one}"),
                Some(_) => {
                    assert_eq!((code, &entry["is_exact"]), ("exact", &json!(true)), "{entry}");
                    let own = one["score"].as_f64().unwrap();
                    assert!(entry["enters_at"].as_f64().unwrap() >= own, "{one} {entry}");
                    exact += 1;
                }
            }
        }
    }
    assert!(exact > 5, "nothing was tried");
    let nobody = uuid::Uuid::nil();
    let absent = office.get(&format!("{of_run}/nominations/{nobody}/experts/{nobody}/entry")).await;
    assert_eq!(absent.status, 404);
}

async fn a_plan_has_a_certificate_that_the_program_verifies(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let plan = draft(&office, "a-key-of-a-proved-plan").await;
    let path = format!("{}/certificate.json", address(&plan));
    let answer = office.get(&path).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("content-type"), "application/json");
    let file = app.folder().join("certificate.json");
    let verified = |text: &str| {
        std::fs::write(&file, text).unwrap();
        app.laurel(["verify".to_owned(), file.display().to_string()])
    };
    let told = verified(&answer.text).done();
    assert!(told.out.contains("the certificate holds"), "{told:?}");
    assert!(told.out.contains("proved optimal: no plan exceeds"), "{told:?}");
    assert!(answer.text.contains("\"demand\":"), "{}", answer.text);
    let changed = verified(&answer.text.replacen("\"demand\":", "\"demand\":1", 1));
    assert!(changed.code == 1 && changed.err.contains("the file was changed"), "{changed:?}");
    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(supervisor.get(&path).await.text, answer.text, "the same bytes for whoever may");
}
