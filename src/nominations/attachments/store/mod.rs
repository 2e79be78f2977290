//! Where are attachments and uploads kept?

mod attachments;
mod proofs;
mod uploads;

pub(super) use attachments::{insert, is_elsewhere, list, next_number, remove};
pub use attachments::{is_changed_since, of_dossier};
pub(super) use proofs::proofs;
pub(super) use uploads::{
    advance, delete_upload, find_upload, insert_upload, open_uploads, set_kept, set_refusal,
    take_expired,
};
