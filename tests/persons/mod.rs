//! Is nobody joined by one person alone, is "not the same" remembered, and do the conflicts follow?

use entity::{
    account, nomination, recusal_declaration,
    vocabulary::{DeclarationSource, DeclarationState, DeclaredKind, NominationState, Role},
};
use laurel::{
    experts::{self, apply_experts, model::Expert},
    matching::DeclaredWords,
    nominations::{self, apply_people, model::Person},
    persistence::WriteTx,
    persons,
    shared::Clock as _,
};
use reqwest::Method;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use serde_json::{Value, json};

use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        two_people_link_and_two_part,
        what_is_not_the_same_is_remembered_and_a_changed_record_lapses,
        the_conflicts_follow_what_was_decided,
        one_word_takes_no_bar_away,
        what_is_linked_through_others_is_not_refused,
        of_two_links_that_contradict_each_other_one_is_made,
        who_has_an_interest_neither_sees_nor_decides,
        an_interest_declared_while_a_step_is_under_way_stops_it,
    ],
}

const YEAR: i32 = laurel::demo::DEMO_ROUND;
const NAME: &str = "谯鹭荻";

/// Puts an expert of a rare name into the pool and his namesake under a completer's number; says the number.
async fn plant(app: &TestApp) -> String {
    let database = app.app.database.reader();
    let found = nomination::Entity::find()
        .filter(nomination::Column::State.eq(NominationState::Accepted))
        .order_by_asc(nomination::Column::Number)
        .one(database)
        .await
        .unwrap()
        .unwrap();
    let expert = Expert {
        expert_id: "E-PLANTED".to_owned(),
        name: NAME.to_owned(),
        unit: "示范海岛研究所".to_owned(),
        ..Expert::default()
    };
    let person = person(&found.number, NAME);
    let tx = app.app.database.begin_write().await.unwrap();
    apply_experts(&*tx, app.app.ids, app.clock.now(), &[expert]).await.unwrap();
    apply_people(&*tx, app.app.ids, Some(found.round_id), &[person]).await.unwrap();
    tx.commit().await.unwrap();
    found.number
}

fn person(nomination: &str, name: &str) -> Person {
    Person {
        nomination_id: nomination.to_owned(),
        order: 40,
        name: name.to_owned(),
        work_unit: Some("示范高原大学".to_owned()),
        ..Person::default()
    }
}

/// The planted pair in the queue.
async fn planted(office: &Visitor) -> Value {
    let page = office.get(&format!("/rounds/{YEAR}/person-links?limit=200")).await.json();
    let rows = page["data"].as_array().unwrap();
    let is_planted = |row: &&Value| row["first"]["number"] == "E-PLANTED";
    rows.iter().find(is_planted).cloned().unwrap_or_default()
}

async fn search(office: &Visitor) -> Value {
    let answer = office.post(&format!("/rounds/{YEAR}/person-searches"), &json!({})).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["data"].take()
}

/// Takes a step over the version that stands.
async fn step(visitor: &Visitor, id: &str, deed: &str) -> Answer {
    let version = visitor.data(&format!("/person-links/{id}")).await["version"].as_i64().unwrap();
    let body = json!({ "deed": deed, "reason": "核对过任职经历" });
    visitor.change(Method::POST, &format!("/person-links/{id}/steps"), version, &body).await
}

async fn two_people_link_and_two_part(app: &TestApp) {
    plant(app).await;
    let first = app.sign_in_as("link.first", Role::AwardOffice, None).await;
    let second = app.sign_in_as("link.second", Role::AwardAdmin, None).await;
    let report = search(&first).await;
    assert!(report["added"].as_u64().unwrap() >= 1, "{report}");
    let again = search(&first).await;
    assert_eq!(
        (&again["added"], &again["changed"], &again["dropped"]),
        (&json!(0), &json!(0), &json!(0))
    );
    let row = planted(&first).await;
    assert_eq!((&row["state"], &row["against"]), (&json!("proposed"), &json!(1)));
    let probability = row["probability"].as_f64().unwrap();
    assert!(probability > 0.5 && probability < 1.0, "a rare name, different units: {probability}");
    let id = row["id"].as_str().unwrap();
    let path = format!("/person-links/{id}/steps");
    let confirm = json!({ "deed": "confirm" });
    assert_eq!(first.post(&path, &confirm).await.outcome().0, 428);
    assert_eq!(first.change(Method::POST, &path, 9, &confirm).await.outcome().0, 412);

    let confirmed = step(&first, id, "confirm").await.json();
    assert_eq!(confirmed["data"]["state"], "confirmed");
    assert_eq!(confirmed["data"]["awaits_another"], true);
    let alone = step(&first, id, "confirm").await;
    assert_eq!(alone.outcome(), (409, "conflict".to_owned()), "nobody joins alone");
    let linked = step(&second, id, "confirm").await.json();
    assert_eq!(linked["data"]["state"], "linked");
    assert_eq!(linked["data"]["allowed"], json!(["unlink"]));
    assert_eq!(step(&second, id, "refuse").await.status, 409, "what two joined, one does not part");
    search(&first).await;
    assert_eq!(planted(&first).await["state"], "linked", "a search changes no decision");

    assert_eq!(step(&second, id, "unlink").await.json()["data"]["state"], "unlinking");
    assert_eq!(step(&second, id, "unlink").await.status, 409);
    let parted = step(&first, id, "unlink").await.json();
    assert_eq!(parted["data"]["state"], "unlinked");
    let steps: Vec<&Value> =
        parted["data"]["steps"].as_array().unwrap().iter().map(|one| &one["deed"]).collect();
    assert_eq!(steps, ["unlink", "unlink", "confirm", "confirm"]);

    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(supervisor.data(&format!("/person-links/{id}")).await["allowed"], json!([]));
    let body = json!({ "deed": "reopen", "reason": "再看一次" });
    assert_eq!(supervisor.change(Method::POST, &path, 5, &body).await.status, 403);
}

async fn what_is_not_the_same_is_remembered_and_a_changed_record_lapses(app: &TestApp) {
    let number = plant(app).await;
    let first = app.sign_in_as("link.first", Role::AwardOffice, None).await;
    search(&first).await;
    let id = planted(&first).await["id"].as_str().unwrap().to_owned();
    step(&first, &id, "confirm").await;
    let moved =
        Person { work_unit: Some("示范海岛研究所".to_owned()), ..person(&number, NAME) };
    let tx = app.app.database.begin_write().await.unwrap();
    let round = laurel::awards::find_round(&*tx, YEAR).await.unwrap().unwrap();
    apply_people(&*tx, app.app.ids, Some(round.id), &[moved]).await.unwrap();
    tx.commit().await.unwrap();
    let report = search(&first).await;
    assert_eq!((&report["changed"], &report["lapsed"]), (&json!(1), &json!(1)), "{report}");
    let row = planted(&first).await;
    assert_eq!((&row["id"], &row["state"]), (&json!(id), &json!("proposed")));

    let path = format!("/person-links/{id}");
    let version = first.data(&path).await["version"].as_i64().unwrap();
    let bare = json!({ "deed": "refuse", "reason": "否" });
    let answer = first.change(Method::POST, &format!("{path}/steps"), version, &bare).await;
    assert_eq!(answer.outcome(), (422, "invalid".to_owned()));
    assert_eq!(answer.json()["errors"][0]["pointer"], "/reason");
    // At one unit he would be barred as a completer: it takes two.
    assert_eq!(step(&first, &id, "refuse").await.json()["data"]["state"], "refusing");
    let second = app.sign_in_as("link.second", Role::AwardAdmin, None).await;
    assert_eq!(step(&second, &id, "refuse").await.json()["data"]["state"], "refused");
    let report = search(&first).await;
    assert_eq!(report["added"], 0, "never proposed again");
    assert_eq!(planted(&first).await["state"], "refused");
    let filtered = format!("/rounds/{YEAR}/person-links?state=refused&least=0.5&limit=200");
    let page = first.get(&filtered).await.json();
    let rows = page["data"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["id"] == json!(id)));
    assert!(
        rows.iter()
            .all(|row| row["state"] == "refused" && row["probability"].as_f64().unwrap() >= 0.5)
    );
    let bad = first.get(&format!("/rounds/{YEAR}/person-links?state=nonsense")).await;
    assert_eq!(bad.outcome().0, 400);
    assert_eq!(step(&first, &id, "reopen").await.json()["data"]["state"], "proposed");
}

/// What the conflicts are told of the planted expert.
async fn told(app: &TestApp) -> Vec<laurel::conflicts::Decision> {
    let database = app.app.database.reader();
    let round = laurel::awards::find_round(database, YEAR).await.unwrap().unwrap();
    let dossiers = nominations::round_dossiers(database, round.id, YEAR, |_| true).await.unwrap();
    let pool = experts::all(database).await.unwrap();
    let all = persons::decisions_of_round(database, &dossiers, &pool).await.unwrap();
    all.into_iter().filter(|one| one.expert_id == "E-PLANTED").collect()
}

async fn the_conflicts_follow_what_was_decided(app: &TestApp) {
    use laurel::conflicts::Outcome;
    let number = plant(app).await;
    let first = app.sign_in_as("link.first", Role::AwardOffice, None).await;
    let second = app.sign_in_as("link.second", Role::AwardOffice, None).await;
    search(&first).await;
    let id = planted(&first).await["id"].as_str().unwrap().to_owned();
    step(&first, &id, "confirm").await;
    assert_eq!(told(app).await, [], "one person's word is none");
    step(&second, &id, "confirm").await;
    let linked = told(app).await;
    assert_eq!(linked.len(), 1);
    assert_eq!(linked[0].outcome, Outcome::TheSamePerson);
    let person = linked[0].person.as_ref().unwrap().to_string();
    assert_eq!(person, format!("person:{number}#40"));
    assert_eq!(linked[0].decided_by, "link.first、link.second");

    let run = first.ask_for_match(YEAR, "key-of-a-linked-person", &json!({})).await;
    assert_eq!(run.status, 202, "{}", run.text);
    app.run_jobs().await;
    let database = app.app.database.reader();
    let expert = entity::expert::Entity::find()
        .filter(entity::expert::Column::Code.eq("E-PLANTED"))
        .one(database)
        .await
        .unwrap()
        .unwrap();
    let run_id: uuid::Uuid = run.json()["data"]["id"].as_str().unwrap().parse().unwrap();
    let found = entity::conflict::Entity::find()
        .filter(entity::conflict::Column::RunId.eq(run_id))
        .filter(entity::conflict::Column::ExpertId.eq(expert.id))
        .filter(entity::conflict::Column::Kind.eq("completer"))
        .all(database)
        .await
        .unwrap();
    assert!(found.iter().any(|one| one.severity == "bar"), "{found:?}");

    step(&first, &id, "unlink").await;
    assert_eq!(told(app).await.len(), 1, "the link holds until a second person agrees");
    step(&second, &id, "unlink").await;
    assert_eq!(told(app).await, []);
    step(&first, &id, "reopen").await;
    step(&first, &id, "refuse").await;
    assert_eq!(told(app).await[0].outcome, Outcome::NotTheSamePerson);
}

/// Moves the planted person to the planted expert's unit, and brings the queue in line.
async fn at_one_unit(app: &TestApp, office: &Visitor, number: &str) {
    let moved =
        Person { work_unit: Some("示范海岛研究所".to_owned()), ..person(number, NAME) };
    let tx = app.app.database.begin_write().await.unwrap();
    let round = laurel::awards::find_round(&*tx, YEAR).await.unwrap().unwrap();
    apply_people(&*tx, app.app.ids, Some(round.id), &[moved]).await.unwrap();
    tx.commit().await.unwrap();
    search(office).await;
}

async fn one_word_takes_no_bar_away(app: &TestApp) {
    let number = plant(app).await;
    let first = app.sign_in_as("link.first", Role::AwardOffice, None).await;
    let second = app.sign_in_as("link.second", Role::AwardAdmin, None).await;
    search(&first).await;
    let id = planted(&first).await["id"].as_str().unwrap().to_owned();
    // At different units he is a namesake: one word, which can be taken back.
    let refused = step(&first, &id, "refuse").await.json();
    assert_eq!(refused["data"]["state"], "refused");
    assert!(!told(app).await[0].is_by_two());
    step(&first, &id, "reopen").await;
    assert_eq!(told(app).await, []);

    at_one_unit(app, &first, &number).await;
    let asked = step(&first, &id, "refuse").await.json();
    assert_eq!(asked["data"]["state"], "refusing");
    assert_eq!(asked["data"]["awaits_another"], true);
    assert_eq!(asked["data"]["allowed"], json!(["withdraw"]));
    assert_eq!(told(app).await, [], "nothing falls until a second person agrees");
    let alone = step(&first, &id, "refuse").await;
    assert_eq!(alone.outcome(), (409, "conflict".to_owned()));
    assert_eq!(alone.json()["errors"][0]["code"], "second_person");
    assert_eq!(step(&second, &id, "confirm").await.status, 409, "not over the first one's head");
    assert_eq!(step(&first, &id, "withdraw").await.json()["data"]["state"], "proposed");

    step(&second, &id, "refuse").await;
    let agreed = step(&first, &id, "refuse").await.json();
    assert_eq!(agreed["data"]["state"], "refused");
    assert_eq!(agreed["data"]["first_by"], Value::Null);
    let told = told(app).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].decided_by, "link.second、link.first");
    assert_eq!(told[0].agreed_by.as_deref(), Some("link.first"));
    assert!(told[0].is_by_two());
}

/// The key of the pair of two numbers, with every planted person.
async fn pair_of(office: &Visitor, one: &str, other: &str) -> String {
    let page = office.get(&format!("/rounds/{YEAR}/person-links?limit=200")).await.json();
    let is_it = |row: &&Value| {
        let numbers = [&row["first"]["number"], &row["second"]["number"]];
        row["first"]["name"] == NAME
            && numbers.contains(&&json!(one))
            && numbers.contains(&&json!(other))
    };
    let row = page["data"].as_array().unwrap().iter().find(is_it).cloned().unwrap_or_default();
    row["id"].as_str().unwrap_or_else(|| panic!("{one} {other}")).to_owned()
}

/// Puts the namesake under a completer's number of another nomination too; says both numbers.
async fn plant_twice(app: &TestApp) -> (String, String) {
    let number = plant(app).await;
    let database = app.app.database.reader();
    let found = nomination::Entity::find()
        .filter(nomination::Column::State.eq(NominationState::Accepted))
        .filter(nomination::Column::Number.ne(number.as_str()))
        .order_by_asc(nomination::Column::Number)
        .one(database)
        .await
        .unwrap()
        .unwrap();
    let tx = app.app.database.begin_write().await.unwrap();
    let another = person(&found.number, NAME);
    apply_people(&*tx, app.app.ids, Some(found.round_id), &[another]).await.unwrap();
    tx.commit().await.unwrap();
    (number, found.number)
}

async fn what_is_linked_through_others_is_not_refused(app: &TestApp) {
    let (number, other) = plant_twice(app).await;
    let first = app.sign_in_as("link.first", Role::AwardOffice, None).await;
    let second = app.sign_in_as("link.second", Role::AwardAdmin, None).await;
    search(&first).await;
    let both = pair_of(&first, &number, &other).await;
    for id in [&both, &pair_of(&first, "E-PLANTED", &number).await] {
        step(&first, id, "confirm").await;
        assert_eq!(step(&second, id, "confirm").await.json()["data"]["state"], "linked");
    }
    assert_eq!(told(app).await.len(), 2, "he is both of them");
    let through = pair_of(&first, "E-PLANTED", &other).await;
    let refused = step(&first, &through, "refuse").await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    assert_eq!(told(app).await.len(), 2, "one word parts nothing that two joined");
}

/// The expert is not the second person. Either link alone may be made: that he is the first, or that the first is the
/// second; with both he would be whom he is not.
async fn of_two_links_that_contradict_each_other_one_is_made(app: &TestApp) {
    const MEANWHILE: std::time::Duration = std::time::Duration::from_millis(500);
    let (number, other) = plant_twice(app).await;
    let first = app.sign_in_as("link.first", Role::AwardOffice, None).await;
    let second = app.sign_in_as("link.second", Role::AwardAdmin, None).await;
    search(&first).await;
    let apart = pair_of(&first, "E-PLANTED", &other).await;
    assert_eq!(step(&first, &apart, "refuse").await.json()["data"]["state"], "refused");
    let links =
        [pair_of(&first, "E-PLANTED", &number).await, pair_of(&first, &number, &other).await];
    for id in &links {
        assert_eq!(step(&first, id, "confirm").await.json()["data"]["state"], "confirmed");
    }
    // Both steps are under way, and neither is recorded, until this is let go.
    let held = app.app.database.begin_write().await.unwrap();
    laurel::audit::hold(&*held).await.unwrap();
    let let_go = async {
        tokio::time::sleep(MEANWHILE).await;
        held.commit().await.unwrap();
    };
    let (one, two, ()) = tokio::join!(
        step(&second, &links[0], "confirm"),
        step(&second, &links[1], "confirm"),
        let_go
    );
    let mut outcomes = [one.status, two.status];
    outcomes.sort_unstable();
    assert_eq!(outcomes, [200, 409], "{} {}", one.text, two.text);
    let states: Vec<Value> = [
        first.data(&format!("/person-links/{}", links[0])).await,
        first.data(&format!("/person-links/{}", links[1])).await,
    ]
    .into_iter()
    .map(|pair| pair["state"].clone())
    .collect();
    assert!(
        states.contains(&json!("linked")) && states.contains(&json!("confirmed")),
        "{states:?}"
    );
}

async fn who_has_an_interest_neither_sees_nor_decides(app: &TestApp) {
    let (number, other) = plant_twice(app).await;
    let first = app.sign_in_as("link.first", Role::AwardOffice, None).await;
    let second = app.sign_in_as("link.second", Role::AwardAdmin, None).await;
    search(&first).await;
    let hidden = pair_of(&first, "E-PLANTED", &number).await;
    let both = pair_of(&first, &number, &other).await;
    let open = pair_of(&first, "E-PLANTED", &other).await;
    let pair = first.data(&format!("/person-links/{hidden}")).await;
    let of_it =
        [&pair["first"], &pair["second"]].into_iter().find(|one| one["number"] == json!(number));
    let body = json!({
        "round": YEAR, "kind": "kin", "nomination_id": of_it.unwrap()["id"], "text": "完成人是近亲属",
    });
    let list = format!("/rounds/{YEAR}/person-links?limit=200");
    let all = first.get(&list).await.json();
    let declared = first.create("/my-declarations", "key-of-an-own-interest", &body).await;
    assert_eq!(declared.status, 201, "{}", declared.text);

    let shown = first.get(&list).await;
    for id in [&hidden, &both] {
        assert!(!shown.text.contains(id.as_str()), "{id} {}", shown.text);
        assert_eq!(first.get(&format!("/person-links/{id}")).await.status, 409);
        let version =
            second.data(&format!("/person-links/{id}")).await["version"].as_i64().unwrap();
        let body = json!({ "deed": "confirm" });
        let path = format!("/person-links/{id}/steps");
        let refused = first.change(Method::POST, &path, version, &body).await;
        assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    }
    let proposed = |page: &Value| {
        let states = page["meta"]["states"].as_array().unwrap().clone();
        let is_it = |one: &&Value| one["state"] == "proposed";
        states.iter().find(is_it).unwrap()["count"].as_u64().unwrap()
    };
    assert!(proposed(&all) >= proposed(&shown.json()) + 2, "nor are they counted");
    assert!(shown.text.contains(&open), "what is about another nomination alone is his");
    let allowed = first.data(&format!("/person-links/{open}")).await["allowed"].clone();
    assert_eq!(allowed, json!(["confirm", "refuse"]));

    // Others link the two completers: who the one is says now who the other is.
    let third = app.sign_in_as("link.third", Role::AwardOffice, None).await;
    step(&second, &both, "confirm").await;
    assert_eq!(step(&third, &both, "confirm").await.json()["data"]["state"], "linked");
    assert_eq!(first.get(&list).await.text, shown.text, "he learns nothing of it");
    let pair = first.data(&format!("/person-links/{open}")).await;
    assert_eq!(pair["allowed"], json!([]));
    assert_eq!(step(&first, &open, "refuse").await.status, 409);
    let again = search(&first).await;
    assert_eq!((&again["added"], &again["changed"]), (&json!(0), &json!(0)));
    assert!(again["found"].as_u64().unwrap() < search(&second).await["found"].as_u64().unwrap());
}

/// What a member of the office declares of himself and a nomination, as it is kept.
async fn declared(app: &TestApp, tx: &WriteTx, (username, number): (&str, &str)) {
    let by = account::Entity::find().filter(account::Column::Username.eq(username));
    let by = by.one(&**tx).await.unwrap().unwrap();
    let of = nomination::Entity::find().filter(nomination::Column::Number.eq(number));
    let of = of.one(&**tx).await.unwrap().unwrap();
    let id = app.app.ids.next();
    let row = recusal_declaration::ActiveModel {
        id: Set(id),
        round_id: Set(of.round_id),
        source: Set(DeclarationSource::Staff),
        kind: Set(DeclaredKind::Kin),
        state: Set(DeclarationState::InForce),
        account_id: Set(Some(by.id)),
        nomination_id: Set(Some(of.id)),
        sealed: Set(DeclaredWords::default().seal(&app.app.sealer, id).unwrap()),
        candidates: Set(json!([])),
        declared_by: Set(username.to_owned()),
        declared_at: Set(app.clock.now()),
        version: Set(1),
        ..recusal_declaration::ActiveModel::default()
    };
    recusal_declaration::Entity::insert(row).exec_without_returning(&**tx).await.unwrap();
}

async fn an_interest_declared_while_a_step_is_under_way_stops_it(app: &TestApp) {
    const MEANWHILE: std::time::Duration = std::time::Duration::from_millis(500);
    let number = plant(app).await;
    let first = app.sign_in_as("link.first", Role::AwardOffice, None).await;
    let second = app.sign_in_as("link.second", Role::AwardAdmin, None).await;
    search(&first).await;
    let id = planted(&first).await["id"].as_str().unwrap().to_owned();
    let held = app.app.database.begin_write().await.unwrap();
    laurel::audit::hold(&*held).await.unwrap();
    declared(app, &held, ("link.first", &number)).await;
    // The step is under way, and not recorded, until this is let go.
    let let_go = async {
        tokio::time::sleep(MEANWHILE).await;
        held.commit().await.unwrap();
    };
    let (done, ()) = tokio::join!(step(&first, &id, "confirm"), let_go);
    assert_eq!(done.outcome(), (409, "conflict".to_owned()), "{}", done.text);
    assert_eq!(second.data(&format!("/person-links/{id}")).await["state"], "proposed");
}
