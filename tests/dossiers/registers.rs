//! Does the rule check ask the integrity register, and does nobody learn from it what is not his?

use laurel::demo::journey::{Complete, Journey};
use laurel::nominations::dossier::Value;
use laurel::shared::{Clock as _, china_day};
use serde_json::Value as Json;

use super::SOCIETY;
use crate::harness::{TestApp, Visitor};

db_tests! { round: [whoever_is_barred_is_found_and_a_namesake_is_a_question] }

/// What the check says of a rule, in every place.
async fn verdicts(clerk: &Visitor, path: &str, rule: &str) -> Vec<(String, String)> {
    let check = clerk.data(&format!("{path}/check")).await;
    let findings = check["findings"].as_array().unwrap().iter();
    let word = |one: &Json, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let of_rule = findings.filter(|one| one["rule"] == rule);
    of_rule.map(|one| (word(one, "verdict"), word(one, "address"))).collect()
}

async fn whoever_is_barred_is_found_and_a_namesake_is_a_question(app: &TestApp) {
    let complete = Complete::of("NAT").unwrap().apart(31);
    let number = |row: &str| {
        let at = format!("completers.items/{row}/id_number").parse().unwrap();
        match complete.values.get(&at) {
            Some(Value::Text(number)) => number.clone(),
            other => panic!("{other:?}"),
        }
    };
    let set_clock = |instant| app.clock.advance(instant - app.clock.now());
    let journey = Journey {
        app: &app.app,
        year: 2027,
        society: SOCIETY,
        set_clock: &set_clock,
        today: app.clock.now(),
    };
    let path = format!("/dossiers/{}", journey.write(&complete).await.unwrap());
    let clerk = super::clerk(app).await;
    assert_eq!(verdicts(&clerk, &path, "FC-008").await, [("pass".into(), String::new())]);

    let today = china_day(app.clock.now());
    let file = app.folder().join("bars.csv");
    let text = format!(
        "name,id_number,unit,what,from,until,basis\n\
         某甲,{},,处分影响期内,2020-01-01,,决定 1 号\n\
         某乙,{},,处分影响期内,2020-01-01,{today},决定 2 号\n\
         某丙,{},,曾受处分,2020-01-01,2021-01-01,决定 3 号\n",
        number("p1"),
        number("p2").to_lowercase(),
        number("p3"),
    );
    std::fs::write(&file, &text).unwrap();
    let import = || app.laurel(["import", "bars", file.to_str().unwrap()]).done();
    assert_eq!(import().counts(), [3, 0, 0, 0]);
    assert_eq!(import().counts(), [0, 0, 3, 0]);
    assert_eq!(
        verdicts(&clerk, &path, "FC-008").await,
        [
            ("fail".into(), "completers.items/p1/name".into()),
            ("fail".into(), "completers.items/p2/name".into()),
        ],
        "to the end of the last day"
    );
    let restored = verdicts(&clerk, &path, "FC-009").await;
    assert_eq!(restored, [("fail".into(), "completers.items/p3/is_restored".into())]);
    let rows = entity_rows(app).await;
    assert!(!rows.contains(&number("p1")), "the number is not kept");
    a_namesake_is_a_question(app, (&clerk, &path)).await;
}

async fn a_namesake_is_a_question(app: &TestApp, (clerk, path): (&Visitor, &str)) {
    let file = app.folder().join("namesakes.csv");
    let import = || app.laurel(["import", "bars", file.to_str().unwrap()]);
    std::fs::write(
        &file,
        "name,unit,what,from,basis\n示范甲,示范金属研究所,失信惩戒期内,2020-01-01,名单\n",
    )
    .unwrap();
    assert_eq!(import().done().counts(), [1, 0, 0, 0]);
    let again = verdicts(clerk, path, "FC-008").await;
    assert_eq!(again.len(), 3, "{again:?}");
    assert!(
        again.contains(&("needs_person".into(), "completers.items/p1/name".into())),
        "{again:?}"
    );

    std::fs::write(&file, "name,what,from,basis\n某丁,失信,2020-01-01,名单\n").unwrap();
    let refused = import();
    assert_eq!(refused.code, 1, "a name alone is nobody: {refused:?}");
}

async fn entity_rows(app: &TestApp) -> String {
    use sea_orm::EntityTrait as _;
    let rows = entity::integrity_record::Entity::find().all(app.app.database.reader()).await;
    format!("{:?}", rows.unwrap())
}
