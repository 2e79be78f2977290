//! How probable is it that two records are one person, and why?
//!
//! The probability is `1 / (1 + λ)`: λ is the number of *other* people of that name among whom the person is
//! looked for, divided by what else agrees and multiplied by what does not. Identifiers (identity number,
//! ORCID, mail address) stand above the name.

use std::collections::BTreeSet;

use crate::{
    conflicts::{NameMatch, PersonName, name_confidence},
    units::UnitRelation,
};

use super::{
    reading::{Facts, Index, Placed},
    record::{Reason, Side},
    spellings::System,
};

/// How two names agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// Characters, pinyin or initials.
    Written(NameMatch),
    /// A spelling outside pinyin.
    Spelt(System),
}

/// What two records have in common, and what not.
pub(super) struct Weighed {
    pub(super) probability: u16,
    pub(super) reasons: Vec<Reason>,
}

/// Things of one kind named in one sentence.
const MOST_NAMED: usize = 3;
/// The whole of which the share of a name is counted.
const PARTS: u128 = 1_000_000_000_000;

/// How the names of two records agree, the strongest manner.
pub(super) fn likeness(one: &Facts<'_>, other: &Facts<'_>) -> Option<Likeness> {
    let written = one
        .names
        .iter()
        .flat_map(|ours| other.names.iter().filter_map(move |theirs| ours.agrees(theirs)));
    written.min().map(Likeness::Written).or_else(|| {
        let spelt = |han: &Facts<'_>, letters: &Facts<'_>| {
            let in_letters = letters.names.iter().filter(|name| name.han.is_empty());
            let keys: BTreeSet<&String> = in_letters.flat_map(|name| &name.latin).collect();
            han.spellings.iter().find(|(_, key)| keys.contains(key)).map(|(system, _)| *system)
        };
        spelt(one, other).or_else(|| spelt(other, one)).map(Likeness::Spelt)
    })
}

/// The closest two units of two records.
pub(super) struct UnitTie<'a> {
    pub(super) relation: UnitRelation,
    pub(super) ours: &'a Placed<'a>,
    pub(super) theirs: &'a Placed<'a>,
    /// Both were there, but not at one time.
    pub(super) is_apart: bool,
}

/// Whether two employments may have been at one time, as far as their years are known.
fn may_meet(one: &Placed<'_>, other: &Placed<'_>) -> bool {
    let ends_before = |one: &Placed<'_>, other: &Placed<'_>| match (one.spell.to, other.spell.from)
    {
        (Some(to), Some(from)) => to < from,
        _ => false,
    };
    !ends_before(one, other) && !ends_before(other, one)
}

/// The closest tie between the units of two records, of any time.
pub(super) fn unit_tie<'a>(
    index: &Index<'_>,
    one: &'a Facts<'a>,
    other: &'a Facts<'a>,
) -> Option<UnitTie<'a>> {
    let pairs =
        one.units.iter().flat_map(|ours| other.units.iter().map(move |theirs| (ours, theirs)));
    let ties = pairs.map(|(ours, theirs)| {
        let relation = index.tree.relation(&ours.unit, &theirs.unit);
        UnitTie { relation, ours, theirs, is_apart: !may_meet(ours, theirs) }
    });
    ties.min_by_key(|tie| (rank(tie.relation), tie.is_apart))
}

/// Above and below are one closeness, so that the order of the records does not matter.
const fn rank(relation: UnitRelation) -> u8 {
    match relation {
        UnitRelation::Same => 0,
        UnitRelation::Alias => 1,
        UnitRelation::Below | UnitRelation::Above => 2,
        UnitRelation::Sibling => 3,
        UnitRelation::Different => 4,
    }
}

/// Collects evidence with what it does to the odds.
struct Scale {
    gain: u64,
    loss: u64,
    population: u64,
    reasons: Vec<(u64, Reason)>,
}

impl Scale {
    fn say(&mut self, weight: u64, side: Side, (zh, en): (String, String), source: Option<String>) {
        self.reasons.push((weight, Reason { side, zh, en, source }));
    }

    fn gain(&mut self, factor: u64, words: (String, String), source: Option<String>) {
        self.gain = self.gain.saturating_mul(factor);
        self.say(factor, Side::For, words, source);
    }

    fn among(&mut self, population: u64) {
        self.population = self.population.min(population);
    }
}

fn pair(zh: impl Into<String>, en: impl Into<String>) -> (String, String) {
    (zh.into(), en.into())
}

/// Weighs the records at two positions.
pub(super) fn weigh(index: &Index<'_>, first: usize, second: usize) -> Weighed {
    let (one, other) = (&index.facts[first], &index.facts[second]);
    let policy = index.policy;
    let likeness = likeness(one, other);
    let mut scale =
        Scale { gain: 1, loss: 1, population: policy.prior.population_all, reasons: Vec::new() };
    units(index, (one, other), &mut scale);
    mail(index, (one, other), &mut scale);
    papers(index, (first, second), &mut scale);
    companions(index, (first, second), &mut scale);
    keywords(index, (first, second), &mut scale);
    let mut probability = match likeness {
        None => 0,
        Some(likeness) => {
            let parts = parts(index, (one, other), likeness);
            say_name(index, (one, other), likeness, parts, &mut scale);
            name_confidence(parts, scale.population, scale.gain, scale.loss)
        }
    };
    if likeness.is_none() {
        let words = pair(
            format!("姓名不同（{}／{}）", one.record.name, other.record.name),
            format!("different names ({} / {})", one.record.name, other.record.name),
        );
        scale.say(50, Side::Against, words, None);
    }
    probability = probability.max(certain(index, (one, other), likeness.is_some(), &mut scale));
    if differs(one.orcid.as_ref(), other.orcid.as_ref()) {
        let words = pair("ORCID 不同", "different ORCIDs");
        scale.say(1_000_000, Side::Against, words, None);
        if !same_number(one, other) {
            probability = probability.min(policy.certain.orcid_differs);
        }
    }
    scale.reasons.sort_by(|(weight, one), (other_weight, other)| {
        other_weight.cmp(weight).then_with(|| one.en.cmp(&other.en))
    });
    let reasons = scale.reasons.into_iter().map(|(_, reason)| reason).collect();
    Weighed { probability, reasons }
}

fn agrees(one: Option<&String>, other: Option<&String>) -> bool {
    one.is_some() && one == other
}

/// Whether both bear one identity number, by its fingerprint.
fn same_number(one: &Facts<'_>, other: &Facts<'_>) -> bool {
    agrees(one.record.identity_print.as_ref(), other.record.identity_print.as_ref())
}

fn differs(one: Option<&String>, other: Option<&String>) -> bool {
    one.is_some() && other.is_some() && one != other
}

/// What rests on one identifier.
fn certain(
    index: &Index<'_>,
    (one, other): (&Facts<'_>, &Facts<'_>),
    is_named_alike: bool,
    scale: &mut Scale,
) -> u16 {
    let figures = &index.policy.certain;
    let mut most = 0;
    if same_number(one, other) {
        let words = pair(
            "身份证件号码相同（比对指纹，不显示号码）",
            "the same identity number (by its fingerprint; the number is not shown)",
        );
        scale.say(10_000_000, Side::For, words, None);
        most = figures.identity_number;
    }
    if agrees(one.orcid.as_ref(), other.orcid.as_ref()) {
        let orcid = one.record.orcid.clone().unwrap_or_default();
        let words = pair(format!("ORCID 相同（{orcid}）"), format!("the same ORCID ({orcid})"));
        scale.say(5_000_000, Side::For, words, None);
        most = most.max(if is_named_alike { figures.orcid } else { figures.orcid_other_name });
    }
    if agrees(one.mail.as_ref(), other.mail.as_ref()) {
        let mail = one.mail.clone().unwrap_or_default();
        let words =
            pair(format!("电子邮箱相同（{mail}）"), format!("the same mail address ({mail})"));
        scale.say(2_000_000, Side::For, words, None);
        most = most.max(if is_named_alike { figures.mail } else { figures.mail_other_name });
    }
    most
}

/// How many of 10^12 people bear the name that both share: characters, on whichever side, tell the most.
fn parts(index: &Index<'_>, (one, other): (&Facts<'_>, &Facts<'_>), likeness: Likeness) -> u128 {
    let matched = match likeness {
        Likeness::Written(matched) => matched,
        Likeness::Spelt(_) => NameMatch::Romanized,
    };
    let names = || one.names.iter().chain(&other.names);
    let in_han = names().filter(|name| !name.han.is_empty());
    let share = in_han.map(|name| index.frequencies.parts(name, matched)).max();
    share
        .or_else(|| names().map(|name| index.frequencies.parts(name, matched)).max())
        .unwrap_or(PARTS)
}

fn say_name(
    index: &Index<'_>,
    (one, other): (&Facts<'_>, &Facts<'_>),
    likeness: Likeness,
    parts: u128,
    scale: &mut Scale,
) {
    let (zh, en) = match likeness {
        Likeness::Written(NameMatch::Han) => {
            pair("姓名汉字相同", "the same name in Han characters")
        }
        Likeness::Written(NameMatch::Romanized) => pair("姓名拼音相同", "the same name in letters"),
        Likeness::Written(NameMatch::Initials) => {
            pair("姓氏与名字首字母相同", "the same family name and initials")
        }
        Likeness::Spelt(system) => {
            let (zh, en) = system.names();
            pair(format!("姓名的{zh}拼写相合"), format!("the name agrees in its {en} spelling"))
        }
    };
    let (ours, theirs) = (&one.record.name, &other.record.name);
    let words = pair(format!("{zh}（{ours}／{theirs}）"), format!("{en} ({ours} / {theirs})"));
    scale.say(100, Side::For, words, None);
    let researchers = u128::from(index.policy.prior.population_all);
    let bearers = parts.saturating_mul(researchers) / PARTS;
    let words = match bearers {
        0 => pair(
            "这一姓名少见：全国科研人员中估计不到 1 人",
            "a rare name: less than one researcher of the country is expected to bear it",
        ),
        _ => pair(
            format!("全国科研人员中估计约有 {bearers} 人用这一姓名（或写法）"),
            format!(
                "about {bearers} researchers of the country are expected to bear this name, so written"
            ),
        ),
    };
    scale.say(99, Side::Neutral, words, None);
}

fn units(index: &Index<'_>, (one, other): (&Facts<'_>, &Facts<'_>), scale: &mut Scale) {
    let Some(tie) = unit_tie(index, one, other) else { return };
    let prior = &index.policy.prior;
    let (ours, theirs) = (&tie.ours.spell.unit, &tie.theirs.spell.unit);
    let both = format!("{ours}／{theirs}");
    let both_en = format!("{ours} / {theirs}");
    match tie.relation {
        UnitRelation::Same | UnitRelation::Alias if !tie.is_apart => {
            scale.among(prior.population_unit);
            let words = pair(format!("单位相同（{both}）"), format!("the same unit ({both_en})"));
            scale.say(1_000, Side::For, words, None);
        }
        UnitRelation::Same | UnitRelation::Alias => {
            scale.among(prior.population_family);
            let words = pair(
                format!("单位相同，但任职时间不重合（{both}）"),
                format!("the same unit, but not at one time ({both_en})"),
            );
            scale.say(60, Side::For, words, None);
        }
        UnitRelation::Below | UnitRelation::Above => {
            scale.among(prior.population_family);
            let words = pair(
                format!("单位为上下级（{both}）"),
                format!("one unit stands above the other ({both_en})"),
            );
            scale.say(60, Side::For, words, None);
        }
        UnitRelation::Sibling => {
            scale.among(prior.population_family);
            let words = pair(
                format!("单位同属一个上级（{both}）"),
                format!("the units stand below one body ({both_en})"),
            );
            scale.say(60, Side::For, words, None);
        }
        UnitRelation::Different => {
            scale.loss = scale.loss.saturating_mul(index.policy.losses.units);
            let words = pair(format!("单位不同（{both}）"), format!("different units ({both_en})"));
            scale.say(5, Side::Against, words, None);
        }
    }
}

fn mail(index: &Index<'_>, (one, other): (&Facts<'_>, &Facts<'_>), scale: &mut Scale) {
    let organisation = one.organisations.iter().find(|own| other.organisations.contains(own));
    if agrees(one.mail.as_ref(), other.mail.as_ref()) {
        // The address says more than its parts, and is told by itself.
        scale.gain = scale.gain.saturating_mul(index.policy.gains.mail_name);
        if organisation.is_some() {
            scale.among(index.policy.prior.population_unit);
        }
        return;
    }
    if let Some(organisation) = organisation {
        scale.among(index.policy.prior.population_unit);
        let words = pair(
            format!("邮箱属同一机构（{organisation}）"),
            format!("mail addresses of one organisation ({organisation})"),
        );
        scale.say(900, Side::For, words, None);
    }
    if !agrees(one.mail_name.as_ref(), other.mail_name.as_ref()) {
        return;
    }
    let name = one.mail_name.clone().unwrap_or_default();
    let letters: String = name.chars().filter(char::is_ascii_alphabetic).collect();
    let is_plain = |facts: &Facts<'_>| {
        facts.names.iter().any(|known| {
            known.latin.contains(&letters)
                || known.initials.iter().any(|key| key.replace('|', "") == letters)
        })
    };
    let has_more = name.chars().any(|letter| !letter.is_ascii_alphabetic() && letter != '.');
    let gains = &index.policy.gains;
    let is_telling = name.chars().count() >= 4 && (has_more || !(is_plain(one) || is_plain(other)));
    let factor = if is_telling { gains.mail_name } else { gains.mail_plain };
    let words = pair(
        format!("邮箱 @ 前的名称相同（{name}）"),
        format!("the same name before the @ ({name})"),
    );
    scale.gain(factor, words, None);
}

fn papers(index: &Index<'_>, (first, second): (usize, usize), scale: &mut Scale) {
    let ours: BTreeSet<&String> = index.papers(first).collect();
    let Some(common) = index.papers(second).find(|key| ours.contains(key)) else { return };
    let what = common.split_once(':').map_or(common.as_str(), |(_, what)| what);
    let words = pair(
        format!("两条记录有同一篇论文（{what}）"),
        format!("one paper stands in both records ({what})"),
    );
    scale.gain(index.policy.gains.common_paper, words, Some(format!("paper:{common}")));
}

fn companions(index: &Index<'_>, (first, second): (usize, usize), scale: &mut Scale) {
    let (ours, theirs) = (index.companions(first), index.companions(second));
    // The fewer are looked for among the more.
    let (few, many) =
        if ours.names.len() <= theirs.names.len() { (ours, theirs) } else { (theirs, ours) };
    let is_found = |name: &PersonName| {
        many.index.find(name).iter().any(|(_, matched)| *matched != NameMatch::Initials)
    };
    let common: BTreeSet<&str> =
        few.names.iter().filter(|(_, name)| is_found(name)).map(|(raw, _)| raw.as_str()).collect();
    let factor = match common.len() {
        0 => return,
        1 => index.policy.gains.one_companion,
        _ => index.policy.gains.companions,
    };
    let named: Vec<&str> = common.iter().take(MOST_NAMED).copied().collect();
    let words = pair(
        format!("合作者相同（{} 人：{}）", common.len(), named.join("、")),
        format!("the same people beside them ({}: {})", common.len(), named.join(", ")),
    );
    scale.gain(factor, words, None);
}

fn keywords(index: &Index<'_>, (first, second): (usize, usize), scale: &mut Scale) {
    let dossier = |at: usize| {
        index.facts[at].record.dossier.and_then(|dossier| index.records.dossiers.get(dossier))
    };
    let found = |own: usize, other: usize| -> Vec<&str> {
        let words = dossier(own).map_or(&index.facts[own].record.keywords, |one| &one.keywords);
        let Some(text) = dossier(other).map(|one| &one.text) else { return Vec::new() };
        let is_telling = |word: &&String| {
            let least = if word.is_ascii() { 4 } else { 3 };
            word.chars().count() >= least && text.contains(word.as_str())
        };
        words.iter().filter(is_telling).map(String::as_str).collect()
    };
    let common: BTreeSet<&str> =
        found(first, second).into_iter().chain(found(second, first)).collect();
    if common.is_empty() {
        return;
    }
    let named: Vec<&str> = common.iter().take(MOST_NAMED).copied().collect();
    let words = pair(
        format!("研究方向相合（{}）", named.join("、")),
        format!("keywords in common ({})", named.join(", ")),
    );
    let source =
        dossier(first).or_else(|| dossier(second)).map(|one| format!("nomination:{}", one.number));
    scale.gain(index.policy.gains.keywords, words, source);
}
