//! How does the round before come by releases and what follows from them? NAT to its awards, with the bundle; and of one
//! nomination of another category something was asked that a second person refused.

use anyhow::Context as _;
use chrono::{DateTime, Duration, Utc};
use entity::vocabulary::PublicityKind;
use serde_json::json;

use super::{
    demo_deciding::Stage,
    demo_meetings::{Held, meet},
    demo_reviews::make_public,
};
use crate::{
    demo::{
        EARLIER_ROUND,
        deciding::{self, NewPaper, NewRelease, text_of, version_of},
    },
    shared::china_day,
};

const CATEGORY: &str = "NAT";

/// Releases what the panel decided, brings it through committee and council, and releases the awards.
///
/// # Errors
/// The records failing, or requests that are refused.
pub(super) async fn fill(stage: &Stage<'_>, met: DateTime<Utc>) -> anyhow::Result<()> {
    let (said, bodies) = (&stage.data.results, &stage.data.bodies);
    let title = said.first_review.as_str();
    release(stage, ("first_review", title), met + Duration::days(1)).await?;
    let kind = PublicityKind::FirstReview;
    let title = stage.data.publicity.first_review.as_str();
    let over = make_public(stage, (kind, title), met + Duration::days(2)).await?;
    let committee = Held {
        kind: "committee",
        name: &bodies.committee,
        category: Some(CATEGORY),
        size: Some(&bodies.size),
        present: 7,
        fails: 0,
    };
    let met = meet(stage, &committee, over + Duration::days(1)).await.context("committee")?;
    release(stage, ("committee", &said.committee), met + Duration::days(1)).await?;
    let council = Held { kind: "council", name: &bodies.council, category: None, ..committee };
    let met = meet(stage, &council, met + Duration::days(2)).await.context("council")?;
    release(stage, ("award", &said.award), met + Duration::days(9)).await.context("awards")?;
    stage.work_off().await?;
    fall(stage).await.context("what was asked")
}

/// One officer drafts, another releases.
async fn release(
    stage: &Stage<'_>,
    (of, title): (&str, &str),
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    let said = &stage.data.results;
    let dated = china_day(stage.at(at));
    let office = stage.visitor("office").await?;
    let second = stage.visitor("office2").await?;
    let papers = [("ministry", &said.ministry), ("approval", &said.approval)];
    let papers = papers.map(|(kind, text)| NewPaper { kind, number: &said.document, dated, text });
    let papers = if of == "award" { papers.as_slice() } else { &[] };
    let new = NewRelease { stage: of, categories: &[CATEGORY], title, papers };
    let (id, _) = deciding::draft_release([&office, &second], EARLIER_ROUND, new).await?;
    deciding::release(&second, &id).await?;
    Ok(())
}

/// An administrator asks that a nomination be ended; another refuses.
async fn fall(stage: &Stage<'_>) -> anyhow::Result<()> {
    let said = &stage.data.results;
    let first = stage.visitor("admin").await?;
    let path = format!("/rounds/{EARLIER_ROUND}/nominations?category=PRO&sort=-number");
    let last = first.list(&path).await?;
    let last = text_of(last.first().context("a nomination")?, "id")?;
    let body = json!({
        "nomination": last, "kind": "termination_92", "reason": said.fall, "basis": said.basis,
    });
    let asked = first.create("/falls", &body).await?;
    let second = stage.visitor("admin2").await?;
    let path = format!("/falls/{}/answer", text_of(&asked, "id")?);
    let answer = json!({ "grant": false, "reason": said.answer });
    second.step((&path, version_of(&asked)?), &answer).await?;
    Ok(())
}
