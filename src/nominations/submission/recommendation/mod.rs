//! Recommending (推荐至中国科协): a society that nominates through CAST hands a finished dossier to CAST, which
//! submits it by its own right and within its own quota, or returns it with reasons that a second person
//! confirms (P16; domain.md §2.2).

mod allowance;
mod answer;
mod http;
mod list;
mod recommend;
mod store;
mod views;

pub use answer::{RecommendationAnswer, answer, forward};
pub use recommend::recommend;
pub use store::waiting;

pub(super) use allowance::places;
pub(super) use http::routes;
pub(super) use views::RecommendationView;
