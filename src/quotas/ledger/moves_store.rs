//! Where is it kept that places are asked to be moved?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{QuotaCounterId, QuotaGiveBackId},
    quota_counter, quota_give_back,
    vocabulary::GiveBackState,
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    ExprTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};

use super::{
    counter::Counter,
    movement::{Asker, Movement},
    stamp::Stamp,
    store::counters_of,
};

/// Places that are asked to be moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AskedMove {
    pub(super) id: QuotaGiveBackId,
    pub(super) counter: QuotaCounterId,
    /// What a society gives back is above zero; what CAST gives to the counter, a society's or the round's, is
    /// below.
    pub(super) places: i32,
    pub(super) reason: String,
    pub(super) state: GiveBackState,
    pub(super) asked_by: String,
    pub(super) asked_at: DateTime<Utc>,
    pub(super) answered_by: Option<String>,
    pub(super) answered_at: Option<DateTime<Utc>>,
    pub(super) version: i64,
}

impl AskedMove {
    /// What somebody asks for now.
    pub(super) fn of(
        (counter, by): (QuotaCounterId, Asker),
        movement: &Movement<'_>,
        stamp: &Stamp<'_>,
    ) -> Self {
        Self {
            id: stamp.ids.next(),
            counter,
            places: match by {
                Asker::Society => movement.places,
                Asker::Cast => -movement.places,
            },
            reason: movement.reason.to_owned(),
            state: GiveBackState::Asked,
            asked_by: stamp.by.to_owned(),
            asked_at: stamp.now,
            answered_by: None,
            answered_at: None,
            version: 1,
        }
    }

    /// Who asked.
    pub(super) fn by(&self) -> Asker {
        if self.places > 0 { Asker::Society } else { Asker::Cast }
    }
}

fn asked_move(row: quota_give_back::Model) -> AskedMove {
    AskedMove {
        id: row.id,
        counter: row.counter_id,
        places: row.places,
        reason: row.reason,
        state: row.state,
        asked_by: row.asked_by,
        asked_at: row.asked_at,
        answered_by: row.answered_by,
        answered_at: row.answered_at,
        version: row.version,
    }
}

/// Writes down that places are asked to be moved.
pub(super) async fn insert_asked(
    database: &impl ConnectionTrait,
    asked: &AskedMove,
) -> Result<(), DbErr> {
    let row = quota_give_back::Model {
        id: asked.id,
        counter_id: asked.counter,
        places: asked.places,
        reason: asked.reason.clone(),
        state: asked.state,
        asked_by: asked.asked_by.clone(),
        asked_at: asked.asked_at,
        answered_by: None,
        answered_at: None,
        version: asked.version,
    };
    row.into_active_model().reset_all().insert(database).await.map(|_| ())
}

/// What was asked under a key.
pub(super) async fn find_asked(
    database: &impl ConnectionTrait,
    id: QuotaGiveBackId,
) -> Result<Option<AskedMove>, DbErr> {
    Ok(quota_give_back::Entity::find_by_id(id).one(database).await?.map(asked_move))
}

/// Answers what was asked, as it was read; false when another has changed it.
pub(super) async fn answer_asked(
    database: &impl ConnectionTrait,
    asked: &AskedMove,
    state: GiveBackState,
    stamp: &Stamp<'_>,
) -> Result<bool, DbErr> {
    use quota_give_back::Column;
    let done = quota_give_back::Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::AnsweredBy, Expr::value(stamp.by))
        .col_expr(Column::AnsweredAt, Expr::value(stamp.now))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(asked.id))
        .filter(Column::Version.eq(asked.version))
        .filter(Column::State.eq(GiveBackState::Asked))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// What was asked of the counters of a round, newest first.
pub(super) async fn asked_of(
    database: &impl ConnectionTrait,
    year: i32,
) -> Result<Vec<(AskedMove, Counter)>, DbErr> {
    let counters: BTreeMap<QuotaCounterId, Counter> =
        counters_of(database, year).await?.into_iter().map(|one| (one.id, one)).collect();
    let rows = quota_give_back::Entity::find()
        .filter(quota_give_back::Column::CounterId.is_in(counters.keys().copied()))
        .order_by_desc(quota_give_back::Column::AskedAt)
        .order_by_desc(quota_give_back::Column::Id)
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((counters.get(&row.counter_id)?.clone(), asked_move(row))))
        .map(|(counter, asked)| (asked, counter))
        .collect())
}

/// How many moves of places wait for a second person, what societies give back or what CAST hands out, and the
/// newest round in which one does; none where none waits.
pub async fn moves_waiting(
    database: &impl ConnectionTrait,
    by: Asker,
) -> Result<Option<(i32, u64)>, DbErr> {
    let places = quota_give_back::Column::Places;
    let rows = quota_give_back::Entity::find()
        .filter(quota_give_back::Column::State.eq(GiveBackState::Asked))
        .filter(match by {
            Asker::Society => places.gt(0),
            Asker::Cast => places.lt(0),
        })
        .all(database)
        .await?;
    let counters = quota_counter::Entity::find()
        .filter(quota_counter::Column::Id.is_in(rows.iter().map(|row| row.counter_id)))
        .all(database)
        .await?;
    let newest = counters.into_iter().map(|counter| counter.year).max();
    Ok(newest.map(|year| (year, rows.len() as u64)))
}
