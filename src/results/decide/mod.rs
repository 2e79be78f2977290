//! Decisions (结果): drawn from ballots, without a gap.

mod draw;
pub(super) mod http;
mod rules;
mod show;
mod store;
mod strike;
mod wording;

pub(super) use draw::{Drawn, NominatedAs, draw};
pub(super) use rules::{Facts, Gap, Won, decide, moved, too_many};
pub(super) use show::reach;
pub use store::awards_kept;
pub(super) use store::{
    Nominated, Told, make_final, nominations, of_nominations, of_releases, of_round, replace, save,
    told_of, won,
};
pub(super) use wording::grade_name;
