//! Where does the letter with a personal link stand, and when may the next one go?

use chrono::{DateTime, TimeDelta, Utc};
use entity::{ids::NomineeLinkId, vocabulary::MailState};
use serde::Serialize;
use utoipa::ToSchema;

use super::statements::LetterTerms;

/// What a letter with this link is about, as the outbox keeps it.
pub(super) fn subject_of(link: NomineeLinkId) -> String {
    format!("nominee_link/{link}")
}

/// Where a letter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NomineeLetterState)]
pub(super) enum LetterState {
    /// It waits to be sent.
    Queued,
    /// It left.
    Sent,
    /// It was given up, or came back.
    Refused,
}

impl LetterState {
    /// The state of a message of the outbox; none of one that was taken back.
    pub(super) const fn of(state: MailState) -> Option<Self> {
        match state {
            MailState::Waiting | MailState::Held => Some(Self::Queued),
            MailState::Sent => Some(Self::Sent),
            MailState::Failed | MailState::Bounced => Some(Self::Refused),
            MailState::Superseded => None,
        }
    }
}

/// A letter with a personal link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) link: NomineeLinkId,
    /// Row of the person.
    pub(super) row: String,
    pub(super) state: LetterState,
    pub(super) queued_at: DateTime<Utc>,
    pub(super) sent_at: Option<DateTime<Utc>>,
    /// It is to the address that the dossier names now.
    pub(super) is_current: bool,
}

/// After when the letters were written that still count: those of the last 24 hours.
pub(super) fn day_before(now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::days(1)
}

/// The first instant at which the next letter to the person in `row` may go; none where it may go now. A letter
/// to another address, or one that did not arrive, is not waited for, but counts among those of the day. So many
/// go to an address in a day, whomever they are about and whichever dossier names it: `to_address` says when.
pub(super) fn next_letter_at(
    (letters, row): (&[Letter], &str),
    to_address: &[DateTime<Utc>],
    now: DateTime<Utc>,
    terms: &LetterTerms,
) -> Option<DateTime<Utc>> {
    let own = || letters.iter().filter(|one| one.row == row);
    let pause = TimeDelta::minutes(terms.pause_minutes);
    let arrived = own().filter(|one| one.is_current && one.state != LetterState::Refused);
    let after_pause = arrived.map(|one| one.queued_at + pause).max();

    let to_person: Vec<DateTime<Utc>> = own().map(|one| one.queued_at).collect();
    let room = [(&*to_person, terms.most_a_day), (to_address, terms.most_a_day_to_address)]
        .map(|(written, most)| room_at(written, most, now));
    let instants = room.into_iter().chain([after_pause]).flatten();
    instants.filter(|from| *from > now).max()
}

/// When so many of the letters are over a day old that one more has room; none where it has room now.
fn room_at(written: &[DateTime<Utc>], most: usize, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let leave = written.iter().map(|at| *at + TimeDelta::days(1));
    let mut of_day: Vec<DateTime<Utc>> = leave.filter(|until| *until > now).collect();
    of_day.sort_unstable();
    let too_many = of_day.len().checked_sub(most)?;
    of_day.get(too_many).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    fn letter(queued: i64) -> Letter {
        Letter {
            link: NomineeLinkId(Uuid::nil()),
            row: "a".to_owned(),
            state: LetterState::Sent,
            queued_at: at(queued),
            sent_at: None,
            is_current: true,
        }
    }

    fn terms() -> LetterTerms {
        let basis = String::new();
        LetterTerms { pause_minutes: 10, most_a_day: 3, most_a_day_to_address: 4, basis }
    }

    fn next(letters: &[Letter], now: i64) -> Option<DateTime<Utc>> {
        next_letter_at((letters, "a"), &[], at(now), &terms())
    }

    #[test]
    fn the_next_letter_waits_for_one_that_arrives_and_for_no_other() {
        assert_eq!(next(&[], 0), None);
        assert_eq!(next(&[letter(0)], 9), Some(at(10)));
        assert_eq!(next(&[letter(0)], 10), None, "half-open");
        assert_eq!(next(&[letter(5), letter(0)], 9), Some(at(15)), "the newest");
        let refused = Letter { state: LetterState::Refused, ..letter(0) };
        let elsewhere = Letter { is_current: false, ..letter(0) };
        let another = Letter { row: "b".to_owned(), ..letter(0) };
        assert_eq!(next(&[refused, elsewhere, another], 1), None);
    }

    #[test]
    fn so_many_go_in_a_day_whatever_became_of_them() {
        const DAY: i64 = 24 * 60;
        let refused = |queued| Letter { state: LetterState::Refused, ..letter(queued) };
        let three = [refused(0), letter(20), refused(40)];
        assert_eq!(next(&three, 60), Some(at(DAY)), "until the first is a day old");
        assert_eq!(next(&three, DAY), None);
        let four = [refused(0), refused(1), refused(2), refused(3)];
        assert_eq!(next(&four, 60), Some(at(DAY + 1)), "one too many waits for two");
        assert_eq!(next(&[letter(0), letter(20), letter(DAY - 5)], DAY - 1), Some(at(DAY + 5)));
    }

    #[test]
    fn so_many_go_to_an_address_in_a_day_whomever_they_are_about() {
        const DAY: i64 = 24 * 60;
        let written = [at(0), at(1), at(2), at(3)];
        let next = |letters: &[Letter], written: &[DateTime<Utc>], now| {
            next_letter_at((letters, "a"), written, at(now), &terms())
        };
        assert_eq!(next(&[], &written[..3], 60), None, "one more has room");
        assert_eq!(next(&[], &written, 60), Some(at(DAY)), "the person was never written to");
        assert_eq!(next(&[], &written, DAY), None, "half-open");
        let own = [letter(20), letter(40), letter(59)];
        assert_eq!(next(&own, &written, 60), Some(at(DAY + 20)), "the later of the two");
    }

    #[test]
    fn a_message_that_was_taken_back_is_no_letter() {
        let states = MailState::ALL.iter().map(|state| LetterState::of(*state));
        assert_eq!(states.filter(Option::is_none).count(), 1);
        assert_eq!(LetterState::of(MailState::Held), Some(LetterState::Queued));
        assert_eq!(LetterState::of(MailState::Bounced), Some(LetterState::Refused));
    }
}
