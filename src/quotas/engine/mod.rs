//! The quota engine (名额动态调整): a pure function from a history, a policy and a total to a proposal
//! for every society. Counts become shrunk rates, rates become points with an interval, points
//! become bands, bands become places of an exact total; each step is explained. The model, with
//! sources and proofs, is in `docs/engines/quota.md`.
//!
//! Called by the command line, the routes of `quotas`, benchmarks and tests.
//!
//! ```text
//! let history = History::new(rows)?;
//! let policy = Policy::parse(text)?;
//! let outcome = decide(&history, &policy, 400)?;
//! ```

mod apportion;
mod backtest;
mod band;
mod chance;
mod compare;
mod counterfactual;
mod decide;
mod draft;
mod explain;
mod history;
mod indicator;
mod interval;
mod naive;
mod outcome;
mod places;
mod policy;
mod policy_check;
mod policy_error;
mod prior;
mod rank;
mod rebase;
mod record;
mod resample;
mod score;
mod stability;
mod standing;
#[cfg(test)]
mod tests;
mod wording;

pub use apportion::{Field, Regime, Seats};
pub use backtest::{BackTest, BackTestRound, BackTestStanding, Contender, back_test, total_for};
pub use band::Band;
pub use compare::{Comparison, Mover, compare};
pub use decide::{decide, fit_priors};
pub use draft::{Draft, Judged, priors};
pub use history::{History, HistoryFault};
pub use indicator::{Head, Indicator, Source};
pub use naive::{NaivePlaces, NaivePolicy, naive};
pub use outcome::{
    Counterfactual, ENGINE_VERSION, EngineError, HeadSum, IndicatorTerm, Infeasible, LineDistance,
    LineKind, Outcome, SocietyOutcome, Step, StepKind, UnmetFloor,
};
pub use policy::{
    Apportionment, Bounds, ExpandLine, Fitted, Interval, Method, Newcomer, Policy, Prior,
    PriorMean, Reserve, ShrinkLine, Strength, Veto, VetoEffect, Window,
};
pub use policy_error::PolicyError;
pub use prior::{GroupPrior, IndicatorPrior, Priors};
pub use rank::rank_correlation;
pub use rebase::{Rebase, rebased};
pub use record::{Attendance, Count, Record, Society};
pub use score::{Score, Scorer};
pub use stability::{SocietyStability, Stability, stability};
