//! What does the award office see of a publicity?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    content::Content,
    corrected::{Replaced, replacements},
    record::{Correction, Entry, Publicity},
};
use crate::nominations::Place;

/// A publicity.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OfficePublicity)]
pub struct PublicityView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Year of its round.
    pub year: i32,
    /// `acceptance` or `first_review`.
    pub kind: String,
    /// Its number, under which the public finds it; none before the release.
    pub number: Option<String>,
    /// `draft`, `waiting`, `open` or `closed`, by the clock of the server.
    pub standing: String,
    /// Title.
    pub title: String,
    /// What is said above the list.
    pub notice: String,
    /// First instant at which it is public.
    pub opens_at: DateTime<Utc>,
    /// First instant at which objections come too late.
    pub closes_at: DateTime<Utc>,
    /// Version of the publish policy.
    pub policy: String,
    /// Nominations that it shows.
    pub count: u32,
    /// Version, for the entity tag.
    pub version: i64,
    /// Who drafted it.
    pub drafted_by: String,
    /// When.
    pub drafted_at: DateTime<Utc>,
    /// Who released it.
    pub released_by: Option<String>,
    /// When.
    pub released_at: Option<DateTime<Utc>>,
    /// SHA-256 over the digests of its entries.
    pub digest: Option<String>,
    /// Its corrections, drafts too.
    pub corrections: Vec<CorrectionView>,
    /// Names of those who acted, by user name.
    pub names: BTreeMap<String, String>,
    /// Time of the server.
    pub now: DateTime<Utc>,
}

/// A correction.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OfficeCorrection)]
pub struct CorrectionView {
    /// From 1.
    pub number: i32,
    /// Position of the entry that it corrects.
    pub position: Option<i32>,
    /// What it says.
    pub text: String,
    /// Fields as they are from then on.
    pub replaced: Vec<Replaced>,
    /// Who drafted it.
    pub drafted_by: String,
    /// When.
    pub drafted_at: DateTime<Utc>,
    /// Who released it.
    pub released_by: Option<String>,
    /// When.
    pub released_at: Option<DateTime<Utc>>,
}

/// An entry in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OfficePublicityEntryRow)]
pub struct EntryRow {
    /// From 1.
    pub position: i32,
    /// Key of the nomination.
    #[schema(value_type = String)]
    pub nomination_id: Uuid,
    /// Its number.
    pub number: String,
    /// Its title as shown.
    pub title: String,
    /// Category code.
    pub category: String,
    /// The version that it was made from.
    pub nomination_version: i64,
    /// SHA-256 of what is shown.
    pub digest: String,
}

/// An entry with what it shows.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OfficePublicityEntry)]
pub struct EntryView {
    /// What the list shows.
    #[serde(flatten)]
    pub row: EntryRow,
    /// What is shown, corrections in it.
    pub content: Content,
}

/// A nomination that a publicity could show.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PublicityCandidate)]
pub struct CandidateView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Category code.
    pub category: String,
}

/// What would be shown.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PublicityPreview)]
pub struct PreviewView {
    /// How many.
    pub count: usize,
    /// Which.
    pub nominations: Vec<CandidateView>,
    /// Days that the timetable gives.
    pub days: u32,
    /// When it opens unless another instant is given: the next midnight in Beijing.
    pub opens_at: DateTime<Utc>,
    /// When it closes then.
    pub closes_at: DateTime<Utc>,
    /// Version of the publish policy.
    pub policy: String,
    /// Above so many, the number is typed.
    pub most_unconfirmed: usize,
}

/// The round, the count, the corrections and the names that stand beside a publicity.
pub(super) struct Beside {
    pub(super) year: i32,
    pub(super) count: u32,
    pub(super) corrections: Vec<CorrectionView>,
    pub(super) now: DateTime<Utc>,
}

impl PublicityView {
    pub(super) fn of(one: Publicity, beside: Beside) -> Self {
        let standing = one.standing(beside.now).as_str().to_owned();
        Self {
            id: one.id.0,
            year: beside.year,
            kind: one.kind.as_str().to_owned(),
            number: one.released_at.map(|_| one.number),
            standing,
            title: one.title,
            notice: one.notice,
            opens_at: one.opens_at,
            closes_at: one.closes_at,
            policy: one.policy,
            count: beside.count,
            version: one.version,
            drafted_by: one.drafted_by,
            drafted_at: one.drafted_at,
            released_by: one.released_by,
            released_at: one.released_at,
            digest: one.digest,
            corrections: beside.corrections,
            names: BTreeMap::new(),
            now: beside.now,
        }
    }

    /// The user names in it.
    pub(super) fn actors(&self) -> Vec<&str> {
        let of_corrections = self
            .corrections
            .iter()
            .flat_map(|one| [Some(&one.drafted_by), one.released_by.as_ref()]);
        let own = [Some(&self.drafted_by), self.released_by.as_ref()];
        own.into_iter().chain(of_corrections).flatten().map(String::as_str).collect()
    }
}

impl CorrectionView {
    pub(super) fn of(one: Correction, position: Option<i32>) -> Self {
        Self {
            number: one.number,
            position,
            replaced: replacements(&one),
            text: one.text,
            drafted_by: one.drafted_by,
            drafted_at: one.drafted_at,
            released_by: one.released_by,
            released_at: one.released_at,
        }
    }
}

impl EntryRow {
    pub(super) fn of(one: &Entry, content: &Content) -> Self {
        Self {
            position: one.position,
            nomination_id: one.nomination.0,
            number: content.number.clone(),
            title: content.text("title").to_owned(),
            category: content.category.clone(),
            nomination_version: one.nomination_version,
            digest: one.digest.clone(),
        }
    }
}

impl From<Place> for CandidateView {
    fn from(place: Place) -> Self {
        Self { id: place.id.0, number: place.number, title: place.title, category: place.category }
    }
}
