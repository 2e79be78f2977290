//! What does the ledger say to its reader?

use std::collections::BTreeMap;

use entity::{
    ids::{QuotaCounterId, QuotaGiveBackId},
    vocabulary::CounterKind,
};
use sea_orm::DbErr;

use super::{
    counter::Counter,
    movement::Asker,
    moves_store::{self, AskedMove},
    store,
    views::{
        CounterDetail, EntryView, LedgerView, MoveView, Names, bucket_views, counter_view, reaches,
    },
};
use crate::{app::App, authz::Scope, identity, societies};

async fn names(app: &App) -> Result<Names, DbErr> {
    let all = societies::all(app.database.reader()).await?;
    Ok(all.into_iter().map(|one| (one.society_id, one.name)).collect())
}

fn move_view(asked: AskedMove, counter: &Counter, names: &Names) -> MoveView {
    MoveView {
        id: asked.id.0,
        counter_id: asked.counter.0,
        bucket: counter.bucket.as_str().to_owned(),
        society_id: counter.society.clone(),
        society: names.get(&counter.society).unwrap_or(&counter.society).clone(),
        places: asked.places.abs(),
        reason: asked.reason,
        state: asked.state.as_str().to_owned(),
        asked_by: asked.asked_by,
        asked_at: asked.asked_at,
        answered_by: asked.answered_by,
        answered_at: asked.answered_at,
        names: BTreeMap::new(),
        version: asked.version,
    }
}

/// Whether somebody with the reach `scope` may know what is asked: a society knows what it gives back, and
/// learns what it is handed from its counter, once two persons stand by it.
fn is_told(asked: &AskedMove, counter: &Counter, scope: &Scope) -> bool {
    match asked.by() {
        Asker::Society => reaches(scope, &counter.society),
        Asker::Cast => *scope == Scope::All,
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
    let (mut give_backs, mut transfers) = (Vec::new(), Vec::new());
    for (asked, counter) in moves_store::asked_of(database, year).await? {
        if is_told(&asked, &counter, scope) {
            let list = match asked.by() {
                Asker::Society => &mut give_backs,
                Asker::Cast => &mut transfers,
            };
            list.push(move_view(asked, &counter, &names));
        }
    }
    for list in [&mut give_backs, &mut transfers] {
        identity::name_actors(database, list).await?;
    }
    Ok(Some(LedgerView {
        year,
        years: store::years(database).await?,
        buckets: bucket_views(&counters, scope, &names),
        give_backs,
        transfers,
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
    let is_seen = |one: &Counter| {
        one.kind == CounterKind::Society && one.year == year && reaches(scope, &one.society)
    };
    let Some(found) = store::find(database, id).await?.filter(is_seen) else {
        return Ok(None);
    };
    let counters = store::counters_of(database, year).await?;
    let entries = store::entries(database, id).await?;
    let mut told = CounterDetail {
        year,
        counter: counter_view(&found, &counters, &names(app).await?),
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
        names: BTreeMap::new(),
    };
    identity::name_actors(database, std::slice::from_mut(&mut told)).await?;
    Ok(Some(told))
}

/// What was asked by a society, or by CAST; none where there is nothing of the kind or it is out of reach.
///
/// # Errors
/// The records failing.
pub async fn asked(
    app: &App,
    (id, by): (QuotaGiveBackId, Asker),
    scope: &Scope,
) -> Result<Option<MoveView>, DbErr> {
    let database = app.database.reader();
    let found = moves_store::find_asked(database, id).await?;
    let Some(asked) = found.filter(|one| one.by() == by) else { return Ok(None) };
    let counter = store::find(database, asked.counter).await?;
    let Some(counter) = counter.filter(|counter| is_told(&asked, counter, scope)) else {
        return Ok(None);
    };
    let mut told = move_view(asked, &counter, &names(app).await?);
    identity::name_actors(database, std::slice::from_mut(&mut told)).await?;
    Ok(Some(told))
}
