//! Identity resolution (人员对照): which records are one person?
//!
//! One person stands in the pool, in nominations of this round and of others, under three spellings of a name,
//! at past and present units. [`propose`] finds pairs of records that may be one person by shared keys, weighs
//! the evidence with the frequency of the name as prior, and says why. People decide: a first person confirms,
//! a second one links; one person with a reason says "not the same", which is remembered, and takes a second
//! where it would take a bar away; a link is taken back by two. Records keep their rows: a link joins them,
//! nothing is merged. The conflicts of a match run are told by [`decisions_of_round`].

mod assemble;
mod compare;
mod decided_store;
mod find;
mod groups;
pub mod http;
mod policy;
mod reading;
mod record;
mod seek;
mod spellings;
mod states;
mod store;
mod take_step;
mod takes_two;
#[cfg(test)]
mod tests;
mod verdict;
mod views;
mod walled;
mod weigh;

pub use assemble::SideView;
pub use decided_store::decisions_of_round;
pub use find::{probability, propose};
pub use policy::PersonPolicy;
pub use record::{
    Agreement, Comparison, Dossier, Proposal, Reason, Record, RecordKind, Records, Side, Spell,
};
pub use seek::{SeekError, seek};
pub use states::StepRefusal;
pub use store::waiting_pairs;
pub use take_step::{Asked, StepError, take_step};
pub use views::{
    FindReport, PersonLinkDetail, PersonLinkFacets, PersonLinkRow, PersonLinkStepView, StateCount,
};
