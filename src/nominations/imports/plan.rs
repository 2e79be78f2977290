//! What becomes of each row that comes: is it new, does it stand already, does it say something else?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    draft::{Drafts, Note, RowDraft, SourceFault},
    same::{By, Keys},
};
use crate::{
    nominations::{
        dossier::{Address, Content, Edit, MOST_WORDS, Said},
        forms::Field,
    },
    shared::Bilingual,
};

/// What is to be done with rows that stand already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ImportMode)]
pub(super) enum Mode {
    /// Rows that stand are left alone.
    #[default]
    Add,
    /// Cells of rows that stand are written over by what comes; empty cells change nothing.
    Replace,
}

/// What a row is to the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// No row like it stands.
    New,
    /// The row stands and says the same wherever this one says something.
    Same { row: String, by: By },
    /// The row stands and says something else in these columns.
    Differs { row: String, by: By, columns: Vec<String> },
    /// An earlier row of the source is the same one.
    Repeats { line: u64, by: By },
}

/// A row that comes, with its fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Planned {
    pub(super) draft: RowDraft,
    pub(super) fate: Fate,
}

/// The plan of an import into one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) rows: Vec<Planned>,
    pub(super) faults: Vec<SourceFault>,
    pub(super) notes: Vec<Note>,
}

/// Gives each row its fate, by what stands in the table at `address`.
pub(super) fn plan(
    (address, table): (&Address, &Field),
    drafts: &Drafts,
    content: &Content,
    fingerprint: &dyn Fn(&[u8]) -> String,
) -> Plan {
    let standing: Vec<(String, Keys)> = rows_at(content, address)
        .iter()
        .map(|row| {
            let cell = |code: &str| content.get(&address.cell(row, code));
            (row.clone(), Keys::of(table, &cell, fingerprint))
        })
        .collect();
    let mut plan = Plan { faults: drafts.faults.clone(), ..Plan::default() };
    let mut seen: Vec<(u64, Keys)> = Vec::new();
    for draft in &drafts.rows {
        let keys = Keys::of(table, &|code| draft.cells.get(code), fingerprint);
        let earlier = seen.iter().find_map(|(line, other)| Some((*line, keys.meets(other)?)));
        let there = standing.iter().find_map(|(row, other)| Some((row, keys.meets(other)?)));
        let fate = match (earlier, there) {
            (Some((line, by)), _) => Fate::Repeats { line, by },
            (None, Some((row, by))) => met(content, address, row, by, draft),
            (None, None) => Fate::New,
        };
        seen.push((draft.line, keys));
        plan.rows.push(Planned { draft: draft.clone(), fate });
    }
    limits(&mut plan, table, standing.len());
    plan
}

fn rows_at<'c>(content: &'c Content, address: &Address) -> &'c [String] {
    content.get(address).map_or(&[], |value| value.list())
}

fn met(content: &Content, address: &Address, row: &str, by: By, draft: &RowDraft) -> Fate {
    let differs = draft
        .cells
        .iter()
        .filter(|(code, value)| content.get(&address.cell(row, code)) != Some(value))
        .map(|(code, _)| code.clone())
        .collect::<Vec<_>>();
    if differs.is_empty() {
        Fate::Same { row: row.to_owned(), by }
    } else {
        Fate::Differs { row: row.to_owned(), by, columns: differs }
    }
}

/// More rows than a table keeps refuse the import; more than the form allows are only told.
fn limits(plan: &mut Plan, table: &Field, standing: usize) {
    let new = plan.rows.iter().filter(|row| row.fate == Fate::New).count();
    let all = standing + new;
    if all > MOST_WORDS {
        let what = Bilingual::new(
            format!("表中将有 {all} 行，至多保存 {MOST_WORDS} 行"),
            format!("the table would have {all} rows; {MOST_WORDS} at the most are kept"),
        );
        plan.faults.push(SourceFault::at(None, what));
    }
    let most = table.most_rows.and_then(|most| usize::try_from(most).ok());
    if let Some(most) = most.filter(|most| all > *most) {
        let what = Bilingual::new(
            format!("导入后“{}”共 {all} 项，至多 {most} 项；可导入后再取舍", table.label.zh),
            format!(
                "\"{}\" would have {all} rows of {most} at the most; choose after importing",
                table.label.en
            ),
        );
        plan.notes.push(Note { column: None, what });
    }
}

/// The edits that carry a plan out, and what each row of the table came from.
#[derive(Clone, Debug, Default)]
pub(super) struct Carried {
    pub(super) edits: Vec<Edit>,
    /// The line from which the cell of each edit came.
    pub(super) lines: Vec<(Address, u64)>,
    pub(super) added: Vec<String>,
    pub(super) changed: Vec<String>,
    pub(super) left: u32,
}

/// How a plan is carried out.
pub(super) struct Manner<'m> {
    /// What is done with rows that stand.
    pub(super) mode: Mode,
    /// The version of the dossier that the person saw: what was changed after it is not written over.
    pub(super) seen: i64,
    /// Gives names for new rows.
    pub(super) name: &'m mut dyn FnMut() -> String,
}

/// The edits that carry out a plan on what the dossier says now.
pub(super) fn carry_out(
    address: &Address,
    plan: &Plan,
    said: &Said,
    manner: &mut Manner<'_>,
) -> Carried {
    let mut carried = Carried::default();
    let before = rows_at(&said.content, address).to_vec();
    let mut rows = before.clone();
    for planned in &plan.rows {
        match &planned.fate {
            Fate::New => {
                let row = (manner.name)();
                carried.write(address, &row, &planned.draft, None, 0);
                rows.push(row.clone());
                carried.added.push(row);
            }
            Fate::Differs { row, columns, .. } if manner.mode == Mode::Replace => {
                carried.write(address, row, &planned.draft, Some(columns), manner.seen);
                carried.changed.push(row.clone());
            }
            _ => carried.left += 1,
        }
    }
    if rows != before {
        let value = Some(crate::nominations::dossier::Value::List(rows));
        // What stands is known: it was read in the transaction that writes.
        carried.edits.push(Edit { address: address.clone(), value, seen: i64::MAX, base: before });
    }
    carried
}

impl Carried {
    fn write(
        &mut self,
        address: &Address,
        row: &str,
        draft: &RowDraft,
        only: Option<&Vec<String>>,
        seen: i64,
    ) {
        for (code, value) in &draft.cells {
            if only.is_some_and(|only| !only.contains(code)) {
                continue;
            }
            let address = address.cell(row, code);
            self.lines.push((address.clone(), draft.line));
            self.edits.push(Edit { address, value: Some(value.clone()), seen, base: Vec::new() });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::nominations::{dossier::Value, forms::find};

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn draft(line: u64, cells: &[(&str, &str)]) -> RowDraft {
        let cells = cells.iter().map(|(code, said)| ((*code).to_owned(), text(said))).collect();
        RowDraft { line, cells, notes: Vec::new() }
    }

    #[test]
    fn rows_that_stand_are_known_and_an_import_twice_changes_nothing() {
        let form = find("nat-1").unwrap();
        let address = Address::field("papers", "items");
        let table = form.field("papers", "items").unwrap();
        let drafts = Drafts {
            rows: vec![
                draft(2, &[("title", "甲"), ("doi", "10.1/a")]),
                draft(3, &[("title", "乙")]),
                draft(4, &[("title", "甲的另一版"), ("doi", "10.1/A")]),
            ],
            ..Drafts::default()
        };
        let mut said = Said::default();
        let go = |said: &Said, mode| {
            let plan = plan((&address, table), &drafts, &said.content, &|bytes| {
                crate::shared::hex_sha256(bytes)
            });
            let mut count = 0;
            let mut name = || {
                count += 1;
                format!("n{count}")
            };
            carry_out(&address, &plan, said, &mut Manner { mode, seen: 9, name: &mut name })
        };
        let first = go(&said, Mode::Add);
        assert_eq!((first.added.len(), first.left), (2, 1), "the third repeats the first");
        for edit in first.edits {
            said.content.0.insert(edit.address, edit.value.unwrap());
        }
        let again = go(&said, Mode::Replace);
        assert!(again.edits.is_empty() && again.left == 3, "{again:?}");
        let title = address.cell("n1", "title");
        said.content.0.insert(title.clone(), text("手改的题目"));
        assert!(go(&said, Mode::Add).edits.is_empty());
        let replaced = go(&said, Mode::Replace);
        let written: BTreeMap<_, _> =
            replaced.edits.iter().map(|edit| (edit.address.clone(), edit.seen)).collect();
        assert_eq!(written, BTreeMap::from([(title, 9)]));
    }
}
