//! Where are falls kept?

use std::collections::BTreeMap;

use entity::{
    ids::{NominationId, ResultFallId, RoundId},
    nomination, result_decision, result_fall, result_release,
    vocabulary::{DecisionOutcome, FallKind, FallState, ReleaseState},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DatabaseBackend, DbErr,
    EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, sea_query::Query,
};

pub(super) use entity::{
    result_decision::Model as DecisionRow, result_fall::Model as FallRow,
    result_release::Model as ReleaseRow,
};

/// Falls that are listed.
const MOST: u64 = 200;

/// The nominations of a round that fell out of review, or whose award was taken back, and how.
///
/// # Errors
/// The records failing.
pub async fn fallen(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeMap<NominationId, FallKind>, DbErr> {
    let of_round = Query::select()
        .column(nomination::Column::Id)
        .from(nomination::Entity)
        .cond_where(nomination::Column::RoundId.eq(round))
        .to_owned();
    let rows = result_fall::Entity::find()
        .filter(result_fall::Column::NominationId.in_subquery(of_round))
        .filter(result_fall::Column::State.eq(FallState::Done))
        .filter(result_fall::Column::Kind.ne(FallKind::Reversal))
        .order_by_asc(result_fall::Column::DecidedAt)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| (row.nomination_id, row.kind)).collect())
}

/// Falls, those first that wait for a second person, then the newest.
pub(super) async fn list(database: &impl ConnectionTrait) -> Result<Vec<FallRow>, DbErr> {
    let newest = result_fall::Entity::find()
        .order_by_desc(result_fall::Column::AskedAt)
        .order_by_desc(result_fall::Column::Id);
    let mut rows = newest
        .clone()
        .filter(result_fall::Column::State.eq(FallState::Asked))
        .all(database)
        .await?;
    let decided = newest
        .filter(result_fall::Column::State.ne(FallState::Asked))
        .limit(MOST)
        .all(database)
        .await?;
    rows.extend(decided);
    Ok(rows)
}

/// A fall.
pub(super) async fn find(
    database: &impl ConnectionTrait,
    id: ResultFallId,
) -> Result<Option<FallRow>, DbErr> {
    result_fall::Entity::find_by_id(id).one(database).await
}

/// A fall that nobody else answers until the transaction ends.
pub(super) async fn hold(
    database: &impl ConnectionTrait,
    id: ResultFallId,
) -> Result<Option<FallRow>, DbErr> {
    let query = result_fall::Entity::find_by_id(id);
    let query = match database.get_database_backend() {
        // A write transaction of the embedded database is alone already.
        DatabaseBackend::Sqlite => query,
        _ => query.lock_exclusive(),
    };
    query.one(database).await
}

/// Whether something is asked of a nomination that nobody has answered.
pub(super) async fn is_asked(
    database: &impl ConnectionTrait,
    nomination: NominationId,
) -> Result<bool, DbErr> {
    let waiting = result_fall::Entity::find()
        .filter(result_fall::Column::NominationId.eq(nomination))
        .filter(result_fall::Column::State.eq(FallState::Asked))
        .count(database)
        .await?;
    Ok(waiting > 0)
}

/// Writes a fall down.
pub(super) async fn insert(database: &impl ConnectionTrait, row: FallRow) -> Result<(), DbErr> {
    result_fall::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Keeps a fall that was seen at `seen`; false when somebody was faster.
pub(super) async fn save(
    database: &impl ConnectionTrait,
    row: &mut FallRow,
    seen: i64,
) -> Result<bool, DbErr> {
    row.version = seen + 1;
    let done = result_fall::Entity::update_many()
        .set(row.clone().into_active_model().reset_all())
        .filter(result_fall::Column::Id.eq(row.id))
        .filter(result_fall::Column::Version.eq(seen))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The decision of a nomination that was released last, with its release, where it said no and was not corrected yet.
pub(super) async fn refusal(
    database: &impl ConnectionTrait,
    nomination: NominationId,
) -> Result<Option<(DecisionRow, ReleaseRow)>, DbErr> {
    let decisions = result_decision::Entity::find()
        .filter(result_decision::Column::NominationId.eq(nomination))
        .filter(result_decision::Column::IsFinal.eq(true))
        .all(database)
        .await?;
    let releases = result_release::Entity::find()
        .filter(result_release::Column::Id.is_in(decisions.iter().map(|one| one.release_id)))
        .filter(result_release::Column::State.eq(ReleaseState::Released))
        .all(database)
        .await?;
    let by_id: BTreeMap<_, ReleaseRow> = releases.into_iter().map(|one| (one.id, one)).collect();
    let with_release = |one: DecisionRow| {
        let release = by_id.get(&one.release_id)?.clone();
        Some((one, release))
    };
    let last = decisions
        .into_iter()
        .filter_map(with_release)
        .max_by_key(|(decision, release)| (release.released_at, decision.id));
    let said_no = |one: &(DecisionRow, ReleaseRow)| {
        use DecisionOutcome::{Failed, NotAwarded, Struck};
        matches!(one.0.outcome, Failed | NotAwarded | Struck)
    };
    Ok(last.filter(said_no))
}

/// Writes down a release with the one decision that it makes known.
pub(super) async fn insert_correction(
    database: &impl ConnectionTrait,
    (release, decision): (ReleaseRow, DecisionRow),
) -> Result<(), DbErr> {
    result_release::Entity::insert(release.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    result_decision::Entity::insert(decision.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}
