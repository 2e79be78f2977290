//! Who of the pool wrote with whom, and what? Some experts with all that tells of them, without reading the whole
//! pool.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    affiliation, authorship, expert,
    ids::{ExpertId, PublicationId},
    publication,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

use super::{
    super::model::{Affiliation, Expert, Publication},
    load::{employment, published, record},
};

/// Keys in one statement.
const AT_ONCE: usize = 10_000;

/// Some experts with all who wrote with them.
#[derive(Clone, Debug, Default)]
pub struct Company {
    /// They, by code.
    pub experts: Vec<Expert>,
    /// Their keys, by code.
    pub keys: BTreeMap<String, ExpertId>,
    /// What they published, by code; of the authors those who are among them.
    pub publications: Vec<Publication>,
    /// Where they and people of nominations worked.
    pub affiliations: Vec<Affiliation>,
}

/// The experts `ids` with all who wrote with them, and those who are asked for `alone`.
///
/// # Errors
/// The records failing.
pub async fn company_of(
    database: &impl ConnectionTrait,
    ids: &BTreeSet<ExpertId>,
    alone: &BTreeSet<ExpertId>,
) -> Result<Company, DbErr> {
    let papers: BTreeSet<PublicationId> =
        written_by(database, ids).await?.into_iter().map(|(paper, _)| paper).collect();
    let mut all: BTreeSet<ExpertId> = ids.union(alone).copied().collect();
    all.extend(authors_of(database, &papers).await?);
    let mut company = Company::default();
    let wanted: Vec<ExpertId> = all.iter().copied().collect();
    for some in wanted.chunks(AT_ONCE) {
        let query = expert::Entity::find().filter(expert::Column::Id.is_in(some.iter().copied()));
        for row in query.all(database).await? {
            company.keys.insert(row.code.clone(), row.id);
            company.experts.push(record(row));
        }
    }
    company.experts.sort_by(|one, other| one.expert_id.cmp(&other.expert_id));
    company.publications = publications(database, &all, &company.keys).await?;
    company.affiliations = affiliations(database, &company.keys).await?;
    Ok(company)
}

/// What these experts wrote, with whoever of them did.
async fn written_by(
    database: &impl ConnectionTrait,
    ids: &BTreeSet<ExpertId>,
) -> Result<Vec<(PublicationId, ExpertId)>, DbErr> {
    use authorship::Column;
    let ids: Vec<ExpertId> = ids.iter().copied().collect();
    let mut found = Vec::new();
    for some in ids.chunks(AT_ONCE) {
        let rows = authorship::Entity::find()
            .select_only()
            .columns([Column::PublicationId, Column::ExpertId])
            .filter(Column::ExpertId.is_in(some.iter().copied()))
            .into_tuple::<(PublicationId, ExpertId)>()
            .all(database)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// Who wrote these publications.
async fn authors_of(
    database: &impl ConnectionTrait,
    papers: &BTreeSet<PublicationId>,
) -> Result<BTreeSet<ExpertId>, DbErr> {
    use authorship::Column;
    let papers: Vec<PublicationId> = papers.iter().copied().collect();
    let mut found = BTreeSet::new();
    for some in papers.chunks(AT_ONCE) {
        let rows = authorship::Entity::find()
            .select_only()
            .column(Column::ExpertId)
            .filter(Column::PublicationId.is_in(some.iter().copied()))
            .into_tuple::<ExpertId>()
            .all(database)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

async fn publications(
    database: &impl ConnectionTrait,
    all: &BTreeSet<ExpertId>,
    keys: &BTreeMap<String, ExpertId>,
) -> Result<Vec<Publication>, DbErr> {
    let codes: BTreeMap<ExpertId, &String> = keys.iter().map(|(code, id)| (*id, code)).collect();
    let mut authors: BTreeMap<PublicationId, Vec<String>> = BTreeMap::new();
    for (paper, expert) in written_by(database, all).await? {
        let code = codes.get(&expert).map(|code| (*code).clone());
        authors.entry(paper).or_default().extend(code);
    }
    let papers: Vec<PublicationId> = authors.keys().copied().collect();
    let mut found = Vec::new();
    for some in papers.chunks(AT_ONCE) {
        let query =
            publication::Entity::find().filter(publication::Column::Id.is_in(some.iter().copied()));
        for row in query.all(database).await? {
            let own = authors.remove(&row.id).unwrap_or_default();
            found.push(published(row, own));
        }
    }
    found.sort_by(|one, other| one.publication_id.cmp(&other.publication_id));
    Ok(found)
}

async fn affiliations(
    database: &impl ConnectionTrait,
    keys: &BTreeMap<String, ExpertId>,
) -> Result<Vec<Affiliation>, DbErr> {
    use affiliation::Column;
    // People of nominations go by `name|unit`.
    let of_people = affiliation::Entity::find().filter(Column::PersonRef.contains("|"));
    let mut found: Vec<Affiliation> =
        of_people.all(database).await?.into_iter().map(employment).collect();
    let codes: Vec<&String> = keys.keys().filter(|code| !code.contains('|')).collect();
    for some in codes.chunks(AT_ONCE) {
        let query = affiliation::Entity::find()
            .filter(Column::PersonRef.is_in(some.iter().copied()))
            .order_by_asc(Column::Unit);
        found.extend(query.all(database).await?.into_iter().map(employment));
    }
    Ok(found)
}
