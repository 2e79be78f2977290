//! Are CAST's places given once, by CAST itself or by the societies below it, however many ask at once?

use std::time::Duration;

use entity::{
    account,
    ids::QuotaCounterId,
    vocabulary::{Bucket, CounterKind, EntryKind, Role},
};
use laurel::{
    app::App,
    idempotency::Key,
    quotas::{
        CAST, Claim, Counter, ReserveError, Reserved, counters_of, free_of, free_of_cast,
        ledger::{Asker, LedgerRule, MoveError, Movement, ask, breaches, move_within},
        reserve,
    },
    web::ApiError,
};
use reqwest::header::{HeaderMap, HeaderValue};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::json;
use tokio::sync::oneshot;

use super::{
    YEAR,
    ledger::{answer, counter_of, path},
    open_ledger, register, send, stamp,
};
use crate::harness::TestApp;

db_tests! {
    empty: [
        what_cast_takes_cannot_be_asked_back_meanwhile,
        what_is_asked_back_cannot_be_taken_by_cast_meanwhile,
        many_at_once_take_each_of_cast_s_places_once,
    ],
}

/// So much later the first is done: long enough for a second that does not wait for it.
const MEANWHILE: Duration = Duration::from_millis(300);

fn of_cast(subject: &str) -> Claim<'_> {
    Claim { year: YEAR, society: CAST, bucket: Bucket::Three, subject }
}

/// Takes a place in a transaction of its own, as CAST does that forwards a recommendation.
async fn take(app: &App, claim: &Claim<'_>) -> Result<Reserved, ReserveError> {
    let tx = app.database.begin_write().await?;
    let taken = reserve(&tx, claim, &stamp(app, "cast")).await?;
    tx.commit().await?;
    Ok(taken)
}

async fn three(app: &App) -> Vec<Counter> {
    let all = counters_of(app.database.reader(), YEAR).await.unwrap();
    all.into_iter().filter(|one| one.bucket == Bucket::Three).collect()
}

fn of<'c>(counters: &'c [Counter], kind: CounterKind, society: &str) -> &'c Counter {
    counters.iter().find(|one| one.kind == kind && one.society == society).unwrap()
}

async fn what_cast_takes_cannot_be_asked_back_meanwhile(app: &TestApp) {
    register(app, &["D-01", "D-02"]).await;
    open_ledger(app, &[("D-01", 2), ("D-02", 3)], 0).await;
    let head = app.sign_in_of(Role::SocietyHead, Some("D-02")).await;
    let counter = counter_of(&head, "D-02").await["id"].as_str().unwrap().to_owned();
    let back = format!("{}/{counter}/give-back", path());
    let ask = async |key: &str, places: i32| {
        send(&head, &back, key, &json!({ "places": places, "reason": "本届无合适项目" })).await
    };
    let (taken, has_taken) = oneshot::channel();
    let forward = async {
        let tx = app.app.database.begin_write().await.unwrap();
        reserve(&tx, &of_cast("nomination/1"), &stamp(&app.app, "cast")).await.unwrap();
        taken.send(()).unwrap();
        tokio::time::sleep(MEANWHILE).await;
        tx.commit().await.unwrap();
    };
    let ask_for_all = async {
        has_taken.await.unwrap();
        ask("key-of-asking-all-back", 3).await
    };
    let ((), refused) = tokio::join!(forward, ask_for_all);
    assert_eq!(refused.outcome(), (422, "invalid".to_owned()));
    assert!(refused.text.contains("未使用的名额只有 2 个"), "{}", refused.text);
    let listed = counter_of(&head, "D-02").await;
    let detail = head.data(&format!("{}/{counter}", path())).await;
    for told in [listed, detail] {
        assert_eq!((&told["used"], &told["free"]), (&json!(0), &json!(2)), "{told}");
    }

    // What is asked back is gone for CAST, and the place that is left for the society as well.
    let asked = ask("key-of-asking-two-back", 2).await;
    assert_eq!(asked.status, 201, "{}", asked.text);
    let full = take(&app.app, &of_cast("nomination/2")).await;
    assert!(
        matches!(full, Err(ReserveError::Exhausted { places: 3, own_free: 0, .. })),
        "{full:?}"
    );
    let own = Claim { society: "D-02", ..of_cast("nomination/2") };
    let problem = ApiError::from(take(&app.app, &own).await.unwrap_err());
    assert!(problem.detail.zh.contains("1 个名额出自中国科协的限额"), "{}", problem.detail);

    // It leaves CAST's places for good beside the one that CAST has taken.
    let cast = app.sign_in(Role::Cast).await;
    let give_back = asked.json()["data"]["id"].as_str().unwrap().to_owned();
    let confirmed = answer(&cast, &give_back, "confirm", asked.header("etag")).await;
    assert_eq!(confirmed.status, 200, "{}", confirmed.text);
    let counters = three(&app.app).await;
    let now = of(&counters, CounterKind::Cast, CAST);
    assert_eq!((now.places, now.used, free_of_cast(now, &counters)), (Some(1), 1, Some(0)));
    assert_eq!(free_of(of(&counters, CounterKind::Society, "D-02"), &counters), Some(0));
}

async fn what_is_asked_back_cannot_be_taken_by_cast_meanwhile(app: &TestApp) {
    open_ledger(app, &[("D-01", 2), ("D-02", 3)], 0).await;
    app.sign_in_of(Role::SocietyHead, Some("D-02")).await;
    let app = &app.app;
    let head = account::Entity::find()
        .filter(account::Column::Username.eq("test.society_head.d-02"))
        .one(app.database.reader());
    let head = head.await.unwrap().unwrap();
    let mut headers = HeaderMap::new();
    headers.insert("idempotency-key", HeaderValue::from_static("key-of-asking-all-back"));
    let key = Key::of(&headers, head.id, "give-back", &json!({})).unwrap();
    let counter = of(&three(app).await, CounterKind::Society, "D-02").id;
    let (asked, has_asked) = oneshot::channel();
    let ask = async {
        let tx = app.database.begin_write().await.unwrap();
        let all = Movement { places: 3, reason: "本届无合适项目" };
        let whose = (counter, Asker::Society);
        ask(&tx, whose, &all, Some(&key), &stamp(app, "head")).await.unwrap();
        asked.send(()).unwrap();
        tokio::time::sleep(MEANWHILE).await;
        tx.commit().await.unwrap();
    };
    let forward = async {
        has_asked.await.unwrap();
        take(app, &of_cast("nomination/1")).await
    };
    let ((), full) = tokio::join!(ask, forward);
    assert!(matches!(full, Err(ReserveError::Exhausted { places: 3, .. })), "{full:?}");
}

/// What is done with places at once.
#[derive(Clone, Copy, Debug)]
enum Deed {
    /// CAST forwards what was recommended.
    Forward(u8),
    /// D-02, below CAST, hands in by itself.
    HandIn(u8),
    /// A place of D-04, below CAST, is taken back.
    TakeBack,
    /// D-01, which is not below CAST, is given a place.
    HandOut,
}

/// Does it, and says whether there was a place for it.
async fn is_done(app: &App, deed: Deed, ids: [QuotaCounterId; 2]) -> bool {
    let taken = match deed {
        Deed::Forward(number) => take(app, &of_cast(&format!("recommended/{number}"))).await,
        Deed::HandIn(number) => {
            let subject = format!("own/{number}");
            take(app, &Claim { society: "D-02", ..of_cast(&subject) }).await
        }
        Deed::TakeBack => return is_moved(app, ids[0], -1).await,
        Deed::HandOut => return is_moved(app, ids[1], 1).await,
    };
    match taken {
        Ok(Reserved::Now) => true,
        Err(ReserveError::Exhausted { .. }) => false,
        other => panic!("{deed:?}: {other:?}"),
    }
}

async fn is_moved(app: &App, counter: QuotaCounterId, places: i32) -> bool {
    let tx = app.database.begin_write().await.unwrap();
    let movement = Movement { places, reason: "调整" };
    let kind = EntryKind::Transferred;
    match move_within(&tx, counter, &movement, kind, &stamp(app, "cast")).await {
        Ok(_) => tx.commit().await.unwrap(),
        Err(MoveError::Rule(LedgerRule::TooFewFree { .. })) => return false,
        Err(error) => panic!("{error}"),
    }
    true
}

async fn many_at_once_take_each_of_cast_s_places_once(app: &TestApp) {
    open_ledger(app, &[("D-01", 1), ("D-02", 4), ("D-03", 1), ("D-04", 4)], 2).await;
    let app = &app.app;
    let counters = three(app).await;
    let ids = ["D-04", "D-01"].map(|society| of(&counters, CounterKind::Society, society).id);
    let mut deeds = Vec::new();
    for number in 0..8 {
        deeds.push(Deed::Forward(number));
        if number < 4 {
            deeds.extend([Deed::HandIn(number), Deed::TakeBack]);
        }
        if number < 2 {
            deeds.push(Deed::HandOut);
        }
    }
    let at_once = deeds.iter().map(|&deed| is_done(app, deed, ids));
    let outcomes = futures_util::future::join_all(at_once).await;
    let of_kind = |is_out: bool| {
        let kind = deeds.iter().zip(&outcomes);
        kind.filter(move |(deed, done)| **done && matches!(deed, Deed::HandOut) == is_out).count()
    };
    // 16 wanted one of CAST's 8 places; the 2 that were kept back came to D-01 meanwhile.
    assert_eq!((of_kind(false), of_kind(true)), (8, 2), "{deeds:?} {outcomes:?}");
    let counters = three(app).await;
    assert_eq!(breaches(&counters), Vec::<String>::new());
    assert_eq!(free_of_cast(of(&counters, CounterKind::Cast, CAST), &counters), Some(0));
    assert_eq!(of(&counters, CounterKind::Society, "D-01").places, Some(3));
}
