//! Where on a PostgreSQL server does a test keep its records? In a database of its own, which the server
//! copies from one that was filled once for each build of the program.

use laurel::{
    persistence::Database,
    shared::{IdSource, hex_sha256},
};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, Statement};
use tokio::sync::OnceCell;

use super::{
    tables,
    template::{self, Fill},
};

/// Few, so that tests beside each other stay below the server's limit.
const CONNECTIONS: u32 = 4;

/// The server that the tests may write to, without the name of a database.
#[derive(Clone, Debug)]
pub(crate) struct Server(String);

/// A database of one test.
pub(super) struct OwnDatabase {
    server: Server,
    name: String,
}

fn variable(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "a test has no configuration to ask")]
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

impl Server {
    /// The server that `LAUREL_TEST_POSTGRES` names. Says so where there is none.
    pub(crate) fn named() -> Option<Self> {
        let Some(url) = variable("LAUREL_TEST_POSTGRES") else {
            assert!(
                variable("LAUREL_REQUIRE_POSTGRES").is_none(),
                "LAUREL_REQUIRE_POSTGRES is set, LAUREL_TEST_POSTGRES is not"
            );
            println!("SKIPPED: LAUREL_TEST_POSTGRES names no server");
            return None;
        };
        let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", &url));
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        Some(Self(format!("{scheme}://{authority}")))
    }

    fn database(&self, name: &str) -> String {
        format!("{}/{name}", self.0)
    }

    /// A connection by which databases are made and dropped.
    async fn connect(&self) -> DatabaseConnection {
        let mut options = sea_orm::ConnectOptions::new(self.database("postgres"));
        options.sqlx_logging(false).max_connections(1);
        sea_orm::Database::connect(options).await.unwrap()
    }

    /// A database with what `fill` stands for.
    pub(super) async fn make_database(self, fill: Fill) -> OwnDatabase {
        static TEMPLATES: [OnceCell<String>; 2] = [const { OnceCell::const_new() }; 2];
        let place = &TEMPLATES[usize::from(fill == Fill::Round)];
        let template = place.get_or_init(|| self.template(fill)).await;
        let name = format!("laurel_test_{}", IdSource.next::<uuid::Uuid>().simple());
        let connection = self.connect().await;
        // By its files: to write every page of it to the log takes more than twice as long.
        let create = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY");
        connection.execute_unprepared(&create).await.unwrap();
        connection.close().await.unwrap();
        OwnDatabase { server: self, name }
    }

    /// The database to copy from. Tests may run in processes of their own: the first makes it, the
    /// others wait for it.
    async fn template(&self, fill: Fill) -> String {
        let stamp = hex_sha256(template::stamp().as_bytes());
        let short: String = stamp.chars().take(16).collect();
        let own = format!("laurel_template_{short}_");
        let name = format!("{own}{}", fill.word());
        let connection = self.connect().await;
        connection.execute_unprepared("SELECT pg_advisory_lock(4711)").await.unwrap();
        let is_there = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
        let is_there = Statement::from_string(connection.get_database_backend(), is_there);
        if connection.query_one_raw(is_there).await.unwrap().is_none() {
            let draft = format!("{name}_new");
            drop_earlier(&connection, &own).await;
            connection.execute_unprepared(&format!("CREATE DATABASE {draft}")).await.unwrap();
            self.fill(&draft, fill).await;
            let rename = format!("ALTER DATABASE {draft} RENAME TO {name}");
            connection.execute_unprepared(&rename).await.unwrap();
        }
        connection.close().await.unwrap();
        name
    }

    async fn fill(&self, name: &str, fill: Fill) {
        let folder = tempfile::tempdir().unwrap();
        template::copy(fill, folder.path());
        let written = Database::open_embedded(folder.path()).await.unwrap();
        let database = Database::open_with(&self.database(name), 1).await.unwrap();
        database.migrate().await.unwrap();
        tables::copy_all(written.reader(), database.reader()).await;
        database.close().await.unwrap();
        written.close().await.unwrap();
    }
}

/// Drops what earlier builds of the program were copied from, and a draft that nobody finished. What
/// stands of this build is left: a test beside this one may be about to copy it.
async fn drop_earlier(connection: &DatabaseConnection, own: &str) {
    let named = "SELECT datname FROM pg_database WHERE datname LIKE 'laurel\\_template\\_%'";
    let named = Statement::from_string(connection.get_database_backend(), named);
    for row in connection.query_all_raw(named).await.unwrap() {
        let name: String = row.try_get_by_index(0).unwrap();
        if name.starts_with(own) && !name.ends_with("_new") {
            continue;
        }
        let drop = format!("DROP DATABASE {name} WITH (FORCE)");
        connection.execute_unprepared(&drop).await.unwrap();
    }
}

impl OwnDatabase {
    pub(super) async fn open(&self) -> Database {
        Database::open_with(&self.url(), CONNECTIONS).await.unwrap()
    }

    /// Where the program finds it.
    pub(super) fn url(&self) -> String {
        self.server.database(&self.name)
    }

    pub(super) async fn drop(self) {
        let connection = self.server.connect().await;
        let drop = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        connection.execute_unprepared(&drop).await.unwrap();
        connection.close().await.unwrap();
    }
}
