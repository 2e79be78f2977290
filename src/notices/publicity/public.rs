//! What of publicities may everybody read? Nothing here asks the clock: whoever shows it compares the
//! instants at the moment of the request.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    ids::{PublicityEntryId, PublicityId},
    vocabulary::{NominationState, PublicityKind},
};
use sea_orm::DbErr;

use super::{
    content::{Content, Field},
    corrected::apply,
    policy::{Archive, Policy},
    record::{Correction, Standing},
    store,
    withheld::{left_of, names, withhold},
};
use crate::{app::App, nominations::is_without_award};

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
    /// What is said where something is withheld.
    pub archive: &'static Archive,
    /// The entries whose nominations ended without an award.
    ended: BTreeSet<PublicityEntryId>,
}

/// A correction that was released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicCorrection {
    /// From 1 within the publicity.
    pub number: i32,
    /// The entry that it corrects.
    pub entry: Option<PublicityEntryId>,
    /// When it was released.
    pub released_at: DateTime<Utc>,
    kept: Correction,
}

impl Head {
    /// Where it stands at `now`.
    pub fn standing(&self, now: DateTime<Utc>) -> Standing {
        Standing::of(true, (self.opens_at, self.closes_at), now)
    }

    /// Whether what is personal in an entry is withheld at `now`: the publicity is over, and the nomination ended
    /// without an award (PIPL art. 19). Without an entry, of whichever may be meant: whether any ended so.
    fn withholds(&self, entry: Option<PublicityEntryId>, now: DateTime<Utc>) -> bool {
        let is_ended = entry.map_or(!self.ended.is_empty(), |entry| self.ended.contains(&entry));
        is_ended && self.standing(now) == Standing::Closed
    }

    /// The same, with what is said of it.
    fn words(&self, entry: PublicityEntryId, now: DateTime<Utc>) -> Option<&'static Archive> {
        self.withholds(Some(entry), now).then_some(self.archive)
    }

    /// What a correction says at `now`; none where personal data are withheld, of which it may speak.
    pub fn said<'c>(&self, one: &'c PublicCorrection, now: DateTime<Utc>) -> Option<&'c str> {
        (!self.withholds(one.entry, now)).then_some(one.kept.text.as_str())
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
    let archive = &policy()?.archive;
    let mut corrections = store::public_corrections(app.database.reader()).await?;
    let states = NominationState::ALL.iter().copied().filter(|state| is_without_award(*state));
    let states: Vec<NominationState> = states.collect();
    let mut ended: BTreeMap<PublicityId, BTreeSet<PublicityEntryId>> = BTreeMap::new();
    for (publicity, entry) in store::standing_in(app.database.reader(), &states).await? {
        ended.entry(publicity).or_default().insert(entry);
    }
    let mut heads = Vec::new();
    for (one, year, count) in store::released(app.database.reader()).await? {
        let own = corrections.extract_if(.., |(id, _)| *id == one.id).filter_map(|(_, kept)| {
            Some(PublicCorrection {
                number: kept.number,
                entry: kept.entry,
                released_at: kept.released_at?,
                kept,
            })
        });
        heads.push(Head {
            id: one.id,
            year,
            kind: one.kind,
            corrections: own.collect(),
            archive,
            ended: ended.remove(&one.id).unwrap_or_default(),
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
    /// Names of the completers, in order; empty where they are withheld.
    pub people: String,
    /// Completing units, each once.
    pub units: String,
    /// SHA-256 of what the entry showed when it was released.
    pub digest: String,
    /// Whether a correction belongs to it.
    pub is_corrected: bool,
    /// What is said where what is personal is withheld.
    pub withheld: Option<&'static Archive>,
}

impl Line {
    /// Whether all words of a search stand in it.
    pub fn answers(&self, words: &[String]) -> bool {
        let said = [&self.number, &self.title, &self.nominator, &self.people, &self.units];
        let said: String = said.map(|text| text.to_lowercase()).join("\n");
        words.iter().all(|word| said.contains(word.as_str()))
    }
}

fn policy() -> Result<&'static Policy, DbErr> {
    Policy::in_force().map_err(DbErr::Custom)
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

/// The lines of a publicity as they are shown at `now`, in order.
///
/// # Errors
/// The records failing.
pub async fn lines(app: &App, head: &Head, now: DateTime<Utc>) -> Result<Vec<Line>, DbErr> {
    let mut found = Vec::new();
    for kept in store::summaries(app.database.reader(), head.id).await? {
        let mut content = content_of(&kept.content)?;
        let mut is_corrected = false;
        for correction in head.of_entry(kept.id) {
            apply(&mut content, &correction.kept);
            is_corrected = true;
        }
        let withheld = head.words(kept.id, now);
        // Units stay as organisations, also where they are known by their people alone.
        let mut units = content.column("units", "name");
        if units.is_empty() {
            units = content.column("completers", "completing_unit");
        }
        found.push(Line {
            position: kept.position,
            title: content.text("title").to_owned(),
            nominator: content.text("nominator").to_owned(),
            people: if withheld.is_some() {
                String::new()
            } else {
                once(content.column("completers", "name"))
            },
            units: once(units),
            digest: kept.digest,
            is_corrected,
            withheld,
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
    /// What it said when it was released, as kept: its digest is that of these bytes. None where what is
    /// personal is withheld.
    pub released: Option<String>,
    /// SHA-256 of it.
    pub digest: String,
    /// What was corrected, in order.
    pub corrections: Vec<PublicReplacement>,
    /// What is said where what is personal is withheld.
    pub withheld: Option<&'static Archive>,
}

impl PublicEntry {
    /// Takes out what is personal, with these names wherever they stand.
    fn without_personal(self, policy: &Policy, names: &BTreeSet<String>) -> Self {
        let Self { mut content, corrections, .. } = self;
        withhold(policy, &mut content, names);
        let corrections = corrections.into_iter().map(|one| {
            let before = one.before.into_iter();
            let before = before.filter_map(|field| left_of(policy, field, names)).collect();
            PublicReplacement { text: None, before, ..one }
        });
        let corrections = corrections.collect();
        Self { content, corrections, released: None, ..self }
    }
}

/// A correction of an entry, with what stood before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicReplacement {
    /// From 1 within the publicity.
    pub number: i32,
    /// What it says; none where what is personal is withheld.
    pub text: Option<String>,
    /// When it was released.
    pub released_at: DateTime<Utc>,
    /// The replaced fields as they stood before.
    pub before: Vec<Field>,
}

/// The entry of a publicity at a position, as it is shown at `now`.
///
/// # Errors
/// The records failing.
pub async fn entry(
    app: &App,
    head: &Head,
    (position, now): (i32, DateTime<Utc>),
) -> Result<Option<PublicEntry>, DbErr> {
    let Some(kept) = store::public_entry(app.database.reader(), head.id, position).await? else {
        return Ok(None);
    };
    let policy = policy()?;
    let mut content = content_of(&kept.content)?;
    let mut persons = names(policy, &content);
    let mut corrections = Vec::new();
    for one in head.of_entry(kept.id) {
        let before = apply(&mut content, &one.kept);
        persons.extend(names(policy, &content));
        corrections.push(PublicReplacement {
            number: one.number,
            text: Some(one.kept.text.clone()),
            released_at: one.released_at,
            before,
        });
    }
    let withheld = head.words(kept.id, now);
    let entry = PublicEntry {
        position: kept.position,
        content,
        released: Some(kept.content),
        digest: kept.digest,
        corrections,
        withheld,
    };
    Ok(Some(if withheld.is_some() { entry.without_personal(policy, &persons) } else { entry }))
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

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;

    const OPENS_AT: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn entry(number: u128) -> PublicityEntryId {
        Uuid::from_u128(number).into()
    }

    fn head(ended: &[PublicityEntryId]) -> Head {
        Head {
            id: Uuid::nil().into(),
            year: 2027,
            kind: PublicityKind::Acceptance,
            number: String::new(),
            title: String::new(),
            notice: String::new(),
            opens_at: OPENS_AT,
            closes_at: OPENS_AT + TimeDelta::days(7),
            count: 2,
            digest: String::new(),
            policy: String::new(),
            corrections: Vec::new(),
            archive: &policy().unwrap().archive,
            ended: ended.iter().copied().collect(),
        }
    }

    fn correction(entry: Option<PublicityEntryId>) -> PublicCorrection {
        let kept = Correction {
            id: Uuid::nil().into(),
            entry,
            number: 1,
            text: "更正".to_owned(),
            content: None,
            drafted_by: "one".to_owned(),
            drafted_at: OPENS_AT,
            released_by: Some("another".to_owned()),
            released_at: Some(OPENS_AT),
        };
        PublicCorrection { number: 1, entry, released_at: OPENS_AT, kept }
    }

    #[test]
    fn a_correction_says_nothing_once_it_may_speak_of_somebody_who_is_withheld() {
        let (first, second) = (entry(1), entry(2));
        for (ended, of, is_said) in [
            (vec![], None, true),
            (vec![first], None, false),
            (vec![first], Some(first), false),
            (vec![first], Some(second), true),
        ] {
            let (head, one) = (head(&ended), correction(of));
            let open = head.closes_at - TimeDelta::seconds(1);
            assert_eq!(head.said(&one, open), Some("更正"), "{ended:?} {of:?}");
            let said = head.said(&one, head.closes_at);
            assert_eq!(said, is_said.then_some("更正"), "{ended:?} {of:?}");
        }
    }
}
