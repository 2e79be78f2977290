//! How is a decision told to the secretary of a society? Whole sentences with their figures, in
//! Chinese and English.

use super::band::{Band, Verdict};
use super::counterfactual::{MOST_CASES, Unmoved};
use super::outcome::{LineKind, SocietyOutcome, StepKind};
use super::policy::{Policy, VetoEffect};
use super::record::Society;
use super::score::POINT;
use crate::shared::Bilingual;
use crate::track_record::model::measure_named;

/// Points with one digit after the point, rounded half away from nought.
pub(super) fn points(micro: i64) -> String {
    let tenths = (micro.unsigned_abs() + 50_000) / 100_000;
    let sign = if micro < 0 && tenths > 0 { "−" } else { "" };
    format!("{sign}{}.{}", tenths / 10, tenths % 10)
}

/// The whole explanation.
pub(super) fn reasons(
    policy: &Policy,
    (society, unmoved): (&Society, Option<Unmoved>),
    verdict: &Verdict,
    outcome: &SocietyOutcome,
) -> Bilingual {
    let mut parts = vec![score_sentence(policy, outcome)];
    if !society.merged.is_empty() {
        parts.push(Bilingual::new(
            format!("含并入的{}。", society.merged.join("、")),
            format!("Includes {}, merged into it.", society.merged.join(", ")),
        ));
    }
    parts.push(band_sentence(policy, verdict, outcome));
    parts.extend(outcome.steps.iter().filter(|step| step.kind != StepKind::Band).map(|step| {
        let Bilingual { zh, en } = &step.text;
        Bilingual::new(format!("{zh}。"), format!("{}.", capital(en)))
    }));
    parts.push(places_sentence(outcome));
    if let Some(counterfactual) = &outcome.counterfactual {
        let Bilingual { zh, en } = &counterfactual.text;
        parts.push(Bilingual::new(format!("{zh}。"), format!("{}.", capital(en))));
    }
    parts.extend(unmoved.map(|why| unmoved_sentence(policy, why)));
    let zh: String = parts.iter().map(|part| part.zh.as_str()).collect();
    let en: Vec<&str> = parts.iter().map(|part| part.en.as_str()).collect();
    Bilingual::new(zh, en.join(" "))
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

fn score_sentence(policy: &Policy, outcome: &SocietyOutcome) -> Bilingual {
    let level = policy.interval.level_percent;
    let [score, low, high] = [outcome.score, outcome.low, outcome.high].map(points);
    let shrinkage: i64 = outcome.terms.iter().filter_map(|term| term.shrinkage).sum();
    let moved = points(shrinkage.abs());
    let (zh_way, en_way) = if shrinkage >= 0 { ("少", "fewer") } else { ("多", "more") };
    let shrunk = Bilingual::new(
        format!("样本小，按同类学会水平修正后比原始比率{zh_way}得 {moved} 分"),
        format!(
            "shrinking small numbers towards the group gave {moved} points {en_way} than the plain rates"
        ),
    );
    let before = outcome.score_before.map_or_else(Bilingual::default, |before| {
        Bilingual::new(
            format!("，上一年度 {} 分", points(before)),
            format!(", {} a round earlier", points(before)),
        )
    });
    Bilingual::new(
        format!("得分 {score} 分（{level}% 区间 {low}–{high} 分）{}；{}。", before.zh, shrunk.zh),
        format!("Score {score} ({level} % interval {low}–{high}){}; {}.", before.en, shrunk.en),
    )
}

fn band_sentence(policy: &Policy, verdict: &Verdict, outcome: &SocietyOutcome) -> Bilingual {
    match verdict.band {
        Band::Suspend | Band::Shrink if verdict.veto.is_some() => veto_sentence(policy, verdict),
        Band::Suspend => Bilingual::new("暂停。", "Suspended."),
        Band::Newcomer => Bilingual::new(
            format!("新进学会，满 {} 个年度后再作评价。", policy.newcomer.rounds),
            format!("On probation until it has {} rounds with a quota.", policy.newcomer.rounds),
        ),
        Band::Return => Bilingual::new(
            "上一年度没有名额，恢复后从新进名额起步。",
            "It had no places in the newest round and begins again as a newcomer.",
        ),
        Band::Expand => expand_sentence(policy, verdict, outcome),
        Band::Shrink => {
            let (line, rounds) = (policy.shrink.points, verdict.rounds_below);
            let high = points(outcome.high);
            Bilingual::new(
                format!("区间上限 {high} 分，连续 {rounds} 个年度不高于压减线 {line} 分。"),
                format!(
                    "The upper end, {high}, has not been above the shrink line {line} for {rounds} \
                     rounds running."
                ),
            )
        }
        Band::Hold => hold_sentence(policy, verdict, outcome),
    }
}

fn expand_sentence(policy: &Policy, verdict: &Verdict, outcome: &SocietyOutcome) -> Bilingual {
    let (line, rounds, low) = (policy.expand.points, verdict.rounds_above, points(outcome.low));
    let Verdict { used, held, .. } = verdict;
    Bilingual::new(
        format!(
            "区间下限 {low} 分，连续 {rounds} 个年度不低于扩大线 {line} 分，近年名额使用 {used}/{held}。"
        ),
        format!(
            "The lower end, {low}, has not been below the expand line {line} for {rounds} rounds \
             running; {used} of {held} places were used."
        ),
    )
}

fn hold_sentence(policy: &Policy, verdict: &Verdict, outcome: &SocietyOutcome) -> Bilingual {
    let expand = &policy.expand;
    let (low, high) = (points(outcome.low), points(outcome.high));
    if verdict.rounds_above >= expand.rounds && !verdict.is_used {
        let Verdict { used, held, .. } = verdict;
        let least = expand.least_use_percent;
        return Bilingual::new(
            format!("已达扩大线，但近年名额只使用 {used}/{held}，不足 {least}%。"),
            format!(
                "The expand line is crossed, but only {used} of {held} places were used, less than {least} %."
            ),
        );
    }
    if verdict.rounds_above >= expand.rounds && verdict.veto.is_some() {
        return veto_sentence(policy, verdict);
    }
    if verdict.rounds_above > 0 {
        let (line, rounds, needed) = (expand.points, verdict.rounds_above, expand.rounds);
        return Bilingual::new(
            format!(
                "区间下限 {low} 分已达扩大线 {line} 分，但只有 {rounds} 个年度，需连续 {needed} 个年度。"
            ),
            format!(
                "The lower end, {low}, is on the expand line {line}, but for {rounds} of the {needed} rounds needed."
            ),
        );
    }
    if verdict.rounds_below > 0 {
        let (line, rounds, needed) =
            (policy.shrink.points, verdict.rounds_below, policy.shrink.rounds);
        return Bilingual::new(
            format!(
                "区间上限 {high} 分已低于压减线 {line} 分，但只有 {rounds} 个年度，连续 {needed} 个年度才压减。"
            ),
            format!(
                "The upper end, {high}, is under the shrink line {line}, but for {rounds} of the {needed} rounds needed."
            ),
        );
    }
    let distance = |kind: LineKind| {
        let line = outcome.lines.iter().find(|line| line.line == kind);
        points(line.map_or(0, |line| line.distance.abs()))
    };
    let (short, over) = (distance(LineKind::Expand), distance(LineKind::Shrink));
    let (upper, lower) = (expand.points, policy.shrink.points);
    Bilingual::new(
        format!(
            "区间下限 {low} 分，距扩大线 {upper} 分差 {short} 分；上限 {high} 分，比压减线 {lower} 分高 {over} 分。"
        ),
        format!(
            "The lower end, {low}, is {short} short of the expand line {upper}; the upper end, \
             {high}, is {over} above the shrink line {lower}."
        ),
    )
}

fn veto_sentence(policy: &Policy, verdict: &Verdict) -> Bilingual {
    let Some(veto) = verdict.veto.and_then(|veto| policy.vetoes.get(veto)) else {
        return Bilingual::default();
    };
    let Bilingual { zh, en } = &veto.name;
    let rounds = veto.lasts_rounds;
    match veto.effect {
        VetoEffect::Suspend => Bilingual::new(
            format!("“{zh}”一票否决，暂停提名 {rounds} 个年度。"),
            format!("\"{en}\" suspends nomination for {rounds} rounds."),
        ),
        VetoEffect::Shrink => {
            Bilingual::new(format!("因“{zh}”，压减名额。"), format!("\"{en}\" takes a place."))
        }
        VetoEffect::NoExpansion => Bilingual::new(
            format!("已达扩大线，但因“{zh}”，{rounds} 个年度内不予扩大。"),
            format!("The expand line is crossed, but \"{en}\" bars expansion for {rounds} rounds."),
        ),
    }
}

/// "1 place", "2 places".
fn places(count: u32) -> String {
    format!("{count} place{}", if count == 1 { "" } else { "s" })
}

fn places_sentence(outcome: &SocietyOutcome) -> Bilingual {
    let (previous, proposed) = (outcome.previous, outcome.proposed);
    match proposed.cmp(&previous) {
        std::cmp::Ordering::Equal => Bilingual::new(
            format!("名额保持 {proposed} 个。"),
            format!("It keeps {}.", self::places(proposed)),
        ),
        std::cmp::Ordering::Greater => Bilingual::new(
            format!("名额由 {previous} 个增至 {proposed} 个。"),
            format!("Places rise from {previous} to {proposed}."),
        ),
        std::cmp::Ordering::Less => Bilingual::new(
            format!("名额由 {previous} 个减至 {proposed} 个。"),
            format!("Places fall from {previous} to {proposed}."),
        ),
    }
}

/// A part of the change, without the full stop.
pub(super) fn step(policy: &Policy, verdict: &Verdict, kind: StepKind, change: i32) -> Bilingual {
    let bounds = &policy.bounds;
    let (floor, ceiling) = (bounds.floor, bounds.ceiling);
    let size = change.unsigned_abs();
    match kind {
        StepKind::Band => {
            let Bilingual { zh, en } = verdict.band.name();
            Bilingual::new(format!("{zh}：{change:+} 个"), format!("{en}: {change:+}"))
        }
        StepKind::Bound => Bilingual::new(
            format!("原有名额超出下限 {floor} 与上限 {ceiling} 之间，调整 {change:+} 个"),
            format!("the places held were outside {floor} to {ceiling}: {change:+}"),
        ),
        StepKind::Limit if change < 0 => Bilingual::new(
            format!("已到上限 {ceiling} 个，少增 {size} 个"),
            format!("the ceiling of {ceiling} or the largest rise takes {size} of that back"),
        ),
        StepKind::Limit => Bilingual::new(
            format!("已到下限 {floor} 个，少减 {size} 个"),
            format!("the floor of {floor} or the largest fall gives {size} of that back"),
        ),
        StepKind::Competition => Bilingual::new(
            format!("总额有限，其他学会按得分和现有名额排序在前，少增 {size} 个"),
            format!(
                "the total is limited and others come first by score and places held: {size} fewer"
            ),
        ),
        StepKind::Total => Bilingual::new(
            format!("总额少于各学会现有名额之和，按得分和名额排序减少 {size} 个"),
            format!(
                "the total is less than what all held; by score and places held it loses {size}"
            ),
        ),
        StepKind::Shortfall => Bilingual::new(
            format!("总额少于各学会下限之和，缺 {size} 个"),
            format!("the total is less than all floors: {size} missing"),
        ),
    }
}

/// What would have changed the outcome, without the full stop.
pub(super) fn counterfactual(measure: &str, cases: i32, band: Band, places: u32) -> Bilingual {
    let known = measure_named(measure);
    let zh_name = known.map_or(measure, |known| known.zh);
    let en_name = known.map_or_else(|| format!("of {measure}"), |known| known.en.to_owned());
    let size = cases.unsigned_abs();
    let (zh_way, en_way) = if cases > 0 { ("多", "more") } else { ("少", "fewer") };
    let noun = if size == 1 { "case" } else { "cases" };
    let Bilingual { zh: zh_band, en: en_band } = band.name();
    Bilingual::new(
        format!("若最近一个年度{zh_name}{zh_way} {size} 件，则为“{zh_band}”，名额 {places} 个"),
        format!(
            "with {size} {noun} {en_way} {en_name} in the newest round it would be \
             \"{en_band}\" with {}",
            self::places(places)
        ),
    )
}

/// Why no few cases are told of that would have changed the outcome.
fn unmoved_sentence(policy: &Policy, why: Unmoved) -> Bilingual {
    match why {
        Unmoved::Newcomer => Bilingual::new(
            "新进期内的名额不由得分决定，最近一个年度再好也不改变。",
            "On probation the places do not follow from the score: no better newest round would \
             have changed them.",
        ),
        Unmoved::Return => Bilingual::new(
            "恢复时的名额不由得分决定，最近一个年度再好也不改变。",
            "On return the places do not follow from the score: no better newest round would have \
             changed them.",
        ),
        Unmoved::EarlierRounds => {
            let needed = policy.expand.rounds;
            Bilingual::new(
                format!(
                    "扩大须连续 {needed} 个年度达到扩大线，此前的年度没有达到，仅最近一个年度再好也不能增加名额。"
                ),
                format!(
                    "To gain, the expand line must be reached in {needed} rounds running, and it was \
                     not in those before: a better newest round alone would have added nothing."
                ),
            )
        }
        Unmoved::NotByBetter => Bilingual::new(
            format!(
                "最近一个年度任何单独一项数据在可能的范围内再好（至多改 {MOST_CASES} 件），也不会带来更多名额。"
            ),
            format!(
                "No measure of the newest round alone, as much better as it could be (by \
                 {MOST_CASES} cases at most), would have brought more."
            ),
        ),
        Unmoved::NotByWorse => Bilingual::new(
            format!(
                "最近一个年度任何单独一项数据在可能的范围内再差（至多改 {MOST_CASES} 件），也不会失去新增的名额。"
            ),
            format!(
                "No measure of the newest round alone, as much worse as it could be (by \
                 {MOST_CASES} cases at most), would have cost the gain."
            ),
        ),
    }
}

/// One point, for those who count in points.
const _: () = assert!(POINT == 1_000_000, "points are shown in tenths of a million");
