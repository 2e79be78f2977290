//! `laurel match --round Y`: a match run from the terminal, stored like one from the page.

use std::process::ExitCode;

use super::{
    accounts::OPERATOR,
    arguments::{Aim, MatchArguments},
    terminal,
};
use crate::{
    app::App,
    matching::{self, MatchParameters, MatchReport, ObjectiveName, Progress, run},
};

fn parameters(arguments: &MatchArguments) -> MatchParameters {
    MatchParameters {
        per_nomination: arguments.per_nomination,
        max_load: arguments.max_load,
        min_load: arguments.min_load,
        max_per_unit: arguments.max_per_unit,
        least_score: arguments.least_score,
        objective: match arguments.objective {
            Aim::Sum => ObjectiveName::Sum,
            Aim::Leximin => ObjectiveName::Leximin,
            Aim::Random => ObjectiveName::Random,
        },
        max_probability: arguments.max_probability,
        seed: arguments.seed,
    }
}

/// Carries the command out and says what was found.
pub(super) async fn command(app: &App, arguments: &MatchArguments) -> anyhow::Result<ExitCode> {
    let begun = std::time::Instant::now();
    let id =
        run::request(app, OPERATOR, arguments.round, &parameters(arguments), run::Carrier::Caller)
            .await?;
    let bar = terminal::bar("正在匹配 / matching");
    let watch = |progress: Progress| bar.set_message(progress.stage.as_str());
    let outcome = run::execute_requested(app, id, &watch).await;
    bar.finish_and_clear();
    outcome?;
    let found = matching::find_run(app.database.reader(), id).await?;
    let Some(report) = found.as_ref().and_then(|run| run.report.as_ref()) else {
        anyhow::bail!("the run left no report");
    };
    terminal::say(&summary(&id.to_string(), report, begun.elapsed()));
    for unfilled in &report.unfilled {
        let nomination = &unfilled.nomination.nomination_id;
        let (missing, zh, en) = (unfilled.missing, &unfilled.zh, &unfilled.en);
        terminal::complain(&format!(
            "{nomination}: 缺 {missing} 人：{zh} / {missing} missing: {en}"
        ));
    }
    Ok(ExitCode::from(if report.unfilled.is_empty() { 0 } else { 3 }))
}

fn summary(id: &str, report: &MatchReport, taken: std::time::Duration) -> String {
    let MatchReport { nominations, experts, demand, met, total_score, .. } = report;
    let bars: u32 =
        report.conflicts.iter().filter(|one| one.severity == "bar").map(|one| one.count).sum();
    let proof = if report.optimum_proved { "已证明最优 / proved optimal" } else { "—" };
    let stages: Vec<String> = report
        .stages
        .iter()
        .map(|stage| format!("{} {} ms", stage.stage, stage.milliseconds))
        .collect();
    let seconds = taken.as_secs_f64();
    format!(
        "匹配 / match {id}\n\
         提名 {nominations}，专家 {experts}，名额 {met}/{demand}，总相关度 {total_score:.6}，{proof} / \
         {nominations} nominations, {experts} experts, {met} of {demand} places\n\
         回避 {bars} 条，待核 {} 条在选 / {bars} bars; {} assigned pairs to decide\n\
         {} | {seconds:.2} s",
        report.assigned_flags,
        report.assigned_flags,
        stages.join(", "),
    )
}
