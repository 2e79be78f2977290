//! Which indicators of a round's taskbooks did each society owe and meet, and what did it disclose?

use chrono::NaiveDate;
use entity::vocabulary::{TaskbookKind, TaskbookState};
use sea_orm::{ConnectionTrait, DbErr};

use super::{disclosures, latest, list, reports};
use crate::shared::china_day;

/// An indicator that a society's nomination taskbook of a round agreed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwedIndicator {
    /// Code of the society.
    pub society_id: String,
    /// Number of the taskbook.
    pub taskbook: String,
    /// Code of the indicator in it.
    pub code: String,
    /// What the indicator is called.
    pub name: String,
    /// Whether the latest report meets the target.
    pub is_met: bool,
}

/// The indicators of the nomination taskbooks of the round of `year`. A draft or one that is only
/// signed owes nothing yet; one that is suspended or closed early owes all that was agreed.
///
/// # Errors
/// The records failing.
pub async fn attainment(
    database: &impl ConnectionTrait,
    year: i32,
) -> Result<Vec<OwedIndicator>, DbErr> {
    let mut reports = latest(reports(database, None).await?);
    let mut owed = Vec::new();
    for taskbook in list(database).await? {
        let counts = taskbook.draft.round == year
            && taskbook.draft.kind == TaskbookKind::Nomination
            && !matches!(taskbook.state, TaskbookState::Draft | TaskbookState::Signed);
        if !counts {
            continue;
        }
        let reports = reports.remove(&taskbook.id).unwrap_or_default();
        owed.extend(taskbook.draft.content.indicators.into_iter().map(|indicator| {
            let reported = reports.indicators.get(&indicator.code);
            OwedIndicator {
                society_id: taskbook.draft.society_id.clone(),
                taskbook: taskbook.draft.number.clone(),
                is_met: reported
                    .is_some_and(|found| indicator.aim.is_met(indicator.target, found.value)),
                code: indicator.code,
                name: indicator.name,
            }
        }));
    }
    Ok(owed)
}

/// Something that a society disclosed and that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosed {
    /// Code of the society.
    pub society_id: String,
    /// Key of the disclosure.
    pub reference: String,
    /// Its title.
    pub title: String,
}

/// What was disclosed from `first` to `last`, both days included, and not withdrawn; oldest first.
///
/// # Errors
/// The records failing.
pub async fn disclosed_between(
    database: &impl ConnectionTrait,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<Disclosed>, DbErr> {
    let all = disclosures(database, None).await?.into_iter().rev();
    let within = all.filter(|one| {
        let day = china_day(one.published_at);
        one.withdrawal.is_none() && first <= day && day <= last
    });
    Ok(within
        .map(|one| Disclosed {
            society_id: one.society,
            reference: one.id.to_string(),
            title: one.title,
        })
        .collect())
}
