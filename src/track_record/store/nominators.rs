//! How does a table of a round's nominators become facts of the societies among them?

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbErr};

use super::{
    super::{
        definitions::Definitions,
        model::HistoryRow,
        nominator::{NominatorRow, Register},
    },
    history::{Told, apply_told},
    intake::Recording,
};
use crate::{
    persistence::{Applied, Refusal},
    societies,
};

/// Where a total comes from that a table of nominators brought.
const SOURCE: &str = "import/nominators";

/// Takes the nominators of a round: what was accepted of a society of the register becomes a total of
/// the round, as by a file of history; a nominator that is none is passed over by name.
///
/// # Errors
/// The records failing.
pub async fn apply_nominators(
    database: &impl ConnectionTrait,
    recording: Recording<'_>,
    definitions: &Definitions,
    round: i32,
    batch: &[NominatorRow],
) -> Result<Applied, DbErr> {
    let former = societies::former_names(database).await?;
    let register = Register::new(societies::all(database).await?, former);
    let mut applied = Applied::default();
    let mut of_societies: Vec<(usize, HistoryRow, String)> = Vec::new();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    for (index, row) in batch.iter().enumerate() {
        match row.society(&register) {
            Ok(Some(society)) if !taken.insert(&society.society_id) => {
                let why = row.told_already(society);
                applied.refused.push(Refusal { index, column: "nominator", why });
            }
            Ok(Some(society)) => {
                of_societies.push((index, row.totals(society, round), row.split()));
            }
            Ok(None) => {
                let why = row.left_out();
                applied.passed_over.push(Refusal { index, column: "nominator", why });
            }
            Err((column, why)) => applied.refused.push(Refusal { index, column, why }),
        }
    }
    let told: Vec<Told<'_>> = of_societies
        .iter()
        .map(|(_, row, split)| Told {
            row,
            source: SOURCE,
            said: Some(("accepted", split.as_str())),
            column_of: NominatorRow::column_of,
        })
        .collect();
    let done = apply_told(database, recording, definitions, &told).await?;
    applied.inserted = done.inserted;
    applied.unchanged = done.unchanged;
    applied.refused.extend(done.refused.into_iter().filter_map(|refusal| {
        let (index, ..) = of_societies.get(refusal.index)?;
        Some(Refusal { index: *index, ..refusal })
    }));
    Ok(applied)
}
