//! Rules of the Technological Invention Award, some of which hold for the Progress Award.

use super::*;

#[test]
fn fc_i01_three_years() {
    inv().passes("FC-I01");
    pro().passes("FC-I01");
    inv()
        .set("application.first_applied_on", "2024-01-01")
        .fails("FC-I01", "application.first_applied_on");
    inv()
        .set("application.units/u1/from", "2024-01-01")
        .set("application.units/u2/from", "2024-02-01")
        .fails("FC-I01", "application.units");
    Case::blank("pro-science-1").is_idle("FC-I01");
}

#[test]
fn fc_i02_core_rights() {
    inv().passes("FC-I02");
    let right = |column: &str, text: &str| {
        inv().set(&format!("intellectual_property.items/z1/{column}"), text)
    };
    right("is_valid", "no").fails("FC-I02", "intellectual_property.items/z1/is_valid");
    right("granted_on", "").fails("FC-I02", "intellectual_property.items/z1/granted_on");
    right("number", "").fails("FC-I02", "intellectual_property.items/z1/granted_on");
    right("granted_on", "2027-06-30").passes("FC-I02");
    right("granted_on", "2027-07-01").fails("FC-I02", "intellectual_property.items/z1/granted_on");
    right("is_core", "no")
        .set("intellectual_property.items/z2/is_core", "no")
        .fails("FC-I02", "intellectual_property.items");
    // What is no core right may have lapsed.
    right("is_core", "no").set("intellectual_property.items/z1/is_valid", "no").passes("FC-I02");
    inv()
        .list("intellectual_property.items", &["z1", "z2", "z1", "z2"])
        .asks_about("FC-I02", "intellectual_property.items");
}

#[test]
fn fc_i03_first_completers_are_inventors() {
    inv().passes("FC-I03");
    let inventors = |list: &str| {
        inv()
            .set("intellectual_property.items/z1/inventors", "示范甲;示范乙")
            .set("intellectual_property.items/z2/inventors", list)
    };
    inventors("示范丁").fails("FC-I03", "completers.items/p3/name");
    inventors("Shi Fanbing").asks_about("FC-I03", "completers.items/p3/name");
    // The fourth need not be one.
    inv()
        .list("completers.items", &["p1", "p2", "p3", "p4"])
        .set("completers.items/p4/name", "示范辛")
        .passes("FC-I03");
}

#[test]
fn fc_i04_consent_of_inventors_and_holders() {
    inv().passes("FC-I04");
    inv()
        .without("intellectual_property.items/z2/consent_files")
        .fails("FC-I04", "intellectual_property.items/z2/consent_files");
    inv()
        .set("intellectual_property.items/z1/holder", "示范海洋大学;另一单位")
        .asks_about("FC-I04", "intellectual_property.items/z1/consent_files");
}

#[test]
fn fc_i08_licence() {
    inv().is_idle("FC-I08");
    let regulated = inv()
        .set("application.product_class", "device")
        .list("application.licence_files", &["1"])
        .set("application.licence_granted_on", "2018-01-01");
    regulated.passes("FC-I08");
    regulated
        .clone()
        .without("application.licence_files")
        .fails("FC-I08", "application.licence_files");
    regulated
        .clone()
        .set("application.licence_granted_on", "2027-07-01")
        .fails("FC-I08", "application.licence_granted_on");
    regulated
        .without("application.licence_granted_on")
        .fails("FC-I08", "application.licence_granted_on");
}

#[test]
fn what_rests_on_the_forms_own_word_is_evidence() {
    inv().set("inventions.is_repeatable", "no").asks_about("FC-I09", "inventions.is_repeatable");
    inv().asks_about("FC-I05", "application.units/u1/file");
    inv().asks_about("FC-011", "application.product_class");
}
