//! The track record (提名业绩): what became of each society's nominations, as facts by case, and the
//! indicators made of them.
//!
//! A fact is never changed: a correction is a later revision, with its reason. Integrity events
//! count beside the facts, under the measures that `rules/track_record/indicators.toml` declares.

mod actors;
mod answer_dispute;
mod case_fact;
mod collect;
mod collected;
mod collection_view;
mod correction_fault;
mod counted;
mod definitions;
mod dispute;
mod disputes;
mod event;
mod fact;
mod fact_sheet;
mod figures;
mod file_dispute;
pub mod http;
mod integrity;
mod interval;
pub mod model;
mod nominator;
mod outcomes;
mod read;
mod record_event;
pub mod sheet;
mod sources;
mod store;
mod views;

pub use answer_dispute::{Decision, answer};
pub use case_fact::CaseFact;
pub use collect::{collect, preview};
pub use collection_view::{CollectedFact, CollectionView};
pub use correction_fault::CorrectionFault;
pub use definitions::{Definitions, SHIPPED, contradictions};
pub use dispute::{Answer, Correction, Dispute, DisputedItem};
pub use event::Event;
pub use fact::{FactKey, FactRow, Recorded};
pub use file_dispute::{Claim, RecordError, file};
pub use integrity::Step as EventStep;
pub use nominator::NominatorRow;
pub use outcomes::{KnownNomination, KnownObjection, KnownSelection};
pub use record_event::{NewEvent, record as record_event, step as step_event};
pub use store::{
    Recording, apply_facts, apply_history, apply_nominators, breaches, facts, history, rights_on,
};
