//! What is shown of an opinion to the office?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{ids::AgendaItemId, vocabulary::OpinionAnswer};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    sign::words,
    store::{self, SignatureRow},
    write::text,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit, wall_of},
    identity::{self, Acted},
    meetings::{
        MeetingError,
        sitting::{
            store::{find_item, whole_of},
            whole::{Whole, place},
        },
    },
};

/// A signature under an opinion.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct OpinionSignature {
    /// Number of the seat.
    pub(in crate::meetings) number: u32,
    /// Who sits there.
    pub(in crate::meetings) name: String,
    /// `agree` or `dissent`.
    pub(in crate::meetings) answer: String,
    /// Why, where he dissents.
    pub(in crate::meetings) words: Option<String>,
    /// When.
    pub(in crate::meetings) signed_at: DateTime<Utc>,
}

/// A body's opinion on a nomination.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in crate::meetings) struct GroupOpinion {
    /// Key.
    #[schema(value_type = String)]
    pub(in crate::meetings) id: Uuid,
    /// `draft` or `locked`.
    pub(in crate::meetings) state: String,
    /// The text.
    pub(in crate::meetings) text: String,
    /// SHA-256 of the text, once it is locked.
    pub(in crate::meetings) digest: Option<String>,
    /// Who wrote it last.
    pub(in crate::meetings) drafted_by: String,
    /// When it was locked.
    pub(in crate::meetings) locked_at: Option<DateTime<Utc>>,
    /// Who signed it.
    pub(in crate::meetings) signatures: Vec<OpinionSignature>,
    /// Numbers of the seats for whose word it waits.
    pub(in crate::meetings) waiting: Vec<u32>,
    /// What those who acted are called, by user name.
    pub(in crate::meetings) names: BTreeMap<String, String>,
    /// Version, for the entity tag.
    pub(in crate::meetings) version: i64,
}

impl Acted for GroupOpinion {
    fn actors(&self) -> Vec<&str> {
        vec![&self.drafted_by]
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

fn signature(
    app: &App,
    whole: &Whole,
    row: &SignatureRow,
) -> Result<OpinionSignature, MeetingError> {
    let seat = whole.seats.iter().find(|seat| seat.id == row.seat_id);
    let answer: OpinionAnswer = row.answer;
    Ok(OpinionSignature {
        number: seat.map_or(0, |seat| place(seat.number)),
        name: seat.map(|seat| seat.name.clone()).unwrap_or_default(),
        answer: answer.as_str().to_owned(),
        words: words(app, row)?,
        signed_at: row.signed_at,
    })
}

/// The opinion on an item.
///
/// # Errors
/// Not granted, no such item or opinion, an item from which the reader is kept, the records failing.
pub(super) async fn read(
    app: &App,
    actor: &Actor,
    id: AgendaItemId,
) -> Result<GroupOpinion, MeetingError> {
    permit(actor, Action::ReadMeetings)?;
    let tx = app.database.begin_read().await?;
    let item = find_item(&*tx, id).await?.ok_or(MeetingError::NotFound)?;
    if wall_of(&*tx, actor).await?.hides(item.nomination_id) {
        return Err(MeetingError::Walled);
    }
    let whole = whole_of(&*tx, item.meeting_id).await?.ok_or(MeetingError::NotFound)?;
    let kept = store::of_item(&*tx, id).await?.ok_or(MeetingError::NotFound)?;
    let signatures: Result<Vec<OpinionSignature>, MeetingError> =
        kept.signatures.iter().map(|row| signature(app, &whole, row)).collect();
    let mut waiting = whole.signers(id);
    waiting.retain(|seat| kept.signatures.iter().all(|one| one.seat_id != *seat));
    let seats = whole.seats.iter().filter(|seat| waiting.contains(&seat.id));
    let state = if kept.row.locked_at.is_some() { "locked" } else { "draft" };
    let mut shown = GroupOpinion {
        id: kept.row.id.0,
        state: state.to_owned(),
        text: text(app, &kept.row)?,
        signatures: signatures?,
        waiting: seats.map(|seat| place(seat.number)).collect(),
        names: BTreeMap::new(),
        version: kept.row.version,
        digest: kept.row.digest,
        drafted_by: kept.row.drafted_by,
        locked_at: kept.row.locked_at,
    };
    identity::name_actors(&*tx, std::slice::from_mut(&mut shown)).await?;
    Ok(shown)
}
