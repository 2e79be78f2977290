//! `laurel export KIND --out FILE`: how do records become a file?

use std::{path::Path, process::ExitCode};

use super::{
    arguments::{ExportArguments, Kind},
    terminal,
};
use crate::{
    app::App,
    awards::{self, Round},
    disciplines,
    exchange::{self, Format, Sheet, Style},
    experts, matching, nominations, societies, units,
};

/// Writes `records` as the ending of `path` says.
fn write<S: Sheet>(path: &Path, records: &[S]) -> anyhow::Result<u64> {
    let style = Style::for_people(Format::of_path(path)?);
    Ok(exchange::write_all(path, style, records)?)
}

async fn round(app: &App, year: Option<i32>) -> anyhow::Result<Round> {
    let database = app.database.reader();
    let found = match year {
        Some(year) => awards::find_round(database, year).await?,
        None => awards::latest_round(database).await?,
    };
    found.ok_or_else(|| anyhow::anyhow!("没有该年度 / there is no such round"))
}

/// Carries the command out and says how many rows were written.
pub(super) async fn command(app: &App, arguments: &ExportArguments) -> anyhow::Result<ExitCode> {
    let out = &arguments.out;
    let database = app.database.reader();
    let rows = match arguments.kind {
        Kind::Societies => write(out, &societies::all(database).await?)?,
        Kind::Disciplines => write(out, &disciplines::all(database).await?)?,
        Kind::Units => write(out, &units::all(database).await?)?,
        Kind::Experts => write(out, &experts::all(database).await?)?,
        Kind::Affiliations => write(out, &experts::affiliations(database).await?)?,
        Kind::Publications => write(out, &experts::publications(database).await?)?,
        Kind::Nominations | Kind::People | Kind::Papers => {
            let round = round(app, arguments.round).await?;
            let dossiers =
                nominations::round_dossiers(database, round.id, round.year, |_| true).await?;
            match arguments.kind {
                Kind::Nominations => write(out, &dossiers.nominations)?,
                Kind::People => write(out, &dossiers.people)?,
                _ => write(out, &dossiers.papers)?,
            }
        }
        Kind::Conflicts | Kind::Affinity | Kind::Assignments => {
            let round = round(app, arguments.round).await?;
            match arguments.kind {
                Kind::Conflicts => write(out, &matching::exported_conflicts(database, round.id).await?)?,
                Kind::Affinity => write(out, &matching::exported_affinity(database, round.id).await?)?,
                _ => write(out, &matching::exported_assignments(database, round.id).await?)?,
            }
        }
    };
    terminal::say(&format!("已导出 {rows} 行 / {rows} rows written: {}", out.display()));
    Ok(ExitCode::SUCCESS)
}
