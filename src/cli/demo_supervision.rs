//! How does the demonstration get its taskbooks? By the deeds of its people, one after the other.

use std::collections::BTreeMap;

use anyhow::Context as _;
use chrono::{Days, NaiveDate};
use entity::{
    ids::{AccountId, AssessmentId, TaskbookId},
    vocabulary::{
        AssessmentAspect, CouncilBody, DisclosureKind, FindingGrade, LibraryKind, Role,
        TaskbookKind, TaskbookParty, TaskbookStage, TaskbookState,
    },
};
use serde::Deserialize;

use crate::{
    app::App,
    authz::{Actor, Grant},
    shared::{Language, china_day},
    supervision::{
        self, Move, MoveRequest, NewReport, TickChange,
        model::{Aim, Content, Draft, Fund, Indicator, Task},
    },
};

const DATA: &str = include_str!("../../rules/demo/supervision.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    taskbook: Vec<TaskbookData>,
    meeting: Vec<MeetingData>,
    assessment: AssessmentData,
    disclosure: Vec<DisclosureData>,
    library: Vec<LibraryData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TaskData {
    code: String,
    title: String,
    owner: String,
    due: i64,
    weight: u32,
    #[serde(default)]
    done: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorData {
    code: String,
    name: String,
    unit: String,
    aim: Aim,
    target: i64,
    weight: u32,
    actual: Option<i64>,
    #[serde(default)]
    evidence: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TaskbookData {
    number: String,
    kind: TaskbookKind,
    society: String,
    title: String,
    round: i32,
    department: String,
    leader_name: String,
    leader_post: String,
    starts: i64,
    ends: i64,
    state: TaskbookState,
    stage: TaskbookStage,
    #[serde(default)]
    reason: String,
    resolution: Option<[u32; 6]>,
    #[serde(default)]
    signed_by: Vec<TaskbookParty>,
    goals: Vec<String>,
    #[serde(default)]
    quality: Vec<String>,
    #[serde(default)]
    clauses: Vec<String>,
    tasks: Vec<TaskData>,
    indicators: Vec<IndicatorData>,
    #[serde(default)]
    funds: Vec<Fund>,
    #[serde(default)]
    ticks: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActionData {
    text: String,
    owner: String,
    society: Option<String>,
    due: i64,
    done: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeetingData {
    title: String,
    taskbook: String,
    #[serde(default)]
    societies: Vec<String>,
    day: i64,
    place: String,
    participants: Vec<String>,
    minutes: String,
    #[serde(default)]
    items: Vec<ActionData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FindingData {
    society: String,
    aspect: AssessmentAspect,
    grade: FindingGrade,
    satisfaction: Option<i32>,
    text: String,
    reply: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AssessmentData {
    assessor: String,
    seed: String,
    findings: Vec<FindingData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DisclosureData {
    society: String,
    taskbook: String,
    kind: DisclosureKind,
    title: String,
    title_en: Option<String>,
    body: String,
    link: Option<String>,
    withdrawn: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LibraryData {
    kind: LibraryKind,
    title: String,
    title_en: Option<String>,
    society: Option<String>,
    body: String,
}

/// The people of the demonstration by what they do.
fn person(username: &str, role: Role, society: Option<&str>) -> Actor {
    Actor {
        account: AccountId(uuid::Uuid::nil()),
        username: username.to_owned(),
        grants: vec![Grant { role, society_code: society.map(str::to_owned) }],
    }
}

fn cast() -> Actor {
    person("cast", Role::Cast, None)
}

/// The account of the department, as `rules/demo/accounts.toml` has it.
const DEPARTMENT: &str = "department";

fn department() -> Actor {
    person(DEPARTMENT, Role::Department, None)
}

fn head(society: &str) -> Actor {
    person("head", Role::SocietyHead, Some(society))
}

/// The day so many days after `today`.
fn day(today: NaiveDate, days: i64) -> NaiveDate {
    let distance = Days::new(days.unsigned_abs());
    let found =
        if days < 0 { today.checked_sub_days(distance) } else { today.checked_add_days(distance) };
    found.unwrap_or(today)
}

fn draft(data: &TaskbookData, today: NaiveDate) -> Draft {
    let tasks = data.tasks.iter().map(|task| Task {
        code: task.code.clone(),
        title: task.title.clone(),
        owner: task.owner.clone(),
        due: day(today, task.due),
        weight: task.weight,
    });
    let indicators = data.indicators.iter().map(|one| Indicator {
        code: one.code.clone(),
        name: one.name.clone(),
        unit: one.unit.clone(),
        aim: one.aim,
        target: one.target,
        weight: one.weight,
    });
    Draft {
        number: data.number.clone(),
        kind: data.kind,
        society_id: data.society.clone(),
        title: data.title.clone(),
        round: data.round,
        department: data.department.clone(),
        department_account: Some(DEPARTMENT.to_owned()),
        cast_unit: "中国科协学会部（演示）".to_owned(),
        leader_name: data.leader_name.clone(),
        leader_post: data.leader_post.clone(),
        starts_on: day(today, data.starts),
        ends_on: day(today, data.ends),
        content: Content {
            goals: data.goals.clone(),
            tasks: tasks.collect(),
            quality: data.quality.clone(),
            indicators: indicators.collect(),
            funds: data.funds.clone(),
            clauses: data.clauses.clone(),
        },
    }
}

/// Makes everything of supervision in the demonstration.
pub(super) async fn fill(app: &App) -> anyhow::Result<()> {
    let data: Data = toml::from_str(DATA).context("rules/demo/supervision.toml")?;
    let today = china_day(app.clock.now());
    let mut taskbooks: BTreeMap<String, TaskbookId> = BTreeMap::new();
    for one in &data.taskbook {
        let id = supervision::create(app, &cast(), draft(one, today), None).await?;
        taskbooks.insert(one.number.clone(), id);
        sign(app, one, id, today).await.context(one.number.clone())?;
    }
    for meeting in &data.meeting {
        hold(app, meeting, &taskbooks, today).await.context(meeting.title.clone())?;
    }
    for one in &data.disclosure {
        disclose(app, one, &taskbooks).await.context(one.title.clone())?;
    }
    for one in &data.taskbook {
        let id = taskbooks.get(&one.number).copied().context("a taskbook is missing")?;
        carry_out(app, one, id).await.context(one.number.clone())?;
    }
    assess(app, &data.assessment, today).await?;
    for one in data.library {
        let entry = supervision::NewEntry {
            kind: one.kind,
            title: one.title,
            title_en: one.title_en,
            body: one.body,
            society_id: one.society,
        };
        supervision::put_into_library(app, &cast(), entry, None).await?;
    }
    Ok(())
}

async fn version(app: &App, id: TaskbookId) -> anyhow::Result<i64> {
    Ok(supervision::detail(app, &cast(), Language::Chinese, id).await?.version)
}

/// The council approves the leader, and the parties sign.
async fn sign(
    app: &App,
    data: &TaskbookData,
    id: TaskbookId,
    today: NaiveDate,
) -> anyhow::Result<()> {
    let society = head(&data.society);
    if let Some([members, present, in_favour, against, abstained, recused]) = data.resolution {
        let held_on = day(today, data.starts.min(0) - 5);
        let resolution = supervision::NewResolution {
            body: CouncilBody::Council,
            held_on,
            members,
            present,
            in_favour,
            against,
            abstained,
            recused,
            minutes: format!(
                "理事会于 {held_on} 召开会议，审议《{}》，批准 {} 为项目负责人。",
                data.title, data.leader_name
            ),
        };
        supervision::resolve(app, &society, id, resolution, None).await?;
    }
    let everyone = data.state != TaskbookState::Draft;
    let digest = draft(data, today).digest();
    for &party in TaskbookParty::ALL {
        if !everyone && !data.signed_by.contains(&party) {
            continue;
        }
        let (actor, name) = match party {
            TaskbookParty::Society => (society.clone(), data.leader_name.as_str()),
            TaskbookParty::Department => (department(), "温既明"),
            TaskbookParty::Cast => (cast(), "顾思峤"),
        };
        supervision::sign(app, &actor, id, name, &digest).await?;
    }
    Ok(())
}

async fn tick(app: &App, data: &TaskbookData, id: TaskbookId, code: &str) -> anyhow::Result<()> {
    let change = TickChange {
        is_done: true,
        note: "见工作台账（演示）。".to_owned(),
        evidence: String::new(),
    };
    // The item is the society's or CAST's to tick.
    let place = (id, None);
    match supervision::tick(app, &head(&data.society), place, code, change.clone()).await {
        Err(supervision::SupervisionError::Denied) => {
            supervision::tick(app, &cast(), place, code, change).await?;
        }
        other => other?,
    }
    Ok(())
}

async fn move_on(app: &App, id: TaskbookId, happens: Move, reason: &str) -> anyhow::Result<()> {
    let seen = version(app, id).await?;
    let request = MoveRequest { happens, reason: reason.to_owned() };
    supervision::make_move(app, &cast(), id, seen, request).await?;
    Ok(())
}

/// Reports, ticks, stages and moves, to where the data says that the taskbook stands.
async fn carry_out(app: &App, data: &TaskbookData, id: TaskbookId) -> anyhow::Result<()> {
    if data.state == TaskbookState::Draft {
        return Ok(());
    }
    move_on(app, id, Move::Begin, "").await?;
    report_results(app, data, id).await?;
    for code in ["plan_reported", "society_selected", "implementation_plan", "norms_drafted"] {
        tick(app, data, id, code).await?;
    }
    for code in &data.ticks {
        tick(app, data, id, code).await?;
    }
    tick(app, data, id, "collected_and_reported").await?;
    while supervision::detail(app, &cast(), Language::Chinese, id).await?.summary.stage
        != data.stage.as_str()
    {
        let seen = version(app, id).await?;
        supervision::advance(app, &cast(), id, seen).await?;
    }
    match data.state {
        TaskbookState::Suspended => move_on(app, id, Move::Suspend, &data.reason).await,
        TaskbookState::Closed => move_on(app, id, Move::Close, "").await,
        _ => Ok(()),
    }
}

/// What the society reports of its indicators and tasks.
async fn report_results(app: &App, data: &TaskbookData, id: TaskbookId) -> anyhow::Result<()> {
    let society = head(&data.society);
    for one in &data.indicators {
        let Some(value) = one.actual else { continue };
        let report = NewReport {
            is_task: false,
            code: one.code.clone(),
            value,
            evidence: one.evidence.clone(),
        };
        supervision::report(app, &society, id, report, None).await?;
    }
    for task in &data.tasks {
        let Some(value) = task.done else { continue };
        let evidence = "任务进展记录（演示）".to_owned();
        let report = NewReport { is_task: true, code: task.code.clone(), value, evidence };
        supervision::report(app, &society, id, report, None).await?;
    }
    Ok(())
}

async fn hold(
    app: &App,
    data: &MeetingData,
    taskbooks: &BTreeMap<String, TaskbookId>,
    today: NaiveDate,
) -> anyhow::Result<()> {
    let at = day(today, data.day).and_hms_opt(1, 30, 0).context("no such hour")?;
    let text = supervision::MeetingText {
        title: data.title.clone(),
        held_at: at.and_utc(),
        place: data.place.clone(),
        taskbook_id: taskbooks.get(&data.taskbook).map(|id| id.0),
        society_ids: data.societies.clone(),
        participants: data.participants.clone(),
        minutes: data.minutes.clone(),
    };
    let meeting = supervision::hold(app, &cast(), text, None).await?;
    for item in &data.items {
        let new = supervision::NewActionItem {
            text: item.text.clone(),
            owner: item.owner.clone(),
            society_id: item.society.clone(),
            due_on: day(today, item.due),
        };
        let id = supervision::ask(app, &cast(), meeting, new, None).await?;
        if let Some(note) = &item.done {
            let done = supervision::Done { note: note.clone() };
            supervision::finish(app, &cast(), id, 1, done).await?;
        }
    }
    Ok(())
}

async fn disclose(
    app: &App,
    data: &DisclosureData,
    taskbooks: &BTreeMap<String, TaskbookId>,
) -> anyhow::Result<()> {
    let society = head(&data.society);
    let new = supervision::NewDisclosure {
        society_id: data.society.clone(),
        taskbook_id: taskbooks.get(&data.taskbook).map(|id| id.0),
        kind: data.kind,
        title: data.title.clone(),
        title_en: data.title_en.clone(),
        body: data.body.clone(),
        link: data.link.clone(),
    };
    let id = supervision::disclose(app, &society, new, None).await?;
    if let Some(reason) = &data.withdrawn {
        let why = supervision::WithdrawalText { reason: reason.clone() };
        supervision::withdraw_disclosure(app, &society, id, why).await?;
    }
    Ok(())
}

async fn assess(app: &App, data: &AssessmentData, today: NaiveDate) -> anyhow::Result<()> {
    use chrono::Datelike as _;
    let new = supervision::NewAssessment {
        year: today.year(),
        assessor: data.assessor.clone(),
        seed: Some(data.seed.clone()),
    };
    let id: AssessmentId = supervision::order(app, &cast(), new, None).await?;
    for one in &data.findings {
        let new = supervision::NewFinding {
            society_id: one.society.clone(),
            aspect: one.aspect,
            grade: one.grade,
            satisfaction: one.satisfaction,
            text: one.text.clone(),
        };
        let finding = supervision::find(app, &cast(), id, new, None).await?;
        if let Some(reply) = &one.reply {
            supervision::reply(app, &head(&one.society), finding, reply).await?;
        }
    }
    Ok(())
}
