//! Does the public see what was released, and nothing else?

use entity::{
    nomination,
    vocabulary::{NominationState, ReviewStage, Role},
};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};
use serde_json::{Value, json};

use super::court::{Court, YEAR, of, path, text};
use crate::{
    harness::{TestApp, Visitor, keys},
    publicity::page,
};

db_tests! {
    round: [
        nobody_outside_sees_a_bit_of_a_draft,
        what_is_released_is_public_and_nothing_else_is,
        who_lost_an_award_is_not_named_any_more,
        a_correction_that_is_not_decided_yet_is_not_public,
    ],
}

/// A public page without what differs from one request to the next.
async fn seen(app: &TestApp, path: &str) -> (u16, String) {
    let answer = page(app, path).await;
    let nonce = answer.text.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next());
    let nonce = nonce.unwrap_or_default().to_owned();
    let text = if nonce.is_empty() { answer.text } else { answer.text.replace(&nonce, "") };
    (answer.status, text)
}

/// What a visitor is told; a refusal names the request.
async fn told(visitor: &Visitor, path: &str) -> (u16, String) {
    let answer = visitor.get(path).await;
    let text = answer.text.split("\"instance\"").next().unwrap_or_default().to_owned();
    (answer.status, text)
}

/// The address of the results of the round, with an ending.
fn results(ending: &str) -> String {
    format!("/public/results/{YEAR}{ending}")
}

async fn nobody_outside_sees_a_bit_of_a_draft(app: &TestApp) {
    let court = Court::of(app, 2).await;
    let head = court.head(app, 0).await;
    let others = [
        app.sign_in(Role::Cast).await,
        app.sign_in(Role::Reviewer).await,
        app.sign_in(Role::CommitteeMember).await,
    ];
    court.voted(app, (ReviewStage::Council, &[0, 1]), &[0, 1]).await;
    court.looked_back().await;
    let own = format!("/nominations/{}", court.nominations[0].id);
    let look = async || {
        let mut all = Vec::new();
        for path in ["/public", "/public/results"] {
            all.push(seen(app, path).await);
        }
        let number = format!("/{}", court.nominations[0].number);
        for ending in ["", ".csv", ".json", "/bundle.json", number.as_str()] {
            all.push(seen(app, &results(ending)).await);
        }
        for path in ["/society-results", own.as_str(), &format!("{own}/decisions")] {
            all.push(told(&head, path).await);
        }
        for other in &others {
            all.push(told(other, &format!("/rounds/{YEAR}")).await);
        }
        all
    };
    let before = look().await;
    let drafted = court.drafted("award").await;
    court.papers(&drafted).await;
    assert_eq!(look().await, before);
    let decision = of(&drafted["decisions"], &court.nominations[0]);
    let decision = format!("/result-decisions/{}", text(&decision["id"]));
    for document in ["letter.pdf", "certificates.pdf"] {
        let answer = head.get(&format!("{decision}/{document}")).await;
        assert_eq!(answer.outcome(), (404, "not_found".to_owned()), "{document}");
    }
    let releases = format!("/rounds/{YEAR}/result-releases");
    let bundle = format!("/rounds/{YEAR}/bundle");
    for visitor in others.iter().chain([&head]) {
        for closed in [&releases, &path(&drafted), &bundle] {
            assert_eq!(visitor.get(closed).await.outcome(), (403, "forbidden".to_owned()));
        }
    }
    court.finished(&drafted).await;
    assert_ne!(look().await, before, "and then everybody sees it");
}

async fn what_is_released_is_public_and_nothing_else_is(app: &TestApp) {
    let court = Court::of(app, 2).await;
    let [won, lost] = [&court.nominations[0], &court.nominations[1]];
    // A round of which nothing is released is to the public as one that there never was.
    for ending in ["", ".csv", ".json", "/bundle.json", "/1"] {
        let (status, text) = seen(app, &results(ending)).await;
        let (other, never) = seen(app, &format!("/public/results/1999{ending}")).await;
        assert_eq!((status, other), (404, 404), "{ending}");
        let of_no_year = |text: &str| text.replace(&YEAR.to_string(), "1999");
        assert_eq!(of_no_year(&text), of_no_year(&never), "{ending}");
    }
    let refused = app.laurel(["export", "results", "--out", "none.csv", "--round", "2027"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    court.passed(app, &[0, 1]).await;
    let released = court.awarded(app, &[0, 1], &[0]).await;
    let award = of(&released["decisions"], won);

    let (status, html) = seen(app, &results("")).await;
    assert_eq!(status, 200);
    assert!(html.contains(&won.number) && html.contains("二等奖"), "{html}");
    assert!(html.contains("示发〔2027〕1 号"), "{html}");
    let newest = page(app, "/public/results").await;
    assert!(newest.text.contains(&won.number), "the newest are found without their year");
    let one = page(app, &results(&format!("/{}", won.number))).await;
    assert_eq!(one.status, 200, "{}", one.text);
    for name in keys(&award["people"], "name") {
        assert!(one.text.contains(&name), "{name}: {}", one.text);
    }
    for text in [&html, &one.text] {
        assert!(!text.contains("<script"), "{text}");
    }
    let lost_page = page(app, &results(&format!("/{}", lost.number))).await;
    assert_eq!(lost_page.status, 404);
    assert_eq!(page(app, &results("/never")).await.status, 404);

    let json = page(app, &results(".json")).await.json();
    assert_eq!(keys(&json["awards"], "number"), [won.number.as_str()]);
    assert_eq!(json["awards"][0]["people"], award["people"]);
    assert_eq!((&json["round"], &json["bundle"]), (&json!(YEAR), &Value::Null));
    let csv = page(app, &results(".csv")).await;
    assert_eq!(csv.status, 200);
    for text in [&html, &json.to_string(), &csv.text] {
        assert!(!text.contains(&lost.number) && !text.contains(&lost.title), "{text}");
    }
    let out = app.folder().join("results.csv");
    let words = ["export", "results", "--out", out.to_str().unwrap(), "--round", "2027"];
    app.laurel(words).done();
    let rows = std::fs::read_to_string(&out).unwrap();
    assert!(rows.contains(&won.number) && !rows.contains(&lost.number), "{rows}");
    assert_eq!(rows.lines().count(), 2, "{rows}");

    app.run_jobs().await;
    let bundle = page(app, &results("/bundle.json")).await;
    assert_eq!(bundle.status, 200);
    let digest = page(app, &results(".json")).await.json()["bundle"]["digest"].take();
    assert!(bundle.text.contains(text(&digest)), "the seal says the digest of the body");
    assert!(page(app, &results("")).await.text.contains(text(&digest)));
}

async fn who_lost_an_award_is_not_named_any_more(app: &TestApp) {
    let court = Court::of(app, 1).await;
    let released = court.awarded(app, &[0], &[0]).await;
    let won = &court.nominations[0];
    let names = keys(&of(&released["decisions"], won)["people"], "name");
    nomination::Entity::update_many()
        .col_expr(nomination::Column::State, Expr::value(NominationState::Revoked))
        .filter(nomination::Column::Id.eq(won.id))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    // Whoever writes behind the back of the house does not turn its edition.
    app.app.edition.turn();
    let json = page(app, &results(".json")).await.json();
    let award = &json["awards"][0];
    assert_eq!((&award["number"], &award["is_revoked"]), (&json!(won.number), &json!(true)));
    assert_eq!((&award["people"], &award["units"]), (&json!([]), &json!([])));
    let one = page(app, &results(&format!("/{}", won.number))).await;
    assert_eq!(one.status, 200, "that it was given and taken back stays to be read");
    for name in &names {
        assert!(!one.text.contains(name.as_str()), "{name}: {}", one.text);
    }
}

async fn a_correction_that_is_not_decided_yet_is_not_public(app: &TestApp) {
    let court = Court::of(app, 2).await;
    court.passed(app, &[0, 1]).await;
    court.awarded(app, &[0, 1], &[0]).await;
    app.run_jobs().await;
    let look = async || {
        // Whoever keeps pages is to make them anew.
        app.app.edition.turn();
        let mut all = Vec::new();
        for ending in ["", ".csv", ".json", "/bundle.json"] {
            all.push(seen(app, &results(ending)).await);
        }
        all
    };
    let before = look().await;
    assert_eq!(before[2].0, 200);
    app.clock.advance(chrono::Duration::minutes(1));
    court.fallen(1, "reversal").await;
    let ends = [NominationState::Awarded, NominationState::CouncilDecision];
    assert_eq!(court.states(app).await, ends);
    app.run_jobs().await;
    assert_eq!(look().await, before);
}
