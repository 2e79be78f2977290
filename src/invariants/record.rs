//! Which laws does the track record keep? Read by [`super::check`].

use crate::{app::App, track_record};

use super::{Finding, store};

/// The laws of the track record.
///
/// # Errors
/// The records failing.
pub(super) async fn laws(app: &App) -> Result<Vec<Finding>, sea_orm::DbErr> {
    let database = app.database.reader();
    let law = |law, breaches| Finding { law, breaches };
    Ok(vec![
        law(
            "业绩事实均属在册学会 / every fact is of a society in the register",
            store::facts_of_strangers(database).await?,
        ),
        law(
            "业绩事实的更正链完整 / every correction follows the fact that it corrects, with a reason",
            store::broken_corrections(database).await?,
        ),
        law(
            "业绩事实互不矛盾 / no part of the record is larger than its whole",
            track_record::breaches(database).await?,
        ),
        law(
            "暂停和取消均经两人 / suspensions and cancellations took two people",
            store::sanctioned_alone(database).await?,
        ),
        law(
            "采纳的异议均已更正 / every accepted dispute corrected something",
            store::accepted_in_vain(database).await?,
        ),
    ])
}
