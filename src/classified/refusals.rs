//! What was refused and is not written down yet? Noted in a moment, so that no refusal waits for the records.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};

use super::sighting::Sighting;

/// Refusals that may wait at once: what comes beyond them is counted, so that nobody fills the memory.
const MOST_WAITING: usize = 1_000;
/// So many of them may come from those of whom nothing is known: they leave room for everybody else.
const MOST_OF_ANYONE: usize = 100;

/// Who sent what was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sender {
    /// Somebody with an account.
    Account {
        /// The user name.
        username: String,
        /// Codes of the societies for which the person acts.
        societies: Vec<String>,
    },
    /// A nominee by a personal link.
    Nominee,
    /// Anybody on the public pages: nothing is known of the person, and nothing kept.
    Anyone,
}

impl Sender {
    /// The word under which the audit chain knows the sender.
    pub fn name(&self) -> &str {
        match self {
            Self::Account { username, .. } => username,
            Self::Nominee => "nominee",
            Self::Anyone => "anyone",
        }
    }
}

/// Something that the gate refused: who, when, by which operation, meant for what, and the marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Sender,
    /// By which operation: method and address without its keys, or a command.
    pub operation: String,
    /// For what it was meant, as kind and key: `("dossiers", …)`. The first that there is counts.
    pub targets: Vec<(String, String)>,
    /// The marks.
    pub seen: Vec<Sighting>,
    /// The request.
    pub request_id: Option<String>,
}

#[derive(Debug, Default)]
struct Waiting {
    refused: VecDeque<Refused>,
    lost: u64,
}

impl Waiting {
    fn of_anyone(&self) -> impl Iterator<Item = &Refused> {
        self.refused.iter().filter(|one| one.by == Sender::Anyone)
    }

    /// Whether the same is waiting already, of somebody of whom nothing is known.
    fn repeats(&self, refused: &Refused) -> bool {
        let is_like =
            |one: &Refused| one.operation == refused.operation && one.targets == refused.targets;
        refused.by == Sender::Anyone && self.of_anyone().any(is_like)
    }

    fn has_room(&self, by: &Sender) -> bool {
        let is_anyone = *by == Sender::Anyone;
        self.refused.len() < MOST_WAITING
            && (!is_anyone || self.of_anyone().count() < MOST_OF_ANYONE)
    }
}

/// Refusals that wait to be written down, in the memory of this process.
#[derive(Clone, Debug, Default)]
pub struct Refusals(Arc<Mutex<Waiting>>);

impl Refusals {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a refusal; it waits for nothing. Of what comes without an account a repetition says nothing new.
    pub fn note(&self, refused: Refused) {
        let mut waiting = self.waiting();
        if waiting.repeats(&refused) {
            return;
        }
        if waiting.has_room(&refused.by) {
            waiting.refused.push_back(refused);
        } else {
            waiting.lost += 1;
        }
    }

    /// Takes what waits, oldest first, and how many found no room since this was last asked.
    pub fn take(&self) -> (Vec<Refused>, u64) {
        let mut waiting = self.waiting();
        let lost = std::mem::take(&mut waiting.lost);
        (std::mem::take(&mut waiting.refused).into(), lost)
    }

    /// Gives back what could not be written down: it waits before all that came meanwhile.
    pub fn give_back(&self, refused: Vec<Refused>) {
        let mut waiting = self.waiting();
        for one in refused.into_iter().rev() {
            waiting.refused.push_front(one);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(operation: &str) -> Refused {
        Refused {
            at: DateTime::UNIX_EPOCH,
            by: Sender::Account { username: "someone".to_owned(), societies: Vec::new() },
            operation: operation.to_owned(),
            targets: Vec::new(),
            seen: Vec::new(),
            request_id: None,
        }
    }

    #[test]
    fn what_waits_is_taken_once_in_order_and_bounded() {
        let refusals = Refusals::default();
        for operation in ["a", "b"] {
            refusals.note(refused(operation));
        }
        let (taken, lost) = refusals.take();
        assert_eq!((taken.as_slice(), lost), (&[refused("a"), refused("b")][..], 0));
        refusals.note(refused("c"));
        refusals.give_back(taken);
        let operations: Vec<String> =
            refusals.take().0.into_iter().map(|one| one.operation).collect();
        assert_eq!(operations, ["a", "b", "c"]);
        for _ in 0..=MOST_WAITING {
            refusals.note(refused("d"));
        }
        let (taken, lost) = refusals.take();
        assert_eq!((taken.len(), lost), (MOST_WAITING, 1));
        assert_eq!(refusals.take(), (Vec::new(), 0));
    }

    fn of_anyone(operation: &str, key: &str) -> Refused {
        let targets = vec![("nominations".to_owned(), key.to_owned())];
        Refused { by: Sender::Anyone, targets, ..refused(operation) }
    }

    #[test]
    fn a_repetition_is_noted_once_of_whoever_is_unknown_and_each_time_of_others() {
        let refusals = Refusals::default();
        let first = of_anyone("a", "1");
        let later = Refused { request_id: Some("later".to_owned()), ..first.clone() };
        let noted = [first, of_anyone("a", "2"), of_anyone("b", "1"), refused("a"), refused("a")];
        for one in noted.iter().chain([&later]) {
            refusals.note(one.clone());
        }
        assert_eq!(refusals.take(), (noted.to_vec(), 0), "a repetition is not lost");
        refusals.note(later.clone());
        assert_eq!(refusals.take(), (vec![later], 0), "what was taken waits no more");
    }

    #[test]
    fn strangers_leave_room_for_who_is_known() {
        let refusals = Refusals::default();
        for number in 0..MOST_WAITING {
            refusals.note(of_anyone("a", &number.to_string()));
        }
        for _ in MOST_OF_ANYONE..MOST_WAITING {
            refusals.note(refused("a"));
        }
        let (taken, lost) = refusals.take();
        let strangers = taken.iter().filter(|one| one.by == Sender::Anyone).count();
        assert_eq!((taken.len(), strangers), (MOST_WAITING, MOST_OF_ANYONE));
        let beyond = MOST_WAITING - MOST_OF_ANYONE;
        assert_eq!(usize::try_from(lost), Ok(beyond));
    }
}
