//! Is a proposal decided by two persons, exact to the last place, and can anybody compute it anew?

use std::io::Read as _;

use entity::vocabulary::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::{history, send};
use crate::harness::{Answer, TestApp, Visitor, keys};

db_tests! {
    round: [
        two_officers_at_once_change_a_decision_once,
        what_is_decided_is_exactly_the_total_or_is_not_confirmed,
        one_confirms_and_another_publishes,
        anybody_can_compute_a_proposal_anew,
        a_year_that_is_past_or_taken_is_refused,
    ],
}

/// The round that these proposals are for: far behind any of the demonstration.
pub(super) const YEAR: i32 = 2033;

/// Somebody else at CAST.
pub(super) async fn colleague(app: &TestApp, username: &str) -> Visitor {
    app.add_account(username, Role::Cast, None).await;
    let visitor = app.anyone();
    let body = json!({ "username": username, "password": crate::harness::PASSWORD });
    assert_eq!(visitor.post("/session", &body).await.status, 200);
    visitor
}

/// A draft for [`YEAR`].
pub(super) async fn propose(app: &TestApp, cast: &Visitor) -> Value {
    history::ensure(app).await;
    let policy = cast.data("/quota-policies").await[0]["id"].clone();
    let total = history::places(&app.app).await * 1000 / 980 + 2;
    let body = json!({ "policy_id": policy, "year": YEAR, "total": total, "note": "年度调整" });
    let made = send(cast, "/quota-proposals", "key-of-a-proposal", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["data"].clone()
}

/// The address of a proposal.
pub(super) fn path(proposal: &Value) -> String {
    format!("/quota-proposals/{}", proposal["id"].as_str().unwrap())
}

/// Takes a step of a proposal as it stands now.
pub(super) async fn step(visitor: &Visitor, proposal: &Value, word: &str) -> Answer {
    let tag = visitor.get(&path(proposal)).await.header("etag").to_owned();
    let request = visitor.request(Method::POST, &format!("{}/{word}", path(proposal)));
    Answer::of(request.header("if-match", tag).json(&json!({ "reason": "再议" }))).await
}

/// Decides other places for a society, whose decision was read under `tag`.
pub(super) async fn decide(
    visitor: &Visitor,
    proposal: &Value,
    society: &str,
    places: i64,
    tag: &str,
) -> Answer {
    let to = format!("{}/decisions/{society}", path(proposal));
    let body = json!({ "places": places, "reason": "承担国家任务" });
    Answer::of(visitor.request(Method::PUT, &to).header("if-match", tag).json(&body)).await
}

async fn two_officers_at_once_change_a_decision_once(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let other = colleague(app, "test.cast.two").await;
    let proposal = propose(app, &cast).await;
    let row = &proposal["decisions"][0];
    let society = row["society_id"].as_str().unwrap();
    let proposed = row["proposed"].as_i64().unwrap();
    let (one, two) = tokio::join!(
        decide(&cast, &proposal, society, proposed + 1, "\"1\""),
        decide(&other, &proposal, society, proposed + 2, "\"1\""),
    );
    let (won, lost) = if one.status == 200 { (one, two) } else { (two, one) };
    assert_eq!((won.status, lost.outcome()), (200, (412, "stale".to_owned())), "{}", lost.text);
    // The loser is shown what the winner wrote, and its version.
    let present = &lost.json()["present"];
    assert_eq!(present["version"], 2);
    assert_eq!(present["data"]["decided"], won.json()["data"]["decided"]);
    let by = present["data"]["decided_by"].as_str().unwrap();
    assert_eq!(present["data"]["names"], json!({ by: by }), "and who it was");
    let bare = cast.request(Method::PUT, &format!("{}/decisions/{society}", path(&proposal)));
    let bare = Answer::of(bare.json(&json!({ "places": 1, "reason": "x" }))).await;
    assert_eq!(bare.outcome(), (428, "precondition_required".to_owned()));
    // Back to what was proposed: nobody has decided otherwise any more.
    let back = decide(&cast, &proposal, society, proposed, "\"2\"").await.json()["data"].clone();
    assert_eq!((&back["decided"], &back["reason"]), (&json!(proposed), &Value::Null));
}

async fn what_is_decided_is_exactly_the_total_or_is_not_confirmed(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let proposal = propose(app, &cast).await;
    let held = proposal["balance"]["held"].as_i64().unwrap();
    let row = proposal["decisions"][0].clone();
    let society = row["society_id"].as_str().unwrap();
    let more = row["proposed"].as_i64().unwrap() + held + 1;
    let over = decide(&cast, &proposal, society, more, "\"1\"").await;
    assert_eq!(over.status, 200, "{}", over.text);
    let refused = step(&cast, &proposal, "confirm").await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    assert!(
        refused.text.contains(society) && refused.text.contains("超出总数"),
        "{}",
        refused.text
    );

    let all_held = decide(&cast, &proposal, society, more - 1, over.header("etag")).await;
    assert_eq!(all_held.status, 200);
    // Who confirms by what he saw before the change is told so.
    let stale = cast.request(Method::POST, &format!("{}/confirm", path(&proposal)));
    let stale = Answer::of(stale.header("if-match", "\"1\"")).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    let confirmed = step(&cast, &proposal, "confirm").await;
    assert_eq!(confirmed.status, 200, "{}", confirmed.text);
    let data = &confirmed.json()["data"];
    assert_eq!((&data["held"], &data["standing"]), (&json!(0), &json!("confirmed")));
    let late = decide(&cast, &proposal, society, 1, all_held.header("etag")).await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()), "no draft any more");
    let returned = step(&cast, &proposal, "return").await;
    assert_eq!(returned.json()["data"]["standing"], "draft");
}

async fn one_confirms_and_another_publishes(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let other = colleague(app, "test.cast.two").await;
    let proposal = propose(app, &cast).await;
    let early = step(&other, &proposal, "publish").await;
    assert_eq!(early.outcome(), (409, "conflict".to_owned()), "nobody stands by it yet");
    let society = proposal["decisions"][0]["society_id"].as_str().unwrap().to_owned();
    let head = app.sign_in_of(Role::SocietyHead, Some(&society)).await;
    let own = format!("/societies/{society}/quota");
    let before = head.data(&own).await["decisions"].as_array().unwrap().len();

    let bundle = format!("{}/bundle", path(&proposal));
    let take = || head.request(Method::GET, &bundle).send();
    assert_eq!(take().await.unwrap().status(), 403, "not published yet");
    assert_eq!(step(&cast, &proposal, "confirm").await.status, 200);
    let same = step(&cast, &proposal, "publish").await;
    assert_eq!(same.outcome(), (409, "conflict".to_owned()));
    assert!(same.text.contains("确认人以外"), "{}", same.text);
    assert_eq!(head.data(&own).await["decisions"].as_array().unwrap().len(), before);
    app.call("test.cast.two", "示范第二人").await;
    let published = step(&other, &proposal, "publish").await;
    assert_eq!(published.status, 200, "{}", published.text);
    let names = json!({ "test.cast": "test.cast", "test.cast.two": "示范第二人" });
    assert_eq!(published.json()["data"]["names"], names);
    assert_eq!(cast.data("/quota-proposals").await[0]["names"], names);
    assert_eq!(published.json()["data"]["standing"], "appeals");

    // The ledger of the round holds exactly what was decided.
    let ledger = cast.data(&format!("/rounds/{YEAR}/quota-ledger")).await;
    let three = ledger["buckets"].as_array().unwrap().iter().find(|one| one["bucket"] == "THREE");
    let three = three.unwrap();
    assert_eq!((&three["total"], &three["held"]), (&proposal["total"], &proposal["held"]));
    let places = |list: &Value, key: &str| -> Vec<(String, String)> {
        keys(list, "society_id").into_iter().zip(keys(list, key)).collect()
    };
    assert_eq!(places(&three["counters"], "places"), places(&proposal["decisions"], "decided"));
    assert_eq!(take().await.unwrap().status(), 200, "whoever is concerned can compute it anew");
    // The society reads its own decision with what explains it, and nobody else's.
    let read = head.data(&own).await;
    let newest = &read["decisions"][0];
    assert_eq!((&newest["year"], &newest["may_appeal"]), (&json!(YEAR), &json!(true)));
    assert_eq!(newest["outcome"]["society_id"], society.as_str());
    let foreign = proposal["decisions"][1]["society_id"].as_str().unwrap();
    let outcome = head.get(&format!("/societies/{foreign}/quota")).await.outcome();
    assert_eq!(outcome, (404, "not_found".to_owned()));
    assert_eq!(head.get(&path(&proposal)).await.outcome().0, 403);
    // Everybody may read the published scores.
    let public = app.anyone().get(&format!("/public/quotas/{YEAR}")).await;
    assert_eq!(public.status, 200);
    let count = proposal["decisions"].as_array().unwrap().len();
    assert_eq!(public.json()["data"]["decisions"].as_array().unwrap().len(), count);
    // And as a page, without scripts, in both languages; the newest is found without its year.
    for (path, word) in [
        (format!("/public/quotas/{YEAR}"), "申诉期内"),
        (format!("/public/quotas/{YEAR}?lang=en"), "open to appeals"),
        ("/public/quotas?lang=en".to_owned(), "open to appeals"),
    ] {
        let page = Answer::of(app.anyone().bare(Method::GET, &path)).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text.contains(word) && page.text.contains(&format!("id=\"{society}\"")));
        assert!(page.text.len() < 30_000 && !page.text.contains("<script"), "{}", page.text.len());
    }
    for absent in ["/public/quotas/1999", "/public/quotas/%3Cscript%3E"] {
        assert_eq!(Answer::of(app.anyone().bare(Method::GET, absent)).await.status, 404);
    }
}

async fn anybody_can_compute_a_proposal_anew(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let proposal = propose(app, &cast).await;
    let response = cast.request(Method::GET, &format!("{}/bundle", path(&proposal)));
    let bytes = response.send().await.unwrap().bytes().await.unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        let name = file.name().unwrap().into_owned();
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    let at = |name: &str| folder.path().join(name);
    let readme = std::fs::read_to_string(at("README.md")).unwrap();
    let command = readme.lines().find(|line| line.starts_with("laurel engine quota")).unwrap();
    let total = command.split_whitespace().skip_while(|word| *word != "--total").nth(1).unwrap();
    let words: Vec<std::ffi::OsString> = vec![
        "engine".into(),
        "quota".into(),
        "--history".into(),
        at("history.csv").into(),
        "--policy".into(),
        at("policy.toml").into(),
        "--total".into(),
        total.into(),
        "--out".into(),
        at("again.csv").into(),
    ];
    app.laurel(words).done();
    let read = |name: &str| std::fs::read(at(name)).unwrap();
    assert_eq!(read("again.csv"), read("quota.csv"), "the engine gives the same bytes");
    let sums = String::from_utf8(read("SHA256SUMS")).unwrap();
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        assert_eq!(sum, laurel::shared::hex_sha256(&read(name)), "{name}");
    }
    assert_eq!(sums.lines().count(), 4);
    let decisions = String::from_utf8(read("decisions.csv")).unwrap();
    assert!(decisions.lines().next().unwrap().ends_with(",reasons,reasons_en"), "{decisions}");
    let count = proposal["decisions"].as_array().unwrap().len();
    let said = ["得分 ", "Score "].map(|word| decisions.matches(word).count());
    assert_eq!(said, [count, count], "each has its reasons in both languages");
    let sheet = cast.request(Method::GET, &format!("{}/sheet.xlsx", path(&proposal)));
    let sheet = sheet.send().await.unwrap();
    assert!(sheet.headers()["content-disposition"].to_str().unwrap().contains(".xlsx"));
    assert!(sheet.bytes().await.unwrap().starts_with(b"PK"));
    let printed = cast.request(Method::GET, &format!("{}/sheet.pdf", path(&proposal)));
    assert!(printed.send().await.unwrap().bytes().await.unwrap().starts_with(b"%PDF"));
}

async fn a_year_that_is_past_or_taken_is_refused(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let other = colleague(app, "test.cast.two").await;
    let proposal = propose(app, &cast).await;
    let ask = async |year: i32, key: &str| {
        let body = json!({
            "policy_id": proposal["policy"]["id"], "year": year, "total": proposal["total"],
        });
        send(&cast, "/quota-proposals", key, &body).await
    };
    let past = ask(history::NEWEST, "key-of-a-past-year").await;
    assert_eq!(past.outcome(), (422, "invalid".to_owned()));
    assert_eq!(keys(&past.json()["errors"], "pointer"), ["/year"]);
    let second = ask(YEAR, "key-of-a-second-draft").await;
    assert_eq!(second.status, 201, "drafts may be many");
    assert_eq!(step(&cast, &proposal, "confirm").await.status, 200);
    let taken = step(&cast, &second.json()["data"], "confirm").await;
    assert_eq!(taken.outcome(), (409, "conflict".to_owned()));
    assert_eq!(step(&other, &proposal, "publish").await.status, 200);
    assert_eq!(ask(YEAR, "key-of-a-taken-year").await.outcome().0, 409);
    let repeated = send(
        &cast,
        "/quota-proposals",
        "key-of-a-taken-year",
        &json!({
            "policy_id": proposal["policy"]["id"], "year": YEAR + 2, "total": 9,
        }),
    )
    .await;
    // Places of the published round differ from those that the history ends with, or it is too small.
    assert!(repeated.status == 409 || repeated.status == 422, "{}", repeated.text);
}
