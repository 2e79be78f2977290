//! What a person is told (通知): typed notices, kept with the deed that they tell of, shown on the page of
//! messages and sent by mail: at once, with the digest of the day, or, where a decision is told, when a
//! second person has released it. Reminders come before and after something is due, until it is done.

pub mod http;
mod letters;
mod model;
mod notice;
mod outbox;
mod own;
mod remind;
mod secret_links;
mod store;
mod sweep;
mod tell;
mod templates;
mod timing;
mod views;

pub use notice::{Kind, Notice, To};
pub use own::{
    MailAddressError, NewAddress, calendar_owner, named as account_named, renew_calendar,
    set_address,
};
pub use remind::{
    DueReminder, Reminder, due_reminders, remind, stop_reminders, stop_reminders_of, tell_due,
};
pub use secret_links::{Delivery, Wording, preview, send_link, take_back_links};
pub use store::{deliveries, links_sent_to};
pub use sweep::{SweepError, sweep};
pub use tell::{tell, tell_once_a_day};
pub use templates::{TemplateError, check_templates};
