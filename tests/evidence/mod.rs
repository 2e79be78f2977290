//! Is what the machine lays before an examiner right, and seen by nobody else?

mod engine;
mod reuse;
mod seals;
