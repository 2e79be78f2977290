//! How do the bodies of a whole round meet? Panels as they were divided, a committee for each category, the council.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, ensure};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use laurel::demo::deciding::{self, NewBallot, NewBody, Visitor, text_of, version_of};
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    course::{CATEGORIES, Course, World, YEAR},
    reviewers::drawn,
};

/// So many bodies meet at once, and so many members of each act at once.
const BODIES: usize = 3;
const MEMBERS: usize = 3;
/// So many names are checked at once.
const MOST_CHECKED: usize = 500;
/// A ballot lists no more lines.
const MOST_LINES: usize = 200;
/// The grades in the order in which the council votes on them.
const GRADES: [&str; 3] = ["second", "special", "first"];
/// Duties of the first seats: several may write, so that there is one for every item who does not keep out of it.
const DUTIES: [&str; 4] = ["chair", "scribe", "vice_chair", "secretary"];
/// Of so many lines that could pass a member likes all but one.
const DISLIKES: u32 = 12;

const PLACE: &str = "示范会议中心";
const SIZE: &str = "按本次测算的规模设席";
const CAP: &str = "按本次测算的比例";
const OPINION: &str = "该项目主要结论有据，评审组意见一致（测算数据）。";

/// A body that is to meet.
#[derive(Clone, Debug)]
struct Body {
    id: String,
    name: String,
    /// Keys of seats, and who sits there.
    seats: Vec<(String, String)>,
}

/// How bodies of a kind meet.
#[derive(Clone, Copy, Debug)]
struct Way {
    /// Of a hundred lines of a ballot so many may pass; as many as the rules say where it is none.
    passes: Option<usize>,
    /// Whether it writes opinions.
    has_opinions: bool,
}

/// An expert of the pool who has an account.
#[derive(Clone, Debug)]
struct Sitter {
    seat: Value,
    username: String,
    /// From how many nominations he keeps out, and the numbers of those that the check tells.
    barred: (u64, BTreeSet<String>),
}

/// Seats the panels and lets every one of them meet; says how many did.
pub(crate) async fn panels<W: World>(course: &Course<W>) -> anyhow::Result<usize> {
    let office = course.visitor("office").await?;
    let path = format!("/rounds/{YEAR}/review-bodies/from-division");
    let seated = office.create(&path, &json!({})).await?;
    let panels = seated.as_array().map_or(&[][..], Vec::as_slice);
    let panels = panels.iter().filter(|one| one["kind"] == "panel");
    let seats = panels.clone().flat_map(|one| one["seats"].as_array().into_iter().flatten());
    let taken: BTreeSet<&str> = seats.filter_map(|seat| seat["expert"]["id"].as_str()).collect();
    let is_spare = |one: &Sitter| one.seat["expert"].as_str().is_none_or(|id| !taken.contains(id));
    let mut spare = sitters(course, &office).await?;
    spare.retain(is_spare);
    let mut bodies = Vec::new();
    let of_panels = of_panels(&office).await?;
    for panel in panels {
        let mut body = led(course, &office, panel).await?;
        let own = of_panels.get(text_of(panel, "panel")?).context("what the panel reviews")?;
        fill(course, &office, &mut body, (own, &mut spare)).await?;
        bodies.push(body);
    }
    let [passes, _] = course.extent.passes;
    meet_all(course, &bodies, Way { passes: Some(passes), has_opinions: true }).await
}

/// Gives duties to the first seats of a panel whose people have accounts.
async fn led<W: World>(course: &Course<W>, office: &Visitor, body: &Value) -> anyhow::Result<Body> {
    let mut seats: Vec<(String, String)> = Vec::new();
    for seat in body["seats"].as_array().into_iter().flatten() {
        let known = seat["username"].as_str().filter(|name| course.passwords.contains_key(*name));
        let Some(username) = known else { continue };
        let id = text_of(seat, "id")?.to_owned();
        if let Some(duty) = DUTIES.get(seats.len()) {
            let said = json!({
                "name": seat["name"], "unit": seat["unit"], "duty": duty,
                "expert": seat["expert"]["id"],
            });
            let path = format!("/review-seats/{id}");
            office.change(Method::PUT, (&path, version_of(seat)?), &said).await?;
        }
        seats.push((id, username.to_owned()));
    }
    Ok(Body { id: text_of(body, "id")?.to_owned(), name: text_of(body, "name")?.to_owned(), seats })
}

/// Numbers of the nominations that each panel is to review.
async fn of_panels(office: &Visitor) -> anyhow::Result<BTreeMap<String, BTreeSet<String>>> {
    let rows = office.list(&format!("/rounds/{YEAR}/nominations")).await?;
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in &rows {
        if let Some(panel) = row["panel"].as_str() {
            let number = text_of(row, "nomination_id")?.to_owned();
            found.entry(panel.to_owned()).or_default().insert(number);
        }
    }
    Ok(found)
}

/// Gives the seats that the division left empty, where nobody of the pool is close to a discipline, to others who keep out of
/// none of the panel's own nominations.
async fn fill<W: World>(
    course: &Course<W>,
    office: &Visitor,
    body: &mut Body,
    (own, spare): (&BTreeSet<String>, &mut Vec<Sitter>),
) -> anyhow::Result<()> {
    let [wanted, ..] = course.extent.seats;
    let path = format!("/review-bodies/{}/seats", body.id);
    while body.seats.len() < wanted {
        let free = spare.iter().position(|one| one.barred.1.is_disjoint(own));
        let Some(mut sitter) = free.map(|at| spare.remove(at)) else { break };
        sitter.seat["duty"] = json!(DUTIES.get(body.seats.len()).unwrap_or(&"member"));
        let seat = office.create(&path, &sitter.seat).await.with_context(|| body.name.clone())?;
        body.seats.push((text_of(&seat, "id")?.to_owned(), sitter.username));
    }
    Ok(())
}

/// A committee for each category; says how many met.
pub(crate) async fn committees<W: World>(course: &Course<W>) -> anyhow::Result<usize> {
    let office = course.visitor("office").await?;
    let [_, seats, _] = course.extent.seats;
    let mut pool = sitters(course, &office).await?.into_iter();
    let mut bodies = Vec::new();
    for category in CATEGORIES {
        let own: Vec<Sitter> = pool.by_ref().take(seats).collect();
        let name = format!("{category} 评审委员会");
        let new = NewBody { kind: "committee", name: &name, category: Some(category) };
        bodies.push(made(&office, new, own).await?);
    }
    let [_, passes] = course.extent.passes;
    meet_all(course, &bodies, Way { passes: Some(passes), has_opinions: true }).await
}

/// The council, which decides on everything that passed; says how often it met.
pub(crate) async fn council<W: World>(course: &Course<W>) -> anyhow::Result<usize> {
    let office = course.visitor("office").await?;
    let [_, of_committees, seats] = course.extent.seats;
    let pool = sitters(course, &office).await?.into_iter();
    let own: Vec<Sitter> = pool.skip(CATEGORIES.len() * of_committees).take(seats).collect();
    let new = NewBody { kind: "council", name: "奖励委员会", category: None };
    let body = made(&office, new, own).await?;
    meet_all(course, &[body], Way { passes: None, has_opinions: false }).await
}

/// People of the pool who have accounts, those first who keep out of fewest nominations: the names are checked before
/// anybody is asked, or too few could vote on some line.
async fn sitters<W: World>(course: &Course<W>, office: &Visitor) -> anyhow::Result<Vec<Sitter>> {
    let experts = office.list("/experts?sort=number").await?;
    let sitter = |expert: &Value| {
        let username = format!("expert.{}", expert["expert_id"].as_str()?.to_lowercase());
        let seat = json!({
            "name": expert["name"], "unit": expert["unit"], "expert": expert["id"],
        });
        let barred = (0, BTreeSet::new());
        course.passwords.contains_key(&username).then_some(Sitter { seat, username, barred })
    };
    let mut known: Vec<Sitter> = experts.iter().filter_map(sitter).collect();
    let mut sitters = Vec::with_capacity(known.len());
    while !known.is_empty() {
        let some = known.split_off(known.len().saturating_sub(MOST_CHECKED));
        let checked = barred(office, &some).await?;
        let told = some.into_iter().zip(checked);
        sitters.extend(told.map(|(sitter, barred)| Sitter { barred, ..sitter }));
    }
    sitters.sort_by_cached_key(|one| (one.barred.0, one.username.clone()));
    Ok(sitters)
}

/// From how many nominations each of these keeps out, and from which, as far as the check tells.
async fn barred(
    office: &Visitor,
    sitters: &[Sitter],
) -> anyhow::Result<Vec<(u64, BTreeSet<String>)>> {
    let cell = |sitter: &Sitter, key: &str| sitter.seat[key].as_str().unwrap_or("").to_owned();
    let line = |sitter: &Sitter| format!("{}\t{}", cell(sitter, "name"), cell(sitter, "unit"));
    let text = sitters.iter().map(line).collect::<Vec<_>>().join("\n");
    let path = format!("/rounds/{YEAR}/conflict-check");
    let checked = office.send(Method::POST, &path, &json!({ "text": text })).await?;
    let rows = checked["rows"].as_array().context("the checked names")?;
    ensure!(rows.len() == sitters.len(), "{} of {} checked", rows.len(), sitters.len());
    let told = |row: &Value| {
        let reasons = row["reasons"].as_array().map_or(&[][..], Vec::as_slice);
        let bars = reasons.iter().filter(|reason| reason["severity"] == "bar");
        let numbers = bars.filter_map(|reason| reason["nomination"]["number"].as_str());
        let all = row["nominations_barred"].as_u64().unwrap_or(u64::MAX);
        (all, numbers.map(str::to_owned).collect())
    };
    Ok(rows.iter().map(told).collect())
}

/// A body of these people; the first of them have duties.
async fn made(office: &Visitor, new: NewBody<'_>, sitters: Vec<Sitter>) -> anyhow::Result<Body> {
    let duties = DUTIES.into_iter().chain(std::iter::repeat("member"));
    let (seats, names): (Vec<Value>, Vec<String>) = sitters
        .into_iter()
        .zip(duties)
        .map(|(mut sitter, duty)| {
            sitter.seat["duty"] = json!(duty);
            (sitter.seat, sitter.username)
        })
        .unzip();
    let (id, seats) = deciding::make_body(office, YEAR, new, &seats).await?;
    let seats = seats.into_iter().zip(names).collect();
    Ok(Body { id, name: new.name.to_owned(), seats })
}

/// The grades for which the nominations of the round were handed in, by number.
async fn grades(office: &Visitor) -> anyhow::Result<BTreeMap<String, String>> {
    let rows = office.list(&format!("/rounds/{YEAR}/nominations")).await?;
    let grade = |row: &Value| {
        Some((row["nomination_id"].as_str()?.to_owned(), row["grade"].as_str()?.to_owned()))
    };
    Ok(rows.iter().filter_map(grade).collect())
}

/// Lets bodies meet, some at once.
async fn meet_all<W: World>(
    course: &Course<W>,
    bodies: &[Body],
    way: Way,
) -> anyhow::Result<usize> {
    let office = course.visitor("office").await?;
    let grades = grades(&office).await?;
    let mut meetings = Vec::new();
    for body in bodies {
        meetings.push(Box::pin(meet(course, (&office, &grades), body, way)));
    }
    let held: Vec<usize> = stream::iter(meetings).buffer_unordered(BODIES).try_collect().await?;
    Ok(held.into_iter().sum())
}

/// A meeting from its call to its close; none where there is nothing to take up.
async fn meet<W: World>(
    course: &Course<W>,
    (office, grades): (&Visitor, &BTreeMap<String, String>),
    body: &Body,
    way: Way,
) -> anyhow::Result<usize> {
    let when = (course.now(office).await?, false);
    let of = (body.id.as_str(), body.name.as_str(), PLACE);
    let called = deciding::call_meeting(office, YEAR, of, when, Some(SIZE)).await;
    let Some(id) = called.with_context(|| body.name.clone())? else { return Ok(0) };
    let seats: Vec<&str> = body.seats.iter().map(|(seat, _)| seat.as_str()).collect();
    deciding::open_meeting(office, &id, &seats).await?;
    let mut members = Vec::new();
    for (_, username) in &body.seats {
        members.push((username.as_str(), course.visitor(username).await?));
    }
    if way.has_opinions {
        write(&members, &id).await.with_context(|| body.name.clone())?;
    }
    let by_grade = deciding::items_by_grade(office, &id, grades).await?;
    for category in CATEGORIES {
        for grade in GRADES {
            let items = by_grade.get(&(category.to_owned(), grade.to_owned()));
            for items in items.into_iter().flat_map(|items| items.chunks(MOST_LINES)) {
                let most = way.passes.map(|passes| (items.len() * passes).div_ceil(100));
                let items = items.to_vec();
                let new = NewBallot { category, grade: Some(grade), items, most, reason: CAP };
                vote(office, (&id, &new), &members).await.with_context(|| body.name.clone())?;
            }
        }
    }
    deciding::steer(office, &id, "close", &json!({})).await?;
    Ok(1)
}

/// Those who may write do, and everybody signs.
async fn write(members: &[(&str, Visitor)], id: &str) -> anyhow::Result<()> {
    for (_, writer) in members.iter().take(DUTIES.len()) {
        deciding::write_opinions(writer, id, OPINION).await?;
    }
    let signing = members.iter().map(|(_, member)| deciding::sign_opinions(member, id, None));
    let signed = stream::iter(signing).buffer_unordered(MEMBERS);
    signed.try_collect::<Vec<usize>>().await.map(|_| ())
}

/// A ballot from its draft to its close.
async fn vote(
    office: &Visitor,
    (meeting, new): (&str, &NewBallot<'_>),
    members: &[(&str, Visitor)],
) -> anyhow::Result<()> {
    let ballot = deciding::open_ballot(office, meeting, new).await?;
    let likes = |username: &str| -> Vec<i64> {
        let dislikes = |item: &str| drawn(&format!("{username} {item}"), DISLIKES) == 0;
        let likes = (1..).zip(&new.items).filter(|(_, item)| !dislikes(item));
        likes.map(|(line, _)| line).collect()
    };
    let casting = members.iter().map(|(username, member)| {
        let (likes, ballot) = (likes(username), ballot.as_str());
        async move { deciding::cast(member, ballot, &likes).await }
    });
    let cast = stream::iter(casting).buffer_unordered(MEMBERS);
    cast.try_collect::<Vec<()>>().await?;
    deciding::close_ballot(office, &ballot).await.map(|_| ())
}
