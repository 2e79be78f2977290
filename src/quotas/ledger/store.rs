//! Where are counters, reservations and entries kept?

use entity::{
    ids::QuotaCounterId,
    quota_counter, quota_entry, quota_reservation,
    vocabulary::{Bucket, CounterKind, EntryKind},
};
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::Set,
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, ExprTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, TryInsertResult,
    sea_query::{Expr, LockType, OnConflict},
};

use super::{
    counter::{CAST, Change, Counter},
    stamp::Stamp,
};
use crate::persistence::insert_all;

fn counter(row: quota_counter::Model) -> Counter {
    Counter {
        id: row.id,
        year: row.year,
        bucket: row.bucket,
        kind: row.kind,
        society: row.society_code,
        parent: row.parent_id,
        places: row.places,
        used: row.used,
        asked_back: row.asked_back,
        held: row.held,
        version: row.version,
    }
}

/// Writes new counters, each with the entry that opens it.
pub(super) async fn insert_counters(
    database: &impl ConnectionTrait,
    counters: &[Counter],
    subject: &str,
    stamp: &Stamp<'_>,
) -> Result<(), DbErr> {
    let rows = counters.iter().map(|one| {
        quota_counter::Model {
            id: one.id,
            year: one.year,
            bucket: one.bucket,
            kind: one.kind,
            society_code: one.society.clone(),
            parent_id: one.parent,
            places: one.places,
            used: one.used,
            asked_back: one.asked_back,
            held: one.held,
            version: one.version,
        }
        .into_active_model()
        .reset_all()
    });
    insert_all(database, rows.collect()).await?;
    let entries = counters.iter().map(|one| {
        let change =
            Change { places: one.places.unwrap_or_default(), held: one.held, ..Change::default() };
        let note = Note { kind: EntryKind::Opened, subject, reason: None };
        entry(one.id, change, &note, stamp)
    });
    insert_all(database, entries.collect()).await
}

/// What an entry says beside its numbers.
pub(super) struct Note<'a> {
    pub(super) kind: EntryKind,
    pub(super) subject: &'a str,
    pub(super) reason: Option<&'a str>,
}

fn entry(
    counter: QuotaCounterId,
    change: Change,
    note: &Note<'_>,
    stamp: &Stamp<'_>,
) -> quota_entry::ActiveModel {
    quota_entry::ActiveModel {
        id: Set(stamp.ids.next()),
        counter_id: Set(counter),
        kind: Set(note.kind),
        used_change: Set(change.used),
        places_change: Set(change.places),
        held_change: Set(change.held),
        subject: Set(note.subject.to_owned()),
        reason: Set(note.reason.map(str::to_owned)),
        by: Set(stamp.by.to_owned()),
        at: Set(stamp.now),
    }
}

/// Applies `change` if the counter is lawful after it, in one statement, so that two transactions
/// cannot both take the last place; false when it would not be lawful, and nothing is done.
pub(super) async fn change_counter(
    database: &impl ConnectionTrait,
    id: QuotaCounterId,
    change: Change,
) -> Result<bool, DbErr> {
    use quota_counter::Column;
    let after = |column: Column, by: i32| Expr::col(column).add(by);
    let taken = after(Column::Used, change.used)
        .add(after(Column::AskedBack, change.asked_back))
        .add(after(Column::Held, change.held));
    let fits = taken.lte(after(Column::Places, change.places));
    let done = quota_counter::Entity::update_many()
        .col_expr(Column::Places, after(Column::Places, change.places))
        .col_expr(Column::Used, after(Column::Used, change.used))
        .col_expr(Column::AskedBack, after(Column::AskedBack, change.asked_back))
        .col_expr(Column::Held, after(Column::Held, change.held))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id))
        .filter(after(Column::Used, change.used).gte(0))
        .filter(after(Column::AskedBack, change.asked_back).gte(0))
        .filter(after(Column::Held, change.held).gte(0))
        .filter(Column::Places.is_null().or(fits))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Takes the limit off a counter.
pub(super) async fn lift_limit(
    database: &impl ConnectionTrait,
    id: QuotaCounterId,
) -> Result<(), DbErr> {
    use quota_counter::Column;
    quota_counter::Entity::update_many()
        .col_expr(Column::Places, Expr::value(None::<i32>))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}

/// Appends an entry for a change that was applied.
pub(super) async fn append(
    database: &impl ConnectionTrait,
    id: QuotaCounterId,
    change: Change,
    note: &Note<'_>,
    stamp: &Stamp<'_>,
) -> Result<(), DbErr> {
    entry(id, change, note, stamp).insert(database).await.map(|_| ())
}

/// A counter.
pub(super) async fn find(
    database: &impl ConnectionTrait,
    id: QuotaCounterId,
) -> Result<Option<Counter>, DbErr> {
    Ok(quota_counter::Entity::find_by_id(id).one(database).await?.map(counter))
}

/// The counter of a society, or CAST's own, which has no code.
pub(super) async fn find_of_society(
    database: &impl ConnectionTrait,
    year: i32,
    bucket: Bucket,
    society: &str,
) -> Result<Option<Counter>, DbErr> {
    let kind = if society == CAST { CounterKind::Cast } else { CounterKind::Society };
    let found = quota_counter::Entity::find()
        .filter(quota_counter::Column::Year.eq(year))
        .filter(quota_counter::Column::Bucket.eq(bucket))
        .filter(quota_counter::Column::Kind.eq(kind))
        .filter(quota_counter::Column::SocietyCode.eq(society))
        .one(database)
        .await?;
    Ok(found.map(counter))
}

/// The counters from `id` up to the round's.
pub(super) async fn path(
    database: &impl ConnectionTrait,
    id: QuotaCounterId,
) -> Result<Vec<Counter>, DbErr> {
    let mut path = Vec::new();
    let mut next = Some(id);
    while let Some(id) = next {
        let Some(found) = find(database, id).await? else { break };
        next = found.parent;
        path.push(found);
    }
    Ok(path)
}

/// A counter as it is now, which nobody else changes until the transaction ends. On SQLite the write
/// lock sees to it.
pub(super) async fn hold(
    database: &impl ConnectionTrait,
    id: QuotaCounterId,
) -> Result<Option<Counter>, DbErr> {
    // Not for update: what names the counter, such as a reservation, is written beside it.
    let row = quota_counter::Entity::find_by_id(id).lock(LockType::NoKeyUpdate);
    Ok(row.one(database).await?.map(counter))
}

/// CAST's counter and those below it, as they are now, where `one` is among them; none elsewhere. The
/// condition of an update looks at one counter only, so that whoever takes places, moves them away or
/// asks them back holds the society's counter and then CAST's. Held, and changed, in this order by
/// everybody, up to the round's, nobody waits for somebody who waits for him.
pub(super) async fn hold_shared(
    database: &impl ConnectionTrait,
    one: &Counter,
) -> Result<Vec<Counter>, DbErr> {
    use quota_counter::Column;
    let cast = match one.parent {
        Some(_) if one.kind == CounterKind::Cast => Some(one.id),
        Some(above) => {
            let above = find(database, above).await?;
            above.filter(|above| above.kind == CounterKind::Cast).map(|cast| cast.id)
        }
        None => None,
    };
    let Some(cast) = cast else { return Ok(Vec::new()) };
    if cast != one.id {
        hold(database, one.id).await?;
    }
    let Some(cast) = hold(database, cast).await? else { return Ok(Vec::new()) };
    let below = quota_counter::Entity::find()
        .filter(Column::Year.eq(cast.year))
        .filter(Column::Bucket.eq(cast.bucket))
        .filter(Column::ParentId.eq(cast.id));
    let below = below.all(database).await?.into_iter().map(counter);
    Ok(below.chain([cast]).collect())
}

/// Every counter of a round, the round's and CAST's first, then the societies by code.
pub async fn counters_of(
    database: &impl ConnectionTrait,
    year: i32,
) -> Result<Vec<Counter>, DbErr> {
    let rows = quota_counter::Entity::find()
        .filter(quota_counter::Column::Year.eq(year))
        .order_by_asc(quota_counter::Column::SocietyCode)
        .all(database)
        .await?;
    let mut counters: Vec<Counter> = rows.into_iter().map(counter).collect();
    counters.sort_by(|one, other| {
        (one.bucket, one.kind, &one.society).cmp(&(other.bucket, other.kind, &other.society))
    });
    Ok(counters)
}

/// The years that have a ledger, newest first.
pub async fn years(database: &impl ConnectionTrait) -> Result<Vec<i32>, DbErr> {
    quota_counter::Entity::find()
        .select_only()
        .column(quota_counter::Column::Year)
        .filter(quota_counter::Column::Kind.eq(CounterKind::Round))
        .filter(quota_counter::Column::Bucket.eq(Bucket::Three))
        .order_by_desc(quota_counter::Column::Year)
        .into_tuple()
        .all(database)
        .await
}

/// Notes that `subject` takes a place; false when it takes one of the bucket already.
pub(super) async fn insert_reservation(
    database: &impl ConnectionTrait,
    counter: &Counter,
    subject: &str,
    stamp: &Stamp<'_>,
) -> Result<bool, DbErr> {
    use quota_reservation::Column;
    let row = quota_reservation::ActiveModel {
        year: Set(counter.year),
        bucket: Set(counter.bucket),
        subject: Set(subject.to_owned()),
        counter_id: Set(counter.id),
        by: Set(stamp.by.to_owned()),
        at: Set(stamp.now),
    };
    let key = [Column::Year, Column::Bucket, Column::Subject];
    let inserted = quota_reservation::Entity::insert(row)
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1..)))
}

/// The counter in which `subject` takes a place.
pub(super) async fn reservation(
    database: &impl ConnectionTrait,
    year: i32,
    bucket: Bucket,
    subject: &str,
) -> Result<Option<QuotaCounterId>, DbErr> {
    let found = quota_reservation::Entity::find_by_id((year, bucket, subject.to_owned()));
    Ok(found.one(database).await?.map(|row| row.counter_id))
}

/// The places that `subject` takes in the round of `year`: of which bucket, in which counter.
pub async fn reservations(
    database: &impl ConnectionTrait,
    year: i32,
    subject: &str,
) -> Result<Vec<(Bucket, QuotaCounterId)>, DbErr> {
    let rows = quota_reservation::Entity::find()
        .filter(quota_reservation::Column::Year.eq(year))
        .filter(quota_reservation::Column::Subject.eq(subject))
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| (row.bucket, row.counter_id)).collect())
}

/// Forgets that `subject` takes a place; false when it takes none.
pub(super) async fn delete_reservation(
    database: &impl ConnectionTrait,
    year: i32,
    bucket: Bucket,
    subject: &str,
) -> Result<bool, DbErr> {
    let deleted = quota_reservation::Entity::delete_by_id((year, bucket, subject.to_owned()))
        .exec(database)
        .await?;
    Ok(deleted.rows_affected == 1)
}

/// The entries of a counter, oldest first.
pub(super) async fn entries(
    database: &impl ConnectionTrait,
    id: QuotaCounterId,
) -> Result<Vec<quota_entry::Model>, DbErr> {
    quota_entry::Entity::find()
        .filter(quota_entry::Column::CounterId.eq(id))
        .order_by_asc(quota_entry::Column::At)
        .order_by_asc(quota_entry::Column::Id)
        .all(database)
        .await
}
