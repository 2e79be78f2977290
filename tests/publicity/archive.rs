//! Does the archive keep back what is personal of nominations that ended without an award, and nothing else?

use entity::{nomination, publicity_entry, vocabulary::NominationState};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};
use serde_json::{Value, json};

use super::{
    SECOND, colleague, instant, new, office, page, pass, path, released, send, set, version,
};
use crate::harness::TestApp;

db_tests! { round: [names_are_withheld_once_it_is_over_and_ended_without_an_award] }

/// The number of a nomination in a publicity, and the names of its completers.
async fn entry(app: &TestApp, address: &str, position: usize) -> (String, Vec<String>) {
    let json = page(app, &format!("{address}/{position}.json")).await.json();
    let fields = json["content"]["fields"].as_array().unwrap();
    let completers = fields.iter().find(|field| field["code"] == "completers").unwrap();
    let codes = completers["table"]["codes"].as_array().unwrap();
    let name = codes.iter().position(|code| code == "name").unwrap();
    let rows = completers["table"]["rows"].as_array().unwrap();
    let names = rows.iter().map(|row| row[name].as_str().unwrap().to_owned());
    (json["content"]["number"].as_str().unwrap().to_owned(), names.collect())
}

async fn stands(app: &TestApp, number: &str, state: NominationState) {
    let done = nomination::Entity::update_many()
        .col_expr(nomination::Column::State, Expr::value(state))
        .filter(nomination::Column::Number.eq(number))
        .filter(nomination::Column::State.eq(NominationState::FirstReviewPassed))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    assert_eq!(done.rows_affected, 1, "{number}");
}

/// A correction of the first entry that names a person, released.
async fn corrected(app: &TestApp, shown: &Value, name: &str) {
    let (office, second) = (office(app).await, colleague(app).await);
    let corrections = format!("{}/corrections", path(shown));
    let body = json!({ "text": format!("完成人{name}的排序无误。"), "position": 1 });
    let drafted = send(&office, (Method::POST, &corrections), version(shown), &body).await;
    let seen = version(&drafted.json()["data"]);
    let release = format!("{corrections}/1/release");
    let done = send(&second, (Method::POST, &release), seen, &json!({})).await;
    assert_eq!(done.status, 200, "{}", done.text);
}

/// Every page and file that says something of the first two entries.
const PLACES: [&str; 13] = [
    "",
    "?lang=en",
    ".csv",
    ".json",
    "/corrections",
    "/1",
    "/1?lang=en",
    "/1.csv",
    "/1.json",
    "/2",
    "/2?lang=en",
    "/2.csv",
    "/2.json",
];

/// In how many of the places one of the names stands.
async fn places_with(app: &TestApp, address: &str, names: &[String]) -> usize {
    let mut found = 0;
    for ending in PLACES {
        let text = page(app, &format!("{address}{ending}")).await.text;
        found += usize::from(names.iter().any(|name| text.contains(name.as_str())));
    }
    found
}

async fn names_are_withheld_once_it_is_over_and_ended_without_an_award(app: &TestApp) {
    pass(app, 3).await;
    let shown = released(app, &new(app, None)).await;
    let address = format!("/public/publicities/{}", shown["number"].as_str().unwrap());
    set(app, instant(&shown, "opens_at"));
    let (first, names) = entry(app, &address, 1).await;
    let (second, more) = entry(app, &address, 2).await;
    let (third, kept) = entry(app, &address, 3).await;
    // Whoever is named in the third as well is shown there.
    let elsewhere = page(app, &format!("{address}/3.json")).await.text;
    let is_own = |name: &&String| !elsewhere.contains(name.as_str());
    let own: Vec<String> = names.iter().chain(&more).filter(is_own).cloned().collect();
    assert!(own.iter().any(|name| more.contains(name)), "{own:?}");
    corrected(app, &shown, names.iter().find(is_own).unwrap()).await;
    stands(app, &first, NominationState::Terminated).await;
    stands(app, &second, NominationState::CommitteeFailed).await;
    let closes = instant(&shown, "closes_at");
    set(app, closes - SECOND);
    let released = page(app, &format!("{address}/1.json")).await.json();
    assert_eq!(places_with(app, &address, &own).await, PLACES.len(), "it is still open");

    set(app, closes);
    assert_eq!(places_with(app, &address, &own).await, 0, "it is over");
    for (ending, said) in [
        ("", "第十九条"),
        ("?lang=en", "art. 19"),
        ("/1", "第十九条"),
        ("/2?lang=en", "art. 19"),
        ("/1.csv", "第十九条"),
        (".csv", "不再展示"),
        (".json", "第十九条"),
    ] {
        let text = page(app, &format!("{address}{ending}")).await.text;
        assert!(text.contains(said), "{ending}: {text}");
    }
    let json = page(app, &format!("{address}/1.json")).await.json();
    assert_eq!((&json["released"], &json["digest"]), (&Value::Null, &released["digest"]));
    assert_eq!(json["content"]["number"], first);
    let title = |json: &Value| {
        let fields = json["content"]["fields"].as_array().unwrap();
        fields.iter().find(|field| field["code"] == "title").unwrap()["text"].clone()
    };
    assert_eq!(title(&json), title(&released), "the title stays");
    let searched = page(app, &format!("{address}?q={first}")).await.text;
    assert!(searched.contains(&format!("{address}/1")), "it is found by its number: {searched}");

    // A nomination that goes on is shown as before, until it ends as well.
    let goes_on = page(app, &format!("{address}/3")).await.text;
    assert!(kept.iter().all(|name| goes_on.contains(name)) && !goes_on.contains("第十九条"));
    stands(app, &third, NominationState::NotAwarded).await;
    app.clock.advance(SECOND);
    let ended = page(app, &format!("{address}/3")).await.text;
    assert!(!kept.iter().any(|name| ended.contains(name)) && ended.contains("第十九条"), "{ended}");
    // The records keep what was released whole.
    let rows = publicity_entry::Entity::find().all(app.app.database.reader()).await.unwrap();
    for name in names.iter().chain(&kept) {
        assert!(rows.iter().any(|row| row.content.contains(name)), "{name}");
    }
}
