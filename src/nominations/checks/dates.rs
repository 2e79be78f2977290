//! Do the dates of the work agree with those of its papers, uses and people (FC-019)?

use chrono::NaiveDate;

use super::{
    finding::Outcome,
    sheet::{Row, Sheet},
};
use crate::nominations::dossier::Address;

/// Every contradiction between two dates of the dossier. A date that is missing contradicts nothing: the
/// form misses it.
pub(super) fn contradictions(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let (start, end) = (sheet.day("project", "starts_on"), sheet.day("project", "ends_on"));
    if let (Some(start), Some(end)) = (start, end)
        && start > end
    {
        outcome.fail(
            Address::field("project", "ends_on"),
            format!("项目起始日期 {start} 晚于完成日期 {end}"),
            format!("the work begins on {start}, after its end on {end}"),
        );
    }
    // Only the Natural Science Award rests on its papers; of the others they are beside the matter.
    if sheet.facts.form.category == "NAT" {
        papers(sheet, start, end, outcome);
    }
    applications(sheet, start, outcome);
    for (section, field) in
        [("completers", "items"), ("application", "units"), ("cooperation", "items")]
    {
        for row in sheet.rows(section, field) {
            turned_around(&row, outcome);
        }
    }
    cooperation(sheet, start, end, outcome);
    said_twice(sheet, outcome);
}

/// Days for which a form asks twice: among the basic facts, and where it is about the team or the work.
const SAID_TWICE: [(&str, &str, &str); 2] =
    [("starts_on", "team", "formed_on"), ("ends_on", "work", "published_on")];

fn said_twice(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    for (basic, section, field) in SAID_TWICE {
        let Some(asked) = sheet.field(section, field) else { continue };
        let (Some(first), Some(again)) = (sheet.day("project", basic), sheet.day(section, field))
        else {
            continue;
        };
        if first != again {
            let (zh, en) = (&asked.label.zh, &asked.label.en);
            outcome.fail(
                Address::field(section, field),
                format!("“{zh}”为 {again}，基本情况中为 {first}。请使二者一致"),
                format!(
                    "\"{en}\" is {again} here and {first} among the basic facts; make them agree"
                ),
            );
        }
    }
}

fn papers(
    sheet: &Sheet<'_>,
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
    outcome: &mut Outcome,
) {
    for row in sheet.rows("papers", "items") {
        let Some(published) = row.day("published_on") else { continue };
        let name = row.called();
        if start.is_some_and(|start| published < start) {
            outcome.fail(
                row.at("published_on"),
                format!("“{name}”发表于 {published}，早于项目起始日期"),
                format!("\"{name}\" was published on {published}, before the work began"),
            );
        }
        if end.is_some_and(|end| published > end) {
            outcome.fail(
                row.at("published_on"),
                format!("“{name}”发表于 {published}，晚于项目完成日期；完成日期应为最近一篇主要论文发表之日"),
                format!("\"{name}\" was published on {published}, after the work ended; it ends with the latest main paper"),
            );
        }
    }
}

fn applications(sheet: &Sheet<'_>, start: Option<NaiveDate>, outcome: &mut Outcome) {
    let Some(first) = sheet.day("application", "first_applied_on") else { return };
    let at = Address::field("application", "first_applied_on");
    if start.is_some_and(|start| first < start) {
        outcome.fail(
            at.clone(),
            format!("首次应用日期 {first} 早于项目起始日期"),
            format!("applied first on {first}, before the work began"),
        );
    }
    let rows = sheet.rows("application", "units");
    let uses: Vec<(NaiveDate, &Row<'_>)> =
        rows.iter().filter_map(|row| Some((row.day("from")?, row))).collect();
    for (from, row) in uses.iter().filter(|(from, _)| *from < first) {
        let name = row.called();
        outcome.fail(
            row.at("from"),
            format!("“{name}”自 {from} 起应用，早于首次应用日期 {first}"),
            format!("\"{name}\" uses it since {from}, before the first application on {first}"),
        );
    }
}

fn turned_around(row: &Row<'_>, outcome: &mut Outcome) {
    if let (Some(from), Some(to)) = (row.day("from"), row.day("to"))
        && from > to
    {
        let name = row.called();
        outcome.fail(
            row.at("to"),
            format!("“{name}”的起始日期 {from} 晚于截止日期 {to}"),
            format!("\"{name}\" begins on {from}, after its end on {to}"),
        );
    }
}

/// The time of a collaboration lies within that of the work (G1).
fn cooperation(
    sheet: &Sheet<'_>,
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
    outcome: &mut Outcome,
) {
    for row in sheet.rows("cooperation", "items") {
        let rank = row.rank;
        let is_early =
            matches!((row.day("from"), start), (Some(from), Some(start)) if from < start);
        let is_late = matches!((row.day("to"), end), (Some(to), Some(end)) if to > end);
        if is_early || is_late {
            outcome.fail(
                row.at(if is_early { "from" } else { "to" }),
                format!("第 {rank} 项合作的时间不在项目起止时间之内"),
                format!("collaboration {rank} lies outside the time of the work"),
            );
        }
    }
}
