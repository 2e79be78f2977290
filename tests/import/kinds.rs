//! Is every kind taken, once, and is a dry run dry?

use crate::harness::{Fill, Folder, Said, TestApp};

use super::{EXPERTS, KINDS};

db_tests! { empty: [every_kind_is_taken_and_the_same_file_twice_changes_nothing] }

fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

async fn every_kind_is_taken_and_the_same_file_twice_changes_nothing(app: &TestApp) {
    let source = Folder::new(Fill::Round);
    let import = |kind: &str, file: &str, more: &str, switch: &str| -> Said {
        let file = source.path("files").join(file);
        let line = format!("import {kind} {} {more} {switch}", file.display());
        app.laurel(words(&line)).done()
    };
    let papers = ("papers", "papers.csv", "--round 2027");
    for (kind, file, more) in KINDS.into_iter().chain([papers]) {
        let dry = import(kind, file, more, "--dry-run");
        let first = import(kind, file, more, "");
        let [new, changed, unchanged, skipped] = first.counts();
        assert!(new > 0, "{kind}: {first:?}");
        // A further alias of a unit changes the unit; nothing else is named twice in a file.
        assert!(changed == 0 || kind == "units", "{kind}: {first:?}");
        assert_eq!([unchanged, skipped], [0, 0], "{kind}");
        assert_eq!(dry.counts(), first.counts(), "{kind}: a dry run says what would be");
        assert!(dry.out.contains("dry run"));
        let again = import(kind, file, more, "");
        assert_eq!(again.counts(), [0, 0, new + changed, 0], "{kind}");
    }
    let check = app.laurel(["check"]).done();
    assert!(!check.out.contains('✗'), "{check:?}");
}

#[tokio::test]
async fn a_changed_row_changes_one_record_and_a_dry_run_none() {
    let folder = Folder::new(Fill::Empty);
    folder.write("experts.csv", EXPERTS);
    assert_eq!(folder.laurel("import experts experts.csv").done().counts(), [2, 0, 0, 0]);
    let audited = folder.rows("audit_record").await;
    folder.write("experts.csv", EXPERTS.replace("云泽大学", "澄江大学") + "e3,韩予澜,云泽大学,,\n");
    let dry = folder.laurel("import experts experts.csv --dry-run").done();
    assert_eq!(dry.counts(), [1, 1, 1, 0]);
    assert_eq!(folder.rows("expert").await, 2);
    assert_eq!(folder.rows("audit_record").await, audited);
    assert_eq!(folder.laurel("import experts experts.csv").done().counts(), [1, 1, 1, 0]);
    assert_eq!(folder.rows("expert WHERE unit = '澄江大学' AND version = 2").await, 1);
    assert_eq!(folder.rows("audit_record").await, audited + 1);
    assert_eq!(folder.laurel("import experts experts.csv").done().counts(), [0, 0, 3, 0]);
    assert_eq!(folder.rows("audit_record").await, audited + 1, "nothing done, nothing recorded");
    assert_eq!(folder.laurel("audit verify").code, 0);
}

#[tokio::test]
async fn a_nomination_needs_a_round_and_keeps_its_state() {
    let folder = Folder::new(Fill::Empty);
    folder.write("n.csv", "nomination_id,title\nN-1,炼钢\n");
    let roundless = folder.laurel("import nominations n.csv");
    assert_eq!(roundless.code, 1);
    assert!(roundless.err.contains("n.csv:2 round: "), "{roundless:?}");
    assert_eq!(folder.rows("round").await, 0);
    let first = folder.laurel("import nominations n.csv --round 2026 --state rejected").done();
    assert_eq!(first.counts(), [1, 0, 0, 0]);
    let again = folder.laurel("import nominations n.csv --round 2026").done();
    assert_eq!(again.counts(), [0, 0, 1, 0], "an import does not move a nomination on");
    assert_eq!(folder.rows("nomination WHERE state = 'rejected'").await, 1);
    // The same number in another round is another nomination; its people must say which.
    folder.write("n.csv", "nomination_id,title,年度\nN-1,炼钢,2027\n");
    assert_eq!(folder.laurel("import nominations n.csv").done().counts(), [1, 0, 0, 0]);
    folder.write("p.csv", "nomination_id,order,name\nN-1,1,柳闻樱\n");
    let unclear = folder.laurel("import people p.csv");
    assert!(unclear.code == 1 && unclear.err.contains("name one with --round"), "{unclear:?}");
    assert_eq!(folder.laurel("import people p.csv --round 2027").done().counts(), [1, 0, 0, 0]);
}

#[test]
fn what_is_computed_is_not_imported() {
    let folder = Folder::new(Fill::Empty);
    folder.write("a.csv", "nomination_id,expert_id,score\nn,e,0.5\n");
    for kind in ["conflicts", "affinity", "assignments"] {
        let said = folder.laurel(&format!("import {kind} a.csv"));
        assert!(said.code == 1 && said.err.contains("exported, not imported"), "{said:?}");
    }
    assert_eq!(folder.laurel("import flowers a.csv").code, 2);
    assert_eq!(folder.laurel("import experts a.csv --round tomorrow").code, 2);
}
