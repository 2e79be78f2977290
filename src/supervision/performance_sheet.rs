//! What does the performance report look like as a workbook? The same record, a sheet for each part.

use chrono::Datelike as _;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::{
    performance::{Record, word},
    printed::{day_of, facts},
    wording::either,
};
use crate::shared::Language;

/// A cell: a number to reckon with, or a text.
enum Value {
    Number(i64),
    Text(String),
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

fn sheet(
    workbook: &mut Workbook,
    name: &str,
    header: &[&str],
    rows: Vec<Vec<Value>>,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let sheet = workbook.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    let mut row_at = 0;
    for (at, title) in (0_u16..).zip(header) {
        sheet.write_string_with_format(0, at, *title, &bold)?;
        sheet.set_column_width(at, 24)?;
    }
    for row in rows {
        row_at += 1;
        for (at, value) in (0_u16..).zip(row) {
            match value {
                Value::Number(number) => sheet.write_number(row_at, at, number as f64)?,
                // A text is written as a text, never as a formula.
                Value::Text(text) => sheet.write_string(row_at, at, text)?,
            };
        }
    }
    Ok(())
}

fn indicator_rows(record: &Record, language: Language) -> Vec<Vec<Value>> {
    let say = |zh, en| either(language, zh, en);
    record
        .taskbook
        .attained
        .iter()
        .map(|one| {
            let outcome = match (one.actual, one.is_met) {
                (None, _) => say("未报告", "not reported"),
                (_, true) => say("达到", "met"),
                (_, false) => say("未达到", "not met"),
            };
            vec![
                one.code.as_str().into(),
                one.name.as_str().into(),
                one.unit.as_str().into(),
                one.aim.sign().into(),
                Value::Number(one.target),
                one.actual.map_or_else(|| Value::Text(String::new()), Value::Number),
                outcome.into(),
            ]
        })
        .collect()
}

fn item_rows(record: &Record, language: Language) -> Vec<Vec<Value>> {
    let say = |zh, en| either(language, zh, en);
    let rows = record.meetings.iter().flat_map(|meeting| &meeting.action_items).map(|item| {
        let standing = match (item.done_at, item.is_overdue) {
            (Some(_), _) => say("已办结", "done"),
            (None, true) => say("逾期", "overdue"),
            (None, false) => say("办理中", "open"),
        };
        vec![
            item.meeting.as_str().into(),
            item.text.as_str().into(),
            item.owner.as_str().into(),
            item.due_on.to_string().into(),
            standing.into(),
            item.done_note.clone().unwrap_or_default().into(),
        ]
    });
    rows.collect()
}

fn checklist_rows(record: &Record, language: Language) -> Vec<Vec<Value>> {
    let say = |zh, en| either(language, zh, en);
    let rows = record.taskbook.stages.iter().flat_map(|stage| {
        stage.items.iter().map(move |item| {
            let standing =
                if item.is_done { say("已完成", "done") } else { say("未完成", "open") };
            vec![
                stage.name.as_str().into(),
                item.text.as_str().into(),
                standing.into(),
                item.note.clone().unwrap_or_default().into(),
                item.evidence.clone().unwrap_or_default().into(),
            ]
        })
    });
    rows.collect()
}

fn finding_rows(record: &Record, language: Language) -> Vec<Vec<Value>> {
    let rows = record.findings.iter().map(|one| {
        vec![
            word::<entity::vocabulary::AssessmentAspect>(one.aspect, language).into(),
            word::<entity::vocabulary::FindingGrade>(one.grade, language).into(),
            one.satisfaction
                .map_or_else(|| Value::Text(String::new()), |share| Value::Number(share.into())),
            one.text.as_str().into(),
            one.reply.clone().unwrap_or_default().into(),
        ]
    });
    rows.collect()
}

fn properties(record: &Record) -> Result<DocProperties, XlsxError> {
    let day = record.as_of;
    let small = |number: u32| u8::try_from(number).unwrap_or(1);
    let made = ExcelDateTime::from_ymd(
        u16::try_from(day.year()).unwrap_or(1900),
        small(day.month()),
        small(day.day()),
    )?;
    // The library would put in the hour; the day of the record keeps the bytes the same.
    Ok(DocProperties::new()
        .set_title(&record.taskbook.draft.title)
        .set_comment(format!("SHA-256 {}", record.digest()))
        .set_creation_datetime(&made))
}

/// A sheet: its name, its header, its rows.
type Part<'p> = (&'p str, Vec<&'p str>, Vec<Vec<Value>>);

fn overview(record: &Record, language: Language) -> Part<'static> {
    let say = |zh, en| either(language, zh, en);
    let mut known: Vec<Vec<Value>> = facts(&record.taskbook, language)
        .into_iter()
        .map(|(label, value)| vec![label.into(), value.into()])
        .collect();
    known.push(vec!["SHA-256".into(), record.digest().into()]);
    (say("概况", "Overview"), vec![say("项目", "Fact"), say("内容", "Value")], known)
}

fn disclosures(record: &Record, language: Language) -> Part<'static> {
    let say = |zh, en| either(language, zh, en);
    let rows = record.disclosures.iter().map(|one| {
        vec![
            day_of(one.published_at).into(),
            word::<entity::vocabulary::DisclosureKind>(one.kind, language).into(),
            one.title.as_str().into(),
        ]
    });
    let header = vec![say("日期", "Day"), say("类别", "Kind"), say("标题", "Title")];
    (say("信息公开", "Disclosures"), header, rows.collect())
}

/// The sheets in their order.
fn parts(record: &Record, language: Language) -> Vec<Part<'static>> {
    let say = |zh, en| either(language, zh, en);
    vec![
        overview(record, language),
        (
            say("指标", "Indicators"),
            vec![
                say("编号", "Code"),
                say("指标", "Indicator"),
                say("单位", "Unit"),
                say("方向", "Aim"),
                say("目标", "Target"),
                say("实际", "Actual"),
                say("结果", "Outcome"),
            ],
            indicator_rows(record, language),
        ),
        (
            say("阶段清单", "Checklists"),
            vec![
                say("阶段", "Stage"),
                say("事项", "Item"),
                say("情况", "Standing"),
                say("说明", "Note"),
                say("依据", "Evidence"),
            ],
            checklist_rows(record, language),
        ),
        (
            say("待办事项", "Action items"),
            vec![
                say("会议", "Meeting"),
                say("事项", "Item"),
                say("责任人", "Owner"),
                say("时限", "Due"),
                say("情况", "Standing"),
                say("办理情况", "What was done"),
            ],
            item_rows(record, language),
        ),
        (
            say("第三方评估", "Assessment"),
            vec![
                say("方面", "Aspect"),
                say("结论", "Finding"),
                say("满意度（%）", "Satisfaction (%)"),
                say("评估意见", "Text"),
                say("学会答复", "Reply"),
            ],
            finding_rows(record, language),
        ),
        disclosures(record, language),
    ]
}

/// The performance report as the bytes of a workbook; the same record gives the same bytes.
pub(super) fn workbook(record: &Record, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(record)?);
    for (name, header, rows) in parts(record, language) {
        sheet(&mut workbook, name, &header, rows)?;
    }
    workbook.save_to_buffer()
}
