//! Does a bundle prove itself, and betray every change?

use entity::{
    agenda_item, result_bundle,
    vocabulary::{AgendaState, ReviewStage, Role},
};
use laurel::results::bundle::{Checked, check};
use reqwest::Method;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, sea_query::Expr,
};
use serde_json::{Value, json};

use super::court::{Court, YEAR};
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [
        what_was_released_is_computed_anew_from_its_bundle,
        a_later_release_of_awards_makes_another_bundle,
        an_award_that_is_taken_back_makes_another_bundle_that_names_nobody,
    ],
}

/// How many bits of a bundle are turned over, one at a time; ten thousand more are in the unit tests.
const FLIPS: usize = 1_000;

/// The address of the newest bundle below the API.
fn address() -> String {
    format!("/rounds/{YEAR}/bundle")
}

/// The newest bundle, as a reader of the house and as anybody gets it.
async fn newest(app: &TestApp, visitor: &Visitor) -> Vec<u8> {
    let answer = visitor.request(Method::GET, &address()).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let bytes = answer.bytes().await.unwrap().to_vec();
    let public = format!("/public/results/{YEAR}/bundle.json");
    let answer = app.anyone().bare(Method::GET, &public).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.bytes().await.unwrap().to_vec(), bytes, "the same for everybody");
    bytes
}

/// The body of a bundle.
fn body(bundle: &[u8]) -> Value {
    serde_json::from_slice(bundle.split(|byte| *byte == b'\n').next().unwrap()).unwrap()
}

fn holds(app: &TestApp, bundle: &[u8]) -> Checked {
    let key = app.app.signer.public_key();
    check(bundle, Some(&key)).unwrap_or_else(|broken| panic!("{broken:?}"))
}

async fn what_was_released_is_computed_anew_from_its_bundle(app: &TestApp) {
    let court = Court::of(app, 4).await;
    // Three pass the panel, two the committee, one the council.
    court.voted(app, (ReviewStage::FirstReview, &[0, 1, 2, 3]), &[0, 1, 2]).await;
    court.released("first_review").await;
    court.voted(app, (ReviewStage::Committee, &[0, 1, 2]), &[0, 1]).await;
    court.released("committee").await;
    assert_eq!(court.office.get(&address()).await.outcome(), (404, "not_found".to_owned()));
    court.awarded(app, &[0, 1], &[0]).await;
    app.run_jobs().await;
    let bundle = newest(app, &court.office).await;
    let Checked { round, number, steps, .. } = holds(app, &bundle);
    assert_eq!((round, number), (YEAR, 1));
    assert_eq!(steps.len(), 13, "{steps:?}");
    let said = body(&bundle);
    assert_eq!(said["decisions"].as_array().unwrap().len(), 4 + 3 + 2);
    assert_eq!(said["meetings"].as_array().unwrap().len(), 3);
    assert_eq!(said["published"].as_array().unwrap().len(), 1);
    nobody_is_named(&court, &said);

    app.run_jobs().await;
    let made = result_bundle::Entity::find()
        .filter(result_bundle::Column::RoundId.eq(app.round(YEAR).await))
        .count(app.app.database.reader())
        .await
        .unwrap();
    assert_eq!(made, 1, "one release, one bundle");
    let head = court.head(app, 0).await;
    assert_eq!(head.get(&address()).await.outcome(), (403, "forbidden".to_owned()));
    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(newest(app, &supervisor).await, bundle);
    the_program_says_so(app, &bundle);
    every_bit_counts(app, &bundle);
}

/// Who won is named; of everybody else a bundle has no word.
fn nobody_is_named(court: &Court, said: &Value) {
    let text = said.to_string();
    let [won, others @ ..] = court.nominations.as_slice() else { panic!("there are four") };
    assert!(text.contains(&won.number) && text.contains(&won.title), "{text}");
    assert!(!text.contains(&won.id.to_string()));
    for other in others {
        for secret in [&other.number, &other.title, &other.id.to_string()] {
            assert!(!text.contains(secret.as_str()), "{secret}");
        }
    }
    for secret in ["court.", "委员0", "委员1", "test.office", "示范会议"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

/// `laurel verify` says each step, and fails where a byte is another.
fn the_program_says_so(app: &TestApp, bundle: &[u8]) {
    let file = |name: &str, bytes: &[u8]| {
        let path = app.folder().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let path = file("bundle.json", bundle);
    let said = app.laurel(["verify", &path]).done();
    assert!(said.out.contains("the signature holds"), "{said:?}");
    assert!(said.out.contains(&format!("the bundle 1 of the round of {YEAR} holds")), "{said:?}");
    assert!(said.out.contains(&app.app.signer.public_key()), "the key is shown to be compared");
    let key = file("key.txt", app.app.signer.public_key().as_bytes());
    app.laurel(["verify", &path, "--key", &key]).done();
    let other = file("other.txt", b"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    let refused = app.laurel(["verify", &path, "--key", &other]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.err.contains("not signed by this key"), "{refused:?}");
    let text = String::from_utf8(bundle.to_vec()).unwrap();
    let changed = text.replacen("\"votes\":3", "\"votes\":2", 1);
    assert_ne!(changed, text);
    let refused = app.laurel(["verify", &file("changed.json", changed.as_bytes())]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.err.contains("the body was changed"), "{refused:?}");
}

/// A bundle with one bit turned over is no bundle of ours, wherever the bit is.
fn every_bit_counts(app: &TestApp, bundle: &[u8]) {
    let key = app.app.signer.public_key();
    for flip in 0..FLIPS {
        let mut other = bundle.to_vec();
        let at = flip * 7_919 % other.len();
        other[at] ^= 1 << (flip % 8);
        assert!(check(&other, Some(&key)).is_err(), "bit {} of byte {at}", flip % 8);
    }
}

async fn a_later_release_of_awards_makes_another_bundle(app: &TestApp) {
    let court = Court::of(app, 2).await;
    court.passed(app, &[0, 1]).await;
    court.voted(app, (ReviewStage::Council, &[0, 1]), &[0, 1]).await;
    // The council puts the second off, and takes it up again later.
    agenda_item::Entity::update_many()
        .col_expr(agenda_item::Column::State, Expr::value(AgendaState::PutOff))
        .filter(agenda_item::Column::NominationId.eq(court.nominations[1].id))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    court.looked_back().await;
    let drafted = court.drafted("award").await;
    court.papers(&drafted).await;
    court.finished(&drafted).await;
    app.run_jobs().await;
    let first = newest(app, &court.office).await;
    assert_eq!(holds(app, &first).number, 1);
    assert_eq!(body(&first)["published"].as_array().unwrap().len(), 1);

    court.awarded(app, &[1], &[1]).await;
    app.run_jobs().await;
    let second = newest(app, &court.office).await;
    assert_eq!(holds(app, &second).number, 2);
    let said = body(&second);
    assert_eq!(said["published"].as_array().unwrap().len(), 2);
    assert_eq!(said["decisions"].as_array().unwrap().len(), 2 + 2 + 2 + 1);
    // The earlier one stays as true as it was.
    assert_eq!(holds(app, &first).number, 1);
}

async fn an_award_that_is_taken_back_makes_another_bundle_that_names_nobody(app: &TestApp) {
    let court = Court::of(app, 2).await;
    court.passed(app, &[0, 1]).await;
    court.awarded(app, &[0, 1], &[0, 1]).await;
    app.run_jobs().await;
    let first = newest(app, &court.office).await;
    let number = court.nominations[0].number.as_str();
    let award = |said: &Value| {
        let all = said["published"].as_array().unwrap();
        all.iter().find(|one| one["number"] == number).unwrap().clone()
    };
    let named = award(&body(&first));
    assert!(!named["people"].as_array().unwrap().is_empty(), "{named}");
    assert_eq!(named["is_revoked"], false);
    court.fallen(0, "revocation_94").await;
    app.run_jobs().await;
    let second = newest(app, &court.office).await;
    assert_eq!(holds(app, &second).number, 2);
    let said = body(&second);
    assert_eq!(said["published"].as_array().unwrap().len(), 2);
    let taken = award(&said);
    assert_eq!((&taken["people"], &taken["is_revoked"]), (&json!([]), &json!(true)));
    assert_eq!(taken["units"], json!([]));
}
