//! How many people does it take to refuse a nomination?

use entity::vocabulary::Role;
use futures_util::future::join_all;
use serde_json::json;

use super::{SOCIETY, deed, done, examiner, handed_in, opened, pass_all_but, say, verdict};
use crate::harness::TestApp;

db_tests! {
    round: [
        two_examiners_refuse_and_the_society_learns_why_not_by_whom,
        a_third_decides_where_two_disagree,
        a_verdict_is_complete_and_given_once,
        of_two_at_one_instant_the_second_is_told_what_the_first_did,
        only_the_office_examines,
    ],
}

/// A rule of level S that every complete dossier leaves to people.
const RULE: &str = "FC-013";

async fn two_examiners_refuse_and_the_society_learns_why_not_by_whom(app: &TestApp) {
    let dossier = handed_in(app, ("NAT", 51)).await;
    let (first, second) = (examiner(app, "first").await, examiner(app, "second").await);
    let society = app.sign_in_of(Role::SocietyHead, Some(SOCIETY)).await;
    let own = format!("/dossiers/{dossier}/examination");
    assert_eq!(society.data(&own).await["standing"], "none");
    let id = opened(&first, dossier).await;
    assert_eq!(opened(&second, dossier).await, id, "opened twice it is one");
    let path = format!("/examinations/{id}");
    pass_all_but(&first, &id, RULE).await;
    let one = say(&first, &id, RULE, "fail").await;
    assert_eq!(one["standing"], "second");
    assert_eq!(society.data(&own).await["standing"], "running");
    assert_eq!(society.data(&own).await["objected"], json!([]), "nothing before it is decided");
    let version = one["version"].as_i64().unwrap();
    let early = deed(&first, &format!("{path}/refuse"), version, &json!({})).await;
    assert_eq!(early.status, 409, "one voice refuses nothing");
    let again = deed(
        &first,
        &format!("{path}/verdicts"),
        version,
        &json!({ "verdicts": [verdict(RULE, "fail")] }),
    )
    .await;
    assert_eq!(again.status, 422, "nobody speaks twice: {}", again.text);
    let one = say(&second, &id, RULE, "fail").await;
    assert_eq!(
        (&one["standing"], &one["failing_items"]),
        (&json!("refusable"), &serde_json::Value::Null)
    );
    let stale = deed(&first, &format!("{path}/refuse"), version, &json!({})).await;
    assert_eq!(stale.status, 412, "{}", stale.text);
    let one = done(&second, &id, "refuse", &json!({})).await;
    assert_eq!(one["standing"], "refused");

    let told = society.get(&own).await;
    let data = &told.json()["data"];
    assert_eq!(data["standing"], "refused");
    assert_eq!(data["objected"][0]["rule"], RULE);
    assert_eq!(data["objected"][0]["fix"], "重新盖章");
    assert!(!told.text.contains("examiner."), "never by whom: {}", told.text);
    assert_eq!(society.data(&format!("/dossiers/{dossier}")).await["state"], "rejected");
    let paper = society.get(&format!("/dossiers/{dossier}/examination-notice.pdf")).await;
    assert_eq!((paper.status, paper.header("content-type")), (200, "application/pdf"));
    let other = app.sign_in_of(Role::SocietyHead, Some("D-A-01")).await;
    assert_eq!(other.get(&own).await.status, 404);
    assert_eq!(other.get(&format!("/dossiers/{dossier}/examination-notice.pdf")).await.status, 404);
    let after = deed(&first, &format!("{path}/accept"), 99, &json!({})).await;
    assert_eq!(after.status, 412);
}

async fn a_third_decides_where_two_disagree(app: &TestApp) {
    let dossier = handed_in(app, ("INV", 52)).await;
    let (first, second) = (examiner(app, "first").await, examiner(app, "second").await);
    let third = examiner(app, "third").await;
    let id = opened(&first, dossier).await;
    pass_all_but(&first, &id, RULE).await;
    say(&first, &id, RULE, "fail").await;
    assert_eq!(say(&second, &id, RULE, "pass").await["standing"], "third");
    assert_eq!(say(&third, &id, RULE, "pass").await["standing"], "acceptable");
    let one = done(&first, &id, "accept", &json!({})).await;
    assert_eq!(one["standing"], "accepted");
    let office = app.sign_in(Role::AwardOffice).await;
    assert_eq!(office.data(&format!("/nominations/{dossier}")).await["state"], "accepted");
    let society = app.sign_in_of(Role::SocietyClerk, Some(SOCIETY)).await;
    let told = society.data(&format!("/dossiers/{dossier}/examination")).await;
    assert_eq!((&told["standing"], &told["objected"]), (&json!("accepted"), &json!([])));
}

async fn a_verdict_is_complete_and_given_once(app: &TestApp) {
    // A rule of level A/S, which is left to people wherever it is asked.
    let off = "FC-020";
    crate::dossiers::rebind(app, |rules| rules.replace("off = []", "off = [\"FC-020\"]")).await;
    let dossier = handed_in(app, ("PRO", 53)).await;
    let first = examiner(app, "first").await;
    let id = opened(&first, dossier).await;
    let path = format!("/examinations/{id}/verdicts");
    let bare = json!({ "rule": RULE, "ruling": "fail" });
    for (what, pointer) in [
        (vec![bare.clone()], "/verdicts/0/reason"),
        (vec![verdict(off, "pass")], "/verdicts/0/rule"),
        // A rule of another award.
        (vec![verdict("FC-N04", "fail")], "/verdicts/0/rule"),
        (
            vec![verdict("FC-032", "fail"), json!({ "rule": "FC-999", "ruling": "pass" })],
            "/verdicts/1/rule",
        ),
        (vec![verdict(RULE, "pass"), verdict(RULE, "pass")], "/verdicts/1/rule"),
    ] {
        let answer = deed(&first, &path, 1, &json!({ "verdicts": what })).await;
        assert_eq!(answer.status, 422, "{}", answer.text);
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{}", answer.text);
    }
    let detail = first.data(&format!("/examinations/{id}")).await;
    assert!(!detail.to_string().contains(off), "the round does not ask it: {detail}");
    let said = detail["items"].as_array().unwrap().iter();
    assert!(said.clone().all(|item| item["verdicts"] == json!([])), "all are kept or none");
    let one = say(&first, &id, RULE, "fail").await;
    let version = one["version"].as_i64().unwrap();
    let back = format!("/examinations/{id}/take-back");
    let other = examiner(app, "second").await;
    let taken = deed(&other, &back, version, &json!({ "rule": RULE })).await;
    assert_eq!(taken.status, 422, "only one's own");
    let one = done(&first, &id, "take-back", &json!({ "rule": RULE })).await;
    let item = one["items"].as_array().unwrap().iter().find(|item| item["rule"] == RULE).unwrap();
    assert_eq!(item["standing"], "open");
}

async fn of_two_at_one_instant_the_second_is_told_what_the_first_did(app: &TestApp) {
    let dossier = handed_in(app, ("NAT", 55)).await;
    let examiners = [
        examiner(app, "first").await,
        examiner(app, "second").await,
        examiner(app, "third").await,
        examiner(app, "fourth").await,
    ];
    let opened = join_all(examiners.iter().map(|one| opened(one, dossier))).await;
    let id = &opened[0];
    assert!(opened.iter().all(|other| other == id), "opened by all, it is one: {opened:?}");
    let path = format!("/examinations/{id}/verdicts");
    let body = json!({ "verdicts": [verdict(RULE, "fail")] });
    let answers = join_all(examiners.iter().map(|one| deed(one, &path, 1, &body))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412, 412, 412]);
    for stale in answers.iter().filter(|answer| answer.status == 412) {
        assert_eq!(stale.json()["present"]["version"], 2, "{}", stale.text);
    }
    let detail = examiners[0].data(&format!("/examinations/{id}")).await;
    let item = detail["items"].as_array().unwrap().iter().find(|item| item["rule"] == RULE);
    assert_eq!(item.unwrap()["verdicts"].as_array().unwrap().len(), 1);
}

async fn only_the_office_examines(app: &TestApp) {
    let dossier = handed_in(app, ("NAT", 54)).await;
    let first = examiner(app, "first").await;
    let id = opened(&first, dossier).await;
    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(supervisor.get(&format!("/examinations/{id}")).await.status, 200);
    let path = format!("/examinations/{id}/verdicts");
    let body = json!({ "verdicts": [verdict(RULE, "pass")] });
    assert_eq!(
        deed(&supervisor, &path, 1, &body).await.status,
        403,
        "he reads and changes nothing"
    );
    for role in [Role::SocietyClerk, Role::SocietyHead, Role::Reviewer, Role::Cast] {
        let visitor = app.sign_in(role).await;
        assert_eq!(visitor.get(&format!("/examinations/{id}")).await.status, 403, "{role:?}");
        assert_eq!(visitor.get("/rounds/2027/examinations").await.status, 403, "{role:?}");
        assert_eq!(deed(&visitor, &path, 1, &body).await.status, 403, "{role:?}");
    }
    // What was handed in is read by those who examine it; a draft is not.
    assert_eq!(first.get(&format!("/dossiers/{dossier}")).await.status, 200);
    let clerk = app.sign_in_of(Role::SocietyClerk, Some(SOCIETY)).await;
    let drafts = clerk.data("/rounds/2027/dossiers").await;
    let draft = drafts.as_array().unwrap().iter().find(|one| one["state"] == "draft").unwrap();
    let path = format!("/dossiers/{}", draft["id"].as_str().unwrap());
    assert_eq!(first.get(&path).await.status, 404);
}
