//! Do the outcomes of the portal's own nominations become facts, each with its case, and only once?

use chrono::Duration;
use entity::{
    ids::{AccountId, NominationId},
    nomination,
    vocabulary::{ExaminationRuling, NominationState, Role},
};
use laurel::{
    authz::{Actor, Grant},
    demo::journey::{Complete, Journey},
    examination::{self, Verdict},
    nominations::course::{NextStep, take},
    shared::Clock as _,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _,
};
use serde_json::{Value, json};

use super::{cast, figure, import};
use crate::harness::TestApp;

db_tests! {
    round: [the_outcome_of_a_nomination_becomes_a_fact_once],
}

const SOCIETY: &str = "D-B-12";
const COLLECTION: &str = "/rounds/2027/collection";

/// Submits a complete dossier and takes it through the formal examination; its key and number.
async fn accepted(app: &TestApp) -> (NominationId, String) {
    let set_clock = |instant| app.clock.advance(instant - app.clock.now());
    let journey = Journey {
        app: &app.app,
        year: 2027,
        society: SOCIETY,
        set_clock: &set_clock,
        today: app.clock.now(),
    };
    let complete = Complete::of("NAT").unwrap().apart(81);
    let dossier = journey.write(&complete).await.unwrap();
    journey.confirm(dossier, &complete).await.unwrap();
    journey.approve(dossier, &complete).await.unwrap();
    journey.submit(dossier).await.unwrap();
    let id = NominationId(dossier.0);
    let examiner = Actor {
        account: AccountId(uuid::Uuid::nil()),
        username: "tests.examiner".to_owned(),
        grants: vec![Grant { role: Role::AwardOffice, society_code: None }],
    };
    let opened = examination::open(&app.app, &examiner, id).await.unwrap();
    let rules = examination::rules_to_judge(&app.app, &examiner, opened).await.unwrap();
    let pass = |rule| Verdict {
        rule,
        ruling: ExaminationRuling::Pass,
        reason: None,
        fix: None,
        address: None,
    };
    let verdicts: Vec<Verdict> = rules.into_iter().map(pass).collect();
    let judged = examination::give(&app.app, &examiner, (opened, 1), &verdicts).await.unwrap();
    examination::accept(&app.app, &examiner, (opened, judged.version)).await.unwrap();
    let row = nomination::Entity::find_by_id(id).one(app.app.database.reader()).await.unwrap();
    (id, row.unwrap().number)
}

/// Brings the society's other nominations to an end of the examination, so that nothing is open.
async fn settle_others(app: &TestApp, id: NominationId) {
    let database = app.app.database.reader();
    let others = nomination::Entity::find()
        .filter(nomination::Column::SocietyCode.eq(SOCIETY))
        .filter(nomination::Column::Id.ne(id))
        .all(database)
        .await
        .unwrap();
    for row in others {
        if row.state == NominationState::Submitted {
            let tx = app.app.database.begin_write().await.unwrap();
            for to in [NominationState::FormCheck, NominationState::Accepted] {
                let next = NextStep { to, holds: &[], reason: None };
                take(&app.app, &tx, ("tests", row.id), next).await.unwrap();
            }
            tx.commit().await.unwrap();
        } else if row.state == NominationState::Withdrawn {
            // Of one that came by import nobody knows how far it was.
            let mut row = row.into_active_model();
            row.state = Set(NominationState::Rejected);
            row.update(database).await.unwrap();
        }
    }
}

/// What is said of a case: measure and value.
fn of_case(facts: &Value, number: &str) -> Vec<(String, u64)> {
    let of_case = facts.as_array().unwrap().iter().filter(|one| one["case_ref"] == number);
    of_case
        .map(|one| {
            let measure = one["measure"]["zh"].as_str().unwrap().to_owned();
            (measure, one["value"].as_u64().unwrap())
        })
        .collect()
}

fn said(measure: &str, value: u64) -> (String, u64) {
    (measure.to_owned(), value)
}

async fn the_outcome_of_a_nomination_becomes_a_fact_once(app: &TestApp) {
    let (id, number) = accepted(app).await;
    settle_others(app, id).await;
    let early = cast(app).await.data(COLLECTION).await;
    assert!(of_case(&early["changes"], &number).is_empty(), "nominating is not over");

    app.clock.advance(Duration::days(30));
    let cast = cast(app).await;
    let preview = cast.data(COLLECTION).await;
    let collected = cast.post(COLLECTION, &json!({})).await;
    assert_eq!(collected.status, 200, "{}", collected.text);
    let changes = collected.json()["data"]["changes"].clone();
    assert_eq!(changes, preview["changes"], "what was looked at is what is taken");
    let own = of_case(&changes, &number);
    for expected in [said("提交数", 1), said("形式审查合格数", 1), said("受理数", 1)] {
        assert!(own.contains(&expected), "{expected:?} in {own:?}");
    }
    assert!(!own.iter().any(|(measure, _)| measure == "撤回数"), "it may still be withdrawn");

    // The indicator opens the case behind it, and their sum is the figure.
    let facts = format!("/societies/{SOCIETY}/record/facts?round=2027&indicator=I03");
    let behind = cast.data(&facts).await;
    let cases = behind["cases"].as_array().unwrap();
    let opened = cases.iter().find(|one| one["case_ref"] == number.as_str()).unwrap();
    let told = opened["facts"].as_array().unwrap();
    let told = told.iter().find(|fact| fact["measure"] == "accepted").unwrap();
    assert_eq!((&told["value"], &told["source"]), (&json!(1), &json!("records/examination")));
    let record = cast.data(&format!("/societies/{SOCIETY}/record")).await;
    let rounds = record["rounds"].as_array().unwrap();
    let round = rounds.iter().find(|one| one["year"] == 2027).unwrap();
    let rate = figure(&round["figures"], "I03");
    assert_eq!(
        (&rate["count"], &rate["of"]),
        (&behind["sums"][0]["sum"], &behind["sums"][1]["sum"])
    );

    let again = cast.post(COLLECTION, &json!({})).await.json();
    assert_eq!(again["data"]["changes"], json!([]), "a second time adds nothing");

    // What the office settles otherwise stays settled.
    let correction = format!(
        "society_id,round,case_ref,case_title,measure,value,source,reason\n\
         {SOCIETY},2027,{number},示范,accepted,0,奖励办,依第六十六条不提交评审\n"
    );
    import(app, "facts", &correction).done();
    let after = cast.post(COLLECTION, &json!({})).await.json();
    assert_eq!(after["data"]["changes"], json!([]));
    assert_eq!(of_case(&after["data"]["kept"], &number), [said("受理数", 1)]);
}
