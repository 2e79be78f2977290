//! `assignment dense FOLDER NOMINATIONS EXPERTS EACH LOAD UNIT`,
//! `assignment repair FOLDER EACH LOAD DECLINES`, `assignment draws FOLDER EACH LOAD UNIT PERCENT DRAWS` and
//! `assignment pool FOLDER EACH LOAD UNIT`: figures of `cargo xtask bench` as a program of its own, so that
//! time and memory are measured as those of other programs are.
//!
//! `dense` reads `scores.i32` (row by row, millionths, little-endian, -1 for none) and
//! `experts.csv`, and prints the total in millionths, the rounds and the pairs that entered.
//! `repair` reads `affinity.csv` and `conflicts.csv`, solves, lets one assigned expert after the
//! other decline, and prints the slowest and the mean repair in microseconds, the mean number of
//! pairs changed, and how much of the total the repairs lose beside solving anew, in millionths.
//! `draws` reads `experts.csv` too, draws so often with no pair more likely than the per cent, proves every
//! draw, and prints the pairs that may be drawn, those at the bound, those drawn more often than it and three
//! standard deviations, and by how many such deviations the most frequent pair is above the bound, and the
//! most deviant off its own chance.
//! `pool` has every expert of `experts.csv` in the network, candidate or not, and prints the milliseconds of
//! building, solving and proving, the pairs and the places filled.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    error::Error,
    fs::File,
    io::{BufReader, Read as _},
    path::Path,
    process::ExitCode,
    time::Instant,
};

use laurel::{
    exchange::{self, RowPolicy, Sheet},
    experts::model::Expert as PoolExpert,
    matching::{
        assignment::{
            Draft, Expert, Instance, Nomination, Objective, Probability, Rules, Score, ScoreMatrix,
            ScoredPair, repair, solve, solve_dense, verify,
        },
        sheet::{AffinityRow, ConflictRow},
    },
};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn each_row<S: Sheet>(path: &Path, mut take: impl FnMut(S)) -> Outcome<()> {
    exchange::for_each_batch(path, RowPolicy::Strict, 4_096, |batch| {
        batch.records.into_iter().for_each(&mut take);
        Ok::<(), Infallible>(())
    })
    .map_err(|_| format!("cannot read {}", path.display()))?;
    Ok(())
}

/// The draft without pairs.
fn draft(
    nominations: &[String],
    experts: Vec<(String, Option<String>)>,
    each: u32,
    max_load: u32,
) -> Draft {
    let nomination = |id: &String| Nomination { id: id.clone(), demand: each };
    let expert = |(id, unit)| Expert { id, min_load: 0, max_load, unit };
    Draft {
        nominations: nominations.iter().map(nomination).collect(),
        experts: experts.into_iter().map(expert).collect(),
        ..Draft::default()
    }
}

fn dense(folder: &Path, sizes: [u32; 5]) -> Outcome<String> {
    let [nominations, experts, each, max_load, max_per_unit] = sizes;
    let mut pool = Vec::new();
    each_row(&folder.join("experts.csv"), |expert: PoolExpert| {
        pool.push((expert.expert_id, Some(expert.unit)));
    })?;
    let ids: Vec<String> = (0..nominations).map(|number| format!("p{number}")).collect();
    let mut draft = draft(&ids, pool, each, max_load);
    draft.max_per_unit = max_per_unit;
    let mut matrix = ScoreMatrix::new(nominations as usize, experts as usize);
    let mut file = BufReader::new(File::open(folder.join("scores.i32"))?);
    let mut row = vec![0; experts as usize * 4];
    for nomination in 0..nominations as usize {
        file.read_exact(&mut row)?;
        for (expert, bytes) in row.as_chunks::<4>().0.iter().enumerate() {
            if let Ok(score) = Score::from_micro(i32::from_le_bytes(*bytes).into()) {
                matrix.set(nomination, expert, score);
            }
        }
    }
    let found = solve_dense(&draft, &Rules::default(), &matrix, Objective::Sum)?;
    verify(&found.instance, &found.solution)?;
    let places = found.solution.pairs.len();
    Ok(format!(
        "{} {} {} {places}",
        found.solution.total,
        found.rounds,
        found.instance.pairs().len()
    ))
}

/// The instance of a folder of CSV files: with all experts of the pool and their units, or with those
/// alone who are candidates.
fn sparse(folder: &Path, each: u32, max_load: u32, has_pool: bool) -> Outcome<Draft> {
    let (mut nominations, mut experts) = (BTreeMap::new(), BTreeMap::new());
    let (mut pairs, mut units) = (Vec::new(), BTreeMap::new());
    let number = |map: &mut BTreeMap<String, u32>, id: String| {
        let next = u32::try_from(map.len()).unwrap_or(u32::MAX);
        *map.entry(id).or_insert(next)
    };
    if has_pool {
        each_row(&folder.join("experts.csv"), |expert: PoolExpert| {
            number(&mut experts, expert.expert_id.clone());
            units.insert(expert.expert_id, expert.unit);
        })?;
    }
    let mut fault = None;
    each_row(&folder.join("affinity.csv"), |row: AffinityRow| {
        let nomination = number(&mut nominations, row.nomination_id);
        let expert = number(&mut experts, row.expert_id);
        match Score::from_f64(row.score) {
            Ok(score) => pairs.push(ScoredPair { nomination, expert, score }),
            Err(error) => fault = Some(error),
        }
    })?;
    if let Some(fault) = fault {
        return Err(fault.into());
    }
    let mut bars = Vec::new();
    each_row(&folder.join("conflicts.csv"), |row: ConflictRow| {
        let pair = (nominations.get(&row.nomination_id), experts.get(&row.expert_id));
        if let (Some(&nomination), Some(&expert)) = pair {
            bars.push((nomination, expert));
        }
    })?;
    let in_order = |map: BTreeMap<String, u32>| {
        let mut ids: Vec<(u32, String)> = map.into_iter().map(|(id, place)| (place, id)).collect();
        ids.sort_unstable();
        ids.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
    };
    let with_unit = |id: String| {
        let unit = units.remove(&id);
        (id, unit)
    };
    let pool = in_order(experts).into_iter().map(with_unit).collect();
    let mut draft = draft(&in_order(nominations), pool, each, max_load);
    (draft.pairs, draft.bars) = (pairs, bars);
    Ok(draft)
}

fn mend(folder: &Path, each: u32, max_load: u32, declines: u32) -> Outcome<String> {
    let instance = Instance::new(sparse(folder, each, max_load, false)?)?;
    let solution = solve(&instance, Objective::Sum);
    let current: Vec<(u32, u32)> =
        solution.pairs.iter().map(|pair| (pair.nomination, pair.expert)).collect();
    // Spread over the plan by a step that shares no divisor with most lengths.
    let places = (0..declines as usize).map(|number| number * 7_919 % current.len().max(1));
    let (mut slowest, mut sum, mut changes, mut lost) = (0, 0, 0, 0);
    for place in places {
        let started = Instant::now();
        let mended = repair(&instance, &current, &current[place..=place]);
        let took = started.elapsed().as_micros();
        slowest = took.max(slowest);
        sum += took;
        changes += mended.changes.len();
        lost += solution.total - mended.total;
        if mended.pairs.len() < current.len() {
            return Err("a place stayed empty".into());
        }
    }
    let number = declines.max(1);
    let changes = f64::from(u32::try_from(changes)?) / f64::from(number);
    Ok(format!("{slowest} {} {changes:.2} {}", sum / u128::from(number), lost / i64::from(number)))
}

fn draws(folder: &Path, numbers: [u32; 5]) -> Outcome<String> {
    let [each, max_load, max_per_unit, percent, number] = numbers;
    let mut draft = sparse(folder, each, max_load, true)?;
    draft.max_per_unit = max_per_unit;
    let instance = Instance::new(draft)?;
    let max_probability = Probability::new(percent, 100)?;
    let mut times: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    let (mut chances, mut parts) = (Vec::new(), 1);
    for seed in 0..u64::from(number) {
        let solution = solve(&instance, Objective::Random { max_probability, seed });
        verify(&instance, &solution)?;
        if !solution.shortfalls.is_empty() {
            return Err("a place stayed empty".into());
        }
        for pair in &solution.pairs {
            *times.entry((pair.nomination, pair.expert)).or_default() += 1;
        }
        parts = solution.certificate.parts;
        chances = solution.lottery.map(|lottery| lottery.chances).unwrap_or_default();
    }
    let part = |above: u32, below: u32| f64::from(above) / f64::from(below.max(1));
    let deviation = |chance: f64| (chance * (1.0 - chance) / f64::from(number.max(1))).sqrt();
    let bound = part(max_probability.numerator(), max_probability.denominator());
    let (mut at_bound, mut above, mut most, mut farthest) = (0, 0, f64::NEG_INFINITY, 0.0_f64);
    for &(nomination, expert, share) in &chances {
        let drawn = times.get(&(nomination, expert)).copied().unwrap_or_default();
        let (frequency, chance) = (part(drawn, number), part(share, parts));
        at_bound += u32::from(share == max_probability.numerator());
        let beyond = (frequency - bound) / deviation(bound).max(f64::MIN_POSITIVE);
        above += u32::from(beyond > 3.0);
        most = most.max(beyond);
        let off = (frequency - chance).abs() / deviation(chance).max(f64::MIN_POSITIVE);
        farthest = farthest.max(if share == parts { 0.0 } else { off });
    }
    Ok(format!("{} {at_bound} {above} {most:.2} {farthest:.2}", chances.len()))
}

fn pool(folder: &Path, numbers: [u32; 3]) -> Outcome<String> {
    let [each, max_load, max_per_unit] = numbers;
    let mut draft = sparse(folder, each, max_load, true)?;
    draft.max_per_unit = max_per_unit;
    let started = Instant::now();
    let instance = Instance::new(draft)?;
    let solution = solve(&instance, Objective::Sum);
    verify(&instance, &solution)?;
    let took = started.elapsed().as_millis();
    Ok(format!("{took} {} {}", instance.pairs().len(), solution.pairs.len()))
}

fn run(words: &[String]) -> Outcome<String> {
    let numbers = |from: usize| {
        words.iter().skip(from).map(|word| word.parse()).collect::<Result<Vec<u32>, _>>()
    };
    match words {
        [mode, folder, ..] if mode == "dense" => {
            let sizes = numbers(2)?.try_into().map_err(|_| "five numbers are wanted")?;
            dense(Path::new(folder), sizes)
        }
        [mode, folder, ..] if mode == "repair" => match numbers(2)?[..] {
            [each, max_load, declines] => mend(Path::new(folder), each, max_load, declines),
            _ => Err("three numbers are wanted".into()),
        },
        [mode, folder, ..] if mode == "draws" => {
            let sizes = numbers(2)?.try_into().map_err(|_| "five numbers are wanted")?;
            draws(Path::new(folder), sizes)
        }
        [mode, folder, ..] if mode == "pool" => {
            let sizes = numbers(2)?.try_into().map_err(|_| "three numbers are wanted")?;
            pool(Path::new(folder), sizes)
        }
        _ => Err("usage: assignment dense|repair|draws|pool FOLDER NUMBERS".into()),
    }
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(line) => {
            say(&line);
            ExitCode::SUCCESS
        }
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "the figures are what this program is for")]
fn say(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stderr, reason = "faults go to standard error")]
fn complain(line: &str) {
    eprintln!("{line}");
}
