//! Are experts found as people look for them, and does a page of one show what is known?

use entity::vocabulary::Role;
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};
use serde_json::{Value, json};

use crate::harness::{TestApp, Visitor, keys};

db_tests! {
    round: [
        an_expert_is_found_in_every_spelling,
        the_list_is_sorted_filtered_and_paged,
        the_load_is_that_of_the_latest_match,
    ],
}

async fn found(visitor: &Visitor, word: &str) -> Vec<String> {
    let answer = visitor.get(&format!("/experts?limit=200&q={word}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    keys(&answer.json()["data"], "expert_id")
}

async fn an_expert_is_found_in_every_spelling(app: &TestApp) {
    use laurel::search::pinyin;
    let office = app.sign_in(Role::AwardOffice).await;
    let all = office.data("/experts?limit=200").await;
    let one = &all.as_array().unwrap()[5];
    let text = |key: &str| one[key].as_str().unwrap().to_owned();
    let (code, name) = (text("expert_id"), text("name"));
    let spelling = pinyin::name_romanizations(&name).into_iter().next().unwrap().to_lowercase();
    let given = name.chars().skip(1).collect::<String>();
    let english = text("name_en").to_lowercase();
    let keyword = one["keywords"][0].as_str().unwrap().to_owned();
    for word in
        [&name, &given, &spelling, &pinyin::initials(&name), &english, &text("unit"), &keyword]
    {
        let hits = found(&office, word).await;
        assert!(hits.contains(&code), "{word}");
        assert!(hits.len() < all.as_array().unwrap().len(), "{word} finds everybody");
    }
    assert_eq!(found(&office, &code).await, [code]);
    assert!(found(&office, "zzzzzz").await.is_empty());
    // What is typed in traditional characters finds what is written in simplified ones.
    let simplified = found(&office, "电池").await;
    assert!(!simplified.is_empty());
    assert_eq!(found(&office, "電池").await, simplified);
}

async fn the_list_is_sorted_filtered_and_paged(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let whole = office.get("/experts?limit=200").await.json();
    let everybody = entity::expert::Entity::find().count(app.app.database.reader()).await.unwrap();
    assert_eq!(whole["meta"]["total"], everybody);
    assert_eq!(whole["data"].as_array().unwrap().len() as u64, everybody);
    for (sort, key) in [
        ("number", "expert_id"),
        ("name", "name"),
        ("unit", "unit"),
        ("load", "load"),
        ("publications", "publications_count"),
    ] {
        let upward = office.data(&format!("/experts?limit=200&sort={sort}")).await;
        let value = |row: &Value| (row[key].as_u64(), row[key].as_str().map(str::to_owned));
        let rows = upward.as_array().unwrap();
        assert!(rows.iter().map(value).is_sorted(), "{sort}");
        assert_ne!(value(&rows[0]), value(&rows[rows.len() - 1]), "{sort}");
        let mut turned =
            keys(&office.data(&format!("/experts?limit=200&sort=-{sort}")).await, "id");
        turned.reverse();
        assert_eq!(turned, keys(&upward, "id"), "{sort}");
    }
    let code = whole["data"][0]["disciplines"][0]["code"].as_str().unwrap();
    let field: String = code.chars().take(3).collect();
    let same = office.data(&format!("/experts?limit=200&discipline={field}")).await;
    assert!(!same.as_array().unwrap().is_empty());
    for expert in same.as_array().unwrap() {
        assert!(keys(&expert["disciplines"], "code").iter().any(|one| one.starts_with(&field)));
    }
    let mut seen = Vec::new();
    let mut cursor = Some(String::new());
    while let Some(at) = cursor {
        let page = office.get(&format!("/experts?limit=50&sort=-load&cursor={at}")).await.json();
        seen.extend(keys(&page["data"], "id"));
        cursor = page["meta"]["next"].as_str().map(str::to_owned);
    }
    assert_eq!(seen, keys(&office.data("/experts?limit=200&sort=-load").await, "id"));
    for wrong in ["sort=shoe_size", "cursor=x", "limit=x", "colour=red"] {
        let answer = office.get(&format!("/experts?{wrong}")).await;
        assert_eq!(answer.outcome(), (400, "bad_parameter".to_owned()), "{wrong}");
    }
}

async fn the_load_is_that_of_the_latest_match(app: &TestApp) {
    use entity::{assignment, authorship, match_run};
    let office = app.sign_in(Role::AwardOffice).await;
    let database = app.app.database.reader();
    let busiest = office.data("/experts?limit=1&sort=-load").await[0].clone();
    let id = uuid::Uuid::parse_str(busiest["id"].as_str().unwrap()).unwrap();
    let run = match_run::Entity::find()
        .filter(match_run::Column::RoundId.eq(app.round(laurel::demo::DEMO_ROUND).await))
        .one(database)
        .await
        .unwrap()
        .unwrap();
    let of_expert = assignment::Entity::find()
        .filter(assignment::Column::ExpertId.eq(id))
        .filter(assignment::Column::RunId.eq(run.id));
    let load = of_expert.clone().count(database).await.unwrap();
    assert!(load > 0);
    assert_eq!(busiest["load"], load);

    let answer = office.get(&format!("/experts/{id}")).await;
    let detail = &answer.json()["data"];
    assert!(answer.header("etag").contains(&run.id.to_string()));
    assert_eq!(detail["assignments"].as_array().unwrap().len() as u64, load);
    let scores = keys(&detail["assignments"], "score");
    assert!(scores.iter().rev().is_sorted(), "{scores:?}");
    let written = authorship::Entity::find().filter(authorship::Column::ExpertId.eq(id));
    let written = written.count(database).await.unwrap();
    assert_eq!(detail["publications_count"], written);
    assert_eq!(detail["publications"].as_array().unwrap().len() as u64, written);
    let years = detail["publications"].as_array().unwrap().iter().map(|one| one["year"].as_i64());
    assert!(years.rev().is_sorted(), "newest first");

    // A later run takes the place of the earlier one.
    let asked = json!({ "per_nomination": 1, "max_load": 2 });
    let queued = office.ask_for_match(laurel::demo::DEMO_ROUND, "key-of-a-later-run", &asked).await;
    assert_eq!(queued.status, 202, "{}", queued.text);
    assert_eq!(office.data("/experts?limit=1&sort=-load").await[0]["load"], load, "not done yet");
    app.run_jobs().await;
    let busiest = office.data("/experts?limit=1&sort=-load").await[0].clone();
    assert!((1..=2).contains(&busiest["load"].as_u64().unwrap()), "{busiest}");
}
