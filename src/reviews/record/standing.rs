//! How does a reviewer stand in a round?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{ExpertId, NominationId, ReviewAssignmentId, RoundId},
    vocabulary::AssignmentState,
};

/// What an expert did in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The expert.
    pub expert: ExpertId,
    /// Invitations, but for those that the office took back.
    pub asked: u32,
    /// Accepted.
    pub accepted: u32,
    /// Declined.
    pub declined: u32,
    /// Not answered in time.
    pub expired: u32,
    /// Recused.
    pub recused: u32,
    /// Sheets submitted.
    pub submitted: u32,
    /// Those of them that came before their phase ended.
    pub on_time: u32,
    /// Sheets that lie far from the others, where hints point at them.
    pub outliers: u32,
    /// Sheets that were rated.
    pub rated: u32,
    /// Sum of their grades, 1 to 5 each.
    pub rated_sum: u32,
}

impl Standing {
    /// Of who did nothing yet.
    pub(super) const fn of(expert: ExpertId) -> Self {
        Self {
            expert,
            asked: 0,
            accepted: 0,
            declined: 0,
            expired: 0,
            recused: 0,
            submitted: 0,
            on_time: 0,
            outliers: 0,
            rated: 0,
            rated_sum: 0,
        }
    }

    fn add(&mut self, deed: &Deed) {
        use AssignmentState::{Accepted, Declined, Expired, Recused, Withdrawn};
        if deed.invited_at.is_none() || deed.state == Withdrawn {
            return;
        }
        self.asked += 1;
        self.accepted += u32::from(deed.state == Accepted);
        self.declined += u32::from(deed.state == Declined);
        self.expired += u32::from(deed.state == Expired);
        self.recused += u32::from(deed.state == Recused);
        self.submitted += u32::from(deed.submitted_at.is_some());
        self.on_time += u32::from(deed.is_on_time());
        self.outliers += u32::from(deed.is_outlying);
        if let Some(grade) = deed.grade {
            self.rated += 1;
            self.rated_sum += grade;
        }
    }
}

/// What became of one review that an expert was asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deed {
    pub(super) assignment: ReviewAssignmentId,
    pub(super) round: RoundId,
    pub(super) nomination: NominationId,
    pub(super) expert: ExpertId,
    pub(super) state: AssignmentState,
    pub(super) invited_at: Option<DateTime<Utc>>,
    /// When the sheet was submitted, where it counts.
    pub(super) submitted_at: Option<DateTime<Utc>>,
    /// When the phase of the sheet ends.
    pub(super) closes_at: Option<DateTime<Utc>>,
    /// Whether it has ended.
    pub(super) is_closed: bool,
    /// Whether a hint points at the sheet.
    pub(super) is_outlying: bool,
    pub(super) grade: Option<u32>,
}

impl Deed {
    /// Whether the sheet came before its phase ended.
    pub(super) fn is_on_time(&self) -> bool {
        let came = self.submitted_at.zip(self.closes_at);
        came.is_some_and(|(submitted, closes)| submitted < closes)
    }
}

/// How the experts of these deeds stand, by key.
pub(super) fn tally<'d>(deeds: impl IntoIterator<Item = &'d Deed>) -> Vec<Standing> {
    let mut standings: BTreeMap<ExpertId, Standing> = BTreeMap::new();
    for deed in deeds {
        standings.entry(deed.expert).or_insert_with(|| Standing::of(deed.expert)).add(deed);
    }
    standings.into_values().filter(|standing| standing.asked > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(second, 0)
    }

    fn deed(expert: u128, state: AssignmentState) -> Deed {
        Deed {
            assignment: uuid::Uuid::nil().into(),
            round: uuid::Uuid::nil().into(),
            nomination: uuid::Uuid::nil().into(),
            expert: uuid::Uuid::from_u128(expert).into(),
            state,
            invited_at: at(1),
            submitted_at: None,
            closes_at: None,
            is_closed: false,
            is_outlying: false,
            grade: None,
        }
    }

    #[test]
    fn every_invitation_counts_once_by_what_became_of_it() {
        use AssignmentState::{Accepted, Declined, Expired, Invited, Proposed, Recused, Withdrawn};
        let given = |submitted, closes, grade| Deed {
            submitted_at: at(submitted),
            closes_at: at(closes),
            is_outlying: grade == 2,
            grade: Some(grade),
            ..deed(1, Accepted)
        };
        let others =
            [Declined, Expired, Recused, Invited, Withdrawn, Accepted].map(|one| deed(1, one));
        let proposed = Deed { invited_at: None, ..deed(2, Proposed) };
        let all = [others.as_slice(), &[given(9, 10, 5), given(10, 10, 2), proposed]].concat();
        let found = tally(&all);
        assert_eq!(found.len(), 1, "who was not asked yet is not told of");
        let expected = Standing {
            asked: 7,
            accepted: 3,
            declined: 1,
            expired: 1,
            recused: 1,
            submitted: 2,
            on_time: 1,
            outliers: 1,
            rated: 2,
            rated_sum: 7,
            ..Standing::of(uuid::Uuid::from_u128(1).into())
        };
        assert_eq!(found, [expected]);
    }
}
