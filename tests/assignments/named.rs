//! Is whoever acted called by his name wherever a user name stands?

use entity::vocabulary::Role;
use serde_json::json;

use super::{YEAR, address, done, rechecks::in_force, reviewer};
use crate::harness::TestApp;

db_tests! {
    round: [who_acted_is_called_by_his_name],
}

async fn who_acted_is_called_by_his_name(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let (plan, rows) = in_force(&office).await;
    let by = plan["applied_by"].as_str().unwrap().to_owned();
    let name = json!("承办人甲");
    app.call(&by, "承办人甲").await;
    let here = address(&plan);
    assert_eq!(office.data(&here).await["names"][&by], name);
    let plans = office.data(&format!("/rounds/{YEAR}/assignment-plans")).await;
    let own = plans.as_array().unwrap().iter().find(|one| one["id"] == plan["id"]).unwrap();
    assert_eq!(own["names"][&by], name);
    let other = plans.as_array().unwrap().iter().find(|one| one["id"] != plan["id"]).unwrap();
    let other = other["id"].as_str().unwrap();
    let both = office.data(&format!("{here}/compare/{other}")).await;
    assert_eq!(both["a"]["names"][&by], name);

    let review = format!("/review-assignments/{}", rows[0]["id"].as_str().unwrap());
    let reason = json!({ "reason": "核查是否存在利害关系" });
    let frozen = done(&office, &format!("{review}/freeze"), &rows[0], &reason).await;
    assert_eq!((&frozen["frozen"]["by"], &frozen["names"][&by]), (&json!(by), &name));
    let list = format!("/rounds/{YEAR}/assignment-tasks");
    let tasks = office.data(&list).await;
    let task = tasks.as_array().unwrap().iter().find(|one| one["id"] == rows[0]["id"]).unwrap();
    assert_eq!(task["names"][&by], name);

    let expert = rows[0]["expert"]["id"].as_str().unwrap();
    reviewer(app, &office, "test.reviewer.named", expert).await;
    let account = office.data(&format!("/experts/{expert}/account")).await;
    assert_eq!((&account["tied_by"], &account["names"][&by]), (&json!(by), &name));
}
