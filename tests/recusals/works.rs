//! Are funded projects, patents and theses found by a run and by the recheck, as they are imported
//! and as dossiers name them?

use std::collections::BTreeSet;

use entity::{ids::ExpertId, vocabulary::Role};
use laurel::{
    conflicts::{self, ConflictInput, ConflictKind, ConflictPolicy, Finding, Severity, Works},
    experts,
    matching::RoundRecords,
    nominations::{self, RoundDossiers},
    units,
};
use serde_json::{Value, json};

use super::{
    YEAR, first, id, match_again,
    rechecks::{alerts, invited},
};
use crate::harness::{Said, TestApp, Visitor, keys};

db_tests! {
    round: [
        what_is_imported_is_found_by_the_recheck_and_by_a_run,
        a_dossier_rests_on_what_it_names,
        what_the_demonstration_plants_is_on_the_page_of_findings,
        of_one_expert_as_much_is_found_as_of_all,
    ],
}

/// The kinds, each with the file that shows it, the node of its way and the title on it.
const KINDS: [(&str, &str, &str, &str); 3] = [
    ("shared_grant", "grants", "grant", "云雾林水分收支"),
    ("shared_patent", "patents", "patent", "一种云雾林雨量计"),
    ("adviser_student", "theses", "thesis", "云雾林的水分来源"),
];

fn import(app: &TestApp, kind: &str, text: &str, switch: &[&str]) -> Said {
    let file = app.folder().join(format!("{kind}-of-a-test.csv"));
    std::fs::write(&file, text).unwrap();
    let round = YEAR.to_string();
    let words = ["import", kind, file.to_str().unwrap(), "--round", &round];
    app.laurel(words.iter().chain(switch)).done()
}

/// Files by which an expert is tied to a nomination.
async fn ties(office: &Visitor, expert: &Value, nomination: &Value) -> [String; 3] {
    let dossier = office.data(&format!("/nominations/{}", id(nomination))).await;
    let is_completer = |one: &&Value| one["role"] == "completer";
    let completer = dossier["people"].as_array().unwrap().iter().find(is_completer).unwrap();
    let (name, unit) = (completer["name"].as_str().unwrap(), completer["unit"].as_str().unwrap());
    let number = dossier["nomination_id"].as_str().unwrap();
    let found = office.data(&format!("/experts/{}", id(expert))).await;
    let (code, own) = (found["expert_id"].as_str().unwrap(), found["name"].as_str().unwrap());
    let [.., (_, _, _, thesis)] = KINDS;
    [
        format!(
            "grant_id,title,nomination_id,expert_ids,members,from,to\n\
             G-1,云雾林水分收支,{number},,{name},2022,2026\n\
             G-1,云雾林水分收支,,{code},{own},2022,2026\n"
        ),
        // One patent, written in two ways.
        format!(
            "patent_id,title,nomination_id,expert_ids,inventors,year\n\
             ZL202410000000.1,一种云雾林雨量计,{number},,{name},2026\n\
             2024-10000000.1,一种云雾林雨量计,,{code},{own},2026\n"
        ),
        format!(
            "thesis_id,title,student,advisers,adviser_ids,unit,year\n\
             T-1,{thesis},{name},{own},{code},{unit},2020\n"
        ),
    ]
}

/// What the recheck told of a review, by kind.
async fn told(office: &Visitor, review: &Value) -> BTreeSet<String> {
    let all = alerts(office).await.into_iter();
    let own = all.filter(|one| {
        one["nomination"]["id"] == review["nomination"]["id"]
            && one["expert"]["id"] == review["expert"]["id"]
    });
    keys(&own.collect(), "kind").into_iter().collect()
}

async fn what_is_imported_is_found_by_the_recheck_and_by_a_run(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let review = invited(app, &office).await;
    app.tick().await;
    let before = told(&office, &review).await;
    let (expert, nomination) = (&review["expert"], &review["nomination"]);
    let files = ties(&office, expert, nomination).await;
    for ((_, file, ..), text) in KINDS.iter().zip(&files) {
        let dry = import(app, file, text, &["--dry-run"]);
        assert!(dry.counts()[0] > 0, "{dry:?}");
    }
    app.tick().await;
    assert_eq!(told(&office, &review).await, before, "a dry run writes nothing");
    for ((_, file, ..), text) in KINDS.iter().zip(&files) {
        let rows = u64::try_from(text.lines().count()).unwrap() - 1;
        assert_eq!(import(app, file, text, &[]).counts(), [rows, 0, 0, 0]);
        assert_eq!(import(app, file, text, &[]).counts(), [0, 0, rows, 0], "twice is once");
    }
    app.tick().await;
    let mut after = before.clone();
    after.extend(KINDS.map(|(kind, ..)| kind.to_owned()));
    assert_eq!(told(&office, &review).await, after);
    let frozen = office.data(&format!("/review-assignments/{}", id(&review))).await;
    assert!(!frozen["frozen"].is_null(), "{frozen}");
    match_again(app, &office, "key-of-a-run-with-works").await;
    let dossier = office.data(&format!("/nominations/{}", id(nomination))).await;
    let number = dossier["nomination_id"].as_str().unwrap();
    for (kind, _, node, title) in KINDS {
        let query = format!("severity=bar&kind={kind}&nomination={number}");
        let rows = office.data(&format!("/rounds/{YEAR}/conflicts?limit=50&{query}")).await;
        let is_own = |one: &&Value| one["expert"]["id"] == expert["id"];
        let finding = rows.as_array().unwrap().iter().find(is_own).unwrap();
        leads_over(&office, finding, (node, title)).await;
    }
    // The same file mends what was wrong: the expert had no part in the patent.
    let found = office.data(&format!("/experts/{}", id(expert))).await;
    let own = format!(",,{},", found["expert_id"].as_str().unwrap());
    assert!(files[1].contains(&own));
    let mended = import(app, "patents", &files[1].replace(&own, ",,,"), &[]);
    assert_eq!(mended.counts(), [0, 1, 1, 0]);
    app.tick().await;
    let now = alerts(&office).await;
    let is_of =
        |one: &&Value| one["kind"] == "shared_patent" && one["expert"]["id"] == expert["id"];
    assert_eq!(now.iter().find(is_of).unwrap()["state"], "cleared");
}

/// The way of a finding leads over a work with this title, in the drawing and in the table.
async fn leads_over(office: &Visitor, finding: &Value, (node, title): (&str, &str)) {
    let found = office.data(&format!("/conflicts/{}", id(finding))).await;
    let evidence = found["evidence"][0]["zh"].as_str().unwrap();
    assert!(evidence.contains(title), "{evidence}");
    let nodes = found["path"]["nodes"].as_array().unwrap();
    let work = nodes.iter().find(|one| one["type"] == node).unwrap();
    assert_eq!(work["label"], title);
    assert!(work["sub"].as_str().is_some_and(|year| year.starts_with("20")), "{work}");
    assert_eq!(nodes.first().unwrap()["type"], "expert");
    assert_eq!(nodes.last().unwrap()["type"], "nomination");
    let table = found["table"].as_array().unwrap();
    let is_of = |row: &&Value| row["from"] == title || row["to"] == title;
    assert!(table.iter().filter(is_of).count() >= 2, "{table:?}");
}

/// What is found of a round whatever the state of its nominations, and its works.
async fn found(app: &TestApp) -> (Vec<Finding>, Works, RoundDossiers) {
    let tx = app.app.database.begin_read().await.unwrap();
    let round = laurel::awards::find_round(&*tx, YEAR).await.unwrap().unwrap();
    let dossiers = nominations::round_dossiers(&*tx, round.id, YEAR, |_| true).await.unwrap();
    let works = conflicts::works_of_round(&tx, round.id, &dossiers.keys).await.unwrap().works;
    let (experts, units) = (experts::all(&*tx).await.unwrap(), units::all(&*tx).await.unwrap());
    let input = ConflictInput {
        experts: &experts,
        units: &units,
        nominations: &dossiers.nominations,
        people: &dossiers.people,
        papers: &dossiers.papers,
        theses: &works.theses,
        grants: &works.grants,
        patents: &works.patents,
        ..ConflictInput::default()
    };
    let findings = conflicts::detect(&input, &ConflictPolicy::default());
    (findings, works, dossiers)
}

async fn a_dossier_rests_on_what_it_names(app: &TestApp) {
    let (before, works, dossiers) = found(app).await;
    let inventor = "示范甲".to_owned();
    let patent = works.patents.iter().find(|one| one.inventors.contains(&inventor)).unwrap();
    let number = patent.nomination_id.clone().unwrap();
    let of_it = |one: &&conflicts::Grant| one.nomination_id.as_deref() == Some(number.as_str());
    let project = works.grants.iter().find(of_it).unwrap();
    assert!(dossiers.people.iter().any(|one| one.nomination_id == number && one.name == inventor));
    let is_tied = |kind: ConflictKind, expert: &str| {
        let (number, expert) = (number.clone(), expert.to_owned());
        move |one: &Finding| {
            (one.kind, one.severity) == (kind, Severity::Bar)
                && (&one.nomination_id, &one.expert_id) == (&number, &expert)
        }
    };
    let (one, other) = ("E-0001", "E-0002");
    assert!(!before.iter().any(is_tied(ConflictKind::SharedPatent, one)));
    assert!(!before.iter().any(is_tied(ConflictKind::SharedGrant, other)));
    let text = format!("patent_id,title,expert_ids\n{},某专利,{one}\n", patent.patent_id);
    assert_eq!(import(app, "patents", &text, &[]).counts(), [1, 0, 0, 0]);
    let text = format!("grant_id,title,expert_ids\n{},某项目,{other}\n", project.grant_id);
    assert_eq!(import(app, "grants", &text, &[]).counts(), [1, 0, 0, 0]);
    let (after, ..) = found(app).await;
    assert!(after.iter().any(is_tied(ConflictKind::SharedPatent, one)), "by its number");
    assert!(after.iter().any(is_tied(ConflictKind::SharedGrant, other)), "by its number");
}

async fn what_the_demonstration_plants_is_on_the_page_of_findings(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    for (kind, _, node, _) in KINDS {
        let finding = first(&office, &format!("severity=bar&kind={kind}")).await;
        let found = office.data(&format!("/conflicts/{}", id(&finding))).await;
        let nodes = found["path"]["nodes"].as_array().unwrap();
        assert!(nodes.iter().any(|one| one["type"] == node), "{found}");
    }
}

async fn of_one_expert_as_much_is_found_as_of_all(app: &TestApp) {
    let office = app.sign_in(Role::AwardOffice).await;
    let completer = first(&office, "severity=bar&kind=completer").await;
    let member = completer["expert"]["code"].as_str().unwrap();
    let other = first(&office, "severity=bar&kind=excluded_by_nominator").await;
    let code = other["expert"]["code"].as_str().unwrap();
    let text = format!("grant_id,title,expert_ids,to\nG-2,某项目,{code};{member},2026\n");
    import(app, "grants", &text, &[]);
    let database = app.app.database.reader();
    let round = laurel::awards::find_round(database, YEAR).await.unwrap().unwrap();
    let expert: ExpertId = id(&other["expert"]).parse::<uuid::Uuid>().unwrap().into();
    let all = RoundRecords::load(&app.app, (round.id, YEAR)).await.unwrap();
    let asked = BTreeSet::from([expert]);
    let few = RoundRecords::load_of(&app.app, (round.id, YEAR), &asked).await.unwrap();
    assert!(few.input().experts.len() < all.input().experts.len());
    let own = |findings: Vec<Finding>| -> Vec<Finding> {
        findings.into_iter().filter(|one| one.expert_id == code).collect()
    };
    let of_all = own(all.findings().await.unwrap());
    assert_eq!(own(few.findings().await.unwrap()), of_all);
    let by_member = |one: &Finding| {
        one.kind == ConflictKind::SharedGrant
            && json!(one.nomination_id) == completer["nomination"]["number"]
    };
    assert!(of_all.iter().any(by_member), "the other member is a completer");
}
