//! Is a nomination withdrawn from wherever the table of states lets it go, as its round was opened to take it?

use entity::vocabulary::NominationState;
use laurel::{
    examination,
    nominations::{Address, Guard, NextStep, take_step, unlock_fields},
    shared::Clock as _,
};
use serde_json::{Value, json};

use super::{
    clerk,
    process::post,
    rebind, send,
    submission::{answer, approved, ask, head, nat, submitted},
    write,
};
use crate::{
    examination::{examiner, opened},
    harness::{TestApp, Visitor},
};

db_tests! {
    round: [
        what_is_examined_is_withdrawn_and_examined_no_further,
        a_request_that_came_too_late_is_refused_and_not_granted,
        a_round_takes_back_what_it_was_opened_to_take,
    ],
}

/// Whether it may be withdrawn and whether replaced, as its society is told.
async fn may(visitor: &Visitor, path: &str) -> [bool; 2] {
    let view = visitor.data(&format!("{path}/submissions")).await;
    ["may_withdraw", "may_replace"].map(|deed| view[deed].as_bool().unwrap())
}

async fn state(visitor: &Visitor, path: &str) -> Value {
    visitor.data(path).await["state"].clone()
}

/// What asks for a replacement.
fn replacement() -> Value {
    json!({ "reason": "排序需重新核对", "is_replacement": true })
}

async fn what_is_examined_is_withdrawn_and_examined_no_further(app: &TestApp) {
    let (clerk, head) = (clerk(app).await, head(app).await);
    let id = approved(app, &nat(51)).await;
    let path = format!("/dossiers/{id}");
    assert_eq!(may(&clerk, &path).await, [false, false], "it is not submitted");
    submitted(&head, &path).await;
    assert_eq!(may(&clerk, &path).await, [true, true]);
    let office = examiner(app, "one").await;
    let examined = format!("/examinations/{}", opened(&office, id).await);
    assert_eq!(state(&head, &path).await, "form_check");
    assert_eq!(may(&clerk, &path).await, [true, false], "nobody changes what is examined");
    let refused = post(&clerk, &format!("{path}/withdrawals"), &replacement()).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));

    // As if a correction were asked for.
    let tx = app.app.database.begin_write().await.unwrap();
    let until = app.clock.now() + chrono::Duration::days(5);
    let named: [Address; 1] = ["summary.text".parse().unwrap()];
    unlock_fields(&app.app, &tx, id, (&named, until)).await.unwrap();
    let holds = &[Guard::CorrectionAllowed];
    let next = NextStep { to: NominationState::CorrectionRequired, holds, reason: None };
    take_step(&app.app, &tx, ("tests", id.0.into()), next).await.unwrap();
    tx.commit().await.unwrap();
    let asked = ask(&clerk, &path, false).await;
    let granted = answer(&head, &path, &asked).await;
    assert_eq!(granted.status, 200, "{}", granted.text);
    assert_eq!(state(&head, &path).await, "withdrawn");
    let edit = [write("summary.text", "撤回后的修改", i64::MAX)];
    let late = send(&clerk, &path, &edit, "key-of-a-late-edit").await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()), "nothing stays open");
    assert_eq!(may(&clerk, &path).await, [false, false]);
    let again = post(&clerk, &format!("{path}/withdrawals"), &replacement()).await;
    assert_eq!(again.outcome().0, 409);
    let corrected = post(&head, &format!("{path}/correction"), &json!({})).await;
    assert_eq!(corrected.outcome(), (409, "conflict".to_owned()), "it does not come back");
    assert_eq!(state(&head, &path).await, "withdrawn");

    assert_eq!(office.data(&examined).await["standing"], "judging");
    examination::sweep(&app.app).await.unwrap();
    let ended = office.data(&examined).await;
    assert_eq!(ended["standing"], "ended");
    examination::sweep(&app.app).await.unwrap();
    assert_eq!(office.data(&examined).await["version"], ended["version"], "once");
    // Whoever is gone bars nobody.
    let other = format!("/dossiers/{}", approved(app, &nat(51)).await);
    submitted(&head, &other).await;
}

async fn a_request_that_came_too_late_is_refused_and_not_granted(app: &TestApp) {
    let (clerk, head) = (clerk(app).await, head(app).await);
    let id = approved(app, &nat(52)).await;
    let path = format!("/dossiers/{id}");
    submitted(&head, &path).await;
    let asked = ask(&clerk, &path, true).await;
    opened(&examiner(app, "one").await, id).await;
    assert_eq!(answer(&head, &path, &asked).await.outcome(), (409, "conflict".to_owned()));
    let at = format!("{path}/withdrawals/{}/answer", asked["id"].as_str().unwrap());
    let no = json!({ "is_granted": false, "answer": "已进入形式审查" });
    let refused = post(&head, &at, &no).await;
    assert_eq!(refused.status, 200, "{}", refused.text);
    assert_eq!(refused.json()["data"]["withdrawals"][0]["state"], "refused");
    assert_eq!(state(&head, &path).await, "form_check");
}

async fn a_round_takes_back_what_it_was_opened_to_take(app: &TestApp) {
    let (clerk, head) = (clerk(app).await, head(app).await);
    let path = format!("/dossiers/{}", approved(app, &nat(53)).await);
    submitted(&head, &path).await;
    assert_eq!(may(&clerk, &path).await, [true, true]);
    let switch = "replaces_before_close = ";
    rebind(app, |rules| rules.replace(&format!("{switch}true"), &format!("{switch}false"))).await;
    assert_eq!(may(&clerk, &path).await, [true, false]);
    let refused = post(&clerk, &format!("{path}/withdrawals"), &replacement()).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    let rules = clerk.data("/rounds/2027/rules").await;
    let mut switches = rules["switches"].as_array().unwrap().iter();
    let turned = switches.find(|one| one["code"] == "replacement").unwrap();
    assert_eq!(turned["is_on"], false);

    // Rounds of before rule sets said it take back what the rule set that ships takes.
    rebind(app, |rules| rules.split_once("[withdrawal]").unwrap().0.to_owned()).await;
    assert_eq!(may(&clerk, &path).await, [true, true]);
}
