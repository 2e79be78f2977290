//! Does a run that keeps to the panels of its round assign nobody else, at its best, and is it refused without panels?

use std::collections::{BTreeMap, BTreeSet};

use entity::vocabulary::Role;
use laurel::{
    matching::{
        MatchParameters, ObjectiveName, PanelSeats,
        plan::{MatchInput, MatchOutcome, compute},
    },
    search::analysis::Analyzer,
};
use serde_json::{Value, json};

use super::{YEAR, repeatability::input};
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [a_run_keeps_to_the_panels_that_stand],
}

/// Every third nomination is in no panel; the experts of the others sit by turns on two.
fn divided() -> MatchInput {
    let mut input = input();
    let names = ["第1组（数学）", "第2组（物理学）"];
    for (at, one) in input.nominations.iter_mut().enumerate() {
        one.panel = names.get(at % 3).map(|name| (*name).to_owned());
    }
    let seats = |turn: usize| -> BTreeSet<String> {
        input.experts.iter().skip(turn).step_by(2).map(|one| one.expert_id.clone()).collect()
    };
    let panels = [(names[0].to_owned(), seats(0)), (names[1].to_owned(), seats(1))].into();
    input.panels = Some(PanelSeats { panels, ..PanelSeats::default() });
    input
}

/// The pairs whose scores a run kept, of nominations that are in a panel, with whether the expert is on it.
fn kept(input: &MatchInput, outcome: &MatchOutcome) -> BTreeMap<(usize, usize), bool> {
    let seats = input.panels.as_ref().unwrap();
    let in_panel = |at: usize| input.nominations[at].panel.as_deref();
    let rows = outcome.candidates.iter().filter(|one| in_panel(one.nomination).is_some());
    rows.map(|one| {
        let code = &input.experts[one.expert].expert_id;
        ((one.nomination, one.expert), !seats.keep_out(in_panel(one.nomination), code))
    })
    .collect()
}

#[test]
fn within_the_panels_every_objective_chooses_among_their_experts() {
    let (analyzer, input) = (Analyzer::new(), divided());
    let run =
        |parameters: &MatchParameters| compute(&analyzer, &input, parameters, &|_| ()).unwrap();
    let free = run(&MatchParameters { per_nomination: 2, ..MatchParameters::default() });
    let known = free.report.panels.unwrap();
    let third = u32::try_from(input.nominations.len() / 3).unwrap();
    assert_eq!((known.panels, known.free), (2, third));
    assert!(kept(&input, &free).values().any(|is_inside| !is_inside), "else nothing is shown");
    let fair = [ObjectiveName::Leximin, ObjectiveName::Floor];
    for objective in fair.into_iter().chain([ObjectiveName::Sum, ObjectiveName::Random]) {
        let parameters = MatchParameters {
            objective,
            per_nomination: 2,
            within_panels: true,
            seed: Some(5),
            ..MatchParameters::default()
        };
        let bound = run(&parameters);
        let seats = input.panels.as_ref().unwrap();
        assert!(!bound.assigned.is_empty());
        for pair in &bound.assigned {
            let panel = input.nominations[pair.nomination].panel.as_deref();
            let code = &input.experts[pair.expert].expert_id;
            assert!(!seats.keep_out(panel, code), "{objective:?}: {code} {panel:?}");
        }
        let total = |outcome: &MatchOutcome| -> i64 {
            outcome.assigned.iter().map(|pair| pair.score).sum()
        };
        let is_sum = objective == ObjectiveName::Sum;
        assert!(!is_sum || (bound.report.optimum_proved && total(&bound) <= total(&free)));
        // Whoever sits on a panel is known to a run that keeps to none, so that a plan can keep to it afterwards.
        let all = kept(&input, &free);
        let inside = kept(&input, &bound).into_iter().filter(|(_, is_inside)| *is_inside);
        for (pair, _) in inside {
            assert!(all.contains_key(&pair), "{objective:?}: {pair:?}");
        }
    }
    assert_ne!(run(&MatchParameters::default()).input_digest, {
        let mut without = input.clone();
        without.panels = None;
        compute(&analyzer, &without, &MatchParameters::default(), &|_| ()).unwrap().input_digest
    });
}

/// Asks for a run and carries it out.
async fn run(app: &TestApp, office: &Visitor, key: &str, body: &Value) -> Value {
    // The newest run is the one that counts.
    app.clock.advance(chrono::Duration::seconds(1));
    let asked = office.ask_for_match(YEAR, key, body).await;
    assert_eq!(asked.status, 202, "{}", asked.text);
    let id = asked.json()["data"]["id"].as_str().unwrap().to_owned();
    app.run_jobs().await;
    office.data(&format!("/match-runs/{id}")).await
}

/// Divides the round, for the `number`th time, into panels of these sizes; the division.
async fn divide(office: &Visitor, number: u8, (least, most): (u32, u32)) -> Value {
    let here = format!("/rounds/{YEAR}/panel-divisions");
    let bounds = json!({ "min_nominations": least, "max_nominations": most, "experts": 4 });
    let proposal = office.post(&format!("{here}/preview"), &bounds).await.json()["data"].take();
    let agreed =
        json!({ "bounds": bounds, "digest": proposal["digest"], "reason": "按学科分组评审" });
    let key = format!("a-key-of-standing-panels-{number}");
    let made = office.create(&here, &key, &agreed).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["data"][0].take()
}

/// What a run answers of pairs that recusal does not keep apart.
async fn answers(office: &Visitor, run: &Value, pairs: &[(&Value, &Value)]) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for &(nomination, expert) in pairs {
        let [run, nomination, expert] =
            [&run["id"], nomination, expert].map(|id| id.as_str().unwrap());
        let entry = format!("/match-runs/{run}/nominations/{nomination}/experts/{expert}/entry");
        codes.insert(office.data(&entry).await["code"].as_str().unwrap().to_owned());
    }
    codes.remove("barred");
    codes
}

async fn a_run_keeps_to_the_panels_that_stand(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let body = json!({ "per_nomination": 3, "within_panels": true });
    let refused = office.ask_for_match(YEAR, "key-without-any-panels", &body).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "{}", refused.text);

    let division = divide(&office, 1, (3, 8)).await;
    let by = division["applied_by"].as_str().unwrap();
    assert!(division["names"][by].is_string(), "who did it is named: {division}");

    let done = run(app, &office, "key-within-the-panels", &body).await;
    assert_eq!(
        (&done["state"], &done["parameters"]["within_panels"]),
        (&json!("done"), &json!(true))
    );
    assert_eq!(done["report"]["panels"]["division"], division["id"]);
    assert!(done["names"][done["requested_by"].as_str().unwrap()].is_string(), "{done}");
    // Of each panel a nomination with an expert whom it got.
    let mut pairs: Vec<(Value, Value)> = Vec::new();
    for panel in division["panels"].as_array().unwrap() {
        let seats: Vec<&Value> =
            panel["experts"].as_array().unwrap().iter().map(|seat| &seat["expert_id"]).collect();
        let mut of_panel = None;
        for one in panel["nominations"].as_array().unwrap() {
            let found = office.data(&format!("/nominations/{}", one["id"].as_str().unwrap())).await;
            assert_eq!(found["match"]["run_id"], done["id"]);
            for pair in found["match"]["assigned"].as_array().unwrap() {
                assert!(seats.contains(&&pair["expert"]["expert_id"]), "{one} {pair}");
                of_panel = Some((one["id"].clone(), pair["expert"]["id"].clone()));
            }
        }
        pairs.extend(of_panel);
    }
    let own: Vec<(&Value, &Value)> = pairs.iter().map(|(one, other)| (one, other)).collect();
    let others: Vec<(&Value, &Value)> =
        own.iter().zip(own.iter().skip(1)).map(|(one, other)| (one.0, other.1)).collect();
    let assigned = BTreeSet::from(["assigned".to_owned()]);
    let outside = BTreeSet::from(["outside_panel".to_owned()]);
    assert_eq!(answers(&office, &done, &own).await, assigned);
    assert_eq!(answers(&office, &done, &others).await, outside, "of whom no affinity counts");

    // Whatever panels the nominations are put into afterwards, the run knew those of its own time.
    app.clock.advance(chrono::Duration::seconds(1));
    let later = divide(&office, 2, (400, 500)).await;
    assert_eq!(later["panels"].as_array().unwrap().len(), 1, "all of them in one: {later}");
    assert_eq!(answers(&office, &done, &own).await, assigned);
    assert_eq!(answers(&office, &done, &others).await, outside, "by the panels of the run");
}
