//! `laurel export KIND --out FILE`: how do records become a file?

use std::{collections::BTreeMap, path::Path, process::ExitCode};

use super::{
    arguments::{ExportArguments, Kind},
    terminal,
};
use crate::{
    app::App,
    awards::{self, Round},
    conflicts, disciplines,
    exchange::{self, Format, Sheet, Style},
    experts, matching, nominations,
    results::{self, sheet::award_rows},
    societies,
    track_record::{self, sheet::filled_columns},
    units,
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
    let rows = match arguments.kind {
        Kind::Nominations | Kind::People | Kind::Papers => dossiers(app, arguments).await?,
        Kind::Grants | Kind::Patents | Kind::Theses => works(app, arguments).await?,
        Kind::Conflicts | Kind::Affinity | Kind::Assignments => match_run(app, arguments).await?,
        Kind::Facts | Kind::History => record(app, arguments).await?,
        Kind::Dossiers => anyhow::bail!("提名材料请在页面上导出 / export a dossier from its page"),
        Kind::Bars => anyhow::bail!("诚信记录不导出 / the integrity register is not exported"),
        Kind::Nominators => anyhow::bail!("请导出 facts / what they brought is exported as facts"),
        Kind::Funnels => anyhow::bail!("政策请在页面上查看 / a policy is read on its page"),
        Kind::Results => results(app, arguments).await?,
        kind => reference(app, kind, out).await?,
    };
    terminal::say(&format!("已导出 {rows} 行 / {rows} rows written: {}", out.display()));
    Ok(ExitCode::SUCCESS)
}

/// What belongs to no round.
async fn reference(app: &App, kind: Kind, out: &Path) -> anyhow::Result<u64> {
    let database = app.database.reader();
    match kind {
        Kind::Societies => write(out, &societies::all(database).await?),
        Kind::Disciplines => write(out, &disciplines::all(database).await?),
        Kind::Units => write(out, &units::all(database).await?),
        Kind::Affiliations => write(out, &experts::affiliations(database).await?),
        Kind::Publications => write(out, &experts::publications(database).await?),
        _ => write(out, &experts::all(database).await?),
    }
}

/// What became of the societies' nominations: of every round, or of the one named.
async fn record(app: &App, arguments: &ExportArguments) -> anyhow::Result<u64> {
    let (database, out) = (app.database.reader(), &arguments.out);
    if arguments.kind == Kind::Facts {
        return write(out, &track_record::facts(database, arguments.round).await?);
    }
    let mut rows = track_record::history(database).await?;
    rows.retain(|row| arguments.round.is_none_or(|year| row.round == year));
    let style = Style::for_people(Format::of_path(out)?);
    Ok(exchange::write_all_with(out, style, &filled_columns(&rows), &rows)?)
}

/// The awards of a round that are public.
async fn results(app: &App, arguments: &ExportArguments) -> anyhow::Result<u64> {
    let year = round(app, arguments.round).await?.year;
    let published = results::published(app.database.reader(), year).await?;
    let Some(published) = published else {
        anyhow::bail!("该年度尚无公布的结果 / no results of the round are public")
    };
    write(&arguments.out, &award_rows(&published))
}

/// What the nominators brought.
async fn dossiers(app: &App, arguments: &ExportArguments) -> anyhow::Result<u64> {
    let round = round(app, arguments.round).await?;
    let database = app.database.reader();
    let dossiers = nominations::round_dossiers(database, round.id, round.year, |_| true).await?;
    match arguments.kind {
        Kind::Nominations => write(&arguments.out, &dossiers.nominations),
        Kind::People => write(&arguments.out, &dossiers.people),
        _ => write(&arguments.out, &dossiers.papers),
    }
}

/// What was done together: all that no nomination names, and what those of the round name.
async fn works(app: &App, arguments: &ExportArguments) -> anyhow::Result<u64> {
    let (database, out) = (app.database.reader(), &arguments.out);
    let round = match arguments.round {
        Some(_) => Some(round(app, arguments.round).await?),
        None => awards::latest_round(database).await?,
    };
    let keys = match round {
        Some(round) => {
            nominations::round_dossiers(database, round.id, round.year, |_| true).await?.keys
        }
        None => BTreeMap::new(),
    };
    let works = conflicts::imported_works(database, &keys).await?;
    match arguments.kind {
        Kind::Grants => write(out, &works.grants),
        Kind::Patents => write(out, &works.patents),
        _ => write(out, &works.theses),
    }
}

/// What the latest match run found.
async fn match_run(app: &App, arguments: &ExportArguments) -> anyhow::Result<u64> {
    let round = round(app, arguments.round).await?;
    let (database, out) = (app.database.reader(), &arguments.out);
    match arguments.kind {
        Kind::Conflicts => write(out, &matching::exported_conflicts(database, round.id).await?),
        Kind::Affinity => write(out, &matching::exported_affinity(database, round.id).await?),
        _ => write(out, &matching::exported_assignments(database, round.id).await?),
    }
}
