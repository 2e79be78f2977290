//! The command line: reads what was typed and hands it to the rooms. `docs/command-line.md` has
//! every command with examples.

mod accounts;
mod arguments;
mod check;
mod conflict_records;
mod demo;
mod demo_assignments;
mod demo_attachments;
mod demo_deciding;
mod demo_dossiers;
mod demo_examination;
mod demo_meetings;
mod demo_notices;
mod demo_persons;
mod demo_process;
mod demo_publicity;
mod demo_quotas;
mod demo_recusals;
mod demo_results;
mod demo_reviewers;
mod demo_reviews;
mod demo_societies;
mod demo_submissions;
mod demo_supervision;
mod engine_affinity;
mod engine_aggregate;
mod engine_assign;
mod engine_check_names;
mod engine_check_reviews;
mod engine_conflicts;
mod engine_panels;
mod engine_quota;
mod engine_tally;
mod export;
mod import;
mod import_dossier;
mod import_funnels;
mod import_kinds;
mod import_marks;
mod matching;
mod serve;
mod terminal;
mod verify;

use std::process::ExitCode;

use clap::Parser as _;

use crate::{app::App, config::Config, nominations::process};
use arguments::{Arguments, AuditCommand, Command, EngineCommand, StatesForm};

/// Runs the command that was typed. Exit codes: 0 done, 1 the data is wrong, 2 usage, 3 the
/// instance is infeasible.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        Command::Engine(command) => engine(&command),
        Command::Openapi => openapi(),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::States { form } => Ok(states(form)),
        command => on_records(arguments.config.as_deref(), arguments.data_dir, command),
    };
    outcome.unwrap_or_else(|error| {
        terminal::complain(&format!("{error:#}"));
        ExitCode::from(1)
    })
}

/// Engines need no settings and no database.
fn engine(command: &EngineCommand) -> anyhow::Result<ExitCode> {
    Ok(match command {
        EngineCommand::Affinity(arguments) => {
            engine_affinity::run(arguments, &mut std::io::stderr())?;
            ExitCode::SUCCESS
        }
        EngineCommand::Conflicts(arguments) => engine_conflicts::main(arguments),
        EngineCommand::CheckNames(arguments) => engine_check_names::main(arguments),
        EngineCommand::Assign(arguments) => engine_assign::main(arguments),
        EngineCommand::Panels(arguments) => engine_panels::main(arguments),
        EngineCommand::Quota(arguments) => engine_quota::main(arguments),
        EngineCommand::CheckReviews(arguments) => engine_check_reviews::main(arguments),
        EngineCommand::Aggregate(arguments) => engine_aggregate::main(arguments),
        EngineCommand::Tally(arguments) => engine_tally::main(arguments),
    })
}

fn openapi() -> anyhow::Result<ExitCode> {
    terminal::say(&crate::http::open_api().to_pretty_json()?);
    Ok(ExitCode::SUCCESS)
}

fn states(form: StatesForm) -> ExitCode {
    let printed = match form {
        StatesForm::Page => process::as_page(),
        StatesForm::Picture => process::as_picture(),
    };
    terminal::say(printed.trim_end());
    ExitCode::SUCCESS
}

fn on_records(
    file: Option<&std::path::Path>,
    data_dir: Option<std::path::PathBuf>,
    command: Command,
) -> anyhow::Result<ExitCode> {
    let mut config = Config::load(file)?;
    if let Some(data_dir) = data_dir {
        config.data_dir = data_dir;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async move {
        let quiet = !matches!(command, Command::Serve(_) | Command::Demo(_));
        serve::start_log(&config, quiet)?;
        match command {
            Command::Serve(arguments) => serve::serve(config, &arguments).await,
            Command::Demo(arguments) => demo::demo(config, &arguments).await,
            command => {
                let app = start(config).await?;
                let code = on_app(&app, command).await?;
                app.database.close().await?;
                Ok(code)
            }
        }
    })
}

/// Puts the application together, with the reference tables that every round stands on.
async fn start(config: Config) -> anyhow::Result<App> {
    crate::notifications::check_templates()?;
    crate::matching::affinity_card(&config.affinity).await?;
    let app = App::start(config).await?;
    crate::disciplines::load_standard(&app).await?;
    crate::quotas::load_default_policy(&app).await?;
    Ok(app)
}

async fn on_app(app: &App, command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Migrate => {
            terminal::say("数据库结构已是最新 / the database schema is up to date");
            Ok(ExitCode::SUCCESS)
        }
        Command::User(command) => accounts::manage(app, command).await,
        Command::Reindex => {
            let count = crate::workers::rebuild_index(app).await?;
            terminal::say(&format!("已重建检索索引：{count} 条 / search index rebuilt: {count}"));
            Ok(ExitCode::SUCCESS)
        }
        Command::Check => check::check(app).await,
        Command::Import(arguments) => import::command(app, &arguments).await,
        Command::Export(arguments) => export::command(app, &arguments).await,
        Command::Match(arguments) => matching::command(app, &arguments).await,
        Command::Audit(AuditCommand::Verify) => check::verify_audit(app).await,
        Command::Serve(_)
        | Command::Demo(_)
        | Command::Engine(_)
        | Command::Openapi
        | Command::Verify(_)
        | Command::States { .. } => unreachable_command(),
    }
}

/// These commands were handled before the records were opened.
fn unreachable_command() -> anyhow::Result<ExitCode> {
    anyhow::bail!("this command works without the records")
}
