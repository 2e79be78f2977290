//! How long does the search for conflicts take, and how does that grow with the pool?

use std::time::Instant;

use laurel::conflicts::{ConflictPolicy, detect};

use super::score;
use super::world::Size;

/// The nominations of the largest round there may be.
const NOMINATIONS: usize = 1_534;
/// Its pool, and publications of each.
const POOL: (usize, usize) = (100_000, 5);
/// Experts at units where completers work too, but no more than every second one: whoever is there is barred
/// from many nominations, and a country has more people than those units.
const AMONG_COMPLETERS: usize = 50_000;
const MOST_SECONDS: f64 = 5.0;

/// What one search found and took.
pub(crate) struct Measured {
    experts: usize,
    publications: usize,
    among_completers: usize,
    findings: usize,
    seconds: f64,
}

impl Measured {
    /// The figures for another program.
    pub(crate) fn words(&self) -> String {
        format!("{} {} {:.2}", self.findings, self.among_completers, self.seconds)
    }
}

/// Searches a planted round with a pool of so many experts and publications of each.
pub(crate) fn measured(units: &[String], (experts, publications): (usize, usize)) -> Measured {
    let size = Size { nominations: NOMINATIONS, experts, publications };
    let mut world = score::planted(units, size, 20, 9);
    let every = (world.experts.len() / AMONG_COMPLETERS).max(2);
    let mut among_completers = 0;
    for (at, expert) in world.experts.iter_mut().enumerate().step_by(every) {
        // Completers work at the units of even places.
        expert.unit.clone_from(&units[at / every * 2 % units.len()]);
        among_completers += 1;
    }
    let started = Instant::now();
    let findings = detect(&world.input(), &ConflictPolicy::default());
    Measured {
        experts: world.experts.len(),
        publications: world.publications.len(),
        among_completers,
        findings: findings.len(),
        seconds: started.elapsed().as_secs_f64(),
    }
}

/// Prints the largest round there may be; true when it is quick enough.
pub(crate) fn large(units: &[String], peak: &dyn Fn() -> String) -> bool {
    let found = measured(units, POOL);
    let Measured { experts, publications, among_completers, findings, seconds } = found;
    println!(
        "| experts | of them at completers' units | publications | findings | seconds \
         | peak memory |"
    );
    println!("|---|---|---|---|---|---|");
    println!(
        "| {experts} | {among_completers} | {publications} | {findings} | {seconds:.2} | {} |\n",
        peak()
    );
    let is_quick = seconds <= MOST_SECONDS;
    println!("within {MOST_SECONDS} s: {}", super::said(is_quick));
    is_quick
}
