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
        // An object of which the topic has little to say does not stand in the middle.
        let rich = |at: usize| {
            [&topic.problems, &topic.techniques]
                .iter()
                .all(|terms| terms.iter().filter(|term| term.suits(at)).count() > 1)
        };
        objects.sort_by_key(|&at| !rich(at));
        let main = objects.first().copied().unwrap_or(0);
        let mut choose = |terms: &'a [Term], known: &[usize], fewest: usize| {
            suited(terms, known, main, fewest, chance)
        };
        let problems = choose(&topic.problems, &focus.problems, 2);
        let mut methods = choose(&topic.methods, &focus.methods, 2);
        let techniques = choose(&topic.techniques, &focus.techniques, 2);
        let raises = choose(&topic.raises, &[], 1);
        let lowers = choose(&topic.lowers, &[], 1);
        let uses = choose(&topic.uses, &[], 1);
        let insights = choose(&topic.insights, &[], 2);
        let lent = neighbour.filter(|other| other.key != topic.key && happens(15, chance));
        if let Some(method) = lent.and_then(|other| pick(&other.methods, chance))
            && method.is_general()
            && methods.len() > 2
        {
            methods[2] = method;
        }
        // The other objects: those first that have most in common with the main one.
        let in_common =
            |at: usize| problems.iter().chain(&techniques).filter(|term| term.suits(at)).count();
        if let Some(others) = objects.get_mut(1..) {
            others.sort_by_key(|&at| std::cmp::Reverse(in_common(at)));
        }
        let objects = objects.iter().map(|&at| &topic.objects[at]).collect();
        let lists = [objects, problems, methods, techniques, raises, lowers, uses, insights];
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
    pub(super) fn sentence(
        &mut self,
        pattern: &str,
        tongue: Tongue,
        chance: &mut Chance,
    ) -> String {
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
                match tongue {
                    Tongue::Chinese => join(&mut text, &term.chinese),
                    Tongue::English => text.push_str(&term.english),
                }
            } else {
                self.push_other(letter, &mut text, chance);
            }
            push_rest(&mut text, rest);
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

/// Terms that go with the main object, up to four: first those that are known, then the rest of the
/// topic; where fewer than `fewest` go with it, any term fills up.
fn suited<'a>(
    terms: &'a [Term],
    known: &[usize],
    main: usize,
    fewest: usize,
    chance: &mut Chance,
) -> Vec<&'a Term> {
    let mut order: Vec<usize> = (0..terms.len()).collect();
    order.shuffle(chance);
    order.sort_by_key(|at| (!terms[*at].suits(main), !known.contains(at)));
    let suiting = order.iter().filter(|&&at| terms[at].suits(main)).count();
    order.truncate(suiting.clamp(fewest, 4.max(fewest)));
    order.into_iter().map(|at| &terms[at]).collect()
}

/// Appends a piece to a text. A word that ends the one and begins the other is written once:
/// 晶界演化机理 + 机理分析 is 晶界演化机理分析.
fn join(text: &mut String, piece: &str) {
    const LENGTH: usize = "机理".len();
    let head = piece.get(..LENGTH).filter(|head| !head.is_ascii());
    let doubled = head.is_some_and(|head| {
        text.ends_with(head)
            || (is_mechanism(head) && MECHANISMS.iter().any(|word| text.ends_with(word)))
    });
    text.push_str(if doubled { piece.get(LENGTH..).unwrap_or("") } else { piece });
}

/// Appends what follows a term: a duration is lengthened or shortened, not raised or lowered.
fn push_rest(text: &mut String, rest: &str) {
    let lasts = || DURATIONS.iter().any(|word| text.ends_with(word));
    for (verb, better) in [("提高", "延长"), ("提升", "延长"), ("降低", "缩短"), ("下降", "缩短")]
    {
        if let Some(tail) = rest.strip_prefix(verb).filter(|_| lasts()) {
            text.push_str(better);
            text.push_str(tail);
            return;
        }
    }
    join(text, rest);
}

/// Ends of terms that are durations.
const DURATIONS: [&str; 8] = ["寿命", "时间", "周期", "年限", "货架期", "轮伐期", "时延", "提前量"];

const MECHANISMS: [&str; 2] = ["机理", "机制"];

fn is_mechanism(word: &str) -> bool {
    MECHANISMS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_lengthened_and_shortened() {
        let followed = |term: &str, rest: &str| {
            let mut text = term.to_owned();
            push_rest(&mut text, rest);
            text
        };
        assert_eq!(followed("循环寿命", "提高12.5%"), "循环寿命延长12.5%");
        assert_eq!(followed("加工周期", "降低8.1%，"), "加工周期缩短8.1%，");
        assert_eq!(followed("能耗", "降低8.1%"), "能耗降低8.1%");
    }

    #[test]
    fn a_doubled_word_is_written_once() {
        let joined = |one: &str, two: &str| {
            let mut text = one.to_owned();
            join(&mut text, two);
            text
        };
        assert_eq!(joined("炮制机理", "机理研究"), "炮制机理研究");
        assert_eq!(joined("二次生成机制", "机理与调控"), "二次生成机制与调控");
        assert_eq!(joined("磨矿", "能耗"), "磨矿能耗");
        assert_eq!(joined("a b", "b c"), "a bb c");
    }
}
