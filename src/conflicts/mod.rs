//! Conflicts of interest (回避): which expert must not judge which nomination, and why?
//!
//! A computing feature: [`detect()`] is a pure function from the records of a round and a
//! [`ConflictPolicy`] to [`Finding`]s. The command line, the matching run and the tests call it
//! alike. Nothing here compares every expert with every person: records are filed under keys
//! (ORCID, mail address, name in Han characters and letters, legal person, DOI, title), and only
//! what shares a key is looked at.
//!
//! Vocabulary: a *bar* (回避) keeps the expert out, a *flag* (待核) asks a person to decide, a
//! *note* (提示) is shown. A *homonym* is a name in common with nothing else: it never bars.
//! `docs/engines/conflicts.md` lists the kinds with their articles and says how a confidence is
//! made.

mod authorship;
mod detect;
mod evidence;
mod frequencies;
mod identity;
mod index;
mod input;
mod keys;
mod kinds;
mod names;
mod persons;
mod policy;
mod same_units;
#[cfg(test)]
mod tests;

pub use detect::detect;
pub use evidence::{Evidence, Finding, Source, SourceKind};
pub use input::ConflictInput;
pub use kinds::{ConflictKind, Severity};
pub use policy::{
    Competition, CompetitionScope, ConflictPolicy, IdentityRules, Limits, PolicyError, Severities,
    UnitLevel, UnitRules, Windows,
};
