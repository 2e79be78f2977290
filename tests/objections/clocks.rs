//! Does each party's silence have the effect of its clause, at the second at which its time is over?

use chrono::Duration;
use entity::vocabulary::{NominationState, Role};
use laurel::notices::objections::sweep;
use serde_json::{Value, json};

use super::{
    accept, deed, done, due_of, follow, object, office, only, publish, set_clock, society_deed,
    state_of,
};
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [
        a_silent_nominator_gives_the_nomination_up,
        a_silent_nominee_admits_and_people_decide_the_effect,
        a_silent_objector_drops_it,
        more_time_stops_the_clock_until_it_is_decided,
        a_late_office_is_reported,
        a_nominator_is_reminded_until_it_answers,
        the_office_is_reminded_until_the_objection_is_over,
    ],
}

async fn accepted(app: &TestApp) -> (super::Public, String, String, Value) {
    let public = publish(app).await;
    let code = object(app, "1", "a-word-of-the-form-1").await;
    let (staff, _) = office(app).await;
    let id = only(&staff).await;
    let objection = done(&staff, &id, "screen", &accept()).await;
    (public, code, id, objection)
}

async fn answer_as(society: &Visitor, id: &str, party: &str) -> (u16, String) {
    let said = json!({ "text": "所述与事实不符，说明如下。" });
    society_deed(society, id, (party, "answer"), &said).await.outcome()
}

async fn a_silent_nominator_gives_the_nomination_up(app: &TestApp) {
    let (public, code, id, objection) = accepted(app).await;
    let due = due_of(&objection, "nominator");
    set_clock(app, due - Duration::seconds(1));
    assert_eq!(sweep(&app.app).await.unwrap(), 0, "a second is left");
    let nomination = public.nominations[0];
    assert_eq!(state_of(app, nomination).await, NominationState::ObjectionInvestigating);
    set_clock(app, due);
    // The clock has not looked yet, and it is late all the same.
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    assert_eq!(answer_as(&society, &id, "nominator").await, (409, "conflict".to_owned()));
    assert_eq!(sweep(&app.app).await.unwrap(), 1);
    assert_eq!(sweep(&app.app).await.unwrap(), 0, "once");
    assert_eq!(state_of(app, nomination).await, NominationState::Abandoned);
    let seen = society.data(&format!("/society-objections/{id}")).await;
    assert_eq!(seen["outcome"], "abandoned");
    assert!(seen["outcome_text"]["zh"].as_str().unwrap().contains("放弃提名"), "{seen}");
    assert!(follow(app, &code).await.text.contains("提名者放弃提名"));
}

async fn a_silent_nominee_admits_and_people_decide_the_effect(app: &TestApp) {
    let (public, _, id, _) = accepted(app).await;
    let (staff, _) = office(app).await;
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    assert_eq!(answer_as(&society, &id, "nominator").await.0, 200);
    let ask = json!({ "party": "nominee", "what": "请第一候选者说明排序依据" });
    let asked = done(&staff, &id, "tasks", &ask).await;
    let due = due_of(&asked, "nominee");
    set_clock(app, due - Duration::seconds(1));
    sweep(&app.app).await.unwrap();
    set_clock(app, due);
    assert_eq!(sweep(&app.app).await.unwrap(), 1);
    let (staff, admin) = office(app).await;
    let now = staff.data(&format!("/objections/{id}")).await;
    assert_eq!((&now["finding"], &now["state"]), (&json!("admitted"), &json!("accepted")));
    done(&staff, &id, "record", &json!({ "text": "候选者逾期未提交任何材料。" })).await;
    let dismissed = json!({ "outcome": "dismissed", "effect": "stays", "text": "不成立的理由" });
    let refused = deed(&staff, &id, "outcome", &dismissed).await;
    assert!(refused.status == 409 && refused.text.contains("承认异议"), "{}", refused.text);
    let admitted = json!({ "outcome": "admitted", "effect": "terminated", "text": "视为承认异议" });
    done(&staff, &id, "outcome", &admitted).await;
    done(&admin, &id, "decide", &json!({ "is_agreed": true })).await;
    assert_eq!(state_of(app, public.nominations[0]).await, NominationState::UpheldTerminated);
}

async fn a_silent_objector_drops_it(app: &TestApp) {
    let (public, code, id, _) = accepted(app).await;
    let (staff, _) = office(app).await;
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    assert_eq!(answer_as(&society, &id, "nominator").await.0, 200);
    let ask = json!({ "party": "objector", "what": "请补充论文的出处" });
    let due = due_of(&done(&staff, &id, "tasks", &ask).await, "objector");
    set_clock(app, due - Duration::seconds(1));
    sweep(&app.app).await.unwrap();
    assert!(follow(app, &code).await.text.contains("请补充论文的出处"));
    set_clock(app, due);
    assert_eq!(sweep(&app.app).await.unwrap(), 1);
    assert!(follow(app, &code).await.text.contains("异议者放弃异议"));
    let (staff, _) = office(app).await;
    assert_eq!(staff.data(&format!("/objections/{id}")).await["outcome"], "dropped");
    if due < public.closes_at {
        set_clock(app, public.closes_at);
        sweep(&app.app).await.unwrap();
    }
    assert_eq!(state_of(app, public.nominations[0]).await, NominationState::ObjectionResolved);
}

async fn more_time_stops_the_clock_until_it_is_decided(app: &TestApp) {
    let (public, _, id, objection) = accepted(app).await;
    let due = due_of(&objection, "nominator");
    set_clock(app, due - Duration::seconds(1));
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    let more = json!({ "days": 10, "reason": "需向外单位调取原始记录" });
    let asked = society_deed(&society, &id, ("nominator", "extension"), &more).await;
    assert_eq!(asked.status, 200, "{}", asked.text);
    assert_eq!(society_deed(&society, &id, ("nominator", "extension"), &more).await.status, 409);
    set_clock(app, due + Duration::hours(1));
    sweep(&app.app).await.unwrap();
    assert_eq!(
        state_of(app, public.nominations[0]).await,
        NominationState::ObjectionInvestigating,
        "who asked in time is not silent"
    );
    let (staff, admin) = office(app).await;
    let task = super::task_of(&staff.data(&format!("/objections/{id}")).await, "nominator");
    let grant = json!({ "is_granted": true, "answer": "同意延期" });
    let extended = done(&staff, &id, &format!("tasks/{task}/extension"), &grant).await;
    let until = due_of(&extended, "nominator");
    assert!(until > due + Duration::days(10), "ten working days: {until}");
    set_clock(app, until - Duration::seconds(1));
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    assert_eq!(answer_as(&society, &id, "nominator").await.0, 200);
    let (staff, admin) = {
        drop((staff, admin));
        office(app).await
    };
    done(&staff, &id, "record", &json!({ "text": "原始记录尚需鉴定，本届不能完成。" })).await;
    let put_off =
        json!({ "outcome": "deferred", "effect": "deferred", "text": "延至次届同一环节" });
    done(&staff, &id, "outcome", &put_off).await;
    done(&admin, &id, "decide", &json!({ "is_agreed": true })).await;
    assert_eq!(state_of(app, public.nominations[0]).await, NominationState::Deferred);
}

async fn a_late_office_is_reported(app: &TestApp) {
    publish(app).await;
    object(app, "1", "a-word-of-the-form-1").await;
    let supervisor = app.sign_in(Role::Supervisor).await;
    let id = only(&supervisor).await;
    let now = supervisor.data(&format!("/objections/{id}")).await;
    let due: chrono::DateTime<chrono::Utc> = now["next_due_at"].as_str().unwrap().parse().unwrap();
    set_clock(app, due);
    assert_eq!(sweep(&app.app).await.unwrap(), 1);
    assert_eq!(sweep(&app.app).await.unwrap(), 0);
    let (staff, _) = office(app).await;
    let late = staff.data("/objections?is_overdue=true&waits_for=office").await;
    assert_eq!(
        late.as_array().map(Vec::len),
        Some(0),
        "it was reported, and is asked for by its state"
    );
    let late = staff.data("/objections?is_overdue=true").await;
    assert_eq!(late[0]["is_overdue"], true);
    done(&staff, &id, "screen", &accept()).await;
}

/// How often somebody was reminded of a task by now.
async fn reminded(app: &TestApp, task: &str) -> usize {
    use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
    laurel::notifications::sweep(&app.app).await.unwrap();
    let subject = entity::notice::Column::Subject.eq(format!("objection-task/{task}"));
    let found = entity::notice::Entity::find().filter(subject);
    found.all(app.app.database.reader()).await.unwrap().len()
}

async fn a_nominator_is_reminded_until_it_answers(app: &TestApp) {
    let (public, _, id, objection) = accepted(app).await;
    app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    let (due, task) = (due_of(&objection, "nominator"), super::task_of(&objection, "nominator"));
    set_clock(app, due - Duration::hours(72) - Duration::seconds(1));
    assert_eq!(reminded(app, &task).await, 0, "not yet");
    set_clock(app, due - Duration::hours(72));
    let people = reminded(app, &task).await;
    assert!(people > 0, "the head of the society at least");
    assert_eq!(reminded(app, &task).await, people, "once");
    // While more time is asked for nobody knows the end; it moves the reminders with it.
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    let more = json!({ "days": 10, "reason": "需向外单位调取原始记录" });
    let asked = society_deed(&society, &id, ("nominator", "extension"), &more).await;
    assert_eq!(asked.status, 200, "{}", asked.text);
    set_clock(app, due - Duration::hours(24));
    assert_eq!(reminded(app, &task).await, people, "it waits for the office");
    let (staff, _) = office(app).await;
    let grant = json!({ "is_granted": true, "answer": "同意延期" });
    let extended = done(&staff, &id, &format!("tasks/{task}/extension"), &grant).await;
    let until = due_of(&extended, "nominator");
    set_clock(app, until - Duration::hours(72));
    assert_eq!(reminded(app, &task).await, 2 * people, "before the new end");
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    assert_eq!(answer_as(&society, &id, "nominator").await.0, 200);
    set_clock(app, until + Duration::hours(24));
    assert_eq!(reminded(app, &task).await, 2 * people, "none after the answer");
}

async fn the_office_is_reminded_until_the_objection_is_over(app: &TestApp) {
    let (public, _, id, objection) = accepted(app).await;
    let tasks = objection["tasks"].as_array().unwrap();
    let investigation = tasks.iter().find(|task| task["task"] == "investigate").unwrap();
    let due: chrono::DateTime<chrono::Utc> =
        investigation["due_at"].as_str().unwrap().parse().unwrap();
    let task = investigation["id"].as_str().unwrap();
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    assert_eq!(answer_as(&society, &id, "nominator").await.0, 200);
    set_clock(app, due - Duration::hours(168));
    let people = reminded(app, task).await;
    assert!(people > 0, "the award office");
    let (staff, admin) = office(app).await;
    done(&staff, &id, "record", &json!({ "text": "查阅双方材料，意见附后，共两页。" })).await;
    let stays = json!({ "outcome": "dismissed", "effect": "stays", "text": "异议不成立的理由" });
    done(&staff, &id, "outcome", &stays).await;
    done(&admin, &id, "decide", &json!({ "is_agreed": true })).await;
    set_clock(app, due + Duration::hours(24));
    assert_eq!(reminded(app, task).await, people, "it is over");
}
