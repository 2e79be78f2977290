//! Proposals (限额方案): what the engine proposes for the next round, and what people make of it. A
//! draft is confirmed by an officer, published by another person, may be appealed for a time, and is
//! final then.

mod bundle;
mod correction;
mod create;
mod decide;
mod grant;
mod print;
mod publish;
mod read;
mod record;
mod rules;
mod store;
mod tell;
mod views;

pub use bundle::{Bundle, DecisionRow, bundle, printed, sheet};
pub use create::{NewProposal, create};
pub use decide::{ProposalError, confirm, decide_otherwise, send_back};
pub(super) use grant::grant;
pub(super) use publish::note_quota;
pub use publish::publish;
pub use read::{
    decision, detail, is_published, list, of_society, published, published_years, waiting,
};
pub use record::{Decision, Explained, Proposal};
pub use rules::{Deed, ProposalRule, Standing};
pub(super) use rules::{Left, granted, may_appeal, may_judge};
pub(super) use store::{find, find_decision};
pub(super) use tell::tell_appeal;
pub use views::{
    DecisionDetail, ProposalDetail, ProposalView, PublicDecision, PublicQuotas, SocietyQuota,
};
