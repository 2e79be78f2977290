//! Nominations (提名): the dossiers of a round with their people, units and papers.

pub mod attachments;
pub mod barred;
pub mod checks;
pub mod course;
pub mod dossier;
pub mod forms;
pub mod http;
pub mod imports;
pub mod model;
mod open_round;
pub mod outputs;
pub mod people;
pub mod process;
pub mod sheet;
mod store;
pub mod submission;
mod way_store;

pub use attachments::{Attachment, is_marked as file_is_marked, of_dossier as attachments_of};
pub use checks::{
    Evidence as CheckEvidence, Finding as CheckFinding, Level as CheckLevel, Rule as CheckRule,
    RuleBook as CheckBook, RuleState as CheckRuleState, Severity as CheckSeverity,
    Verdict as CheckVerdict, of_round as check_book_of,
};
pub use checks::{folded, folded_number};
pub use course::held as held_place;
pub use course::{
    CourseError, NextStep, Place, in_state as nominations_in_state, place, places,
    take as take_step,
};
pub use dossier::{Address, Content, DossierError, Value, find as find_dossier, said};
pub use dossier::{
    DossierChange, changed_since, keep_unlocked, reach as reach_dossier, unlock as unlock_fields,
    unlocked as unlocked_fields,
};
pub use forms::{Field, Form, Kind as FieldKind};
pub use open_round::ensure_round;
pub use outputs::{Publicity as FormPublicity, made_public};
pub use people::{Relation as DeclaredRelation, declared_relations};
pub use process::states::Guard;
pub use store::{
    NominationDetail, Placing, RoundCounts, RoundDossiers, apply_nominations, apply_papers,
    apply_people, detail, nomination_documents, round_counts, round_dossiers,
};
pub use submission::{Examined, SubmissionError, examine as examine_submission, hand_in_corrected};
pub use way_store::{SelectionEvidence, Way, ways};
