//! Where are plans, review assignments, and what reviewers signed kept?

mod ballots;
mod bars;
mod ground;
mod mine;
mod plans;
mod reviewers;
mod reviews;
mod workbench;

/// Why records could not be read or written.
pub(super) use sea_orm::DbErr as StoreError;

pub(super) use entity::{
    assignment_plan::Model as PlanRow, plan_change::Model as ChangeRow,
    review_assignment::Model as ReviewRow,
};

pub(super) use ballots::count_sheets;
pub(super) use bars::{barred, kept_apart};
pub(super) use ground::{experts_by_code, extend, ground, left_review, panels_stand, run_facts};
pub(super) use mine::{Matched, Party, matched, open_phases, parties};
pub(super) use plans::{
    applied_plan, changes, delete_batch, find_plan, hold_plan, insert_changes, insert_pairs,
    insert_plan, lock_round, pairs, plans, save_pairs, save_plan, year_of,
};
pub(super) use reviewers::{
    Tie, account_named, accounts_of, drop_tie, expert_of, insert_signature, signed_at, tie_account,
    tie_of,
};
pub(super) use reviews::{
    ReviewFilter, find_review, hold_living_of_pair, hold_of_plan, hold_review, insert_reviews,
    invite, of_expert, of_plan, overdue, review_page, save_review, tasks, withdraw,
};
pub(super) use workbench::{
    Band, Conflicting, addresses, bands, conflict_counts, conflicts_of, named_experts, publications,
};
