//! The right to nominate: from the application to the appeal.

use entity::vocabulary::Role;
use futures_util::future::join_all;
use laurel::exchange::pdf::{Document, Meta};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::{Value, json};

use super::{faults, put, version};
use crate::{
    dossiers::marked_told::refusals,
    harness::{Answer, TestApp, Visitor, keys},
};

db_tests! {
    round: [
        an_application_goes_its_way_to_the_appeal,
        two_examiners_at_once_overwrite_nothing,
        a_file_is_taken_by_what_it_holds_and_read_by_whom_it_concerns,
        a_draft_is_the_societys_own,
        one_application_waits_at_a_time,
    ],
}

/// A society that never asked; the one whose application is still a draft is none.
async fn newcomer(app: &TestApp) -> String {
    let cast = app.sign_in(Role::Cast).await;
    let list = cast.data("/societies?qualification=none&limit=200").await;
    keys(&list, "society_id").into_iter().find(|code| code != "D-A-10").unwrap()
}

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";

async fn upload(visitor: &Visitor, path: &str, key: &str, bytes: &[u8]) -> Answer {
    let request = visitor
        .request(Method::POST, path)
        .header("idempotency-key", key)
        .header("content-type", "application/octet-stream")
        .body(bytes.to_vec());
    Answer::of(request).await
}

/// Opens an application and fills it in.
async fn filled(head: &Visitor, society: &str) -> String {
    let opened = head
        .create(
            &format!("/societies/{society}/qualifications"),
            "key-of-an-application",
            &json!({}),
        )
        .await;
    assert_eq!(opened.status, 201, "{}", opened.text);
    let data = opened.json()["data"].clone();
    let path = format!("/qualifications/{}", data["id"].as_str().unwrap());
    for item in data["items"].as_array().unwrap() {
        let criterion = item["criterion"].as_str().unwrap();
        if item["is_required"] != true {
            continue;
        }
        let seen = version(head, &path).await;
        let said = json!({ "statement": "符合（演示）" });
        let answer = put(head, &format!("{path}/items/{criterion}"), seen, &said).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        if item["needs_file"] == true {
            let to = format!("{path}/items/{criterion}/files?name=%E8%AF%81.pdf");
            let answer = upload(head, &to, &format!("key-of-{criterion}"), PDF).await;
            assert_eq!(answer.status, 201, "{}", answer.text);
        }
    }
    path
}

async fn step(visitor: &Visitor, path: &str, step: &str, reason: &str) -> Answer {
    let seen = version(visitor, path).await;
    let body = json!({ "step": step, "reason": reason });
    visitor.change(Method::POST, &format!("{path}/steps"), seen, &body).await
}

async fn judge(cast: &Visitor, path: &str, not_met: &str) {
    for item in cast.data(path).await["items"].as_array().unwrap() {
        if item["is_required"] == true {
            let criterion = item["criterion"].as_str().unwrap();
            let is_met = criterion != not_met;
            let found = json!({
                "verdict": if is_met { "met" } else { "not_met" },
                "note": if is_met { Value::Null } else { json!("不足三个周期") },
            });
            let seen = version(cast, path).await;
            let answer = put(cast, &format!("{path}/checks/{criterion}"), seen, &found).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
        }
    }
}

/// Whoever took a step of an application is told of by name.
async fn each_step_is_somebodys(app: &TestApp, society: &str, readers: &[&Visitor], path: &str) {
    let own = format!("test.society_head.{}", society.to_lowercase());
    app.call(&own, "示范会长").await;
    app.call("test.cast.second", "示范复核人").await;
    let names = json!({
        own: "示范会长", "test.cast": "test.cast", "test.cast.second": "示范复核人",
    });
    for reader in readers {
        assert_eq!(reader.data(path).await["names"], names);
    }
}

async fn an_application_goes_its_way_to_the_appeal(app: &TestApp) {
    let society = newcomer(app).await;
    let head = app.sign_in_of(Role::SocietyHead, Some(&society)).await;
    let cast = app.sign_in(Role::Cast).await;
    app.add_account("test.cast.second", Role::Cast, None).await;
    let second = app.anyone();
    let body = json!({ "username": "test.cast.second", "password": crate::harness::PASSWORD });
    assert_eq!(second.post("/session", &body).await.status, 200);

    let path = filled(&head, &society).await;
    let own = step(&head, &path, "grant", "自己授予").await;
    assert_eq!(own.status, 403, "the society decides nothing: {}", own.text);
    let bare = step(&head, &path, "appeal", "不服").await;
    assert_eq!(bare.outcome(), (409, "conflict".to_owned()));
    assert_eq!(faults(&bare), [("/step".to_owned(), "not_from_here".to_owned())]);
    assert_eq!(step(&head, &path, "submit", "").await.status, 200);
    assert_eq!(step(&head, &path, "submit", "").await.status, 409, "once is enough");

    let unchecked = step(&cast, &path, "finish_check", "").await;
    assert_eq!(unchecked.json()["errors"][0]["code"], "unchecked");
    judge(&cast, &path, "award_periods").await;
    assert_eq!(step(&cast, &path, "finish_check", "").await.status, 200);
    let unmet = step(&cast, &path, "grant_probation", "可以").await;
    assert!(unmet.text.contains("/items/award_periods"), "{}", unmet.text);
    let mute = step(&cast, &path, "refuse", " ").await;
    assert_eq!(faults(&mute), [("/step".to_owned(), "reason_missing".to_owned())]);
    assert_eq!(step(&cast, &path, "refuse", "周期不足").await.status, 200);

    let told = head.data(&path).await;
    assert_eq!(told["steps"].as_array().unwrap().last().unwrap()["reason"], "周期不足");
    assert_ne!(told["appeal_until"], Value::Null);
    assert_eq!(step(&head, &path, "appeal", "已满三个周期").await.status, 200);
    // Who decided may not decide the appeal, and the page says so before he tries.
    let next = cast.data(&path).await["next_steps"].clone();
    assert_eq!(keys(&next, "blocked_code"), ["same_person", "same_person"]);
    let same = step(&cast, &path, "uphold_appeal", "同意").await;
    assert_eq!(faults(&same), [("/step".to_owned(), "same_person".to_owned())]);
    let upheld = step(&second, &path, "uphold_appeal", "复核属实").await;
    assert_eq!(upheld.status, 200, "{}", upheld.text);
    assert_eq!(upheld.json()["data"]["state"], "probation", "a newcomer begins on trial");
    each_step_is_somebodys(app, &society, &[&head, &cast], &path).await;
    let detail = head.data(&format!("/societies/{society}")).await;
    assert_eq!(detail["qualification"], "probation");
    let early = step(&cast, &path, "confirm", "转正").await;
    assert_eq!(faults(&early), [("/step".to_owned(), "round_not_ended".to_owned())]);
    // The whole way is in the audit chain.
    let subject = format!("qualification/{}", path.trim_start_matches("/qualifications/"));
    let records = entity::audit_record::Entity::find()
        .filter(entity::audit_record::Column::Subject.eq(subject))
        .order_by_asc(entity::audit_record::Column::Sequence)
        .all(app.app.database.reader())
        .await
        .unwrap();
    let steps: Vec<&str> = records
        .iter()
        .map(|one| one.action.as_str())
        .filter(|one| !one.ends_with("file"))
        .collect();
    assert_eq!(steps.first(), Some(&"qualifications.open"));
    assert_eq!(steps.last(), Some(&"qualifications.uphold_appeal"));
}

async fn two_examiners_at_once_overwrite_nothing(app: &TestApp) {
    let cast = app.sign_in(Role::Cast).await;
    let list = cast.data("/qualifications?state=submitted").await;
    let path = format!("/qualifications/{}", list[0]["id"].as_str().unwrap());
    let seen = version(&cast, &path).await;
    let check = |verdict: &str| json!({ "verdict": verdict, "note": "核对" });
    let to = format!("{path}/checks/no_fees");
    assert_eq!(put(&cast, &to, seen, &check("met")).await.status, 200);
    let late = put(&cast, &to, seen, &check("not_met")).await;
    assert_eq!(late.outcome(), (412, "stale".to_owned()));
    let items = late.json()["present"]["data"]["items"].clone();
    let item = items.as_array().unwrap().iter().find(|one| one["criterion"] == "no_fees").unwrap();
    assert_eq!(item["verdict"], "met");
    let unknown = put(&cast, &format!("{path}/checks/colour"), seen + 1, &check("met")).await;
    assert_eq!(unknown.status, 404);
    let bare = Answer::of(cast.request(Method::PUT, &to).json(&check("met"))).await;
    assert_eq!(bare.status, 428);
}

/// A certificate with a mark of classification on its page.
fn marked_pdf() -> Vec<u8> {
    let mut document = Document::new(Meta { title: "证书".to_owned(), ..Meta::default() });
    document.paragraph("机密★10年");
    document.render().unwrap()
}

async fn a_file_is_taken_by_what_it_holds_and_read_by_whom_it_concerns(app: &TestApp) {
    let society = newcomer(app).await;
    let head = app.sign_in_of(Role::SocietyHead, Some(&society)).await;
    let path = filled(&head, &society).await;
    let to = format!("{path}/items/legal_person/files?name=..%2F..%2F%E8%AF%81%E4%B9%A6.pdf");
    let program = upload(&head, &to, "key-of-a-program", b"MZ\x90\x00 a program").await;
    assert_eq!(program.outcome(), (422, "invalid".to_owned()));
    let active = upload(&head, &to, "key-of-a-script", b"%PDF-1.4 /JavaScript (x) %%EOF").await;
    assert_eq!(active.outcome(), (422, "invalid".to_owned()));
    let marked = upload(&head, &to, "key-of-a-mark", &marked_pdf()).await;
    assert_eq!(marked.outcome(), (422, "invalid".to_owned()), "{}", marked.text);
    assert_eq!(faults(&marked), [(String::new(), "classified".to_owned())]);
    let told = refusals(app).await.pop().unwrap();
    assert_eq!(told.subject, format!("refusal/society/{society}"));
    assert!(told.reason.as_deref().unwrap().ends_with("; /file secret"), "{told:?}");
    let large = [PDF, &vec![b' '; 21 << 20], b"%%EOF"].concat();
    assert_eq!(upload(&head, &to, "key-of-a-giant", &large).await.status, 413);
    let taken = upload(&head, &to, "key-of-a-file", PDF).await;
    assert_eq!(taken.status, 201, "{}", taken.text);
    upload(&head, &to, "key-of-a-file", PDF).await;
    let items = head.data(&path).await["items"].clone();
    let files = items[0]["files"].as_array().unwrap().clone();
    assert_eq!(files.len(), 2, "the repetition added none");
    assert_eq!(files[1]["name"], "证书.pdf");
    let one = format!("{path}/files/{}", files[1]["id"].as_str().unwrap());
    let file = head.get(&one).await;
    assert_eq!(file.text.as_bytes(), PDF);
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert_eq!(file.header("content-type"), "application/pdf");
    assert!(file.header("content-disposition").starts_with("attachment;"));
    assert!(file.header("content-security-policy").contains("sandbox"));
    // Another society's head learns nothing, not even that it is there.
    let other = app.sign_in_of(Role::SocietyHead, Some("D-A-01")).await;
    assert_eq!(other.get(&one).await.outcome(), (404, "not_found".to_owned()));
    let seen = version(&head, &path).await;
    let gone = head.change(Method::DELETE, &one, seen, &json!({})).await;
    assert_eq!(gone.status, 200, "{}", gone.text);
    assert_eq!(head.get(&one).await.status, 404);
    // What was handed in stays as it is.
    assert_eq!(step(&head, &path, "submit", "").await.status, 200);
    let late = upload(&head, &to, "key-of-a-late-file", PDF).await;
    assert_eq!(late.outcome(), (409, "conflict".to_owned()));
}

async fn a_draft_is_the_societys_own(app: &TestApp) {
    let society = newcomer(app).await;
    let head = app.sign_in_of(Role::SocietyHead, Some(&society)).await;
    let path = filled(&head, &society).await;
    let cast = app.sign_in(Role::Cast).await;
    assert_eq!(cast.get(&path).await.outcome(), (404, "not_found".to_owned()));
    let listed = cast.data("/qualifications").await;
    assert!(!keys(&listed, "state").contains(&"draft".to_owned()), "{listed}");
    assert_eq!(step(&head, &path, "submit", "").await.status, 200);
    assert_eq!(cast.get(&path).await.status, 200);
    let other = app.sign_in_of(Role::SocietyHead, Some("D-A-01")).await;
    assert_eq!(other.get(&path).await.status, 404);
    assert_eq!(keys(&other.data("/qualifications").await, "society_id"), ["D-A-01"]);
    let asked = other.data(&format!("/qualifications?society={society}")).await;
    assert_eq!(asked, json!([]));
    let clerk = app.sign_in_of(Role::SocietyClerk, Some(&society)).await;
    assert_eq!(clerk.get(&path).await.status, 200);
    assert_eq!(step(&clerk, &path, "withdraw", "").await.status, 403);
}

async fn one_application_waits_at_a_time(app: &TestApp) {
    let society = newcomer(app).await;
    let head = app.sign_in_of(Role::SocietyHead, Some(&society)).await;
    let path = format!("/societies/{society}/qualifications");
    let at_once =
        (0..12).map(|number| {
            let (head, path) = (head.clone(), path.clone());
            async move {
                head.create(&path, &format!("key-of-request-{number}"), &json!({})).await.status
            }
        });
    let mut opened = 0;
    for status in join_all(at_once).await {
        match status {
            201 => opened += 1,
            status => assert_eq!(status, 409),
        }
    }
    assert_eq!(opened, 1);
    // A society that holds the right applies anew: the new application renews it.
    let holder = app.sign_in_of(Role::SocietyHead, Some("D-A-01")).await;
    let renewal =
        holder.create("/societies/D-A-01/qualifications", "key-of-a-renewal", &json!({})).await;
    assert_ne!(renewal.json()["data"]["renews"], Value::Null, "{}", renewal.text);
    let detail = holder.data("/societies/D-A-01").await;
    assert_eq!(detail["qualification"], "granted", "until then the old right holds");
}
