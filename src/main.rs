//! Laurel (桂冠): the portal for the national science and technology awards.

use std::process::ExitCode;

fn main() -> ExitCode {
    laurel::cli::run()
}
