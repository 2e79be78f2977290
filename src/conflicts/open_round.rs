//! How does a round come to be bound to a policy of conflicts? When it is opened, so that what a later release ships
//! changes nothing in it.

use sea_orm::DbErr;

use super::store;
use crate::{
    app::App,
    awards::{self, Round},
    nominations,
    persistence::WriteTx,
};

/// The round of `year`, opened by the rules in force when there is none yet: with the texts of its forms and rules,
/// and with its policy of conflicts. One that is there keeps what it was opened with.
///
/// # Errors
/// The rule set names something that is not there, or a figure out of its range; the records failing.
pub async fn ensure_round(app: &App, tx: &WriteTx, by: &str, year: i32) -> Result<Round, DbErr> {
    if let Some(round) = awards::find_round(&**tx, year).await? {
        return Ok(round);
    }
    let round = nominations::ensure_round(app, tx, by, year).await?;
    store::pin(&**tx, round.id).await?;
    Ok(round)
}
