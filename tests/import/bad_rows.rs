//! Is every bad row named by its place, and nothing written that is not whole?

use std::fmt::Write as _;

use crate::harness::{Fill, Folder};

use super::EXPERTS;

#[tokio::test]
async fn a_bad_row_refuses_the_file_or_is_left_out() {
    let folder = Folder::new(Fill::Empty);
    let bad = EXPERTS.replace("0097", "0098")
        + "e3,,云泽大学,,\ne1,沈承峤,云泽大学,,\ne4,秦照榆,云泽大学\n";
    folder.write("experts.csv", bad);
    let refused = folder.laurel("import experts experts.csv");
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    for fault in [
        "experts.csv:3 orcid: “0000-0002-1825-0098”无效",
        "experts.csv:4 name: 不能为空 / must not be empty",
        "experts.csv:5 expert_id: “e1”与第 2 行重复 / \"e1\" repeats line 2",
        "experts.csv:6: 字段数为 3,表头为 5 / 3 fields, the header has 5",
        "nothing was written",
    ] {
        assert!(refused.err.contains(fault), "{fault}\n{}", refused.err);
    }
    assert_eq!(folder.rows("expert").await, 0);
    assert_eq!(folder.rows("audit_record WHERE action LIKE '%import%'").await, 0);

    let left_out = folder.laurel("import experts experts.csv --skip-bad-rows").done();
    assert_eq!(left_out.counts(), [1, 0, 0, 4]);
    assert!(left_out.err.contains("experts.csv:3 orcid"), "{left_out:?}");
    assert_eq!(folder.rows("expert WHERE code = 'e1'").await, 1);
    assert_eq!(folder.rows("expert").await, 1);
}

#[tokio::test]
async fn a_row_with_a_mark_of_classification_is_told_by_its_place_and_never_stored() {
    const WORD: &str = "青鸾七三四";
    let folder = Folder::new(Fill::Empty);
    let marked = format!("e3,沈承峤,密级：机密、{WORD},,\n");
    folder.write("experts.csv", EXPERTS.to_owned() + &marked);
    let refused = folder.laurel("import experts experts.csv");
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    for said in
        ["experts.csv:4 unit: 含有国家秘密标志", "mark of classification", "nothing was written"]
    {
        assert!(refused.err.contains(said), "{said}\n{}", refused.err);
    }
    assert!(!refused.err.contains(WORD), "{}", refused.err);
    assert_eq!(folder.rows("expert").await, 0);
    let told = "audit_record WHERE action = 'classified.refuse' AND actor = 'operator' AND reason LIKE \
                '%import experts; %/4/unit secret'";
    assert_eq!(folder.rows(told).await, 1);

    let left_out = folder.laurel("import experts experts.csv --skip-bad-rows").done();
    assert_eq!(left_out.counts(), [2, 0, 0, 1]);
    assert_eq!(folder.rows("expert WHERE code = 'e3'").await, 0);
    assert_eq!(folder.rows(told).await, 2, "each time that it is refused");
    assert_eq!(folder.rows(&format!("audit_record WHERE reason LIKE '%{WORD}%'")).await, 0);
}

#[tokio::test]
async fn what_a_row_names_must_be_there() {
    let folder = Folder::new(Fill::Empty);
    folder.write(
        "e.csv",
        "expert_id,name,unit,disciplines\ne1,柳闻樱,云泽大学,450;999\ne2,欧阳澍,云泽大学,450\n",
    );
    folder.write("n.csv", "nomination_id,title,disciplines\nN-1,炼钢,9999999\n");
    folder.write("p.csv", "nomination_id,order,name\nN-9,1,柳闻樱\n");
    folder.write("a.csv", "nomination_id,title\nN-9,论文\n");
    folder.write("w.csv", "publication_id,title,expert_ids\nw1,高炉,e2\nw2,转炉,e2;e9\n");
    folder.write("g.csv", "grant_id,title,nomination_id\ng1,高炉,N-9\n");
    folder.write("t.csv", "patent_id,title,expert_ids\nt1,转炉,e9\n");
    folder.write("h.csv", "thesis_id,title,student,adviser_ids\nh1,炉渣,柳闻樱,e9\n");
    for (line, fault) in [
        ("experts e.csv", "e.csv:2 disciplines: “999”不存在"),
        ("nominations n.csv --round 2027", "n.csv:2 disciplines: “9999999”不存在"),
        ("people p.csv --round 2027", "p.csv:2 nomination_id: “N-9”不存在"),
        ("papers a.csv", "a.csv:2 nomination_id: “N-9”不存在"),
        ("publications w.csv", "w.csv:2 expert_ids: “e2”不存在"),
        ("grants g.csv", "g.csv:2 nomination_id: “N-9”不存在"),
        ("patents t.csv", "t.csv:2 expert_ids: “e9”不存在"),
        ("theses h.csv", "h.csv:2 adviser_ids: “e9”不存在"),
    ] {
        let said = folder.laurel(&format!("import {line}"));
        assert_eq!(said.code, 1, "{line}");
        assert!(said.err.contains(fault) && said.err.contains("does not exist"), "{said:?}");
    }
    for table in
        ["expert", "nomination", "nomination_person", "publication", "round", "shared_work"]
    {
        assert_eq!(folder.rows(table).await, 0, "{table}");
    }
    let experts = folder.laurel("import experts e.csv --skip-bad-rows").done();
    assert_eq!(experts.counts(), [1, 0, 0, 1]);
    let written = folder.laurel("import publications w.csv --skip-bad-rows").done();
    assert_eq!(written.counts(), [1, 0, 0, 1]);
    assert!(written.err.contains("w.csv:3 expert_ids: “e9”不存在"), "{written:?}");
    folder.write("h.csv", "thesis_id,title,student,student_id,adviser_ids\nh1,炉渣,欧阳澍,e2,e2\n");
    let own = folder.laurel("import theses h.csv");
    assert!(own.code == 1 && own.err.contains("h.csv:2 student_id: 作者不能同时是导师"), "{own:?}");
    assert_eq!(folder.rows("shared_work").await, 0);
}

#[tokio::test]
async fn a_fault_in_the_last_batch_takes_back_the_first() {
    let folder = Folder::new(Fill::Empty);
    let mut many = String::from("expert_id,name,unit\n");
    for number in 1..=2_500 {
        writeln!(many, "e{number},柳闻樱,云泽大学").unwrap();
    }
    folder.write("experts.csv", many.clone() + "e1,柳闻樱,云泽大学\n");
    let refused = folder.laurel("import experts experts.csv");
    assert!(refused.code == 1 && refused.err.contains("experts.csv:2502 expert_id"), "{refused:?}");
    assert_eq!(folder.rows("expert").await, 0);
    folder.write("experts.csv", many);
    assert_eq!(folder.laurel("import experts experts.csv").done().counts(), [2_500, 0, 0, 0]);
}

#[test]
fn no_file_writes_to_the_terminal() {
    let folder = Folder::new(Fill::Empty);
    folder.write("e.csv", "expert_id,name,unit,orcid\ne1,甲,乙,\u{1b}]0;title\u{7}\u{1b}[2J\n");
    let said = folder.laurel("import experts e.csv");
    assert!(said.code == 1 && said.err.contains("e.csv:2 orcid"), "{said:?}");
    assert!(!said.err.contains('\u{1b}') && !said.err.contains('\u{7}'), "{said:?}");
}
