//! How does a test run the program as a person at a terminal does?

use std::{
    ffi::OsStr,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use laurel::{app::App, invariants};

use super::{
    app::TestApp,
    template::{self, Fill},
};

/// The program under test.
pub(super) const PROGRAM: &str = env!("CARGO_BIN_EXE_laurel");

/// Demands that every law of the whole database holds.
pub(super) async fn invariants_of(app: &App) {
    for finding in invariants::check(app).await.unwrap() {
        assert_eq!(finding.breaches, Vec::<String>::new(), "{}", finding.law);
    }
}

/// What the program said, and how it ended.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Said {
    /// Demands that the program succeeded.
    pub(crate) fn done(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    /// Rows that an import made, changed, left as they were, and left out.
    pub(crate) fn counts(&self) -> [u64; 4] {
        let words = self.out.rsplit(" / ").next().unwrap_or_default();
        let mut numbers = words
            .split(|letter: char| !letter.is_ascii_digit())
            .filter_map(|word| word.parse().ok());
        [(); 4].map(|()| numbers.next().unwrap_or_else(|| panic!("no counts: {self:?}")))
    }
}

fn run(mut command: Command, input: &str) -> Said {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that reads nothing may be gone already.
    let _closed = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with an embedded database, for tests of the command line alone.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    /// A folder that begins with `fill`.
    pub(crate) fn new(fill: Fill) -> Self {
        let folder = tempfile::tempdir().unwrap();
        template::copy(fill, folder.path());
        Self(folder)
    }

    /// A folder with nothing in it.
    pub(crate) fn bare() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file into the folder.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// The text of a file, none where there is no such file.
    pub(crate) fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.path(name)).ok()
    }

    fn command(&self) -> Command {
        command(self.0.path(), "")
    }

    /// Runs the program with the words of `line` in the folder.
    pub(crate) fn laurel(&self, line: &str) -> Said {
        self.laurel_hearing(line, "")
    }

    /// Runs the program with `input` on standard input.
    pub(crate) fn laurel_hearing(&self, line: &str, input: &str) -> Said {
        let mut command = self.command();
        command.args(line.split_whitespace());
        run(command, input)
    }

    /// How many rows a table of the embedded database holds.
    pub(crate) async fn rows(&self, table: &str) -> i64 {
        use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
        let url = format!("sqlite://{}", self.path("laurel.sqlite").display());
        let connection = sea_orm::Database::connect(url).await.unwrap();
        let query =
            Statement::from_string(DbBackend::Sqlite, format!("SELECT count(*) AS n FROM {table}"));
        let row = connection.query_one_raw(query).await.unwrap().unwrap();
        connection.close().await.unwrap();
        row.try_get("", "n").unwrap()
    }

    /// Runs one SQL statement on the embedded database, behind the program's back.
    pub(crate) async fn execute(&self, statement: &str) -> Result<u64, sea_orm::DbErr> {
        use sea_orm::ConnectionTrait as _;
        let url = format!("sqlite://{}", self.path("laurel.sqlite").display());
        let connection = sea_orm::Database::connect(url).await.unwrap();
        let outcome = connection.execute_unprepared(statement).await;
        connection.close().await.unwrap();
        outcome.map(|done| done.rows_affected())
    }
}

fn command(folder: &Path, url: &str) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .current_dir(folder)
        .env("LAUREL_DATA_DIR", folder)
        .env("LAUREL_DATABASE_URL", url)
        .env("LAUREL_LOG__FILTER", "warn")
        .env("NO_COLOR", "1");
    command
}

impl TestApp {
    /// Starts a server of its own process on the records of this app; it says its address first.
    pub(crate) fn serve_apart(&self) -> std::process::Child {
        let mut command = command(self.folder(), &self.database_url());
        command.args(["serve", "--port", "0"]).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Runs the program on the records of this app.
    pub(crate) fn laurel<W: AsRef<OsStr>>(&self, words: impl IntoIterator<Item = W>) -> Said {
        let mut command = command(self.folder(), &self.database_url());
        command.args(words);
        run(command, "")
    }
}
