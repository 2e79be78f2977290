//! What of publicities may everybody read? Nothing here asks the clock: whoever shows it compares the
//! instants at the moment of the request.

use chrono::{DateTime, Utc};
use entity::{
    ids::{PublicityEntryId, PublicityId},
    vocabulary::PublicityKind,
};
use sea_orm::DbErr;

use super::{
    content::{Content, Field},
    corrected::apply,
    record::{Correction, Standing},
    store,
};
use crate::app::App;

/// A publicity that was released, whether its hour has come or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Key.
    pub id: PublicityId,
    /// Year of its round.
    pub year: i32,
    /// Which.
    pub kind: PublicityKind,
    /// Its number.
    pub number: String,
    /// Title.
    pub title: String,
    /// What is said above the list.
    pub notice: String,
    /// First instant at which it is public.
    pub opens_at: DateTime<Utc>,
    /// First instant at which objections come too late.
    pub closes_at: DateTime<Utc>,
    /// Nominations that it shows.
    pub count: u32,
    /// SHA-256 over the digests of its entries.
    pub digest: String,
    /// Version of the publish policy.
    pub policy: String,
    /// Its corrections, in order.
    pub corrections: Vec<PublicCorrection>,
}

/// A correction that was released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicCorrection {
    /// From 1 within the publicity.
    pub number: i32,
    /// The entry that it corrects.
    pub entry: Option<PublicityEntryId>,
    /// What it says.
    pub text: String,
    /// When it was released.
    pub released_at: DateTime<Utc>,
    kept: Correction,
}

impl Head {
    /// Where it stands at `now`.
    pub fn standing(&self, now: DateTime<Utc>) -> Standing {
        Standing::of(true, (self.opens_at, self.closes_at), now)
    }

    /// The corrections of an entry.
    fn of_entry(&self, id: PublicityEntryId) -> impl Iterator<Item = &PublicCorrection> {
        self.corrections.iter().filter(move |one| one.entry == Some(id))
    }
}

/// Every publicity that was released, the newest first, those whose hour has not come among them.
///
/// # Errors
/// The records failing.
pub async fn heads(app: &App) -> Result<Vec<Head>, DbErr> {
    let mut corrections = store::public_corrections(app.database.reader()).await?;
    let mut heads = Vec::new();
    for (one, year, count) in store::released(app.database.reader()).await? {
        let own = corrections.extract_if(.., |(id, _)| *id == one.id).filter_map(|(_, kept)| {
            Some(PublicCorrection {
                number: kept.number,
                entry: kept.entry,
                text: kept.text.clone(),
                released_at: kept.released_at?,
                kept,
            })
        });
        heads.push(Head {
            id: one.id,
            year,
            kind: one.kind,
            corrections: own.collect(),
            number: one.number,
            title: one.title,
            notice: one.notice,
            opens_at: one.opens_at,
            closes_at: one.closes_at,
            count,
            digest: one.digest.unwrap_or_default(),
            policy: one.policy,
        });
    }
    Ok(heads)
}

/// An entry in the list of a publicity, as corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// From 1.
    pub position: i32,
    /// Number of the nomination.
    pub number: String,
    /// Category code.
    pub category: String,
    /// Title.
    pub title: String,
    /// Nominator.
    pub nominator: String,
    /// Names of the completers, in order.
    pub people: String,
    /// Completing units, each once.
    pub units: String,
    /// SHA-256 of what the entry showed when it was released.
    pub digest: String,
    /// Whether a correction belongs to it.
    pub is_corrected: bool,
}

impl Line {
    /// Whether all words of a search stand in it.
    pub fn answers(&self, words: &[String]) -> bool {
        let said = [&self.number, &self.title, &self.nominator, &self.people, &self.units];
        let said: String = said.map(|text| text.to_lowercase()).join("\n");
        words.iter().all(|word| said.contains(word.as_str()))
    }
}

fn content_of(text: &str) -> Result<Content, DbErr> {
    serde_json::from_str(text).map_err(|error| DbErr::Custom(error.to_string()))
}

/// Names, each once, in the order in which they stand first.
fn once(names: Vec<&str>) -> String {
    let mut found: Vec<&str> = Vec::new();
    for name in names {
        if !found.contains(&name) && name != "—" {
            found.push(name);
        }
    }
    found.join("、")
}

/// The lines of a publicity, in order.
///
/// # Errors
/// The records failing.
pub async fn lines(app: &App, head: &Head) -> Result<Vec<Line>, DbErr> {
    let mut found = Vec::new();
    for kept in store::summaries(app.database.reader(), head.id).await? {
        let mut content = content_of(&kept.content)?;
        let mut is_corrected = false;
        for correction in head.of_entry(kept.id) {
            apply(&mut content, &correction.kept);
            is_corrected = true;
        }
        let mut units = content.column("units", "name");
        if units.is_empty() {
            units = content.column("completers", "completing_unit");
        }
        found.push(Line {
            position: kept.position,
            title: content.text("title").to_owned(),
            nominator: content.text("nominator").to_owned(),
            people: once(content.column("completers", "name")),
            units: once(units),
            digest: kept.digest,
            is_corrected,
            number: content.number,
            category: content.category,
        });
    }
    Ok(found)
}

/// An entry of a publicity with its corrections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicEntry {
    /// From 1.
    pub position: i32,
    /// What it says now.
    pub content: Content,
    /// What it said when it was released, as kept: its digest is that of these bytes.
    pub released: String,
    /// SHA-256 of it.
    pub digest: String,
    /// What was corrected, in order.
    pub corrections: Vec<PublicReplacement>,
}

/// A correction of an entry, with what stood before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicReplacement {
    /// From 1 within the publicity.
    pub number: i32,
    /// What it says.
    pub text: String,
    /// When it was released.
    pub released_at: DateTime<Utc>,
    /// The replaced fields as they stood before.
    pub before: Vec<Field>,
}

/// The entry of a publicity at a position.
///
/// # Errors
/// The records failing.
pub async fn entry(app: &App, head: &Head, position: i32) -> Result<Option<PublicEntry>, DbErr> {
    let Some(kept) = store::public_entry(app.database.reader(), head.id, position).await? else {
        return Ok(None);
    };
    let mut content = content_of(&kept.content)?;
    let corrections = head.of_entry(kept.id).map(|one| PublicReplacement {
        number: one.number,
        text: one.text.clone(),
        released_at: one.released_at,
        before: apply(&mut content, &one.kept),
    });
    let corrections = corrections.collect();
    Ok(Some(PublicEntry {
        position: kept.position,
        content,
        released: kept.content,
        digest: kept.digest,
        corrections,
    }))
}

/// The positions of the entries to which corrections of a publicity belong, by the number of the correction.
///
/// # Errors
/// The records failing.
pub async fn corrected_positions(app: &App, head: &Head) -> Result<Vec<(i32, i32)>, DbErr> {
    if head.corrections.iter().all(|one| one.entry.is_none()) {
        return Ok(Vec::new());
    }
    let entries = store::summaries(app.database.reader(), head.id).await?;
    let position = |one: &PublicCorrection| {
        let entry = entries.iter().find(|entry| Some(entry.id) == one.entry)?;
        Some((one.number, entry.position))
    };
    Ok(head.corrections.iter().filter_map(position).collect())
}
