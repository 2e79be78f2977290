//! What do findings say, in which order should a person look, and to which rules do they belong?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::NominationId,
    vocabulary::{NominationState, ReuseKind},
};

use super::{
    compare::Likeness,
    facts::Material,
    keys::{BETWEEN, paper_key},
    policy::Policy,
};
use crate::{nominations::folded, shared::Bilingual};

/// Something that two nominations share.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) kind: ReuseKind,
    /// 0 to 1: how much of it is shared; what is exact is 1.
    pub(super) score: f64,
    pub(super) what: Bilingual,
}

/// How much a finding weighs beside others, 0 to 1.
pub(super) fn weight(kind: ReuseKind, score: f64) -> f64 {
    match kind {
        // The same number is the same paper, right or person.
        ReuseKind::Content | ReuseKind::Person => 1.0,
        ReuseKind::Text => 0.4 + 0.6 * score,
        ReuseKind::Paper => 0.8,
        ReuseKind::Title => 0.7 * score,
        // A doubt.
        ReuseKind::Namesake => 0.3,
    }
}

/// The rules that a finding is evidence of.
pub(super) fn rules(
    kind: ReuseKind,
    is_same_round: bool,
    state: NominationState,
) -> Vec<&'static str> {
    let is_awarded = state == NominationState::Awarded;
    match kind {
        ReuseKind::Person | ReuseKind::Namesake if is_same_round => vec!["FC-003"],
        ReuseKind::Person | ReuseKind::Namesake if is_awarded => vec!["FC-007", "FC-N03"],
        ReuseKind::Person | ReuseKind::Namesake => Vec::new(),
        _ if is_same_round => vec!["FC-004"],
        _ if is_awarded => vec!["FC-005", "FC-N01"],
        _ => vec!["FC-006", "FC-N01"],
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// What the likeness of two texts says.
pub(super) fn of_text(found: Likeness) -> Found {
    let (all, shorter) = (percent(found.jaccard), percent(found.contained));
    Found {
        kind: ReuseKind::Text,
        score: found.jaccard.max(found.contained),
        what: Bilingual::new(
            format!("项目名称与简介的文字重合 {all}，其中较短一方的 {shorter} 见于另一方"),
            format!(
                "title and introduction share {all} of their text; {shorter} of the shorter one stands in the other"
            ),
        ),
    }
}

/// What the likeness of two titles says.
pub(super) fn of_title(likeness: f64) -> Found {
    let share = percent(likeness);
    let what = if likeness < 1.0 {
        Bilingual::new(
            format!("项目名称相似（{share}）"),
            format!("the titles are alike ({share})"),
        )
    } else {
        Bilingual::new("项目名称相同", "the titles are the same")
    };
    Found { kind: ReuseKind::Title, score: likeness, what }
}

/// What shared keys of one kind say.
pub(super) fn of_keys(
    kind: ReuseKind,
    values: &BTreeSet<String>,
    (one, other): (&Material, &Material),
    policy: &Policy,
) -> Found {
    let listed = |words: Vec<String>, between: &str| words.join(between);
    let numbers = || values.iter().cloned().collect::<Vec<_>>();
    let what = match kind {
        ReuseKind::Person => {
            let names = shared_names(one, other);
            if names.is_empty() {
                Bilingual::new(
                    "有完成人的证件号码相同，但两件提名所写姓名不同",
                    "a completer bears the same identity number, under another name",
                )
            } else {
                Bilingual::new(
                    format!("同一人（证件号码相同）：{}", listed(names.clone(), "、")),
                    format!("the same person by identity number: {}", listed(names, ", ")),
                )
            }
        }
        ReuseKind::Namesake => {
            let split = |value: &String| {
                let (name, unit) = value.split_once(BETWEEN).unwrap_or((value, ""));
                format!("{name}（{unit}）")
            };
            let names = || values.iter().map(split).collect::<Vec<_>>();
            Bilingual::new(
                format!("同名同单位，请核对是否同一人：{}", listed(names(), "、")),
                format!(
                    "the same name at the same unit, maybe one person: {}",
                    listed(names(), ", ")
                ),
            )
        }
        ReuseKind::Paper => {
            let of_paper = |key: &String| {
                let paper = one
                    .papers
                    .iter()
                    .find(|paper| paper_key(&paper.title, policy).as_ref() == Some(key));
                paper.map_or_else(|| key.clone(), |paper| paper.title.clone())
            };
            let titles = || values.iter().map(of_paper).collect::<Vec<_>>();
            Bilingual::new(
                format!("论文题目相同：{}", listed(titles(), "；")),
                format!("papers of the same title: {}", listed(titles(), "; ")),
            )
        }
        _ => Bilingual::new(
            format!("同一论文 DOI 或知识产权编号：{}", listed(numbers(), "、")),
            format!("the same DOI or number of a right: {}", listed(numbers(), ", ")),
        ),
    };
    Found { kind, score: 1.0, what }
}

/// Names that stand in both.
fn shared_names(one: &Material, other: &Material) -> Vec<String> {
    let others: BTreeSet<String> = other.people.iter().map(|person| folded(&person.name)).collect();
    let mut names: Vec<String> = Vec::new();
    for person in &one.people {
        if others.contains(&folded(&person.name)) && !names.contains(&person.name) {
            names.push(person.name.clone());
        }
    }
    names
}

/// Keys that one nomination shares with others, by the other and the kind.
pub(super) type Sharing = BTreeMap<NominationId, BTreeMap<ReuseKind, BTreeSet<String>>>;

/// Whether those who bear a name at a unit in both are two people: all their numbers are known, of one kind of
/// document, and differ.
fn are_two(named: &str, (one, other): (&Material, &Material)) -> bool {
    let (Some(own), Some(theirs)) = (one.numbers_of(named), other.numbers_of(named)) else {
        return false;
    };
    let mut pairs = own.iter().flat_map(|one| theirs.iter().map(move |other| (one, other)));
    pairs.all(|(one, other)| one.0 == other.0 && one.1 != other.1)
}

/// Takes the doubt away where it is none: of namesakes with different numbers; and of all, where as many people
/// are the same for certain as bear the same names.
pub(super) fn without_settled(
    mut shared: BTreeMap<ReuseKind, BTreeSet<String>>,
    pair: (&Material, &Material),
) -> BTreeMap<ReuseKind, BTreeSet<String>> {
    if let Some(namesakes) = shared.get_mut(&ReuseKind::Namesake) {
        namesakes.retain(|named| !are_two(named, pair));
    }
    let people = shared.get(&ReuseKind::Person).map_or(0, BTreeSet::len);
    let name_of = |value: &String| value.split(BETWEEN).next().unwrap_or_default().to_owned();
    let names: BTreeSet<String> =
        shared.get(&ReuseKind::Namesake).into_iter().flatten().map(name_of).collect();
    if people >= names.len() {
        shared.remove(&ReuseKind::Namesake);
    }
    shared
}
