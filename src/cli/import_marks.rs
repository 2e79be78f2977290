//! Does what is imported bear a mark of classification? Then it is not stored, and told by file, row and column.

use std::path::Path;

use clap::ValueEnum as _;

use super::{accounts::OPERATOR, arguments::ImportArguments, terminal};
use crate::{
    app::App,
    classified::{MarkKind, Refused, Sender, Sighting, kind_of, refusal},
    exchange::{Batch, Cell, Fault, Faults, Problem, Sheet},
    http,
};

/// The name of a file bears a mark.
#[derive(Debug, thiserror::Error)]
#[error("{}", refusal())]
struct MarkedName(MarkKind);

fn name_of(file: &Path) -> Result<String, MarkedName> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    kind_of(&name).map_or(Ok(name), |kind| Err(MarkedName(kind)))
}

/// The name of the file, as it is kept beside what came out of it.
///
/// # Errors
/// The name bears a mark; that is told of.
pub(super) async fn checked_name(app: &App, arguments: &ImportArguments) -> anyhow::Result<String> {
    match name_of(&arguments.file) {
        Ok(name) => Ok(name),
        Err(marked) => {
            tell(app, arguments, vec![Sighting::at("/name", marked.0)]).await;
            Err(marked.into())
        }
    }
}

/// The marks among the faults of a file, by row and column.
pub(super) fn seen(faults: &Faults) -> Vec<Sighting> {
    let sighting = |fault: &Fault| {
        let line = fault.line.map(|line| line.to_string()).unwrap_or_default();
        let column = fault.column.as_deref().unwrap_or_default();
        Some(Sighting::at(&format!("/{line}/{column}"), fault.problem.mark()?))
    };
    faults.kept.iter().filter_map(sighting).collect()
}

/// Tells the audit chain, and those who answer for secrecy, of the marks that an import met. It changes nothing of
/// what becomes of the import.
pub(super) async fn tell(app: &App, arguments: &ImportArguments, seen: Vec<Sighting>) {
    if seen.is_empty() {
        return;
    }
    let kind = arguments.kind.to_possible_value();
    let kind = kind.as_ref().map_or("", |value| value.get_name());
    let society = arguments.society.clone();
    let refused = Refused {
        at: app.clock.now(),
        by: Sender::Account {
            username: OPERATOR.to_owned(),
            societies: society.iter().cloned().collect(),
        },
        operation: format!("import {kind}"),
        targets: society.map(|code| ("societies".to_owned(), code)).into_iter().collect(),
        seen,
        request_id: None,
    };
    if let Err(error) = http::record_refusal(app, &refused).await {
        terminal::complain(&format!("拦截未能记录 / the refusal was not recorded: {error}"));
    }
}

/// The rows of a batch that bear no mark; each text that bears one is told.
pub(super) fn without_marked<S: Sheet>(
    file: &str,
    batch: Batch<S>,
    faults: &mut Faults,
) -> Batch<S> {
    let mut kept = Batch::default();
    for (record, line) in batch.records.into_iter().zip(batch.lines) {
        if !tell_marked(&record, (file, line), faults) {
            kept.records.push(record);
            kept.lines.push(line);
        }
    }
    kept
}

/// Tells each text of a row that bears a mark, and whether there is one.
pub(super) fn tell_marked<S: Sheet>(
    record: &S,
    (file, line): (&str, u64),
    faults: &mut Faults,
) -> bool {
    let before = faults.total;
    let cells = S::COLUMNS.iter().zip(record.cells());
    for (column, cell) in cells {
        let Some(kind) = mark(&cell) else { continue };
        faults.push(Fault {
            file: file.to_owned(),
            line: Some(line),
            column: Some(column.name.to_owned()),
            problem: Problem::Classified(kind),
        });
    }
    faults.total > before
}

fn mark(cell: &Cell<'_>) -> Option<MarkKind> {
    match cell {
        Cell::Text(text) => kind_of(text),
        Cell::List(items) => items.iter().find_map(|item| kind_of(item)),
        Cell::Empty | Cell::Integer(_) | Cell::Number(_) | Cell::Flag(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::model::Unit;

    #[test]
    fn a_row_with_a_mark_is_left_out_and_told_by_its_place() {
        let unit = |unit: &str, alias: &str| Unit {
            unit: unit.to_owned(),
            alias: Some(alias.to_owned()),
            parent: None,
        };
        let records = vec![unit("示范大学", "示大"), unit("密级：机密", "绝密★10年")];
        let mut faults = Faults::default();
        let kept = without_marked("u.csv", Batch { records, lines: vec![2, 3] }, &mut faults);
        assert_eq!((kept.records.len(), kept.lines), (1, vec![2]));
        let told: Vec<String> = faults.kept.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [format!("u.csv:3 unit: {}", refusal()), format!("u.csv:3 alias: {}", refusal())]
        );
        let seen: Vec<String> = seen(&faults).iter().map(ToString::to_string).collect();
        assert_eq!(seen, ["/3/unit secret", "/3/alias top_secret"]);
    }

    #[test]
    fn the_name_of_a_file_may_bear_none() {
        assert_eq!(name_of(Path::new("some/folder/清单.xlsx")).unwrap(), "清单.xlsx");
        assert!(name_of(Path::new("绝密★清单.xlsx")).is_err());
    }
}
