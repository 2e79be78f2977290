//! The society's own process: two people, publicity of the full length, the council's resolution.

use chrono::Duration;
use entity::vocabulary::Role;
use laurel::shared::{Clock as _, china_day};
use reqwest::Method;
use serde_json::{Value, json};

use super::{SOCIETY, begin, clerk, keep, proofs::prove, says, send, write};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        a_dossier_goes_from_the_draft_to_the_council_by_two_people,
        a_publicity_is_long_enough_and_in_every_unit,
        objections_that_are_open_or_bear_on_it_hold_a_dossier_up,
        what_came_of_a_publicity_stands_and_is_added_to,
        what_is_taken_back_is_made_public_anew,
        one_resolution_carries_several_dossiers_or_none,
        the_cooperation_award_has_no_publicity,
        nobody_else_sees_or_moves_a_dossier,
    ],
}

pub(super) async fn head(app: &TestApp) -> Visitor {
    app.sign_in_of(Role::SocietyHead, Some(SOCIETY)).await
}

/// Posts under a new key, as somebody who saw what stands.
pub(super) async fn post(visitor: &Visitor, path: &str, body: &Value) -> Answer {
    let dossier: Vec<&str> = path.split('/').take(3).collect();
    let stands = visitor.get(&dossier.join("/")).await;
    let version =
        if stands.status == 200 { stands.json()["data"]["version"].as_i64() } else { None };
    let request = visitor.request(Method::POST, path).json(body);
    let request = request.header("if-match", format!("\"{}\"", version.unwrap_or_default()));
    Answer::of(request.header("idempotency-key", laurel::shared::random_token(12))).await
}

/// Posts what is accepted.
pub(super) async fn done(visitor: &Visitor, path: &str, body: &Value) -> Value {
    let answer = post(visitor, path, body).await;
    assert!(matches!(answer.status, 200 | 201), "{path}: {}", answer.text);
    answer.json()["data"].clone()
}

pub(super) async fn process(visitor: &Visitor, path: &str) -> Value {
    visitor.data(&format!("{path}/process")).await
}

/// The day in Beijing, so many days from now.
fn day(app: &TestApp, days: i64) -> String {
    china_day(app.clock.now() + Duration::days(days)).to_string()
}

pub(super) fn publicity(app: &TestApp, last: i64, units: &[&str]) -> Value {
    json!({
        "places": ["学会网站"], "starts_on": day(app, 0), "ends_on": day(app, last), "units": units,
    })
}

pub(super) fn resolution(app: &TestApp, paths: &[&str], in_favour: u32) -> Value {
    let dossiers: Vec<&str> =
        paths.iter().map(|path| path.trim_start_matches("/dossiers/")).collect();
    json!({
        "dossiers": dossiers, "body": "council", "held_on": day(app, 0), "members": 45, "present": 30,
        "in_favour": in_favour, "against": 30 - in_favour, "abstained": 0, "recused": 0,
        "minutes": "纪要",
    })
}

pub(super) const RESOLUTIONS: &str = "/rounds/2027/dossier-resolutions";

/// A dossier of one unit that the head has passed on to publicity.
pub(super) async fn passed(app: &TestApp) -> String {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let edits = [
        write("project.title", "待公示的项目", 0),
        write("completers.items", json!(["p1"]), 0),
        write("completers.items/p1/completing_unit", "示范研究所", 0),
    ];
    keep(&clerk, &path, &edits).await;
    done(&clerk, &format!("{path}/review"), &json!({})).await;
    done(&head(app).await, &format!("{path}/review/pass"), &json!({})).await;
    path
}

/// One whose publicity is written down, with what proves it.
pub(super) async fn published(app: &TestApp) -> String {
    let path = passed(app).await;
    let clerk = clerk(app).await;
    assert_eq!(prove(&clerk, &path, "publicity", &path).await.status, 204);
    let mut body = publicity(app, 6, &["示范研究所"]);
    body["proofs"] = json!(["1"]);
    done(&clerk, &format!("{path}/publicity"), &body).await;
    path
}

async fn a_dossier_goes_from_the_draft_to_the_council_by_two_people(app: &TestApp) {
    let writer = clerk(app).await;
    let path = begin(&writer, "nat-1").await;
    keep(&writer, &path, &[write("project.title", "甲", 0)]).await;
    let asked = done(&writer, &format!("{path}/review"), &json!({ "note": "请审核" })).await;
    assert_eq!(
        (&asked["state"], &asked["may"]["pass"]),
        (&json!("internal_review"), &json!(false))
    );
    let late = send(&writer, &path, &[write("project.title", "乙", 2)], "key-of-a-late-edit").await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()), "nobody writes under review");
    assert_eq!(post(&writer, &format!("{path}/review/pass"), &json!({})).await.status, 403);
    let head = head(app).await;
    let back = json!({ "reason": "请补充英文名称" });
    assert_eq!(
        post(&head, &format!("{path}/review/return"), &json!({ "reason": "" })).await.status,
        422
    );
    done(&head, &format!("{path}/review/return"), &back).await;
    keep(&writer, &path, &[write("project.title_en", "A", 0)]).await;

    // The head asks for a review himself: then he is not the one to pass it.
    done(&head, &format!("{path}/review"), &json!({})).await;
    let own = post(&head, &format!("{path}/review/pass"), &json!({})).await;
    assert_eq!(own.outcome(), (409, "conflict".to_owned()));
    assert!(own.json()["detail"].as_str().unwrap().contains("审核人不是提请人"), "{}", own.text);
    done(&head, &format!("{path}/review/return"), &back).await;
    done(&writer, &format!("{path}/review"), &json!({})).await;
    let passed = done(&head, &format!("{path}/review/pass"), &json!({})).await;
    assert_eq!(passed["state"], "internal_publicity");
    assert_eq!(passed["steps"].as_array().unwrap().len(), 6);
    assert_eq!(passed["steps"][1]["reason"], "请补充英文名称");
    assert_eq!(passed["next"][1]["clause"], "X25 art 54");

    let ready = resolution(app, &[&path], 30);
    let early = post(&writer, RESOLUTIONS, &ready).await;
    assert_eq!(early.outcome(), (422, "invalid".to_owned()), "nothing was made public");
    assert_eq!(early.json()["errors"][0]["code"], "publicity_over");
    done(&writer, &format!("{path}/publicity"), &publicity(app, 6, &[])).await;
    let end = json!({ "outcome": "none" });
    let soon = post(&writer, &format!("{path}/publicity/end"), &end).await;
    assert_eq!(soon.outcome(), (409, "conflict".to_owned()), "{}", soon.text);
    app.clock.advance(Duration::days(7));
    let writer = clerk(app).await;
    publicity_ends_with_its_proof(&writer, &path).await;

    let body = resolution(app, &[&path], 19);
    let failed = done(&writer, RESOLUTIONS, &body).await;
    assert_eq!((&failed["is_quorate"], &failed["is_carried"]), (&json!(true), &json!(false)));
    assert_eq!(process(&writer, &path).await["state"], "internal_publicity");
    let carried = done(&writer, RESOLUTIONS, &resolution(app, &[&path], 20)).await;
    assert_eq!(carried["is_carried"], true, "20 of 30 are two thirds");
    let stands = process(&writer, &path).await;
    assert_eq!(stands["state"], "council_approved");
    assert_eq!(
        stands["earlier_resolutions"].as_array().unwrap().len(),
        1,
        "the failed one is kept"
    );
    assert_eq!(stands["resolution"]["in_favour"], 20);
    let row = writer.data(&path).await;
    assert_eq!((&row["may_edit"], &row["state"]), (&json!(false), &json!("council_approved")));
}

async fn publicity_ends_with_its_proof(writer: &Visitor, path: &str) {
    let end = format!("{path}/publicity/end");
    let bare = post(writer, &end, &json!({ "outcome": "none" })).await;
    assert_eq!(bare.outcome(), (422, "invalid".to_owned()));
    let fault = bare.json()["errors"][0].clone();
    assert_eq!((&fault["pointer"], &fault["code"]), (&json!("/proofs"), &json!("no_proof")));
    assert_eq!(prove(writer, path, "publicity", "notice").await.status, 204);
    done(writer, &end, &json!({ "outcome": "none", "proofs": ["1"] })).await;
}

async fn a_publicity_is_long_enough_and_in_every_unit(app: &TestApp) {
    let path = passed(app).await;
    let clerk = clerk(app).await;
    let at = format!("{path}/publicity");
    let wrong = |answer: &Answer| {
        let problem = answer.json();
        let error = &problem["errors"][0];
        (error["pointer"].as_str().unwrap().to_owned(), error["code"].as_str().unwrap().to_owned())
    };
    let fault = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
    let short = post(&clerk, &at, &publicity(app, 5, &["示范研究所"])).await;
    assert_eq!(wrong(&short), fault("/ends_on", "too_short"), "six days are not seven");
    assert!(short.text.contains(&day(app, 6)), "says when: {}", short.text);
    let uncovered = post(&clerk, &at, &publicity(app, 6, &[])).await;
    assert_eq!(wrong(&uncovered), fault("/units", "units"));
    assert!(uncovered.text.contains("示范研究所"));
    let mut early = publicity(app, 9, &["示范研究所"]);
    early["starts_on"] = json!(day(app, -1));
    assert_eq!(wrong(&post(&clerk, &at, &early).await), fault("/starts_on", "before_review"));
    let mut reported = publicity(app, 6, &[]);
    reported["missing_units"] = json!(["示范研究所"]);
    let begun = clerk.create(&at, "key-of-publicity", &reported).await;
    assert_eq!(begun.status, 201, "{}", begun.text);
    let again = clerk.create(&at, "key-of-publicity", &reported).await;
    assert_eq!(again.status, 201, "the same request is one publicity");
    assert_eq!(post(&clerk, &at, &reported).await.outcome().0, 409, "another is a second");
    let view = process(&clerk, &path).await;
    assert_eq!(view["publicity"]["missing_units"], json!(["示范研究所"]));
    assert_eq!(view["publicity"]["content_digest"], view["content_digest"]);
}

async fn objections_that_are_open_or_bear_on_it_hold_a_dossier_up(app: &TestApp) {
    let path = published(app).await;
    app.clock.advance(Duration::days(7));
    let clerk = clerk(app).await;
    let at = format!("{path}/publicity/end");
    let end = |settlement: &str, is_affected: bool| {
        json!({
            "outcome": "objections", "is_affected": is_affected,
            "objections": [{ "text": "完成人排序有误", "settlement": settlement }],
        })
    };
    let mismatch = json!({ "outcome": "none", "objections": end("", false)["objections"] });
    assert_eq!(post(&clerk, &at, &mismatch).await.outcome().0, 422);
    done(&clerk, &at, &end("", false)).await;
    let resolve = async || post(&clerk, RESOLUTIONS, &resolution(app, &[&path], 30)).await;
    let held = resolve().await;
    assert_eq!(held.json()["errors"][0]["code"], "objections_settled", "{}", held.text);
    done(&clerk, &at, &end("", true)).await;
    assert_eq!(resolve().await.json()["errors"][0]["code"], "objections_settled");
    done(&clerk, &at, &end("经核实，排序无误", false)).await;
    assert_eq!(post(&clerk, &at, &end("经核实，排序无误", false)).await.outcome().0, 409);
    assert_eq!(resolve().await.status, 200);
}

async fn what_came_of_a_publicity_stands_and_is_added_to(app: &TestApp) {
    let path = published(app).await;
    app.clock.advance(Duration::days(7));
    let clerk = clerk(app).await;
    let at = format!("{path}/publicity/end");
    let objection =
        |text: &str, settlement: &str| json!({ "text": text, "settlement": settlement });
    let said = |objections: &[&Value], is_affected: bool| {
        let outcome = "objections";
        json!({ "outcome": outcome, "objections": objections, "is_affected": is_affected })
    };
    let (open, other) = (objection("完成人排序有误", ""), objection("论文署名有误", ""));
    done(&clerk, &at, &said(&[&open, &other], false)).await;
    let first = process(&clerk, &path).await["publicity"].clone();
    let refused = async |body: &Value| {
        let answer = post(&clerk, &at, body).await;
        assert_eq!(answer.outcome(), (409, "conflict".to_owned()), "{body}");
    };
    refused(&json!({ "outcome": "none" })).await;
    refused(&said(&[&other], false)).await;
    refused(&said(&[&objection("另一说法", ""), &other], false)).await;

    app.clock.advance(Duration::minutes(1));
    let settled = objection("完成人排序有误", "经核实，排序无误");
    let late = objection("单位名称有误", "");
    done(&clerk, &at, &said(&[&settled, &other, &late], false)).await;
    let reworded = objection("完成人排序有误", "排序确有错误");
    refused(&said(&[&reworded, &other, &late], false)).await;
    refused(&said(&[&open, &other, &late], false)).await;
    let upheld = objection("论文署名有误", "署名确有遗漏");
    let noted = objection("单位名称有误", "名称无误");
    let all = said(&[&settled, &upheld, &noted], true);
    let ended = done(&clerk, &at, &all).await;
    assert_eq!(ended["may"]["end_publicity"], false, "all is said");
    refused(&said(&[&settled, &upheld, &noted], false)).await;
    refused(&json!({ "outcome": "none" })).await;
    let stands = process(&clerk, &path).await["publicity"].clone();
    assert_eq!(stands["objections"], all["objections"]);
    assert_eq!(
        (&stands["closed_by"], &stands["closed_at"]),
        (&first["closed_by"], &first["closed_at"])
    );
    let held = post(&clerk, RESOLUTIONS, &resolution(app, &[&path], 30)).await;
    assert_eq!(held.json()["errors"][0]["code"], "objections_settled", "{}", held.text);

    // What is upheld is changed, and made public anew; what was said stays in the records.
    let back = json!({ "reason": "补充署名" });
    let back = done(&clerk, &format!("{path}/take-back"), &back).await;
    assert_eq!(back["earlier_publicities"][0]["objections"], all["objections"]);
}

async fn what_is_taken_back_is_made_public_anew(app: &TestApp) {
    let path = published(app).await;
    app.clock.advance(Duration::days(7));
    let writer = clerk(app).await;
    done(&writer, &format!("{path}/publicity/end"), &json!({ "outcome": "none" })).await;
    done(&writer, RESOLUTIONS, &resolution(app, &[&path], 30)).await;
    let at = format!("{path}/take-back");
    assert_eq!(post(&writer, &at, &json!({ "reason": "" })).await.outcome().0, 422);
    let back = done(&writer, &at, &json!({ "reason": "项目名称有误" })).await;
    assert_eq!((&back["state"], &back["publicity"]), (&json!("draft"), &Value::Null));
    assert_eq!(back["resolution"], Value::Null);
    assert_eq!(back["earlier_publicities"].as_array().unwrap().len(), 1, "it stays in the records");
    assert!(back["earlier_publicities"][0]["voided_at"].is_string());
    keep(&writer, &path, &[write("project.title", "改后的名称", 9_999)]).await;
    assert_eq!(says(&writer, &path, "project.title").await, "改后的名称");
    done(&writer, &format!("{path}/review"), &json!({})).await;
    done(&head(app).await, &format!("{path}/review/pass"), &json!({})).await;
    let bare = post(&writer, RESOLUTIONS, &resolution(app, &[&path], 30)).await;
    assert_eq!(bare.json()["errors"][0]["code"], "publicity_over", "{}", bare.text);
}

async fn one_resolution_carries_several_dossiers_or_none(app: &TestApp) {
    let (one, other, third) = (published(app).await, published(app).await, passed(app).await);
    app.clock.advance(Duration::days(7));
    let clerk = clerk(app).await;
    for path in [&one, &other] {
        done(&clerk, &format!("{path}/publicity/end"), &json!({ "outcome": "none" })).await;
    }
    let all = resolution(app, &[&one, &other, &third], 30);
    let refused = post(&clerk, RESOLUTIONS, &all).await;
    assert_eq!(refused.json()["errors"][0]["pointer"], "/dossiers/2", "{}", refused.text);
    assert_eq!(process(&clerk, &one).await["state"], "internal_publicity", "all or none");
    let twice = resolution(app, &[&one, &one], 30);
    assert_eq!(post(&clerk, RESOLUTIONS, &twice).await.outcome().0, 422);
    for (members, present, zero) in [(20, 30, 0), (45, 29, 0), (45, 30, 1)] {
        let mut wrong = resolution(app, &[&one], 29);
        wrong["members"] = json!(members);
        wrong["present"] = json!(present);
        wrong["against"] = json!(zero * 5);
        let code = post(&clerk, RESOLUTIONS, &wrong).await;
        let counts = (members, present, zero) == (45, 29, 0);
        assert_eq!(code.status == 200, counts, "{}", code.text);
    }
    let body = resolution(app, &[&one, &other], 30);
    let first = clerk.create(RESOLUTIONS, "key-of-resolution", &body).await;
    let again = clerk.create(RESOLUTIONS, "key-of-resolution", &body).await;
    assert_eq!((first.status, &first.text), (200, &again.text), "the same answer");
    for path in [&one, &other] {
        let view = process(&clerk, path).await;
        assert_eq!(view["state"], "council_approved");
        assert_eq!(view["resolution"]["id"], first.json()["data"]["id"]);
    }
}

async fn the_cooperation_award_has_no_publicity(app: &TestApp) {
    let writer = clerk(app).await;
    let path = begin(&writer, "int-person-1").await;
    done(&writer, &format!("{path}/review"), &json!({})).await;
    let head = head(app).await;
    let pass = post(&head, &format!("{path}/review/pass"), &json!({})).await;
    assert_eq!(pass.outcome(), (409, "conflict".to_owned()), "art 54 leaves INT out");
    let own = post(&writer, RESOLUTIONS, &resolution(app, &[&path], 30)).await;
    assert_eq!(own.json()["errors"][0]["code"], "second_person", "{}", own.text);
    done(&head, RESOLUTIONS, &resolution(app, &[&path], 30)).await;
    let view = process(&head, &path).await;
    assert_eq!(view["state"], "council_approved");
    assert_eq!(view["way"], json!(["draft", "internal_review", "council_approved", "submitted"]));
}

async fn nobody_else_sees_or_moves_a_dossier(app: &TestApp) {
    let path = passed(app).await;
    let stranger = app.sign_in_of(Role::SocietyHead, Some("D-A-01")).await;
    assert_eq!(stranger.get(&format!("{path}/process")).await.outcome().0, 404);
    let reason = json!({ "reason": "不当" });
    for (deed, body) in [
        ("review", json!({})),
        ("review/pass", json!({})),
        ("review/return", reason.clone()),
        ("take-back", reason),
        ("publicity", publicity(app, 7, &[])),
        ("publicity/end", json!({ "outcome": "none" })),
    ] {
        let answer = post(&stranger, &format!("{path}/{deed}"), &body).await;
        assert_eq!(answer.outcome(), (404, "not_found".to_owned()), "{deed}");
    }
    let foreign = post(&stranger, RESOLUTIONS, &resolution(app, &[&path], 30)).await;
    assert_eq!(foreign.outcome(), (404, "not_found".to_owned()));
    let office = app.sign_in(Role::AwardOffice).await;
    assert_eq!(office.get(&format!("{path}/process")).await.status, 404);
    let view = process(&clerk(app).await, &path).await;
    assert_eq!(view["state"], "internal_publicity", "nothing moved");
}
