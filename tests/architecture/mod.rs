//! Does the code keep to the written order of the house (`ARCHITECTURE.md`)?
//!
//! The test reads every source file and prints a line for each breach. A new feature edits the one
//! array `rules::ORDER`, which a reviewer sees.

mod names;
mod planted;
mod rules;
mod writes;

use std::fs;
use std::path::{Path, PathBuf};

use rules::{Breach, Rooms, breaches};

/// A breach that is meant. The list may only grow shorter: one that excuses nothing fails the test.
struct Exception {
    /// A file or a folder.
    path: &'static str,
    /// The start of what it may name.
    named: &'static str,
    /// Why.
    reason: &'static str,
}

impl Exception {
    fn excuses(&self, breach: &Breach) -> bool {
        breach.path.starts_with(self.path) && breach.named.starts_with(self.named)
    }
}

const EXCEPTIONS: [Exception; 6] = [
    Exception {
        path: "src/search/",
        named: "tantivy",
        reason: "the index is a blocking library; its callers wait for it on a blocking thread",
    },
    Exception {
        path: "src/search/",
        named: "std::fs",
        reason: "the index is a folder, made beside the old one and swapped",
    },
    Exception {
        path: "src/exchange/",
        named: "std::fs",
        reason: "a file is read and written as a stream; callers do it where blocking is allowed",
    },
    Exception {
        path: "src/exchange/trial.rs",
        named: "std::env",
        reason: "tests find the real data by a variable",
    },
    Exception {
        path: "src/cli/",
        named: "std::fs",
        reason: "an engine command reads files and ends; nothing else waits for it",
    },
    Exception {
        path: "src/jobs/runner.rs",
        named: "crate::app",
        reason: "a job is handed what is injected, and what is injected wakes the runner",
    },
];

#[test]
fn the_house_keeps_its_order() {
    let sources = sources(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let rooms = rooms(&sources);
    let found: Vec<Breach> =
        sources.iter().flat_map(|(path, source)| breaches(path, source, &rooms)).collect();
    let mut lines = Vec::new();
    for breach in &found {
        if !EXCEPTIONS.iter().any(|exception| exception.excuses(breach)) {
            lines.push(breach.to_string());
        }
    }
    for room in rooms.keys().filter(|room| !rules::ORDER.contains(&room.as_str())) {
        lines.push(format!("src/{room}: has no place in ORDER of tests/architecture/rules.rs"));
    }
    for exception in &EXCEPTIONS {
        if !found.iter().any(|breach| exception.excuses(breach)) {
            let Exception { path, named, reason } = exception;
            lines.push(format!("{path} names no {named} ({reason}): strike it from EXCEPTIONS"));
        }
    }
    assert!(lines.is_empty(), "{} breaches:\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn nobody_computes_while_he_holds_the_records() {
    let sources = sources(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut lines = Vec::new();
    for (path, source) in sources.iter().filter(|(path, _)| {
        path.starts_with("src/") && Path::new(path).extension().is_some_and(|end| end == "rs")
    }) {
        for (line, name) in writes::computing_while_writing(source).unwrap() {
            lines
                .push(format!("{path}:{line}: {name}: compute first, then write what still holds"));
        }
    }
    assert!(lines.is_empty(), "{} breaches:\n{}", lines.len(), lines.join("\n"));
}

/// Every file that people write, by its path from the workspace's root.
fn sources(root: &Path) -> std::io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for folder in ["src", "entity/src", "migration/src", "tests", "xtask/src", "frontend/src"] {
        collect(&root.join(folder), &mut files)?;
    }
    let mut sources = Vec::new();
    for file in files {
        let path = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        sources.push((path, fs::read_to_string(&file)?));
    }
    Ok(sources)
}

/// The rooms of `src` with the modules in each, by the names of their files.
fn rooms(sources: &[(String, String)]) -> Rooms {
    let mut rooms = Rooms::new();
    for (path, _) in sources {
        let parts: Vec<&str> = path.trim_end_matches(".rs").split('/').collect();
        if let ["src", room, inner @ ..] = parts.as_slice() {
            let modules = rooms.entry((*room).to_owned()).or_default();
            modules.extend(inner.first().filter(|part| **part != "mod").map(ToString::to_string));
        }
    }
    rooms
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, files)?;
        } else if is_written_by_people(&path) {
            files.push(path);
        }
    }
    Ok(())
}

fn is_written_by_people(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    matches!(ending.as_ref(), "rs" | "ts" | "tsx") && !name.contains(".gen.")
}
