//! What have the experts published, and which papers does a nomination cite?

use std::collections::{BTreeMap, BTreeSet};

use rand::Rng;
use rand::seq::SliceRandom;

use crate::experts::model::Publication;
use crate::nominations::model::Paper;

use super::experts::DraftExpert;
use super::nominations::{DraftNomination, ROUND};
use super::random::{Chance, happens, pick};
use super::teams::Team;
use super::vocabulary::{PaperPatterns, Topic, UnitKind, Vocabulary};
use super::words::{Focus, Tongue, Words};

/// First year of the publications.
const FIRST_YEAR: i32 = 2015;
/// Last year of the publications.
pub(super) const LAST_YEAR: i32 = ROUND - 1;
/// Shortest abstract of a publication in Chinese, in characters.
const SHORTEST_ABSTRACT: usize = 170;

/// How often a title is drawn anew before a number is put to it.
const MOST_TRIES: usize = 12;

/// A tie that a publication must show: besides the expert, this name is among the authors.
pub(super) struct JointPaper {
    /// Place of the expert.
    pub(super) expert: usize,
    /// In Han characters and in pinyin.
    pub(super) with: (String, String),
    pub(super) year: i32,
    pub(super) tongue: Tongue,
}

/// Writes papers.
pub(super) struct PaperMaker<'a> {
    vocabulary: &'a Vocabulary,
    chance: Chance,
    titles: BTreeSet<String>,
    /// Universities by field: each has a journal.
    universities: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> PaperMaker<'a> {
    pub(super) fn new(vocabulary: &'a Vocabulary, chance: Chance) -> Self {
        let mut universities: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for unit in vocabulary.units.iter().filter(|unit| unit.kind == UnitKind::University) {
            for field in &unit.fields {
                universities.entry(field).or_default().push(&unit.name);
            }
        }
        Self { vocabulary, chance, titles: BTreeSet::new(), universities }
    }

    /// Another stream for the next kind of papers; titles stay distinct over both.
    pub(super) fn turn_to(&mut self, chance: Chance) {
        self.chance = chance;
    }

    /// The publications of every expert, and those that show a planted tie.
    pub(super) fn publications(
        &mut self,
        experts: &[DraftExpert],
        joint: &[JointPaper],
    ) -> Vec<Publication> {
        let mut by_topic = vec![Vec::new(); self.vocabulary.topics.len()];
        for (at, expert) in experts.iter().enumerate() {
            by_topic[expert.topics[0]].push(at);
        }
        let mut all = Vec::new();
        for (at, expert) in experts.iter().enumerate() {
            let count = self.chance.random_range(3..=6);
            for _ in 0..count {
                let tongue =
                    if happens(18, &mut self.chance) { Tongue::English } else { Tongue::Chinese };
                let colleagues = &by_topic[expert.topics[0]];
                let other = pick(colleagues, &mut self.chance).copied();
                let other = other.filter(|&other| other != at && happens(25, &mut self.chance));
                let mut writers = vec![expert];
                writers.extend(other.map(|other| &experts[other]));
                let year = self.chance.random_range(FIRST_YEAR..=LAST_YEAR);
                all.push(self.publication(&writers, None, year, tongue));
            }
        }
        for tie in joint {
            let writers = [&experts[tie.expert]];
            all.push(self.publication(&writers, Some(&tie.with), tie.year, tie.tongue));
        }
        all.shuffle(&mut self.chance);
        for (at, publication) in all.iter_mut().enumerate() {
            publication.publication_id = format!("P-{:05}", at + 1);
            if happens(70, &mut self.chance) {
                publication.doi = Some(format!("10.5555/laurel.demo.p{:05}", at + 1));
            }
        }
        all
    }

    fn publication(
        &mut self,
        writers: &[&DraftExpert],
        with: Option<&(String, String)>,
        year: i32,
        tongue: Tongue,
    ) -> Publication {
        let vocabulary = self.vocabulary;
        let expert = writers[0];
        let which = usize::from(expert.topics.len() > 1 && happens(25, &mut self.chance));
        let topic = &vocabulary.topics[expert.topics[which]];
        let (title, words) = self.titled(topic, &expert.foci[which], tongue);
        let abstract_text = match tongue {
            Tongue::Chinese => self.chinese(topic, &words),
            Tongue::English => self.english(topic, &words),
        };
        let keywords = ['o', 'p', 'm', 't']
            .iter()
            .flat_map(|&kind| words.first(kind, 1))
            .map(|term| match tongue {
                Tongue::Chinese => term.chinese.clone(),
                Tongue::English => term.english.clone(),
            })
            .collect();
        Publication {
            publication_id: String::new(),
            title,
            expert_ids: writers.iter().map(|one| one.record.expert_id.clone()).collect(),
            abstract_text: Some(abstract_text),
            year: Some(year),
            venue: Some(self.venue(topic, tongue)),
            authors: self.authors(writers, with, tongue),
            doi: None,
            keywords,
            is_verified: None,
        }
    }

    fn authors(
        &mut self,
        writers: &[&DraftExpert],
        with: Option<&(String, String)>,
        tongue: Tongue,
    ) -> Vec<String> {
        let expert = writers[0];
        let mut authors: Vec<(String, String)> =
            writers.iter().map(|one| (one.name.han.clone(), one.name.latin.clone())).collect();
        authors.extend(with.cloned());
        let students = self.chance.random_range(1..=expert.group.len().max(1));
        let group = expert.group.iter().take(students);
        authors.extend(group.map(|name| (name.han.clone(), name.latin.clone())));
        authors.shuffle(&mut self.chance);
        authors
            .into_iter()
            .map(|(han, latin)| if tongue == Tongue::Chinese { han } else { latin })
            .collect()
    }

    fn venue(&mut self, topic: &Topic, tongue: Tongue) -> String {
        let field = self.vocabulary.tables.fields.get(&topic.field);
        let first = happens(50, &mut self.chance);
        match (tongue, field) {
            (Tongue::English, Some(field)) if first => {
                format!("Demonstration Journal of {}", field.english)
            }
            (Tongue::English, Some(field)) => format!("Demonstration Letters in {}", field.english),
            (Tongue::Chinese, Some(field)) if first => format!("示范{}学报", field.chinese),
            _ => {
                let journals = self.universities.get(topic.field.as_str());
                let name = journals.and_then(|names| pick(names, &mut self.chance));
                format!("{}学报", name.copied().unwrap_or("东澜大学"))
            }
        }
    }

    /// A title that no other paper has, and the words behind it.
    fn titled(&mut self, topic: &'a Topic, focus: &Focus, tongue: Tongue) -> (String, Words<'a>) {
        let vocabulary = self.vocabulary;
        let list = match tongue {
            Tongue::Chinese => vocabulary.patterns.papers.titles.get(&topic.science),
            Tongue::English => vocabulary.patterns.english.titles.get(&topic.science),
        };
        let neighbour = pick(&topic.neighbours, &mut self.chance)
            .and_then(|key| vocabulary.topic_at(key))
            .map(|at| &vocabulary.topics[at]);
        let mut tries = 0;
        loop {
            let words = Words::draw(topic, focus, neighbour, &mut self.chance);
            let pattern = list.and_then(|list| pick(list, &mut self.chance));
            let pattern = pattern.map_or("{o}{p}", String::as_str);
            let mut title = words.phrase(pattern, tongue, &mut self.chance);
            tries += 1;
            if tries > MOST_TRIES {
                // A narrow focus is used up: then it is the second paper of a series.
                title = match tongue {
                    Tongue::Chinese => format!("{title}（{}）", tries - MOST_TRIES + 1),
                    Tongue::English => format!("{title}. Part {}", tries - MOST_TRIES + 1),
                };
            }
            if self.titles.insert(title.clone()) {
                return (title, words);
            }
        }
    }

    /// A title in Chinese on a pattern, for what is no paper; nothing else has it.
    pub(super) fn on_pattern(&mut self, topic: usize, focus: &Focus, pattern: &str) -> String {
        let topic = &self.vocabulary.topics[topic];
        let mut tries = 0;
        loop {
            let words = Words::draw(topic, focus, None, &mut self.chance);
            let mut title = words.phrase(pattern, Tongue::Chinese, &mut self.chance);
            tries += 1;
            if tries > MOST_TRIES {
                title = format!("{title}（{}）", tries - MOST_TRIES + 1);
            }
            if self.titles.insert(title.clone()) {
                return title;
            }
        }
    }

    fn chinese(&mut self, topic: &Topic, words: &Words<'_>) -> String {
        let patterns: &'a PaperPatterns = &self.vocabulary.patterns.papers;
        let science = topic.science.as_str();
        let own_or_any = |part: &'a BTreeMap<String, Vec<String>>| {
            part.get(science).or_else(|| part.get("any")).map_or(&[][..], Vec::as_slice)
        };
        let mut words = words.clone();
        let background = pick(own_or_any(&patterns.backgrounds), &mut self.chance);
        let approach = pick(own_or_any(&patterns.approaches), &mut self.chance);
        let mut parts: Vec<&String> = background.into_iter().chain(approach).collect();
        let mut results: Vec<&String> = own_or_any(&patterns.results).iter().collect();
        results.shuffle(&mut self.chance);
        let mut spare = results.split_off(2.min(results.len()));
        parts.extend(results);
        let mut text = String::new();
        for part in parts {
            text.push_str(&words.sentence(part, Tongue::Chinese, &mut self.chance));
        }
        while text.chars().count() < SHORTEST_ABSTRACT
            && let Some(part) = spare.pop()
        {
            text.push_str(&words.sentence(part, Tongue::Chinese, &mut self.chance));
        }
        if let Some(last) = pick(own_or_any(&patterns.conclusions), &mut self.chance) {
            text.push_str(&words.sentence(last, Tongue::Chinese, &mut self.chance));
        }
        text
    }

    fn english(&mut self, topic: &Topic, words: &Words<'_>) -> String {
        let sentences = &self.vocabulary.patterns.english.sentences;
        let of = |part: &str| sentences.get(part).map_or(&[][..], Vec::as_slice);
        let mut parts: Vec<&String> = Vec::new();
        if topic.science == "theory" {
            parts.extend(of("theory"));
            parts.shuffle(&mut self.chance);
            parts.truncate(4);
        } else {
            parts.extend(pick(of("backgrounds"), &mut self.chance));
            parts.extend(pick(of("approaches"), &mut self.chance));
            let mut results: Vec<&String> = of("results").iter().collect();
            results.shuffle(&mut self.chance);
            parts.extend(results.into_iter().take(3));
            parts.extend(pick(of("conclusions"), &mut self.chance));
        }
        let mut words = words.clone();
        let said: Vec<String> = parts
            .into_iter()
            .map(|part| words.sentence(part, Tongue::English, &mut self.chance))
            .collect();
        said.join(" ")
    }

    /// The papers that a nomination cites as its own: five at the most for natural science.
    /// `guests` are experts who wrote one of them.
    pub(super) fn cited(
        &mut self,
        nomination: &DraftNomination,
        team: &Team,
        guests: &[&DraftExpert],
    ) -> Vec<Paper> {
        let most = if nomination.category == 0 { 5 } else { self.chance.random_range(1..=3) };
        let topic = &self.vocabulary.topics[nomination.topic];
        let mut papers = Vec::new();
        for at in 0..most {
            let tongue =
                if happens(40, &mut self.chance) { Tongue::English } else { Tongue::Chinese };
            let (title, _) = self.titled(topic, &nomination.focus, tongue);
            let count = self.chance.random_range(2..=team.completers.len().clamp(2, 6));
            let mut names: Vec<_> =
                team.completers.iter().take(count).map(|member| &member.name).collect();
            names.extend(guests.iter().filter(|_| at == 0).map(|guest| &guest.name));
            let authors = names
                .into_iter()
                .map(|name| match tongue {
                    Tongue::Chinese => name.han.clone(),
                    Tongue::English => name.latin.clone(),
                })
                .collect();
            // Main papers must have been out for three years (实施细则 2025 art. 16).
            let year = self.chance.random_range(FIRST_YEAR..ROUND - 3);
            let number = &nomination.record.nomination_id;
            papers.push(Paper {
                nomination_id: number.clone(),
                title,
                authors,
                year: Some(year),
                doi: doi(number, at).filter(|_| happens(75, &mut self.chance)),
            });
        }
        papers
    }
}

/// A DOI under the prefix that is kept for examples.
fn doi(number: &str, at: usize) -> Option<String> {
    let mut parts = number.split('-');
    let (year, category, number) = (parts.next()?, parts.next()?, parts.next()?);
    let category = match category {
        "自" => "n",
        "发" => "i",
        _ => "p",
    };
    Some(format!("10.5555/laurel.demo.{year}.{category}{number}.{}", at + 1))
}
