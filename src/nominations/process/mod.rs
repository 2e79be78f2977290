//! The society's own process (学会内部程序): selection, internal review by a second person, publicity,
//! the council's resolution; the table of all states; the timetable of a round and its extensions.

mod closing;
mod closing_rules;
mod errors;
mod guards;
mod proofs;
mod publicity_rules;
mod publish;
mod record;
mod resolve;
mod review;
mod selection;
mod show;
pub mod states;
mod states_picture;
mod states_review;
mod states_table;
mod step;
mod store;
mod tell_cast;
mod timetable;
mod told;
mod views;

pub(super) mod http;

pub use closing::remind_due as remind_of_closing;
pub use errors::{ProcessError, Rule};
pub(super) use publicity_rules::completing_units;
pub use publish::{NewPublicity, PublicityEnd, begin_publicity, end_publicity};
pub use record::{Objection, Process, Publicity, Resolution, Review, Step};
pub use resolve::{NewDossierResolution, ResolutionOutcome, resolve};
pub use review::{pass_review, request_review, return_to_draft, take_back};
pub use selection::{
    CallText, Criterion, ExpertFault, ExpertPage, ExpertSaved, ForCandidate, ForExpert, Given,
    NewScore, NewSelectionCandidate, NewSelectionExpert, SelectionDecision, SelectionSummary,
    criteria, decide as decide_selection, give as score_by_link, hand_in as hand_in_by_link,
    material as material_by_link, open as open_expert_link, save as save_selection,
    score as score_candidate, summary as selection_summary,
};
pub use states::next;
pub use states_picture::as_picture;
pub use states_table::{as_page, name as state_name};
pub(super) use step::{Because, Held, as_seen, hold, note, take, void};
pub use store::{of_dossier, steps_of, steps_through};
pub(super) use tell_cast::{Moved, tell_cast};
pub use timetable::{
    NewDeadlineExtension, RoundTimetableBody, ask_extension, confirm_extension, set_timetable,
};
