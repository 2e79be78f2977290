//! The rows of answers. Relations to possible reviewers are sealed for their answer.

use entity::{
    ids::{DossierId, NomineeAnswerId, NomineeLinkId},
    nominee_answer::{Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
};

use super::super::{reply::Relation, standing::Answer};
use crate::{nominations::dossier::StoreFault, persistence::Sealer};

fn place(id: NomineeAnswerId) -> String {
    format!("nominee_answer/{id}/relations")
}

fn damaged(id: NomineeAnswerId) -> StoreFault {
    StoreFault::Damaged(format!("nominee_answer/{id}"))
}

fn stored(row: Model) -> Result<Answer, StoreFault> {
    Ok(Answer {
        id: row.id,
        link: row.link_id,
        row: row.row_key,
        facts_digest: row.facts_digest,
        reply: row.reply,
        statements: serde_json::from_str(&row.statements).map_err(|_| damaged(row.id))?,
        signature: row.signature,
        relation_count: u32::try_from(row.relation_count).unwrap_or_default(),
        refusal_reason: row.refusal_reason,
        answered_at: row.answered_at,
    })
}

/// Writes an answer with the relations that were declared in it.
pub(in super::super) async fn insert_answer(
    database: &impl ConnectionTrait,
    sealer: &Sealer,
    dossier: DossierId,
    answer: &Answer,
    relations: &[Relation],
) -> Result<(), StoreFault> {
    let text = |value: serde_json::Result<String>| value.map_err(|_| damaged(answer.id));
    let kept = match relations {
        [] => None,
        some => Some(sealer.seal(&place(answer.id), &text(serde_json::to_string(some))?)?),
    };
    let row = Model {
        id: answer.id,
        dossier_id: dossier,
        link_id: answer.link,
        row_key: answer.row.clone(),
        facts_digest: answer.facts_digest.clone(),
        reply: answer.reply,
        statements: text(serde_json::to_string(&answer.statements))?,
        signature: answer.signature.clone(),
        relations: kept,
        relation_count: i32::try_from(relations.len()).unwrap_or(i32::MAX),
        refusal_reason: answer.refusal_reason.clone(),
        answered_at: answer.answered_at,
    };
    row.into_active_model().reset_all().insert(database).await?;
    Ok(())
}

/// Every answer to the links of a dossier, oldest first.
pub(in super::super) async fn answers(
    database: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<Vec<Answer>, StoreFault> {
    let query = Entity::find().filter(Column::DossierId.eq(dossier)).order_by_asc(Column::Id);
    query.all(database).await?.into_iter().map(stored).collect()
}

/// The answer that was given by a link.
pub(in super::super) async fn answer_of_link(
    database: &impl ConnectionTrait,
    link: NomineeLinkId,
) -> Result<Option<Answer>, StoreFault> {
    let found = Entity::find().filter(Column::LinkId.eq(link)).one(database).await?;
    found.map(stored).transpose()
}

/// The relations that were declared to the links of a dossier, by row, in the newest answer of each.
pub(in super::super) async fn relations(
    database: &impl ConnectionTrait,
    sealer: &Sealer,
    dossier: DossierId,
) -> Result<Vec<(String, Vec<Relation>)>, StoreFault> {
    let query = Entity::find().filter(Column::DossierId.eq(dossier)).order_by_asc(Column::Id);
    let mut declared = std::collections::BTreeMap::new();
    for row in query.all(database).await? {
        let relations = match &row.relations {
            None => Vec::new(),
            Some(kept) => {
                let text = sealer.open_sealed(&place(row.id), kept)?;
                serde_json::from_str(&text).map_err(|_| damaged(row.id))?
            }
        };
        declared.insert(row.row_key, relations);
    }
    Ok(declared.into_iter().collect())
}
