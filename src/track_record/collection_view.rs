//! What is a collection shown as?

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    collected::Collection, definitions::measure_name, fact::FactRow, file_dispute::RecordError,
    read,
};
use crate::{app::App, shared::Bilingual};

/// A fact that was or would be recorded, or that is left alone.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CollectedFact {
    /// Code of the society.
    society_id: String,
    /// Its name.
    society: String,
    /// Its English name.
    society_en: Option<String>,
    /// What the case is known by.
    case_ref: String,
    /// Title of the case.
    case_title: String,
    /// The measure, in both languages.
    measure: Bilingual,
    /// What stands now, if anything.
    before: Option<u32>,
    /// What the records of the portal come to.
    value: u32,
    /// Why it is left alone, if it is.
    kept_because: Option<Bilingual>,
}

/// What collecting a round does.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CollectionView {
    /// Facts that are new or corrected.
    changes: Vec<CollectedFact>,
    /// Facts that stand as they are.
    unchanged: u32,
    /// Facts that stand otherwise by a file or the answer to a dispute, and are left alone.
    kept: Vec<CollectedFact>,
}

impl CollectionView {
    /// What was found, with the names of the societies.
    pub(super) async fn of(app: &App, found: Collection) -> Result<Self, RecordError> {
        let register = read::register(app).await?;
        let of = |fact: FactRow, before, kept_because| {
            let named = read::named(&register, &fact.society_id);
            CollectedFact {
                society: named.zh,
                society_en: named.en,
                society_id: fact.society_id,
                case_ref: fact.case_ref,
                case_title: fact.case_title,
                measure: measure_name(&fact.measure).unwrap_or_default(),
                before,
                value: fact.value,
                kept_because,
            }
        };
        let changes = found.changes.into_iter();
        let kept = found.kept.into_iter();
        Ok(Self {
            changes: changes
                .map(|change| of(change.fact, change.before.map(|before| before.fact.value), None))
                .collect(),
            unchanged: found.unchanged,
            kept: kept.map(|kept| of(kept.fact, None, Some(kept.why))).collect(),
        })
    }
}
