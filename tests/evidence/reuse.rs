//! Does an examiner see what a nomination shares with others, and does nobody else?

use entity::{
    ids::{DossierId, NominationId, RoundId},
    nomination, nomination_paper, nomination_person, round, submitted_key,
    vocabulary::{NominationState, PersonRole, Role},
};
use laurel::{
    demo::journey::Complete,
    examination::similarity,
    nominations::{
        Address, Placing, apply_nominations, apply_papers, apply_people,
        model::{Nomination, Paper, Person},
    },
    shared::Clock as _,
};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    sea_query::Expr,
};
use serde_json::{Value, json};

use super::handed_in;
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [
        what_is_shared_is_shown_side_by_side,
        a_whole_round_is_compared_by_a_job_once_for_a_key,
        sketches_follow_what_changes,
        rights_and_people_of_submitted_dossiers_are_the_same_for_certain,
        nobody_else_sees_what_is_shared,
    ],
}

const YEAR: i32 = laurel::demo::DEMO_ROUND;

/// A nomination of the round that says something, has papers and people.
async fn original(app: &TestApp) -> nomination::Model {
    let database = app.app.database.reader();
    let rows = nomination::Entity::find()
        .filter(nomination::Column::AbstractText.is_not_null())
        .order_by_asc(nomination::Column::Number)
        .all(database)
        .await
        .unwrap();
    for row in rows {
        let papers = papers_of(app, row.id).await;
        let is_long = row.abstract_text.as_ref().is_some_and(|text| text.chars().count() > 150);
        if is_long && papers.iter().any(|paper| paper.doi.is_some()) {
            return row;
        }
    }
    panic!("the demonstration has no such nomination");
}

async fn papers_of(app: &TestApp, id: NominationId) -> Vec<nomination_paper::Model> {
    nomination_paper::Entity::find()
        .filter(nomination_paper::Column::NominationId.eq(id))
        .order_by_asc(nomination_paper::Column::Rank)
        .all(app.app.database.reader())
        .await
        .unwrap()
}

/// How many nominations a round of the demonstration has.
async fn nominations_of(app: &TestApp, year: i32) -> u64 {
    nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(app.round(year).await))
        .count(app.app.database.reader())
        .await
        .unwrap()
}

/// A round between the two of the demonstration.
async fn earlier_round(app: &TestApp) -> RoundId {
    let tx = app.app.database.begin_write().await.unwrap();
    let round = laurel::awards::ensure_round(&app.app, &tx, "tests", YEAR - 1).await.unwrap();
    tx.commit().await.unwrap();
    round.id
}

/// Plants a nomination in `round` that says nearly what `original` says, with a paper and a person of it.
async fn plant(
    app: &TestApp,
    round: RoundId,
    state: NominationState,
    original: &nomination::Model,
) {
    let text = original.abstract_text.clone().unwrap();
    let mut sentences: Vec<&str> = text.split_inclusive('。').collect();
    sentences.rotate_left(1);
    let planted = Nomination {
        nomination_id: "PLANTED-1".to_owned(),
        title: "另一名称之下的成果".to_owned(),
        abstract_text: Some(sentences.concat()),
        category: original.category.clone(),
        ..Nomination::default()
    };
    let of_original = papers_of(app, original.id).await;
    let shared = of_original.iter().find(|paper| paper.doi.is_some()).unwrap();
    let paper = Paper {
        nomination_id: planted.nomination_id.clone(),
        title: "另一题目".to_owned(),
        authors: vec!["示范甲".to_owned()],
        year: Some(2020),
        doi: shared.doi.as_ref().map(|doi| format!("https://doi.org/{}", doi.to_uppercase())),
    };
    let someone = nomination_person::Entity::find()
        .filter(nomination_person::Column::NominationId.eq(original.id))
        .filter(nomination_person::Column::Role.eq(PersonRole::Completer))
        .order_by_asc(nomination_person::Column::Rank)
        .one(app.app.database.reader())
        .await
        .unwrap()
        .unwrap();
    let person = Person {
        nomination_id: planted.nomination_id.clone(),
        order: 1,
        name: someone.name,
        unit: someone.unit,
        work_unit: someone.work_unit,
        ..Person::default()
    };
    let tx = app.app.database.begin_write().await.unwrap();
    let placing = Placing { round, state, now: app.clock.now() };
    apply_nominations(&*tx, app.app.ids, placing, &[planted]).await.unwrap();
    apply_people(&*tx, app.app.ids, Some(round), &[person]).await.unwrap();
    apply_papers(&*tx, app.app.ids, Some(round), &[paper]).await.unwrap();
    tx.commit().await.unwrap();
}

fn planted_in(report: &Value) -> &Value {
    let matches = report["matches"].as_array().unwrap();
    let found = matches.iter().find(|one| one["other"]["number"] == "PLANTED-1");
    found.unwrap_or_else(|| panic!("not found: {report}"))
}

fn kinds(one: &Value) -> Vec<&str> {
    one["findings"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect()
}

async fn what_is_shared_is_shown_side_by_side(app: &TestApp) {
    let original = original(app).await;
    let round = earlier_round(app).await;
    plant(app, round, NominationState::Awarded, &original).await;
    similarity::keep_up(&app.app).await.unwrap();
    let office = app.sign_in(Role::AwardOffice).await;
    let path = format!("/nominations/{}/reuse", original.id);
    let report = office.data(&path).await;
    assert_eq!(report["nomination"]["number"], json!(original.number));
    assert!(report["compared"].as_u64().unwrap() > 10);
    assert_eq!(report["is_text_compared"], true);
    let found = planted_in(&report);
    assert_eq!(report["matches"][0]["other"]["number"], "PLANTED-1", "the strongest comes first");
    assert_eq!(found["is_same_round"], false);
    assert_eq!(found["other"]["round"], YEAR - 1);
    let kinds = kinds(found);
    for kind in ["text", "content", "namesake"] {
        assert!(kinds.contains(&kind), "{kind} of {kinds:?}");
    }
    let findings = found["findings"].as_array().unwrap();
    for finding in findings {
        assert!(finding["what"]["zh"] != "" && finding["what"]["en"] != "", "{finding}");
    }
    let of = |kind: &str| findings.iter().find(|one| one["kind"] == kind).unwrap();
    assert_eq!(of("text")["rules"], json!(["FC-005", "FC-N01"]), "what won an award before");
    assert!(of("text")["score"].as_f64().unwrap() > 0.5);
    let doi = papers_of(app, original.id).await.iter().find_map(|paper| paper.doi.clone()).unwrap();
    assert!(of("content")["what"]["zh"].as_str().unwrap().contains(&doi.to_lowercase()));

    // Both texts are shown whole, with the passages that both have marked.
    let whole = |parts: &Value| -> String {
        parts.as_array().unwrap().iter().map(|part| part["text"].as_str().unwrap()).collect()
    };
    let shared = |parts: &Value| -> usize {
        let parts = parts.as_array().unwrap().iter().filter(|part| part["is_shared"] == true);
        parts.map(|part| part["text"].as_str().unwrap().chars().count()).sum()
    };
    let text = original.abstract_text.clone().unwrap();
    assert_eq!(whole(&found["own_text"]), format!("{}\n{}", original.title.trim(), text.trim()));
    assert!(whole(&found["other_text"]).starts_with("另一名称之下的成果\n"));
    assert!(shared(&found["own_text"]) * 2 > text.chars().count(), "{found}");
    assert!(shared(&found["other_text"]) * 2 > text.chars().count());

    // The one of the earlier round was not compared with the later.
    let planted = nomination::Entity::find()
        .filter(nomination::Column::Number.eq("PLANTED-1"))
        .one(app.app.database.reader())
        .await
        .unwrap()
        .unwrap();
    let other = office.data(&format!("/nominations/{}/reuse", planted.id)).await;
    let before = nominations_of(app, laurel::demo::EARLIER_ROUND).await;
    assert_eq!(other["compared"], before);
    let mut matches = other["matches"].as_array().unwrap().iter();
    assert!(matches.all(|one| one["other"]["round"] == laurel::demo::EARLIER_ROUND), "{other}");
}

/// Every pair of a comparison, page by page.
async fn all_pairs(reader: &Visitor, run: &str) -> Vec<Value> {
    let mut pairs = Vec::new();
    let mut path = format!("{run}/pairs?limit=200");
    loop {
        let mut page = reader.get(&path).await.json();
        pairs.append(page["data"].as_array_mut().unwrap());
        let Some(next) = page["meta"]["next"].as_str() else { return pairs };
        path = format!("{run}/pairs?limit=200&cursor={next}");
    }
}

async fn a_whole_round_is_compared_by_a_job_once_for_a_key(app: &TestApp) {
    let original = original(app).await;
    let round = round::Entity::find()
        .filter(round::Column::Year.eq(YEAR))
        .one(app.app.database.reader())
        .await
        .unwrap()
        .unwrap();
    plant(app, round.id, NominationState::Submitted, &original).await;
    let office = app.sign_in(Role::AwardOffice).await;
    let path = format!("/rounds/{YEAR}/reuse-runs");
    let asked = office.create(&path, "key-of-a-comparison", &json!({})).await;
    assert_eq!(asked.status, 202, "{}", asked.text);
    let again = office.create(&path, "key-of-a-comparison", &json!({})).await;
    assert_eq!((again.status, &again.json()["data"]["id"]), (202, &asked.json()["data"]["id"]));
    let run = asked.json()["data"].clone();
    assert_eq!((&run["state"], &run["found"]), (&json!("queued"), &json!(0)));
    app.run_jobs().await;

    let supervisor = app.sign_in(Role::Supervisor).await;
    let at = format!("/reuse-runs/{}", run["id"].as_str().unwrap());
    assert_eq!(asked.header("location"), format!("/api/v1{at}"));
    let done = supervisor.data(&at).await;
    assert_eq!(done["state"], "done", "{done}");
    let before = nominations_of(app, laurel::demo::EARLIER_ROUND).await;
    let against = done["compared"].as_u64().unwrap() + before;
    assert_eq!(done["against"], against, "those of the round before are not compared themselves");
    assert!(done["found"].as_u64().unwrap() >= 2, "{done}");
    let runs = supervisor.data(&path).await;
    assert_eq!(runs.as_array().unwrap().iter().filter(|one| one["id"] == run["id"]).count(), 1);
    let pairs = all_pairs(&supervisor, &at).await;
    assert_eq!(json!(pairs.len()), done["found"]);
    let is_planted = |pair: &&Value| {
        let numbers = [&pair["nomination"]["number"], &pair["other"]["number"]];
        numbers.contains(&&json!("PLANTED-1")) && numbers.contains(&&json!(original.number))
    };
    let planted: Vec<&Value> = pairs.iter().filter(is_planted).collect();
    for kind in ["text", "content", "namesake"] {
        let of_kind: Vec<_> = planted.iter().filter(|one| one["finding"]["kind"] == kind).collect();
        assert_eq!(of_kind.len(), 1, "{kind}, each pair once: {planted:?}");
    }
    let text = planted.iter().find(|one| one["finding"]["kind"] == "text").unwrap();
    assert_eq!(text["finding"]["rules"], json!(["FC-004"]), "twice in one round");

    // The same again says the same.
    office.create(&path, "key-of-a-second-comparison", &json!({})).await;
    app.run_jobs().await;
    let newest = supervisor.data(&path).await[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(all_pairs(&supervisor, &format!("/reuse-runs/{newest}")).await, pairs);
    let none = office.create("/rounds/1999/reuse-runs", "key-of-no-round", &json!({})).await;
    assert_eq!(none.outcome(), (404, "not_found".to_owned()));
}

async fn sketches_follow_what_changes(app: &TestApp) {
    // What the demonstration did to nominations after it was indexed.
    similarity::keep_up(&app.app).await.unwrap();
    assert_eq!(similarity::keep_up(&app.app).await.unwrap(), 0, "nothing is looked at twice");
    let original = original(app).await;
    let round = earlier_round(app).await;
    plant(app, round, NominationState::NotAwarded, &original).await;
    assert_eq!(similarity::keep_up(&app.app).await.unwrap(), 1);
    assert_eq!(similarity::keep_up(&app.app).await.unwrap(), 0);
    // A paper comes by a file of its own, which leaves the version of its nomination alone.
    let paper = Paper {
        nomination_id: "PLANTED-1".to_owned(),
        title: "后来补充的论文题目足够长".to_owned(),
        ..Paper::default()
    };
    let tx = app.app.database.begin_write().await.unwrap();
    apply_papers(&*tx, app.app.ids, Some(round), &[paper]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(similarity::keep_up(&app.app).await.unwrap(), 1);
}

async fn nobody_else_sees_what_is_shared(app: &TestApp) {
    let original = original(app).await;
    let path = format!("/nominations/{}/reuse", original.id);
    let runs = format!("/rounds/{YEAR}/reuse-runs");
    for role in
        [Role::SocietyClerk, Role::SocietyHead, Role::Reviewer, Role::Cast, Role::Department]
    {
        let visitor = app.sign_in(role).await;
        assert_eq!(visitor.get(&path).await.outcome().0, 403, "{role:?}");
        assert_eq!(visitor.get(&runs).await.outcome().0, 403, "{role:?}");
        let asked = visitor.create(&runs, "key-of-somebody-else", &json!({})).await;
        assert_eq!(asked.outcome().0, 403, "{role:?}");
    }
    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(supervisor.get(&path).await.status, 200);
    let asked = supervisor.create(&runs, "key-of-the-supervisor", &json!({})).await;
    assert_eq!(asked.outcome().0, 403, "the supervisor changes nothing");
    assert_eq!(app.anyone().get(&path).await.outcome().0, 401);
    let nowhere = "/nominations/01890000-0000-7000-8000-000000000000/reuse";
    assert_eq!(supervisor.get(nowhere).await.outcome().0, 404);
}

/// Puts what was submitted into an earlier round: one person stands in one nomination of a round only, as the check
/// refuses the second.
async fn take_back_to(app: &TestApp, round: RoundId, id: DossierId) {
    let tx = app.app.database.begin_write().await.unwrap();
    let nomination = nomination::Entity::update_many()
        .col_expr(nomination::Column::RoundId, Expr::value(round))
        .filter(nomination::Column::Id.eq(NominationId(id.0)));
    assert_eq!(nomination.exec(&*tx).await.unwrap().rows_affected, 1);
    let keys = submitted_key::Entity::update_many()
        .col_expr(submitted_key::Column::RoundId, Expr::value(round))
        .filter(submitted_key::Column::DossierId.eq(id));
    assert!(keys.exec(&*tx).await.unwrap().rows_affected > 0);
    tx.commit().await.unwrap();
}

async fn rights_and_people_of_submitted_dossiers_are_the_same_for_certain(app: &TestApp) {
    let first = Complete::of("INV").unwrap().apart(91);
    let mut second = Complete::of("PRO").unwrap().apart(92);
    for same in ["intellectual_property.items/z1/number", "completers.items/p1/id_number"] {
        let same: Address = same.parse().unwrap();
        let value = first.values[&same].clone();
        assert_ne!(second.values.insert(same, value.clone()), Some(value));
    }
    let earlier = handed_in(app, &first).await;
    let round = earlier_round(app).await;
    take_back_to(app, round, earlier).await;
    let later = handed_in(app, &second).await;
    similarity::keep_up(&app.app).await.unwrap();

    let office = app.sign_in(Role::AwardOffice).await;
    let report = office.data(&format!("/nominations/{later}/reuse")).await;
    let matches = report["matches"].as_array().unwrap();
    let found = matches.iter().find(|one| one["other"]["id"] == earlier.to_string());
    let found = found.unwrap_or_else(|| panic!("not found: {report}"));
    assert_eq!(found["other"]["round"], YEAR - 1);
    let mut kinds = kinds(found);
    kinds.sort_unstable();
    // Other texts, other units: only what is the same for certain.
    assert_eq!(kinds, ["content", "person"]);
    let findings = found["findings"].as_array().unwrap();
    assert!(findings.iter().all(|one| one["score"] == json!(1.0)), "{findings:?}");
    let of = |kind: &str| findings.iter().find(|one| one["kind"] == kind).unwrap();
    let says = |kind: &str| of(kind)["what"]["zh"].as_str().unwrap();
    // As it is compared: without the letters before it and the marks within.
    assert!(says("content").contains("201510000001x91"), "{}", says("content"));
    assert_eq!(of("content")["rules"], json!(["FC-006", "FC-N01"]), "it won nothing");
    assert!(says("person").contains("证件号码相同"), "{}", says("person"));
    let number = second.values.get(&"completers.items/p1/id_number".parse::<Address>().unwrap());
    assert!(!found.to_string().contains(number.unwrap().text()), "no identity number is shown");
}
