//! How far has the demonstration's society come? A timetable around today, a selection, two dossiers on
//! their way; made by its clerk and its head, with the clock held at the days of each deed.

use std::collections::BTreeMap;

use anyhow::Context as _;
use chrono::{DateTime, Duration, NaiveTime, Utc};
use entity::{
    ids::{AccountId, DossierId},
    vocabulary::{CouncilBody, DayCount, PublicityOutcome, Role},
};
use serde::Deserialize;

use crate::{
    app::App,
    authz::{Actor, Grant},
    demo::journey::prove_publicity,
    nominations::{
        dossier::{self, Address, Edit, NewDossier, Value},
        process::{
            self, CallText, NewDeadlineExtension, NewDossierResolution, NewPublicity, NewScore,
            NewSelectionCandidate, NewSelectionExpert, PublicityEnd, RoundTimetableBody,
            SelectionDecision,
        },
    },
    shared::{HeldClock, china_day},
};

const DATA: &str = include_str!("../../rules/demo/process.toml");

/// The society whose process is shown.
const SOCIETY: &str = "D-B-12";

/// Seventeen o'clock in Beijing, when nominating ends.
const CLOSING_HOUR_UTC: u32 = 9;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    timetable: TimetableData,
    extension: ExtensionData,
    dossier: Vec<DossierData>,
    publicity: PublicityData,
    council: CouncilData,
    selection: SelectionData,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimetableData {
    opened_days_ago: i64,
    #[serde(default)]
    correction_days: u32,
    closes_in_days: i64,
    basis: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExtensionData {
    society: String,
    days: i64,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DossierData {
    form: String,
    reach: String,
    note: String,
    values: BTreeMap<Address, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PublicityData {
    places: Vec<String>,
    units: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CouncilData {
    members: u32,
    present: u32,
    in_favour: u32,
    against: u32,
    abstained: u32,
    recused: u32,
    minutes: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SelectionData {
    text: String,
    expected: u32,
    summary: String,
    candidates: Vec<String>,
    expert: Vec<ExpertData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpertData {
    name: String,
    unit: String,
    points: Vec<Vec<u32>>,
}

fn actor(username: &str, role: Role, society: Option<&str>) -> Actor {
    Actor {
        account: AccountId(uuid::Uuid::nil()),
        username: username.to_owned(),
        grants: vec![Grant { role, society_code: society.map(str::to_owned) }],
    }
}

/// Whoever acts in the demonstration, and its clock.
struct Stage<'a> {
    app: &'a App,
    clock: &'a HeldClock,
    year: i32,
    today: DateTime<Utc>,
    clerk: Actor,
    head: Actor,
}

impl Stage<'_> {
    /// Lets it be so many days ago.
    fn days_ago(&self, days: i64) -> DateTime<Utc> {
        let then = self.today - Duration::days(days);
        self.clock.hold(then);
        then
    }
}

/// Sets the timetable, and takes the society's process so far.
///
/// # Errors
/// The records failing, or data that the use cases do not take.
pub(super) async fn fill(app: &App, clock: &HeldClock, year: i32) -> anyhow::Result<()> {
    let data: Data = toml::from_str(DATA)?;
    let stage = Stage {
        app,
        clock,
        year,
        today: app.clock.now(),
        clerk: actor("clerk", Role::SocietyClerk, Some(SOCIETY)),
        head: actor("head", Role::SocietyHead, Some(SOCIETY)),
    };
    let done = fill_all(&stage, data).await;
    clock.release();
    done
}

async fn fill_all(stage: &Stage<'_>, data: Data) -> anyhow::Result<()> {
    timetable(stage, &data.timetable, data.extension).await.context("the timetable")?;
    let mut dossiers = Vec::new();
    for one in data.dossier {
        let is_long_ago = one.reach == "council_approved";
        let id = under_review(stage, &one, if is_long_ago { 14 } else { 2 }).await?;
        if is_long_ago {
            approved(stage, id, (&data.publicity, &data.council)).await.context(one.form)?;
        }
        dossiers.push(id);
    }
    selection(stage, &data.selection, &dossiers).await.context("the selection")
}

/// The last instant of nominating: at five in the afternoon of Beijing, `days` from today.
fn closing(today: DateTime<Utc>, days: i64) -> DateTime<Utc> {
    let hour = NaiveTime::from_hms_opt(CLOSING_HOUR_UTC, 0, 0).unwrap_or(NaiveTime::MIN);
    china_day(today + Duration::days(days)).and_time(hour).and_utc()
}

async fn timetable(
    stage: &Stage<'_>,
    data: &TimetableData,
    extension: ExtensionData,
) -> anyhow::Result<()> {
    let (app, year) = (stage.app, stage.year);
    let office = actor("office", Role::AwardOffice, None);
    let admin = actor("admin", Role::AwardAdmin, None);
    let closes_at = closing(stage.today, data.closes_in_days);
    stage.days_ago(data.opened_days_ago + 5);
    let body = RoundTimetableBody {
        opens_at: closing(stage.today, -data.opened_days_ago),
        closes_at,
        cutoff: Some(china_day(stage.today - Duration::days(data.opened_days_ago))),
        publicity_days: 7,
        publicity_count: DayCount::Natural,
        correction_days: data.correction_days,
        basis: data.basis.clone(),
    };
    process::set_timetable(app, &office, (year, 0), body).await?;
    stage.days_ago(1);
    let new = NewDeadlineExtension {
        society_id: Some(extension.society),
        dossier_id: None,
        until: closes_at + Duration::days(extension.days),
        reason: extension.reason,
    };
    let id = process::ask_extension(app, &office, year, new, None).await?;
    process::confirm_extension(app, &admin, id).await?;
    Ok(())
}

/// Begins a dossier, writes it and asks for its review, `days` ago.
async fn under_review(
    stage: &Stage<'_>,
    data: &DossierData,
    days: i64,
) -> anyhow::Result<DossierId> {
    let (app, clerk) = (stage.app, &stage.clerk);
    stage.days_ago(days + 6);
    let new = NewDossier { society_id: SOCIETY.to_owned(), form_id: data.form.clone() };
    let id = dossier::create(app, clerk, stage.year, new, None).await?;
    let edit = |(address, value): (&Address, &Value)| Edit {
        address: address.clone(),
        value: Some(value.clone()),
        seen: 0,
        base: Vec::new(),
    };
    let edits: Vec<Edit> = data.values.iter().map(edit).collect();
    dossier::edit(app, clerk, id, &edits, None).await?;
    stage.days_ago(days);
    process::request_review(app, clerk, (id, None), Some(&data.note)).await?;
    Ok(id)
}

/// Takes a dossier through publicity and council.
async fn approved(
    stage: &Stage<'_>,
    id: DossierId,
    (publicity, council): (&PublicityData, &CouncilData),
) -> anyhow::Result<()> {
    let (app, clerk) = (stage.app, &stage.clerk);
    stage.days_ago(13);
    process::pass_review(app, &stage.head, (id, None)).await?;
    let begun = stage.days_ago(12);
    let new = NewPublicity {
        places: publicity.places.clone(),
        starts_on: china_day(begun),
        ends_on: china_day(begun + Duration::days(7)),
        units: publicity.units.clone(),
        missing_units: Vec::new(),
        proofs: Vec::new(),
    };
    process::begin_publicity(app, clerk, id, new, None).await?;
    stage.days_ago(4);
    let end = PublicityEnd {
        outcome: PublicityOutcome::NoObjection,
        objections: Vec::new(),
        is_affected: false,
        proofs: vec![prove_publicity(app, clerk, id).await?],
    };
    process::end_publicity(app, clerk, (id, None), end).await?;
    let met = stage.days_ago(3);
    let new = NewDossierResolution {
        dossiers: vec![id.0],
        body: CouncilBody::StandingCouncil,
        held_on: china_day(met),
        members: council.members,
        present: council.present,
        in_favour: council.in_favour,
        against: council.against,
        abstained: council.abstained,
        recused: council.recused,
        minutes: council.minutes.clone(),
        minutes_attachment: None,
    };
    process::resolve(app, clerk, stage.year, new, None).await?;
    Ok(())
}

async fn selection(
    stage: &Stage<'_>,
    data: &SelectionData,
    dossiers: &[DossierId],
) -> anyhow::Result<()> {
    let (app, year, clerk) = (stage.app, stage.year, &stage.clerk);
    let key = |letter: char, place: usize| format!("{letter}{}", place + 1);
    stage.days_ago(20);
    let candidate = |(place, title): (usize, &String)| NewSelectionCandidate {
        key: key('c', place),
        title: title.clone(),
        dossier_id: dossiers.get(place).map(|id| id.0),
    };
    let expert = |(place, one): (usize, &ExpertData)| NewSelectionExpert {
        key: key('e', place),
        name: one.name.clone(),
        unit: one.unit.clone(),
    };
    let text = CallText {
        society_id: SOCIETY.to_owned(),
        text: data.text.clone(),
        opens_at: closing(stage.today, -38),
        closes_at: closing(stage.today, -24),
        expected: data.expected,
        candidates: data.candidates.iter().enumerate().map(candidate).collect(),
        experts: data.expert.iter().enumerate().map(expert).collect(),
    };
    process::save_selection(app, clerk, (year, 0), text).await?;
    let criteria = process::criteria();
    for (place, one) in data.expert.iter().enumerate() {
        for (candidate, points) in one.points.iter().enumerate() {
            let recusal = points.is_empty().then(|| "与候选完成人同一单位".to_owned());
            let named = criteria.iter().map(|criterion| criterion.code.clone());
            let new = NewScore {
                society_id: SOCIETY.to_owned(),
                candidate: key('c', candidate),
                expert: key('e', place),
                points: named.zip(points.iter().copied()).collect(),
                recusal,
            };
            process::score_candidate(app, clerk, (year, None), new).await?;
        }
    }
    stage.days_ago(19);
    let decision = SelectionDecision {
        society_id: SOCIETY.to_owned(),
        chosen: vec![key('c', 0), key('c', 1)],
        reserve: vec![key('c', 2)],
        summary: data.summary.clone(),
    };
    process::decide_selection(app, &stage.head, (year, None), decision).await?;
    Ok(())
}
