//! Does an objection go its whole way: screened, answered, recorded, proposed by one and decided by another?

use entity::vocabulary::{NominationState, Role};
use serde_json::json;

use super::{
    FACTS, NAME, accept, deed, done, follow, object, office, only, publish, send_form, set_clock,
    society_deed, state_of,
};
use crate::harness::TestApp;

db_tests! {
    round: [
        an_objection_goes_its_whole_way_and_the_nomination_goes_on,
        an_upheld_one_terminates_the_nomination,
        a_refusal_names_its_reason_and_a_transfer_tells_the_supervisor,
        nobody_acts_on_what_he_did_not_see,
    ],
}

const RECORD: &str = "查阅双方材料，请两位同行核对论文与创新点，意见附后。";

async fn an_objection_goes_its_whole_way_and_the_nomination_goes_on(app: &TestApp) {
    let public = publish(app).await;
    let nomination = public.nominations[0];
    let code = object(app, "1", "a-word-of-the-form-1").await;
    let (office_staff, admin) = office(app).await;
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    let id = only(&office_staff).await;
    let own = format!("/society-objections/{id}");
    assert_eq!(society.get(&own).await.status, 404, "not released yet");
    assert_eq!(society.data("/society-objections").await, json!([]));

    let accepted = done(&office_staff, &id, "screen", &accept()).await;
    assert_eq!(accepted["state"], "accepted");
    assert_eq!(state_of(app, nomination).await, NominationState::ObjectionInvestigating);
    let seen = society.data(&own).await;
    assert!(seen["summary"].as_str().unwrap().contains("首创性"));
    assert!(!seen.to_string().contains(FACTS) && seen.get("is_named").is_none());
    assert_eq!(seen["tasks"].as_array().unwrap().len(), 1);

    // Whoever is not asked does not hold the case up; whoever is, does.
    let early = json!({ "outcome": "dismissed", "effect": "stays", "text": "不成立的理由如下" });
    assert_eq!(deed(&office_staff, &id, "outcome", &early).await.outcome().0, 409);
    let ask = json!({ "party": "objector", "what": "请补充论文的出处" });
    let asked = done(&office_staff, &id, "tasks", &ask).await;
    assert_eq!(deed(&office_staff, &id, "tasks", &ask).await.status, 409, "asked already");
    let before = society.data(&own).await;
    assert_eq!(
        before["version"], seen["version"],
        "what is asked of the objector moves nothing here"
    );
    answer_by_receipt(app, &code, &asked).await;

    let said = json!({ "text": "所称论文与本项的对象不同，比较见附表。" });
    let answered = society_deed(&society, &id, ("nominator", "answer"), &said).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    done(&office_staff, &id, "record", &json!({ "text": RECORD })).await;
    let proposed = done(&office_staff, &id, "outcome", &early).await;
    assert_eq!(proposed["state"], "proposed");
    let agree = json!({ "is_agreed": true });
    let same = deed(&office_staff, &id, "decide", &agree).await;
    assert!(same.status == 409 && same.text.contains("另一人"), "{}", same.text);
    assert!(follow(app, &code).await.text.contains("调查中"), "a proposal is nobody's to know");
    assert_eq!(society.data(&own).await["outcome"], json!(null));
    let decided = done(&admin, &id, "decide", &agree).await;
    assert_eq!((&decided["state"], &decided["outcome"]), (&json!("decided"), &json!("dismissed")));
    assert!(follow(app, &code).await.text.contains("异议不成立"));
    assert_eq!(society.data(&own).await["outcome"], "dismissed");

    // While it is public another may object: the nomination waits for the end of that.
    assert_eq!(state_of(app, nomination).await, NominationState::ObjectionInvestigating);
    set_clock(app, public.closes_at);
    laurel::notices::objections::sweep(&app.app).await.unwrap();
    assert_eq!(state_of(app, nomination).await, NominationState::ObjectionResolved);
    let other = public.nominations[1];
    assert_eq!(state_of(app, other).await, NominationState::ObjectionClear);
    assert_eq!(laurel::notices::objections::sweep(&app.app).await.unwrap(), 0);
}

/// The objector answers what is asked, once.
async fn answer_by_receipt(app: &TestApp, code: &str, asked: &serde_json::Value) {
    let page = follow(app, code).await;
    assert!(page.text.contains("请补充论文的出处"), "{}", page.text);
    let version = asked["version"].to_string();
    let task = super::task_of(asked, "objector");
    let answer = [
        ("code", code),
        ("version", version.as_str()),
        ("task", task.as_str()),
        ("deed", "add"),
        ("text", "出处见所附首页"),
    ];
    let sent = send_form(&app.anyone(), "/public/objections/follow", &answer, &[super::PDF]).await;
    assert_eq!(sent.status, 200, "{}", sent.text);
    let twice = send_form(&app.anyone(), "/public/objections/follow", &answer, &[]).await;
    assert_eq!(twice.status, 422, "sent twice is done once");
}

async fn an_upheld_one_terminates_the_nomination(app: &TestApp) {
    let public = publish(app).await;
    object(app, "1", "a-word-of-the-form-1").await;
    let (staff, admin) = office(app).await;
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    let id = only(&staff).await;
    done(&staff, &id, "screen", &accept()).await;
    let said = json!({ "text": "所述属实，我会无补充。" });
    assert_eq!(society_deed(&society, &id, ("nominator", "answer"), &said).await.status, 200);
    done(&staff, &id, "record", &json!({ "text": RECORD })).await;
    let put_off = json!({ "outcome": "deferred", "effect": "deferred", "text": "延至次届" });
    let refused = deed(&staff, &id, "outcome", &put_off).await;
    assert!(refused.status == 409 && refused.text.contains("第七十四条"), "{}", refused.text);
    let upheld =
        json!({ "outcome": "upheld", "effect": "terminated", "text": "创新点已由他人公开" });
    done(&staff, &id, "outcome", &upheld).await;
    let back = json!({ "is_agreed": false, "text": "请补充第二位同行的意见" });
    assert_eq!(done(&admin, &id, "decide", &back).await["state"], "accepted");
    done(&staff, &id, "outcome", &upheld).await;
    done(&admin, &id, "decide", &json!({ "is_agreed": true })).await;
    assert_eq!(state_of(app, public.nominations[0]).await, NominationState::UpheldTerminated);
}

async fn a_refusal_names_its_reason_and_a_transfer_tells_the_supervisor(app: &TestApp) {
    let public = publish(app).await;
    let code = object(app, "1", "a-word-of-the-form-1").await;
    let (staff, admin) = office(app).await;
    let id = only(&staff).await;
    let unknown = json!({ "decision": "refuse", "refusal": "dislike", "text": "不予受理" });
    assert_eq!(deed(&staff, &id, "screen", &unknown).await.outcome(), (422, "invalid".to_owned()));
    let refuse =
        json!({ "decision": "refuse", "refusal": "no_evidence", "text": "所附材料与所述无关" });
    let refused = done(&staff, &id, "screen", &refuse).await;
    assert_eq!(refused["state"], "refused");
    let page = follow(app, &code).await;
    assert!(page.text.contains("没有具体事实") && page.text.contains("第七十条"), "{}", page.text);
    assert_eq!(deed(&staff, &id, "screen", &accept()).await.outcome().0, 409);

    let transferred_code = object(app, "2", "a-word-of-the-form-2").await;
    let rows = super::queue(&staff).await;
    let second = rows.iter().find(|row| row["state"] == "received").unwrap()["id"].clone();
    let second = second.as_str().unwrap();
    let transfer = json!({ "decision": "transfer", "text": "移送科研诚信建设办公室" });
    let moved = done(&admin, second, "screen", &transfer).await;
    assert_eq!((&moved["state"], &moved["kind"]), (&json!("transferred"), &json!("disciplinary")));
    assert!(follow(app, &transferred_code).await.text.contains("已移送"));
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    assert_eq!(
        society.data("/society-objections").await,
        json!([]),
        "conduct is not the nominator's"
    );
    let before = told(app, "objection_reported").await;
    app.add_account("test.supervisor", Role::Supervisor, None).await;
    object(app, "3", "a-word-of-the-form-3").await;
    let rows = super::queue(&staff).await;
    let third = rows.iter().find(|row| row["state"] == "received").unwrap()["id"].clone();
    done(&admin, third.as_str().unwrap(), "screen", &transfer).await;
    assert!(told(app, "objection_reported").await > before);
    set_clock(app, public.closes_at);
    laurel::notices::objections::sweep(&app.app).await.unwrap();
    assert_eq!(state_of(app, public.nominations[0]).await, NominationState::ObjectionClear);
    let held = state_of(app, public.nominations[1]).await;
    assert_eq!(held, NominationState::ObjectionInvestigating, "it waits for the competent body");
}

/// How many notices of a kind there are.
async fn told(app: &TestApp, kind: &str) -> usize {
    use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
    let query = entity::notice::Entity::find().filter(entity::notice::Column::Kind.eq(kind));
    query.all(app.app.database.reader()).await.unwrap().len()
}

async fn nobody_acts_on_what_he_did_not_see(app: &TestApp) {
    let public = publish(app).await;
    object(app, "1", "a-word-of-the-form-1").await;
    let (staff, _) = office(app).await;
    let id = only(&staff).await;
    let path = format!("/objections/{id}/screen");
    let stale = staff.change(reqwest::Method::POST, &path, 0, &accept()).await;
    assert_eq!(stale.outcome(), (412, "stale".to_owned()));
    let bare = staff.post(&path, &accept()).await;
    assert_eq!(bare.outcome().0, 428);
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    let clerk_of_other = app.sign_in_of(Role::SocietyClerk, Some("D-A-01")).await;
    done(&staff, &id, "screen", &accept()).await;
    for role in [Role::SocietyHead, Role::Reviewer, Role::Cast, Role::Department] {
        let visitor =
            if role == Role::SocietyHead { society.clone() } else { app.sign_in(role).await };
        for path in ["/objections".to_owned(), format!("/objections/{id}")] {
            let answer = visitor.get(&path).await;
            assert_eq!(answer.outcome().0, 403, "{role:?} {path}");
            assert!(!answer.text.contains(NAME));
        }
    }
    let own = format!("/society-objections/{id}");
    if public.society != "D-A-01" {
        let foreign = clerk_of_other.get(&own).await;
        let absent =
            clerk_of_other.get("/society-objections/01890000-0000-7000-8000-000000000000").await;
        assert_eq!(foreign.outcome(), absent.outcome(), "out of sight is not there");
    }
    let supervisor = app.sign_in(Role::Supervisor).await;
    assert_eq!(supervisor.get(&format!("/objections/{id}")).await.status, 200);
    assert_eq!(deed(&supervisor, &id, "record", &json!({ "text": RECORD })).await.outcome().0, 403);
    let cast = app.sign_in(Role::Cast).await;
    let counts = cast.data("/rounds/2027/objection-counts").await;
    assert_eq!(counts, json!([{ "kind": "academic", "state": "accepted", "count": 1 }]));
}
