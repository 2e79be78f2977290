//! What does the supervisor read of a plan? The same record as a document and as a workbook.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{
    apply::Overridden,
    model::{Ground, Pairs, living, loads},
    rules::{Totals, by_nomination, totals},
    views::{PlanSummary, fraction},
    wording,
};
use crate::{
    exchange::pdf::{Column, Document, Meta, Table},
    matching::{GroupKind, MatchParameters},
    shared::{Language, beijing},
};

/// Nominations that the report lists as served worst.
const WORST: usize = 30;

/// What a report is made from.
pub(super) struct Record {
    pub(super) plan: PlanSummary,
    pub(super) ground: Ground,
    pub(super) pairs: Pairs,
    /// The run: engine, seed, digests.
    pub(super) run: Vec<(String, String)>,
    /// Conflicts that kept pairs apart, by kind and severity.
    pub(super) conflicts: BTreeMap<(String, String), u64>,
    pub(super) overridden: Vec<Overridden>,
    /// Assignments by state.
    pub(super) states: BTreeMap<String, u32>,
    /// Changes with their reasons: when, who, what, why.
    pub(super) changes: Vec<[String; 4]>,
    pub(super) made_at: DateTime<Utc>,
}

fn say(language: Language, zh: &'static str, en: &'static str) -> &'static str {
    match language {
        Language::Chinese => zh,
        Language::English => en,
    }
}

/// What the screens say for a code.
fn word(language: Language, group: &str, code: &str) -> String {
    wording::word(group, code).get(language).to_owned()
}

fn decimal(micro: i64) -> String {
    format!("{:.4}", fraction(micro))
}

type Rows = Vec<Vec<String>>;

/// A part of the report: title, header, rows.
struct Part {
    title: &'static str,
    header: Vec<&'static str>,
    shares: Vec<u16>,
    rows: Rows,
}

/// The rules over groups of experts beyond the unit rule.
fn further_rules(parameters: &MatchParameters, language: Language) -> Vec<(String, String)> {
    let kind = |kind: GroupKind| word(language, "matching.groupKinds", kind.as_str());
    let mut facts = Vec::new();
    for rule in &parameters.families {
        let name = kind(rule.group);
        let said = match language {
            Language::Chinese => format!("同{name}至多"),
            Language::English => format!("Most of one {}", name.to_lowercase()),
        };
        facts.push((said, rule.most.to_string()));
    }
    for rule in &parameters.mixes {
        let (name, free, price) = (kind(rule.group), rule.free, rule.price);
        let (said, what) = match language {
            Language::Chinese => (format!("同{name}超过 {free} 人"), format!("每人计价 {price}")),
            Language::English => (
                format!("More than {free} of one {}", name.to_lowercase()),
                format!("{price} of affinity each"),
            ),
        };
        facts.push((said, what));
    }
    facts
}

impl Record {
    /// Who did something, and when.
    fn deed(&self, by: &str, at: DateTime<Utc>) -> String {
        format!("{} {}", self.plan.named(by), beijing(at))
    }

    /// To which panels the plan keeps, where it does.
    fn panels(&self, language: Language) -> Option<(String, String)> {
        if !self.plan.parameters.within_panels {
            return None;
        }
        let count = self.ground.panels.as_ref().map_or(0, |seats| seats.panels.len());
        let (label, what) = match (language, count) {
            (Language::Chinese, 0) => ("评审组", "限定在组内；现无采用中的评审组".to_owned()),
            (Language::Chinese, _) => ("评审组", format!("限定在组内，共 {count} 组")),
            (Language::English, 0) => ("Panels", "kept to; none stand now".to_owned()),
            (Language::English, _) => ("Panels", format!("kept to, {count} of them")),
        };
        Some((label.to_owned(), what))
    }

    fn facts(&self, language: Language) -> Vec<(String, String)> {
        let say = |zh, en| say(language, zh, en).to_owned();
        let plan = &self.plan;
        let parameters = &plan.parameters;
        let objective = serde_json::to_value(parameters.objective).unwrap_or_default();
        let objective = objective.as_str().unwrap_or_default();
        let mut facts = vec![
            (say("年度", "Round"), plan.round.to_string()),
            (say("方案", "Plan"), plan.name.clone()),
            (say("状态", "State"), word(language, "assignments.planStates", &plan.state)),
            (say("编制", "Made by"), self.deed(&plan.created_by, plan.created_at)),
        ];
        if let (Some(by), Some(at)) = (&plan.applied_by, plan.applied_at) {
            facts.push((say("下达", "Applied by"), self.deed(by, at)));
        }
        if let (Some(by), Some(at)) = (&plan.undone_by, plan.undone_at) {
            facts.push((say("撤回", "Taken back by"), self.deed(by, at)));
        }
        facts.extend([
            (say("每项专家数", "Experts per nomination"), parameters.per_nomination.to_string()),
            (say("每人至多", "Most per expert"), parameters.max_load.to_string()),
            (say("同单位至多", "Most of one unit"), parameters.max_per_unit.to_string()),
        ]);
        facts.extend(further_rules(parameters, language));
        facts.extend(self.panels(language));
        facts.push((say("目标", "Objective"), word(language, "matching.objectives", objective)));
        facts.extend(self.run.iter().cloned());
        if let Some(digest) = &plan.digest {
            facts.push((say("方案摘要 SHA-256", "SHA-256 of the pairs"), digest.clone()));
        }
        facts
    }

    fn results(&self, language: Language) -> Vec<(String, String)> {
        let say = |zh, en| say(language, zh, en).to_owned();
        let Totals {
            nominations,
            places,
            assigned,
            unfilled,
            experts,
            total,
            lowest,
            largest_load,
        } = totals(&self.ground, &self.pairs);
        let mut facts = vec![
            (say("提名", "Nominations"), nominations.to_string()),
            (say("名额", "Places"), places.to_string()),
            (say("已指派", "Assigned"), assigned.to_string()),
            (say("空缺", "Unfilled"), unfilled.to_string()),
            (say("专家", "Experts"), experts.to_string()),
            (say("最大任务数", "Largest load"), largest_load.to_string()),
            (say("相关度合计", "Sum of affinities"), decimal(total)),
            (
                say("最低平均相关度", "Lowest mean affinity"),
                lowest.map_or_else(String::new, decimal),
            ),
        ];
        let state = |state: &String| word(language, "assignments.states", state);
        facts.extend(self.states.iter().map(|(one, count)| (state(one), count.to_string())));
        facts
    }

    fn parts(&self, language: Language) -> Vec<Part> {
        let say = |zh, en| say(language, zh, en);
        let of = |group: &str, code: &str| word(language, group, code);
        vec![
            Part {
                title: say("相关度最低的提名", "The nominations served worst"),
                header: vec![
                    say("提名号", "Nomination"),
                    say("项目", "Title"),
                    say("专家数", "Experts"),
                    say("平均相关度", "Mean affinity"),
                ],
                shares: vec![3, 8, 2, 3],
                rows: self.worst(),
            },
            Part {
                title: say("利害关系（须回避的未被指派）", "Conflicts that kept out or were noted"),
                header: vec![say("关系", "Kind"), say("等级", "Grade"), say("数量", "Number")],
                shares: vec![6, 3, 2],
                rows: self
                    .conflicts
                    .iter()
                    .map(|((kind, severity), count)| {
                        vec![of("conflictKind", kind), of("severity", severity), count.to_string()]
                    })
                    .collect(),
            },
            Part {
                title: say("经说明理由突破的规则", "Rules overridden with a reason"),
                header: vec![say("规则", "Rule"), say("内容", "What"), say("理由", "Reason")],
                shares: vec![2, 8, 6],
                rows: self
                    .overridden
                    .iter()
                    .map(|one| {
                        let what = if language == Language::Chinese { &one.zh } else { &one.en };
                        let reason = self.plan.override_reason.clone().unwrap_or_default();
                        vec![of("assignments.problems", &one.rule), what.clone(), reason]
                    })
                    .collect(),
            },
            Part {
                title: say("人工更改", "Changes by people"),
                header: vec![
                    say("时间", "When"),
                    say("经办", "Who"),
                    say("更改", "What"),
                    say("理由", "Why"),
                ],
                shares: vec![4, 2, 6, 6],
                rows: self.changes.iter().map(|row| row.to_vec()).collect(),
            },
            Part {
                title: say("专家任务数分布", "Experts by load"),
                header: vec![say("任务数", "Load"), say("专家数", "Experts")],
                shares: vec![1, 1],
                rows: self.load_rows(),
            },
        ]
    }

    fn worst(&self) -> Rows {
        let sums = by_nomination(&self.pairs);
        let wants = self.ground.parameters.per_nomination;
        let mut all: Vec<(i64, &str, &str, u32)> = self
            .ground
            .nominations
            .iter()
            .map(|(id, facts)| {
                let (sum, there) = sums.get(id).copied().unwrap_or_default();
                let mean = sum / i64::from(there.max(wants).max(1));
                (mean, facts.number.as_str(), facts.title.as_str(), there)
            })
            .collect();
        all.sort_unstable();
        all.into_iter()
            .take(WORST)
            .map(|(mean, number, title, there)| {
                vec![number.to_owned(), title.to_owned(), there.to_string(), decimal(mean)]
            })
            .collect()
    }

    fn load_rows(&self) -> Rows {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        for load in loads(&self.pairs).into_values() {
            *counts.entry(load).or_default() += 1;
        }
        counts.into_iter().map(|(load, count)| vec![load.to_string(), count.to_string()]).collect()
    }
}

/// The report as a document. It names no expert: names of reviewers are for the award office.
pub(super) fn document(record: &Record, language: Language) -> Document {
    let say = |zh, en| say(language, zh, en);
    let mut document = Document::new(Meta {
        title: say("评审专家指派情况报告", "Report on the assignment of reviewers").to_owned(),
        issuer: say(
            "国家科学技术奖励工作办公室",
            "National Office for Science and Technology Awards",
        )
        .to_owned(),
        digest: record.plan.digest.clone().unwrap_or_default(),
        language,
        made_at: Some(record.made_at),
        ..Meta::default()
    });
    document.heading(say("一、方案与规则", "1. Plan and rules"));
    document.facts(record.facts(language));
    document.heading(say("二、结果", "2. Results"));
    document.facts(record.results(language));
    for part in record.parts(language) {
        document.heading(part.title);
        if part.rows.is_empty() {
            document.paragraph(say("无。", "None."));
            continue;
        }
        let columns = part.header.iter().zip(&part.shares);
        let columns = columns.map(|(title, share)| Column::left(*title, *share));
        document.table(Table::new(columns).rows(part.rows));
    }
    document
}

/// The report as a workbook: the document's parts, and every pair by the numbers that people quote.
///
/// # Errors
/// The workbook cannot be made.
pub(super) fn workbook(record: &Record, language: Language) -> Result<Vec<u8>, XlsxError> {
    let say = |zh, en| say(language, zh, en);
    let mut workbook = Workbook::new();
    let two = |facts: Vec<(String, String)>| -> Rows {
        facts.into_iter().map(|(label, value)| vec![label, value]).collect()
    };
    let label = [say("项目", "Item"), say("内容", "Value")];
    sheet(&mut workbook, say("方案与规则", "Plan and rules"), &label, two(record.facts(language)))?;
    sheet(&mut workbook, say("结果", "Results"), &label, two(record.results(language)))?;
    for (at, part) in record.parts(language).into_iter().enumerate() {
        let name = format!("{}-{}", at + 1, part.title);
        let name: String = name.chars().take(30).collect();
        sheet(&mut workbook, &name, &part.header, part.rows)?;
    }
    let header = [
        say("提名号", "Nomination"),
        say("专家编号", "Expert"),
        say("相关度", "Affinity"),
        say("状态", "Standing"),
    ];
    let mut rows: Rows = living(&record.pairs)
        .filter_map(|((nomination, expert), pair)| {
            Some(vec![
                record.ground.nominations.get(&nomination)?.number.clone(),
                record.ground.experts.get(&expert)?.code.clone(),
                pair.score.map_or_else(String::new, |score| decimal(score.into())),
                word(language, "assignments.standings", pair.standing.as_str()),
            ])
        })
        .collect();
    rows.sort_unstable();
    sheet(&mut workbook, say("全部指派", "All pairs"), &header, rows)?;
    workbook.save_to_buffer()
}

fn sheet(
    workbook: &mut Workbook,
    name: &str,
    header: &[&str],
    rows: Rows,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let sheet = workbook.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (at, title) in (0_u16..).zip(header) {
        sheet.write_string_with_format(0, at, *title, &bold)?;
        sheet.set_column_width(at, 28)?;
    }
    for (row_at, row) in (1_u32..).zip(rows) {
        for (at, value) in (0_u16..).zip(row) {
            // A text is written as a text, never as a formula.
            sheet.write_string(row_at, at, value)?;
        }
    }
    Ok(())
}
