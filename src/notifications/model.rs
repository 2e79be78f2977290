//! What is kept of a notice and of a message, and who may release it?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    ids::{AccountId, NoticeId, NoticeMailId},
    vocabulary::{MailLanguage, MailState},
};

use super::notice::Kind;
use crate::shared::Language;

/// What is kept as the kind of a digest.
pub(super) const DIGEST: &str = "digest";

/// A notice as it is kept.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) id: NoticeId,
    pub(super) kind: Option<Kind>,
    pub(super) account: Option<AccountId>,
    pub(super) recipient: String,
    /// Sealed.
    pub(super) address: Option<String>,
    pub(super) subject: String,
    pub(super) caused_by: Option<String>,
    pub(super) facts: BTreeMap<String, String>,
    pub(super) link: Option<String>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) read_at: Option<DateTime<Utc>>,
    pub(super) is_superseded: bool,
}

/// A message of the outbox.
#[derive(Clone, Debug)]
pub(super) struct Mail {
    pub(super) id: NoticeMailId,
    pub(super) recipient: String,
    pub(super) account: Option<AccountId>,
    /// The kind of its notice; none for a digest.
    pub(super) kind: Option<Kind>,
    pub(super) day: Option<NaiveDate>,
    pub(super) state: MailState,
    pub(super) caused_by: Option<String>,
    pub(super) held_by: Option<String>,
    pub(super) released_by: Option<String>,
    pub(super) attempts: i32,
    pub(super) next_at: DateTime<Utc>,
    pub(super) claimed_until: Option<DateTime<Utc>>,
    pub(super) last_error: Option<String>,
    pub(super) sent_at: Option<DateTime<Utc>>,
    pub(super) version: i64,
    pub(super) created_at: DateTime<Utc>,
}

/// Where and how an account is written to.
#[derive(Clone, Debug)]
pub(super) struct Writing {
    /// Sealed.
    pub(super) address: Option<String>,
    pub(super) language: Option<MailLanguage>,
    pub(super) bounced_at: Option<DateTime<Utc>>,
    pub(super) version: i64,
}

/// The language of a stored word.
pub(super) fn language(word: MailLanguage) -> Language {
    match word {
        MailLanguage::Chinese => Language::Chinese,
        MailLanguage::English => Language::English,
    }
}

/// Why a message may not be released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bar {
    /// It is not held.
    NotHeld,
    /// Whoever decided must not send: a second person does.
    SamePerson,
    /// The template has not been looked at on real recipients in this version.
    NoPreview,
}

/// Whether `by` may release a message.
pub(super) fn may_release(
    mail: &Mail,
    by: &str,
    hands: &BTreeSet<String>,
    is_previewed: bool,
) -> Result<(), Bar> {
    if mail.state != MailState::Held {
        return Err(Bar::NotHeld);
    }
    if mail.caused_by.as_deref() == Some(by) || hands.contains(by) {
        return Err(Bar::SamePerson);
    }
    if is_previewed { Ok(()) } else { Err(Bar::NoPreview) }
}

/// Messages that did not arrive, the newest of each recipient, without those whose later ones did; the
/// messages come newest first.
pub(super) fn unreachable(newest_first: Vec<Mail>) -> Vec<(Mail, usize)> {
    let mut arrived = BTreeSet::new();
    let mut found: Vec<(Mail, usize)> = Vec::new();
    for mail in newest_first {
        let is_lost = matches!(mail.state, MailState::Failed | MailState::Bounced)
            || (mail.state == MailState::Waiting && mail.last_error.is_some());
        if mail.state == MailState::Sent {
            arrived.insert(mail.recipient);
        } else if is_lost && !arrived.contains(&mail.recipient) {
            match found.iter_mut().find(|(first, _)| first.recipient == mail.recipient) {
                Some((_, count)) => *count += 1,
                None => found.push((mail, 1)),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(recipient: &str, state: MailState) -> Mail {
        Mail {
            id: uuid::Uuid::nil().into(),
            recipient: recipient.to_owned(),
            account: None,
            kind: Some(Kind::Accepted),
            day: None,
            state,
            caused_by: Some("decider".to_owned()),
            held_by: None,
            released_by: None,
            attempts: 0,
            next_at: DateTime::UNIX_EPOCH,
            claimed_until: None,
            last_error: None,
            sent_at: None,
            version: 1,
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_second_person_releases_what_was_looked_at() {
        let held = mail("a", MailState::Held);
        let hands = BTreeSet::from(["examiner".to_owned()]);
        assert_eq!(may_release(&held, "decider", &hands, true), Err(Bar::SamePerson));
        assert_eq!(may_release(&held, "examiner", &hands, true), Err(Bar::SamePerson));
        assert_eq!(may_release(&held, "second", &hands, false), Err(Bar::NoPreview));
        assert_eq!(may_release(&held, "second", &hands, true), Ok(()));
        let sent = mail("a", MailState::Sent);
        assert_eq!(may_release(&sent, "second", &hands, true), Err(Bar::NotHeld));
    }

    #[test]
    fn who_was_reached_later_is_reachable() {
        let mut late = mail("c", MailState::Waiting);
        late.last_error = Some("unreachable".to_owned());
        let found = unreachable(vec![
            mail("a", MailState::Sent),
            mail("a", MailState::Bounced),
            mail("b", MailState::Failed),
            late,
            mail("b", MailState::Failed),
            mail("d", MailState::Waiting),
        ]);
        let found: Vec<(&str, usize)> =
            found.iter().map(|(mail, count)| (mail.recipient.as_str(), *count)).collect();
        assert_eq!(found, [("b", 2), ("c", 1)]);
    }
}
