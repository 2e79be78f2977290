//! Does a deferred nomination come back at the same point of the next round, and not before?

use chrono::Duration;
use entity::vocabulary::{DayCount, NominationState, Role};
use laurel::awards::{self, Timetable, Writing};
use serde_json::json;

use super::{
    accept, deed, done, hand_in, object, office, only, publish, queue, several::withdraw,
    society_deed, state_of, task_of,
};
use crate::harness::TestApp;

db_tests! {
    round: [a_deferred_nomination_goes_on_when_the_next_round_has_begun],
}

/// An objection that puts its nomination off.
async fn put_off(app: &TestApp, public: &super::Public) -> String {
    object(app, "1", "a-word-of-the-form-1").await;
    let (staff, admin) = office(app).await;
    let id = only(&staff).await;
    let accepted = done(&staff, &id, "screen", &accept()).await;
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    let more = json!({ "days": 10, "reason": "需向外单位调取原始记录" });
    assert_eq!(society_deed(&society, &id, ("nominator", "extension"), &more).await.status, 200);
    let task = task_of(&accepted, "nominator");
    let grant = json!({ "is_granted": true, "answer": "同意延期" });
    done(&staff, &id, &format!("tasks/{task}/extension"), &grant).await;
    assert_eq!(hand_in(&society, &id, ("nominator", "尚待鉴定。"), &[]).await.status, 200);
    done(&staff, &id, "record", &json!({ "text": "原始记录尚需鉴定，本届不能完成。" })).await;
    let deferred =
        json!({ "outcome": "deferred", "effect": "deferred", "text": "延至次届同一环节" });
    done(&staff, &id, "outcome", &deferred).await;
    done(&admin, &id, "decide", &json!({ "is_agreed": true })).await;
    id
}

/// Opens the round after the demonstration's, in which people nominate from tomorrow on.
async fn open_next_round(app: &TestApp) {
    let (tx, now) = (app.app.database.begin_write().await.unwrap(), app.app.clock.now());
    let next = laurel::demo::DEMO_ROUND + 1;
    let round = awards::ensure_round(&app.app, &tx, "tests", next).await.unwrap();
    let table = Timetable {
        opens_at: now + Duration::days(1),
        closes_at: now + Duration::days(60),
        cutoff: None,
        publicity_days: 7,
        publicity_count: DayCount::Natural,
        correction_days: 0,
        basis: "示例".to_owned(),
        version: 0,
    };
    let writing = Writing { ids: app.app.ids, now, by: "tests" };
    awards::set_timetable(&*tx, round.id, &table, writing).await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_deferred_nomination_goes_on_when_the_next_round_has_begun(app: &TestApp) {
    let public = publish(app).await;
    let id = put_off(app, &public).await;
    let nomination = public.nominations[0];
    assert_eq!(state_of(app, nomination).await, NominationState::Deferred);
    let (staff, _) = office(app).await;
    let back = json!({ "reason": "鉴定结论已提交，次届受理公示已结束。" });
    let refused = async |why: &str| {
        let answer = deed(&staff, &id, "resumption", &back).await;
        assert_eq!(answer.outcome(), (409, "conflict".to_owned()), "{why}");
        assert!(answer.text.contains(why), "{why}: {}", answer.text);
    };
    refused("次届尚未开始").await;
    open_next_round(app).await;
    refused("次届尚未开始").await;
    app.clock.advance(Duration::days(1));
    let (staff, _) = office(app).await;
    // Somebody else objects while it is public: nothing goes on before that is decided.
    let code = object(app, "1", "a-word-of-the-form-2").await;
    let answer = deed(&staff, &id, "resumption", &back).await;
    assert!(answer.status == 409 && answer.text.contains("尚有未办结"), "{}", answer.text);
    let other = queue(&staff).await.into_iter().find(|row| row["state"] == "received").unwrap();
    let other = other["id"].as_str().unwrap();
    let not_deferred = deed(&staff, other, "resumption", &back).await;
    assert_eq!(not_deferred.outcome().0, 409);
    assert_eq!(withdraw(app, &code).await, 200);
    assert_eq!(state_of(app, nomination).await, NominationState::Deferred, "it still waits");

    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(deed(&supervisor, &id, "resumption", &back).await.outcome().0, 403);
    let resumed = done(&staff, &id, "resumption", &back).await;
    assert_eq!(resumed["nomination"]["state"], "objection_resolved");
    assert_eq!(state_of(app, nomination).await, NominationState::ObjectionResolved);
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    let seen = society.data(&format!("/society-objections/{id}")).await;
    let last = seen["events"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["what"], &last["text"]["zh"]), (&json!("resumed"), &back["reason"]));
    assert_eq!(deed(&staff, &id, "resumption", &back).await.outcome().0, 409, "once");
}
