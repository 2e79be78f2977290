//! What does a program cost: wall time, processor time, memory at its peak?

use std::fmt::{Display, Formatter};
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::process::{plain, shown};

/// Exit code of `laurel` for an instance that cannot be filled.
const INFEASIBLE: i32 = 3;
const POLL: Duration = Duration::from_millis(2);
/// Linux counts processor time for programs in hundredths of a second, whatever its own clock is.
const TICKS_PER_SECOND: f64 = 100.0;

/// A program's cost and words.
pub(crate) struct Measured {
    /// From start to end.
    pub(crate) wall: Duration,
    /// Processor seconds of all its threads, read last just before its end (Linux only).
    pub(crate) processor_seconds: Option<f64>,
    /// Resident memory at its peak, in MiB (Linux only).
    pub(crate) peak_mib: Option<f64>,
    /// Its standard output.
    pub(crate) stdout: String,
}

impl Display for Measured {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        let known = |value: Option<f64>, unit: &str| {
            value.map_or_else(|| "unknown".to_owned(), |value| format!("{value:.2} {unit}"))
        };
        write!(
            formatter,
            "{:.2} s | {} | {}",
            self.wall.as_secs_f64(),
            known(self.processor_seconds, "s"),
            known(self.peak_mib.map(f64::round), "MiB").replace(".00", "")
        )
    }
}

/// Runs a program to its end; its words go through files in `folder`, so that
/// reading them costs it nothing.
///
/// A program that could not fill everything, and says so by its exit code, is measured all the
/// same: what it left open is for the caller to judge.
pub(crate) fn measure(command: &mut Command, folder: &Path) -> Result<Measured> {
    let (stdout, stderr) = (folder.join("stdout.txt"), folder.join("stderr.txt"));
    plain(command)
        .stdout(Stdio::from(File::create(&stdout)?))
        .stderr(Stdio::from(File::create(&stderr)?));
    let started = Instant::now();
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot run {}", command.get_program().display()))?;
    let (mut peak_mib, mut processor_seconds) = (None, None);
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak_mib = peak(child.id()).or(peak_mib);
        processor_seconds = processor(child.id()).or(processor_seconds);
        std::thread::sleep(POLL);
    };
    let wall = started.elapsed();
    if !status.success() && status.code() != Some(INFEASIBLE) {
        let words = fs::read_to_string(&stderr).unwrap_or_default();
        bail!("{} ended with {status}:\n{words}", shown(command));
    }
    let stdout = fs::read_to_string(&stdout).context("the program printed no UTF-8")?;
    Ok(Measured { wall, processor_seconds, peak_mib, stdout })
}

fn peak(id: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kibibytes / 1024.0)
}

fn processor(id: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The second field is the program's name and may hold blanks; the rest follows its bracket.
    let (_, rest) = stat.rsplit_once(") ")?;
    let mut fields = rest.split(' ').skip(11).map(str::parse::<f64>);
    let (user, system) = (fields.next()?.ok()?, fields.next()?.ok()?);
    Some((user + system) / TICKS_PER_SECOND)
}
