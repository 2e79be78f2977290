//! Papers: cited by the nomination, and joint with completers.

use super::*;

#[test]
fn papers_of_the_nomination_by_doi_title_and_name() {
    let mut round = Round::plain();
    let mut own = publication("p1", 2015, &["顾远山"], &["E1"]);
    own.doi = Some("10.1000/ABC".to_owned());
    round.publications.push(own);
    round.papers.push(Paper {
        nomination_id: "J1".to_owned(),
        title: "另一个题目下的同一篇论文".to_owned(),
        doi: Some("https://doi.org/10.1000/abc".to_owned()),
        ..Paper::default()
    });
    let finding = round.find(ConflictKind::OwnPaper).unwrap();
    assert_eq!((finding.severity, finding.confidence), (Severity::Bar, 1_000));
    assert_eq!(round.find(ConflictKind::Coauthor), None, "2015 is long ago");
    round.publications[0].doi = None;
    assert_eq!(round.find(ConflictKind::OwnPaper), None);
    round.papers[0].title = "p1 山地雲霧林水分收支研究".to_owned();
    round.publications[0].year = Some(2026);
    assert_eq!(round.severity(ConflictKind::OwnPaper), Some(Severity::Bar));
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Bar));
    round.publications.clear();
    assert_eq!(round.find(ConflictKind::OwnPaper), None);
    round.papers[0].authors = vec!["Gu YS".to_owned()];
    let finding = round.find(ConflictKind::OwnPaper).unwrap();
    assert!(finding.severity < Severity::Bar && finding.evidence[0].zh.contains("缩写"));
}

#[test]
fn joint_papers_with_a_name_and_with_two_names() {
    let mut round = Round::plain();
    round.publications = vec![publication("p1", 2025, &["顾远山", "陆望舒"], &["E1"])];
    let one = round.find(ConflictKind::Coauthor).unwrap();
    assert_eq!(one.severity, Severity::Flag, "a bare name does not bar");
    round.people.push(person("J1", 2, "沈听澜", "青松大学"));
    round.publications[0].authors.push("沈听澜".to_owned());
    let two = round.find(ConflictKind::Coauthor).unwrap();
    assert_eq!(two.severity, Severity::Bar);
    assert!(two.evidence.len() == 2 && two.confidence > one.confidence);
    round.publications[0].year = Some(2023);
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Note));
    round.publications[0].year = None;
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Bar));
    round.publications[0].authors.truncate(1);
    assert_eq!(round.detect(), []);
}

#[test]
fn a_second_name_tells_less_the_more_common_it_is() {
    let mut round = Round::plain();
    round.people[0] = person("J1", 1, "柏听", "青松大学");
    for (second, printed, severity) in
        [("王伟", "Wei Wang", Severity::Flag), ("沈听澜", "Tinglan Shen", Severity::Bar)]
    {
        round.people.truncate(2);
        round.people.push(person("J1", 2, second, "青松大学"));
        round.publications = vec![publication("p1", 2025, &["Ting Bai", printed], &["E1"])];
        let finding = round.find(ConflictKind::Coauthor).unwrap();
        assert_eq!(finding.severity, severity, "{second} {}", finding.confidence);
    }
}

/// A round whose first nomination has completers of these names, all of one unit.
fn with_completers(names: &[&str]) -> Round {
    let mut round = Round::plain();
    round.people.retain(|one| one.nomination_id != "J1");
    let people = names.iter().zip(1..).map(|(name, order)| person("J1", order, name, "青松大学"));
    round.people.extend(people);
    round
}

#[test]
fn two_common_names_on_a_short_list_are_two_completers() {
    let mut round = with_completers(&["张英秀", "杨雨"]);
    let authors = ["顾远山", "张英秀", "杨雨", "甲一", "甲二", "甲三", "甲四", "甲五", "甲六"];
    // Some 260 and 195 researchers bear them: of one name nothing follows ...
    for one in [["顾远山", "张英秀"], ["顾远山", "杨雨"]] {
        round.publications = vec![publication("p1", 2025, &one, &["E1"])];
        assert!(round.severity(ConflictKind::Coauthor) < Some(Severity::Flag), "{one:?}");
    }
    // ... of both it does, the less the more other names there are among which they may be by chance.
    let mut before = u16::MAX;
    for (names, severity) in
        [(3, Severity::Bar), (4, Severity::Bar), (5, Severity::Flag), (9, Severity::Flag)]
    {
        round.publications = vec![publication("p1", 2025, &authors[..names], &["E1"])];
        let finding = round.find(ConflictKind::Coauthor).unwrap();
        assert_eq!(finding.severity, severity, "{names} {}", finding.confidence);
        assert!(finding.confidence < before);
        before = finding.confidence;
    }
    // The expert's own name is not one of those that may be there by chance.
    round.publications = vec![publication("p1", 2025, &authors[..3], &["E1"])];
    let with_own = round.detect();
    round.publications = vec![publication("p1", 2025, &authors[1..3], &["E1"])];
    assert_eq!(round.detect(), with_own);
}

#[test]
fn a_third_name_tells_more_than_two() {
    let mut round = with_completers(&["张英秀", "杨雨", "李文博"]);
    let authors = ["Yuanshan Gu", "Yingxiu Zhang", "Yu Yang", "Wenbo Li"];
    round.publications = vec![publication("p1", 2025, &authors[..3], &["E1"])];
    let two = round.find(ConflictKind::Coauthor).unwrap();
    round.publications = vec![publication("p1", 2025, &authors, &["E1"])];
    let three = round.find(ConflictKind::Coauthor).unwrap();
    assert_eq!((two.severity, three.severity), (Severity::Flag, Severity::Bar));
    assert!(two.confidence < three.confidence);
}

#[test]
fn joint_papers_by_way_of_the_pool() {
    let mut round = Round::plain();
    round.experts.push(expert("E2", "陆望舒", "青松大学"));
    round.publications = vec![publication("p1", 2025, &["Y. Gu", "W. Lu"], &["E1", "E2"])];
    let finding = round.find(ConflictKind::Coauthor).unwrap();
    assert_eq!(finding.severity, Severity::Bar);
    round.experts[1].unit = "云台大学".to_owned();
    assert_ne!(round.severity(ConflictKind::Coauthor), Some(Severity::Bar));
}

#[test]
fn whoever_is_kept_out_as_a_completer_keeps_out_his_co_authors_unless_a_namesake_is_likelier() {
    for (name, severity) in [("张英秀", Severity::Bar), ("王伟", Severity::Flag)] {
        let mut round = with_completers(&[name]);
        round.experts.push(expert("E2", name, "青松大学"));
        round.publications = vec![publication("p1", 2025, &["顾远山", name], &["E1", "E2"])];
        let finding = round.find(ConflictKind::Coauthor).unwrap();
        assert_eq!(finding.severity, severity, "{name} {}", finding.confidence);
        assert!(finding.confidence < 900, "{}", finding.confidence);
    }
}

#[test]
fn a_name_in_letters_is_surer_beside_other_completers() {
    let mut round = with_completers(&["Yingxiu Zhang", "Tinglan Shen"]);
    round.experts.push(expert("E2", "Yingxiu Zhang", "青松大学"));
    let joint = publication("p1", 2025, &["Yuanshan Gu", "Yingxiu Zhang"], &["E1", "E2"]);
    round.publications = vec![joint];
    let alone = round.find(ConflictKind::Coauthor).unwrap();
    assert_eq!(alone.severity, Severity::Flag, "the unit of the co-author tells something");
    // A paper of the co-author's, with which the expert has nothing to do.
    let team = publication("p2", 2020, &["Yingxiu Zhang", "Tinglan Shen"], &["E2"]);
    round.publications.push(team);
    let beside = round.find(ConflictKind::Coauthor).unwrap();
    assert_eq!(beside.severity, Severity::Bar);
    assert!(beside.confidence > alone.confidence);
    round.experts[1].unit = "云台大学".to_owned();
    assert_ne!(round.severity(ConflictKind::Coauthor), Some(Severity::Bar), "another unit");
}

#[test]
fn long_author_lists_are_passed_over() {
    let mut round = Round::plain();
    round.people.push(person("J1", 2, "沈听澜", "青松大学"));
    let crowd: Vec<String> = (0..40).map(|at| format!("某{at}")).collect();
    let mut authors = vec!["顾远山", "陆望舒", "沈听澜"];
    authors.extend(crowd.iter().map(String::as_str));
    round.publications = vec![publication("p1", 2025, &authors, &["E1"])];
    let finding = round.find(ConflictKind::Coauthor).unwrap();
    assert_eq!(finding.severity, Severity::Note, "told, not weighed");
    assert!(finding.evidence[0].zh.contains("作者过多"), "{finding:?}");
    let crowd: Vec<String> = (0..400).map(|at| format!("某{at}")).collect();
    authors.truncate(3);
    authors.extend(crowd.iter().map(String::as_str));
    round.publications = vec![publication("p1", 2025, &authors, &["E1"])];
    assert_eq!(round.detect(), []);
}

#[test]
fn many_authors_weigh_little() {
    let mut round = Round::plain();
    round.people.push(person("J1", 2, "沈听澜", "青松大学"));
    let crowd: Vec<String> = (0..22).map(|at| format!("某{at}")).collect();
    let mut authors = vec!["顾远山", "陆望舒", "沈听澜"];
    authors.extend(crowd.iter().map(String::as_str));
    round.publications = vec![publication("p1", 2025, &authors, &["E1"])];
    let one = round.find(ConflictKind::Coauthor).unwrap();
    assert_eq!(one.severity, Severity::Flag, "one paper of 25");
    assert!(one.evidence[0].zh.contains("作者较多"), "{one:?}");
    round.publications.push(publication("p2", 2026, &authors, &["E1"]));
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Bar), "two of them");
    authors.truncate(19);
    round.publications = vec![publication("p1", 2025, &authors, &["E1"])];
    assert_eq!(round.severity(ConflictKind::Coauthor), Some(Severity::Bar), "one of 19");
}
