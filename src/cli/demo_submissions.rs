//! How does the demonstration get nominations that are submitted? A complete dossier of each kind goes its
//! whole way; one of them is asked to be withdrawn, and one of another society is recommended to CAST.

use entity::vocabulary::Role;

use crate::{
    app::App,
    demo::journey::{Complete, Journey},
    nominations::submission::{self, WithdrawalRequest},
    shared::HeldClock,
};

/// The society whose way is shown.
const SOCIETY: &str = "D-B-12";

/// A society without a right of its own, which recommends through CAST.
const RECOMMENDS: &str = "D-A-05";

/// Takes four complete dossiers their way: one waits for its submission, two are submitted, and one waits for
/// CAST's answer.
///
/// # Errors
/// The records failing, or data that the use cases do not take.
pub(super) async fn fill(app: &App, clock: &HeldClock, year: i32) -> anyhow::Result<()> {
    let set_clock = |instant| clock.hold(instant);
    let journey =
        Journey { app, year, society: SOCIETY, set_clock: &set_clock, today: app.clock.now() };
    let done = take(&journey).await;
    let journey = Journey { society: RECOMMENDS, ..journey };
    let done = match done {
        Ok(()) => recommend(&journey).await,
        failed => failed,
    };
    clock.release();
    done
}

async fn recommend(journey: &Journey<'_>) -> anyhow::Result<()> {
    let complete = Complete::of("NAT")?.apart(4);
    let id = journey.write(&complete).await?;
    journey.confirm(id, &complete).await?;
    journey.approve(id, &complete).await?;
    journey.recommend(id).await
}

async fn take(journey: &Journey<'_>) -> anyhow::Result<()> {
    for (mark, category, is_submitted) in [(1, "NAT", false), (2, "INV", true), (3, "PRO", true)] {
        let complete = Complete::of(category)?.apart(mark);
        let id = journey.write(&complete).await?;
        journey.confirm(id, &complete).await?;
        journey.approve(id, &complete).await?;
        if !is_submitted {
            continue;
        }
        journey.submit(id).await?;
        if category == "PRO" {
            let request = WithdrawalRequest {
                reason: "第二完成人排序需与完成单位重新核对，拟撤回改正后再次提交。".to_owned(),
                is_replacement: true,
            };
            let clerk = journey.actor("clerk", Role::SocietyClerk);
            submission::ask(journey.app, &clerk, (id, None), &request, None).await?;
        }
    }
    Ok(())
}
