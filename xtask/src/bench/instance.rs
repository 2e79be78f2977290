//! An assignment instance that tempts a greedy solver: what does the seeded generator draw?

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};

const TOPICS: usize = 16;
/// Topics that draw more nominations than they have experts.
const HOT_TOPICS: usize = 4;
const UNITS: u32 = 40;

/// The size of an instance.
pub(crate) struct Size {
    /// Number of nominations.
    pub(crate) nominations: usize,
    /// Number of experts.
    pub(crate) experts: usize,
    /// Best experts kept for each nomination; each expert keeps its share of nominations likewise.
    pub(crate) kept: usize,
    /// Part of all pairs that is in conflict.
    pub(crate) conflicts: f64,
}

/// Writes `affinity.csv`, `conflicts.csv` and `experts.csv`; returns the number of scored pairs.
pub(crate) fn write(folder: &Path, size: &Size, seed: u64) -> Result<usize> {
    let mut draw = Draw { state: seed };
    let hot = |topic: usize| if topic < HOT_TOPICS { 0.35 } else { 0.08 };
    let nominations: Vec<_> = (0..size.nominations).map(|_| draw.direction(hot)).collect();
    let experts: Vec<_> = (0..size.experts).map(|_| draw.direction(|_| 0.15)).collect();
    let skill: Vec<f64> = (0..size.experts).map(|_| 0.6 + 0.4 * draw.unit()).collect();
    let units: Vec<u32> = (0..size.experts).map(|_| draw.harmonic(UNITS)).collect();

    let mut conflicts = writer(folder, "conflicts.csv", "nomination_id,expert_id")?;
    let mut scores = vec![0.0; size.nominations * size.experts];
    for (row, nomination) in nominations.iter().enumerate() {
        for (column, expert) in experts.iter().enumerate() {
            let cosine: f64 = nomination.iter().zip(expert).map(|(a, b)| a * b).sum();
            let noise = 0.04 * draw.normal();
            let score = 0.15 + 0.85 * cosine * cosine * skill[column] + noise;
            // Barred pairs keep their score, so that the solver has to leave good ones out.
            if draw.unit() < size.conflicts {
                writeln!(conflicts, "p{row},r{column}")?;
            }
            scores[row * size.experts + column] = score.clamp(0.01, 1.0);
        }
    }
    conflicts.flush()?;

    let mut rows = writer(folder, "experts.csv", "expert_id,name,unit")?;
    for (column, unit) in units.iter().enumerate() {
        writeln!(rows, "r{column},expert {column},unit {unit}")?;
    }
    rows.flush()?;
    write_affinity(folder, size, &scores)
}

/// Keeps every nomination's best experts and every expert's best nominations.
fn write_affinity(folder: &Path, size: &Size, scores: &[f64]) -> Result<usize> {
    let mut kept = vec![false; scores.len()];
    for row in 0..size.nominations {
        let pairs = (0..size.experts).map(|column| row * size.experts + column).collect();
        keep_best(scores, pairs, size.kept, &mut kept);
    }
    let share = (size.kept * size.nominations / size.experts).max(1);
    for column in 0..size.experts {
        let pairs = (0..size.nominations).map(|row| row * size.experts + column).collect();
        keep_best(scores, pairs, share, &mut kept);
    }
    let mut rows = writer(folder, "affinity.csv", "nomination_id,expert_id,score")?;
    let mut count = 0;
    for (pair, score) in scores.iter().enumerate().filter(|(pair, _)| kept[*pair]) {
        writeln!(rows, "p{},r{},{score:.6}", pair / size.experts, pair % size.experts)?;
        count += 1;
    }
    rows.flush()?;
    Ok(count)
}

fn keep_best(scores: &[f64], mut pairs: Vec<usize>, number: usize, kept: &mut [bool]) {
    let number = number.min(pairs.len());
    if number < pairs.len() {
        pairs.select_nth_unstable_by(number, |a, b| scores[*b].total_cmp(&scores[*a]));
    }
    for pair in &pairs[..number] {
        kept[*pair] = true;
    }
}

fn writer(folder: &Path, name: &str, header: &str) -> Result<BufWriter<File>> {
    let path = folder.join(name);
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut writer = BufWriter::new(file);
    writeln!(writer, "{header}")?;
    Ok(writer)
}

/// Seeded draws (SplitMix64: Steele, Lea and Flood, 2014), the same on every machine.
struct Draw {
    state: u64,
}

impl Draw {
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.state;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    /// Uniform, above 0 and below 1.
    fn unit(&mut self) -> f64 {
        ((self.next() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// Standard normal (Box and Muller, 1958).
    fn normal(&mut self) -> f64 {
        (-2.0 * self.unit().ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// Gamma of a shape below 1 (Marsaglia and Tsang, 2000, with the boost for small shapes).
    fn gamma(&mut self, shape: f64) -> f64 {
        let d = shape + 1.0 - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let normal = self.normal();
            let v = (1.0 + c * normal).powi(3);
            if v > 0.0 && self.unit().ln() < 0.5 * normal * normal + d - d * v + d * v.ln() {
                return d * v * self.unit().powf(1.0 / shape);
            }
        }
    }

    /// A point of the Dirichlet distribution with these weights, scaled to length 1.
    fn direction(&mut self, weight: impl Fn(usize) -> f64) -> [f64; TOPICS] {
        let parts: [f64; TOPICS] = std::array::from_fn(|topic| self.gamma(weight(topic)));
        let length = parts.iter().map(|part| part * part).sum::<f64>().sqrt();
        parts.map(|part| part / length)
    }

    /// A number from 1 to `most`, each as likely as its reciprocal.
    fn harmonic(&mut self, most: u32) -> u32 {
        let total: f64 = (1..=most).map(|number| 1.0 / f64::from(number)).sum();
        let mut left = self.unit() * total;
        for number in 1..most {
            left -= 1.0 / f64::from(number);
            if left < 0.0 {
                return number;
            }
        }
        most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_numbers() {
        let draws = |seed| {
            let mut draw = Draw { state: seed };
            (draw.next(), draw.gamma(0.08).to_bits(), draw.harmonic(40))
        };
        assert_eq!(draws(1), draws(1));
        assert_ne!(draws(1), draws(2));
    }

    #[test]
    fn gamma_has_its_mean() {
        let mut draw = Draw { state: 7 };
        let mean = (0..20_000).map(|_| draw.gamma(0.35)).sum::<f64>() / 20_000.0;
        assert!((mean - 0.35).abs() < 0.02, "mean {mean}");
    }
}
