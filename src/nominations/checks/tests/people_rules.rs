//! Rules of the people and units of any award.

use super::*;

#[test]
fn fc_003_one_candidate_in_two_nominations() {
    let with = |other: OtherPerson| nat().with(|facts| facts.others.push(other));
    nat().passes("FC-003");
    with(other(Some("key of p2"), "示范乙", "另一单位"))
        .fails("FC-003", "completers.items/p2/name");
    // By name and unit alone a person decides; two numbers that differ are two people.
    with(other(None, "示范乙", "示范金属研究所")).asks_about("FC-003", "completers.items/p2/name");
    with(other(Some("another"), "示范乙", "示范金属研究所")).passes("FC-003");
    with(other(None, "示范乙", "另一单位")).passes("FC-003");
    // An identity card here and a passport there, or what nobody knows: one person may have both.
    for document in [Some("passport".to_owned()), None] {
        let other = other(Some("another"), "示范乙", "示范金属研究所");
        with(OtherPerson { document, ..other }).asks_about("FC-003", "completers.items/p2/name");
    }
    let other_kind = OtherPerson {
        document: Some("passport".to_owned()),
        ..other(Some("key of p2"), "示范乙", "示范金属研究所")
    };
    with(other_kind).fails("FC-003", "completers.items/p2/name");
    // A nomination that the society may not know is not named.
    let hidden = OtherPerson { nomination: None, ..other(Some("key of p1"), "示范甲", "") };
    assert!(!with(hidden).of("FC-003")[0].what.zh.contains("2027"));
}

#[test]
fn fc_007_recent_winner() {
    let won = |year: i32| won("key of p1", year);
    let case = |year: i32| nat().asking("FC-007").with(|facts| facts.past_awards.push(won(year)));
    case(2023).fails("FC-007", "completers.items/p1/name");
    case(2020).passes("FC-007");
    assert_eq!(nat().verdicts("FC-007"), [Verdict::Off]);
    Case::blank("pro-team-1").asking("FC-007").list("completers.items", &["p"]).is_idle("FC-007");
}

#[test]
fn fc_008_barred() {
    let with = |event: IntegrityEvent| nat().with(|facts| facts.integrity.push(event));
    let person = || Subject::Person(key("key of p3"));
    nat().passes("FC-008");
    nat().set("declarations.none_barred", "no").fails("FC-008", "declarations.none_barred");
    // The last day bars, the day after does not; the days are those of China.
    with(event(person(), "2026-01-01", Some("2027-06-30")))
        .fails("FC-008", "completers.items/p3/name");
    with(event(person(), "2026-01-01", Some("2027-06-29"))).passes("FC-008");
    with(event(person(), "2027-07-01", None)).passes("FC-008");
    let namesake =
        Subject::Namesake { name: "示范丙".into(), unit: "示范金属研究所".into() };
    with(event(namesake, "2026-01-01", None)).asks_about("FC-008", "completers.items/p3/name");
    let code = pro().content.cell("units", "items", "g1", "credit_code").to_owned();
    pro()
        .with(|facts| facts.integrity.push(event(Subject::Unit(code), "2026-01-01", None)))
        .fails("FC-008", "units.items/g1/name");
}

#[test]
fn fc_009_restored() {
    let past = || event(Subject::Person(key("key of p1")), "2020-01-01", Some("2022-12-31"));
    let case = || nat().with(|facts| facts.integrity.push(past()));
    nat().is_idle("FC-009");
    case().fails("FC-009", "completers.items/p1/is_restored");
    let said = case().set("completers.items/p1/is_restored", "yes");
    said.fails("FC-009", "completers.items/p1/restored_file");
    said.set("completers.items/p1/restored_file", "1").passes("FC-009");
    let organisation = Case::blank("int-organization-1").set("organization.is_restored", "yes");
    organisation.fails("FC-009", "organization.restored_file");
}

#[test]
fn fc_015_people_and_units() {
    nat().passes("FC-015");
    let people = |rows: &[&str]| nat().list("completers.items", rows);
    people(&["p1", "p2", "p3", "p4", "p5"]).passes("FC-015");
    let six = people(&["p1", "p2", "p3", "p4", "p5", "p6"]);
    six.fails("FC-015", "completers.items");
    six.set("project.grade", "special").passes("FC-015");
    people(&["p1", "p2", "p1"])
        .with(|facts| facts.keys.clear())
        .fails("FC-015", "completers.items");
    nat()
        .with(|facts| _ = facts.keys.insert("p3".into(), key("key of p1")))
        .fails("FC-015", "completers.items/p3/id_number");
    let units: Vec<String> = (1..=8).map(|number| format!("g{number}")).collect();
    let units: Vec<&str> = units.iter().map(String::as_str).collect();
    pro().list("units.items", &units).fails("FC-015", "units.items");
    Case::blank("int-organization-1").is_idle("FC-015");
}

#[test]
fn fc_023_registered_names() {
    let registered = |name: &str| {
        let code = pro().content.cell("units", "items", "g2", "credit_code").to_owned();
        let (credit_code, name) = (Some(code), name.to_owned());
        let unit = RegisteredUnit { credit_code, name, ..RegisteredUnit::default() };
        pro().with(|facts| facts.units.push(unit))
    };
    registered("示范水利研究院").passes("FC-023");
    registered("示范水利科学研究院").fails("FC-023", "units.items/g2/name");
    nat().passes("FC-023");
    // A register without codes knows other names: which of them the certificate bears a person sees.
    let known = |name: &str, other_names: &[&str]| RegisteredUnit {
        credit_code: None,
        name: name.into(),
        other_names: other_names.iter().map(|one| (*one).to_owned()).collect(),
    };
    let renamed = known("示范水利科学研究院", &["示范水利研究院"]);
    let asked = pro().with(|facts| facts.units.push(renamed));
    asked.asks_about("FC-023", "units.items/g2/name");
    asked.with(|facts| facts.units.push(known("示范水利研究院", &[]))).passes("FC-023");
    let elsewhere = known("示范材料研究院", &["示范金属研究所"]);
    let of_people = nat().with(|facts| facts.units.push(elsewhere));
    of_people.asks_about("FC-023", "completers.items/p1/completing_unit");
    assert_eq!(of_people.of("FC-023").len(), 2, "one name is asked about once");
}

#[test]
fn fc_024_collaboration() {
    nat().passes("FC-024");
    nat().without("cooperation.text").fails("FC-024", "cooperation.text");
    nat().list("cooperation.items", &[]).fails("FC-024", "cooperation.items");
    nat().without("cooperation.signed_file").fails("FC-024", "cooperation.signed_file");
    nat().list("completers.items", &["p1"]).without("cooperation.text").is_idle("FC-024");
    Case::blank("pro-major-1").is_idle("FC-024");
}

#[test]
fn signatures_posts_and_contributions_are_evidence_and_no_verdict() {
    nat()
        .set("completers.items/p2/is_signed", "no")
        .asks_about("FC-021", "completers.items/p2/no_signature_file");
    nat().asks_about("FC-028", "completers.items/p1/post");
    nat()
        .set("completers.items/p3/contribution", "参加")
        .asks_about("FC-025", "completers.items/p3/contribution");
    nat()
        .set("completers.items/p3/contribution_points", "3")
        .asks_about("FC-N13", "completers.items/p3/contribution_points");
}
