//! Releases (发布): drafted by one, released by another, all at once.

mod draft;
mod facts_store;
pub(super) mod http;
mod papers;
mod second;
mod show;
mod standing_store;
mod steps;
mod store;

use std::collections::BTreeMap;

use entity::ids::NominationId;

pub use second::COLLECT;
pub(super) use show::version_of;
pub(super) use store::{approval, held, papers, save};

use super::{ResultError, decide::Gap};
use crate::shared::Bilingual;

/// Faults that a refusal names at the most.
const MOST_NAMED: usize = 50;

/// The refusal of a release for what stands in its way.
fn refusal(gaps: &[Gap], numbers: &BTreeMap<NominationId, String>) -> ResultError {
    let words = Bilingual::new(
        format!("有 {} 处不符合发布条件", gaps.len()),
        format!("{} things keep it from being released", gaps.len()),
    );
    let faults = gaps.iter().take(MOST_NAMED).map(|gap| gap.fault(numbers)).collect();
    ResultError::Refused(words, faults)
}
