//! A sitting (会议): called, attended, steered from item to item, with who keeps out of which.

mod attend;
mod call;
pub(in crate::meetings) mod facts_store;
mod finish;
pub(super) mod http;
mod my;
mod my_http;
mod my_views;
mod record;
mod recuse;
mod roll;
mod show;
mod steer;
pub(in crate::meetings) mod store;
mod tell;
mod views;
pub(in crate::meetings) mod whole;

pub(in crate::meetings) use call::{is_of_size, order_digest, places_of, size_of};
pub(in crate::meetings) use http::{item_answer, made, meeting_answer, own_answer};
pub(in crate::meetings) use my::{own_item, writes};
pub(in crate::meetings) use my_views::MyMeeting;
pub(in crate::meetings) use record::{held_by_office, reason, record, subject};
pub(in crate::meetings) use recuse::reach;
pub(in crate::meetings) use steer::{held_item, hold, with_item};
pub use store::closed;
pub(in crate::meetings) use store::{seat_of, set_item, touch};
pub(in crate::meetings) use tell::{News, members as tell_members, societies as tell_societies};
pub(in crate::meetings) use views::{AgendaEntry, ReviewMeeting};
