//! `laurel demo`: a fictional round in a folder of its own, made through the commands of users.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context as _;
use chrono::Duration;
use entity::vocabulary::NominationState;
use serde_json::json;
use tokio::net::TcpListener;

use super::{
    accounts::OPERATOR,
    arguments::{DemoArguments, DemoScale, ImportArguments, Kind},
    demo_assignments, demo_deciding, demo_dossiers, demo_examination, demo_notices, demo_persons,
    demo_process, demo_publicity, demo_quotas, demo_recusals, demo_reviewers, demo_societies,
    demo_submissions, demo_supervision, import, serve, terminal,
};
use crate::{
    app::App,
    authz::Grant,
    config::Config,
    demo::{self, DEMO_ROUND, DemoRound, DemoSize},
    examination::similarity,
    exchange::{self, Format, Sheet, Style},
    identity::{self, NewAccount},
    matching::{self, MatchParameters, run},
    nominations::model::Nomination,
    shared::{HeldClock, Secret, random_token},
    track_record::FactRow,
    workers,
};

/// The seed of the demonstration: every demonstration of a size is the same.
const SEED: u64 = 2027;

/// Below this an expert is a stranger to the subject: two fields of the demonstration are so narrow
/// that places in them stay open, and the report shows why.
const LEAST_SCORE: f64 = 0.2;

/// An account with its password, as it is printed.
pub(super) struct SignIn {
    key: String,
    pub(super) role: String,
    pub(super) username: String,
    pub(super) password: String,
    display_name: String,
}

/// Makes the demonstration, says how to sign in, and serves it.
pub(super) async fn demo(
    mut config: Config,
    arguments: &DemoArguments,
) -> anyhow::Result<ExitCode> {
    if let Some(port) = arguments.port {
        config.http.port = port;
        config.mail.site = format!("http://127.0.0.1:{port}");
    }
    config.data_dir = match &arguments.again {
        Some(folder) => earlier_folder(folder)?,
        None => fresh_folder(&config.data_dir)?,
    };
    // Before the work, so that a port in use is said at once.
    let listener = if arguments.no_serve { None } else { Some(serve::listen(&config).await?) };
    let folder = config.data_dir.clone();
    terminal::say(&format!("演示数据目录 / demonstration folder: {}", folder.display()));
    let clock = HeldClock::default();
    let app = Arc::new(App::start_by(config, Arc::new(clock.clone())).await?);
    if arguments.again.is_none() {
        make(&app, (&clock, &folder), arguments).await?;
    }
    match listener {
        None => Ok(ExitCode::SUCCESS),
        Some(listener) => {
            let address = listener.local_addr()?;
            terminal::say(&format!(
                "\n桂冠 Laurel: http://{address}\n（按 Ctrl-C 停止 / stop with Ctrl-C）"
            ));
            serve_by(app, listener, (&clock, arguments.ahead_file.as_deref())).await
        }
    }
}

/// Makes the round and the accounts, and says how to sign in.
async fn make(
    app: &Arc<App>,
    (clock, folder): (&HeldClock, &Path),
    arguments: &DemoArguments,
) -> anyhow::Result<()> {
    crate::disciplines::load_standard(app).await?;
    let size = match arguments.size {
        DemoScale::Full => DemoSize::Full,
        DemoScale::Small => DemoSize::Small,
    };
    // Before the work, so that what people are told of it reaches them.
    let sign_ins = add_accounts(app).await?;
    let round = fill(app, clock, folder, size).await?;
    demo_notices::fill(app, DEMO_ROUND).await?;
    Box::pin(demo_deciding::fill(app, clock, (folder, &round), &sign_ins)).await?;
    if let Some(file) = &arguments.reviewer_accounts {
        demo_reviewers::fill(app, file).await?;
    }
    if let Some(file) = &arguments.accounts_out {
        write_sign_ins(file, &sign_ins)?;
    }
    say_sign_ins(&sign_ins);
    Ok(())
}

/// Serves, by a clock that follows `file` where there is one.
async fn serve_by(
    app: Arc<App>,
    listener: TcpListener,
    (clock, file): (&HeldClock, Option<&Path>),
) -> anyhow::Result<ExitCode> {
    let served = serve::run(app, listener);
    let Some(file) = file else { return served.await };
    tokio::select! {
        ended = served => ended,
        never = follow_file(clock, file) => match never {},
    }
}

/// Sets the clock as a file says, as often as it changes: ahead by days, so that what takes a week in life,
/// such as a publicity, is seen in a minute; or still at an instant, so that the last second of a time and
/// the first after it are seen. What is neither is left alone.
async fn follow_file(clock: &HeldClock, file: &Path) -> Infallible {
    /// Ten years: a slip of the keyboard must not reach the end of the calendar.
    const MOST_DAYS: i64 = 3650;
    loop {
        let text = tokio::fs::read_to_string(file).await.unwrap_or_default();
        if let Ok(days @ 0..=MOST_DAYS) = text.trim().parse() {
            clock.set_ahead(Duration::days(days));
            clock.release();
        } else if let Ok(instant) = text.trim().parse() {
            clock.hold(instant);
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
}

/// A folder that holds a demonstration already.
fn earlier_folder(folder: &Path) -> anyhow::Result<PathBuf> {
    anyhow::ensure!(
        folder.join("files").is_dir(),
        "该目录没有演示数据 / this folder holds no demonstration: {}",
        folder.display()
    );
    Ok(folder.to_owned())
}

/// A new folder below `data_dir`; nothing that is there already is touched.
fn fresh_folder(data_dir: &Path) -> anyhow::Result<PathBuf> {
    std::fs::create_dir_all(data_dir)?;
    for number in 1.. {
        let folder = data_dir.join(format!("demo-{number}"));
        match std::fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).context(folder.display().to_string()),
        }
    }
    anyhow::bail!("no free folder below {}", data_dir.display())
}

pub(super) fn write<S: Sheet>(folder: &Path, records: &[S]) -> anyhow::Result<PathBuf> {
    let file = folder.join(format!("{}.csv", S::KIND));
    exchange::write_all(&file, Style::for_people(Format::Csv), records)?;
    Ok(file)
}

/// What people work on: taskbooks, dossiers, their examination and publicity.
async fn fill_work(app: &App, clock: &HeldClock) -> anyhow::Result<()> {
    demo_supervision::fill(app).await?;
    demo_dossiers::fill(app, DEMO_ROUND).await?;
    demo_process::fill(app, clock, DEMO_ROUND).await?;
    demo_submissions::fill(app, clock, DEMO_ROUND).await?;
    demo_examination::fill(app, clock, DEMO_ROUND).await?;
    demo_publicity::fill(app, clock, DEMO_ROUND).await
}

/// Writes the round as the files that a user would bring, imports them, indexes and matches.
async fn fill(
    app: &App,
    clock: &HeldClock,
    folder: &Path,
    size: DemoSize,
) -> anyhow::Result<DemoRound> {
    let files = folder.join("files");
    std::fs::create_dir_all(&files)?;
    let round = demo::generate(size, SEED);
    for (kind, file) in [
        (Kind::Societies, write(&files, &round.societies)?),
        (Kind::Units, write(&files, &round.units)?),
        (Kind::Experts, write(&files, &round.experts)?),
        (Kind::Publications, write(&files, &round.publications)?),
        (Kind::Affiliations, write(&files, &round.affiliations)?),
    ] {
        take(app, kind, file, NominationState::Accepted).await?;
    }
    demo_societies::fill(app, clock, &round.registry).await?;
    take_nominations(app, &files, &round).await?;
    take(app, Kind::People, write(&files, &round.people)?, NominationState::Accepted).await?;
    for (kind, file) in [
        (Kind::Papers, write(&files, &round.papers)?),
        (Kind::Grants, write(&files, &round.grants)?),
        (Kind::Patents, write(&files, &round.patents)?),
        (Kind::Theses, write(&files, &round.theses)?),
    ] {
        take(app, kind, file, NominationState::Accepted).await?;
    }
    take_record(app, &files).await?;
    demo_quotas::fill(app).await?;
    fill_work(app, clock).await?;
    let indexed = workers::rebuild_index(app).await?;
    terminal::say(&format!("检索索引 / search index: {indexed}"));
    compare_round(app).await?;
    find_experts(app).await?;
    object(app, clock).await?;
    Ok(round)
}

/// Who is asked to review: the match, the plan made from it, who is which person, and who must keep out.
async fn find_experts(app: &App) -> anyhow::Result<()> {
    match_experts(app).await?;
    demo_assignments::fill(app, DEMO_ROUND).await?;
    demo_persons::fill(app, DEMO_ROUND).await?;
    demo_recusals::fill(app, DEMO_ROUND).await
}

/// What is objected to the nominations that are public.
async fn object(app: &App, clock: &HeldClock) -> anyhow::Result<()> {
    let today = app.clock.now();
    let set_clock = |instant| clock.hold(instant);
    let done = demo::objections::fill(app, &set_clock, today).await;
    clock.release();
    done
}

/// Compares the round with itself, as an examiner asks for.
async fn compare_round(app: &App) -> anyhow::Result<()> {
    let id = similarity::request(app, OPERATOR, DEMO_ROUND, similarity::Carrier::Caller).await?;
    similarity::execute(app, id).await?;
    Ok(())
}

/// Matches experts to the round, and says what came of it.
async fn match_experts(app: &App) -> anyhow::Result<()> {
    let id = run::request(
        app,
        OPERATOR,
        DEMO_ROUND,
        &MatchParameters { least_score: LEAST_SCORE, ..MatchParameters::default() },
        run::Carrier::Caller,
    )
    .await?;
    run::execute_requested(app, id, &|_| {}).await?;
    let found = matching::find_run(app.database.reader(), id).await?;
    if let Some(report) = found.and_then(|found| found.report) {
        terminal::say(&format!(
            "匹配 / matched: {} / {} ({} 项提名 / nominations)",
            report.met, report.demand, report.nominations
        ));
    }
    Ok(())
}

/// The past rounds case by case, what was disputed of them, and what was sanctioned.
async fn take_record(app: &App, files: &Path) -> anyhow::Result<()> {
    let past = demo::history::demo_past(SEED);
    let facts: Vec<FactRow> =
        past.facts.into_iter().map(|fact| FactRow::of(fact, "演示数据")).collect();
    take(app, Kind::Facts, write(files, &facts)?, NominationState::Accepted).await?;
    demo::record::disputes_and_events(app).await?;
    Ok(())
}

/// Nominations come in a file for each state, as an import gives one state to all its rows.
async fn take_nominations(app: &App, files: &Path, round: &DemoRound) -> anyhow::Result<()> {
    let states: BTreeMap<&str, &str> =
        round.states.iter().map(|(id, state)| (id.as_str(), state.as_str())).collect();
    let mut groups: BTreeMap<&str, Vec<Nomination>> = BTreeMap::new();
    for nomination in &round.nominations {
        let state = states.get(nomination.nomination_id.as_str()).unwrap_or(&"accepted");
        groups.entry(state).or_default().push(nomination.clone());
    }
    for (state, nominations) in groups {
        let folder = files.join(state);
        std::fs::create_dir_all(&folder)?;
        let file = write(&folder, &nominations)?;
        let state: NominationState =
            state.parse().map_err(|_| anyhow::anyhow!("the state {state} is unknown"))?;
        take(app, Kind::Nominations, file, state).await?;
    }
    Ok(())
}

/// Whether rows of this kind belong to nominations of a round.
fn is_of_round(kind: Kind) -> bool {
    use Kind::{Grants, Nominations, Papers, Patents, People};
    matches!(kind, Nominations | People | Papers | Grants | Patents)
}

async fn take(app: &App, kind: Kind, file: PathBuf, state: NominationState) -> anyhow::Result<()> {
    take_of(app, (kind, DEMO_ROUND), file, state).await
}

/// Imports a file; its rows begin in the round of the year, where they belong to one.
pub(super) async fn take_of(
    app: &App,
    (kind, year): (Kind, i32),
    file: PathBuf,
    state: NominationState,
) -> anyhow::Result<()> {
    let arguments = ImportArguments {
        kind,
        file,
        round: is_of_round(kind).then_some(year),
        society: None,
        state,
        dry_run: false,
        skip_bad_rows: false,
    };
    let imported = import::import(app, &arguments).await?;
    terminal::say(&format!("导入 / imported: {} {}", arguments.file.display(), imported.inserted));
    Ok(())
}

async fn add_accounts(app: &App) -> anyhow::Result<Vec<SignIn>> {
    let mut sign_ins = Vec::new();
    for account in demo::accounts() {
        let role = account
            .role
            .parse()
            .map_err(|_| anyhow::anyhow!("the role {} is unknown", account.role))?;
        let password = random_token(9);
        let new = NewAccount {
            username: account.username.clone(),
            display_name: account.display_name.clone(),
            password: Secret::new(password.clone()),
            grants: vec![Grant { role, society_code: account.society }],
        };
        identity::add_account(app, OPERATOR, new).await?;
        sign_ins.push(SignIn {
            key: account.key.unwrap_or_else(|| account.role.clone()),
            role: account.role,
            username: account.username,
            password,
            display_name: account.display_name,
        });
    }
    Ok(sign_ins)
}

fn write_sign_ins(file: &Path, sign_ins: &[SignIn]) -> anyhow::Result<()> {
    let accounts: serde_json::Map<String, serde_json::Value> = sign_ins
        .iter()
        .map(|one| {
            let account = json!({ "username": one.username, "password": one.password });
            (one.key.clone(), account)
        })
        .collect();
    std::fs::write(file, serde_json::to_vec_pretty(&accounts)?)?;
    Ok(())
}

fn say_sign_ins(sign_ins: &[SignIn]) {
    terminal::say("\n登录 / sign in (role, user name, password):");
    for SignIn { key, username, password, display_name, .. } in sign_ins {
        terminal::say(&format!("  {key:<14} {username:<12} {password:<14} {display_name}"));
    }
}
