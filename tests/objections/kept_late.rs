//! Is an objection that came within the publicity looked into, though it was kept only after the sweep that ended
//! the publicity?

use chrono::Duration;
use entity::{
    nomination_step,
    vocabulary::{NominationState, ObjectionKind, Role},
};
use laurel::notices::objections::{Identity, NewObjection, file, sweep};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::json;

use super::{
    FACTS, NAME, PDF, PUBLICITY, Public, TELEPHONE, accept, done, object, office, only, publish,
    queue, set_clock, several::dismiss, society_deed, state_of,
};
use crate::harness::TestApp;

db_tests! {
    round: [
        it_holds_a_nomination_to_which_nobody_seemed_to_object,
        it_holds_a_nomination_whose_other_objections_are_settled,
        one_that_is_not_taken_leaves_the_nomination_where_it_is,
    ],
}

/// Ends the publicity, and then keeps an objection to its first nomination that was handed in a second before.
async fn keep_late(app: &TestApp, public: &Public) {
    set_clock(app, public.closes_at);
    sweep(&app.app).await.unwrap();
    let new = NewObjection {
        publicity: PUBLICITY.to_owned(),
        position: 1,
        kind: Some(ObjectionKind::Academic),
        facts: FACTS.to_owned(),
        identity: Some(Identity {
            name: NAME.to_owned(),
            telephone: TELEPHONE.to_owned(),
            ..Identity::default()
        }),
        files: vec![PDF.to_vec()],
        token: "a-word-of-the-form-kept-late".to_owned(),
    };
    file(&app.app, new, public.closes_at - Duration::seconds(1)).await.unwrap();
}

/// The objection in the queue that nobody screened.
async fn received(app: &TestApp) -> String {
    let (staff, _) = office(app).await;
    let rows = queue(&staff).await;
    let row = rows.iter().find(|row| row["state"] == "received").unwrap();
    row["id"].as_str().unwrap().to_owned()
}

/// The nominator answers, and the office finds nothing in it.
async fn answer_and_dismiss(app: &TestApp, public: &Public, id: &str) {
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    let said = json!({ "text": "说明如下，所述不实。" });
    assert_eq!(society_deed(&society, id, ("nominator", "answer"), &said).await.status, 200);
    dismiss(app, id).await;
}

/// Why the first nomination went back from where it stood to having an objection.
async fn why_back(app: &TestApp, public: &Public, from: NominationState) -> String {
    let step = nomination_step::Entity::find()
        .filter(nomination_step::Column::NominationId.eq(public.nominations[0]))
        .filter(nomination_step::Column::FromState.eq(from))
        .filter(nomination_step::Column::ToState.eq(NominationState::ObjectionOpen))
        .one(app.app.database.reader())
        .await
        .unwrap();
    step.expect("a step back").reason.unwrap_or_default()
}

async fn it_holds_a_nomination_to_which_nobody_seemed_to_object(app: &TestApp) {
    let public = publish(app).await;
    keep_late(app, &public).await;
    let nomination = public.nominations[0];
    assert_eq!(state_of(app, nomination).await, NominationState::ObjectionClear);
    let id = received(app).await;
    let (staff, _) = office(app).await;
    done(&staff, &id, "screen", &accept()).await;
    sweep(&app.app).await.unwrap();
    assert_eq!(state_of(app, nomination).await, NominationState::ObjectionInvestigating);
    let why = why_back(app, &public, NominationState::ObjectionClear).await;
    assert!(why.contains("公示期内"), "{why}");
    answer_and_dismiss(app, &public, &id).await;
    assert_eq!(state_of(app, nomination).await, NominationState::ObjectionResolved);
    let other = state_of(app, public.nominations[1]).await;
    assert_eq!(other, NominationState::ObjectionClear, "to which nobody objected");
}

async fn it_holds_a_nomination_whose_other_objections_are_settled(app: &TestApp) {
    let public = publish(app).await;
    object(app, "1", "a-word-of-the-form-1").await;
    let (staff, _) = office(app).await;
    let first = only(&staff).await;
    done(&staff, &first, "screen", &accept()).await;
    answer_and_dismiss(app, &public, &first).await;
    keep_late(app, &public).await;
    let nomination = public.nominations[0];
    assert_eq!(state_of(app, nomination).await, NominationState::ObjectionResolved);
    let id = received(app).await;
    let (staff, _) = office(app).await;
    done(&staff, &id, "screen", &accept()).await;
    assert_eq!(state_of(app, nomination).await, NominationState::ObjectionInvestigating);
    let why = why_back(app, &public, NominationState::ObjectionResolved).await;
    assert!(why.contains("公示期内"), "{why}");
    answer_and_dismiss(app, &public, &id).await;
    assert_eq!(state_of(app, nomination).await, NominationState::ObjectionResolved);
}

async fn one_that_is_not_taken_leaves_the_nomination_where_it_is(app: &TestApp) {
    let public = publish(app).await;
    keep_late(app, &public).await;
    let id = received(app).await;
    let (staff, _) = office(app).await;
    let refuse =
        json!({ "decision": "refuse", "refusal": "no_evidence", "text": "所附材料与所述无关" });
    assert_eq!(done(&staff, &id, "screen", &refuse).await["state"], "refused");
    assert_eq!(state_of(app, public.nominations[0]).await, NominationState::ObjectionClear);
}
