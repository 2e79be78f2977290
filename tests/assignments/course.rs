//! From a draft to answers, somebody in a place, and back.

use std::time::Duration;

use entity::{ids::ReviewAssignmentId, review_assignment, vocabulary::Role};
use laurel::{assignments, audit};
use reqwest::Method;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, EntityTrait as _, IntoActiveModel as _,
    QuerySelect as _,
};
use serde_json::{Value, json};

use super::{YEAR, act, address, done, draft, invite, reviewer, take_demonstration_back};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        a_plan_is_changed_with_its_consequences_said,
        a_change_needs_a_reason_that_says_something,
        an_invitation_goes_its_whole_way,
        invitations_end_in_the_order_of_their_keys_and_hold_nobody_up,
    ],
}

fn edit(kind: &str, nomination: &Value, expert: &Value, solve: &str) -> Value {
    let change = json!({ "kind": kind, "nomination": nomination, "expert": expert });
    json!({ "changes": [change], "reason": "专家熟悉该方向", "solve": solve })
}

/// The first nomination of a plan with its candidates.
async fn first_column(office: &Visitor, plan: &Value) -> (Value, Vec<Value>) {
    let rows = office.data(&format!("{}/nominations?limit=1&sort=-total", address(plan))).await;
    let nomination = rows[0]["nomination"]["id"].clone();
    let path = format!("{}/nominations/{}/candidates", address(plan), nomination.as_str().unwrap());
    let candidates = office.data(&path).await.as_array().unwrap().clone();
    for one in candidates.iter().filter(|one| !one["score"].is_null()) {
        assert!(one["left"]["score_without_one"].as_f64() <= one["score"].as_f64(), "{one}");
        assert!(one["left"]["hangs_on_one"].is_boolean(), "{one}");
    }
    (nomination, candidates)
}

fn with<'c>(candidates: &'c [Value], standing: &str, conflict: &str) -> &'c Value {
    let is_so = |one: &&Value| one["standing"] == standing && one["conflict"] == conflict;
    candidates.iter().find(is_so).unwrap_or_else(|| panic!("{standing} {conflict}"))
}

async fn a_plan_is_changed_with_its_consequences_said(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    take_demonstration_back(&office).await;
    let plan = draft(&office, "a-key-of-a-draft").await;
    let again = draft(&office, "a-key-of-a-draft").await;
    assert_eq!(plan["id"], again["id"], "a repetition makes no second plan");
    let here = address(&plan);
    let (nomination, candidates) = first_column(&office, &plan).await;
    let there = &with(&candidates, "assigned", "none")["expert"]["id"];
    let barred = candidates.iter().find(|one| one["conflict"] == "bar");

    let ban = edit("ban", &nomination, there, "nominations");
    let said = office.post(&format!("{here}/preview"), &ban).await;
    assert_eq!(said.status, 200, "{}", said.text);
    let said = said.json()["data"].take();
    assert_eq!(said["removed"][0]["expert"]["id"], *there);
    assert_eq!(said["removed"][0]["asked"], true);
    assert_eq!(said["after"]["assigned"], said["before"]["assigned"], "the place is filled again");
    assert_eq!(office.data(&here).await["version"], plan["version"], "a preview writes nothing");

    let edited = done(&office, &format!("{here}/changes"), &plan, &ban).await;
    assert_eq!(edited["consequences"]["added"], said["added"], "as the preview said");
    assert_eq!(edited["plan"]["changes"][0]["kind"], "ban");
    let late = act(&office, &format!("{here}/changes"), &plan, &ban).await;
    assert_eq!(late.outcome(), (412, "stale".to_owned()));
    if let Some(barred) = barred {
        let bar = edit("assign", &nomination, &barred["expert"]["id"], "none");
        let refused = act(&office, &format!("{here}/changes"), &edited["plan"], &bar).await;
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert_eq!(refused.json()["errors"][0]["code"], "bar");
    }

    let compared = office.data(&format!("{here}/compare/{}", draft_id(&office).await)).await;
    assert_eq!(compared["only_a"], 1);
    assert_eq!(compared["nominations"][0]["nomination"]["id"], nomination);

    let back = done(&office, &format!("{here}/changes/undo"), &edited["plan"], &json!({})).await;
    assert_eq!(back["totals"], plan["totals"]);
    assert_eq!(back["changes"], json!([]));
    let spent = act(&office, &format!("{here}/changes/undo"), &back, &json!({})).await;
    assert_eq!(spent.outcome(), (409, "conflict".to_owned()));

    // One more than asked for: a rule that a reason overrides.
    let (_, candidates) = first_column(&office, &plan).await;
    let free = &with(&candidates, "free", "none")["expert"]["id"];
    let more = edit("assign", &nomination, free, "none");
    let more = done(&office, &format!("{here}/changes"), &back, &more).await["plan"].take();
    let bare = act(&office, &format!("{here}/apply"), &more, &json!({})).await;
    assert_eq!(bare.outcome(), (409, "conflict".to_owned()));
    let codes: Vec<Value> = bare.json()["errors"].as_array().unwrap().clone();
    assert!(codes.iter().any(|one| one["code"] == "surplus"), "{codes:?}");
    let why = json!({ "override_reason": "该项目跨学科，增加一位专家" });
    let applied = done(&office, &format!("{here}/apply"), &more, &why).await;
    assert_eq!(applied["state"], "applied");
    let proposed = applied["assignments"]["proposed"].as_u64().unwrap();
    assert_eq!(applied["totals"]["assigned"], proposed, "as a unit");
    let second = draft(&office, "a-key-of-another-draft").await;
    let both = act(&office, &format!("{}/apply", address(&second)), &second, &why).await;
    assert_eq!(both.outcome(), (409, "conflict".to_owned()), "one plan of a round is in force");
    for format in ["pdf", "xlsx"] {
        let supervisor = app.sign_in(Role::Supervisor).await;
        let report = supervisor.get(&format!("{here}/report.{format}")).await;
        assert_eq!(report.status, 200, "{format}");
        assert!(!report.text.is_empty());
    }
}

async fn a_change_needs_a_reason_that_says_something(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let plan = draft(&office, "a-key-of-an-unchanged-draft").await;
    let here = address(&plan);
    let (nomination, candidates) = first_column(&office, &plan).await;
    let there = &with(&candidates, "assigned", "none")["expert"]["id"];
    let mut ban = edit("ban", &nomination, there, "none");
    ban["reason"] = "    ".into();
    let refused = act(&office, &format!("{here}/changes"), &plan, &ban).await;
    assert_eq!(refused.outcome(), (422, "invalid".to_owned()), "{}", refused.text);
    assert_eq!(refused.json()["errors"][0]["pointer"], "/reason");
    let said = office.post(&format!("{here}/preview"), &ban).await;
    assert_eq!(said.status, 200, "looking needs none: {}", said.text);

    let tag = format!("\"{}\"", plan["version"]);
    let import = |length: usize| {
        let path = format!("{here}/import?dry_run=true&reason={}", "x".repeat(length));
        let request = office.request(Method::POST, &path).header("if-match", &tag);
        Answer::of(request.body("nomination_id,expert_id\n"))
    };
    let long = import(501).await;
    assert_eq!(long.outcome(), (422, "invalid".to_owned()), "{}", long.text);
    assert_eq!(long.json()["errors"][0]["pointer"], "/reason");
    assert_eq!(import(500).await.status, 200);
    assert_eq!(office.data(&here).await["version"], plan["version"]);
}

/// Another draft of the same run, to compare with.
async fn draft_id(office: &Visitor) -> String {
    let other = draft(office, "a-key-of-a-compared-draft").await;
    other["id"].as_str().unwrap().to_owned()
}

/// A plan in force, and the expert who has most to do in it.
async fn in_force(office: &Visitor) -> (Value, String) {
    take_demonstration_back(office).await;
    let plan = draft(office, "a-key-of-a-plan").await;
    let plan = done(office, &format!("{}/apply", address(&plan)), &plan, &json!({})).await;
    let list = format!(
        "/rounds/{YEAR}/review-assignments?limit=200&plan={}",
        plan["id"].as_str().unwrap()
    );
    let rows = office.data(&list).await;
    let mut loads: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for row in rows.as_array().unwrap() {
        *loads.entry(row["expert"]["id"].as_str().unwrap()).or_default() += 1;
    }
    let most = loads.iter().max_by_key(|(_, load)| **load).unwrap();
    assert!(*most.1 >= 3, "{most:?}");
    ((plan), (*most.0).to_owned())
}

async fn sign(reviewer: &Visitor) {
    let text = reviewer.data("/review-commitment").await;
    let other = json!({ "version": text["version"], "digest": "0".repeat(64) });
    assert_eq!(reviewer.post("/review-commitment", &other).await.status, 409);
    let read = json!({ "version": text["version"], "digest": text["digest"] });
    let signed = reviewer.post("/review-commitment", &read).await;
    assert_eq!(signed.status, 200, "{}", signed.text);
    assert_ne!(signed.json()["data"]["signed_at"], Value::Null);
}

/// Accepts one, declines another; what the office sees of the two.
async fn answer(office: &Visitor, reviewer: &Visitor, own: &[Value]) -> (Value, Value) {
    let of =
        |at: usize, part: &str| format!("/my-reviews/{}{part}", own[at]["id"].as_str().unwrap());
    let first = reviewer.data(&of(0, "")).await;
    assert_eq!(first["nomination"], Value::Null, "nothing of a nomination before the signature");
    assert_eq!(reviewer.get(&of(0, "/dossier")).await.status, 404);
    let early = act(reviewer, &of(0, "/accept"), &first, &json!({})).await;
    assert_eq!(early.outcome(), (409, "conflict".to_owned()));
    sign(reviewer).await;
    let first = reviewer.data(&of(0, "")).await;
    assert_ne!(first["nomination"]["title"], Value::Null);
    assert_eq!(reviewer.get(&of(0, "/dossier")).await.status, 404, "signed is not accepted");
    let early = act(reviewer, &of(0, "/accept"), &first, &json!({})).await;
    assert_eq!(early.status, 409, "interests first");
    let none = json!({ "declared": false });
    let first = done(reviewer, &of(0, "/interest"), &first, &none).await;
    let again = act(reviewer, &of(0, "/interest"), &first, &none).await;
    assert_eq!(again.outcome(), (409, "conflict".to_owned()), "it was said, and stays as it was");
    assert_eq!(
        reviewer.data(&of(0, "")).await["version"],
        first["version"],
        "reading changes nothing"
    );
    let first = done(reviewer, &of(0, "/accept"), &first, &json!({})).await;
    assert_eq!(first["state"], "accepted");
    assert_eq!(reviewer.get(&of(0, "/dossier")).await.status, 200);

    let second = reviewer.data(&of(1, "")).await;
    let other = act(reviewer, &of(1, "/decline"), &second, &json!({ "reason": "other" })).await;
    assert_eq!(other.status, 422, "another reason needs words");
    let why = json!({ "reason": "other", "words": "近期出国" });
    let second = done(reviewer, &of(1, "/decline"), &second, &why).await;
    assert_eq!(second["state"], "declined");
    let seen = |at: usize| format!("/review-assignments/{}", own[at]["id"].as_str().unwrap());
    (office.data(&seen(0)).await, office.data(&seen(1)).await)
}

/// Fills the place of a task by the fewest moves, as a unit, and only by those that were seen.
async fn mend_it(app: &TestApp, office: &Visitor, plan: &Value, task: &Value) {
    let here = format!("/review-assignments/{}", task["id"].as_str().unwrap());
    let proposal = office.data(&format!("{here}/repair")).await["proposal"].take();
    let moved = proposal["consequences"]["added"].as_array().unwrap();
    assert_eq!(moved.len() as u64, proposal["other_moves"].as_u64().unwrap() + 1, "{proposal}");
    let broken = proposal["consequences"]["broken"].as_array().unwrap();
    assert!(broken.iter().all(|one| one["grade"] == "note"), "{proposal}");
    let due_at = laurel::shared::Clock::now(&app.clock) + chrono::Duration::days(5);
    let other = json!({ "digest": "0".repeat(64), "due_at": due_at });
    let refused = act(office, &format!("{here}/repair"), task, &other).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "not what was proposed");
    let body = json!({ "digest": proposal["digest"], "due_at": due_at });
    let new = done(office, &format!("{here}/repair"), task, &body).await;
    assert_eq!((&new["state"], &new["replaces"]), (&json!("invited"), &task["id"]));
    for pair in moved {
        let list = format!(
            "/rounds/{YEAR}/review-assignments?plan={}&nomination={}&expert={}",
            plan["id"].as_str().unwrap(),
            pair["nomination"]["id"].as_str().unwrap(),
            pair["expert"]["id"].as_str().unwrap(),
        );
        assert_eq!(office.data(&list).await[0]["state"], "invited", "{pair}");
    }
    let gone = office.get(&format!("{here}/repair")).await;
    assert_eq!(gone.outcome(), (409, "conflict".to_owned()), "the place is filled");
}

async fn an_invitation_goes_its_whole_way(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let (plan, expert) = in_force(&office).await;
    let reviewer = reviewer(app, &office, "test.reviewer.one", &expert).await;
    let mine = reviewer.data("/my-reviews").await;
    let mut known = mine["reviews"].as_array().unwrap().iter();
    assert!(known.all(|one| one["round"] != YEAR), "proposed is not told: {mine}");
    let own = invite(app, &office, &plan, &expert).await;
    let mine = reviewer.data("/my-reviews").await;
    assert_eq!(mine["counts"]["invited"], own.len());
    let (accepted, declined) = answer(&office, &reviewer, &own).await;
    assert_eq!(declined["task"], "replace");
    assert_eq!(declined["words"], "近期出国");

    // Two requests: who is free, and the one chosen.
    let tasks = office.data(&format!("/rounds/{YEAR}/assignment-tasks")).await;
    assert_eq!(tasks.as_array().unwrap().len(), 1);
    let here = format!("/review-assignments/{}", declined["id"].as_str().unwrap());
    let offered = office.data(&format!("{here}/replacements")).await;
    let chosen = &offered[0];
    assert_ne!(chosen["expert"]["id"], expert.as_str());
    assert!(chosen["load"].as_u64().unwrap() < chosen["max_load"].as_u64().unwrap());
    let due_at = laurel::shared::Clock::now(&app.clock) + chrono::Duration::days(5);
    let body = json!({ "expert": chosen["expert"]["id"], "due_at": due_at });
    let new = done(&office, &format!("{here}/replace"), &declined, &body).await;
    assert_eq!((&new["state"], &new["replaces"]), (&json!("invited"), &declined["id"]));
    let twice = office.data(&here).await;
    let twice = act(&office, &format!("{here}/replace"), &twice, &body).await;
    assert_eq!(twice.outcome(), (409, "conflict".to_owned()));

    // A conflict appears after the answer.
    let here = format!("/review-assignments/{}", accepted["id"].as_str().unwrap());
    let dossier = format!("/my-reviews/{}/dossier", accepted["id"].as_str().unwrap());
    let why = json!({ "reason": "发现近年合作论文" });
    let frozen = done(&office, &format!("{here}/freeze"), &accepted, &why).await;
    assert_eq!(frozen["state"], "accepted", "nothing is deleted");
    assert_eq!(frozen["task"], "replace");
    assert_eq!(reviewer.get(&dossier).await.status, 404, "the access closes");
    let freed = done(&office, &format!("{here}/unfreeze"), &frozen, &why).await;
    assert_eq!(freed["task"], Value::Null);
    assert_eq!(reviewer.get(&dossier).await.status, 200);

    // What nobody answers ends by itself.
    app.clock.advance(chrono::Duration::days(11));
    app.tick().await;
    // The sessions ended with the days.
    let office = app.sign_in(Role::AwardOffice).await;
    let reviewer = app.sign_in_as("test.reviewer.one", Role::Reviewer, None).await;
    let third = own[2]["id"].as_str().unwrap();
    let third = office.data(&format!("/review-assignments/{third}")).await;
    assert_eq!((&third["state"], &third["task"]), (&json!("expired"), &json!("replace")));
    mend_it(app, &office, &plan, &third).await;

    let path = format!("{}/undo", address(&plan));
    let plan = office.data(&address(&plan)).await;
    let undone = done(&office, &path, &plan, &json!({ "reason": "评审规则调整" })).await;
    assert_eq!(undone["state"], "undone");
    assert_eq!(reviewer.get(&dossier).await.status, 404);
    let tasks = office.data(&format!("/rounds/{YEAR}/assignment-tasks")).await;
    assert_eq!(tasks, json!([]), "a plan that was taken back waits for nobody");
}

/// The keys of the invitations of one expert, in their order, of which the last is due first.
async fn due(app: &TestApp, office: &Visitor) -> Vec<ReviewAssignmentId> {
    let (plan, expert) = in_force(office).await;
    let own = invite(app, office, &plan, &expert).await;
    let id = |one: &Value| ReviewAssignmentId(one["id"].as_str().unwrap().parse().unwrap());
    let mut ids: Vec<ReviewAssignmentId> = own.iter().map(id).collect();
    ids.sort();
    let database = app.app.database.reader();
    let mut due_at = laurel::shared::Clock::now(&app.clock) + chrono::Duration::days(1);
    for id in ids.iter().rev() {
        let row = review_assignment::Entity::find_by_id(*id).one(database).await.unwrap().unwrap();
        let mut row = row.into_active_model();
        row.due_at = Set(Some(due_at));
        row.update(database).await.unwrap();
        due_at += chrono::Duration::minutes(1);
    }
    ids
}

/// Whoever answers holds his review and then waits for the audit chain: what ends the others must not hold the chain
/// while it waits for the review.
async fn invitations_end_in_the_order_of_their_keys_and_hold_nobody_up(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let ids = due(app, &office).await;
    app.clock.advance(chrono::Duration::days(2));
    let tx = app.app.database.begin_write().await.unwrap();
    let held = review_assignment::Entity::find_by_id(*ids.last().unwrap()).lock_exclusive();
    held.one(&*tx).await.unwrap();
    let answer = async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        audit::hold(&*tx).await.unwrap();
        tx.commit().await.unwrap();
    };
    let (ended, ()) = tokio::join!(assignments::sweep(&app.app), answer);
    assert_eq!(ended.unwrap(), ids.len());
    let chain = audit::read_all(app.app.database.reader()).await.unwrap().into_iter();
    let ended = chain.filter(|(link, _)| link.entry.action == "assignments.expire_invitation");
    let ended: Vec<String> = ended.map(|(link, _)| link.entry.subject).collect();
    let expected: Vec<String> = ids.iter().map(|id| format!("review_assignment/{id}")).collect();
    assert_eq!(ended, expected);
}
