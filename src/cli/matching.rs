//! `laurel match --round Y`: a match run from the terminal, stored like one from the page.

use std::process::ExitCode;

use super::{
    accounts::OPERATOR,
    arguments::{Aim, MatchArguments},
    terminal,
};
use crate::{
    app::App,
    matching::{
        self, FamilyRule, GroupKind, MatchParameters, MatchReport, MixRule, ObjectiveName,
        Progress, run,
    },
};

/// A bound such as `university=2`.
pub(super) fn family(text: &str) -> Result<FamilyRule, String> {
    let wrong = || "应为 分组=人数 / expected GROUP=N".to_owned();
    let (group, most) = text.split_once('=').ok_or_else(wrong)?;
    let most = most.parse::<u32>().ok().filter(|most| (1..=15).contains(most)).ok_or_else(wrong)?;
    Ok(FamilyRule { group: kind(group)?, most })
}

/// A price such as `region=2:0.05`.
pub(super) fn mix(text: &str) -> Result<MixRule, String> {
    let wrong = || "应为 分组=人数:价格 / expected GROUP=N:PRICE".to_owned();
    let (group, rest) = text.split_once('=').ok_or_else(wrong)?;
    let (free, price) = rest.split_once(':').ok_or_else(wrong)?;
    let free = free.parse::<u32>().ok().filter(|free| *free <= 15).ok_or_else(wrong)?;
    let price: f64 = price.parse().map_err(|_| wrong())?;
    if !(0.001..=1.0).contains(&price) {
        return Err(wrong());
    }
    Ok(MixRule { group: kind(group)?, free, price })
}

/// A weight of the record of reviewers, such as `0.02`.
pub(super) fn record_weight(text: &str) -> Result<f64, String> {
    let weight = text.parse().ok().filter(|weight| (0.0..=0.05).contains(weight));
    weight.ok_or_else(|| "0–0.05".to_owned())
}

fn kind(word: &str) -> Result<GroupKind, String> {
    GroupKind::named(word).ok_or_else(|| {
        let all = GroupKind::ALL.map(GroupKind::as_str).join(", ");
        format!("允许的分组 / groups allowed: {all}")
    })
}

fn parameters(arguments: &MatchArguments) -> MatchParameters {
    MatchParameters {
        per_nomination: arguments.per_nomination,
        max_load: arguments.max_load,
        min_load: arguments.min_load,
        max_per_unit: arguments.max_per_unit,
        families: arguments.max_per_group.clone(),
        mixes: arguments.mix.clone(),
        within_panels: arguments.within_panels,
        least_score: arguments.least_score,
        record_weight: arguments.record_weight,
        objective: match arguments.objective {
            Aim::Sum => ObjectiveName::Sum,
            Aim::Leximin => ObjectiveName::Leximin,
            Aim::Floor => ObjectiveName::Floor,
            Aim::Random => ObjectiveName::Random,
        },
        floor: arguments.floor,
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
         {}\
         回避 {bars} 条，待核 {} 条在选 / {bars} bars; {} assigned pairs to decide\n\
         {} | {seconds:.2} s",
        measured(report),
        report.assigned_flags,
        report.assigned_flags,
        stages.join(", "),
    )
}

/// The total beside the largest that there is, and who is served worst; a line each.
fn measured(report: &MatchReport) -> String {
    let mut lines = String::new();
    if let Some(most) = report.optimum_total.filter(|most| *most > 0.0) {
        let share = report.total_score / most * 100.0;
        let line = format!(
            "最大总相关度 {most:.6}，本方案占 {share:.3}% / {share:.3} % of the largest total\n"
        );
        lines.push_str(&line);
    }
    if report.mix_cost > 0.0 {
        let line = format!("构成规则计价 / charged by the mix rules {:.6}\n", report.mix_cost);
        lines.push_str(&line);
    }
    if let Some(expected) = report.expected_total {
        let line = format!("期望总相关度 / expected total {expected:.6}\n");
        lines.push_str(&line);
    }
    if let Some(worst) = &report.worst_served {
        let (number, total) = (&worst.nomination.nomination_id, worst.total);
        let bound = worst.bound.map(|bound| format!(" (≤ {bound:.6})")).unwrap_or_default();
        let line = format!("最弱的提名 / worst-served nomination {number}: {total:.6}{bound}\n");
        lines.push_str(&line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_as_they_are_typed() {
        let university = FamilyRule { group: GroupKind::University, most: 2 };
        assert_eq!(family("university=2"), Ok(university));
        let region = MixRule { group: GroupKind::Region, free: 2, price: 0.05 };
        assert_eq!(mix("region=2:0.05"), Ok(region));
        for wrong in ["university", "university=0", "university=16", "age=2", "=2"] {
            assert!(family(wrong).is_err(), "{wrong}");
        }
        for wrong in ["region=2", "region=16:0.1", "region=2:0", "region=2:nan", "age=1:0.1"] {
            assert!(mix(wrong).is_err(), "{wrong}");
        }
    }
}
