//! Is a place taken exactly once, however many want it at once?

use std::{collections::BTreeMap, sync::Arc};

use entity::{
    quota_entry, quota_reservation,
    vocabulary::{Bucket, CounterKind, EntryKind},
};
use laurel::{
    app::App,
    audit,
    quotas::{CAST, Claim, ReserveError, Reserved, ledger, release, reserve, reserve_instead},
    web::{ApiError, ProblemCode},
};
use rand::{Rng as _, SeedableRng as _};
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};

use super::{YEAR, open_ledger, stamp};
use crate::harness::TestApp;

db_tests! {
    empty: [
        two_hundred_submissions_at_once_on_a_quota_of_two_take_exactly_two,
        a_subject_takes_one_place_however_often_it_asks,
        a_place_set_free_can_be_taken_again,
        what_takes_another_place_gives_its_old_one_back,
        a_suspended_society_takes_no_place_of_any_bucket_until_it_is_reinstated,
        random_deeds_leave_the_same_ledger_as_in_memory,
    ],
}

fn claim(subject: &str) -> Claim<'_> {
    Claim { year: YEAR, society: "D-01", bucket: Bucket::Three, subject }
}

/// A submission as the nomination room will make it: a place, the audit record, one commit.
async fn submit(app: &App, claim: &Claim<'_>) -> Result<Reserved, ReserveError> {
    let tx = app.database.begin_write().await?;
    let reserved = reserve(&tx, claim, &stamp(app, "clerk")).await?;
    let entry = audit::Entry {
        actor: "clerk".to_owned(),
        action: "tests.submit".to_owned(),
        subject: claim.subject.to_owned(),
        ..audit::Entry::default()
    };
    audit::record(&*tx, app.clock.now(), entry).await?;
    tx.commit().await?;
    Ok(reserved)
}

async fn let_go(app: &App, subject: &str) -> bool {
    let tx = app.database.begin_write().await.unwrap();
    let freed = release(&tx, (YEAR, subject), "撤回", &stamp(app, "clerk")).await.unwrap();
    tx.commit().await.unwrap();
    freed
}

/// The counter of a society, or with an empty code of the round.
fn of_society<'a>(counters: &'a [ledger::Counter], society: &str) -> &'a ledger::Counter {
    let is_it = |one: &&ledger::Counter| one.society == society && one.bucket == Bucket::Three;
    counters.iter().find(is_it).unwrap()
}

async fn used(app: &App, society: &str) -> i32 {
    let counters = ledger::counters_of(app.database.reader(), YEAR).await.unwrap();
    of_society(&counters, society).used
}

async fn two_hundred_submissions_at_once_on_a_quota_of_two_take_exactly_two(app: &TestApp) {
    open_ledger(app, &[("D-01", 2), ("D-02", 3)], 4).await;
    let submissions = (0..200).map(|number| {
        let app = Arc::clone(&app.app);
        #[expect(clippy::disallowed_methods, reason = "many people at once are many tasks")]
        tokio::spawn(async move {
            let subject = format!("nomination/{number}");
            submit(&app, &claim(&subject)).await
        })
    });
    let mut taken = 0;
    let mut refused = Vec::new();
    for submission in futures_util::future::join_all(submissions).await {
        match submission.unwrap() {
            Ok(Reserved::Now) => taken += 1,
            Ok(Reserved::Before) => panic!("nothing was asked for twice"),
            Err(error @ ReserveError::Exhausted { .. }) => refused.push(error),
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!((taken, refused.len()), (2, 198));
    let database = app.app.database.reader();
    assert_eq!(quota_reservation::Entity::find().count(database).await.unwrap(), 2);
    let entries = quota_entry::Entity::find()
        .filter(quota_entry::Column::Kind.eq(EntryKind::Reserved))
        .count(database);
    assert_eq!(entries.await.unwrap(), 2);
    assert_eq!((used(&app.app, "D-01").await, used(&app.app, "D-02").await), (2, 0));
    // Everyone refused hears why and what can be done.
    for error in refused {
        let problem = ApiError::from(error);
        assert_eq!(problem.code, ProblemCode::QuotaExhausted);
        assert!(problem.detail.zh.contains("限额 2 个已用完"), "{}", problem.detail);
        assert!(problem.detail.zh.contains("机动名额（尚有 4 个）"), "{}", problem.detail);
        assert!(problem.detail.en.contains("withdraw a nomination"), "{}", problem.detail);
    }
}

async fn a_subject_takes_one_place_however_often_it_asks(app: &TestApp) {
    open_ledger(app, &[("D-01", 2), ("D-02", 3)], 0).await;
    let app = &app.app;
    let same = claim("nomination/1");
    let at_once = (0..8).map(|_| submit(app, &same));
    let outcomes = futures_util::future::join_all(at_once).await;
    let now = outcomes.iter().filter(|one| matches!(one, Ok(Reserved::Now))).count();
    let before = outcomes.iter().filter(|one| matches!(one, Ok(Reserved::Before))).count();
    assert_eq!((now, before), (1, 7), "{outcomes:?}");
    assert_eq!(used(app, "D-01").await, 1);
    let foreign = Claim { society: "D-02", ..claim("nomination/1") };
    assert!(matches!(submit(app, &foreign).await, Err(ReserveError::Elsewhere)));
    let unknown = Claim { society: "D-99", ..claim("nomination/2") };
    assert!(matches!(submit(app, &unknown).await, Err(ReserveError::NoQuota { year: YEAR, .. })));
    // What has no limit is counted all the same.
    for number in 0..5 {
        let subject = format!("guest/{number}");
        let guest = Claim { bucket: Bucket::Int, ..claim(&subject) };
        assert_eq!(submit(app, &guest).await.unwrap(), Reserved::Now);
    }
}

async fn a_place_set_free_can_be_taken_again(app: &TestApp) {
    open_ledger(app, &[("D-01", 1), ("D-02", 3)], 0).await;
    let app = &app.app;
    assert_eq!(submit(app, &claim("nomination/1")).await.unwrap(), Reserved::Now);
    let Err(full) = submit(app, &claim("nomination/2")).await else { panic!("it is full") };
    let problem = ApiError::from(full);
    assert!(problem.detail.zh.contains("机动名额已用完"), "{}", problem.detail);

    assert!(!let_go(app, "nomination/2").await, "it took none");
    assert!(let_go(app, "nomination/1").await);
    assert!(!let_go(app, "nomination/1").await, "it holds none any more");
    assert_eq!(submit(app, &claim("nomination/2")).await.unwrap(), Reserved::Now);
    assert_eq!(used(app, "D-01").await, 1);
    // Of whichever bucket and society it is, what was taken is what is freed.
    let top = Claim { society: "D-02", bucket: Bucket::Top, ..claim("candidate/1") };
    assert_eq!(submit(app, &top).await.unwrap(), Reserved::Now);
    assert!(let_go(app, "candidate/1").await);
    let counters = ledger::counters_of(app.database.reader(), YEAR).await.unwrap();
    assert_eq!(counters.iter().map(|one| one.used).sum::<i32>(), 1);
}

/// Takes the place of a claim instead of whatever its subject has.
async fn move_to(app: &App, claim: &Claim<'_>) -> Result<Reserved, ReserveError> {
    let tx = app.database.begin_write().await?;
    let reserved = reserve_instead(&tx, claim, &stamp(app, "clerk")).await?;
    tx.commit().await?;
    Ok(reserved)
}

/// Every counter of a place that is taken: of which bucket and society, with how many.
async fn all_used(app: &App) -> Vec<(Bucket, String, i32)> {
    let counters = ledger::counters_of(app.database.reader(), YEAR).await.unwrap();
    let taken = counters.into_iter().filter(|one| one.used != 0);
    taken.map(|one| (one.bucket, one.society, one.used)).collect()
}

async fn what_takes_another_place_gives_its_old_one_back(app: &TestApp) {
    open_ledger(app, &[("D-01", 1), ("D-02", 2)], 0).await;
    let app = &app.app;
    let three = claim("nomination/1");
    assert_eq!(move_to(app, &three).await.unwrap(), Reserved::Now);
    assert_eq!(move_to(app, &three).await.unwrap(), Reserved::Before);
    let own = || "D-01".to_owned();
    assert_eq!(all_used(app).await, [(Bucket::Three, own(), 1)]);
    // Where there is no place, it keeps the one that it has.
    let science = Claim { bucket: Bucket::SciPop, ..three };
    let full = move_to(app, &science).await;
    assert!(matches!(full, Err(ReserveError::Exhausted { places: 0, .. })), "{full:?}");
    assert_eq!(all_used(app).await, [(Bucket::Three, own(), 1)]);

    let counters = ledger::counters_of(app.database.reader(), YEAR).await.unwrap();
    let is_it = |one: &&ledger::Counter| one.bucket == Bucket::SciPop && one.society == "D-01";
    let id = counters.iter().find(is_it).unwrap().id;
    let tx = app.database.begin_write().await.unwrap();
    let movement = ledger::Movement { places: 1, reason: "科普作品一项" };
    let kind = EntryKind::Transferred;
    ledger::move_within(&tx, id, &movement, kind, &stamp(app, "cast")).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(move_to(app, &science).await.unwrap(), Reserved::Now);
    assert_eq!(all_used(app).await, [(Bucket::SciPop, own(), 1)], "one place, not two");
    assert_eq!(submit(app, &claim("nomination/2")).await.unwrap(), Reserved::Now, "it is free");

    // By another route: of CAST's two places both are taken, and one of them becomes the society's.
    for subject in ["nomination/3", "nomination/4"] {
        let of_cast = Claim { society: CAST, ..claim(subject) };
        assert_eq!(submit(app, &of_cast).await.unwrap(), Reserved::Now);
    }
    let direct = Claim { society: "D-02", ..claim("nomination/3") };
    assert!(matches!(submit(app, &direct).await, Err(ReserveError::Elsewhere)));
    assert_eq!(move_to(app, &direct).await.unwrap(), Reserved::Now);
    let by_cast = Claim { society: CAST, ..claim("nomination/1") };
    let full = move_to(app, &by_cast).await;
    assert!(matches!(full, Err(ReserveError::Exhausted { places: 2, .. })), "{full:?}");
    let counters = ledger::counters_of(app.database.reader(), YEAR).await.unwrap();
    let used = |kind: CounterKind, society: &str| {
        let is_it = |one: &&ledger::Counter| {
            one.bucket == Bucket::Three && one.kind == kind && one.society == society
        };
        counters.iter().find(is_it).unwrap().used
    };
    assert_eq!((used(CounterKind::Cast, CAST), used(CounterKind::Society, "D-02")), (1, 1));
}

async fn a_suspended_society_takes_no_place_of_any_bucket_until_it_is_reinstated(app: &TestApp) {
    let allotment = |society: &str, is_via_cast, is_suspended| ledger::Allotment {
        society: society.to_owned(),
        is_via_cast,
        places: 2,
        is_suspended,
    };
    let allotments = vec![allotment("D-01", true, true), allotment("D-02", false, false)];
    let opening = ledger::Opening { year: YEAR, held: 1, allotments };
    let app = &app.app;
    let tx = app.database.begin_write().await.unwrap();
    ledger::open(&tx, &opening, "tests", &stamp(app, "tests")).await.unwrap();
    tx.commit().await.unwrap();
    let of = |society, bucket| Claim { society, bucket, ..claim("nomination/1") };
    for bucket in [Bucket::Top, Bucket::Three, Bucket::SciPop, Bucket::Int] {
        let refused = submit(app, &of("D-01", bucket)).await;
        let is_full = matches!(refused, Err(ReserveError::Exhausted { places: 0, .. }));
        assert!(is_full, "{bucket:?}: {refused:?}");
    }
    for bucket in [Bucket::Top, Bucket::Three, Bucket::Int] {
        assert_eq!(submit(app, &of("D-02", bucket)).await.unwrap(), Reserved::Now, "{bucket:?}");
    }
    // An appeal was upheld: what no policy decides is its again.
    let tx = app.database.begin_write().await.unwrap();
    ledger::reinstate(&tx, (YEAR, "D-01"), "申诉成立", &stamp(app, "cast")).await.unwrap();
    tx.commit().await.unwrap();
    let nominated = |number: u8| format!("candidate/{number}");
    for number in 0..2 {
        let subject = nominated(number);
        let top = Claim { bucket: Bucket::Top, ..claim(&subject) };
        assert_eq!(submit(app, &top).await.unwrap(), Reserved::Now);
    }
    let subject = nominated(2);
    for (bucket, is_taken) in [(Bucket::Top, false), (Bucket::Three, false), (Bucket::Int, true)] {
        let taken = submit(app, &Claim { bucket, ..claim(&subject) }).await;
        assert_eq!(taken.is_ok(), is_taken, "{bucket:?}: {taken:?}");
    }
}

/// What the ledger should hold, kept in memory.
struct Memory {
    places: BTreeMap<&'static str, i32>,
    held: i32,
    taken: BTreeMap<String, &'static str>,
}

impl Memory {
    fn used(&self, society: &str) -> i32 {
        i32::try_from(self.taken.values().filter(|one| **one == society).count()).unwrap()
    }

    async fn take(&mut self, app: &App, society: &'static str, subject: &str) {
        let claim = Claim { year: YEAR, society, bucket: Bucket::Three, subject };
        let is_free =
            !self.taken.contains_key(subject) && self.used(society) < self.places[society];
        let outcome = submit(app, &claim).await;
        assert_eq!(matches!(outcome, Ok(Reserved::Now)), is_free, "{outcome:?}");
        if is_free {
            self.taken.insert(subject.to_owned(), society);
        }
    }

    async fn let_go(&mut self, app: &App, subject: &str) {
        let freed = let_go(app, subject).await;
        assert_eq!(freed, self.taken.remove(subject).is_some());
    }

    async fn transfer(&mut self, app: &App, society: &'static str, count: i32) {
        let tx = app.database.begin_write().await.unwrap();
        let counters = ledger::counters_of(&*tx, YEAR).await.unwrap();
        let id = of_society(&counters, society).id;
        let movement = ledger::Movement { places: count, reason: "试" };
        let kind = EntryKind::Transferred;
        let moved = ledger::move_within(&tx, id, &movement, kind, &stamp(app, "cast")).await;
        let places = self.places.get_mut(society).unwrap();
        let used = self.taken.values().filter(|one| **one == society).count();
        let may = count <= self.held && *places + count >= i32::try_from(used).unwrap();
        assert_eq!(moved.is_ok(), may, "{moved:?}");
        if may {
            tx.commit().await.unwrap();
            self.held -= count;
            *places += count;
        }
    }
}

/// The database decides by the condition of an update, memory by the law of a counter: both must
/// come to the same, deed for deed.
async fn random_deeds_leave_the_same_ledger_as_in_memory(app: &TestApp) {
    open_ledger(app, &[("D-01", 2), ("D-02", 3)], 2).await;
    let mut chance = rand_chacha::ChaCha8Rng::seed_from_u64(9);
    let places = BTreeMap::from([("D-01", 2), ("D-02", 3)]);
    let mut memory = Memory { places, held: 2, taken: BTreeMap::new() };
    let app = &app.app;
    for _ in 0..120 {
        let society = if chance.random() { "D-01" } else { "D-02" };
        let subject = format!("nomination/{}", chance.random_range(0..7));
        match chance.random_range(0..3) {
            0 => memory.take(app, society, &subject).await,
            1 => memory.let_go(app, &subject).await,
            _ => memory.transfer(app, society, chance.random_range(-2..3)).await,
        }
    }
    let counters = ledger::counters_of(app.database.reader(), YEAR).await.unwrap();
    for society in ["D-01", "D-02"] {
        let one = of_society(&counters, society);
        assert_eq!((one.places, one.used), (Some(memory.places[society]), memory.used(society)));
    }
    assert_eq!(of_society(&counters, "").held, memory.held);
}
