//! What was disputed in the records of the demonstration, and which integrity events are there? Made
//! through the same use cases as at a desk, by the people who sign in.

use chrono::NaiveDate;
use entity::vocabulary::{IntegrityKind, Sanction};

use crate::{
    app::App,
    track_record::{
        self, Answer, Claim, Correction, Decision, Dispute, DisputedItem, EventStep, FactRow,
        NewEvent, RecordError,
    },
};

/// The society whose clerk and head sign in.
const OWN: &str = "D-B-12";
/// The newest past round.
const NEWEST: i32 = 2025;
const APPEAL: &str = "自收到决定之日起十五日内向中国科协书面申诉，由未参与原决定的人员办理";

/// The first case of `society` in `round` that was counted under `of` and not under `not`.
fn case_without<'f>(
    facts: &'f [FactRow],
    (society, round): (&str, i32),
    of: &str,
    not: &str,
) -> Option<&'f FactRow> {
    let counts = |case: &str, measure: &str| {
        facts.iter().any(|fact| {
            fact.society_id == society
                && fact.round == round
                && fact.case_ref == case
                && fact.measure == measure
                && fact.value > 0
        })
    };
    facts.iter().find(|fact| {
        fact.society_id == society
            && fact.round == round
            && fact.measure == of
            && fact.value > 0
            && !counts(&fact.case_ref, not)
    })
}

async fn dispute(
    app: &App,
    by: &str,
    (case, indicator, measure): (&FactRow, &str, &str),
    text: &str,
) -> Result<Dispute, RecordError> {
    let item = DisputedItem {
        society_id: case.society_id.clone(),
        round: case.round,
        indicator: indicator.to_owned(),
        case_ref: Some(case.case_ref.clone()),
        measure: Some(measure.to_owned()),
    };
    track_record::file(app, by, Claim { item, text: text.to_owned(), value: Some(1) }, None).await
}

async fn answer(
    app: &App,
    dispute: &Dispute,
    decision: Decision,
    text: &str,
) -> Result<(), RecordError> {
    let corrections = match decision {
        Decision::Reject => Vec::new(),
        Decision::Accept => vec![Correction {
            case_ref: dispute.item.case_ref.clone().unwrap_or_default(),
            measure: dispute.item.measure.clone().unwrap_or_default(),
            value: 1,
        }],
    };
    let answer =
        Answer { text: text.to_owned(), by: "cast".to_owned(), at: app.clock.now(), corrections };
    track_record::answer(app, dispute, decision, &answer).await
}

async fn disputes(app: &App) -> Result<(), RecordError> {
    let facts = track_record::facts(app.database.reader(), None).await?;
    let find = |round, of: &str, not: &str| case_without(&facts, (OWN, round), of, not);
    if let Some(case) = find(NEWEST, "accepted", "first_review_passed") {
        let text = "评审会纪要载明该项目已通过初评，记录与纪要不符，请核对。";
        dispute(app, "head", (case, "I05", "first_review_passed"), text).await?;
    }
    let early = [NEWEST, 2023, 2021]
        .into_iter()
        .find_map(|round| find(round, "submitted", "submitted_early"));
    if let Some(case) = early {
        let text = "系统回执显示该项目在截止前三十小时已提交。";
        let filed = dispute(app, "clerk", (case, "I14", "submitted_early"), text).await?;
        let text = "经核对提交回执，提交时间在截止前二十四小时以上，予以更正。";
        answer(app, &filed, Decision::Accept, text).await?;
    }
    let publicity = [2023, 2021, 2019]
        .into_iter()
        .find_map(|round| find(round, "submitted", "selection_complete"));
    if let Some(case) = publicity {
        let text = "遴选会议纪要已补报，请按材料齐全计。";
        let filed = dispute(app, "head", (case, "I17", "selection_complete"), text).await?;
        let text = "纪要在提名截止之后补报，遴选时材料并不齐全，维持原记录。";
        answer(app, &filed, Decision::Reject, text).await?;
    }
    Ok(())
}

fn event(society: &str, round: i32, (kind, sanction): (IntegrityKind, Sanction)) -> NewEvent {
    NewEvent {
        society_id: society.to_owned(),
        round,
        kind,
        sanction,
        title: String::new(),
        finding: String::new(),
        basis: String::new(),
        decision: String::new(),
        appeal: APPEAL.to_owned(),
        starts_on: day(round, 1, 1),
        ends_on: None,
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MIN)
}

async fn events(app: &App) -> Result<(), RecordError> {
    let talk = NewEvent {
        title: "遴选会议回避记录不全".to_owned(),
        finding: "抽查发现两次遴选会议没有回避记录，未影响遴选结果。".to_owned(),
        basis: "实施细则第五十一条（提名者应建立规范的遴选机制）".to_owned(),
        decision: "示范约谈〔2024〕3号：约谈学会秘书长，限一个月内补正制度".to_owned(),
        starts_on: day(2024, 3, 12),
        ..event(OWN, 2023, (IntegrityKind::Conduct, Sanction::Talk))
    };
    track_record::record_event(app, "cast", talk, None).await?;
    let suspension = NewEvent {
        title: "遴选中向申报单位收取评审费".to_owned(),
        finding: "投诉查实：遴选中向三家申报单位收取评审费，已全部退还。".to_owned(),
        basis: "《国家科学技术奖励条例》第三十七条；实施细则第九十五条".to_owned(),
        decision: "示范决定〔2019〕1号：暂停提名资格至2020年12月31日".to_owned(),
        starts_on: day(2019, 9, 1),
        ends_on: Some(day(2020, 12, 31)),
        ..event("D-D-03", 2019, (IntegrityKind::Complaint, Sanction::Suspension))
    };
    let suspended = track_record::record_event(app, "cast", suspension, None).await?;
    track_record::step_event(app, "cast_second", &suspended, EventStep::Confirm, None).await?;
    let waiting = NewEvent {
        title: "提名材料中隐瞒利害关系".to_owned(),
        finding: "查实：提名书未披露学会负责人与完成单位的任职关系。".to_owned(),
        basis: "实施细则第九十五条；科学技术活动违规行为调查处理规定".to_owned(),
        decision: "拟暂停提名资格一届，待第二人确认".to_owned(),
        starts_on: day(2027, 1, 1),
        ends_on: Some(day(2028, 12, 31)),
        ..event("D-C-04", NEWEST, (IntegrityKind::Misconduct, Sanction::Suspension))
    };
    track_record::record_event(app, "cast", waiting, None).await?;
    Ok(())
}

/// Disputes and integrity events, once the facts are there.
///
/// # Errors
/// A rule of the record broken, or the records failing.
pub async fn disputes_and_events(app: &App) -> Result<(), RecordError> {
    disputes(app).await?;
    events(app).await
}
