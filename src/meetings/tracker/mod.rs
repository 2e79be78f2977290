//! The tracker (进度屏): which item it is now, followed by whoever waits for his.

mod follow;
pub(super) mod http;
mod view;

pub(in crate::meetings) use super::sitting::touch;
pub(in crate::meetings) use follow::look;
pub(in crate::meetings) use view::MeetingTracker;
