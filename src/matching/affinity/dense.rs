//! How near are a nomination and a publication by vectors that a language model made of them?
//!
//! The vectors come from outside (an embeddings endpoint); here they are values like any other. They
//! are held as whole numbers, so that a cosine is the same on every machine.

use super::card::DenseRules;
use super::vectors::ONE;
use serde::Serialize;
use std::collections::BTreeMap;

/// The length of a unit vector in whole numbers.
const UNIT: f64 = 32_767.0;

/// Dense vectors of the publications of a pool, in its order, and of nominations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DenseVectors {
    dimension: usize,
    publications: Vec<i16>,
    nominations: BTreeMap<String, Vec<i16>>,
}

impl DenseVectors {
    /// Vectors of `dimension` numbers: those of the publications in the order of the pool, and those
    /// of nominations by their numbers. None if one of them has another length or holds what is no
    /// number.
    pub fn new(
        dimension: usize,
        publications: &[&[f32]],
        nominations: BTreeMap<String, &[f32]>,
    ) -> Option<Self> {
        let mut all = Vec::with_capacity(publications.len() * dimension);
        for vector in publications {
            all.extend(whole(dimension, vector)?);
        }
        let nominations =
            nominations.into_iter().map(|(id, vector)| Some((id, whole(dimension, vector)?)));
        Some(Self {
            dimension,
            publications: all,
            nominations: nominations.collect::<Option<_>>()?,
        })
    }

    /// The vector of a nomination.
    pub(super) fn nomination(&self, id: &str) -> Option<&[i16]> {
        self.nominations.get(id).map(Vec::as_slice)
    }

    /// The cosine of a publication and a vector of a nomination.
    pub(super) fn nearness(&self, publication: u32, nomination: &[i16]) -> Option<f64> {
        let from = publication as usize * self.dimension;
        let own = self.publications.get(from..from + self.dimension)?;
        let products = own.iter().zip(nomination);
        let sum: i64 = products.map(|(&one, &other)| i64::from(one) * i64::from(other)).sum();
        Some(sum as f64 / (UNIT * UNIT))
    }
}

impl DenseRules {
    /// What a cosine adds to the product of terms.
    fn dense(&self, cosine: f64) -> f64 {
        self.part * ((cosine - self.floor) / (1.0 - self.floor)).clamp(0.0, 1.0) * ONE
    }

    /// The part of a blend that the cosine has, in [0, 1].
    pub(super) fn share(&self, lexical: u32, cosine: f64) -> f64 {
        let (dense, terms) = (self.dense(cosine), (1.0 - self.part) * f64::from(lexical));
        if dense > 0.0 { dense / (dense + terms) } else { 0.0 }
    }

    /// The product of terms with the cosine of dense vectors mixed in.
    pub(super) fn blend(&self, lexical: u32, cosine: f64) -> u32 {
        let blended = (1.0 - self.part).mul_add(f64::from(lexical), self.dense(cosine));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "about 2^30")]
        let product = blended.round() as u32;
        product
    }
}

/// The unit vector in whole numbers.
fn whole(dimension: usize, vector: &[f32]) -> Option<Vec<i16>> {
    let square: f64 = vector.iter().map(|&value| f64::from(value).powi(2)).sum();
    if vector.len() != dimension || !square.is_finite() || square <= 0.0 {
        return None;
    }
    let scale = UNIT / square.sqrt();
    #[expect(clippy::cast_possible_truncation, reason = "at most the length of the vector")]
    let parts = vector.iter().map(|&value| (f64::from(value) * scale).round() as i16).collect();
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosines_are_those_of_the_vectors_and_strange_vectors_are_refused() {
        let publications: [&[f32]; 2] = [&[3.0, 4.0], &[-2.0, 0.0]];
        let nominations = |vector: &'static [f32]| BTreeMap::from([("n".to_owned(), vector)]);
        let known = DenseVectors::new(2, &publications, nominations(&[0.0, 9.0])).unwrap();
        let asked = known.nomination("n").unwrap();
        assert!((known.nearness(0, asked).unwrap() - 0.8).abs() < 1e-3);
        assert!(known.nearness(1, asked).unwrap().abs() < 1e-3);
        assert_eq!(known.nearness(2, asked), None);
        assert_eq!(known.nomination("m"), None);
        for strange in [&[1.0][..], &[0.0, 0.0], &[f32::NAN, 1.0]] {
            assert_eq!(DenseVectors::new(2, &publications, nominations(strange)), None);
        }
    }

    #[test]
    fn a_blend_keeps_its_parts_and_what_is_below_the_floor_counts_as_nothing() {
        let rules = DenseRules { part: 0.25, floor: 0.6 };
        assert_eq!(rules.blend(1_000, 0.5), 750);
        assert!((f64::from(rules.blend(0, 1.0)) - ONE / 4.0).abs() < 0.5);
        assert_eq!(DenseRules { part: 0.0, floor: 0.6 }.blend(1_000, 1.0), 1_000);
        let shares = [rules.share(1_000, 0.5), rules.share(0, 0.9), rules.share(0, 0.5)];
        assert!(shares.iter().zip([0.0, 1.0, 0.0]).all(|(one, other)| (one - other).abs() < 1e-9));
        assert!((rules.share(1 << 30, 1.0) - 0.25).abs() < 1e-9);
    }
}
