//! Is who objected nowhere but where two people open it? First it is proved that it is kept; then every
//! address, every role, every table, what was logged and what went wrong are looked through for it.

use chrono::Duration;
use entity::vocabulary::{NominationState, Role};
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    EMAIL, FILE_NAME, NAME, TELEPHONE, UNIT, accept, deed, done, object, office, only, publish,
    queue, several::withdraw, society_deed, state_of,
};
use crate::harness::{
    Answer, TestApp, Visitor,
    walk::{NOBODY, addresses, decoded, every_row, hear_the_log, heard},
};

db_tests! {
    round: [
        who_objected_is_seen_by_two_peoples_leave_and_nowhere_else,
        a_society_learns_nothing_of_what_was_not_taken,
    ],
}

/// What must be nowhere: who objects, in whole and in parts.
const SECRETS: [&str; 6] = [NAME, UNIT, TELEPHONE, EMAIL, "quelan", FILE_NAME];

fn leaks(text: &str) -> Vec<&'static str> {
    SECRETS.into_iter().filter(|secret| text.contains(secret)).collect()
}

fn none(what: &str, text: &str) {
    assert_eq!(leaks(text), [""; 0], "{what}: {text}");
}

async fn read_everything(visitor: &Visitor, who: &str, addresses: &[String]) {
    for address in addresses {
        if address.ends_with("/events") {
            continue; // A stream that does not end.
        }
        let answer = visitor.get(address).await;
        none(&format!("{who} {address} {:?}", answer.headers), &answer.text);
        let headers = format!("{:?}", answer.headers);
        none(&format!("{who} {address}"), &headers);
    }
    // Searched for by name nothing is found, and it is said as for a name that nobody has.
    for list in ["/rounds/2027/nominations", "/rounds/2027/experts", "/objections"] {
        let field = if list == "/objections" { "number" } else { "q" };
        let found = visitor.get(&format!("{list}?{field}={NAME}")).await;
        let other = visitor.get(&format!("{list}?{field}=覃蓝鹊癸")).await;
        assert_eq!(found.status, other.status, "{who} {list}");
        if found.status == 200 {
            assert_eq!(
                found.json()["meta"]["total"],
                other.json()["meta"]["total"],
                "{who} {list}"
            );
            none(list, &found.text);
        }
    }
}

/// Two people open it: the proof that it is kept.
async fn opened(app: &TestApp, id: &str) -> Value {
    let admin = app.sign_in(Role::AwardAdmin).await;
    let supervisor = app.sign_in(Role::Supervisor).await;
    let reason = json!({ "reason": "异议者称受到打击报复，须当面核实" });
    let asked = done(&admin, id, "identity-requests", &reason).await;
    let request = asked["identity_requests"][0]["id"].as_str().unwrap().to_owned();
    let grant = json!({ "is_granted": true, "reason": "情况属实，同意查阅异议者身份" });
    let answer = format!("identity-requests/{request}/answer");
    let open = format!("identity-requests/{request}/open");
    let early = deed(&admin, id, &open, &json!({})).await;
    assert_eq!(early.outcome(), (409, "conflict".to_owned()), "nobody granted it");
    let alone = deed(&admin, id, &answer, &grant).await;
    assert!(alone.status == 409 && alone.text.contains("另一人"), "{}", alone.text);
    done(&supervisor, id, &answer, &grant).await;
    let foreign = deed(&supervisor, id, &open, &json!({})).await;
    assert_eq!(foreign.outcome().0, 403, "it is shown to the one who asked");
    let seen = deed(&admin, id, &open, &json!({})).await;
    assert_eq!(seen.status, 200, "{}", seen.text);
    let again = deed(&admin, id, &open, &json!({})).await;
    assert_eq!(again.outcome(), (409, "conflict".to_owned()), "once");
    // Granted, and let lie until its time is over.
    let asked = done(&admin, id, "identity-requests", &reason).await;
    let request = asked["identity_requests"][1]["id"].as_str().unwrap().to_owned();
    done(&supervisor, id, &format!("identity-requests/{request}/answer"), &grant).await;
    app.clock.advance(Duration::hours(24));
    let admin = app.sign_in(Role::AwardAdmin).await;
    let over = deed(&admin, id, &format!("identity-requests/{request}/open"), &json!({})).await;
    assert_eq!(over.outcome(), (409, "conflict".to_owned()), "over");
    let (staff, _) = office(app).await;
    let not_staff = deed(&staff, id, "identity-requests", &reason).await;
    assert_eq!(not_staff.outcome().0, 403);
    seen.json()["data"].clone()
}

async fn who_objected_is_seen_by_two_peoples_leave_and_nowhere_else(app: &TestApp) {
    hear_the_log();
    let public = publish(app).await;
    let code = object(app, "1", "a-word-of-the-form-1").await;
    let (staff, _) = office(app).await;
    let id = only(&staff).await;
    let identity = opened(app, &id).await;
    assert_eq!(
        (&identity["name"], &identity["telephone"], &identity["email"], &identity["unit"]),
        (&json!(NAME), &json!(TELEPHONE), &json!(EMAIL), &json!(UNIT)),
    );
    // Everything that can be done with it, so that every trace is there.
    let (staff, admin) = office(app).await;
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    write_to(&society, "head.of.the.society@example.org").await;
    write_to(&admin, "admin.of.the.office@example.org").await;
    done(&staff, &id, "screen", &accept()).await;
    for party in ["nominee", "objector"] {
        done(&staff, &id, "tasks", &json!({ "party": party, "what": "请补充说明" })).await;
    }
    let said = json!({ "text": "所述与事实不符，说明如下。" });
    for party in ["nominator", "nominee"] {
        assert_eq!(society_deed(&society, &id, (party, "answer"), &said).await.status, 200);
    }
    let page = super::follow(app, &code).await;
    none("the follow page", &page.text);
    laurel::notices::objections::sweep(&app.app).await.unwrap();

    let nomination = public.nominations[0].to_string();
    let keys = [id.as_str(), nomination.as_str(), NOBODY];
    let addresses = addresses(&keys, &public.society);
    let anyone = app.anyone();
    read_everything(&anyone, "anyone", &addresses).await;
    for role in Role::ALL {
        let visitor = match role {
            Role::SocietyClerk | Role::SocietyHead => {
                app.sign_in_of(*role, Some(&public.society)).await
            }
            _ => app.sign_in(*role).await,
        };
        read_everything(&visitor, role.as_str(), &addresses).await;
    }
    for path in [
        "/",
        "/public/societies",
        "/public/quotas",
        "/public/objections/follow",
        "/public/objections/new?publicity=2027-acceptance-test&entry=1",
        "/health",
        "/api/openapi.json",
    ] {
        let answer = Answer::of(anyone.bare(Method::GET, path)).await;
        none(path, &answer.text);
    }
    public_pages(app).await;
    evidence(app, &id, &public.society).await;
    what_goes_wrong(&id, (&staff, &admin, &society)).await;
    exports(app);
    letters(app).await;
    nothing_kept(app).await;
}

/// Everything that somebody reads, but for streams and what is drawn; a refusal names the request.
async fn everything(visitor: &Visitor, addresses: &[String]) -> Vec<(String, u16, String)> {
    let mut read = Vec::new();
    for address in addresses {
        if ["/events", ".pdf", ".xlsx"].iter().any(|end| address.ends_with(end)) {
            continue;
        }
        let answer = visitor.get(address).await;
        let text = answer.text.split("\"instance\"").next().unwrap_or_default().to_owned();
        read.push((address.clone(), answer.status, text));
    }
    read
}

/// Two worlds that differ in an objection which nobody took are the same to the society.
async fn a_society_learns_nothing_of_what_was_not_taken(app: &TestApp) {
    let public = publish(app).await;
    let society = app.sign_in_of(Role::SocietyHead, Some(&public.society)).await;
    let (staff, _) = office(app).await;
    let nomination = public.nominations[0];
    let addresses = addresses(&[nomination.to_string().as_str()], &public.society);
    let before = everything(&society, &addresses).await;
    let is_public = |(_, status, text): &(String, u16, String)| {
        *status == 200 && text.contains("acceptance_publicity")
    };
    assert!(before.iter().any(is_public), "it reads where its nomination stands");
    let same = async |what: &str| {
        for (was, is) in before.iter().zip(everything(&society, &addresses).await) {
            assert_eq!(*was, is, "{what}");
        }
    };

    let code = object(app, "1", "a-word-of-the-form-1").await;
    let first = only(&staff).await;
    assert_eq!(society.get(&format!("/society-objections/{first}")).await.status, 404);
    same("received").await;
    assert_eq!(withdraw(app, &code).await, 200);
    same("taken back before it was screened").await;
    object(app, "1", "a-word-of-the-form-2").await;
    let rows = queue(&staff).await;
    let second = rows.iter().find(|row| row["state"] == "received").unwrap()["id"].clone();
    let second = second.as_str().unwrap();
    let refuse =
        json!({ "decision": "refuse", "refusal": "no_evidence", "text": "所附材料与所述无关" });
    done(&staff, second, "screen", &refuse).await;
    same("not taken").await;
    assert_eq!(society.get(&format!("/society-objections/{second}")).await.status, 404);

    // What is taken is told.
    object(app, "1", "a-word-of-the-form-3").await;
    let rows = queue(&staff).await;
    let third = rows.iter().find(|row| row["state"] == "received").unwrap()["id"].clone();
    done(&staff, third.as_str().unwrap(), "screen", &accept()).await;
    assert_eq!(state_of(app, nomination).await, NominationState::ObjectionInvestigating);
    assert_ne!(everything(&society, &addresses).await, before);
}

/// Says where somebody is written to.
async fn write_to(visitor: &Visitor, address: &str) {
    let seen = visitor.data("/me/mail").await["version"].as_i64().unwrap();
    let body = json!({ "address": address });
    let set = visitor.change(Method::PUT, "/me/mail", seen, &body).await;
    assert_eq!(set.status, 200, "{}", set.text);
}

/// What everybody reads of the publicities, on pages and in files.
async fn public_pages(app: &TestApp) {
    let anyone = app.anyone();
    let all = laurel::notices::publicity::heads(&app.app).await.unwrap();
    assert!(!all.is_empty(), "something is public");
    for head in all {
        let address = format!("/public/publicities/{}", head.number);
        // The first is the one that was objected to.
        for path in [address.clone(), format!("{address}/1")] {
            for ending in ["", ".csv", ".json"] {
                let path = format!("{path}{ending}");
                let answer = Answer::of(anyone.bare(Method::GET, &path)).await;
                assert_eq!(answer.status, 200, "{path}");
                none(&path, &answer.text);
            }
        }
        let corrections = format!("{address}/corrections");
        none(&corrections, &Answer::of(anyone.bare(Method::GET, &corrections)).await.text);
    }
}

/// A file may show whose it is, by its author or by what a camera wrote: it is read by those who handle the
/// objection alone.
async fn evidence(app: &TestApp, id: &str, society: &str) {
    for &role in Role::ALL {
        let visitor = match role {
            Role::SocietyClerk | Role::SocietyHead => app.sign_in_of(role, Some(society)).await,
            _ => app.sign_in(role).await,
        };
        let handles = matches!(role, Role::AwardOffice | Role::AwardAdmin | Role::Supervisor);
        let answer = visitor.get(&format!("/objections/{id}/files/1")).await;
        assert_eq!(answer.status, if handles { 200 } else { 403 }, "{role:?}");
        let answer = visitor.get(&format!("/society-objections/{id}/files/1")).await;
        assert!([403, 404].contains(&answer.status), "{role:?}: {}", answer.status);
    }
    let answer = app.anyone().get(&format!("/objections/{id}/files/1")).await;
    assert_eq!(answer.status, 401);
}

/// What the command line writes of the round and its record.
fn exports(app: &TestApp) {
    for kind in ["nominations", "people", "facts", "history"] {
        let file = app.folder().join(format!("exported-{kind}.csv"));
        app.laurel(["export", kind, "--round", "2027", "--out", file.to_str().unwrap()]).done();
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.is_empty(), "{kind}");
        none(kind, &String::from_utf8_lossy(&bytes));
    }
}

/// What is sent by mail, at once and with the digest of the next day.
async fn letters(app: &TestApp) {
    app.clock.advance(Duration::days(1));
    // As often as the letters of the demonstration that wait before these want.
    for _ in 0..20 {
        laurel::notifications::sweep(&app.app).await.unwrap();
    }
    let mut said = String::new();
    for entry in std::fs::read_dir(app.folder().join("outbox")).unwrap() {
        let letter = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let letter = decoded(&letter);
        none("a letter", &letter);
        said.push_str(&letter);
    }
    assert!(said.contains("head.of.the.society@example.org"), "{said}");
    assert!(said.contains("请提交材料"), "the letter was read: {said}");
}

/// What goes wrong tells as little as what goes right.
async fn what_goes_wrong(id: &str, (staff, admin, society): (&Visitor, &Visitor, &Visitor)) {
    for (visitor, what, body) in [
        (staff, "screen", json!({ "decision": "accept", "text": "再次受理" })),
        (staff, "outcome", json!({ "outcome": "dropped", "effect": "stays", "text": "放弃" })),
        (staff, "tasks", json!({ "party": "nobody", "what": "请补充" })),
        (admin, "identity-requests", json!({ "reason": "短" })),
        (society, "record", json!({ "text": "学会来记录调查情况的尝试" })),
    ] {
        let answer = deed(visitor, id, what, &body).await;
        assert!(answer.status >= 400, "{what}");
        none(what, &answer.text);
    }
}

/// No table and no line of the log tells it.
async fn nothing_kept(app: &TestApp) {
    let rows = every_row(app).await;
    let kept = rows.iter().filter(|(table, _)| table == "objection_identity").count();
    assert_eq!(kept, 1, "it is there, sealed");
    for (table, row) in &rows {
        none(table, row);
    }
    let heard = heard();
    assert!(heard.contains("/public/objections"), "the log was heard: {} bytes", heard.len());
    for line in heard.lines() {
        none("log", line);
    }
}
