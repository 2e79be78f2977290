//! Builds the front end where it is stale, so that one command serves a newcomer.
//!
//! A stamp in `dist/` holds the digest of everything the build depends on; `npm ci` runs only when
//! the lock file changed. `LAUREL_SKIP_FRONTEND=1` embeds whatever is there.

use std::{
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io,
    path::{Path, PathBuf},
    process::{Command, exit},
};

/// What the build depends on. `dist` and `node_modules` are never among it.
const SOURCES: [&str; 8] = [
    "src",
    "public",
    "build",
    "index.html",
    "package.json",
    "package-lock.json",
    "vite.config.ts",
    "tsconfig.json",
];

fn files(path: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            files(&entry?.path(), found)?;
        }
    } else if path.is_file() {
        found.push(path.to_owned());
    }
    Ok(())
}

fn digest(root: &Path) -> io::Result<String> {
    let mut found = Vec::new();
    for source in SOURCES {
        files(&root.join(source), &mut found)?;
    }
    found.sort();
    let mut hasher = DefaultHasher::new();
    for file in found {
        file.strip_prefix(root).unwrap_or(&file).hash(&mut hasher);
        fs::read(&file)?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn npm(root: &Path, arguments: &[&str]) -> Result<(), String> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let output =
        Command::new(program).args(arguments).current_dir(root).output().map_err(|error| {
            format!(
                "cannot run npm ({error}): install Node.js 20.19 or later, \
             or set LAUREL_SKIP_FRONTEND=1 to build without pages"
            )
        })?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "npm {} failed:\n{}\n{}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    ))
}

fn build(root: &Path) -> Result<(), String> {
    let say = |error: io::Error| error.to_string();
    let dist = root.join("dist");
    fs::create_dir_all(&dist).map_err(say)?;
    // A build script speaks through the environment alone.
    #[expect(clippy::disallowed_methods, reason = "a build script has no settings but these")]
    let is_skipped = std::env::var_os("LAUREL_SKIP_FRONTEND").is_some();
    if is_skipped {
        return Ok(());
    }
    let wanted = digest(root).map_err(say)?;
    let stamp = dist.join(".stamp");
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    let (lock, installed) = (root.join("package-lock.json"), root.join("node_modules/.lock-copy"));
    let lock_text = fs::read(&lock).map_err(say)?;
    if fs::read(&installed).ok().as_ref() != Some(&lock_text) {
        npm(root, &["ci"])?;
        fs::write(&installed, &lock_text).map_err(say)?;
    }
    npm(root, &["run", "build"])?;
    fs::write(&stamp, wanted).map_err(say)
}

fn main() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    println!("cargo::rerun-if-env-changed=LAUREL_SKIP_FRONTEND");
    println!("cargo::rerun-if-changed=build.rs");
    for source in SOURCES {
        let path = root.join(source);
        if path.exists() {
            println!("cargo::rerun-if-changed={}", path.display());
        }
    }
    if let Err(error) = build(&root) {
        for line in error.lines() {
            println!("cargo::error={line}");
        }
        exit(1);
    }
}
