//! What did a society do with a dossier before it was submitted, as the records keep it?

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    ids::{DossierResolutionId, InternalPublicityId, RoundId},
    vocabulary::{CouncilBody, DayCount, NominationState, PublicityOutcome},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{societies::AppliedCharter, supervision::Votes};

/// A step from one state to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its number within the dossier, from 1.
    pub number: u32,
    /// Where it stood.
    pub from: NominationState,
    /// Where it went.
    pub to: NominationState,
    /// Who took it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// SHA-256 of what the dossier said.
    pub content_digest: String,
}

/// An objection that was raised while a dossier was public in its society.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = PublicityObjection)]
pub struct Objection {
    /// What was objected.
    #[validate(length(min = 1, max = 4000))]
    pub text: String,
    /// How it was settled; empty while it is open.
    #[serde(default)]
    #[validate(length(max = 4000))]
    pub settlement: String,
}

impl Objection {
    /// Whether it has been settled.
    pub fn is_settled(&self) -> bool {
        !self.settlement.trim().is_empty()
    }

    /// Whether what is said now leaves this objection as it was, or settles it.
    pub(super) fn stands_in(&self, now: &Self) -> bool {
        self.text == now.text && (!self.is_settled() || self.settlement == now.settlement)
    }
}

/// A society's own publicity of a dossier (X25 art. 54).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publicity {
    /// Key.
    pub id: InternalPublicityId,
    /// Where it could be read.
    pub places: Vec<String>,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day.
    pub ends_on: NaiveDate,
    /// The least number of days when it began.
    pub least_days: u32,
    /// Which days counted.
    pub count: DayCount,
    /// SHA-256 of what was shown.
    pub content_digest: String,
    /// The completing units in which it was public as well.
    pub units: Vec<String>,
    /// Completing units in which it was not, as reported.
    pub missing_units: Vec<String>,
    /// Numbers of the attachments that prove it.
    pub proofs: Vec<String>,
    /// Who began it.
    pub begun_by: String,
    /// When.
    pub begun_at: DateTime<Utc>,
    /// What came of it; none while it runs.
    pub outcome: Option<PublicityOutcome>,
    /// What was objected.
    pub objections: Vec<Objection>,
    /// Whether an objection affects the nomination.
    pub is_affected: bool,
    /// Who closed it.
    pub closed_by: Option<String>,
    /// When.
    pub closed_at: Option<DateTime<Utc>>,
    /// When the dossier was taken back to the draft, and this counted no longer.
    pub voided_at: Option<DateTime<Utc>>,
}

impl Publicity {
    /// Whether something is still to be said of it: what came of it, how an objection was settled, what proves it.
    pub fn is_open(&self) -> bool {
        self.closed_at.is_none()
            || self.proofs.is_empty()
            || !self.objections.iter().all(Objection::is_settled)
    }

    /// Whether it is closed and nothing of it stands against the nomination.
    pub fn is_clear(&self) -> bool {
        self.closed_at.is_some()
            && !self.is_affected
            && self.objections.iter().all(Objection::is_settled)
    }
}

/// A resolution of a society's council on one or several dossiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// Key.
    pub id: DossierResolutionId,
    /// The round.
    pub round: RoundId,
    /// Code of the society.
    pub society: String,
    /// Which body.
    pub body: CouncilBody,
    /// The day of the meeting.
    pub held_on: NaiveDate,
    /// The count.
    pub votes: Votes,
    /// The minutes.
    pub minutes: String,
    /// SHA-256 of the minutes.
    pub minutes_digest: String,
    /// Number of the attachment with the minutes, where there is one.
    pub minutes_attachment: Option<String>,
    /// Whether it stands by the society's charter.
    pub is_carried: bool,
    /// The charter by which it was judged; it stays, whatever is entered later.
    pub charter: AppliedCharter,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// SHA-256 of what the dossier said when the council resolved on it.
    pub content_digest: String,
    /// When the dossier was taken back to the draft, and this counted no longer.
    pub voided_at: Option<DateTime<Utc>>,
}

/// Who asked for the internal review and who passed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// Who asked.
    pub requested_by: Option<String>,
    /// When.
    pub requested_at: Option<DateTime<Utc>>,
    /// Who passed it.
    pub passed_by: Option<String>,
    /// When.
    pub passed_at: Option<DateTime<Utc>>,
}

/// Everything of a dossier's way through its society.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Where it stands.
    pub state: NominationState,
    /// The steps, oldest first.
    pub steps: Vec<Step>,
    /// The review that counts.
    pub review: Review,
    /// The publicity that counts; none where there is none.
    pub publicity: Option<Publicity>,
    /// The carried resolution that counts; none where there is none.
    pub resolution: Option<Resolution>,
    /// Publicities that count no longer.
    pub earlier_publicities: Vec<Publicity>,
    /// Resolutions that count no longer, or were not carried.
    pub earlier_resolutions: Vec<Resolution>,
}

impl Process {
    /// Puts the records together.
    pub(super) fn of(
        state: NominationState,
        steps: Vec<Step>,
        publicities: Vec<Publicity>,
        resolutions: Vec<Resolution>,
    ) -> Self {
        let (mut counting, earlier_publicities): (Vec<_>, Vec<_>) =
            publicities.into_iter().partition(|one| one.voided_at.is_none());
        let (mut standing, earlier_resolutions): (Vec<_>, Vec<_>) =
            resolutions.into_iter().partition(|one| one.voided_at.is_none() && one.is_carried);
        Self {
            state,
            review: review_of(&steps),
            steps,
            publicity: counting.pop(),
            resolution: standing.pop(),
            earlier_publicities,
            earlier_resolutions,
        }
    }
}

/// The review since the dossier was last a draft.
fn review_of(steps: &[Step]) -> Review {
    use NominationState::{Draft, InternalReview};
    let mut review = Review::default();
    for step in steps {
        if step.to == Draft {
            review = Review::default();
        } else if step.to == InternalReview {
            review.requested_by = Some(step.by.clone());
            review.requested_at = Some(step.at);
        } else if step.from == InternalReview {
            review.passed_by = Some(step.by.clone());
            review.passed_at = Some(step.at);
        }
    }
    review
}

#[cfg(test)]
mod tests {
    use super::*;
    use NominationState::{Draft, InternalPublicity, InternalReview};

    #[test]
    fn the_review_that_counts_is_the_one_since_the_last_draft() {
        let step = |number, from, to, by: &str| Step {
            number,
            from,
            to,
            by: by.to_owned(),
            at: DateTime::UNIX_EPOCH,
            reason: None,
            content_digest: String::new(),
        };
        let mut steps = vec![
            step(1, Draft, InternalReview, "clerk"),
            step(2, InternalReview, InternalPublicity, "head"),
            step(3, InternalPublicity, Draft, "head"),
        ];
        assert_eq!(review_of(&steps), Review::default());
        steps.push(step(4, Draft, InternalReview, "head"));
        let review = review_of(&steps);
        assert_eq!((review.requested_by.as_deref(), review.passed_by), (Some("head"), None));
    }
}
