//! Do letters and certificates say what was decided?

use entity::{
    nomination,
    vocabulary::{NominationState, ReviewStage, Role},
};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};
use serde_json::Value;

use super::court::{Court, YEAR, of, text};
use crate::harness::{TestApp, Visitor, walk::pdf_text};

db_tests! {
    round: [
        letters_and_certificates_say_what_was_decided,
        a_letter_is_there_for_who_may_know_of_its_decision,
    ],
}

/// The address of a document of a decision.
fn at(decision: &Value, document: &str) -> String {
    format!("/result-decisions/{}/{document}", text(&decision["id"]))
}

/// A document, which must be there.
async fn made(visitor: &Visitor, path: &str) -> Vec<u8> {
    let answer = visitor.request(Method::GET, path).send().await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    assert_eq!(answer.headers()["content-type"], "application/pdf", "{path}");
    answer.bytes().await.unwrap().to_vec()
}

/// A text without its blanks, as a document is read back.
fn plain(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The texts below a key of a list, or the list itself.
fn names(list: &Value, key: &str) -> Vec<String> {
    let all = list.as_array().unwrap().iter();
    all.map(|one| plain(one.as_str().unwrap_or_else(|| text(&one[key])))).collect()
}

async fn letters_and_certificates_say_what_was_decided(app: &TestApp) {
    let court = Court::of(app, 2).await;
    let head = court.head(app, 0).await;
    let released = court.awarded(app, &[0, 1], &[0]).await;
    let award = of(&released["decisions"], &court.nominations[0]);
    let lost = of(&released["decisions"], &court.nominations[1]);
    let letter = format!("{}?lang=zh", at(award, "letter.pdf"));
    let told = made(&court.office, &letter).await;
    assert!(told.starts_with(b"%PDF-"));
    assert_eq!(told, made(&head, &letter).await, "the same decision, the same letter");
    let english = made(&head, &format!("{}?lang=en", at(award, "letter.pdf"))).await;
    let refused = made(&court.office, &format!("{}?lang=zh", at(lost, "letter.pdf"))).await;
    let number = court.nominations[0].number.as_str();
    if let (Some(said), Some(other)) = (pdf_text(&told), pdf_text(&english)) {
        let document = format!("示发〔{YEAR}〕1号");
        for part in [number, "二等奖", document.as_str(), &plain(&court.nominations[0].title)] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(other.contains("secondgrade") && other.contains(number), "{other}");
        let refused = pdf_text(&refused).unwrap();
        assert!(refused.contains("未授奖") && !refused.contains("二等奖"), "{refused}");
    }

    let certificates = format!("{}?lang=zh", at(award, "certificates.pdf"));
    let certificates = made(&head, &certificates).await;
    let (people, units) = (names(&award["people"], "name"), names(&award["units"], "name"));
    let pages = lopdf::Document::load_mem(&certificates).unwrap().get_pages().len();
    assert_eq!(pages, people.len() + units.len(), "one for each who receives it");
    if let Some(said) = pdf_text(&certificates) {
        for name in people.iter().chain(&units) {
            assert!(said.contains(name), "{name}: {said}");
        }
    }
    let none = court.office.get(&at(lost, "certificates.pdf")).await;
    assert_eq!(none.outcome(), (404, "not_found".to_owned()));
}

async fn a_letter_is_there_for_who_may_know_of_its_decision(app: &TestApp) {
    let court = Court::of(app, 2).await;
    let head = court.head(app, 0).await;
    court.voted(app, (ReviewStage::FirstReview, &[0, 1]), &[0]).await;
    let drafted = court.drafted("first_review").await;
    let letter = at(of(&drafted["decisions"], &court.nominations[0]), "letter.pdf");
    for who in [&court.office, &court.second, &head] {
        assert_eq!(who.get(&letter).await.outcome().0, 404, "a draft has none");
    }
    court.finished(&drafted).await;
    let supervisor = app.sign_in(Role::Supervisor).await;
    for who in [&court.office, &head, &supervisor] {
        made(who, &letter).await;
    }
    let society = court.nominations[0].society_code.as_deref();
    let other = if society == Some("D-A-01") { "D-A-02" } else { "D-A-01" };
    let stranger = app.sign_in_of(Role::SocietyHead, Some(other)).await;
    assert_eq!(stranger.get(&letter).await.outcome(), (404, "not_found".to_owned()));
    let cast = app.sign_in(Role::Cast).await;
    assert_eq!(cast.get(&letter).await.outcome(), (403, "forbidden".to_owned()));
    assert_eq!(app.anyone().get(&letter).await.status, 401);

    // What is taken back keeps its letter and has no certificates any more.
    let released = court.awarded(app, &[0], &[0]).await;
    let award = of(&released["decisions"], &court.nominations[0]);
    made(&head, &at(award, "certificates.pdf")).await;
    nomination::Entity::update_many()
        .col_expr(nomination::Column::State, Expr::value(NominationState::Revoked))
        .filter(nomination::Column::Id.eq(court.nominations[0].id))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    assert_eq!(head.get(&at(award, "certificates.pdf")).await.outcome().0, 404);
    made(&head, &at(award, "letter.pdf")).await;
}
