//! How does the round before come by bodies, meetings and ballots? One category is voted on at all three points of the
//! way, the panel of another has been called.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use chrono::{DateTime, Duration, Utc};
use entity::ids::ExpertId;
use reqwest::Method;
use serde_json::{Value, json};

use super::{demo_assignments::codes_by_load, demo_deciding::Stage};
use crate::{
    assignments, awards,
    demo::{
        DEMO_ROUND, EARLIER_PANELS, EARLIER_ROUND,
        complete::paper,
        deciding::{self, NewBallot, NewBody, Visitor, text_of, version_of},
    },
    experts, nominations,
    shared::random_token,
};

/// Somebody who sits on bodies: an account, and the expert of the pool behind it.
struct Sitter {
    username: String,
    expert: ExpertId,
    name: String,
    unit: String,
}

/// A meeting to be held to its end.
pub(super) struct Held<'a> {
    /// `panel`, `committee` or `council`.
    pub(super) kind: &'a str,
    /// What the body is called.
    pub(super) name: &'a str,
    /// Its category; none for every one.
    pub(super) category: Option<&'a str>,
    /// Why it has fewer seats than the rules say, where it has.
    pub(super) size: Option<&'a str>,
    /// So many of the nine come.
    pub(super) present: usize,
    /// So many nominations of the second grade do not pass.
    pub(super) fails: usize,
}

/// Seats of the bodies that decide, and of the panel that is called.
const SEATS: usize = 9;
const SEATS_CALLED: usize = 15;

/// The grades in the order in which the council votes.
const GRADES: [&str; 3] = ["second", "special", "first"];

/// Those who sit: of everybody in the pool those whom recusal keeps from the fewest nominations, and behind the last
/// account somebody whom it keeps from one.
async fn sitters(stage: &Stage<'_>) -> anyhow::Result<Vec<Sitter>> {
    let (app, database) = (stage.app, stage.app.database.reader());
    let round = awards::find_round(database, EARLIER_ROUND).await?.context("the round")?;
    let known = nominations::round_dossiers(database, round.id, round.year, |_| true).await?;
    let of_category = |category: &str| -> BTreeSet<_> {
        let own = known.nominations.iter().filter(|one| one.category.as_deref() == Some(category));
        own.filter_map(|one| known.keys.get(&one.nomination_id).copied()).collect()
    };
    let (decided, called) = (of_category("NAT"), of_category("PRO"));
    let apart = assignments::kept_apart(database, round.id, None).await?;
    let mut bars: BTreeMap<ExpertId, (usize, usize)> = BTreeMap::new();
    for (nomination, expert) in &apart {
        let count = bars.entry(*expert).or_default();
        count.0 += usize::from(decided.contains(nomination));
        count.1 += usize::from(called.contains(nomination));
    }
    let keys = experts::keys_by_code(database).await?;
    let busy = codes_by_load(app, DEMO_ROUND).await?;
    let mut free: Vec<(usize, usize, &str)> = stage
        .round
        .experts
        .iter()
        .filter(|one| !busy.iter().take(SEATS).any(|code| *code == one.expert_id))
        .filter_map(|one| {
            let of = bars.get(keys.get(&one.expert_id)?).copied().unwrap_or_default();
            Some((of.0, of.1, one.expert_id.as_str()))
        })
        .collect();
    free.sort_unstable();
    let kept_out = free.iter().position(|one| one.0 == 0 && one.1 > 0);
    let last = kept_out.unwrap_or(SEATS_CALLED).max(SEATS_CALLED - 1);
    let chosen = free.iter().take(SEATS_CALLED - 1).chain(free.get(last));
    let sitter = |(username, (_, _, code)): (&str, &(usize, usize, &str))| {
        let expert = stage.round.experts.iter().find(|one| one.expert_id == *code)?;
        Some(Sitter {
            username: username.to_owned(),
            expert: *keys.get(*code)?,
            name: expert.name.clone(),
            unit: expert.unit.clone(),
        })
    };
    let members = stage.members();
    Ok(members.into_iter().zip(chosen).filter_map(sitter).collect())
}

/// The seats of a body as the interface takes them: the first leads it, the second writes.
fn seats(sitters: &[Sitter]) -> Vec<Value> {
    let duties = ["chair", "scribe"].into_iter().chain(std::iter::repeat("member"));
    let seat = |(sitter, duty): (&Sitter, &str)| {
        json!({
            "name": sitter.name, "unit": sitter.unit, "duty": duty,
            "username": sitter.username, "expert": sitter.expert,
        })
    };
    sitters.iter().zip(duties).map(seat).collect()
}

/// The grades for which the nominations of the round were handed in, by number.
async fn grades(office: &Visitor) -> anyhow::Result<BTreeMap<String, String>> {
    let rows = office.list(&format!("/rounds/{EARLIER_ROUND}/nominations")).await?;
    let grade = |row: &Value| {
        Some((row["nomination_id"].as_str()?.to_owned(), row["grade"].as_str()?.to_owned()))
    };
    Ok(rows.iter().filter_map(grade).collect())
}

/// The panel of NAT, some days after its reviewers ended; says when it was over.
///
/// # Errors
/// The records failing, or requests that are refused.
pub(super) async fn panel(
    stage: &Stage<'_>,
    closed: DateTime<Utc>,
) -> anyhow::Result<DateTime<Utc>> {
    let held = Held {
        kind: "panel",
        name: EARLIER_PANELS[0],
        category: Some("NAT"),
        size: None,
        present: SEATS - 1,
        fails: 1,
    };
    meet(stage, &held, closed + Duration::days(2)).await
}

/// Calls a body, and lets it meet three days later: it keeps out, writes, signs and votes. Says when it was over.
///
/// # Errors
/// The records failing, or requests that are refused.
pub(super) async fn meet(
    stage: &Stage<'_>,
    held: &Held<'_>,
    called: DateTime<Utc>,
) -> anyhow::Result<DateTime<Utc>> {
    let said = &stage.data.bodies;
    let is_panel = held.kind == "panel";
    let sitters = sitters(stage).await?;
    let sitting = sitters.get(..SEATS).context("experts for the seats")?;
    stage.at(called);
    let office = stage.visitor("office").await?;
    let body = NewBody { kind: held.kind, name: held.name, category: held.category };
    let (body, seats) = deciding::make_body(&office, EARLIER_ROUND, body, &seats(sitting)).await?;
    let of = (body.as_str(), held.name, said.place.as_str());
    let begins = called + Duration::days(3);
    let when = (begins, is_panel);
    let id = deciding::call_meeting(&office, EARLIER_ROUND, of, when, held.size).await?;
    let id = id.context("an agenda")?;
    if is_panel {
        hand_in(stage).await.context("the defence")?;
    }
    stage.at(begins);
    sit(stage, held, &id, (sitting, &seats)).await?;
    Ok(begins)
}

/// The meeting itself: those who come keep out, write, sign and vote.
async fn sit(
    stage: &Stage<'_>,
    held: &Held<'_>,
    id: &str,
    (sitting, seats): (&[Sitter], &[String]),
) -> anyhow::Result<()> {
    let is_panel = held.kind == "panel";
    let (office, second) = (stage.visitor("office").await?, stage.visitor("office2").await?);
    let present: Vec<&str> = seats.iter().take(held.present).map(String::as_str).collect();
    deciding::open_meeting(&office, id, &present).await?;
    let mut members = Vec::new();
    for sitter in sitting.iter().take(held.present) {
        members.push(stage.visitor(&sitter.username).await?);
    }
    if is_panel {
        keep_out(stage, (&office, &members), (id, &present)).await.context("recusals")?;
    }
    if held.kind != "council" {
        write(stage, (&members, is_panel), id).await.context("opinions")?;
    }
    vote(stage, held, (id, [&office, &second]), (&members, &present)).await.context("ballots")?;
    deciding::steer(&office, id, "close", &json!({})).await?;
    Ok(())
}

/// The society hands in what it shows at its defences.
async fn hand_in(stage: &Stage<'_>) -> anyhow::Result<()> {
    let clerk = stage.visitor("clerk").await?;
    let slots = clerk.read("/society-defences").await?;
    for slot in slots.as_array().into_iter().flatten().filter(|slot| slot["may_give"] == true) {
        let path = format!("/society-defences/{}/files?name=defence.pdf", text_of(slot, "id")?);
        let request =
            clerk.request(Method::POST, &path).header("idempotency-key", random_token(12));
        let reply = clerk.ask(request.body(paper("答辩材料（演示数据）", 2)?)).await?;
        anyhow::ensure!(reply.status == 201, "POST {path}: {} {}", reply.status, reply.body);
    }
    Ok(())
}

/// The office keeps one seat out of an item, and a member keeps himself out of another; that the society defended its
/// nomination is noted once the meeting goes on.
async fn keep_out(
    stage: &Stage<'_>,
    (office, members): (&Visitor, &[Visitor]),
    (id, seats): (&str, &[&str]),
) -> anyhow::Result<()> {
    let said = &stage.data.bodies;
    let meeting = office.read(&format!("/meetings/{id}")).await?;
    let items = meeting["items"].as_array().map_or(&[][..], Vec::as_slice);
    let seat = *seats.get(3).context("a seat")?;
    // Out of some the register keeps people itself.
    let is_in = |item: &&Value| {
        let mut out = item["recused"].as_array().into_iter().flatten();
        out.all(|one| one["seat"] != seat)
    };
    let item = items.iter().find(is_in).context("an item")?;
    let path = format!("/agenda-items/{}", text_of(item, "id")?);
    let body = json!({ "seat": seat, "reason": said.recusal });
    let item = office.step((&format!("{path}/recusals"), version_of(item)?), &body).await?;
    if meeting["state"] == "open" && item["defence"] == "due" {
        let of = (format!("{path}/defence"), version_of(&item)?);
        office.change(Method::PUT, (&of.0, of.1), &json!({ "attended": true })).await?;
    }
    let member = members.get(2).context("a member")?;
    let own = member.read(&format!("/my-meetings/{id}")).await?;
    let items = own["items"].as_array().map_or(&[][..], Vec::as_slice);
    let mut items = items.iter().rev().map(|item| &item["facts"]);
    let item = items.find(|item| item.is_object()).context("an item")?;
    let path = format!("/my-meetings/{id}/items/{}/recuse", text_of(item, "id")?);
    member.step((&path, version_of(item)?), &json!({ "reason": said.own })).await?;
    Ok(())
}

/// The scribe writes, everybody signs; at a panel one of them dissents from one opinion.
async fn write(
    stage: &Stage<'_>,
    (members, is_panel): (&[Visitor], bool),
    id: &str,
) -> anyhow::Result<()> {
    let said = &stage.data.bodies;
    let scribe = members.get(1).context("the scribe")?;
    let chair = members.first().context("the chair")?;
    deciding::write_opinions(scribe, id, &said.opinion).await?;
    for member in members {
        let dissents = is_panel && std::ptr::eq(member, chair);
        let words = dissents.then_some(said.dissent.as_str());
        deciding::sign_opinions(member, id, words).await?;
    }
    Ok(())
}

/// A ballot for each grade: all pass but the last of the second grade. At a panel one paper is a slip, which two
/// officers enter; every ballot is counted twice.
async fn vote(
    stage: &Stage<'_>,
    held: &Held<'_>,
    (id, officers): (&str, [&Visitor; 2]),
    (members, seats): (&[Visitor], &[&str]),
) -> anyhow::Result<()> {
    let [office, _] = officers;
    let by_grade = deciding::items_by_grade(office, id, &grades(office).await?).await?;
    for grade in GRADES {
        let Some(items) = by_grade.get(&("NAT".to_owned(), grade.to_owned())) else { continue };
        let fails = if grade == "second" { held.fails } else { 0 };
        let likes: Vec<i64> = (1..).take(items.len().saturating_sub(fails)).collect();
        let new = NewBallot {
            category: "NAT",
            grade: Some(grade),
            items: items.clone(),
            most: (held.kind != "council" && items.len() > 1).then_some(items.len()),
            reason: &stage.data.bodies.cap,
        };
        let ballot = deciding::open_ballot(office, id, &new).await?;
        let by_hand = members.len().saturating_sub(usize::from(held.kind == "panel"));
        for member in members.iter().take(by_hand) {
            deciding::cast(member, &ballot, &likes).await?;
        }
        for (at, seat) in seats.iter().enumerate().skip(by_hand) {
            let slip = (at + 1).to_string();
            deciding::enter_slip(officers, &ballot, (&slip, seat), &likes).await?;
        }
        deciding::close_ballot(office, &ballot).await?;
        office.send(Method::POST, &format!("/ballots/{ballot}/recount"), &json!({})).await?;
    }
    Ok(())
}

/// So many days ago the panel of PRO was called, and so many days from now it meets.
const CALLED: i64 = 4;
const MEETS_IN: i64 = 3;

/// The panel of PRO: called, with what is handed in and with three seats that keep out of something.
///
/// # Errors
/// The records failing, or requests that are refused.
pub(super) async fn called(stage: &Stage<'_>) -> anyhow::Result<()> {
    let said = &stage.data.bodies;
    let sitters = sitters(stage).await?;
    stage.days_ago(CALLED);
    let office = stage.visitor("office").await?;
    let body = NewBody { kind: "panel", name: EARLIER_PANELS[1], category: Some("PRO") };
    let (body, seats) = deciding::make_body(&office, EARLIER_ROUND, body, &seats(&sitters)).await?;
    let of = (body.as_str(), EARLIER_PANELS[1], said.place.as_str());
    let when = (stage.today + Duration::days(MEETS_IN), true);
    let id = deciding::call_meeting(&office, EARLIER_ROUND, of, when, None).await?;
    let id = id.context("an agenda")?;
    hand_in(stage).await.context("the defence")?;
    let mut members = Vec::new();
    for sitter in sitters.iter().take(3) {
        members.push(stage.visitor(&sitter.username).await?);
    }
    let seats: Vec<&str> = seats.iter().map(String::as_str).collect();
    keep_out(stage, (&office, &members), (&id, &seats)).await.context("recusals")
}
