//! Where are proposals and their decisions kept?

use entity::{ids::QuotaProposalId, quota_decision, quota_proposal, vocabulary::ProposalState};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    ExprTrait as _, IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    sea_query::{Expr, SimpleExpr},
};

use super::{
    super::{
        engine::{Outcome, SocietyOutcome},
        ledger::Stamp,
    },
    record::{Decision, Explained, Proposal},
};
use crate::{persistence::insert_all, track_record::model::HistoryRow};

fn unreadable(what: &str, error: &serde_json::Error) -> DbErr {
    DbErr::Custom(format!("{what}: {error}"))
}

fn proposal(row: quota_proposal::Model) -> Result<Proposal, DbErr> {
    Ok(Proposal {
        id: row.id,
        policy: row.policy_id,
        year: row.year,
        total: row.total,
        held: row.held,
        state: row.state,
        note: row.note,
        input_digest: row.input_digest,
        output_digest: row.output_digest,
        engine_version: row.engine_version,
        summary: serde_json::from_value(row.summary)
            .map_err(|error| unreadable("the summary of a proposal", &error))?,
        proposed_by: row.proposed_by,
        proposed_at: row.proposed_at,
        confirmed_by: row.confirmed_by,
        confirmed_at: row.confirmed_at,
        published_by: row.published_by,
        published_at: row.published_at,
        appeals_until: row.appeals_until,
        version: row.version,
    })
}

fn explained(row: quota_decision::Model) -> Result<Explained, DbErr> {
    let outcome: SocietyOutcome = serde_json::from_value(row.outcome.clone())
        .map_err(|error| unreadable("the outcome of a decision", &error))?;
    Ok(Explained { decision: decision(row), outcome })
}

fn decision(row: quota_decision::Model) -> Decision {
    Decision {
        id: row.id,
        society_id: row.society_code,
        society: row.society,
        group: row.discipline_group,
        previous: row.previous,
        proposed: row.proposed,
        decided: row.decided,
        band: row.band,
        score: row.score,
        low: row.low,
        high: row.high,
        reason: row.reason,
        decided_by: row.decided_by,
        decided_at: row.decided_at,
        version: row.version,
    }
}

fn json(value: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn places(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Writes a proposal with a decision a society, as the engine proposes.
pub(super) async fn insert(
    database: &impl ConnectionTrait,
    new: &Proposal,
    history: &[HistoryRow],
    outcome: &Outcome,
    stamp: &Stamp<'_>,
) -> Result<(), DbErr> {
    let row = quota_proposal::Model {
        id: new.id,
        policy_id: new.policy,
        year: new.year,
        total: new.total,
        held: new.held,
        state: new.state,
        note: new.note.clone(),
        history: json(&history),
        input_digest: new.input_digest.clone(),
        output_digest: new.output_digest.clone(),
        engine_version: new.engine_version.clone(),
        summary: json(&new.summary),
        proposed_by: new.proposed_by.clone(),
        proposed_at: new.proposed_at,
        confirmed_by: None,
        confirmed_at: None,
        published_by: None,
        published_at: None,
        appeals_until: None,
        version: new.version,
    };
    row.into_active_model().reset_all().insert(database).await?;
    let rows = outcome.societies.iter().map(|one| {
        quota_decision::Model {
            id: stamp.ids.next(),
            proposal_id: new.id,
            society_code: one.society_id.clone(),
            society: one.society.clone(),
            discipline_group: one.group.clone(),
            previous: places(one.previous),
            proposed: places(one.proposed),
            decided: places(one.proposed),
            band: json(&one.band).as_str().unwrap_or_default().to_owned(),
            score: one.score,
            low: one.low,
            high: one.high,
            outcome: json(one),
            reason: None,
            decided_by: None,
            decided_at: None,
            version: 1,
        }
        .into_active_model()
        .reset_all()
    });
    insert_all(database, rows.collect()).await
}

/// Every proposal, newest first.
pub(super) async fn list(database: &impl ConnectionTrait) -> Result<Vec<Proposal>, DbErr> {
    let rows = quota_proposal::Entity::find()
        .order_by_desc(quota_proposal::Column::Year)
        .order_by_desc(quota_proposal::Column::ProposedAt)
        .order_by_desc(quota_proposal::Column::Id)
        .all(database)
        .await?;
    rows.into_iter().map(proposal).collect()
}

/// One proposal.
pub(in crate::quotas) async fn find(
    database: &impl ConnectionTrait,
    id: QuotaProposalId,
) -> Result<Option<Proposal>, DbErr> {
    quota_proposal::Entity::find_by_id(id).one(database).await?.map(proposal).transpose()
}

/// The rows that a proposal rests on.
pub(super) async fn history(
    database: &impl ConnectionTrait,
    id: QuotaProposalId,
) -> Result<Vec<HistoryRow>, DbErr> {
    let row = quota_proposal::Entity::find_by_id(id).one(database).await?;
    let history = row.map(|row| row.history).unwrap_or_default();
    serde_json::from_value(history).map_err(|error| unreadable("the rows of a proposal", &error))
}

/// The decisions of a proposal by code.
pub(super) async fn decisions(
    database: &impl ConnectionTrait,
    id: QuotaProposalId,
) -> Result<Vec<Decision>, DbErr> {
    let rows = quota_decision::Entity::find()
        .filter(quota_decision::Column::ProposalId.eq(id))
        .all(database)
        .await?;
    let mut decisions: Vec<Decision> = rows.into_iter().map(decision).collect();
    // In the order of bytes, whatever a database's collation.
    decisions.sort_by(|one, other| one.society_id.cmp(&other.society_id));
    Ok(decisions)
}

/// The decisions of a proposal with their explanations, by code.
pub(super) async fn all_explained(
    database: &impl ConnectionTrait,
    id: QuotaProposalId,
) -> Result<Vec<Explained>, DbErr> {
    let rows = quota_decision::Entity::find()
        .filter(quota_decision::Column::ProposalId.eq(id))
        .all(database)
        .await?;
    let mut all = rows.into_iter().map(explained).collect::<Result<Vec<_>, _>>()?;
    all.sort_by(|one, other| one.decision.society_id.cmp(&other.decision.society_id));
    Ok(all)
}

/// The decision on one society with its explanation.
pub(in crate::quotas) async fn find_decision(
    database: &impl ConnectionTrait,
    id: QuotaProposalId,
    society: &str,
) -> Result<Option<Explained>, DbErr> {
    quota_decision::Entity::find()
        .filter(quota_decision::Column::ProposalId.eq(id))
        .filter(quota_decision::Column::SocietyCode.eq(society))
        .one(database)
        .await?
        .map(explained)
        .transpose()
}

/// The published proposals in which a society has a decision, newest round first.
pub(super) async fn published_of(
    database: &impl ConnectionTrait,
    society: &str,
) -> Result<Vec<(Proposal, Explained)>, DbErr> {
    let mut found = Vec::new();
    for one in list(database).await? {
        if one.state != ProposalState::Published {
            continue;
        }
        if let Some(explained) = find_decision(database, one.id, society).await? {
            found.push((one, explained));
        }
    }
    Ok(found)
}

/// Other proposals for a year that somebody stands by.
pub(super) async fn is_year_taken(
    database: &impl ConnectionTrait,
    year: i32,
    but: Option<QuotaProposalId>,
) -> Result<bool, DbErr> {
    let mut others = quota_proposal::Entity::find()
        .filter(quota_proposal::Column::Year.eq(year))
        .filter(quota_proposal::Column::State.ne(ProposalState::Draft));
    if let Some(id) = but {
        others = others.filter(quota_proposal::Column::Id.ne(id));
    }
    Ok(others.count(database).await? > 0)
}

/// What a step changes in a proposal.
pub(super) enum Step {
    /// A decision was changed.
    Touched,
    /// Somebody stands by it, with so many places kept back.
    Confirmed(i32),
    /// It goes back.
    Returned,
    /// It is known, and may be appealed until then.
    Published(chrono::DateTime<chrono::Utc>),
    /// An appeal took so many places of those kept back.
    Granted(i32),
}

/// Takes a step of a proposal that is in `state` and, where one was seen, of that version; false when
/// it is not, and nothing is done.
pub(super) async fn take(
    database: &impl ConnectionTrait,
    id: QuotaProposalId,
    (state, seen): (ProposalState, Option<i64>),
    step: Step,
    stamp: &Stamp<'_>,
) -> Result<bool, DbErr> {
    use quota_proposal::Column;
    let mut changes: Vec<(Column, SimpleExpr)> =
        vec![(Column::Version, Expr::col(Column::Version).add(1))];
    match step {
        Step::Touched => {}
        Step::Confirmed(held) => changes.extend([
            (Column::State, Expr::value(ProposalState::Confirmed)),
            (Column::Held, Expr::value(held)),
            (Column::ConfirmedBy, Expr::value(stamp.by)),
            (Column::ConfirmedAt, Expr::value(stamp.now)),
        ]),
        Step::Returned => changes.extend([
            (Column::State, Expr::value(ProposalState::Draft)),
            (Column::ConfirmedBy, Expr::value(None::<String>)),
            (Column::ConfirmedAt, Expr::value(None::<chrono::DateTime<chrono::Utc>>)),
        ]),
        Step::Published(until) => changes.extend([
            (Column::State, Expr::value(ProposalState::Published)),
            (Column::PublishedBy, Expr::value(stamp.by)),
            (Column::PublishedAt, Expr::value(stamp.now)),
            (Column::AppealsUntil, Expr::value(until)),
        ]),
        Step::Granted(places) => changes.push((Column::Held, Expr::col(Column::Held).sub(places))),
    }
    let mut update = quota_proposal::Entity::update_many()
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(state));
    if let Step::Granted(places) = step {
        // Of two appeals that are decided at once the second finds what the first left.
        update = update.filter(Column::Held.gte(places));
    }
    for (column, value) in changes {
        update = update.col_expr(column, value);
    }
    if let Some(seen) = seen {
        update = update.filter(Column::Version.eq(seen));
    }
    Ok(update.exec(database).await?.rows_affected == 1)
}

/// Decides other places for the decision of the version seen; false when it has changed.
pub(super) async fn decide(
    database: &impl ConnectionTrait,
    decision: &Decision,
    (places, reason): (i32, Option<&str>),
    stamp: &Stamp<'_>,
) -> Result<bool, DbErr> {
    use quota_decision::Column;
    let by = reason.map(|_| stamp.by);
    let at = reason.map(|_| stamp.now);
    let done = quota_decision::Entity::update_many()
        .col_expr(Column::Decided, Expr::value(places))
        .col_expr(Column::Reason, Expr::value(reason))
        .col_expr(Column::DecidedBy, Expr::value(by))
        .col_expr(Column::DecidedAt, Expr::value(at))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(decision.id))
        .filter(Column::Version.eq(decision.version))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// How many proposals are in a state.
pub(super) async fn count(
    database: &impl ConnectionTrait,
    state: ProposalState,
) -> Result<u64, DbErr> {
    quota_proposal::Entity::find()
        .filter(quota_proposal::Column::State.eq(state))
        .count(database)
        .await
}
