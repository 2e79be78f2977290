//! Is a member of the office kept from the nomination in which he has an interest, wherever it is shown or handled (R14)?

use entity::vocabulary::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::YEAR;
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        nothing_is_shown_of_it_and_the_rest_as_if_it_were_not_there,
        what_happens_there_changes_nothing_that_he_sees,
        nothing_is_done_to_it_and_nothing_to_all_at_once,
        what_is_about_others_is_still_his_to_do,
    ],
}

/// An officer, another, and a review of the nomination in which the first has an interest.
struct Scene {
    office: Visitor,
    other: Visitor,
    plan: String,
    run: String,
    review: Value,
    nomination: String,
    expert: String,
}

fn text(of: &Value) -> String {
    of.as_str().unwrap_or_else(|| panic!("no text: {of}")).to_owned()
}

impl Scene {
    async fn of(app: &TestApp) -> Self {
        let office = app.sign_in(Role::AwardOffice).await;
        let other = app.sign_in_as("test.other", Role::AwardOffice, None).await;
        let plans = other.data(&format!("/rounds/{YEAR}/assignment-plans")).await;
        let is_applied = |plan: &&Value| plan["state"] == "applied";
        let plan = plans.as_array().unwrap().iter().find(is_applied).unwrap();
        let (plan, run) = (text(&plan["id"]), text(&plan["run"]));
        let rows = other
            .data(&format!(
                "/rounds/{YEAR}/review-assignments?limit=200&state=proposed&plan={plan}"
            ))
            .await;
        let review = rows[0].clone();
        let (nomination, expert) =
            (text(&review["nomination"]["id"]), text(&review["expert"]["id"]));
        Self { office, other, plan, run, review, nomination, expert }
    }

    /// The officer says so himself.
    async fn declare(&self) {
        let body = json!({
            "round": YEAR, "kind": "kin", "nomination_id": self.nomination, "text": "完成人是近亲属",
        });
        let made = self.office.create("/my-declarations", "key-of-a-wall", &body).await;
        assert_eq!(made.status, 201, "{}", made.text);
    }

    fn review(&self) -> String {
        format!("/review-assignments/{}", text(&self.review["id"]))
    }

    /// What is about the nomination, or about all nominations at once.
    fn closed(&self) -> [String; 5] {
        let Self { plan, run, nomination, expert, .. } = self;
        [
            self.review(),
            format!("/assignment-plans/{plan}/nominations/{nomination}/candidates"),
            format!("/assignment-plans/{plan}/report.xlsx"),
            format!("/match-runs/{run}/certificate.json"),
            format!("/match-runs/{run}/nominations/{nomination}/experts/{expert}/entry"),
        ]
    }

    /// What is about much else too.
    fn open(&self) -> [String; 10] {
        let Self { plan, run, nomination, expert, .. } = self;
        [
            format!("/assignment-plans/{plan}"),
            format!("/assignment-plans/{plan}/nominations?limit=200"),
            format!("/assignment-plans/{plan}/experts/{expert}"),
            format!("/rounds/{YEAR}/review-assignments?limit=200"),
            format!("/rounds/{YEAR}/assignment-tasks"),
            format!("/rounds/{YEAR}/match-runs"),
            format!("/match-runs/{run}"),
            format!("/nominations/{nomination}"),
            format!("/experts/{expert}"),
            format!("/rounds/{YEAR}"),
        ]
    }
}

async fn nothing_is_shown_of_it_and_the_rest_as_if_it_were_not_there(app: &TestApp) {
    let scene = Scene::of(app).await;
    let load = format!("/assignment-plans/{}/experts/{}", scene.plan, scene.expert);
    let before = scene.office.data(&load).await;
    scene.declare().await;
    for path in scene.closed() {
        assert_eq!(scene.other.get(&path).await.status, 200, "{path}: it is there to be seen");
        refused_as_walled(&scene.office.get(&path).await, &path);
    }
    let pdf = format!("/assignment-plans/{}/report.pdf", scene.plan);
    refused_as_walled(&scene.office.get(&pdf).await, &pdf);
    let after = scene.office.data(&load).await;
    let count = |load: &Value| load["load"].as_u64().unwrap();
    assert_eq!(count(&after) + 1, count(&before), "his load tells nothing either");
    assert!(!after.to_string().contains(&scene.nomination), "{after}");
    let of_it = format!("/rounds/{YEAR}/review-assignments?nomination={}", scene.nomination);
    assert_eq!(scene.office.get(&of_it).await.json()["meta"]["total"], 0);
    assert_ne!(scene.other.get(&of_it).await.json()["meta"]["total"], 0);
    let plan = format!("/assignment-plans/{}", scene.plan);
    let rows = scene.office.data(&format!("{plan}/nominations?limit=200")).await;
    assert!(!rows.to_string().contains(&scene.nomination));
    let totals = scene.office.data(&plan).await["totals"].clone();
    let whole = scene.other.data(&plan).await["totals"].clone();
    assert_eq!(totals["nominations"].as_u64().unwrap() + 1, whole["nominations"].as_u64().unwrap());
    let run = scene.office.data(&format!("/match-runs/{}", scene.run)).await;
    assert_eq!((&run["state"], &run["report"]), (&json!("done"), &Value::Null));
    assert!(run["withheld"]["zh"].as_str().unwrap().contains("回避"), "and why: {run}");
    let whole = scene.other.data(&format!("/match-runs/{}", scene.run)).await;
    assert_eq!((whole["report"].is_object(), &whole["withheld"]), (true, &Value::Null));
    let nomination = format!("/nominations/{}", scene.nomination);
    let shown = scene.office.data(&nomination).await;
    assert_eq!((&shown["match"], &shown["assigned"]), (&Value::Null, &Value::Null));
    assert_ne!(scene.other.data(&nomination).await["match"], Value::Null);
    let expert = scene.office.data(&format!("/experts/{}", scene.expert)).await;
    assert!(!expert["assignments"].to_string().contains(&scene.nomination), "{expert}");
    let list = scene.office.data(&format!("/rounds/{YEAR}/nominations?limit=200")).await;
    let is_it = |row: &&Value| row["id"] == scene.nomination.as_str();
    let row = list.as_array().unwrap().iter().find(is_it).unwrap();
    assert_eq!((&row["assigned"], &row["lowest_score"]), (&Value::Null, &Value::Null));
}

/// Everything that the officer is shown, as it is sent.
async fn seen(scene: &Scene) -> Vec<(String, String)> {
    let mut seen = Vec::new();
    for path in scene.open() {
        let answer = scene.office.get(&path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        seen.push((path, answer.text));
    }
    seen
}

async fn what_happens_there_changes_nothing_that_he_sees(app: &TestApp) {
    let scene = Scene::of(app).await;
    let open = seen(&scene).await;
    scene.declare().await;
    let before = seen(&scene).await;
    assert_ne!(open, before, "the wall hides something");
    let version = scene.review["version"].as_i64().unwrap();
    let reason = json!({ "reason": "核对中发现疑点" });
    let freeze = format!("{}/freeze", scene.review());
    let frozen = scene.other.change(Method::POST, &freeze, version, &reason).await;
    assert_eq!(frozen.status, 200, "{}", frozen.text);
    let tasks = scene.other.data(&format!("/rounds/{YEAR}/assignment-tasks")).await;
    assert!(tasks.to_string().contains(&scene.nomination), "others are told");
    assert_eq!(before, seen(&scene).await);
}

/// A draft that the officer began before he declared his interest.
async fn draft(scene: &Scene) -> Value {
    let plans = format!("/rounds/{YEAR}/assignment-plans");
    let name = json!({ "name": "试用方案" });
    let made = scene.office.create(&plans, "key-of-a-draft-behind-a-wall", &name).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["data"].take()
}

fn refused_as_walled(answer: &Answer, path: &str) {
    assert_eq!(answer.outcome(), (409, "conflict".to_owned()), "{path}");
    assert!(answer.text.contains("回避"), "{path}: {}", answer.text);
}

/// A change of a draft.
fn ban(nomination: &str, expert: &str) -> Value {
    json!({
        "changes": [{ "kind": "ban", "nomination": nomination, "expert": expert }],
        "reason": "试着更改方案",
    })
}

async fn nothing_is_done_to_it_and_nothing_to_all_at_once(app: &TestApp) {
    let scene = Scene::of(app).await;
    let draft = draft(&scene).await;
    scene.declare().await;
    let here = format!("/assignment-plans/{}", text(&draft["id"]));
    let whole = format!("/assignment-plans/{}", scene.plan);
    let version = draft["version"].as_i64().unwrap();
    let (review, seen) = (scene.review(), scene.review["version"].as_i64().unwrap());
    let reason = json!({ "reason": "试着处理" });
    let due_at = laurel::shared::Clock::now(&app.clock) + chrono::Duration::days(10);
    let own = ban(&scene.nomination, &scene.expert);
    let with = json!({ "expert": scene.expert, "due_at": due_at });
    let moves = json!({ "digest": "0".repeat(64), "due_at": due_at });
    let all = json!({ "changes": [], "reason": "重新求解", "solve": "all" });
    for (path, version, body) in [
        (format!("{review}/freeze"), seen, &reason),
        (format!("{review}/unfreeze"), seen, &reason),
        (format!("{review}/replace"), seen, &with),
        (format!("{review}/repair"), seen, &moves),
        (format!("{here}/changes"), version, &own),
        (format!("{here}/changes"), version, &all),
        (format!("{here}/apply"), version, &json!({})),
        (format!("{whole}/undo"), 1, &reason),
    ] {
        let refused = scene.office.change(Method::POST, &path, version, body).await;
        refused_as_walled(&refused, &path);
    }
    let bounds = json!({ "min_nominations": 3, "max_nominations": 8, "experts": 3 });
    let named = json!({ "assignments": [scene.review["id"]], "due_at": due_at });
    for (at, (path, body)) in [
        (format!("{here}/preview"), &own),
        (format!("{whole}/invitations"), &json!({ "due_at": due_at })),
        (format!("{whole}/invitations"), &named),
        (format!("/rounds/{YEAR}/panel-divisions/preview"), &bounds),
    ]
    .into_iter()
    .enumerate()
    {
        let refused = scene.office.create(&path, &format!("key-{at}-of-a-try"), body).await;
        refused_as_walled(&refused, &path);
    }
}

async fn what_is_about_others_is_still_his_to_do(app: &TestApp) {
    let scene = Scene::of(app).await;
    let draft = draft(&scene).await;
    scene.declare().await;
    let here = format!("/assignment-plans/{}", text(&draft["id"]));
    let version = draft["version"].as_i64().unwrap();
    let tag = format!("\"{version}\"");
    let import = async |number: &Value| {
        let file = format!("nomination_id,expert_id\n{},nobody\n", text(number));
        let path = format!("{here}/import?dry_run=true");
        let request = scene.office.request(Method::POST, &path).header("if-match", tag.clone());
        Answer::of(request.body(file)).await
    };
    let rows = scene.office.data(&format!("{here}/nominations?limit=1")).await;
    let another = rows[0]["nomination"].clone();
    let own = import(&scene.review["nomination"]["nomination_id"]).await;
    refused_as_walled(&own, "a file would tell who is barred");
    let faults = import(&another["nomination_id"]).await.json();
    assert_eq!(faults["data"]["fault_count"], 1, "{faults}");
    let change = ban(&text(&another["id"]), &scene.expert);
    let path = format!("{here}/changes");
    let changed = scene.office.change(Method::POST, &path, version, &change).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    assert!(!changed.text.contains(&scene.nomination), "{}", changed.text);
    // Others of the office do what he may not.
    let seen = scene.review["version"].as_i64().unwrap();
    let reason = json!({ "reason": "核对中发现疑点" });
    let path = format!("{}/freeze", scene.review());
    let frozen = scene.other.change(Method::POST, &path, seen, &reason).await;
    assert_eq!(frozen.status, 200, "{}", frozen.text);
}
