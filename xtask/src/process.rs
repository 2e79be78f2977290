//! Running another program: what did it print, did it succeed?

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};

/// A program that came to its end.
pub(crate) struct Finished {
    /// It ended with exit code 0.
    pub(crate) success: bool,
    /// Everything it printed, in the order it came.
    pub(crate) text: String,
}

/// Runs a program without standard input, shows what it prints and keeps a copy.
pub(crate) fn run(command: &mut Command) -> Result<Finished> {
    println!("$ {}", shown(command));
    let mut child = plain(command)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {}", command.get_program().display()))?;
    let text = Mutex::new(String::new());
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        scope.spawn(|| stdout.map(|pipe| copy_lines(pipe, &text)));
        scope.spawn(|| stderr.map(|pipe| copy_lines(pipe, &text)));
    });
    let status = child.wait().context("lost the program that was started")?;
    Ok(Finished {
        success: status.success(),
        text: text.into_inner().unwrap_or_else(PoisonError::into_inner),
    })
}

/// Runs a program that must succeed and returns its standard output.
pub(crate) fn output_of(command: &mut Command) -> Result<String> {
    let output = plain(command)
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot run {}", command.get_program().display()))?;
    if !output.status.success() {
        bail!("{} ended with {}", shown(command), output.status);
    }
    String::from_utf8(output.stdout).context("the program printed something other than UTF-8")
}

/// Sets what every program of a chore gets: no standard input, no colours to parse around.
pub(crate) fn plain(command: &mut Command) -> &mut Command {
    command
        .stdin(Stdio::null())
        .env("NO_COLOR", "1")
        .env("CARGO_TERM_COLOR", "never")
        .env_remove("FORCE_COLOR")
}

/// The command as a person would type it.
pub(crate) fn shown(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

fn copy_lines(pipe: impl Read, text: &Mutex<String>) {
    let mut reader = BufReader::new(pipe);
    let mut line = Vec::new();
    while matches!(reader.read_until(b'\n', &mut line), Ok(count) if count > 0) {
        let words = String::from_utf8_lossy(&line);
        print!("{words}");
        text.lock().unwrap_or_else(PoisonError::into_inner).push_str(&words);
        line.clear();
    }
}
