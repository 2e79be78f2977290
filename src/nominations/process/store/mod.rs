//! Where are steps, publicities and resolutions kept?

mod publicities;
mod resolutions;
mod steps;

pub(super) use publicities::{close_publicity, insert_publicity, publicities, void_publicities};
pub(super) use resolutions::{insert_resolution, resolutions, void_resolutions};
pub(super) use steps::{insert_step, steps};
