//! Which columns has the list of awards as a file?

use std::borrow::Cow;

use super::published::{PublishedAward, PublishedRound};
use crate::{
    exchange::{Cell, Column, Row, Sheet},
    meetings::model::Grade,
};

/// An award as a row of a file.
#[derive(Clone, Debug, Default)]
pub struct AwardRow {
    round: i32,
    award: Option<PublishedAward>,
}

/// The awards of a round as rows.
pub fn award_rows(round: &PublishedRound) -> Vec<AwardRow> {
    let row = |award: &PublishedAward| AwardRow { round: round.year, award: Some(award.clone()) };
    round.awards.iter().map(row).collect()
}

fn joined(parts: impl Iterator<Item = String>) -> Cell<'static> {
    let text = parts.map(|part| part.replace([';', '；'], ",")).collect::<Vec<_>>().join(";");
    if text.is_empty() { Cell::Empty } else { Cell::Text(Cow::Owned(text)) }
}

impl Sheet for AwardRow {
    const KIND: &'static str = "results";
    const COLUMNS: &'static [Column] = &[
        Column::required("round", "年度"),
        Column::required("number", "编号"),
        Column::required("category", "奖种"),
        Column::required("grade", "等级"),
        Column::required("title", "项目名称"),
        Column::required("people", "主要完成人"),
        Column::required("units", "主要完成单位"),
        Column::required("nominator", "提名者"),
        Column::required("is_revoked", "已撤销"),
        Column::required("basis", "撤销依据"),
    ];
    const UNIQUE: &'static [&'static str] = &["round", "number"];

    fn parse(_: &mut Row<'_>) -> Self {
        // Such a file goes out and never comes in.
        Self::default()
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        let Some(award) = &self.award else { return vec![Cell::Empty; Self::COLUMNS.len()] };
        let basis = award.revoked.as_ref().map_or("", |revoked| revoked.basis.as_str());
        vec![
            Cell::Integer(i64::from(self.round)),
            Cell::from(&award.number),
            Cell::from(&award.category),
            Cell::from(award.grade.map_or("", Grade::as_str)),
            Cell::from(&award.title),
            joined(award.people.iter().map(|one| one.name.clone())),
            joined(award.units.iter().cloned()),
            Cell::from(&award.nominator),
            Cell::Flag(award.revoked.is_some()),
            Cell::from(basis),
        ]
    }
}
