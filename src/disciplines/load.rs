//! Which disciplines does Laurel know from the start? Those of the standard itself.

use super::{model::Discipline, store};
use crate::app::App;

/// The codes and names of GB/T 13745-2009.
const STANDARD: &str = include_str!("../../rules/disciplines/gbt13745-2009.csv");

fn parse(line: &str) -> Option<Discipline> {
    let mut cells = line.split(',').map(str::to_owned);
    let (code, name, level) = (cells.next()?, cells.next()?, cells.next()?);
    let parent_code = cells.next().filter(|code| !code.is_empty());
    Some(Discipline { code, name, level: level.parse().ok()?, parent_code })
}

/// The disciplines of the standard in the order of the table.
fn standard() -> Vec<Discipline> {
    STANDARD.lines().skip(1).filter_map(parse).collect()
}

/// Fills the table on first use.
///
/// # Errors
/// The records failing.
pub async fn load_standard(app: &App) -> Result<(), sea_orm::DbErr> {
    if store::is_empty(app.database.reader()).await? {
        let tx = app.database.begin_write().await?;
        // Another process may have been first.
        if store::is_empty(&*tx).await? {
            store::insert(&*tx, standard()).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_discipline_and_every_parent_is_there() {
        let disciplines = standard();
        assert_eq!(disciplines.len(), STANDARD.lines().count() - 1);
        let codes: std::collections::BTreeSet<&str> =
            disciplines.iter().map(|discipline| discipline.code.as_str()).collect();
        assert_eq!(codes.len(), disciplines.len());
        for discipline in &disciplines {
            let width = 1 + 2 * usize::from(discipline.level);
            assert_eq!(discipline.code.len(), width, "{}", discipline.code);
            if let Some(parent) = &discipline.parent_code {
                assert!(codes.contains(parent.as_str()), "{}", discipline.code);
            }
        }
    }
}
