//! How does a proposal look on paper? The sheet that people sign: what is decided, and on what it rests.

use chrono::{DateTime, Utc};

use super::record::{Decision, Proposal};
use crate::exchange::pdf::{Column, Document, Meta, PdfError, Table};
use crate::shared::china_day;

/// The words of the bands, as the page shows them.
fn band(word: &str) -> &str {
    match word {
        "expand" => "扩大",
        "hold" => "保持",
        "shrink" => "压减",
        "suspend" => "暂停",
        "newcomer" => "新进",
        "return" => "恢复",
        other => other,
    }
}

fn points(micro: i64) -> String {
    let hundredths = (micro + 5_000) / 10_000;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn day(at: Option<DateTime<Utc>>) -> String {
    at.map_or_else(|| "—".to_owned(), |at| china_day(at).to_string())
}

/// The decision sheet of a proposal, A4.
pub(super) fn decision_sheet(
    proposal: &Proposal,
    policy: &str,
    decisions: &[Decision],
) -> Result<Vec<u8>, PdfError> {
    let mut document = Document::new(Meta {
        title: format!("{} 年度提名限额审定表", proposal.year),
        digest: proposal.output_digest.clone(),
        ..Meta::default()
    });
    let person = |by: &Option<String>| by.clone().unwrap_or_else(|| "—".to_owned());
    document.facts([
        ("适用政策".to_owned(), policy.to_owned()),
        ("总名额".to_owned(), proposal.total.to_string()),
        ("机动名额".to_owned(), proposal.held.to_string()),
        (
            "拟定".to_owned(),
            format!("{} {}", proposal.proposed_by, day(Some(proposal.proposed_at))),
        ),
        (
            "确认".to_owned(),
            format!("{} {}", person(&proposal.confirmed_by), day(proposal.confirmed_at)),
        ),
        (
            "公布".to_owned(),
            format!("{} {}", person(&proposal.published_by), day(proposal.published_at)),
        ),
        ("输入摘要".to_owned(), proposal.input_digest.clone()),
    ]);
    document.heading("一、各学会名额");
    let columns = [
        Column::left("学会", 5),
        Column::left("档次", 2),
        Column::right("得分", 2),
        Column::right("原名额", 2),
        Column::right("拟定", 2),
        Column::right("决定", 2),
    ];
    document.table(Table::new(columns).rows(decisions.iter().map(|one| {
        vec![
            format!("{} {}", one.society_id, one.society),
            band(&one.band).to_owned(),
            points(one.score),
            one.previous.to_string(),
            one.proposed.to_string(),
            one.decided.to_string(),
        ]
    })));
    let changed: Vec<Vec<String>> = decisions
        .iter()
        .filter_map(|one| {
            let reason = one.reason.clone()?;
            let change = format!("{} → {}", one.proposed, one.decided);
            Some(vec![one.society.clone(), change, reason])
        })
        .collect();
    if !changed.is_empty() {
        document.heading("二、与测算不同的决定及理由");
        let columns = [Column::left("学会", 3), Column::left("名额", 2), Column::left("理由", 7)];
        document.table(Table::new(columns).rows(changed));
    }
    document.note("测算公式为本系统设计，并非法规规定；各项参数及其依据见政策文本。");
    document.render()
}
