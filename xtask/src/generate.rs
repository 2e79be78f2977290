//! What is derived from the code, and is it current?

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::check_rules;
use crate::process::{self, output_of};
use crate::report::Ending;
use crate::workspace::Workspace;

const TABLE_START: &str = "<!-- endpoints: written by `cargo xtask generate` -->\n";
const TABLE_END: &str = "<!-- end of endpoints -->\n";
const RULES_START: &str = "<!-- rules: written by `cargo xtask generate` -->\n";
const RULES_END: &str = "<!-- end of rules -->\n";

/// Builds the program and writes every derived file anew.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    if !process::run(&mut workspace.checked_cargo(&[
        "test",
        "--workspace",
        "--all-targets",
        "--no-run",
    ]))?
    .success
    {
        bail!("the program does not build");
    }
    for file in derive(workspace)? {
        println!("{}{}", file.path.display(), if file.is_current() { "" } else { ": changed" });
        fs::write(&file.path, &file.after)
            .with_context(|| format!("cannot write {}", file.path.display()))?;
    }
    Ok(())
}

/// Derives every file, leaves the tree as it was, and names those that are stale.
pub(crate) fn check(workspace: &Workspace) -> Result<Ending> {
    let files = derive(workspace)?;
    let stale: Vec<String> = files
        .iter()
        .filter(|file| !file.is_current())
        .map(|file| {
            file.path.strip_prefix(&workspace.root).unwrap_or(&file.path).display().to_string()
        })
        .collect();
    if stale.is_empty() {
        return Ok(Ending::Gate(true));
    }
    Ok(Ending::Broken(format!("stale: {}; run `cargo xtask generate`", stale.join(", "))))
}

struct Derived {
    path: PathBuf,
    before: Option<String>,
    after: String,
}

impl Derived {
    fn is_current(&self) -> bool {
        self.before.as_ref() == Some(&self.after)
    }
}

/// Derives everything in its order, each file from the one before, and puts back what stood there.
fn derive(workspace: &Workspace) -> Result<Vec<Derived>> {
    let interface_path = workspace.root.join("docs/openapi.json");
    let interface = Derived {
        before: fs::read_to_string(&interface_path).ok(),
        after: output_of(std::process::Command::new(workspace.laurel("debug")).arg("openapi"))?,
        path: interface_path,
    };
    let types = front_end_types(workspace, &interface)?;
    let endpoints = endpoint_table(workspace, &interface.after)?;
    let rules = rule_table(workspace)?;
    let page = states(workspace, "page", "docs/states.md")?;
    let picture = states(workspace, "picture", "docs/states.svg")?;
    Ok(vec![interface, types, endpoints, rules, page, picture])
}

/// The table of states of a nomination, as the program prints it.
fn states(workspace: &Workspace, form: &str, path: &str) -> Result<Derived> {
    let path = workspace.root.join(path);
    let mut program = std::process::Command::new(workspace.laurel("debug"));
    let after = output_of(program.args(["states", form]))?;
    Ok(Derived { before: fs::read_to_string(&path).ok(), after, path })
}

/// The front end's types are made by a tool that reads and writes fixed places, so the new document
/// stands there while it runs.
fn front_end_types(workspace: &Workspace, interface: &Derived) -> Result<Derived> {
    let path = workspace.front_end().join("src/api/schema.gen.ts");
    let before = fs::read_to_string(&path).ok();
    fs::write(&interface.path, &interface.after).context("cannot write docs/openapi.json")?;
    let outcome = process::run(&mut workspace.npm(&["run", "--silent", "api"]));
    let after = fs::read_to_string(&path);
    for (path, before) in [(&interface.path, &interface.before), (&path, &before)] {
        match before {
            Some(text) => fs::write(path, text),
            None => fs::remove_file(path),
        }
        .with_context(|| format!("cannot put back {}", path.display()))?;
    }
    if !outcome?.success {
        bail!("the front end's types cannot be made from docs/openapi.json");
    }
    Ok(Derived { path, before, after: after.context("the types were not written")? })
}

/// `docs/api.md` with a line for each operation of the document.
fn endpoint_table(workspace: &Workspace, interface: &str) -> Result<Derived> {
    let document = serde_json::from_str(interface).context("docs/openapi.json is no JSON")?;
    between(workspace.root.join("docs/api.md"), (TABLE_START, TABLE_END), &table(&document))
}

/// `docs/checks.md` with a line for each rule of the check.
fn rule_table(workspace: &Workspace) -> Result<Derived> {
    let table = check_rules::table(&workspace.root)?;
    between(workspace.root.join("docs/checks.md"), (RULES_START, RULES_END), &table)
}

/// A page with `table` between its two marks.
fn between(path: PathBuf, (start, end): (&str, &str), table: &str) -> Result<Derived> {
    let name = path.display().to_string();
    let before = fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?;
    let (head, rest) = before.split_once(start).with_context(|| format!("{name} has no table"))?;
    let (_, tail) = rest.split_once(end).with_context(|| format!("{name}: no end of the table"))?;
    let after = format!("{head}{start}{table}{end}{tail}");
    Ok(Derived { path, before: Some(before), after })
}

fn table(document: &Value) -> String {
    let mut table = String::from("| Request | Operation | What it does |\n|---|---|---|\n");
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let text = |key: &str| operation[key].as_str().unwrap_or_default().trim();
            let does = if text("summary").is_empty() { "description" } else { "summary" };
            let does = text(does).lines().next().unwrap_or_default().replace('|', "\\|");
            let method = method.to_uppercase();
            // Writing to a String cannot fail.
            _ = writeln!(table, "| `{method} {path}` | `{}` | {does} |", text("operationId"));
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_line_for_each_operation() {
        let document = serde_json::json!({"paths": {"/rounds": {
            "get": {"operationId": "list_rounds", "summary": "Lists the rounds."},
        }, "/session": {"delete": {"operationId": "sign_out", "description": "Ends it.\nMore."}}}});
        assert_eq!(
            table(&document).lines().skip(2).collect::<Vec<_>>(),
            [
                "| `GET /rounds` | `list_rounds` | Lists the rounds. |",
                "| `DELETE /session` | `sign_out` | Ends it. |"
            ]
        );
    }
}
