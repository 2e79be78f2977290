//! Where are sketches, keys and comparisons kept?

mod materials;
mod runs;
mod shared;
mod sketches;

pub(super) use materials::{materials, years};
pub(super) use runs::{NewFinding, begin, fail, find_run, finish, insert, list_runs, pairs_of};
pub(super) use shared::{sharing_of, sharing_of_round};
pub(super) use sketches::{Kept, Made, replace, sketches, stale};
