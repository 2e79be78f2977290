//! What do the records of the working systems and of the nominations give of a round?

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use entity::vocabulary::CheckResult;
use sea_orm::{ConnectionTrait, DbErr};

use super::{
    super::{
        collected::{Collection, Owed, collection, due_and_done, owed_disclosures},
        definitions::Definitions,
        outcomes::{KnownNomination, nominations_owed},
    },
    facts::{Reach, current},
};
use crate::{societies, supervision};

/// What the working systems owe of a round: taskbooks, disclosures, annual checks. A society without
/// a taskbook in force owes no disclosures here.
async fn work_owed(
    database: &impl ConnectionTrait,
    definitions: &Definitions,
    round: i32,
) -> Result<Vec<Owed>, DbErr> {
    let first_year = round.saturating_sub(definitions.years_between() - 1);
    let mut owed = Vec::new();
    let mut with_taskbook: Vec<String> = Vec::new();
    for indicator in supervision::attainment(database, round).await? {
        with_taskbook.push(indicator.society_id.clone());
        let measures = ["taskbook_due", "taskbook_met"];
        owed.push(Owed {
            society_id: indicator.society_id,
            case_ref: format!("{}/{}", indicator.taskbook, indicator.code),
            case_title: indicator.name,
            is_whole: true,
            told: due_and_done("taskbooks", measures, indicator.is_met),
        });
    }
    with_taskbook.sort();
    with_taskbook.dedup();
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let (first, last) = (day(first_year, 1, 1), day(round, 12, 31));
    let disclosed = supervision::disclosed_between(database, first, last).await?;
    for society in with_taskbook {
        let own = disclosed.iter().filter(|one| one.society_id == society);
        let made = own.map(|one| (one.reference.clone(), one.title.clone())).collect();
        owed.extend(owed_disclosures(&society, made, definitions.disclosures_per_round()));
    }
    let checks = societies::annual_checks(database, first_year, round).await?;
    let measures = ["annual_checks_due", "annual_checks_passed"];
    owed.extend(checks.into_iter().map(|check| Owed {
        society_id: check.society_id,
        case_ref: format!("annual-check-{}", check.year),
        case_title: format!("{} 年度检查", check.year),
        is_whole: true,
        told: due_and_done("annual_checks", measures, check.result == CheckResult::Passed),
    }));
    Ok(owed)
}

/// What collecting the facts of a round would change, by what is known of its nominations now.
pub(in super::super) async fn of_round(
    database: &impl ConnectionTrait,
    definitions: &Definitions,
    (round, known, now): (i32, &[KnownNomination], DateTime<Utc>),
) -> Result<Collection, DbErr> {
    let mut owed = work_owed(database, definitions, round).await?;
    let registered: BTreeSet<String> =
        societies::all(database).await?.into_iter().map(|society| society.society_id).collect();
    let nominations = nominations_owed(definitions, known, now).into_iter();
    owed.extend(nominations.filter(|one| registered.contains(&one.society_id)));
    let reach = Reach { societies: Vec::new(), rounds: vec![round] };
    let standing = current(database, &reach).await?;
    Ok(collection(definitions, round, &owed, standing))
}
