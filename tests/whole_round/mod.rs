//! Does a small round go from its ballots to the published result, and on to the next quota? The same way as in the
//! benchmark of a whole round, by requests alone.

#[path = "../../benches/whole_round/circle.rs"]
mod circle;
#[path = "../../benches/whole_round/course.rs"]
mod course;
#[path = "../../benches/whole_round/members.rs"]
mod members;
#[path = "../../benches/whole_round/office.rs"]
mod office;
#[path = "../../benches/whole_round/reviewers.rs"]
mod reviewers;
#[path = "../../benches/whole_round/way.rs"]
mod way;

use std::{collections::BTreeMap, ffi::OsStr};

use anyhow::ensure;
use chrono::{DateTime, Utc};
use entity::{
    expert, nomination,
    vocabulary::{NominationState, Role},
};
use laurel::{
    assignments::{self, AssignmentError},
    demo::deciding::Site,
    identity, notifications,
    shared::{Clock as _, Secret},
};
use reqwest::Method;
use sea_orm::{ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};

use crate::harness::{Answer, PASSWORD, TestApp};
use course::{Course, Extent, World, YEAR};

db_tests! {
    round: [a_round_goes_from_its_ballots_to_the_places_of_the_next],
}

/// As large as the small round allows: hardly anything fails before the council, or so few of the second grade would be
/// left that no award of the first could be made (X25 art. 9).
const EXTENT: Extent = Extent { panel: (5, 12), seats: [9, 9, 9], passes: [100, 90] };

/// A server of the tests.
struct Here<'a>(&'a TestApp);

impl World for Here<'_> {
    async fn turn_to(&self, instant: DateTime<Utc>) -> anyhow::Result<()> {
        let Self(app) = self;
        app.clock.advance(instant - app.clock.now());
        self.settle().await
    }

    async fn settle(&self) -> anyhow::Result<()> {
        let Self(app) = self;
        app.tick().await;
        app.run_jobs().await;
        Ok(())
    }

    async fn verify(&self, bundle: &[u8]) -> anyhow::Result<()> {
        let Self(app) = self;
        let file = app.folder().join("bundle-of-the-round.json");
        std::fs::write(&file, bundle)?;
        let said = app.laurel([OsStr::new("verify"), file.as_os_str()]);
        ensure!(said.code == 0, "{said:?}");
        Ok(())
    }
}

/// Accounts for everybody of the pool, and the passwords of those who act, by user name.
async fn passwords(app: &TestApp) -> BTreeMap<String, String> {
    const KNOWN: [&str; 7] =
        ["office", "office2", "cast", "cast2", "reviewer", "reviewer2", "reviewer3"];
    let database = app.app.database.reader();
    let mut names: Vec<String> = KNOWN.map(str::to_owned).to_vec();
    for username in KNOWN {
        let password = Secret::new(PASSWORD);
        identity::reset_password(&app.app, "tests", username, &password).await.unwrap();
    }
    let id = notifications::account_named(&app.app, "office").await.unwrap();
    let office = identity::find_account(database, id, app.clock.now()).await.unwrap();
    let office = office.unwrap().actor();
    for expert in expert::Entity::find().all(database).await.unwrap() {
        let username = format!("expert.{}", expert.code.to_lowercase());
        app.add_account(&username, Role::Reviewer, None).await;
        match assignments::tie(&app.app, &office, expert.id, &username).await {
            Ok(()) => names.push(username),
            // Who reviews in the demonstration has an account already.
            Err(AssignmentError::Tied) => {}
            Err(error) => panic!("{error}"),
        }
    }
    names.into_iter().map(|name| (name, PASSWORD.to_owned())).collect()
}

async fn a_round_goes_from_its_ballots_to_the_places_of_the_next(app: &TestApp) {
    let course = Course {
        world: Here(app),
        site: Site::new(format!("http://{}", app.address())),
        passwords: passwords(app).await,
        extent: EXTENT,
    };
    let lines = Box::pin(way::go(&course)).await.unwrap_or_else(|error| panic!("{error:#}"));
    for line in &lines {
        assert!(line.count > 0, "{}", line.what);
        let longest = line.answers.iter().max().copied().unwrap_or_default();
        assert!(longest <= line.took, "{}: an answer outlasted its step", line.what);
    }
    // As many are public as were awarded, and nobody who was not.
    let awarded = nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(app.round(YEAR).await))
        .filter(nomination::Column::State.eq(NominationState::Awarded))
        .count(app.app.database.reader())
        .await
        .unwrap();
    let path = format!("/public/results/{YEAR}.json");
    let public = Answer::of(app.anyone().bare(Method::GET, &path)).await;
    assert_eq!(public.status, 200, "{}", public.text);
    let shown = public.json()["awards"].as_array().map_or(0, Vec::len);
    assert!(shown > 0);
    assert_eq!(u64::try_from(shown).unwrap(), awarded);
}
