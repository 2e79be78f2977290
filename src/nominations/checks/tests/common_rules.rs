//! Rules of the nomination as a whole: standing, publicity, opinion, project, attachments.

use entity::vocabulary::SelectionOutcome;

use super::*;

#[test]
fn form_is_complete_and_right() {
    nat().passes("FORM");
    nat().without("project.title_en").fails("FORM", "project.title_en");
    let unknown = nat().with(|facts| _ = facts.unknown_disciplines.insert("14050".into()));
    assert_eq!(unknown.verdicts("FORM"), [Verdict::Fail, Verdict::Fail]);
    let second = nat().without("completers.items/p2/title").of("FORM");
    assert_eq!(nat().without("project.title_en").of("FORM")[0].clause, "P51, G2");
    assert!(second[0].what.zh.starts_with("第 2 行：") && second[0].what.en.starts_with("row 2: "));
    // Pages are those of the made form: 37 lines of 38 letters, here two pages and a line more.
    let lines = |count: usize| "字".repeat(38 * count - 2);
    nat().set("evaluation.text", &lines(74)).passes("FORM");
    let long = nat().set("evaluation.text", &lines(75));
    long.fails("FORM", "evaluation.text");
    assert!(!is_submittable(&long.all()));
    let said = &long.of("FORM")[0];
    assert_eq!(said.what.zh, "“客观评价”打印至多 2 页（自页首起计），现有 3 页。请精简");
    assert_eq!(said.clause, "P47");
    let points = |lines: &str| {
        let case = nat().set("discoveries.points/f1/text", lines);
        case.set("discoveries.points/f2/text", lines)
    };
    points(&lines(90)).passes("FORM");
    points(&lines(94)).fails("FORM", "discoveries.points");
}

#[test]
fn fc_001_right_and_place() {
    nat().passes("FC-001");
    nat().with(|facts| facts.society.right = Right::Lost(said("已暂停"))).fails("FC-001", "");
    let full = nat().with(|facts| facts.society.places_left = Some(0));
    full.fails("FC-001", "");
    full.with(|facts| facts.society.has_place = true).passes("FC-001");
    nat().with(|facts| facts.society.places_left = None).passes("FC-001");
}

#[test]
fn whoever_else_nominates_does_not_take_the_society_s_way_round_its_right() {
    let experts = nat().set("opinion.nominator_kind", "experts");
    experts.fails("FC-001", "opinion.nominator_kind");
    assert!(!is_submittable(&experts.all()));
    let embassy = Case::blank("int-person-1").set("opinion.nominator_kind", "embassy");
    embassy.fails("FC-001", "opinion.nominator_kind");
    // Its right and its place are asked all the same.
    let lost = experts.with(|facts| facts.society.right = Right::Lost(said("已暂停")));
    assert_eq!(lost.verdicts("FC-001"), [Verdict::Fail; 2]);
    let full = embassy.with(|facts| facts.society.places_left = Some(0));
    assert_eq!(full.verdicts("FC-001"), [Verdict::Fail; 2]);
    nat().without("opinion.nominator_kind").passes("FC-001");
}

#[test]
fn fc_002_publicity() {
    let with = |change: fn(&mut PublicityFacts)| {
        nat().with(|facts| facts.publicity.iter_mut().for_each(change))
    };
    nat().passes("FC-002");
    nat().with(|facts| facts.publicity = None).fails("FC-002", "");
    with(|shown| shown.days = 6).fails("FC-002", "");
    with(|shown| shown.is_concluded = false).fails("FC-002", "");
    with(|shown| shown.is_proved = false).fails("FC-002", "");
    with(|shown| shown.current = "changed".into()).fails("FC-002", "");
    with(|shown| shown.unsettled = 1).fails("FC-002", "");
    with(|shown| shown.units_missing.push("示范大学".into()))
        .fails("FC-002", "opinion.unit_publicity_files");
    Case::blank("int-person-1").is_idle("FC-002");
}

#[test]
fn fc_005_content_that_has_won() {
    let won = |number: &str| AwardedContent {
        numbers: BTreeSet::from([number.to_owned()]),
        year: 2020,
        title: "某项目".into(),
    };
    nat().with(|facts| facts.awarded.push(won("10.5555/another"))).passes("FC-005");
    nat()
        .with(|facts| facts.awarded.push(won("10.5555/shifan.2017.2")))
        .fails("FC-005", "papers.items/w2/doi");
    inv()
        .with(|facts| facts.awarded.push(won("201510000001x")))
        .fails("FC-005", "intellectual_property.items/z1/number");
    pro()
        .list("papers.items", &["w1"])
        .set("papers.items/w1/doi", "10.5555/shifan.2017.2")
        .with(|facts| facts.awarded.push(won("10.5555/shifan.2017.2")))
        .asks_about("FC-005", "papers.items/w1/doi");
    nat().set("declarations.awarded_before", "yes").fails("FC-005", "declarations.awarded_before");
}

#[test]
fn fc_012_classified_content() {
    nat().passes("FC-012");
    nat().set("declarations.not_classified", "no").fails("FC-012", "declarations.not_classified");
    nat().set("summary.text", "机密★10年").fails("FC-012", "summary.text");
    nat().with(|facts| facts.files[0].marks.push("秘密★".into())).fails("FC-012", "");
    // Places that the form does not have are looked at, too: nothing classified may lie anywhere.
    nat().set("elsewhere.text", "密级：秘密").fails("FC-012", "elsewhere.text");
    nat().set("summary.text", "不得外传").asks_about("FC-012", "summary.text");
}

#[test]
fn fc_013_opinion() {
    nat().passes("FC-013");
    nat().without("opinion.text").fails("FC-013", "opinion.text");
    nat().set("opinion.text", &"字".repeat(600)).passes("FC-013");
    nat().set("opinion.text", &"字".repeat(601)).fails("FC-013", "opinion.text");
    nat().without("opinion.opinion_file").fails("FC-013", "opinion.opinion_file");
    nat().without("opinion.responsible_person").fails("FC-013", "opinion.responsible_person");
    let experts = experts(&["academician"; 3]);
    experts.passes("FC-013");
    experts
        .clone()
        .without("opinion.experts/e2/signature_file")
        .fails("FC-013", "opinion.experts/e2/signature_file");
    experts.set("opinion.experts/e1/is_responsible", "no").fails("FC-013", "opinion.experts");
}

fn experts(kinds: &[&str]) -> Case {
    nat().by_experts(kinds)
}

#[test]
fn fc_014_grade() {
    nat().passes("FC-014");
    nat().without("project.grade").fails("FC-014", "project.grade");
    nat().set("project.grade", "third").fails("FC-014", "project.grade");
    Case::blank("top-1").is_idle("FC-014");
}

#[test]
fn fc_016_title() {
    nat().passes("FC-016");
    nat().set("project.title", &"字".repeat(30)).passes("FC-016");
    nat().set("project.title", &format!("{}。", "字".repeat(30))).fails("FC-016", "project.title");
    nat().set("project.title", "示范有限公司高温合金").fails("FC-016", "project.title");
    nat().set("project.title_en", "Alloys of Shifan Co., Ltd.").fails("FC-016", "project.title_en");
    nat().set("project.title", "有限元方法的收敛性").passes("FC-016");
    let unit = pro().set("units.items/g2/kind", "private_enterprise");
    unit.passes("FC-016");
    unit.set("project.title", "示范水利研究院调控技术").fails("FC-016", "project.title");
    let hint = nat().set("project.title", "跨国集团创新网络").of("FC-016");
    assert!(hint[0].evidence.iter().any(|one| matches!(one, Evidence::Text(_))), "{hint:?}");
}

#[test]
fn fc_017_disciplines() {
    nat().passes("FC-017");
    nat().list("project.disciplines", &["d2", "d1"]).fails("FC-017", "project.disciplines");
    nat().list("project.disciplines", &["d1"]).fails("FC-017", "project.disciplines");
    nat().list("project.disciplines", &[]).fails("FC-017", "project.disciplines");
    nat()
        .set("discoveries.points/f1/discipline", "")
        .fails("FC-017", "discoveries.points/f1/discipline");
    // Several points of one discipline are one.
    nat()
        .list("project.disciplines", &["d1"])
        .set("discoveries.points/f2/discipline", "43020")
        .passes("FC-017");
}

#[test]
fn fc_019_dates() {
    nat().passes("FC-019");
    pro().passes("FC-019");
    nat()
        .set("papers.items/w1/published_on", "2013-05-10")
        .fails("FC-019", "papers.items/w1/published_on");
    nat()
        .set("papers.items/w3/published_on", "2019-06-16")
        .fails("FC-019", "papers.items/w3/published_on");
    pro()
        .set("application.units/u2/from", "2017-03-14")
        .fails("FC-019", "application.units/u2/from");
    pro().set("application.units/u2/to", "2018-03-19").fails("FC-019", "application.units/u2/to");
    pro()
        .set("application.first_applied_on", "2011-12-31")
        .fails("FC-019", "application.first_applied_on");
    nat().set("completers.items/p2/to", "2013-12-31").fails("FC-019", "completers.items/p2/to");
    nat()
        .set("cooperation.items/h1/from", "2013-12-31")
        .fails("FC-019", "cooperation.items/h1/from");
    let turned = pro().set("project.ends_on", "2011-12-31").of("FC-019");
    assert_eq!(turned[0].address.as_ref().unwrap().to_string(), "project.ends_on");
}

#[test]
fn fc_020_print_and_file() {
    nat().passes("FC-020");
    nat().set("declarations.is_true", "no").fails("FC-020", "declarations.is_true");
    // What the print says no machine reads: the digest of the file lies before the person who compares.
    let digest = nat().content.digest(nat().facts.form);
    let says_it = |one: &Evidence| matches!(one, Evidence::Text(text) if text.zh.contains(&digest));
    assert!(nat().of("FC-020")[0].evidence.iter().any(says_it));
}

#[test]
fn fc_026_attachments() {
    nat().passes("FC-026");
    nat().set("papers.items/w1/file", "99").fails("FC-026", "papers.items/w1/file");
    nat().set("papers.items/w1/file", "one").fails("FC-026", "papers.items/w1/file");
    // A file that nothing asks for any more is not missed.
    nat().set("completers.items/p1/no_signature_file", "99").passes("FC-026");
    nat()
        .list("opinion.experts", &["e1"])
        .set("opinion.experts/e1/signature_file", "99")
        .passes("FC-026");
    let file = |change: fn(&mut FileFacts)| nat().with(|facts| change(&mut facts.files[4]));
    file(|file| file.size_bytes = 5_242_880).passes("FC-026");
    file(|file| file.size_bytes = 5_242_881).fails("FC-026", "papers.items/w1/file");
    let wrong = file(|file| file.media_type = "application/zip".into());
    assert_eq!(wrong.verdicts("FC-026"), [Verdict::Fail, Verdict::Fail], "kind, and no PDF");
    file(|file| file.faults.push(said("已加密"))).fails("FC-026", "papers.items/w1/file");
    let huge = nat().with(|facts| {
        let mut more = facts.files[0].clone();
        more.number = 100;
        facts.files.push(more);
        facts.files.iter_mut().for_each(|file| file.size_bytes = 5_242_880);
    });
    huge.fails("FC-026", "");
    too_many_attachments();
}

fn too_many_attachments() {
    let many = |media_type: &str| {
        let mut case = nat();
        let mut rows: Vec<String> = case.content.rows("attachments", "items").to_vec();
        for number in 101..=121 {
            let row = format!("x{number}");
            case = case
                .set(&format!("attachments.items/{row}/category"), "other")
                .set(&format!("attachments.items/{row}/content"), &number.to_string());
            let mut file = case.facts.files[0].clone();
            (file.number, file.media_type) = (number, media_type.to_owned());
            (file.size_bytes, file.name) = (1, row.clone());
            case.facts.files.push(file);
            rows.push(row);
        }
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        case.list("attachments.items", &rows)
    };
    // 8 documents and 21 more; 2 pictures and 21 more.
    many("application/pdf").fails("FC-026", "attachments.items");
    many("image/jpeg").fails("FC-026", "attachments.items");
}

#[test]
fn fc_027_lists_and_attachments_are_one() {
    nat().passes("FC-027");
    pro().passes("FC-027");
    // Attachment 2 is the page of the opinion; the copy of the first paper is then nobody's.
    let swapped = nat().set("papers.items/w1/file", "99").of("FC-027");
    let places: Vec<String> =
        swapped.iter().map(|one| one.address.as_ref().unwrap().to_string()).collect();
    assert_eq!(places, ["papers.items/w1/file", "attachments.items/a5/content"]);
    nat()
        .set("attachments.items/a1/category", "citing")
        .fails("FC-027", "attachments.items/a1/content");
    nat()
        .set("discoveries.points/f1/papers", "1;4")
        .fails("FC-027", "discoveries.points/f1/papers");
    inv().set("inventions.points/f1/ips", "甲").fails("FC-027", "inventions.points/f1/ips");
}

#[test]
fn fc_030_nominating_experts() {
    nat().is_idle("FC-030");
    let three = experts(&["academician"; 3]);
    three.passes("FC-030");
    experts(&["academician"; 2]).fails("FC-030", "opinion.experts");
    experts(&["preeminent"]).passes("FC-030");
    experts(&["academician", "academician", "academician", "first_completer"])
        .fails("FC-030", "opinion.experts");
    experts(&["first_completer"; 5]).passes("FC-030");
    // A single candidate needs a single academician.
    experts(&["academician"]).fails("FC-030", "opinion.experts");
    experts(&["academician"]).list("completers.items", &["p1"]).passes("FC-030");
    // Born on or after 1 January 1952 in the round of 2027.
    let born = |text: &str| three.clone().set("opinion.experts/e1/born_on", text);
    born("1952-01-01").passes("FC-030");
    born("1951-12-31").fails("FC-030", "opinion.experts/e1/born_on");
    let own = three.clone().set("opinion.experts/e1/unit", "示范金属研究所");
    own.passes("FC-030");
    own.set("opinion.experts/e2/unit", "示范金属研究所").fails("FC-030", "opinion.experts/e2/unit");
    three
        .clone()
        .with(|facts| _ = facts.expert_keys.insert("e1".into(), key("key of p2")))
        .fails("FC-030", "opinion.experts/e1/name");
    three
        .clone()
        .set("opinion.experts/e1/name", "示范乙")
        .asks_about("FC-030", "opinion.experts/e1/name");
    // A candidate of another nomination by name and unit; by the name alone it may be anybody.
    let elsewhere = |unit: &str| {
        let stranger = other(Some("a number"), "专家e2", unit);
        three.clone().with(|facts| facts.others.push(stranger))
    };
    elsewhere("单位e2").asks_about("FC-030", "opinion.experts/e2/name");
    assert!(elsewhere("单位e2").of("FC-030")[0].what.zh.contains("2027-1"));
    elsewhere("另一单位").passes("FC-030");
    // Two numbers that differ are two people.
    elsewhere("单位e2")
        .with(|facts| _ = facts.expert_keys.insert("e2".into(), key("another number")))
        .passes("FC-030");
}

#[test]
fn fc_031_in_time() {
    let at = |text: &str| nat().with(|facts| facts.round.now = text.parse().unwrap());
    at("2027-06-30T15:59:59.999999Z").passes("FC-031");
    at("2027-06-30T16:00:00Z").fails("FC-031", "");
    at("2027-03-01T00:00:00Z").passes("FC-031");
    at("2027-02-28T23:59:59Z").fails("FC-031", "");
    nat()
        .with(|facts| (facts.round.opens_at, facts.round.closes_at) = (None, None))
        .is_idle("FC-031");
}

#[test]
fn lc_01_council() {
    nat().passes("LC-01");
    nat().with(|facts| facts.resolution = None).fails("LC-01", "");
    let lost = ResolutionFacts { carried: false, why: said("到会不足三分之二") };
    nat().with(|facts| facts.resolution = Some(lost)).fails("LC-01", "");
}

#[test]
fn lc_02_confirmations() {
    nat().passes("LC-02");
    for state in [Consent::NotAsked, Consent::Asked, Consent::Refused, Consent::Outdated] {
        nat()
            .with(|facts| facts.confirmations[1].state = state)
            .fails("LC-02", "completers.items/p2/name");
    }
    nat().with(|facts| facts.confirmations.truncate(2)).fails("LC-02", "completers.items/p3/name");
    Case::blank("pro-major-1").is_idle("LC-02");
}

#[test]
fn lc_03_selection() {
    let decided = |outcome| {
        let summary = Bilingual::new("候选 5 项", "5 candidates");
        nat().with(|facts| facts.selection = Some(SelectionFacts { outcome, summary }))
    };
    nat().is_idle("LC-03");
    let chosen = decided(Some(SelectionOutcome::Chosen));
    chosen.passes("LC-03");
    let told = &chosen.of("LC-03")[0].evidence;
    assert_eq!(told[..], [Evidence::Text(Bilingual::new("候选 5 项", "5 candidates"))]);
    for outcome in [None, Some(SelectionOutcome::Reserve), Some(SelectionOutcome::NotChosen)] {
        decided(outcome).fails("LC-03", "");
        assert!(!is_submittable(&decided(outcome).all()));
    }
}

#[test]
fn other_content_of_the_round_is_evidence_and_no_verdict() {
    let numbers = BTreeSet::from(["201510000001x".to_owned()]);
    let other = OtherContent { numbers, nomination: None };
    inv()
        .with(|facts| facts.other_contents.push(other))
        .asks_about("FC-004", "intellectual_property.items/z1/number");
}

#[test]
fn a_rule_that_is_off_says_so() {
    assert_eq!(nat().verdicts("FC-006"), [Verdict::Off]);
    assert_eq!(nat().verdicts("FC-N03"), [Verdict::Off]);
    assert_eq!(inv().verdicts("FC-N03"), [Verdict::NotApplicable]);
}
