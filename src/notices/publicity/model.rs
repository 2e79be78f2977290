//! What is a publicity?

use chrono::{DateTime, Utc};
use entity::{ids::PublicityId, vocabulary::PublicityKind};

/// A nomination in a publicity that was released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The publicity.
    pub publicity: PublicityId,
    /// Its number.
    pub number: String,
    /// Which.
    pub kind: PublicityKind,
    /// First instant at which it is public.
    pub opens_at: DateTime<Utc>,
    /// First instant at which it is over: an objection at this instant is late.
    pub closes_at: DateTime<Utc>,
}

impl Shown {
    /// Whether an objection that reaches the server at `now` is in time (X25 art. 67).
    pub fn is_open_at(&self, now: DateTime<Utc>) -> bool {
        self.opens_at <= now && now < self.closes_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_publicity_is_open_from_its_first_instant_and_over_at_its_last() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let shown = Shown {
            publicity: uuid::Uuid::nil().into(),
            number: "2027-acceptance-1".to_owned(),
            kind: PublicityKind::Acceptance,
            opens_at: at("2027-03-01T00:00:00Z"),
            closes_at: at("2027-03-31T00:00:00Z"),
        };
        for (now, expected) in [
            ("2027-02-28T23:59:59Z", false),
            ("2027-03-01T00:00:00Z", true),
            ("2027-03-30T23:59:59Z", true),
            ("2027-03-31T00:00:00Z", false),
        ] {
            assert_eq!(shown.is_open_at(at(now)), expected, "{now}");
        }
    }
}
