//! Rules of the Progress Award and its kinds.

use super::*;

#[test]
fn fc_029_organs() {
    pro().passes("FC-029");
    pro().set("units.items/g2/kind", "party_or_government").fails("FC-029", "units.items/g2/kind");
    pro().set("units.items/g2/name", "示范省水利厅").asks_about("FC-029", "units.items/g2/kind");
    pro().set("units.items/g2/name", "示范工程局").passes("FC-029");
    nat().is_idle("FC-029");
}

#[test]
fn fc_p01_legal_persons() {
    pro().passes("FC-P01");
    pro()
        .set("units.items/g1/is_legal_person", "no")
        .fails("FC-P01", "units.items/g1/is_legal_person");
}

#[test]
fn fc_p03_number_and_order_of_units() {
    pro().passes("FC-P03");
    let units: Vec<String> = (1..=8).map(|number| format!("g{number}")).collect();
    let units: Vec<&str> = units.iter().map(String::as_str).collect();
    pro().list("units.items", &units).fails("FC-P03", "units.items");
    pro().list("units.items", &units[..7]).passes("FC-P03");
    pro().list("units.items", &units).set("project.grade", "first").passes("FC-P03");
    pro().set("units.items/g2/name", "示范农业大学").fails("FC-P03", "units.items/g2/name");
}

#[test]
fn fc_p04_contributions_of_units() {
    pro().passes("FC-P04");
    pro().without("units.items/g1/contribution").fails("FC-P04", "units.items/g1/contribution");
    pro().without("units.items/g1/seal_file").fails("FC-P04", "units.items/g1/seal_file");
}

#[test]
fn fc_p05_basis_of_benefits() {
    pro().passes("FC-P05");
    pro().without("application.benefit_basis").fails("FC-P05", "application.benefit_basis");
    Case::blank("pro-public-1").is_idle("FC-P05");
}

#[test]
fn fc_p06_popular_works() {
    pro().is_idle("FC-P06");
    let work = Case::blank("pro-science-1")
        .set("work.excluded_kind", "none")
        .set("work.published_on", "2023-12-31");
    work.passes("FC-P06");
    work.clone().set("work.excluded_kind", "textbook").fails("FC-P06", "work.excluded_kind");
    work.set("work.published_on", "2024-01-01").fails("FC-P06", "work.published_on");
}

#[test]
fn fc_p07_teams() {
    pro().is_idle("FC-P07");
    let team = Case::blank("pro-team-1")
        .list("completers.items", &["p1", "p2"])
        .set("completers.items/p1/name", "示范甲")
        .set("completers.items/p1/is_leader", "yes")
        .set("completers.items/p2/is_leader", "no")
        .set("team.leader", "示范甲")
        .set("team.supporting_unit", "示范大学")
        .list("units.items", &["g1"])
        .set("units.items/g1/name", "示范大学");
    team.passes("FC-P07");
    team.clone().set("team.leader", "示范乙").fails("FC-P07", "team.leader");
    team.clone().set("completers.items/p2/is_leader", "yes").fails("FC-P07", "completers.items");
    team.clone().set("team.supporting_unit", "另一大学").fails("FC-P07", "team.supporting_unit");
    let many: Vec<String> = (1..=16).map(|number| format!("p{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    team.clone().list("completers.items", &many[..15]).passes("FC-P07");
    team.list("completers.items", &many).fails("FC-P07", "completers.items");
}

#[test]
fn fc_p08_major_projects_have_no_completers() {
    pro().is_idle("FC-P08");
    let major = Case::blank("pro-major-1");
    major.passes("FC-P08");
    major.list("completers.items", &["p1"]).fails("FC-P08", "completers.items");
}

#[test]
fn fc_p09_national_security() {
    pro().passes("FC-P09");
    let defence = Case::blank("pro-major-1").set("project.panel_kind", "defence");
    defence.fails("FC-P09", "project.panel_kind");
    defence.set("declarations.not_classified", "yes").asks_about("FC-P09", "project.panel_kind");
}

#[test]
fn fc_p10_organs() {
    pro().passes("FC-P10");
    pro().set("units.items/g1/kind", "party_or_government").fails("FC-P10", "units.items/g1/kind");
}
