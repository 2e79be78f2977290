//! What do the engines and the index need of the pool?

use std::collections::BTreeMap;

use entity::{affiliation, authorship, expert, ids::ExpertId, publication};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, sea_query::Query,
};

use super::super::model::{Affiliation, Expert, Publication};
use crate::search::Document;

pub(super) fn record(row: expert::Model) -> Expert {
    Expert {
        expert_id: row.code,
        name: row.name,
        unit: row.unit,
        name_en: row.name_en,
        title: row.title,
        disciplines: row.disciplines.0,
        keywords: row.keywords.0,
        email: row.email,
        email_domain: row.email_domain,
        orcid: row.orcid,
        is_academician: row.is_academician,
        region: row.region,
        born_on: row.born_on,
        max_load: row.max_load.and_then(|load| u32::try_from(load).ok()),
        former_units: row.former_units.0,
    }
}

/// A publication that these experts wrote.
pub(super) fn published(row: publication::Model, mut expert_ids: Vec<String>) -> Publication {
    expert_ids.sort();
    Publication {
        publication_id: row.code,
        title: row.title,
        expert_ids,
        abstract_text: row.abstract_text,
        year: row.year,
        venue: row.venue,
        authors: row.authors.0,
        doi: row.doi,
        keywords: row.keywords.0,
        is_verified: row.is_verified,
    }
}

pub(super) fn employment(row: affiliation::Model) -> Affiliation {
    Affiliation { person_ref: row.person_ref, unit: row.unit, from: row.from_year, to: row.to_year }
}

/// Every expert by code.
pub async fn all(database: &impl ConnectionTrait) -> Result<Vec<Expert>, DbErr> {
    let rows = expert::Entity::find().order_by_asc(expert::Column::Code).all(database).await?;
    Ok(rows.into_iter().map(record).collect())
}

/// The key of every expert, by code.
pub async fn keys_by_code(
    database: &impl ConnectionTrait,
) -> Result<BTreeMap<String, ExpertId>, DbErr> {
    expert::Entity::find()
        .select_only()
        .column(expert::Column::Code)
        .column(expert::Column::Id)
        .into_tuple::<(String, ExpertId)>()
        .all(database)
        .await
        .map(|rows| rows.into_iter().collect())
}

/// Every publication by code, with the experts who wrote it.
pub async fn publications(database: &impl ConnectionTrait) -> Result<Vec<Publication>, DbErr> {
    let codes: BTreeMap<ExpertId, String> =
        keys_by_code(database).await?.into_iter().map(|(code, id)| (id, code)).collect();
    let mut authors: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for row in authorship::Entity::find().all(database).await? {
        let code = codes.get(&row.expert_id).cloned();
        authors.entry(row.publication_id).or_default().extend(code);
    }
    let rows =
        publication::Entity::find().order_by_asc(publication::Column::Code).all(database).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let expert_ids = authors.remove(&row.id).unwrap_or_default();
            published(row, expert_ids)
        })
        .collect())
}

/// Every employment.
pub async fn affiliations(database: &impl ConnectionTrait) -> Result<Vec<Affiliation>, DbErr> {
    let rows = affiliation::Entity::find()
        .order_by_asc(affiliation::Column::PersonRef)
        .order_by_asc(affiliation::Column::Unit)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(employment).collect())
}

/// Experts, publications, and experts without a publication.
pub async fn pool_counts(database: &impl ConnectionTrait) -> Result<(u64, u64, u64), DbErr> {
    let authors =
        Query::select().column(authorship::Column::ExpertId).from(authorship::Entity).to_owned();
    Ok((
        expert::Entity::find().count(database).await?,
        publication::Entity::find().count(database).await?,
        expert::Entity::find()
            .filter(expert::Column::Id.not_in_subquery(authors))
            .count(database)
            .await?,
    ))
}

/// Every expert as the search index takes him.
pub async fn expert_documents(database: &impl ConnectionTrait) -> Result<Vec<Document>, DbErr> {
    let mut titles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for publication in publications(database).await? {
        for code in publication.expert_ids {
            let title = std::iter::once(publication.title.clone());
            titles.entry(code).or_default().extend(title.chain(publication.keywords.clone()));
        }
    }
    let keys = keys_by_code(database).await?;
    let documents = all(database).await?.into_iter().filter_map(|expert| {
        let key = keys.get(&expert.expert_id)?.0;
        let mut body = vec![expert.unit];
        body.extend(expert.former_units);
        body.extend(expert.keywords);
        body.extend(titles.remove(&expert.expert_id).unwrap_or_default());
        Some(Document {
            kind: "expert",
            key,
            identifiers: vec![expert.expert_id],
            names: std::iter::once(expert.name).chain(expert.name_en).collect(),
            body: body.join("\n"),
        })
    });
    Ok(documents.collect())
}
