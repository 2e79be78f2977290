//! Does it take two people to take a nomination out, or to correct a decision?

use entity::{
    audit_record,
    ids::NominationId,
    nomination, nomination_step, result_decision, result_release,
    vocabulary::{DecisionOutcome, FallKind, NominationState, ReleaseState, ReviewStage, Role},
};
use laurel::results::fallen;
use reqwest::Method;
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    sea_query::Expr,
};
use serde_json::{Value, json};

use super::court::{Court, YEAR, act, codes, done, text};
use crate::harness::{Answer, TestApp, Visitor, keys, walk};

db_tests! {
    round: [
        it_takes_two_to_take_a_nomination_out,
        what_is_asked_is_refused_or_taken_back,
        nothing_is_asked_without_its_ground_or_where_there_is_no_way,
        who_has_an_interest_neither_sees_nor_answers,
        an_award_is_taken_back_by_its_document,
        a_correction_bears_the_names_of_both,
    ],
}

/// A body that an operation of this part takes; none where the path is none of its own.
pub(super) fn body(path: &str, nobody: &str) -> Option<Value> {
    if path == "/falls" {
        return Some(json!({
            "nomination": nobody, "kind": "removal_66", "reason": "一段说明", "basis": "第六十六条",
        }));
    }
    path.starts_with("/falls/").then(|| json!({ "grant": true, "reason": "一段说明" }))
}

/// What is asked of a nomination.
fn asking(nomination: NominationId, kind: &str) -> Value {
    json!({
        "nomination": nomination, "kind": kind, "reason": "核查发现隐瞒合作单位",
        "basis": "核查结论第一号",
    })
}

/// The address at which a fall is answered.
fn answer_of(fall: &Value) -> String {
    format!("/falls/{}/answer", text(&fall["id"]))
}

/// As it is asked for; what stands then.
async fn asked(who: &Visitor, key: &str, body: &Value) -> Value {
    let made = who.create("/falls", key, body).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["data"].take()
}

fn is_refused(answer: &Answer, words: &str) {
    assert_eq!(answer.outcome(), (409, "conflict".to_owned()), "{}", answer.text);
    assert!(answer.text.contains(words), "{words}: {}", answer.text);
}

/// Where a nomination stands.
async fn state(app: &TestApp, id: NominationId) -> NominationState {
    let found = nomination::Entity::find_by_id(id).one(app.app.database.reader()).await.unwrap();
    found.unwrap().state
}

/// How a nomination fell, where it did.
async fn how(app: &TestApp, id: NominationId) -> Option<FallKind> {
    let round = app.round(YEAR).await;
    fallen(app.app.database.reader(), round).await.unwrap().remove(&id)
}

async fn it_takes_two_to_take_a_nomination_out(app: &TestApp) {
    let Court { office, second: admin, nominations, .. } = Court::of(app, 1).await;
    let id = nominations[0].id;
    let body = asking(id, "removal_66");
    let not_his = office.create("/falls", "key-of-no-fall", &body).await;
    assert_eq!(not_his.outcome(), (403, "forbidden".to_owned()), "an administrator asks");
    let fall = asked(&admin, "key-of-a-fall", &body).await;
    assert_eq!((&fall["state"], &fall["to_state"]), (&json!("asked"), &json!("removed_66")));
    assert_eq!(fall["nomination_state"], "accepted");
    assert_eq!(fall["may"], json!({ "grant": false, "refuse": true }));
    assert_eq!(asked(&admin, "key-of-a-fall", &body).await["id"], fall["id"], "asked once");
    let second = admin.create("/falls", "key-of-another-fall", &body).await;
    is_refused(&second, "已有待办理");
    assert_eq!(state(app, id).await, NominationState::Accepted, "nothing happened yet");
    assert_eq!(how(app, id).await, None);

    let (to, yes) = (answer_of(&fall), json!({ "grant": true, "reason": "属实" }));
    let own = act(&admin, (Method::POST, &to), &fall, &yes).await;
    assert_eq!(own.outcome(), (403, "forbidden".to_owned()));
    assert!(own.text.contains("另一人"), "{}", own.text);
    let list = office.data("/falls").await;
    assert_eq!(list[0]["id"], fall["id"], "what waits comes first");
    assert_eq!(list[0]["may"], json!({ "grant": true, "refuse": true }));
    let stale = office.change(Method::POST, &to, 7, &yes).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    assert_eq!(stale.json()["present"]["version"], 1);
    let granted = done(&office, &to, &fall, &yes).await;
    assert_eq!((&granted["state"], &granted["answer"]), (&json!("done"), &json!("属实")));
    assert_eq!(granted["may"], json!({ "grant": false, "refuse": false }));
    is_refused(&act(&office, (Method::POST, &to), &granted, &yes).await, "已经办理");

    assert_eq!(state(app, id).await, NominationState::Removed);
    assert_eq!(how(app, id).await, Some(FallKind::Removal));
    let step = nomination_step::Entity::find()
        .filter(nomination_step::Column::NominationId.eq(id))
        .order_by_desc(nomination_step::Column::Number)
        .one(app.app.database.reader());
    let step = step.await.unwrap().unwrap();
    assert_eq!(
        (step.from_state, step.to_state),
        (NominationState::Accepted, NominationState::Removed)
    );
    assert_eq!(
        (step.taken_by.as_str(), step.reason.as_deref()),
        ("test.office.one", body["reason"].as_str())
    );
    let records = audit_record::Entity::find()
        .filter(audit_record::Column::Subject.eq(format!("result_fall/{}", text(&fall["id"]))))
        .order_by_asc(audit_record::Column::Sequence)
        .all(app.app.database.reader());
    let told: Vec<(String, String, Option<String>)> =
        records.await.unwrap().into_iter().map(|one| (one.action, one.actor, one.reason)).collect();
    let expected =
        [("results.ask_fall", "test.office.two"), ("results.answer_fall", "test.office.one")];
    let expected = expected.map(|(action, actor)| (action.to_owned(), actor.to_owned(), None));
    assert_eq!(told, expected, "what it says of people stands in a digest");
}

async fn what_is_asked_is_refused_or_taken_back(app: &TestApp) {
    let Court { office, second: admin, nominations, .. } = Court::of(app, 1).await;
    let id = nominations[0].id;
    let no = json!({ "grant": false, "reason": "证据不足" });
    for (key, who, end) in
        [("key-of-a-first-fall", &office, "refused"), ("key-of-a-second-fall", &admin, "withdrawn")]
    {
        let fall = asked(&admin, key, &asking(id, "termination_92")).await;
        assert_eq!(fall["to_state"], "terminated");
        let answered = done(who, &answer_of(&fall), &fall, &no).await;
        assert_eq!((&answered["state"], &answered["answer"]), (&json!(end), &no["reason"]));
        assert_eq!((state(app, id).await, how(app, id).await), (NominationState::Accepted, None));
    }
    let list = office.data("/falls").await;
    let all = list.as_array().unwrap().iter();
    let own: Vec<&Value> = all.filter(|one| one["nomination"]["id"] == json!(id)).collect();
    assert_eq!(own.len(), 2);
    assert_eq!((&own[0]["state"], &own[1]["state"]), (&json!("withdrawn"), &json!("refused")));
}

async fn nothing_is_asked_without_its_ground_or_where_there_is_no_way(app: &TestApp) {
    let Court { second: admin, nominations, .. } = Court::of(app, 2).await;
    let id = nominations[0].id;
    let with = |kind: &str, field: &str, said: Value| {
        let mut body = asking(id, kind);
        body[field] = said;
        body
    };
    let wrongs = [
        (asking(id, "removal_67"), "unknown"),
        (asking(id, "revocation_94"), "required"),
        (with("revocation_94", "document_number", json!("　")), "required"),
        (with("removal_66", "reason", json!("无")), "length"),
        (with("removal_66", "basis", json!("无")), "length"),
        (with("removal_66", "reason", json!("      ")), "length"),
        (with("removal_66", "basis", json!("　　　　无")), "length"),
    ];
    for (number, (body, code)) in wrongs.into_iter().enumerate() {
        let wrong = admin.create("/falls", &format!("key-of-wrong-{number}"), &body).await;
        assert_eq!(wrong.outcome(), (422, "invalid".to_owned()), "{body}: {}", wrong.text);
        assert_eq!(codes(&wrong), [code], "{body}");
    }
    let document = json!("示发〔2027〕7 号");
    let revoked = with("revocation_94", "document_number", document);
    for (key, body) in
        [("key-of-a-revocation", &revoked), ("key-of-a-reversal", &asking(id, "reversal"))]
    {
        is_refused(&admin.create("/falls", key, body).await, "没有这一步");
    }
    // It stands where a decision against it would leave it, and none was released.
    let other = nominations[1].id;
    nomination::Entity::update_many()
        .col_expr(nomination::Column::State, Expr::value(NominationState::NotAwarded))
        .filter(nomination::Column::Id.eq(other))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    let unheard = admin.create("/falls", "key-of-no-decision", &asking(other, "reversal")).await;
    is_refused(&unheard, "没有已发布");
    let nobody = NominationId(walk::NOBODY.parse().unwrap());
    let none = admin.create("/falls", "key-of-nobody", &asking(nobody, "removal_66")).await;
    assert_eq!(none.outcome(), (404, "not_found".to_owned()));
    let list = admin.data("/falls").await.to_string();
    assert!(nominations.iter().all(|one| !list.contains(&one.number)), "{list}");
}

async fn who_has_an_interest_neither_sees_nor_answers(app: &TestApp) {
    let Court { office, second: admin, nominations, .. } = Court::of(app, 2).await;
    let [first, second] = [0, 1].map(|at: usize| nominations[at].id);
    let hidden = asked(&admin, "key-of-a-first-fall", &asking(first, "removal_66")).await;
    let shown = asked(&admin, "key-of-a-second-fall", &asking(second, "removal_66")).await;
    let other = app.sign_in_as("test.other.office", Role::AwardAdmin, None).await;
    let interest = json!({
        "round": YEAR, "kind": "kin", "nomination_id": first, "text": "完成人是近亲属",
    });
    let made = other.create("/my-declarations", "key-of-an-interest", &interest).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let seen = async |who: &Visitor| {
        let ids = keys(&who.data("/falls").await, "id");
        [&hidden, &shown].map(|fall| ids.iter().any(|id| id == text(&fall["id"])))
    };
    assert_eq!((seen(&other).await, seen(&office).await), ([false, true], [true, true]));
    let yes = json!({ "grant": true, "reason": "属实" });
    let refused = act(&other, (Method::POST, &answer_of(&hidden)), &hidden, &yes).await;
    is_refused(&refused, "利害关系");
    is_refused(
        &other.create("/falls", "key-of-his", &asking(first, "removal_66")).await,
        "利害关系",
    );
    assert_eq!(done(&other, &answer_of(&shown), &shown, &yes).await["state"], "done");

    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(seen(&supervisor).await, [true, true]);
    for role in Role::ALL.iter().copied() {
        if [Role::AwardAdmin, Role::AwardOffice].contains(&role) {
            continue;
        }
        let visitor = app.sign_in(role).await;
        let key = format!("key-of-{}", role.as_str());
        assert_eq!(visitor.create("/falls", &key, &asking(second, "removal_66")).await.status, 403);
        let answered = act(&visitor, (Method::POST, &answer_of(&hidden)), &hidden, &yes).await;
        assert_eq!(answered.status, 403, "{role:?}");
        let read = visitor.get("/falls").await.status;
        assert_eq!(read == 200, role == Role::Supervisor, "{role:?}: {read}");
    }
    assert_eq!(state(app, first).await, NominationState::Accepted);
}

async fn an_award_is_taken_back_by_its_document(app: &TestApp) {
    let court = Court::of(app, 2).await;
    court.awarded(app, &[0, 1], &[0, 1]).await;
    assert_eq!(court.states(app).await, [NominationState::Awarded; 2]);
    let id = court.nominations[0].id;
    let removal =
        court.second.create("/falls", "key-of-a-removal", &asking(id, "removal_66")).await;
    is_refused(&removal, "没有这一步");
    let mut body = asking(id, "revocation_94");
    body["document_number"] = json!("　示发〔2027〕7 号　");
    let fall = asked(&court.second, "key-of-a-revocation", &body).await;
    assert_eq!(fall["document_number"], "示发〔2027〕7 号");
    let yes = json!({ "grant": true, "reason": "属实" });
    done(&court.office, &answer_of(&fall), &fall, &yes).await;
    assert_eq!(court.states(app).await, [NominationState::Revoked, NominationState::Awarded]);
    assert_eq!(how(app, id).await, Some(FallKind::Revocation));
    let decided = result_decision::Entity::find()
        .filter(result_decision::Column::NominationId.eq(id))
        .all(app.app.database.reader());
    let outcomes: Vec<DecisionOutcome> =
        decided.await.unwrap().into_iter().map(|row| row.outcome).collect();
    assert_eq!(outcomes, [DecisionOutcome::Awarded], "what was decided stays as it was");
}

async fn a_correction_bears_the_names_of_both(app: &TestApp) {
    let court = Court::of(app, 1).await;
    court.voted(app, (ReviewStage::Committee, &[0]), &[]).await;
    let first = court.released("committee").await;
    assert_eq!(court.states(app).await, [NominationState::CommitteeFailed]);
    app.clock.advance(chrono::Duration::seconds(1));
    let id = court.nominations[0].id;
    let releases = async || {
        let all = result_release::Entity::find()
            .filter(result_release::Column::RoundId.eq(court.nominations[0].round_id));
        all.count(app.app.database.reader()).await.unwrap()
    };
    let before = releases().await;
    let fall = asked(&court.second, "key-of-a-reversal", &asking(id, "reversal")).await;
    assert_eq!(fall["to_state"], "committee_review");
    assert_eq!(releases().await, before, "nothing is said before the second person agrees");
    let yes = json!({ "grant": true, "reason": "同意复议" });
    done(&court.office, &answer_of(&fall), &fall, &yes).await;
    assert_eq!(court.states(app).await, [NominationState::CommitteeReview]);
    assert_eq!(how(app, id).await, None, "who is corrected has not fallen");

    let row = result_decision::Entity::find()
        .filter(result_decision::Column::NominationId.eq(id))
        .filter(result_decision::Column::Reverses.is_not_null())
        .one(app.app.database.reader());
    let row = row.await.unwrap().unwrap();
    let corrected = &first["decisions"][0];
    assert_eq!(json!(row.reverses), corrected["id"]);
    assert_eq!((row.outcome, row.is_final, row.votes), (DecisionOutcome::PutOff, true, None));
    assert_eq!(row.basis.as_deref(), Some("核查结论第一号"));
    let release = result_release::Entity::find_by_id(row.release_id);
    let release = release.one(app.app.database.reader()).await.unwrap().unwrap();
    assert_eq!(release.state, ReleaseState::Released);
    let people = (release.drafted_by.as_str(), release.released_by.as_deref());
    assert_eq!(people, ("test.office.two", Some("test.office.one")));
    assert_eq!(release.title, format!("更正：{}", court.nominations[0].number));
    // What was corrected is corrected; another correction waits for another decision.
    let again = court.second.create("/falls", "key-of-another", &asking(id, "reversal")).await;
    is_refused(&again, "没有这一步");
}
