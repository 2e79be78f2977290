//! Is a match run carried out as asked, once, and the same way every time?

mod model_card;
mod outcome;
mod panels;
mod policy;
mod repeatability;
mod requests;
mod within_panels;

/// The year of the round.
const YEAR: i32 = laurel::demo::DEMO_ROUND;
