//! Is a release all or nothing, by two people?

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::Child,
    time::Duration,
};

use entity::{
    agenda_item, audit_record, ballot,
    ids::ResultReleaseId,
    nomination, nomination_step, notice, opinion, result_decision, result_release,
    vocabulary::{AgendaState, NominationState, ReleaseState, ReviewStage, Role},
};
use reqwest::Method;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, sea_query::Expr,
};
use serde_json::{Value, json};

use super::court::{Court, YEAR, act, codes, done, draft, gaps, of, path, stand, text};
use crate::harness::{TestApp, Visitor, keys};

db_tests! {
    round: [
        a_release_is_made_by_two_and_moves_what_it_decides,
        nothing_is_drafted_before_everything_of_it_is_decided,
        what_is_put_off_stays_where_it_is,
        a_ballot_of_an_earlier_meeting_keeps_nothing_open,
        more_than_twenty_are_meant_only_when_their_number_is_typed,
        what_changed_since_the_draft_is_made_anew_or_thrown_away,
        who_has_an_interest_releases_nothing_of_it,
        a_corrected_decision_stays_beside_its_correction,
        a_killed_server_has_released_everything_or_nothing,
    ],
}

/// A body that an operation of this part takes; none where the path is none of its own.
pub(super) fn body(path: &str, _nobody: &str) -> Option<Value> {
    let last = path.rsplit('/').next()?;
    if path.starts_with("/result-decisions/") {
        return (last == "strike").then(|| json!({ "reason": "一段说明" }));
    }
    let is_of_round = path.starts_with("/rounds/") && last == "result-releases";
    if !is_of_round && !path.starts_with("/result-releases/") {
        return None;
    }
    let paper = || json!({ "document_number": "示例一号", "dated": "2026-01-01", "text": "示例" });
    Some(match last {
        "release" | "confirm" => json!({}),
        _ if path.contains("/papers/") => paper(),
        _ => json!({ "stage": "first_review", "categories": ["NAT"], "title": "示例" }),
    })
}

/// How many notices of a kind there are about the nominations of the test.
pub(super) async fn told(app: &TestApp, court: &Court, kind: &str) -> u64 {
    let subjects = court.nominations.iter().map(|one| format!("nomination/{}", one.id));
    let found = notice::Entity::find()
        .filter(notice::Column::Kind.eq(kind))
        .filter(notice::Column::Subject.is_in(subjects));
    found.count(app.app.database.reader()).await.unwrap()
}

/// How often something was done with a release, by the audit chain.
async fn recorded(app: &TestApp, release: &Value, action: &str) -> u64 {
    let subject = format!("result_release/{}", text(&release["id"]));
    let found = audit_record::Entity::find()
        .filter(audit_record::Column::Action.eq(action))
        .filter(audit_record::Column::Subject.eq(subject));
    found.count(app.app.database.reader()).await.unwrap()
}

async fn a_release_is_made_by_two_and_moves_what_it_decides(app: &TestApp) {
    let court = Court::of(app, 2).await;
    let head = court.head(app, 0).await;
    court.voted(app, (ReviewStage::FirstReview, &[0, 1]), &[0]).await;
    let drafted = court.drafted("first_review").await;
    assert_eq!((&drafted["state"], &drafted["version"]), (&json!("draft"), &json!(1)));
    assert_eq!(drafted["counts"], json!({ "failed": 1, "passed": 1 }));
    assert_eq!(gaps(&drafted), Vec::<&str>::new());
    for (at, outcome, votes) in [(0, "passed", 3), (1, "failed", 0)] {
        let one = of(&drafted["decisions"], &court.nominations[at]);
        assert_eq!((&one["outcome"], &one["votes"]), (&json!(outcome), &json!(votes)));
        assert_eq!((&one["of"], &one["is_final"]), (&json!(3), &json!(false)));
    }
    assert_eq!(court.draft("first_review").await.outcome().0, 409, "there is a draft of it");
    let to = format!("{}/release", path(&drafted));
    let own = act(&court.office, (Method::POST, &to), &drafted, &json!({})).await;
    assert_eq!(own.outcome(), (403, "forbidden".to_owned()));
    assert!(own.text.contains("另一人"), "{}", own.text);
    let stale = court.second.change(Method::POST, &to, 7, &json!({})).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    assert_eq!(stale.json()["present"]["data"]["version"], 1);
    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(supervisor.data(&path(&drafted)).await["digest"], drafted["digest"]);
    let denied = act(&supervisor, (Method::POST, &to), &drafted, &json!({})).await;
    assert_eq!(denied.outcome(), (403, "forbidden".to_owned()));
    assert_eq!(court.states(app).await, [NominationState::PanelReview; 2]);

    let released = done(&court.second, &to, &drafted, &json!({})).await;
    assert_eq!((&released["state"], &released["digest"]), (&json!("released"), &drafted["digest"]));
    assert_eq!(released["released_by"], "test.office.two");
    let ends = [NominationState::FirstReviewPassed, NominationState::FirstReviewFailed];
    assert_eq!(court.states(app).await, ends);
    assert_eq!(recorded(app, &drafted, "results.release").await, 1);
    assert!(told(app, &court, "first_review_decided").await >= 1);
    let own = head.data("/society-results").await;
    let own = &of(&own, &court.nominations[0])["decisions"][0];
    assert_eq!((&own["outcome"], &own["votes"]), (&json!("passed"), &Value::Null));
    is_over(&court, &released).await;
}

/// What is released is changed by nobody.
async fn is_over(court: &Court, released: &Value) {
    let to = path(released);
    for (who, method, at, body) in [
        (&court.second, Method::POST, format!("{to}/release"), json!({})),
        (&court.office, Method::PUT, to.clone(), draft("first_review")),
        (&court.office, Method::DELETE, to.clone(), json!({})),
    ] {
        let refused = act(who, (method, &at), released, &body).await;
        assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "{at}");
    }
    assert_eq!(court.office.data(&to).await["decisions"], released["decisions"]);
}

async fn nothing_is_drafted_before_everything_of_it_is_decided(app: &TestApp) {
    let court = Court::of(app, 3).await;
    for stage in ["first_review", "committee", "award"] {
        let nothing = court.draft(stage).await;
        assert_eq!(nothing.outcome(), (409, "conflict".to_owned()));
        assert_eq!(codes(&nothing), ["nothing"], "{stage}");
    }
    let path = format!("/rounds/{YEAR}/result-releases");
    let body = json!({ "stage": "award", "categories": ["XXX"], "title": "示范结果" });
    let refused = court.office.create(&path, "key-of-what-is-not-known", &body).await;
    assert_eq!((refused.outcome().0, codes(&refused)), (422, vec!["category".to_owned()]));
    court.voted(app, (ReviewStage::FirstReview, &[0, 1]), &[0]).await;
    // A third one stands there, and nobody has voted on it.
    stand(app, &court.ids(), ReviewStage::FirstReview).await;
    let unvoted = court.draft("first_review").await;
    assert_eq!(codes(&unvoted), ["no_ballot"]);
    let pointer = format!("/nominations/{}", court.nominations[2].number);
    assert_eq!(unvoted.json()["errors"][0]["pointer"], pointer);
    court.voted(app, (ReviewStage::FirstReview, &[2]), &[]).await;
    opinion::Entity::update_many()
        .col_expr(opinion::Column::Digest, Expr::value(None::<String>))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    let unwritten = court.draft("first_review").await;
    assert_eq!(codes(&unwritten), ["no_opinion"; 3]);
    assert_eq!(court.office.data(&path).await, json!([]), "a refusal leaves nothing behind");
    opinion::Entity::update_many()
        .col_expr(opinion::Column::Digest, Expr::value(Some("0".repeat(64))))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    let drafted = court.drafted("first_review").await;
    assert_eq!(drafted["counts"], json!({ "failed": 2, "passed": 1 }));
}

async fn what_is_put_off_stays_where_it_is(app: &TestApp) {
    let court = Court::of(app, 2).await;
    court.voted(app, (ReviewStage::FirstReview, &[0, 1]), &[0, 1]).await;
    agenda_item::Entity::update_many()
        .col_expr(agenda_item::Column::State, Expr::value(AgendaState::PutOff))
        .filter(agenda_item::Column::NominationId.eq(court.nominations[1].id))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    let released = court.released("first_review").await;
    assert_eq!(released["counts"], json!({ "passed": 1, "put_off": 1 }));
    let one = of(&released["decisions"], &court.nominations[1]);
    assert_eq!((&one["outcome"], &one["files"]), (&json!("put_off"), &json!([])));
    let ends = [NominationState::FirstReviewPassed, NominationState::PanelReview];
    assert_eq!(court.states(app).await, ends);
    let steps = nomination_step::Entity::find()
        .filter(nomination_step::Column::NominationId.eq(court.nominations[1].id))
        .filter(nomination_step::Column::TakenBy.eq("test.office.two"));
    assert_eq!(steps.count(app.app.database.reader()).await.unwrap(), 0);
    // The next meeting decides it, and that corrects nothing.
    court.voted(app, (ReviewStage::FirstReview, &[1]), &[]).await;
    let released = court.released("first_review").await;
    let decided = of(&released["decisions"], &court.nominations[1]);
    assert_eq!((&decided["outcome"], &decided["reverses"]), (&json!("failed"), &Value::Null));
    assert_eq!(released["decisions"].as_array().unwrap().len(), 1);
}

async fn a_ballot_of_an_earlier_meeting_keeps_nothing_open(app: &TestApp) {
    let court = Court::of(app, 2).await;
    let earlier = court.voted(app, (ReviewStage::FirstReview, &[0, 1]), &[0, 1]).await;
    // It had raised both; the next meeting takes the first up anew, for its own grade alone.
    ballot::Entity::update_many()
        .col_expr(ballot::Column::Grade, Expr::value("first"))
        .filter(ballot::Column::MeetingId.eq(earlier))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    court.voted(app, (ReviewStage::FirstReview, &[0]), &[0]).await;
    let drafted = court.drafted("first_review").await;
    for (at, grade) in [(0, "second"), (1, "first")] {
        let one = of(&drafted["decisions"], &court.nominations[at]);
        assert_eq!((&one["outcome"], &one["grade"]), (&json!("passed"), &json!(grade)));
    }
}

async fn more_than_twenty_are_meant_only_when_their_number_is_typed(app: &TestApp) {
    let court = Court::of(app, 21).await;
    let all: Vec<usize> = (0..21).collect();
    court.voted(app, (ReviewStage::FirstReview, &all), &all).await;
    let drafted = court.drafted("first_review").await;
    assert_eq!(drafted["most_unconfirmed"], 20);
    let to = format!("{}/release", path(&drafted));
    for body in [json!({}), json!({ "confirmed_count": 20 }), json!({ "confirmed_count": null })] {
        let refused = act(&court.second, (Method::POST, &to), &drafted, &body).await;
        assert_eq!(refused.outcome(), (422, "invalid".to_owned()), "{body}");
        assert_eq!(codes(&refused), ["confirmed_count"]);
        assert!(refused.text.contains("21"), "{}", refused.text);
    }
    let typed = json!({ "confirmed_count": 21 });
    let released = done(&court.second, &to, &drafted, &typed).await;
    assert_eq!(released["confirmed_count"], 21);
    assert_eq!(court.states(app).await, [NominationState::FirstReviewPassed; 21]);
}

async fn what_changed_since_the_draft_is_made_anew_or_thrown_away(app: &TestApp) {
    let court = Court::of(app, 2).await;
    court.voted(app, (ReviewStage::FirstReview, &[0, 1]), &[0]).await;
    let drafted = court.drafted("first_review").await;
    // The body meets once more, and votes otherwise.
    court.voted(app, (ReviewStage::FirstReview, &[1]), &[1]).await;
    let (to, list) = (path(&drafted), format!("/rounds/{YEAR}/result-releases"));
    let seen = court.second.data(&to).await;
    assert_eq!(gaps(&seen), ["moved"]);
    assert_eq!(seen["gaps"][0]["number"], court.nominations[1].number.as_str());
    let refused = court.release(&drafted).await;
    assert_eq!(codes(&refused), ["moved"], "{}", refused.text);
    assert_eq!(court.states(app).await, [NominationState::PanelReview; 2], "nothing moved");

    let other = json!({ "stage": "committee", "categories": ["PRO"], "title": "示范结果" });
    let put = |seen: Value, body: Value| {
        let (office, to) = (court.office.clone(), to.clone());
        async move { act(&office, (Method::PUT, &to), &seen, &body).await }
    };
    assert_eq!(codes(&put(drafted.clone(), other).await), ["stage"]);
    let anew = json!({ "stage": "first_review", "categories": ["PRO"], "title": "再次起草" });
    let changed = put(drafted.clone(), anew.clone()).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let changed = changed.json()["data"].take();
    assert_eq!((&changed["version"], &changed["title"]), (&json!(2), &json!("再次起草")));
    assert_eq!((&changed["counts"], gaps(&changed)), (&json!({ "passed": 2 }), Vec::new()));
    assert_ne!(changed["digest"], drafted["digest"]);
    let late = put(drafted.clone(), anew).await;
    assert_eq!(late.outcome(), (412, "stale".to_owned()));
    assert_eq!(late.json()["present"]["data"]["title"], "再次起草");
    let late = court.release(&drafted).await;
    assert_eq!(late.outcome(), (412, "stale".to_owned()));

    let late = act(&court.office, (Method::DELETE, &to), &drafted, &json!({})).await;
    assert_eq!(late.outcome(), (412, "stale".to_owned()));
    let thrown = act(&court.office, (Method::DELETE, &to), &changed, &json!({})).await;
    assert_eq!(thrown.status, 204, "{}", thrown.text);
    assert_eq!(court.office.get(&to).await.outcome(), (404, "not_found".to_owned()));
    assert_eq!(court.office.data(&list).await, json!([]));
    let kept = result_decision::Entity::find().count(app.app.database.reader()).await.unwrap();
    let before = result_decision::Entity::find()
        .filter(result_decision::Column::IsFinal.eq(true))
        .count(app.app.database.reader())
        .await
        .unwrap();
    assert_eq!(kept, before, "a draft leaves no decision behind");
    let again = court.released("first_review").await;
    assert_eq!(again["counts"], json!({ "passed": 2 }));
}

/// An officer who says of himself that he has an interest.
pub(super) async fn interested(app: &TestApp, nomination: &nomination::Model) -> Visitor {
    let officer = app.sign_in_as("test.interested", Role::AwardOffice, None).await;
    let body = json!({
        "round": YEAR, "kind": "kin", "nomination_id": nomination.id, "text": "完成人是近亲属",
    });
    let made = officer.create("/my-declarations", "key-of-a-wall", &body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    officer
}

async fn who_has_an_interest_releases_nothing_of_it(app: &TestApp) {
    let court = Court::of(app, 2).await;
    court.voted(app, (ReviewStage::FirstReview, &[0, 1]), &[0]).await;
    let drafted = court.drafted("first_review").await;
    let hidden = &court.nominations[1];
    let officer = interested(app, hidden).await;
    let to = path(&drafted);
    let seen = officer.data(&to).await;
    assert!(drafted.to_string().contains(&hidden.title), "it is there to be seen");
    for secret in [&hidden.title, &hidden.number, &hidden.id.to_string()] {
        assert!(!seen.to_string().contains(secret), "{seen}");
    }
    assert_eq!((&seen["counts"], &seen["digest"]), (&json!({ "passed": 1 }), &Value::Null));
    assert_eq!(seen["may"], json!({ "change": false, "release": false, "strike": false }));
    let list = officer.data(&format!("/rounds/{YEAR}/result-releases")).await;
    assert_eq!(list[0]["counts"], json!({ "passed": 1 }));
    for (method, at, body) in [
        (Method::POST, format!("{to}/release"), json!({ "confirmed_count": 2 })),
        (Method::PUT, to.clone(), draft("first_review")),
        (Method::DELETE, to.clone(), json!({})),
    ] {
        let refused = act(&officer, (method, &at), &drafted, &body).await;
        assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "{at}");
    }
    let own = format!("/nominations/{}/decisions", hidden.id);
    assert_eq!(officer.get(&own).await.outcome(), (409, "conflict".to_owned()));
    let open = format!("/nominations/{}/decisions", court.nominations[0].id);
    assert_eq!(keys(&officer.data(&open).await, "outcome"), ["passed"]);
    court.finished(&drafted).await;
    let id = text(&of(&drafted["decisions"], hidden)["id"]);
    let letter = officer.get(&format!("/result-decisions/{id}/letter.pdf")).await;
    assert_eq!(letter.outcome(), (409, "conflict".to_owned()));
}

async fn a_corrected_decision_stays_beside_its_correction(app: &TestApp) {
    let court = Court::of(app, 2).await;
    court.voted(app, (ReviewStage::FirstReview, &[0, 1]), &[1]).await;
    let first = court.released("first_review").await;
    app.clock.advance(chrono::Duration::seconds(1));
    let corrected = &court.nominations[0];
    let asked = json!({
        "nomination": corrected.id, "kind": "reversal",
        "reason": "计票所依据的名册有误", "basis": "复核结论第一号",
    });
    let made = court.second.create("/falls", "key-of-a-reversal", &asked).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let fall = made.json()["data"].take();
    let to = format!("/falls/{}/answer", text(&fall["id"]));
    let granted = json!({ "grant": true, "reason": "同意复议" });
    done(&court.office, &to, &fall, &granted).await;
    let ends = [NominationState::PanelReview, NominationState::FirstReviewPassed];
    assert_eq!(court.states(app).await, ends);

    court.voted(app, (ReviewStage::FirstReview, &[0]), &[0]).await;
    court.released("first_review").await;
    assert_eq!(court.states(app).await, [NominationState::FirstReviewPassed; 2]);
    let own = format!("/nominations/{}/decisions", corrected.id);
    for who in [&court.office, &court.head(app, 0).await] {
        let all = who.data(&own).await;
        assert_eq!(keys(&all, "outcome"), ["failed", "put_off", "passed"], "both stay");
        assert_eq!(keys(&all, "is_reversed"), ["true", "false", "false"]);
        assert_eq!((&all[1]["reverses"], &all[2]["reverses"]), (&all[0]["id"], &Value::Null));
    }
    let kept = court.office.data(&path(&first)).await;
    assert_eq!(of(&kept["decisions"], corrected)["outcome"], "failed", "nothing is written over");
    assert_eq!(kept["digest"], first["digest"]);
}

/// How often the server is killed at the most; `LAUREL_TEST_KILLS` asks for more.
#[expect(clippy::disallowed_methods, reason = "a test asks its own environment")]
fn kills() -> u32 {
    let asked = std::env::var("LAUREL_TEST_KILLS").ok();
    asked.map_or(8, |asked| asked.parse().expect("LAUREL_TEST_KILLS is a number"))
}

/// Starts a server of its own process on the records of `app`.
fn serve(app: &TestApp) -> (Child, SocketAddr) {
    let mut child = app.serve_apart();
    let mut said = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
    let address = said.trim().rsplit("http://").next().unwrap().parse();
    (child, address.unwrap_or_else(|error| panic!("{error}: {said}")))
}

/// Asks a server of its own process for the release, and ends it a while later.
async fn killed(app: &TestApp, court: &Court, drafted: &Value, moment: Duration) {
    let (mut child, address) = serve(app);
    let visitor = court.second.at(address);
    let to = format!("{}/release", path(drafted));
    let request = visitor.request(Method::POST, &to);
    let request = request.header("if-match", format!("\"{}\"", drafted["version"]));
    let asked = request.json(&json!({ "confirmed_count": court.nominations.len() })).send();
    let end = async {
        tokio::time::sleep(moment).await;
        child.kill().unwrap();
        child.wait().unwrap();
    };
    let (_answered_or_not, ()) = tokio::join!(asked, end);
}

/// Whether everything of a release is done; panics where only a part is.
async fn is_done(app: &TestApp, court: &Court, drafted: &Value) -> bool {
    let database = app.app.database.reader();
    let id = ResultReleaseId(text(&drafted["id"]).parse().unwrap());
    let row = result_release::Entity::find_by_id(id).one(database).await.unwrap().unwrap();
    let is_done = row.state == ReleaseState::Released;
    assert_eq!(row.released_by.is_some(), is_done);
    let decisions = result_decision::Entity::find()
        .filter(result_decision::Column::ReleaseId.eq(id))
        .all(database)
        .await
        .unwrap();
    assert_eq!(decisions.len(), court.nominations.len());
    assert!(decisions.iter().all(|one| one.is_final == is_done));
    let stands =
        if is_done { NominationState::FirstReviewPassed } else { NominationState::PanelReview };
    assert!(court.states(app).await.iter().all(|state| *state == stands));
    let taken = nomination_step::Entity::find()
        .filter(nomination_step::Column::NominationId.is_in(court.ids()))
        .filter(nomination_step::Column::ToState.eq(NominationState::FirstReviewPassed))
        .count(database)
        .await
        .unwrap();
    let all = u64::try_from(court.nominations.len()).unwrap();
    assert_eq!(taken, if is_done { all } else { 0 });
    assert_eq!(recorded(app, drafted, "results.release").await, u64::from(is_done));
    assert_eq!(told(app, court, "first_review_decided").await > 0, is_done);
    is_done
}

async fn a_killed_server_has_released_everything_or_nothing(app: &TestApp) {
    let court = Court::of(app, 20).await;
    court.head(app, 0).await;
    let all: Vec<usize> = (0..20).collect();
    court.voted(app, (ReviewStage::FirstReview, &all), &all).await;
    let drafted = court.drafted("first_review").await;
    let mut ends = 0_u32;
    for kill in 0..kills() {
        // Later each time, until one comes too late.
        let moment = Duration::from_millis(2 + u64::from(kill * kill * 4));
        killed(app, &court, &drafted, moment).await;
        ends += 1;
        if is_done(app, &court, &drafted).await {
            break;
        }
    }
    if !is_done(app, &court, &drafted).await {
        court.finished(&drafted).await;
        assert!(is_done(app, &court, &drafted).await);
    }
    println!("{ends} kills, and never a part of a release");
}
