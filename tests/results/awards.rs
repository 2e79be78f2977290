//! Do awards wait for the ministry and the approval, and end a round?

use chrono::Duration;
use entity::{
    ids::NominationId,
    nomination, notice, outcome_fact, round,
    vocabulary::{NominationState, ReviewStage, RoundState},
};
use reqwest::Method;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, sea_query::Expr,
};
use serde_json::{Value, json};

use super::{
    court::{Court, YEAR, act, codes, done, draft, gaps, of, path, text},
    releases::{interested, told},
};
use crate::harness::{TestApp, keys};

db_tests! {
    round: [
        a_nomination_goes_from_its_panel_to_the_award,
        awards_wait_for_documents_that_two_people_saw,
        what_the_ministry_strikes_is_not_awarded,
        the_last_release_of_awards_ends_the_round,
    ],
}

/// How many people and units an award keeps.
fn winners(decision: &Value) -> (usize, usize) {
    let count = |name: &str| decision[name].as_array().unwrap().len();
    let ranks: Vec<u64> = decision["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["rank"].as_u64().unwrap())
        .collect();
    let people = u64::try_from(ranks.len()).unwrap();
    assert_eq!(ranks, (1..=people).collect::<Vec<u64>>(), "ranks run without a gap");
    (count("people"), count("units"))
}

async fn a_nomination_goes_from_its_panel_to_the_award(app: &TestApp) {
    let court = Court::of(app, 3).await;
    let head = court.head(app, 0).await;
    court.voted(app, (ReviewStage::FirstReview, &[0, 1, 2]), &[0, 1]).await;
    court.released("first_review").await;
    court.voted(app, (ReviewStage::Committee, &[0, 1]), &[0]).await;
    court.released("committee").await;
    let ends = [
        NominationState::CommitteePassed,
        NominationState::CommitteeFailed,
        NominationState::FirstReviewFailed,
    ];
    assert_eq!(court.states(app).await, ends);
    court.voted(app, (ReviewStage::Council, &[0]), &[0]).await;
    court.looked_back().await;
    let drafted = court.drafted("award").await;
    court.papers(&drafted).await;
    let released = court.finished(&drafted).await;
    assert_eq!(court.states(app).await[0], NominationState::Awarded);
    let award = of(&released["decisions"], &court.nominations[0]);
    assert_eq!((&award["outcome"], &award["grade"]), (&json!("awarded"), &json!("second")));
    assert_eq!(award["files"], json!(["letter", "certificates"]));
    let (people, units) = winners(award);
    assert!((1..=10).contains(&people) && units <= 7, "{award}");
    for kind in ["first_review_decided", "committee_decided", "award_decided"] {
        assert!(told(app, &court, kind).await > 0, "{kind}");
    }
    let own = head.data("/society-results").await;
    let own = &of(&own, &court.nominations[0])["decisions"];
    let outcomes: Vec<&str> =
        own.as_array().unwrap().iter().map(|one| text(&one["outcome"])).collect();
    assert_eq!(outcomes, ["passed", "passed", "awarded"]);
    assert_eq!(own[2]["people"], award["people"]);
}

async fn awards_wait_for_documents_that_two_people_saw(app: &TestApp) {
    let court = Court::of(app, 2).await;
    court.voted(app, (ReviewStage::Council, &[0, 1]), &[0]).await;
    let early = court.draft("award").await;
    assert_eq!(codes(&early), ["no_look_back"], "{}", early.text);
    court.looked_back().await;
    let drafted = court.drafted("award").await;
    assert_eq!(gaps(&drafted), ["no_paper", "no_paper"]);
    assert_eq!(codes(&court.release(&drafted).await), ["no_paper", "no_paper"]);

    let to = format!("{}/papers/ministry", path(&drafted));
    let confirm = format!("{to}/confirm");
    let absent = court.second.change(Method::POST, &confirm, 1, &json!({})).await;
    assert_eq!(absent.outcome(), (404, "not_found".to_owned()));
    let entered = court.enter(&drafted, ("ministry", "审核无异议。")).await;
    assert_eq!((&entered["version"], &entered["confirmed_by"]), (&json!(1), &Value::Null));
    let own = act(&court.office, (Method::POST, &confirm), &entered, &json!({})).await;
    assert_eq!(own.outcome(), (403, "forbidden".to_owned()));
    let stale = court.second.change(Method::POST, &confirm, 7, &json!({})).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    assert_eq!(codes(&court.release(&drafted).await).len(), 2, "who entered it is one person");
    let seen = done(&court.second, &confirm, &entered, &json!({})).await;
    assert_eq!(seen["confirmed_by"], "test.office.two");

    // Entered anew it is to be seen anew.
    let body = json!({ "document_number": "二号", "dated": "2027-11-06", "text": "审核无异议。" });
    let late = court.office.change(Method::PUT, &to, 0, &body).await;
    assert_eq!(late.outcome(), (412, "stale".to_owned()));
    let again = act(&court.office, (Method::PUT, &to), &seen, &body).await;
    assert_eq!(again.status, 200, "{}", again.text);
    let again = again.json()["data"].take();
    assert_eq!((&again["version"], &again["confirmed_by"]), (&json!(3), &Value::Null));
    done(&court.second, &confirm, &again, &json!({})).await;
    let limits = format!("{}/papers/council_limits", path(&drafted));
    let wrong = json!({ "document_number": "三号", "dated": "2027-11-06", "text": "[PRO" });
    let refused = court.office.change(Method::PUT, &limits, 0, &wrong).await;
    assert_eq!(codes(&refused), ["limits"], "{}", refused.text);
    let strange = format!("{}/papers/opinion", path(&drafted));
    assert_eq!(court.office.change(Method::PUT, &strange, 0, &body).await.outcome().0, 404);
    court.paper(&drafted, ("approval", "同意授奖。")).await;
    let ready = court.office.data(&path(&drafted)).await;
    assert_eq!((gaps(&ready), &ready["version"]), (Vec::new(), &drafted["version"]));
    assert_eq!(keys(&ready["papers"], "kind"), ["approval", "ministry"]);
    let officer = interested(app, &court.nominations[1]).await;
    let seen = officer.data(&path(&drafted)).await;
    assert_eq!(seen["papers"], json!([]), "what they say, they say of his, too");

    court.finished(&drafted).await;
    let refused = court.office.change(Method::PUT, &to, 4, &body).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "nobody changes it after");
}

async fn what_the_ministry_strikes_is_not_awarded(app: &TestApp) {
    let court = Court::of(app, 2).await;
    let head = court.head(app, 0).await;
    court.voted(app, (ReviewStage::Council, &[0, 1]), &[0, 1]).await;
    court.looked_back().await;
    let drafted = court.drafted("award").await;
    let strike = |release: &Value, at: usize| {
        let id = text(&of(&release["decisions"], &court.nominations[at])["id"]);
        format!("/result-decisions/{id}/strike")
    };
    let (to, why) = (strike(&drafted, 0), json!({ "reason": "审核意见：材料不实。" }));
    let denied = act(&court.office, (Method::POST, &to), &drafted, &why).await;
    assert_eq!(denied.outcome(), (403, "forbidden".to_owned()), "the administrator strikes");
    let short = act(&court.second, (Method::POST, &to), &drafted, &json!({ "reason": "无" })).await;
    assert_eq!(short.outcome(), (422, "invalid".to_owned()));
    let stale = court.second.change(Method::POST, &to, 7, &why).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    let struck = done(&court.second, &to, &drafted, &why).await;
    assert_eq!((&struck["outcome"], &struck["grade"]), (&json!("struck"), &Value::Null));
    assert_eq!(struck["basis"], "审核意见：材料不实。");
    let seen = court.office.data(&path(&drafted)).await;
    assert_eq!(
        (&seen["version"], &seen["counts"]),
        (&json!(2), &json!({ "awarded": 1, "struck": 1 }))
    );
    assert_ne!(seen["digest"], drafted["digest"]);
    assert_eq!(gaps(&seen), ["no_paper", "no_paper"], "what is struck is no change of its votes");
    let twice = act(&court.second, (Method::POST, &to), &seen, &why).await;
    assert_eq!(twice.outcome(), (409, "conflict".to_owned()));
    let own = court.release(&seen).await;
    assert_eq!(own.outcome(), (403, "forbidden".to_owned()), "who strikes does not release");
    assert_eq!(seen["drafted_by"], "test.office.two");

    // Made anew, it stays struck.
    let anew = act(&court.office, (Method::PUT, &path(&drafted)), &seen, &draft("award")).await;
    assert_eq!(anew.status, 200, "{}", anew.text);
    let anew = anew.json()["data"].take();
    assert_eq!(of(&anew["decisions"], &court.nominations[0])["outcome"], "struck");
    court.papers(&anew).await;
    let late = act(&court.second, (Method::POST, &strike(&anew, 1)), &anew, &why).await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()), "it is approved");
    court.finished(&anew).await;
    let ends = [NominationState::NotAwarded, NominationState::Awarded];
    assert_eq!(court.states(app).await, ends);
    // Its society knows that it is not awarded, and nothing of why.
    let own = head.data(&format!("/nominations/{}/decisions", court.nominations[0].id)).await;
    assert_eq!((&own[0]["outcome"], &own[0]["basis"]), (&json!("not_awarded"), &Value::Null));
    assert!(!own.to_string().contains("材料不实"), "{own}");
}

/// Lets every other nomination of the round be at its end.
async fn settle_others(app: &TestApp, ids: &[NominationId]) {
    use NominationState::{NotAwarded, Rejected, Withdrawn};
    let round = app.round(YEAR).await;
    let state = nomination::Column::State;
    // Of one that was withdrawn and came by import nobody knows how far it was.
    for (which, to) in [(state.eq(Withdrawn), Rejected), (state.ne(Rejected), NotAwarded)] {
        nomination::Entity::update_many()
            .col_expr(state, Expr::value(to))
            .filter(nomination::Column::RoundId.eq(round))
            .filter(nomination::Column::Id.is_not_in(ids.iter().copied()))
            .filter(which)
            .exec(app.app.database.reader())
            .await
            .unwrap();
    }
}

async fn state(app: &TestApp) -> RoundState {
    let found = round::Entity::find_by_id(app.round(YEAR).await);
    found.one(app.app.database.reader()).await.unwrap().unwrap().state
}

/// What the track record says of a nomination by a measure.
async fn fact(app: &TestApp, number: &str, measure: &str) -> Option<i32> {
    let found = outcome_fact::Entity::find()
        .filter(outcome_fact::Column::RoundYear.eq(YEAR))
        .filter(outcome_fact::Column::CaseRef.eq(number))
        .filter(outcome_fact::Column::Measure.eq(measure));
    let found = found.one(app.app.database.reader()).await.unwrap()?;
    assert!(found.source.ends_with("results"), "{}", found.source);
    Some(found.value)
}

async fn the_last_release_of_awards_ends_the_round(app: &TestApp) {
    assert_ne!(state(app).await, RoundState::Closed);
    // Nominating is over: what is known of the round may be collected.
    app.clock.advance(Duration::days(30));
    let court = Court::of(app, 2).await;
    settle_others(app, &court.ids()).await;
    let number = court.nominations[0].number.as_str();
    court.passed(app, &[0, 1]).await;
    assert_eq!(fact(app, number, "awarded").await, None);
    let released = court.awarded(app, &[0, 1], &[0]).await;
    let ends = [NominationState::Awarded, NominationState::NotAwarded];
    assert_eq!(court.states(app).await, ends);
    assert_eq!(state(app).await, RoundState::Closed);
    let subject = format!("result_release/{}", text(&released["id"]));
    let published = notice::Entity::find()
        .filter(notice::Column::Kind.eq("result_published"))
        .filter(notice::Column::Subject.eq(subject));
    assert!(published.count(app.app.database.reader()).await.unwrap() >= 1);

    assert!(app.run_jobs().await >= 2, "the bundle is made, the facts are collected");
    for (measure, value) in [("awarded", 1), ("grade_kept", 1)] {
        assert_eq!(fact(app, number, measure).await, Some(value), "{measure}");
    }
    let lost = &court.nominations[1];
    if lost.society_code.is_some() {
        assert_eq!(fact(app, &lost.number, "awarded").await, Some(0));
    }
}
