//! What does the office do before anybody judges? The publicity ends, panels are formed, phases opened, reviewers asked.

use anyhow::Context as _;
use chrono::{DateTime, Duration, Utc};
use laurel::demo::deciding;
use serde_json::{Value, json};

use super::course::{CATEGORIES, Course, World, YEAR};

/// Days of a phase.
const PHASE_DAYS: i64 = 10;
/// Days for the answer to an invitation.
const ANSWER_DAYS: i64 = 5;

/// Lets the publicity of what was accepted pass; what is objected to stays behind. Says how many may go on.
pub(crate) async fn past_publicity<W: World>(course: &Course<W>) -> anyhow::Result<usize> {
    let office = course.visitor("office").await?;
    let shown = office.read(&format!("/rounds/{YEAR}/publicities")).await?;
    let released = shown.as_array().into_iter().flatten().filter(|one| one["number"].is_string());
    let ends = released.filter_map(|one| one["closes_at"].as_str()?.parse::<DateTime<Utc>>().ok());
    let end = ends.max().context("a publicity")?;
    course.world.turn_to(end + Duration::hours(2)).await?;
    let office = course.visitor("office").await?;
    course.until_gone(&office, &["acceptance_publicity"]).await?;
    let ready = course.standing(&office, &["objection_clear", "objection_resolved"]).await?;
    Ok(usize::try_from(ready)?)
}

/// Forms panels of everything that is to be judged.
pub(crate) async fn divide<W: World>(course: &Course<W>) -> anyhow::Result<usize> {
    let office = course.visitor("office").await?;
    let (least, most) = course.extent.panel;
    let [experts, ..] = course.extent.seats;
    let bounds = json!({ "min_nominations": least, "max_nominations": most, "experts": experts });
    let path = format!("/rounds/{YEAR}/panel-divisions");
    let preview = format!("{path}/preview");
    let seen = office.send(reqwest::Method::POST, &preview, &bounds).await?;
    let body = json!({ "bounds": bounds, "digest": seen["digest"], "reason": "按学科分组评审" });
    office.create(&path, &body).await?;
    Ok(seen["panels"].as_array().map_or(0, Vec::len))
}

/// Opens the phase of every category; says when they close.
pub(crate) async fn open_phases<W: World>(course: &Course<W>) -> anyhow::Result<DateTime<Utc>> {
    let office = course.visitor("office").await?;
    let now = course.now(&office).await?;
    let closes = now + Duration::days(PHASE_DAYS);
    for category in CATEGORIES {
        let is_calibrated = category == "NAT";
        let of = (YEAR, category);
        deciding::open_phase(&office, of, (now, closes), is_calibrated).await.context(category)?;
    }
    Ok(closes)
}

/// The key of the plan that is applied.
pub(crate) async fn plan<W: World>(course: &Course<W>) -> anyhow::Result<String> {
    let office = course.visitor("office").await?;
    let plans = office.read(&format!("/rounds/{YEAR}/assignment-plans")).await?;
    let mut plans = plans.as_array().into_iter().flatten();
    let applied = plans.find(|one| one["state"] == "applied").context("a plan that is applied")?;
    Ok(deciding::text_of(applied, "id")?.to_owned())
}

/// Invites everybody whom the plan assigns.
pub(crate) async fn invite<W: World>(course: &Course<W>, plan: &str) -> anyhow::Result<usize> {
    let office = course.visitor("office").await?;
    let due_at = course.now(&office).await? + Duration::days(ANSWER_DAYS);
    let path = format!("/assignment-plans/{plan}/invitations");
    let sent = office.create(&path, &json!({ "due_at": due_at })).await?;
    Ok(usize::try_from(sent["invited"].as_u64().unwrap_or_default())?)
}

/// Waits for the aggregate of every category whose time is over.
pub(crate) async fn aggregate<W: World>(
    course: &Course<W>,
    closes: DateTime<Utc>,
) -> anyhow::Result<usize> {
    course.world.turn_to(closes).await?;
    let office = course.visitor("office").await?;
    course.until_gone(&office, &["network_review"]).await?;
    let mut rows = 0;
    for category in CATEGORIES {
        let phase = deciding::close_phase(&office, (YEAR, category)).await?;
        let path = format!("/review-phases/{phase}/aggregate");
        let is_there = |body: &Value| body["data"]["run"].is_object();
        course.until(&office, &path, is_there).await?;
        let found = office.read(&path).await?;
        rows += found["rows"].as_array().map_or(0, Vec::len);
    }
    Ok(rows)
}
