//! Do slips of paper become papers only as two people read them?

use entity::vocabulary::{PaperSource, PaperValidity, Role};
use serde_json::{Value, json};

use super::hall::{Hall, act, address, cast, done, fault, faults, kept, panel};
use crate::harness::{Answer, TestApp, Visitor, keys};

db_tests! {
    round: [
        two_people_read_a_slip_and_a_third_decides,
        a_slip_that_breaks_a_rule_is_kept_and_does_not_count,
    ],
}

/// Three people of the office.
async fn readers(app: &TestApp, hall: &Hall) -> [Visitor; 3] {
    let two = app.sign_in_as("office.two", Role::AwardOffice, None).await;
    let three = app.sign_in_as("office.three", Role::AwardOffice, None).await;
    [hall.office.clone(), two, three]
}

/// What somebody reads on the slip of a member.
async fn read(
    (who, key): (&Visitor, &str),
    (hall, ballot): (&Hall, &Value),
    (seat, slip): (usize, &str),
    marks: &[u32],
) -> Answer {
    let body = json!({ "slip": slip, "seat": hall.seats[seat], "marks": marks });
    who.create(&format!("{}/entries", address(ballot)), key, &body).await
}

fn state(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["data"]["state"].as_str().unwrap().to_owned()
}

async fn two_people_read_a_slip_and_a_third_decides(app: &TestApp) {
    let hall = Hall::opened(app, panel(6, 5)).await;
    let [one, two, three] = readers(app, &hall).await;
    let ballot = hall.voting("a-ballot-on-paper", &json!({})).await;
    let of = (&hall, &ballot);
    let whose = json!({ "slip": "001", "marks": [1] });
    let entries = format!("{}/entries", address(&ballot));
    let nobodys = one.create(&entries, "slip-of-nobody", &whose).await;
    assert_eq!(faults(&nobodys), [fault("/seat", "needed")]);
    let unknown = read((&one, "no-such-line"), of, (1, "001"), &[6]).await;
    assert_eq!(faults(&unknown), [fault("/marks/0", "unknown")]);

    let first = read((&one, "slip-one-by-one"), of, (1, "001"), &[1, 2]).await;
    assert_eq!(state(&first), "waiting");
    assert_eq!(state(&read((&one, "slip-one-by-one"), of, (1, "001"), &[1, 2]).await), "waiting");
    let twice = read((&one, "slip-one-once-more"), of, (1, "001"), &[1, 2]).await;
    assert_eq!(twice.outcome().0, 409, "two people, not one twice");
    let waiting = act(&hall.office, &ballot, "close", &json!({})).await;
    assert_eq!(faults(&waiting), [fault("/slips/001", "unread")]);
    let second = read((&two, "slip-one-by-two"), of, (1, "001"), &[1, 3]).await;
    assert_eq!(second.outcome(), (409, "conflict".to_owned()));
    assert_eq!(faults(&second), [fault("/marks/2", "differs"), fault("/marks/3", "differs")]);
    let shown = hall.office.data(&address(&ballot)).await["slips"].take();
    let slip = json!({ "slip": "001", "state": "differs", "is_read_by_you": true });
    assert_eq!(shown, json!([slip]), "where it stands, and nothing of what was read");
    assert_eq!(
        state(&read((&three, "slip-one-by-three"), of, (1, "001"), &[1, 3]).await),
        "settled"
    );

    let member = hall.member(app, 1).await;
    assert_eq!(cast(&member, &ballot, "after-his-slip", &[1]).await.outcome().0, 409);
    let other = hall.member(app, 2).await;
    // Read once, it becomes no paper any more when its member casts one: it keeps the ballot open no longer.
    assert_eq!(state(&read((&two, "slip-overtaken"), of, (2, "003"), &[4]).await), "waiting");
    assert_eq!(cast(&other, &ballot, "before-a-slip", &[1]).await.status, 201);
    let late = read((&one, "slip-of-one-who-has-cast"), of, (2, "002"), &[1]).await;
    assert_eq!(late.outcome().0, 409);
    assert_eq!(other.create(&entries, "by-a-member-himself", &whose).await.outcome().0, 403);

    let closed = done(&hall.office, &ballot, "close", &json!({})).await;
    assert_eq!(keys(&closed["tally"]["rows"], "votes"), ["2", "0", "1", "0", "0"]);
    let papers = hall.office.data(&format!("{}/papers", address(&closed))).await;
    assert_eq!(keys(&papers, "source"), ["paper", "electronic"]);
    let rows = kept(app, &ballot).await;
    let paper = rows.iter().find(|row| row.source == PaperSource::Paper).unwrap();
    assert_eq!(paper.entered_by.as_deref(), Some("office.three"));
    let recount = hall.office.post(&format!("{}/recount", address(&closed)), &json!({})).await;
    assert_eq!(recount.json()["data"]["is_equal"], true);
}

async fn a_slip_that_breaks_a_rule_is_kept_and_does_not_count(app: &TestApp) {
    use PaperValidity::{Blank, MarksRecused, OverCap, Unreadable};
    let hall = Hall::opened(app, panel(12, 5)).await;
    hall.keeps_out(app, 2, 1).await;
    let [one, two, _] = readers(app, &hall).await;
    let ballot = hall.voting("a-ballot-of-bad-slips", &json!({})).await;
    let slips: [(usize, &[u32]); 3] = [(1, &[1, 2, 3, 4]), (2, &[1, 2]), (3, &[])];
    for (seat, marks) in slips {
        for (who, name) in [(&one, "one"), (&two, "two")] {
            let key = format!("slip-{seat}-by-{name}");
            let slip = seat.to_string();
            let answer = read((who, &key), (&hall, &ballot), (seat, &slip), marks).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
        }
    }
    for (who, key) in [(&one, "unreadable-by-one"), (&two, "unreadable-by-two")] {
        let body =
            json!({ "slip": "4", "seat": hall.seats[4], "marks": [], "is_unreadable": true });
        let answer = who.create(&format!("{}/entries", address(&ballot)), key, &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    let rows = kept(app, &ballot).await;
    let mut words: Vec<PaperValidity> = rows.iter().map(|row| row.validity).collect();
    words.sort_unstable();
    assert_eq!(words, [OverCap, MarksRecused, Blank, Unreadable]);
    let closed = done(&hall.office, &ballot, "close", &json!({})).await;
    assert_eq!(keys(&closed["tally"]["rows"], "votes"), ["0"; 5]);
    let spoilt = json!({ "over_cap": 1, "marks_recused": 1, "unreadable": 1 });
    assert_eq!(closed["tally"]["invalid"], spoilt);
    assert_eq!(closed["tally"]["papers"], 4);
    let papers = hall.office.data(&format!("{}/papers", address(&closed))).await;
    assert_eq!(papers[3]["marks"], json!([]), "line 0 is none");
}
