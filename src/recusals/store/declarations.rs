//! The rows of declarations.

use std::collections::BTreeSet;

use entity::{
    dossier_value,
    ids::{AccountId, DossierId, NominationId, RecusalDeclarationId, RoundId},
    nomination, nominee_answer,
    recusal_declaration::{Column, Entity, Model},
    vocabulary::{DeclarationSource, DeclarationState, DeclaredKind},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, DatabaseBackend, DbErr,
    EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, TryInsertResult,
    sea_query::{OnConflict, Query},
};

/// A declaration as it is kept.
pub(in super::super) type Declaration = Model;

/// Writes a declaration; false when the record that it is taken from was taken before.
pub(in super::super) async fn add(
    database: &impl ConnectionTrait,
    row: Declaration,
) -> Result<bool, DbErr> {
    let inserted = Entity::insert(row.into_active_model().reset_all())
        .on_conflict(OnConflict::column(Column::Origin).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1..)))
}

/// Writes a declaration as it stands now.
pub(in super::super) async fn save(
    database: &impl ConnectionTrait,
    row: Declaration,
) -> Result<(), DbErr> {
    row.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// A declaration.
pub(in super::super) async fn find(
    database: &impl ConnectionTrait,
    id: RecusalDeclarationId,
) -> Result<Option<Declaration>, DbErr> {
    Entity::find_by_id(id).one(database).await
}

/// A declaration, held until the transaction ends where the database can.
pub(in super::super) async fn held(
    database: &impl ConnectionTrait,
    id: RecusalDeclarationId,
) -> Result<Option<Declaration>, DbErr> {
    let query = Entity::find_by_id(id);
    let query = match database.get_database_backend() {
        // A write transaction of the embedded database is alone already.
        DatabaseBackend::Sqlite => query,
        _ => query.lock_exclusive(),
    };
    query.one(database).await
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct DeclarationQuery {
    pub(in super::super) source: Option<DeclarationSource>,
    pub(in super::super) state: Option<DeclarationState>,
    pub(in super::super) kind: Option<DeclaredKind>,
    /// Part of the nomination's number.
    pub(in super::super) nomination: Option<String>,
    /// What is about these nominations is not shown.
    pub(in super::super) without: BTreeSet<NominationId>,
}

/// A page of the declarations of a round, what waits first; how many there are, and how many wait.
pub(in super::super) async fn list(
    database: &impl ConnectionTrait,
    (round, query): (RoundId, &DeclarationQuery),
    (offset, limit): (u64, u64),
) -> Result<(Vec<Declaration>, u64, u64), DbErr> {
    let without = query.without.iter().copied();
    let open = Condition::any()
        .add(Column::NominationId.is_null())
        .add(Column::NominationId.is_not_in(without));
    let of_round = || Entity::find().filter(Column::RoundId.eq(round)).filter(open.clone());
    let named = query.nomination.as_deref().map(|part| {
        let of_number = Condition::all()
            .add(nomination::Column::RoundId.eq(round))
            .add(nomination::Column::Number.contains(part));
        let found = Query::select()
            .column(nomination::Column::Id)
            .from(nomination::Entity)
            .cond_where(of_number)
            .to_owned();
        Column::NominationId.in_subquery(found)
    });
    let asked = of_round().filter(
        Condition::all()
            .add_option(query.source.map(|word| Column::Source.eq(word)))
            .add_option(query.state.map(|word| Column::State.eq(word)))
            .add_option(query.kind.map(|word| Column::Kind.eq(word)))
            .add_option(named),
    );
    let waiting =
        of_round().filter(Column::State.eq(DeclarationState::Waiting)).count(database).await?;
    let total = asked.clone().count(database).await?;
    let rows = asked
        // `waiting` is the last of the words.
        .order_by_desc(Column::State)
        .order_by_desc(Column::DeclaredAt)
        .order_by_asc(Column::Id)
        .offset(offset)
        .limit(limit)
        .all(database)
        .await?;
    Ok((rows, total, waiting))
}

/// What an account declared, newest first.
pub(in super::super) async fn of_account(
    database: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<Declaration>, DbErr> {
    Entity::find()
        .filter(Column::AccountId.eq(account))
        .order_by_desc(Column::DeclaredAt)
        .order_by_asc(Column::Id)
        .all(database)
        .await
}

/// The records that declarations of a round were taken from.
pub(in super::super) async fn origins(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeSet<String>, DbErr> {
    let rows = Entity::find()
        .select_only()
        .column(Column::Origin)
        .filter(Column::RoundId.eq(round))
        .filter(Column::Origin.is_not_null())
        .into_tuple::<String>()
        .all(database)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The declarations of a round whose typed name means nobody yet.
pub(in super::super) async fn unresolved(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<Declaration>, DbErr> {
    Entity::find()
        .filter(Column::RoundId.eq(round))
        .filter(Column::State.eq(DeclarationState::Waiting))
        .filter(Column::ExpertId.is_null())
        .order_by_asc(Column::Id)
        .all(database)
        .await
}

/// What nominators asked for in a round.
pub(in super::super) async fn exclusions(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<Declaration>, DbErr> {
    Entity::find()
        .filter(Column::RoundId.eq(round))
        .filter(Column::Kind.eq(DeclaredKind::Exclusion))
        .all(database)
        .await
}

/// The dossiers that say something of a possible reviewer: a request to keep one out, or a relation.
pub(in super::super) async fn speaking(
    database: &impl ConnectionTrait,
) -> Result<BTreeSet<DossierId>, DbErr> {
    let asking: Vec<DossierId> = dossier_value::Entity::find()
        .select_only()
        .column(dossier_value::Column::DossierId)
        .filter(dossier_value::Column::Address.eq("exclusions.items"))
        .filter(dossier_value::Column::Value.is_not_null())
        .into_tuple()
        .all(database)
        .await?;
    let related: Vec<DossierId> = nominee_answer::Entity::find()
        .select_only()
        .column(nominee_answer::Column::DossierId)
        .filter(nominee_answer::Column::RelationCount.gt(0))
        .into_tuple()
        .all(database)
        .await?;
    Ok(asking.into_iter().chain(related).collect())
}
