//! `conflicts [DATA]`: are planted conflicts found and nothing else, what of real data is found, who
//! is told apart, and how fast? `cargo xtask bench conflicts` builds and calls it.
//! `conflicts growth EXPERTS PUBLICATIONS [DATA]`, publications of each: findings, those who work where
//! completers do, and seconds, as three words; `cargo xtask bench scale` calls it.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod growth;
mod homonyms;
mod names;
mod plant;
mod real;
mod score;
mod world;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use laurel::conflicts::{ConflictInput, ConflictKind, ConflictPolicy, Severity, detect};
use laurel::experts::model::Expert;
use laurel::nominations::model::{Nomination, Person};
use laurel::units::UnitTree;

use world::Size;

const SEEDS: [u64; 3] = [1, 2, 3];
const LEAST_RECALL: f64 = 0.99;
const LEAST_PRECISION: f64 = 0.98;

fn main() -> Result<ExitCode> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [mode, experts, publications, data @ ..] = words.as_slice()
        && mode == "growth"
    {
        let size = (experts.parse()?, publications.parse()?);
        let units = units(data.first().map(Path::new))?;
        println!("{}", growth::measured(&units, size).words());
        return Ok(ExitCode::SUCCESS);
    }
    let data: Option<PathBuf> = words.first().map(PathBuf::from);
    let units = units(data.as_deref())?;
    let mut all_hold = planted(&units);
    println!("\n### Units\n");
    all_hold &= told_apart();
    println!("\n### Namesakes\n");
    all_hold &= homonyms::study(data.as_deref(), &units)?;
    if let Some(data) = &data {
        println!("\n### The round of 2019 and the Chinese pool\n");
        all_hold &= real::completers(data)?;
        println!("\n### Co-authors inside a pool\n");
        all_hold &= real::coauthors(data)?;
        println!("\n### Co-authors by printed names alone\n");
        all_hold &= real::by_names(data)?;
        println!("\n### Co-authors of teams\n");
        all_hold &= real::teams(data)?;
    }
    println!("\n### 1,534 nominations × 100,000 experts\n");
    all_hold &= growth::large(&units, &peak);
    Ok(if all_hold { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Names of real universities, or invented ones.
fn units(data: Option<&Path>) -> Result<Vec<String>> {
    let Some(data) = data else {
        return Ok(score::invented_units());
    };
    let mut reader = csv::Reader::from_path(data.join("institutions/moe_universities.csv"))?;
    let place = reader.headers()?.iter().position(|column| column == "name_zh").unwrap_or(1);
    let mut units = Vec::new();
    for row in reader.records() {
        let row = row?;
        // Of these a department can be told from the name.
        units.extend(row.get(place).filter(|name| name.ends_with("大学")).map(str::to_owned));
    }
    Ok(units)
}

fn planted(units: &[String]) -> bool {
    println!("### Planted, {} seeds together\n", SEEDS.len());
    let mut total: std::collections::BTreeMap<ConflictKind, score::Score> =
        std::collections::BTreeMap::new();
    for seed in SEEDS {
        let size = Size { nominations: 600, experts: 4_000, publications: 3 };
        let world = score::planted(units, size, 60, seed);
        let findings = detect(&world.input(), &ConflictPolicy::default());
        let (scores, missed, invented) = score::score(&world.truth, &findings);
        for (kind, one) in scores {
            let sum = total.entry(kind).or_default();
            sum.planted += one.planted;
            sum.found += one.found;
            sum.right += one.right;
        }
        for (what, list) in [("missed", missed), ("not planted", invented)] {
            for (nomination, expert, kind) in list.iter().take(5) {
                println!("seed {seed}, {what}: {nomination} {expert} {}", kind.code());
            }
        }
    }
    println!(
        "\n| kind | grade | planted | found | recall | precision |\n|---|---|---|---|---|---|"
    );
    let mut all_hold = true;
    for kind in ConflictKind::ALL {
        let one = total.get(&kind).copied().unwrap_or_default();
        let grade = score::wanted(kind);
        println!(
            "| {} | {} | {} | {} | {:.4} | {:.4} |",
            kind.code(),
            grade.code(),
            one.planted,
            one.found,
            one.recall(),
            one.precision(),
        );
        let is_good = one.recall() >= LEAST_RECALL && one.precision() >= LEAST_PRECISION;
        all_hold &= one.planted > 0 && is_good;
    }
    println!(
        "\nof every kind recall {LEAST_RECALL} at precision {LEAST_PRECISION} at least: {}",
        said(all_hold)
    );
    all_hold
}

/// The word for a figure that is as it should be, or is not.
fn said(is_reached: bool) -> &'static str {
    if is_reached { "REACHED" } else { "NOT REACHED" }
}

/// Pairs of written units with what they are to each other, and whether an expert of one is kept
/// from a completer of the other.
fn told_apart() -> bool {
    let pairs = [
        ("same", "清华大学", "清華大學", true),
        ("same", "清华大学计算机系", "清华大学", true),
        ("same", "哈尔滨工业大学（深圳）", "哈尔滨工业大学", true),
        ("alias", "天津市肿瘤医院（天津医科大学肿瘤医院）", "天津医科大学肿瘤医院", true),
        ("alias", "南大", "南京大学", true),
        ("child", "北京大学第三医院", "北京大学", false),
        ("child", "中国科学院计算技术研究所", "中国科学院", false),
        ("sibling", "中国科学院数学研究所", "中国科学院物理研究所", false),
        ("sibling", "中国石油大学（北京）", "中国石油大学（华东）", false),
        ("look-alike", "南京大学", "南京理工大学", false),
        ("look-alike", "南京大学", "南京航空航天大学", false),
        ("look-alike", "中国科学技术大学", "中国科学院大学", false),
        ("look-alike", "中国地质大学（武汉）", "武汉大学", false),
        ("look-alike", "华北电力大学", "华东电力设计院", false),
        ("look-alike", "第二军医大学", "第二炮兵工程大学", false),
    ];
    let aliases = [laurel::units::model::Unit {
        unit: "南京大学".to_owned(),
        alias: Some("南大".to_owned()),
        parent: None,
    }];
    let tree = UnitTree::new(&aliases);
    let mut all_hold = true;
    println!("| pair | | relation found | barred | as it should |\n|---|---|---|---|---|");
    for (what, first, second, wanted) in pairs {
        let places = (tree.identify(first), tree.identify(second));
        let relation = match &places {
            (Some(first), Some(second)) => format!("{:?}", tree.relation(first, second)),
            _ => "not read".to_owned(),
        };
        let experts = [Expert {
            expert_id: "E".to_owned(),
            name: "甲".to_owned(),
            unit: first.to_owned(),
            ..Expert::default()
        }];
        let nominations = [Nomination { nomination_id: "J".to_owned(), ..Nomination::default() }];
        let people = [Person {
            nomination_id: "J".to_owned(),
            order: 1,
            name: "乙".to_owned(),
            work_unit: Some(second.to_owned()),
            ..Person::default()
        }];
        let input = ConflictInput {
            experts: &experts,
            nominations: &nominations,
            people: &people,
            units: &aliases,
            ..ConflictInput::default()
        };
        let found = detect(&input, &ConflictPolicy::default());
        let barred = found.iter().any(|one| one.severity == Severity::Bar);
        println!("| {what}: {first} | {second} | {relation} | {barred} | {} |", barred == wanted);
        all_hold &= barred == wanted;
    }
    println!("\nevery pair of units as it should: {}", said(all_hold));
    all_hold
}

/// Resident memory of this process at its peak (Linux only).
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}
