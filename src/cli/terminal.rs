//! How does a command speak to the person at the terminal?

use std::io::Write as _;

/// Says a result on standard output. A reader who has gone (a closed pipe) is no fault of ours.
pub(super) fn say(text: &str) {
    let _gone = writeln!(std::io::stdout().lock(), "{text}");
}

/// Says on standard error what is wrong or under way.
pub(super) fn complain(text: &str) {
    let _gone = writeln!(std::io::stderr().lock(), "{text}");
}

/// A progress bar on a terminal, nothing elsewhere.
pub(super) fn bar(message: &str) -> indicatif::ProgressBar {
    let bar = indicatif::ProgressBar::new_spinner();
    bar.set_message(message.to_owned());
    bar.enable_steady_tick(std::time::Duration::from_millis(120));
    bar
}
