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
fn long_author_lists_are_passed_over() {
    let mut round = Round::plain();
    round.people.push(person("J1", 2, "沈听澜", "青松大学"));
    let crowd: Vec<String> = (0..40).map(|at| format!("某{at}")).collect();
    let mut authors = vec!["顾远山", "陆望舒", "沈听澜"];
    authors.extend(crowd.iter().map(String::as_str));
    round.publications = vec![publication("p1", 2025, &authors, &["E1"])];
    assert_eq!(round.detect(), []);
}
