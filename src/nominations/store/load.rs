//! What do the engines, the index and the overview need of a round's nominations?

use std::collections::BTreeMap;

use entity::{
    ids::{NominationId, RoundId},
    nomination, nomination_paper, nomination_person, nomination_unit,
    vocabulary::{NominationState, PersonRole},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, JoinType, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
};

use super::super::model::{self, CompletingUnit, Nomination, Paper, Person};
use crate::search::Document;

/// A round's nominations with all that belongs to them, as the engines take them.
#[derive(Clone, Debug, Default)]
pub struct RoundDossiers {
    /// The nominations by number.
    pub nominations: Vec<Nomination>,
    /// Their people.
    pub people: Vec<Person>,
    /// Their papers.
    pub papers: Vec<Paper>,
    /// Their completing units, in their order.
    pub completing_units: Vec<CompletingUnit>,
    /// The key of each nomination, by number.
    pub keys: BTreeMap<String, NominationId>,
}

fn record(row: nomination::Model, year: i32) -> Nomination {
    Nomination {
        nomination_id: row.number,
        title: row.title,
        abstract_text: row.abstract_text,
        keywords: row.keywords.0,
        disciplines: row.disciplines.0,
        category: row.category,
        grade: row.grade,
        panel: row.panel,
        nominator: row.nominator,
        nominator_type: row.nominator_type,
        society_id: row.society_code,
        round: Some(year),
        excluded_experts: row.excluded_experts.0,
    }
}

impl From<PersonRole> for model::PersonRole {
    fn from(stored: PersonRole) -> Self {
        match stored {
            PersonRole::Completer => Self::Completer,
            PersonRole::NominatingExpert => Self::NominatingExpert,
            PersonRole::SocietyOfficer => Self::SocietyOfficer,
        }
    }
}

fn person(row: nomination_person::Model, nomination_id: String) -> Person {
    Person {
        nomination_id,
        order: u32::try_from(row.rank).unwrap_or_default(),
        name: row.name,
        unit: row.unit,
        work_unit: row.work_unit,
        email: row.email,
        orcid: row.orcid,
        title: row.title,
        post: row.post,
        role: row.role.into(),
    }
}

/// Where people stand in the lists of a round.
fn place(person: &Person) -> (String, model::PersonRole, u32) {
    (person.nomination_id.clone(), person.role, person.order)
}

fn of_round<E>(select: Select<E>, round: RoundId, column: E::Column) -> Select<E>
where
    E: sea_orm::EntityTrait,
{
    let relation = E::belongs_to(nomination::Entity).from(column).to(nomination::Column::Id).into();
    select.join(JoinType::InnerJoin, relation).filter(nomination::Column::RoundId.eq(round))
}

/// The completing units of the nominations of a round that are called by these numbers.
async fn completing_units(
    database: &impl ConnectionTrait,
    round: RoundId,
    numbers: &BTreeMap<NominationId, String>,
) -> Result<Vec<CompletingUnit>, DbErr> {
    let units = nomination_unit::Entity::find();
    let rows = of_round(units, round, nomination_unit::Column::NominationId)
        .order_by_asc(nomination_unit::Column::Rank)
        .all(database)
        .await?;
    let unit = |row: nomination_unit::Model| {
        let nomination_id = numbers.get(&row.nomination_id)?.clone();
        Some(CompletingUnit { nomination_id, name: row.name })
    };
    let mut units: Vec<CompletingUnit> = rows.into_iter().filter_map(unit).collect();
    units.sort_by(|one, other| one.nomination_id.cmp(&other.nomination_id));
    Ok(units)
}

/// Loads every nomination of a round whose state passes `is_wanted`.
pub async fn round_dossiers(
    database: &impl ConnectionTrait,
    round: RoundId,
    year: i32,
    is_wanted: impl Fn(NominationState) -> bool,
) -> Result<RoundDossiers, DbErr> {
    let mut dossiers = RoundDossiers::default();
    let mut numbers = BTreeMap::new();
    for row in nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(round))
        .order_by_asc(nomination::Column::Number)
        .all(database)
        .await?
    {
        if is_wanted(row.state) {
            numbers.insert(row.id, row.number.clone());
            dossiers.keys.insert(row.number.clone(), row.id);
            dossiers.nominations.push(record(row, year));
        }
    }
    let people = nomination_person::Entity::find();
    for row in
        of_round(people, round, nomination_person::Column::NominationId).all(database).await?
    {
        let Some(number) = numbers.get(&row.nomination_id) else {
            continue;
        };
        dossiers.people.push(person(row, number.clone()));
    }
    dossiers.people.sort_by_cached_key(place);
    let papers = nomination_paper::Entity::find();
    for row in of_round(papers, round, nomination_paper::Column::NominationId)
        .order_by_asc(nomination_paper::Column::Rank)
        .all(database)
        .await?
    {
        let Some(number) = numbers.get(&row.nomination_id) else {
            continue;
        };
        dossiers.papers.push(Paper {
            nomination_id: number.clone(),
            title: row.title,
            authors: row.authors.0,
            year: row.year,
            doi: row.doi,
        });
    }
    dossiers.papers.sort_by(|one, other| one.nomination_id.cmp(&other.nomination_id));
    dossiers.completing_units = completing_units(database, round, &numbers).await?;
    Ok(dossiers)
}

/// Key, round, number, title and state of a nomination.
type EarlierRow = (NominationId, RoundId, String, String, NominationState);

/// Loads what history tells of the nominations of earlier rounds whose state passes `is_wanted`: their titles,
/// completers and nominating experts. A number stands behind its year, so that no two are called alike.
///
/// # Errors
/// The records failing.
pub async fn earlier_dossiers(
    database: &impl ConnectionTrait,
    rounds: &BTreeMap<RoundId, i32>,
    is_wanted: impl Fn(NominationState) -> bool,
) -> Result<RoundDossiers, DbErr> {
    use nomination::Column;
    let rows = nomination::Entity::find()
        .select_only()
        .columns([Column::Id, Column::RoundId, Column::Number, Column::Title, Column::State])
        .filter(Column::RoundId.is_in(rounds.keys().copied()))
        .into_tuple::<EarlierRow>()
        .all(database)
        .await?;
    let mut dossiers = RoundDossiers::default();
    let mut numbers = BTreeMap::new();
    for (id, round, number, title, state) in rows {
        let Some(&year) = rounds.get(&round).filter(|_| is_wanted(state)) else { continue };
        let number = format!("{year}/{number}");
        numbers.insert(id, number.clone());
        dossiers.keys.insert(number.clone(), id);
        let known = Nomination { title, round: Some(year), ..Nomination::default() };
        dossiers.nominations.push(Nomination { nomination_id: number, ..known });
    }
    dossiers.nominations.sort_by(|one, other| one.nomination_id.cmp(&other.nomination_id));
    let relation = nomination_person::Entity::belongs_to(nomination::Entity)
        .from(nomination_person::Column::NominationId)
        .to(Column::Id)
        .into();
    let people = nomination_person::Entity::find()
        .join(JoinType::InnerJoin, relation)
        .filter(Column::RoundId.is_in(rounds.keys().copied()))
        .filter(nomination_person::Column::Role.ne(PersonRole::SocietyOfficer))
        .all(database)
        .await?;
    let of = |row: nomination_person::Model| {
        let number = numbers.get(&row.nomination_id)?.clone();
        Some(person(row, number))
    };
    dossiers.people.extend(people.into_iter().filter_map(of));
    dossiers.people.sort_by_cached_key(place);
    Ok(dossiers)
}

/// How many of what a round holds.
#[derive(Clone, Debug, Default)]
pub struct RoundCounts {
    /// Nominations.
    pub nominations: u64,
    /// People of the nominations.
    pub people: u64,
    /// Nominations without a brief introduction.
    pub without_abstract: u64,
    /// By category code.
    pub by_category: Vec<(Option<String>, u64)>,
    /// By state.
    pub by_state: Vec<(NominationState, u64)>,
    /// By panel and category.
    pub by_panel: Vec<(Option<String>, Option<String>, u64)>,
    /// By kind of nominator.
    pub by_nominator_type: Vec<(Option<String>, u64)>,
}

/// Counts a round.
pub async fn round_counts(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<RoundCounts, DbErr> {
    use nomination::Column;
    let all = || nomination::Entity::find().filter(Column::RoundId.eq(round));
    let grouped = |column: Column| {
        all()
            .select_only()
            .column(column)
            .column_as(Column::Id.count(), "count")
            .group_by(column)
            .order_by_asc(column)
    };
    let unsigned = |count: i64| u64::try_from(count).unwrap_or_default();
    let by_text = async |column| {
        grouped(column)
            .into_tuple::<(Option<String>, i64)>()
            .all(database)
            .await
            .map(|rows| rows.into_iter().map(|(key, count)| (key, unsigned(count))).collect())
    };
    let by_state =
        grouped(Column::State).into_tuple::<(NominationState, i64)>().all(database).await?;
    let by_panel = all()
        .select_only()
        .column(Column::Panel)
        .column(Column::Category)
        .column_as(Column::Id.count(), "count")
        .group_by(Column::Panel)
        .group_by(Column::Category)
        .order_by_asc(Column::Category)
        .order_by_asc(Column::Panel)
        .into_tuple::<(Option<String>, Option<String>, i64)>()
        .all(database)
        .await?;
    let people = nomination_person::Entity::find();
    Ok(RoundCounts {
        nominations: all().count(database).await?,
        people: of_round(people, round, nomination_person::Column::NominationId)
            .count(database)
            .await?,
        without_abstract: all().filter(Column::AbstractText.is_null()).count(database).await?,
        by_category: by_text(Column::Category).await?,
        by_state: by_state.into_iter().map(|(state, count)| (state, unsigned(count))).collect(),
        by_panel: by_panel
            .into_iter()
            .map(|(one, two, count)| (one, two, unsigned(count)))
            .collect(),
        by_nominator_type: by_text(Column::NominatorType).await?,
    })
}

/// Every nomination as the search index takes it.
pub async fn nomination_documents(database: &impl ConnectionTrait) -> Result<Vec<Document>, DbErr> {
    let mut people: BTreeMap<NominationId, Vec<(String, Option<String>)>> = BTreeMap::new();
    for person in nomination_person::Entity::find()
        .order_by_asc(nomination_person::Column::Rank)
        .all(database)
        .await?
    {
        let unit = person.work_unit.or(person.unit);
        people.entry(person.nomination_id).or_default().push((person.name, unit));
    }
    let rows = nomination::Entity::find().all(database).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let (names, units): (Vec<_>, Vec<_>) =
                people.remove(&row.id).unwrap_or_default().into_iter().unzip();
            let mut body = vec![row.title, row.abstract_text.unwrap_or_default()];
            body.extend(row.keywords.0);
            body.extend(units.into_iter().flatten());
            body.extend(row.nominator);
            body.extend(row.panel);
            Document {
                kind: "nomination",
                key: row.id.0,
                identifiers: vec![row.number],
                names,
                body: body.join("\n"),
            }
        })
        .collect())
}
