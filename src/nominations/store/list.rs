//! Which nominations of a round does a list show, in which order, and what would each filter leave?

use std::collections::BTreeMap;

use entity::{
    assignment,
    ids::{MatchRunId, NominationId, RoundId},
    match_run, nomination,
    vocabulary::{MatchRunState, NominationState},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{authz::Scope, web::Paging};

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sort {
    /// By number.
    #[default]
    Number,
    /// By title.
    Title,
    /// By panel, then number.
    Panel,
    /// By the lowest affinity among the matched experts; the unmatched first.
    LowestScore,
    /// The best match of the search first.
    Relevance,
}

impl std::str::FromStr for Sort {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "number" => Ok(Self::Number),
            "title" => Ok(Self::Title),
            "panel" => Ok(Self::Panel),
            "lowest_score" => Ok(Self::LowestScore),
            "relevance" => Ok(Self::Relevance),
            _ => Err(()),
        }
    }
}

/// What a list is asked for.
#[derive(Clone, Debug)]
pub(crate) struct ListQuery {
    /// The round.
    pub round: RoundId,
    /// Keys that the search found, the best first; none when nothing was searched.
    pub found: Option<Vec<NominationId>>,
    /// Category code.
    pub category: Option<String>,
    /// Panel.
    pub panel: Option<String>,
    /// State.
    pub state: Option<NominationState>,
    /// Order.
    pub sort: Sort,
    /// The other way round.
    pub is_descending: bool,
    /// The page.
    pub paging: Paging,
}

/// How many rows a filter value would leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Facet {
    /// The value.
    pub value: String,
    /// Rows with it, the other filters applied.
    pub count: u64,
}

/// The filters of a list of nominations with their values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct NominationFacets {
    /// By category, panel and state.
    pub facets: NominationFacetValues,
}

/// The values of each filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct NominationFacetValues {
    /// Category codes.
    pub category: Vec<Facet>,
    /// Panels.
    pub panel: Vec<Facet>,
    /// States.
    pub state: Vec<Facet>,
}

/// How well a nomination is covered by the latest finished run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Coverage {
    /// Experts matched.
    pub assigned: u32,
    /// The lowest affinity among them, millionths.
    pub lowest_score: i32,
}

struct Light {
    id: NominationId,
    number: String,
    title: String,
    category: Option<String>,
    panel: Option<String>,
    state: NominationState,
}

/// The latest finished run of a round with the experts it asked for per nomination.
pub(super) async fn latest_run(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Option<(MatchRunId, u32)>, DbErr> {
    let run = match_run::Entity::find()
        .filter(match_run::Column::RoundId.eq(round))
        .filter(match_run::Column::State.eq(MatchRunState::Done))
        .order_by_desc(match_run::Column::RequestedAt)
        .order_by_desc(match_run::Column::Id)
        .one(database)
        .await?;
    Ok(run.map(|run| {
        let demand = run.parameters.get("per_nomination").and_then(serde_json::Value::as_u64);
        (run.id, demand.and_then(|demand| u32::try_from(demand).ok()).unwrap_or_default())
    }))
}

/// The coverage of every nomination of a run.
pub(super) async fn coverage(
    database: &impl ConnectionTrait,
    run: MatchRunId,
) -> Result<BTreeMap<NominationId, Coverage>, DbErr> {
    let rows = assignment::Entity::find()
        .select_only()
        .column(assignment::Column::NominationId)
        .column_as(assignment::Column::ExpertId.count(), "assigned")
        .column_as(assignment::Column::Score.min(), "lowest_score")
        .filter(assignment::Column::RunId.eq(run))
        .group_by(assignment::Column::NominationId)
        .into_tuple::<(NominationId, i64, i32)>()
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, assigned, lowest_score)| {
            (id, Coverage { assigned: u32::try_from(assigned).unwrap_or_default(), lowest_score })
        })
        .collect())
}

async fn light_rows(
    database: &impl ConnectionTrait,
    query: &ListQuery,
    scope: &Scope,
) -> Result<Vec<Light>, DbErr> {
    type Tuple = (NominationId, String, String, Option<String>, Option<String>, NominationState);
    use nomination::Column;
    let mut select = nomination::Entity::find().filter(Column::RoundId.eq(query.round));
    if let Some(found) = &query.found {
        select = select.filter(Column::Id.is_in(found.iter().copied()));
    }
    if let Scope::Societies(codes) = scope {
        select = select.filter(Column::SocietyCode.is_in(codes));
    }
    let rows = select
        .select_only()
        .columns([
            Column::Id,
            Column::Number,
            Column::Title,
            Column::Category,
            Column::Panel,
            Column::State,
        ])
        .into_tuple::<Tuple>()
        .all(database)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, number, title, category, panel, state)| Light {
            id,
            number,
            title,
            category,
            panel,
            state,
        })
        .collect())
}

impl ListQuery {
    fn keeps_category(&self, row: &Light) -> bool {
        self.category.is_none() || self.category == row.category
    }

    fn keeps_panel(&self, row: &Light) -> bool {
        self.panel.is_none() || self.panel == row.panel
    }

    fn keeps_state(&self, row: &Light) -> bool {
        self.state.is_none_or(|state| state == row.state)
    }

    /// Each filter's values, with the other two filters applied.
    fn facets(&self, rows: &[Light]) -> NominationFacets {
        fn count<'r>(values: impl Iterator<Item = &'r str>) -> Vec<Facet> {
            let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
            for value in values {
                *counts.entry(value).or_default() += 1;
            }
            let facet = |(value, count): (&str, u64)| Facet { value: value.to_owned(), count };
            counts.into_iter().map(facet).collect()
        }
        let facets = NominationFacetValues {
            category: count(
                rows.iter()
                    .filter(|row| self.keeps_panel(row) && self.keeps_state(row))
                    .filter_map(|row| row.category.as_deref()),
            ),
            panel: count(
                rows.iter()
                    .filter(|row| self.keeps_category(row) && self.keeps_state(row))
                    .filter_map(|row| row.panel.as_deref()),
            ),
            state: count(
                rows.iter()
                    .filter(|row| self.keeps_category(row) && self.keeps_panel(row))
                    .map(|row| row.state.as_str()),
            ),
        };
        NominationFacets { facets }
    }

    fn order(&self, rows: &mut [Light], coverage: &BTreeMap<NominationId, Coverage>) {
        match self.sort {
            Sort::Number => rows.sort_by(|one, other| one.number.cmp(&other.number)),
            Sort::Title => rows.sort_by(|one, other| {
                (&one.title, &one.number).cmp(&(&other.title, &other.number))
            }),
            Sort::Panel => rows.sort_by(|one, other| {
                (&one.panel, &one.number).cmp(&(&other.panel, &other.number))
            }),
            Sort::LowestScore => rows.sort_by_key(|row| {
                (coverage.get(&row.id).map(|coverage| coverage.lowest_score), row.number.clone())
            }),
            Sort::Relevance => {
                let found = self.found.as_deref().unwrap_or_default();
                let ranks: BTreeMap<NominationId, usize> =
                    found.iter().enumerate().map(|(rank, id)| (*id, rank)).collect();
                rows.sort_by_key(|row| (ranks.get(&row.id).copied(), row.number.clone()));
            }
        }
        if self.is_descending {
            rows.reverse();
        }
    }
}

/// A page of a list: keys in order, rows in all, what the filters would leave, and the coverage.
pub(crate) struct Listed {
    /// Keys of the page in order.
    pub keys: Vec<NominationId>,
    /// Rows in the whole list.
    pub total: u64,
    /// What the filters would leave.
    pub facets: NominationFacets,
}

/// Lists the nominations of a round that `scope` lets through.
///
/// # Errors
/// The records failing.
pub(crate) async fn list(
    database: &impl ConnectionTrait,
    query: &ListQuery,
    scope: &Scope,
) -> Result<Listed, DbErr> {
    let mut rows = light_rows(database, query, scope).await?;
    let facets = query.facets(&rows);
    rows.retain(|row| {
        query.keeps_category(row) && query.keeps_panel(row) && query.keeps_state(row)
    });
    let coverage = match (query.sort, latest_run(database, query.round).await?) {
        (Sort::LowestScore, Some((run, _))) => coverage(database, run).await?,
        _ => BTreeMap::new(),
    };
    query.order(&mut rows, &coverage);
    let total = rows.len() as u64;
    let skip = usize::try_from(query.paging.offset).unwrap_or(usize::MAX);
    let take = usize::try_from(query.paging.limit).unwrap_or(usize::MAX);
    let keys = rows.into_iter().skip(skip).take(take).map(|row| row.id).collect();
    Ok(Listed { keys, total, facets })
}
