//! What must hold before a change is good, in which order?

mod browser;
mod front_end;
mod postgres;
mod rust;
pub(crate) mod rustdoc;

use std::process::ExitCode;

use anyhow::Result;

use crate::generate;
use crate::report::{Ending, Report};
use crate::workspace::{Workspace, nothing_may_be_missing};

/// Takes every step, prints the closing line, and fails when anything failed.
pub(crate) fn run(workspace: &Workspace) -> ExitCode {
    let mut report = Report::new(nothing_may_be_missing());
    let built = rust_steps(workspace, &mut report);
    let packages = front_end_steps(workspace, &mut report);
    let both = built && packages;
    report.step("derived files are current", || after(both, || generate::check(workspace)));
    report.step("browser tests", || after(both, || browser::tests(workspace)));
    report.close()
}

/// Says whether the program was built.
fn rust_steps(workspace: &Workspace, report: &mut Report) -> bool {
    report.step("rustfmt", || rust::format(workspace));
    let built = report.step("clippy and build", || rust::build(workspace));
    let server = postgres::find();
    report.step("PostgreSQL", || Ok(postgres::ending(server.as_deref())));
    let tests = || rust::tests(workspace, server.as_deref());
    report.step("Rust tests", || after(built, tests));
    report.step("rustdoc and examples", || after(built, || rustdoc::documentation(workspace)));
    report.step("unused dependencies", || rust::unused_dependencies(workspace));
    report.step("licences and advisories", || rust::licences(workspace));
    built
}

/// Says whether the npm packages stand ready.
fn front_end_steps(workspace: &Workspace, report: &mut Report) -> bool {
    let packages = report.step("npm packages", || front_end::packages(workspace));
    report.step("front-end lint", || after(packages, || front_end::lint(workspace)));
    report.step("front-end types", || after(packages, || front_end::types(workspace)));
    report.step("front-end unit tests", || after(packages, || front_end::unit_tests(workspace)));
    report.step("front-end build", || after(packages, || front_end::build(workspace)));
    packages
}

/// A step that builds on an earlier one.
fn after(earlier: bool, step: impl FnOnce() -> Result<Ending>) -> Result<Ending> {
    if earlier { step() } else { Ok(Ending::NotReached) }
}
