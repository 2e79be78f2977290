//! Who has confirmed what the dossier says now, who has to be asked?

use chrono::{DateTime, Utc};
use entity::{
    ids::{NomineeAnswerId, NomineeLinkId},
    vocabulary::NomineeReply,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{nominee::Nominee, statements::Agreed};

/// A personal link. The word in it is not here: it is kept as a digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Key.
    pub id: NomineeLinkId,
    /// Row of the person.
    pub row: String,
    /// Who issued it.
    pub issued_by: String,
    /// When.
    pub issued_at: DateTime<Utc>,
    /// First instant at which it does not open any more.
    pub expires_at: DateTime<Utc>,
    /// When it was first opened.
    pub opened_at: Option<DateTime<Utc>>,
    /// When it was answered.
    pub used_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Identity checks that failed.
    pub wrong_tries: i32,
}

/// What can be done with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NomineeLinkState)]
pub enum LinkState {
    /// It can be answered.
    Live,
    /// It was answered, and shows what.
    Used,
    /// Its term is over.
    Expired,
    /// It was taken back, or another took its place.
    Revoked,
    /// Too many identity checks failed.
    Closed,
}

impl Link {
    /// What can be done with it at `now`, when `tries` failed checks close it.
    pub fn state(&self, now: DateTime<Utc>, tries: i32) -> LinkState {
        if self.revoked_at.is_some() {
            LinkState::Revoked
        } else if now >= self.expires_at {
            LinkState::Expired
        } else if self.used_at.is_some() {
            LinkState::Used
        } else if self.wrong_tries >= tries {
            LinkState::Closed
        } else {
            LinkState::Live
        }
    }
}

/// What a person answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Key.
    pub id: NomineeAnswerId,
    /// By which link.
    pub link: NomineeLinkId,
    /// Row of the person.
    pub row: String,
    /// Digest of the facts that were shown.
    pub facts_digest: String,
    /// Confirmed or refused.
    pub reply: NomineeReply,
    /// The statements that were agreed to.
    pub statements: Vec<Agreed>,
    /// The name that was typed.
    pub signature: String,
    /// How many relations to possible reviewers were declared.
    pub relation_count: u32,
    /// Why it was refused.
    pub refusal_reason: Option<String>,
    /// When.
    pub answered_at: DateTime<Utc>,
}

/// Where a person stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConfirmationState {
    /// Nobody asked, or the link lapsed unanswered.
    NotAsked,
    /// A link is out.
    Asked,
    /// Confirmed what the dossier says now.
    Confirmed,
    /// Refused.
    Refused,
    /// Confirmed what the dossier does not say any more.
    Outdated,
}

/// Where one person of a dossier stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Row of the person.
    pub row: String,
    /// Name.
    pub name: String,
    /// Place among the people, from 1.
    pub order: u32,
    /// State.
    pub state: ConfirmationState,
    /// When the last answer was given.
    pub answered_at: Option<DateTime<Utc>>,
}

/// Where each of `nominees` stands at `now`. A later answer stands over an earlier one, and a link that
/// is out over an answer that does not hold.
pub fn standing(
    nominees: &[Nominee],
    links: &[Link],
    answers: &[Answer],
    (now, tries): (DateTime<Utc>, i32),
) -> Vec<Confirmation> {
    nominees
        .iter()
        .map(|nominee| {
            let answer = last_answer(answers, &nominee.row);
            let is_out = links
                .iter()
                .any(|link| link.row == nominee.row && link.state(now, tries) == LinkState::Live);
            Confirmation {
                row: nominee.row.clone(),
                name: nominee.name.clone(),
                order: nominee.order,
                state: state(answer, &nominee.facts.digest, is_out),
                answered_at: answer.map(|answer| answer.answered_at),
            }
        })
        .collect()
}

/// The newest answer of a person.
pub(super) fn last_answer<'a>(answers: &'a [Answer], row: &str) -> Option<&'a Answer> {
    answers.iter().filter(|answer| answer.row == row).max_by_key(|one| (one.answered_at, one.id))
}

fn state(answer: Option<&Answer>, digest: &str, is_out: bool) -> ConfirmationState {
    let holds =
        |answer: &Answer| answer.reply == NomineeReply::Confirmed && answer.facts_digest == digest;
    match answer {
        Some(answer) if holds(answer) => ConfirmationState::Confirmed,
        _ if is_out => ConfirmationState::Asked,
        None => ConfirmationState::NotAsked,
        Some(answer) if answer.reply == NomineeReply::Refused => ConfirmationState::Refused,
        Some(_) => ConfirmationState::Outdated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::{dossier::Content, forms, people::nominees};
    use chrono::TimeDelta;
    use uuid::Uuid;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    fn link(issued: i64) -> Link {
        Link {
            id: NomineeLinkId(Uuid::nil()),
            row: "a".to_owned(),
            issued_by: "clerk".to_owned(),
            issued_at: at(issued),
            expires_at: at(issued + 100),
            opened_at: None,
            used_at: None,
            revoked_at: None,
            wrong_tries: 0,
        }
    }

    fn answer(minutes: i64, reply: NomineeReply, digest: &str) -> Answer {
        Answer {
            id: NomineeAnswerId(Uuid::nil()),
            link: NomineeLinkId(Uuid::nil()),
            row: "a".to_owned(),
            facts_digest: digest.to_owned(),
            reply,
            statements: Vec::new(),
            signature: "示范甲".to_owned(),
            relation_count: 0,
            refusal_reason: None,
            answered_at: at(minutes),
        }
    }

    #[test]
    fn a_link_lives_to_its_end_and_ends_in_four_ways() {
        assert_eq!(link(0).state(at(99), 5), LinkState::Live);
        assert_eq!(link(0).state(at(100), 5), LinkState::Expired, "half-open");
        let used = Link { used_at: Some(at(1)), ..link(0) };
        assert_eq!(
            (used.state(at(2), 5), used.state(at(100), 5)),
            (LinkState::Used, LinkState::Expired)
        );
        assert_eq!(Link { wrong_tries: 5, ..link(0) }.state(at(1), 5), LinkState::Closed);
        assert_eq!(Link { revoked_at: Some(at(1)), ..used }.state(at(2), 5), LinkState::Revoked);
    }

    #[test]
    fn a_confirmation_holds_for_the_facts_that_were_shown() {
        use ConfirmationState::{Asked, Confirmed, NotAsked, Outdated, Refused};
        use NomineeReply::{Confirmed as Yes, Refused as No};
        let values =
            serde_json::json!({ "completers.items": ["a"], "completers.items/a/name": "示范甲" });
        let content: Content = serde_json::from_value(values).unwrap();
        let people = nominees(forms::find("nat-1").unwrap(), &content, &|text| text.to_owned());
        let now = people[0].facts.digest.clone();
        for (links, answers, expected) in [
            (vec![], vec![], NotAsked),
            (vec![link(50)], vec![], Asked),
            (vec![link(-90)], vec![], NotAsked),
            (vec![], vec![answer(1, Yes, &now)], Confirmed),
            // Asked again without need: what was confirmed holds.
            (vec![link(50)], vec![answer(1, Yes, &now)], Confirmed),
            (vec![], vec![answer(1, Yes, "earlier")], Outdated),
            (vec![link(50)], vec![answer(1, Yes, "earlier")], Asked),
            (vec![], vec![answer(1, No, &now)], Refused),
            (vec![], vec![answer(1, No, &now), answer(2, Yes, &now)], Confirmed),
            (vec![], vec![answer(2, No, &now), answer(1, Yes, &now)], Refused),
            (vec![link(50)], vec![answer(2, No, &now)], Asked),
        ] {
            let standing = standing(&people, &links, &answers, (at(60), 5));
            assert_eq!(standing[0].state, expected, "{links:?} {answers:?}");
        }
    }
}
