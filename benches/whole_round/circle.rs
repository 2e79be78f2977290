//! How does a round end, and the next begin? Results are released, made public and awarded; the record takes them in,
//! and CAST proposes the places of the next round.

use anyhow::{Context as _, ensure};
use chrono::{DateTime, Duration, Utc};
use laurel::{
    demo::deciding::{self, NewPaper, NewRelease, text_of, version_of},
    shared::china_day,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::course::{CATEGORIES, Course, World, YEAR};

/// The round for which the places are proposed.
const NEXT: i32 = YEAR + 2;
/// Places more than were proposed before the awards were known.
const MORE: i64 = 20;

const FIRST_REVIEW: &str = "初评结果";
const COMMITTEE: &str = "评审委员会评审结果";
const AWARDS: &str = "授奖结果";
const NOTICE: &str = "现将初评结果予以公示，公示期内可以提出异议。";
const MINISTRY: &str = "经审核，同意授奖建议。";
const APPROVAL: &str = "经批准，授予下列项目奖励。";
/// The articles leave these to the council.
const LIMITS: &str = "[NAT.special]\npeople = 10\n\n[INV.special]\npeople = 10\n";

/// Releases what the panels decided; says of how many nominations.
pub(crate) async fn first_review<W: World>(course: &Course<W>) -> anyhow::Result<usize> {
    release(course, ("first_review", FIRST_REVIEW), &[]).await
}

/// Releases what the committees decided; says of how many nominations.
pub(crate) async fn committee<W: World>(course: &Course<W>) -> anyhow::Result<usize> {
    release(course, ("committee", COMMITTEE), &[]).await
}

/// Releases the awards, once both documents are there; says of how many nominations.
pub(crate) async fn awards<W: World>(course: &Course<W>) -> anyhow::Result<usize> {
    let office = course.visitor("office").await?;
    // Who judged in spite of an interest is looked for after the last meeting.
    let now = course.now(&office).await? + Duration::days(1);
    course.world.turn_to(now).await?;
    let dated = china_day(now);
    let papers = [("ministry", MINISTRY), ("approval", APPROVAL), ("council_limits", LIMITS)];
    let papers =
        papers.map(|(kind, text)| NewPaper {
            kind, number: "国科发奖〔2027〕1号", dated, text
        });
    release(course, ("award", AWARDS), &papers).await
}

/// One officer drafts, another releases.
async fn release<W: World>(
    course: &Course<W>,
    (stage, title): (&str, &str),
    papers: &[NewPaper<'_>],
) -> anyhow::Result<usize> {
    let first = course.visitor("office").await?;
    let second = course.visitor("office2").await?;
    let new = NewRelease { stage, categories: &CATEGORIES, title, papers };
    let (id, count) = deciding::draft_release([&first, &second], YEAR, new).await?;
    deciding::release(&second, &id).await?;
    Ok(count)
}

fn instant(value: &Value) -> anyhow::Result<DateTime<Utc>> {
    Ok(value.as_str().context("an instant")?.parse()?)
}

/// Whether somebody stands in the publicity of the first review.
fn is_public(body: &Value) -> bool {
    let mut rows = body["data"]["by_state"].as_array().into_iter().flatten();
    rows.any(|row| row["state"] == "first_review_publicity" && row["count"] != 0)
}

/// Makes the first review public and lets its time pass; says how many nominations it showed.
pub(crate) async fn make_public<W: World>(course: &Course<W>) -> anyhow::Result<usize> {
    let first = course.visitor("office").await?;
    let preview = format!("/rounds/{YEAR}/publicity-preview?kind=first_review");
    let preview = first.read(&preview).await?;
    let (opens_at, closes_at) = (instant(&preview["opens_at"])?, instant(&preview["closes_at"])?);
    let count = preview["count"].as_u64().context("how many it shows")?;
    let body = json!({
        "kind": "first_review", "title": FIRST_REVIEW, "notice": NOTICE, "opens_at": opens_at,
        "confirmed_count": count,
    });
    let drafted = first.create(&format!("/rounds/{YEAR}/publicities"), &body).await?;
    let path = format!("/publicities/{}/release", text_of(&drafted, "id")?);
    let second = course.visitor("office2").await?;
    let said = json!({ "confirmed_count": count });
    second.step((&path, version_of(&drafted)?), &said).await?;
    course.world.turn_to(opens_at + Duration::hours(1)).await?;
    let office = course.visitor("office").await?;
    course.until(&office, &format!("/rounds/{YEAR}"), is_public).await?;
    course.world.turn_to(closes_at + Duration::hours(1)).await?;
    let office = course.visitor("office").await?;
    course.until_gone(&office, &["first_review_publicity"]).await?;
    Ok(usize::try_from(count)?)
}

/// Takes the bundle of the awards and lets the program compute it anew; says how large it is.
pub(crate) async fn bundle<W: World>(course: &Course<W>) -> anyhow::Result<usize> {
    let office = course.visitor("office").await?;
    let path = format!("/rounds/{YEAR}/bundle");
    course.until(&office, &path, |_| true).await?;
    let answer = office.request(Method::GET, &path).send().await?.error_for_status()?;
    let bytes = answer.bytes().await?;
    course.world.verify(&bytes).await?;
    Ok(bytes.len())
}

/// Takes the round into the record of the societies; says how many facts it has of it.
pub(crate) async fn collect<W: World>(course: &Course<W>) -> anyhow::Result<usize> {
    let cast = course.visitor("cast").await?;
    let path = format!("/rounds/{YEAR}/collection");
    let kept = cast.send(Method::POST, &path, &json!({})).await?;
    let changes = kept["changes"].as_array().map_or(0, Vec::len);
    let unchanged = usize::try_from(kept["unchanged"].as_u64().unwrap_or_default())?;
    Ok(changes + unchanged)
}

/// Proposes the places of the next round from that record, and publishes them; says how many societies have some.
pub(crate) async fn propose<W: World>(course: &Course<W>) -> anyhow::Result<usize> {
    let cast = course.visitor("cast").await?;
    let before = cast.read("/quota-proposals").await?;
    let mut before = before.as_array().into_iter().flatten();
    let earlier = before.find(|one| one["year"] == NEXT).context("an earlier draft")?;
    let total = earlier["total"].as_i64().context("its places")? + MORE;
    let policies = cast.read("/quota-policies").await?;
    let body = json!({
        "policy_id": policies[0]["id"], "year": NEXT, "total": total,
        "note": "本届授奖结果已归集 / the awards of the round are known",
    });
    let proposal = cast.create("/quota-proposals", &body).await?;
    let path = format!("/quota-proposals/{}", text_of(&proposal, "id")?);
    let of = (format!("{path}/confirm"), version_of(&proposal)?);
    let confirmed = cast.step((&of.0, of.1), &json!({})).await?;
    let second = course.visitor("cast2").await?;
    let of = (format!("{path}/publish"), version_of(&confirmed)?);
    second.step((&of.0, of.1), &json!({})).await?;
    let ledger = second.read(&format!("/rounds/{NEXT}/quota-ledger")).await?;
    ensure!(ledger["buckets"].as_array().is_some_and(|all| !all.is_empty()), "an empty ledger");
    Ok(proposal["decisions"].as_array().map_or(0, Vec::len))
}
