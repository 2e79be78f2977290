//! How does a category go through the remote review? The office opens its phase, reviewers accept and judge, the phase
//! closes.

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::visitor::{Visitor, text_of, version_of};

/// From how many points on a reviewer suggests the first grade, and the second.
const SUGGESTS: [u32; 2] = [85, 65];

/// Drafts the phase of a category in the round of a year and opens it; says its key and how many nominations stayed
/// behind.
///
/// # Errors
/// The server refuses.
pub async fn open_phase(
    office: &Visitor,
    (year, category): (i32, &str),
    (opens_at, closes_at): (DateTime<Utc>, DateTime<Utc>),
    is_calibrated: bool,
) -> anyhow::Result<(String, usize)> {
    let body = json!({
        "category": category, "opens_at": opens_at, "closes_at": closes_at,
        "is_calibrated": is_calibrated,
    });
    let drafted = office.create(&format!("/rounds/{year}/review-phases"), &body).await?;
    let id = text_of(&drafted, "id")?.to_owned();
    let path = format!("/review-phases/{id}/open");
    let opened = office.step((&path, version_of(&drafted)?), &json!({})).await?;
    Ok((id, opened["left_behind"].as_array().map_or(0, Vec::len)))
}

/// Closes a phase whose time is over, or whose sheets are all there.
///
/// # Errors
/// The server refuses.
pub async fn close_phase(
    office: &Visitor,
    (year, category): (i32, &str),
) -> anyhow::Result<String> {
    let phases = office.read(&format!("/rounds/{year}/review-phases")).await?;
    let mut phases = phases.as_array().into_iter().flatten();
    let phase = phases.find(|one| one["category"] == category).context("the phase")?;
    let id = text_of(phase, "id")?.to_owned();
    if phase["state"] != "closed" {
        let path = format!("/review-phases/{id}/close");
        office.step((&path, version_of(phase)?), &json!({})).await?;
    }
    Ok(id)
}

/// Signs the commitment, declares no interest in what he is asked for in the round of a year and accepts it; says how
/// many he accepted.
///
/// # Errors
/// The server refuses.
pub async fn accept_all(reviewer: &Visitor, year: i32) -> anyhow::Result<usize> {
    let text = reviewer.read("/review-commitment").await?;
    if text["signed_at"].is_null() {
        let body = json!({ "version": text["version"], "digest": text["digest"] });
        reviewer.send(Method::POST, "/review-commitment", &body).await?;
    }
    let mut accepted = 0;
    let mine = reviewer.read("/my-reviews").await?;
    let asked = mine["reviews"].as_array().into_iter().flatten();
    // What is frozen waits for the office, not for him.
    let may = |one: &Value| one["may"]["declare"] == true || one["may"]["accept"] == true;
    let of_year = |one: &&Value| one["state"] == "invited" && one["round"] == year;
    for review in asked.filter(of_year).filter(|one| may(one)) {
        let path = format!("/my-reviews/{}", text_of(review, "id")?);
        let mut version = version_of(review)?;
        if review["interest"].is_null() {
            let none = json!({ "declared": false });
            let said = reviewer.step((&format!("{path}/interest"), version), &none).await?;
            version = version_of(&said)?;
        }
        reviewer.step((&format!("{path}/accept"), version), &json!({})).await?;
        accepted += 1;
    }
    Ok(accepted)
}

/// Fills in and submits those sheets in the round of a year to which `judge` gives points, 0 to 100; says how many.
///
/// # Errors
/// The server refuses.
pub async fn score(
    reviewer: &Visitor,
    year: i32,
    judge: &(dyn Fn(&Value) -> Option<u32> + Sync),
) -> anyhow::Result<usize> {
    let queue = reviewer.read("/my-sheets").await?;
    let phases = queue["phases"].as_array().map_or(&[][..], Vec::as_slice);
    let mut submitted = 0;
    for row in queue["rows"].as_array().into_iter().flatten() {
        let Some(level) = judge(row).filter(|_| row["state"] != "submitted") else { continue };
        let phase = phases.iter().find(|one| one["id"] == row["phase"]);
        let Some(phase) = phase.filter(|one| one["round"] == year) else { continue };
        let criteria = phase["criteria"].as_array().context("the criteria")?;
        let path = format!("/my-reviews/{}/sheet", text_of(row, "id")?);
        let of = (path.as_str(), version_of(row)?);
        let kept = reviewer.change(Method::PUT, of, &sheet(criteria, level)).await?;
        let submit = format!("{path}/submit");
        reviewer.step((&submit, version_of(&kept)?), &json!({})).await?;
        submitted += 1;
    }
    Ok(submitted)
}

/// A whole sheet about so many points, with a reason wherever one is asked for.
pub fn sheet(criteria: &[Value], level: u32) -> Value {
    const AROUND: [i64; 3] = [0, 5, -5];
    let (mut points, mut choices, mut comments) = (Map::new(), Map::new(), Map::new());
    for (criterion, away) in criteria.iter().zip(AROUND.into_iter().cycle()) {
        let Some(code) = criterion["code"].as_str() else { continue };
        if criterion["kind"] == "choice" {
            let options = criterion["options"].as_array().map_or(&[][..], Vec::as_slice);
            let at = SUGGESTS.iter().filter(|least| level < **least).count();
            let chosen = options.get(at.min(options.len().saturating_sub(1)));
            choices.extend(chosen.map(|one| (code.to_owned(), one["code"].clone())));
            continue;
        }
        let number = |key: &str| criterion[key].as_i64().unwrap_or_default();
        let (most, step) = (number("most"), number("step").max(1));
        let given = (i64::from(level) + away).clamp(0, most) / step * step;
        points.insert(code.to_owned(), json!(given));
        if is_asked(&criterion["comment"], given) {
            comments.insert(code.to_owned(), json!(reason(number("comment_least"))));
        }
    }
    json!({ "points": points, "choices": choices, "comments": comments, "skipped": false })
}

/// Whether a rule asks for the reason of these points.
fn is_asked(rule: &Value, given: i64) -> bool {
    let outside = |key: &str, is: fn(i64, i64) -> bool| {
        rule[key].as_i64().is_some_and(|bound| is(given, bound))
    };
    *rule == "always"
        || outside("below", |given, bound| given < bound)
        || outside("above", |given, bound| given > bound)
}

/// A reason of so many characters at the least.
fn reason(least: i64) -> String {
    const SENTENCE: &str = "材料对主要结论给出了证明，与同类成果的比较较为充分（演示数据）。";
    let length = i64::try_from(SENTENCE.chars().count()).unwrap_or(1);
    SENTENCE.repeat(usize::try_from(least / length + 1).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reviews;

    /// What the demonstration and the tests send is whole by the book that ships, whatever the points.
    #[test]
    fn a_sheet_is_whole_whatever_the_points() {
        let book = reviews::in_force().unwrap();
        for rule in &book.sheets {
            let criteria = serde_json::to_value(&rule.criteria).unwrap();
            let criteria = criteria.as_array().unwrap();
            for level in 0..=100 {
                let made = sheet(criteria, level);
                for criterion in &rule.criteria {
                    let points = made["points"][&criterion.code].as_u64();
                    let points = points.and_then(|given| u32::try_from(given).ok());
                    let is_choice = criterion.kind == reviews::CriterionKind::Choice;
                    assert_eq!(points.is_none(), is_choice, "{made}");
                    assert_eq!(made["choices"][&criterion.code].is_string(), is_choice, "{made}");
                    let Some(points) = points else { continue };
                    assert!(points <= criterion.most && points.is_multiple_of(criterion.step));
                    let words = made["comments"][&criterion.code].as_str().unwrap_or_default();
                    let least = criterion.comment_least as usize;
                    let is_enough = words.chars().count() >= least;
                    assert!(!criterion.comment.asks(points) || is_enough, "{made}");
                }
            }
        }
    }
}
