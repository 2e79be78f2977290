//! Where are notices, messages, addresses and reminders kept?

mod accounts;
mod mails;
mod notices;
mod reminders;

pub(super) use accounts::{
    account_named, accounts, calendar_account, drop_calendar, has_calendar, keep_calendar,
    mark_bounced, names, set_writing, writing,
};
pub(super) use mails::{
    Composed, Outcome, claim, counts, deliverable, find_mail, finish, give_way, held_of,
    insert_mail, is_still_due, keep_preview, list, preview_of, previewed, step, take_back,
    take_digests,
};
pub use mails::{deliveries, links_sent_to};
pub(super) use notices::{
    NewRow, carry, for_digest, insert, is_told_since, mark_all_read, mark_read, of_mail, own,
    supersede, unmailed, unread, wipe,
};
pub(super) use reminders::{Due, NewReminder, due, keep_reminder, move_on, stop};
