//! Does `laurel engine assign` read, refuse, write and report as its interface says?

use super::*;
use clap::Parser;
use std::fs;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    arguments: AssignArguments,
}

const AFFINITY: &str = "nomination_id,expert_id,score\n\
    p2,e1,0.9\np1,e1,0.95\np1,e2,0.5\np2,e2,.25\np2,e3,0.1234567\n";

/// Runs the command on files by option; gives the result, the report and the output.
fn assign(files: &[(&str, &str)], options: &str) -> (Result<u8, u8>, String, Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.csv");
    let mut words = vec!["assign".to_owned(), "--out".to_owned(), out.display().to_string()];
    for (name, text) in files {
        let path = folder.path().join(format!("{name}.csv"));
        fs::write(&path, text).unwrap();
        words.extend([format!("--{name}"), path.display().to_string()]);
    }
    words.extend(options.split_whitespace().map(str::to_owned));
    let mut report = Vec::new();
    let result = run(&Line::parse_from(words).arguments, &mut report);
    let mut report = String::from_utf8(report).unwrap();
    let result = result.map(AssignOutcome::exit_code).map_err(|fault| {
        report.push_str(&fault.to_string());
        fault.exit_code()
    });
    assert!(fs::read_dir(folder.path()).unwrap().count() <= files.len() + 1, "left-over file");
    (result, report, fs::read_to_string(out).ok())
}

#[test]
fn the_best_assignment_is_written_in_order_with_six_decimals() {
    let (result, report, out) =
        assign(&[("affinity", AFFINITY)], "--per-nomination 1 --max-load 1");
    assert_eq!(result, Ok(0), "{report}");
    let rows = "nomination_id,expert_id,score\np1,e2,0.500000\np2,e1,0.900000\n";
    assert_eq!(out.as_deref(), Some(rows));
    assert!(report.contains("1.400000"), "{report}");
}

#[test]
fn bars_units_and_personal_loads_are_honoured() {
    let conflicts = "nomination_id,expert_id,kind,severity\n\
        p1,e2,,bar\np2,e1,,flag\np9,e9,,bar\n";
    let experts = "expert_id,name,unit,max_load\n\
        e1,甲,A,\ne2,乙,A,\ne3,丙,B,\ne4,丁,B,0\n";
    let files = [("affinity", AFFINITY), ("conflicts", conflicts), ("experts", experts)];
    let (result, report, out) = assign(&files, "--per-nomination 2 --max-load 2");
    assert_eq!(result, Ok(3), "p1 has one candidate left");
    let rows = "nomination_id,expert_id,score\np1,e1,0.950000\np2,e1,0.900000\np2,e3,0.123457\n";
    assert_eq!(out.as_deref(), Some(rows));
    assert!(report.contains("nomination p1 lacks 1 experts (1 candidates, 1 barred)"), "{report}");
    let (_, _, out) = assign(&files, "--per-nomination 2 --max-load 2 --max-per-unit 0");
    assert!(out.unwrap().contains("p2,e2,0.250000"), "no bound without the unit rule");
}

#[test]
fn a_conflict_without_severity_bars_and_a_barred_nomination_still_wants() {
    let affinity = "nomination_id,expert_id,score\np1,e1,1\n";
    let conflicts = "nomination_id,expert_id\np1,e1\n";
    let files = [("affinity", affinity), ("conflicts", conflicts)];
    let (result, report, out) = assign(&files, "--per-nomination 3 --max-load 1");
    assert_eq!(result, Ok(3));
    assert_eq!(out.as_deref(), Some("nomination_id,expert_id,score\n"));
    assert!(report.contains("nomination p1 lacks 3 experts"), "{report}");
}

#[test]
fn bad_rows_are_named_and_nothing_is_written() {
    let bad = [
        ("p1,e1,0.5\np1,e1,0.5\n", "affinity.csv:3"),
        ("p1,e1,1.5\n", "affinity.csv:2 score"),
        ("p1,e1,nan\n", "affinity.csv:2 score"),
        ("p1,,0.5\n", "affinity.csv:2 expert_id"),
    ];
    for (rows, place) in bad {
        let text = format!("nomination_id,expert_id,score\n{rows}");
        let (result, report, out) =
            assign(&[("affinity", &text)], "--per-nomination 1 --max-load 1");
        assert_eq!((result, out), (Err(1), None));
        assert!(report.contains(place), "{report}");
    }
    let experts = "expert_id,name,unit\ne1,甲,A\ne2,乙,B\n";
    let files = [("affinity", AFFINITY), ("experts", experts)];
    let (result, report, _) = assign(&files, "--per-nomination 1 --max-load 1");
    assert_eq!(result, Err(1));
    assert!(report.contains("affinity.csv:6 expert_id"), "{report}");
    let (result, ..) = assign(&files, "--per-nomination 1 --max-load 1 --skip-bad-rows");
    assert_eq!(result, Ok(0));
    let (result, ..) = assign(&files, "--per-nomination 1 --max-load 1 --min-load 2");
    assert_eq!(result, Err(2));
}

#[test]
fn every_objective_runs_and_a_seed_repeats() {
    for objective in ["leximin", "random --max-probability 0.9 --seed 7"] {
        let options = format!("--per-nomination 1 --max-load 2 --objective {objective}");
        let once = assign(&[("affinity", AFFINITY)], &options);
        assert!(once.0.is_ok(), "{}", once.1);
        assert_eq!(once, assign(&[("affinity", AFFINITY)], &options));
    }
}
