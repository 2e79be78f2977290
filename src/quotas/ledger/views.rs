//! What does a reader see of the ledger?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::vocabulary::{Bucket, CounterKind};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    super::procedure::PROCEDURE,
    counter::{Counter, cast_above, free_of},
};
use crate::{authz::Scope, identity::Acted};

/// The ledger of a round.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaLedger)]
pub struct LedgerView {
    /// Year of the round.
    pub year: i32,
    /// Years that have a ledger, newest first.
    pub years: Vec<i32>,
    /// What is counted together, in the procedure's order.
    pub buckets: Vec<BucketView>,
    /// Places that societies give back, newest first.
    pub give_backs: Vec<MoveView>,
    /// Places that CAST hands out of those kept back, or keeps back anew, newest first; for those who see every
    /// society.
    pub transfers: Vec<MoveView>,
}

/// What is counted together.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaBucket)]
pub struct BucketView {
    /// `TOP`, `THREE`, `SCI_POP` or `INT`.
    pub bucket: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// What the limit rests on.
    pub basis: String,
    /// Places in all, for those who see every society; none for no limit.
    pub total: Option<i32>,
    /// Places kept back, for those who see every society.
    pub held: Option<i32>,
    /// Places of the societies that nominate through CAST, for those who see every society.
    pub via_cast: Option<i32>,
    /// Places taken in the counters listed here, and by CAST for what was recommended to it where its places are
    /// told.
    pub used: i32,
    /// A counter a society, by code.
    pub counters: Vec<CounterView>,
}

/// The places of a society.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaCounter)]
pub struct CounterView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// `TOP`, `THREE`, `SCI_POP` or `INT`.
    pub bucket: String,
    /// Code of the society.
    pub society_id: String,
    /// Name of the society.
    pub society: String,
    /// `direct`, or `cast` for a society that nominates through CAST.
    pub route: String,
    /// Places; none for no limit.
    pub places: Option<i32>,
    /// Places taken.
    pub used: i32,
    /// Places that the society asks to give back.
    pub asked_back: i32,
    /// Places that can be taken; none for no limit.
    pub free: Option<i32>,
    /// Counts the changes.
    pub version: i64,
}

/// Places that are asked to be moved, until a second person confirms.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaMove)]
pub struct MoveView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The counter.
    #[schema(value_type = String)]
    pub counter_id: Uuid,
    /// `TOP`, `THREE`, `SCI_POP` or `INT`.
    pub bucket: String,
    /// Code of the society; empty for new places that the round is to keep back.
    pub society_id: String,
    /// Name of the society; empty where the code is.
    pub society: String,
    /// Places.
    pub places: i32,
    /// Why.
    pub reason: String,
    /// `asked`, `confirmed` or `withdrawn`.
    pub state: String,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Who confirmed or withdrew.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
    /// Counts the changes; the entity tag to answer with.
    pub version: i64,
}

impl Acted for MoveView {
    fn actors(&self) -> Vec<&str> {
        std::iter::once(self.asked_by.as_str()).chain(self.answered_by.as_deref()).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

/// An entry of the ledger.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaEntry)]
pub struct EntryView {
    /// `opened`, `reserved`, `released`, `given_back`, `transferred` or `appealed`.
    pub kind: String,
    /// Places taken, more or fewer.
    pub used_change: i32,
    /// Places there are, more or fewer.
    pub places_change: i32,
    /// What it concerns.
    pub subject: String,
    /// Why.
    pub reason: Option<String>,
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A counter with every entry that made it what it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaCounterDetail)]
pub struct CounterDetail {
    /// Year of the round.
    pub year: i32,
    /// The counter.
    #[serde(flatten)]
    pub counter: CounterView,
    /// Its entries, oldest first.
    pub entries: Vec<EntryView>,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}

impl Acted for CounterDetail {
    fn actors(&self) -> Vec<&str> {
        self.entries.iter().map(|entry| entry.by.as_str()).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

/// Names of societies by code.
pub(super) type Names = BTreeMap<String, String>;

/// Whether somebody with the reach `scope` may know of what belongs to `society`.
pub fn reaches(scope: &Scope, society: &str) -> bool {
    match scope {
        Scope::All => true,
        Scope::Societies(codes) => codes.iter().any(|code| code == society),
    }
}

/// A society's counter, among those of its round, as its reader sees it.
pub(super) fn counter_view(counter: &Counter, counters: &[Counter], names: &Names) -> CounterView {
    CounterView {
        id: counter.id.0,
        bucket: counter.bucket.as_str().to_owned(),
        society_id: counter.society.clone(),
        society: names.get(&counter.society).unwrap_or(&counter.society).clone(),
        route: cast_above(counter, counters).map_or("direct", |_| "cast").to_owned(),
        places: counter.places,
        used: counter.used,
        asked_back: counter.asked_back,
        free: free_of(counter, counters),
        version: counter.version,
    }
}

/// The buckets of a round, as much of them as `scope` reaches.
pub(super) fn bucket_views(counters: &[Counter], scope: &Scope, names: &Names) -> Vec<BucketView> {
    let sees_all = *scope == Scope::All;
    let of = |bucket: Bucket, kind: CounterKind| {
        counters.iter().filter(move |one| one.bucket == bucket && one.kind == kind)
    };
    PROCEDURE
        .buckets
        .iter()
        .map(|rule| {
            let round = of(rule.code, CounterKind::Round).next().filter(|_| sees_all);
            let cast = of(rule.code, CounterKind::Cast).next();
            let views: Vec<CounterView> = of(rule.code, CounterKind::Society)
                .filter(|one| reaches(scope, &one.society))
                .map(|one| counter_view(one, counters, names))
                .collect();
            BucketView {
                bucket: rule.code.as_str().to_owned(),
                name: rule.name.clone(),
                name_en: rule.name_en.clone(),
                basis: rule.basis.clone(),
                total: round.and_then(|round| round.places),
                held: round.map(|round| round.held),
                via_cast: cast.filter(|_| sees_all).and_then(|cast| cast.places),
                used: views.iter().map(|one| one.used).sum::<i32>()
                    + cast.filter(|_| sees_all).map_or(0, |cast| cast.used),
                counters: views,
            }
        })
        .collect()
}
