//! Where are examinations kept?

mod batches;
mod corrections;
mod examinations;
mod queue;
mod verdicts;

pub(super) use batches::{Batch, Ending, batch, batches_of, due_batches, end_batch, insert_batch};
pub(super) use corrections::{
    Correction, answered, correction_of, extended, insert_correction, overdue,
};
pub(super) use examinations::{examination_of, fallen, find, insert, of_notice, save};
pub(super) use queue::{Queue, Queued, acceptable, openable, queue, standings};
pub(super) use verdicts::{insert_verdict, remove_verdict, verdicts_of};

/// The records failing, as this room says it.
impl From<sea_orm::DbErr> for super::errors::ExaminationError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Dossier(error.into())
    }
}
