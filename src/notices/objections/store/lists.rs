//! Which objections are asked for?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::RoundId,
    nomination,
    objection::{Column, Entity},
    objection_task,
    vocabulary::{ObjectionKind, ObjectionParty, ObjectionState},
};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, ExprTrait as _, Order,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::{Expr, Query as Select},
};

use super::cases::{FINAL, Objection};

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Query {
    pub(in super::super) state: Option<ObjectionState>,
    pub(in super::super) kind: Option<ObjectionKind>,
    /// Only those that are open, or only those that are not.
    pub(in super::super) is_open: Option<bool>,
    /// Only those whose nearest time is over at this instant.
    pub(in super::super) overdue_at: Option<DateTime<Utc>>,
    /// Only those that wait for this party.
    pub(in super::super) waits_for: Option<ObjectionParty>,
    /// Only those whose number holds this.
    pub(in super::super) number: Option<String>,
}

impl Query {
    fn condition(&self) -> Condition {
        let open = match self.is_open {
            Some(true) => Condition::all().add(Column::State.is_not_in(FINAL)),
            Some(false) => Condition::all().add(Column::State.is_in(FINAL)),
            None => Condition::all(),
        };
        let waiting = self.waits_for.map(|party| {
            let tasks = Select::select()
                .column(objection_task::Column::ObjectionId)
                .from(objection_task::Entity)
                .cond_where(objection_task::Column::Party.eq(party))
                .cond_where(objection_task::Column::DoneAt.is_null())
                .cond_where(objection_task::Column::LapsedAt.is_null())
                .to_owned();
            Column::Id.in_subquery(tasks)
        });
        open.add_option(self.state.map(|state| Column::State.eq(state)))
            .add_option(self.kind.map(|kind| Column::Kind.eq(kind)))
            .add_option(self.overdue_at.map(|now| Column::NextDueAt.lte(now)))
            .add_option(self.number.as_deref().map(|number| Column::Number.contains(number)))
            .add_option(waiting)
    }
}

/// A page of the objections asked for, what is due first at the head and those with a name before the others
/// of the same end, and how many there are.
pub(in super::super) async fn list(
    database: &impl ConnectionTrait,
    query: &Query,
    (offset, limit): (u64, u64),
) -> Result<(Vec<Objection>, u64), DbErr> {
    let asked = Entity::find().filter(query.condition());
    let total = asked.clone().count(database).await?;
    let rows = asked
        .order_by(Expr::col(Column::NextDueAt).is_null(), Order::Asc)
        .order_by_asc(Column::NextDueAt)
        .order_by_desc(Column::IsNamed)
        .order_by_desc(Column::ReceivedAt)
        .order_by_asc(Column::Id)
        .offset(offset)
        .limit(limit)
        .all(database)
        .await?;
    Ok((rows, total))
}

/// The objections to the nominations of these societies, the newest first.
pub(in super::super) async fn all_of_society(
    database: &impl ConnectionTrait,
    codes: &[String],
) -> Result<Vec<Objection>, DbErr> {
    let own = Select::select()
        .column(nomination::Column::Id)
        .from(nomination::Entity)
        .cond_where(nomination::Column::SocietyCode.is_in(codes))
        .to_owned();
    Entity::find()
        .filter(Column::NominationId.in_subquery(own))
        .order_by_desc(Column::ScreenedAt)
        .order_by_asc(Column::Id)
        .all(database)
        .await
}

/// How many objections of a round stand where, by kind and state; and nothing else of them.
pub(in super::super) async fn counts(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<(ObjectionKind, ObjectionState), u64>, DbErr> {
    let of_round = Select::select()
        .column(nomination::Column::Id)
        .from(nomination::Entity)
        .cond_where(nomination::Column::RoundId.eq(round))
        .to_owned();
    let rows = Entity::find().filter(Column::NominationId.in_subquery(of_round));
    let mut counts = BTreeMap::new();
    for row in rows.all(database).await? {
        *counts.entry((row.kind, row.state)).or_default() += 1;
    }
    Ok(counts)
}
