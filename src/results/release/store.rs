//! Where are releases kept?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, ResultReleaseId, ReviewMeetingId, RoundId},
    nomination, nomination_person, nomination_unit, result_paper,
    result_release::{Column, Entity, Model},
    round,
    vocabulary::{
        DecisionOutcome, NominationState, PersonRole, ReleaseStage, ReleaseState, ResultPaperKind,
    },
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DatabaseBackend, DbErr,
    EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, sea_query::Expr,
};

use crate::results::record::{Paper, Release, Winner};

fn unreadable(error: &serde_json::Error) -> DbErr {
    DbErr::Custom(format!("result_release: {error}"))
}

fn release(row: Model) -> Result<Release, DbErr> {
    let categories: Vec<String> =
        serde_json::from_value(row.categories).map_err(|error| unreadable(&error))?;
    let meetings: Vec<ReviewMeetingId> =
        serde_json::from_value(row.meetings).map_err(|error| unreadable(&error))?;
    Ok(Release {
        id: row.id,
        round: row.round_id,
        stage: row.stage,
        categories,
        title: row.title,
        state: row.state,
        meetings,
        digest: row.digest,
        drafted_by: row.drafted_by,
        drafted_at: row.drafted_at,
        confirmed_count: row.confirmed_count.and_then(|count| u32::try_from(count).ok()),
        released_by: row.released_by,
        released_at: row.released_at,
        version: row.version,
    })
}

/// How many nominations are decided how.
pub(super) type Counts = BTreeMap<DecisionOutcome, u32>;

fn model(one: &Release, counts: &Counts) -> Model {
    Model {
        id: one.id,
        round_id: one.round,
        stage: one.stage,
        categories: serde_json::json!(one.categories),
        title: one.title.clone(),
        state: one.state,
        meetings: serde_json::json!(one.meetings),
        digest: one.digest.clone(),
        counts: serde_json::json!(counts),
        drafted_by: one.drafted_by.clone(),
        drafted_at: one.drafted_at,
        confirmed_count: one.confirmed_count.map(|count| i32::try_from(count).unwrap_or(i32::MAX)),
        released_by: one.released_by.clone(),
        released_at: one.released_at,
        version: one.version,
    }
}

/// A release with the year of its round.
pub(super) async fn find(
    database: &impl ConnectionTrait,
    id: ResultReleaseId,
) -> Result<Option<(Release, i32)>, DbErr> {
    let Some(row) = Entity::find_by_id(id).one(database).await? else { return Ok(None) };
    let round = round::Entity::find_by_id(row.round_id).one(database).await?;
    Ok(Some((release(row)?, round.map_or(0, |round| round.year))))
}

/// A release, held until the transaction ends where the database can.
pub(in crate::results) async fn held(
    database: &impl ConnectionTrait,
    id: ResultReleaseId,
) -> Result<Option<Release>, DbErr> {
    let query = Entity::find_by_id(id);
    let query = match database.get_database_backend() {
        // A write transaction of the embedded database is alone already.
        DatabaseBackend::Sqlite => query,
        _ => query.lock_exclusive(),
    };
    query.one(database).await?.map(release).transpose()
}

/// The releases of a round that were not thrown away, the newest first.
pub(super) async fn of_round(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<Release>, DbErr> {
    let rows = Entity::find()
        .filter(Column::RoundId.eq(round))
        .filter(Column::State.ne(ReleaseState::Discarded))
        .order_by_desc(Column::DraftedAt)
        .order_by_desc(Column::Id)
        .all(database)
        .await?;
    rows.into_iter().map(release).collect()
}

/// The drafts of a stage of a round; on PostgreSQL the round is held, so that nobody drafts beside.
pub(super) async fn drafts(
    database: &impl ConnectionTrait,
    (round, stage): (RoundId, ReleaseStage),
) -> Result<Vec<Release>, DbErr> {
    if database.get_database_backend() != DatabaseBackend::Sqlite {
        round::Entity::find_by_id(round).lock_exclusive().one(database).await?;
    }
    let rows = Entity::find()
        .filter(Column::RoundId.eq(round))
        .filter(Column::Stage.eq(stage))
        .filter(Column::State.eq(ReleaseState::Draft))
        .all(database)
        .await?;
    rows.into_iter().map(release).collect()
}

/// Writes a new draft.
pub(super) async fn insert(
    database: &impl ConnectionTrait,
    one: &Release,
    counts: &Counts,
) -> Result<(), DbErr> {
    let row = model(one, counts).into_active_model().reset_all();
    Entity::insert(row).exec_without_returning(database).await.map(|_| ())
}

/// Writes a release as it stands now; the caller holds it.
pub(in crate::results) async fn save(
    database: &impl ConnectionTrait,
    one: &Release,
    counts: &Counts,
) -> Result<(), DbErr> {
    model(one, counts).into_active_model().reset_all().update(database).await.map(|_| ())
}

fn paper(row: result_paper::Model) -> Paper {
    Paper {
        id: row.id,
        kind: row.kind,
        document_number: row.document_number,
        dated: row.dated,
        text: row.text,
        entered_by: row.entered_by,
        entered_at: row.entered_at,
        confirmed_by: row.confirmed_by,
        confirmed_at: row.confirmed_at,
        version: row.version,
    }
}

/// The documents behind a release, by kind.
pub(in crate::results) async fn papers(
    database: &impl ConnectionTrait,
    release: ResultReleaseId,
) -> Result<Vec<Paper>, DbErr> {
    let rows = result_paper::Entity::find()
        .filter(result_paper::Column::ReleaseId.eq(release))
        .order_by_asc(result_paper::Column::Kind)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(paper).collect())
}

/// Writes a document behind a release; the caller holds the release.
pub(super) async fn keep_paper(
    database: &impl ConnectionTrait,
    release: ResultReleaseId,
    one: &Paper,
    is_new: bool,
) -> Result<(), DbErr> {
    let row = result_paper::Model {
        id: one.id,
        release_id: release,
        kind: one.kind,
        document_number: one.document_number.clone(),
        dated: one.dated,
        text: one.text.clone(),
        file_digest: None,
        entered_by: one.entered_by.clone(),
        entered_at: one.entered_at,
        confirmed_by: one.confirmed_by.clone(),
        confirmed_at: one.confirmed_at,
        version: one.version,
    };
    let row = row.into_active_model().reset_all();
    if is_new {
        row.insert(database).await.map(|_| ())
    } else {
        row.update(database).await.map(|_| ())
    }
}

/// Throws the documents behind a release away.
pub(super) async fn remove_papers(
    database: &impl ConnectionTrait,
    release: ResultReleaseId,
) -> Result<(), DbErr> {
    result_paper::Entity::delete_many()
        .filter(result_paper::Column::ReleaseId.eq(release))
        .exec(database)
        .await
        .map(|_| ())
}

/// The number of the approval behind a release of awards.
pub(in crate::results) async fn approval(
    database: &impl ConnectionTrait,
    release: ResultReleaseId,
) -> Result<Option<Paper>, DbErr> {
    let row = result_paper::Entity::find()
        .filter(result_paper::Column::ReleaseId.eq(release))
        .filter(result_paper::Column::Kind.eq(ResultPaperKind::Approval))
        .filter(result_paper::Column::ConfirmedBy.is_not_null())
        .one(database)
        .await?;
    Ok(row.map(paper))
}

/// Who and which units were nominated, by rank.
pub(super) type Named = (Vec<Winner>, Vec<(u32, String)>);

/// The completers and units of nominations.
pub(super) async fn named(
    database: &impl ConnectionTrait,
    ids: &[NominationId],
) -> Result<BTreeMap<NominationId, Named>, DbErr> {
    let mut named: BTreeMap<NominationId, Named> = BTreeMap::new();
    let rank = |rank: i32| u32::try_from(rank).unwrap_or_default();
    let people = nomination_person::Entity::find()
        .filter(nomination_person::Column::NominationId.is_in(ids.iter().copied()))
        .filter(nomination_person::Column::Role.eq(PersonRole::Completer))
        .order_by_asc(nomination_person::Column::Rank)
        .all(database)
        .await?;
    for row in people {
        let winner =
            Winner { rank: rank(row.rank), name: row.name, unit: row.unit.or(row.work_unit) };
        named.entry(row.nomination_id).or_default().0.push(winner);
    }
    let units = nomination_unit::Entity::find()
        .filter(nomination_unit::Column::NominationId.is_in(ids.iter().copied()))
        .order_by_asc(nomination_unit::Column::Rank)
        .all(database)
        .await?;
    for row in units {
        named.entry(row.nomination_id).or_default().1.push((rank(row.rank), row.name));
    }
    Ok(named)
}

/// The states of a nomination that is on its way to an award.
const UNDER_WAY: [NominationState; 15] = [
    NominationState::Accepted,
    NominationState::AcceptancePublicity,
    NominationState::ObjectionOpen,
    NominationState::ObjectionClear,
    NominationState::ObjectionInvestigating,
    NominationState::ObjectionResolved,
    NominationState::NetworkReview,
    NominationState::NetworkReviewDone,
    NominationState::PanelReview,
    NominationState::FirstReviewPassed,
    NominationState::FirstReviewPublicity,
    NominationState::CommitteeReview,
    NominationState::CommitteePassed,
    NominationState::CouncilDecision,
    NominationState::MostCheck,
];

/// Whether the awards of every category of a round are released in which a nomination is on its way.
pub(super) async fn is_over(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<bool, DbErr> {
    let released = of_round(database, round)
        .await?
        .into_iter()
        .filter(|one| one.stage == ReleaseStage::Award && one.state == ReleaseState::Released);
    let categories: Vec<String> = released.flat_map(|one| one.categories).collect();
    let left = nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(round))
        .filter(nomination::Column::State.is_in(UNDER_WAY))
        .filter(nomination::Column::Category.is_not_in(categories))
        .count(database)
        .await?;
    Ok(left == 0)
}

/// The instant at which a release was made, and by whom.
pub(super) async fn finish(
    database: &impl ConnectionTrait,
    (id, seen): (ResultReleaseId, i64),
    (by, now): (&str, DateTime<Utc>),
    confirmed: Option<i32>,
) -> Result<bool, DbErr> {
    let released = Entity::update_many()
        .col_expr(Column::State, Expr::value(ReleaseState::Released))
        .col_expr(Column::ReleasedBy, Expr::value(by))
        .col_expr(Column::ReleasedAt, Expr::value(now))
        .col_expr(Column::ConfirmedCount, Expr::value(confirmed))
        .col_expr(Column::Version, Expr::value(seen.saturating_add(1)))
        .filter(Column::Id.eq(id))
        .filter(Column::Version.eq(seen))
        .filter(Column::State.eq(ReleaseState::Draft))
        .exec(database)
        .await?;
    Ok(released.rows_affected == 1)
}
