//! What do people know of conflicts that no register tells? Declarations and decisions in force, as the
//! engine takes them.

use std::collections::BTreeMap;

use entity::{
    expert,
    ids::{ExpertId, NominationId, RoundId},
    nomination, recusal_decision, recusal_declaration, review_assignment,
    vocabulary::{DeclarationState, DeclaredKind, RecusalDecisionState, RecusalOutcome},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

use super::super::recused::{DeclaredWords, Recused, declared_by, declared_kind};
use crate::{
    conflicts::{ConflictKind, Decision, Declaration, DeclaredBy, Meant, Outcome},
    persistence::Sealer,
    shared::china_day,
};

struct Numbers {
    nominations: BTreeMap<NominationId, String>,
    experts: BTreeMap<ExpertId, String>,
}

async fn numbers(database: &impl ConnectionTrait, round: RoundId) -> Result<Numbers, DbErr> {
    let nominations = nomination::Entity::find()
        .select_only()
        .columns([nomination::Column::Id, nomination::Column::Number])
        .filter(nomination::Column::RoundId.eq(round))
        .into_tuple::<(NominationId, String)>()
        .all(database)
        .await?;
    let experts = expert::Entity::find()
        .select_only()
        .columns([expert::Column::Id, expert::Column::Code])
        .into_tuple::<(ExpertId, String)>()
        .all(database)
        .await?;
    Ok(Numbers {
        nominations: nominations.into_iter().collect(),
        experts: experts.into_iter().collect(),
    })
}

fn declared(
    row: &recusal_declaration::Model,
    numbers: &Numbers,
    sealer: &Sealer,
) -> Result<Option<Declaration>, DbErr> {
    let Some(expert_id) = row.expert_id.and_then(|id| numbers.experts.get(&id)) else {
        return Ok(None);
    };
    let words = DeclaredWords::open(sealer, row.id, &row.sealed)
        .map_err(|error| DbErr::Custom(format!("recusal_declaration/{}: {error}", row.id)))?;
    let nomination_id = row.nomination_id.and_then(|id| numbers.nominations.get(&id)).cloned();
    let (person, unit) = match (words.person, words.unit) {
        (Some(person), _) => (Some(person.name), Some(person.unit).filter(|unit| !unit.is_empty())),
        (None, unit) => (None, unit),
    };
    Ok(Some(Declaration {
        declaration_id: row.id.to_string(),
        declared_by: declared_by(row.source),
        expert_id: expert_id.clone(),
        kind: declared_kind(row.kind.as_str()),
        nomination_id,
        person,
        unit,
        since: None,
        until: None,
        made_on: Some(china_day(row.declared_at)),
        // What was written stays with the declaration, where few may read it.
        words: None,
        meant: None,
    }))
}

/// An expert who may be meant by a typed name, as the row keeps him: key in the pool, per mille, whether surely.
type Perhaps = (String, u16, bool);

/// What a nominee declares of somebody whom he named, as long as the office has not said who that is: of each expert
/// who may be meant. Until then it counts as far as he surely is.
fn perhaps_declared(row: &recusal_declaration::Model, numbers: &Numbers) -> Vec<Declaration> {
    let nomination = row.nomination_id.and_then(|id| numbers.nominations.get(&id));
    let Some(nomination) = nomination else { return Vec::new() };
    let candidates: Vec<Perhaps> =
        serde_json::from_value(row.candidates.clone()).unwrap_or_default();
    let declaration = |(expert_id, confidence, is_sure): Perhaps| Declaration {
        declaration_id: row.id.to_string(),
        declared_by: declared_by(row.source),
        expert_id,
        kind: declared_kind(row.kind.as_str()),
        nomination_id: Some(nomination.clone()),
        made_on: Some(china_day(row.declared_at)),
        meant: Some(Meant { confidence, is_sure }),
        ..Declaration::default()
    };
    candidates.into_iter().map(declaration).collect()
}

/// The interests of a round that somebody declared of an expert whom he named, and that wait for the office; requests
/// to keep an expert out are granted first.
async fn unanswered(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<recusal_declaration::Model>, DbErr> {
    recusal_declaration::Entity::find()
        .filter(recusal_declaration::Column::RoundId.eq(round))
        .filter(recusal_declaration::Column::State.eq(DeclarationState::Waiting))
        .filter(recusal_declaration::Column::Kind.ne(DeclaredKind::Exclusion))
        .filter(recusal_declaration::Column::ExpertId.is_null())
        .order_by_asc(recusal_declaration::Column::Id)
        .all(database)
        .await
}

/// What reviewers declared when they were asked to review.
async fn declared_at_review(
    database: &impl ConnectionTrait,
    round: RoundId,
    numbers: &Numbers,
) -> Result<Vec<Declaration>, DbErr> {
    let rows = review_assignment::Entity::find()
        .filter(review_assignment::Column::RoundId.eq(round))
        .filter(review_assignment::Column::InterestKind.is_not_null())
        .order_by_asc(review_assignment::Column::Id)
        .all(database)
        .await?;
    let declaration = |row: review_assignment::Model| {
        Some(Declaration {
            declaration_id: row.id.0.to_string(),
            declared_by: DeclaredBy::Expert,
            expert_id: numbers.experts.get(&row.expert_id)?.clone(),
            kind: declared_kind(row.interest_kind.as_deref()?),
            nomination_id: Some(numbers.nominations.get(&row.nomination_id)?.clone()),
            made_on: row.interest_at.or(row.answered_at).map(china_day),
            ..Declaration::default()
        })
    };
    Ok(rows.into_iter().filter_map(declaration).collect())
}

fn decided(row: recusal_decision::Model, numbers: &Numbers) -> Option<Decision> {
    Some(Decision {
        decision_id: row.id.to_string(),
        outcome: match row.outcome {
            RecusalOutcome::Conflict => Outcome::Conflict,
            RecusalOutcome::NotAConflict => Outcome::NotAConflict,
            RecusalOutcome::Lifted => Outcome::Lifted,
        },
        expert_id: numbers.experts.get(&row.expert_id)?.clone(),
        nomination_id: Some(numbers.nominations.get(&row.nomination_id)?.clone()),
        kind: Some(ConflictKind::from_code(&row.kind)?),
        decided_by: row.agreed_by.map_or_else(
            || row.decided_by.clone(),
            |second| format!("{}、{second}", row.decided_by),
        ),
        decided_on: Some(china_day(row.agreed_at.unwrap_or(row.decided_at))),
        words: row.reason,
        // What cannot be read is nothing that was seen.
        seen: row.seen.map(|kept| serde_json::from_value(kept).unwrap_or_default()),
        ..Decision::default()
    })
}

/// Declarations and decisions in force on the nominations of a round, each in the order of their keys; then what
/// waits for somebody to say whom it concerns.
///
/// # Errors
/// The records failing, or a declaration that cannot be opened.
pub(in super::super) async fn recused_in_round(
    database: &impl ConnectionTrait,
    sealer: &Sealer,
    round: RoundId,
) -> Result<Recused, DbErr> {
    let rows = recusal_declaration::Entity::find()
        .filter(recusal_declaration::Column::RoundId.eq(round))
        .filter(recusal_declaration::Column::State.eq(DeclarationState::InForce))
        .filter(recusal_declaration::Column::ExpertId.is_not_null())
        .order_by_asc(recusal_declaration::Column::Id)
        .all(database)
        .await?;
    let of_round = sea_orm::sea_query::Query::select()
        .column(nomination::Column::Id)
        .from(nomination::Entity)
        .cond_where(nomination::Column::RoundId.eq(round))
        .to_owned();
    let decisions = recusal_decision::Entity::find()
        .filter(recusal_decision::Column::State.eq(RecusalDecisionState::InForce))
        .filter(recusal_decision::Column::NominationId.in_subquery(of_round))
        .order_by_asc(recusal_decision::Column::Id)
        .all(database)
        .await?;
    let numbers = numbers(database, round).await?;
    let mut declarations = declared_at_review(database, round, &numbers).await?;
    for row in &rows {
        declarations.extend(declared(row, &numbers, sealer)?);
    }
    let waiting = unanswered(database, round).await?;
    declarations.extend(waiting.iter().flat_map(|row| perhaps_declared(row, &numbers)));
    let decisions = decisions.into_iter().filter_map(|row| decided(row, &numbers)).collect();
    Ok(Recused { declarations, decisions })
}
