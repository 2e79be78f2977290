//! What of the examinations of a round is still to be done, and what do societies owe?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    examination, examination_correction,
    ids::{ExaminationId, NominationId, RoundId},
    nomination,
    vocabulary::ExaminationStanding as Standing,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

/// A correction that a society owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionDue {
    /// The nomination.
    pub nomination: NominationId,
    /// Its number.
    pub number: String,
    /// Code of the society.
    pub society: Option<String>,
    /// First instant that is too late.
    pub due_at: DateTime<Utc>,
}

/// The corrections of a round that were asked for and not answered, the next due first.
///
/// # Errors
/// The records failing.
pub async fn corrections_due(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<CorrectionDue>, DbErr> {
    let open: BTreeMap<ExaminationId, NominationId> = examination::Entity::find()
        .select_only()
        .columns([examination::Column::Id, examination::Column::NominationId])
        .filter(examination::Column::RoundId.eq(round))
        .filter(examination::Column::Standing.eq(Standing::Correcting))
        .into_tuple::<(ExaminationId, NominationId)>()
        .all(database)
        .await?
        .into_iter()
        .collect();
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let named: BTreeMap<NominationId, (String, Option<String>)> = nomination::Entity::find()
        .filter(nomination::Column::Id.is_in(open.values().copied()))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.id, (row.number, row.society_code)))
        .collect();
    let asked = examination_correction::Entity::find()
        .filter(examination_correction::Column::ExaminationId.is_in(open.keys().copied()))
        .filter(examination_correction::Column::AnsweredAt.is_null())
        .order_by_asc(examination_correction::Column::DueAt)
        .order_by_asc(examination_correction::Column::Id)
        .all(database)
        .await?;
    Ok(asked
        .into_iter()
        .filter_map(|row| {
            let nomination = *open.get(&row.examination_id)?;
            let (number, society) = named.get(&nomination)?.clone();
            Some(CorrectionDue { nomination, number, society, due_at: row.due_at })
        })
        .collect())
}

/// How many examinations of a round stand where.
///
/// # Errors
/// The records failing.
pub async fn standings(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<Standing, u64>, DbErr> {
    let rows = examination::Entity::find()
        .select_only()
        .column(examination::Column::Standing)
        .column_as(examination::Column::Id.count(), "count")
        .filter(examination::Column::RoundId.eq(round))
        .group_by(examination::Column::Standing)
        .into_tuple::<(Standing, i64)>()
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(standing, count)| (standing, u64::try_from(count).unwrap_or(0)))
        .collect())
}
