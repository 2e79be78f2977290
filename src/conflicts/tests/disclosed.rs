//! Declared interests: whom they reach, how long they count, who may say so.

use super::*;

#[test]
fn every_kind_by_nomination() {
    use DeclaredKind as D;
    for (kind, found) in [
        (D::Kin, ConflictKind::Kin),
        (D::AdviserStudent, ConflictKind::AdviserStudent),
        (D::EconomicInterest, ConflictKind::EconomicInterest),
        (D::SameUnit, ConflictKind::SameUnit),
        (D::Cooperation, ConflictKind::SharedGrant),
        (D::SocietyStaff, ConflictKind::SocietyStaff),
        (D::OfficeStaff, ConflictKind::OfficeStaff),
        (D::Exclusion, ConflictKind::ExcludedByNominator),
        (D::Other, ConflictKind::OtherDeclared),
    ] {
        let mut round = Round::plain();
        let nomination_id = Some("J1".to_owned());
        round.declarations = vec![Declaration { nomination_id, ..declaration("D1", kind) }];
        let all = round.detect();
        assert_eq!(all.len(), 1, "{all:?}");
        let finding = round.find(found).unwrap();
        assert_eq!((finding.severity, finding.confidence), (Severity::Bar, 1_000));
        let source = finding.evidence[0].source.as_ref().unwrap();
        assert_eq!(source.to_string(), "declaration:D1");
        round.declarations[0].expert_id = "nobody".to_owned();
        assert_eq!(round.detect(), []);
    }
}

#[test]
fn a_completer_by_name_and_unit() {
    let mut round = Round::plain();
    let person = Some("陆望舒".to_owned());
    let kin = Declaration { person, ..declaration("D1", DeclaredKind::Kin) };
    round.declarations = vec![kin.clone()];
    let bare = round.find(ConflictKind::Kin).unwrap();
    assert_eq!(bare.severity, Severity::Flag, "a bare name never bars");
    round.declarations[0].unit = Some("青松大学数学系".to_owned());
    let finding = round.find(ConflictKind::Kin).unwrap();
    assert_eq!(finding.severity, Severity::Bar);
    let chain: Vec<String> = finding.evidence[0].chain().iter().map(ToString::to_string).collect();
    assert_eq!(chain, ["declaration:D1", "person:J1#1"]);
    round.declarations[0].unit = Some("云台大学".to_owned());
    assert_eq!(round.detect(), [], "the namesake works elsewhere");
    round.declarations[0] = Declaration { person: None, ..kin };
    assert_eq!(round.detect(), [], "of nobody");
}

#[test]
fn of_whom_a_typed_name_means_a_person_has_the_last_word() {
    let mut round = Round::plain();
    let kin = Declaration {
        nomination_id: Some("J1".to_owned()),
        declared_by: DeclaredBy::Nominee,
        ..declaration("D1", DeclaredKind::Kin)
    };
    for (confidence, is_sure, severity) in [
        (1_000, true, Severity::Bar),
        (999, false, Severity::Flag),
        (50, false, Severity::Flag),
        (49, false, Severity::Note),
    ] {
        let meant = Some(Meant { confidence, is_sure });
        round.declarations = vec![Declaration { meant, ..kin.clone() }];
        let finding = round.find(ConflictKind::Kin).unwrap();
        assert_eq!((finding.severity, finding.confidence), (severity, confidence));
        assert!(finding.evidence[0].zh.contains("尚待"), "{finding:?}");
    }
    round.declarations = vec![kin];
    let finding = round.find(ConflictKind::Kin).unwrap();
    assert_eq!((finding.severity, finding.confidence), (Severity::Bar, 1_000));
    assert!(!finding.evidence[0].zh.contains("尚待"));
}

#[test]
fn a_surname_alone_is_nothing() {
    let mut round = Round::plain();
    round.experts[0] = expert("E1", "陆远山", "云台大学");
    assert_eq!(round.detect(), []);
    let person = Some("陆".to_owned());
    round.declarations = vec![Declaration { person, ..declaration("D1", DeclaredKind::Kin) }];
    assert_eq!(round.detect(), []);
}

#[test]
fn a_unit_or_a_society_by_itself() {
    let mut round = Round::plain();
    let unit = Some("青松大学".to_owned());
    round.declarations =
        vec![Declaration { unit, ..declaration("D1", DeclaredKind::EconomicInterest) }];
    assert_eq!(round.severity(ConflictKind::EconomicInterest), Some(Severity::Bar));
    assert_eq!(round.detect().len(), 1, "not of J2");
    round.nominations[0].nominator = Some("中国青松学会".to_owned());
    round.nominations[1].society_id = Some("S9".to_owned());
    for (unit, nomination) in [("中国青松学会", "J1"), ("S9", "J2")] {
        let unit = Some(unit.to_owned());
        round.declarations =
            vec![Declaration { unit, ..declaration("D1", DeclaredKind::SocietyStaff) }];
        let found = round.detect();
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].kind, &*found[0].nomination_id),
            (ConflictKind::SocietyStaff, nomination)
        );
    }
}

#[test]
fn staff_of_the_office_keep_out_of_all() {
    let mut round = Round::plain();
    round.nominations.push(nomination("J0", 2025));
    round.declarations = vec![declaration("D1", DeclaredKind::OfficeStaff)];
    let found = round.detect();
    let of: Vec<&str> = found.iter().map(|one| one.nomination_id.as_str()).collect();
    assert_eq!(of, ["J1", "J2"], "2025 is history");
    assert!(found.iter().all(|one| one.severity == Severity::Bar));
}

#[test]
fn what_ended_long_ago_is_a_note_but_kinship_does_not_end() {
    let ended = |kind, until| {
        let mut round = Round::plain();
        round.declarations = vec![Declaration {
            nomination_id: Some("J1".to_owned()),
            until: Some(until),
            ..declaration("D1", kind)
        }];
        round.detect()[0].severity
    };
    for (kind, last, gone) in [
        (DeclaredKind::AdviserStudent, 2017, 2016),
        (DeclaredKind::EconomicInterest, 2024, 2023),
        (DeclaredKind::Cooperation, 2024, 2023),
        (DeclaredKind::SameUnit, 2025, 2024),
    ] {
        assert_eq!(ended(kind, last), Severity::Bar, "{kind:?}");
        assert_eq!(ended(kind, gone), Severity::Note, "{kind:?}");
    }
    assert_eq!(ended(DeclaredKind::Kin, 1990), Severity::Bar);
}

#[test]
fn another_interest_bars_where_the_expert_or_the_office_says_so() {
    let mut round = Round::plain();
    let nomination_id = Some("J1".to_owned());
    round.declarations =
        vec![Declaration { nomination_id, ..declaration("D1", DeclaredKind::Other) }];
    for (by, severity) in [
        (DeclaredBy::Expert, Severity::Bar),
        (DeclaredBy::Office, Severity::Bar),
        (DeclaredBy::Nominee, Severity::Flag),
        (DeclaredBy::Nominator, Severity::Flag),
    ] {
        round.declarations[0].declared_by = by;
        assert_eq!(round.severity(ConflictKind::OtherDeclared), Some(severity), "{by:?}");
    }
    round.declarations[0].kind = DeclaredKind::Kin;
    assert_eq!(round.severity(ConflictKind::Kin), Some(Severity::Bar), "kinship by either side");
}
