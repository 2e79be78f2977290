//! Is the list of nominations complete, rightly filtered, ordered and paged?

use entity::vocabulary::Role;
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};
use serde_json::Value;

use super::{YEAR, facet, page, tally};
use crate::harness::{TestApp, keys};

db_tests! {
    round: [
        filters_and_facets_agree_with_the_rows,
        every_order_holds_and_its_reverse_is_its_reverse,
        pages_cover_every_row_once_forward_and_back,
        a_nomination_is_found_by_its_words_number_and_people,
        a_wrong_parameter_is_a_problem,
        the_overview_counts_what_is_there,
    ],
}

async fn filters_and_facets_agree_with_the_rows(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let all = page(&office, "limit=200").await;
    let rows = &all["data"];
    let there = entity::nomination::Entity::find()
        .filter(entity::nomination::Column::RoundId.eq(app.round(YEAR).await))
        .count(app.app.database.reader())
        .await
        .unwrap();
    assert_eq!(all["meta"]["total"], there);
    assert_eq!(rows.as_array().unwrap().len() as u64, there);
    for key in ["category", "panel", "state"] {
        assert_eq!(facet(&all, key), tally(rows, key), "{key}");
        for (value, count) in tally(rows, key) {
            let some = page(&office, &format!("limit=200&{key}={value}")).await;
            assert_eq!(some["meta"]["total"], count, "{key}={value}");
            assert!(keys(&some["data"], key).iter().all(|one| *one == value));
            // A filter's own facet still shows its other values; the others' follow the rows.
            assert_eq!(facet(&some, key), facet(&all, key));
            for other in ["category", "panel", "state"].into_iter().filter(|other| *other != key) {
                assert_eq!(
                    facet(&some, other),
                    tally(&some["data"], other),
                    "{key}={value} {other}"
                );
            }
        }
    }
    let first = &rows[0];
    let both = format!(
        "category={}&state={}",
        first["category"].as_str().unwrap(),
        first["state"].as_str().unwrap()
    );
    let both = page(&office, &both).await;
    assert!(keys(&both["data"], "id").contains(&first["id"].as_str().unwrap().to_owned()));
    assert_eq!(page(&office, "category=TOP").await["meta"]["total"], 0);
}

/// By what a list is sorted, as a value that compares.
fn sorted_by(row: &Value, sort: &str) -> (bool, u64, String) {
    let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    match sort {
        "number" => (true, 0, text("nomination_id")),
        "title" => (true, 0, text("title")),
        "panel" => (true, 0, text("panel")),
        _ => {
            let score = row["lowest_score"].as_f64();
            (score.is_some(), score.map_or(0, f64::to_bits), String::new())
        }
    }
}

async fn every_order_holds_and_its_reverse_is_its_reverse(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    for sort in ["number", "title", "panel", "lowest_score"] {
        let upward = page(&office, &format!("limit=200&sort={sort}")).await;
        let rows = upward["data"].as_array().unwrap();
        assert!(rows.iter().map(|row| sorted_by(row, sort)).is_sorted(), "{sort}");
        assert_ne!(sorted_by(&rows[0], sort), sorted_by(&rows[rows.len() - 1], sort), "{sort}");
        let downward = page(&office, &format!("limit=200&sort=-{sort}")).await;
        let mut turned = keys(&downward["data"], "id");
        turned.reverse();
        assert_eq!(turned, keys(&upward["data"], "id"), "{sort}");
    }
    let by_default = page(&office, "limit=200").await;
    let by_number = page(&office, "limit=200&sort=number").await;
    assert_eq!(by_default, by_number);
}

async fn pages_cover_every_row_once_forward_and_back(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let all = page(&office, "limit=200&sort=title").await;
    let everything = keys(&all["data"], "id");
    let mut seen = Vec::new();
    let mut pages: Vec<Vec<String>> = Vec::new();
    let mut cursor = Some(String::new());
    let mut last = Value::Null;
    while let Some(at) = cursor {
        last = page(&office, &format!("limit=7&sort=title&cursor={at}")).await;
        assert_eq!(last["meta"]["offset"], seen.len());
        seen.extend(keys(&last["data"], "id"));
        pages.push(keys(&last["data"], "id"));
        cursor = last["meta"]["next"].as_str().map(str::to_owned);
    }
    assert_eq!(seen, everything);
    assert!(pages.len() > 3);
    for expected in pages.iter().rev().skip(1) {
        let previous = last["meta"]["previous"].as_str().unwrap().to_owned();
        last = page(&office, &format!("limit=7&sort=title&cursor={previous}")).await;
        assert_eq!(keys(&last["data"], "id"), *expected);
    }
    assert_eq!(last["meta"]["previous"], Value::Null);
}

async fn a_nomination_is_found_by_its_words_number_and_people(app: &TestApp) {
    use entity::nomination_person::{Column, Entity};
    let office = app.sign_in(Role::AwardOffice).await;
    let all = page(&office, "limit=200").await;
    let row = &all["data"][3];
    let (id, number) = (row["id"].as_str().unwrap(), row["nomination_id"].as_str().unwrap());
    let person = Entity::find()
        .filter(Column::NominationId.eq(uuid::Uuid::parse_str(id).unwrap()))
        .filter(Column::Rank.eq(2))
        .one(app.app.database.reader())
        .await
        .unwrap()
        .unwrap();
    let title = row["title"].as_str().unwrap();
    let spelling = laurel::search::pinyin::name_romanizations(&person.name).into_iter().next();
    let initials = laurel::search::pinyin::initials(&person.name);
    for word in [number, title, &person.name, &spelling.unwrap().to_lowercase(), &initials] {
        let found = page(&office, &format!("limit=200&q={word}")).await;
        let rows = keys(&found["data"], "id");
        assert!(rows.contains(&id.to_owned()), "{word}");
        assert_eq!(found["meta"]["total"], rows.len());
        assert!(rows.len() < keys(&all["data"], "id").len(), "{word} finds everything");
    }
    // The number alone finds the one.
    assert_eq!(keys(&page(&office, &format!("q={number}")).await["data"], "id"), [id]);
    assert_eq!(page(&office, "q=zzzzzz").await["meta"]["total"], 0);
    // Blanks search for nothing.
    assert_eq!(page(&office, "limit=200&q=%20%20").await, all);
}

async fn a_wrong_parameter_is_a_problem(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    for wrong in [
        "cursor=x",
        "cursor=bzo5OTk5OTk5OTk5OTk5OTk5",
        "sort=shoe_size",
        "sort=--number",
        "state=lost",
        "limit=many",
        "limit=-1",
        "colour=red",
        "q=a&q=b",
    ] {
        let answer = office.get(&format!("/rounds/{YEAR}/nominations?{wrong}")).await;
        assert_eq!(answer.outcome(), (400, "bad_parameter".to_owned()), "{wrong}");
    }
    assert_eq!(page(&office, "limit=100000").await["meta"]["limit"], 200);
    let state = office.get(&format!("/rounds/{YEAR}/nominations?state=lost")).await;
    assert!(state.json()["detail"].as_str().unwrap().starts_with("state"));
}

async fn the_overview_counts_what_is_there(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let overview = office.data(&format!("/rounds/{YEAR}")).await;
    let rows = page(&office, "limit=200").await["data"].take();
    let total = rows.as_array().unwrap().len();
    assert_eq!(overview["counts"]["nominations"], total);
    for (list, code, key) in [("by_category", "code", "category"), ("by_state", "state", "state")] {
        let mut counted = tally(&rows, key);
        for one in overview[list].as_array().unwrap() {
            let count = counted.remove(one[code].as_str().unwrap()).unwrap_or_default();
            assert_eq!(one["count"], count, "{one}");
        }
        assert!(counted.is_empty(), "{counted:?}");
    }
    assert_eq!(keys(&overview["by_category"], "code"), ["TOP", "NAT", "INV", "PRO", "INT"]);
    assert_eq!(overview["latest_match_run"]["state"], "done");
    let rounds = office.data("/rounds").await;
    let years = [YEAR, laurel::demo::EARLIER_ROUND];
    assert_eq!(keys(&rounds, "year"), years.map(|year| year.to_string()));
    assert_eq!(rounds[0]["nominations"], total);
    let experts = entity::expert::Entity::find().count(app.app.database.reader()).await.unwrap();
    assert_eq!(overview["counts"]["experts"], experts);
}
