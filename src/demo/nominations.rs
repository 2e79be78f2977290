//! What is nominated? Titles, introductions and nominators, category by category.

use std::collections::BTreeSet;

use rand::Rng;
use rand::seq::SliceRandom;

use crate::nominations::model::Nomination;

use super::random::{Chance, apportion, happens, pick};
use super::size::{CATEGORIES, Counts};
use super::vocabulary::{NominatorEntry, Topic, Vocabulary};
use super::words::{Focus, Tongue, Words};

/// Longest project name, in characters (form of the natural science award, §1).
pub(super) const LONGEST_TITLE: usize = 30;
/// Shortest and longest introduction, in characters.
pub(super) const ABSTRACT_LENGTH: (usize, usize) = (200, 500);
/// The year of the demonstration round.
pub(super) const ROUND: i32 = 2027;

/// A nomination in the making.
pub(super) struct DraftNomination {
    pub(super) topic: usize,
    pub(super) focus: Focus,
    /// Place in [`CATEGORIES`].
    pub(super) category: usize,
    pub(super) record: Nomination,
}

/// How many nominations of each topic a category has, in the order of the topics.
pub(super) type TopicCounts = [Vec<usize>; 3];

/// Shares the nominations of each category out over the topics that have a panel in it. A narrow
/// topic gets one nomination.
pub(super) fn topic_counts(
    vocabulary: &Vocabulary,
    counts: &Counts,
    chosen: Option<&[&str]>,
) -> TopicCounts {
    let in_round = |topic: &Topic| chosen.is_none_or(|keys| keys.contains(&topic.key.as_str()));
    std::array::from_fn(|category| {
        let (code, _) = CATEGORIES[category];
        let shares = vocabulary.tables.panels.get(code);
        let same_panel = |panel: &String| {
            let here = |topic: &&Topic| topic.panels.get(code) == Some(panel) && in_round(topic);
            vocabulary.topics.iter().filter(here).count()
        };
        let weight = |topic: &Topic| -> usize {
            let Some(panel) = topic.panels.get(code).filter(|_| in_round(topic)) else {
                return 0;
            };
            let share = shares.and_then(|shares| shares.get(panel)).copied().unwrap_or(10);
            if topic.narrow { 0 } else { 1000 * share / same_panel(panel).max(1) }
        };
        let weights: Vec<usize> = vocabulary.topics.iter().map(weight).collect();
        let is_narrow =
            |topic: &Topic| topic.narrow && in_round(topic) && topic.panels.contains_key(code);
        let narrow = vocabulary.topics.iter().filter(|topic| is_narrow(topic)).count();
        let mut shares = apportion(counts.submitted[category].saturating_sub(narrow), &weights);
        for (at, topic) in vocabulary.topics.iter().enumerate() {
            shares[at] += usize::from(is_narrow(topic));
        }
        shares
    })
}

/// Writes nominations.
pub(super) struct NominationMaker<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) chance: Chance,
    titles: BTreeSet<String>,
    by_society: Vec<usize>,
}

impl<'a> NominationMaker<'a> {
    pub(super) fn new(vocabulary: &'a Vocabulary, chance: Chance) -> Self {
        let by_society = vec![0; vocabulary.societies.len()];
        Self { vocabulary, chance, titles: BTreeSet::new(), by_society }
    }

    /// Makes the nominations of all categories, numbered within each.
    pub(super) fn make(&mut self, shares: &TopicCounts, counts: &Counts) -> Vec<DraftNomination> {
        let mut all = Vec::new();
        for (category, of_topics) in shares.iter().enumerate() {
            let mut order: Vec<usize> = of_topics
                .iter()
                .enumerate()
                .flat_map(|(topic, &count)| vec![topic; count])
                .collect();
            order.shuffle(&mut self.chance);
            for (at, topic) in order.into_iter().enumerate() {
                let grade = self.grade(category, at, counts);
                all.push(self.nomination(category, at + 1, topic, grade));
            }
        }
        all
    }

    /// The title of an earlier nomination in a topic; no other that this maker wrote has it.
    pub(super) fn past_title(&mut self, code: &str, topic_at: usize) -> String {
        let topic = &self.vocabulary.topics[topic_at];
        let focus = Focus::draw(topic, &mut self.chance);
        self.title(code, topic, &focus).0
    }

    fn grade(&mut self, category: usize, at: usize, counts: &Counts) -> &'static str {
        if category == 2 && at < counts.special {
            return "special";
        }
        if happens(15, &mut self.chance) { "first" } else { "second" }
    }

    fn nomination(
        &mut self,
        category: usize,
        number: usize,
        topic_at: usize,
        grade: &str,
    ) -> DraftNomination {
        let vocabulary = self.vocabulary;
        let topic = &vocabulary.topics[topic_at];
        let (code, character) = CATEGORIES[category];
        let focus = Focus::draw(topic, &mut self.chance);
        let (title, words) = self.title(code, topic, &focus);
        let abstract_text = self.introduction(code, topic, &words);
        let keywords = ['o', 'p', 't', 'm']
            .iter()
            .flat_map(|&kind| words.first(kind, if kind == 'o' { 1 } else { 2 }))
            .map(|term| term.chinese.clone())
            .take(6)
            .collect();
        let codes = self.chance.random_range(1..=topic.disciplines.len());
        let (nominator_type, nominator, society_id) = self.nominator(topic);
        let record = Nomination {
            nomination_id: format!("{ROUND}-{character}-{number:04}"),
            title,
            abstract_text: Some(abstract_text),
            keywords,
            disciplines: topic.disciplines.iter().take(codes).cloned().collect(),
            category: Some(code.to_owned()),
            grade: Some(grade.to_owned()),
            panel: topic.panels.get(code).cloned(),
            nominator: Some(nominator),
            nominator_type: Some(nominator_type.to_owned()),
            society_id,
            round: Some(ROUND),
            excluded_experts: Vec::new(),
        };
        DraftNomination { topic: topic_at, focus, category, record }
    }

    /// The manner of a topic's texts in a category.
    fn manner(code: &str, topic: &'a Topic) -> &'a str {
        if code == "NAT" { &topic.science } else { &topic.craft }
    }

    /// A title that no other nomination has, short enough, with the words it was made of.
    fn title(&mut self, code: &str, topic: &'a Topic, focus: &Focus) -> (String, Words<'a>) {
        let patterns = &self.vocabulary.patterns;
        let manner = Self::manner(code, topic);
        let neighbour = pick(&topic.neighbours, &mut self.chance)
            .and_then(|key| self.vocabulary.topic_at(key))
            .map(|at| &self.vocabulary.topics[at]);
        let list = patterns.titles.get(code).and_then(|manners| manners.get(manner));
        let modifiers = patterns.modifiers.get(manner).map_or(&[][..], Vec::as_slice);
        loop {
            let modifier = pick(modifiers, &mut self.chance).map_or("", String::as_str);
            let words = Words::draw(topic, focus, neighbour, &mut self.chance).modified(modifier);
            let pattern = list.and_then(|list| pick(list, &mut self.chance));
            let pattern = pattern.map_or("{o}{p}研究", String::as_str);
            let title = words.phrase(pattern, Tongue::Chinese, &mut self.chance);
            let fits = title.chars().count() <= LONGEST_TITLE;
            if fits && self.titles.insert(title.clone()) {
                return (title, words);
            }
        }
    }

    /// An introduction: opening, numbered points, closing.
    fn introduction(&mut self, code: &str, topic: &'a Topic, words: &Words<'a>) -> String {
        let (shortest, longest) = ABSTRACT_LENGTH;
        let mut text = String::new();
        let mut points = 4;
        for _ in 0..50 {
            text = self.introduction_of(code, topic, words, points);
            let length = text.chars().count();
            if (shortest..=longest).contains(&length) {
                break;
            }
            // Long terms make long points: then three of them have to do.
            points = if length > longest { 3 } else { 4 };
        }
        text
    }

    fn introduction_of(
        &mut self,
        code: &str,
        topic: &'a Topic,
        words: &Words<'a>,
        points: usize,
    ) -> String {
        let patterns = &self.vocabulary.patterns;
        let manner = Self::manner(code, topic);
        let mut words = words.clone();
        let mut say = |pattern: Option<&String>, chance: &mut Chance| {
            let pattern = pattern.map_or("", String::as_str);
            words.sentence(pattern, Tongue::Chinese, chance)
        };
        let openings = patterns.nomination.get(&format!("openings_{code}"));
        let opening = openings.and_then(|list| pick(list, &mut self.chance));
        let mut text = say(opening, &mut self.chance);
        let list = patterns.points.get(code).and_then(|manners| manners.get(manner));
        let list = list.map_or(&[][..], Vec::as_slice);
        let mut order: Vec<usize> = (0..list.len()).collect();
        order.shuffle(&mut self.chance);
        order.truncate(points);
        // The first patterns tell of causes, the later ones of products.
        order.sort_unstable();
        for (at, &place) in order.iter().enumerate() {
            text.extend(["（", &(at + 1).to_string(), "）"]);
            text.push_str(&say(list.get(place), &mut self.chance));
        }
        let closings = patterns.closings.get(&format!("{code}_{manner}"));
        let closings = closings.or_else(|| patterns.closings.get(code));
        let closing = closings.and_then(|list| pick(list, &mut self.chance));
        text.push_str(&say(closing, &mut self.chance));
        text
    }

    /// Kind and name of the nominator, and the society's code where it is one.
    fn nominator(&mut self, topic: &Topic) -> (&'static str, String, Option<String>) {
        let tables = &self.vocabulary.tables;
        let societies = &self.vocabulary.societies;
        let roll = self.chance.random_range(0..100);
        if roll < 14 {
            let free = |at: &usize| {
                // A society nominates one to four projects in a round.
                societies[*at].topics.contains(&topic.key) && self.by_society[*at] < 4
            };
            if let Some(at) = (0..societies.len()).find(free) {
                self.by_society[at] += 1;
                let society = &societies[at];
                return ("society", society.name.clone(), Some(society.code.clone()));
            }
        }
        let named = |kind: &str, chance: &mut Chance| {
            let of_field = |fields: &[String]| fields.is_empty() || fields.contains(&topic.field);
            let list: Vec<&NominatorEntry> = tables
                .nominator
                .iter()
                .filter(|entry| entry.kind == kind && of_field(&entry.fields))
                .collect();
            pick(&list, chance).map(|entry| entry.name.clone()).unwrap_or_default()
        };
        match roll {
            0..28 => ("expert", "专家提名".to_owned(), None),
            28..52 => ("ministry", named("ministry", &mut self.chance), None),
            52..60 => ("association", named("association", &mut self.chance), None),
            _ => {
                let region = pick(&self.vocabulary.units, &mut self.chance);
                ("region", region.map(|unit| unit.region.clone()).unwrap_or_default(), None)
            }
        }
    }
}
