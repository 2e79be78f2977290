//! What does a nominee see behind the link, and what does the society see of its nominees?

use chrono::{DateTime, Utc};
use entity::{ids::DossierId, vocabulary::NomineeReply};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    delivery::{Letter, LetterState},
    facts::Facts,
    nominee::Nominee,
    standing::{Answer, Confirmation, ConfirmationState, Link, LinkState},
};
use crate::{mail::masked, notifications::Wording, shared::Bilingual};

/// What whoever opens a link is shown and asked.
#[derive(Clone, Debug)]
pub struct ForNominee {
    /// The dossier.
    pub dossier: DossierId,
    /// Who nominates.
    pub society: String,
    /// Year of the round.
    pub round: i32,
    /// What the form is called.
    pub form: Bilingual,
    /// Name of the nominee.
    pub name: String,
    /// What is to be confirmed.
    pub facts: Facts,
    /// The end of the identity number is asked for.
    pub asks_identity: bool,
    /// Identity checks that are left.
    pub tries_left: i32,
    /// First instant at which the link does not open any more.
    pub expires_at: DateTime<Utc>,
}

/// What a nominee answered, as the link shows it for the rest of its term.
#[derive(Clone, Debug)]
pub struct GivenAnswer {
    /// Who nominates.
    pub society: String,
    /// What the form is called.
    pub form: Bilingual,
    /// Title of the project now.
    pub title: String,
    /// Confirmed or refused.
    pub reply: NomineeReply,
    /// When.
    pub answered_at: DateTime<Utc>,
    /// The name that was typed.
    pub signature: String,
    /// The statements that were agreed to, with their version.
    pub statements: Vec<(Bilingual, String)>,
    /// How many relations were declared.
    pub relations: u32,
    /// Why it was refused.
    pub reason: Option<String>,
    /// The dossier says something else since.
    pub is_outdated: bool,
    /// Digest of the facts that were shown.
    pub facts_digest: String,
    /// First instant at which the link does not open any more.
    pub expires_at: DateTime<Utc>,
}

/// The people of a dossier as its society sees them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct NomineeBoard {
    /// Whether the reader may make and take back links.
    pub may_ask: bool,
    /// Whole days that a new link lasts.
    pub link_days: u32,
    /// Number of the dossier.
    pub number: String,
    /// Title of the project.
    pub title: String,
    /// Year of the round.
    pub round: i32,
    /// How many have confirmed what the dossier says now.
    pub confirmed: usize,
    /// The people in their order.
    pub people: Vec<NomineeRow>,
}

/// One of them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct NomineeRow {
    /// Row of the person.
    pub row: String,
    /// Place, from 1.
    pub order: u32,
    /// Name; empty where it is not written yet.
    pub name: String,
    /// Present unit.
    pub unit: String,
    /// Where the person stands.
    pub state: ConfirmationState,
    /// Whether there is enough to ask: a name and a title.
    pub can_be_asked: bool,
    /// When the last answer was given.
    pub answered_at: Option<DateTime<Utc>>,
    /// Why it was refused.
    pub refusal_reason: Option<String>,
    /// How many relations to possible reviewers were declared; what they are is for the award office.
    pub relations: Option<u32>,
    /// Where the person can be written to, masked (`z***@example.org`); none where the dossier names no e-mail
    /// address.
    pub mail_to: Option<String>,
    /// The first instant at which the next letter may go; none where it may go now.
    pub mail_from: Option<DateTime<Utc>>,
    /// The newest link.
    pub link: Option<NomineeLinkRow>,
}

/// The newest link of a person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct NomineeLinkRow {
    /// What can be done with it.
    pub state: LinkState,
    /// Who made it.
    pub issued_by: String,
    /// When.
    pub issued_at: DateTime<Utc>,
    /// First instant at which it does not open any more.
    pub expires_at: DateTime<Utc>,
    /// When it was first opened.
    pub opened_at: Option<DateTime<Utc>>,
    /// The letter that brought it; none where it was handed over.
    pub letter: Option<NomineeLetterRow>,
}

/// A letter with a link.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct NomineeLetterRow {
    /// Where it stands.
    pub state: LetterState,
    /// When it left, or, as long as it has not, was written.
    pub at: DateTime<Utc>,
    /// It is to the address that the dossier names now.
    pub is_current: bool,
}

/// A letter as it would go, with an ellipsis in the place of the link's word.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = NomineeLetterPreview)]
pub(super) struct LetterPreview {
    /// The address, masked; none where the dossier names none.
    pub to: Option<String>,
    /// What it says in Chinese, which comes first.
    pub zh: Wording,
    /// What it says in English.
    pub en: Wording,
}

impl NomineeRow {
    pub(super) fn of(
        (nominee, stands): (&Nominee, Confirmation),
        answer: Option<&Answer>,
        link: Option<(&Link, LinkState, Option<&Letter>)>,
        mail_from: Option<DateTime<Utc>>,
    ) -> Self {
        let is_refused = stands.state == ConfirmationState::Refused;
        Self {
            row: stands.row,
            order: stands.order,
            name: stands.name,
            unit: nominee.unit.clone(),
            state: stands.state,
            can_be_asked: nominee.can_be_asked(),
            answered_at: stands.answered_at,
            refusal_reason: answer
                .filter(|_| is_refused)
                .and_then(|one| one.refusal_reason.clone()),
            relations: answer
                .filter(|one| one.reply == NomineeReply::Confirmed)
                .map(|one| one.relation_count),
            mail_to: nominee.email.as_ref().map(|address| masked(address.expose())),
            mail_from,
            link: link.map(|(link, state, letter)| NomineeLinkRow {
                state,
                issued_by: link.issued_by.clone(),
                issued_at: link.issued_at,
                expires_at: link.expires_at,
                opened_at: link.opened_at,
                letter: letter.map(|letter| NomineeLetterRow {
                    state: letter.state,
                    at: letter.sent_at.unwrap_or(letter.queued_at),
                    is_current: letter.is_current,
                }),
            }),
        }
    }
}
