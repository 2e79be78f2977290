//! Seals and signatures (签字盖章): on which pages is one due, and what does the machine see there? A gallery for
//! the examiner, who says yes or no; a red ring on a scan is evidence with a confidence, never a verdict.

mod due;
mod gallery;
pub mod http;
mod pictures;
mod red;
mod rules;
#[cfg(test)]
mod tests;
mod views;

pub use gallery::{file, gallery, picture};
pub use views::{SealGalleryView, SealPageView, SealView};
