//! Phases (评审阶段): drafted, opened, put off and closed, for one category of a round each.

mod close;
mod draft;
mod extend;
pub(super) mod http;
mod open;
mod show;
mod store;
mod sweep;
mod views;

pub(super) use close::ask_for_aggregate;
pub use close::close as close_phase;
pub use draft::{NewPhase, PhaseText, change as change_phase, draft as draft_phase};
pub use extend::{LaterEnd, extend as extend_phase};
pub use open::open as open_phase;
pub use store::phase_of;
pub(super) use store::{opened, share, state_of};
pub use sweep::sweep;
pub use views::LeftBehind;
