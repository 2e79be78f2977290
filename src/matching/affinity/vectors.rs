//! How near are a nomination and a publication? Sparse unit vectors of BM25 weights on both
//! sides, and their cosine.
//!
//! Weights are held as whole numbers (a unit vector has length 2^15), so that a sum is the same
//! in whatever order, on however many threads, it is added up. The documents of the pool stand one
//! after another, six bytes a term; what is inverted are the nominations that are asked together,
//! which are few: so a pool of half a million publications fits where its inverted index, built
//! beside it, would not.

use super::card::TermRules;
use indexmap::IndexMap;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// The length of a unit vector in whole numbers.
const UNIT: f64 = 32_768.0;
/// The product of two equal unit vectors.
pub(super) const ONE: f64 = UNIT * UNIT;
/// Raw weights are rounded to this part of one before the norm is taken.
const RAW_PARTS: f64 = 4_096.0;
/// Documents that stand in one block; blocks are sized exactly, so that nothing is ever copied to
/// a larger place.
const BLOCK: usize = 4_096;

/// A sparse unit vector: terms (by number) with weights, in the order of terms.
#[derive(Clone, Debug, Default)]
pub(super) struct UnitVector {
    pub(super) weights: Vec<(u32, u16)>,
}

impl UnitVector {
    /// The weight of a term; zero if it does not occur.
    pub(super) fn weight(&self, term: u32) -> u16 {
        self.weights
            .binary_search_by_key(&term, |&(known, _)| known)
            .ok()
            .and_then(|at| self.weights.get(at))
            .map_or(0, |&(_, weight)| weight)
    }

    /// This vector for the most part and another for `part` of it.
    pub(super) fn mixed_with(&self, other: &Self, part: f64) -> Self {
        let mut terms: Vec<u32> =
            self.weights.iter().chain(&other.weights).map(|&(term, _)| term).collect();
        terms.sort_unstable();
        terms.dedup();
        let mixed = terms.into_iter().map(|term| {
            let (own, added) = (f64::from(self.weight(term)), f64::from(other.weight(term)));
            let weight = whole((1.0 - part).mul_add(own, part * added));
            (term, u16::try_from(weight).unwrap_or(u16::MAX))
        });
        Self { weights: mixed.filter(|&(_, weight)| weight > 0).collect() }
    }
}

/// A nomination as it is asked.
#[derive(Clone, Debug, Default)]
pub(super) struct Query {
    /// Its vector, with the part of the full text where there is one.
    pub(super) vector: UnitVector,
    /// The terms of title, abstract and keywords, in ascending order: what anybody can know of it.
    brief: Vec<u32>,
}

impl Query {
    /// A query of which only title, abstract and keywords are known.
    pub(super) fn of_brief(vector: UnitVector) -> Self {
        let brief = vector.weights.iter().map(|&(term, _)| term).collect();
        Self { vector, brief }
    }

    /// The same with a full text for `part` of it.
    pub(super) fn with_full_text(self, text: &UnitVector, part: f64) -> Self {
        let vector = self.vector.mixed_with(text, part);
        let brief = self.brief.into_iter().filter(|&term| vector.weight(term) > 0).collect();
        Self { vector, brief }
    }

    fn is_brief(&self, term: u32) -> bool {
        self.brief.binary_search(&term).is_ok()
    }
}

/// What a document has in common with a nomination.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Common {
    /// The product of the two vectors; [`ONE`] is a cosine of 1.
    pub(super) product: u32,
    /// How much of the document is words of the nomination's title, abstract and keywords, by the
    /// squares of their weights in it; [`ONE`] is all of it.
    pub(super) borrowed: u32,
}

/// A document of the collection: its terms in ascending order with their weights.
#[derive(Clone, Copy, Default)]
pub(super) struct Document<'c> {
    terms: &'c [u32],
    weights: &'c [u16],
}

impl Document<'_> {
    /// Its terms with their weights.
    pub(super) fn entries(&self) -> impl Iterator<Item = (u32, u16)> {
        self.terms.iter().copied().zip(self.weights.iter().copied())
    }

    /// How many different terms it has.
    pub(super) fn terms(&self) -> u32 {
        number(self.terms.len())
    }

    /// The weight of a term; zero if it does not occur.
    pub(super) fn weight(&self, term: u32) -> u16 {
        let found = self.terms.binary_search(&term).ok();
        found.and_then(|at| self.weights.get(at)).copied().unwrap_or(0)
    }

    /// The product with a query; [`ONE`] is a cosine of 1.
    pub(super) fn product(&self, query: &UnitVector) -> u32 {
        product(self.entries(), query.weights.iter().copied())
    }

    /// What it has in common with a nomination.
    pub(super) fn common(&self, query: &Query) -> Common {
        let borrowed = self.entries().filter(|&(term, _)| query.is_brief(term));
        Common {
            product: self.product(&query.vector),
            borrowed: borrowed.fold(0, |sum, (_, weight)| sum.saturating_add(square(weight))),
        }
    }

    /// How much of it is other than some terms, by the squares of the weights.
    pub(super) fn weight_besides(&self, terms: &BTreeSet<u32>) -> u32 {
        let besides = self.entries().filter(|(term, _)| !terms.contains(term));
        besides.fold(0, |sum, (_, weight)| sum.saturating_add(square(weight)))
    }

    /// The product with another document.
    pub(super) fn product_with(&self, other: &Document<'_>) -> u32 {
        product(self.entries(), other.entries())
    }
}

/// Both in ascending order of terms.
fn product(one: impl Iterator<Item = (u32, u16)>, other: impl Iterator<Item = (u32, u16)>) -> u32 {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    let mut sum = 0_u32;
    while let (Some(&(term, weight)), Some(&(other_term, other_weight))) =
        (one.peek(), other.peek())
    {
        if term <= other_term {
            one.next();
        }
        if other_term <= term {
            other.next();
        }
        if term == other_term {
            sum = sum.saturating_add(u32::from(weight) * u32::from(other_weight));
        }
    }
    sum
}

/// Documents one after another.
#[derive(Default)]
struct Block {
    /// Where each document begins; one more than there are documents.
    starts: Vec<u32>,
    terms: Vec<u32>,
    /// How often a term occurs while the collection is gathered, its weight thereafter.
    weights: Vec<u16>,
}

impl Block {
    fn range(&self, place: usize) -> std::ops::Range<usize> {
        let at = |place: usize| self.starts.get(place).map_or(0, |&start| start as usize);
        at(place)..at(place + 1)
    }
}

/// The publications (and lists of keywords) of the pool as unit vectors.
pub(super) struct Collection {
    /// Term to the number of publications that hold it.
    terms: IndexMap<String, u32>,
    /// How many of the documents are publications; they come first.
    publications: usize,
    mean_length: f64,
    rules: TermRules,
    blocks: Vec<Block>,
}

/// The terms of the documents, as they are gathered before any weight is known.
pub(super) struct CollectionDraft {
    collection: Collection,
    open: Block,
    publications_length: u64,
}

impl CollectionDraft {
    /// Nothing yet.
    pub(super) fn new(rules: TermRules) -> Self {
        let collection = Collection {
            terms: IndexMap::new(),
            publications: 0,
            mean_length: 1.0,
            rules,
            blocks: Vec::new(),
        };
        Self { collection, open: Block::default(), publications_length: 0 }
    }

    /// Adds a publication; all publications come before all lists of keywords.
    pub(super) fn add_publication(&mut self, counted: Vec<(String, u32)>) {
        self.collection.publications += 1;
        self.publications_length += length_of(counted.iter().map(|&(_, count)| count));
        self.add(counted, 1);
    }

    /// Adds a list of keywords, which does not count towards how rare a term is.
    pub(super) fn add_keywords(&mut self, counted: Vec<(String, u32)>) {
        self.add(counted, 0);
    }

    fn add(&mut self, counted: Vec<(String, u32)>, frequency: u32) {
        let mut document: Vec<(u32, u16)> = counted
            .into_iter()
            .map(|(text, count)| {
                let entry = self.collection.terms.entry(text);
                let term = number(entry.index());
                *entry.or_insert(0) += frequency;
                (term, u16::try_from(count).unwrap_or(u16::MAX))
            })
            .collect();
        document.sort_unstable();
        if self.open.starts.len() > BLOCK {
            self.close();
        }
        if self.open.starts.is_empty() {
            self.open.starts.push(0);
        }
        self.open.terms.extend(document.iter().map(|&(term, _)| term));
        self.open.weights.extend(document.iter().map(|&(_, count)| count));
        self.open.starts.push(number(self.open.terms.len()));
    }

    fn close(&mut self) {
        let mut block = std::mem::take(&mut self.open);
        block.starts.shrink_to_fit();
        block.terms.shrink_to_fit();
        block.weights.shrink_to_fit();
        self.collection.blocks.push(block);
    }

    /// Weighs all terms.
    pub(super) fn finish(mut self) -> Collection {
        self.close();
        let mut collection = self.collection;
        collection.mean_length =
            self.publications_length as f64 / collection.publications.max(1) as f64;
        let mut blocks = std::mem::take(&mut collection.blocks);
        blocks.par_iter_mut().for_each(|block| collection.weigh(block));
        collection.blocks = blocks;
        collection
    }
}

impl Collection {
    /// Replaces the counts of a block by weights.
    fn weigh(&self, block: &mut Block) {
        for place in 0..block.starts.len().saturating_sub(1) {
            let range = block.range(place);
            let (Some(terms), Some(weights)) =
                (block.terms.get(range.clone()), block.weights.get_mut(range))
            else {
                continue;
            };
            let length = length_of(weights.iter().map(|&count| u32::from(count)));
            let raw: Vec<u64> = terms
                .iter()
                .zip(weights.iter())
                .map(|(&term, &count)| {
                    let known = self.terms.get_index(term as usize).map_or(0, |(_, &known)| known);
                    self.raw_weight(u32::from(count), known, length)
                })
                .collect();
            let scale = scale_of(&raw);
            for (place, raw) in weights.iter_mut().zip(raw) {
                *place = scaled(raw, scale);
            }
        }
    }

    /// BM25's weight of a term in a text, in parts of [`RAW_PARTS`].
    fn raw_weight(&self, count: u32, frequency: u32, length: u64) -> u64 {
        let TermRules { k1, b } = self.rules;
        let relative_length = length as f64 / self.mean_length.max(1.0);
        let count = f64::from(count);
        let saturated = count * (k1 + 1.0) / (count + k1 * (1.0 - b + b * relative_length));
        let (all, frequency) = (self.publications as f64, f64::from(frequency));
        let rarity = (1.0 + (all - frequency + 0.5) / (frequency + 0.5)).ln();
        whole(saturated * rarity * RAW_PARTS)
    }

    /// The unit vector of a text that is not of the collection. Terms that no document holds
    /// have no number and are left out, but they count in the length: what nobody in the pool
    /// has written about keeps all scores of the nomination low.
    pub(super) fn query(&self, counted: &[(String, u32)]) -> UnitVector {
        let length = length_of(counted.iter().map(|&(_, count)| count));
        let (mut terms, mut raw) = (Vec::new(), Vec::new());
        for (text, count) in counted {
            let (term, frequency) =
                self.terms.get_full(text).map_or((None, 0), |(at, _, &known)| (Some(at), known));
            terms.push(term.map(number));
            raw.push(self.raw_weight(*count, frequency, length));
        }
        let scale = scale_of(&raw);
        let weighed = terms.into_iter().zip(raw).filter_map(|(term, raw)| {
            Some((term?, scaled(raw, scale))).filter(|&(_, weight)| weight > 0)
        });
        let mut weights: Vec<(u32, u16)> = weighed.collect();
        weights.sort_unstable();
        UnitVector { weights }
    }

    /// The number of a term.
    pub(super) fn term(&self, text: &str) -> Option<u32> {
        self.terms.get_index_of(text).map(number)
    }

    /// A document by position; publications first, then lists of keywords.
    pub(super) fn document(&self, position: u32) -> Document<'_> {
        let position = position as usize;
        let block = self.blocks.get(position / BLOCK);
        let found = block.and_then(|block| {
            let range = block.range(position % BLOCK);
            Some(Document {
                terms: block.terms.get(range.clone())?,
                weights: block.weights.get(range)?,
            })
        });
        found.unwrap_or_default()
    }

    /// Some nominations, inverted to be asked together.
    pub(super) fn asked_together(&self, queries: &[Query]) -> Questions {
        let mut starts = vec![0_u32; self.terms.len() + 1];
        for &(term, _) in queries.iter().flat_map(|query| &query.vector.weights) {
            if let Some(next) = starts.get_mut(term as usize + 1) {
                *next += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut free = starts.clone();
        let mut entries = vec![Holder::default(); total as usize];
        for (asked, query) in (0_u32..).zip(queries) {
            for &(term, weight) in &query.vector.weights {
                if let Some(at) = free.get_mut(term as usize) {
                    if let Some(place) = entries.get_mut(*at as usize) {
                        *place = Holder { asked, weight, is_brief: query.is_brief(term) };
                    }
                    *at += 1;
                }
            }
        }
        Questions { starts, entries }
    }
}

/// A nomination that holds a term.
#[derive(Clone, Copy, Default)]
struct Holder {
    asked: u32,
    weight: u16,
    /// Whether its title, abstract or keywords hold the term.
    is_brief: bool,
}

/// Nominations that are asked together: for each term those that hold it, with its weight.
pub(super) struct Questions {
    starts: Vec<u32>,
    entries: Vec<Holder>,
}

impl Questions {
    /// Writes what a document has in common with each nomination to `common`, one place for each.
    pub(super) fn common(&self, document: &Document<'_>, common: &mut [Common]) {
        common.fill(Common::default());
        for (term, weight) in document.entries() {
            let own = square(weight);
            for holder in self.of(term) {
                if let Some(common) = common.get_mut(holder.asked as usize) {
                    let product = u32::from(weight) * u32::from(holder.weight);
                    common.product = common.product.saturating_add(product);
                    let borrowed = own * u32::from(holder.is_brief);
                    common.borrowed = common.borrowed.saturating_add(borrowed);
                }
            }
        }
    }

    fn of(&self, term: u32) -> &[Holder] {
        let at = term as usize;
        let range = self.starts.get(at).zip(self.starts.get(at + 1));
        let range = range.map(|(&from, &to)| from as usize..to as usize);
        range.and_then(|range| self.entries.get(range)).unwrap_or_default()
    }
}

fn square(weight: u16) -> u32 {
    u32::from(weight) * u32::from(weight)
}

/// By what a raw weight is multiplied so that the vector has unit length; the length counts terms
/// without a number too.
fn scale_of(raw: &[u64]) -> f64 {
    let square: u64 = raw.iter().map(|&weight| weight * weight).sum();
    UNIT / (square.max(1) as f64).sqrt()
}

fn scaled(raw: u64, scale: f64) -> u16 {
    u16::try_from(whole(raw as f64 * scale)).unwrap_or(u16::MAX)
}

fn length_of(counts: impl Iterator<Item = u32>) -> u64 {
    counts.map(u64::from).sum()
}

/// Rounds a number that is not negative; far below 2^53 in all uses here.
fn whole(value: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "weights are finite, not negative, and far below 2^53"
    )]
    let rounded = value.round() as u64;
    rounded
}

/// A position as a number; more than 2^32 terms or documents do not fit a machine.
fn number(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
