//! Single fields of another nomination: told with where they come from and what stands against them, taken by
//! choice; another society's, another award's and another kind's never.

use entity::vocabulary::Role;
use serde_json::{Value, json};

use super::{
    begin, clerk, forms, keep,
    prefill::{begin_of, suggestions, take},
    says,
    submission::{approved, head, nat, submitted},
    write,
};
use crate::{
    examination::examiner,
    harness::{TestApp, Visitor, keys},
};
use laurel::nominations::forms::{find, text_of};

db_tests! {
    round: [
        fields_are_taken_one_by_one_and_together_with_their_source,
        what_a_colleague_wrote_meanwhile_is_not_written_over,
        a_field_is_not_offered_from_another_society_or_another_award,
        a_field_of_another_kind_is_not_offered_and_one_beyond_a_limit_is_told,
        who_examines_is_offered_nothing_and_takes_nothing,
    ],
}

const TITLE: &str = "project.title";

/// The one dossier that has something for the fields of a section.
async fn only(visitor: &Visitor, path: &str, section: &str, q: &str) -> Value {
    let mut found = suggestions(visitor, path, section, q).await;
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

/// The codes of the fields that a dossier offers.
fn codes(one: &Value) -> Vec<&str> {
    one["cells"].as_object().unwrap().keys().map(String::as_str).collect()
}

fn choice(section: &str, one: &Value, columns: &[&str], seen: &Value) -> Value {
    json!({ "place": section, "suggestion": one["id"], "columns": columns, "seen": seen })
}

async fn fields_are_taken_one_by_one_and_together_with_their_source(app: &TestApp) {
    let clerk = clerk(app).await;
    let (other, path) = (begin(&clerk, "nat-1").await, begin(&clerk, "nat-1").await);
    let long = "长".repeat(300);
    let edits = [
        write(TITLE, "界面空位之题", 0),
        write("project.grade", "second", 0),
        write("project.task_sources", json!(["A", "D"]), 0),
        write("project.disciplines", json!(["d"]), 0),
        write("project.disciplines/d/code", "11010", 0),
        write("opinion.is_checked", "yes", 0),
        write("summary.text", long.as_str(), 0),
    ];
    keep(&clerk, &other, &edits).await;
    let stands = clerk.data(&other).await;
    let (number, version) = (stands["number"].as_str().unwrap(), &stands["version"]);
    let one = only(&clerk, &path, "project", "界面空位之题").await;
    assert_eq!(one["title"], "界面空位之题");
    assert_eq!(one["source"]["zh"], format!("来自 2027 年度 提名材料 {number} 第 {version} 版"));
    let told = ["kind", "round", "version", "at"].map(|name| one[name].clone());
    assert_eq!(
        told,
        [json!("dossier"), json!(2027), version.clone(), stands["updated_at"].clone()]
    );
    assert_eq!(codes(&one), ["grade", "task_sources", "title"], "neither a table nor a statement");
    let cell = |value: Value| json!({ "value": value, "is_masked": false, "fault": null });
    assert_eq!(one["cells"]["task_sources"], cell(json!(["A", "D"])));
    assert_eq!(one["cells"]["title"], cell(json!("界面空位之题")));
    assert_eq!(only(&clerk, &path, "project", number).await["id"], one["id"], "by its number");
    assert_eq!(suggestions(&clerk, &path, "opinion", number).await, Vec::<Value>::new());

    let taken = take(&clerk, &path, &choice("project", &one, &["title"], &json!(1))).await;
    assert_eq!(taken.status, 200, "{}", taken.text);
    assert_eq!(says(&clerk, &path, TITLE).await, "界面空位之题");
    assert_eq!(says(&clerk, &path, "project.grade").await, Value::Null, "not chosen");
    let seen = clerk.data(&path).await["version"].clone();
    let rest = ["grade", "task_sources"];
    assert_eq!(take(&clerk, &path, &choice("project", &one, &rest, &seen)).await.status, 200);
    assert_eq!(says(&clerk, &path, "project.task_sources").await, json!(["A", "D"]));
    let origins = clerk.data(&format!("{path}/origins")).await;
    for address in [TITLE, "project.grade", "project.task_sources"] {
        assert_eq!(origins[address]["kind"], "dossier", "{address}");
        assert_eq!(origins[address]["told"], one["source"], "{address}");
    }
    let changes = clerk.data(&format!("{path}/changes")).await;
    let mut addresses = keys(&changes, "address");
    addresses.sort();
    assert_eq!(addresses, ["project.grade", "project.task_sources", TITLE], "as any edit");

    // A long text is shown by its beginning, and comes whole.
    let summary = only(&clerk, &path, "summary", number).await;
    assert_eq!(summary["cells"]["text"]["value"], format!("{}…", "长".repeat(120)));
    let whole = choice("summary", &summary, &["text"], &json!(99));
    assert_eq!(take(&clerk, &path, &whole).await.status, 200);
    assert_eq!(says(&clerk, &path, "summary.text").await, long.as_str());
}

async fn what_a_colleague_wrote_meanwhile_is_not_written_over(app: &TestApp) {
    let clerk = clerk(app).await;
    let (other, path) = (begin(&clerk, "nat-1").await, begin(&clerk, "nat-1").await);
    let edits = [write(TITLE, "先前之题", 0), write("project.task_sources", json!(["A"]), 0)];
    keep(&clerk, &other, &edits).await;
    let one = only(&clerk, &path, "project", "先前之题").await;
    let seen = clerk.data(&path).await["version"].clone();
    let edits = [write(TITLE, "同事之题", 0), write("project.task_sources", json!(["D"]), 0)];
    keep(&clerk, &path, &edits).await;
    let late = choice("project", &one, &["title", "task_sources"], &seen);
    let late = take(&clerk, &path, &late).await;
    assert_eq!(late.status, 200, "{}", late.text);
    assert_eq!(late.json()["data"]["met"][0]["value"], "同事之题", "{}", late.text);
    assert_eq!(says(&clerk, &path, TITLE).await, "同事之题");
    // Of a list both are kept, which is nobody's alone.
    let mut sources = says(&clerk, &path, "project.task_sources").await;
    sources.as_array_mut().unwrap().sort_by_key(ToString::to_string);
    assert_eq!(sources, json!(["A", "D"]));
    assert_eq!(clerk.data(&format!("{path}/origins")).await, json!({}));
    // Seen anew it is taken, until somebody types it over.
    let seen = clerk.data(&path).await["version"].clone();
    take(&clerk, &path, &choice("project", &one, &["title"], &seen)).await;
    let origins = clerk.data(&format!("{path}/origins")).await;
    assert_eq!(origins[TITLE]["told"], one["source"]);
    keep(&clerk, &path, &[write(TITLE, "改过之题", 99)]).await;
    assert_eq!(clerk.data(&format!("{path}/origins")).await, json!({}));
}

async fn a_field_is_not_offered_from_another_society_or_another_award(app: &TestApp) {
    let stranger = app.sign_in_of(Role::SocietyClerk, Some("D-A-01")).await;
    let (theirs, second) =
        (begin_of(&stranger, "D-A-01").await, begin_of(&stranger, "D-A-01").await);
    keep(&stranger, &theirs, &[write(TITLE, "他会之题", 0)]).await;
    let one = only(&stranger, &second, "project", "他会之题").await;
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    assert_eq!(suggestions(&clerk, &path, "project", "他会之题").await, Vec::<Value>::new());
    let foreign = choice("project", &one, &["title"], &json!(9));
    assert_eq!(take(&clerk, &path, &foreign).await.outcome(), (422, "invalid".to_owned()));
    assert_eq!(says(&clerk, &path, TITLE).await, Value::Null);
    assert_eq!(stranger.get(&format!("{path}/prefill?place=project")).await.status, 404);

    let (invention, another) = (begin(&clerk, "inv-1").await, begin(&clerk, "inv-1").await);
    keep(&clerk, &invention, &[write(TITLE, "他奖之题", 0)]).await;
    let one = only(&clerk, &another, "project", "他奖之题").await;
    assert_eq!(codes(&one), ["title"]);
    assert_eq!(suggestions(&clerk, &path, "project", "他奖之题").await, Vec::<Value>::new());

    // What is no section, no field of it, and no row of a table.
    let nowhere = clerk.get(&format!("{another}/prefill?place=nothing")).await;
    assert_eq!(nowhere.outcome(), (422, "invalid".to_owned()));
    let malformed = clerk.get(&format!("{another}/prefill?place=a.b.c")).await;
    assert_eq!(malformed.outcome(), (400, "bad_parameter".to_owned()));
    let mut row = choice("project", &one, &["title"], &json!(9));
    row["row"] = json!("x");
    for wrong in [choice("project", &one, &["grade"], &json!(9)), row] {
        assert_eq!(take(&clerk, &another, &wrong).await.outcome(), (422, "invalid".to_owned()));
    }
}

async fn a_field_of_another_kind_is_not_offered_and_one_beyond_a_limit_is_told(app: &TestApp) {
    let clerk = clerk(app).await;
    let (other, path) = (begin(&clerk, "nat-1").await, begin(&clerk, "nat-1").await);
    let (limit, kind) = ("most_chars = 30\n", "code = \"title_en\"\nkind = \"text\"");
    let text = text_of(find("nat-1").unwrap());
    assert!(text.contains(limit) && text.contains(kind));
    let text = text
        .replacen(limit, "most_chars = 60\n", 1)
        .replace(kind, "code = \"title_en\"\nkind = \"long_text\"");
    forms::bind(app, &other, forms::keep_text(app, text).await).await;
    let title = "题".repeat(40);
    let edits = [
        write(TITLE, title.as_str(), 0),
        write("project.title_en", "An earlier title", 0),
        write("project.grade", "first", 0),
    ];
    keep(&clerk, &other, &edits).await;
    let faults = keys(&clerk.data(&other).await["faults"], "address");
    assert!(!faults.contains(&TITLE.to_owned()), "its own form allows it");
    let one = only(&clerk, &path, "project", &title).await;
    assert_eq!(codes(&one), ["grade", "title"]);
    assert_eq!(one["cells"]["grade"]["fault"], Value::Null);
    let said = "“项目名称”至多 30 字（含符号），现有 40 字";
    assert_eq!(one["cells"]["title"]["fault"]["zh"], said);
    let taken = take(&clerk, &path, &choice("project", &one, &["title"], &json!(1))).await;
    assert_eq!(taken.status, 200, "{}", taken.text);
    assert_eq!(says(&clerk, &path, TITLE).await, title.as_str(), "whole, as it was seen");
    let refused = choice("project", &one, &["title_en"], &json!(9));
    assert_eq!(take(&clerk, &path, &refused).await.outcome(), (422, "invalid".to_owned()));
}

async fn who_examines_is_offered_nothing_and_takes_nothing(app: &TestApp) {
    let writer = clerk(app).await;
    let draft = begin(&writer, "nat-1").await;
    keep(&writer, &draft, &[write(TITLE, "起草之题", 0)]).await;
    let path = format!("/dossiers/{}", approved(app, &nat(871)).await);
    submitted(&head(app).await, &path).await;
    // The clock has moved on, and sessions with it.
    let writer = clerk(app).await;
    let one = only(&writer, &path, "project", "起草之题").await;
    let examiner = examiner(app, "first").await;
    assert_eq!(examiner.get(&path).await.status, 200, "it is read");
    for place in ["project", "completers.items"] {
        let asked = examiner.get(&format!("{path}/prefill?place={place}")).await;
        assert_eq!(asked.outcome(), (403, "forbidden".to_owned()), "{place}");
    }
    let taken = take(&examiner, &path, &choice("project", &one, &["title"], &json!(99))).await;
    assert_eq!(taken.outcome(), (403, "forbidden".to_owned()));
}
