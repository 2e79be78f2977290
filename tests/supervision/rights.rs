//! What of supervision does the table of rights ask for?

use entity::vocabulary::Role;
use serde_json::{Value, json};

use super::post;
use crate::harness::TestApp;

/// Things of the round to ask for.
pub(crate) struct SupervisionThings {
    own: Vec<(&'static str, String)>,
    foreign: Vec<(&'static str, String)>,
    assessment: String,
    entry: String,
}

/// Which address begins with which key.
const PLACES: [&str; 5] = [
    "/taskbooks/",
    "/supervision-meetings/",
    "/action-items/",
    "/assessment-findings/",
    "/disclosures/",
];

impl SupervisionThings {
    /// Makes a thing of each kind for the society of the table, and one for another.
    pub(crate) async fn of(app: &TestApp) -> Self {
        let cast = app.sign_in(Role::Cast).await;
        let own = app.society().await;
        let foreign = if own == "D-A-04" { "D-B-12" } else { "D-A-04" };
        let year = json!({ "year": 2033, "assessor": "示范评估所" });
        let drawn = post(&cast, "/assessments", &year).await.json()["data"].clone();
        let mut things = Self {
            own: vec![],
            foreign: vec![],
            assessment: drawn["id"].as_str().unwrap().to_owned(),
            entry: cast.data("/library").await[0]["id"].as_str().unwrap().to_owned(),
        };
        things.own = Self::made(app, &own, "RIGHTS-OWN").await;
        things.foreign = Self::made(app, foreign, "RIGHTS-FOREIGN").await;
        things
    }

    async fn made(app: &TestApp, society: &str, number: &str) -> Vec<(&'static str, String)> {
        let cast = app.sign_in(Role::Cast).await;
        let id = |answer: crate::harness::Answer| {
            let text = answer.text.clone();
            answer.json()["data"]["id"].as_str().unwrap_or_else(|| panic!("{text}")).to_owned()
        };
        let taskbook = id(post(&cast, "/taskbooks", &draft(number, society)).await);
        let meeting = json!({
            "title": "例会", "held_at": "2026-01-05T01:00:00Z", "place": "北京",
            "taskbook_id": taskbook, "society_ids": [society], "participants": [],
        });
        let meeting = id(post(&cast, "/supervision-meetings", &meeting).await);
        let item = json!({ "text": "事项", "owner": "某人", "society_id": society, "due_on": "2026-02-01" });
        let item =
            post(&cast, &format!("/supervision-meetings/{meeting}/action-items"), &item).await;
        let item = item.json()["data"]["action_items"][0]["id"].as_str().unwrap().to_owned();
        let disclosed = id(post(&cast, "/disclosures", &disclosure(society)).await);
        // A year whose seed draws the society, so that there is a finding about it.
        let mut finding = None;
        for year in 2040..2060 {
            let order =
                json!({ "year": year, "assessor": "所", "seed": format!("{number}{year}") });
            let drawn = post(&cast, "/assessments", &order).await.json()["data"].clone();
            let sample = drawn["sample"].as_array().cloned().unwrap_or_default();
            if !sample.iter().any(|one| one["society_id"] == society) {
                continue;
            }
            let path = format!("/assessments/{}/findings", drawn["id"].as_str().unwrap());
            let about = json!({ "society_id": society, "aspect": "process", "grade": "sound", "text": "无" });
            let found = post(&cast, &path, &about).await.json()["data"]["findings"].clone();
            let found = found.as_array().unwrap().iter().find(|one| one["society_id"] == society);
            finding = Some(found.unwrap()["id"].as_str().unwrap().to_owned());
            break;
        }
        let keys = [taskbook, meeting, item, finding.unwrap(), disclosed];
        PLACES.into_iter().zip(keys).collect()
    }

    /// The paths to try for an operation, with a word for each; none for an operation of others.
    pub(crate) fn paths(&self, path: &str) -> Option<Vec<(&'static str, String)>> {
        let with = |id: &str| path.replace("{id}", id).replace("{code}", "implementation_plan");
        if path.starts_with("/assessments/{id}") {
            return Some(vec![("", with(&self.assessment))]);
        }
        if path.starts_with("/library/{id}") {
            return Some(vec![("", with(&self.entry))]);
        }
        let of = |things: &[(&'static str, String)]| {
            things.iter().find(|(place, _)| path.starts_with(place)).map(|(_, id)| with(id))
        };
        Some(vec![("own", of(&self.own)?), ("foreign", of(&self.foreign)?)])
    }
}

fn draft(number: &str, society: &str) -> Value {
    json!({
        "number": number, "kind": "nomination", "society_id": society, "title": "任务书",
        "round": 2027, "department": "示范部", "department_account": "test.department",
        "cast_unit": "学会部", "leader_name": "某人", "leader_post": "president",
        "starts_on": "2026-01-01", "ends_on": "2027-12-31",
        "content": {
            "goals": ["目标"], "quality": [], "funds": [], "clauses": [],
            "tasks": [{ "code": "T1", "title": "任务", "owner": "某人", "due": "2026-12-31", "weight": 100 }],
            "indicators": [{
                "code": "K1", "name": "指标", "unit": "%", "aim": "at_least", "target": 95, "weight": 100,
            }],
        },
    })
}

fn disclosure(society: &str) -> Value {
    json!({ "society_id": society, "kind": "notice", "title": "通知", "body": "正文" })
}

/// The body that an operation wants; what would take a thing away from those who ask after is one that
/// the rules refuse.
pub(crate) fn body(path: &str) -> Option<Value> {
    let last = path.rsplit('/').next().unwrap_or_default();
    let body = match last {
        "taskbooks" => draft("RIGHTS-NEW", "D-A-01"),
        "resolutions" => json!({
            "body": "council", "held_on": "2026-01-05", "members": 3, "present": 3, "in_favour": 3,
            "against": 0, "abstained": 0, "recused": 0, "minutes": "纪要",
        }),
        "signatures" => json!({ "content_digest": "0".repeat(64), "signer_name": "某人" }),
        "moves" => json!({ "move": "begin" }),
        "reports" => json!({ "is_task": false, "code": "K1", "value": 1, "evidence": "据" }),
        "implementation_plan" => json!({ "is_done": true, "note": "已办" }),
        "supervision-meetings" => json!({
            "title": "例会", "held_at": "2026-01-05T01:00:00Z", "place": "北京", "taskbook_id": null,
            "society_ids": [], "participants": [],
        }),
        "action-items" => {
            json!({ "text": "事项", "owner": "某人", "society_id": null, "due_on": "2026-02-01" })
        }
        "done" => json!({ "note": "已办" }),
        "assessments" => json!({ "year": 2035, "assessor": "所" }),
        "findings" => {
            json!({ "society_id": "D-X-00", "aspect": "process", "grade": "sound", "text": "无" })
        }
        "reply" => json!({ "text": "答复" }),
        "report" => json!({ "report": "报告" }),
        "disclosures" => disclosure("D-X-00"),
        "library" => json!({ "kind": "norm", "title": "规范", "body": "正文", "society_id": null }),
        "withdrawal" => json!({ "reason": "有误" }),
        _ if path.starts_with("/taskbooks/") => draft("RIGHTS-OTHER", "D-X-00"),
        _ if path.starts_with("/supervision-meetings/") => json!({
            "title": "例会", "held_at": "2026-01-05T01:00:00Z", "place": "北京", "taskbook_id": null,
            "society_ids": [], "participants": [],
        }),
        _ => return None,
    };
    Some(body)
}
