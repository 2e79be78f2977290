//! Which conflicts of the latest run are asked for?

use std::collections::BTreeSet;

use entity::{
    assignment, conflict, expert,
    ids::{ConflictId, ExpertId, MatchRunId, NominationId, RoundId},
    match_run, nomination, recusal_decision,
    vocabulary::MatchRunState,
};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, ExprTrait as _,
    JoinType, Order, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    RelationDef, Select,
    sea_query::{Expr, Query, SelectStatement},
};

/// A finding as a run kept it.
pub(in super::super) type FindingRow = conflict::Model;

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct FindingQuery {
    pub(in super::super) severity: Option<String>,
    pub(in super::super) kind: Option<String>,
    /// Part of the nomination's number.
    pub(in super::super) nomination: Option<String>,
    /// Key of the expert in the pool, or part of the name.
    pub(in super::super) expert: Option<String>,
    pub(in super::super) is_decided: Option<bool>,
    pub(in super::super) is_assigned: Option<bool>,
    /// What is about these nominations is not shown.
    pub(in super::super) without: BTreeSet<NominationId>,
}

/// How many findings there are of each grade and kind.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Tally {
    pub(in super::super) by_severity: Vec<(String, i64)>,
    pub(in super::super) by_kind: Vec<(String, i64)>,
    pub(in super::super) undecided_flags: u64,
}

fn of_nomination() -> RelationDef {
    conflict::Entity::belongs_to(nomination::Entity)
        .from(conflict::Column::NominationId)
        .to(nomination::Column::Id)
        .into()
}

fn of_expert() -> RelationDef {
    conflict::Entity::belongs_to(expert::Entity)
        .from(conflict::Column::ExpertId)
        .to(expert::Column::Id)
        .into()
}

/// The decision that stands on a finding.
fn decision() -> SelectStatement {
    use recusal_decision::{Column, Entity};
    Query::select()
        .column((Entity, Column::Id))
        .from(Entity)
        .cond_where(Expr::col((Entity, Column::Standing)).is_not_null())
        .cond_where(
            Expr::col((Entity, Column::NominationId))
                .equals((conflict::Entity, conflict::Column::NominationId)),
        )
        .cond_where(
            Expr::col((Entity, Column::ExpertId))
                .equals((conflict::Entity, conflict::Column::ExpertId)),
        )
        .cond_where(
            Expr::col((Entity, Column::Kind)).equals((conflict::Entity, conflict::Column::Kind)),
        )
        .to_owned()
}

/// The place that the run gave the expert in the nomination.
fn assigned() -> SelectStatement {
    use assignment::{Column, Entity};
    Query::select()
        .column((Entity, Column::RunId))
        .from(Entity)
        .cond_where(
            Expr::col((Entity, Column::RunId)).equals((conflict::Entity, conflict::Column::RunId)),
        )
        .cond_where(
            Expr::col((Entity, Column::NominationId))
                .equals((conflict::Entity, conflict::Column::NominationId)),
        )
        .cond_where(
            Expr::col((Entity, Column::ExpertId))
                .equals((conflict::Entity, conflict::Column::ExpertId)),
        )
        .to_owned()
}

fn whether(subquery: SelectStatement, is_there: bool) -> Condition {
    let exists = Expr::exists(subquery);
    Condition::all().add(if is_there { exists } else { exists.not() })
}

impl FindingQuery {
    fn condition(&self) -> Condition {
        let expert = self.expert.as_deref().map(|text| {
            Condition::any()
                .add(expert::Column::Code.eq(text))
                .add(expert::Column::Name.contains(text))
        });
        Condition::all()
            .add_option(self.severity.as_deref().map(|word| conflict::Column::Severity.eq(word)))
            .add_option(self.kind.as_deref().map(|word| conflict::Column::Kind.eq(word)))
            .add_option(
                self.nomination.as_deref().map(|text| nomination::Column::Number.contains(text)),
            )
            .add_option(expert)
            .add_option(self.is_decided.map(|is_there| whether(decision(), is_there)))
            .add_option(self.is_assigned.map(|is_there| whether(assigned(), is_there)))
    }

    fn of_run(&self, run: MatchRunId) -> Select<conflict::Entity> {
        let all = conflict::Entity::find()
            .join(JoinType::InnerJoin, of_nomination())
            .join(JoinType::InnerJoin, of_expert())
            .filter(conflict::Column::RunId.eq(run));
        if self.without.is_empty() {
            return all;
        }
        all.filter(conflict::Column::NominationId.is_not_in(self.without.iter().copied()))
    }
}

async fn latest(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Option<MatchRunId>, DbErr> {
    let run = match_run::Entity::find()
        .filter(match_run::Column::RoundId.eq(round))
        .filter(match_run::Column::State.eq(MatchRunState::Done))
        .order_by_desc(match_run::Column::RequestedAt)
        .order_by_desc(match_run::Column::Id)
        .one(database)
        .await?;
    Ok(run.map(|run| run.id))
}

/// What waits for a person first: flags without a decision, flags, bars, notes.
fn urgency() -> Expr {
    let severity =
        |word: &str| Expr::col((conflict::Entity, conflict::Column::Severity)).eq(word.to_owned());
    Expr::case(severity("flag").and(Expr::exists(decision()).not()), 0)
        .case(severity("flag"), 1)
        .case(severity("bar"), 2)
        .finally(3)
        .into()
}

/// A page of the findings of the latest run of a round, and how many there are.
pub(in super::super) async fn list(
    database: &impl ConnectionTrait,
    (round, query): (RoundId, &FindingQuery),
    (offset, limit): (u64, u64),
) -> Result<(Vec<FindingRow>, u64), DbErr> {
    let Some(run) = latest(database, round).await? else { return Ok((Vec::new(), 0)) };
    let asked = query.of_run(run).filter(query.condition());
    let total = asked.clone().count(database).await?;
    let rows = asked
        .order_by(urgency(), Order::Asc)
        .order_by_asc(nomination::Column::Number)
        .order_by_asc(expert::Column::Code)
        .order_by_asc(conflict::Column::Kind)
        .offset(offset)
        .limit(limit)
        .all(database)
        .await?;
    Ok((rows, total))
}

/// How many findings the latest run of a round has, whatever is asked for.
pub(in super::super) async fn tally(
    database: &impl ConnectionTrait,
    (round, query): (RoundId, &FindingQuery),
) -> Result<Tally, DbErr> {
    let Some(run) = latest(database, round).await? else { return Ok(Tally::default()) };
    let grouped = |column: conflict::Column| {
        query
            .of_run(run)
            .select_only()
            .column(column)
            .column_as(conflict::Column::Id.count(), "count")
            .group_by(column)
            .order_by_asc(column)
            .into_tuple::<(String, i64)>()
    };
    let undecided = query
        .of_run(run)
        .filter(conflict::Column::Severity.eq("flag"))
        .filter(whether(decision(), false));
    Ok(Tally {
        by_severity: grouped(conflict::Column::Severity).all(database).await?,
        by_kind: grouped(conflict::Column::Kind).all(database).await?,
        undecided_flags: undecided.count(database).await?,
    })
}

/// A finding, and whether its run assigned the pair.
pub(in super::super) async fn find(
    database: &impl ConnectionTrait,
    id: ConflictId,
) -> Result<Option<FindingRow>, DbErr> {
    conflict::Entity::find_by_id(id).one(database).await
}

/// Which of these pairs a run assigned.
pub(in super::super) async fn assigned_among(
    database: &impl ConnectionTrait,
    rows: &[FindingRow],
) -> Result<BTreeSet<(NominationId, ExpertId)>, DbErr> {
    let Some(run) = rows.first().map(|row| row.run_id) else { return Ok(BTreeSet::new()) };
    let nominations: BTreeSet<NominationId> = rows.iter().map(|row| row.nomination_id).collect();
    let pairs = assignment::Entity::find()
        .filter(assignment::Column::RunId.eq(run))
        .filter(assignment::Column::NominationId.is_in(nominations))
        .all(database)
        .await?;
    Ok(pairs.into_iter().map(|pair| (pair.nomination_id, pair.expert_id)).collect())
}
