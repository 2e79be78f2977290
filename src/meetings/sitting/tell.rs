//! What are members and societies told of a meeting?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{AgendaItemId, NominationId},
    vocabulary::DefenceState,
};

use super::{facts_store, record::subject, store, whole::Whole};
use crate::{
    app::App,
    meetings::MeetingError,
    nominations::Place,
    notifications::{Kind, Notice, To, tell},
    persistence::WriteTx,
};

/// What became of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::meetings) enum News {
    /// It was called.
    Called,
    /// Its time, its place or its order changed.
    Changed,
    /// It was called off.
    Cancelled,
}

impl News {
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Called => ("请准时参加", "please attend"),
            Self::Changed => {
                ("时间、地点或者议程有调整", "the time, the place or the agenda was changed")
            }
            Self::Cancelled => ("现已取消", "it was called off"),
        }
    }
}

/// Tells everybody who has a seat, as far as he can sign in.
///
/// # Errors
/// The records failing.
pub(in crate::meetings) async fn members(
    app: &App,
    tx: &WriteTx,
    whole: &Whole,
    news: News,
) -> Result<(), MeetingError> {
    let (zh, en) = news.words();
    let facts = [
        ("round", facts_store::year_of(&**tx, whole.body.round_id).await?.to_string()),
        ("title", whole.row.title.clone()),
        ("from", whole.row.starts_at.to_rfc3339()),
        ("decision_zh", zh.to_owned()),
        ("decision_en", en.to_owned()),
    ];
    let notice = Notice {
        kind: Kind::MeetingCalled,
        subject: subject(whole.row.id),
        facts: facts.map(|(name, fact)| (name.to_owned(), fact)).into(),
        link: Some(format!("/my-meetings/{}", whole.row.id)),
    };
    let living: Vec<_> = whole.living().cloned().collect();
    for account in store::accounts(&**tx, &living).await?.into_values() {
        tell(app, tx, &To::Account(account), &notice).await?;
    }
    Ok(())
}

/// Tells the societies of these items when their defences are, or that they are called off.
///
/// # Errors
/// The records failing.
pub(in crate::meetings) async fn societies(
    app: &App,
    tx: &WriteTx,
    (whole, places): (&Whole, &BTreeMap<NominationId, Place>),
    (items, news): (&BTreeSet<AgendaItemId>, News),
) -> Result<(), MeetingError> {
    let (zh, en) = news.words();
    let held = whole.items.iter().filter(|item| item.defence != DefenceState::NotHeld);
    for item in held.filter(|item| items.contains(&item.id)) {
        let Some(place) = places.get(&item.nomination_id) else { continue };
        let (Some(society), Some(begins)) = (&place.society, item.slot_begins) else { continue };
        let facts = [
            ("number", place.number.clone()),
            ("title", place.title.clone()),
            ("from", begins.to_rfc3339()),
            ("decision_zh", zh.to_owned()),
            ("decision_en", en.to_owned()),
        ];
        let notice = Notice {
            kind: Kind::DefenceSlot,
            subject: format!("agenda_item/{}", item.id),
            facts: facts.map(|(name, fact)| (name.to_owned(), fact)).into(),
            link: Some("/society-defences".to_owned()),
        };
        tell(app, tx, &To::Society(society.clone()), &notice).await?;
    }
    Ok(())
}
