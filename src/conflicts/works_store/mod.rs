//! Where are funded projects, patents and theses kept, and how are they read?

mod intake;
mod kept;
mod load;

pub use intake::{apply_grants, apply_patents, apply_theses};
pub use load::imported_works;
pub(super) use load::kept_works;
