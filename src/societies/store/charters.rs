//! Where are the charters of societies kept, version after version?

use chrono::NaiveDate;
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

/// By what a resolution was judged that names this version, or none.
///
/// # Errors
/// The records failing.
pub async fn judged_by(
    database: &impl ConnectionTrait,
    version: Option<SocietyCharterId>,
) -> Result<AppliedCharter, DbErr> {
    let Some(id) = version else { return Ok(AppliedCharter::of(None)) };
    let row = society_charter::Entity::find_by_id(id).one(database).await?;
    Ok(AppliedCharter::of(row.map(charter).as_ref()))
}
