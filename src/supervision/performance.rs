//! What does the performance report (扩大试点工作绩效报告) of a taskbook say? Everything in it comes from
//! the record; nobody writes it by hand.

use serde::Serialize;

use super::{
    disclosed::with_unit,
    printed::{day_of, facts, signature_boxes},
    views::{DisclosureView, FindingView, MeetingView, TaskbookDetail},
    wording::{Word, either},
};
use crate::{
    exchange::pdf::{Column, Document, Meta, Table},
    shared::{Language, hex_sha256},
};

/// What the report is made from.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Record {
    /// The day on which the record stood so.
    pub(super) as_of: chrono::NaiveDate,
    pub(super) taskbook: TaskbookDetail,
    pub(super) meetings: Vec<MeetingView>,
    pub(super) findings: Vec<FindingView>,
    pub(super) disclosures: Vec<DisclosureView>,
}

/// A word of a closed set, by what the views send.
pub(super) fn word<W: Word + std::str::FromStr>(code: &str, language: Language) -> String {
    code.parse::<W>().map_or_else(|_| code.to_owned(), |word| word.word(language).to_owned())
}

impl Record {
    /// SHA-256 of everything that the report is made from.
    pub(super) fn digest(&self) -> String {
        hex_sha256(&serde_json::to_vec(self).unwrap_or_default())
    }

    fn overdue(&self) -> impl Iterator<Item = &super::views::ActionItemView> {
        self.meetings.iter().flat_map(|one| &one.action_items).filter(|item| item.is_overdue)
    }

    /// The problems that the record shows, each with what is suggested.
    pub(super) fn problems(&self, language: Language) -> Vec<(String, String)> {
        let mut problems = self.missed_indicators(language);
        let late = self.taskbook.summary.progress.tasks_late;
        if late > 0 {
            problems.push(match language {
                Language::Chinese => (
                    format!("{late} 项重点任务超过时限未完成。"),
                    "调整进度安排，明确责任人。".to_owned(),
                ),
                Language::English => (
                    format!("{late} key tasks are late."),
                    "Mend the timetable and name who answers.".to_owned(),
                ),
            });
        }
        problems.extend(self.overdue().map(|item| match language {
            Language::Chinese => (
                format!(
                    "督导例会待办事项“{}”（责任人：{}）已于 {} 到期未办结。",
                    item.text, item.owner, item.due_on
                ),
                "下次例会逐项销号。".to_owned(),
            ),
            Language::English => (
                format!("Action item “{}” ({}) was due on {}.", item.text, item.owner, item.due_on),
                "Close it at the next meeting.".to_owned(),
            ),
        }));
        problems.extend(self.findings.iter().filter(|one| one.grade != "sound").map(|one| {
            let aspect = word::<entity::vocabulary::AssessmentAspect>(one.aspect, language);
            let grade = word::<entity::vocabulary::FindingGrade>(one.grade, language);
            match language {
                Language::Chinese => (
                    format!("第三方评估（{aspect}，{grade}）：{}", one.text),
                    "对评估意见逐条整改并书面反馈。".to_owned(),
                ),
                Language::English => (
                    format!("Third-party assessment ({aspect}, {grade}): {}", one.text),
                    "Mend each point and answer in writing.".to_owned(),
                ),
            }
        }));
        problems
    }

    fn missed_indicators(&self, language: Language) -> Vec<(String, String)> {
        let missed = self.taskbook.attained.iter().filter(|one| !one.is_met);
        missed
            .map(|one| {
                let target = with_unit(Some(one.aim), one.target, &one.unit);
                let actual = one.actual.map(|actual| with_unit(None, actual, &one.unit));
                let (code, name) = (&one.code, &one.name);
                match (language, actual) {
                    (Language::Chinese, Some(actual)) => (
                        format!("指标 {code}“{name}”目标 {target}，实际 {actual}，未达到。"),
                        format!("就指标 {code} 分析原因，提出整改措施和完成时限。"),
                    ),
                    (Language::Chinese, None) => (
                        format!("指标 {code}“{name}”尚未报告完成情况。"),
                        format!("补报指标 {code} 的完成情况及依据。"),
                    ),
                    (Language::English, Some(actual)) => (
                        format!(
                            "Indicator {code} ({name}): target {target}, actual {actual}, not met."
                        ),
                        format!("Find out why {code} was missed; name measures and a date."),
                    ),
                    (Language::English, None) => (
                        format!("Indicator {code} ({name}) has no reported value."),
                        format!("Report {code} with its evidence."),
                    ),
                }
            })
            .collect()
    }
}

fn background(document: &mut Document, record: &Record, language: Language) {
    let say = |zh, en| either(language, zh, en);
    let taskbook = &record.taskbook;
    let progress = taskbook.summary.progress;
    document.heading(say("一、背景与任务书履行情况", "1. Background and fulfilment"));
    let mut known = facts(taskbook, language);
    let state = word::<entity::vocabulary::TaskbookState>(taskbook.summary.state, language);
    let at = word::<entity::vocabulary::TaskbookStage>(taskbook.summary.stage, language);
    known.push((say("状态与阶段", "State and stage").to_owned(), format!("{state} · {at}")));
    document.facts(known);
    document.subheading(say("目标", "Goals"));
    document.items(taskbook.draft.content.goals.iter().cloned());
    document.paragraph(match language {
        Language::Chinese => format!(
            "截至 {}，{} 项量化指标中已报告 {} 项，达到 {} 项（权重合计 {}/100）；重点任务按权重完成 {}%。",
            record.as_of, progress.indicators, progress.reported, progress.met,
            progress.met_weight, progress.tasks_done,
        ),
        Language::English => format!(
            "As of {}, of {} indicators {} are reported and {} met (weight {} of 100); the key tasks \
             are done to {}% by weight.",
            record.as_of, progress.indicators, progress.reported, progress.met,
            progress.met_weight, progress.tasks_done,
        ),
    });
}

fn indicators(document: &mut Document, record: &Record, language: Language) {
    let say = |zh, en| either(language, zh, en);
    document.heading(say("二、指标完成情况", "2. Indicators: target and actual"));
    let columns = [
        Column::left(say("编号", "Code"), 2),
        Column::left(say("指标", "Indicator"), 7),
        Column::right(say("目标", "Target"), 3),
        Column::right(say("实际", "Actual"), 3),
        Column::left(say("结果", "Outcome"), 3),
        Column::left(say("依据", "Evidence"), 7),
    ];
    let evidence = |code: &str| {
        let found =
            record.taskbook.reports.iter().rev().find(|one| !one.is_task && one.code == code);
        found.map(|one| one.evidence.clone()).unwrap_or_default()
    };
    document.table(Table::new(columns).rows(record.taskbook.attained.iter().map(|one| {
        let outcome = match (one.actual, one.is_met) {
            (None, _) => say("未报告", "not reported"),
            (_, true) => say("达到", "met"),
            (_, false) => say("未达到", "not met"),
        };
        let actual =
            one.actual.map_or_else(|| "—".to_owned(), |value| with_unit(None, value, &one.unit));
        vec![
            one.code.clone(),
            one.name.clone(),
            with_unit(Some(one.aim), one.target, &one.unit),
            actual,
            outcome.to_owned(),
            evidence(&one.code),
        ]
    })));
}

fn process(document: &mut Document, record: &Record, language: Language) {
    let say = |zh, en| either(language, zh, en);
    document.heading(say("三、工作程序与规范", "3. Process and norms"));
    let columns = [
        Column::left(say("阶段", "Stage"), 3),
        Column::left(say("事项", "Item"), 10),
        Column::left(say("情况", "Standing"), 3),
        Column::left(say("说明与依据", "Note and evidence"), 7),
    ];
    let rows = record.taskbook.stages.iter().flat_map(|stage| {
        stage.items.iter().map(move |item| {
            let note = [item.note.as_deref(), item.evidence.as_deref()];
            let standing =
                if item.is_done { say("已完成", "done") } else { say("未完成", "open") };
            vec![
                stage.name.clone(),
                item.text.clone(),
                standing.to_owned(),
                note.into_iter().flatten().collect::<Vec<_>>().join("；"),
            ]
        })
    });
    document.table(Table::new(columns).rows(rows));
    document.subheading(say("督导例会", "Supervision meetings"));
    if record.meetings.is_empty() {
        document.paragraph(say("尚未召开。", "None was held."));
        return;
    }
    let columns = [
        Column::left(say("日期", "Day"), 3),
        Column::left(say("会议", "Meeting"), 9),
        Column::right(say("待办事项", "Action items"), 3),
        Column::right(say("已办结", "Done"), 3),
        Column::right(say("逾期", "Overdue"), 3),
    ];
    document.table(Table::new(columns).rows(record.meetings.iter().map(|meeting| {
        let count = |held: &dyn Fn(&super::views::ActionItemView) -> bool| {
            meeting.action_items.iter().filter(|item| held(item)).count().to_string()
        };
        vec![
            day_of(meeting.held_at),
            meeting.title.clone(),
            count(&|_| true),
            count(&|item| item.done_at.is_some()),
            count(&|item| item.is_overdue),
        ]
    })));
}

fn satisfaction(document: &mut Document, record: &Record, language: Language) {
    let say = |zh, en| either(language, zh, en);
    document.heading(say("四、第三方评估与各方满意度", "4. Assessment and satisfaction"));
    if record.findings.is_empty() {
        document.paragraph(say(
            "本学会未被抽中评估，或评估意见尚未提交。",
            "The society was not drawn for an assessment, or nothing has been handed in yet.",
        ));
        return;
    }
    let columns = [
        Column::left(say("方面", "Aspect"), 4),
        Column::left(say("结论", "Finding"), 3),
        Column::right(say("满意度", "Satisfaction"), 3),
        Column::left(say("评估意见", "Text"), 8),
        Column::left(say("学会答复", "Reply"), 6),
    ];
    document.table(Table::new(columns).rows(record.findings.iter().map(|one| {
        vec![
            word::<entity::vocabulary::AssessmentAspect>(one.aspect, language),
            word::<entity::vocabulary::FindingGrade>(one.grade, language),
            one.satisfaction.map_or_else(|| "—".to_owned(), |share| format!("{share}%")),
            one.text.clone(),
            one.reply.clone().unwrap_or_else(|| "—".to_owned()),
        ]
    })));
}

fn annexes(document: &mut Document, record: &Record, language: Language) {
    let say = |zh, en| either(language, zh, en);
    document.heading(say("七、附件", "7. Annexes"));
    document.subheading(say("信息公开目录", "Disclosures"));
    if record.disclosures.is_empty() {
        document.paragraph(say("无。", "None."));
    } else {
        let columns = [
            Column::left(say("日期", "Day"), 3),
            Column::left(say("类别", "Kind"), 4),
            Column::left(say("标题", "Title"), 12),
        ];
        document.table(Table::new(columns).rows(record.disclosures.iter().map(|one| {
            let withdrawn =
                if one.withdrawal.is_some() { say("（已撤回）", " (withdrawn)") } else { "" };
            vec![
                day_of(one.published_at),
                word::<entity::vocabulary::DisclosureKind>(one.kind, language),
                format!("{}{withdrawn}", one.title),
            ]
        })));
    }
    document.subheading(say("任务书签署", "Signatures of the taskbook"));
    document.signatures(signature_boxes(&record.taskbook.signatures, language));
    document.note(say(
        "本报告由系统记录生成；页脚摘要对应生成所用的全部记录。",
        "This report is made from the record; the digest at the foot is that of all that it is made from.",
    ));
}

/// The performance report as a document to be printed.
pub(super) fn report(record: &Record, language: Language) -> Document {
    let say = |zh, en| either(language, zh, en);
    let title = match language {
        Language::Chinese => format!("扩大试点工作绩效报告：{}", record.taskbook.draft.title),
        Language::English => format!("Performance report: {}", record.taskbook.draft.title),
    };
    let mut document = Document::new(Meta {
        title,
        issuer: say("中国科协 · 绩效报告", "CAST · performance report").to_owned(),
        digest: record.digest(),
        language,
        ..Meta::default()
    });
    background(&mut document, record, language);
    indicators(&mut document, record, language);
    process(&mut document, record, language);
    satisfaction(&mut document, record, language);
    let problems = record.problems(language);
    document.heading(say("五、存在问题", "5. Problems"));
    let none = say("系统记录中未发现问题。", "The record shows none.").to_owned();
    if problems.is_empty() {
        document.paragraph(none);
    } else {
        document.items(problems.iter().map(|(problem, _)| problem.clone()));
    }
    document.heading(say("六、改进建议", "6. Suggestions"));
    let mut suggestions: Vec<String> = problems.into_iter().map(|(_, what)| what).collect();
    suggestions.dedup();
    if suggestions.is_empty() {
        document
            .paragraph(say("保持现有做法，总结典型经验。", "Keep on, and write down what worked."));
    } else {
        document.items(suggestions);
    }
    annexes(&mut document, record, language);
    document
}
