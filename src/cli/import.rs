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
    terminal,
};
use crate::{
    app::App,
    audit, disciplines,
    exchange::{
        self, Batch, Fault, Faults, FurtherColumn, Problem, ReadError, RowPolicy, Sheet, Summary,
    },
    experts, jobs, nominations,
    persistence::{Applied, Refusal, WriteTx},
    search,
    shared::hex_sha256,
    societies,
    track_record::{self, Definitions, FactRow, NominatorRow, model::HistoryRow},
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
trait Intake: Sheet + Send + 'static {
    /// Takes a batch inside the import's transaction.
    async fn apply(context: &Context<'_>, batch: &[Self]) -> Result<Applied, sea_orm::DbErr>;
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
struct Context<'a> {
    app: &'a App,
    tx: &'a WriteTx,
    arguments: &'a ImportArguments,
}

impl<'a> Context<'a> {
    /// Under whose name facts are recorded, and when.
    fn recording(&self) -> track_record::Recording<'a> {
        let now = self.app.clock.now();
        track_record::Recording { by: OPERATOR, now, ids: self.app.ids }
    }
}

macro_rules! intake {
    ($record:ty, $indexed:expr, |$context:ident, $batch:ident| $apply:expr) => {
        impl Intake for $record {
            const INDEXED: Option<&'static str> = $indexed;
            async fn apply(
                $context: &Context<'_>,
                $batch: &[Self],
            ) -> Result<Applied, sea_orm::DbErr> {
                $apply.await
            }
        }
    };
}

intake!(societies::model::Society, None, |c, batch| {
    societies::apply(&**c.tx, c.app.ids, c.app.clock.now(), batch)
});
intake!(disciplines::model::Discipline, None, |c, batch| { disciplines::apply(&**c.tx, batch) });
intake!(units::model::Unit, None, |c, batch| units::apply(&**c.tx, c.app.ids, batch));
intake!(experts::model::Expert, Some("expert"), |c, batch| {
    experts::apply_experts(&**c.tx, c.app.ids, c.app.clock.now(), batch)
});
intake!(experts::model::Affiliation, None, |c, batch| {
    experts::apply_affiliations(&**c.tx, c.app.ids, batch)
});
intake!(experts::model::Publication, Some("expert"), |c, batch| {
    experts::apply_publications(&**c.tx, c.app.ids, batch)
});
intake!(nominations::model::Nomination, Some("nomination"), |c, batch| take_nominations(c, batch));
intake!(nominations::model::Person, Some("nomination"), |c, batch| take_people(c, batch));
intake!(nominations::model::Paper, None, |c, batch| take_papers(c, batch));

intake!(nominations::barred::BarRecord, None, |c, batch| {
    let recording = nominations::barred::Recording {
        ids: c.app.ids,
        now: c.app.clock.now(),
        by: OPERATOR,
        sealer: &c.app.sealer,
    };
    nominations::barred::apply_bars(&**c.tx, recording, batch)
});

impl Intake for FactRow {
    const INDEXED: Option<&'static str> = None;

    async fn apply(context: &Context<'_>, batch: &[Self]) -> Result<Applied, sea_orm::DbErr> {
        let definitions = definitions()?;
        track_record::apply_facts(&**context.tx, context.recording(), &definitions, batch).await
    }

    async fn conclude(context: &Context<'_>) -> Result<Vec<String>, sea_orm::DbErr> {
        track_record::breaches(&**context.tx).await
    }
}

impl Intake for NominatorRow {
    const INDEXED: Option<&'static str> = None;

    async fn apply(context: &Context<'_>, batch: &[Self]) -> Result<Applied, sea_orm::DbErr> {
        let definitions = definitions()?;
        let round = context.arguments.round.unwrap_or_default();
        let (tx, recording) = (&**context.tx, context.recording());
        track_record::apply_nominators(tx, recording, &definitions, round, batch).await
    }

    async fn conclude(context: &Context<'_>) -> Result<Vec<String>, sea_orm::DbErr> {
        track_record::breaches(&**context.tx).await
    }
}

impl Intake for HistoryRow {
    const INDEXED: Option<&'static str> = None;

    async fn apply(context: &Context<'_>, batch: &[Self]) -> Result<Applied, sea_orm::DbErr> {
        let definitions = definitions()?;
        track_record::apply_history(&**context.tx, context.recording(), &definitions, batch).await
    }

    fn further() -> Vec<FurtherColumn> {
        let known = track_record::model::FURTHER_MEASURES;
        track_record::sheet::further_columns(known.iter().map(|measure| measure.name))
    }
}

fn definitions() -> Result<Definitions, sea_orm::DbErr> {
    Definitions::shipped().map_err(|error| sea_orm::DbErr::Custom(error.to_string()))
}

/// Puts each nomination into its round: that of `--round`, else the one in its own column.
async fn take_nominations(
    context: &Context<'_>,
    batch: &[nominations::model::Nomination],
) -> Result<Applied, sea_orm::DbErr> {
    let mut total = Applied::default();
    let mut rest: Vec<(usize, i32)> = Vec::new();
    for (index, nomination) in batch.iter().enumerate() {
        match context.arguments.round.or(nomination.round) {
            Some(year) => rest.push((index, year)),
            None => total.refuse_unknown(
                index,
                "round",
                "",
                &crate::shared::Bilingual::new(
                    "请用 --round 或 round 列指明年度",
                    "name the round with --round or in the column round",
                ),
            ),
        }
    }
    rest.sort_by_key(|(_, year)| *year);
    for group in rest.chunk_by(|one, other| one.1 == other.1) {
        let round =
            nominations::ensure_round(context.app, context.tx, OPERATOR, group[0].1).await?;
        let rows: Vec<_> = group.iter().map(|(index, _)| batch[*index].clone()).collect();
        let placing = nominations::Placing {
            round: round.id,
            state: context.arguments.state,
            now: context.app.clock.now(),
        };
        let applied =
            nominations::apply_nominations(&**context.tx, context.app.ids, placing, &rows).await?;
        total.inserted += applied.inserted;
        total.updated += applied.updated;
        total.unchanged += applied.unchanged;
        total.refused.extend(applied.refused.into_iter().map(|mut refusal| {
            refusal.index = group[refusal.index].0;
            refusal
        }));
    }
    Ok(total)
}

/// The round that `--round` names, which must be there for rows that belong to nominations.
async fn named_round(
    context: &Context<'_>,
) -> Result<Option<entity::ids::RoundId>, sea_orm::DbErr> {
    let Some(year) = context.arguments.round else {
        return Ok(None);
    };
    let round = nominations::ensure_round(context.app, context.tx, OPERATOR, year).await?;
    Ok(Some(round.id))
}

async fn take_people(
    context: &Context<'_>,
    batch: &[nominations::model::Person],
) -> Result<Applied, sea_orm::DbErr> {
    let round = named_round(context).await?;
    nominations::apply_people(&**context.tx, context.app.ids, round, batch).await
}

async fn take_papers(
    context: &Context<'_>,
    batch: &[nominations::model::Paper],
) -> Result<Applied, sea_orm::DbErr> {
    let round = named_round(context).await?;
    nominations::apply_papers(&**context.tx, context.app.ids, round, batch).await
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
        Kind::Bars => take::<nominations::barred::BarRecord>(app, arguments).await,
        Kind::Dossiers => Err(ImportError::Workbook),
        Kind::Facts => take::<FactRow>(app, arguments).await,
        Kind::History => take::<HistoryRow>(app, arguments).await,
        Kind::Nominators => take_nominators(app, arguments).await,
        Kind::Funnels => Err(ImportError::Funnels),
        Kind::Conflicts | Kind::Affinity | Kind::Assignments => Err(ImportError::ExportOnly),
    }
}

async fn take_nominators(app: &App, arguments: &ImportArguments) -> Result<Imported, ImportError> {
    arguments.round.ok_or(ImportError::NoRound)?;
    take::<NominatorRow>(app, arguments).await
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
