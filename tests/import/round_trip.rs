//! Does what goes out come in again as it was?

use crate::harness::{Fill, Folder};

use super::KINDS;

/// The kinds, each once, with the words that name the round where there is one.
fn kinds() -> Vec<(&'static str, &'static str)> {
    let mut kinds = vec![("disciplines", ""), ("papers", "--round 2027")];
    for (kind, _, more) in KINDS {
        let round = if more.is_empty() { "" } else { "--round 2027" };
        if !kinds.contains(&(kind, round)) {
            kinds.insert(kinds.len() - 1, (kind, round));
        }
    }
    kinds
}

#[test]
fn every_kind_goes_out_and_in_again_without_a_change() {
    let from = Folder::new(Fill::Round);
    let to = Folder::new(Fill::Empty);
    for (kind, round) in kinds() {
        from.laurel(&format!("export {kind} --out {kind}.csv {round}")).done();
        from.laurel(&format!("export {kind} --out {kind}.xlsx {round}")).done();
        for ending in ["csv", "xlsx"] {
            let same = from.laurel(&format!("import {kind} {kind}.{ending} {round}")).done();
            let [new, changed, unchanged, skipped] = same.counts();
            assert_eq!([new, changed, skipped], [0, 0, 0], "{kind}.{ending}: {same:?}");
            assert!(unchanged > 0, "{kind}.{ending}");
        }
        let text = from.read(&format!("{kind}.csv")).unwrap();
        to.write("in.csv", &text);
        to.laurel(&format!("import {kind} in.csv {round}")).done();
        to.laurel(&format!("export {kind} --out out.csv {round}")).done();
        assert!(to.read("out.csv").unwrap() == text, "{kind} came out otherwise than it went in");
    }
}

#[test]
fn what_was_computed_goes_out_in_every_format() {
    let folder = Folder::new(Fill::Round);
    for kind in ["conflicts", "affinity", "assignments"] {
        let said = folder.laurel(&format!("export {kind} --out {kind}.csv")).done();
        folder.laurel(&format!("export {kind} --out {kind}.xlsx")).done();
        folder.laurel(&format!("export {kind} --out {kind}.json")).done();
        let csv = folder.read(&format!("{kind}.csv")).unwrap();
        assert!(csv.starts_with("\u{feff}nomination_id,expert_id,"), "{kind}");
        let json: serde_json::Value =
            serde_json::from_str(&folder.read(&format!("{kind}.json")).unwrap()).unwrap();
        let rows = json.as_array().unwrap().len();
        assert!(rows > 0 && said.out.contains(&format!("{rows} rows written")), "{said:?}");
        assert!(std::fs::read(folder.path(&format!("{kind}.xlsx"))).unwrap().starts_with(b"PK"));
    }
    let unknown = folder.laurel("export experts --out experts.docx");
    assert!(unknown.code != 0 && folder.read("experts.docx").is_none(), "{unknown:?}");
    assert_eq!(folder.laurel("export nominations --round 1999 --out n.csv").code, 1);
    assert!(folder.read("n.csv").is_none());
}

#[test]
fn a_text_that_looks_like_a_formula_stays_a_text() {
    let folder = Folder::new(Fill::Empty);
    let rows = "expert_id,name,unit,title\n\
                e1,=1+1,@SUM(A1),+86\n\
                e2,'=1+1,-甲,＝cmd\n\
                e3,\"'\",\"''-x\",\"a=b\"\n";
    folder.write("e.csv", rows);
    folder.laurel("import experts e.csv").done();
    for ending in ["csv", "xlsx"] {
        folder.laurel(&format!("export experts --out out.{ending}")).done();
        let same = folder.laurel(&format!("import experts out.{ending}")).done();
        assert_eq!(same.counts(), [0, 0, 3, 0], "{ending}: {same:?}");
    }
    let out = folder.read("out.csv").unwrap();
    for line in out.lines().skip(1) {
        for cell in line.split(',') {
            let bare = cell.trim_matches('"');
            assert!(!bare.starts_with(['=', '@', '+', '-', '＝']) || bare == "+86", "{cell}");
        }
    }
    folder.laurel("export experts --out out.json").done();
    let json = folder.read("out.json").unwrap();
    assert!(json.contains("\"@SUM(A1)\""), "JSON needs no guard: {json}");
}
