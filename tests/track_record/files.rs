//! Do facts come in whole or not at all, and is nothing that stands written over?

use crate::harness::{Fill, Folder};

use super::{FACTS, SOCIETIES};

fn folder() -> Folder {
    let folder = Folder::new(Fill::Empty);
    folder.write("societies.csv", SOCIETIES);
    folder.laurel("import societies societies.csv").done();
    folder
}

const HEADER: &str = "society_id,round,case_ref,measure,value,reason\n";

#[tokio::test]
async fn facts_are_added_and_corrected_never_written_over() {
    let folder = folder();
    folder.write("facts.csv", FACTS);
    assert_eq!(folder.laurel("import facts facts.csv --dry-run").done().counts(), [22, 0, 0, 0]);
    assert_eq!(folder.rows("outcome_fact").await, 0);
    assert_eq!(folder.laurel("import facts facts.csv").done().counts(), [22, 0, 0, 0]);
    assert_eq!(folder.laurel("import facts facts.csv").done().counts(), [0, 0, 22, 0]);

    folder.write("other.csv", format!("{HEADER}X-01,2025,F25-2,first_review_passed,1,\n"));
    let refused = folder.laurel("import facts other.csv");
    assert!(refused.code == 1 && refused.err.contains("other.csv:2 value: "), "{refused:?}");
    folder.write("other.csv", format!("{HEADER}X-01,2025,F25-2,first_review_passed,1,复核\n"));
    assert_eq!(folder.laurel("import facts other.csv").done().counts(), [0, 1, 0, 0]);
    assert_eq!(folder.rows("outcome_fact").await, 23, "the one that was corrected is kept");
    let corrected = "outcome_fact WHERE revision = 1 AND value = 1 AND reason = '复核'";
    assert_eq!(folder.rows(corrected).await, 1);

    for ending in ["csv", "xlsx"] {
        folder.laurel(&format!("export facts --out out.{ending}")).done();
        let same = folder.laurel(&format!("import facts out.{ending}")).done();
        assert_eq!(same.counts(), [0, 0, 22, 0], "{ending}: {same:?}");
    }
    let round = folder.laurel("export facts --out one.csv --round 2023").done();
    assert!(round.out.contains("5 rows written"), "{round:?}");
    let check = folder.laurel("check").done();
    assert!(!check.out.contains('✗'), "{check:?}");
}

#[tokio::test]
async fn facts_that_cannot_be_are_refused_with_their_place() {
    let folder = folder();
    let refused = |rows: &str| {
        folder.write("bad.csv", format!("{HEADER}{rows}"));
        let said = folder.laurel("import facts bad.csv");
        assert_eq!(said.code, 1, "{said:?}");
        said.err
    };
    assert!(refused("Z-09,2025,F1,submitted,1,\n").contains("bad.csv:2 society_id: "));
    assert!(refused("X-01,2025,F1,submitted,-1,\n").contains("bad.csv:2 value: "));
    let twice = refused("X-01,2025,F1,submitted,1,\nX-01,2025,F1,submitted,1,\n");
    assert!(twice.contains("repeats line 2"), "{twice}");
    let mixed = refused("X-01,2025,F1,submitted,1,\nX-01,2025,,accepted,1,\n");
    assert!(mixed.contains("bad.csv:3 case_ref: "), "{mixed}");
    let case = refused("X-01,2025,F1,submitted,0,\nX-01,2025,F1,awarded,1,\n");
    assert!(case.contains("awarded = 1 > submitted = 0"), "{case}");
    assert_eq!(folder.rows("outcome_fact").await, 0, "nothing of a bad file is written");
}

#[tokio::test]
async fn a_history_is_taken_whole_or_refused() {
    let folder = folder();
    let header = "society_id,society,group,round,quota,submitted,form_passed,accepted,withdrawn,\
                  first_review_passed,awarded,objections_upheld,defences_due,merged_into\n";
    let rows = "X-01,示范测绘学会,工科,2023,2,2,2,2,0,1,0,0,1,\n\
                X-01,示范测绘学会,工科,2025,2,3,2,2,0,1,1,0,,X-02\n\
                X-02,示范冶炼学会,工科,2025,1,1,1,1,0,0,0,0,0,\n";
    folder.write("h.csv", format!("{header}{rows}"));
    assert_eq!(folder.laurel("import history h.csv").done().counts(), [3, 0, 0, 0]);
    assert_eq!(folder.laurel("import history h.csv").done().counts(), [0, 0, 3, 0]);
    assert_eq!(folder.rows("record_merger").await, 1);
    assert_eq!(folder.rows("outcome_fact WHERE measure = 'defences_due'").await, 2);

    let refused = |rows: &str| {
        folder.write("bad.csv", format!("{header}{rows}"));
        let said = folder.laurel("import history bad.csv");
        assert_eq!(said.code, 1, "{said:?}");
        said.err
    };
    let other = refused("X-02,示范冶炼学会,工科,2025,1,1,1,0,0,0,0,0,0,\n");
    assert!(
        other.contains("bad.csv:2 round: ") && other.contains("accepted stands as 1"),
        "{other}"
    );
    let above = refused("X-02,示范冶炼学会,工科,2021,1,1,1,1,0,0,2,0,0,\n");
    assert!(above.contains("awarded = 2 > first_review_passed = 0"), "{above}");
    let unknown = refused("Z-09,无,工科,2021,1,1,1,1,0,0,0,0,0,\n");
    assert!(unknown.contains("bad.csv:2 society_id: "), "{unknown}");
    let merged = refused("X-02,示范冶炼学会,工科,2021,1,1,1,1,0,0,0,0,0,Z-09\n");
    assert!(merged.contains("bad.csv:2 merged_into: "), "{merged}");
}
