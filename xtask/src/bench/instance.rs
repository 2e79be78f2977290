//! An assignment instance that tempts a greedy solver: what does the seeded generator draw?

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

const TOPICS: usize = 16;
/// Topics that draw more nominations than they have experts.
const HOT_TOPICS: usize = 4;
const UNITS: u32 = 40;
/// Part of all pairs that is in conflict, where nobody says otherwise.
pub(crate) const CONFLICTS: f64 = 0.01;

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

/// An instance that is drawn by itself, for other programs or to be looked at.
#[derive(clap::Args)]
pub(crate) struct Order {
    /// Where the files go.
    folder: PathBuf,
    /// Number of nominations.
    #[arg(long)]
    nominations: usize,
    /// Number of experts.
    #[arg(long)]
    experts: usize,
    /// Best experts kept for each nomination, and as large a share for each expert.
    #[arg(long, default_value_t = 100)]
    kept: usize,
    /// Keep every pair, as a matrix (scores.i32, in millionths, -1 in conflict) in place of affinity.csv.
    #[arg(long)]
    every_pair: bool,
    /// Seed of all draws: the same seed is the same instance on every machine.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Order {
    /// Draws the instance.
    pub(crate) fn write(&self) -> Result<()> {
        let Self { folder, nominations, experts, kept, every_pair, seed } = self;
        std::fs::create_dir_all(folder)?;
        let size = Size {
            nominations: *nominations,
            experts: *experts,
            kept: *kept,
            conflicts: CONFLICTS,
        };
        if *every_pair {
            write_matrix(folder, &size, *seed)
        } else {
            write(folder, &size, *seed).map(drop)
        }
    }
}

/// The command that draws an instance of this size again.
pub(crate) fn command(size: &Size, every_pair: bool, seed: u64) -> String {
    let Size { nominations, experts, kept, .. } = size;
    let pairs = if every_pair { "--every-pair".to_owned() } else { format!("--kept {kept}") };
    format!(
        "cargo xtask instance FOLDER --nominations {nominations} --experts {experts} {pairs} \
         --seed {seed}"
    )
}

/// Writes `affinity.csv`, `conflicts.csv` and `experts.csv`; returns the number of scored pairs.
pub(crate) fn write(folder: &Path, size: &Size, seed: u64) -> Result<usize> {
    let (scores, _) = draw(folder, size, seed)?;
    write_affinity(folder, size, &scores)
}

/// Writes `scores.i32` (row by row, millionths, little-endian, -1 for pairs in conflict),
/// `conflicts.csv` and `experts.csv`.
pub(crate) fn write_matrix(folder: &Path, size: &Size, seed: u64) -> Result<()> {
    let (scores, barred) = draw(folder, size, seed)?;
    let path = folder.join("scores.i32");
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut cells = BufWriter::new(file);
    let mut barred = barred.into_iter().peekable();
    for (pair, score) in scores.into_iter().enumerate() {
        let is_barred = barred.next_if_eq(&pair).is_some();
        #[expect(clippy::cast_possible_truncation, reason = "a score lies between 0 and 1")]
        let micro = if is_barred { -1 } else { (score * 1e6).round() as i32 };
        cells.write_all(&micro.to_le_bytes())?;
    }
    Ok(cells.flush()?)
}

/// Three-digit subjects that disciplines are drawn from, the first the most frequent.
const SUBJECTS: u32 = 56;

/// Writes `nominations.csv` and `experts.csv` with disciplines: a few subjects have most nominations.
pub(crate) fn write_subjects(
    folder: &Path,
    nominations: usize,
    experts: usize,
    seed: u64,
) -> Result<()> {
    let mut draw = Draw { state: seed };
    let mut rows = writer(folder, "nominations.csv", "nomination_id,title,disciplines")?;
    for number in 0..nominations {
        writeln!(rows, "p{number},nomination {number},{}", draw.discipline())?;
    }
    rows.flush()?;
    let mut rows = writer(folder, "experts.csv", "expert_id,name,unit,disciplines")?;
    for number in 0..experts {
        let (first, second) = (draw.discipline(), draw.discipline());
        writeln!(rows, "r{number},expert {number},unit {},{first};{second}", number % 40)?;
    }
    Ok(rows.flush()?)
}

/// Draws the scores of all pairs, row by row, with the pairs in conflict, and writes
/// `conflicts.csv` and `experts.csv`.
fn draw(folder: &Path, size: &Size, seed: u64) -> Result<(Vec<f64>, Vec<usize>)> {
    let mut draw = Draw { state: seed };
    let people = People::draw(&mut draw, size);
    let mut conflicts = writer(folder, "conflicts.csv", "nomination_id,expert_id")?;
    let mut scores = vec![0.0; size.nominations * size.experts];
    let mut barred = Vec::new();
    for row in 0..size.nominations {
        for column in 0..size.experts {
            let score = people.score(&mut draw, row, column);
            // Barred pairs keep their score, so that the solver has to leave good ones out.
            if draw.unit() < size.conflicts {
                writeln!(conflicts, "p{row},r{column}")?;
                barred.push(row * size.experts + column);
            }
            scores[row * size.experts + column] = score;
        }
    }
    conflicts.flush()?;
    people.write(folder)?;
    Ok((scores, barred))
}

/// Writes the same files for a pool of which each nomination meets so many experts, drawn by chance, and
/// keeps its best: what nobody looks at is not drawn, so that a million experts fit into memory.
pub(crate) fn write_met(folder: &Path, size: &Size, met: usize, seed: u64) -> Result<()> {
    let mut draw = Draw { state: seed };
    let people = People::draw(&mut draw, size);
    let mut conflicts = writer(folder, "conflicts.csv", "nomination_id,expert_id")?;
    let mut rows = writer(folder, "affinity.csv", "nomination_id,expert_id,score")?;
    for row in 0..size.nominations {
        let columns: BTreeSet<usize> = (0..met).map(|_| draw.below(size.experts)).collect();
        let mut pairs: Vec<(f64, usize)> = columns
            .into_iter()
            .map(|column| (people.score(&mut draw, row, column), column))
            .collect();
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
        pairs.truncate(size.kept);
        for (score, column) in pairs {
            writeln!(rows, "p{row},r{column},{score:.6}")?;
            if draw.unit() < size.conflicts {
                writeln!(conflicts, "p{row},r{column}")?;
            }
        }
    }
    conflicts.flush()?;
    rows.flush()?;
    people.write(folder)
}

/// What nominations ask for, what experts know, and where they are.
struct People {
    nominations: Vec<[f64; TOPICS]>,
    experts: Vec<[f64; TOPICS]>,
    skill: Vec<f64>,
    units: Vec<u32>,
}

impl People {
    fn draw(draw: &mut Draw, size: &Size) -> Self {
        let hot = |topic: usize| if topic < HOT_TOPICS { 0.35 } else { 0.08 };
        Self {
            nominations: (0..size.nominations).map(|_| draw.direction(hot)).collect(),
            experts: (0..size.experts).map(|_| draw.direction(|_| 0.15)).collect(),
            skill: (0..size.experts).map(|_| 0.6 + 0.4 * draw.unit()).collect(),
            units: (0..size.experts).map(|_| draw.harmonic(UNITS)).collect(),
        }
    }

    /// How near an expert is to a nomination, with some chance in it.
    fn score(&self, draw: &mut Draw, row: usize, column: usize) -> f64 {
        let ends = self.nominations[row].iter().zip(&self.experts[column]);
        let cosine: f64 = ends.map(|(a, b)| a * b).sum();
        let noise = 0.04 * draw.normal();
        let score = 0.15 + 0.85 * cosine * cosine * self.skill[column] + noise;
        score.clamp(0.01, 1.0)
    }

    fn write(&self, folder: &Path) -> Result<()> {
        let mut rows = writer(folder, "experts.csv", "expert_id,name,unit")?;
        for (column, unit) in self.units.iter().enumerate() {
            writeln!(rows, "r{column},expert {column},unit {unit}")?;
        }
        Ok(rows.flush()?)
    }
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

    /// From 0 to below `bound`.
    fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound.max(1)).unwrap_or(1);
        usize::try_from(self.next() % bound).unwrap_or(0)
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

    /// A code of five digits, its first three the subject.
    fn discipline(&mut self) -> String {
        let subject = 110 + 10 * (self.harmonic(SUBJECTS) - 1);
        format!("{subject}{}", 10 + 5 * (self.harmonic(12) - 1))
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
