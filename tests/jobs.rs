//! Is every job worked off once, tried again when it fails, and left for a person in the end?

use std::sync::{Arc, Mutex};

use chrono::Duration;
use entity::{
    account,
    ids::JobId,
    job,
    vocabulary::{JobState, Role},
};
use laurel::{
    app::App,
    idempotency::{self, Key},
    jobs::{self, Claimed, Handler},
};
use reqwest::header::HeaderMap;
use sea_orm::EntityTrait as _;
use serde_json::json;
use tokio::sync::Barrier;

use crate::harness::TestApp;

db_tests! {
    empty: [
        a_failing_job_is_tried_five_times_with_growing_pauses,
        two_runners_never_take_the_same_job,
        a_job_of_an_unknown_kind_fails_and_says_so,
        an_answer_is_kept_for_a_season_and_then_forgotten,
    ],
}

async fn enqueue(app: &TestApp, kind: &str, number: u32) -> JobId {
    let app = &app.app;
    let payload = json!({ "number": number });
    jobs::enqueue(app.database.reader(), app.ids, app.clock.now(), kind, payload).await.unwrap()
}

async fn row(app: &TestApp, id: JobId) -> job::Model {
    job::Entity::find_by_id(id).one(app.app.database.reader()).await.unwrap().unwrap()
}

/// Fails every job.
struct Clumsy;

#[async_trait::async_trait]
impl Handler for Clumsy {
    async fn handle(&self, _: &App, job: &Claimed) -> Result<(), String> {
        Err(format!("dropped for the {}. time", job.attempts))
    }

    async fn tick(&self, _: &App) -> Result<(), String> {
        Ok(())
    }
}

async fn a_failing_job_is_tried_five_times_with_growing_pauses(app: &TestApp) {
    let id = enqueue(app, "test.clumsy", 1).await;
    let mut pauses = Vec::new();
    for attempt in 1..=5 {
        assert_eq!(jobs::drain(&app.app, &Clumsy).await.unwrap(), 1, "attempt {attempt}");
        let job = row(app, id).await;
        assert_eq!(job.attempts, attempt);
        assert_eq!(job.last_error, Some(format!("dropped for the {attempt}. time")));
        assert_eq!(job.leased_until, None);
        let pause = job.run_after - app.app.clock.now();
        pauses.push(pause);
        if attempt < 5 {
            assert_eq!(job.state, JobState::Waiting);
            app.clock.advance(pause - Duration::milliseconds(1));
            assert_eq!(
                jobs::drain(&app.app, &Clumsy).await.unwrap(),
                0,
                "before its pause is over"
            );
            app.clock.advance(Duration::milliseconds(1));
        }
    }
    assert!(pauses.is_sorted() && pauses[0] > Duration::zero() && pauses[0] < pauses[4]);
    assert_eq!(row(app, id).await.state, JobState::Dead);
    assert_eq!(jobs::pending(app.app.database.reader()).await.unwrap(), 0);
    app.clock.advance(Duration::days(1));
    assert_eq!(jobs::drain(&app.app, &Clumsy).await.unwrap(), 0);
}

/// Writes down which jobs it was given; with the first it waits until the other runner has one too.
struct Diary(Mutex<Vec<u64>>, Arc<Barrier>);

#[async_trait::async_trait]
impl Handler for Diary {
    async fn handle(&self, _: &App, job: &Claimed) -> Result<(), String> {
        let noted = {
            let mut noted = self.0.lock().unwrap();
            noted.push(job.payload["number"].as_u64().unwrap());
            noted.len()
        };
        if noted == 1 {
            self.1.wait().await;
        }
        Ok(())
    }

    async fn tick(&self, _: &App) -> Result<(), String> {
        Ok(())
    }
}

async fn two_runners_never_take_the_same_job(app: &TestApp) {
    for number in 0..30 {
        enqueue(app, "test.noted", number).await;
    }
    let both = Arc::new(Barrier::new(2));
    let diary = || Diary(Mutex::default(), Arc::clone(&both));
    let (one, two) = (diary(), diary());
    let runners = async { tokio::join!(jobs::drain(&app.app, &one), jobs::drain(&app.app, &two)) };
    let patience = std::time::Duration::from_secs(30);
    let (first, second) = tokio::time::timeout(patience, runners).await.expect("both get a job");
    assert_eq!(first.unwrap() + second.unwrap(), 30);
    let mut all = one.0.into_inner().unwrap();
    all.extend(two.0.into_inner().unwrap());
    all.sort_unstable();
    assert_eq!(all, (0..30).collect::<Vec<u64>>());
    assert_eq!(jobs::drain(&app.app, &Clumsy).await.unwrap(), 0);
}

async fn a_job_of_an_unknown_kind_fails_and_says_so(app: &TestApp) {
    let id = enqueue(app, "test.unheard_of", 1).await;
    assert_eq!(app.run_jobs().await, 1);
    let job = row(app, id).await;
    assert_eq!((job.state, job.attempts), (JobState::Waiting, 1));
    assert!(job.last_error.unwrap().contains("test.unheard_of"));
}

async fn an_answer_is_kept_for_a_season_and_then_forgotten(app: &TestApp) {
    app.add_account("somebody", Role::AwardOffice, None).await;
    let database = app.app.database.reader();
    let account = account::Entity::find().one(database).await.unwrap().unwrap().id;
    let key = |word: &'static str| {
        let mut headers = HeaderMap::new();
        headers.insert("idempotency-key", word.parse().unwrap());
        Key::of(&headers, account, "somewhere", &json!({ "said": "once" })).unwrap()
    };
    let keep = async |word: &'static str, reply: &'static str| {
        idempotency::keep(database, &key(word), reply, app.app.clock.now()).await.unwrap()
    };
    let recall = async |word: &'static str| idempotency::recall(database, &key(word)).await.ok();
    assert!(keep("the-first-word", "the first").await);
    app.clock.advance(Duration::days(60));
    assert!(keep("the-second-word", "the second").await);
    // Whoever comes back after weeks is answered as he was, and nothing is done again.
    app.clock.advance(Duration::days(30));
    app.tick().await;
    assert!(!keep("the-first-word", "the first anew").await);
    assert_eq!(recall("the-first-word").await.as_deref(), Some("the first"));
    // A moment later it is another request, and younger answers stand.
    app.clock.advance(Duration::milliseconds(1));
    app.tick().await;
    assert_eq!(recall("the-first-word").await, None);
    assert_eq!(recall("the-second-word").await.as_deref(), Some("the second"));
    assert!(keep("the-first-word", "the first anew").await);
}
