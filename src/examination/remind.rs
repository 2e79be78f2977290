//! How is a society reminded of a correction that is due? Until it is answered, or too late.

use chrono::{DateTime, Utc};
use entity::ids::NominationId;

use super::errors::ExaminationError;
use crate::{
    app::App,
    nominations::Place,
    notifications::{self, Kind, Reminder, To},
    persistence::WriteTx,
};

fn subject(nomination: NominationId) -> String {
    format!("nomination/{nomination}")
}

/// Reminds the nominating society; more time moves the reminders with it.
pub(super) async fn remind(
    app: &App,
    tx: &WriteTx,
    place: &Place,
    due_at: DateTime<Utc>,
) -> Result<(), ExaminationError> {
    let Some(society) = place.society.clone() else { return Ok(()) };
    let facts =
        [("number".to_owned(), place.number.clone()), ("title".to_owned(), place.title.clone())];
    let reminder = Reminder {
        kind: Kind::CorrectionDue,
        to: To::Society(society),
        subject: subject(place.id),
        due_at,
        facts: facts.into(),
        link: Some(format!("/dossiers/{}/examination", place.id)),
    };
    Ok(notifications::remind(app, tx, &reminder).await?)
}

/// It was answered, or is no longer waited for.
pub(super) async fn stop(
    app: &App,
    tx: &WriteTx,
    nomination: NominationId,
) -> Result<(), ExaminationError> {
    let of = Kind::CorrectionDue;
    notifications::stop_reminders_of(app, tx, &subject(nomination), of).await?;
    Ok(())
}
