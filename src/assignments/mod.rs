//! Assignments (指派): from what a match run proposes to who is asked. Plans that people change with what
//! follows from it said first, applied and taken back as a unit; invitations, the commitment that stands
//! before the first byte of a dossier, answers, and somebody in the place of who declines.
//!
//! Called by the award office's pages and the reviewers'; recusals freeze assignments here.

mod accounts;
mod actors;
mod add;
mod answer;
mod apart_store;
mod apply;
mod begin;
mod blinded;
mod certificate;
mod column_views;
mod columns;
mod commitment;
mod compare;
mod edit;
mod errors;
mod fitness;
mod freeze;
pub mod http;
mod import;
mod invite;
mod mend;
mod mending;
pub mod model;
mod my;
mod office;
mod plan;
mod print;
mod propose;
mod recheck;
mod replace;
mod report;
mod review_views;
mod rules;
mod show;
mod solve;
mod store;
mod sweep;
#[cfg(test)]
mod tests;
mod views;
mod walled;
mod wording;

pub use accounts::{tie, untie};
pub use add::{Further, add};
pub use answer::{
    Declining, Interest, Recusing, Signature, accept, declare, decline, recuse, sign,
};
pub use apart_store::kept_apart;
pub use apply::{Application, Reason, apply, undo};
pub use begin::{NewPlan, create};
pub use commitment::Commitment;
pub use edit::Refused;
pub use errors::AssignmentError;
pub use freeze::{Freeze, freeze, freeze_one_now as freeze_one};
pub use invite::{Invitations, Invited, invite};
pub use my::readable;
pub use office::{nominations_of, of_expert};
pub use plan::{change, preview, take_back};
pub use propose::{Edit, PlanChangeText, SolveWhat};
pub use rules::Broken;
pub use show::plan as read_plan;
pub use sweep::sweep;
pub use views::{AssignmentPlan, Consequences};
