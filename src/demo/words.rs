//! Which words does one text use, and how do they get into its sentences?

use rand::Rng;
use rand::seq::SliceRandom;

use super::names::capital;
use super::random::{Chance, happens, pick};
use super::vocabulary::{Term, Topic};

/// The part of a topic that one expert knows: places in the topic's lists.
#[derive(Clone, Debug, Default)]
pub(super) struct Focus {
    pub(super) objects: Vec<usize>,
    pub(super) problems: Vec<usize>,
    pub(super) methods: Vec<usize>,
    pub(super) techniques: Vec<usize>,
}

impl Focus {
    /// About half of a topic, drawn at random.
    pub(super) fn draw(topic: &Topic, chance: &mut Chance) -> Self {
        let mut some = |length: usize, most: usize| {
            let mut places: Vec<usize> = (0..length).collect();
            places.shuffle(chance);
            places.truncate(most);
            places
        };
        Self {
            objects: some(topic.objects.len(), 3),
            problems: some(topic.problems.len(), 3),
            methods: some(topic.methods.len(), 3),
            techniques: some(topic.techniques.len(), 3),
        }
    }
}

/// The language of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tongue {
    Chinese,
    English,
}

/// The kinds of words, in the order of the lists of [`Words`].
const KINDS: [char; 8] = ['o', 'p', 'm', 't', 'r', 'l', 'u', 'i'];

/// The words of one text, in the order in which it uses them.
#[derive(Clone)]
pub(super) struct Words<'a> {
    topic: &'a Topic,
    modifier: &'a str,
    lists: [Vec<&'a Term>; 8],
    cursors: [usize; 8],
}

impl<'a> Words<'a> {
    /// Draws the words of a text in a focus. `neighbour` lends a method now and then.
    pub(super) fn draw(
        topic: &'a Topic,
        focus: &Focus,
        neighbour: Option<&'a Topic>,
        chance: &mut Chance,
    ) -> Self {
        let mut objects = focus.objects.clone();
        objects.shuffle(chance);
        let main = objects.first().copied().unwrap_or(0);
        let mut choose = |terms: &'a [Term], known: &[usize], most: usize| {
            suited(terms, known, main, most, chance)
        };
        let problems = choose(&topic.problems, &focus.problems, 4);
        let mut methods = choose(&topic.methods, &focus.methods, 4);
        let techniques = choose(&topic.techniques, &focus.techniques, 4);
        let raises = choose(&topic.raises, &[], 4);
        let lowers = choose(&topic.lowers, &[], 3);
        let uses = choose(&topic.uses, &[], 3);
        let insights = choose(&topic.insights, &[], 4);
        let lent = neighbour.filter(|other| other.key != topic.key && happens(20, chance));
        if let Some(method) = lent.and_then(|other| pick(&other.methods, chance))
            && method.is_general()
            && methods.len() > 2
        {
            methods[2] = method;
        }
        let objects = objects.iter().map(|&at| &topic.objects[at]).collect();
        let lists =
            [objects, problems, methods, techniques, raises, lowers, uses, insights];
        Self { topic, modifier: "", lists, cursors: [0; 8] }
    }

    /// The words with a modifier for the title (`{q}`).
    pub(super) fn modified(mut self, modifier: &'a str) -> Self {
        self.modifier = modifier;
        self
    }

    /// The first terms of a kind, by its letter.
    pub(super) fn first(&self, kind: char, most: usize) -> impl Iterator<Item = &'a Term> {
        let list = KINDS.iter().position(|&known| known == kind).map_or(&[][..], |at| {
            let list: &[&'a Term] = &self.lists[at];
            list
        });
        list.iter().take(most).copied().collect::<Vec<_>>().into_iter()
    }

    /// Fills a pattern; the next sentence will use the same words.
    pub(super) fn phrase(&self, pattern: &str, tongue: Tongue, chance: &mut Chance) -> String {
        self.fill(pattern, tongue, chance).0
    }

    /// Fills a pattern and moves on, so that the next sentence uses other words.
    pub(super) fn sentence(&mut self, pattern: &str, tongue: Tongue, chance: &mut Chance) -> String {
        let (text, used) = self.fill(pattern, tongue, chance);
        for (cursor, used) in self.cursors.iter_mut().zip(used) {
            *cursor += used;
        }
        text
    }

    fn fill(&self, pattern: &str, tongue: Tongue, chance: &mut Chance) -> (String, [usize; 8]) {
        let mut text = String::with_capacity(pattern.len() * 2);
        let mut used = [0; 8];
        for (at, piece) in pattern.split('{').enumerate() {
            let Some((key, rest)) = piece.split_once('}').filter(|_| at > 0) else {
                text.push_str(piece);
                continue;
            };
            let mut letters = key.chars();
            let letter = letters.next().unwrap_or(' ');
            let second = letters.next() == Some('2');
            if let Some(kind) = KINDS.iter().position(|&known| known == letter) {
                used[kind] = used[kind].max(1 + usize::from(second));
                let term = self.term(kind, second);
                text.push_str(match tongue {
                    Tongue::Chinese => &term.chinese,
                    Tongue::English => &term.english,
                });
            } else {
                self.push_other(letter, &mut text, chance);
            }
            text.push_str(rest);
        }
        // The main object stays the main object of the whole text.
        used[0] = used[0].saturating_sub(1);
        if tongue == Tongue::English {
            text = capital(&text);
        }
        (text, used)
    }

    fn term(&self, kind: usize, second: bool) -> &'a Term {
        let list = &self.lists[kind];
        let place = match (kind, second) {
            (0, false) => 0,
            (0, true) => 1 + self.cursors[0] % list.len().saturating_sub(1).max(1),
            (_, false) => self.cursors[kind],
            (_, true) => self.cursors[kind] + 1,
        };
        list[place % list.len()]
    }

    fn push_other(&self, letter: char, text: &mut String, chance: &mut Chance) {
        let tenths = |range: std::ops::Range<u32>, chance: &mut Chance| {
            let number = chance.random_range(range);
            format!("{}.{}", number / 10, number % 10)
        };
        match letter {
            'a' => text.push_str(&tenths(82..465, chance)),
            'b' => text.push_str(&tenths(61..388, chance)),
            'n' => text.push_str(&chance.random_range(12..97_u32).to_string()),
            'k' => text.push_str(&chance.random_range(3..9_u32).to_string()),
            'y' => text.push_str(&chance.random_range(6..17_u32).to_string()),
            'c' => text.push_str(&chance.random_range(104..980_u32).to_string()),
            'g' => text.push_str(&tenths(8..392, chance)),
            's' => text.push_str(pick(&self.topic.settings, chance).map_or("", String::as_str)),
            'q' => text.push_str(self.modifier),
            'd' => text.push_str(&self.topic.name),
            _ => {}
        }
    }
}

/// Terms that go with the main object: first those that are known, then the rest of the topic; where
/// fewer than two go with it, any term does.
fn suited<'a>(
    terms: &'a [Term],
    known: &[usize],
    main: usize,
    most: usize,
    chance: &mut Chance,
) -> Vec<&'a Term> {
    let mut order: Vec<usize> = (0..terms.len()).collect();
    order.shuffle(chance);
    order.sort_by_key(|at| (!terms[*at].suits(main), !known.contains(at)));
    let suiting = order.iter().filter(|&&at| terms[at].suits(main)).count();
    order.truncate(most.min(suiting.max(2)));
    order.into_iter().map(|at| &terms[at]).collect()
}
