//! Are votes counted by article 81, and counted again alike?

use entity::{
    agenda_item, attendance, audit_record, ballot, ballot_paper, ballot_recount,
    vocabulary::{AgendaState, ReviewStage, Role},
};
use laurel::shared::Clock as _;
use reqwest::Method;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, sea_query::Expr,
};
use serde_json::{Value, json};

use super::hall::{
    Hall, Like, YEAR, act, address, cast, done, fault, faults, grades, kept, key_of, panel,
};
use crate::harness::{Answer, TestApp, Visitor, keys};

db_tests! {
    round: [
        fifteen_members_vote_and_the_count_is_the_one_by_hand,
        a_paper_is_cast_once_by_who_is_on_the_roll,
        a_ballot_opens_with_a_quorum_by_the_office_or_the_chair,
        a_tie_is_voted_on_again_and_in_the_end_none_of_it_passes,
        a_ballot_lists_what_may_be_voted_on_for_its_grade,
        the_council_keeps_to_its_order_and_its_numbers,
        what_was_changed_behind_the_back_is_found_by_a_recount,
        a_void_ballot_counts_for_nothing,
    ],
}

/// A body that an operation of this part takes; none where the path is none of its own.
pub(super) fn body(path: &str, nobody: &str) -> Option<Value> {
    let last = path.rsplit('/').next()?;
    let draft = || json!({ "category": "PRO", "grade": "first", "items": [nobody] });
    if path.starts_with("/meetings/") && last == "ballots" {
        return Some(draft());
    }
    path.starts_with("/ballots/").then(|| match last {
        "papers" => json!({ "marks": [1] }),
        "entries" => json!({ "slip": "1", "marks": [1] }),
        "slips" => json!({ "seats": [nobody] }),
        "void" => json!({ "reason": "一段说明" }),
        "open" | "close" | "tie" | "recount" => json!({}),
        _ => draft(),
    })
}

/// Who marks each line, by the places of the seats. Members 3 and 4 keep out of line 1, member 5 of line 2, and member
/// 14 casts no paper.
const BY_LINE: [&[usize]; 5] = [
    // 7 of 13: more than half.
    &[0, 1, 2, 6, 7, 8, 9],
    // 7 of 14: half, and no more.
    &[0, 1, 2, 3, 4, 6, 7],
    // 8 of 15.
    &[3, 4, 5, 6, 8, 9, 10, 11],
    &[3, 5, 8, 9, 10, 11, 12, 13],
    &[],
];

fn marks_of(member: usize) -> Vec<u32> {
    (1..).zip(BY_LINE).filter(|(_, by)| by.contains(&member)).map(|(line, _)| line).collect()
}

/// Votes, those of whom they are a share, and what became of each line.
fn counts(ballot: &Value) -> Vec<(u64, u64, String)> {
    let rows = ballot["tally"]["rows"].as_array().unwrap();
    let number = |row: &Value, name: &str| row[name].as_u64().unwrap();
    rows.iter()
        .map(|row| {
            let outcome = row["outcome"].as_str().unwrap().to_owned();
            (number(row, "votes"), number(row, "of"), outcome)
        })
        .collect()
}

async fn fifteen_members_vote_and_the_count_is_the_one_by_hand(app: &TestApp) {
    let hall = Hall::opened(app, panel(15, 5)).await;
    for (seat, item) in [(3, 0), (4, 0), (5, 1)] {
        hall.keeps_out(app, seat, item).await;
    }
    let ballot = hall.voting("a-ballot-of-fifteen", &json!({})).await;
    assert_eq!(ballot["cap"], 3, "60 % of five lines");
    assert_eq!((&ballot["places"], &ballot["variant"]), (&json!(3), &json!("named")));
    assert_eq!(ballot["progress"], json!({ "cast": 0, "of": 15, "expected": 15 }));
    let mut members = Vec::new();
    for at in 0..14 {
        let member = hall.member(app, at).await;
        let answer = cast(&member, &ballot, "my-paper", &marks_of(at)).await;
        assert_eq!(answer.status, 201, "{at}: {}", answer.text);
        members.push(member);
    }
    seen_while_open(app, &hall, (&ballot, &members)).await;

    let closed = done(&hall.office, &ballot, "close", &json!({})).await;
    let by_hand: Vec<(u64, u64, String)> = [
        (7, 13, "passed"),
        (7, 14, "failed"),
        (8, 15, "passed"),
        (8, 15, "passed"),
        (0, 15, "failed"),
    ]
    .map(|(votes, of, outcome)| (votes, of, outcome.to_owned()))
    .to_vec();
    assert_eq!(counts(&closed), by_hand);
    assert_eq!((&closed["tally"]["papers"], &closed["tally"]["invalid"]), (&json!(14), &json!({})));
    seen_when_closed(app, &hall, (&closed, &members)).await;
    let recount = hall.office.post(&format!("{}/recount", address(&closed)), &json!({})).await;
    assert_eq!(recount.json()["data"]["is_equal"], true, "{}", recount.text);
    assert_eq!(recount.json()["data"]["digest"], closed["tally"]["digest"]);
    let items = agenda_item::Entity::find()
        .filter(agenda_item::Column::MeetingId.eq(hall.meeting))
        .all(app.app.database.reader())
        .await
        .unwrap();
    assert!(items.iter().all(|item| item.state == AgendaState::Done));
}

/// While it is open nobody sees a mark: members their own vote, the office and the chair how many have cast.
async fn seen_while_open(app: &TestApp, hall: &Hall, (ballot, members): (&Value, &[Visitor])) {
    let office = hall.office.data(&address(ballot)).await;
    assert_eq!(office["progress"]["cast"], 14);
    assert_eq!(office["tally"], Value::Null);
    let voters = office["voters"].as_array().unwrap();
    assert_eq!(voters.iter().filter(|one| one["has_cast"] == true).count(), 14);
    let papers = hall.office.get(&format!("{}/papers", address(ballot))).await;
    assert_eq!(papers.outcome(), (409, "conflict".to_owned()));
    let chair = members[0].data(&address(ballot)).await;
    assert_eq!(chair["progress"]["cast"], 14);
    assert_eq!((&chair["tally"], &chair["voters"]), (&Value::Null, &json!([])));
    let member = members[3].data(&address(ballot)).await;
    assert_eq!((&member["progress"], &member["tally"]), (&Value::Null, &Value::Null));
    assert_eq!(member["own"]["has_cast"], true);
    let line = &member["lines"][0];
    assert_eq!((&line["is_recused"], &line["title"]), (&json!(true), &Value::Null));
    assert!(member["lines"][1]["title"].is_string());
    assert_eq!(line["nomination"], Value::Null);
    let late = hall.member(app, 14).await;
    let view = late.data(&address(ballot)).await;
    assert_eq!((&view["may"]["cast"], &view["own"]["has_cast"]), (&json!(true), &json!(false)));
    let listed = late.data(&format!("/meetings/{}/ballots", hall.meeting)).await;
    assert_eq!(keys(&listed, "state"), ["open"]);
}

async fn seen_when_closed(app: &TestApp, hall: &Hall, (ballot, members): (&Value, &[Visitor])) {
    let chair = members[0].data(&address(ballot)).await;
    assert_eq!(counts(&chair), counts(ballot));
    assert_eq!(members[3].data(&address(ballot)).await["tally"], Value::Null);
    let path = format!("{}/papers", address(ballot));
    let papers = hall.office.data(&path).await;
    let marks: Vec<Value> =
        papers.as_array().unwrap().iter().map(|one| one["marks"].clone()).collect();
    let cast: Vec<Value> = (0..14).map(|at| json!(marks_of(at))).collect();
    assert_eq!(marks, cast, "by seat, and only of who has cast");
    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(faults(&supervisor.get(&path).await), [fault("/reason", "needed")]);
    let why = format!("{path}?reason=%E6%8A%BD%E6%9F%A5%E8%A1%A8%E5%86%B3");
    assert_eq!(supervisor.get(&why).await.status, 200);
    let read = recorded(app, ballot, "meetings.read_papers").await;
    assert_eq!(read.last().unwrap().reason.as_deref(), Some("抽查表决"));
    for who in [&members[0], &members[3]] {
        assert_eq!(who.get(&path).await.outcome(), (403, "forbidden".to_owned()));
    }
    let society = app.sign_in(Role::SocietyHead).await;
    for path in [address(ballot), path, format!("/meetings/{}/ballots", hall.meeting)] {
        assert_eq!(society.get(&path).await.outcome(), (403, "forbidden".to_owned()));
    }
}

/// The records of an action on a ballot, oldest first.
async fn recorded(app: &TestApp, ballot: &Value, action: &str) -> Vec<audit_record::Model> {
    let mut rows = audit_record::Entity::find()
        .filter(audit_record::Column::Action.eq(action))
        .filter(audit_record::Column::Subject.eq(format!("ballot/{}", key_of(ballot))))
        .all(app.app.database.reader())
        .await
        .unwrap();
    rows.sort_by_key(|row| row.sequence);
    rows
}

async fn a_paper_is_cast_once_by_who_is_on_the_roll(app: &TestApp) {
    let hall = Hall::opened(app, Like { present: 5, ..panel(6, 5) }).await;
    hall.keeps_out(app, 1, 1).await;
    let draft = hall.drafted("a-ballot-of-six", &json!({})).await;
    let member = hall.member(app, 1).await;
    let early = cast(&member, &draft, "my-early-paper", &[1]).await;
    assert_eq!(early.outcome(), (404, "not_found".to_owned()), "a draft is nobody's to know of");
    let ballot = done(&hall.office, &draft, "open", &json!({})).await;
    for (marks, place, code) in [
        (vec![1, 3, 4, 5], "/marks", "over_cap"),
        (vec![1, 2], "/marks/1", "recused"),
        (vec![0], "/marks/0", "unknown"),
        (vec![6], "/marks/0", "unknown"),
    ] {
        let refused = cast(&member, &ballot, "my-first-paper", &marks).await;
        assert_eq!(refused.outcome(), (422, "invalid".to_owned()));
        assert_eq!(faults(&refused), [fault(place, code)], "{marks:?}");
    }
    let first = cast(&member, &ballot, "my-first-paper", &[1, 3]).await;
    assert_eq!(first.status, 201, "{}", first.text);
    let receipt = first.json()["data"].take();
    // The answer was lost: the same request again is the same paper, whatever else happened.
    let again = cast(&member, &ballot, "my-first-paper", &[1, 3]).await;
    assert_eq!((again.status, &again.json()["data"]), (201, &receipt));
    let second = cast(&member, &ballot, "another-paper", &[1]).await;
    assert_eq!(second.outcome(), (409, "conflict".to_owned()));
    let chain = recorded(app, &ballot, "meetings.cast").await;
    assert_eq!(chain.len(), 1);
    assert_eq!(chain[0].after_digest.as_deref(), receipt["digest"].as_str());
    let own = member.data(&address(&ballot)).await;
    assert_eq!((&own["own"]["digest"], &own["may"]["cast"]), (&receipt["digest"], &json!(false)));

    let absent = hall.member(app, 5).await;
    let refused = cast(&absent, &ballot, "absent-paper", &[1]).await;
    assert_eq!(refused.outcome(), (403, "forbidden".to_owned()), "he came after it was opened");
    let nobody = app.sign_in(Role::CommitteeMember).await;
    assert_eq!(cast(&nobody, &ballot, "strange-paper", &[1]).await.outcome().0, 404);
    assert_eq!(nobody.get(&address(&ballot)).await.outcome().0, 404);
    let clerk = app.sign_in(Role::SocietyClerk).await;
    assert_eq!(cast(&clerk, &ballot, "clerks-paper", &[1]).await.outcome().0, 403);

    let closed = done(&hall.office, &ballot, "close", &json!({})).await;
    assert_eq!(closed["tally"]["papers"], 1);
    let late = cast(&hall.member(app, 2).await, &closed, "late-paper", &[1]).await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()));
    let rows = kept(app, &ballot).await;
    assert_eq!(rows.len(), 1, "what was refused left no row");
    assert!(rows[0].sealed_marks.starts_with("sealed:1:"));
}

async fn a_ballot_opens_with_a_quorum_by_the_office_or_the_chair(app: &TestApp) {
    let hall = Hall::opened(app, Like { present: 10, ..panel(15, 2) }).await;
    hall.keeps_out(app, 2, 0).await;
    let draft = hall.drafted("a-ballot-of-ten", &json!({})).await;
    // Ten of fifteen are two thirds; nine of them may judge the first line.
    let refused = act(&hall.office, &draft, "open", &json!({})).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    assert_eq!(faults(&refused), [fault("/lines/1", "quorum")]);
    let member = hall.member(app, 1).await;
    assert_eq!(act(&member, &draft, "open", &json!({})).await.outcome().0, 403);
    hall.comes(app, hall.seats[10]).await;
    let chair = hall.member(app, 0).await;
    let seen = chair.data(&address(&draft)).await;
    assert_eq!(
        seen["lines"][1]["title"],
        Value::Null,
        "before the roll is frozen he is told nothing"
    );
    assert_eq!(seen["may"]["open"], true);
    let ballot = done(&chair, &seen, "open", &json!({})).await;
    assert_eq!(ballot["progress"], json!({ "cast": 0, "of": 11, "expected": 15 }));
    // The roll stays as it was: who leaves has his vote, who comes has none.
    attendance::Entity::update_many()
        .col_expr(attendance::Column::LeftAt, Expr::value(Some(app.clock.now())))
        .filter(attendance::Column::SeatId.eq(hall.seats[1]))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    hall.comes(app, hall.seats[11]).await;
    assert_eq!(cast(&member, &ballot, "paper-of-one", &[1]).await.status, 201);
    let eleventh = hall.member(app, 11).await;
    assert_eq!(cast(&eleventh, &ballot, "paper-of-eleven", &[1]).await.outcome().0, 403);
    let stale = act(&hall.office, &draft, "open", &json!({})).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    assert_eq!(stale.json()["present"]["data"]["state"], "open");
    done(&chair, &ballot, "close", &json!({})).await;
}

/// Everybody casts a paper: so many members for each line.
async fn all_cast(app: &TestApp, hall: &Hall, (ballot, key): (&Value, &str), by_line: &[usize]) {
    for at in 0..hall.seats.len() {
        let of = (1..).zip(by_line).filter(|(_, votes)| at < **votes).map(|(line, _)| line);
        let answer =
            cast(&hall.member(app, at).await, ballot, key, &of.collect::<Vec<u32>>()).await;
        assert_eq!(answer.status, 201, "{at}: {}", answer.text);
    }
}

/// Three members of whom each marks two of three lines: every line has two votes, and two places are not three.
async fn all_equal(app: &TestApp, hall: &Hall, ballot: &Value) -> Value {
    for (at, marks) in [[1, 2], [2, 3], [1, 3]].iter().enumerate() {
        let member = hall.member(app, at).await;
        let key = format!("turn-{}-of-{at}", ballot["turn"]);
        assert_eq!(cast(&member, ballot, &key, marks).await.status, 201);
    }
    let closed = done(&hall.office, ballot, "close", &json!({})).await;
    assert_eq!(keys(&closed["tally"]["rows"], "outcome"), ["tied"; 3]);
    assert_eq!(closed["tally"]["left"], 2);
    closed
}

async fn a_tie_is_voted_on_again_and_in_the_end_none_of_it_passes(app: &TestApp) {
    let hall = Hall::opened(app, panel(3, 3)).await;
    let more = json!({ "cap": 2, "places": 2, "reason": "三项取二" });
    let mut ballot = hall.voting("a-first-turn", &more).await;
    let (round, reader) = (app.round(YEAR).await, app.app.database.reader());
    let said = async || {
        let said = laurel::meetings::outcomes(reader, round, ReviewStage::FirstReview).await;
        let said = said.unwrap().into_iter();
        said.map(|one| (one.turn, one.passed, one.votes)).collect::<Vec<_>>()
    };
    for turn in 1..=3 {
        assert_eq!(ballot["turn"], turn);
        let closed = all_equal(app, &hall, &ballot).await;
        let path = format!("{}/tie", address(&closed));
        let made = hall.office.create(&path, &format!("after-turn-{turn}"), &json!({})).await;
        if turn == 3 {
            assert_eq!(made.outcome(), (409, "conflict".to_owned()), "it was the last");
            break;
        }
        assert_eq!(said().await, [], "nothing is said of what is voted on again");
        assert_eq!(made.status, 201, "{}", made.text);
        let next = made.json()["data"].take();
        assert_eq!(next["of_ballot"], closed["id"]);
        assert_eq!((&next["cap"], &next["places"]), (&json!(2), &json!(2)));
        let twice = hall.office.create(&path, &format!("again-after-{turn}"), &json!({})).await;
        assert_eq!(twice.outcome().0, 409, "it is voted on again already");
        ballot = done(&hall.office, &next, "open", &json!({})).await;
    }
    assert_eq!(said().await, [(3, false, 2); 3]);
    let items = agenda_item::Entity::find()
        .filter(agenda_item::Column::MeetingId.eq(hall.meeting))
        .all(reader)
        .await
        .unwrap();
    assert!(items.iter().all(|item| item.state == AgendaState::Done));
}

async fn a_ballot_lists_what_may_be_voted_on_for_its_grade(app: &TestApp) {
    let hall = Hall::opened(app, panel(3, 4)).await;
    let ids: Vec<_> = nominations(app, &hall).await;
    grades(app, &ids[..1], "first").await;
    let made = |key: &'static str, items: &'static [usize], more: Value| {
        let hall = &hall;
        async move { hall.ask(key, items, &more).await }
    };
    let refused = made("for-a-lower-grade", &[0, 1], json!({})).await;
    assert_eq!(faults(&refused), [fault("/items/0", "downgrade")]);
    let refused = made("for-a-higher-one", &[1], json!({ "grade": "first" })).await;
    assert_eq!(faults(&refused), [fault("/items/0", "raise")]);
    let refused = made("not-to-be-raised", &[0], json!({ "grade": "special", "is_raise": true }));
    assert_eq!(faults(&refused.await), [fault("/items/0", "raise")]);
    let refused = made("of-another-kind", &[1], json!({ "category": "NAT" })).await;
    assert_eq!(faults(&refused), [fault("/items/0", "category")]);
    let refused = made("of-no-grade", &[1], json!({ "grade": null })).await;
    assert_eq!(faults(&refused), [fault("/grade", "no_threshold")]);
    let refused = made("of-no-such-grade", &[1], json!({ "grade": "third" })).await;
    assert_eq!(faults(&refused), [fault("/grade", "unknown")]);
    let refused = made("more-than-there-are", &[1, 2], json!({ "cap": 3 })).await;
    assert_eq!(faults(&refused)[0], fault("/cap", "range"));
    let refused = made("more-without-a-reason", &[1, 2], json!({ "cap": 2 })).await;
    assert_eq!(faults(&refused), [fault("/reason", "needed")]);
    let raise = made("a-lawful-raise", &[1], json!({ "grade": "first", "is_raise": true })).await;
    assert_eq!(raise.status, 201, "{}", raise.text);
    let raised = raise.json();
    let two_thirds = json!({ "n": 2, "d": 3, "inclusive": true });
    assert_eq!(raised["data"]["threshold"], two_thirds, "of the higher grade");

    let first = made("two-lines", &[1, 2], json!({})).await;
    let again = made("one-of-them-again", &[2, 3], json!({})).await;
    assert_eq!(faults(&again), [fault("/items/0", "listed")]);
    let draft = first.json()["data"].take();
    let items: Vec<_> = [2, 3].map(|at: usize| hall.items[at]).to_vec();
    let body = json!({ "category": "PRO", "grade": "second", "variant": "secret", "items": items });
    let path = address(&draft);
    let changed = hall.office.change(Method::PUT, &path, 1, &body).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    assert_eq!(changed.json()["data"]["variant"], "secret");
    assert_eq!(changed.json()["data"]["version"], 2);
    assert_eq!(hall.office.change(Method::PUT, &path, 1, &body).await.outcome().0, 412);
    let discard = hall.office.request(Method::DELETE, &path).header("if-match", "\"2\"");
    assert_eq!(Answer::of(discard).await.status, 204);
    assert_eq!(hall.office.get(&path).await.outcome().0, 404);
    let lines = hall.office.data(&format!("/meetings/{}/ballot-lines", hall.meeting)).await;
    assert_eq!(keys(&lines, "grade"), ["first", "second", "second", "second"]);
    assert_eq!((&lines[1]["listed"], &lines[2]["listed"]), (&json!(["first"]), &json!([])));
}

/// The nominations on the agenda, by position.
async fn nominations(app: &TestApp, hall: &Hall) -> Vec<entity::ids::NominationId> {
    let mut rows = agenda_item::Entity::find()
        .filter(agenda_item::Column::MeetingId.eq(hall.meeting))
        .all(app.app.database.reader())
        .await
        .unwrap();
    rows.sort_by_key(|row| row.position);
    rows.into_iter().map(|row| row.nomination_id).collect()
}

async fn the_council_keeps_to_its_order_and_its_numbers(app: &TestApp) {
    let like = Like { stage: ReviewStage::Council, ..panel(3, 9) };
    let hall = Hall::opened(app, like).await;
    let ids = nominations(app, &hall).await;
    grades(app, &ids[7..], "first").await;
    let path = format!("/meetings/{}/caps", hall.meeting);
    let caps =
        |rows: Value| rows.as_array().unwrap().iter().find(|row| row["category"] == "PRO").cloned();
    let none = caps(hall.office.data(&path).await).unwrap();
    assert_eq!((&none["first_most"], &none["total_left"]), (&json!(0), &json!(300)));
    // Beside no other award there is none of the first grade.
    let early = hall.ask("first-of-all", &[7, 8], &json!({ "grade": "first" })).await;
    assert_eq!(early.outcome(), (409, "conflict".to_owned()));
    let second = hall.ask("second-grade", &[0, 1, 2, 3, 4, 5, 6], &json!({})).await;
    let second = done(&hall.office, &second.json()["data"], "open", &json!({})).await;
    all_cast(app, &hall, (&second, "council-second"), &[3, 3, 3, 3, 3, 3, 2]).await;
    let second = done(&hall.office, &second, "close", &json!({})).await;
    assert_eq!(keys(&second["tally"]["rows"], "outcome"), ["passed"; 7]);
    let seven = caps(hall.office.data(&path).await).unwrap();
    assert_eq!((&seven["second"], &seven["first_most"]), (&json!(7), &json!(1)));
    let refused =
        hall.ask("two-of-first", &[7, 8], &json!({ "grade": "first", "places": 2 })).await;
    assert!(faults(&refused).contains(&fault("/places", "caps")), "{}", refused.text);
    let first = hall.ask("one-of-first", &[7, 8], &json!({ "grade": "first" })).await;
    let first = first.json()["data"].take();
    assert_eq!((&first["places"], &first["cap"]), (&json!(1), &json!(1)));
    // The special grade comes before the first.
    let raise = json!({ "grade": "special", "is_raise": true });
    let special = hall.ask("a-special-one", &[0], &raise).await;
    let special = special.json()["data"].take();
    let refused = act(&hall.office, &first, "open", &json!({})).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()));
    let discard =
        hall.office.request(Method::DELETE, &address(&special)).header("if-match", "\"1\"");
    assert_eq!(Answer::of(discard).await.status, 204);
    let first = done(&hall.office, &first, "open", &json!({})).await;
    done(&hall.office, &first, "close", &json!({})).await;
    let member = hall.member(app, 1).await;
    assert_eq!(member.get(&path).await.outcome().0, 403);
    assert_eq!(hall.member(app, 0).await.get(&path).await.status, 200, "the chair");
}

async fn what_was_changed_behind_the_back_is_found_by_a_recount(app: &TestApp) {
    let hall = Hall::opened(app, panel(3, 2)).await;
    let ballot = hall.voting("a-ballot-to-recount", &json!({})).await;
    all_cast(app, &hall, (&ballot, "paper-to-recount"), &[2]).await;
    let closed = done(&hall.office, &ballot, "close", &json!({})).await;
    let path = format!("{}/recount", address(&closed));
    let recount = async || {
        let answer = hall.office.post(&path, &json!({})).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()["data"]["is_equal"].as_bool().unwrap()
    };
    assert!(recount().await);
    let database = app.app.database.reader();
    let id = key_of(&ballot);
    let row = ballot::Entity::find_by_id(id).one(database).await.unwrap().unwrap();
    let told = |tally: Value| {
        let update =
            ballot::Entity::update_many().col_expr(ballot::Column::Tally, Expr::value(tally));
        update.filter(ballot::Column::Id.eq(id)).exec(database)
    };
    let tally = row.tally.unwrap();
    let mut other = tally.clone();
    other["rows"][1]["votes"] = json!(3);
    told(other).await.unwrap();
    assert!(!recount().await, "a tally that was changed");
    told(tally).await.unwrap();
    assert!(recount().await);
    let gone = kept(app, &ballot).await.swap_remove(0);
    ballot_paper::Entity::delete_by_id(gone.id).exec(database).await.unwrap();
    assert!(!recount().await, "a paper that was taken away");
    ballot_paper::Entity::insert(gone.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .unwrap();
    assert!(recount().await);
    let own = ballot_recount::Entity::find().filter(ballot_recount::Column::BallotId.eq(id));
    let recounts = own.all(database).await.unwrap();
    assert_eq!(recounts.iter().filter(|row| row.is_equal).count(), 3);
    assert_eq!(recounts.len(), 5);
    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(supervisor.post(&path, &json!({})).await.status, 200);
    assert_eq!(hall.member(app, 1).await.post(&path, &json!({})).await.outcome().0, 403);
}

async fn a_void_ballot_counts_for_nothing(app: &TestApp) {
    let hall = Hall::opened(app, panel(3, 2)).await;
    let ballot = hall.voting("a-ballot-to-void", &json!({})).await;
    all_cast(app, &hall, (&ballot, "paper-to-void"), &[2]).await;
    let closed = done(&hall.office, &ballot, "close", &json!({})).await;
    let reason = json!({ "reason": "投票时有人代投，经核实" });
    assert_eq!(act(&hall.office, &closed, "void", &reason).await.outcome().0, 403);
    let admin = app.sign_in(Role::AwardAdmin).await;
    let void = done(&admin, &closed, "void", &reason).await;
    assert_eq!(void["state"], "void");
    let record = recorded(app, &ballot, "meetings.void_ballot").await;
    assert_eq!(record[0].reason.as_deref(), Some("投票时有人代投，经核实"));
    let round = app.round(YEAR).await;
    let reader = app.app.database.reader();
    let said = laurel::meetings::outcomes(reader, round, ReviewStage::FirstReview).await.unwrap();
    assert_eq!(said, []);
    // The same lines may be voted on anew.
    let anew = hall.voting("a-ballot-anew", &json!({})).await;
    assert_eq!(anew["lines"].as_array().unwrap().len(), 2);
    done(&hall.office, &anew, "close", &json!({})).await;
}
