//! Who reviews what? The exact assignment (指派) of experts to nominations, with its proof.
//!
//! A pure function of values: build a [`Draft`], check it into an [`Instance`], [`solve`] it for
//! an [`Objective`], [`verify`] the [`Solution`], ask [`why_not`]. The same instance and seed
//! give the same solution, whatever the order of rows in the draft; no clock, no threads.
//!
//! Order of aims, each strictly before the next: as many places filled as possible; as many least
//! loads met as possible; the objective. Ties between equally good plans are broken by the fixed
//! course of the algorithm over nominations and experts sorted by id. `docs/engines/assignment.md`
//! has the model and the measurements.
//!
//! [`Proof`] writes a solution down with its instance, so that anybody can check it from the file.
//!
//! Called by the matching use case, the `laurel engine assign` command, tests and benchmarks.

mod bottleneck;
mod certificate;
mod columns;
mod dense;
mod draft;
mod entry_score;
mod exchange_path;
mod explain;
mod first_basis;
mod floor;
mod floor_set;
mod greedy;
mod highest_prices;
mod instance;
mod leximin;
mod mix_cost;
mod network;
mod network_simplex;
mod panels;
mod prices;
mod proof;
mod proof_rows;
mod proof_stated;
mod random;
mod repair;
mod rules;
mod score;
mod shortfall;
mod solution;
#[cfg(test)]
mod tests;
mod wording;

pub use bottleneck::Bottleneck;
pub use certificate::{CertificateError, verify};
pub use columns::{AllPairs, ColumnSolution, solve_columns};
pub use dense::{DenseError, ScoreMatrix, solve_dense};
pub use draft::{Draft, Expert, InstanceError, Nomination, ScoredPair};
pub use entry_score::{EntryScore, entry_score, entry_score_within};
pub use explain::{WhyNot, why_not};
pub use greedy::greedy;
pub use instance::Instance;
pub use leximin::Floor;
pub use mix_cost::MixCost;
pub use panels::{Panel, PanelBounds, PanelError, PanelExpert, PanelNomination, form_panels};
pub use prices::Certificate;
pub use proof::{PROOF_FORMAT, Proof, ProofError, Proved};
pub use random::{Lottery, NotAProbability, Probability};
pub use repair::{Change, ChangeKind, Repair, repair};
pub use rules::{Family, Mix, Rules};
pub use score::{Decimal, MICRO, Score, ScoreError};
pub use shortfall::{Shortfall, UnmetLoad};
pub use solution::{Objective, Solution, solve};
pub use wording::Wording;
