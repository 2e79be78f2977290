//! Appeals (申诉): a society asks for more places than were decided, and somebody who had no hand in
//! the decision answers.

mod decide;
mod file;
mod record;
mod store;
mod views;

pub use decide::{Judgement, decide};
pub use file::{NewAppeal, file};
pub use store::{of_proposal, waiting};
pub use views::AppealView;

use entity::ids::QuotaAppealId;
use sea_orm::DbErr;

use crate::app::App;

/// Every appeal, the open ones first.
///
/// # Errors
/// The records failing.
pub async fn list(app: &App) -> Result<Vec<AppealView>, DbErr> {
    store::list(app.database.reader()).await
}

/// One appeal.
///
/// # Errors
/// The records failing.
pub async fn read(app: &App, id: QuotaAppealId) -> Result<Option<AppealView>, DbErr> {
    store::find_view(app.database.reader(), id).await
}
