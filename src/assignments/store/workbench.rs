//! What do the columns of the workbench show beside the pairs? A few queries for a page, none for a row.

use std::collections::BTreeMap;

use entity::{
    affinity, authorship, conflict, expert,
    ids::{ExpertId, MatchRunId, NominationId},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

use super::super::model::ExpertFacts;
use crate::matching::{ScoreLeft, WhyNotView};

/// An affinity with its band, what it hangs on, and why the run did not take the pair.
#[derive(Clone, Debug)]
pub(in super::super) struct Band {
    pub(in super::super) score: i32,
    pub(in super::super) low: i32,
    pub(in super::super) high: i32,
    pub(in super::super) left: Option<ScoreLeft>,
    pub(in super::super) why_not: Option<WhyNotView>,
}

/// The bands of a nomination's candidates.
pub(in super::super) async fn bands(
    database: &impl ConnectionTrait,
    run: MatchRunId,
    nomination: NominationId,
) -> Result<BTreeMap<ExpertId, Band>, DbErr> {
    let rows = affinity::Entity::find()
        .filter(affinity::Column::RunId.eq(run))
        .filter(affinity::Column::NominationId.eq(nomination))
        .all(database)
        .await?;
    let band = |row: affinity::Model| {
        let why_not = row.why_not.and_then(|stored| serde_json::from_value(stored).ok());
        let left = row.reasons.and_then(|stored| serde_json::from_value(stored).ok());
        (row.expert_id, Band { score: row.score, low: row.low, high: row.high, left, why_not })
    };
    Ok(rows.into_iter().map(band).collect())
}

/// A conflict, as the workbench lists it.
#[derive(Clone, Debug)]
pub(in super::super) struct Conflicting {
    pub(in super::super) kind: String,
    pub(in super::super) severity: String,
    /// Thousandths.
    pub(in super::super) confidence: i32,
}

/// The conflicts of a nomination by expert, the gravest first.
pub(in super::super) async fn conflicts_of(
    database: &impl ConnectionTrait,
    run: MatchRunId,
    nomination: NominationId,
) -> Result<BTreeMap<ExpertId, Vec<Conflicting>>, DbErr> {
    let rows = conflict::Entity::find()
        .select_only()
        .columns([
            conflict::Column::ExpertId,
            conflict::Column::Kind,
            conflict::Column::Severity,
            conflict::Column::Confidence,
        ])
        .filter(conflict::Column::RunId.eq(run))
        .filter(conflict::Column::NominationId.eq(nomination))
        .order_by_asc(conflict::Column::Severity)
        .order_by_desc(conflict::Column::Confidence)
        .into_tuple::<(ExpertId, String, String, i32)>()
        .all(database)
        .await?;
    let mut found: BTreeMap<ExpertId, Vec<Conflicting>> = BTreeMap::new();
    for (expert, kind, severity, confidence) in rows {
        found.entry(expert).or_default().push(Conflicting { kind, severity, confidence });
    }
    Ok(found)
}

/// How many publications these experts have in their profiles.
pub(in super::super) async fn publications(
    database: &impl ConnectionTrait,
    experts: &[ExpertId],
) -> Result<BTreeMap<ExpertId, u64>, DbErr> {
    let rows = authorship::Entity::find()
        .select_only()
        .column(authorship::Column::ExpertId)
        .column_as(authorship::Column::PublicationId.count(), "count")
        .filter(authorship::Column::ExpertId.is_in(experts.iter().copied()))
        .group_by(authorship::Column::ExpertId)
        .into_tuple::<(ExpertId, i64)>()
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|(id, count)| (id, count.unsigned_abs())).collect())
}

/// Who these experts are.
pub(in super::super) async fn named_experts(
    database: &impl ConnectionTrait,
    ids: &[ExpertId],
) -> Result<BTreeMap<ExpertId, ExpertFacts>, DbErr> {
    let rows = expert::Entity::find()
        .filter(expert::Column::Id.is_in(ids.iter().copied()))
        .all(database)
        .await?;
    let facts = |row: expert::Model| {
        let max_load = row.max_load.and_then(|most| u32::try_from(most).ok());
        let facts = ExpertFacts {
            code: row.code,
            name: row.name,
            unit: row.unit,
            title: row.title,
            max_load,
            ..ExpertFacts::default()
        };
        (row.id, facts)
    };
    Ok(rows.into_iter().map(facts).collect())
}

/// Where experts without an account are written to.
pub(in super::super) async fn addresses(
    database: &impl ConnectionTrait,
    ids: &[ExpertId],
) -> Result<BTreeMap<ExpertId, String>, DbErr> {
    let mut found = BTreeMap::new();
    for some in ids.chunks(10_000) {
        let rows = expert::Entity::find()
            .select_only()
            .columns([expert::Column::Id, expert::Column::Email])
            .filter(expert::Column::Id.is_in(some.iter().copied()))
            .into_tuple::<(ExpertId, Option<String>)>()
            .all(database)
            .await?;
        found.extend(rows.into_iter().filter_map(|(id, address)| Some((id, address?))));
    }
    Ok(found)
}

/// How many conflicts of each kind and severity a run found.
pub(in super::super) async fn conflict_counts(
    database: &impl ConnectionTrait,
    run: MatchRunId,
) -> Result<BTreeMap<(String, String), u64>, DbErr> {
    let rows = conflict::Entity::find()
        .select_only()
        .columns([conflict::Column::Kind, conflict::Column::Severity])
        .column_as(conflict::Column::Id.count(), "count")
        .filter(conflict::Column::RunId.eq(run))
        .group_by(conflict::Column::Kind)
        .group_by(conflict::Column::Severity)
        .into_tuple::<(String, String, i64)>()
        .all(database)
        .await?;
    let counted =
        rows.into_iter().map(|(kind, severity, count)| ((kind, severity), count.unsigned_abs()));
    Ok(counted.collect())
}
