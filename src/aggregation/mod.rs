//! Aggregation (汇总): what do sheets of points come to? Means, severities, ranks with intervals, agreement. A file of
//! sheets and a seed give the same bytes on any machine.
//!
//! Called by the reviews of a round, and by societies that choose what they nominate.

mod agreement;
mod calibrate;
mod engine;
mod input;
mod mean;
mod rank;
mod rules;

pub use agreement::{Agreement, alpha, icc};
pub use calibrate::{Calibration, calibrate};
pub use engine::{CalibrationNote, ENGINE, Output, OutputRow, Severity, aggregate, spread};
pub use input::{Input, SheetInput, seed_of};
pub use mean::mean;
pub use rank::{interval, ranks};
pub use rules::{AggregationRules, MeanRule, RankGroup};
