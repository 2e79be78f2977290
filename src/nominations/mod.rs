//! Nominations (提名): the dossiers of a round with their people, units and papers.

pub mod attachments;
pub mod checks;
pub mod classified;
pub mod dossier;
pub mod forms;
pub mod http;
pub mod imports;
pub mod model;
pub mod outputs;
pub mod people;
pub mod process;
pub mod sheet;
mod store;
pub mod submission;

pub use store::{
    NominationDetail, Placing, RoundCounts, RoundDossiers, apply_nominations, apply_papers,
    apply_people, detail, nomination_documents, round_counts, round_dossiers,
};
