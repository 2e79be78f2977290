//! Where are opinions kept?

use std::collections::BTreeMap;

use entity::{
    agenda_item,
    ids::{AgendaItemId, NominationId, OpinionId},
    opinion, opinion_signature, review_meeting,
    vocabulary::{ReviewMeetingState, ReviewStage},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
};

pub(in crate::meetings) use entity::{
    opinion::Model as OpinionRow, opinion_signature::Model as SignatureRow,
};

/// An opinion with who signed it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::meetings) struct Kept {
    /// The opinion.
    pub(in crate::meetings) row: OpinionRow,
    /// Who signed it, or dissents.
    pub(in crate::meetings) signatures: Vec<SignatureRow>,
}

/// The opinions on items.
pub(in crate::meetings) async fn of_items(
    database: &impl ConnectionTrait,
    items: impl IntoIterator<Item = AgendaItemId>,
) -> Result<BTreeMap<AgendaItemId, Kept>, DbErr> {
    let rows =
        opinion::Entity::find().filter(opinion::Column::ItemId.is_in(items)).all(database).await?;
    let mut signatures: BTreeMap<OpinionId, Vec<SignatureRow>> = BTreeMap::new();
    let signed = opinion_signature::Entity::find()
        .filter(opinion_signature::Column::OpinionId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(opinion_signature::Column::SignedAt)
        .order_by_asc(opinion_signature::Column::SeatId)
        .all(database)
        .await?;
    for row in signed {
        signatures.entry(row.opinion_id).or_default().push(row);
    }
    let kept = rows.into_iter().map(|row| {
        let signatures = signatures.remove(&row.id).unwrap_or_default();
        (row.item_id, Kept { row, signatures })
    });
    Ok(kept.collect())
}

/// The opinion on an item.
pub(in crate::meetings) async fn of_item(
    database: &impl ConnectionTrait,
    item: AgendaItemId,
) -> Result<Option<Kept>, DbErr> {
    Ok(of_items(database, [item]).await?.remove(&item))
}

/// Writes an opinion down.
pub(super) async fn insert(database: &impl ConnectionTrait, row: OpinionRow) -> Result<(), DbErr> {
    opinion::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Keeps an opinion.
pub(super) async fn save(database: &impl ConnectionTrait, row: OpinionRow) -> Result<(), DbErr> {
    row.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// Writes a signature down.
pub(super) async fn sign(database: &impl ConnectionTrait, row: SignatureRow) -> Result<(), DbErr> {
    opinion_signature::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// The locked opinions of meetings that are over, by nomination, in the order of the way.
pub(in crate::meetings) async fn earlier(
    database: &impl ConnectionTrait,
    nominations: impl IntoIterator<Item = NominationId>,
    before: ReviewStage,
) -> Result<BTreeMap<NominationId, Vec<(ReviewStage, OpinionRow)>>, DbErr> {
    let items = agenda_item::Entity::find()
        .filter(agenda_item::Column::NominationId.is_in(nominations))
        .all(database)
        .await?;
    let meetings: BTreeMap<_, ReviewStage> = review_meeting::Entity::find()
        .filter(review_meeting::Column::Id.is_in(items.iter().map(|item| item.meeting_id)))
        .filter(review_meeting::Column::State.eq(ReviewMeetingState::Closed))
        .all(database)
        .await?
        .into_iter()
        .filter(|row| row.stage < before)
        .map(|row| (row.id, row.stage))
        .collect();
    let mut kept = of_items(database, items.iter().map(|item| item.id)).await?;
    let mut found: BTreeMap<NominationId, Vec<(ReviewStage, OpinionRow)>> = BTreeMap::new();
    for item in items {
        let Some(stage) = meetings.get(&item.meeting_id) else { continue };
        let Some(opinion) = kept.remove(&item.id).filter(|one| one.row.locked_at.is_some()) else {
            continue;
        };
        found.entry(item.nomination_id).or_default().push((*stage, opinion.row));
    }
    for opinions in found.values_mut() {
        opinions.sort_by_key(|(stage, row)| (*stage, row.id));
    }
    Ok(found)
}
