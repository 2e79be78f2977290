//! Where are steps, publicities and resolutions kept?

mod publicities;
mod resolutions;
mod steps;
mod whole;

pub(super) use publicities::{close_publicity, insert_publicity, publicities, void_publicities};
pub(super) use resolutions::{insert_resolution, resolutions, void_resolutions};
pub(super) use steps::{ever_at, insert_step};
pub use steps::{steps_of, steps_through};
pub use whole::of_dossier;
pub(super) use whole::{length_of, process_of, route_of};
