//! Which texts stand for past nominations, and which for a round? Real titles and abstracts, with near-duplicates of
//! past ones planted into the round. The same every time.

use std::{collections::BTreeSet, path::Path};

use anyhow::{Context as _, Result, ensure};
use laurel::nominations::checks::folded;
use rand::{Rng as _, SeedableRng as _, seq::SliceRandom as _};
use rand_chacha::ChaCha8Rng;

use crate::plant::{Edit, edited, sentences};

/// Where titles and abstracts are, Chinese first.
const FILES: [&str; 6] = [
    "pool_zh/publications.csv",
    "pool_zh/heldout_nominations.csv",
    "round2019/nominations.csv",
    "reference/csl_sample.csv",
    "pool_en/publications.csv",
    "pool_en/heldout_nominations.csv",
];

/// Shorter abstracts say too little to be told from each other.
const LEAST_CHARACTERS: usize = 160;
const SEED: u64 = 2026;

/// A text with its title.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) title: String,
    pub(crate) text: String,
}

/// A nomination of the round.
#[derive(Clone, Debug)]
pub(crate) struct Planted {
    pub(crate) said: Said,
    /// The past text that it was made of, and how; none for one that is new.
    pub(crate) source: Option<(usize, Edit)>,
}

/// Everything.
pub(crate) struct Corpus {
    pub(crate) past: Vec<Said>,
    pub(crate) round: Vec<Planted>,
    /// Past texts that are real; the rest are put together from sentences of several of them.
    pub(crate) real: usize,
}

fn read(folder: &Path) -> Result<Vec<Said>> {
    let mut said = Vec::new();
    let mut titles = BTreeSet::new();
    for file in FILES {
        let path = folder.join(file);
        let mut rows = csv::Reader::from_path(&path).with_context(|| path.display().to_string())?;
        let header = rows.headers()?.clone();
        let column = |name: &str| {
            let at = header.iter().position(|one| one.trim_start_matches('\u{feff}') == name);
            at.with_context(|| format!("{file} has no column {name}"))
        };
        let (title, text) = (column("title")?, column("abstract")?);
        for row in rows.records() {
            let row = row?;
            let cell = |at: usize| row.get(at).unwrap_or_default().trim().to_owned();
            let one = Said { title: cell(title), text: cell(text) };
            // Some papers stand in two of the files.
            let is_long = one.text.chars().count() >= LEAST_CHARACTERS;
            if is_long && titles.insert(folded(&one.title)) {
                said.push(one);
            }
        }
    }
    Ok(said)
}

/// A text of sentences of six others: what a text of the same field shares with many, and with none of them much.
fn recombined(past: &[Said], chance: &mut ChaCha8Rng) -> Said {
    let mut one = || &past[chance.random_range(0..past.len())];
    let title = format!("{}与{}", one().title, one().title);
    let text = (0..6).filter_map(|_| {
        let source = one();
        let all = sentences(&source.text);
        all.get(all.len() / 2).map(ToString::to_string)
    });
    Said { text: text.collect(), title }
}

impl Corpus {
    /// `past` past texts and a round of `round`, a third of it planted.
    pub(crate) fn load(folder: &Path, past: usize, round: usize) -> Result<Self> {
        let mut chance = ChaCha8Rng::seed_from_u64(SEED);
        let mut all = read(folder)?;
        all.shuffle(&mut chance);
        let planted = round / 3;
        let fresh = round - planted;
        ensure!(all.len() > fresh + planted, "too few texts");
        let mut rest = all.split_off(fresh);
        rest.truncate(past);
        let real = rest.len();
        while rest.len() < past {
            let more = recombined(&rest[..real], &mut chance);
            rest.push(more);
        }
        let mut of_round: Vec<Planted> =
            all.into_iter().map(|said| Planted { said, source: None }).collect();
        for number in 0..planted {
            let source = number * real / planted;
            let edit = Edit::ALL[number % Edit::ALL.len()];
            let said = edited(&rest[source], edit, &rest[(source + 1) % real], &mut chance);
            of_round.push(Planted { said, source: Some((source, edit)) });
        }
        Ok(Self { past: rest, round: of_round, real })
    }
}
