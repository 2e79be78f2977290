//! Is no paper lost or doubled where a ballot closes while people vote?

use std::collections::BTreeMap;

use entity::{
    ballot_paper, ballot_roll,
    ids::{BallotId, RoundId},
};
use futures_util::future::join_all;
use laurel::awards;
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};
use serde_json::{Value, json};

use super::hall::{Hall, act, cast, panel};
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [
        every_paper_that_comes_while_a_ballot_closes_is_counted_or_refused,
        two_first_uses_at_once_bind_a_round_to_one_book,
    ],
}

/// A number that the environment asks for.
#[expect(clippy::disallowed_methods, reason = "a test asks its own environment")]
fn asked(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().map_or(usual, |text| text.parse().unwrap())
}

/// Uses a book for the first time, as somebody who has this text of it.
async fn bound(app: &TestApp, round: RoundId, text: &str) -> String {
    let tx = app.app.database.begin_write().await.unwrap();
    let book = ("meetings-1", text);
    let bound = awards::bind_book(&app.app, &tx, (round, "meetings"), book, "tests").await;
    tx.commit().await.unwrap();
    bound.unwrap()
}

async fn two_first_uses_at_once_bind_a_round_to_one_book(app: &TestApp) {
    let round = app.round(laurel::demo::DEMO_ROUND).await;
    let (one, other) = tokio::join!(bound(app, round, "first"), bound(app, round, "second"));
    assert_eq!(one, other, "both go by the same");
    let kept = awards::book_text(app.app.database.reader(), round, "meetings").await.unwrap();
    assert_eq!(kept, Some(one));
}

/// Members who vote at once; `LAUREL_TEST_CASTERS` asks for more.
const CASTERS: usize = 64;
/// How often; `LAUREL_TEST_RACES` asks for more.
const RACES: usize = 8;

/// Closes a ballot a while after the first papers are sent: another while each time, the same in each run.
async fn close_after(hall: &Hall, ballot: &Value, race: usize) -> u16 {
    let moment = u64::try_from(race * 17 % 97).unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(moment)).await;
    act(&hall.office, ballot, "close", &json!({})).await.status
}

async fn every_paper_that_comes_while_a_ballot_closes_is_counted_or_refused(app: &TestApp) {
    let casters = asked("LAUREL_TEST_CASTERS", CASTERS);
    let hall = Hall::opened(app, panel(casters, 2)).await;
    let mut members: Vec<Visitor> = Vec::new();
    for at in 0..casters {
        members.push(hall.member(app, at).await);
    }
    let admin = app.sign_in(entity::vocabulary::Role::AwardAdmin).await;
    for race in 0..asked("LAUREL_TEST_RACES", RACES) {
        let ballot = hall.voting(&format!("race-number-{race}"), &json!({})).await;
        let paper = |member: &Visitor| {
            let (member, ballot) = (member.clone(), &ballot);
            async move { cast(&member, ballot, &format!("paper-of-race-{race}"), &[1]).await.status }
        };
        let all = join_all(members.iter().map(paper));
        let (statuses, closed) = tokio::join!(all, close_after(&hall, &ballot, race));
        assert_eq!(closed, 200);
        let mut told: BTreeMap<u16, usize> = BTreeMap::new();
        for status in statuses {
            *told.entry(status).or_default() += 1;
        }
        let counted = told.remove(&201).unwrap_or_default();
        let refused = told.remove(&409).unwrap_or_default();
        assert_eq!((counted + refused, &told), (casters, &BTreeMap::new()), "race {race}");
        let kept = kept(app, &ballot).await;
        assert_eq!(kept, (counted, counted), "race {race}: papers, and members who have cast");
        let seen = hall.office.data(&super::hall::address(&ballot)).await;
        assert_eq!(seen["tally"]["papers"], counted);
        assert_eq!(seen["tally"]["rows"][0]["votes"], counted);
        // The next race is on the same lines.
        super::hall::done(&admin, &seen, "void", &json!({ "reason": "示范用的表决" })).await;
    }
}

/// How many papers of a ballot are kept, and how many members have cast.
async fn kept(app: &TestApp, ballot: &Value) -> (usize, usize) {
    let id: uuid::Uuid = ballot["id"].as_str().unwrap().parse().unwrap();
    let (id, database) = (BallotId(id), app.app.database.reader());
    let papers = ballot_paper::Entity::find()
        .filter(ballot_paper::Column::BallotId.eq(id))
        .count(database)
        .await
        .unwrap();
    let cast = ballot_roll::Entity::find()
        .filter(ballot_roll::Column::BallotId.eq(id))
        .filter(ballot_roll::Column::HasCast.eq(true))
        .count(database)
        .await
        .unwrap();
    (usize::try_from(papers).unwrap(), usize::try_from(cast).unwrap())
}
