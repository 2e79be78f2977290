//! Where is everything: the workspace, its build output, and the programs that chores call?

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// The folders of this workspace.
pub(crate) struct Workspace {
    /// The folder of the root `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Cargo's build output.
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// Asks Cargo where the workspace and its build output are.
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask stands in no workspace")?
            .to_path_buf();
        let output = Command::new("cargo")
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(&root)
            .stderr(Stdio::inherit())
            .output()
            .context("cannot run cargo metadata")?;
        let metadata: serde_json::Value =
            serde_json::from_slice(&output.stdout).context("cargo metadata printed no JSON")?;
        let target = metadata["target_directory"]
            .as_str()
            .context("cargo metadata names no target directory")?;
        Ok(Self { root, target: PathBuf::from(target) })
    }

    /// The front end's folder.
    pub(crate) fn front_end(&self) -> PathBuf {
        self.root.join("frontend")
    }

    /// The program itself, as `profile` ("debug" or "release") built it.
    pub(crate) fn laurel(&self, profile: &str) -> PathBuf {
        self.target.join(profile).join(format!("laurel{}", std::env::consts::EXE_SUFFIX))
    }

    /// A program of `[[example]]`, built in release.
    pub(crate) fn example(&self, name: &str) -> PathBuf {
        self.target.join("release/examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// `cargo …` in the workspace's root.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command.args(arguments).current_dir(&self.root);
        command
    }

    /// `cargo …` with Clippy in the compiler's place for the workspace's own crates, warnings refused: what
    /// it compiles is linted on the way, where `cargo clippy` would compile every dependency once more.
    pub(crate) fn checked_cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.cargo(arguments);
        command.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
        // The words after the `--` of `cargo clippy`, as it hands them to the driver.
        command.env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__");
        command
    }

    /// `npm …` in the front end's folder.
    pub(crate) fn npm(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("npm");
        command.args(arguments).current_dir(self.front_end());
        command
    }

    /// A folder of our own under the build output, emptied first.
    pub(crate) fn scratch(&self, name: &str) -> Result<PathBuf> {
        let folder = self.target.join("xtask").join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)
                .with_context(|| format!("cannot empty {}", folder.display()))?;
        }
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(folder)
    }
}

/// A variable of the environment, unless it is unset or empty.
#[expect(
    clippy::disallowed_methods,
    reason = "a chore has no configuration but the environment; this is the one place that reads it"
)]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Is this a run where nothing may be missing (`CI=true`)?
pub(crate) fn nothing_may_be_missing() -> bool {
    variable("CI").is_some_and(|value| value != "false" && value != "0")
}

/// The first of these programs that stands on the search path.
pub(crate) fn program(names: &[&str]) -> Option<PathBuf> {
    let path = variable("PATH")?;
    names.iter().find_map(|name| {
        std::env::split_paths(&path)
            .map(|folder| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
            .find(|file| file.is_file())
    })
}
