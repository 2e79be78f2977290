//! How is an opinion signed, or dissented from?

use std::collections::BTreeSet;

use entity::{
    ids::{OpinionId, ReviewMeetingId, ReviewSeatId},
    vocabulary::{OpinionAnswer, ReviewMeetingState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::store::{self, Kept, SignatureRow};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    idempotency,
    meetings::{
        MeetingError,
        sitting::{
            record,
            store::{held, seat_of, touch, whole},
            whole::Whole,
        },
    },
    persistence::WriteTx,
};

/// What somebody says of an opinion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OpinionAnswerWord)]
pub(in crate::meetings) enum AnswerWord {
    /// He agrees.
    Agree,
    /// He dissents, and says why.
    Dissent,
}

/// A signature under an opinion.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct NewOpinionSignature {
    /// SHA-256 of the text that was read.
    #[validate(length(equal = 64))]
    pub(in crate::meetings) digest: String,
    /// Agreement or dissent.
    pub(in crate::meetings) answer: AnswerWord,
    /// Why, where one dissents; 2000 characters at most.
    #[serde(default)]
    #[validate(length(max = 2_000))]
    pub(in crate::meetings) words: String,
}

/// An opinion that somebody read.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct OpinionRead {
    /// Key of the opinion.
    #[schema(value_type = String)]
    pub(in crate::meetings) id: Uuid,
    /// SHA-256 of the text that was read.
    #[validate(length(equal = 64))]
    pub(in crate::meetings) digest: String,
}

/// Opinions with which somebody agrees.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct AgreedOpinions {
    /// The opinions, each once; 500 at most.
    #[validate(length(min = 1, max = 500), nested)]
    #[schema(min_items = 1, max_items = 500)]
    pub(in crate::meetings) opinions: Vec<OpinionRead>,
}

/// Where the words of a dissent are sealed.
pub(super) fn place(opinion: OpinionId, seat: ReviewSeatId) -> String {
    format!("opinion_signature/{opinion}/{seat}")
}

/// The words of a dissent.
///
/// # Errors
/// Sealed by another key, or damaged.
pub(super) fn words(app: &App, row: &SignatureRow) -> Result<Option<String>, MeetingError> {
    let place = place(row.opinion_id, row.seat_id);
    let sealed = row.sealed_words.as_deref();
    Ok(sealed.map(|sealed| app.sealer.open_sealed(&place, sealed)).transpose()?)
}

/// What is said besides the answer; a dissent says why.
fn said(new: &NewOpinionSignature) -> Result<Option<&str>, MeetingError> {
    let words = new.words.trim();
    match new.answer {
        AnswerWord::Dissent if words.chars().count() < 4 => Err(MeetingError::field(
            "/words",
            "length",
            "保留意见须写明理由，至少 4 字",
            "who dissents says why, in 4 characters at least",
        )),
        AnswerWord::Dissent | AnswerWord::Agree => Ok(Some(words).filter(|text| !text.is_empty())),
    }
}

/// The opinions of a meeting in which somebody has a seat, all held until the transaction ends.
struct Signing {
    tx: WriteTx,
    whole: Whole,
    seat: ReviewSeatId,
    kept: Vec<Kept>,
}

impl Signing {
    async fn of(app: &App, actor: &Actor, meeting: ReviewMeetingId) -> Result<Self, MeetingError> {
        permit(actor, Action::SitInMeetings)?;
        let tx = app.database.begin_write().await?;
        let seat = seat_of(&*tx, meeting, actor.account).await?.ok_or(MeetingError::NotFound)?;
        let row = held(&tx, meeting).await?.ok_or(MeetingError::NotFound)?;
        let whole = whole(&*tx, row).await?.ok_or(MeetingError::NotFound)?;
        let kept = store::of_items(&*tx, whole.items.iter().map(|item| item.id)).await?;
        Ok(Self { tx, whole, seat: seat.id, kept: kept.into_values().collect() })
    }

    /// That an opinion of the meeting is the seat's to sign: a locked one, of the version that was seen where one was, with
    /// the text that was read.
    fn may_sign(
        &self,
        id: OpinionId,
        (digest, seen): (&str, Option<i64>),
    ) -> Result<(), MeetingError> {
        let Kept { row, signatures } =
            self.kept.iter().find(|kept| kept.row.id == id).ok_or(MeetingError::NotFound)?;
        if self.whole.keeps_out(row.item_id, self.seat) {
            return Err(MeetingError::refused("您须回避该项目", "you keep out of the item"));
        }
        if seen.is_some_and(|seen| seen != row.version) {
            return Err(MeetingError::Stale);
        }
        if self.whole.row.state != ReviewMeetingState::Open {
            return Err(MeetingError::refused("会议不在进行中", "the meeting does not go on"));
        }
        if row.digest.as_deref() != Some(digest) {
            return Err(MeetingError::refused(
                "评审意见尚未定稿，或者与您阅读的文本不同",
                "the opinion is not locked, or is not the text that you read",
            ));
        }
        if !self.whole.signers(row.item_id).contains(&self.seat) {
            return Err(MeetingError::refused(
                "未登记到会，不能签署",
                "you are not noted as present",
            ));
        }
        if signatures.iter().any(|one| one.seat_id == self.seat) {
            return Err(MeetingError::refused("您已经签署", "you signed it already"));
        }
        Ok(())
    }

    /// Writes a signature down, and that it was given.
    async fn write(
        &self,
        (app, actor): (&App, &Actor),
        (opinion, answer): (OpinionId, OpinionAnswer),
        (digest, words): (&str, Option<&str>),
    ) -> Result<(), MeetingError> {
        let place = place(opinion, self.seat);
        let row = SignatureRow {
            opinion_id: opinion,
            seat_id: self.seat,
            answer,
            sealed_words: words.map(|words| app.sealer.seal(&place, words)).transpose()?,
            digest: digest.to_owned(),
            signed_at: app.clock.now(),
        };
        store::sign(&*self.tx, row).await?;
        let digest = Some(digest.to_owned());
        record(app, &self.tx, (&actor.username, "sign_opinion"), (place, None), digest).await
    }

    async fn end(self) -> Result<(), MeetingError> {
        touch(&self.tx, self.whole.row.id).await?;
        self.tx.commit().await?;
        Ok(())
    }
}

/// Signs an opinion that was locked, or dissents from it; once, by who came and does not keep out.
///
/// # Errors
/// Not granted, no opinion of a meeting in which the actor has a seat, another version, a text other than the one that
/// was read, an item out of which he keeps, who did not come, who signed before, a meeting that does not go on, a dissent
/// without words, the records failing.
pub(super) async fn sign(
    app: &App,
    actor: &Actor,
    (meeting, id, seen): (ReviewMeetingId, OpinionId, i64),
    new: &NewOpinionSignature,
) -> Result<(), MeetingError> {
    let words = said(new)?;
    let signing = Signing::of(app, actor, meeting).await?;
    signing.may_sign(id, (&new.digest, Some(seen)))?;
    let answer = match new.answer {
        AnswerWord::Agree => OpinionAnswer::Agree,
        AnswerWord::Dissent => OpinionAnswer::Dissent,
    };
    signing.write((app, actor), (id, answer), (&new.digest, words)).await?;
    signing.end().await
}

/// Agrees with several opinions in one act: with all of them, or with none.
///
/// # Errors
/// As [`sign()`], of any of them; one that is named twice, a repeated request.
pub(super) async fn agree(
    app: &App,
    actor: &Actor,
    (meeting, key): (ReviewMeetingId, &idempotency::Key),
    read: &AgreedOpinions,
) -> Result<(), MeetingError> {
    let signing = Signing::of(app, actor, meeting).await?;
    if !idempotency::keep(&*signing.tx, key, "", app.clock.now()).await? {
        return Err(MeetingError::Repeated);
    }
    let mut named = BTreeSet::new();
    for OpinionRead { id, digest } in &read.opinions {
        let id = OpinionId(*id);
        if !named.insert(id) {
            return Err(MeetingError::field(
                "/opinions",
                "twice",
                "同一评审意见只列一次",
                "an opinion is named once",
            ));
        }
        signing.may_sign(id, (digest, None))?;
        signing.write((app, actor), (id, OpinionAnswer::Agree), (digest, None)).await?;
    }
    signing.end().await
}
