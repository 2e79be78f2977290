//! On what does it run? On the program with a demonstration in a database of its own.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use sea_orm::ConnectionTrait as _;

const DATABASE: &str = "laurel_reviews_load";
const PORT: u16 = 8791;
/// The folder that the demonstration makes.
const DEMONSTRATION: &str = "demo-1";
/// The file with the accounts of the experts.
const SIGN_INS: &str = "reviewers.json";

/// The server with its records.
pub(crate) struct Server {
    program: PathBuf,
    /// The PostgreSQL server; none for the embedded database.
    postgres: Option<String>,
    folder: tempfile::TempDir,
    child: Option<Child>,
}

impl Server {
    /// Makes the demonstration, with an account for each expert.
    pub(crate) async fn make(program: PathBuf, postgres: Option<&str>) -> anyhow::Result<Self> {
        let (folder, postgres) = (tempfile::tempdir()?, postgres.map(str::to_owned));
        let made = Self { program, postgres, folder, child: None };
        made.drop_database().await?;
        if let Some(server) = &made.postgres {
            command(server, &format!("CREATE DATABASE {DATABASE}")).await?;
        }
        let mut demo = made.laurel(made.folder.path());
        demo.args(["demo", "--no-serve", "--reviewer-accounts"])
            .arg(made.folder.path().join(SIGN_INS));
        ensure!(demo.stdout(Stdio::null()).status()?.success(), "the demonstration is not made");
        Ok(made)
    }

    /// Where its records are: a folder, and the address of a database outside it; empty where there is none.
    pub(crate) fn records(&self) -> (PathBuf, String) {
        let url = self.postgres.as_ref().map(|server| format!("{server}/{DATABASE}"));
        (self.folder.path().join(DEMONSTRATION), url.unwrap_or_default())
    }

    /// The sign-ins of the experts by their numbers.
    pub(crate) fn sign_ins(&self) -> anyhow::Result<serde_json::Map<String, serde_json::Value>> {
        Ok(serde_json::from_slice(&std::fs::read(self.folder.path().join(SIGN_INS))?)?)
    }

    /// Starts serving; says where.
    pub(crate) async fn start(&mut self) -> anyhow::Result<String> {
        let log = std::fs::File::create(self.folder.path().join("server.log"))?;
        let mut serve = self.laurel(&self.records().0);
        serve.args(["serve", "--port", &PORT.to_string()]).stdout(Stdio::null()).stderr(log);
        self.child = Some(serve.spawn().context("the server does not start")?);
        let address = format!("http://127.0.0.1:{PORT}");
        let begun = Instant::now();
        let ready = format!("{address}/readyz");
        while !reqwest::get(&ready).await.is_ok_and(|answer| answer.status().is_success()) {
            ensure!(begun.elapsed() < Duration::from_mins(1), "the server is not ready");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        Ok(address)
    }

    /// Stops serving and drops the database.
    pub(crate) async fn end(mut self) -> anyhow::Result<()> {
        self.stop()?;
        self.drop_database().await
    }

    fn stop(&mut self) -> std::io::Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        child.kill()?;
        child.wait()?;
        Ok(())
    }

    async fn drop_database(&self) -> anyhow::Result<()> {
        let Some(server) = &self.postgres else { return Ok(()) };
        command(server, &format!("DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")).await
    }

    /// The program with its records in `data`.
    fn laurel(&self, data: &Path) -> Command {
        let mut command = Command::new(&self.program);
        match self.records().1 {
            // Not the one that the caller's own settings name.
            url if url.is_empty() => command.env_remove("LAUREL_DATABASE_URL"),
            url => command.env("LAUREL_DATABASE_URL", url),
        };
        command
            .env("LAUREL_DATA_DIR", data)
            .env("LAUREL_LOG__FILTER", "warn")
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    /// Processor time that the server has used, seconds; none where the system does not tell.
    pub(crate) fn processor_seconds(&self) -> Option<f64> {
        let child = self.child.as_ref()?;
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).ok()?;
        let after_name = stat.rsplit_once(')')?.1;
        let ticks = after_name.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
        let ticks: u64 = ticks.sum::<Result<_, _>>().ok()?;
        // A tick is a hundredth of a second on every Linux that is in use.
        #[expect(clippy::cast_precision_loss, reason = "a count of hundredths of seconds")]
        Some(ticks as f64 / 100.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Ended already, where all went well.
        drop(self.stop());
    }
}

async fn command(server: &str, statement: &str) -> anyhow::Result<()> {
    let connection = sea_orm::Database::connect(format!("{server}/postgres")).await?;
    connection.execute_unprepared(statement).await?;
    Ok(connection.close().await?)
}
