//! What does a taskbook look like on paper?

use std::collections::BTreeMap;

use entity::vocabulary::{CouncilBody, TaskbookParty};

use super::{
    disclosed::with_unit,
    model::Draft,
    views::{SignatureView, TaskbookDetail},
    wording::{Word as _, either, post},
};
use crate::{
    exchange::pdf::{Column, Document, Meta, Table},
    shared::{Language, china_day},
};

/// A day of Beijing, as both languages write it.
pub(super) fn day_of(at: chrono::DateTime<chrono::Utc>) -> String {
    china_day(at).to_string()
}

/// A fact of a record: label and value.
pub(super) fn fact(
    language: Language,
    zh: &str,
    en: &str,
    value: impl Into<String>,
) -> (String, String) {
    (either(language, zh, en).to_owned(), value.into())
}

/// The parties, the leader and the days of a taskbook.
pub(super) fn facts(detail: &TaskbookDetail, language: Language) -> Vec<(String, String)> {
    let draft = &detail.draft;
    let summary = &detail.summary;
    let leader = format!("{}（{}）", draft.leader_name, post(&draft.leader_post, language));
    vec![
        fact(language, "编号", "Number", &draft.number),
        fact(language, "承接职能", "Function", draft.kind.word(language)),
        fact(language, "学会", "Society", format!("{} {}", summary.society_id, summary.society)),
        fact(language, "政府部门", "Department", &draft.department),
        fact(language, "中国科协主管单位", "Unit of CAST", &draft.cast_unit),
        fact(language, "项目负责人", "Project leader", leader),
        fact(language, "年度", "Round", draft.round.to_string()),
        fact(language, "起止日期", "From – to", format!("{} – {}", draft.starts_on, draft.ends_on)),
    ]
}

fn council(document: &mut Document, detail: &TaskbookDetail, language: Language) {
    let Some(one) = detail.resolutions.first() else {
        return;
    };
    let body = match one.body {
        "council" => CouncilBody::Council.word(language),
        _ => CouncilBody::StandingCouncil.word(language),
    };
    let text = match language {
        Language::Chinese => format!(
            "{}于 {} 召开会议，应到 {} 人，实到 {} 人；赞成 {} 票，反对 {} 票，弃权 {} 票，回避 {} 人，决议{}。会议纪要摘要 SHA-256 {}。",
            body,
            one.held_on,
            one.members,
            one.present,
            one.in_favour,
            one.against,
            one.abstained,
            one.recused,
            if one.is_carried { "通过" } else { "未通过" },
            one.minutes_digest,
        ),
        Language::English => format!(
            "The {} met on {}: {} members, {} present; {} for, {} against, {} abstained, {} recused. \
             The resolution is {}. SHA-256 of the minutes: {}.",
            body,
            one.held_on,
            one.members,
            one.present,
            one.in_favour,
            one.against,
            one.abstained,
            one.recused,
            if one.is_carried { "carried" } else { "not carried" },
            one.minutes_digest,
        ),
    };
    document.heading(either(language, "项目负责人的批准", "Approval of the leader"));
    document.paragraph(text);
}

fn tables(document: &mut Document, draft: &Draft, language: Language) {
    let say = |zh, en| either(language, zh, en);
    document.heading(say("重点任务与进度安排", "Key tasks and timetable"));
    let columns = [
        Column::left(say("编号", "Code"), 2),
        Column::left(say("任务", "Task"), 9),
        Column::left(say("责任人", "Owner"), 4),
        Column::left(say("完成时限", "Due"), 3),
        Column::right(say("权重", "Weight"), 2),
    ];
    document.table(Table::new(columns).rows(draft.content.tasks.iter().map(|task| {
        vec![
            task.code.clone(),
            task.title.clone(),
            task.owner.clone(),
            task.due.to_string(),
            task.weight.to_string(),
        ]
    })));
    document.heading(say("量化指标", "Quantified indicators"));
    let columns = [
        Column::left(say("编号", "Code"), 2),
        Column::left(say("指标", "Indicator"), 10),
        Column::right(say("目标值", "Target"), 4),
        Column::right(say("权重", "Weight"), 2),
    ];
    document.table(Table::new(columns).rows(draft.content.indicators.iter().map(|one| {
        vec![
            one.code.clone(),
            one.name.clone(),
            with_unit(Some(one.aim), one.target, &one.unit),
            one.weight.to_string(),
        ]
    })));
    if !draft.content.funds.is_empty() {
        document.heading(say("经费来源", "Funds"));
        let columns = [
            Column::left(say("来源", "Source"), 6),
            Column::left(say("性质", "Kind"), 4),
            Column::right(say("金额（元）", "Amount (yuan)"), 4),
            Column::left(say("拨付安排", "Schedule"), 6),
        ];
        document.table(Table::new(columns).rows(draft.content.funds.iter().map(|fund| {
            vec![
                fund.source.clone(),
                fund.kind.word(language).to_owned(),
                fund.amount.to_string(),
                fund.schedule.clone(),
            ]
        })));
    }
}

/// A box for each party: who signed, when, under which text.
pub(super) fn signature_boxes(
    signatures: &[SignatureView],
    language: Language,
) -> Vec<Vec<String>> {
    let valid: BTreeMap<&str, &SignatureView> = signatures
        .iter()
        .filter(|one| one.voided_at.is_none())
        .map(|one| (one.party, one))
        .collect();
    TaskbookParty::ALL
        .iter()
        .map(|party| {
            let mut lines = vec![party.word(language).to_owned()];
            match valid.get(party.as_str()) {
                Some(one) => {
                    lines.push(one.signer_name.clone());
                    lines.push(day_of(one.signed_at));
                }
                None => lines.push(either(language, "（尚未签署）", "(not signed yet)").to_owned()),
            }
            lines
        })
        .collect()
}

/// The taskbook as a document to be printed.
pub(super) fn taskbook(detail: &TaskbookDetail, language: Language) -> Document {
    let say = |zh, en| either(language, zh, en);
    let draft = &detail.draft;
    let mut document = Document::new(Meta {
        title: draft.title.clone(),
        issuer: say("中国科协 · 任务书", "CAST · taskbook").to_owned(),
        digest: detail.content_digest.clone(),
        language,
        ..Meta::default()
    });
    document.facts(facts(detail, language));
    document.heading(say("目标", "Goals"));
    document.items(draft.content.goals.iter().cloned());
    tables(&mut document, draft, language);
    if !draft.content.quality.is_empty() {
        document.heading(say("质量要求", "Quality"));
        document.items(draft.content.quality.iter().cloned());
    }
    if !draft.content.clauses.is_empty() {
        document.heading(say("权利义务与合作方式", "Rights, duties and co-operation"));
        document.items(draft.content.clauses.iter().cloned());
    }
    council(&mut document, detail, language);
    document.heading(say("签署", "Signatures"));
    document.signatures(signature_boxes(&detail.signatures, language));
    document.note(say(
        "各方签署的是页脚所示摘要对应的内容；内容变更后，签署自动失效。",
        "The parties signed the text whose digest stands at the foot; a change makes the signatures void.",
    ));
    document
}
