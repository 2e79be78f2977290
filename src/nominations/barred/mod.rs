//! The integrity register (诚信记录): sanctions and bars of persons and units, as the competent bodies hand them
//! over in files. The rule check asks it; nobody can leaf through it.

mod hits_store;
mod record;
mod sheet;
mod store;

pub use hits_store::integrity_hits;
pub use record::BarRecord;
pub use store::{Recording, about, apply_bars};
