//! How many indicators of a round's taskbooks did each society owe, and how many did it meet?

use std::collections::BTreeMap;

use entity::vocabulary::{TaskbookKind, TaskbookState};
use sea_orm::{ConnectionTrait, DbErr};

use super::{super::progress::progress, latest, list, reports};

/// What a society's taskbooks of a round came to. The track record takes `due` and `met` as the
/// measures `taskbook_due` and `taskbook_met`, where the quota policy names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attainment {
    /// Code of the society.
    pub society_id: String,
    /// Indicators that are due.
    pub due: u32,
    /// Those that meet their target.
    pub met: u32,
}

/// What the nomination taskbooks of the round of `year` came to, by society. A draft or one that is
/// only signed owes nothing yet; one that is suspended or closed early owes all that was agreed.
///
/// # Errors
/// The records failing.
pub async fn attainment(
    database: &impl ConnectionTrait,
    year: i32,
) -> Result<Vec<Attainment>, DbErr> {
    let mut reports = latest(reports(database, None).await?);
    let mut sums: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for taskbook in list(database).await? {
        let counts = taskbook.draft.round == year
            && taskbook.draft.kind == TaskbookKind::Nomination
            && !matches!(taskbook.state, TaskbookState::Draft | TaskbookState::Signed);
        if !counts {
            continue;
        }
        let reports = reports.remove(&taskbook.id).unwrap_or_default();
        let found = progress(&taskbook.draft.content, &reports, taskbook.draft.ends_on);
        let sum = sums.entry(taskbook.draft.society_id).or_default();
        sum.0 += found.indicators;
        sum.1 += found.met;
    }
    Ok(sums
        .into_iter()
        .map(|(society_id, (due, met))| Attainment { society_id, due, met })
        .collect())
}
