//! Do the registers, the other nominations of the round and the winners of imported rounds reach the rule check of a
//! dossier?

use entity::{
    ids::DossierId,
    vocabulary::{NominationState, Role},
};
use laurel::{
    demo::journey::{Complete, Journey},
    nominations::{
        Address, Placing, apply_nominations, apply_papers,
        dossier::Value,
        model::{Nomination, Paper},
    },
    shared::Clock as _,
    societies,
    units::{self, model::Unit},
};
use serde_json::Value as Json;

use super::{SOCIETY, keep, write};
use crate::harness::{TestApp, Visitor};

db_tests! {
    round: [
        a_unit_goes_by_the_name_of_its_certificate,
        an_expert_who_may_be_a_candidate_elsewhere_is_a_question,
        a_paper_of_an_imported_winner_is_not_nominated_again,
    ],
}

/// Another society of the round.
const OTHER: &str = "D-A-02";

/// Takes a dossier its way, to its submission where it is handed in, and comes back to today.
async fn taken(
    app: &TestApp,
    (society, is_handed_in): (&str, bool),
    complete: &Complete,
) -> DossierId {
    let today = app.clock.now();
    let set_clock = |instant| app.clock.advance(instant - app.clock.now());
    let journey = Journey { app: &app.app, year: 2027, society, set_clock: &set_clock, today };
    let id = journey.write(complete).await.unwrap();
    if is_handed_in {
        journey.confirm(id, complete).await.unwrap();
        journey.approve(id, complete).await.unwrap();
        journey.submit(id).await.unwrap();
    }
    app.clock.advance(today - app.clock.now());
    id
}

fn put(complete: &mut Complete, address: &str, text: &str) {
    complete.values.insert(address.parse().unwrap(), Value::Text(text.to_owned()));
}

/// What the check says of a rule.
async fn said(visitor: &Visitor, path: &str, rule: &str) -> Vec<Json> {
    let check = visitor.data(&format!("{path}/check")).await;
    let findings = check["findings"].as_array().unwrap().iter();
    findings.filter(|one| one["rule"] == rule).cloned().collect()
}

/// Where the check says `verdict` of a rule.
fn at<'f>(findings: &'f [Json], verdict: &str) -> Vec<&'f str> {
    let of_it = findings.iter().filter(|one| one["verdict"] == verdict);
    of_it.map(|one| one["address"].as_str().unwrap_or_default()).collect()
}

async fn a_unit_goes_by_the_name_of_its_certificate(app: &TestApp) {
    let all = societies::all(app.app.database.reader()).await.unwrap();
    let registered = all.into_iter().find(|one| one.credit_code.is_some()).unwrap();
    let mut complete = Complete::of("PRO").unwrap().apart(81);
    let code = registered.credit_code.as_deref().unwrap();
    put(&mut complete, "units.items/g2/credit_code", code);
    let path = format!("/dossiers/{}", taken(app, (SOCIETY, false), &complete).await);
    let clerk = super::clerk(app).await;
    let wrong = said(&clerk, &path, "FC-023").await;
    assert_eq!(at(&wrong, "fail"), ["units.items/g2/name"]);
    assert!(wrong[0]["what"]["zh"].as_str().unwrap().contains(&registered.name), "{wrong:?}");
    keep(&clerk, &path, &[write("units.items/g2/name", registered.name, i64::MAX)]).await;
    let right = said(&clerk, &path, "FC-023").await;
    assert_eq!(at(&right, "fail"), Vec::<&str>::new());
    assert!(!at(&right, "needs_person").contains(&"units.items/g1/name"), "{right:?}");

    // The register of units holds other names and no codes: a person looks at the certificate.
    let known = Unit {
        unit: "示范农业与生命大学".to_owned(),
        alias: Some("示范农业大学".to_owned()),
        parent: None,
    };
    let tx = app.app.database.begin_write().await.unwrap();
    units::apply(&*tx, app.app.ids, &[known]).await.unwrap();
    tx.commit().await.unwrap();
    let asked = said(&clerk, &path, "FC-023").await;
    assert_eq!(at(&asked, "fail"), Vec::<&str>::new());
    assert!(at(&asked, "needs_person").contains(&"units.items/g1/name"), "{asked:?}");
}

/// The dossier, nominated by an expert of this name at this unit.
fn by_expert(mut complete: Complete, name: &str, unit: &str) -> Complete {
    put(&mut complete, "opinion.nominator_kind", "experts");
    let rows = Value::List(vec!["e1".to_owned()]);
    complete.values.insert("opinion.experts".parse().unwrap(), rows);
    for (column, text) in [
        ("name", name),
        ("expert_kind", "academician"),
        ("born_on", "1960-01-01"),
        ("unit", unit),
        ("field", "材料"),
        ("is_responsible", "yes"),
        ("signature_file", "2"),
    ] {
        put(&mut complete, &format!("opinion.experts/e1/{column}"), text);
    }
    complete
}

async fn an_expert_who_may_be_a_candidate_elsewhere_is_a_question(app: &TestApp) {
    const NAME: &str = "示范辰";
    const UNIT: &str = "示范金属研究所";
    let mut first = Complete::of("NAT").unwrap().apart(82);
    for value in first.values.values_mut() {
        if let Value::Text(text) = value {
            *text = text.replace("示范乙", NAME);
        }
    }
    let first = taken(app, (SOCIETY, true), &first).await;
    let clerk = super::clerk(app).await;
    let number = clerk.data(&format!("/dossiers/{first}")).await["number"].clone();
    let number = number.as_str().unwrap();
    let second = || Complete::of("INV").unwrap();
    let question = "opinion.experts/e1/name";

    let own = by_expert(second().apart(83), NAME, UNIT);
    let own = format!("/dossiers/{}", taken(app, (SOCIETY, false), &own).await);
    let found = said(&clerk, &own, "FC-030").await;
    assert_eq!(at(&found, "needs_person"), [question], "{found:?}");
    assert!(found.iter().any(|one| one.to_string().contains(number)), "{found:?}");

    // Another society learns that there is one, not which.
    let theirs = by_expert(second().apart(84), NAME, UNIT);
    let theirs = format!("/dossiers/{}", taken(app, (OTHER, false), &theirs).await);
    let other = app.sign_in_of(Role::SocietyClerk, Some(OTHER)).await;
    let found = said(&other, &theirs, "FC-030").await;
    assert_eq!(at(&found, "needs_person"), [question], "{found:?}");
    assert!(!found.iter().any(|one| one.to_string().contains(number)), "{found:?}");

    let elsewhere = by_expert(second().apart(85), NAME, "另一研究所");
    let elsewhere = format!("/dossiers/{}", taken(app, (SOCIETY, false), &elsewhere).await);
    let found = said(&clerk, &elsewhere, "FC-030").await;
    assert_eq!(at(&found, "needs_person"), Vec::<&str>::new(), "a name alone is anybody's");
}

/// Takes a nomination with one paper into the round before, as a file of that round does.
async fn import(app: &TestApp, state: NominationState, (number, doi): (&str, &str)) {
    let tx = app.app.database.begin_write().await.unwrap();
    let round = laurel::awards::ensure_round(&app.app, &tx, "tests", 2026).await.unwrap().id;
    let nomination = Nomination {
        nomination_id: number.to_owned(),
        title: format!("往届成果 {number}"),
        ..Nomination::default()
    };
    let paper = Paper {
        nomination_id: number.to_owned(),
        title: "往届论文".to_owned(),
        doi: Some(doi.to_owned()),
        ..Paper::default()
    };
    let placing = Placing { round, state, now: app.clock.now() };
    apply_nominations(&*tx, app.app.ids, placing, &[nomination]).await.unwrap();
    apply_papers(&*tx, app.app.ids, Some(round), &[paper]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_paper_of_an_imported_winner_is_not_nominated_again(app: &TestApp) {
    let complete = Complete::of("NAT").unwrap().apart(86);
    let paper = "papers.items/w2/doi";
    let Some(Value::Text(doi)) = complete.values.get(&paper.parse::<Address>().unwrap()) else {
        panic!("the paper has a DOI");
    };
    let path = format!("/dossiers/{}", taken(app, (SOCIETY, false), &complete).await);
    let clerk = super::clerk(app).await;
    import(app, NominationState::NotAwarded, ("LOST-1", doi)).await;
    import(app, NominationState::Awarded, ("WON-OTHER", "10.5555/another.paper")).await;
    let found = said(&clerk, &path, "FC-005").await;
    assert_eq!(at(&found, "fail"), Vec::<&str>::new(), "{found:?}");

    let written = format!("https://doi.org/{}", doi.to_uppercase());
    import(app, NominationState::Awarded, ("WON-1", &written)).await;
    let found = said(&clerk, &path, "FC-005").await;
    assert_eq!(at(&found, "fail"), [paper], "{found:?}");
    let what = found[0]["what"]["zh"].as_str().unwrap();
    assert!(what.contains("2026") && what.contains("往届成果 WON-1"), "{what}");
}
