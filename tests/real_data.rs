//! Does the real public data come in whole? Only where it is; nothing of it is copied here.

use std::path::{Path, PathBuf};

use crate::harness::{Fill, Folder};

/// The folder of the real data. Says so where there is none.
fn real_data() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a test has no configuration to ask")]
    let told = std::env::var_os("LAUREL_REAL_DATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = told.unwrap_or_else(beside);
    if folder.join("round2019/nominations.csv").is_file() {
        return Some(folder);
    }
    println!("SKIPPED: no real data at {} (set LAUREL_REAL_DATA)", folder.display());
    None
}

#[tokio::test]
async fn the_round_of_2019_and_the_chinese_pool_come_in_whole() {
    let Some(data) = real_data() else { return };
    let folder = Folder::new(Fill::Empty);
    for (line, rows) in [
        ("import experts pool_zh/experts.csv", 1_480),
        ("import publications pool_zh/publications.csv", 2_947),
        ("import nominations round2019/nominations.csv --round 2019", 1_291),
        ("import people round2019/people.csv --round 2019", 10_845),
    ] {
        let (before, rest) = line.split_at("import ".len());
        let (kind, file) = rest.split_once(' ').unwrap();
        let said = folder.laurel(&format!("{before}{kind} {}/{file}", data.display())).done();
        assert_eq!(said.counts(), [rows, 0, 0, 0], "{line}");
    }
    for (table, rows) in [
        ("expert", 1_480),
        ("publication", 2_947),
        ("nomination", 1_291),
        ("nomination_person", 10_845),
        ("nomination WHERE category = 'NAT'", 290),
        ("nomination WHERE category = 'INV'", 234),
        ("nomination WHERE category = 'PRO'", 767),
    ] {
        assert_eq!(folder.rows(table).await, rows, "{table}");
    }
    assert_eq!(folder.laurel("check").code, 0);
}

#[tokio::test]
async fn the_register_of_societies_of_2018_comes_in_whole() {
    let Some(data) = real_data() else { return };
    let folder = Folder::new(Fill::Empty);
    let file = data.join("reference/cast_societies_2018.csv");
    let import = format!("import societies {}", file.display());
    assert_eq!(folder.laurel(&import).done().counts(), [210, 0, 0, 0]);
    assert_eq!(folder.laurel(&import).done().counts(), [0, 0, 210, 0], "once is enough");
    assert_eq!(folder.rows("society").await, 210);
    assert_eq!(folder.rows("society WHERE discipline_group IS NULL").await, 0);
    assert_eq!(folder.laurel("check").code, 0);
}

#[tokio::test]
async fn the_nominators_of_2019_and_the_funnels_come_in() {
    let Some(data) = real_data() else { return };
    let folder = Folder::new(Fill::Empty);
    let societies = data.join("reference/cast_societies_2018.csv");
    folder.laurel(&format!("import societies {}", societies.display())).done();
    let table = data.join("awards/award2019_nominators.csv");
    let import = format!("import nominators {} --round 2019", table.display());
    // The register of 2018 calls one of them by its later name: that is for a person to decide.
    let refused = folder.laurel(&import);
    assert!(refused.code == 1 && refused.err.contains("B-23"), "{refused:?}");
    assert_eq!(refused.err.matches("/ \"").count(), 1, "nothing else is wrong: {refused:?}");
    let taken = folder.laurel(&format!("{import} --skip-bad-rows")).done();
    assert_eq!(taken.counts(), [22, 0, 0, 94], "{taken:?}");
    assert!(taken.err.contains("教育部"), "{taken:?}");
    assert_eq!(
        folder.rows("outcome_fact WHERE measure = 'accepted' AND round_year = 2019").await,
        22
    );

    let funnels = data.join("awards/award_funnel_2014_2020.csv");
    let said = folder.laurel(&format!("import funnels {}", funnels.display())).done();
    assert!(said.out.contains("548/2312") && said.out.contains("239/1291"), "{said:?}");
    assert_eq!(folder.rows("quota_policy WHERE version = 2").await, 1);
    assert_eq!(folder.laurel("check").code, 0);
}
