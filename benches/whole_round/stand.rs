//! What must stand before a round is decided? The demonstration in full, an account for every expert, and the server by a
//! clock that is turned from outside.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::ConnectionTrait as _;
use serde_json::{Map, Value};

use super::course::World;

const DATABASE: &str = "laurel_round";
const PORT: u16 = 8791;
/// After so long the server has seen that the clock was turned.
const TURNED: Duration = Duration::from_millis(700);
/// How long the server is left alone with what is due.
const SETTLES: Duration = Duration::from_millis(250);

/// A server with all that it runs on.
pub(crate) struct Stand {
    program: PathBuf,
    folder: tempfile::TempDir,
    server: Child,
    /// The PostgreSQL server whose database it has.
    postgres: Option<String>,
}

impl Stand {
    /// Makes it all; says the passwords by user name.
    pub(crate) async fn prepare(
        program: &Path,
        postgres: Option<&str>,
    ) -> anyhow::Result<(Self, BTreeMap<String, String>)> {
        let folder = tempfile::tempdir()?;
        if let Some(server) = postgres {
            drop_database(server).await?;
            command(server, &format!("CREATE DATABASE {DATABASE}")).await?;
        }
        let url = postgres.map(|server| format!("{server}/{DATABASE}"));
        let laurel = || {
            let mut laurel = Command::new(program);
            laurel.envs(url.as_deref().map(|url| ("LAUREL_DATABASE_URL", url)));
            laurel.env("LAUREL_DATA_DIR", folder.path()).env("LAUREL_LOG__FILTER", "warn");
            laurel.current_dir(folder.path()).stdin(Stdio::null()).stdout(Stdio::null());
            laurel
        };
        let files = ["accounts.json", "experts.json"].map(|name| folder.path().join(name));
        let mut demo = laurel();
        demo.args(["demo", "--no-serve", "--size", "full", "--accounts-out"]).arg(&files[0]);
        demo.arg("--reviewer-accounts").arg(&files[1]);
        ensure!(demo.status()?.success(), "the demonstration is not made");
        if let Some(url) = &url {
            // A server in use does this by itself; without it every plan counts on empty tables.
            command_in(url, "ANALYZE").await?;
        }
        let log = std::fs::File::create(folder.path().join("server.log"))?;
        let mut serve = laurel();
        serve.args(["demo", "--port", &PORT.to_string(), "--again"]);
        serve.arg(folder.path().join("demo-1")).arg("--ahead-file").arg(ahead(folder.path()));
        let server = serve.stderr(log).spawn().context("the server does not start")?;
        let (program, postgres) = (program.to_owned(), postgres.map(str::to_owned));
        let stand = Self { program, folder, server, postgres };
        wait_until_ready().await?;
        let mut passwords = BTreeMap::new();
        for file in files {
            let accounts: Map<String, Value> = serde_json::from_slice(&std::fs::read(file)?)?;
            passwords.extend(accounts.values().filter_map(|account| {
                let text = |key: &str| account[key].as_str().map(str::to_owned);
                text("username").zip(text("password"))
            }));
        }
        Ok((stand, passwords))
    }

    /// Stops the server and drops the database.
    pub(crate) async fn end(mut self) -> anyhow::Result<()> {
        self.server.kill()?;
        self.server.wait()?;
        match &self.postgres {
            Some(server) => drop_database(server).await,
            None => Ok(()),
        }
    }

    /// The bundle that was verified last.
    pub(crate) fn bundle(&self) -> anyhow::Result<Vec<u8>> {
        Ok(std::fs::read(self.folder.path().join("bundle.json"))?)
    }

    /// What the server complained of.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("server.log")).unwrap_or_default()
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        // Ended already, where all went well.
        drop(self.server.kill());
    }
}

impl World for Stand {
    async fn turn_to(&self, instant: DateTime<Utc>) -> anyhow::Result<()> {
        // Whole or not at all: the first digits of an instant would be taken for days.
        let (file, beside) = (ahead(self.folder.path()), self.folder.path().join("ahead.new"));
        std::fs::write(&beside, instant.to_rfc3339_opts(SecondsFormat::Millis, true))?;
        std::fs::rename(beside, file)?;
        tokio::time::sleep(TURNED).await;
        Ok(())
    }

    async fn settle(&self) -> anyhow::Result<()> {
        tokio::time::sleep(SETTLES).await;
        Ok(())
    }

    async fn verify(&self, bundle: &[u8]) -> anyhow::Result<()> {
        let file = self.folder.path().join("bundle.json");
        std::fs::write(&file, bundle)?;
        let output = Command::new(&self.program).arg("verify").arg(file).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        ensure!(output.status.success(), "the bundle is not what it says: {said}");
        Ok(())
    }
}

/// The file by which the clock is turned.
fn ahead(folder: &Path) -> PathBuf {
    folder.join("ahead")
}

/// The address of the server.
pub(crate) fn site() -> String {
    format!("http://127.0.0.1:{PORT}")
}

async fn drop_database(server: &str) -> anyhow::Result<()> {
    command(server, &format!("DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")).await
}

async fn command(server: &str, statement: &str) -> anyhow::Result<()> {
    command_in(&format!("{server}/postgres"), statement).await
}

async fn command_in(url: &str, statement: &str) -> anyhow::Result<()> {
    let connection = sea_orm::Database::connect(url).await?;
    connection.execute_unprepared(statement).await?;
    Ok(connection.close().await?)
}

async fn wait_until_ready() -> anyhow::Result<()> {
    let begun = Instant::now();
    let ready = format!("{}/readyz", site());
    while !reqwest::get(&ready).await.is_ok_and(|answer| answer.status().is_success()) {
        ensure!(begun.elapsed() < Duration::from_mins(1), "the server is not ready");
        tokio::time::sleep(SETTLES).await;
    }
    Ok(())
}
