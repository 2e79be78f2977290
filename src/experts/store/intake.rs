//! Where does an imported expert, publication or employment go?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{affiliation, authorship, expert, ids::ExpertId, publication};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QuerySelect as _,
};

use super::super::model::{Affiliation, Expert, Publication};
use crate::{
    disciplines,
    persistence::{Applied, insert_all},
    shared::{Bilingual, IdSource},
};

fn expert_row(
    expert: Expert,
    known: Option<&expert::Model>,
    ids: IdSource,
    now: DateTime<Utc>,
) -> expert::Model {
    expert::Model {
        id: known.map_or_else(|| ids.next(), |known| known.id),
        code: expert.expert_id,
        name: expert.name,
        name_en: expert.name_en,
        unit: expert.unit,
        title: expert.title,
        disciplines: expert.disciplines.into(),
        keywords: expert.keywords.into(),
        email: expert.email,
        email_domain: expert.email_domain,
        orcid: expert.orcid,
        is_academician: expert.is_academician,
        region: expert.region,
        born_on: expert.born_on,
        max_load: expert.max_load.and_then(|load| i32::try_from(load).ok()),
        former_units: expert.former_units.into(),
        version: known.map_or(1, |known| known.version),
        created_at: known.map_or(now, |known| known.created_at),
        updated_at: known.map_or(now, |known| known.updated_at),
    }
}

/// Takes a batch of imported experts.
pub async fn apply_experts(
    database: &impl ConnectionTrait,
    ids: IdSource,
    now: DateTime<Utc>,
    batch: &[Expert],
) -> Result<Applied, DbErr> {
    let codes = batch.iter().map(|expert| expert.expert_id.clone());
    let known: BTreeMap<String, expert::Model> = expert::Entity::find()
        .filter(expert::Column::Code.is_in(codes))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.code.clone(), row))
        .collect();
    let named = batch.iter().flat_map(|expert| expert.disciplines.iter().cloned()).collect();
    let unknown = disciplines::unknown(database, named).await?;
    let mut applied = Applied::default();
    let mut new = Vec::new();
    for (index, expert) in batch.iter().enumerate() {
        if let Some(code) = expert.disciplines.iter().find(|code| unknown.contains(*code)) {
            applied.refuse_unknown(index, "disciplines", code, &discipline_hint());
            continue;
        }
        let old = known.get(&expert.expert_id);
        let mut row = expert_row(expert.clone(), old, ids, now);
        match old {
            None => new.push(row.into_active_model().reset_all()),
            Some(old) if *old == row => applied.unchanged += 1,
            Some(_) => {
                row.version += 1;
                row.updated_at = now;
                row.into_active_model().reset_all().update(database).await?;
                applied.updated += 1;
            }
        }
    }
    applied.inserted = new.len() as u64;
    insert_all(database, new).await?;
    Ok(applied)
}

/// What may stand where a discipline code is unknown.
fn discipline_hint() -> Bilingual {
    Bilingual::new(
        "允许：GB/T 13745-2009 的学科代码",
        "allowed: a discipline code of GB/T 13745-2009",
    )
}

/// The keys of the experts of these codes; of one who is not there none.
///
/// # Errors
/// The records failing.
pub async fn keys_of(
    database: &impl ConnectionTrait,
    codes: BTreeSet<&String>,
) -> Result<BTreeMap<String, ExpertId>, DbErr> {
    expert::Entity::find()
        .select_only()
        .column(expert::Column::Code)
        .column(expert::Column::Id)
        .filter(expert::Column::Code.is_in(codes))
        .into_tuple::<(String, ExpertId)>()
        .all(database)
        .await
        .map(|rows| rows.into_iter().collect())
}

fn publication_row(
    publication: &Publication,
    known: Option<&publication::Model>,
    ids: IdSource,
) -> publication::Model {
    let publication = publication.clone();
    publication::Model {
        id: known.map_or_else(|| ids.next(), |known| known.id),
        code: publication.publication_id,
        title: publication.title,
        abstract_text: publication.abstract_text,
        year: publication.year,
        venue: publication.venue,
        authors: publication.authors.into(),
        doi: publication.doi,
        keywords: publication.keywords.into(),
        is_verified: publication.is_verified,
    }
}

/// Takes a batch of imported publications with the experts who wrote them.
pub async fn apply_publications(
    database: &impl ConnectionTrait,
    ids: IdSource,
    batch: &[Publication],
) -> Result<Applied, DbErr> {
    let codes = batch.iter().map(|publication| publication.publication_id.clone());
    let known: BTreeMap<String, publication::Model> = publication::Entity::find()
        .filter(publication::Column::Code.is_in(codes))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.code.clone(), row))
        .collect();
    let mut written: BTreeMap<_, BTreeSet<ExpertId>> = BTreeMap::new();
    let keys = known.values().map(|row| row.id);
    for row in authorship::Entity::find()
        .filter(authorship::Column::PublicationId.is_in(keys))
        .all(database)
        .await?
    {
        written.entry(row.publication_id).or_default().insert(row.expert_id);
    }
    let experts = keys_of(database, batch.iter().flat_map(|one| &one.expert_ids).collect()).await?;
    let mut applied = Applied::default();
    let (mut new, mut authors) = (Vec::new(), Vec::new());
    for (index, publication) in batch.iter().enumerate() {
        if let Some(code) = publication.expert_ids.iter().find(|code| !experts.contains_key(*code))
        {
            let hint = Bilingual::new("请先导入该专家", "import this expert first");
            applied.refuse_unknown(index, "expert_ids", code, &hint);
            continue;
        }
        let of: BTreeSet<ExpertId> =
            publication.expert_ids.iter().filter_map(|code| experts.get(code)).copied().collect();
        let old = known.get(&publication.publication_id);
        let row = publication_row(publication, old, ids);
        let was = written.remove(&row.id).unwrap_or_default();
        match old {
            Some(old) if *old == row && was == of => {
                applied.unchanged += 1;
                continue;
            }
            Some(_) => {
                authorship::Entity::delete_many()
                    .filter(authorship::Column::PublicationId.eq(row.id))
                    .exec(database)
                    .await?;
                row.clone().into_active_model().reset_all().update(database).await?;
                applied.updated += 1;
            }
            None => new.push(row.clone().into_active_model().reset_all()),
        }
        authors.extend(of.into_iter().map(|expert_id| authorship::ActiveModel {
            publication_id: Set(row.id),
            expert_id: Set(expert_id),
        }));
    }
    applied.inserted = new.len() as u64;
    insert_all(database, new).await?;
    insert_all(database, authors).await?;
    Ok(applied)
}

/// Takes a batch of imported employments.
pub async fn apply_affiliations(
    database: &impl ConnectionTrait,
    ids: IdSource,
    batch: &[Affiliation],
) -> Result<Applied, DbErr> {
    let people = batch.iter().map(|one| one.person_ref.clone());
    let mut known: BTreeSet<(String, String, Option<i32>, Option<i32>)> =
        affiliation::Entity::find()
            .filter(affiliation::Column::PersonRef.is_in(people))
            .all(database)
            .await?
            .into_iter()
            .map(|row| (row.person_ref, row.unit, row.from_year, row.to_year))
            .collect();
    let mut applied = Applied::default();
    let mut new = Vec::new();
    for one in batch {
        if known.insert((one.person_ref.clone(), one.unit.clone(), one.from, one.to)) {
            new.push(affiliation::ActiveModel {
                id: Set(ids.next()),
                person_ref: Set(one.person_ref.clone()),
                unit: Set(one.unit.clone()),
                from_year: Set(one.from),
                to_year: Set(one.to),
            });
        } else {
            applied.unchanged += 1;
        }
    }
    applied.inserted = new.len() as u64;
    insert_all(database, new).await?;
    Ok(applied)
}
