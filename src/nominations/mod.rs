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
mod named_works;
mod named_works_store;
mod open_round;
pub mod outputs;
pub mod people;
pub mod process;
pub mod sheet;
mod store;
pub mod submission;
mod way_store;

pub use attachments::{Attachment, of_dossier as attachments_of};
pub use barred::integrity_hits;
pub use checks::{
    Evidence as CheckEvidence, Finding as CheckFinding, Level as CheckLevel, Rule as CheckRule,
    RuleBook as CheckBook, RuleState as CheckRuleState, Severity as CheckSeverity,
    Verdict as CheckVerdict, of_round as check_book_of,
};
pub use checks::{IntegrityEvent, folded, folded_number};
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
pub use named_works::{NamedWork, NamedWorks};
pub use named_works_store::named_works;
pub use open_round::ensure_round;
pub use outputs::{
    CopyDocument, CopyError, CopyFile, CopyText, CopyTexts, Hidden, Publicity as FormPublicity,
    ReviewCopy, Span, Veil, VeiledFiles, alias_of, copy_texts, made_public, review_copy, without,
};
pub use people::{Relation as DeclaredRelation, declared_relations};
pub use process::states::{Guard, behind, find as find_step, is_without_award};
pub use store::{
    NominationDetail, Owners, Placing, RoundCounts, RoundDossiers, apply_nominations, apply_papers,
    apply_people, detail, earlier_dossiers, nomination_documents, panels, round_counts,
    round_dossiers, set_panels,
};
pub use submission::{Examined, SubmissionError, examine as examine_submission, hand_in_corrected};
pub use way_store::{SelectionEvidence, Way, reached, ways};
