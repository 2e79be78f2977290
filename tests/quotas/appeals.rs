//! Is an appeal heard in time, by somebody who had no hand in it, and counted at once?

use chrono::{DateTime, Duration, Utc};
use entity::vocabulary::{Bucket, CounterKind, EntryKind, Role};
use laurel::{
    app::App,
    quotas::ledger::{self, Movement},
};
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    proposals::{YEAR, colleague, path, propose, step},
    send, stamp,
};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        an_upheld_appeal_moves_a_place_in_decision_and_ledger,
        an_appeal_that_is_a_second_late_is_refused_with_the_rule,
        what_may_not_be_appealed_or_granted_is_refused,
        no_more_than_the_published_total_is_granted_whatever_was_given_back,
    ],
}

struct Published {
    proposal: Value,
    society: String,
    decided: i64,
    head: Visitor,
    confirmer: Visitor,
    publisher: Visitor,
    third: Visitor,
}

async fn publish(app: &TestApp) -> Published {
    let confirmer = app.sign_in(Role::Cast).await;
    let publisher = colleague(app, "test.cast.two").await;
    let third = colleague(app, "test.cast.three").await;
    let proposal = propose(app, &confirmer).await;
    assert_eq!(step(&confirmer, &proposal, "confirm").await.status, 200);
    let answer = step(&publisher, &proposal, "publish").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let row = &proposal["decisions"][0];
    let society = row["society_id"].as_str().unwrap().to_owned();
    let head = app.sign_in_of(Role::SocietyHead, Some(&society)).await;
    let decided = row["decided"].as_i64().unwrap();
    let proposal = answer.json()["data"].clone();
    Published { proposal, society, decided, head, confirmer, publisher, third }
}

impl Published {
    async fn appeal(&self, wanted: i64, key: &str) -> Answer {
        let body = json!({
            "society_id": self.society, "ground": "2025 年一项已获奖，未计入", "wanted": wanted,
        });
        send(&self.head, &format!("{}/appeals", path(&self.proposal)), key, &body).await
    }

    fn until(&self) -> DateTime<Utc> {
        self.proposal["appeals_until"].as_str().unwrap().parse().unwrap()
    }
}

async fn judge(visitor: &Visitor, appeal: &Answer, places: Option<i64>) -> Answer {
    let id = appeal.json()["data"]["id"].as_str().unwrap().to_owned();
    let body = json!({ "is_upheld": places.is_some(), "places": places, "answer": "核实" });
    let request = visitor.request(Method::POST, &format!("/quota-appeals/{id}/decide"));
    Answer::of(request.header("if-match", appeal.header("etag")).json(&body)).await
}

async fn three(visitor: &Visitor) -> Value {
    let ledger = visitor.data(&format!("/rounds/{YEAR}/quota-ledger")).await;
    let buckets = ledger["buckets"].as_array().unwrap();
    buckets.iter().find(|one| one["bucket"] == "THREE").unwrap().clone()
}

async fn an_upheld_appeal_moves_a_place_in_decision_and_ledger(app: &TestApp) {
    let published = publish(app).await;
    let Published { proposal, society, decided, confirmer, publisher, third, head } = &published;
    let before = three(third).await;
    let filed = published.appeal(decided + 1, "key-of-an-appeal").await;
    assert_eq!(filed.status, 201, "{}", filed.text);
    let again = published.appeal(decided + 1, "key-of-an-appeal").await;
    assert_eq!(again.json()["data"]["id"], filed.json()["data"]["id"]);
    let second = published.appeal(decided + 1, "key-of-a-second-appeal").await;
    assert_eq!(second.outcome(), (409, "conflict".to_owned()));
    for involved in [confirmer, publisher] {
        let refused = judge(involved, &filed, Some(decided + 1)).await;
        assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
        assert!(refused.text.contains("不得处理"), "{}", refused.text);
    }
    assert_eq!(judge(head, &filed, Some(decided + 1)).await.outcome().0, 403);
    let asker = format!("test.society_head.{}", society.to_lowercase());
    app.call(&asker, "示范会长").await;
    app.call("test.cast.three", "示范评判人").await;
    let upheld = judge(third, &filed, Some(decided + 1)).await;
    assert_eq!(upheld.status, 200, "{}", upheld.text);
    assert_eq!(upheld.json()["data"]["state"], "upheld");
    let names = json!({ asker: "示范会长", "test.cast.three": "示范评判人" });
    assert_eq!(upheld.json()["data"]["names"], names);

    let after = three(third).await;
    assert_eq!(after["total"], before["total"], "the total stays exact");
    let held = before["held"].as_i64().unwrap();
    assert_eq!(after["held"], held - 1);
    let own = head.data(&format!("/societies/{society}/quota")).await;
    assert_eq!(own["decisions"][0]["decided"], decided + 1);
    assert_eq!(own["decisions"][0]["appeal"]["answer"], "核实");
    assert_eq!(own["decisions"][0]["appeal"]["names"], names, "who filed and who answered");
    let of_year = own["counters"].as_array().unwrap().iter().find(|one| one["year"] == YEAR);
    let places: Vec<&Value> = of_year.unwrap()["counters"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["bucket"] == "THREE")
        .map(|one| &one["places"])
        .collect();
    assert_eq!(places, [&json!(decided + 1)]);
    let now = third.data(&path(proposal)).await;
    assert_eq!(now["held"], held - 1);
    assert_eq!(now["names"]["test.cast.three"], "示范评判人", "who changed the decision");
    let twice = judge(third, &upheld, Some(decided + 1)).await;
    assert_eq!(twice.outcome(), (409, "conflict".to_owned()));
    // The time runs out, and nothing waits: it is final.
    app.clock.advance(published.until() - app.app.clock.now());
    let cast = colleague(app, "test.cast.later").await;
    assert_eq!(cast.data(&path(proposal)).await["standing"], "final");
}

async fn an_appeal_that_is_a_second_late_is_refused_with_the_rule(app: &TestApp) {
    let published = publish(app).await;
    let (society, decided) = (published.society.clone(), published.decided);
    let last = published.until() - Duration::seconds(1);
    app.clock.advance(last - app.app.clock.now());
    // The session ended in the meantime; the head signs in anew at the last second and the next.
    let head = app.sign_in_of(Role::SocietyHead, Some(&society)).await;
    let published = Published { head, ..published };
    app.clock.advance(Duration::seconds(1));
    let late = published.appeal(decided + 1, "key-of-a-late-appeal").await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()));
    assert!(late.text.contains("15 日") && late.text.contains("截止"), "{}", late.text);
    app.clock.advance(Duration::seconds(-1));
    let in_time = published.appeal(decided + 1, "key-of-an-appeal-in-time").await;
    assert_eq!(in_time.status, 201, "{}", in_time.text);
    // What was filed in time is decided after it.
    app.clock.advance(Duration::hours(1));
    let third = colleague(app, "test.cast.three").await;
    assert_eq!(third.data(&path(&published.proposal)).await["standing"], "deciding");
    let rejected = judge(&third, &in_time, None).await;
    assert_eq!(rejected.json()["data"]["state"], "rejected", "{}", rejected.text);
    assert_eq!(third.data(&path(&published.proposal)).await["standing"], "final");
}

async fn what_may_not_be_appealed_or_granted_is_refused(app: &TestApp) {
    let published = publish(app).await;
    let Published { proposal, decided, third, head, confirmer, .. } = &published;
    let same = published.appeal(*decided, "key-of-no-more-places").await;
    assert_eq!(same.outcome(), (422, "invalid".to_owned()));
    let foreign = proposal["decisions"][1]["society_id"].clone();
    let body = json!({ "society_id": foreign, "ground": "代他人", "wanted": 9 });
    let to = format!("{}/appeals", path(proposal));
    let refused = send(head, &to, "key-of-a-foreign-appeal", &body).await;
    assert_eq!(refused.outcome(), (404, "not_found".to_owned()));
    let by_cast = send(confirmer, &to, "key-of-an-appeal-by-cast", &body).await;
    assert_eq!(by_cast.outcome(), (403, "forbidden".to_owned()));
    let held = three(third).await["held"].as_i64().unwrap();
    let filed = published.appeal(decided + held + 5, "key-of-a-large-appeal").await;
    assert_eq!(filed.status, 201, "{}", filed.text);
    for (places, said) in [
        (decided + held + 1, "机动名额只有"),
        (decided + held + 6, "不得多于申诉请求"),
        (*decided, "须多于"),
    ] {
        let refused = judge(third, &filed, Some(places)).await;
        assert_eq!(refused.outcome().0, 422, "{places}: {}", refused.text);
        assert!(refused.text.contains(said), "{}", refused.text);
    }
    assert_eq!(judge(third, &filed, Some(decided + held)).await.status, 200);
    assert_eq!(three(third).await["held"], 0);
}

/// Lets another society give back all but one of its places, and says how many.
async fn give_back(app: &App, but: &str) -> i64 {
    let counters = ledger::counters_of(app.database.reader(), YEAR).await.unwrap();
    let can_give = |one: &&ledger::Counter| {
        let free = ledger::free_of(one, &counters).unwrap_or_default();
        one.kind == CounterKind::Society
            && one.bucket == Bucket::Three
            && one.society != but
            && free > 1
    };
    let own = counters.iter().find(can_give).unwrap();
    let places = ledger::free_of(own, &counters).unwrap() - 1;
    let tx = app.database.begin_write().await.unwrap();
    let movement = Movement { places: -places, reason: "退回" };
    let kind = EntryKind::GivenBack;
    ledger::move_within(&tx, own.id, &movement, kind, &stamp(app, "tests")).await.unwrap();
    tx.commit().await.unwrap();
    places.into()
}

async fn no_more_than_the_published_total_is_granted_whatever_was_given_back(app: &TestApp) {
    let published = publish(app).await;
    let Published { proposal, society, decided, third, .. } = &published;
    let left = third.data(&path(proposal)).await["held"].as_i64().unwrap();
    let back = give_back(&app.app, society).await;
    assert_eq!(three(third).await["held"], left + back, "the round keeps it back");
    assert_eq!(third.data(&path(proposal)).await["held"], left, "the total is what was published");
    let filed = published.appeal(decided + left + back, "key-of-an-appeal").await;
    assert_eq!(filed.status, 201, "{}", filed.text);
    let refused = judge(third, &filed, Some(decided + left + 1)).await;
    assert_eq!(refused.outcome(), (422, "invalid".to_owned()));
    let most = format!("只有 {left} 个，至多可定为 {} 个", decided + left);
    assert!(refused.text.contains(&most), "{}", refused.text);
    assert!(refused.text.contains("划拨"), "what was given back is handed out by a transfer");
    assert_eq!(third.data(&path(proposal)).await["held"], left, "nothing was written");
    let granted = judge(third, &filed, Some(decided + left)).await;
    assert_eq!(granted.status, 200, "{}", granted.text);
    assert_eq!(third.data(&path(proposal)).await["held"], 0);
    assert_eq!(three(third).await["held"], back, "what was given back is still there");
}
