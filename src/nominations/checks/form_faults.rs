//! Is the form itself complete and right (FORM)?

use super::{
    finding::{Outcome, Said},
    sheet::Sheet,
};
use crate::{
    nominations::dossier::{Value, faults},
    shared::Bilingual,
};

/// Every fault of a field, so that a submission has one list.
pub(super) fn form(sheet: &Sheet<'_>, outcome: &mut Outcome) {
    let facts = sheet.facts;
    let knows = |code: &str| !facts.unknown_disciplines.contains(code);
    for fault in faults(facts.form, facts.content, &facts.days(), &knows) {
        let rows = facts.content.get(&fault.address.table()).map_or(&[][..], Value::list);
        let rank = rows.iter().position(|row| Some(row.as_str()) == fault.address.row());
        let what = match rank {
            Some(before) => Bilingual::new(
                format!("第 {} 行：{}", before + 1, fault.what.zh),
                format!("row {}: {}", before + 1, fault.what.en),
            ),
            None => fault.what,
        };
        let said = Said::of(what, Some(fault.address));
        outcome.faults.push(Said { clause: fault.clause, ..said });
    }
}
