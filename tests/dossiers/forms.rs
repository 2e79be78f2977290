//! Does a dossier keep the form that it was begun on, and a round the forms and rules that it was opened with,
//! whatever a later release ships under their names?

use entity::{dossier, form_text, ids::DossierId, round_form, round_rule_book, vocabulary::Role};
use laurel::{
    awards,
    nominations::{
        ensure_round,
        forms::{self, Form},
    },
    shared::hex_sha256,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, sea_query::Expr,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    SOCIETY, begin, clerk, rebind,
    workbooks::{bytes_of, file},
};
use crate::harness::{TestApp, Visitor, keys};

db_tests! {
    round: [
        a_dossier_keeps_the_form_that_it_was_begun_on,
        a_round_keeps_the_forms_that_it_was_opened_with,
        a_round_is_checked_by_the_rules_that_it_was_opened_with,
    ],
}

/// A round that is there besides the demonstration's.
const OTHER: i32 = 2031;

/// What the title of a project is called in the text that an earlier release shipped.
const EARLIER: &str = "早先的叫法";

/// Keeps another text of the form, as if an earlier release had shipped that, and says its digest.
async fn keep_earlier(app: &TestApp, label: &str) -> String {
    let text = forms::text_of(forms::find("nat-1").unwrap()).replace(label, EARLIER);
    keep_text(app, text).await
}

/// Keeps a text of a form that no release shipped, and says its digest.
pub(super) async fn keep_text(app: &TestApp, text: String) -> String {
    let form = Form::parse(&text).unwrap();
    let row = form_text::ActiveModel {
        id: Set(app.app.ids.next()),
        form_id: Set(form.id),
        digest: Set(form.digest.clone()),
        content: Set(text),
    };
    let database = app.app.database.reader();
    form_text::Entity::insert(row).exec_without_returning(database).await.unwrap();
    form.digest
}

/// Lets a dossier go by the text of its form with this digest, as if it had been begun on that.
pub(super) async fn bind(app: &TestApp, path: &str, digest: String) {
    let id: Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    dossier::Entity::update_many()
        .col_expr(dossier::Column::FormDigest, Expr::value(digest))
        .filter(dossier::Column::Id.eq(DossierId(id)))
        .exec(app.app.database.reader())
        .await
        .unwrap();
}

/// What the title of a project is called in the text that ships.
fn label() -> &'static str {
    &forms::find("nat-1").unwrap().field("project", "title").unwrap().label.zh
}

async fn a_dossier_keeps_the_form_that_it_was_begun_on(app: &TestApp) {
    let clerk = clerk(app).await;
    let (own, other) = (begin(&clerk, "nat-1").await, begin(&clerk, "nat-1").await);
    bind(app, &own, keep_earlier(app, label()).await).await;
    let shown = clerk.get(&format!("{own}/form")).await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    assert_eq!(shown.json()["data"]["id"], "nat-1");
    assert!(shown.text.contains(EARLIER));
    for now in [format!("{other}/form"), "/forms/nat-1".to_owned()] {
        let shown = clerk.get(&now).await;
        assert!(shown.text.contains(label()) && !shown.text.contains(EARLIER), "{now}");
    }
    let stranger = app.sign_in_of(Role::SocietyHead, Some("D-A-01")).await;
    assert_eq!(stranger.get(&format!("{own}/form")).await.outcome().0, 404);
}

/// The forms of a round by the page of its rules.
async fn offered(visitor: &Visitor, year: i32) -> Vec<String> {
    keys(&visitor.data(&format!("/rounds/{year}/rules")).await["forms"], "id")
}

async fn a_round_keeps_the_forms_that_it_was_opened_with(app: &TestApp) {
    let (clerk, database) = (clerk(app).await, app.app.database.reader());
    let all: Vec<&str> = forms::shipped().iter().map(|form| form.id.as_str()).collect();
    assert_eq!(offered(&clerk, 2027).await, all);

    // As if it had been opened without one form, and with an earlier text of another.
    round_form::Entity::delete_many()
        .filter(round_form::Column::FormId.eq("inv-1"))
        .exec(database)
        .await
        .unwrap();
    round_form::Entity::update_many()
        .col_expr(round_form::Column::Digest, Expr::value(keep_earlier(app, label()).await))
        .filter(round_form::Column::FormId.eq("nat-1"))
        .exec(database)
        .await
        .unwrap();
    let own = begin(&clerk, "nat-1").await;
    assert!(clerk.get(&format!("{own}/form")).await.text.contains(EARLIER));
    let rules = clerk.data("/rounds/2027/rules").await;
    let nat = rules["forms"].as_array().unwrap().iter().find(|form| form["id"] == "nat-1").unwrap();
    assert_eq!(nat["is_earlier"], true);
    let wanted = json!({ "society_id": SOCIETY, "form_id": "inv-1" });
    let refused = clerk.create("/rounds/2027/dossiers", "a-key-of-the-test", &wanted).await;
    assert_eq!(refused.outcome(), (422, "invalid".to_owned()));
    let told = &refused.json()["errors"][0];
    assert_eq!(told["pointer"], "/form_id");
    let named = "inv-1，可用 top-1、nat-1、pro-technology-1";
    assert!(refused.text.contains(named), "{}", refused.text);
    let left: Vec<&str> = all.iter().filter(|id| **id != "inv-1").copied().collect();
    assert_eq!(offered(&clerk, 2027).await, left);
    let count = clerk.data("/rounds/2027/dossiers").await.as_array().unwrap().len();
    let bytes = bytes_of(&clerk, "/forms/nat-1/template.xlsx").await;
    let filed = file(&clerk, SOCIETY, bytes, "another-key-of-it").await;
    assert_eq!(filed.status, 409, "it is written for the text that ships: {}", filed.text);
    let after = clerk.data("/rounds/2027/dossiers").await.as_array().unwrap().len();
    assert_eq!(after, count, "nothing is begun by what was refused");

    // A round of before rounds were bound begins dossiers on all that ship.
    let tx = app.app.database.begin_write().await.unwrap();
    awards::ensure_round(&app.app, &tx, "tests", OTHER).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(offered(&clerk, OTHER).await, all);
}

/// What the check of a dossier says of a rule first.
async fn verdict(visitor: &Visitor, path: &str, rule: &str) -> String {
    let check = visitor.data(&format!("{path}/check")).await;
    let mut findings = check["findings"].as_array().unwrap().iter();
    findings.find(|one| one["rule"] == rule).unwrap()["verdict"].as_str().unwrap().to_owned()
}

async fn a_round_is_checked_by_the_rules_that_it_was_opened_with(app: &TestApp) {
    let (clerk, database) = (clerk(app).await, app.app.database.reader());
    let tx = app.app.database.begin_write().await.unwrap();
    let round = ensure_round(&app.app, &tx, "tests", OTHER).await.unwrap();
    tx.commit().await.unwrap();
    let own = begin(&clerk, "nat-1").await;
    let wanted = json!({ "society_id": SOCIETY, "form_id": "nat-1" });
    let path = format!("/rounds/{OTHER}/dossiers");
    let made = clerk.create(&path, "a-key-of-the-test", &wanted).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let other = format!("/dossiers/{}", made.json()["data"]["id"].as_str().unwrap());

    // A switch of the rule set.
    assert_ne!(verdict(&clerk, &own, "FC-016").await, "off");
    rebind(app, |rules| rules.replace("off = []", "off = [\"FC-016\"]")).await;
    assert_eq!(verdict(&clerk, &own, "FC-016").await, "off");
    assert_ne!(verdict(&clerk, &other, "FC-016").await, "off");
    let rules = clerk.data("/rounds/2027/rules").await;
    let mut switches = rules["switches"].as_array().unwrap().iter();
    let turned = switches.find(|one| one["code"] == "FC-016").unwrap();
    assert_eq!(turned["is_on"], false);

    // A book of before this release, in which another rule was off.
    let row = round_rule_book::Entity::find_by_id(round.id).one(database).await.unwrap().unwrap();
    let shipped = laurel::nominations::checks::in_force().unwrap();
    assert_eq!(row.digest, shipped.digest, "opened with what ships");
    let mut files: Vec<(String, String)> = serde_json::from_str(&row.content).unwrap();
    let asked = "id = \"FC-017\"\nlevel = \"A\"\nstate = \"on\"";
    assert!(files[0].1.contains(asked));
    files[0].1 = files[0].1.replace(asked, &asked.replace("\"on\"", "\"off\""));
    let texts: String = files.iter().map(|(_, text)| text.as_str()).collect();
    let mut row = row.into_active_model();
    row.digest = Set(hex_sha256(texts.as_bytes()));
    row.content = Set(serde_json::to_string(&files).unwrap());
    row.update(database).await.unwrap();
    assert_eq!(verdict(&clerk, &other, "FC-017").await, "off");
    assert_ne!(verdict(&clerk, &own, "FC-017").await, "off");
    let rules = clerk.data(&format!("/rounds/{OTHER}/rules")).await;
    assert_eq!(keys(&rules["switches"], "code"), ["FC-017"]);
    assert_ne!(rules["rule_book"]["digest"], shipped.digest.as_str());
}
