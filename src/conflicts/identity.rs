//! Is this expert that person of a nomination? Candidates come by keys (ORCID, mail, name); what
//! else agrees gives the confidence.

use std::collections::BTreeMap;

use crate::units::UnitRelation;

use super::beside::team_gains;
use super::frequencies::confidence;
use super::index::Index;
use super::input::{ExpertFacts, Mention, PersonFacts};
use super::names::{NameMatch, PersonName};

/// What ties an expert to a person beside the name, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tie {
    /// People decided that the two are one.
    Decided,
    /// Same ORCID.
    Orcid,
    /// Same mail address.
    Mail,
    /// A unit of the expert, present or former, is a unit of the person.
    SameUnit,
    /// Mail addresses of one organisation.
    MailOrganisation,
    /// A unit of one stands above or below one of the other.
    RelatedUnit,
    /// Two of their units stand below one body.
    SiblingUnit,
    /// The name alone.
    Nothing,
}

/// An expert taken for a person of a nomination.
#[derive(Clone, Debug)]
pub(super) struct Identity {
    /// Position in [`Index::people`].
    pub(super) person: usize,
    /// How the names agree; none if they do not (ORCID or mail alone).
    pub(super) names: Option<NameMatch>,
    pub(super) tie: Tie,
    /// The names of the two units behind the tie.
    pub(super) units: Option<(String, String)>,
    /// Keywords of the expert that the nomination's text contains.
    pub(super) keywords: Vec<String>,
    /// Other completers stand beside the expert on his papers.
    pub(super) with_team: bool,
    /// Both have an ORCID, not the same.
    pub(super) orcid_differs: bool,
    pub(super) confidence: u16,
    /// Sure enough to keep the expert out.
    pub(super) bars: bool,
}

/// The persons for whom the expert may be taken, in the order of the people.
pub(super) fn identities(index: &Index<'_>, expert: &ExpertFacts<'_>) -> Vec<Identity> {
    let mut candidates: BTreeMap<usize, Option<NameMatch>> = BTreeMap::new();
    for name in &expert.names {
        for (person, matched) in index.by_person.names.find(name) {
            let known = candidates.entry(person).or_insert(Some(matched));
            *known = (*known).min(Some(matched));
        }
    }
    let by_key = [(&index.by_person.orcid, &expert.orcid), (&index.by_person.mail, &expert.mail)];
    for (files, key) in by_key {
        let people = key.as_ref().and_then(|key| files.get(key));
        for &person in people.into_iter().flatten() {
            candidates.entry(person).or_insert(None);
        }
    }
    let gains = team_gains(index, expert, &candidates);
    let gain = |person: &usize| gains.get(person).copied().unwrap_or(1);
    candidates
        .into_iter()
        .map(|(person, names)| identify(index, expert, person, names, gain(&person)))
        .collect()
}

/// The expert is this person because people decided so.
pub(super) fn by_decision(index: &Index<'_>, expert: &ExpertFacts<'_>, at: usize) -> Identity {
    let name = index.by_person.names.name(at);
    let names = expert.names.iter().filter_map(|own| own.agrees(name)).min();
    Identity {
        tie: Tie::Decided,
        confidence: 1_000,
        orcid_differs: false,
        bars: true,
        ..identify(index, expert, at, names, 1)
    }
}

fn identify(
    index: &Index<'_>,
    expert: &ExpertFacts<'_>,
    at: usize,
    names: Option<NameMatch>,
    team_gain: u64,
) -> Identity {
    let policy = &index.policy.identity;
    let person = &index.people[at];
    let (tie, units) = tie(index, expert, person);
    let keywords = keywords_in_common(index, expert, person.nomination);
    let orcid_differs = match (&expert.orcid, &person.orcid) {
        (Some(ours), Some(theirs)) => ours != theirs,
        _ => false,
    };
    let confidence = match (tie, names) {
        (Tie::Orcid, Some(_)) | (Tie::Decided, _) => 1_000,
        (Tie::Orcid, None) => 950,
        (Tie::Mail, Some(_)) => 995,
        // A shared box of an office, as likely as not.
        (Tie::Mail, None) => 500,
        (_, None) => 0,
        (tie, Some(matched)) => {
            let name = index.by_person.names.name(at);
            let population = match tie {
                Tie::SameUnit | Tie::MailOrganisation => policy.population_unit,
                Tie::RelatedUnit | Tie::SiblingUnit => policy.population_family,
                Tie::Decided | Tie::Orcid | Tie::Mail | Tie::Nothing => policy.population_all,
            };
            let gain = if keywords.is_empty() { 1 } else { policy.text_overlap_gain };
            let gain = gain.saturating_mul(team_gain);
            let apart = tie == Tie::Nothing
                && !expert.present.is_empty()
                && person.mentions().next().is_some();
            let loss = if apart { policy.unit_disagreement } else { 1 };
            let loss = if orcid_differs { 1_000_000 } else { loss };
            let weighed = confidence(parts(index, expert, name, matched), population, gain, loss);
            // The same characters are always worth showing, be the name ever so common.
            weighed.max(u16::from(matched == NameMatch::Han))
        }
    };
    let bars = !orcid_differs && bars(index, tie, names, confidence);
    let with_team = team_gain > 1;
    Identity { person: at, names, tie, units, keywords, with_team, orcid_differs, confidence, bars }
}

/// A name alone never bars; names in letters and ties by mail bar from a confidence on.
fn bars(index: &Index<'_>, tie: Tie, names: Option<NameMatch>, confidence: u16) -> bool {
    let policy = &index.policy.identity;
    let sure = confidence >= policy.bar_from;
    match (tie, names) {
        (Tie::Decided | Tie::Orcid, _)
        | (Tie::Mail, Some(_))
        | (Tie::SameUnit, Some(NameMatch::Han)) => true,
        (Tie::RelatedUnit, Some(NameMatch::Han)) => policy.related_unit_bars_completer || sure,
        (Tie::SameUnit | Tie::MailOrganisation, Some(_)) => sure,
        (Tie::RelatedUnit | Tie::SiblingUnit | Tie::Nothing, _)
        | (Tie::Mail | Tie::SameUnit | Tie::MailOrganisation, None) => false,
    }
}

/// How common the name is that an expert shares with another record, as far as the match can tell:
/// Han characters, on whichever side they stand, tell more than letters.
pub(super) fn parts(
    index: &Index<'_>,
    expert: &ExpertFacts<'_>,
    other: &PersonName,
    matched: NameMatch,
) -> u128 {
    let own = expert.names.iter().find(|name| !name.han.is_empty());
    index.frequencies.parts(own.unwrap_or(other), matched)
}

fn tie(
    index: &Index<'_>,
    expert: &ExpertFacts<'_>,
    person: &PersonFacts<'_>,
) -> (Tie, Option<(String, String)>) {
    if expert.orcid.is_some() && expert.orcid == person.orcid {
        return (Tie::Orcid, None);
    }
    if expert.mail.is_some() && expert.mail == person.mail {
        return (Tie::Mail, None);
    }
    let (unit_tie, units) = unit_tie(index, expert, person);
    let one_organisation =
        expert.mail_organisations.iter().any(|ours| person.mail_organisations.contains(ours));
    if one_organisation && Tie::MailOrganisation < unit_tie {
        return (Tie::MailOrganisation, None);
    }
    (unit_tie, units)
}

/// The closest tie between the units of an expert, former ones included, and those of a person.
pub(super) fn unit_tie(
    index: &Index<'_>,
    expert: &ExpertFacts<'_>,
    person: &PersonFacts<'_>,
) -> (Tie, Option<(String, String)>) {
    let ours = expert.present.iter().chain(expert.past.iter().map(|past| &past.mention));
    let closest = ours
        .flat_map(|ours| person.mentions().map(move |theirs| (*ours, *theirs)))
        .map(|(ours, theirs)| (index.places.relation(ours, theirs), ours.raw, theirs.raw))
        .min();
    let Some((relation, ours, theirs)) = closest else {
        return (Tie::Nothing, None);
    };
    let tie = match relation {
        UnitRelation::Same | UnitRelation::Alias => Tie::SameUnit,
        UnitRelation::Below | UnitRelation::Above => Tie::RelatedUnit,
        UnitRelation::Sibling => Tie::SiblingUnit,
        UnitRelation::Different => Tie::Nothing,
    };
    let units = (tie != Tie::Nothing).then(|| (ours.to_owned(), theirs.to_owned()));
    (tie, units)
}

/// Keywords of the expert, long enough to be telling, that the nomination's text contains.
fn keywords_in_common(
    index: &Index<'_>,
    expert: &ExpertFacts<'_>,
    nomination: usize,
) -> Vec<String> {
    let record = &index.input.nominations[nomination];
    let telling = |word: &&String| {
        let letters = word.chars().count();
        if word.is_ascii() { letters > 3 } else { letters > 2 }
    };
    expert
        .record
        .keywords
        .iter()
        .filter(telling)
        .filter(|word| {
            record.title.contains(word.as_str())
                || record.abstract_text.as_ref().is_some_and(|text| text.contains(word.as_str()))
                || record.keywords.contains(word)
        })
        .cloned()
        .collect()
}

/// The units as written of a person, for a sentence.
pub(super) fn unit_names(person: &PersonFacts<'_>) -> String {
    let mut names: Vec<&str> = person.mentions().map(|mention: &Mention<'_>| mention.raw).collect();
    names.dedup();
    names.join("、")
}
