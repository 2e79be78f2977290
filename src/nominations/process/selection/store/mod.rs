//! Where are selections kept?

use entity::{
    ids::{DossierId, RoundId, SelectionCallId},
    selection_call, selection_candidate, selection_expert, selection_score,
};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::Set,
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _,
    sea_query::{Expr, OnConflict},
};

mod links;

pub(super) use links::{find_link, insert_link, mark_handed_in, mark_opened, revoke_links};

use super::{
    record::{Call, Candidate, Expert, Score, Selection},
    summary::{SelectionSummary, summed_up},
};
use crate::shared::IdSource;

fn stored(row: selection_call::Model) -> Result<Call, DbErr> {
    let earlier = serde_json::from_str(&row.earlier_decisions)
        .map_err(|error| DbErr::Custom(format!("selection_call {}: {error}", row.id)))?;
    Ok(Call {
        id: row.id,
        round: row.round_id,
        society: row.society_code,
        text: row.text,
        opens_at: row.opens_at,
        closes_at: row.closes_at,
        expected: u32::try_from(row.expected).unwrap_or(0),
        summary: row.summary,
        version: row.version,
        changed_by: row.changed_by,
        changed_at: row.changed_at,
        decided_by: row.decided_by,
        decided_at: row.decided_at,
        earlier,
    })
}

fn row(call: &Call) -> Result<selection_call::Model, DbErr> {
    let earlier_decisions =
        serde_json::to_string(&call.earlier).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(selection_call::Model {
        id: call.id,
        round_id: call.round,
        society_code: call.society.clone(),
        text: call.text.clone(),
        opens_at: call.opens_at,
        closes_at: call.closes_at,
        expected: i32::try_from(call.expected).unwrap_or(i32::MAX),
        summary: call.summary.clone(),
        version: call.version,
        changed_by: call.changed_by.clone(),
        changed_at: call.changed_at,
        decided_by: call.decided_by.clone(),
        decided_at: call.decided_at,
        earlier_decisions,
    })
}

/// The selection of a society in a round; none where it has called for none.
pub(super) async fn find(
    database: &impl ConnectionTrait,
    round: RoundId,
    society: &str,
) -> Result<Option<Selection>, DbErr> {
    let row = selection_call::Entity::find()
        .filter(selection_call::Column::RoundId.eq(round))
        .filter(selection_call::Column::SocietyCode.eq(society))
        .one(database)
        .await?;
    match row {
        Some(row) => whole(database, row).await.map(Some),
        None => Ok(None),
    }
}

/// The selection with this call.
pub(super) async fn of_call(
    database: &impl ConnectionTrait,
    call: SelectionCallId,
) -> Result<Option<Selection>, DbErr> {
    match selection_call::Entity::find_by_id(call).one(database).await? {
        Some(row) => whole(database, row).await.map(Some),
        None => Ok(None),
    }
}

/// What is said of the selection of which a dossier is a candidate; none where it is in none.
///
/// # Errors
/// The records failing.
pub async fn summary(
    database: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<Option<SelectionSummary>, DbErr> {
    let found = of_dossier(database, dossier).await?;
    Ok(found.and_then(|selection| summed_up(&selection, dossier)))
}

/// The selection of which a dossier is a candidate.
async fn of_dossier(
    database: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<Option<Selection>, DbErr> {
    let named = selection_candidate::Entity::find()
        .filter(selection_candidate::Column::DossierId.eq(dossier))
        .one(database)
        .await?;
    let Some(named) = named else { return Ok(None) };
    of_call(database, named.call_id).await
}

async fn whole(
    database: &impl ConnectionTrait,
    row: selection_call::Model,
) -> Result<Selection, DbErr> {
    let call = stored(row)?;
    let candidates = selection_candidate::Entity::find()
        .filter(selection_candidate::Column::CallId.eq(call.id))
        .order_by_asc(selection_candidate::Column::Position)
        .all(database)
        .await?;
    let experts = selection_expert::Entity::find()
        .filter(selection_expert::Column::CallId.eq(call.id))
        .order_by_asc(selection_expert::Column::Position)
        .all(database)
        .await?;
    let candidate = |row: selection_candidate::Model| Candidate {
        key: row.key,
        dossier: row.dossier_id,
        title: row.title,
        outcome: row.outcome,
    };
    let expert =
        |row: selection_expert::Model| Expert { key: row.key, name: row.name, unit: row.unit };
    Ok(Selection {
        scores: scores(database, call.id).await?,
        links: links::of_call(database, call.id).await?,
        call,
        candidates: candidates.into_iter().map(candidate).collect(),
        experts: experts.into_iter().map(expert).collect(),
    })
}

async fn scores(
    database: &impl ConnectionTrait,
    call: SelectionCallId,
) -> Result<Vec<Score>, DbErr> {
    let rows = selection_score::Entity::find()
        .filter(selection_score::Column::CallId.eq(call))
        .order_by_asc(selection_score::Column::CandidateKey)
        .order_by_asc(selection_score::Column::ExpertKey)
        .all(database)
        .await?;
    rows.into_iter()
        .map(|row| {
            let points = serde_json::from_str(&row.points)
                .map_err(|error| DbErr::Custom(format!("selection_score {}: {error}", row.id)))?;
            Ok(Score {
                candidate: row.candidate_key,
                expert: row.expert_key,
                points,
                recusal: row.recusal,
                by: row.recorded_by,
                at: row.recorded_at,
            })
        })
        .collect()
}

/// Writes a call, new or over the one that stands.
pub(super) async fn save_call(
    database: &impl ConnectionTrait,
    call: &Call,
    is_new: bool,
) -> Result<(), DbErr> {
    let row = row(call)?.into_active_model().reset_all();
    if is_new {
        row.insert(database).await?;
    } else {
        row.update(database).await?;
    }
    Ok(())
}

/// Puts candidates and experts in the place of those that stand.
pub(super) async fn save_lists(
    database: &impl ConnectionTrait,
    ids: IdSource,
    call: SelectionCallId,
    (candidates, experts): (&[Candidate], &[Expert]),
) -> Result<(), DbErr> {
    selection_candidate::Entity::delete_many()
        .filter(selection_candidate::Column::CallId.eq(call))
        .exec(database)
        .await?;
    selection_expert::Entity::delete_many()
        .filter(selection_expert::Column::CallId.eq(call))
        .exec(database)
        .await?;
    for (one, position) in candidates.iter().zip(1..) {
        selection_candidate::ActiveModel {
            id: Set(ids.next()),
            call_id: Set(call),
            key: Set(one.key.clone()),
            position: Set(position),
            dossier_id: Set(one.dossier),
            title: Set(one.title.clone()),
            outcome: Set(one.outcome),
        }
        .insert(database)
        .await?;
    }
    for (one, position) in experts.iter().zip(1..) {
        selection_expert::ActiveModel {
            id: Set(ids.next()),
            call_id: Set(call),
            key: Set(one.key.clone()),
            position: Set(position),
            name: Set(one.name.clone()),
            unit: Set(one.unit.clone()),
        }
        .insert(database)
        .await?;
    }
    Ok(())
}

/// Writes what an expert gave a candidate, over what he gave before.
pub(super) async fn save_score(
    database: &impl ConnectionTrait,
    ids: IdSource,
    call: SelectionCallId,
    score: &Score,
) -> Result<(), DbErr> {
    use selection_score::Column;
    let points =
        serde_json::to_string(&score.points).map_err(|error| DbErr::Custom(error.to_string()))?;
    let row = selection_score::ActiveModel {
        id: Set(ids.next()),
        call_id: Set(call),
        candidate_key: Set(score.candidate.clone()),
        expert_key: Set(score.expert.clone()),
        points: Set(points),
        recusal: Set(score.recusal.clone()),
        recorded_by: Set(score.by.clone()),
        recorded_at: Set(score.at),
    };
    let keys = [Column::CallId, Column::CandidateKey, Column::ExpertKey];
    let columns = [Column::Points, Column::Recusal, Column::RecordedBy, Column::RecordedAt];
    selection_score::Entity::insert(row)
        .on_conflict(OnConflict::columns(keys).update_columns(columns).to_owned())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Takes the call one version on, so that no other writer touches it until the transaction ends.
pub(super) async fn touch(
    database: &impl ConnectionTrait,
    round: RoundId,
    society: &str,
) -> Result<(), DbErr> {
    use sea_orm::ExprTrait as _;
    use selection_call::Column;
    selection_call::Entity::update_many()
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::RoundId.eq(round))
        .filter(Column::SocietyCode.eq(society))
        .exec(database)
        .await
        .map(|_| ())
}

/// As [`touch`], by the key of the call.
pub(super) async fn touch_call(
    database: &impl ConnectionTrait,
    call: SelectionCallId,
) -> Result<(), DbErr> {
    use sea_orm::ExprTrait as _;
    use selection_call::Column;
    selection_call::Entity::update_many()
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(call))
        .exec(database)
        .await
        .map(|_| ())
}
