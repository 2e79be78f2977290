//! What is kept of a publicity, and where does it stand? By the clock alone: no job opens or closes it.

use chrono::{DateTime, Days, Duration, FixedOffset, NaiveTime, Utc};
use entity::{
    ids::{NominationId, PublicityCorrectionId, PublicityEntryId, PublicityId, RoundId},
    vocabulary::{NominationState, PublicityKind},
};

use crate::shared::{china_day, end_of_day_after};

/// A release comes at least so long before it opens, so that every node knows of it in time.
pub(super) const LEAST_AHEAD: Duration = Duration::minutes(1);

/// Above so many nominations, whoever decides types how many there are (features.md I2).
pub(super) const MOST_UNCONFIRMED: usize = 20;

/// A publicity, without its entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Publicity {
    /// Key.
    pub(super) id: PublicityId,
    /// Its round.
    pub(super) round: RoundId,
    /// Which.
    pub(super) kind: PublicityKind,
    /// Its address for good; a draft has none that anybody could count by.
    pub(super) number: String,
    /// Title.
    pub(super) title: String,
    /// What is said above the list.
    pub(super) notice: String,
    /// First instant at which it is public.
    pub(super) opens_at: DateTime<Utc>,
    /// First instant at which objections come too late.
    pub(super) closes_at: DateTime<Utc>,
    /// Version of the publish policy.
    pub(super) policy: String,
    /// Counts the changes.
    pub(super) version: i64,
    /// Who drafted it.
    pub(super) drafted_by: String,
    /// When.
    pub(super) drafted_at: DateTime<Utc>,
    /// Who released it.
    pub(super) released_by: Option<String>,
    /// When.
    pub(super) released_at: Option<DateTime<Utc>>,
    /// SHA-256 over the digests of its entries.
    pub(super) digest: Option<String>,
}

/// Where a publicity stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Known to the office alone.
    Draft,
    /// Released, and not yet public.
    Waiting,
    /// Public, objections are heard.
    Open,
    /// Public, objections come too late.
    Closed,
}

impl Standing {
    /// The word as sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Waiting => "waiting",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// Where a publicity of these instants stands at `now`.
    pub fn of(
        is_released: bool,
        (opens_at, closes_at): (DateTime<Utc>, DateTime<Utc>),
        now: DateTime<Utc>,
    ) -> Self {
        if !is_released {
            Self::Draft
        } else if now < opens_at {
            Self::Waiting
        } else if now < closes_at {
            Self::Open
        } else {
            Self::Closed
        }
    }

    /// Whether anybody may read it.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Open | Self::Closed)
    }
}

impl Publicity {
    /// Where it stands at `now`.
    pub(super) fn standing(&self, now: DateTime<Utc>) -> Standing {
        Standing::of(self.released_at.is_some(), (self.opens_at, self.closes_at), now)
    }
}

/// What is shown of one nomination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Key.
    pub(super) id: PublicityEntryId,
    /// The nomination.
    pub(super) nomination: NominationId,
    /// From 1.
    pub(super) position: i32,
    /// The version that it was made from.
    pub(super) nomination_version: i64,
    /// [`super::Content`] as JSON.
    pub(super) content: String,
    /// SHA-256 of the content.
    pub(super) digest: String,
}

/// A correction of what is public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Correction {
    /// Key.
    pub(super) id: PublicityCorrectionId,
    /// The entry that it corrects; none for the publicity as a whole.
    pub(super) entry: Option<PublicityEntryId>,
    /// From 1 within the publicity.
    pub(super) number: i32,
    /// What it says.
    pub(super) text: String,
    /// [`super::Replaced`] fields as JSON; none where only the text says it.
    pub(super) content: Option<String>,
    /// Who drafted it.
    pub(super) drafted_by: String,
    /// When.
    pub(super) drafted_at: DateTime<Utc>,
    /// Who released it.
    pub(super) released_by: Option<String>,
    /// When.
    pub(super) released_at: Option<DateTime<Utc>>,
}

/// The state from which nominations are made public, the one in which they are, and the clause.
pub(in super::super) const fn states(kind: PublicityKind) -> (NominationState, NominationState) {
    match kind {
        PublicityKind::Acceptance => {
            (NominationState::Accepted, NominationState::AcceptancePublicity)
        }
        PublicityKind::FirstReview => {
            (NominationState::FirstReviewPassed, NominationState::FirstReviewPublicity)
        }
    }
}

/// The first instant that is too late after so many whole days in Beijing. A day that has begun when it
/// opens is not a whole one.
pub(super) fn end_after(opens_at: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    let begins_a_day = midnight_of(opens_at) == Some(opens_at);
    if begins_a_day && days > 0 {
        end_of_day_after(opens_at, days - 1)
    } else {
        end_of_day_after(opens_at, days)
    }
}

/// The next midnight in Beijing.
pub fn next_midnight(now: DateTime<Utc>) -> DateTime<Utc> {
    midnight_of(now).and_then(|day| day.checked_add_days(Days::new(1))).unwrap_or(now)
}

fn midnight_of(instant: DateTime<Utc>) -> Option<DateTime<Utc>> {
    const EAST_S: i32 = 8 * 3600;
    let zone = FixedOffset::east_opt(EAST_S)?;
    let midnight = china_day(instant).and_time(NaiveTime::MIN);
    Some(midnight.and_local_timezone(zone).single()?.to_utc())
}

/// Whether somebody who saw `typed` meant all `count` of them.
pub(super) const fn is_confirmed(count: usize, typed: Option<usize>) -> bool {
    match typed {
        Some(typed) => typed == count,
        None => count <= MOST_UNCONFIRMED,
    }
}

/// SHA-256 over the digests of entries, in order.
pub(super) fn digest_over<'d>(digests: impl Iterator<Item = (i32, &'d str)>) -> String {
    let lines: Vec<String> =
        digests.map(|(position, digest)| format!("{position} {digest}\n")).collect();
    crate::shared::hex_sha256(lines.concat().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_whole_days_of_beijing_and_the_end_is_the_first_instant_too_late() {
        for (opens, closes) in [
            ("2027-03-01T00:00:00+08:00", "2027-03-31T00:00:00+08:00"),
            ("2027-03-01T00:00:01+08:00", "2027-04-01T00:00:00+08:00"),
            ("2027-03-01T23:59:59+08:00", "2027-04-01T00:00:00+08:00"),
        ] {
            assert_eq!(end_after(at(opens), 30), at(closes), "{opens}");
        }
        assert_eq!(next_midnight(at("2027-03-01T15:59:59Z")), at("2027-03-01T16:00:00Z"));
        assert_eq!(next_midnight(at("2027-03-01T16:00:00Z")), at("2027-03-02T16:00:00Z"));
    }

    #[test]
    fn it_opens_and_closes_to_the_second() {
        let span = (at("2027-03-01T00:00:00Z"), at("2027-03-31T00:00:00Z"));
        for (now, standing) in [
            ("2027-02-28T23:59:59Z", Standing::Waiting),
            ("2027-03-01T00:00:00Z", Standing::Open),
            ("2027-03-30T23:59:59Z", Standing::Open),
            ("2027-03-31T00:00:00Z", Standing::Closed),
        ] {
            assert_eq!(Standing::of(true, span, at(now)), standing, "{now}");
            assert_eq!(Standing::of(false, span, at(now)), Standing::Draft, "{now}");
        }
    }

    #[test]
    fn many_are_meant_only_when_their_number_is_typed() {
        assert!(is_confirmed(20, None) && !is_confirmed(21, None));
        assert!(is_confirmed(21, Some(21)) && !is_confirmed(21, Some(20)));
        assert!(!is_confirmed(3, Some(4)), "who types a number means it");
    }
}
