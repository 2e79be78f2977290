//! How does the round before come by phases, sheets and aggregates? One category is judged to the end, of another a
//! reviewer has just begun.

use std::{collections::BTreeSet, path::Path};

use anyhow::Context as _;
use chrono::{DateTime, Duration, Utc};
use entity::{
    ids::{AssignmentPlanId, ExpertId},
    vocabulary::{NominationState, PublicityKind},
};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    accounts::OPERATOR,
    arguments::Kind,
    demo as making,
    demo_assignments::{actor, codes_by_load},
    demo_deciding::{BEGAN, Stage},
};
use crate::{
    assignments::{
        self, Application, AssignmentError, Edit, Invitations, NewPlan, PlanChangeText, Refused,
        SolveWhat,
    },
    authz::Actor,
    awards,
    demo::{
        DEMO_ROUND, EARLIER_ROUND,
        deciding::{self, Visitor, text_of, version_of},
    },
    experts,
    matching::{MatchParameters, run},
    nominations,
    notices::{
        clock, objections,
        publicity::{self, NewPublicity},
    },
};

/// The society whose people have accounts.
const SOCIETY: &str = "D-B-12";

/// Who reviews, the first of them every nomination of both categories.
const REVIEWERS: [&str; 3] = ["reviewer", "reviewer2", "reviewer3"];

/// Places in the list of experts by load: the first is the one behind `reviewer`, the others were asked for nothing in
/// the round after it.
const EXPERTS: [usize; 3] = [0, 3, 4];

/// Days of a phase, and those after its opening on which reviewers judge.
const PHASE_DAYS: i64 = 10;
const JUDGED_AFTER: i64 = 5;

/// So many days ago the phase that is still open was opened, and so many days from now it closes.
const OPENED: i64 = 10;
const CLOSES_IN: i64 = 20;
/// So many sheets of it are done.
const DONE: usize = 3;

/// Brings the round before to the end of its one phase, and says when that was.
///
/// # Errors
/// The records failing, or requests that are refused.
pub(super) async fn fill(stage: &Stage<'_>, folder: &Path) -> anyhow::Result<DateTime<Utc>> {
    stage.days_ago(BEGAN + 5);
    let all = codes_by_load(stage.app, DEMO_ROUND).await?;
    let codes = EXPERTS.map(|at| all.get(at).cloned());
    let [Some(first), Some(second), Some(third)] = codes else {
        anyhow::bail!("the match assigned too few experts")
    };
    let codes = [first, second, third];
    import(stage, folder, &codes).await?;
    match_experts(stage).await?;
    let kind = PublicityKind::Acceptance;
    let day = stage.days_ago(BEGAN);
    let over = make_public(stage, (kind, &stage.data.publicity.title), day).await?;
    stage.at(over + Duration::days(1));
    let plan = plan(stage, &codes).await.context("the plan")?;
    let begun = stage.at(over + Duration::days(2));
    invite(stage, plan).await.context("the invitations")?;
    judge(stage, begun).await.context("the phase")
}

/// The nominations with their people, as files that a user would bring.
async fn import(stage: &Stage<'_>, folder: &Path, reviewers: &[String; 3]) -> anyhow::Result<()> {
    let round = stage.round;
    let society = round.societies.iter().find(|one| one.society_id == SOCIETY);
    let society = society.context("the society")?;
    let units = round.units_of(reviewers);
    let (nominations, people) = round.earlier.shown(&units, (SOCIETY, &society.name));
    let files = folder.join("files").join(EARLIER_ROUND.to_string());
    std::fs::create_dir_all(&files)?;
    let accepted = NominationState::Accepted;
    for (kind, file) in [
        (Kind::Nominations, making::write(&files, &nominations)?),
        (Kind::People, making::write(&files, &people)?),
    ] {
        making::take_of(stage.app, (kind, EARLIER_ROUND), file, accepted).await?;
    }
    Ok(())
}

async fn match_experts(stage: &Stage<'_>) -> anyhow::Result<()> {
    let parameters =
        MatchParameters { per_nomination: 2, least_score: 0.2, ..MatchParameters::default() };
    let carrier = run::Carrier::Caller;
    let id = run::request(stage.app, OPERATOR, EARLIER_ROUND, &parameters, carrier).await?;
    Ok(run::execute_requested(stage.app, id, &|_| {}).await?)
}

/// Makes public what waits for it, lets its time pass, and says when it was over.
///
/// # Errors
/// The records failing, nothing that waits.
pub(super) async fn make_public(
    stage: &Stage<'_>,
    (kind, title): (PublicityKind, &str),
    day: DateTime<Utc>,
) -> anyhow::Result<DateTime<Utc>> {
    let app = stage.app;
    let (drafter, releaser) = (actor(app, "office").await?, actor(app, "office2").await?);
    // At the end of a working day: shortly before midnight there would be no time left for the release.
    let written = stage.at(publicity::next_midnight(day) - Duration::hours(6));
    let preview = publicity::preview(app, &drafter, (EARLIER_ROUND, kind)).await?;
    let new = NewPublicity {
        kind,
        title: title.to_owned(),
        notice: stage.data.publicity.notice.clone(),
        opens_at: preview.opens_at,
        closes_at: None,
        categories: Vec::new(),
        left_out: Vec::new(),
        confirmed_count: Some(preview.count),
    };
    let id = publicity::draft(app, &drafter, (EARLIER_ROUND, &new), None).await?;
    stage.at(written + Duration::minutes(20));
    publicity::release(app, &releaser, (id, 1), Some(preview.count)).await?;
    stage.at(preview.opens_at);
    clock::sweep(app).await?;
    let over = stage.at(preview.closes_at + Duration::hours(1));
    objections::sweep(app).await?;
    Ok(over)
}

/// A plan in which one expert judges every nomination of two categories, and two more those of the first.
async fn plan(stage: &Stage<'_>, codes: &[String; 3]) -> anyhow::Result<AssignmentPlanId> {
    let (app, said) = (stage.app, &stage.data.plan);
    let office = actor(app, "office").await?;
    let database = app.database.reader();
    let keys = experts::keys_by_code(database).await?;
    let own: Vec<ExpertId> = codes.iter().filter_map(|code| keys.get(code).copied()).collect();
    for (expert, username) in own.iter().zip(REVIEWERS).skip(1) {
        assignments::tie(app, &office, *expert, username).await?;
    }
    let new = NewPlan { name: said.name.clone(), run: None, from: None, within_panels: false };
    let plan = assignments::create(app, &office, EARLIER_ROUND, &new, None).await?;
    let changes = changes(stage, (&office, plan), &own).await?;
    let mut edit = Edit { changes, reason: said.change.clone(), solve: SolveWhat::None };
    // Whom recusal keeps from one of them judges the others.
    loop {
        match assignments::change(app, &office, (plan, 1), &edit).await {
            Ok(_) => break,
            Err(AssignmentError::Change(place, Refused::Barred)) => {
                drop(edit.changes.remove(place));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let how = Application { override_reason: Some(said.apply.clone()) };
    assignments::apply(app, &office, (plan, 2), &how).await?;
    Ok(plan)
}

/// What is to be assigned beyond what the match did: every nomination of both categories to the first expert, those of
/// the first category to the others.
async fn changes(
    stage: &Stage<'_>,
    (office, plan): (&Actor, AssignmentPlanId),
    experts: &[ExpertId],
) -> anyhow::Result<Vec<PlanChangeText>> {
    let database = stage.app.database.reader();
    let round = awards::find_round(database, EARLIER_ROUND).await?.context("the round")?;
    let known = nominations::round_dossiers(database, round.id, round.year, |_| true).await?;
    let mut changes = Vec::new();
    for (at, expert) in experts.iter().enumerate() {
        let has = assignments::nominations_of(stage.app, office, (plan, *expert)).await?;
        for nomination in &known.nominations {
            let category = nomination.category.as_deref();
            let is_own = category == Some("NAT") || (category == Some("INV") && at == 0);
            let key = known.keys.get(&nomination.nomination_id).context("its key")?;
            if is_own && !has.contains(key) {
                changes.push(PlanChangeText {
                    kind: "assign".to_owned(),
                    nomination: key.0,
                    expert: expert.0,
                    instead_of: None,
                });
            }
        }
    }
    Ok(changes)
}

/// Asks the three for what is theirs of the two categories; they accept.
async fn invite(stage: &Stage<'_>, plan: AssignmentPlanId) -> anyhow::Result<()> {
    let office = stage.visitor("office").await?;
    let path = format!("/rounds/{EARLIER_ROUND}/review-assignments?plan={plan}");
    let mut asked = BTreeSet::new();
    for row in office.list(&path).await? {
        let account = row["account"].as_str().unwrap_or_default();
        let is_asked = match row["nomination"]["category"].as_str() {
            Some("NAT") => REVIEWERS.contains(&account),
            Some("INV") => account == REVIEWERS[0],
            _ => false,
        };
        if is_asked {
            asked.insert(text_of(&row, "id")?.parse::<Uuid>()?);
        }
    }
    let invitations = Invitations {
        assignments: Some(asked.into_iter().collect()),
        due_at: stage.app.clock.now() + Duration::days(7),
    };
    let by = actor(stage.app, "office").await?;
    assignments::invite(stage.app, &by, plan, &invitations, None).await?;
    for username in REVIEWERS {
        deciding::accept_all(&stage.visitor(username).await?, EARLIER_ROUND).await?;
    }
    Ok(())
}

/// The points that a reviewer has for a nomination: they agree more or less, and the third is far off on a few.
fn points(reviewer: usize, at: usize) -> u32 {
    const QUALITY: [u32; 8] = [90, 80, 75, 85, 70, 80, 75, 60];
    const SEVERITY: [u32; 3] = [0, 5, 0];
    let quality = QUALITY.get(at % QUALITY.len()).copied().unwrap_or_default();
    let severity = SEVERITY.get(reviewer).copied().unwrap_or_default();
    let astray = if reviewer == 2 && at % 3 == 1 { 35 } else { 0 };
    quality.saturating_sub(severity + astray)
}

/// Where a nomination stands among those of its category, from 0, by the number that people quote.
fn place(row: &Value) -> usize {
    let digits: String =
        row["nomination_id"].as_str().unwrap_or_default().chars().rev().take(3).collect();
    let number: String = digits.chars().rev().collect();
    number.parse::<usize>().unwrap_or(1).saturating_sub(1)
}

/// The phase of NAT: opened, judged by all three, closed by the clock.
async fn judge(stage: &Stage<'_>, begun: DateTime<Utc>) -> anyhow::Result<DateTime<Utc>> {
    let closes = begun + Duration::days(PHASE_DAYS);
    let of = (EARLIER_ROUND, "NAT");
    let office = stage.visitor("office").await?;
    let (phase, _) = deciding::open_phase(&office, of, (begun, closes), true).await?;
    stage.at(begun + Duration::days(JUDGED_AFTER));
    for (at, username) in REVIEWERS.into_iter().enumerate() {
        let reviewer = stage.visitor(username).await?;
        if at == 0 {
            talk(stage, &reviewer).await.context("marks and questions")?;
        }
        let judge = |row: &Value| Some(points(at, place(row)));
        deciding::score(&reviewer, EARLIER_ROUND, &judge).await?;
    }
    let end = stage.at(closes);
    crate::reviews::sweep(stage.app).await?;
    stage.work_off().await?;
    look_into(stage, &phase).await.context("hints and ratings")?;
    Ok(end)
}

/// The first reviewer marks a page of the society's nomination and asks the society two things; the office sends one of
/// them on, the society answers, and the reviewers read it.
async fn talk(stage: &Stage<'_>, reviewer: &Visitor) -> anyhow::Result<()> {
    let said = &stage.data.reading;
    let queue = reviewer.read("/my-sheets").await?;
    let rows = queue["rows"].as_array().map_or(&[][..], Vec::as_slice);
    let own = rows.iter().find(|row| place(row) == 0).context("the society's nomination")?;
    let path = format!("/my-reviews/{}", text_of(own, "id")?);
    let documents = reviewer.read(&format!("{path}/documents")).await?;
    let key = text_of(&documents[0], "key")?;
    let mark = json!({ "document": key, "page": 1, "text": said.mark, "color": "yellow" });
    reviewer.create(&format!("{path}/marks"), &mark).await?;
    for text in [&said.question, &said.refused] {
        reviewer.create(&format!("{path}/questions"), &json!({ "text": text })).await?;
    }
    screen(stage).await?;
    let clerk = stage.visitor("clerk").await?;
    let waiting = clerk.read("/society-questions").await?;
    for question in waiting.as_array().into_iter().flatten() {
        let path = format!("/society-questions/{}/answer", text_of(question, "id")?);
        let answer = json!({ "text": said.answer });
        clerk.step((&path, version_of(question)?), &answer).await?;
    }
    hand_back(stage).await
}

/// The questions of the round, as the office reads them.
async fn questions(office: &Visitor) -> anyhow::Result<Vec<Value>> {
    let read = office.read(&format!("/rounds/{EARLIER_ROUND}/review-questions")).await?;
    Ok(read.as_array().cloned().unwrap_or_default())
}

/// The office sends one question on, and not the other.
async fn screen(stage: &Stage<'_>) -> anyhow::Result<()> {
    let said = &stage.data.reading;
    let office = stage.visitor("office").await?;
    for question in questions(&office).await? {
        let due_at = stage.app.clock.now() + Duration::days(2);
        let body = if question["text"] == said.question.as_str() {
            json!({ "send": true, "text": question["text"], "due_at": due_at })
        } else {
            json!({ "send": false, "reason": said.refused })
        };
        let path = format!("/review-questions/{}/screen", text_of(&question, "id")?);
        office.step((&path, version_of(&question)?), &body).await?;
    }
    Ok(())
}

/// The office passes on what the society answered.
async fn hand_back(stage: &Stage<'_>) -> anyhow::Result<()> {
    let office = stage.visitor("office").await?;
    let mut asked = questions(&office).await?;
    asked.retain(|question| question["state"] == "answered");
    for question in asked {
        let path = format!("/review-questions/{}/release", text_of(&question, "id")?);
        let answer = json!({ "text": stage.data.reading.answer });
        office.step((&path, version_of(&question)?), &answer).await?;
    }
    Ok(())
}

/// The office deals with a hint and rates a sheet.
async fn look_into(stage: &Stage<'_>, phase: &str) -> anyhow::Result<()> {
    let said = &stage.data.reading;
    let office = stage.visitor("office").await?;
    let found = office.read(&format!("/review-phases/{phase}/aggregate")).await?;
    let hints = found["hints"].as_array().context("hints")?;
    let hint = hints.first().context("a hint: the third reviewer is far off")?;
    let path = format!("/review-hints/{}/handle", text_of(hint, "id")?);
    office.step((&path, version_of(hint)?), &json!({ "note": said.hint })).await?;
    let path = format!("/rounds/{EARLIER_ROUND}/review-assignments?state=accepted");
    let accepted = office.list(&path).await?;
    let judged = accepted.iter().find(|row| row["nomination"]["category"] == "NAT");
    let judged = judged.context("a review that was accepted")?;
    let path = format!("/review-assignments/{}/rating", text_of(judged, "id")?);
    let rating = json!({ "grade": 5, "words": said.rating });
    office.change(Method::PUT, (&path, 0), &rating).await?;
    Ok(())
}

/// The phase of INV: open since some days, with the first sheets of one reviewer in it. Of one nomination somebody began
/// a copy without names.
///
/// # Errors
/// The records failing, or requests that are refused.
pub(super) async fn open(stage: &Stage<'_>) -> anyhow::Result<()> {
    let opens = stage.days_ago(OPENED);
    let office = stage.visitor("office").await?;
    let path = format!("/rounds/{EARLIER_ROUND}/nominations?category=INV&sort=number");
    let of_category = office.list(&path).await?;
    let first = text_of(of_category.first().context("a nomination")?, "id")?;
    office.create(&format!("/nominations/{first}/redactions"), &json!({ "spans": [] })).await?;
    let of = (EARLIER_ROUND, "INV");
    let closes = stage.today + Duration::days(CLOSES_IN);
    deciding::open_phase(&office, of, (opens, closes), false).await?;
    stage.days_ago(2);
    let reviewer = stage.visitor(REVIEWERS[0]).await?;
    let judge = |row: &Value| {
        let at = place(row);
        (at < DONE).then(|| points(0, at))
    };
    deciding::score(&reviewer, EARLIER_ROUND, &judge).await?;
    Ok(())
}
