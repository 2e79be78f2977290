//! Where are the records of supervision kept?

mod assessments;
mod attainment;
mod known;
mod meetings;
mod publications;
mod suspended;
mod taskbook_rows;
mod taskbooks;

/// Why records could not be read or written.
pub(super) use sea_orm::DbErr as StoreError;

pub(super) use assessments::{
    Assessment, Finding, assessments, find_finding, findings, insert_assessment, insert_finding,
    lock_assessment, reply, save_report, year_is_taken,
};
pub use attainment::{Disclosed, OwedIndicator, attainment, disclosed_between};
pub(super) use known::{is_resolved, known, latest, society_name, society_names};
pub(super) use meetings::{
    ActionItem, Meeting, action_items, find_action_item, find_meeting, finish_action_item,
    insert_action_item, insert_meeting, meetings, save_meeting,
};
pub(super) use publications::{
    Disclosure, Entry, Withdrawal, disclosures, find_disclosure, find_entry, insert_disclosure,
    insert_entry, library, withdraw_disclosure, withdraw_entry,
};
pub(super) use suspended::suspended_on;
pub(super) use taskbook_rows::{
    Report, Resolution, Signature, Tick, insert_report, insert_resolution, insert_signature,
    reports, resolutions, signatures, tick, ticks, untick, void_signatures,
};
pub(super) use taskbooks::{Stored, find, insert, list, lock, number_is_taken, save};
