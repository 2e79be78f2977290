//! Do several objections to one nomination hold it until the last is decided?

use entity::vocabulary::{NominationState, Role};
use laurel::{
    nominations::{
        Guard,
        course::{CourseError, NextStep, take},
    },
    notices::objections::{stands_open, sweep},
};
use serde_json::json;

use super::{
    accept, deed, done, due_of, object, office, publish, queue, send_form, set_clock, society_deed,
    state_of,
};
use crate::harness::TestApp;

db_tests! {
    round: [
        a_nomination_goes_on_when_the_last_objection_is_decided,
        what_else_was_objected_ends_with_the_nomination,
        what_was_objected_ends_with_a_nomination_that_fell_out_otherwise,
        nothing_is_decided_before_the_last_objection_is,
    ],
}

async fn open(app: &TestApp, public: &super::Public) -> bool {
    stands_open(app.app.database.reader(), public.nominations[0]).await.unwrap()
}

pub(super) async fn withdraw(app: &TestApp, code: &str) -> u16 {
    let page = super::follow(app, code).await.text;
    let (_, rest) = page.split_once("name=\"version\" value=\"").unwrap();
    let version = rest.split_once('"').unwrap().0;
    let deed = [
        ("code", code),
        ("version", version),
        ("deed", "withdraw"),
        ("text", "已与候选者当面澄清"),
    ];
    send_form(&app.anyone(), "/public/objections/follow", &deed, &[]).await.status
}

async fn a_nomination_goes_on_when_the_last_objection_is_decided(app: &TestApp) {
    let public = publish(app).await;
    let first = object(app, "1", "a-word-of-the-form-1").await;
    let second = object(app, "1", "a-word-of-the-form-2").await;
    let (staff, _) = office(app).await;
    for row in queue(&staff).await {
        done(&staff, row["id"].as_str().unwrap(), "screen", &accept()).await;
    }
    assert_eq!(withdraw(app, &first).await, 200);
    assert!(open(app, &public).await);
    set_clock(app, public.closes_at);
    // The clerks of the nominator answer the other, or its silence would end the nomination.
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    let (staff, _) = office(app).await;
    let rows = queue(&staff).await;
    let other = rows.iter().find(|row| row["state"] == "accepted").unwrap()["id"].clone();
    let other = other.as_str().unwrap();
    let due = due_of(&staff.data(&format!("/objections/{other}")).await, "nominator");
    if due <= public.closes_at {
        set_clock(app, due - chrono::Duration::seconds(1));
    }
    let society = {
        drop(society);
        app.sign_in_of(Role::SocietyHead, Some(&public.society)).await
    };
    let said = json!({ "text": "说明如下，所述不实。" });
    let answered = super::society_deed(&society, other, ("nominator", "answer"), &said).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    set_clock(app, public.closes_at);
    sweep(&app.app).await.unwrap();
    let held = state_of(app, public.nominations[0]).await;
    assert_eq!(held, NominationState::ObjectionInvestigating, "one is open");
    assert_eq!(withdraw(app, &second).await, 200);
    assert!(!open(app, &public).await);
    assert_eq!(state_of(app, public.nominations[0]).await, NominationState::ObjectionResolved);
    assert_eq!(withdraw_again(app, &second).await, 422);
}

async fn withdraw_again(app: &TestApp, code: &str) -> u16 {
    let deed = [("code", code), ("version", "99"), ("deed", "withdraw"), ("text", "再次撤回")];
    send_form(&app.anyone(), "/public/objections/follow", &deed, &[]).await.status
}

async fn what_else_was_objected_ends_with_the_nomination(app: &TestApp) {
    let public = publish(app).await;
    object(app, "1", "a-word-of-the-form-1").await;
    object(app, "1", "a-word-of-the-form-2").await;
    let (staff, _) = office(app).await;
    let rows = queue(&staff).await;
    let id = rows[0]["id"].as_str().unwrap();
    let due = due_of(&done(&staff, id, "screen", &accept()).await, "nominator");
    set_clock(app, due);
    assert!(sweep(&app.app).await.unwrap() >= 1);
    assert_eq!(state_of(app, public.nominations[0]).await, NominationState::Abandoned);
    let (staff, _) = office(app).await;
    let mut outcomes: Vec<String> = queue(&staff)
        .await
        .iter()
        .map(|row| row["outcome"].as_str().unwrap_or_default().to_owned())
        .collect();
    outcomes.sort();
    assert_eq!(outcomes, ["abandoned", "ended"]);
    // What was never taken is not told to the society, though it ended with its nomination.
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    let told = society.data("/society-objections").await;
    let told: Vec<_> = told.as_array().unwrap().iter().map(|one| &one["outcome"]).collect();
    assert_eq!(told, ["abandoned"]);
    assert!(!open(app, &public).await);
}

async fn what_was_objected_ends_with_a_nomination_that_fell_out_otherwise(app: &TestApp) {
    let public = publish(app).await;
    let code = object(app, "1", "a-word-of-the-form-1").await;
    let (staff, _) = office(app).await;
    let first = super::only(&staff).await;
    let due = due_of(&done(&staff, &first, "screen", &accept()).await, "nominator");
    object(app, "1", "a-word-of-the-form-2").await;
    let tx = app.app.database.begin_write().await.unwrap();
    let next = NextStep {
        to: NominationState::Withdrawn,
        holds: &[Guard::WithdrawalAllowed],
        reason: Some("学会撤回提名"),
    };
    take(&app.app, &tx, ("tests", public.nominations[0]), next).await.unwrap();
    tx.commit().await.unwrap();
    // Nobody is silent any more about what is at its end.
    set_clock(app, due);
    assert_eq!(sweep(&app.app).await.unwrap(), 0);
    let (staff, _) = office(app).await;
    for row in queue(&staff).await {
        assert_eq!((&row["state"], &row["outcome"]), (&json!("decided"), &json!("ended")));
    }
    assert_eq!(state_of(app, public.nominations[0]).await, NominationState::Withdrawn);
    assert!(!open(app, &public).await);
    let case = super::follow(app, &code).await.text;
    assert!(case.contains("程序自行终结") && !case.contains("继续参加本届评审"), "{case}");
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    let told = society.data("/society-objections").await;
    let told = told.as_array().unwrap();
    assert_eq!(told.len(), 1, "what nobody screened is not told: {told:?}");
    assert_eq!(
        (&told[0]["id"], &told[0]["outcome"], &told[0]["effect"]),
        (&json!(first), &json!("ended"), &json!(null)),
    );
    assert_eq!(sweep(&app.app).await.unwrap(), 0, "once");
}

/// Tries to move the first nomination on.
async fn step(
    app: &TestApp,
    public: &super::Public,
    (to, holds): (NominationState, &[Guard]),
) -> Result<(), CourseError> {
    let tx = app.app.database.begin_write().await.unwrap();
    let next = NextStep { to, holds, reason: None };
    take(&app.app, &tx, ("tests", public.nominations[0]), next).await?;
    tx.commit().await.unwrap();
    Ok(())
}

/// One proposes to dismiss an objection, another decides it.
pub(super) async fn dismiss(app: &TestApp, id: &str) {
    let (staff, admin) = office(app).await;
    done(&staff, id, "record", &json!({ "text": "查阅双方材料，意见附后，共两页。" })).await;
    let stays = json!({ "outcome": "dismissed", "effect": "stays", "text": "异议不成立的理由" });
    done(&staff, id, "outcome", &stays).await;
    done(&admin, id, "decide", &json!({ "is_agreed": true })).await;
}

async fn nothing_is_decided_before_the_last_objection_is(app: &TestApp) {
    let public = publish(app).await;
    object(app, "1", "a-word-of-the-form-1").await;
    object(app, "1", "a-word-of-the-form-2").await;
    let (staff, _) = office(app).await;
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    let said = json!({ "text": "说明如下，所述不实。" });
    let mut ids = Vec::new();
    for row in queue(&staff).await {
        let id = row["id"].as_str().unwrap().to_owned();
        done(&staff, &id, "screen", &accept()).await;
        assert_eq!(society_deed(&society, &id, ("nominator", "answer"), &said).await.status, 200);
        ids.push(id);
    }
    dismiss(app, &ids[0]).await;
    set_clock(app, public.closes_at);
    sweep(&app.app).await.unwrap();
    assert!(open(app, &public).await, "the other");
    let under_way = NominationState::ObjectionInvestigating;
    let past = NominationState::PanelReview;
    for to in [past, NominationState::NetworkReview, NominationState::CommitteeReview] {
        let refused = step(app, &public, (to, &[Guard::AfterAcceptance])).await;
        assert!(matches!(refused, Err(CourseError::NoWay(at)) if at == under_way), "{refused:?}");
    }
    let refused = step(app, &public, (NominationState::ObjectionResolved, &[])).await;
    assert!(matches!(refused, Err(CourseError::Guard(Guard::BothInTime))), "{refused:?}");
    let (staff, admin) = office(app).await;
    let agree = json!({ "is_agreed": true });
    for id in &ids {
        assert_eq!(
            deed(&admin, id, "decide", &agree).await.outcome().0,
            409,
            "decided, or not yet"
        );
    }
    let back = json!({ "reason": "次届受理公示已结束，材料补充齐全" });
    assert_eq!(deed(&staff, &ids[0], "resumption", &back).await.outcome().0, 409);
    assert_eq!(state_of(app, public.nominations[0]).await, under_way);

    dismiss(app, &ids[1]).await;
    assert!(!open(app, &public).await);
    assert_eq!(state_of(app, public.nominations[0]).await, NominationState::ObjectionResolved);
    let met = [Guard::AfterAcceptance, Guard::Integrity, Guard::NotObjected];
    step(app, &public, (past, &met)).await.unwrap();
    assert_eq!(state_of(app, public.nominations[0]).await, past);
}
