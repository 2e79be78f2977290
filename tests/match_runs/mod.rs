//! Is a match run carried out as asked, once, and the same way every time?

mod outcome;
mod repeatability;
mod requests;

/// The year of the round.
const YEAR: i32 = laurel::demo::DEMO_ROUND;
