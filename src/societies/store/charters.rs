//! Where are the charters of societies kept, version after version?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    ids::{SocietyCharterId, SocietyId},
    society, society_charter,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::register::Hand;
use crate::societies::charter::{
    AppliedCharter, Charter, CharterTerms, NewCharter, Share, in_force,
};

/// A number as it is stored; those of a charter are small.
fn stored(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn read(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

fn charter(row: society_charter::Model) -> Charter {
    Charter {
        id: row.id,
        number: row.number,
        valid_from: row.valid_from,
        terms: CharterTerms {
            clause: row.clause,
            quorum: Share {
                numerator: read(row.quorum_numerator),
                denominator: read(row.quorum_denominator),
                is_exclusive: row.quorum_is_exclusive,
            },
            threshold: Share {
                numerator: read(row.threshold_numerator),
                denominator: read(row.threshold_denominator),
                is_exclusive: row.threshold_is_exclusive,
            },
            base: row.base,
            counts_abstained: row.counts_abstained,
            counts_recused: row.counts_recused,
        },
        entered_by: row.entered_by,
        entered_at: row.entered_at,
        confirmed: row.confirmed_by.zip(row.confirmed_at),
    }
}

/// The versions of a society's charter, the newest first.
pub(crate) async fn of_society(
    database: &impl ConnectionTrait,
    society: SocietyId,
) -> Result<Vec<Charter>, DbErr> {
    let rows = society_charter::Entity::find()
        .filter(society_charter::Column::SocietyId.eq(society))
        .order_by_desc(society_charter::Column::Number)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(charter).collect())
}

/// Enters a version, which waits to be confirmed.
pub(crate) async fn insert(
    database: &impl ConnectionTrait,
    hand: Hand<'_>,
    (society, number): (SocietyId, i32),
    NewCharter { valid_from, terms }: NewCharter,
) -> Result<(), DbErr> {
    society_charter::ActiveModel {
        id: Set(hand.ids.next()),
        society_id: Set(society),
        number: Set(number),
        valid_from: Set(valid_from),
        clause: Set(terms.clause.trim().to_owned()),
        quorum_numerator: Set(stored(terms.quorum.numerator)),
        quorum_denominator: Set(stored(terms.quorum.denominator)),
        quorum_is_exclusive: Set(terms.quorum.is_exclusive),
        threshold_numerator: Set(stored(terms.threshold.numerator)),
        threshold_denominator: Set(stored(terms.threshold.denominator)),
        threshold_is_exclusive: Set(terms.threshold.is_exclusive),
        base: Set(terms.base),
        counts_abstained: Set(terms.counts_abstained),
        counts_recused: Set(terms.counts_recused),
        entered_by: Set(hand.by.to_owned()),
        entered_at: Set(hand.now),
        confirmed_by: Set(None),
        confirmed_at: Set(None),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// Writes down who confirmed a version.
pub(crate) async fn confirm(
    database: &impl ConnectionTrait,
    hand: Hand<'_>,
    id: SocietyCharterId,
) -> Result<(), DbErr> {
    society_charter::ActiveModel {
        id: Set(id),
        confirmed_by: Set(Some(hand.by.to_owned())),
        confirmed_at: Set(Some(hand.now)),
        ..Default::default()
    }
    .update(database)
    .await
    .map(|_| ())
}

/// By what the council of the society `code` resolves on `day`.
///
/// # Errors
/// The records failing.
pub async fn charter_on(
    database: &impl ConnectionTrait,
    code: &str,
    day: NaiveDate,
) -> Result<AppliedCharter, DbErr> {
    let society = society::Entity::find()
        .select_only()
        .column(society::Column::Id)
        .filter(society::Column::Code.eq(code))
        .into_tuple::<SocietyId>()
        .one(database)
        .await?;
    let versions = match society {
        Some(society) => of_society(database, society).await?,
        None => Vec::new(),
    };
    Ok(AppliedCharter::of(in_force(&versions, day)))
}

/// By what resolutions were judged that name these versions, or none, in their order.
///
/// # Errors
/// A version is not there: the model charter must not take its place. The records failing.
pub async fn all_judged_by(
    database: &impl ConnectionTrait,
    versions: &[Option<SocietyCharterId>],
) -> Result<Vec<AppliedCharter>, DbErr> {
    let named: BTreeSet<SocietyCharterId> = versions.iter().copied().flatten().collect();
    let mut known: BTreeMap<SocietyCharterId, Charter> = BTreeMap::new();
    if !named.is_empty() {
        let rows = society_charter::Entity::find()
            .filter(society_charter::Column::Id.is_in(named))
            .all(database)
            .await?;
        known.extend(rows.into_iter().map(|row| (row.id, charter(row))));
    }
    versions
        .iter()
        .map(|version| match version.map(|id| known.get(&id)) {
            None => Ok(AppliedCharter::of(None)),
            Some(Some(one)) => Ok(AppliedCharter::of(Some(one))),
            Some(None) => Err(DbErr::Custom(format!(
                "society_charter {version:?}: a resolution names it and it is not there"
            ))),
        })
        .collect()
}

/// The codes of the societies whose newest version waits to be confirmed, who has waited longest first.
///
/// # Errors
/// The records failing.
pub async fn charters_waiting(database: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    use society_charter::Column;
    let versions = society_charter::Entity::find()
        .select_only()
        .column(Column::SocietyId)
        .column(Column::ConfirmedBy)
        .column(Column::EnteredAt)
        .order_by_asc(Column::Number)
        .into_tuple::<(SocietyId, Option<String>, DateTime<Utc>)>()
        .all(database)
        .await?;
    // Of each society the last one stays: an older version is confirmed no more.
    let newest: BTreeMap<SocietyId, (Option<String>, DateTime<Utc>)> =
        versions.into_iter().map(|(society, by, at)| (society, (by, at))).collect();
    let mut waiting: Vec<(DateTime<Utc>, SocietyId)> = newest
        .into_iter()
        .filter_map(|(society, (by, at))| by.is_none().then_some((at, society)))
        .collect();
    waiting.sort_unstable();
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let codes: BTreeMap<SocietyId, String> = society::Entity::find()
        .select_only()
        .column(society::Column::Id)
        .column(society::Column::Code)
        .filter(society::Column::Id.is_in(waiting.iter().map(|(_, society)| *society)))
        .into_tuple::<(SocietyId, String)>()
        .all(database)
        .await?
        .into_iter()
        .collect();
    Ok(waiting.iter().filter_map(|(_, society)| codes.get(society).cloned()).collect())
}
