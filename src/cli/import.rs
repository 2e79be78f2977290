//! `laurel import KIND FILE`: how does a file become records, whole or not at all?

use std::{path::Path, process::ExitCode};

use serde_json::json;
use tokio::{
    sync::mpsc::{self, error::SendError},
    task::JoinHandle,
};

use super::{
    accounts::OPERATOR,
    arguments::{ImportArguments, Kind},
    import_marks::{seen, tell, without_marked},
    terminal,
};
use crate::{
    app::App,
    audit, conflicts, disciplines,
    exchange::{
        self, Batch, Fault, Faults, FurtherColumn, Problem, ReadError, RowPolicy, Sheet, Summary,
    },
    experts, jobs, nominations,
    persistence::{Applied, Refusal, WriteTx},
    search,
    shared::hex_sha256,
    societies,
    track_record::{self, FactRow, NominatorRow, model::HistoryRow},
    units,
};

/// Rows taken at once: few enough for a statement's bound values, many enough to be quick.
const BATCH_ROWS: usize = 1_000;

/// What an import did, or would do.
#[derive(Debug, Default)]
pub(super) struct Imported {
    pub(super) inserted: u64,
    pub(super) updated: u64,
    pub(super) unchanged: u64,
    /// Rows left out, with what is wrong with them.
    pub(super) skipped: Faults,
    /// Rows that are none of the records' business, with why.
    passed_over: Faults,
    pub(super) skipped_rows: u64,
    pub(super) warnings: Vec<String>,
}

/// How a batch of one kind is taken; the thing that differs between the kinds.
pub(super) trait Intake: Sheet + Send + 'static {
    /// Takes a batch inside the import's transaction.
    async fn apply(context: &Context<'_>, batch: &[Self]) -> Result<Applied, ImportError>;
    /// The kind of thing whose search documents change.
    const INDEXED: Option<&'static str>;
    /// The columns of the kind that are not known in advance.
    fn further() -> Vec<FurtherColumn> {
        Vec::new()
    }
    /// What the records, with the whole file in them, hold against it.
    async fn conclude(_context: &Context<'_>) -> Result<Vec<String>, sea_orm::DbErr> {
        Ok(Vec::new())
    }
}

/// What every kind may need.
pub(super) struct Context<'a> {
    pub(super) app: &'a App,
    pub(super) tx: &'a WriteTx,
    pub(super) arguments: &'a ImportArguments,
}

impl<'a> Context<'a> {
    /// Under whose name facts are recorded, and when.
    pub(super) fn recording(&self) -> track_record::Recording<'a> {
        let now = self.app.clock.now();
        track_record::Recording { by: OPERATOR, now, ids: self.app.ids }
    }
}

/// Why an import was not carried out.
#[derive(Debug, thiserror::Error)]
pub(super) enum ImportError {
    /// The file is wrong; nothing was written.
    #[error("{0}")]
    Data(Faults),
    /// This kind is only exported.
    #[error("此类数据只能导出，不能导入 / this kind is exported, not imported")]
    ExportOnly,
    /// A dossier is a workbook of its own, not rows.
    #[error("提名材料是整本工作簿，不能按行导入 / a dossier is a workbook, not rows")]
    Workbook,
    /// Published counts make a policy, by a command of their own.
    #[error("历届数量用来生成政策，不能按行导入 / funnels make a policy, not rows")]
    Funnels,
    /// A table of nominators does not say of which round it is.
    #[error("请用 --round 指明年度 / name the round with --round")]
    NoRound,
    /// The records failing.
    #[error(transparent)]
    Store(#[from] sea_orm::DbErr),
    /// The file cannot be read.
    #[error("{0}")]
    File(#[from] std::io::Error),
}

/// Carries the command out and says what happened.
pub(super) async fn command(app: &App, arguments: &ImportArguments) -> anyhow::Result<ExitCode> {
    if arguments.kind == Kind::Dossiers {
        return super::import_dossier::command(app, arguments).await;
    }
    if arguments.kind == Kind::Funnels {
        return super::import_funnels::command(app, arguments).await;
    }
    let progress = terminal::bar("正在导入 / importing");
    let outcome = import(app, arguments).await;
    progress.finish_and_clear();
    match &outcome {
        Ok(Imported { skipped: faults, .. }) | Err(ImportError::Data(faults)) => {
            tell(app, arguments, seen(faults)).await;
        }
        Err(_) => {}
    }
    let imported = match outcome {
        Ok(imported) => imported,
        Err(error) => {
            terminal::complain(&error.to_string());
            terminal::complain("未写入任何数据 / nothing was written");
            return Ok(ExitCode::from(1));
        }
    };
    for warning in &imported.warnings {
        terminal::complain(&format!("警告 / warning: {warning}"));
    }
    for left_out in [&imported.passed_over, &imported.skipped] {
        if !left_out.is_empty() {
            terminal::complain(&left_out.to_string());
        }
    }
    let Imported { inserted, updated, unchanged, skipped_rows, .. } = imported;
    terminal::say(&tally(arguments.dry_run, [inserted, updated, unchanged, skipped_rows]));
    Ok(ExitCode::SUCCESS)
}

/// How many rows became something new, changed something, changed nothing and were left out.
pub(super) fn tally(is_dry: bool, [inserted, updated, unchanged, skipped]: [u64; 4]) -> String {
    let would = if is_dry { "试运行，将会 / dry run, would be" } else { "完成 / done" };
    format!(
        "{would}: 新增 {inserted}，更新 {updated}，不变 {unchanged}，跳过 {skipped} / \
         {inserted} new, {updated} changed, {unchanged} unchanged, {skipped} skipped"
    )
}

/// Imports a file in one transaction; a dry run rolls it back.
pub(super) async fn import(
    app: &App,
    arguments: &ImportArguments,
) -> Result<Imported, ImportError> {
    match arguments.kind {
        Kind::Societies => take::<societies::model::Society>(app, arguments).await,
        Kind::Disciplines => take::<disciplines::model::Discipline>(app, arguments).await,
        Kind::Units => take::<units::model::Unit>(app, arguments).await,
        Kind::Experts => take::<experts::model::Expert>(app, arguments).await,
        Kind::Affiliations => take::<experts::model::Affiliation>(app, arguments).await,
        Kind::Publications => take::<experts::model::Publication>(app, arguments).await,
        Kind::Nominations => take::<nominations::model::Nomination>(app, arguments).await,
        Kind::People => take::<nominations::model::Person>(app, arguments).await,
        Kind::Papers => take::<nominations::model::Paper>(app, arguments).await,
        Kind::Grants | Kind::Patents | Kind::Theses => take_works(app, arguments).await,
        Kind::Bars => take::<nominations::barred::BarRecord>(app, arguments).await,
        Kind::Dossiers => Err(ImportError::Workbook),
        Kind::Facts | Kind::History | Kind::Nominators => take_record(app, arguments).await,
        Kind::Funnels => Err(ImportError::Funnels),
        Kind::Conflicts | Kind::Affinity | Kind::Assignments | Kind::Results => {
            Err(ImportError::ExportOnly)
        }
    }
}

async fn take_works(app: &App, arguments: &ImportArguments) -> Result<Imported, ImportError> {
    match arguments.kind {
        Kind::Grants => take::<conflicts::Grant>(app, arguments).await,
        Kind::Patents => take::<conflicts::Patent>(app, arguments).await,
        _ => take::<conflicts::Thesis>(app, arguments).await,
    }
}

async fn take_record(app: &App, arguments: &ImportArguments) -> Result<Imported, ImportError> {
    match arguments.kind {
        Kind::Facts => take::<FactRow>(app, arguments).await,
        Kind::History => take::<HistoryRow>(app, arguments).await,
        _ => take::<NominatorRow>(app, arguments).await,
    }
}

/// Batches as they come, and how the reading ended.
type Reading<S> =
    (mpsc::Receiver<Batch<S>>, JoinHandle<Result<Summary, ReadError<SendError<Batch<S>>>>>);

/// Reads batches on a thread of its own, two ahead at the most, so that memory stays constant.
fn read_batches<S: Intake>(arguments: &ImportArguments) -> Reading<S> {
    let (sender, receiver) = mpsc::channel(2);
    let file = arguments.file.clone();
    let policy = policy(arguments);
    let reading = tokio::task::spawn_blocking(move || {
        let further = S::further();
        if further.is_empty() {
            let hand_over = |batch| sender.blocking_send(batch);
            return exchange::for_each_batch(&file, policy, BATCH_ROWS, hand_over);
        }
        // Such files hold a row for a society in a round: they are small.
        let read = exchange::read_all_with(&file, policy, &further).map_err(ReadError::Data)?;
        let batch = Batch { records: read.records, lines: read.lines };
        sender.blocking_send(batch).map_err(ReadError::Receiver)?;
        Ok(read.summary)
    });
    (receiver, reading)
}

fn policy(arguments: &ImportArguments) -> RowPolicy {
    if arguments.skip_bad_rows { RowPolicy::SkipBadRows } else { RowPolicy::Strict }
}

pub(super) fn file_digest(file: &Path) -> std::io::Result<String> {
    use sha2::{Digest as _, Sha256};
    let mut hasher = Sha256::new();
    std::io::copy(&mut std::fs::File::open(file)?, &mut hasher)?;
    Ok(hex::encode(hasher.finalize()))
}

async fn take<S: Intake>(app: &App, arguments: &ImportArguments) -> Result<Imported, ImportError> {
    let (mut batches, reading) = read_batches::<S>(arguments);
    let file = arguments.file.display().to_string();
    let tx = app.database.begin_write().await?;
    let context = Context { app, tx: &tx, arguments };
    let mut imported = Imported::default();
    while let Some(batch) = batches.recv().await {
        let read = batch.records.len();
        let batch = without_marked(&file, batch, &mut imported.skipped);
        imported.skipped_rows += (read - batch.records.len()) as u64;
        if batch.records.is_empty() {
            continue;
        }
        let applied = S::apply(&context, &batch.records).await?;
        imported.inserted += applied.inserted;
        imported.updated += applied.updated;
        imported.unchanged += applied.unchanged;
        imported.skipped_rows += (applied.refused.len() + applied.passed_over.len()) as u64;
        for refusal in applied.refused {
            imported.skipped.push(fault(&file, &batch.lines, refusal));
        }
        for refusal in applied.passed_over {
            imported.passed_over.push(fault(&file, &batch.lines, refusal));
        }
    }
    let summary = match reading.await {
        Ok(Ok(summary)) => summary,
        Ok(Err(ReadError::Data(faults))) => return Err(ImportError::Data(faults)),
        Ok(Err(ReadError::Receiver(error))) => {
            return Err(sea_orm::DbErr::Custom(error.to_string()).into());
        }
        Err(error) => return Err(sea_orm::DbErr::Custom(error.to_string()).into()),
    };
    if !arguments.skip_bad_rows && !imported.skipped.is_empty() {
        return Err(ImportError::Data(imported.skipped));
    }
    let breaches = S::conclude(&context).await?;
    if !breaches.is_empty() {
        return Err(ImportError::Data(contradictory(&file, breaches)));
    }
    for fault in summary.skipped.kept {
        imported.skipped.push(fault);
    }
    imported.skipped_rows += summary.skipped_rows;
    imported.warnings = summary.warnings.iter().map(ToString::to_string).collect();
    if !arguments.dry_run {
        record(app, &tx, arguments, S::KIND, S::INDEXED, &imported).await?;
        tx.commit().await?;
        app.wake.ring();
    }
    Ok(imported)
}

/// A row that is not taken, by its place in the file.
fn fault(file: &str, lines: &[u64], refusal: Refusal) -> Fault {
    Fault {
        file: file.to_owned(),
        line: lines.get(refusal.index).copied(),
        column: Some(refusal.column.to_owned()),
        problem: Problem::Rule { zh: refusal.why.zh, en: refusal.why.en },
    }
}

/// Faults of a file whose rows are right one by one, but not together.
fn contradictory(file: &str, breaches: Vec<String>) -> Faults {
    let mut faults = Faults::default();
    for breach in breaches {
        faults.push(Fault {
            file: file.to_owned(),
            line: None,
            column: None,
            problem: Problem::Rule {
                zh: format!("数据矛盾：{breach}"),
                en: format!("the counts contradict each other: {breach}"),
            },
        });
    }
    faults
}

/// Leaves the audit record and the job of the index, when anything changed.
async fn record(
    app: &App,
    tx: &WriteTx,
    arguments: &ImportArguments,
    kind: &str,
    indexed: Option<&str>,
    imported: &Imported,
) -> Result<(), ImportError> {
    if imported.inserted + imported.updated == 0 {
        return Ok(());
    }
    let now = app.clock.now();
    let counts = json!({
        "inserted": imported.inserted, "updated": imported.updated, "skipped": imported.skipped_rows,
    });
    let entry = audit::Entry {
        actor: OPERATOR.to_owned(),
        action: format!("{kind}.import"),
        subject: arguments.round.map_or_else(|| kind.to_owned(), |year| format!("round/{year}")),
        before_digest: Some(file_digest(&arguments.file)?),
        after_digest: Some(hex_sha256(counts.to_string().as_bytes())),
        reason: Some(counts.to_string()),
        ..audit::Entry::default()
    };
    audit::record(&**tx, now, entry).await?;
    if let Some(indexed) = indexed {
        jobs::enqueue(&**tx, app.ids, now, search::FOLLOW, json!({ "kind": indexed })).await?;
    }
    Ok(())
}
