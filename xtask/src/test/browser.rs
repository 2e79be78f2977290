//! Does the real program, with the demonstration round in it, work in a real browser?

use std::fs::File;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use crate::process::{Finished, output_of, plain, run};
use crate::report::Ending;
use crate::tally::{self, Counts};
use crate::workspace::{Workspace, program, variable};

const START_LIMIT: Duration = Duration::from_mins(5);
/// The stories that move the clock on, or hold the one meeting that was called: each has a server of its own.
const MOVING: [&str; 5] = [
    "journey.spec.mjs",
    "objections.spec.mjs",
    "publicities.spec.mjs",
    "round.spec.mjs",
    "voting.spec.mjs",
];
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// Starts the demonstration round and takes every story of `frontend/e2e` through it.
pub(crate) fn tests(workspace: &Workspace) -> Result<Ending> {
    let Some(browser) = browser()? else {
        let what = "no Chromium: install it (Debian: apt-get install chromium fonts-noto-cjk) \
                    or name it in LAUREL_E2E_CHROMIUM"
            .to_owned();
        return Ok(Ending::Missing { what, required: true });
    };
    let stories = stories(&workspace.front_end().join("e2e"))?;
    let is_moving = |story: &PathBuf| MOVING.iter().any(|name| story.ends_with(name));
    let (alone, beside): (Vec<PathBuf>, Vec<PathBuf>) = stories.into_iter().partition(is_moving);
    if alone.len() != MOVING.len() || beside.is_empty() {
        bail!("frontend/e2e lacks one of {MOVING:?} or any other *.spec.mjs file");
    }
    let made = made(workspace)?;
    let browser = browser.as_path();
    let tell = |name: &str, stories: &[PathBuf], at_once| {
        tell(&Demo::start(workspace, &made, name)?, (workspace, browser), stories, at_once)
    };
    // Those that move their clock one after another, beside the rest: a story waits more than it works,
    // but more of them at once make each other late.
    let told: Vec<Result<Finished>> = std::thread::scope(|scope| {
        let together = scope.spawn(|| tell("beside", &beside, 2));
        let mut told: Vec<_> = MOVING
            .iter()
            .zip(alone.chunks(1))
            .map(|(name, story)| tell(name.trim_end_matches(".spec.mjs"), story, 1))
            .collect();
        told.push(
            together.join().unwrap_or_else(|_| Err(anyhow!("lost the stories of one server"))),
        );
        told
    });
    let told: Vec<Finished> = told.into_iter().collect::<Result<_>>()?;
    let mut counts = told.iter().map(|finished| tally::node_test(&finished.text));
    let counts = counts.try_fold(Counts::default(), |mut all, counts| {
        all += counts?;
        Some(all)
    });
    Ok(Ending::Tests { success: told.iter().all(|finished| finished.success), counts })
}

/// Takes stories through a demonstration, so many files at once.
fn tell(
    demo: &Demo,
    (workspace, browser): (&Workspace, &Path),
    stories: &[PathBuf],
    at_once: u8,
) -> Result<Finished> {
    let mut command = Command::new("node");
    command
        .args(["--test", "--test-reporter=spec", &format!("--test-concurrency={at_once}")])
        .args(stories)
        .current_dir(workspace.front_end())
        .env("LAUREL_E2E_URL", &demo.address)
        .env("LAUREL_E2E_ACCOUNTS", &demo.accounts)
        .env("LAUREL_E2E_CLOCK", &demo.clock)
        .env("LAUREL_E2E_PROGRAM", workspace.laurel("debug"))
        .env("LAUREL_E2E_CHROMIUM", browser);
    let finished = run(&mut command)?;
    if !finished.success {
        println!("the server's last words:\n{}", demo.last_words());
    }
    Ok(finished)
}

/// A demonstration that was made and is served by copies.
struct Made {
    folder: PathBuf,
    /// The sign-ins, as JSON.
    accounts: String,
}

fn made(workspace: &Workspace) -> Result<Made> {
    let begun = Instant::now();
    let folder = workspace.scratch("made")?;
    let accounts = folder.join("accounts.json");
    let mut command = Command::new(workspace.laurel("debug"));
    command
        .args(["demo", "--size", "small", "--no-serve", "--accounts-out"])
        .arg(&accounts)
        .env("LAUREL_DATA_DIR", folder.join("data"))
        .current_dir(&folder);
    output_of(&mut command)?;
    println!("the demonstration is made in {:.1} s", begun.elapsed().as_secs_f64());
    let accounts = std::fs::read_to_string(&accounts)?;
    Ok(Made { folder: folder.join("data/demo-1"), accounts })
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &place)?;
        } else {
            std::fs::copy(entry.path(), place)?;
        }
    }
    Ok(())
}

/// The stories, one file each, in the order of their names.
fn stories(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut stories = Vec::new();
    for entry in std::fs::read_dir(folder).context("cannot read frontend/e2e")? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".spec.mjs") {
            stories.push(path);
        }
    }
    stories.sort();
    Ok(stories)
}

/// The browser named by the environment or on the path, installed first where that is allowed.
fn browser() -> Result<Option<PathBuf>> {
    if let Some(named) = variable("LAUREL_E2E_CHROMIUM") {
        return Ok(Some(PathBuf::from(named)));
    }
    if let Some(found) = program(&BROWSERS) {
        return Ok(Some(found));
    }
    if !may_install()? {
        return Ok(None);
    }
    for arguments in [
        &["update"][..],
        &["install", "--yes", "--no-install-recommends", "chromium", "fonts-noto-cjk"],
    ] {
        let mut command = Command::new("apt-get");
        run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    Ok(program(&BROWSERS))
}

/// Only root on a machine with apt has packages installed without being asked.
fn may_install() -> Result<bool> {
    if program(&["apt-get"]).is_none() || program(&["id"]).is_none() {
        return Ok(false);
    }
    Ok(output_of(Command::new("id").arg("-u"))?.trim() == "0")
}

/// A demonstration round being served; ended when dropped.
struct Demo {
    server: Child,
    address: String,
    accounts: String,
    /// By how many days its clock is ahead.
    clock: PathBuf,
    log: PathBuf,
}

impl Demo {
    fn start(workspace: &Workspace, made: &Made, name: &str) -> Result<Self> {
        let folder = workspace.scratch(name)?;
        let (data, log) = (folder.join("data"), folder.join("server.log"));
        copy(&made.folder, &data)?;
        let clock = folder.join("days-ahead");
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let output = File::create(&log).context("cannot write the server's log")?;
        let mut command = Command::new(workspace.laurel("debug"));
        command.args(["demo", "--port", &port.to_string(), "--again"]).arg(&data);
        command.arg("--ahead-file").arg(&clock).current_dir(&folder);
        let server = plain(&mut command)
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .context("cannot start laurel demo")?;
        let address = format!("http://127.0.0.1:{port}");
        let accounts = made.accounts.clone();
        let mut demo = Self { server, address, accounts, clock, log };
        demo.wait_until_ready(port)?;
        Ok(demo)
    }

    fn wait_until_ready(&mut self, port: u16) -> Result<()> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.server.try_wait()? {
                bail!("laurel demo ended with {status}:\n{}", self.last_words());
            }
            if is_ready(port) {
                return Ok(());
            }
            if started.elapsed() > START_LIMIT {
                bail!("laurel demo does not serve:\n{}", self.last_words());
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    fn last_words(&self) -> String {
        let text = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended by itself; there is nothing more to do about it either way.
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

/// Does `/readyz` answer 200?
fn is_ready(port: u16) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(b"GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.split_whitespace().nth(1) == Some("200"))
}
