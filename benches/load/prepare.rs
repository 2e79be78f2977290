//! What must stand before the load begins? A database of its own with the demonstration, dossiers to write in,
//! dossiers that only wait for their submission, and the server.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use entity::{ids::DossierId, vocabulary::Role};
use laurel::{
    app::App,
    config::Config,
    demo::journey::{Complete, Journey},
    nominations::dossier::{self, NewDossier},
    shared::{HeldClock, Secret},
};
use sea_orm::ConnectionTrait as _;
use serde_json::Value;

const SOCIETY: &str = "D-B-12";
const YEAR: i32 = 2027;
const DATABASE: &str = "laurel_load";
const PORT: u16 = 8790;
/// Sessions of clerks: editors share them as people share nothing but an account.
const SESSIONS: usize = 50;

/// Of the drafts so many are complete: theirs are the forms that are printed.
pub(crate) const WRITTEN: usize = 100;

/// Everything that the load runs on.
pub(crate) struct Stand {
    /// Sessions of clerks.
    pub(crate) clerks: Vec<reqwest::Client>,
    /// A session of the head.
    pub(crate) head: reqwest::Client,
    /// Dossiers that are written.
    pub(crate) drafts: Vec<DossierId>,
    /// Dossiers that wait for their submission.
    pub(crate) ready: Vec<DossierId>,
    server: Child,
    postgres: String,
    _folder: tempfile::TempDir,
}

impl Stand {
    /// Makes it all.
    pub(crate) async fn prepare(
        program: PathBuf,
        postgres: &str,
        (drafts, ready): (usize, usize),
    ) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let url = format!("{postgres}/{DATABASE}");
        command(postgres, &format!("DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")).await?;
        command(postgres, &format!("CREATE DATABASE {DATABASE}")).await?;
        let accounts = folder.path().join("accounts.json");
        let laurel = |data: &Path| {
            let mut command = Command::new(&program);
            command
                .env("LAUREL_DATABASE_URL", &url)
                .env("LAUREL_DATA_DIR", data)
                .env("LAUREL_LOG__FILTER", "warn")
                .current_dir(folder.path())
                .stdin(Stdio::null());
            command
        };
        let mut demo = laurel(folder.path());
        demo.args(["demo", "--size", "small", "--no-serve", "--accounts-out"]).arg(&accounts);
        ensure!(demo.stdout(Stdio::null()).status()?.success(), "the demonstration is not made");
        let data = folder.path().join("demo-1");
        let begun = Instant::now();
        let (drafts, ready) = dossiers(&url, &data, (drafts, ready)).await?;
        // A server in use does this by itself; without it every plan counts on empty tables.
        command_in(&url, "ANALYZE").await?;
        println!(
            "prepared {} drafts and {} complete dossiers in {:.0} s",
            drafts.len(),
            ready.len(),
            begun.elapsed().as_secs_f64()
        );
        let log = std::fs::File::create(folder.path().join("server.log"))?;
        let mut serve = laurel(&data);
        serve.args(["serve", "--port", &PORT.to_string()]).stdout(Stdio::null()).stderr(log);
        let server = serve.spawn().context("the server does not start")?;
        let accounts: Value = serde_json::from_slice(&std::fs::read(&accounts)?)?;
        wait_until_ready().await?;
        let mut clerks = Vec::new();
        for _ in 0..SESSIONS {
            clerks.push(sign_in(&accounts["society_clerk"]).await?);
        }
        let head = sign_in(&accounts["society_head"]).await?;
        let postgres = postgres.to_owned();
        Ok(Self { clerks, head, drafts, ready, server, postgres, _folder: folder })
    }

    /// Stops the server and drops the database.
    pub(crate) async fn end(mut self) -> anyhow::Result<()> {
        self.server.kill()?;
        self.server.wait()?;
        command(&self.postgres, &format!("DROP DATABASE {DATABASE} WITH (FORCE)")).await
    }

    /// Processor time that the server has used, seconds; none where the system does not tell.
    pub(crate) fn processor_seconds(&self) -> Option<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.server.id())).ok()?;
        let after_name = stat.rsplit_once(')')?.1;
        let ticks = after_name.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
        let ticks: u64 = ticks.sum::<Result<_, _>>().ok()?;
        // A tick is a hundredth of a second on every Linux that is in use.
        #[expect(clippy::cast_precision_loss, reason = "a count of hundredths of seconds")]
        Some(ticks as f64 / 100.0)
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        // Ended already, where all went well.
        drop(self.server.kill());
    }
}

/// An address of the server, from its root.
pub(crate) fn site(path: &str) -> String {
    format!("http://127.0.0.1:{PORT}{path}")
}

/// An address of the interface.
pub(crate) fn address(path: &str) -> String {
    format!("http://127.0.0.1:{PORT}/api/v1{path}")
}

async fn command(server: &str, statement: &str) -> anyhow::Result<()> {
    let connection = sea_orm::Database::connect(format!("{server}/postgres")).await?;
    connection.execute_unprepared(statement).await?;
    Ok(connection.close().await?)
}

async fn wait_until_ready() -> anyhow::Result<()> {
    let begun = Instant::now();
    let ready = format!("http://127.0.0.1:{PORT}/readyz");
    while !reqwest::get(&ready).await.is_ok_and(|answer| answer.status().is_success()) {
        ensure!(begun.elapsed() < Duration::from_mins(1), "the server is not ready");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Ok(())
}

async fn sign_in(account: &Value) -> anyhow::Result<reqwest::Client> {
    let client = reqwest::Client::builder().cookie_store(true).build()?;
    let request = client.post(address("/session")).header("x-laurel-request", "1").json(account);
    request.send().await?.error_for_status()?;
    Ok(client)
}

/// Dossiers to write in, and dossiers at the end of their way.
async fn dossiers(
    url: &str,
    data: &Path,
    (drafts, ready): (usize, usize),
) -> anyhow::Result<(Vec<DossierId>, Vec<DossierId>)> {
    let mut config = Config::load(None)?;
    config.database_url = Secret::new(url.to_owned());
    config.data_dir = data.to_owned();
    let clock = HeldClock::default();
    let app = App::start_by(config, Arc::new(clock.clone())).await?;
    let more = format!(
        "UPDATE quota_counter SET places = places + {ready} WHERE society_code = '{SOCIETY}' AND year = {YEAR}"
    );
    command_in(url, &more).await?;
    let set_clock = |instant| clock.hold(instant);
    let today = app.clock.now();
    let journey = Journey { app: &app, year: YEAR, society: SOCIETY, set_clock: &set_clock, today };
    let clerk = journey.actor("clerk", Role::SocietyClerk);
    let mut written = Vec::new();
    for mark in 0..u32::try_from(drafts.min(WRITTEN))? {
        written.push(journey.write(&Complete::of("NAT")?.apart(9000 + mark)).await?);
    }
    clock.release();
    for _ in written.len()..drafts {
        let new = NewDossier { society_id: SOCIETY.to_owned(), form_id: "nat-1".to_owned() };
        written.push(dossier::create(&app, &clerk, YEAR, new, None).await?);
    }
    let mut complete = Vec::new();
    for mark in 0..u32::try_from(ready)? {
        // Marks below belong to the demonstration.
        let one = Complete::of("NAT")?.apart(1000 + mark);
        let id = journey.write(&one).await?;
        journey.confirm(id, &one).await?;
        journey.approve(id, &one).await?;
        complete.push(id);
    }
    app.database.close().await?;
    Ok((written, complete))
}

async fn command_in(url: &str, statement: &str) -> anyhow::Result<()> {
    let connection = sea_orm::Database::connect(url).await?;
    connection.execute_unprepared(statement).await?;
    Ok(connection.close().await?)
}
