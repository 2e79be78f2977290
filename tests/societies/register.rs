//! The register itself: least sight, versions, history, lists, what ends soon.

use entity::vocabulary::{Role, Route};
use futures_util::future::join_all;
use laurel::societies::model::Society;
use reqwest::Method;
use sea_orm::{ConnectionTrait as _, EntityTrait as _};
use serde_json::{Value, json};

use super::{faults, put, version};
use crate::harness::{Answer, TestApp, keys};

db_tests! {
    round: [
        a_society_sees_itself_and_no_other,
        two_officers_who_edit_at_once_overwrite_nothing,
        a_change_without_a_version_is_refused,
        the_same_request_twice_adds_one_officer,
        a_credit_code_is_checked_and_belongs_to_one,
        what_became_of_a_society_is_kept_for_good,
        a_society_that_is_stopped_or_gone_may_not_nominate,
        a_grade_holds_five_years_and_may_end_before,
        a_route_changes_between_rounds_only_and_its_effect_is_told,
        the_list_is_filtered_searched_and_sorted,
        what_ends_soon_is_listed,
        a_file_never_wipes_what_it_does_not_carry,
    ],
}

const ANY: &str = "D-A-01";

async fn a_society_sees_itself_and_no_other(app: &TestApp) {
    let own = app.society().await;
    let head = app.sign_in(Role::SocietyHead).await;
    let cast = app.sign_in(Role::Cast).await;
    let foreign = if own == ANY { "D-A-02" } else { ANY };
    // The secrets are there to be shown.
    let shown = cast.data(&format!("/societies/{foreign}")).await;
    let mail = shown["contacts"][0]["email"].as_str().unwrap().to_owned();
    assert_eq!(head.data(&format!("/societies/{own}")).await["society_id"], own.as_str());
    for path in [
        format!("/societies/{foreign}"),
        format!("/societies/{foreign}/delegations"),
        format!("/societies/{foreign}/route-effect?route=direct&from_year=2029"),
        "/societies/NO-SUCH".to_owned(),
    ] {
        let answer = head.get(&path).await;
        assert_eq!(answer.outcome(), (404, "not_found".to_owned()), "{path}");
        assert!(!answer.text.contains(&mail));
    }
    let list = head.data("/societies").await;
    assert_eq!(keys(&list, "society_id"), std::slice::from_ref(&own));
    let hidden = head.data(&format!("/societies?q={foreign}")).await;
    assert_eq!(hidden, json!([]));
    let all = cast.data("/societies?limit=200").await;
    assert_eq!(all.as_array().unwrap().len(), 57);
    let ends = head.data("/expiries").await;
    assert!(keys(&ends, "society_id").iter().all(|code| *code == own), "{ends}");
    assert_eq!(app.sign_in(Role::Reviewer).await.get("/societies").await.status, 403);
    // Only CAST keeps the register.
    let now = version(&head, &format!("/societies/{own}")).await;
    let refused = put(&head, &format!("/societies/{own}"), now, &json!({})).await;
    assert_eq!(refused.outcome(), (403, "forbidden".to_owned()));
}

async fn two_officers_who_edit_at_once_overwrite_nothing(app: &TestApp) {
    let one = app.sign_in(Role::Cast).await;
    let other = app.sign_in(Role::Cast).await;
    let path = format!("/societies/{ANY}");
    let read = one.get(&path).await;
    let seen = version(&one, &path).await;
    assert_eq!(read.header("etag"), format!("\"{seen}\""));
    let mut facts = read.json()["data"]["facts"].clone();
    facts["supporting_unit"] = json!("第一所");
    let first = put(&one, &path, seen, &facts).await;
    assert_eq!(first.status, 200, "{}", first.text);
    assert_eq!(first.header("etag"), format!("\"{}\"", seen + 1));
    facts["supporting_unit"] = json!("第二所");
    let late = put(&other, &path, seen, &facts).await;
    assert_eq!(late.outcome(), (412, "stale".to_owned()));
    // What stands now comes with the refusal, so that both can be shown.
    let present = &late.json()["present"];
    assert_eq!(present["version"], seen + 1);
    assert_eq!(present["data"]["facts"]["supporting_unit"], "第一所");
    assert_eq!(late.header("etag"), format!("\"{}\"", seen + 1));
    let again = put(&other, &path, seen + 1, &facts).await;
    assert_eq!(again.json()["data"]["facts"]["supporting_unit"], "第二所");
    // Twenty at once: one is taken.
    let at_once = (0..20).map(|number| {
        let (one, path, mut facts) = (one.clone(), path.clone(), facts.clone());
        facts["members"] = json!(number);
        async move { put(&one, &path, seen + 2, &facts).await.status }
    });
    let mut taken = 0;
    for status in join_all(at_once).await {
        match status {
            200 => taken += 1,
            status => assert_eq!(status, 412),
        }
    }
    assert_eq!(taken, 1);
    assert_eq!(version(&one, &path).await, seen + 3);
}

async fn a_change_without_a_version_is_refused(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let path = format!("/societies/{ANY}");
    let bare = Answer::of(cast.request(Method::PUT, &path).json(&json!({}))).await;
    assert_eq!(bare.outcome(), (428, "precondition_required".to_owned()));
    let odd = cast.request(Method::PUT, &path).header("if-match", "*").json(&json!({}));
    assert_eq!(Answer::of(odd).await.outcome(), (400, "bad_parameter".to_owned()));
    let english = cast.request(Method::PUT, &path).header("accept-language", "en");
    let title = Answer::of(english.json(&json!({}))).await.json()["title"].clone();
    assert_eq!(title, "The If-Match header is missing");
}

async fn the_same_request_twice_adds_one_officer(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let path = format!("/societies/{ANY}");
    let before = cast.data(&path).await["officers"].as_array().unwrap().len();
    let officer = json!({ "duty": "vice_president", "name": "示例甲", "from_on": "2024-01-01" });
    let body_path = format!("{path}/officers");
    for _ in 0..2 {
        let answer = cast.create(&body_path, "key-of-an-officer", &officer).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
    }
    let now = cast.data(&path).await;
    assert_eq!(now["officers"].as_array().unwrap().len(), before + 1);
    let other = json!({ "duty": "vice_president", "name": "示例乙" });
    let reused = cast.create(&body_path, "key-of-an-officer", &other).await;
    assert_eq!(reused.outcome(), (422, "idempotency_key_reused".to_owned()));
    let keyless = cast.post(&body_path, &other).await;
    assert_eq!(keyless.outcome(), (400, "idempotency_key_required".to_owned()));
    // Changed and removed by key; a foreign key is not there.
    let list = now["officers"].as_array().unwrap();
    let added = list.iter().find(|one| one["name"] == "示例甲").unwrap();
    let one = format!("{body_path}/{}", added["id"].as_str().unwrap());
    let seen = version(&cast, &path).await;
    let turned = json!({ "duty": "vice_president", "name": "示例甲", "from_on": "2025-01-02", "to_on": "2025-01-01" });
    let answer = put(&cast, &one, seen, &turned).await;
    assert_eq!(faults(&answer), [("/to_on".to_owned(), "order".to_owned())]);
    let gone = cast.change(Method::DELETE, &one, seen, &json!({})).await;
    assert_eq!(gone.status, 200, "{}", gone.text);
    let foreign = format!("/societies/D-A-02/officers/{}", added["id"].as_str().unwrap());
    let seen = version(&cast, "/societies/D-A-02").await;
    let absent = put(&cast, &foreign, seen, &officer).await;
    assert_eq!(absent.outcome(), (404, "not_found".to_owned()));
}

async fn a_credit_code_is_checked_and_belongs_to_one(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let path = format!("/societies/{ANY}");
    let detail = cast.data(&path).await;
    let seen = detail["version"].as_i64().unwrap();
    let mut facts = detail["facts"].clone();
    facts["credit_code"] = json!("91350100M000100Y44");
    let wrong = put(&cast, &path, seen, &facts).await;
    assert_eq!(wrong.outcome(), (422, "invalid".to_owned()));
    assert!(wrong.text.contains("校验位不符，应为 3"), "{}", wrong.text);
    facts["credit_code"] = cast.data("/societies/D-A-02").await["facts"]["credit_code"].clone();
    let taken = put(&cast, &path, seen, &facts).await;
    assert_eq!(faults(&taken), [("/credit_code".to_owned(), "taken".to_owned())]);
    facts["credit_code"] = json!("91350100m000100y43");
    let right = put(&cast, &path, seen, &facts).await;
    assert_eq!(right.json()["data"]["facts"]["credit_code"], "91350100M000100Y43");
}

async fn what_became_of_a_society_is_kept_for_good(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let path = format!("/societies/{ANY}/events");
    let event = |kind: &str, more: Value| {
        let mut body = json!({ "kind": kind, "happened_on": "2026-03-01" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let renamed = event("renamed", json!({ "new_name": "示范数学学会" }));
    let answer = cast.create(&path, "key-of-a-name", &renamed).await;
    assert_eq!(answer.json()["data"]["name"], "示范数学学会");
    assert_eq!(answer.json()["data"]["events"][0]["former"], "示范数学与应用数学学会");
    let bare = cast.create(&path, "key-of-nothing", &event("suspended", json!({}))).await;
    assert_eq!(faults(&bare), [("/basis".to_owned(), "basis".to_owned())]);
    let suspended = event("suspended", json!({ "basis": "整改通知（演示）" }));
    let answer = cast.create(&path, "key-of-a-stop", &suspended).await;
    assert_eq!(answer.json()["data"]["status"], "suspended");
    let again = cast.create(&path, "key-of-a-stop-2", &suspended).await;
    assert_eq!(faults(&again), [("/kind".to_owned(), "status".to_owned())]);
    let early = json!({ "kind": "restored", "happened_on": "2026-02-01" });
    let early = cast.create(&path, "key-of-early", &early).await;
    assert_eq!(faults(&early), [("/happened_on".to_owned(), "order".to_owned())]);
    let answer = cast.create(&path, "key-of-a-start", &event("restored", json!({}))).await;
    assert_eq!(answer.json()["data"]["status"], "member");
    let itself = event("merged_into", json!({ "basis": "决议", "other_society": ANY }));
    let itself = cast.create(&path, "key-of-itself", &itself).await;
    assert_eq!(faults(&itself), [("/other_society".to_owned(), "unknown".to_owned())]);
    let merged = event("merged_into", json!({ "basis": "决议", "other_society": "D-A-02" }));
    let answer = cast.create(&path, "key-of-a-merger", &merged).await;
    assert_eq!(answer.json()["data"]["status"], "merged");
    // The database itself refuses to change what was recorded.
    let database = app.app.database.reader();
    for deed in ["UPDATE society_event SET kind = 'joined'", "DELETE FROM qualification_step"] {
        assert!(database.execute_unprepared(deed).await.is_err(), "{deed}");
    }
    assert!(entity::society_event::Entity::find().one(database).await.unwrap().is_some());
}

async fn a_society_that_is_stopped_or_gone_may_not_nominate(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let path = format!("/societies/{ANY}");
    let right = async || {
        let today = laurel::shared::china_day(app.app.clock.now());
        let database = app.app.database.reader();
        let all = laurel::societies::standings(database, today, 2027).await.unwrap();
        let own = all.into_iter().find(|one| one.society_id == ANY).unwrap();
        let told = cast.data(&path).await["qualification"].clone();
        assert_eq!(told, own.qualification.as_str());
        (own.qualification.is_in_force(), own.has_lost_right(), told)
    };
    assert_eq!(right().await, (true, false, json!("granted")));
    for (kind, is_in_force) in
        [("suspended", false), ("restored", true), ("left", false), ("joined", true)]
    {
        let body = json!({ "kind": kind, "happened_on": "2026-03-01", "basis": "决议（演示）" });
        let key = format!("key-of-{kind}");
        let answer = cast.create(&format!("{path}/events"), &key, &body).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let told = if is_in_force { json!("granted") } else { json!("suspended") };
        assert_eq!(right().await, (is_in_force, !is_in_force, told), "{kind}");
    }
    // In the list it is found by how it stands.
    let list = cast.data("/societies?qualification=granted&limit=200").await;
    assert!(keys(&list, "society_id").contains(&ANY.to_owned()));
}

async fn a_grade_holds_five_years_and_may_end_before(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let path = "/societies/D-A-03";
    let grade = json!({ "grade": "5A", "announced_on": "2025-11-02" });
    let answer = cast.create(&format!("{path}/grades"), "key-of-a-grade", &grade).await;
    let detail = answer.json()["data"].clone();
    let newest = &detail["grades"][0];
    assert_eq!(newest["valid_from"], "2026-01-01");
    assert_eq!(newest["valid_to"], "2030-12-31");
    assert_eq!(newest["is_in_force"], true);
    let one = format!("{path}/grades/{}", newest["id"].as_str().unwrap());
    let end = json!({ "ended_on": "2026-06-30", "because": "跟踪检查后降级（演示）" });
    let seen = detail["version"].as_i64().unwrap();
    let ended = put(&cast, &one, seen, &end).await;
    assert_eq!(ended.json()["data"]["grades"][0]["is_in_force"], false, "{}", ended.text);
    let again = put(&cast, &one, seen + 1, &end).await;
    assert_eq!(again.status, 404);
    let check = json!({ "result": "failed", "concluded_on": "2026-09-01", "note": "未按时报送" });
    let answer = put(&cast, &format!("{path}/checks/2025"), seen + 1, &check).await;
    assert_eq!(answer.json()["data"]["checks"][0]["result"], "failed", "{}", answer.text);
    let far = put(&cast, &format!("{path}/checks/2999"), seen + 2, &check).await;
    assert_eq!(faults(&far), [("/year".to_owned(), "range".to_owned())]);
}

async fn a_route_changes_between_rounds_only_and_its_effect_is_told(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let path = format!("/societies/{ANY}");
    let detail = cast.data(&path).await;
    let route = &detail["route"];
    assert_eq!((&route["now"], &route["next_year"]), (&json!("direct"), &json!(2029)));
    let seen = detail["version"].as_i64().unwrap();
    let choice = |route: &str, from_year: i32| json!({ "route": route, "from_year": from_year, "reason": "学会申请（演示）" });
    let begun = put(&cast, &format!("{path}/route"), seen, &choice("via_cast", 2027)).await;
    assert_eq!(faults(&begun), [("/from_year".to_owned(), "round_begun".to_owned())]);
    let same = put(&cast, &format!("{path}/route"), seen, &choice("direct", 2029)).await;
    assert_eq!(faults(&same), [("/route".to_owned(), "same".to_owned())]);
    let effect = cast.data(&format!("{path}/route-effect?route=via_cast&from_year=2029")).await;
    assert!(effect["effect"].as_str().unwrap().contains("2029"), "{effect}");
    let done = put(&cast, &format!("{path}/route"), seen, &choice("via_cast", 2029)).await;
    assert_eq!(done.json()["data"]["route"]["next"], "via_cast", "{}", done.text);
    assert_eq!(done.json()["data"]["route"]["now"], "direct");
    let database = app.app.database.reader();
    for (code, year, way) in [
        (ANY, 2027, Route::Direct),
        (ANY, 2029, Route::ViaCast),
        (ANY, 2031, Route::ViaCast),
        ("D-B-12", 2031, Route::Direct),
        ("NO-SUCH", 2029, Route::ViaCast),
    ] {
        let found = laurel::societies::route_of(database, code, year).await.unwrap();
        assert_eq!(found, way, "{code} {year}");
    }
    // A society without the right goes through CAST.
    let without = "/societies/D-A-04";
    let seen = version(&cast, without).await;
    let refused = put(&cast, &format!("{without}/route"), seen, &choice("direct", 2029)).await;
    assert_eq!(faults(&refused), [("/route".to_owned(), "not_qualified".to_owned())]);
}

async fn the_list_is_filtered_searched_and_sorted(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let answer = cast.get("/societies?limit=5&sort=-society_id").await.json();
    assert_eq!(answer["meta"]["total"], 57);
    assert_eq!(answer["data"].as_array().unwrap().len(), 5);
    let facets = &answer["meta"]["facets"];
    let sum: u64 = facets["qualification"]
        .as_array()
        .unwrap()
        .iter()
        .map(|facet| facet["count"].as_u64().unwrap())
        .sum();
    assert_eq!(sum, 57, "{facets}");
    let appealed = cast.data("/societies?qualification=appealed").await;
    assert_eq!(keys(&appealed, "society_id"), ["D-A-03"]);
    let found = cast.data("/societies?q=optics%20lasers").await;
    assert_eq!(keys(&found, "society_id"), ["D-A-04"]);
    let found = cast.data("/societies?q=%E5%85%89%E5%AD%A6&group=%E7%90%86%E7%A7%91").await;
    assert_eq!(keys(&found, "society_id"), ["D-A-04"]);
    for bad in ["?sort=colour", "?cursor=x", "?nothing=1"] {
        let outcome = cast.get(&format!("/societies{bad}")).await.outcome();
        assert_eq!(outcome, (400, "bad_parameter".to_owned()), "{bad}");
    }
}

async fn what_ends_soon_is_listed(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let of = |list: &Value, kind: &str| -> Vec<(String, i64, String)> {
        list.as_array()
            .unwrap()
            .iter()
            .filter(|one| one["kind"] == kind)
            .map(|one| {
                let text = |name: &str| one[name].as_str().unwrap().to_owned();
                (text("society_id"), one["days_left"].as_i64().unwrap(), text("alert"))
            })
            .collect()
    };
    let list = cast.data("/expiries?within=30").await;
    let rights = of(&list, "qualification");
    assert_eq!(rights.len(), 2, "{rights:?}");
    assert_eq!(rights[0].2, "overdue");
    assert_eq!(rights[1].0, "D-B-12");
    let left = rights[1].1;
    assert!((29..=30).contains(&left), "{left}");
    assert_eq!(of(&list, "evidence")[0].0, "D-B-12");
    // Days pass: the same right is nearer, then over.
    app.clock.advance(chrono::Duration::days(left - 7));
    let later = cast_again(app).await.data("/expiries?within=7").await;
    let own =
        |list: &Value| of(list, "qualification").into_iter().find(|one| one.0 == "D-B-12").unwrap();
    assert_eq!(own(&later), ("D-B-12".to_owned(), 7, "within7".to_owned()));
    app.clock.advance(chrono::Duration::days(8));
    let visitor = cast_again(app).await;
    assert_eq!(own(&visitor.data("/expiries?within=7").await).2, "overdue");
    let detail = visitor.data("/societies/D-B-12").await;
    assert_eq!(detail["qualification"], "expired");
    assert_eq!(cast.get("/expiries?within=8").await.status, 401, "the session has ended");
}

async fn cast_again(app: &TestApp) -> crate::harness::Visitor {
    app.sign_in(Role::Cast).await
}

async fn a_file_never_wipes_what_it_does_not_carry(app: &TestApp) {
    let row = Society {
        society_id: ANY.to_owned(),
        name: "示范数学会".to_owned(),
        members: Some(7),
        ..Society::default()
    };
    let (app, cast) = (&app.app, app.sign_in(Role::Cast).await);
    let before = cast.data(&format!("/societies/{ANY}")).await;
    for expected in [(1, 0), (0, 1)] {
        let tx = app.database.begin_write().await.unwrap();
        let rows = std::slice::from_ref(&row);
        let now = app.clock.now();
        let done = laurel::societies::apply(&*tx, app.ids, now, rows).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((done.updated, done.unchanged), expected);
    }
    let after = cast.data(&format!("/societies/{ANY}")).await;
    assert_eq!(after["facts"]["members"], 7);
    assert_eq!(after["facts"]["credit_code"], before["facts"]["credit_code"]);
    assert_eq!(after["facts"]["group"], before["facts"]["group"]);
    assert_eq!(after["version"].as_i64(), before["version"].as_i64().map(|seen| seen + 1));
    // The old name is kept in the history.
    assert_eq!(after["events"][0]["former"], before["name"]);
}
