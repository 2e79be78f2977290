//! What does a test begin with? A folder that the program itself has filled, made once for each
//! build of the program and copied.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
};

use super::program::PROGRAM;

/// What the records hold at the start of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fill {
    /// The disciplines of the standard, and nothing else.
    Empty,
    /// The small demonstration round, imported from files (in `files`), indexed and matched.
    Round,
}

impl Fill {
    /// Its name in that of a database.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Round => "round",
        }
    }
}

/// Copies the folder that `fill` stands for into `goal`.
pub(super) fn copy(fill: Fill, goal: &Path) {
    copy_folder(&template(fill), goal);
}

/// The folder to copy from. Tests may run in processes of their own: the first makes it, the others
/// wait for it.
fn template(fill: Fill) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("templates");
    fs::create_dir_all(&root).unwrap();
    let lock = File::create(root.join("lock")).unwrap();
    lock.lock().unwrap();
    let ready = root.join(stamp());
    if !ready.is_dir() {
        for entry in fs::read_dir(&root).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                fs::remove_dir_all(entry.path()).unwrap();
            }
        }
        let beside = root.join("new");
        make(&beside);
        fs::rename(&beside, &ready).unwrap();
    }
    ready.join(match fill {
        Fill::Empty => "empty",
        Fill::Round => "demo-1",
    })
}

/// Another build of the program has another stamp.
pub(super) fn stamp() -> String {
    let program = fs::metadata(PROGRAM).unwrap();
    let built = program.modified().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
    format!("{}-{}", program.len(), built.as_nanos())
}

fn make(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    run(Command::new(PROGRAM).arg("migrate").env("LAUREL_DATA_DIR", folder.join("empty")));
    run(Command::new(PROGRAM)
        .args(["demo", "--no-serve", "--size", "small"])
        .env("LAUREL_DATA_DIR", folder));
}

fn run(command: &mut Command) {
    let output = command.current_dir(env!("CARGO_TARGET_TMPDIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let goal = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &goal);
        } else {
            fs::copy(entry.path(), goal).unwrap();
        }
    }
}
