//! Is a complete dossier submitted once, whole, with a receipt that holds; and is everything else refused with
//! what is to be mended?

use entity::{ids::DossierId, vocabulary::Role};
use laurel::{
    demo::journey::{Complete, Journey},
    nominations::{
        dossier::{Address, Value as DossierValue},
        submission::{Archive, Receipt},
    },
    shared::Clock as _,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::{SOCIETY, process::post};
use crate::harness::{Answer, TestApp, Visitor};

db_tests! {
    round: [
        a_complete_nomination_is_submitted_with_a_receipt_that_holds,
        a_dossier_that_misses_something_is_told_all_of_it,
        nobody_is_nominated_twice_in_a_round,
        a_second_too_late_is_too_late,
        a_withdrawal_is_answered_by_another_and_frees_the_place,
        a_dossier_taken_back_keeps_its_place_and_is_submitted_again,
    ],
}

pub(super) async fn head(app: &TestApp) -> Visitor {
    app.sign_in_of(Role::SocietyHead, Some(SOCIETY)).await
}

/// Takes a complete dossier of other people to the council's approval.
pub(super) async fn approved(app: &TestApp, complete: &Complete) -> DossierId {
    approved_of(app, SOCIETY, complete).await
}

/// The same of another society.
pub(super) async fn approved_of(app: &TestApp, society: &str, complete: &Complete) -> DossierId {
    let set_clock = |instant| app.clock.advance(instant - app.clock.now());
    let journey = Journey {
        app: &app.app,
        year: 2027,
        society,
        set_clock: &set_clock,
        today: app.clock.now(),
    };
    let id = journey.write(complete).await.unwrap();
    journey.confirm(id, complete).await.unwrap();
    journey.approve(id, complete).await.unwrap();
    id
}

pub(super) fn nat(mark: u32) -> Complete {
    Complete::of("NAT").unwrap().apart(mark)
}

pub(super) async fn submit(visitor: &Visitor, path: &str, version: i64, key: &str) -> Answer {
    let request = visitor.request(Method::POST, &format!("{path}/submissions"));
    let request = request.header("if-match", format!("\"{version}\""));
    Answer::of(request.header("idempotency-key", key)).await
}

/// Submits what stands there, which succeeds.
pub(super) async fn submitted(visitor: &Visitor, path: &str) -> Value {
    let version = visitor.data(path).await["version"].as_i64().unwrap();
    let answer = submit(visitor, path, version, &laurel::shared::random_token(12)).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["data"].clone()
}

/// Places that the society's three awards have taken.
async fn used(visitor: &Visitor) -> i64 {
    let home = visitor.data("/rounds/2027/home").await;
    let places = home["places"].as_array().unwrap();
    places.iter().find(|one| one["bucket"] == "THREE").unwrap()["used"].as_i64().unwrap()
}

async fn a_complete_nomination_is_submitted_with_a_receipt_that_holds(app: &TestApp) {
    let complete = nat(41);
    let path = format!("/dossiers/{}", approved(app, &complete).await);
    let (clerk, head) = (super::clerk(app).await, head(app).await);
    let check = head.data(&format!("{path}/check")).await;
    let failing: Vec<&Value> = check["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["verdict"] == "fail")
        .collect();
    assert_eq!(failing, Vec::<&Value>::new());
    let version = head.data(&path).await["version"].as_i64().unwrap();
    assert_eq!(submit(&clerk, &path, version, "the-key-0").await.status, 403, "the head submits");
    assert_eq!(submit(&head, &path, version - 1, "the-key-1").await.outcome().0, 412);
    let before = used(&head).await;
    let answer = submit(&head, &path, version, "the-key-2").await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let again = submit(&head, &path, version, "the-key-2").await;
    assert_eq!((again.status, again.json()), (201, answer.json()), "one key, one submission");
    assert_eq!(submit(&head, &path, version + 1, "the-key-3").await.status, 409, "it is submitted");
    assert_eq!(used(&head).await, before + 1);

    let told = answer.json()["data"]["submissions"][0]["receipt"].clone();
    let receipt: Receipt = serde_json::from_value(told).unwrap();
    assert!(receipt.is_sound());
    assert_eq!(receipt.public_key, app.app.signer.public_key());
    let archive = clerk.get(&format!("{path}/archive?files=true")).await;
    let read: Archive = serde_json::from_str(&archive.text).unwrap();
    assert_eq!(read.digest(), receipt.statement.digest);
    assert_eq!(read.files.len(), complete.attachment.len() + 1, "and the proof of the publicity");
    let other = app.sign_in_of(Role::SocietyHead, Some("D-A-01")).await;
    assert_eq!(other.get(&format!("{path}/archive")).await.status, 404);
    verified_offline(app, &archive.text, &receipt);

    let office = app.sign_in(Role::AwardOffice).await;
    let number = &receipt.statement.number;
    app.run_jobs().await;
    let found = office.get(&format!("/rounds/2027/nominations?q={number}")).await;
    assert!(found.text.contains(number.as_str()), "{}", found.text);
    let listed = office.get("/rounds/2027/nominations").await.text;
    let is_number = |address: &Address| address.to_string().ends_with("/id_number");
    let numbers = complete.values.iter().filter(|(address, _)| is_number(address));
    let numbers: Vec<&str> = numbers.map(|(_, value)| value.text()).collect();
    assert!(numbers.iter().any(|number| number.len() == 18));
    assert!(!numbers.iter().any(|number| listed.contains(number)), "no number leaks");
}

/// Lets the program itself check the files, and find what was changed in them.
fn verified_offline(app: &TestApp, archive: &str, receipt: &Receipt) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let told = serde_json::to_string_pretty(receipt).unwrap();
    let (receipt_file, archive_file) = (write("r.json", &told), write("a.json", archive));
    let key = write("key.txt", &receipt.public_key);
    let verify = |words: &[&str]| app.laurel([&["verify"], words].concat());
    let said = verify(&[&receipt_file, "--key", &key]).done();
    assert!(said.out.contains(&receipt.statement.digest), "{said:?}");
    verify(&[&archive_file, "--receipt", &receipt_file, "--key", &key]).done();
    let title = &receipt.statement.title;
    let forged = write("f.json", &told.replace(title.as_str(), "另一项目"));
    assert_eq!(verify(&[&forged]).code, 1);
    let changed = write("c.json", &archive.replace(title.as_str(), "另一项目"));
    assert_eq!(verify(&[&changed, "--receipt", &receipt_file]).code, 1);
    let other = write("o.txt", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    assert_eq!(verify(&[&receipt_file, "--key", &other]).code, 1);
    assert_eq!(verify(&[&key]).code, 1, "neither receipt nor archive");
}

async fn a_dossier_that_misses_something_is_told_all_of_it(app: &TestApp) {
    let mut complete = nat(42);
    let gone: Vec<_> = complete
        .values
        .keys()
        .filter(|address| address.to_string().starts_with("opinion.text"))
        .cloned()
        .collect();
    assert_eq!(gone.len(), 1);
    complete.values.remove(&gone[0]);
    // Three printed pages where two are allowed.
    let evaluation: Address = "evaluation.text".parse().unwrap();
    complete.values.insert(evaluation, DossierValue::Text("字".repeat(3_000)));
    let path = format!("/dossiers/{}", approved(app, &complete).await);
    let head = head(app).await;
    let before = used(&head).await;
    let version = head.data(&path).await["version"].as_i64().unwrap();
    let answer = submit(&head, &path, version, "the-key-9").await;
    assert_eq!(answer.outcome(), (422, "invalid".to_owned()));
    let errors = answer.json()["errors"].clone();
    let at = |pointer: &str| errors.as_array().unwrap().iter().any(|one| one["pointer"] == pointer);
    assert!(at("/opinion.text") && at("/evaluation.text"), "{errors}");
    assert!(answer.text.contains("打印至多 2 页（自页首起计），现有 3 页"), "{errors}");
    assert_eq!(head.data(&path).await["state"], "council_approved", "nothing was written");
    assert_eq!(head.data(&path).await["version"], json!(version));
    assert_eq!(used(&head).await, before);
    let home = head.data("/rounds/2027/home").await;
    let blocked = home["dossiers"].as_array().unwrap().iter();
    let id = path.strip_prefix("/dossiers/").unwrap();
    let own = blocked.clone().find(|one| one["id"] == id).unwrap();
    assert!(own["failing"].as_u64().unwrap() > 0 && own["next"] == "submitted", "{own}");
}

async fn nobody_is_nominated_twice_in_a_round(app: &TestApp) {
    let head = head(app).await;
    let first = format!("/dossiers/{}", approved(app, &nat(43)).await);
    submitted(&head, &first).await;
    let second = format!("/dossiers/{}", approved(app, &nat(43)).await);
    let check = head.data(&format!("{second}/check")).await;
    let clashes: Vec<&Value> = check["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["rule"] == "FC-003" && one["verdict"] == "fail")
        .collect();
    assert_eq!(clashes.len(), 3, "{}", check["findings"]);
    let version = head.data(&second).await["version"].as_i64().unwrap();
    assert_eq!(submit(&head, &second, version, "the-key-9").await.status, 422);
}

async fn a_second_too_late_is_too_late(app: &TestApp) {
    let head = head(app).await;
    let path = format!("/dossiers/{}", approved(app, &nat(44)).await);
    let closes: chrono::DateTime<chrono::Utc> =
        head.data("/rounds/2027/home").await["closes_at"].as_str().unwrap().parse().unwrap();
    app.clock.advance(closes - app.clock.now());
    let head = self::head(app).await;
    let version = head.data(&path).await["version"].as_i64().unwrap();
    let late = submit(&head, &path, version, "the-key-9").await;
    assert!(matches!(late.status, 409 | 422), "{}", late.text);
    app.clock.advance(chrono::Duration::microseconds(-1));
    let done = submitted(&head, &path).await;
    let by = done["submissions"][0]["by"].as_str().unwrap();
    assert!(done["names"][by].is_string(), "who submitted has a name");
}

pub(super) async fn ask(visitor: &Visitor, path: &str, is_replacement: bool) -> Value {
    let body = json!({ "reason": "排序需重新核对", "is_replacement": is_replacement });
    let asked = post(visitor, &format!("{path}/withdrawals"), &body).await;
    assert_eq!(asked.status, 201, "{}", asked.text);
    asked.json()["data"]["withdrawals"][0].clone()
}

pub(super) async fn answer(visitor: &Visitor, path: &str, withdrawal: &Value) -> Answer {
    let at = format!("{path}/withdrawals/{}/answer", withdrawal["id"].as_str().unwrap());
    post(visitor, &at, &json!({ "is_granted": true, "answer": "同意" })).await
}

async fn a_withdrawal_is_answered_by_another_and_frees_the_place(app: &TestApp) {
    let (clerk, head) = (super::clerk(app).await, head(app).await);
    let path = format!("/dossiers/{}", approved(app, &nat(45)).await);
    let before = used(&head).await;
    submitted(&head, &path).await;
    let own = ask(&head, &path, false).await;
    assert_eq!(answer(&head, &path, &own).await.status, 409, "who asks does not answer");
    let body = json!({ "reason": "另一个理由", "is_replacement": false });
    assert_eq!(post(&clerk, &format!("{path}/withdrawals"), &body).await.status, 409);
    let second = app.sign_in_as("second.head", Role::SocietyHead, Some(SOCIETY)).await;
    assert_eq!(answer(&clerk, &path, &own).await.status, 403);
    let granted = answer(&second, &path, &own).await;
    assert_eq!(granted.status, 200, "{}", granted.text);
    assert_eq!(granted.json()["data"]["withdrawals"][0]["is_place_free"], true);
    assert_eq!(answer(&second, &path, &own).await.status, 409, "answered once");
    assert_eq!(head.data(&path).await["state"], "withdrawn");
    assert_eq!(used(&head).await, before);
    // What is gone bars nobody.
    let again = format!("/dossiers/{}", approved(app, &nat(45)).await);
    submitted(&head, &again).await;
}

async fn a_dossier_taken_back_keeps_its_place_and_is_submitted_again(app: &TestApp) {
    let (clerk, head) = (super::clerk(app).await, head(app).await);
    let complete = nat(46);
    let id = approved(app, &complete).await;
    let path = format!("/dossiers/{id}");
    submitted(&head, &path).await;
    let taken = used(&head).await;
    let asked = ask(&clerk, &path, true).await;
    assert_eq!(answer(&head, &path, &asked).await.status, 200);
    assert_eq!(head.data(&path).await["state"], "draft");
    assert_eq!(used(&head).await, taken, "the place waits for it");
    let set_clock = |instant| app.clock.advance(instant - app.clock.now());
    // Reviewed, made public and resolved on anew, from now on.
    let today = app.clock.now() + chrono::Duration::days(15);
    let journey =
        Journey { app: &app.app, year: 2027, society: SOCIETY, set_clock: &set_clock, today };
    journey.approve(id, &complete).await.unwrap();
    let head = self::head(app).await;
    let said = submitted(&head, &path).await;
    assert_eq!(said["submissions"][0]["attempt"], 2);
    assert_eq!(used(&head).await, taken);
}
