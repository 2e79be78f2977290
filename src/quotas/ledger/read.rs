//! What does the ledger say to its reader?

use entity::{
    ids::{QuotaCounterId, QuotaGiveBackId},
    vocabulary::CounterKind,
};
use sea_orm::DbErr;

use super::{
    counter::Counter,
    store::{self, GiveBack},
    views::{
        CounterDetail, EntryView, GiveBackView, LedgerView, Names, bucket_views, counter_view,
        reaches,
    },
};
use crate::{app::App, authz::Scope, societies};

async fn names(app: &App) -> Result<Names, DbErr> {
    let all = societies::all(app.database.reader()).await?;
    Ok(all.into_iter().map(|one| (one.society_id, one.name)).collect())
}

fn give_back_view(asked: GiveBack, counter: &Counter, names: &Names) -> GiveBackView {
    GiveBackView {
        id: asked.id.0,
        counter_id: asked.counter.0,
        bucket: counter.bucket.as_str().to_owned(),
        society_id: counter.society.clone(),
        society: names.get(&counter.society).unwrap_or(&counter.society).clone(),
        places: asked.places,
        reason: asked.reason,
        state: asked.state.as_str().to_owned(),
        asked_by: asked.asked_by,
        asked_at: asked.asked_at,
        answered_by: asked.answered_by,
        answered_at: asked.answered_at,
        version: asked.version,
    }
}

/// The ledger of a round, as much of it as `scope` reaches; none when it was not opened.
///
/// # Errors
/// The records failing.
pub async fn ledger(app: &App, year: i32, scope: &Scope) -> Result<Option<LedgerView>, DbErr> {
    let database = app.database.reader();
    let counters = store::counters_of(database, year).await?;
    if counters.is_empty() {
        return Ok(None);
    }
    let names = names(app).await?;
    let give_backs = store::give_backs_of(database, year)
        .await?
        .into_iter()
        .filter(|(_, counter)| reaches(scope, &counter.society))
        .map(|(asked, counter)| give_back_view(asked, &counter, &names))
        .collect();
    Ok(Some(LedgerView {
        year,
        years: store::years(database).await?,
        buckets: bucket_views(&counters, scope, &names),
        give_backs,
    }))
}

/// A society's counter with its entries; none where there is none or it is out of reach.
///
/// # Errors
/// The records failing.
pub async fn counter(
    app: &App,
    year: i32,
    id: QuotaCounterId,
    scope: &Scope,
) -> Result<Option<CounterDetail>, DbErr> {
    let database = app.database.reader();
    let path = store::path(database, id).await?;
    let is_seen = |one: &&Counter| {
        one.kind == CounterKind::Society && one.year == year && reaches(scope, &one.society)
    };
    let Some(found) = path.first().filter(is_seen) else {
        return Ok(None);
    };
    let entries = store::entries(database, id).await?;
    Ok(Some(CounterDetail {
        year,
        counter: counter_view(found, path.len() > 2, &names(app).await?),
        entries: entries
            .into_iter()
            .map(|row| EntryView {
                kind: row.kind.as_str().to_owned(),
                used_change: row.used_change,
                places_change: row.places_change,
                subject: row.subject,
                reason: row.reason,
                by: row.by,
                at: row.at,
            })
            .collect(),
    }))
}

/// A giving back; none where there is none or it is out of reach.
///
/// # Errors
/// The records failing.
pub async fn give_back(
    app: &App,
    id: QuotaGiveBackId,
    scope: &Scope,
) -> Result<Option<GiveBackView>, DbErr> {
    let database = app.database.reader();
    let Some(asked) = store::find_give_back(database, id).await? else {
        return Ok(None);
    };
    let counter = store::find(database, asked.counter).await?;
    let Some(counter) = counter.filter(|one| reaches(scope, &one.society)) else {
        return Ok(None);
    };
    Ok(Some(give_back_view(asked, &counter, &names(app).await?)))
}
