//! What does a workbook that came back say, and what of it may be kept?

use std::collections::BTreeMap;

use super::write::{SHEET, TOKEN, has_reason, header, reason_header};
use crate::{
    exchange,
    reviews::{BadField, CriterionKind, CriterionRule, SheetRule, scoring::Draft},
    shared::Bilingual,
};

/// A row as it came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct BackRow {
    /// Row of the sheet, from 1.
    pub(super) line: u64,
    /// What ties it to an assignment.
    pub(super) token: String,
    /// Its cells by header.
    pub(super) cells: BTreeMap<String, String>,
    /// Headers of cells that cannot be read, with what is wrong.
    pub(super) broken: Vec<(String, Bilingual)>,
}

/// Reads the rows of a workbook that was given out here.
///
/// # Errors
/// No workbook, or not one of these.
pub(super) fn rows(bytes: &[u8]) -> Result<Vec<BackRow>, Bilingual> {
    if !exchange::is_workbook(bytes) {
        return Err(Bilingual::new("不是 XLSX 工作簿", "not an XLSX workbook"));
    }
    let grids = exchange::grids_of_workbook(bytes).map_err(|fault| fault.problem.told())?;
    let foreign = || {
        Bilingual::new(
            "不是从这里下载的评分表，请重新下载后填写",
            "not a workbook that was downloaded here; download it again and fill it in",
        )
    };
    let grid = grids.into_iter().find(|grid| grid.sheet.trim() == SHEET).ok_or_else(foreign)?;
    let mut lines = grid.rows.into_iter();
    let head: Vec<String> = lines.next().ok_or_else(foreign)?.cells;
    let head: Vec<&str> = head.iter().map(|cell| cell.trim()).collect();
    if !head.contains(&TOKEN) {
        return Err(foreign());
    }
    let back = lines.map(|row| {
        let named = |place: usize| head.get(place).copied().unwrap_or_default().to_owned();
        let mut cells: BTreeMap<String, String> = BTreeMap::new();
        for (place, cell) in row.cells.into_iter().enumerate() {
            cells.insert(named(place), cell.trim().to_owned());
        }
        let broken = row.faults.iter().map(|(place, problem)| (named(*place), problem.told()));
        BackRow {
            line: row.line,
            token: cells.remove(TOKEN).unwrap_or_default(),
            broken: broken.collect(),
            cells,
        }
    });
    Ok(back.collect())
}

/// What a row says of a sheet, and what in it cannot be read.
pub(super) fn draft_of(rule: &SheetRule, row: &BackRow) -> (Draft, Vec<BadField>) {
    let (mut draft, mut wrong) = (Draft::default(), Vec::new());
    for one in &rule.criteria {
        let (points, reason) = (header(one), reason_header(one));
        let broken = row.broken.iter().find(|(header, _)| *header == points || *header == reason);
        if let Some((_, what)) = broken {
            wrong.push(BadField::new(format!("/points/{}", one.code), "cell", what.clone()));
            continue;
        }
        let cell = |header: &String| row.cells.get(header).map_or("", String::as_str);
        match read(one, cell(&points)) {
            Ok(Some(Given::Points(given))) => {
                draft.points.insert(one.code.clone(), given);
            }
            Ok(Some(Given::Choice(word))) => {
                draft.choices.insert(one.code.clone(), word);
            }
            Ok(None) => {}
            Err(field) => wrong.push(field),
        }
        let said = cell(&reason);
        if has_reason(one) && !said.is_empty() {
            draft.comments.insert(one.code.clone(), said.to_owned());
        }
    }
    (draft, wrong)
}

/// What stands in a cell.
enum Given {
    Points(u32),
    Choice(String),
}

fn read(one: &CriterionRule, cell: &str) -> Result<Option<Given>, BadField> {
    if cell.is_empty() {
        return Ok(None);
    }
    match one.kind {
        CriterionKind::Points => {
            cell.parse().map(|given| Some(Given::Points(given))).map_err(|_| {
                let words = Bilingual::new("须为整数分值", "whole points are expected");
                BadField::new(format!("/points/{}", one.code), "number", words)
            })
        }
        CriterionKind::Choice => {
            let option = one.options.iter().find(|option| {
                [option.zh.as_str(), option.en.as_str(), option.code.as_str()].contains(&cell)
            });
            option.map(|option| Some(Given::Choice(option.code.clone()))).ok_or_else(|| {
                let words = Bilingual::new("没有该选项", "there is no such option");
                BadField::new(format!("/choices/{}", one.code), "unknown", words)
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::write::{Line, write};
    use super::*;
    use crate::reviews::in_force;

    fn rule() -> &'static SheetRule {
        in_force().unwrap().sheet("NAT").unwrap()
    }

    fn line(token: &str, draft: Draft) -> Line {
        Line {
            token: token.to_owned(),
            number: "2027-自-001".to_owned(),
            title: "=1+1 某类材料的界面调控".to_owned(),
            is_submitted: false,
            draft,
        }
    }

    fn draft() -> Draft {
        Draft {
            points: [("novelty".to_owned(), 95), ("value".to_owned(), 0)].into(),
            choices: [("grade".to_owned(), "second".to_owned())].into(),
            comments: [("novelty".to_owned(), "首次提出，\n国际同行广泛引用。".to_owned())].into(),
        }
    }

    #[test]
    fn what_was_written_is_read_again() {
        let whole = draft();
        let lines = [line("a", whole.clone()), line("b", Draft::default())];
        let bytes = write(rule(), &lines).unwrap();
        let back = rows(&bytes).unwrap();
        let tokens: Vec<&str> = back.iter().map(|row| row.token.as_str()).collect();
        assert_eq!((tokens, back[0].line), (vec!["a", "b"], 2));
        assert_eq!(draft_of(rule(), &back[0]), (whole, Vec::new()));
        assert_eq!(draft_of(rule(), &back[1]), (Draft::default(), Vec::new()));
        assert_eq!(
            back[0].cells.get("项目名称").map(String::as_str),
            Some("=1+1 某类材料的界面调控")
        );
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_criterion() {
        let criteria = &rule().criteria;
        let cells = |points: &str, grade: &str| BackRow {
            cells: [
                (header(&criteria[0]), points.to_owned()),
                (header(&criteria[4]), grade.to_owned()),
            ]
            .into(),
            ..BackRow::default()
        };
        for (points, grade, expected) in [
            ("80", "二等奖", vec![]),
            ("80", "Second grade", vec![]),
            ("", "", vec![]),
            ("八十", "", vec![("/points/novelty", "number")]),
            ("80.5", "", vec![("/points/novelty", "number")]),
            ("-5", "三等奖", vec![("/points/novelty", "number"), ("/choices/grade", "unknown")]),
        ] {
            let (_, wrong) = draft_of(rule(), &cells(points, grade));
            let told: Vec<(&str, &str)> =
                wrong.iter().map(|field| (field.pointer.as_str(), field.code)).collect();
            assert_eq!(told, expected, "{points} {grade}");
        }
        for bytes in [&b"a,b\n"[..], b"PK\x03\x04"] {
            assert!(rows(bytes).is_err());
        }
        let other = rust_xlsxwriter::Workbook::new().save_to_buffer();
        assert!(other.is_err() || rows(&other.unwrap()).is_err());
    }
}
