//! On what does the check rest besides the dossier itself? Plain values, gathered by the caller.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::vocabulary::SelectionOutcome;

use crate::{
    nominations::{
        dossier::{Content, Days},
        forms::Form,
    },
    shared::{Bilingual, china_day},
};

/// Fingerprint (HMAC) of a person's identity number: equal for one person, telling nothing else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonKey(pub String);

/// Everything that a verdict may depend on.
#[derive(Clone, Debug)]
pub struct Facts<'f> {
    /// The form that the dossier is bound to.
    pub form: &'f Form,
    /// What is written, personal data opened.
    pub content: &'f Content,
    /// Discipline codes in the dossier that GB/T 13745 does not have.
    pub unknown_disciplines: BTreeSet<String>,
    /// The round and the hour.
    pub round: RoundFacts,
    /// The nominating society.
    pub society: SocietyFacts,
    /// What its selection made of the dossier; none where it is in none.
    pub selection: Option<SelectionFacts>,
    /// The society's own publicity; none where there was none.
    pub publicity: Option<PublicityFacts>,
    /// The council's resolution; none where it has not met on it.
    pub resolution: Option<ResolutionFacts>,
    /// What the nominees answered, by row of `completers.items`.
    pub confirmations: Vec<ConfirmationFacts>,
    /// The files of the dossier.
    pub files: Vec<FileFacts>,
    /// Fingerprints of the dossier's own people by row of `completers.items`.
    pub keys: BTreeMap<String, PersonKey>,
    /// The kinds of document whose numbers those are, by the same rows.
    pub documents: BTreeMap<String, String>,
    /// Fingerprints of the nominating experts by row of `opinion.experts`, where the form asks for a number.
    pub expert_keys: BTreeMap<String, PersonKey>,
    /// People of the other nominations of the round, as candidates.
    pub others: Vec<OtherPerson>,
    /// Papers and rights of the other nominations of the round.
    pub other_contents: Vec<OtherContent>,
    /// Awards that people won.
    pub past_awards: Vec<PastAward>,
    /// Contents that won an award, by their papers and rights.
    pub awarded: Vec<AwardedContent>,
    /// Sanctions and bars.
    pub integrity: Vec<IntegrityEvent>,
    /// Units of the dossier as the registers name them.
    pub units: Vec<RegisteredUnit>,
}

impl Facts<'_> {
    /// Today in China.
    pub fn today(&self) -> NaiveDate {
        china_day(self.round.now)
    }

    /// The last day on which something may be handed in. Closing is half-open: at 24:00 of a day, the
    /// day before the instant's own.
    pub fn closing_day(&self) -> Option<NaiveDate> {
        self.round.closes_at.map(|closes| china_day(closes - chrono::TimeDelta::microseconds(1)))
    }

    /// The days by which the form judges its dates.
    pub fn days(&self) -> Days {
        Days { cutoff: self.round.cutoff, close: self.closing_day(), today: self.today() }
    }
}

/// The round by its timetable.
#[derive(Clone, Debug)]
pub struct RoundFacts {
    /// Its year.
    pub year: i32,
    /// Years of the rounds before it, newest first.
    pub earlier: Vec<i32>,
    /// First instant of nominating.
    pub opens_at: Option<DateTime<Utc>>,
    /// First instant that is too late, extensions included.
    pub closes_at: Option<DateTime<Utc>>,
    /// Last day on which papers and applications count.
    pub cutoff: Option<NaiveDate>,
    /// The server's time.
    pub now: DateTime<Utc>,
}

/// Whether the society may nominate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Right {
    /// It may.
    Held,
    /// It may not, for this reason.
    Lost(Bilingual),
}

/// The nominating society.
#[derive(Clone, Debug)]
pub struct SocietyFacts {
    /// Its right.
    pub right: Right,
    /// Places left in the bucket of the dossier; none for no bound.
    pub places_left: Option<u32>,
    /// Whether this dossier holds a place already.
    pub has_place: bool,
}

/// The society's selection (遴选), of which the dossier is a candidate.
#[derive(Clone, Debug)]
pub struct SelectionFacts {
    /// What it made of the dossier; none until it is decided.
    pub outcome: Option<SelectionOutcome>,
    /// Its candidates, experts and scores, and how it was decided.
    pub summary: Bilingual,
}

/// The society's publicity (公示).
#[derive(Clone, Debug)]
pub struct PublicityFacts {
    /// Days shown, counted as the round counts them.
    pub days: u32,
    /// Days that the round asks for.
    pub needed: u32,
    /// Whether its days are over and its outcome is written down.
    pub is_concluded: bool,
    /// Whether files prove it.
    pub is_proved: bool,
    /// SHA-256 of the content that was shown.
    pub shown: String,
    /// SHA-256 of the content that would be shown now.
    pub current: String,
    /// Objections that are open, or that were upheld.
    pub unsettled: u32,
    /// Units of candidates whose own publicity has no proof.
    pub units_missing: Vec<String>,
}

/// The council's resolution (理事会决议).
#[derive(Clone, Debug)]
pub struct ResolutionFacts {
    /// Whether it carried.
    pub carried: bool,
    /// Why not: quorum, votes.
    pub why: Bilingual,
}

/// What a nominee answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Nobody asked.
    NotAsked,
    /// Asked, not answered.
    Asked,
    /// Confirmed, and nothing changed since.
    Confirmed,
    /// Refused.
    Refused,
    /// Confirmed, but the dossier changed since.
    Outdated,
}

/// A nominee's answer.
#[derive(Clone, Debug)]
pub struct ConfirmationFacts {
    /// Row of `completers.items`.
    pub row: String,
    /// Where it stands.
    pub state: Consent,
}

/// A file of the dossier.
#[derive(Clone, Debug)]
pub struct FileFacts {
    /// Its number within the dossier.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// Media type by its content.
    pub media_type: String,
    /// Size in bytes.
    pub size_bytes: u64,
    /// Pages, where it has such.
    pub pages: Option<u32>,
    /// SHA-256.
    pub digest: String,
    /// What the store found wrong with it.
    pub faults: Vec<Bilingual>,
    /// Marks of classification in its text.
    pub marks: Vec<String>,
}

/// A candidate of another nomination of the round.
#[derive(Clone, Debug)]
pub struct OtherPerson {
    /// Fingerprint, where an identity number is known.
    pub key: Option<PersonKey>,
    /// The kind of document whose number that is, where one is known.
    pub document: Option<String>,
    /// Name.
    pub name: String,
    /// Present unit.
    pub unit: String,
    /// Number of the nomination, if the society may know it.
    pub nomination: Option<String>,
}

/// What another nomination of the round rests on.
#[derive(Clone, Debug, Default)]
pub struct OtherContent {
    /// DOIs and numbers of rights, as [`super::folded_number`] gives them.
    pub numbers: BTreeSet<String>,
    /// Number of the nomination, if the society may know it.
    pub nomination: Option<String>,
}

/// An award that a person won.
#[derive(Clone, Debug)]
pub struct PastAward {
    /// The person.
    pub person: PersonKey,
    /// Year of the round.
    pub year: i32,
    /// Title of the winner.
    pub title: String,
}

/// A content that won an award.
#[derive(Clone, Debug, Default)]
pub struct AwardedContent {
    /// DOIs and numbers of rights, as [`super::folded_number`] gives them.
    pub numbers: BTreeSet<String>,
    /// Year of the round.
    pub year: i32,
    /// Title of the winner.
    pub title: String,
}

/// Whom a sanction or bar is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A person, for certain.
    Person(PersonKey),
    /// A person of that name and unit.
    Namesake {
        /// Name.
        name: String,
        /// Unit.
        unit: String,
    },
    /// A unit, by its unified social credit code.
    Unit(String),
}

/// A sanction or bar (党纪政务处分, 失信惩戒, 禁止提名).
#[derive(Clone, Debug)]
pub struct IntegrityEvent {
    /// About whom.
    pub subject: Subject,
    /// What it is, in words fit for the society.
    pub what: Bilingual,
    /// First day.
    pub from: NaiveDate,
    /// Last day; none for no end.
    pub until: Option<NaiveDate>,
}

impl IntegrityEvent {
    /// Whether it bars on `day`.
    pub fn bars_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether it is over on `day`.
    pub fn is_over_on(&self, day: NaiveDate) -> bool {
        self.until.is_some_and(|until| until < day)
    }
}

/// A unit as a register names it.
#[derive(Clone, Debug, Default)]
pub struct RegisteredUnit {
    /// Unified social credit code, where the register has it.
    pub credit_code: Option<String>,
    /// Its name; where there is a credit code, the one on the certificate.
    pub name: String,
    /// Other names by which the register knows it.
    pub other_names: Vec<String>,
}
