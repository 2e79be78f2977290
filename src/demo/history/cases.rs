//! What is each past case called? Numbers as in a real round, fictional titles from the vocabulary.

use std::collections::BTreeMap;

use crate::track_record::CaseFact;

use super::super::nominations::NominationMaker;
use super::super::random::{Chance, pick};
use super::super::size::CATEGORIES;
use super::super::vocabulary::Vocabulary;
use super::MEASURES;
use super::society::{Case, CaseKind, MadeSociety};

/// Number and title of a case.
type Named = (String, String);

/// The facts of all societies, by society, round and case, with the places of each round.
pub(super) fn facts(
    vocabulary: &Vocabulary,
    societies: &[MadeSociety],
    chance: Chance,
) -> Vec<CaseFact> {
    let mut register =
        Namer { maker: NominationMaker::new(vocabulary, chance), numbers: BTreeMap::new() };
    let mut facts = Vec::new();
    for (at, society) in societies.iter().enumerate() {
        let topics: Vec<usize> = vocabulary.societies[at]
            .topics
            .iter()
            .filter_map(|key| vocabulary.topic_at(key))
            .collect();
        let mut named: BTreeMap<(i32, usize), Named> = BTreeMap::new();
        for made in &society.rounds {
            let code = &society.truth.society_id;
            let mut add = |(case_ref, case_title): Named, measure: &str, value: u32| {
                facts.push(CaseFact {
                    society_id: code.clone(),
                    round: made.round,
                    case_ref,
                    case_title,
                    measure: measure.to_owned(),
                    value,
                });
            };
            let round = (format!("{code}-{}-汇总", made.round), format!("{}年度汇总", made.round));
            add(round.clone(), "quota", made.quota);
            // That nothing was counted is known too, and is not the same as not knowing.
            for measure in MEASURES.iter().filter(|measure| made.sum(measure) == 0) {
                add(round.clone(), measure, 0);
            }
            for (at, case) in made.cases.iter().enumerate() {
                let name = register.name(made.round, code, case, &topics, &named);
                if case.kind == CaseKind::Nomination {
                    named.insert((made.round, at), name.clone());
                }
                for (measure, value) in &case.measures {
                    add(name.clone(), measure, *value);
                }
            }
        }
    }
    facts
}

struct Namer<'a> {
    maker: NominationMaker<'a>,
    /// The last number given, by round and category.
    numbers: BTreeMap<(i32, usize), usize>,
}

impl Namer<'_> {
    fn name(
        &mut self,
        round: i32,
        code: &str,
        case: &Case,
        topics: &[usize],
        named: &BTreeMap<(i32, usize), Named>,
    ) -> Named {
        let of_round = |word: &str, title: &str| {
            (format!("{code}-{round}-{word}"), format!("{round}年度{title}"))
        };
        match case.kind {
            CaseKind::Nomination => self.nomination(round, topics),
            CaseKind::FollowUp { round, at } => {
                named.get(&(round, at)).cloned().unwrap_or_default()
            }
            CaseKind::Taskbook => of_round("任务书", "提名工作任务书量化指标"),
            CaseKind::Disclosures => of_round("信息公开", "应公开事项"),
            CaseKind::AnnualChecks => of_round("年检", "评选周期内年度检查"),
            CaseKind::Complaint => of_round("投诉", "遴选工作投诉查实"),
            CaseKind::Fee => of_round("收费", "遴选收费查实"),
        }
    }

    fn nomination(&mut self, round: i32, topics: &[usize]) -> Named {
        let vocabulary = self.maker.vocabulary;
        let topic_at = pick(topics, &mut self.maker.chance).copied().unwrap_or(0);
        let codes: Vec<usize> = (0..CATEGORIES.len())
            .filter(|&at| vocabulary.topics[topic_at].panels.contains_key(CATEGORIES[at].0))
            .collect();
        let category = pick(&codes, &mut self.maker.chance).copied().unwrap_or(0);
        let (code, character) = CATEGORIES[category];
        let number = self.numbers.entry((round, category)).or_default();
        *number += 1;
        let number = *number;
        let title = self.maker.past_title(code, topic_at);
        (format!("{round}-{character}-{number:04}"), title)
    }
}
