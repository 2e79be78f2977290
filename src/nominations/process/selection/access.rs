//! How does an expert of a selection stand to his link?

use chrono::{DateTime, Utc};

use super::record::{ExpertLink, Selection};

/// Where a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// It can be opened, and was not.
    Issued,
    /// It was opened.
    Opened,
    /// The expert said by it that these are his scores.
    HandedIn,
    /// Its term is over.
    Expired,
    /// It was taken back.
    Revoked,
}

impl Access {
    /// The word as sent.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Opened => "opened",
            Self::HandedIn => "handed_in",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

impl ExpertLink {
    /// Where it stands: its term is half-open.
    pub(super) fn access(&self, now: DateTime<Utc>) -> Access {
        if self.revoked_at.is_some() {
            Access::Revoked
        } else if now >= self.expires_at {
            Access::Expired
        } else if self.handed_in_at.is_some() {
            Access::HandedIn
        } else if self.opened_at.is_some() {
            Access::Opened
        } else {
            Access::Issued
        }
    }

    /// Whether the expert may score by it.
    pub(super) fn is_live(&self, now: DateTime<Utc>) -> bool {
        matches!(self.access(now), Access::Issued | Access::Opened)
    }
}

impl Selection {
    /// The newest link of an expert.
    pub(super) fn link_of(&self, expert: &str) -> Option<&ExpertLink> {
        self.links.iter().rev().find(|link| link.expert == expert)
    }

    /// The keys of the experts who are to be given a link: who has something to score and no link that is open.
    pub(super) fn without_link(&self, now: DateTime<Utc>) -> Vec<String> {
        let is_reached = |key: &str| self.link_of(key).is_some_and(|link| link.is_live(now));
        let wants = |key: &&str| self.open_to(key) > 0 && !is_reached(key);
        self.experts.iter().map(|one| one.key.as_str()).filter(wants).map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{super::summary::tests::selection, *};

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    fn link(expert: &str) -> ExpertLink {
        ExpertLink {
            id: Uuid::from_u128(9).into(),
            expert: expert.to_owned(),
            issued_by: "clerk".to_owned(),
            issued_at: at(0),
            expires_at: at(10),
            opened_at: None,
            handed_in_at: None,
            revoked_at: None,
        }
    }

    #[test]
    fn a_link_ends_by_its_term_by_being_used_and_by_being_taken_back() {
        let mut one = link("e1");
        assert_eq!((one.access(at(9)), one.is_live(at(9))), (Access::Issued, true));
        assert_eq!((one.access(at(10)), one.is_live(at(10))), (Access::Expired, false));
        one.opened_at = Some(at(1));
        assert_eq!((one.access(at(9)), one.is_live(at(9))), (Access::Opened, true));
        one.handed_in_at = Some(at(2));
        assert_eq!((one.access(at(9)), one.is_live(at(9))), (Access::HandedIn, false));
        one.revoked_at = Some(at(3));
        assert_eq!((one.access(at(9)), one.is_live(at(9))), (Access::Revoked, false));
    }

    #[test]
    fn who_has_something_to_score_and_no_open_link_is_given_one() {
        // Of a and b each expert has scored or kept out of a alone.
        let mut selection = selection();
        assert_eq!(selection.without_link(at(5)), ["e1", "e2", "e3"]);
        selection.links = vec![link("e1"), ExpertLink { revoked_at: Some(at(1)), ..link("e2") }];
        assert_eq!(selection.without_link(at(5)), ["e2", "e3"]);
        assert_eq!(selection.without_link(at(10)), ["e1", "e2", "e3"], "its term is over");
        selection.candidates.pop();
        assert_eq!(selection.without_link(at(10)), [""; 0], "they have scored all");
    }
}
