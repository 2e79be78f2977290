//! How is a meeting opened, and closed?

use entity::{
    ids::{AgendaItemId, ReviewMeetingId},
    vocabulary::{AgendaState, ReviewMeetingState},
};

use super::{
    record::{held_by_office, record, subject},
    recuse,
    roll::needed,
    store,
    whole::Whole,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    meetings::{
        MeetingError,
        opinion::{self, Kept},
        store::book_of,
        unfinished,
    },
    persistence::WriteTx,
    reviews::BadField,
    shared::Bilingual,
};

/// Opens a meeting that was called, once enough are there.
///
/// # Errors
/// Not granted, no such meeting, another version, one that is not called, too few present, an item from which the officer
/// is kept, the records failing.
pub(super) async fn open(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewMeetingId, i64),
) -> Result<(), MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let tx = app.database.begin_write().await?;
    let mut whole = held_by_office(&tx, actor, (id, seen)).await?;
    if whole.row.state != ReviewMeetingState::Called {
        return Err(MeetingError::refused(
            "会议尚未通知，或者已经开始",
            "the meeting is not called, or was opened already",
        ));
    }
    // No seat changes from here on until it is over.
    store::held_body(&tx, whole.body.id).await?;
    let now = app.clock.now();
    let (roll, book) = (whole.roll(now), book_of(&*tx, whole.body.round_id).await?);
    let (present, least) = (roll.present.len(), needed(roll.expected, book.quorum));
    if u32::try_from(present).unwrap_or(u32::MAX) < least {
        let words = Bilingual::new(
            format!("应到 {} 人，实到 {present} 人，须到会 {least} 人", roll.expected),
            format!("{} are expected and {present} are there; {least} are needed", roll.expected),
        );
        let field = BadField::new("/attendance", "quorum", words.clone());
        return Err(MeetingError::Refused(words, vec![field]));
    }
    recuse::bring_in(app, &tx, &whole).await?;
    whole.row.state = ReviewMeetingState::Open;
    whole.row.opened_by = Some(actor.username.clone());
    whole.row.opened_at = Some(now);
    whole.row.version += 1;
    store::save(&*tx, whole.row).await?;
    record(app, &tx, (&actor.username, "open"), (subject(id), None), None).await?;
    tx.commit().await?;
    Ok(())
}

/// Closes a meeting whose agenda is through: no ballot is being held, and every opinion that the rules ask for is signed
/// or dissented from by everybody who came and does not keep out.
///
/// # Errors
/// Not granted, no such meeting, another version, one that does not go on, what is not through yet, an item from which
/// the officer is kept, the records failing.
pub(super) async fn close(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewMeetingId, i64),
) -> Result<(), MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let tx = app.database.begin_write().await?;
    let mut whole = held_by_office(&tx, actor, (id, seen)).await?;
    if whole.row.state != ReviewMeetingState::Open {
        return Err(MeetingError::refused("会议不在进行中", "the meeting does not go on"));
    }
    let left = left_to_do(&tx, &whole).await?;
    if !left.is_empty() {
        let words =
            Bilingual::new("会议还有未完成的事项", "something of the meeting is not through yet");
        return Err(MeetingError::Refused(words, left));
    }
    let now = app.clock.now();
    store::end_attendance(&*tx, id, now).await?;
    whole.row.state = ReviewMeetingState::Closed;
    whole.row.closed_by = Some(actor.username.clone());
    whole.row.closed_at = Some(now);
    whole.row.current_item = None;
    whole.row.version += 1;
    store::save(&*tx, whole.row).await?;
    record(app, &tx, (&actor.username, "close"), (subject(id), None), None).await?;
    tx.commit().await?;
    Ok(())
}

/// What is not through yet.
async fn left_to_do(tx: &WriteTx, whole: &Whole) -> Result<Vec<BadField>, MeetingError> {
    let mut left = unfinished(tx, &whole.meeting()).await?;
    let book = book_of(&**tx, whole.body.round_id).await?;
    let needs_opinion = book.opinion.needed_for.contains(&whole.row.stage);
    let opinions = opinion::of_items(&**tx, whole.items.iter().map(|item| item.id)).await?;
    for item in &whole.items {
        let fault = match item.state {
            AgendaState::PutOff => None,
            AgendaState::Done if !needs_opinion => None,
            AgendaState::Done => unsigned(whole, item.id, opinions.get(&item.id)),
            AgendaState::Waiting | AgendaState::Present | AgendaState::Voting => {
                Some(("unfinished", Bilingual::new("尚未审议完", "it was not heard to its end")))
            }
        };
        if let Some((code, words)) = fault {
            let words = Bilingual::new(
                format!("第 {} 项：{}", item.position, words.zh),
                format!("item {}: {}", item.position, words.en),
            );
            left.push(BadField::new(format!("/items/{}", item.position), code, words));
        }
    }
    Ok(left)
}

/// What the opinion on an item lacks.
fn unsigned(
    whole: &Whole,
    item: AgendaItemId,
    opinion: Option<&Kept>,
) -> Option<(&'static str, Bilingual)> {
    let Some(kept) = opinion.filter(|kept| kept.row.locked_at.is_some()) else {
        return Some(("opinion", Bilingual::new("评审意见尚未定稿", "its opinion is not locked")));
    };
    let mut waiting = whole.signers(item);
    for signature in &kept.signatures {
        waiting.remove(&signature.seat_id);
    }
    let count = waiting.len();
    (count > 0).then(|| {
        let words = Bilingual::new(
            format!("评审意见还有 {count} 人未签署"),
            format!("{count} have not signed its opinion"),
        );
        ("unsigned", words)
    })
}
