//! Rules of the Natural Science Award.

use super::*;

#[test]
fn fc_n02_old_enough() {
    let on = |text: &str| nat().set("papers.items/w2/published_on", text);
    on("2023-12-31").passes("FC-N02");
    on("2024-01-01").fails("FC-N02", "papers.items/w2/published_on");
    on("去年").fails("FC-N02", "papers.items/w2/published_on");
    nat().with(|facts| facts.round.cutoff = None).asks_about("FC-N02", "papers.items");
    inv().is_idle("FC-N02");
}

#[test]
fn fc_n03_recent_winner() {
    let won = |year: i32| won("key of p3", year);
    let case = |year: i32| nat().asking("FC-N03").with(|facts| facts.past_awards.push(won(year)));
    case(2025).fails("FC-N03", "completers.items/p3/name");
    case(2020).passes("FC-N03");
}

#[test]
fn fc_n04_completers_are_authors() {
    nat().passes("FC-N04");
    let authors = |list: &str| {
        nat()
            .set("papers.items/w1/authors", "示范甲;示范乙")
            .set("papers.items/w3/authors", &format!("{list};示范甲;示范丁"))
    };
    authors("示范戊").fails("FC-N04", "completers.items/p3/name");
    // In Latin letters a whole name is taken, initials are for a person to look at.
    authors("Shi Fanbing").passes("FC-N04");
    authors("Shi F.").asks_about("FC-N04", "completers.items/p3/name_en");
    authors("Nora Sample").fails("FC-N04", "completers.items/p3/name");
    authors("Nora Sample")
        .without("completers.items/p3/name_en")
        .asks_about("FC-N04", "completers.items/p3/name_en");
}

#[test]
fn fc_n10_copies_of_papers() {
    nat().passes("FC-N10");
    nat().without("papers.items/w2/file").fails("FC-N10", "papers.items/w2/file");
    nat().list("papers.items", &[]).fails("FC-N10", "papers.items");
    let nine = ["w1", "w2", "w3", "w1", "w2", "w3", "w1", "w2", "w3"];
    nat().list("papers.items", &nine).fails("FC-N10", "papers.items");
    nat().list("papers.items", &nine[..8]).passes("FC-N10");
}

#[test]
fn fc_n11_copies_of_citing_works() {
    nat().passes("FC-N11");
    nat().without("papers.citing/y1/file").fails("FC-N11", "papers.citing/y1/file");
    nat().list("papers.citing", &["y1"; 9]).fails("FC-N11", "papers.citing");
    nat().list("papers.citing", &[]).fails("FC-N11", "papers.citing");
}

#[test]
fn fc_n12_citations_of_listed_papers() {
    nat().passes("FC-N12");
    nat().set("papers.citing/y2/cited", "3").passes("FC-N12");
    for wrong in ["4", "0", "1;2", "甲", ""] {
        nat().set("papers.citing/y2/cited", wrong).fails("FC-N12", "papers.citing/y2/cited");
    }
    nat()
        .set("papers.items/w1/citations_other", "0")
        .fails("FC-N12", "papers.items/w1/citations_other");
}

#[test]
fn fc_n14_consent_of_leading_authors() {
    nat().passes("FC-N14");
    nat().without("papers.items/w3/consent_files").fails("FC-N14", "papers.items/w3/consent_files");
    let more = nat().set("papers.items/w3/first_authors", "示范丙;示范辛");
    more.asks_about("FC-N14", "papers.items/w3/consent_files");
    let latin = |name: &str| nat().set("papers.items/w1/first_authors", name);
    latin("Shi Fanjia").passes("FC-N14");
    latin("F. Shi").asks_about("FC-N14", "papers.items/w1/consent_files");
    latin("Nora Sample").fails("FC-N14", "papers.items/w1/consent_files");
}

#[test]
fn fc_n15_collaboration() {
    nat().passes("FC-N15");
    nat().without("cooperation.signed_file").fails("FC-N15", "cooperation.signed_file");
}

#[test]
fn fc_n16_print_and_file() {
    nat().passes("FC-N16");
    nat().set("declarations.is_true", "no").fails("FC-N16", "declarations.is_true");
}
