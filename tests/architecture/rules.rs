//! What may each file name? The written order of the house, and a line for each breach of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Formatter};
use std::path::Path;

use super::names::{self, Name};

/// The rooms of `src`, lowest first; a room names only rooms before it.
pub(super) const ORDER: [&str; 43] = [
    // ground floor: names no feature
    "shared",
    "classified",
    "persistence",
    "files",
    "search",
    "exchange",
    "mail",
    "jobs",
    // front matter: what is set and what is injected
    "config",
    "app",
    // the kit of every HTTP door
    "web",
    "idempotency",
    // features
    "audit",
    "authz",
    "identity",
    "notifications",
    "units",
    "disciplines",
    "aggregation",
    "awards",
    "societies",
    "supervision",
    "track_record",
    "quotas",
    "nominations",
    "examination",
    "notices",
    "experts",
    "conflicts",
    "persons",
    "matching",
    "assignments",
    "recusals",
    "reviews",
    "meetings",
    "results",
    // sees every feature
    "invariants",
    "demo",
    // roof
    "http",
    "workers",
    "cli",
    "main",
    "lib",
];

/// The first room that is a feature, and the first above all features.
const FIRST_FEATURE: &str = "audit";
const FIRST_ABOVE: &str = "invariants";

/// Rooms inside a feature that others may enter beside its door, `mod.rs`.
const OPEN_ROOMS: [&str; 2] = ["model", "sheet"];

/// Rooms whose work is the database itself.
const DATABASE_ROOMS: [&str; 2] = ["persistence", "jobs"];

/// What a file without `async` may not name: it decides, and a decision must be repeatable.
const BARRED_FROM_LAW: [&str; 9] = [
    "sea_orm",
    "axum",
    "tokio",
    "tantivy",
    "reqwest",
    "std::fs",
    "std::env",
    "std::time::SystemTime",
    "std::net",
];

/// Words that say nothing of what a file holds.
const EMPTY_NAMES: [&str; 7] = ["utils", "util", "helpers", "common", "manager", "service", "misc"];

/// The longest a source file may be.
const MOST_LINES: usize = 500;

/// A line of a file that breaks a rule of the house.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Breach {
    /// The file, from the workspace's root, with `/`.
    pub(super) path: String,
    /// The line, from 1.
    pub(super) line: usize,
    /// What is named.
    pub(super) named: String,
    /// The rule, in words that follow what is named.
    pub(super) rule: &'static str,
}

impl Display for Breach {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}: {}: {}", self.path, self.line, self.named, self.rule)
    }
}

/// The modules that stand in each room, by their files: `quotas` → `store`, `reserve`, …
pub(super) type Rooms = BTreeMap<String, BTreeSet<String>>;

/// Every breach in one file; `path` begins at the workspace's root.
pub(super) fn breaches(path: &str, source: &str, rooms: &Rooms) -> Vec<Breach> {
    let mut found = outer_breaches(path, source);
    let mut add = |line: usize, named: &str, rule: &'static str| {
        found.push(Breach { path: path.to_owned(), line, named: named.to_owned(), rule });
    };
    let Some(place) = Place::of(path) else {
        return found;
    };
    let module: Vec<&str> = place.module.iter().map(String::as_str).collect();
    let read = match names::read(&module, source) {
        Ok(read) => read,
        Err(error) => {
            add(error.span().start().line, &error.to_string(), "is not Rust");
            return found;
        }
    };
    if place.is_test {
        return found;
    }
    let is_law = !read.is_async && place.may_be_law();
    // Where a file leans on a foreign room, its first line of each kind is enough.
    let mut seen = BTreeSet::new();
    for name in &read.paths {
        let named = name.segments.join("::");
        let is_barred = || BARRED_FROM_LAW.iter().any(|barred| begins(&named, barred));
        let law = "a file without `async` decides, and names no outside world";
        let rules = [place.forbids(name, rooms), (is_law && is_barred()).then_some(law)];
        let kind: Vec<&String> = name.segments.iter().take(2).collect();
        for rule in rules.into_iter().flatten() {
            if seen.insert((kind.clone(), rule)) {
                add(name.line, &named, rule);
            }
        }
    }
    found
}

/// Breaches that need no parsing: length, opening line, name.
fn outer_breaches(path: &str, source: &str) -> Vec<Breach> {
    let mut found = Vec::new();
    let mut add = |line: usize, named: String, rule: &'static str| {
        found.push(Breach { path: path.to_owned(), line, named, rule });
    };
    let lines = source.lines().count();
    if lines > MOST_LINES {
        add(lines, format!("{lines} lines"), "a file has 500 lines at most");
    }
    let is_rust = Path::new(path).extension().is_some_and(|extension| extension == "rs");
    if is_rust && !source.starts_with("//!") {
        let first = source.lines().next().unwrap_or_default().to_owned();
        add(1, first, "a file opens with `//!` and the question that it answers");
    }
    for word in path.split(['/', '.']).filter(|word| EMPTY_NAMES.contains(word)) {
        add(1, word.to_owned(), "a name says what is inside");
    }
    found
}

/// Where a Rust file stands.
struct Place {
    /// `src`, `entity` or `migration`.
    krate: &'static str,
    /// The module that the file is, from its crate's root.
    module: Vec<String>,
    /// The file holds tests only.
    is_test: bool,
}

impl Place {
    /// None for files that are none of the program's.
    fn of(path: &str) -> Option<Self> {
        let inside = |folder| path.strip_prefix(folder).and_then(|rest| rest.strip_suffix(".rs"));
        let (krate, inner) =
            [("src", "src/"), ("entity", "entity/src/"), ("migration", "migration/src/")]
                .into_iter()
                .find_map(|(krate, folder)| Some((krate, inside(folder)?)))?;
        let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
        let is_test = module.iter().any(|part| part == "tests");
        module.pop_if(|last| last == "mod");
        Some(Self { krate, module, is_test })
    }

    fn room(&self) -> &str {
        self.module.first().map_or("", String::as_str)
    }

    fn is_store(&self) -> bool {
        let holds_rows = |part: &String| part == "store" || part.ends_with("_store");
        DATABASE_ROOMS.contains(&self.room()) || self.module[1..].iter().any(holds_rows)
    }

    /// Stores map rows, doors map requests, and the roof and the ground floor touch the world: none
    /// of them decides. Everything else without `async` is law.
    fn may_be_law(&self) -> bool {
        let is_door = self.module[1..].iter().any(|part| part == "http");
        self.krate == "src"
            && !self.is_store()
            && !is_door
            && !matches!(self.room(), "web" | "idempotency" | "http" | "main" | "lib")
    }

    /// The rule that naming this breaks.
    fn forbids(&self, name: &Name, rooms: &Rooms) -> Option<&'static str> {
        let first = name.segments.first().map_or("", String::as_str);
        match self.krate {
            "entity" if matches!(first, "migration" | "laurel") => {
                return Some("entity knows nobody");
            }
            "migration" if matches!(first, "entity" | "laurel") => {
                return Some("an old step must not change its meaning with an entity");
            }
            "src" => {}
            _ => return None,
        }
        if self.names_rows(first, name) {
            return Some("only store.rs, files under store/, persistence and jobs name the tables");
        }
        let [origin, room, inner @ ..] = name.segments.as_slice() else {
            return None;
        };
        if origin != "crate" || room == self.room() {
            return None;
        }
        let (own, other) = (rank(self.room()), rank(room)?);
        if own.is_some_and(|own| other > own) {
            return Some("stands above this room in the written order");
        }
        // A room is entered where something inside it is named; its bare name may be an item of
        // the door that is called alike.
        let [inner, _, ..] = inner else {
            return None;
        };
        if !rooms.get(room).is_some_and(|modules| modules.contains(inner)) {
            return None;
        }
        let is_above = own >= rank(FIRST_ABOVE);
        let is_feature = Some(other) >= rank(FIRST_FEATURE) && Some(other) < rank(FIRST_ABOVE);
        let is_closed = match inner.as_str() {
            "store" => true,
            open if OPEN_ROOMS.contains(&open) => false,
            _ => !is_above,
        };
        (is_feature && is_closed).then_some("a feature is entered by its door, model or sheet")
    }

    fn names_rows(&self, first: &str, name: &Name) -> bool {
        let is_free = |part: &String| matches!(part.as_str(), "ids" | "vocabulary");
        let is_rows = match first {
            // The error alone is a value that a use case hands on.
            "sea_orm" => name.segments.get(1).is_none_or(|part| part != "DbErr"),
            "sea_query" => true,
            "entity" => name.segments.get(1).is_some_and(|part| !is_free(part)),
            _ => false,
        };
        is_rows && !self.is_store()
    }
}

/// The place of a room in the written order.
fn rank(room: &str) -> Option<usize> {
    ORDER.iter().position(|other| *other == room)
}

fn begins(path: &str, start: &str) -> bool {
    path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}
