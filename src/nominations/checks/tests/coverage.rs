//! Does every rule that is decided have a test that is named after it?

use std::fs;
use std::path::Path;

use super::*;

/// The start of the name of a rule's test: `fc_n04_` for `FC-N04`.
fn test_of(rule: &str) -> String {
    format!("fn {}_", rule.to_lowercase().replace('-', "_"))
}

#[test]
fn every_rule_that_is_decided_has_a_test_of_its_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/nominations/checks/tests");
    let mut sources = String::new();
    for file in fs::read_dir(folder).unwrap() {
        sources.push_str(&fs::read_to_string(file.unwrap().path()).unwrap());
    }
    let book = RuleBook::shipped().unwrap();
    for rule in book.rules.iter().filter(|rule| rule.level.decides()) {
        let name = test_of(&rule.id);
        assert_eq!(sources.matches(&name).count(), 1, "{name}… of {}", rule.id);
    }
}

/// Pages of the main part, which are no attachments by the count.
const OF_MAIN_PART: [&str; 5] = ["main_pages", "acceptance", "conduct", "explanation", "exclusion"];

#[test]
fn every_category_of_attachments_counts_or_is_of_the_main_part() {
    let book = RuleBook::shipped().unwrap();
    let mut counted = BTreeSet::new();
    for form in forms::shipped() {
        let limit = book.files.limits.iter().find(|one| one.category == form.category);
        let Some(limit) = limit else { continue };
        let table = form.field("attachments", "items").unwrap();
        for option in &table.column("category").unwrap().options {
            let counts = limit.counted.contains(&option.code);
            let is_of_main_part = OF_MAIN_PART.contains(&option.code.as_str());
            assert!(counts != is_of_main_part, "{} of {}", option.code, form.id);
            counted.insert((form.category.as_str(), option.code.as_str()));
        }
    }
    for limit in &book.files.limits {
        for code in &limit.counted {
            let is_there = counted.contains(&(limit.category.as_str(), code.as_str()));
            assert!(is_there, "no form for {} has {code}", limit.category);
        }
    }
}
