//! Conflicts of interest (回避): which expert must not judge which nomination, and why?
//!
//! A computing feature: [`detect()`] is a pure function from the records of a round and a
//! [`ConflictPolicy`] to [`Finding`]s. A round is bound to its policy when it is opened
//! ([`ensure_round`]). The command line, the matching run and the tests call it
//! alike. Nothing here compares every expert with every person: records are filed under keys
//! (ORCID, mail address, name in Han characters and letters, legal person, DOI, title), and only
//! what shares a key is looked at.
//!
//! Vocabulary: a *bar* (回避) keeps the expert out, a *flag* (待核) asks a person to decide, a
//! *note* (提示) is shown. A *homonym* is a name in common with nothing else: it never bars.
//! `docs/engines/conflicts.md` lists the kinds with their articles and says how a confidence is
//! made.

mod advisers;
mod authorship;
mod beside;
mod check_names;
mod completing_units;
mod decisions;
mod declared;
mod denials;
mod detect;
mod evidence;
mod facts;
mod frequencies;
mod identity;
mod index;
mod input;
mod keys;
mod kinds;
pub mod model;
mod names;
mod open_round;
mod pasted;
mod path;
mod persons;
mod policy;
mod policy_changes;
mod reasons;
mod rings;
mod same_units;
mod scan;
mod seen;
pub mod sheet;
mod store;
#[cfg(test)]
mod tests;
mod together;
mod works;
mod works_store;

pub use check_names::{
    Candidate, CheckedName, Grade, KindCount, NameCheck, NameCounts, Reason, candidates,
    check_names,
};
pub use decisions::{Does, Standing, outgrown, standing};
pub use declared::declared_as;
pub use detect::{detect, would_lose_a_bar};
pub use evidence::{Evidence, Finding, Source, SourceKind};
pub use frequencies::{NameFrequencies, confidence as name_confidence};
pub use index::paper_keys;
pub use input::ConflictInput;
pub use keys::{mail_key, orcid_key};
pub use kinds::{ConflictKind, Severity};
pub use model::{
    Decision, Declaration, DeclaredBy, DeclaredKind, Grant, Meant, Outcome, PastReview, Patent,
    Similarity, Thesis,
};
pub use names::{NameIndex, NameMatch, PersonName};
pub use open_round::ensure_round;
pub use path::{ConflictPath, Label, Labels, NodeKind, PathEdge, PathNode, PathRow, labels, path};
pub use policy::{
    AdviserRules, Competition, CompetitionScope, ConflictPolicy, IdentityRules, Limits,
    PolicyError, Severities, UnitLevel, UnitRules, Windows,
};
pub use policy_changes::PolicyDifference;
pub use scan::{Judged, JudgedInSpite, recorded_days, scan};
pub use seen::Seen;
pub use store::policy_of_round;
pub use works::{RoundWorks, Works, works_of_round};
pub use works_store::{apply_grants, apply_patents, apply_theses, imported_works};
