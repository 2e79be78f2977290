//! What does a reader of the award office see of an expert?

use std::collections::BTreeMap;

use entity::{
    affiliation, assignment, authorship, expert,
    ids::{ExpertId, MatchRunId},
    match_run, publication,
    vocabulary::MatchRunState,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{authz::Wall, disciplines, web::Paging};

/// A discipline of an expert.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = DisciplineView)]
pub struct ExpertDiscipline {
    /// Code of GB/T 13745.
    pub code: String,
    /// Its name, if the code is known.
    pub name: Option<String>,
}

/// An expert in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExpertRow {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The pool's key.
    pub expert_id: String,
    /// Name.
    pub name: String,
    /// Name in Latin letters.
    pub name_en: Option<String>,
    /// Present unit.
    pub unit: String,
    /// Professional title.
    pub title: Option<String>,
    /// Disciplines.
    pub disciplines: Vec<ExpertDiscipline>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Publications in the profile.
    pub publications_count: u64,
    /// Nominations in the latest run.
    pub load: Option<u32>,
    /// Most nominations the expert takes.
    pub max_load: Option<i32>,
    /// Member of one of the two academies.
    pub is_academician: bool,
}

/// An employment.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AffiliationView {
    /// The unit.
    pub unit: String,
    /// First year.
    pub from: Option<i32>,
    /// Last year.
    pub to: Option<i32>,
}

/// A publication in a profile.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicationView {
    /// Key.
    pub publication_id: String,
    /// Title.
    pub title: String,
    /// Abstract.
    #[serde(rename = "abstract")]
    pub abstract_text: Option<String>,
    /// Year.
    pub year: Option<i32>,
    /// Journal, proceedings or publisher.
    pub venue: Option<String>,
    /// Authors in order.
    pub authors: Vec<String>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// DOI.
    pub doi: Option<String>,
}

/// An expert with the whole profile.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ExpertProfile)]
pub struct ExpertDetail {
    /// What the list shows.
    #[serde(flatten)]
    pub row: ExpertRow,
    /// Version, for the entity tag.
    pub version: i64,
    /// Province or region.
    pub region: Option<String>,
    /// ORCID.
    pub orcid: Option<String>,
    /// Units of earlier years, time unknown.
    pub former_units: Vec<String>,
    /// Employments.
    pub affiliations: Vec<AffiliationView>,
    /// Publications, newest first, 200 at the most.
    pub publications: Vec<PublicationView>,
}

/// Most publications shown on one page.
const MOST_PUBLICATIONS: u64 = 200;

/// The order of a list of experts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sort {
    /// By the pool's key.
    #[default]
    Number,
    /// By name.
    Name,
    /// By unit.
    Unit,
    /// By nominations in the latest run.
    Load,
    /// By number of publications.
    Publications,
    /// The best match of the search first.
    Relevance,
}

impl std::str::FromStr for Sort {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "number" => Ok(Self::Number),
            "name" => Ok(Self::Name),
            "unit" => Ok(Self::Unit),
            "load" => Ok(Self::Load),
            "publications" => Ok(Self::Publications),
            "relevance" => Ok(Self::Relevance),
            _ => Err(()),
        }
    }
}

/// What a list of experts is asked for.
#[derive(Clone, Debug)]
pub(in super::super) struct ListQuery {
    pub(in super::super) found: Option<Vec<ExpertId>>,
    /// Beginning of a discipline code.
    pub(in super::super) discipline: Option<String>,
    pub(in super::super) sort: Sort,
    pub(in super::super) is_descending: bool,
    pub(in super::super) paging: Paging,
    /// From what the reader is kept.
    pub(in super::super) wall: Wall,
}

async fn latest_run(database: &impl ConnectionTrait) -> Result<Option<MatchRunId>, DbErr> {
    match_run::Entity::find()
        .select_only()
        .column(match_run::Column::Id)
        .filter(match_run::Column::State.eq(MatchRunState::Done))
        .order_by_desc(match_run::Column::RequestedAt)
        .order_by_desc(match_run::Column::Id)
        .into_tuple()
        .one(database)
        .await
}

type Counts = BTreeMap<ExpertId, u64>;

async fn publications_counts(database: &impl ConnectionTrait) -> Result<Counts, DbErr> {
    let rows = authorship::Entity::find()
        .select_only()
        .column(authorship::Column::ExpertId)
        .column_as(authorship::Column::PublicationId.count(), "count")
        .group_by(authorship::Column::ExpertId)
        .into_tuple::<(ExpertId, i64)>()
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|(id, count)| (id, count.unsigned_abs())).collect())
}

/// The load of every expert in the latest finished run, without what stands behind `wall`; none before the first.
async fn loads(database: &impl ConnectionTrait, wall: &Wall) -> Result<Option<Counts>, DbErr> {
    let Some(run) = latest_run(database).await? else {
        return Ok(None);
    };
    let rows = assignment::Entity::find()
        .select_only()
        .column(assignment::Column::ExpertId)
        .column_as(assignment::Column::NominationId.count(), "count")
        .filter(assignment::Column::RunId.eq(run))
        .filter(assignment::Column::NominationId.is_not_in(wall.nominations().iter().copied()))
        .group_by(assignment::Column::ExpertId)
        .into_tuple::<(ExpertId, i64)>()
        .all(database)
        .await?;
    Ok(Some(rows.into_iter().map(|(id, count)| (id, count.unsigned_abs())).collect()))
}

fn row(
    row: expert::Model,
    names: &BTreeMap<String, String>,
    publications: &Counts,
    loads: Option<&Counts>,
) -> ExpertRow {
    let load = |loads: &Counts| loads.get(&row.id).copied().unwrap_or_default();
    let discipline = |code: String| {
        let name = names.get(&code).cloned();
        ExpertDiscipline { code, name }
    };
    ExpertRow {
        id: row.id.0,
        load: loads.map(load).and_then(|load| u32::try_from(load).ok()),
        publications_count: publications.get(&row.id).copied().unwrap_or_default(),
        expert_id: row.code,
        name: row.name,
        name_en: row.name_en,
        unit: row.unit,
        title: row.title,
        disciplines: row.disciplines.0.into_iter().map(discipline).collect(),
        keywords: row.keywords.0,
        max_load: row.max_load,
        is_academician: row.is_academician,
    }
}

fn order(query: &ListQuery, rows: &mut [expert::Model], publications: &Counts, loads: &Counts) {
    let count = |counts: &Counts, row: &expert::Model| counts.get(&row.id).copied().unwrap_or(0);
    rows.sort_by(|one, other| one.code.cmp(&other.code));
    match query.sort {
        Sort::Number => {}
        Sort::Name => rows.sort_by(|one, other| one.name.cmp(&other.name)),
        Sort::Unit => rows.sort_by(|one, other| one.unit.cmp(&other.unit)),
        Sort::Load => rows.sort_by_key(|row| count(loads, row)),
        Sort::Publications => rows.sort_by_key(|row| count(publications, row)),
        Sort::Relevance => {
            let found = query.found.as_deref().unwrap_or_default();
            let ranks: BTreeMap<ExpertId, usize> =
                found.iter().enumerate().map(|(rank, id)| (*id, rank)).collect();
            rows.sort_by_key(|row| ranks.get(&row.id).copied());
        }
    }
    if query.is_descending {
        rows.reverse();
    }
}

/// A page of experts and how many there are in all.
pub(in super::super) async fn list(
    database: &impl ConnectionTrait,
    query: &ListQuery,
) -> Result<(Vec<ExpertRow>, u64), DbErr> {
    let mut select = expert::Entity::find();
    if let Some(found) = &query.found {
        select = select.filter(expert::Column::Id.is_in(found.iter().copied()));
    }
    let mut experts = select.all(database).await?;
    if let Some(prefix) = &query.discipline {
        experts.retain(|row| row.disciplines.0.iter().any(|code| code.starts_with(prefix)));
    }
    let publications = publications_counts(database).await?;
    let loads = loads(database, &query.wall).await?;
    order(query, &mut experts, &publications, loads.as_ref().unwrap_or(&Counts::new()));
    let total = experts.len() as u64;
    let skip = usize::try_from(query.paging.offset).unwrap_or(usize::MAX);
    let take = usize::try_from(query.paging.limit).unwrap_or(usize::MAX);
    let page: Vec<expert::Model> = experts.into_iter().skip(skip).take(take).collect();
    let codes = page.iter().flat_map(|row| &row.disciplines.0);
    let names = disciplines::names(database, codes).await?;
    let rows = page.into_iter().map(|one| row(one, &names, &publications, loads.as_ref()));
    Ok((rows.collect(), total))
}

/// Everything about the expert `id`; the load without what stands behind `wall`.
///
/// # Errors
/// The records failing.
pub async fn detail(
    database: &impl ConnectionTrait,
    id: ExpertId,
    wall: &Wall,
) -> Result<Option<ExpertDetail>, DbErr> {
    let Some(found) = expert::Entity::find_by_id(id).one(database).await? else {
        return Ok(None);
    };
    let keys: Vec<_> = authorship::Entity::find()
        .filter(authorship::Column::ExpertId.eq(id))
        .all(database)
        .await?
        .into_iter()
        .map(|row| row.publication_id)
        .collect();
    let counts = Counts::from([(id, keys.len() as u64)]);
    let publications = publication::Entity::find()
        .filter(publication::Column::Id.is_in(keys))
        .order_by_desc(publication::Column::Year)
        .order_by_asc(publication::Column::Code)
        .limit(MOST_PUBLICATIONS)
        .all(database)
        .await?;
    let affiliations = affiliation::Entity::find()
        .filter(affiliation::Column::PersonRef.eq(&found.code))
        .order_by_desc(affiliation::Column::FromYear)
        .all(database)
        .await?;
    let names = disciplines::names(database, &found.disciplines.0).await?;
    let loads = loads(database, wall).await?;
    Ok(Some(ExpertDetail {
        version: found.version,
        region: found.region.clone(),
        orcid: found.orcid.clone(),
        former_units: found.former_units.0.clone(),
        row: row(found, &names, &counts, loads.as_ref()),
        affiliations: affiliations
            .into_iter()
            .map(|one| AffiliationView { unit: one.unit, from: one.from_year, to: one.to_year })
            .collect(),
        publications: publications.into_iter().map(PublicationView::from).collect(),
    }))
}

impl From<publication::Model> for PublicationView {
    fn from(one: publication::Model) -> Self {
        Self {
            publication_id: one.code,
            title: one.title,
            abstract_text: one.abstract_text,
            year: one.year,
            venue: one.venue,
            authors: one.authors.0,
            keywords: one.keywords.0,
            doi: one.doi,
        }
    }
}
