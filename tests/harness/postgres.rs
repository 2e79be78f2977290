//! Where on a PostgreSQL server does a test keep its records? In a schema of its own.

use laurel::{persistence::Database, shared::IdSource};
use sea_orm::{ConnectionTrait as _, DatabaseConnection};

/// The server that the tests may write to.
#[derive(Clone, Debug)]
pub(crate) struct Server(String);

/// A schema of one test.
pub(super) struct Schema {
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
        let authority = url.split_once("://").map_or("", |(_, rest)| rest);
        let names_database = authority.split_once('/').is_some_and(|(_, name)| !name.is_empty());
        let url =
            if names_database { url } else { format!("{}/postgres", url.trim_end_matches('/')) };
        Some(Self(url))
    }

    async fn connect(&self) -> DatabaseConnection {
        let mut options = sea_orm::ConnectOptions::new(&self.0);
        options.sqlx_logging(false).max_connections(1);
        sea_orm::Database::connect(options).await.unwrap()
    }

    pub(super) async fn make_schema(self) -> Schema {
        let name = format!("laurel_test_{}", IdSource.next::<uuid::Uuid>().simple());
        let connection = self.connect().await;
        connection.execute_unprepared(&format!("CREATE SCHEMA {name}")).await.unwrap();
        connection.close().await.unwrap();
        Schema { server: self, name }
    }
}

impl Schema {
    pub(super) async fn open(&self) -> Database {
        Database::open_in_schema(&self.server.0, &self.name).await.unwrap()
    }

    /// Where the program finds the schema.
    pub(super) fn url(&self) -> String {
        let sign = if self.server.0.contains('?') { '&' } else { '?' };
        format!("{}{sign}options=-csearch_path%3D{}", self.server.0, self.name)
    }

    pub(super) async fn drop(self) {
        let connection = self.server.connect().await;
        let drop = format!("DROP SCHEMA {} CASCADE", self.name);
        connection.execute_unprepared(&drop).await.unwrap();
        connection.close().await.unwrap();
    }
}
