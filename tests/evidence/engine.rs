//! Are near-duplicates found among texts, the same way whoever computes it?

use std::{collections::BTreeMap, sync::LazyLock};

use laurel::{
    demo::{self, DemoSize},
    examination::similarity::{
        Bands, IN_FORCE, Known, Pair, Shingles, Sketch, Title, exact, near, near_pairs, text_pairs,
        title_pairs,
    },
    search::analysis::Analyzer,
};
use proptest::prelude::*;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::new);

fn shingles(text: &str) -> Shingles {
    Shingles::of(&ANALYZER, text, IN_FORCE.text.words)
}

/// A text of made-up words, by number.
fn text(words: &[u16]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("wort{word}")).collect();
    words.join(" ")
}

/// Titles and introductions of the demonstration.
fn demonstration() -> Vec<(String, String)> {
    let round = demo::generate(DemoSize::Small, 2027);
    let said = round.nominations.into_iter().map(|one| {
        let text = format!("{}\n{}", one.title, one.abstract_text.unwrap_or_default());
        (one.title, text)
    });
    said.collect()
}

/// The text under another title, every third sentence left out and the rest in another order.
fn edited(text: &str) -> String {
    let body = text.split_once('\n').map_or(text, |(_, body)| body);
    let sentences: Vec<&str> = body.split_inclusive('。').collect();
    let kept = sentences.iter().enumerate().filter(|(at, _)| sentences.len() < 4 || at % 4 != 1);
    let mut kept: Vec<&str> = kept.map(|(_, sentence)| *sentence).collect();
    kept.rotate_left(1);
    format!("另一题目的研究与应用\n{}", kept.concat().replace("研究", "探究"))
}

fn known(texts: &[(String, String)]) -> Vec<Known> {
    texts.iter().map(|(title, text)| Known::of(&ANALYZER, (title, text), &IN_FORCE).0).collect()
}

fn found(texts: &[(String, String)], is_subject: &[bool]) -> Vec<(Pair, f64)> {
    let near = near_pairs(&known(texts), is_subject, &IN_FORCE);
    let all: BTreeMap<usize, Shingles> =
        texts.iter().map(|(_, text)| shingles(text)).enumerate().collect();
    text_pairs(&near, &all, &IN_FORCE)
        .into_iter()
        .map(|(pair, found)| (pair, found.jaccard))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// 128 components: the standard error is below 0.045, so that 0.2 is further away than chance goes.
    #[test]
    fn the_estimate_is_near_the_truth(
        shared in prop::collection::vec(0_u16..5000, 0..300),
        one in prop::collection::vec(5000_u16..9000, 30..200),
        other in prop::collection::vec(9000_u16..13000, 30..200),
    ) {
        let one = shingles(&text(&[shared.clone(), one].concat()));
        let other = shingles(&text(&[shared, other].concat()));
        let estimate = Sketch::of(&one).estimate(&Sketch::of(&other));
        prop_assert!((estimate - one.jaccard(&other)).abs() < 0.2, "{estimate} {}", one.jaccard(&other));
    }

    #[test]
    fn likeness_is_symmetric_and_whole_with_itself(
        one in prop::collection::vec(0_u16..60, 2..80),
        other in prop::collection::vec(0_u16..60, 2..80),
    ) {
        let (one, other) = (shingles(&text(&one)), shingles(&text(&other)));
        let (left, right) = (Sketch::of(&one), Sketch::of(&other));
        prop_assert_eq!(one.jaccard(&other).to_bits(), other.jaccard(&one).to_bits());
        prop_assert_eq!(left.estimate(&right).to_bits(), right.estimate(&left).to_bits());
        prop_assert_eq!(left.shares_band(&right, 2), right.shares_band(&left, 2));
        prop_assert!((one.jaccard(&one) - 1.0).abs() < 1e-9);
        prop_assert!((left.estimate(&left) - 1.0).abs() < 1e-9);
        prop_assert_eq!(Sketch::from_bytes(&left.to_bytes()), Some(left));
    }
}

#[test]
fn sketches_are_what_they_were() {
    // Kept sketches are compared with new ones: another way of making them needs another engine's name.
    let bytes =
        Sketch::of(&shingles("基于知识图谱的学术评价方法 for scholarly evaluation")).to_bytes();
    insta::assert_snapshot!(laurel::shared::hex_sha256(&bytes));
}

/// Draws numbers, the same on every machine.
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    /// A sentence of made-up words, few of them in every text and most of them rare, as words are.
    fn sentence(&mut self) -> String {
        let word = |_| {
            let rare = self.below(12);
            format!("wort{}", self.below(1_u64 << rare))
        };
        let words: Vec<String> = (0..14).map(word).collect();
        format!("{}。", words.join(" "))
    }
}

/// Texts of which is known that none was made from another. What they share are the words that all use, and the
/// formulas with which they begin and end.
fn unrelated(count: usize) -> Vec<(String, String)> {
    let mut draws = Draws(7);
    let formulas: Vec<String> = (0..12).map(|_| draws.sentence()).collect();
    let formula = |draws: &mut Draws| formulas[usize::try_from(draws.below(12)).unwrap()].clone();
    let text = |number: usize| {
        let body: Vec<String> = (0..8).map(|_| draws.sentence()).collect();
        let (begin, end) = (formula(&mut draws), formula(&mut draws));
        let title = format!("题目{number}");
        (title.clone(), format!("{title}\n{begin}{}{end}", body.concat()))
    };
    (0..count).map(text).collect()
}

/// What is found where each text has an edited copy.
struct Outcome {
    /// How many copies say enough to be compared, as their originals do.
    planted: usize,
    /// How many of them are found with their original.
    hit: usize,
    /// Everything that is found; the copies stand behind the originals, in the same order.
    pairs: Vec<Pair>,
}

fn outcome(originals: &[(String, String)], edit: impl Fn(&str) -> String) -> Outcome {
    let count = originals.len();
    let copy = |(_, text): &(String, String)| ("另一题目的研究与应用".to_owned(), edit(text));
    let all: Vec<(String, String)> =
        originals.iter().cloned().chain(originals.iter().map(copy)).collect();
    let is_subject: Vec<bool> = (0..all.len()).map(|at| at >= count).collect();
    let pairs: Vec<Pair> = found(&all, &is_subject).into_iter().map(|(pair, _)| pair).collect();
    let says_enough = |at: usize| shingles(&all[at].1).len() >= IN_FORCE.text.least_shingles;
    let planted: Vec<Pair> = (0..count)
        .filter(|at| says_enough(*at) && says_enough(at + count))
        .map(|at| (at + count, at))
        .collect();
    let hit = planted.iter().filter(|pair| pairs.contains(pair)).count();
    Outcome { planted: planted.len(), hit, pairs }
}

#[test]
fn planted_duplicates_are_found_and_unrelated_texts_are_not() {
    const COUNT: usize = 80;
    let told = outcome(&unrelated(COUNT), |text| edited(text).replace("wort0 ", "wort9999 "));
    assert_eq!(told.planted, COUNT);
    assert!(told.hit * 100 >= COUNT * 95, "{} of {COUNT} were found", told.hit);
    let (hit, pairs) = (told.hit, told.pairs.len());
    assert!(hit * 10 >= pairs * 9, "{hit} of {pairs} pairs were planted");
}

#[test]
fn planted_duplicates_of_the_demonstration_are_found_with_nothing_that_shares_no_sentence() {
    let originals = demonstration();
    let count = originals.len();
    let own = found(&originals, &vec![true; count]);
    assert!(own.len() <= count, "{} pairs among {count}", own.len());
    let told = outcome(&originals, edited);
    let (planted, hit) = (told.planted, told.hit);
    assert!(planted > count / 2, "{planted} of {count} say enough");
    assert!(hit * 100 >= planted * 95, "{hit} of {planted}");

    // The demonstration draws its sentences from a small stock: of its texts nobody can say that they have nothing
    // in common, so precision is not judged by them. What is found beside the planted pairs are texts whose
    // originals share sentences: half of what makes a finding, as what was left out of a copy may be what told it
    // from the other.
    let of: Vec<Shingles> = originals.iter().map(|(_, text)| shingles(text)).collect();
    let is_alike = |(one, other): Pair| {
        let (one, other) = (one % count, other % count);
        one == other || of[one].jaccard(&of[other]) >= IN_FORCE.text.least_jaccard / 2.0
    };
    let alike = told.pairs.iter().filter(|pair| is_alike(**pair)).count();
    let pairs = told.pairs.len();
    println!("{hit} of {pairs} pairs were planted, {alike} are alike");
    assert!(alike * 10 >= pairs * 9, "{alike} of {pairs} pairs are alike, {hit} were planted");
}

#[test]
fn the_same_pairs_come_on_one_thread_and_on_two_and_in_any_order() {
    let originals = demonstration();
    let copies: Vec<(String, String)> =
        originals.iter().take(20).map(|(title, text)| (title.clone(), edited(text))).collect();
    let all = [originals, copies].concat();
    let is_subject: Vec<bool> = (0..all.len()).map(|at| at + 20 >= all.len()).collect();
    let by_threads = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let titles = title_pairs(&known(&all), &is_subject, &IN_FORCE);
            (format!("{:?}", found(&all, &is_subject)), format!("{titles:?}"))
        })
    };
    let one = by_threads(1);
    assert_eq!(one, by_threads(2));
    assert!(one.0.len() > 100, "something is found");

    let mut turned = all.clone();
    turned.reverse();
    let is_turned: Vec<bool> = is_subject.iter().rev().copied().collect();
    let last = all.len() - 1;
    let named = |pairs: Vec<(Pair, f64)>, at: &dyn Fn(usize) -> usize| -> BTreeMap<Pair, u64> {
        let key = |(one, other): Pair| {
            let (one, other) = (at(one), at(other));
            (one.min(other), one.max(other))
        };
        pairs.into_iter().map(|(pair, found)| (key(pair), found.to_bits())).collect()
    };
    let straight = named(found(&all, &is_subject), &|at| at);
    let reversed = named(found(&turned, &is_turned), &|at| last - at);
    assert_eq!(straight, reversed);
}

#[test]
fn looking_bands_up_finds_what_comparing_all_finds() {
    let texts = demonstration();
    let known = known(&texts);
    let rows = IN_FORCE.text.band_rows;
    let bands = Bands::of(known.iter().map(|one| one.sketch.as_ref()), rows);
    for one in known.iter().filter_map(|one| one.sketch.as_ref()) {
        let scanned: Vec<usize> = known
            .iter()
            .enumerate()
            .filter(|(_, other)| {
                other.sketch.as_ref().is_some_and(|two| one.shares_band(two, rows))
            })
            .map(|(at, _)| at)
            .collect();
        assert_eq!(bands.sharing(one), scanned);
        let near_by = known.iter().filter_map(|other| other.sketch.as_ref());
        assert!(near_by.filter(|two| near(one, two, &IN_FORCE)).count() >= 1, "itself");
    }
}

#[test]
fn short_texts_are_not_compared_and_titles_are_folded() {
    let short = shingles("示范项目的名称");
    assert_eq!(exact(&short, &short, &IN_FORCE), None);
    let least = IN_FORCE.title.least_characters;
    let title = |text: &str| Title::of(text);
    let same =
        title("複雜網絡 上的信息傳播（ＰＤ）").likeness(&title("复杂网络上的信息传播PD"), least);
    assert!((same - 1.0).abs() < 1e-9);
    let alike = title("面向海量数据的存储系统关键技术")
        .likeness(&title("面向海量数据的存储系统核心技术"), least);
    assert!(alike > 0.6 && alike < 1.0, "{alike}");
    assert!(title("示范").likeness(&title("示范"), least) < 1e-9, "too short to say anything");
}
