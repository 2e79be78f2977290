//! Matching (匹配): who should judge what. Affinity, conflicts and assignment put together into a
//! run that is stored with its reasons, its evidence, and the digests that let anyone repeat it.

pub mod affinity;
pub mod assignment;
mod candidates;
mod counterfactual;
mod division;
mod earlier;
mod embeddings;
mod evidence;
mod groups;
pub mod http;
mod model_card;
mod nearest;
mod optimum;
mod packing;
mod panels;
mod panels_http;
mod parameters;
pub mod plan;
mod recused;
mod report;
mod reviewer_history;
mod round_records;
pub mod run;
mod seats;
pub mod sheet;
mod store;
mod summary;
mod texts;
mod views;

pub use assignment::{
    ChangeKind, Draft, Expert as ExpertBounds, Instance, InstanceError,
    Nomination as NominationDemand, Objective, Proof, Rules, Score, ScoredPair, repair, solve,
};
pub use candidates::WhyNotView;
pub use earlier::EarlierRounds;
pub use evidence::{EvidenceError, proof as run_proof};
pub use groups::{ExpertGroups, GroupKind, Whereabouts, group};
pub use model_card::{CardError, affinity_card};
pub use parameters::{FamilyRule, MatchParameters, MixRule, ObjectiveName};
pub use plan::{Progress, Stage};
pub use recused::{DeclaredWords, Recused, TypedName, declared_by, declared_kind};
pub use report::MatchReport;
pub use reviewer_history::ReviewerHistory;
pub use round_records::RoundRecords;
pub use seats::PanelSeats;
pub use store::{
    SeatedPanel, exported_affinity, exported_assignments, exported_conflicts, find_run,
    last_deed_that_matters, latest_run, newest_done, of_expert, of_nomination, panel_seats,
    standing_division,
};
pub use views::{
    AssignedNomination, AssignmentView, MatchRunView, NamedExpert, NominationMatch, ScoreLeft,
};
