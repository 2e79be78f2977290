//! How do assignments come into a draft from a file? With what they bring about said first, and whole or not
//! at all.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use entity::{
    ids::{AssignmentPlanId, NominationId},
    vocabulary::{PairStanding, PlanChangeKind, PlanState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    errors::AssignmentError,
    model::{Ground, NominationFacts, Pair, Pairs},
    plan::{Batch, Whole, keep},
    store,
    views::Consequences,
    walled::consequences_behind,
};
use crate::{
    app::App,
    authz::{Action, Actor, Wall, Walled, permit, wall_in_round},
    exchange::{self, Faults, RowPolicy},
    matching::sheet::PairRow,
};

/// Faults that an answer tells; the rest are counted.
const MOST_FAULTS: usize = 200;

/// What becomes of the pairs that the file does not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PlanImportMode)]
pub(super) enum Mode {
    /// They stay.
    #[default]
    Add,
    /// They go; pins and bans stay.
    Replace,
}

/// A row that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AssignmentImportFault)]
pub(super) struct ImportFault {
    /// The line of the file, from 1; none where the whole file is at fault.
    pub line: Option<u64>,
    /// The column.
    pub column: Option<String>,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// What came of an import, or would come.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PlanImport {
    /// What is wrong with the file, 200 at most; with one fault nothing is written.
    pub faults: Vec<ImportFault>,
    /// How many faults there are.
    pub fault_count: u64,
    /// Rows that were read.
    pub rows: usize,
    /// What it brings about; none where there are faults.
    pub consequences: Option<Consequences>,
    /// Whether it was written.
    pub written: bool,
}

/// How a file is taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taking<'a> {
    pub(super) mode: Mode,
    pub(super) is_dry_run: bool,
    pub(super) reason: &'a str,
}

/// Rows of a file with the lines on which they stand.
struct Rows {
    rows: Vec<PairRow>,
    lines: Vec<u64>,
}

/// Takes a file into a draft that was seen at `seen`, or says what would come of it.
///
/// # Errors
/// Not the actor's to do, no such draft, an interest of his own in a nomination, somebody was faster.
pub(super) async fn take(
    app: &App,
    actor: &Actor,
    (id, seen): (AssignmentPlanId, i64),
    (bytes, how): (Vec<u8>, Taking<'_>),
) -> Result<PlanImport, AssignmentError> {
    permit(actor, Action::ManageAssignments)?;
    let name: Uuid = app.ids.next();
    let folder = app.config.data_dir.join("work").join(name.to_string());
    let read = tokio::task::spawn_blocking(move || read(&folder, &bytes))
        .await
        .map_err(|error| AssignmentError::Inside(error.to_string()))?
        .map_err(|error| AssignmentError::Inside(error.to_string()))?;
    let rows = match read {
        Ok(rows) => rows,
        Err(faults) => return Ok(refused(&faults)),
    };
    let tx = app.database.begin_read().await?;
    let mut whole = Whole::read(&tx, id).await?;
    if whole.row.state != PlanState::Draft {
        return Err(AssignmentError::Plan(whole.row.state));
    }
    let wall = wall_in_round(&*tx, actor, whole.row.round_id).await?;
    admit(&wall, &whole.ground, (&rows, how.mode))?;
    let codes: BTreeSet<String> = rows.rows.iter().map(|row| row.expert_id.clone()).collect();
    let codes: Vec<String> = codes.into_iter().collect();
    let experts = store::experts_by_code(&*tx, &codes).await?;
    store::extend(&*tx, &mut whole.ground, experts.values().copied()).await?;
    drop(tx);
    let (pairs, faults) = merged(&whole.ground, &whole.pairs, (&rows, &experts), how.mode);
    if !faults.is_empty() {
        return Ok(with_faults(faults, rows.rows.len()));
    }
    let asked: BTreeSet<_> = pairs.keys().copied().collect();
    let found = consequences_behind(&wall, &whole.ground, (&whole.pairs, &pairs), &asked);
    let written = !how.is_dry_run && pairs != whole.pairs;
    if written {
        let batch =
            Batch { asked: vec![None], otherwise: PlanChangeKind::Import, reason: how.reason };
        keep(app, actor, (whole, seen), (&pairs, &batch)).await?;
    }
    Ok(PlanImport {
        faults: Vec::new(),
        fault_count: 0,
        rows: rows.rows.len(),
        consequences: Some(found),
        written,
    })
}

/// Lets somebody take a file in who is kept from some nominations: it names none of them, and their pairs stay.
fn admit(wall: &Wall, ground: &Ground, (rows, mode): (&Rows, Mode)) -> Result<(), Walled> {
    if mode == Mode::Replace {
        wall.admit_to_all()?;
    }
    let named: BTreeSet<&str> = rows.rows.iter().map(|row| row.nomination_id.as_str()).collect();
    let is_named = |facts: &NominationFacts| named.contains(facts.number.as_str());
    let mut found = ground.nominations.iter().filter(|(_, facts)| is_named(facts));
    found.try_for_each(|(id, _)| wall.admit(*id))
}

/// The rows of a file, by way of a file in a folder of its own.
fn read(folder: &Path, bytes: &[u8]) -> std::io::Result<Result<Rows, Faults>> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join("assignments");
    std::fs::write(&path, bytes)?;
    let read = exchange::read_all::<PairRow>(&path, RowPolicy::Strict);
    std::fs::remove_dir_all(folder)?;
    Ok(read.map(|outcome| Rows { rows: outcome.records, lines: outcome.lines }))
}

/// A sentence in both languages, as the readers of files say it.
fn both(sentence: &str) -> (String, String) {
    let (zh, en) = sentence.split_once(" / ").unwrap_or((sentence, sentence));
    (zh.to_owned(), en.to_owned())
}

fn refused(faults: &Faults) -> PlanImport {
    let told = faults.kept.iter().take(MOST_FAULTS).map(|fault| {
        let (zh, en) = both(&fault.problem.to_string());
        ImportFault { line: fault.line, column: fault.column.clone(), zh, en }
    });
    PlanImport {
        faults: told.collect(),
        fault_count: faults.total,
        rows: 0,
        consequences: None,
        written: false,
    }
}

fn with_faults(mut faults: Vec<ImportFault>, rows: usize) -> PlanImport {
    let fault_count = faults.len() as u64;
    faults.truncate(MOST_FAULTS);
    PlanImport { faults, fault_count, rows, consequences: None, written: false }
}

/// The pairs with those of a file, and the rows that cannot be taken.
fn merged(
    ground: &Ground,
    old: &Pairs,
    (rows, experts): (&Rows, &BTreeMap<String, entity::ids::ExpertId>),
    mode: Mode,
) -> (Pairs, Vec<ImportFault>) {
    let numbers: BTreeMap<&str, NominationId> =
        ground.nominations.iter().map(|(id, facts)| (facts.number.as_str(), *id)).collect();
    let stays = |pair: &Pair| mode == Mode::Add || pair.standing != PairStanding::Assigned;
    let mut pairs: Pairs =
        old.iter().filter(|(_, pair)| stays(pair)).map(|(key, pair)| (*key, *pair)).collect();
    let mut faults = Vec::new();
    for (row, line) in rows.rows.iter().zip(&rows.lines) {
        let mut fault = |column: &str, zh: String, en: String| {
            let column = Some(column.to_owned());
            faults.push(ImportFault { line: Some(*line), column, zh, en });
        };
        let (number, code) =
            (exchange::excerpt(&row.nomination_id), exchange::excerpt(&row.expert_id));
        let nomination = numbers.get(row.nomination_id.as_str());
        let expert = experts.get(&row.expert_id);
        if nomination.is_none() {
            fault(
                "nomination_id",
                format!("没有待评审的提名 {number}"),
                format!("no nomination {number} is to be reviewed"),
            );
        }
        if expert.is_none() {
            fault(
                "expert_id",
                format!("专家库没有 {code}"),
                format!("no expert {code} in the pool"),
            );
        }
        let (Some(nomination), Some(expert)) = (nomination, expert) else { continue };
        let key = (*nomination, *expert);
        let stands = pairs.get(&key).copied();
        if ground.bars.contains(&key) {
            fault(
                "expert_id",
                format!("{code} 对 {number} 须回避"),
                format!("{code} is barred from {number} by a conflict of interest"),
            );
        } else if stands.is_some_and(|pair| !pair.is_living()) {
            fault(
                "expert_id",
                format!("{code} 与 {number} 的配对已排除"),
                format!("{code} is banned from {number} in this plan"),
            );
        } else if stands.is_none() {
            let score = ground.scores.get(&key).copied();
            pairs.insert(key, Pair { standing: PairStanding::Assigned, score });
        }
    }
    (pairs, faults)
}
