//! May these people be invited? A pasted list of names against the nominations of a round, before
//! anybody is asked.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::experts::model::{Expert, Publication};
use crate::shared::Bilingual;
use crate::units::{UnitRelation, UnitTree};

use super::detect::detect;
use super::evidence::{Finding, Source};
use super::frequencies::{NameFrequencies, confidence};
use super::input::ConflictInput;
use super::keys::{mail_key, orcid_key};
use super::kinds::{ConflictKind, Severity};
use super::names::{NameMatch, PersonName};
use super::pasted::{self, Pasted};
use super::policy::ConflictPolicy;
use super::reasons;

/// Experts of the pool shown for one line.
const MOST_CANDIDATES: usize = 5;

/// What a line comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Nothing, or notes.
    Clean,
    /// A person must look.
    Soft,
    /// Barred from one nomination at least.
    Hard,
    /// Nobody could be read.
    Unreadable,
}

/// An expert of the pool whom a line may mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Whose record.
    pub expert_id: String,
    /// Name in the pool.
    pub name: String,
    /// Unit in the pool.
    pub unit: String,
    /// Probability that he is meant, per mille.
    pub confidence: u16,
    /// By ORCID, mail address, or the same name at the same unit.
    pub is_sure: bool,
}

/// One conflict of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The nomination.
    pub nomination_id: String,
    /// The kind.
    pub kind: ConflictKind,
    /// What it does.
    pub severity: Severity,
    /// Per mille.
    pub confidence: u16,
    /// The record behind it.
    pub source: Option<Source>,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// How many nominations one kind concerns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindCount {
    /// The kind.
    pub kind: ConflictKind,
    /// Its Chinese label.
    pub zh: String,
    /// Its English label.
    pub en: String,
    /// The gravest.
    pub severity: Severity,
    /// Nominations.
    pub nominations: usize,
}

/// A line, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedName {
    /// Line of the pasted text, from 1.
    pub line: usize,
    /// The line.
    pub text: String,
    /// The name read.
    pub name: String,
    /// The unit read.
    pub unit: Option<String>,
    /// The mail address read.
    pub email: Option<String>,
    /// The ORCID read.
    pub orcid: Option<String>,
    /// What it comes to.
    pub grade: Grade,
    /// Who of the pool may be meant, the surest first.
    pub experts: Vec<Candidate>,
    /// Nominations from which he is barred.
    pub nominations_barred: usize,
    /// Nominations where a person must look, and nothing bars.
    pub nominations_flagged: usize,
    /// Nominations with notes only.
    pub nominations_noted: usize,
    /// By kind, the gravest first.
    pub kinds: Vec<KindCount>,
    /// The gravest first, of each kind one before the second of any, at most twenty.
    pub reasons: Vec<Reason>,
    /// What could not be read, or what else is to be known.
    pub problem: Option<Bilingual>,
}

/// Lines by grade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the grades say it")]
pub struct NameCounts {
    pub lines: usize,
    pub clean: usize,
    pub soft: usize,
    pub hard: usize,
    pub unreadable: usize,
}

/// A pasted list, checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameCheck {
    /// How many.
    pub counts: NameCounts,
    /// In the order of the lines.
    pub rows: Vec<CheckedName>,
}

/// Checks pasted lines (name, unit, mail address, ORCID) against the nominations of the round, or
/// those `chosen` by number. A line is judged as an expert of the name and unit that it states, and
/// by the record of the pool where it is surely one; what rests on a record that may be another's is
/// a flag at most.
pub fn check_names(
    text: &str,
    input: &ConflictInput<'_>,
    policy: &ConflictPolicy,
    chosen: Option<&BTreeSet<String>>,
) -> NameCheck {
    let lines = pasted::read(text);
    let pool = Pool::new(input, policy);
    let asked: Vec<Option<(usize, &Pasted)>> =
        lines.iter().map(|line| Some((line.line, line.said.as_ref().ok()?))).collect();
    let candidates: Vec<Vec<Found>> = asked
        .par_iter()
        .map(|asked| asked.map(|(_, asked)| pool.called(asked)).unwrap_or_default())
        .collect();
    let findings = findings_of(input, policy, &asked, &candidates);
    let mut check = NameCheck::default();
    for ((line, asked), candidates) in lines.iter().zip(&asked).zip(&candidates) {
        let mut row = CheckedName {
            line: line.line,
            text: line.text.to_owned(),
            name: String::new(),
            unit: None,
            email: None,
            orcid: None,
            grade: Grade::Unreadable,
            experts: candidates.iter().take(MOST_CANDIDATES).map(|one| pool.shown(one)).collect(),
            nominations_barred: 0,
            nominations_flagged: 0,
            nominations_noted: 0,
            kinds: Vec::new(),
            reasons: Vec::new(),
            problem: line.said.as_ref().err().cloned(),
        };
        if let Some((number, person)) = asked {
            row.name.clone_from(&person.name);
            row.unit.clone_from(&person.unit);
            row.email.clone_from(&person.email);
            row.orcid.clone_from(&person.orcid);
            row.problem = hint(candidates);
            let ours = of_line(&pool, &findings, *number, candidates, chosen);
            judge(&mut row, &ours);
        }
        check.counts.lines += 1;
        *match row.grade {
            Grade::Clean => &mut check.counts.clean,
            Grade::Soft => &mut check.counts.soft,
            Grade::Hard => &mut check.counts.hard,
            Grade::Unreadable => &mut check.counts.unreadable,
        } += 1;
        check.rows.push(row);
    }
    check
}

/// Who of the pool may be meant by a typed name, the surest first.
pub fn candidates(
    name: &str,
    unit: Option<&str>,
    email: Option<&str>,
    orcid: Option<&str>,
    input: &ConflictInput<'_>,
    policy: &ConflictPolicy,
) -> Vec<Candidate> {
    let pool = Pool::new(input, policy);
    let asked = Pasted {
        name: name.to_owned(),
        unit: unit.map(str::to_owned),
        email: email.map(str::to_owned),
        orcid: orcid.map(str::to_owned),
    };
    pool.called(&asked).iter().map(|found| pool.shown(found)).collect()
}

/// The id under which a line is examined; no id of a pool has a line end in it.
fn line_id(line: usize) -> String {
    format!("\nline {line}")
}

/// An expert of the pool whom a line may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Found {
    at: usize,
    confidence: u16,
    is_sure: bool,
}

/// The pool, by what identifies its experts.
struct Pool<'input> {
    experts: &'input [Expert],
    names: Vec<[PersonName; 2]>,
    orcids: Vec<Option<String>>,
    tree: UnitTree,
    frequencies: NameFrequencies,
    policy: &'input ConflictPolicy,
}

impl<'input> Pool<'input> {
    fn new(input: &ConflictInput<'input>, policy: &'input ConflictPolicy) -> Self {
        let read = |expert: &Expert| {
            let other = expert.name_en.as_deref().map(PersonName::read).unwrap_or_default();
            [PersonName::read(&expert.name), other]
        };
        Self {
            experts: input.experts,
            names: input.experts.par_iter().map(read).collect(),
            orcids: input
                .experts
                .iter()
                .map(|one| one.orcid.as_deref().and_then(orcid_key))
                .collect(),
            tree: UnitTree::new(input.units),
            frequencies: NameFrequencies::standard(),
            policy,
        }
    }

    fn shown(&self, found: &Found) -> Candidate {
        let expert = &self.experts[found.at];
        Candidate {
            expert_id: expert.expert_id.clone(),
            name: expert.name.clone(),
            unit: expert.unit.clone(),
            confidence: found.confidence,
            is_sure: found.is_sure,
        }
    }

    fn called(&self, asked: &Pasted) -> Vec<Found> {
        let name = PersonName::read(&asked.name);
        let mail = asked.email.as_deref().and_then(mail_key);
        let orcid = asked.orcid.as_deref().and_then(orcid_key);
        let mut found: Vec<Found> = (0..self.experts.len())
            .filter_map(|at| self.compare(at, asked, &name, mail.as_ref(), orcid.as_ref()))
            .collect();
        let id = |one: &Found| &self.experts[one.at].expert_id;
        found.sort_by(|a, b| {
            (b.is_sure, b.confidence).cmp(&(a.is_sure, a.confidence)).then_with(|| id(a).cmp(id(b)))
        });
        found
    }

    fn compare(
        &self,
        at: usize,
        asked: &Pasted,
        name: &PersonName,
        mail: Option<&String>,
        orcid: Option<&String>,
    ) -> Option<Found> {
        let expert = &self.experts[at];
        let own_orcid = self.orcids[at].as_ref();
        if orcid.is_some() && own_orcid == orcid {
            return Some(Found { at, confidence: 1_000, is_sure: true });
        }
        let matched = self.names[at].iter().filter_map(|own| own.agrees(name)).min()?;
        if orcid.is_some() && own_orcid.is_some() {
            return None;
        }
        if mail.is_some() && expert.email.as_deref().and_then(mail_key).as_ref() == mail {
            return Some(Found { at, confidence: 995, is_sure: true });
        }
        let rules = &self.policy.identity;
        let relation = asked.unit.as_deref().and_then(|unit| self.relation(expert, unit));
        let (population, loss) = match relation {
            Some(UnitRelation::Same | UnitRelation::Alias) => (rules.population_unit, 1),
            Some(UnitRelation::Different) => (rules.population_all, rules.unit_disagreement),
            Some(_) => (rules.population_family, 1),
            None => (rules.population_all, 1),
        };
        let own = self.names[at].iter().find(|own| !own.han.is_empty());
        let parts = self.frequencies.parts(own.unwrap_or(name), matched);
        let confidence = confidence(parts, population, 1, loss);
        let is_same = matches!(relation, Some(UnitRelation::Same | UnitRelation::Alias));
        let is_sure = is_same && (matched == NameMatch::Han || confidence >= rules.bar_from);
        Some(Found { at, confidence, is_sure })
    }

    /// How the nearest unit of the expert stands to the one that was typed.
    fn relation(&self, expert: &Expert, unit: &str) -> Option<UnitRelation> {
        let typed = self.tree.identify(unit)?;
        std::iter::once(&expert.unit)
            .chain(&expert.former_units)
            .filter_map(|unit| self.tree.identify(unit))
            .map(|known| self.tree.relation(&typed, &known))
            .min()
    }
}

/// Findings of every line and of every candidate, by id.
fn findings_of(
    input: &ConflictInput<'_>,
    policy: &ConflictPolicy,
    asked: &[Option<(usize, &Pasted)>],
    candidates: &[Vec<Found>],
) -> BTreeMap<String, Vec<Finding>> {
    let meant: BTreeSet<&str> = candidates
        .iter()
        .flat_map(|found| found.iter().take(MOST_CANDIDATES))
        .map(|found| input.experts[found.at].expert_id.as_str())
        .collect();
    let publications: Vec<Publication> = input
        .publications
        .iter()
        .filter(|one| one.expert_ids.iter().any(|id| meant.contains(id.as_str())))
        .cloned()
        .collect();
    // Co-authors of the pool, because they may be the completers.
    let mut needed: BTreeSet<&str> =
        publications.iter().flat_map(|one| &one.expert_ids).map(String::as_str).collect();
    needed.extend(&meant);
    let beside = input.grants.iter().flat_map(|one| &one.expert_ids);
    let beside = beside.chain(input.patents.iter().flat_map(|one| &one.expert_ids));
    let beside = beside.chain(input.past_reviews.iter().map(|one| &one.expert_id));
    let beside = beside.chain(input.theses.iter().flat_map(|one| &one.adviser_ids));
    needed.extend(beside.map(String::as_str));
    let mut experts: Vec<Expert> = input
        .experts
        .iter()
        .filter(|one| needed.contains(one.expert_id.as_str()))
        .cloned()
        .collect();
    experts.extend(asked.iter().flatten().map(|(line, person)| Expert {
        expert_id: line_id(*line),
        name: person.name.clone(),
        unit: person.unit.clone().unwrap_or_default(),
        email: person.email.clone(),
        orcid: person.orcid.clone(),
        ..Expert::default()
    }));
    let input = ConflictInput { experts: &experts, publications: &publications, ..*input };
    let mut by_id: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for finding in detect(&input, policy) {
        if meant.contains(finding.expert_id.as_str()) || finding.expert_id.starts_with('\n') {
            by_id.entry(finding.expert_id.clone()).or_default().push(finding);
        }
    }
    by_id
}

/// The findings of a line, one for each nomination and kind, the gravest.
fn of_line(
    pool: &Pool<'_>,
    findings: &BTreeMap<String, Vec<Finding>>,
    line: usize,
    candidates: &[Found],
    chosen: Option<&BTreeSet<String>>,
) -> Vec<Finding> {
    let own = findings.get(&line_id(line)).into_iter().flatten().cloned();
    let records = candidates.iter().take(MOST_CANDIDATES).flat_map(|found| {
        let expert = &pool.experts[found.at];
        let theirs = findings.get(&expert.expert_id).into_iter().flatten().cloned();
        theirs.map(|mut finding| {
            if !found.is_sure {
                // As of any namesake: too common a name is only told.
                let likely = found.confidence >= pool.policy.identity.flag_from;
                let most = if likely { Severity::Flag } else { Severity::Note };
                finding.severity = finding.severity.min(most);
                finding.confidence = finding.confidence.min(found.confidence);
            }
            finding
        })
    });
    let mut best: BTreeMap<(String, ConflictKind), Finding> = BTreeMap::new();
    for finding in own.chain(records) {
        if chosen.is_some_and(|chosen| !chosen.contains(&finding.nomination_id)) {
            continue;
        }
        let key = (finding.nomination_id.clone(), finding.kind);
        match best.get_mut(&key) {
            Some(known)
                if (known.severity, known.confidence) >= (finding.severity, finding.confidence) => {
            }
            Some(known) => *known = finding,
            None => {
                best.insert(key, finding);
            }
        }
    }
    best.into_values().collect()
}

fn judge(row: &mut CheckedName, findings: &[Finding]) {
    let mut worst: BTreeMap<&str, Severity> = BTreeMap::new();
    let mut kinds: BTreeMap<ConflictKind, (Severity, usize)> = BTreeMap::new();
    for finding in findings {
        let known = worst.entry(&finding.nomination_id).or_default();
        *known = (*known).max(finding.severity);
        let (severity, nominations) = kinds.entry(finding.kind).or_default();
        *severity = (*severity).max(finding.severity);
        *nominations += 1;
    }
    let count = |severity| worst.values().filter(|known| **known == severity).count();
    row.nominations_barred = count(Severity::Bar);
    row.nominations_flagged = count(Severity::Flag);
    row.nominations_noted = count(Severity::Note);
    row.grade = match worst.values().max() {
        Some(Severity::Bar) => Grade::Hard,
        Some(Severity::Flag) => Grade::Soft,
        Some(Severity::Note) | None => Grade::Clean,
    };
    row.kinds = kinds
        .into_iter()
        .map(|(kind, (severity, nominations))| KindCount {
            kind,
            zh: kind.label_zh().to_owned(),
            en: kind.label_en().to_owned(),
            severity,
            nominations,
        })
        .collect();
    row.kinds.sort_by_key(|one| (std::cmp::Reverse(one.severity), one.kind));
    row.reasons = reasons::shown(findings);
}

/// What the office should know of the pool's records of that name.
fn hint(candidates: &[Found]) -> Option<Bilingual> {
    let count = candidates.len();
    let sure = candidates.iter().filter(|one| one.is_sure).count();
    match (count, sure) {
        (0, _) | (_, 1) => None,
        (1, _) => Some(Bilingual::new(
            "专家库中有一位同名专家，未能确认是同一人；请补充单位、邮箱或 ORCID",
            "one expert of the pool bears the name, maybe another; add a unit, mail address or ORCID",
        )),
        _ => Some(Bilingual::new(
            format!("专家库中有{count}位同名专家；请补充单位、邮箱或 ORCID"),
            format!("{count} experts of the pool bear the name; add a unit, mail address or ORCID"),
        )),
    }
}
