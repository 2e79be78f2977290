//! `laurel import funnels FILE`: how do published counts of past rounds become the base rates of a policy?

use std::{path::Path, process::ExitCode};

use super::{
    accounts::OPERATOR,
    arguments::ImportArguments,
    import::{file_digest, tally},
    import_marks::{self, checked_name, tell_marked},
    terminal,
};
use crate::{
    app::App,
    exchange::{self, Fault, Faults, Problem, RowPolicy},
    quotas::{
        engine::Policy,
        funnels::{self, Base, FunnelRow},
        policies::{self, DEFAULT_POLICY},
    },
};

/// Makes the policy that ships anew with the base rates of the file, as another version of it, and says
/// of what they are made. Nobody is bound by it before CAST applies it.
///
/// # Errors
/// The file is wrong or gives no rate, the records failing.
pub(super) async fn command(app: &App, arguments: &ImportArguments) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(
        !arguments.skip_bad_rows,
        "基准比率须取自整份数据，不能跳过错行 / base rates rest on the whole file: no row is skipped"
    );
    let rows = match read(arguments) {
        Ok(rows) => rows,
        Err(faults) => {
            import_marks::tell(app, arguments, import_marks::seen(&faults)).await;
            return Err(faults.into());
        }
    };
    let policy = Policy::parse(DEFAULT_POLICY)?;
    let bases = funnels::bases(&policy, &rows);
    anyhow::ensure!(
        !bases.is_empty(),
        "没有哪一年公布了某个比率的两个阶段 / in no year were both stages of a rate published"
    );
    let (content, rebased) = funnels::policy_with(&policy, DEFAULT_POLICY, &bases)?;
    tell(&policy, &bases);
    let is_kept = policies::kept(app, &content).await?.is_some();
    if !is_kept && !arguments.dry_run {
        let note = note(&checked_name(app, arguments).await?, &arguments.file)?;
        policies::keep_once(app, OPERATOR, (content.as_str(), &rebased), &note).await?;
    }
    let counts = if is_kept { [0, 0, 1, 0] } else { [1, 0, 0, 0] };
    terminal::say(&tally(arguments.dry_run, counts));
    Ok(ExitCode::SUCCESS)
}

/// The rows, which agree with each other.
fn read(arguments: &ImportArguments) -> Result<Vec<FunnelRow>, Faults> {
    let read = exchange::read_all::<FunnelRow>(&arguments.file, RowPolicy::Strict)?;
    let mut faults = Faults::default();
    let file = arguments.file.display().to_string();
    for (row, line) in read.records.iter().zip(&read.lines) {
        tell_marked(row, (&file, *line), &mut faults);
    }
    for breach in funnels::breaches(&read.records) {
        faults.push(Fault {
            file: file.clone(),
            line: read.lines.get(breach.row).copied(),
            column: Some(breach.column.to_owned()),
            problem: Problem::Rule { zh: breach.why.zh, en: breach.why.en },
        });
    }
    for warning in &read.summary.warnings {
        terminal::complain(&format!("警告 / warning: {warning}"));
    }
    if faults.is_empty() { Ok(read.records) } else { Err(faults) }
}

/// Says each base rate with its years, and which indicators keep theirs.
fn tell(policy: &Policy, bases: &[Base]) {
    for base in bases {
        let Base { indicator, name, part, whole, .. } = base;
        let told = base.told();
        terminal::say(&format!(
            "{indicator} {}：{part}/{whole}（{}） / {indicator} {}: {part} of {whole} ({})",
            name.zh, told.zh, name.en, told.en
        ));
    }
    for indicator in funnels::unserved(policy, bases) {
        let (id, name) = (&indicator.id, &indicator.name);
        terminal::complain(&format!(
            "{id} {}：没有哪一年公布了两个阶段，基准不变 / {id} {}: in no year were both stages published, \
             its base stays",
            name.zh, name.en
        ));
    }
}

/// Why the policy was written: the file, by its name and digest.
fn note(name: &str, file: &Path) -> anyhow::Result<String> {
    let digest = file_digest(file)?;
    Ok(format!(
        "基准比率取自历届数量 {name} / base rates from the published counts of {name} (SHA-256 {digest})"
    ))
}
