//! Publicities of the award office (受理公示、初评结果公示): what is shown of each nomination, from when until
//! when, corrected by notices that stay. Nothing of a publicity is known outside the office before a second
//! person released it and its hour has come.

mod content;
mod correct;
mod corrected;
mod draft;
mod gather;
mod model;
mod parts;
mod policy;
mod private_data;
mod public;
mod record;
mod release;
mod released_store;
mod rules;
pub mod sheet;
mod show;
mod store;
mod views;
mod withheld;

pub use content::{Content, Field, Table, digest_of};
pub use correct::{NewCorrection, discard_correction, draft_correction, release_correction};
pub use corrected::Replaced;
pub use draft::{NewPublicity, PublicityError, change, discard, draft};
pub use model::Shown;
pub use parts::{packed, parts, weight};
pub use policy::{Archive, Policy};
pub use public::{
    Head, Line, PublicCorrection, PublicEntry, PublicReplacement, corrected_positions, entry,
    heads, lines,
};
pub(super) use record::states;
pub use record::{Standing, next_midnight};
pub use release::release;
pub use released_store::released;
pub use rules::Rule;
pub use show::{entry_of, list, list_entries, preview, read};
pub(super) use store::due;
pub use store::shown;
pub use views::{CandidateView, CorrectionView, EntryRow, EntryView, PreviewView, PublicityView};
