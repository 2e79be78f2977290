//! Does a reviewer read no hidden name in any byte?

use std::collections::BTreeSet;

use entity::{
    decision_book,
    ids::{NominationId, ReviewAssignmentId},
    nomination, nomination_person, nomination_unit, redacted_copy,
    vocabulary::{PersonRole, Role},
};
use laurel::{
    awards::{BlindRule, DeclaredBy, FileSight, QuestionWay, SheetSight, Sight},
    reviews::{IN_FORCE, lint_blind},
};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::Expr};
use serde_json::{Value, json};

use super::desk::{Desk, address, drafted, moved, opened, past_publicity, reviewer, round_id};
use crate::harness::{Folder, TestApp, Visitor, walk};

db_tests! {
    round: [
        what_a_book_hides_is_in_no_byte_that_a_reviewer_gets,
        a_phase_opens_under_no_book_that_tells_what_it_hides,
        a_book_is_tried_by_the_office_alone,
    ],
}

/// A body that an operation of reading, redaction and questions takes; none where the path is none of theirs.
pub(super) fn body(path: &str, _nobody: &str) -> Option<Value> {
    let words = || json!({ "text": "一段说明文字" });
    let last = path.rsplit('/').next()?;
    let is_of = |part: &str| path.contains(part);
    Some(match last {
        "check" if is_of("/review-books/") => json!({ "toml": IN_FORCE }),
        "questions" if is_of("/my-reviews/") => words(),
        "release" if is_of("/review-questions/") => words(),
        "screen" if is_of("/review-questions/") => json!({ "send": false, "reason": "一段说明" }),
        "answer" if is_of("/society-questions/") => words(),
        _ if is_of("/my-reviews/") && is_of("/marks") => {
            json!({ "document": "main", "page": 1, "text": "一段说明", "color": "yellow" })
        }
        _ if is_of("/nominations/") && is_of("/redactions") => json!({ "spans": [] }),
        _ => return None,
    })
}

/// The settings that the lint accepts, each way of hiding once.
fn accepted() -> Vec<BlindRule> {
    let sights = [Sight::Shown, Sight::Hidden];
    let mut found: Vec<BlindRule> = Vec::new();
    for nominee in sights {
        for nominator in sights {
            for number in sights {
                for attachments in [FileSight::Shown, FileSight::Redacted, FileSight::None] {
                    for declaration in [DeclaredBy::ByReviewer, DeclaredBy::ByEngine] {
                        let rule = BlindRule {
                            reviewer: Sight::Hidden,
                            nominee,
                            nominator,
                            attachments,
                            number,
                            declaration,
                            questions: QuestionWay::ThroughOffice,
                            panel_sees: SheetSight::Aliases,
                        };
                        if lint_blind(&rule).iter().all(|fault| !fault.is_refused) {
                            found.push(rule);
                        }
                    }
                }
            }
        }
    }
    found
}

/// The book that ships, with other settings.
fn book(blind: BlindRule) -> String {
    let mut book: toml::Table = toml::from_str(IN_FORCE).unwrap();
    book.insert("blind".to_owned(), toml::Value::try_from(blind).unwrap());
    toml::to_string(&book).unwrap()
}

/// Binds the round to a text.
pub(super) async fn bind(app: &TestApp, text: &str) {
    let done = decision_book::Entity::update_many()
        .col_expr(decision_book::Column::Content, Expr::value(text))
        .filter(decision_book::Column::RoundId.eq(round_id(app).await))
        .filter(decision_book::Column::Room.eq("reviews"))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    assert_eq!(done.rows_affected, 1);
}

/// Whose names a nomination bears.
struct Names {
    parties: BTreeSet<String>,
    nominator: Option<String>,
    number: String,
}

impl Names {
    async fn of(app: &TestApp, id: NominationId) -> Self {
        let database = app.app.database.reader();
        let row = nomination::Entity::find_by_id(id).one(database).await.unwrap().unwrap();
        let people = nomination_person::Entity::find()
            .filter(nomination_person::Column::NominationId.eq(id))
            .filter(nomination_person::Column::Role.eq(PersonRole::Completer))
            .all(database)
            .await
            .unwrap();
        let units = nomination_unit::Entity::find()
            .filter(nomination_unit::Column::NominationId.eq(id))
            .all(database)
            .await
            .unwrap();
        let names = people.into_iter().map(|person| person.name);
        let names = names.chain(units.into_iter().map(|unit| unit.name));
        // Two letters may be a part of any word.
        let parties = names.filter(|name| name.chars().count() > 2).collect();
        let nominator = row.nominator.filter(|name| name.chars().count() > 2);
        Self { parties, nominator, number: row.number }
    }

    /// Those that a book hides.
    fn hidden_by(&self, blind: BlindRule) -> Vec<&str> {
        let mut hidden: Vec<&str> = Vec::new();
        if blind.nominee == Sight::Hidden {
            hidden.extend(self.parties.iter().map(String::as_str));
        }
        if blind.nominator == Sight::Hidden {
            hidden.extend(self.nominator.as_deref());
        }
        if blind.number == Sight::Hidden {
            hidden.push(&self.number);
        }
        hidden
    }
}

fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// All that a reviewer gets, headers with it, without blanks.
async fn everything(who: &Visitor, id: ReviewAssignmentId) -> String {
    let id = id.to_string();
    let addresses = walk::addresses(&[&id], "D-A-01");
    let own =
        |path: &String| path.starts_with("/my-") || path.starts_with("/notices") || path == "/me";
    let mut addresses: Vec<String> = addresses.into_iter().filter(own).collect();
    assert!(addresses.len() > 8, "{addresses:?}");
    let documents = who.data(&format!("/my-reviews/{id}/documents")).await;
    let keys = documents.as_array().unwrap().iter().map(|one| one["key"].as_str().unwrap());
    addresses.extend(keys.map(|key| format!("/my-reviews/{id}/documents/{key}")));
    let queue = who.data("/my-sheets").await;
    for phase in queue["phases"].as_array().unwrap() {
        addresses.push(format!("/my-sheets/workbook?phase={}", phase["id"].as_str().unwrap()));
    }
    let mut all = String::new();
    for path in addresses {
        all.push_str(&walk::read(who, &path).await.text);
    }
    bare(&all)
}

/// A copy without names of a nomination, as the proposal has it, made by one officer and checked by another.
pub(super) async fn released_copy(app: &TestApp, id: NominationId) {
    let office = app.sign_in(Role::AwardOffice).await;
    let other = app.sign_in_as("test.office.two", Role::AwardOffice, None).await;
    let path = format!("/nominations/{id}/redactions");
    let sight = office.data(&path).await;
    let fields = sight["fields"].as_array().unwrap().iter();
    let spans: Vec<Value> =
        fields.flat_map(|field| field["proposed"].as_array().unwrap().clone()).collect();
    let made = office.create(&path, "key-of-a-copy-to-release", &json!({ "spans": spans })).await;
    assert_eq!(made.status, 201, "{}", made.text);
    for (who, deed, version) in [(&other, "check", 1), (&office, "release", 2)] {
        let path = format!("{path}/1/{deed}");
        let done = who.change(Method::POST, &path, version, &json!({})).await;
        assert_eq!(done.status, 200, "{deed}: {}", done.text);
    }
}

async fn what_a_book_hides_is_in_no_byte_that_a_reviewer_gets(app: &TestApp) {
    let Desk { nominations, .. } = opened(app).await;
    let id = nominations[0];
    let one = reviewer(app, 41, &nominations[..1]).await;
    let names = Names::of(app, id).await;
    let shown = everything(&one.visitor, one.own[0]).await;
    let all = names.parties.iter().chain(&names.nominator).chain([&names.number]);
    for name in all {
        assert!(shown.contains(&bare(name)), "{name} is there before it is hidden");
    }
    let rules = accepted();
    let is_blind = |rule: &&BlindRule| rule.nominee == Sight::Hidden;
    assert!(rules.len() > 8 && rules.iter().filter(is_blind).count() == 2, "{}", rules.len());

    // Before anybody made a copy there is nothing to read, rather than something with names.
    bind(app, &book(*rules.iter().find(is_blind).unwrap())).await;
    let path = format!("/my-reviews/{}/documents", one.own[0]);
    assert_eq!(one.visitor.data(&path).await, json!([]));
    released_copy(app, id).await;
    for rule in &rules {
        bind(app, &book(*rule)).await;
        let got = everything(&one.visitor, one.own[0]).await;
        for name in names.hidden_by(*rule) {
            assert!(!got.contains(&bare(name)), "{name} is told under {rule:?}");
        }
        let documents = one.visitor.data(&path).await;
        assert_eq!(documents[0]["key"], "main", "{rule:?}");
        if rule.nominee == Sight::Shown {
            assert!(names.parties.iter().any(|name| got.contains(&bare(name))), "{rule:?}");
        }
    }

    // Of texts that have changed since, nothing is read before another copy is made.
    bind(app, &book(*rules.iter().find(is_blind).unwrap())).await;
    let outdated = redacted_copy::Entity::update_many()
        .col_expr(redacted_copy::Column::BaseDigest, Expr::value("0".repeat(64)))
        .filter(redacted_copy::Column::NominationId.eq(id))
        .exec(app.app.database.reader())
        .await
        .unwrap();
    assert_eq!(outdated.rows_affected, 1);
    assert_eq!(one.visitor.data(&path).await, json!([]));
    bind(app, IN_FORCE).await;
}

async fn a_phase_opens_under_no_book_that_tells_what_it_hides(app: &TestApp) {
    past_publicity(app).await;
    let office = app.sign_in(Role::AwardOffice).await;
    let draft = drafted(app, &office).await;
    bind(app, &IN_FORCE.replace("panel_sees = \"aliases\"", "panel_sees = \"names\"")).await;
    let path = format!("{}/open", address(&draft));
    let version = draft["version"].as_i64().unwrap();
    let refused = office.change(Method::POST, &path, version, &json!({})).await;
    assert_eq!(refused.outcome(), (409, "conflict".to_owned()), "{}", refused.text);
    assert_eq!(refused.json()["errors"][0]["pointer"], "/blind/panel_sees");
    bind(app, IN_FORCE).await;
    let opened = moved(&office, &draft, "open", &json!({})).await;
    assert_eq!(opened["phase"]["state"], "open");
}

async fn a_book_is_tried_by_the_office_alone(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let tried = office.post("/review-books/check", &json!({ "toml": IN_FORCE })).await;
    assert_eq!((tried.status, &tried.json()["data"]["faults"]), (200, &json!([])));
    let leaky = IN_FORCE.replace("nominee = \"shown\"", "nominee = \"hidden\"");
    let tried = office.post("/review-books/check", &json!({ "toml": leaky })).await;
    let faults = tried.json()["data"]["faults"].take();
    let refused: Vec<&str> =
        faults.as_array().unwrap().iter().map(|fault| fault["setting"].as_str().unwrap()).collect();
    assert_eq!(refused, ["number", "attachments", "declaration", "nominator"]);
    let broken = office.post("/review-books/check", &json!({ "toml": "version = 1" })).await;
    assert_eq!(broken.outcome(), (422, "invalid".to_owned()));
    for role in [Role::Reviewer, Role::Supervisor, Role::SocietyHead] {
        let who = app.sign_in(role).await;
        let answer = who.post("/review-books/check", &json!({ "toml": IN_FORCE })).await;
        assert_eq!(answer.status, 403, "{role:?}");
    }
}

#[test]
fn the_command_line_refuses_a_book_that_tells_what_it_hides() {
    let folder = Folder::bare();
    folder.write("good.toml", IN_FORCE);
    folder.write("leaky.toml", IN_FORCE.replace("nominee = \"shown\"", "nominee = \"hidden\""));
    folder.write("odd.toml", IN_FORCE.replace("\"through_office\"", "\"none\""));
    folder.write("broken.toml", IN_FORCE.replace("weight = 35", "weight = 34"));
    folder.laurel("engine check-reviews good.toml").done();
    folder.laurel("engine check-reviews odd.toml").done();
    for (file, word) in [("leaky.toml", "blind.number"), ("broken.toml", "weight")] {
        let said = folder.laurel(&format!("engine check-reviews {file}"));
        assert_eq!(said.code, 1, "{said:?}");
        assert!(said.err.contains(word), "{said:?}");
    }
    assert_eq!(folder.laurel("engine check-reviews absent.toml").code, 1);
}
