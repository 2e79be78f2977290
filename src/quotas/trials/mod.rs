//! Trials (模拟): what would a policy do, how sure is it, would it have served in the past? And the
//! scenarios (方案) in which a trial is kept with a note.

mod input;
mod scenario_store;
mod scenarios;
mod settled;
mod trial;
mod views;

pub use input::{Meant, TrialError, compute, history, settled, trial};
pub use scenarios::{NewScenario, ScenarioError, ScenarioView, keep, list, read, rename};
pub use settled::Settled;
pub use trial::{Trial, simulate};
pub use views::{ComparedView, OutcomeSummary, SimulationView, SocietyRow, summary};
