//! Does `laurel engine quota` propose from plain files, and refuse what is wrong by file, line and
//! column?

use crate::harness::{Folder, Said};

const HEADER: &str = "society_id,society,group,round,quota,submitted,form_passed,accepted,withdrawn,\
                      first_review_passed,awarded,objections_upheld";
const ROWS: &str = "A,甲学会,理科,2023,2,3,3,3,0,1,1,0\nA,甲学会,理科,2025,2,3,3,3,0,1,1,0\n\
                    B,乙学会,工科,2023,2,4,1,1,0,0,0,2\nB,乙学会,工科,2025,2,4,1,1,0,0,0,2\n\
                    C,丙学会,工科,2025,1,1,1,1,0,0,0,0\n";
const QUOTA: &str = "engine quota --history history.csv --policy policy.toml --out quotas.csv";

fn folder() -> Folder {
    let folder = Folder::bare();
    folder.write("history.csv", format!("{HEADER}\n{ROWS}"));
    folder.write("policy.toml", include_str!("../rules/quota/default.toml"));
    folder
}

/// Runs on rows that replace or follow the good ones, and demands that nothing is written.
fn refused(rows: &str, total: u32) -> Said {
    let folder = folder();
    folder.write("history.csv", format!("{HEADER}\n{rows}"));
    let said = folder.laurel(&format!("{QUOTA} --total {total}"));
    assert_eq!(folder.read("quotas.csv"), None, "{said:?}");
    said
}

#[test]
fn a_proposal_is_written_in_every_format_with_its_reasons() {
    let folder = folder();
    let said = folder.laurel(&format!("{QUOTA} --total 6")).done();
    assert!(said.err.contains("3 societies"), "{said:?}");
    assert!(
        said.err.contains("measures of the policy are not in the file: abandoned, "),
        "{said:?}"
    );
    let out = folder.read("quotas.csv").unwrap();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "society_id,score,low,high,band,previous,proposed,reasons");
    assert_eq!(lines.len(), 4, "{out}");
    // One round is not enough to gain or lose by, whatever the lines of the policy.
    assert!(lines[3].contains(",hold,1,1,") && lines[3].contains("名额保持 1 个"), "{out}");
    assert!(lines[2].contains(",shrink,2,1,") && lines[2].contains("由 2 个减至 1 个"), "{out}");
    for (format, begins) in [("json", "[\n{\"society_id\":\"A\""), ("xlsx", "PK")] {
        let out = QUOTA.replace("quotas.csv", &format!("quotas.{format}"));
        folder.laurel(&format!("{out} --total 6")).done();
        let bytes = std::fs::read(folder.path(&format!("quotas.{format}"))).unwrap();
        assert!(bytes.starts_with(begins.as_bytes()), "{format}");
    }
}

#[test]
fn the_same_files_give_the_same_bytes_and_the_order_of_rows_does_not_matter() {
    let (one, other) = (folder(), folder());
    let mut rows: Vec<&str> = ROWS.lines().collect();
    rows.reverse();
    other.write("history.csv", format!("{HEADER}\n{}\n", rows.join("\n")));
    one.laurel(&format!("{QUOTA} --total 6")).done();
    other.laurel(&format!("{QUOTA} --total 6")).done();
    assert_eq!(one.read("quotas.csv"), other.read("quotas.csv"));
}

#[test]
fn a_total_below_the_floors_ends_with_three_and_names_them() {
    let folder = folder();
    let said = folder.laurel(&format!("{QUOTA} --total 2"));
    assert_eq!(said.code, 3, "{said:?}");
    assert!(
        said.err.contains("2 places to share out are fewer than the 3 of all floors"),
        "{said:?}"
    );
    assert!(said.err.contains("floor 1, only 0"), "{said:?}");
    let out = folder.read("quotas.csv").unwrap();
    assert_eq!(out.lines().count(), 4, "what can be filled is written: {out}");
}

#[test]
fn bad_rows_are_named_by_file_line_and_column() {
    for (rows, place) in [
        ("A,甲,理科,2025,2,-3,3,3,0,1,1,0\n", "history.csv:2 submitted: "),
        ("A,甲,理科,2025,2,3,3,3,0,4,4,0\n", "history.csv:2 first_review_passed: "),
        ("A,甲,理科,2025,2,3,3,1,0,1,2,0\n", "history.csv:2 awarded: "),
        ("A,甲,,2025,2,3,3,3,0,1,1,0\n", "history.csv:2 group: "),
        (
            "A,甲,理科,2023,2,3,3,3,0,1,1,0\nA,甲,工科,2025,2,3,3,3,0,1,1,0\n",
            "history.csv:3 group: ",
        ),
        ("A,甲,理科,2025,2,3,3,3,0,1,1,0\nA,甲,理科,2025,2,3,3,3,0,1,1,0\n", "history.csv:3 "),
        ("A,甲,理科,2025,x,3,3,3,0,1,1,0\n", "history.csv:2 quota: "),
    ] {
        let said = refused(rows, 6);
        assert!(said.code == 1 && said.err.contains(place), "{place}: {said:?}");
        assert!(said.err.contains(" / "), "{said:?}");
    }
    let said = refused("", 6);
    assert!(said.code == 1 && said.err.contains("the history has no rows"), "{said:?}");
}

#[test]
fn bad_rows_can_be_left_out() {
    let folder = folder();
    folder.write("history.csv", format!("{HEADER}\n{ROWS}D,丁,理科,2025,2,3,3,1,0,1,2,0\n"));
    let strict = folder.laurel(&format!("{QUOTA} --total 6"));
    assert!(strict.code == 1 && folder.read("quotas.csv").is_none(), "{strict:?}");
    let said = folder.laurel(&format!("{QUOTA} --total 6 --skip-bad-rows")).done();
    assert!(said.err.contains("history.csv:7 awarded: "), "{said:?}");
    assert_eq!(folder.read("quotas.csv").unwrap().lines().count(), 4);
}

#[test]
fn a_society_merged_or_renamed_is_told_of_and_a_dead_end_refused() {
    let folder = folder();
    let header = format!("{HEADER},merged_into");
    let good = "A,甲,理科,2023,2,3,3,3,0,1,1,0,B\nB,乙,理科,2023,2,3,3,3,0,1,1,0,\n\
                B,新乙,理科,2025,4,3,3,3,0,1,1,0,\n";
    folder.write("history.csv", format!("{header}\n{good}"));
    let said = folder.laurel(&format!("{QUOTA} --total 9")).done();
    assert!(said.err.contains("society A was merged into B"), "{said:?}");
    assert!(said.err.contains("its newest name 新乙 is used"), "{said:?}");
    assert_eq!(folder.read("quotas.csv").unwrap().lines().count(), 2);
    for (goal, place) in
        [("Z", "history.csv:2 merged_into: "), ("A", "history.csv:2 merged_into: ")]
    {
        let bad = good.replacen(",B\n", &format!(",{goal}\n"), 1);
        folder.write("history.csv", format!("{header}\n{bad}"));
        let said = folder.laurel(&format!("{QUOTA} --total 9"));
        assert!(said.code == 1 && said.err.contains(place), "{said:?}");
    }
}

#[test]
fn a_bad_policy_is_named_by_line_or_key() {
    let good = include_str!("../rules/quota/default.toml");
    for (right, wrong, said) in [
        ("max_up = 1", "max_up = 1\nmost = 2", "未知的键 most"),
        ("max_up = 1", "max_up = \"one\"", "policy.toml: "),
        ("ceiling = 4", "ceiling = 0", "bounds.ceiling"),
        ("measure = \"fees_charged\"", "measure = \"Fees\"", "vetoes fees.measure"),
    ] {
        let folder = folder();
        folder.write("policy.toml", good.replacen(right, wrong, 1));
        let told = folder.laurel(&format!("{QUOTA} --total 6"));
        assert!(told.code == 1 && told.err.contains(said), "{wrong}: {told:?}");
        assert_eq!(folder.read("quotas.csv"), None);
    }
    let folder = Folder::bare();
    let told = folder.laurel(&format!("{QUOTA} --total 6"));
    assert!(told.code == 1 && told.err.contains("policy.toml: "), "{told:?}");
}

#[test]
fn a_measure_that_only_the_policy_names_is_read_from_its_column() {
    let folder = folder();
    let policy = include_str!("../rules/quota/default.toml")
        .replace("numerator = \"submitted_early\"", "numerator = \"talks_given\"")
        .replacen(
            "denominator = \"submitted\"\nzero_permille = 500",
            "denominator = \"talks_due\"\nzero_permille = 500",
            1,
        );
    folder.write("policy.toml", policy);
    let rows: Vec<String> = ROWS.lines().map(|row| format!("{row},2,3,好")).collect();
    folder.write(
        "history.csv",
        format!("{HEADER},talks_given,talks_due,备注\n{}\n", rows.join("\n")),
    );
    let said = folder.laurel(&format!("{QUOTA} --total 6")).done();
    assert_eq!(said.err.matches("unknown columns ignored: 备注").count(), 1, "{said:?}");
    folder.write(
        "history.csv",
        format!("{HEADER},talks_given,talks_due\n{}\n", rows.join("\n").replace(",2,3,好", ",4,3")),
    );
    let said = folder.laurel(&format!("{QUOTA} --total 6"));
    assert!(said.code == 1 && said.err.contains("history.csv:2 talks_given: "), "{said:?}");
}

#[test]
fn usage_is_refused_with_two() {
    let folder = folder();
    for line in [
        QUOTA.to_owned(),
        format!("{QUOTA} --total many"),
        format!("{QUOTA} --total -1"),
        format!("{} --total 6", QUOTA.replace("quotas.csv", "quotas.pdf")),
    ] {
        assert_eq!(folder.laurel(&line).code, 2, "{line}");
    }
}
