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
    for objective in
        ["leximin", "floor", "floor --floor 0.3", "random --max-probability 0.9 --seed 7"]
    {
        let options = format!("--per-nomination 1 --max-load 2 --objective {objective}");
        let once = assign(&[("affinity", AFFINITY)], &options);
        assert!(once.0.is_ok(), "{}", once.1);
        assert_eq!(once, assign(&[("affinity", AFFINITY)], &options));
    }
}

#[test]
fn groups_bound_and_price_and_the_cost_is_told() {
    let groups = "expert_id,rule,group\ne1,university,U\ne2,university,U\ne3,university,V\n";
    let files = [("affinity", AFFINITY), ("groups", groups)];
    let asked = |rule: &str| assign(&files, &format!("--per-nomination 2 --max-load 2 {rule}"));
    let (result, report, out) = asked("--max-per-group university=1");
    assert_eq!(result, Ok(3), "p1 has two candidates, both of U: {report}");
    assert!(out.unwrap().contains("p2,e3,0.123457"));
    let (result, report, out) = asked("--mix university=1:0.2");
    assert_eq!(result, Ok(0), "{report}");
    assert!(out.unwrap().contains("p2,e3,0.123457"), "0.25 less 0.2 is below that");
    assert!(report.contains("gave up 0.126543 of the total; 1 experts"), "{report}");
    assert_eq!(asked("--max-per-group city=1").0, Err(2), "no such rule");
    let wrong = ["--mix", "university=1"];
    assert!(Line::try_parse_from(["assign", wrong[0], wrong[1]]).is_err());
}

#[test]
fn the_region_of_the_experts_file_is_a_rule_too() {
    let experts = "expert_id,name,unit,region\ne1,甲,A,北京\ne2,乙,B,北京\ne3,丙,C,\n";
    let files = [("affinity", AFFINITY), ("experts", experts)];
    let options = "--per-nomination 2 --max-load 2 --max-per-group region=1";
    let (result, report, out) = assign(&files, options);
    assert_eq!(result, Ok(3), "{report}");
    assert!(out.unwrap().contains("p2,e3,0.123457"), "an expert without a region is not bound");
}

#[test]
fn a_unit_is_what_the_organisation_tree_says() {
    let experts = "expert_id,name,unit\ne1,甲,清华大学\ne2,乙,清华大学计算机系\ne3,丙,松大\n";
    let units = "unit,alias,parent\n清华大学,松大,\n";
    let options = "--per-nomination 2 --max-load 2";
    let files = [("affinity", AFFINITY), ("experts", experts)];
    let (result, report, out) = assign(&files, options);
    assert_eq!(result, Ok(3), "p1 has two candidates, both of one university: {report}");
    assert!(out.unwrap().contains("p2,e3,0.123457"));
    let (_, _, out) = assign(&[files[0], files[1], ("units", units)], options);
    assert!(!out.unwrap().contains("e3"), "the third is of it too, under an alias");
    let hospitals = "expert_id,name,unit\n\
        e1,甲,北京大学第三医院\ne2,乙,北京大学人民医院\ne3,丙,南京大学\n";
    let files = [("affinity", AFFINITY), ("experts", hospitals)];
    assert_eq!(assign(&files, options).0, Ok(0), "two hospitals are two units");
    let (result, ..) = assign(&files, &format!("{options} --max-per-group university=1"));
    assert_eq!(result, Ok(3), "of one university");
}

#[test]
fn the_prices_are_written_with_their_ids() {
    let folder = tempfile::tempdir().unwrap();
    let (affinity, out) = (folder.path().join("affinity.csv"), folder.path().join("out.csv"));
    let certificate = folder.path().join("prices.json");
    fs::write(&affinity, AFFINITY).unwrap();
    let words = ["assign", "--per-nomination", "1", "--max-load", "1", "--affinity"];
    let mut words: Vec<String> = words.map(str::to_owned).to_vec();
    words.extend([affinity.display().to_string(), "--out".to_owned(), out.display().to_string()]);
    words.extend(["--certificate".to_owned(), certificate.display().to_string()]);
    run(&Line::parse_from(words).arguments, &mut Vec::new()).unwrap();
    let written: serde_json::Value =
        serde_json::from_slice(&fs::read(&certificate).unwrap()).unwrap();
    assert_eq!(written["total"], 1_400_000);
    assert_eq!(written["nominations"][0]["nomination_id"], "p1");
    assert_eq!(written["experts"].as_array().map(Vec::len), Some(3));
}
