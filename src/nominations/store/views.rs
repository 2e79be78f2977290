//! What does a reader of the award office see of a nomination?

use std::collections::BTreeMap;

use entity::{
    ids::{NominationId, RoundId},
    nomination, nomination_paper, nomination_person, nomination_unit, round,
    vocabulary::PersonRole,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::list::{self, Coverage};
use crate::{authz::Scope, disciplines};

/// A nomination in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NominationRow {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The number that people quote.
    pub nomination_id: String,
    /// Project name.
    pub title: String,
    /// Category code.
    pub category: Option<String>,
    /// Nominated grade.
    pub grade: Option<String>,
    /// Review panel.
    pub panel: Option<String>,
    /// Nominator.
    pub nominator: Option<String>,
    /// Kind of nominator.
    pub nominator_type: Option<String>,
    /// State.
    pub state: String,
    /// Completers.
    pub people_count: u64,
    /// Name of the first completer.
    pub first_completer: Option<String>,
    /// Unit of the first completer.
    pub first_unit: Option<String>,
    /// Experts matched by the latest run.
    pub assigned: Option<u32>,
    /// Experts that the latest run was asked for.
    pub demand: Option<u32>,
    /// The lowest affinity among them, 0 to 1.
    pub lowest_score: Option<f64>,
}

impl NominationRow {
    /// Takes away what the latest run found.
    pub(crate) fn without_match(&mut self) {
        (self.assigned, self.demand, self.lowest_score) = (None, None, None);
    }
}

/// A discipline by code and name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DisciplineView {
    /// Code of GB/T 13745.
    pub code: String,
    /// Its name, if the code is known.
    pub name: Option<String>,
}

/// A person of a nomination.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NominationPerson {
    /// Rank by contribution.
    pub order: i32,
    /// Name.
    pub name: String,
    /// Unit at the time of the work.
    pub unit: Option<String>,
    /// Present unit.
    pub work_unit: Option<String>,
    /// Professional title.
    pub title: Option<String>,
    /// Post.
    pub post: Option<String>,
    /// `completer`, `nominating_expert` or `society_officer`.
    pub role: String,
}

/// A unit of a nomination.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NominationUnit {
    /// Rank.
    pub order: i32,
    /// Name.
    pub name: String,
}

/// A paper of a nomination.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NominationPaper {
    /// Title.
    pub title: String,
    /// Authors in order.
    pub authors: Vec<String>,
    /// Year.
    pub year: Option<i32>,
    /// DOI.
    pub doi: Option<String>,
}

/// A nomination with all that belongs to it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = NominationDossier)]
pub struct NominationDetail {
    /// What the list shows.
    #[serde(flatten)]
    pub row: NominationRow,
    /// Year of the round.
    pub round: i32,
    /// Version, for the entity tag.
    pub version: i64,
    /// Brief introduction.
    #[serde(rename = "abstract")]
    pub abstract_text: Option<String>,
    /// Subject words.
    pub keywords: Vec<String>,
    /// Disciplines.
    pub disciplines: Vec<DisciplineView>,
    /// People by role and rank.
    pub people: Vec<NominationPerson>,
    /// Units by rank.
    pub units: Vec<NominationUnit>,
    /// Papers.
    pub papers: Vec<NominationPaper>,
    /// Experts whom the nominator asks to keep out.
    pub excluded_experts: Vec<String>,
}

/// A score in millionths as a fraction.
pub(crate) fn fraction(micro: i32) -> f64 {
    f64::from(micro) / 1e6
}

async fn first_people(
    database: &impl ConnectionTrait,
    keys: &[NominationId],
) -> Result<BTreeMap<NominationId, (u64, nomination_person::Model)>, DbErr> {
    let mut first: BTreeMap<NominationId, (u64, nomination_person::Model)> = BTreeMap::new();
    for person in nomination_person::Entity::find()
        .filter(nomination_person::Column::NominationId.is_in(keys.iter().copied()))
        .filter(nomination_person::Column::Role.eq(PersonRole::Completer))
        .order_by_asc(nomination_person::Column::Rank)
        .all(database)
        .await?
    {
        first.entry(person.nomination_id).or_insert((0, person)).0 += 1;
    }
    Ok(first)
}

fn row(
    row: nomination::Model,
    first: Option<(u64, nomination_person::Model)>,
    demand: Option<u32>,
    coverage: Option<Coverage>,
) -> NominationRow {
    let (people_count, person) = first.map_or((0, None), |(count, one)| (count, Some(one)));
    let (first_completer, first_unit) =
        person.map_or((None, None), |one| (Some(one.name), one.unit.or(one.work_unit)));
    // One that moved on after the run keeps what the run found for it.
    let demand = demand.filter(|_| row.state.is_matched() || coverage.is_some());
    NominationRow {
        id: row.id.0,
        nomination_id: row.number,
        title: row.title,
        category: row.category,
        grade: row.grade,
        panel: row.panel,
        nominator: row.nominator,
        nominator_type: row.nominator_type,
        state: row.state.as_str().to_owned(),
        people_count,
        first_completer,
        first_unit,
        assigned: demand.map(|_| coverage.as_ref().map_or(0, |one| one.assigned)),
        demand,
        lowest_score: coverage.map(|one| fraction(one.lowest_score)),
    }
}

/// The rows behind `keys` in their order; with the coverage of the latest run where `with_match`.
///
/// # Errors
/// The records failing.
pub(crate) async fn rows(
    database: &impl ConnectionTrait,
    round: RoundId,
    keys: &[NominationId],
    with_match: bool,
) -> Result<Vec<NominationRow>, DbErr> {
    let latest = if with_match { list::latest_run(database, round).await? } else { None };
    let mut coverage = match latest {
        Some((run, _)) => list::coverage(database, run).await?,
        None => BTreeMap::new(),
    };
    let mut first = first_people(database, keys).await?;
    let mut found: BTreeMap<NominationId, nomination::Model> = nomination::Entity::find()
        .filter(nomination::Column::Id.is_in(keys.iter().copied()))
        .all(database)
        .await?
        .into_iter()
        .map(|one| (one.id, one))
        .collect();
    let demand = latest.map(|(_, demand)| demand);
    Ok(keys
        .iter()
        .filter_map(|key| {
            let found = found.remove(key)?;
            Some(row(found, first.remove(key), demand, coverage.remove(key)))
        })
        .collect())
}

/// The nomination `id` with its round, where `scope` lets it through.
///
/// # Errors
/// The records failing.
pub(super) async fn find(
    database: &impl ConnectionTrait,
    id: NominationId,
    scope: &Scope,
) -> Result<Option<(nomination::Model, i32)>, DbErr> {
    let found = nomination::Entity::find_by_id(id).one(database).await?;
    let Some(found) = found.filter(|found| match scope {
        Scope::All => true,
        Scope::Societies(codes) => {
            found.society_code.as_ref().is_some_and(|code| codes.contains(code))
        }
    }) else {
        return Ok(None);
    };
    let year = round::Entity::find_by_id(found.round_id).one(database).await?;
    Ok(year.map(|round| (found, round.year)))
}

/// Everything about the nomination `id` that `scope` lets through.
///
/// # Errors
/// The records failing.
pub async fn detail(
    database: &impl ConnectionTrait,
    id: NominationId,
    scope: &Scope,
    with_match: bool,
) -> Result<Option<NominationDetail>, DbErr> {
    let Some((found, round)) = find(database, id, scope).await? else {
        return Ok(None);
    };
    let mut listed = rows(database, found.round_id, &[id], with_match).await?;
    let Some(row) = listed.pop() else {
        return Ok(None);
    };
    let mut people = nomination_person::Entity::find()
        .filter(nomination_person::Column::NominationId.eq(id))
        .all(database)
        .await?;
    people.sort_by_key(|person| (person.role, person.rank));
    let units = nomination_unit::Entity::find()
        .filter(nomination_unit::Column::NominationId.eq(id))
        .order_by_asc(nomination_unit::Column::Rank)
        .all(database)
        .await?;
    let papers = nomination_paper::Entity::find()
        .filter(nomination_paper::Column::NominationId.eq(id))
        .order_by_asc(nomination_paper::Column::Rank)
        .all(database)
        .await?;
    let mut names = disciplines::names(database, &found.disciplines.0).await?;
    let discipline = |code: String| DisciplineView { name: names.remove(&code), code };
    Ok(Some(NominationDetail {
        row,
        round,
        version: found.version,
        abstract_text: found.abstract_text,
        keywords: found.keywords.0,
        disciplines: found.disciplines.0.into_iter().map(discipline).collect(),
        people: people.into_iter().map(NominationPerson::from).collect(),
        units: units
            .into_iter()
            .map(|unit| NominationUnit { order: unit.rank, name: unit.name })
            .collect(),
        papers: papers
            .into_iter()
            .map(|paper| NominationPaper {
                title: paper.title,
                authors: paper.authors.0,
                year: paper.year,
                doi: paper.doi,
            })
            .collect(),
        excluded_experts: found.excluded_experts.0,
    }))
}

impl From<nomination_person::Model> for NominationPerson {
    fn from(person: nomination_person::Model) -> Self {
        Self {
            order: person.rank,
            name: person.name,
            unit: person.unit,
            work_unit: person.work_unit,
            title: person.title,
            post: person.post,
            role: person.role.as_str().to_owned(),
        }
    }
}
