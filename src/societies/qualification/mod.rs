//! The right to nominate (提名资格): which criteria, which steps, and what each step changes.

pub(super) mod criteria;
pub(super) mod edit;
pub(super) mod guards;
pub(super) mod show;
pub(super) mod standing;
pub(super) mod states;
pub(super) mod take_step;
mod tell;
