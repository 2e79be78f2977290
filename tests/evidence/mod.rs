//! Is what the machine lays before an examiner right, and seen by nobody else?

mod clashes;
mod engine;
mod reuse;
mod seals;

use entity::ids::DossierId;
use laurel::{
    demo::journey::{Complete, Journey},
    shared::Clock as _,
};

use crate::harness::TestApp;

/// The society that nominates.
const SOCIETY: &str = "D-B-12";

/// Takes a complete dossier to its submission.
async fn handed_in(app: &TestApp, complete: &Complete) -> DossierId {
    let set_clock = |instant| app.clock.advance(instant - app.clock.now());
    let journey = Journey {
        app: &app.app,
        year: laurel::demo::DEMO_ROUND,
        society: SOCIETY,
        set_clock: &set_clock,
        today: app.clock.now(),
    };
    let id = journey.write(complete).await.unwrap();
    journey.confirm(id, complete).await.unwrap();
    journey.approve(id, complete).await.unwrap();
    journey.submit(id).await.unwrap();
    id
}
