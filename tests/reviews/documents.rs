//! Are documents and marks the reviewer's own?

use entity::review_assignment;
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};
use serde_json::{Value, json};

use super::desk::{Desk, Reviewer, opened, reviewer};
use crate::harness::{Answer, TestApp, Visitor, walk};

db_tests! {
    round: [a_document_is_opened_by_its_reviewer_alone, marks_are_private_and_kept_by_version],
}

fn documents(one: &Reviewer) -> String {
    format!("/my-reviews/{}/documents", one.own[0])
}

fn marks(one: &Reviewer) -> String {
    format!("/my-reviews/{}/marks", one.own[0])
}

async fn a_document_is_opened_by_its_reviewer_alone(app: &TestApp) {
    let Desk { office, nominations, .. } = opened(app).await;
    let one = reviewer(app, 51, &nominations[..1]).await;
    let two = reviewer(app, 52, &nominations[..1]).await;
    let listed = one.visitor.data(&documents(&one)).await;
    assert_eq!(
        (&listed[0]["key"], &listed[0]["media_type"]),
        (&json!("main"), &json!("application/pdf"))
    );
    let main = format!("{}/main", documents(&one));
    let answer = one.visitor.request(Method::GET, &main).send().await.unwrap();
    let headers = answer.headers().clone();
    let header = |name: &str| headers.get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(
        (answer.status().as_u16(), header("content-type").as_str()),
        (200, "application/pdf")
    );
    assert!(header("content-disposition").starts_with("inline;"), "{headers:?}");
    assert_eq!(header("cache-control"), "private, no-store");
    let bytes = answer.bytes().await.unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    // By the word across the pages, which is drawn, the office can tell the copies apart, and no name is on either.
    let again = one.visitor.request(Method::GET, &main).send().await.unwrap();
    assert_eq!(again.bytes().await.unwrap(), bytes, "the same for the same reviewer");
    let own = format!("{}/main", documents(&two));
    let other = two.visitor.request(Method::GET, &own).send().await.unwrap();
    let other = other.bytes().await.unwrap();
    assert_ne!(other, bytes);
    if let Some(said) = walk::pdf_text(&bytes) {
        assert!(said.contains("评审用副本"), "{said}");
        assert_eq!(walk::pdf_text(&other).unwrap(), said);
        for name in ["test.sheets.51", &one.expert.to_string()] {
            assert!(!said.contains(name), "{name}");
        }
    }
    let absent = one.visitor.get(&format!("{}/file-999", documents(&one))).await;
    assert_eq!(absent.outcome(), (404, "not_found".to_owned()));
    for path in [documents(&one), main.clone()] {
        assert_eq!(two.visitor.get(&path).await.status, 404, "{path}");
        assert_eq!(office.get(&path).await.status, 403, "{path}");
        assert_eq!(app.anyone().get(&path).await.status, 401, "{path}");
    }

    // What is suspended is closed at once.
    review_assignment::Entity::update_many()
        .col_expr(
            review_assignment::Column::FrozenAt,
            Expr::value(laurel::shared::Clock::now(&app.clock)),
        )
        .filter(review_assignment::Column::Id.eq(one.own[0]))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    for path in [documents(&one), main, marks(&one)] {
        assert_eq!(one.visitor.get(&path).await.status, 404, "{path}");
    }
}

fn mark(text: &str, page: u32) -> Value {
    json!({ "document": "main", "page": page, "text": text, "color": "green" })
}

async fn made(who: &Visitor, path: &str, key: &str, body: &Value) -> Value {
    let made = who.create(path, key, body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["data"].take()
}

async fn marks_are_private_and_kept_by_version(app: &TestApp) {
    let Desk { office, nominations, .. } = opened(app).await;
    let one = reviewer(app, 53, &nominations[..1]).await;
    let two = reviewer(app, 54, &nominations[..1]).await;
    let who = &one.visitor;
    let first = made(who, &marks(&one), "key-of-a-mark-1", &mark("此处存疑甲", 2)).await;
    let again = made(who, &marks(&one), "key-of-a-mark-1", &mark("此处存疑甲", 2)).await;
    assert_eq!(first["id"], again["id"], "the same request makes one mark");
    made(who, &marks(&one), "key-of-a-mark-2", &mark("", 1)).await;
    let listed = who.data(&marks(&one)).await;
    let pages: Vec<&Value> = listed.as_array().unwrap().iter().map(|mark| &mark["page"]).collect();
    assert_eq!(pages, [&json!(1), &json!(2)]);
    let path = format!("{}/{}", marks(&one), first["id"].as_str().unwrap());
    let changed = who.change(Method::PUT, &path, 1, &mark("此处存疑乙", 3)).await;
    assert_eq!((changed.status, changed.header("etag")), (200, "\"2\""));
    let stale = who.change(Method::PUT, &path, 1, &mark("此处存疑丙", 3)).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    assert_eq!(stale.json()["present"]["data"]["text"], "此处存疑乙");
    let bare = Answer::of(who.request(Method::PUT, &path).json(&mark("此处", 3))).await;
    assert_eq!(bare.status, 428);

    for (body, pointer) in [
        (json!({ "document": "file-999", "page": 1, "text": "", "color": "red" }), "/document"),
        (json!({ "document": "main", "page": 0, "text": "", "color": "red" }), "/page"),
    ] {
        let refused = who.create(&marks(&one), "key-of-a-bad-mark", &body).await;
        assert_eq!(refused.outcome(), (422, "invalid".to_owned()), "{}", refused.text);
        assert_eq!(refused.json()["errors"][0]["pointer"], pointer);
    }

    // Nobody else reads them: not another reviewer, not the office, not who opens the database.
    assert_eq!(two.visitor.data(&marks(&two)).await, json!([]));
    assert_eq!(two.visitor.get(&marks(&one)).await.status, 404);
    assert_eq!(two.visitor.change(Method::DELETE, &path, 2, &json!({})).await.status, 404);
    assert_eq!(office.get(&marks(&one)).await.status, 403);
    for (table, row) in walk::every_row(app).await {
        assert!(!row.contains("此处存疑"), "{table}: {row}");
    }
    let late = who.change(Method::DELETE, &path, 1, &json!({})).await;
    assert_eq!(late.outcome(), (412, "stale".to_owned()));
    assert_eq!(who.change(Method::DELETE, &path, 2, &json!({})).await.status, 204);
    assert_eq!(who.data(&marks(&one)).await.as_array().unwrap().len(), 1);
}
