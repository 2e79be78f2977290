//! Are the private data of nominees nowhere but where somebody has the right to them? A nomination with numbers,
//! a telephone and an address that are known goes its whole way. It is proved that they are kept; then every
//! address, every role, every document, letter and table, what was logged and what went wrong are looked through.

use chrono::Duration;
use entity::{
    dossier_value,
    ids::{DossierId, NominationId},
    nomination,
    vocabulary::Role,
};
use laurel::{
    demo::journey::{Complete, Journey},
    nominations::{
        dossier::{Address, Value},
        people,
    },
    notices::publicity::next_midnight,
    shared::{Clock as _, random_token},
};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value as Json, json};

use super::{SOCIETY, clerk, send, submission::head, write};
use crate::{
    examination::{done, examiner, opened, pass_all_but, say},
    harness::{
        Answer, TestApp, Visitor,
        walk::{addresses, decoded, every_row, hear_the_log, heard, pdf_text, read},
    },
    publicity,
};

db_tests! {
    round: [private_data_of_nominees_are_seen_by_right_and_nowhere_else],
}

/// A society that has nothing to do with it.
const OTHER: &str = "D-A-01";
const PERSON: &str = "completers.items/p1";
const PHONE: &str = "010-73405512";
const CORRECTED: &str = "010-73405513";
const EMAIL: &str = "quebai.jia@nominee.example";
/// A rule against which a nomination may be corrected.
const RULE: &str = "FC-016";
const REASON: &str = "核对身份证复印件";

fn of_person(field: &str) -> Address {
    format!("{PERSON}/{field}").parse().unwrap()
}

/// A complete nomination whose first nominee is recognisable wherever he turns up.
fn complete(category: &str, mark: u32) -> Complete {
    let mut complete = Complete::of(category).unwrap().apart(mark);
    for (field, text) in [("phone", PHONE), ("email", EMAIL)] {
        complete.values.insert(of_person(field), Value::Text(text.to_owned()));
    }
    complete
}

/// What must be nowhere, in whole and in parts.
struct Secrets(Vec<String>);

impl Secrets {
    fn of(complete: &Complete) -> Self {
        let is_number = |address: &Address| address.to_string().ends_with("/id_number");
        let numbers = complete.values.iter().filter(|(address, _)| is_number(address));
        let mut all: Vec<String> = numbers.map(|(_, value)| value.text().to_owned()).collect();
        assert_eq!(all.len(), 3);
        // The day of birth with what follows it tells the person as well.
        let part = |number: &String| number.chars().skip(6).take(11).collect();
        let parts: Vec<String> = all.iter().map(part).collect();
        all.extend(parts);
        all.extend([PHONE, CORRECTED, EMAIL, "quebai"].map(str::to_owned));
        Self(all)
    }

    fn none(&self, what: &str, text: &str) {
        let found: Vec<&String> =
            self.0.iter().filter(|secret| text.contains(secret.as_str())).collect();
        assert!(found.is_empty(), "{what}: {found:?}");
    }
}

/// Takes the nomination to its submission. Another society begins one with the same person, who is asked to
/// confirm it.
async fn submitted(
    app: &TestApp,
    complete: &Complete,
    secrets: &Secrets,
) -> (DossierId, DossierId) {
    let set_clock = |instant| app.clock.advance(instant - app.clock.now());
    let journey = Journey {
        app: &app.app,
        year: 2027,
        society: SOCIETY,
        set_clock: &set_clock,
        today: app.clock.now(),
    };
    let mut again = self::complete("INV", 882);
    let number = of_person("id_number");
    again.values.insert(number.clone(), complete.values[&number].clone());
    let elsewhere = Journey { society: OTHER, ..journey };
    let other = elsewhere.write(&again).await.unwrap();
    let by = elsewhere.actor("clerk", Role::SocietyClerk);
    for link in people::issue(&app.app, &by, other, None, None).await.unwrap() {
        let path = format!("/nominee/{}", link.token.unwrap());
        let asked = Answer::of(app.anyone().bare(Method::GET, &path)).await;
        assert!(asked.status == 200 && asked.text.contains(&link.name), "{}", asked.text);
        secrets.none("the nominee's page", &asked.text);
    }
    let id = journey.write(complete).await.unwrap();
    journey.confirm(id, complete).await.unwrap();
    journey.approve(id, complete).await.unwrap();
    journey.submit(id).await.unwrap();
    (id, other)
}

/// They are in the database, sealed; and who has the right is shown them.
async fn they_are_kept(app: &TestApp, dossier: DossierId, complete: &Complete) {
    let rows = dossier_value::Entity::find()
        .filter(dossier_value::Column::DossierId.eq(dossier))
        .filter(dossier_value::Column::Address.starts_with(PERSON))
        .all(app.app.database.reader())
        .await
        .unwrap();
    let clerk = clerk(app).await;
    for field in ["id_number", "phone", "email"] {
        let address = of_person(field);
        let row = rows.iter().find(|row| row.address == address.to_string()).unwrap();
        assert!(row.value.as_deref().unwrap().starts_with("sealed:1:"), "{field}");
        let shown = reveal(&clerk, dossier, &address).await;
        assert_eq!(shown.status, 200, "{}", shown.text);
        assert_eq!(shown.json()["data"]["value"], json!(complete.values[&address].text()));
    }
}

async fn reveal(visitor: &Visitor, dossier: DossierId, address: &Address) -> Answer {
    let body = json!({ "address": address.to_string(), "reason": REASON });
    visitor.post(&format!("/dossiers/{dossier}/reveal"), &body).await
}

/// Examines it, with a correction of a telephone, until it is accepted.
async fn accepted(app: &TestApp, dossier: DossierId, secrets: &Secrets) -> String {
    let (first, second) = (examiner(app, "first").await, examiner(app, "second").await);
    let head = head(app).await;
    write_to(&head, "head.of.the.society@example.org").await;
    let id = opened(&first, dossier).await;
    pass_all_but(&first, &id, RULE).await;
    say(&first, &id, RULE, "fail").await;
    say(&second, &id, RULE, "fail").await;
    let asked = json!({ "addresses": ["completers.items"], "note": "联系电话有误，请改正" });
    done(&first, &id, "correction", &asked).await;

    let (path, phone) = (format!("/dossiers/{dossier}"), format!("{PERSON}/phone"));
    let met = send(&head, &path, &[write(&phone, "010-99990001", 0)], &random_token(12)).await;
    assert_eq!(met.status, 200, "{}", met.text);
    secrets.none("who comes second", &met.text);
    let edits = [write(&phone, CORRECTED, i64::MAX)];
    let kept = send(&head, &path, &edits, &random_token(12)).await;
    assert_eq!(kept.status, 200, "{}", kept.text);
    secrets.none("what was kept", &kept.text);
    let version = head.data(&path).await["version"].as_i64().unwrap();
    let handed = head.request(Method::POST, &format!("{path}/correction"));
    let handed = handed.header("if-match", format!("\"{version}\"")).json(&json!({}));
    let handed = Answer::of(handed).await;
    assert_eq!(handed.status, 204, "{}", handed.text);

    let detail = first.data(&format!("/examinations/{id}")).await;
    let changes = detail["correction"]["changes"].to_string();
    assert!(changes.contains(&phone), "it is told that it changed: {changes}");
    secrets.none("the changes", &changes);
    pass_all_but(&first, &id, "").await;
    assert_eq!(done(&first, &id, "accept", &json!({})).await["standing"], "accepted");
    id
}

/// Says where somebody is written to.
async fn write_to(visitor: &Visitor, address: &str) {
    let seen = visitor.data("/me/mail").await["version"].as_i64().unwrap();
    let body = json!({ "address": address });
    let set = visitor.change(Method::PUT, "/me/mail", seen, &body).await;
    assert_eq!(set.status, 200, "{}", set.text);
}

/// Makes it public, and reads what everybody reads of it.
async fn made_public(app: &TestApp, number: &str, secrets: &Secrets) {
    let office = publicity::office(app).await;
    let preview = office.data("/rounds/2027/publicity-preview?kind=acceptance").await;
    let body = json!({
        "kind": "acceptance", "title": "受理公示（试）", "notice": "请在公示期内提出异议。",
        "opens_at": publicity::midnight(app), "confirmed_count": preview["count"],
    });
    let shown = publicity::released(app, &body).await;
    publicity::set(app, publicity::instant(&shown, "opens_at"));
    let address = format!("/public/publicities/{}", shown["number"].as_str().unwrap());
    let entries = 1..=shown["count"].as_u64().unwrap();
    let mut paths = vec![address.clone(), format!("{address}/corrections")];
    paths.extend(entries.map(|position| format!("{address}/{position}")));
    let mut is_shown = false;
    for path in paths {
        for ending in ["", ".csv", ".json"] {
            if path.ends_with("/corrections") && !ending.is_empty() {
                continue;
            }
            let answer = publicity::page(app, &format!("{path}{ending}")).await;
            assert_eq!(answer.status, 200, "{path}{ending}");
            is_shown |= path != address && answer.text.contains(number);
            secrets.none(&path, &answer.text);
        }
    }
    assert!(is_shown, "the nomination is public");
    let others = ["/", "/public", "/public/publicities", "/public/societies", "/public/quotas"];
    for path in others.into_iter().chain(["/health", "/api/openapi.json"]) {
        secrets.none(path, &publicity::page(app, path).await.text);
    }
}

/// Who reads everything, and of whom it is known that he may see private data.
async fn readers(app: &TestApp) -> Vec<(String, Visitor, bool)> {
    let mut all = vec![("anyone".to_owned(), app.anyone(), false)];
    for &role in Role::ALL {
        let is_of_society = matches!(role, Role::SocietyClerk | Role::SocietyHead);
        let visitor = if is_of_society {
            let other = app.sign_in_of(role, Some(OTHER)).await;
            all.push((format!("{} of another society", role.as_str()), other, false));
            app.sign_in_of(role, Some(SOCIETY)).await
        } else {
            app.sign_in(role).await
        };
        all.push((role.as_str().to_owned(), visitor, is_of_society));
    }
    all
}

/// Every address for every role: only who writes in the dossiers of the society sees them whole, and only where
/// it is recorded that he did.
async fn read_by_everybody(
    app: &TestApp,
    (dossier, examination): (DossierId, &str),
    (complete, secrets): (&Complete, &Secrets),
) {
    let by_right = [
        format!("/dossiers/{dossier}/archive"),
        format!("/dossiers/{dossier}/workbook.xlsx?reason={REASON}"),
    ];
    let key = dossier.to_string();
    let mut addresses = addresses(&[key.as_str(), examination], SOCIETY);
    assert!(addresses.contains(&by_right[0]), "{addresses:?}");
    addresses.push(by_right[1].clone());
    let number = complete.values[&of_person("id_number")].text();
    for (who, visitor, has_right) in readers(app).await {
        for address in addresses.iter().filter(|address| !address.ends_with("/events")) {
            let answer = read(&visitor, address).await;
            if has_right && by_right.contains(address) {
                assert_eq!(answer.status, 200, "{who} {address}");
                assert!(answer.text.contains(number), "{who} {address}: {}", answer.text);
            } else {
                secrets.none(&format!("{who} {address}"), &answer.text);
            }
        }
        for field in ["id_number", "phone", "email"] {
            let answer = reveal(&visitor, dossier, &of_person(field)).await;
            assert_eq!(answer.status == 200, has_right, "{who}: {}", answer.text);
            if !has_right {
                assert!([401, 403, 404].contains(&answer.status), "{who}: {}", answer.status);
                secrets.none(&format!("refused to {who}"), &answer.text);
            }
        }
        searched(&visitor, &who, (dossier, number), secrets).await;
    }
}

/// Searched for by number nothing is found, and it is said as for a number that nobody has.
async fn searched(
    visitor: &Visitor,
    who: &str,
    (dossier, number): (DossierId, &str),
    secrets: &Secrets,
) {
    const NOBODYS: &str = "990777190001010003";
    for list in [
        "/rounds/2027/nominations?q=".to_owned(),
        "/experts?q=".to_owned(),
        format!("/dossiers/{dossier}/prefill?place=completers.items&q="),
    ] {
        let found = visitor.get(&format!("{list}{number}")).await;
        let other = visitor.get(&format!("{list}{NOBODYS}")).await;
        assert_eq!(found.status, other.status, "{who} {list}");
        if found.status == 200 {
            let (found, other) = (found.json(), other.json());
            assert_eq!(found["data"], other["data"], "{who} {list}");
            assert_eq!(found["meta"]["total"], other["meta"]["total"], "{who} {list}");
        }
        secrets.none(&format!("{who} {list}"), &found.text);
    }
}

/// What is printed was read, and has the nominee in it with his data masked.
async fn documents(app: &TestApp, dossier: DossierId, secrets: &Secrets) {
    let head = head(app).await;
    for name in ["form.pdf", "bundle.pdf", "publicity.pdf"] {
        let path = format!("/dossiers/{dossier}/{name}");
        let printed = head.request(Method::GET, &path).send().await.unwrap();
        assert_eq!(printed.status(), 200, "{path}");
        let Some(text) = pdf_text(&printed.bytes().await.unwrap()) else { return };
        assert!(text.contains("示范甲"), "{name}: {text}");
        secrets.none(name, &text);
    }
}

/// Who nominates the same person is told that there is a clash, and no more.
async fn clash(app: &TestApp, dossier: DossierId, secrets: &Secrets) {
    let other = app.sign_in_of(Role::SocietyHead, Some(OTHER)).await;
    let check = other.get(&format!("/dossiers/{dossier}/check")).await;
    assert_eq!(check.status, 200, "{}", check.text);
    let check_data = check.json()["data"].clone();
    let mut found = check_data["findings"].as_array().unwrap().iter();
    let is_clash = |one: &Json| one["rule"] == "FC-003" && one["verdict"] == "fail";
    assert!(found.any(is_clash), "{}", check.text);
    secrets.none("the check of another dossier", &check.text);
}

/// What the command line writes of the round and its record.
fn exports(app: &TestApp, secrets: &Secrets) {
    for kind in ["nominations", "people", "facts", "history"] {
        let file = app.folder().join(format!("exported-{kind}.csv"));
        app.laurel(["export", kind, "--round", "2027", "--out", file.to_str().unwrap()]).done();
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.is_empty(), "{kind}");
        secrets.none(kind, &String::from_utf8_lossy(&bytes));
    }
}

/// What is sent by mail, at once and with the digest of the next day.
async fn letters(app: &TestApp, secrets: &Secrets) {
    // At noon of the day after next: digests go in the morning in Beijing.
    let now = app.clock.now();
    app.clock.advance(next_midnight(now) + Duration::hours(36) - now);
    // A sweep sends no more than so many, and the demonstration left some.
    for _ in 0..10 {
        laurel::notifications::sweep(&app.app).await.unwrap();
    }
    let mut said = String::new();
    for entry in std::fs::read_dir(app.folder().join("outbox")).unwrap() {
        let letter = decoded(&std::fs::read_to_string(entry.unwrap().path()).unwrap());
        secrets.none("a letter", &letter);
        said.push_str(&letter);
    }
    assert!(said.contains("head.of.the.society@example.org"), "{said}");
}

async fn private_data_of_nominees_are_seen_by_right_and_nowhere_else(app: &TestApp) {
    hear_the_log();
    let complete = complete("NAT", 881);
    let secrets = Secrets::of(&complete);
    let (dossier, other) = submitted(app, &complete, &secrets).await;
    they_are_kept(app, dossier, &complete).await;
    let examination = accepted(app, dossier, &secrets).await;
    app.run_jobs().await;
    let nomination = nomination::Entity::find_by_id(NominationId(dossier.0));
    let nomination = nomination.one(app.app.database.reader()).await.unwrap().unwrap();
    made_public(app, &nomination.number, &secrets).await;
    app.run_jobs().await;

    read_by_everybody(app, (dossier, &examination), (&complete, &secrets)).await;
    documents(app, dossier, &secrets).await;
    clash(app, other, &secrets).await;
    exports(app, &secrets);
    letters(app, &secrets).await;
    for (table, row) in every_row(app).await {
        secrets.none(&table, &row);
    }
    let heard = heard();
    assert!(heard.contains(&format!("/api/v1/dossiers/{dossier}")), "{} bytes", heard.len());
    for line in heard.lines() {
        secrets.none("log", line);
    }
}
