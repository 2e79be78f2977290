//! Is a publicity drafted, released by a second person, and opened and closed by the clock alone?

use entity::vocabulary::{NominationState, Role};
use futures_util::future::join_all;
use laurel::notices::{clock::sweep, objections};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};
use serde_json::json;

use super::{
    SECOND, YEAR, colleague, count, draft, instant, new, office, page, pass, path, released, send,
    set, version,
};
use crate::harness::TestApp;

db_tests! {
    round: [
        a_publicity_is_public_from_its_first_instant_and_over_at_its_last,
        nobody_outside_the_office_learns_of_a_draft,
        many_are_meant_only_when_their_number_is_typed,
        what_changed_since_it_was_drafted_is_not_released,
        several_released_at_once_have_numbers_of_their_own,
        a_draft_is_changed_and_thrown_away_by_who_saw_it,
        a_draft_may_become_one_of_the_other_kind,
        the_nominations_follow_the_clock_once_on_any_number_of_nodes,
    ],
}

async fn a_publicity_is_public_from_its_first_instant_and_over_at_its_last(app: &TestApp) {
    pass(app, 3).await;
    let shown = released(app, &new(app, None)).await;
    assert_eq!(shown["number"], format!("{YEAR}-first-review-1"));
    assert_eq!(shown["standing"], "waiting");
    let (opens, closes) = (instant(&shown, "opens_at"), instant(&shown, "closes_at"));
    assert_eq!((closes - opens).num_days(), 20);
    let address = format!("/public/publicities/{}", shown["number"].as_str().unwrap());
    let all = ["", ".csv", ".json", "/1", "/1.csv", "/1.json", "/corrections"];
    for (at, is_public, is_open) in [
        (opens - SECOND, false, false),
        (opens, true, true),
        (opens + SECOND, true, true),
        (closes - SECOND, true, true),
        (closes, true, false),
        (closes + SECOND, true, false),
        // A clock that was wrong and set right shows what is right.
        (opens - SECOND, false, false),
    ] {
        set(app, at);
        for ending in all {
            let answer = page(app, &format!("{address}{ending}")).await;
            assert_eq!(answer.status, if is_public { 200 } else { 404 }, "{at} {ending}");
        }
        let home = page(app, "/public").await.text;
        assert_eq!(home.contains("初评结果公示（试）"), is_public, "{at}");
        if !is_public {
            continue;
        }
        let list = page(app, &address).await.text;
        let entry = page(app, &format!("{address}/1")).await.text;
        let objecting =
            format!("/public/objections/new?publicity={}", shown["number"].as_str().unwrap());
        let objecting = format!("{objecting}&#38;entry=1");
        assert_eq!(entry.contains(&objecting), is_open, "{at}: {entry}");
        assert_eq!(list.contains("公示已结束"), !is_open, "{at}");
        let json = page(app, &format!("{address}.json")).await.json();
        assert_eq!(json["publicity"]["standing"], if is_open { "open" } else { "closed" }, "{at}");
    }
}

async fn nobody_outside_the_office_learns_of_a_draft(app: &TestApp) {
    let passed = pass(app, 3).await;
    let supervisor = app.sign_in(Role::Supervisor).await;
    let society = app.sign_in(Role::SocietyHead).await;
    let paths = ["/public", "/public/publicities", "/public/publicities/2027-first-review-1"];
    let look = async || {
        let mut seen = Vec::new();
        for path in paths {
            let answer = page(app, path).await;
            let nonce =
                answer.text.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next());
            let nonce = nonce.unwrap_or_default().to_owned();
            let text = if nonce.is_empty() { answer.text } else { answer.text.replace(&nonce, "") };
            seen.push((answer.status, text));
        }
        for visitor in [&supervisor, &society] {
            seen.push((0, visitor.get(&format!("/rounds/{YEAR}")).await.text));
            seen.push((0, visitor.get(&format!("/rounds/{YEAR}/nominations")).await.text));
            seen.push((0, visitor.get(&format!("/nominations/{}", passed[0].id)).await.text));
        }
        let cleaned = seen.into_iter().map(|(status, text)| {
            // A refusal names the request.
            let text = text.split("\"instance\"").next().unwrap_or_default().to_owned();
            (status, text)
        });
        cleaned.collect::<Vec<_>>()
    };
    let before = look().await;
    let first = draft(&office(app).await, &new(app, None)).await;
    assert_eq!(look().await, before);
    for visitor in [&supervisor, &society, &app.sign_in(Role::Cast).await] {
        let address = path(&first);
        for read in [address.clone(), format!("{address}/entries"), format!("{address}/entries/1")]
        {
            assert_eq!(visitor.get(&read).await.outcome(), (403, "forbidden".to_owned()));
        }
        let list = visitor.get(&format!("/rounds/{YEAR}/publicities")).await;
        assert_eq!(list.outcome(), (403, "forbidden".to_owned()));
    }
    // Nor does its number tell how many drafts there were.
    let drafted = office(app).await;
    let thrown = send(&drafted, (Method::DELETE, &path(&first)), version(&first), &json!({})).await;
    assert_eq!(thrown.status, 204, "{}", thrown.text);
    let shown = released(app, &new(app, None)).await;
    assert_eq!(shown["number"], format!("{YEAR}-first-review-1"));
}

async fn many_are_meant_only_when_their_number_is_typed(app: &TestApp) {
    pass(app, 21).await;
    let office = office(app).await;
    let preview = office.data(&format!("/rounds/{YEAR}/publicity-preview?kind=first_review")).await;
    assert_eq!((&preview["count"], &preview["days"]), (&json!(21), &json!(20)));
    assert_eq!(preview["nominations"].as_array().unwrap().len(), 21);
    let to = format!("/rounds/{YEAR}/publicities");
    for confirmed in [None, Some(20)] {
        let refused = send(&office, (Method::POST, &to), 0, &new(app, confirmed)).await;
        assert_eq!(refused.outcome(), (422, "invalid".to_owned()));
        assert!(refused.text.contains("21"), "{}", refused.text);
    }
    let drafted = draft(&office, &new(app, Some(21))).await;
    assert_eq!(drafted["count"], 21);
    let release = format!("{}/release", path(&drafted));
    let typed = json!({ "confirmed_count": 21 });
    let own = send(&office, (Method::POST, &release), version(&drafted), &typed).await;
    assert_eq!(own.outcome(), (409, "conflict".to_owned()));
    assert!(own.text.contains("另一人"), "{}", own.text);
    let other = colleague(app).await;
    let untyped = send(&other, (Method::POST, &release), version(&drafted), &json!({})).await;
    assert_eq!(untyped.outcome(), (422, "invalid".to_owned()));
    let done = send(&other, (Method::POST, &release), version(&drafted), &typed).await;
    assert_eq!(done.status, 200, "{}", done.text);
    let data = done.json()["data"].take();
    assert_eq!(data["digest"].as_str().unwrap().len(), 64);
    let twice = send(&other, (Method::POST, &release), version(&data), &typed).await;
    assert_eq!(twice.outcome(), (409, "conflict".to_owned()));
    // Nobody is shown twice by the same kind.
    let nothing = send(&office, (Method::POST, &to), 0, &new(app, None)).await;
    assert_eq!(nothing.outcome(), (409, "conflict".to_owned()));
}

async fn what_changed_since_it_was_drafted_is_not_released(app: &TestApp) {
    let passed = pass(app, 2).await;
    let drafted = draft(&office(app).await, &new(app, None)).await;
    let reader = app.app.database.reader();
    entity::nomination::Entity::update_many()
        .col_expr(entity::nomination::Column::Version, Expr::value(passed[1].version + 1))
        .filter(entity::nomination::Column::Id.eq(passed[1].id))
        .exec(reader)
        .await
        .unwrap();
    let other = colleague(app).await;
    let release = format!("{}/release", path(&drafted));
    let refused = send(&other, (Method::POST, &release), version(&drafted), &json!({})).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    assert!(refused.text.contains(&passed[1].number), "{}", refused.text);
    assert!(!refused.text.contains(&passed[0].number));
    // Made anew, it is.
    let office = office(app).await;
    let anew =
        send(&office, (Method::PUT, &path(&drafted)), version(&drafted), &new(app, None)).await;
    assert_eq!(anew.status, 200, "{}", anew.text);
    let stale = send(&other, (Method::POST, &release), version(&drafted), &json!({})).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    let seen = version(&anew.json()["data"]);
    let done = send(&other, (Method::POST, &release), seen, &json!({})).await;
    assert_eq!(done.status, 200, "{}", done.text);
}

async fn several_released_at_once_have_numbers_of_their_own(app: &TestApp) {
    const AT_ONCE: usize = 4;
    let passed = pass(app, 4).await;
    let office = office(app).await;
    let mut drafts = Vec::new();
    for at in 0..AT_ONCE {
        // What an earlier draft shows is left out by itself.
        let mut body = new(app, None);
        body["left_out"] = passed.iter().skip(at + 1).map(|one| json!(one.id)).collect();
        drafts.push(draft(&office, &body).await);
    }
    let other = colleague(app).await;
    let answers = join_all(drafts.iter().map(async |drafted| {
        let to = format!("{}/release", path(drafted));
        send(&other, (Method::POST, &to), version(drafted), &json!({})).await
    }))
    .await;
    let mut numbers = Vec::new();
    for answer in answers {
        assert_eq!(answer.status, 200, "{}", answer.text);
        numbers.push(answer.json()["data"]["number"].as_str().unwrap().to_owned());
    }
    numbers.sort();
    let expected: Vec<_> = (1..=AT_ONCE).map(|at| format!("{YEAR}-first-review-{at}")).collect();
    assert_eq!(numbers, expected);
}

async fn a_draft_is_changed_and_thrown_away_by_who_saw_it(app: &TestApp) {
    pass(app, 3).await;
    let office = office(app).await;
    let to = format!("/rounds/{YEAR}/publicities");
    let mut bad = new(app, None);
    bad["opens_at"] = json!(app.app.clock.now());
    let refused = send(&office, (Method::POST, &to), 0, &bad).await;
    assert!(refused.text.contains("opens_too_soon"), "{}", refused.text);
    let mut bad = new(app, None);
    bad["closes_at"] = json!(super::midnight(app) + chrono::Duration::days(19));
    let refused = send(&office, (Method::POST, &to), 0, &bad).await;
    assert!(refused.text.contains("closes_too_soon"), "{}", refused.text);
    let mut bad = new(app, None);
    bad["title"] = json!("公示（联系 13812345678）");
    let refused = send(&office, (Method::POST, &to), 0, &bad).await;
    assert!(refused.text.contains("private"), "{}", refused.text);

    let body = new(app, None);
    let first = office.create(&to, "key-of-a-publicity", &body).await;
    let again = office.create(&to, "key-of-a-publicity", &body).await;
    assert_eq!(first.json()["data"]["id"], again.json()["data"]["id"]);
    let drafted = first.json()["data"].take();
    let one = format!("{}/entries/1", path(&drafted));
    let entry = office.data(&one).await;
    assert_eq!(entry["position"], 1);
    let nomination = entry["nomination_id"].clone();
    let mut less = new(app, None);
    less["left_out"] = json!([nomination]);
    let changed = send(&office, (Method::PUT, &path(&drafted)), version(&drafted), &less).await;
    assert_eq!(changed.json()["data"]["count"], 2, "{}", changed.text);
    let stale =
        send(&office, (Method::DELETE, &path(&drafted)), version(&drafted), &json!({})).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    let seen = version(&changed.json()["data"]);
    let gone = send(&office, (Method::DELETE, &path(&drafted)), seen, &json!({})).await;
    assert_eq!(gone.status, 204, "{}", gone.text);
    assert_eq!(office.get(&path(&drafted)).await.outcome(), (404, "not_found".to_owned()));
}

async fn a_draft_may_become_one_of_the_other_kind(app: &TestApp) {
    // Those of the demonstration show what is to wait here.
    let reader = app.app.database.reader();
    entity::objection::Entity::delete_many().exec(reader).await.unwrap();
    entity::publicity::Entity::delete_many().exec(reader).await.unwrap();
    pass(app, 2).await;
    let office = office(app).await;
    let drafted = draft(&office, &new(app, None)).await;
    let waiting = office.data(&format!("/rounds/{YEAR}/publicity-preview?kind=acceptance")).await;
    let mut other = new(app, waiting["count"].as_u64());
    other["kind"] = json!("acceptance");
    let changed = send(&office, (Method::PUT, &path(&drafted)), version(&drafted), &other).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let changed = changed.json()["data"].take();
    assert_eq!((&changed["kind"], &changed["count"]), (&json!("acceptance"), &waiting["count"]));
    let release = format!("{}/release", path(&changed));
    let typed = json!({ "confirmed_count": changed["count"] });
    let second = colleague(app).await;
    let done = send(&second, (Method::POST, &release), version(&changed), &typed).await;
    assert_eq!(done.status, 200, "{}", done.text);
    let number = done.json()["data"]["number"].as_str().unwrap().to_owned();
    assert!(number.starts_with(&format!("{YEAR}-acceptance-")), "{number}");
}

async fn the_nominations_follow_the_clock_once_on_any_number_of_nodes(app: &TestApp) {
    let passed = pass(app, 5).await;
    // What the demonstration shows already follows first.
    sweep(&app.app).await.unwrap();
    assert_eq!(sweep(&app.app).await.unwrap(), 0);
    let shown = released(app, &new(app, None)).await;
    let (opens, closes) = (instant(&shown, "opens_at"), instant(&shown, "closes_at"));
    set(app, opens - SECOND);
    assert_eq!(sweep(&app.app).await.unwrap(), 0);
    assert_eq!(count(app, &passed, NominationState::FirstReviewPassed).await, 5);
    set(app, opens);
    let (one, two) = tokio::join!(sweep(&app.app), sweep(&app.app));
    assert_eq!(one.unwrap() + two.unwrap(), 5);
    assert_eq!(count(app, &passed, NominationState::FirstReviewPublicity).await, 5);
    for (at, state) in [
        (closes - SECOND, NominationState::FirstReviewPublicity),
        (closes, NominationState::ObjectionClear),
    ] {
        set(app, at);
        sweep(&app.app).await.unwrap();
        objections::sweep(&app.app).await.unwrap();
        assert_eq!(count(app, &passed, state).await, 5, "{at}");
    }
    let steps = entity::nomination_step::Entity::find()
        .filter(entity::nomination_step::Column::NominationId.eq(passed[1].id))
        .all(app.app.database.reader())
        .await
        .unwrap();
    let taken: Vec<NominationState> = steps.iter().map(|step| step.to_state).collect();
    let both = [NominationState::FirstReviewPublicity, NominationState::ObjectionClear];
    assert_eq!(taken, both, "each once");
}
