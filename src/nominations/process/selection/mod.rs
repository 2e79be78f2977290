//! The selection (遴选) of a society: a call, candidates, its own experts, their scores, the outcome (X25 art. 51:
//! 规范的遴选机制). An expert scores by a personal link, or a clerk writes down what he gave on paper; what the scores come to
//! is computed by the engine of the reviews ([`crate::aggregation`]).

mod access;
mod by_link;
mod criteria;
mod decide;
mod for_expert;
mod keep;
mod links;
mod ranked;
mod record;
mod show;
mod store;
mod summary;
mod views;

pub use by_link::{ExpertPage, ExpertSaved, give, hand_in, material, open};
pub use criteria::{Criterion, criteria};
pub use decide::{SelectionDecision, decide};
pub use for_expert::{ExpertFault, ForCandidate, ForExpert, Given};
pub use keep::{CallText, NewScore, NewSelectionCandidate, NewSelectionExpert, save, score};
pub(super) use links::{ExpertLinkEnd, ExpertLinkMade, ExpertLinkRequest, issue, revoke};
pub(super) use show::selection;
pub use store::summary;
pub use summary::SelectionSummary;
pub(super) use views::SelectionView;
