//! Bodies (评审组织): panels, committees and the council, and who sits in them.

mod change;
mod draw;
pub(super) mod http;
mod seats;
mod show;
mod store;
mod views;
