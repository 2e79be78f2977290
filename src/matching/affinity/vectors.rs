//! How near are a nomination and a publication? Sparse unit vectors of BM25 weights on both
//! sides, and their cosine.
//!
//! Weights are held as whole numbers (a unit vector has length 2^15), so that a sum is the same
//! in whatever order, on however many threads, it is added up.

use indexmap::IndexMap;

/// Saturation of term frequency; Robertson & Zaragoza 2009, §3.
const K1: f64 = 1.2;
/// Weight of the length of a text; ibid.
const B: f64 = 0.75;
/// The length of a unit vector in whole numbers.
const UNIT: f64 = 32_768.0;
/// The product of two equal unit vectors.
pub(super) const ONE: f64 = UNIT * UNIT;
/// Raw weights are rounded to this part of one before the norm is taken.
const RAW_PARTS: f64 = 4_096.0;

/// A sparse unit vector: terms (by number) with weights, in the order of terms.
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
}

/// The publications (and lists of keywords) of the pool as an inverted index of unit vectors.
pub(super) struct Collection {
    /// Term to the number of publications that hold it.
    terms: IndexMap<String, u32>,
    /// How many of the documents are publications; they come first.
    publications: usize,
    mean_length: f64,
    /// Where in `postings` the documents of a term begin; one more than there are terms.
    starts: Vec<usize>,
    /// Documents in ascending order with the term's weight.
    postings: Vec<(u32, u16)>,
}

/// The terms of the documents, as they are gathered before any weight is known.
#[derive(Default)]
pub(super) struct CollectionDraft {
    terms: IndexMap<String, u32>,
    documents: Vec<Vec<(u32, u32)>>,
    publications: usize,
    publications_length: u64,
}

impl CollectionDraft {
    /// Adds a publication; all publications come before all lists of keywords.
    pub(super) fn add_publication(&mut self, counted: Vec<(String, u32)>) {
        self.publications += 1;
        self.publications_length += length_of(counted.iter().map(|&(_, count)| count));
        self.add(counted, 1);
    }

    /// Adds a list of keywords, which does not count towards how rare a term is.
    pub(super) fn add_keywords(&mut self, counted: Vec<(String, u32)>) {
        self.add(counted, 0);
    }

    fn add(&mut self, counted: Vec<(String, u32)>, frequency: u32) {
        let document = counted
            .into_iter()
            .map(|(text, count)| {
                let entry = self.terms.entry(text);
                let number = number(entry.index());
                *entry.or_insert(0) += frequency;
                (number, count)
            })
            .collect();
        self.documents.push(document);
    }

    /// Weighs all terms and turns documents to postings.
    pub(super) fn finish(self) -> Collection {
        let mut collection = Collection {
            mean_length: self.publications_length as f64 / self.publications.max(1) as f64,
            publications: self.publications,
            starts: vec![0; self.terms.len() + 1],
            terms: self.terms,
            postings: Vec::new(),
        };
        let vectors: Vec<UnitVector> = self
            .documents
            .iter()
            .map(|counts| {
                let length = length_of(counts.iter().map(|&(_, count)| count));
                unit_vector(counts.iter().map(|&(term, count)| {
                    let frequency =
                        collection.terms.get_index(term as usize).map_or(0, |(_, &known)| known);
                    (Some(term), collection.raw_weight(count, frequency, length))
                }))
            })
            .collect();
        collection.post(&vectors);
        collection
    }
}

impl Collection {
    fn post(&mut self, vectors: &[UnitVector]) {
        let weights = || vectors.iter().flat_map(|vector| &vector.weights);
        for &(term, _) in weights() {
            if let Some(next) = self.starts.get_mut(term as usize + 1) {
                *next += 1;
            }
        }
        let mut total = 0;
        for start in &mut self.starts {
            total += *start;
            *start = total;
        }
        let mut free = self.starts.clone();
        self.postings = vec![(0, 0); total];
        for (document, vector) in vectors.iter().enumerate() {
            for &(term, weight) in &vector.weights {
                if let Some(at) = free.get_mut(term as usize) {
                    if let Some(place) = self.postings.get_mut(*at) {
                        *place = (number(document), weight);
                    }
                    *at += 1;
                }
            }
        }
    }

    /// BM25's weight of a term in a text, in parts of [`RAW_PARTS`].
    fn raw_weight(&self, count: u32, frequency: u32, length: u64) -> u64 {
        let relative_length = length as f64 / self.mean_length.max(1.0);
        let count = f64::from(count);
        let saturated = count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * relative_length));
        let (all, frequency) = (self.publications as f64, f64::from(frequency));
        let rarity = (1.0 + (all - frequency + 0.5) / (frequency + 0.5)).ln();
        whole(saturated * rarity * RAW_PARTS)
    }

    /// The unit vector of a text that is not of the collection. Terms that no document holds
    /// have no number and are left out, but they count in the length: what nobody in the pool
    /// has written about keeps all scores of the nomination low.
    pub(super) fn query(&self, counted: &[(String, u32)]) -> UnitVector {
        let length = length_of(counted.iter().map(|&(_, count)| count));
        unit_vector(counted.iter().map(|(text, count)| {
            let (term, frequency) =
                self.terms.get_full(text).map_or((None, 0), |(at, _, &known)| (Some(at), known));
            (term.map(number), self.raw_weight(*count, frequency, length))
        }))
    }

    /// The number of a term.
    pub(super) fn term(&self, text: &str) -> Option<u32> {
        self.terms.get_index_of(text).map(number)
    }

    fn postings_of(&self, term: u32) -> &[(u32, u16)] {
        let at = term as usize;
        let range = self.starts.get(at).zip(self.starts.get(at + 1));
        range.and_then(|(&from, &to)| self.postings.get(from..to)).unwrap_or_default()
    }

    /// Adds the products of a query with every document to `products` (one place a document,
    /// zero before); [`ONE`] is a cosine of 1.
    pub(super) fn add_products(&self, query: &UnitVector, products: &mut [u32]) {
        for &(term, weight) in &query.weights {
            for &(document, other) in self.postings_of(term) {
                if let Some(product) = products.get_mut(document as usize) {
                    *product = product.saturating_add(u32::from(weight) * u32::from(other));
                }
            }
        }
    }

    /// The part of one term in the product of a query and a document.
    pub(super) fn part(&self, query: &UnitVector, term: u32, document: u32) -> u32 {
        let postings = self.postings_of(term);
        let found = postings.binary_search_by_key(&document, |&(known, _)| known).ok();
        let weight = found.and_then(|at| postings.get(at)).map_or(0, |&(_, weight)| weight);
        u32::from(weight) * u32::from(query.weight(term))
    }
}

/// Scales raw weights to a unit vector; the length counts terms without a number too.
fn unit_vector(raw: impl Iterator<Item = (Option<u32>, u64)>) -> UnitVector {
    let raw: Vec<_> = raw.collect();
    let square: u64 = raw.iter().map(|&(_, weight)| weight * weight).sum();
    let scale = UNIT / (square.max(1) as f64).sqrt();
    let mut weights: Vec<(u32, u16)> = raw
        .into_iter()
        .filter_map(|(term, weight)| {
            let weight = u16::try_from(whole(weight as f64 * scale)).unwrap_or(u16::MAX);
            term.filter(|_| weight > 0).map(|term| (term, weight))
        })
        .collect();
    weights.sort_unstable();
    UnitVector { weights }
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
