//! Where are decisions, declarations, alerts and scans kept, and what of a run do they speak of?

mod alerts;
mod decisions;
mod declarations;
mod findings;
mod named;
mod pairs;
mod sources;

pub(super) use alerts::{
    Alert, AlertQuery, Check, Scan, add_alert, add_scan, alert, alerts_of_round, check_of,
    hold_alerts, hold_check, keep_check, list_alerts, save_alert, scans,
};
pub(super) use decisions::{
    Decision, add as add_decision, find as decision, of_finding as decisions_of, of_findings,
    save as save_decision,
};
pub(super) use declarations::{
    Declaration, DeclarationQuery, add as add_declaration, exclusions, find as declaration,
    held as held_declaration, list as list_declarations, of_account, origins,
    save as save_declaration, speaking, unresolved,
};
pub(super) use findings::{
    FindingQuery, FindingRow, Tally, assigned_among, find as finding, list as list_findings, tally,
};
pub(super) use named::{
    NamedExpert, NamedNomination, expert_by_code, expert_of_account, experts, nomination,
    nominations, society_nominations, years,
};
pub(super) use pairs::{Pair, draft_pairs, hold_reviews, judged_pairs, review_pairs, was_invited};
pub(super) use sources::{Known, known};

/// Why rows cannot be read or written.
pub(super) type StoreError = sea_orm::DbErr;
