//! `laurel engine check-reviews`: can a book of reviews be used, and does nothing in it tell what it hides?

use std::path::PathBuf;
use std::process::ExitCode;

use super::terminal;
use crate::reviews::{Unblinds, check_book};

/// Check a book of reviews.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct CheckReviewsArguments {
    /// The book: TOML, as `rules/reviews/default.toml`.
    #[arg(value_name = "FILE")]
    book: PathBuf,
}

/// The command: its report and its faults go to standard error.
pub(super) fn main(arguments: &CheckReviewsArguments) -> ExitCode {
    match run(arguments) {
        Ok(faults) => {
            faults.iter().for_each(tell);
            let refused = faults.iter().filter(|fault| fault.is_refused).count();
            let warned = faults.len() - refused;
            terminal::complain(&format!(
                "拒绝 {refused} 处，提醒 {warned} 处 / {refused} refused, {warned} warned of"
            ));
            if refused == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) }
        }
        Err(error) => {
            terminal::complain(&error);
            ExitCode::from(1)
        }
    }
}

fn run(arguments: &CheckReviewsArguments) -> Result<Vec<Unblinds>, String> {
    let place = arguments.book.display().to_string();
    let text = std::fs::read_to_string(&arguments.book)
        .map_err(|error| format!("{place}: 无法读取 / cannot be read: {error}"))?;
    check_book(&place, &text).map_err(|error| error.to_string())
}

fn tell(fault: &Unblinds) {
    let (zh, en) = if fault.is_refused { ("拒绝", "refused") } else { ("提醒", "warning") };
    terminal::complain(&format!("blind.{}: {zh} / {en}: {}", fault.setting, fault.words));
}
