//! How is an opinion signed, or dissented from?

use entity::{
    ids::{OpinionId, ReviewMeetingId, ReviewSeatId},
    vocabulary::{OpinionAnswer, ReviewMeetingState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::store::{self, SignatureRow};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    meetings::{
        MeetingError,
        sitting::{
            record,
            store::{seat_of, touch},
            with_item,
        },
    },
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
    permit(actor, Action::SitInMeetings)?;
    let words = said(new)?;
    let tx = app.database.begin_write().await?;
    let seat = seat_of(&*tx, meeting, actor.account).await?.ok_or(MeetingError::NotFound)?;
    let opinion = store::find(&*tx, id).await?.ok_or(MeetingError::NotFound)?;
    let whole = with_item(&tx, opinion.item_id).await?;
    if whole.row.id != meeting {
        return Err(MeetingError::NotFound);
    }
    if whole.keeps_out(opinion.item_id, seat.id) {
        return Err(MeetingError::refused("您须回避该项目", "you keep out of the item"));
    }
    if opinion.version != seen {
        return Err(MeetingError::Stale);
    }
    if whole.row.state != ReviewMeetingState::Open {
        return Err(MeetingError::refused("会议不在进行中", "the meeting does not go on"));
    }
    if opinion.digest.as_deref() != Some(new.digest.as_str()) {
        return Err(MeetingError::refused(
            "评审意见尚未定稿，或者与您阅读的文本不同",
            "the opinion is not locked, or is not the text that you read",
        ));
    }
    if !whole.signers(opinion.item_id).contains(&seat.id) {
        return Err(MeetingError::refused("未登记到会，不能签署", "you are not noted as present"));
    }
    let kept = store::of_item(&*tx, opinion.item_id).await?;
    if kept.is_some_and(|kept| kept.signatures.iter().any(|one| one.seat_id == seat.id)) {
        return Err(MeetingError::refused("您已经签署", "you signed it already"));
    }
    let place = place(id, seat.id);
    let row = SignatureRow {
        opinion_id: id,
        seat_id: seat.id,
        answer: match new.answer {
            AnswerWord::Agree => OpinionAnswer::Agree,
            AnswerWord::Dissent => OpinionAnswer::Dissent,
        },
        sealed_words: words.map(|words| app.sealer.seal(&place, words)).transpose()?,
        digest: new.digest.clone(),
        signed_at: app.clock.now(),
    };
    store::sign(&*tx, row).await?;
    touch(&tx, meeting).await?;
    let digest = Some(new.digest.clone());
    record(app, &tx, (&actor.username, "sign_opinion"), (place, None), digest).await?;
    tx.commit().await?;
    Ok(())
}
