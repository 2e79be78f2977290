//! When did something last happen after which conflicts may differ? By the audit chain, in which every deed stands
//! in the order in which it came to count.

use entity::audit_record::{Column, Entity};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

/// Deeds after which conflicts may differ, by what their action begins with.
const RELEVANT: [&str; 19] = [
    "experts.",
    "affiliations.",
    "publications.",
    "grants.",
    "patents.",
    "theses.",
    "units.",
    "nominations.",
    "people.",
    "papers.",
    "persons.",
    "matching.run",
    "assignments.",
    "examination.",
    "recusals.declare",
    "recusals.withdraw",
    "recusals.answer",
    "recusals.decide",
    "recusals.reverse",
];
/// Deeds of those rooms after which they do not.
const IRRELEVANT: [&str; 8] = [
    "nominations.edit_dossier",
    "nominations.create_dossier",
    "nominations.reveal",
    "assignments.freeze",
    "assignments.unfreeze",
    "assignments.sign_commitment",
    "assignments.declare_no_interest",
    "assignments.accept_invitation",
];
/// Steps of nominations on their way through the reviews: conflicts mattered to them before, and matter after.
const STEPS: [&str; 10] = [
    "nominations.to_network_review",
    "nominations.to_network_review_done",
    "nominations.to_panel_review",
    "nominations.to_first_review_passed",
    "nominations.to_first_review_failed",
    "nominations.to_first_review_publicity",
    "nominations.to_committee_review",
    "nominations.to_committee_passed",
    "nominations.to_committee_failed",
    "nominations.to_council_decision",
];

/// The number of the last deed after which conflicts may differ, later than `sequence`.
///
/// # Errors
/// The records failing.
pub async fn last_deed_that_matters(
    database: &impl ConnectionTrait,
    sequence: i64,
) -> Result<Option<i64>, DbErr> {
    let begins = RELEVANT
        .iter()
        .fold(Condition::any(), |any, start| any.add(Column::Action.starts_with(*start)));
    Entity::find()
        .select_only()
        .column(Column::Sequence)
        .filter(Column::Sequence.gt(sequence))
        .filter(begins)
        .filter(Column::Action.is_not_in(IRRELEVANT.into_iter().chain(STEPS)))
        .order_by_desc(Column::Sequence)
        .into_tuple::<i64>()
        .one(database)
        .await
}

#[cfg(test)]
mod tests {
    use entity::vocabulary::NominationState;

    use super::*;
    use crate::{matching::earlier::is_of_interest, nominations::find_step};

    #[test]
    fn a_step_through_the_reviews_changes_nothing_about_whom_conflicts_matter_to() {
        let states = NominationState::ALL;
        for name in STEPS {
            let word = name.strip_prefix("nominations.to_").unwrap();
            let to = states.iter().copied().find(|state| state.as_str() == word).unwrap();
            let is_before = |from: &NominationState| {
                ["TOP", "NAT", "INV", "PRO", "INT"]
                    .iter()
                    .any(|category| find_step(category, *from, to).is_some())
            };
            let before: Vec<NominationState> =
                states.iter().copied().filter(|from| is_before(from)).collect();
            assert!(!before.is_empty(), "{name}");
            for from in before {
                assert!(is_of_interest(from) && is_of_interest(to), "{from:?} {name}");
            }
        }
    }
}
