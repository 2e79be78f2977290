//! Does a finished run hold together, and is every choice explained?

use entity::vocabulary::Role;
use serde_json::{Value, json};

use super::YEAR;
use crate::harness::{TestApp, Visitor, keys};

db_tests! {
    round: [
        the_report_adds_up,
        every_objective_is_held_against_the_largest_total,
        every_nomination_shows_whom_and_why,
        a_tight_match_names_what_is_missing,
    ],
}

async fn match_round(app: &TestApp, office: &Visitor, key: &str, body: &Value) -> Value {
    let asked = office.ask_for_match(YEAR, key, body).await;
    assert_eq!(asked.status, 202, "{}", asked.text);
    app.run_jobs().await;
    let id = asked.json()["data"]["id"].as_str().unwrap().to_owned();
    office.data(&format!("/match-runs/{id}")).await
}

/// The sum of `count` over a list, each weighed.
fn sum(list: &Value, weight: impl Fn(&Value) -> u64) -> u64 {
    list.as_array().unwrap().iter().map(|one| one["count"].as_u64().unwrap() * weight(one)).sum()
}

async fn the_report_adds_up(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let body = json!({ "per_nomination": 4, "max_load": 5, "min_load": 1 });
    let run = match_round(app, &office, "key-of-a-whole-report", &body).await;
    assert_eq!(run["state"], "done", "{run}");
    let report = &run["report"];
    let number = |key: &str| report[key].as_u64().unwrap();
    let met = number("met");
    assert!(met > 0 && met <= number("demand"));
    assert_eq!(number("demand"), 4 * number("nominations"));
    let missing: u64 = report["unfilled"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["missing"].as_u64().unwrap())
        .sum();
    assert_eq!(met + missing, number("demand"));
    assert_eq!(sum(&report["load_histogram"], |_| 1), number("experts"));
    assert_eq!(sum(&report["load_histogram"], |one| one["load"].as_u64().unwrap()), met);
    assert_eq!(sum(&report["affinity_histogram"], |_| 1), met);
    let loads = report["load_histogram"].as_array().unwrap();
    assert!(loads.iter().all(|one| one["load"].as_u64().unwrap() <= 5));
    assert_eq!(report["optimum_proved"], true);
    let (total, bound) = (report["total_score"].as_f64().unwrap(), report["dual_bound"].as_f64());
    assert!((total - bound.unwrap()).abs() < 1e-6, "{total} {bound:?}");
    for key in ["input_digest", "output_digest"] {
        assert_eq!(run[key].as_str().unwrap().len(), 64, "{key}");
    }
    let rows = office.get(&format!("/rounds/{YEAR}/nominations?limit=200")).await.json();
    let assigned =
        rows["data"].as_array().unwrap().iter().map(|row| row["assigned"].as_u64().unwrap_or(0));
    assert_eq!(assigned.sum::<u64>(), met, "the list shows the same run");
}

async fn every_objective_is_held_against_the_largest_total(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let run = async |key: &str, more: Value| {
        let mut body = json!({ "per_nomination": 3, "max_load": 4 });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let run = match_round(app, &office, key, &body).await;
        assert_eq!(run["state"], "done", "{run}");
        run["report"].clone()
    };
    let number = |report: &Value, at: &str| report.pointer(at).and_then(Value::as_f64).unwrap();
    let sum = run("key-of-the-largest-total", json!({})).await;
    let largest = number(&sum, "/total_score");
    assert!((number(&sum, "/optimum_total") - largest).abs() < 1e-6, "{sum}");
    let worst = number(&sum, "/worst_served/total");
    assert_eq!(sum["worst_served"]["bound"], Value::Null);
    for (key, more) in [
        ("key-of-the-worst-first", json!({ "objective": "leximin" })),
        ("key-of-a-floor", json!({ "objective": "floor" })),
        ("key-of-a-low-floor", json!({ "objective": "floor", "floor": worst / 2.0 })),
        ("key-of-a-draw-beside", json!({ "objective": "random", "max_probability": 0.7 })),
    ] {
        let report = run(key, more.clone()).await;
        assert!((number(&report, "/optimum_total") - largest).abs() < 1e-6, "{more}: {report}");
        let own = number(&report, "/worst_served/total");
        assert!(!report["worst_served"]["nomination"]["title"].as_str().unwrap().is_empty());
        if more["objective"] == "random" {
            // A draw under a bound may fill fewer places, so its totals are not compared.
            assert!(number(&report, "/expected_total") > 0.0, "{report}");
            continue;
        }
        assert_eq!(report["met"], sum["met"], "{more}");
        assert!(number(&report, "/total_score") <= largest + 1e-6, "{more}: {report}");
        assert!(worst <= own && own <= number(&report, "/worst_served/bound"), "{more}");
        assert!((number(&report, "/worst_served/of_largest_total") - worst).abs() < 1e-6);
        assert_eq!(report["expected_total"], Value::Null);
    }
}

/// A publication that speaks for an expert names the words that it shares with the nomination, those of the
/// dossier's full text apart; where no word is shared, the fragments, or how much is by meaning.
fn says_by_what(publication: &Value) {
    let list = |key: &str| publication[key].as_array().is_some_and(|all| !all.is_empty());
    let (terms, dossier) = (list("terms"), list("dossier_terms"));
    let is_by_meaning = publication["by_meaning"].as_f64().is_some_and(|part| part > 0.0);
    assert!(terms || dossier || list("fragments") || is_by_meaning, "{publication}");
    assert!(!(list("fragments") && (terms || dossier)), "{publication}");
}

fn check_assigned(nomination: &Value, kept_out: &[String]) {
    let assigned = nomination["match"]["assigned"].as_array().unwrap();
    let units: Vec<&Value> = assigned.iter().map(|one| &one["expert"]["unit"]).collect();
    for candidate in assigned {
        let code = candidate["expert"]["expert_id"].as_str().unwrap();
        assert!(!kept_out.contains(&code.to_owned()), "{code} is barred and assigned");
        let reasons = &candidate["reasons"];
        let tier = reasons["discipline"]["tier"].as_u64().unwrap();
        let words = reasons["keywords"].as_array().unwrap().len();
        let publications = reasons["publications"].as_array().unwrap();
        assert!(tier > 0 || words > 0 || !publications.is_empty(), "{candidate}");
        for publication in publications {
            says_by_what(publication);
        }
        let left = |key: &str| reasons[key].as_f64().unwrap();
        let (one, two) = (left("score_without_one"), left("score_without_two"));
        assert!(0.0 <= two && two <= one && one <= candidate["score"].as_f64().unwrap());
        assert!(reasons["hangs_on_one"].is_boolean() && reasons["hangs_on_two"].is_boolean());
        assert!(0.0 < left("least_left") && left("least_left") < 1.0);
        let at = |key: &str| candidate[key].as_f64().unwrap();
        assert!(0.0 <= at("low") && at("low") <= at("score") && at("score") <= at("high"));
        assert!(at("high") <= 1.0);
        assert_eq!(candidate["why_not"], Value::Null);
        assert!(
            candidate["conflicts"].as_array().unwrap().iter().all(|one| one["severity"] != "bar")
        );
        let same_unit = units.iter().filter(|unit| ***unit == candidate["expert"]["unit"]).count();
        assert_eq!(same_unit, 1, "two of one unit: {units:?}");
    }
}

async fn every_nomination_shows_whom_and_why(app: &TestApp) {
    let office = app.sign_in(Role::Supervisor).await;
    let rows = office.data(&format!("/rounds/{YEAR}/nominations?limit=200&state=accepted")).await;
    let (mut barred, mut alternatives) = (0, 0);
    for row in rows.as_array().unwrap() {
        let nomination =
            office.data(&format!("/nominations/{}", row["id"].as_str().unwrap())).await;
        let matched = &nomination["match"];
        assert_eq!(
            matched["assigned"].as_array().unwrap().len() as u64,
            row["assigned"].as_u64().unwrap()
        );
        let mut kept_out = Vec::new();
        for candidate in matched["kept_out"].as_array().unwrap() {
            kept_out.push(candidate["expert"]["expert_id"].as_str().unwrap().to_owned());
            assert_eq!(candidate["why_not"]["code"], "barred");
            let conflicts = candidate["conflicts"].as_array().unwrap();
            let bar = conflicts.iter().find(|one| one["severity"] == "bar").unwrap();
            let evidence = bar["evidence"].as_array().unwrap();
            assert!(!evidence.is_empty(), "{bar}");
            for one in evidence {
                assert!(one["zh"] != "" && one["en"] != "", "{one}");
            }
        }
        check_assigned(&nomination, &kept_out);
        barred += kept_out.len();
        for candidate in matched["alternatives"].as_array().unwrap() {
            alternatives += 1;
            let code = candidate["why_not"]["code"].as_str().unwrap();
            assert!(["full", "unit_taken", "outscored", "price"].contains(&code), "{candidate}");
            assert!(candidate["why_not"]["zh"] != "" && candidate["why_not"]["en"] != "");
        }
        let mut scores: Vec<f64> = Vec::new();
        scores.extend(
            matched["assigned"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["score"].as_f64().unwrap()),
        );
        assert!(scores.iter().rev().is_sorted(), "the best first: {scores:?}");
    }
    assert!(barred > 0 && alternatives > 0, "nothing was tried");
    // What is not up for review shows no match.
    let rejected = office.data(&format!("/rounds/{YEAR}/nominations?limit=1&state=rejected")).await;
    let id = rejected[0]["id"].as_str().unwrap();
    assert_eq!(office.data(&format!("/nominations/{id}")).await["match"], Value::Null);
}

async fn a_tight_match_names_what_is_missing(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let body = json!({ "per_nomination": 15, "max_load": 3 });
    let run = match_round(app, &office, "key-of-a-tight-match", &body).await;
    assert_eq!(run["state"], "done", "{run}");
    let report = &run["report"];
    let unfilled = report["unfilled"].as_array().unwrap();
    assert!(report["met"].as_u64() < report["demand"].as_u64() && !unfilled.is_empty());
    assert!(report["met"].as_u64().unwrap() <= 3 * report["experts"].as_u64().unwrap());
    for one in unfilled {
        assert!(
            one["missing"].as_u64().unwrap() > 0 && one["zh"] != "" && one["en"] != "",
            "{one}"
        );
    }
    let mut named = keys(&report["unfilled"], "nomination");
    named.dedup();
    assert_eq!(named.len(), unfilled.len(), "each nomination is named once");
    let overview = office.data(&format!("/rounds/{YEAR}")).await;
    let attention = overview["attention"].as_array().unwrap().iter();
    let attention = attention.clone().find(|one| one["code"] == "nominations_unfilled").unwrap();
    assert_eq!(attention["count"], unfilled.len());
}
