//! What did the annual checks of some years conclude?

use std::collections::BTreeMap;

use entity::{ids::SocietyId, society, society_check, vocabulary::CheckResult};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};

/// The conclusion of one society's annual check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedYear {
    /// Code of the society.
    pub society_id: String,
    /// The year that was checked.
    pub year: i32,
    /// The conclusion.
    pub result: CheckResult,
}

/// The annual checks of the years from `first` to `last`, by society and year.
///
/// # Errors
/// The records failing.
pub async fn annual_checks(
    database: &impl ConnectionTrait,
    first: i32,
    last: i32,
) -> Result<Vec<CheckedYear>, DbErr> {
    let codes = society::Entity::find()
        .select_only()
        .columns([society::Column::Id, society::Column::Code])
        .into_tuple::<(SocietyId, String)>()
        .all(database)
        .await?;
    let codes: BTreeMap<SocietyId, String> = codes.into_iter().collect();
    let rows = society_check::Entity::find()
        .filter(society_check::Column::Year.between(first, last))
        .all(database)
        .await?;
    let mut checks: Vec<CheckedYear> = rows
        .into_iter()
        .filter_map(|check| {
            let society_id = codes.get(&check.society_id)?.clone();
            Some(CheckedYear { society_id, year: check.year, result: check.result })
        })
        .collect();
    checks.sort_by(|one, other| (&one.society_id, one.year).cmp(&(&other.society_id, other.year)));
    Ok(checks)
}
