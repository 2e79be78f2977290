//! Which rule of the check stands on which clause, and which test holds it?

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

/// Files of the rules in their order.
const FILES: [&str; 4] = ["common.toml", "nat.toml", "inv.toml", "pro.toml"];

#[derive(Deserialize)]
struct File {
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
struct Rule {
    id: String,
    level: String,
    state: String,
    categories: Vec<String>,
    text: Text,
    look: Option<Text>,
    clause: String,
}

#[derive(Deserialize)]
struct Text {
    zh: String,
    en: String,
}

/// A line for each rule of the workspace at `root`.
pub(crate) fn table(root: &Path) -> Result<String> {
    let tests = tests(&root.join("src/nominations/checks/tests"))?;
    let mut table = String::from(
        "| Rule | Level | State | Awards | What it finds | Left to a person | Clause | Test |\n|---|---|---|---|---|---|---|---|\n",
    );
    for name in FILES {
        let path = root.join("rules/checks").join(name);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?;
        let file: File = toml::from_str(&text).with_context(|| format!("{name} is no rules"))?;
        for rule in &file.rule {
            table.push_str(&line(rule, &tests));
        }
    }
    Ok(table)
}

fn line(rule: &Rule, tests: &[String]) -> String {
    let Rule { id, level, state, categories, text, look, clause } = rule;
    let start = format!("{}_", id.to_lowercase().replace('-', "_"));
    let test = tests.iter().find(|test| test.starts_with(&start));
    let test = test.map_or_else(|| "—".to_owned(), |test| format!("`{test}`"));
    let said = |text: &Text| format!("{}<br>{}", text.zh, text.en);
    let (awards, found) = (categories.join(" "), said(text));
    let left = look.as_ref().map_or_else(|| "—".to_owned(), said);
    let mut line = String::new();
    // Writing to a String cannot fail.
    _ = writeln!(
        line,
        "| {id} | {level} | {state} | {awards} | {found} | {left} | {clause} | {test} |"
    );
    line
}

/// The names of the tests in a folder.
fn tests(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for file in fs::read_dir(folder).context("the rules have no tests")? {
        let source = fs::read_to_string(file?.path()).context("cannot read a test")?;
        let heads = source.lines().filter_map(|line| line.strip_prefix("fn ")?.split_once('('));
        names.extend(heads.map(|(name, _)| name.to_owned()));
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_stands_with_its_clause_and_its_test() {
        let rule = Rule {
            id: "FC-N04".into(),
            level: "A/S".into(),
            state: "on".into(),
            categories: vec!["NAT".into()],
            text: Text { zh: "不是作者".into(), en: "no author".into() },
            look: Some(Text { zh: "同名".into(), en: "namesakes".into() }),
            clause: "X25 art. 17".into(),
        };
        let tests = ["fc_n04_authors".to_owned(), "fc_n04".to_owned()];
        assert_eq!(
            line(&rule, &tests),
            "| FC-N04 | A/S | on | NAT | 不是作者<br>no author | 同名<br>namesakes | X25 art. 17 | `fc_n04_authors` |\n"
        );
        assert!(line(&rule, &[]).ends_with("| — |\n"));
    }
}
