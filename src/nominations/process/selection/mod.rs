//! The selection (遴选) of a society: a call, candidates, its own experts, their scores, the outcome. A
//! simple form until the reviews have rooms of their own (X25 art. 51: 规范的遴选机制).

mod criteria;
mod decide;
mod keep;
mod rank;
mod record;
mod show;
mod store;
mod summary;
mod views;

pub use criteria::{Criterion, criteria};
pub use decide::{SelectionDecision, decide};
pub use keep::{CallText, NewScore, NewSelectionCandidate, NewSelectionExpert, save, score};
pub(super) use show::selection;
pub use store::summary;
pub use summary::SelectionSummary;
pub(super) use views::SelectionView;
