//! The way of a nomination after its submission (提名后的流程): the steps that the office and those after it
//! take by the same table of states, each kept with who took it and the clause behind it.

mod record;
mod step;
mod store;

pub use record::{CourseStep, NextStep, Place};
pub use step::{CourseError, course, held, place, take};
pub use store::{in_state, places};
