//! The rule check (形式审查规则): what would a nomination be refused for? The same pure engine serves the
//! editor, the submission and the formal examination: rules that are data (`rules/checks`), and facts
//! that the caller gathers. A rule that is level A is decided; of one that is A/S its decidable half is;
//! the rest is said to need a person, never made up.

mod application;
mod attachments;
mod awarded;
mod dates;
mod experts;
mod facts;
mod finding;
mod form_faults;
mod identity;
mod names;
mod opinion;
mod papers;
mod people;
mod project;
mod registry;
mod rights;
mod rule_book;
mod secrecy;
mod sheet;
mod standing;
mod store;
mod tables;
#[cfg(test)]
mod tests;
mod units;

pub use facts::{
    AwardedContent, ConfirmationFacts, Consent, Facts, FileFacts, IntegrityEvent, OtherContent,
    OtherPerson, PastAward, PersonKey, PublicityFacts, RegisteredUnit, ResolutionFacts, Right,
    RoundFacts, SelectionFacts, SocietyFacts, Subject,
};
pub use finding::{Evidence, Finding, Severity, Verdict};
pub use names::folded;
pub(super) use names::listed;
pub use registry::{check, is_submittable};
pub use rule_book::{Level, Rule, RuleBook, RuleBookError, State as RuleState, in_force};
pub use sheet::folded_number;
pub use sheet::numbers_of;
pub use store::of_round;
pub(super) use store::pin;
