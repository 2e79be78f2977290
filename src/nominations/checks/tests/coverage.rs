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
