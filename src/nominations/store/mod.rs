//! Where are nominations kept, and how are they read?

mod intake;
mod list;
mod load;
mod owners;
mod panels;
mod submitted;
mod views;

pub use intake::{Placing, apply_nominations, apply_papers, apply_people};
pub(super) use list::{ListQuery, NominationFacets, Sort, list};
pub use load::{
    RoundCounts, RoundDossiers, earlier_dossiers, nomination_documents, round_counts,
    round_dossiers,
};
pub use owners::Owners;
pub use panels::{panels, set_panels};
pub(super) use submitted::{keep_submitted, keep_units, set_nomination_state};
pub use views::{NominationDetail, detail};
pub(super) use views::{NominationRow, rows};
