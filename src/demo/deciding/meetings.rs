//! How does a body meet? Seats are given, a meeting is called, members come, write, sign and vote.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use chrono::{DateTime, Utc};
use reqwest::Method;
use serde_json::{Value, json};

use super::visitor::{Visitor, text_of, version_of};

/// Who follows a meeting takes its next version when somebody was faster, so often.
const MOST_TRIES: usize = 20;

/// A body to be made: `panel`, `committee` or `council`; what it is called, and for which category.
#[derive(Clone, Copy, Debug)]
pub struct NewBody<'a> {
    /// What it is.
    pub kind: &'a str,
    /// What it is called.
    pub name: &'a str,
    /// Code of its category; none for every one.
    pub category: Option<&'a str>,
}

/// A ballot to be held.
#[derive(Clone, Debug)]
pub struct NewBallot<'a> {
    /// Code of the category.
    pub category: &'a str,
    /// `special`, `first` or `second`; none where the award has no grades.
    pub grade: Option<&'a str>,
    /// Keys of the items, in the order of the lines.
    pub items: Vec<String>,
    /// Most lines that a paper may mark and that may pass; as the rules say where it is none.
    pub most: Option<usize>,
    /// Why these are more than the rules say.
    pub reason: &'a str,
}

/// Makes a body with seats, which are objects as the interface takes them; says its key and those of the seats.
///
/// # Errors
/// The server refuses.
pub async fn make_body(
    office: &Visitor,
    year: i32,
    new: NewBody<'_>,
    seats: &[Value],
) -> anyhow::Result<(String, Vec<String>)> {
    let body = json!({ "kind": new.kind, "name": new.name, "category": new.category });
    let made = office.create(&format!("/rounds/{year}/review-bodies"), &body).await?;
    let id = text_of(&made, "id")?.to_owned();
    let mut given = Vec::with_capacity(seats.len());
    for seat in seats {
        let seat = office.create(&format!("/review-bodies/{id}/seats"), seat).await?;
        given.push(text_of(&seat, "id")?.to_owned());
    }
    Ok((id, given))
}

/// Drafts a meeting of a body on everything that it may take up, and calls it; says its key. None where there is nothing
/// to take up.
///
/// # Errors
/// The server refuses.
pub async fn call_meeting(
    office: &Visitor,
    year: i32,
    (body, title, place): (&str, &str, &str),
    (starts_at, has_defences): (DateTime<Utc>, bool),
    reason: Option<&str>,
) -> anyhow::Result<Option<String>> {
    let new = json!({
        "body": body, "title": title, "place": place, "starts_at": starts_at,
        "has_defences": has_defences,
    });
    let drafted = office.create(&format!("/rounds/{year}/meetings"), &new).await?;
    let id = text_of(&drafted, "id")?.to_owned();
    if drafted["items"].as_array().is_none_or(Vec::is_empty) {
        return Ok(None);
    }
    let said = json!({ "reason": reason });
    office.step((&format!("/meetings/{id}/call"), version_of(&drafted)?), &said).await?;
    Ok(Some(id))
}

/// Takes a step of a meeting, which changes under everybody's hands: whoever was late reads it again.
///
/// # Errors
/// The server refuses.
pub async fn steer(visitor: &Visitor, id: &str, step: &str, body: &Value) -> anyhow::Result<Value> {
    let path = format!("/meetings/{id}/{step}");
    for _ in 0..MOST_TRIES {
        let version = version_of(&visitor.read(&format!("/meetings/{id}")).await?)?;
        let request = visitor.request(Method::POST, &path);
        let request = request.header("if-match", format!("\"{version}\"")).json(body);
        let mut reply = visitor.ask(request).await?;
        match reply.status {
            200..300 => return Ok(reply.body.get_mut("data").map(Value::take).unwrap_or_default()),
            412 => {}
            status => bail!("POST {path}: {status} {}", reply.body),
        }
    }
    bail!("POST {path}: somebody was faster each time")
}

/// The office notes who is there, and opens the meeting.
///
/// # Errors
/// The server refuses.
pub async fn open_meeting(office: &Visitor, id: &str, seats: &[&str]) -> anyhow::Result<()> {
    for seat in seats {
        steer(office, id, "attendance", &json!({ "seat": seat, "is_in": true })).await?;
    }
    steer(office, id, "open", &json!({})).await?;
    Ok(())
}

/// The items of a meeting by the grade for which they were nominated, each with its key and its nomination's number:
/// `grades` are the grades by number.
///
/// # Errors
/// The server refuses.
pub async fn items_by_grade(
    office: &Visitor,
    id: &str,
    grades: &BTreeMap<String, String>,
) -> anyhow::Result<BTreeMap<(String, String), Vec<String>>> {
    let meeting = office.read(&format!("/meetings/{id}")).await?;
    let mut found: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let mut items: Vec<&Value> = meeting["items"].as_array().into_iter().flatten().collect();
    items.sort_by_key(|item| item["nomination"]["number"].as_str().map(str::to_owned));
    for item in items {
        let number = text_of(&item["nomination"], "number")?;
        let category = text_of(&item["nomination"], "category")?.to_owned();
        let grade = grades.get(number).cloned().unwrap_or_default();
        found.entry((category, grade)).or_default().push(text_of(item, "id")?.to_owned());
    }
    Ok(found)
}

/// Somebody who writes for a body writes and locks an opinion on each item that has none and of which he does not keep
/// out.
///
/// # Errors
/// The server refuses.
pub async fn write_opinions(writer: &Visitor, id: &str, text: &str) -> anyhow::Result<usize> {
    let meeting = writer.read(&format!("/my-meetings/{id}")).await?;
    let mut written = 0;
    for item in meeting["items"].as_array().into_iter().flatten() {
        let facts = &item["facts"];
        let Some(item) = facts["id"].as_str().filter(|_| facts["opinion"].is_null()) else {
            continue;
        };
        let path = format!("/agenda-items/{item}/opinion");
        let said = json!({ "text": text });
        writer.change(Method::PUT, (&path, 0), &said).await?;
        writer.step((&format!("{path}/lock"), 1), &json!({})).await?;
        written += 1;
    }
    Ok(written)
}

/// A member signs every opinion that waits for him; from one of them he dissents where he has words for it, with the others
/// he agrees in one act.
///
/// # Errors
/// The server refuses.
pub async fn sign_opinions(
    member: &Visitor,
    id: &str,
    dissent: Option<&str>,
) -> anyhow::Result<usize> {
    let meeting = member.read(&format!("/my-meetings/{id}")).await?;
    let items = meeting["items"].as_array().map_or(&[][..], Vec::as_slice);
    let waits = |one: &&Value| one["state"] == "locked" && one["answer"].is_null();
    let waiting: Vec<&Value> =
        items.iter().map(|item| &item["facts"]["opinion"]).filter(waits).collect();
    let mut agreed = waiting.as_slice();
    if let (Some(words), Some((first, others))) = (dissent, waiting.split_first()) {
        let said = json!({ "digest": first["digest"], "answer": "dissent", "words": words });
        let path = format!("/my-meetings/{id}/opinions/{}/sign", text_of(first, "id")?);
        member.step((&path, version_of(first)?), &said).await?;
        agreed = others;
    }
    if !agreed.is_empty() {
        let read = agreed.iter().map(|one| json!({ "id": one["id"], "digest": one["digest"] }));
        let said = json!({ "opinions": read.collect::<Vec<_>>() });
        let path = format!("/my-meetings/{id}/opinions/agree");
        member.create(&path, &said).await?;
    }
    Ok(waiting.len())
}

/// Drafts a ballot and opens it; says its key.
///
/// # Errors
/// The server refuses.
pub async fn open_ballot(
    office: &Visitor,
    meeting: &str,
    new: &NewBallot<'_>,
) -> anyhow::Result<String> {
    let body = json!({
        "category": new.category, "grade": new.grade, "items": new.items, "cap": new.most,
        "places": new.most, "reason": new.most.map(|_| new.reason),
    });
    let drafted = office.create(&format!("/meetings/{meeting}/ballots"), &body).await?;
    let id = text_of(&drafted, "id")?.to_owned();
    office.step((&format!("/ballots/{id}/open"), version_of(&drafted)?), &json!({})).await?;
    Ok(id)
}

/// A member marks those of the first lines that he likes and of which he does not keep out: beyond as many as may be
/// marked nobody marks any, so that no two are equal at the last place.
///
/// # Errors
/// The server refuses.
pub async fn cast(member: &Visitor, ballot: &str, likes: &[i64]) -> anyhow::Result<()> {
    let seen = member.read(&format!("/ballots/{ballot}")).await?;
    let open: Vec<i64> = seen["lines"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|line| line["is_recused"] != true)
        .filter_map(|line| line["number"].as_i64())
        .collect();
    let most = seen["cap"].as_i64().context("the cap")?;
    let marks: Vec<i64> =
        likes.iter().copied().filter(|line| *line <= most && open.contains(line)).collect();
    member.create(&format!("/ballots/{ballot}/papers"), &json!({ "marks": marks })).await?;
    Ok(())
}

/// Two officers enter the slip of a seat.
///
/// # Errors
/// The server refuses.
pub async fn enter_slip(
    officers: [&Visitor; 2],
    ballot: &str,
    (slip, seat): (&str, &str),
    marks: &[i64],
) -> anyhow::Result<()> {
    let body = json!({ "slip": slip, "seat": seat, "marks": marks });
    for officer in officers {
        officer.create(&format!("/ballots/{ballot}/entries"), &body).await?;
    }
    Ok(())
}

/// Closes a ballot, which counts it; says what was counted.
///
/// # Errors
/// The server refuses.
pub async fn close_ballot(office: &Visitor, ballot: &str) -> anyhow::Result<Value> {
    let seen = office.read(&format!("/ballots/{ballot}")).await?;
    let path = format!("/ballots/{ballot}/close");
    office.step((&path, version_of(&seen)?), &json!({})).await
}
