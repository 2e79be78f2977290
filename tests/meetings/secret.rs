//! Does nobody find whose a secret paper is?

use std::collections::BTreeSet;

use entity::{
    audit_record, ballot_paper, ballot_roll, idempotency_record,
    vocabulary::{PaperSource, Role},
};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::{Value, json};

use super::hall::{Hall, address, cast, done, fault, faults, key_of, panel};
use crate::harness::{Answer, TestApp, keys};

db_tests! {
    round: [
        nothing_ties_a_secret_paper_to_who_cast_it,
        slips_of_a_secret_ballot_are_no_more_than_were_handed_out,
    ],
}

const SECRET: fn() -> Value = || json!({ "variant": "secret", "cap": 3, "reason": "按照惯例" });

async fn papers(app: &TestApp, ballot: &Value) -> Vec<ballot_paper::Model> {
    ballot_paper::Entity::find()
        .filter(ballot_paper::Column::BallotId.eq(key_of(ballot)))
        .order_by_asc(ballot_paper::Column::SealedMarks)
        .all(app.app.database.reader())
        .await
        .unwrap()
}

async fn nothing_ties_a_secret_paper_to_who_cast_it(app: &TestApp) {
    let hall = Hall::opened(app, panel(6, 3)).await;
    let more = json!({ "variant": "secret", "cap": 3, "reason": "每人可选三项" });
    let ballot = hall.voting("a-secret-ballot", &more).await;
    for at in 0..6 {
        let marks: Vec<u32> = (1..=3).filter(|line| at < line + 2).collect();
        let member = hall.member(app, at as usize).await;
        let answer = cast(&member, &ballot, "my-secret-paper", &marks).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let receipt = &answer.json()["data"];
        assert_eq!((&receipt["digest"], &receipt["cast_at"]), (&Value::Null, &Value::Null));
        let own = member.data(&address(&ballot)).await["own"].take();
        assert_eq!((&own["has_cast"], &own["cast_at"]), (&json!(true), &Value::Null));
    }
    let before = papers(app, &ballot).await;
    kept_apart(&before);
    let closed = done(&hall.office, &ballot, "close", &json!({})).await;
    assert_eq!(keys(&closed["tally"]["rows"], "votes"), ["3", "4", "5"]);
    let after = papers(app, &ballot).await;
    kept_apart(&after);
    // Every key and every seal is another: nothing of what was there when they came is left.
    let keys_of =
        |rows: &[ballot_paper::Model]| -> BTreeSet<_> { rows.iter().map(|row| row.id.0).collect() };
    assert!(keys_of(&before).is_disjoint(&keys_of(&after)));
    let seals: BTreeSet<&str> = before.iter().map(|row| row.sealed_marks.as_str()).collect();
    assert!(after.iter().all(|row| !seals.contains(row.sealed_marks.as_str())));
    let lengths: BTreeSet<usize> = after.iter().map(|row| row.sealed_marks.len()).collect();
    assert_eq!(lengths.len(), 1);
    told_nowhere(app, &ballot).await;

    let recount = hall.office.post(&format!("{}/recount", address(&closed)), &json!({})).await;
    assert_eq!(recount.json()["data"]["is_equal"], true, "{}", recount.text);
    for role in [Role::AwardOffice, Role::Supervisor] {
        let who = app.sign_in(role).await;
        let asked = who.get(&format!("{}/papers?reason=why", address(&closed))).await;
        assert_eq!(asked.outcome(), (409, "conflict".to_owned()), "not even the office");
    }
}

/// Papers have no seat, no digest, and keys that tell no time.
fn kept_apart(rows: &[ballot_paper::Model]) {
    assert_eq!(rows.len(), 6);
    for row in rows {
        assert_eq!((row.seat_id, row.digest.as_ref(), row.entered_by.as_ref()), (None, None, None));
        assert_eq!(row.id.0.get_version_num(), 4, "a key of version 7 would tell when");
    }
}

/// Neither the roll, nor the record, nor what is kept of requests says more than that each has cast.
async fn told_nowhere(app: &TestApp, ballot: &Value) {
    let (database, id) = (app.app.database.reader(), key_of(ballot));
    let roll = ballot_roll::Entity::find().filter(ballot_roll::Column::BallotId.eq(id));
    let roll = roll.all(database).await.unwrap();
    assert!(roll.iter().all(|row| row.has_cast && row.cast_at.is_none()));
    let chain = audit_record::Entity::find()
        .filter(audit_record::Column::Action.eq("meetings.cast"))
        .filter(audit_record::Column::Subject.eq(format!("ballot/{id}")))
        .all(database)
        .await
        .unwrap();
    assert_eq!(chain.len(), 6);
    assert!(chain.iter().all(|row| row.after_digest.is_none() && row.reason.is_none()));
    let requests = idempotency_record::Entity::find()
        .filter(idempotency_record::Column::Key.eq("my-secret-paper"))
        .all(database)
        .await
        .unwrap();
    let digests: BTreeSet<String> = requests.iter().map(|row| row.body_digest.clone()).collect();
    let replies: BTreeSet<String> = requests.iter().map(|row| row.reply.clone()).collect();
    assert_eq!((requests.len(), digests.len(), replies.len()), (6, 1, 1), "whatever is marked");
}

async fn slips_of_a_secret_ballot_are_no_more_than_were_handed_out(app: &TestApp) {
    let hall = Hall::opened(app, panel(4, 3)).await;
    let second = app.sign_in_as("office.second", Role::AwardOffice, None).await;
    let ballot = hall.voting("a-ballot-with-slips", &SECRET()).await;
    let entries = format!("{}/entries", address(&ballot));
    let read = async |who: &crate::harness::Visitor, key: &str, slip: &str, marks: &[u32]| {
        who.create(&entries, key, &json!({ "slip": slip, "marks": marks })).await
    };
    let early = read(&hall.office, "before-any-slip", "1", &[1]).await;
    assert_eq!(early.outcome().0, 409, "none was handed out");
    let slips = format!("{}/slips", address(&ballot));
    let handed = json!({ "seats": [hall.seats[2], hall.seats[3]] });
    let answer = hall.office.create(&slips, "hand-slips-out", &handed).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["data"]["progress"]["cast"], 2);
    let member = hall.member(app, 2).await;
    assert_eq!(cast(&member, &ballot, "beside-a-slip", &[1]).await.outcome().0, 409);
    let again = hall.office.create(&slips, "hand-them-again", &handed).await;
    assert_eq!(faults(&again), [fault("/seats/0", "cast")]);

    let whose = json!({ "slip": "1", "seat": hall.seats[2], "marks": [1] });
    let told = hall.office.create(&entries, "whose-slip-it-is", &whose).await;
    assert_eq!(faults(&told), [fault("/seat", "secret")]);
    for slip in ["1", "2"] {
        for (who, name) in [(&hall.office, "one"), (&second, "two")] {
            let answer = read(who, &format!("slip-{slip}-by-{name}"), slip, &[1, 2]).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
            let state = if name == "one" { "waiting" } else { "settled" };
            assert_eq!(answer.json()["data"]["state"], state);
        }
    }
    let third = read(&hall.office, "one-slip-too-many", "3", &[1]).await;
    assert_eq!(third.outcome().0, 409);
    let first = hall.member(app, 0).await;
    assert_eq!(cast(&first, &ballot, "by-machine", &[2]).await.status, 201);
    let closed = done(&hall.office, &ballot, "close", &json!({})).await;
    assert_eq!(keys(&closed["tally"]["rows"], "votes"), ["2", "3", "0"]);
    // By which way each came is told no more, nor what was read on which slip.
    assert!(papers(app, &ballot).await.iter().all(|row| row.source == PaperSource::Electronic));
    let left = entity::paper_entry::Entity::find()
        .filter(entity::paper_entry::Column::BallotId.eq(key_of(&ballot)))
        .all(app.app.database.reader())
        .await
        .unwrap();
    assert_eq!(left.len(), 0);
    let anew = hall.office.request(Method::GET, &address(&closed));
    assert_eq!(Answer::of(anew).await.json()["data"]["slips"], json!([]));
}
