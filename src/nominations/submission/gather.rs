//! On which facts does the rule check of a dossier rest, and where do they come from?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    ids::{DossierId, QuotaCounterId, RoundId},
    vocabulary::{Bucket, KeyKind, Route},
};

use super::{
    keys::{BETWEEN, Key},
    store::Shared,
};
use crate::{
    awards::{self, Round, Timetable},
    nominations::{
        attachments::Attachment,
        checks::{
            AwardedContent, ConfirmationFacts, Consent, Facts, FileFacts, IntegrityEvent,
            OtherContent, OtherPerson, PastAward, PersonKey, PublicityFacts, RegisteredUnit,
            ResolutionFacts, Right, RoundFacts, RuleBook, SelectionFacts, SocietyFacts,
        },
        dossier::{Content, Reached},
        forms::Form,
        people::{Confirmation, ConfirmationState},
        process::{Process, SelectionSummary},
    },
    quotas::{CAST, Counter, PROCEDURE, free_of},
    shared::Bilingual,
    societies::{SocietyStanding, Standing},
};

/// What is the same for every dossier of a round.
pub(super) struct Ground {
    pub(super) round: Round,
    /// The rules by which its dossiers are checked.
    pub(super) book: &'static RuleBook,
    pub(super) earlier: Vec<Round>,
    pub(super) timetable: Option<Timetable>,
    pub(super) societies: Vec<SocietyStanding>,
    pub(super) counters: Vec<Counter>,
}

impl Ground {
    /// The society of a dossier, by its code.
    pub(super) fn society(&self, code: &str) -> Option<&SocietyStanding> {
        self.societies.iter().find(|one| one.society_id == code)
    }

    /// What a dossier takes a place of. Popular science has places of its own where CAST gave the society
    /// some, and shares those of the three awards elsewhere.
    pub(super) fn bucket(&self, form: &Form, society: &str) -> Option<Bucket> {
        let is_science = form.category == "PRO" && form.kind == "science";
        if is_science && self.has_popular_science(society) {
            return Some(Bucket::SciPop);
        }
        PROCEDURE.bucket_of(&form.category)
    }

    /// Whether CAST gave a society places for popular science.
    pub(super) fn has_popular_science(&self, society: &str) -> bool {
        self.counters.iter().any(|one| {
            one.bucket == Bucket::SciPop
                && one.society == society
                && one.places.is_some_and(|places| places > 0)
        })
    }

    /// By which route a society nominates in the round.
    pub(super) fn route(&self, code: &str) -> Route {
        self.society(code).map_or(Route::ViaCast, |one| one.route)
    }

    /// Who gives the place of what a society nominates: the society itself, or CAST, by whose right and within
    /// whose quota it goes where it is recommended (P16).
    pub(super) fn giver<'c>(&self, code: &'c str) -> &'c str {
        match self.route(code) {
            Route::Direct => code,
            Route::ViaCast => CAST,
        }
    }

    fn right(&self, code: &str) -> Right {
        match self.society(code) {
            Some(one) if one.may_nominate() => Right::Held,
            Some(one) if one.route == Route::ViaCast && !one.qualification.is_taken_away() => {
                Right::Lost(Bilingual::new(
                    "学会已停止活动或不再属于中国科协",
                    "the society is stopped, or CAST's no longer",
                ))
            }
            Some(one) => Right::Lost(lost(one.qualification)),
            None => Right::Lost(Bilingual::new("学会未登记", "the society is not registered")),
        }
    }
}

/// Why a society may not nominate.
fn lost(standing: Standing) -> Bilingual {
    let (zh, en) = match standing {
        Standing::None | Standing::Applying => {
            ("尚未取得提名资格", "it does not hold the right yet")
        }
        Standing::Suspended => ("提名资格已暂停", "the right is suspended"),
        Standing::Expired => ("提名资格已到期", "the right has expired"),
        Standing::Refused | Standing::Appealed => ("提名资格申请未获同意", "the right was refused"),
        Standing::Revoked => ("提名资格已取消", "the right was revoked"),
        Standing::Probation | Standing::Granted => ("具有提名资格", "it holds the right"),
    };
    Bilingual::new(zh, en)
}

/// What one dossier brings with it.
pub(super) struct Gathered {
    pub(super) content: Content,
    pub(super) attachments: Vec<Attachment>,
    pub(super) keys: BTreeSet<Key>,
    pub(super) identities: BTreeMap<String, PersonKey>,
    /// The kinds of document whose numbers those are.
    pub(super) documents: BTreeMap<String, String>,
    /// Fingerprints of the nominating experts, where the form asks for their numbers.
    pub(super) experts: BTreeMap<String, PersonKey>,
    pub(super) confirmations: Vec<Confirmation>,
    pub(super) process: Process,
    /// The selection of which it is a candidate.
    pub(super) selection: Option<SelectionSummary>,
    /// What its people, the experts who nominate it, its papers and rights share with others.
    pub(super) shared: Vec<Shared>,
    /// Its units as the registers know them.
    pub(super) units: Vec<RegisteredUnit>,
    pub(super) unknown_disciplines: BTreeSet<String>,
    pub(super) window: Option<awards::Window>,
    /// The instant by which it is judged: when it was handed in, or now.
    pub(super) at: DateTime<Utc>,
    /// The counters in which it takes a place, where it was taken back to be submitted again.
    pub(super) kept_places: Vec<QuotaCounterId>,
    pub(super) integrity: Vec<IntegrityEvent>,
}

/// Who reads what the check finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// The society: of another society's nomination it learns that there is a clash, not with whom.
    Society,
    /// The award office, which has to look at both.
    Office,
}

/// What a dossier shares with others: people and contents of the round, winners of earlier ones.
struct Clashes {
    others: Vec<OtherPerson>,
    other_contents: Vec<OtherContent>,
    past_awards: Vec<PastAward>,
    awarded: Vec<AwardedContent>,
}

fn clashes(reader: Reader, (ground, known): (&Ground, &Reached), gathered: &Gathered) -> Clashes {
    let others = |kind| gathered.shared.iter().filter(move |one| one.key.kind == kind);
    let in_round = |one: &&Shared| one.round == known.round;
    let may_know = |one: &Shared| reader == Reader::Office || one.society == known.society;
    let told = |one: &Shared| may_know(one).then(|| one.number.clone());
    let year_of = |round: RoundId| {
        let found = ground.earlier.iter().find(|one| one.id == round);
        found.map_or(ground.round.year, |round| round.year)
    };
    let people = others(KeyKind::Identity).filter(in_round).map(|one| OtherPerson {
        key: Some(PersonKey(one.key.value.clone())),
        document: None,
        name: String::new(),
        unit: String::new(),
        nomination: told(one),
    });
    let namesakes = others(KeyKind::Name).filter(in_round).map(|one| {
        let (name, unit) = one.key.value.split_once(BETWEEN).unwrap_or_default();
        OtherPerson {
            key: one.key.person.clone(),
            document: one.key.document.clone(),
            name: name.to_owned(),
            unit: unit.to_owned(),
            nomination: told(one),
        }
    });
    let contents = others(KeyKind::Content).filter(in_round).map(|one| OtherContent {
        numbers: BTreeSet::from([one.key.value.clone()]),
        nomination: told(one),
    });
    let past = others(KeyKind::Identity).filter(|one| one.is_awarded).map(|one| PastAward {
        person: PersonKey(one.key.value.clone()),
        year: year_of(one.round),
        title: one.title.clone(),
    });
    let awarded = others(KeyKind::Content).filter(|one| one.is_awarded).map(|one| AwardedContent {
        numbers: BTreeSet::from([one.key.value.clone()]),
        year: year_of(one.round),
        title: one.title.clone(),
    });
    Clashes {
        others: people.chain(namesakes).collect(),
        other_contents: contents.collect(),
        past_awards: past.collect(),
        awarded: awarded.collect(),
    }
}

/// The facts of the rule check, as its society is told of them.
pub(super) fn facts<'f>(ground: &Ground, known: &Reached, gathered: &'f Gathered) -> Facts<'f> {
    facts_for(Reader::Society, (ground, known), gathered)
}

/// The facts of the rule check, as far as `reader` may know them.
pub(super) fn facts_for<'f>(
    reader: Reader,
    (ground, known): (&Ground, &Reached),
    gathered: &'f Gathered,
) -> Facts<'f> {
    let clashes = clashes(reader, (ground, known), gathered);
    Facts {
        form: known.form,
        content: &gathered.content,
        unknown_disciplines: gathered.unknown_disciplines.clone(),
        round: RoundFacts {
            year: ground.round.year,
            earlier: ground.earlier.iter().map(|round| round.year).collect(),
            opens_at: gathered.window.map(|window| window.opens_at),
            closes_at: gathered.window.map(|window| window.closes_at),
            cutoff: ground.timetable.as_ref().and_then(|timetable| timetable.cutoff),
            now: gathered.at,
        },
        society: society(ground, known, gathered),
        selection: gathered.selection.as_ref().map(selection),
        publicity: publicity(&gathered.process, &gathered.content, known),
        resolution: gathered.process.resolution.as_ref().map(|one| ResolutionFacts {
            carried: one.is_carried,
            why: Bilingual::new("决议未获通过", "the resolution was not carried"),
        }),
        confirmations: gathered.confirmations.iter().map(confirmation).collect(),
        files: gathered.attachments.iter().map(file).collect(),
        keys: gathered.identities.clone(),
        documents: gathered.documents.clone(),
        expert_keys: gathered.experts.clone(),
        others: clashes.others,
        other_contents: clashes.other_contents,
        past_awards: clashes.past_awards,
        awarded: clashes.awarded,
        integrity: gathered.integrity.clone(),
        units: gathered.units.clone(),
    }
}

fn society(ground: &Ground, known: &Reached, gathered: &Gathered) -> SocietyFacts {
    let bucket = ground.bucket(known.form, &known.society);
    let counter = ground
        .counters
        .iter()
        .find(|one| Some(one.bucket) == bucket && one.society == known.society);
    // No counter is no place; a counter without a number is no bound.
    let left = |one| free_of(one, &ground.counters).map(|free| u32::try_from(free).unwrap_or(0));
    let own_left = counter.map_or(Some(0), left);
    // Through CAST the bounds are other ones: how many it may recommend, and what CAST has free when it chooses.
    let is_direct = ground.route(&known.society) == Route::Direct;
    let places_left = own_left.filter(|_| is_direct);
    // A place that it keeps elsewhere, of another bucket or by another route, it gives back when it takes this one.
    let keeps = |one: &Counter| gathered.kept_places.contains(&one.id);
    let has_place = known.is_handed_in() || counter.is_some_and(keeps);
    SocietyFacts { right: ground.right(&known.society), places_left, has_place }
}

fn selection(one: &SelectionSummary) -> SelectionFacts {
    SelectionFacts { outcome: one.outcome, summary: one.text.clone() }
}

fn publicity(process: &Process, content: &Content, known: &Reached) -> Option<PublicityFacts> {
    let shown = process.publicity.as_ref()?;
    let open = shown.objections.iter().filter(|one| !one.is_settled()).count();
    let calendar = awards::Calendar::in_force().ok()?;
    Some(PublicityFacts {
        days: calendar.days_between(shown.starts_on, shown.ends_on, shown.count),
        needed: shown.least_days,
        is_concluded: shown.closed_at.is_some(),
        is_proved: !shown.proofs.is_empty(),
        shown: shown.content_digest.clone(),
        // What was handed in changes by what the office asks to be corrected, and is made public as accepted.
        current: if known.is_handed_in() {
            shown.content_digest.clone()
        } else {
            content.digest(known.form)
        },
        unsettled: u32::try_from(open).unwrap_or(u32::MAX) + u32::from(shown.is_affected),
        units_missing: shown.missing_units.clone(),
    })
}

fn confirmation(one: &Confirmation) -> ConfirmationFacts {
    let state = match one.state {
        ConfirmationState::NotAsked => Consent::NotAsked,
        ConfirmationState::Asked => Consent::Asked,
        ConfirmationState::Confirmed => Consent::Confirmed,
        ConfirmationState::Refused => Consent::Refused,
        ConfirmationState::Outdated => Consent::Outdated,
    };
    ConfirmationFacts { row: one.row.clone(), state }
}

fn file(one: &Attachment) -> FileFacts {
    let faults = one.verdicts.iter().filter(|verdict| verdict.is_fault);
    FileFacts {
        number: one.number,
        name: one.name.clone(),
        media_type: one.media_type.clone(),
        size_bytes: u64::try_from(one.size_bytes).unwrap_or(0),
        pages: one.pages,
        digest: one.digest.clone(),
        faults: faults.map(|verdict| verdict.what.clone()).collect(),
        marks: Vec::new(),
    }
}

/// What takes the place of a dossier, as the quota ledger names it.
pub(super) fn place_subject(id: DossierId) -> String {
    format!("nomination/{id}")
}

/// A digest of what was found, for the receipt.
pub(super) fn findings_digest(findings: &[crate::nominations::checks::Finding]) -> String {
    crate::shared::hex_sha256(&serde_json::to_vec(findings).unwrap_or_default())
}
