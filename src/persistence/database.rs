//! How does Laurel reach its records? One pool, and transactions that say what they are for.

use std::{path::Path, time::Duration};

use migration::MigratorTrait as _;
use sea_orm::{
    AccessMode, ConnectOptions, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait as _,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};

/// The pool of connections to SQLite or PostgreSQL.
#[derive(Clone, Debug)]
pub struct Database {
    pool: DatabaseConnection,
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder of the embedded database cannot be made.
    #[error("无法创建数据目录 {path} / cannot make the data folder {path}: {source}")]
    Folder {
        /// The folder.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database refused.
    #[error("无法打开数据库 / cannot open the database: {0}")]
    Database(#[from] DbErr),
}

/// A transaction that may write. Dropped without [`WriteTx::commit`] it rolls back.
#[must_use = "a transaction that is dropped rolls back"]
#[derive(Debug)]
pub struct WriteTx(DatabaseTransaction);

impl WriteTx {
    /// Makes everything written so far last.
    pub async fn commit(self) -> Result<(), DbErr> {
        self.0.commit().await
    }
}

impl std::ops::Deref for WriteTx {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.0
    }
}

/// A transaction that sees one state of the whole database.
#[derive(Debug)]
pub struct ReadTx(DatabaseTransaction);

impl std::ops::Deref for ReadTx {
    type Target = DatabaseTransaction;
    fn deref(&self) -> &DatabaseTransaction {
        &self.0
    }
}

/// Connections of one process.
const CONNECTIONS: u32 = 12;

impl Database {
    /// Opens the embedded SQLite database in `folder`, which is made when absent.
    pub async fn open_embedded(folder: &Path) -> Result<Self, OpenError> {
        std::fs::create_dir_all(folder)
            .map_err(|source| OpenError::Folder { path: folder.display().to_string(), source })?;
        let file = folder.join("laurel.sqlite");
        Self::open(&format!("sqlite://{}?mode=rwc", file.display())).await
    }

    /// Opens the database at `url`: `sqlite://…` or `postgres://…`.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        Self::open_with(url, CONNECTIONS).await
    }

    /// As [`Database::open`], with so many connections at the most.
    pub async fn open_with(url: &str, connections: u32) -> Result<Self, OpenError> {
        let mut options = ConnectOptions::new(url);
        options
            .sqlx_logging(false)
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(20));
        // Set on each connection: a PRAGMA sent once would reach one connection of the pool.
        options.map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .journal_mode(SqliteJournalMode::Wal)
                // Full, not Normal: an acknowledged write must outlive a power cut as well.
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(20))
        });
        Ok(Self { pool: sea_orm::Database::connect(options).await? })
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        migration::Migrator::up(&self.pool, None).await
    }

    /// Takes every step of the schema back, losing all records.
    pub async fn migrate_down(&self) -> Result<(), DbErr> {
        migration::Migrator::down(&self.pool, None).await
    }

    /// Whether the database is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.pool.get_database_backend() == DbBackend::Postgres
    }

    /// The pool, for reads that need no transaction.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.pool
    }

    /// Begins a transaction that will write. On SQLite it takes the write lock at once: a deferred
    /// one would be refused when it turns from reading to writing beside another.
    pub async fn begin_write(&self) -> Result<WriteTx, DbErr> {
        #[expect(clippy::disallowed_methods, reason = "the one place that begins to write")]
        let transaction = self
            .pool
            .begin_with_options(TransactionOptions {
                isolation_level: None,
                access_mode: None,
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            })
            .await?;
        Ok(WriteTx(transaction))
    }

    /// Begins a transaction that reads one consistent state.
    pub async fn begin_read(&self) -> Result<ReadTx, DbErr> {
        let isolation_level = self.is_postgres().then_some(sea_orm::IsolationLevel::RepeatableRead);
        let access_mode = self.is_postgres().then_some(AccessMode::ReadOnly);
        #[expect(clippy::disallowed_methods, reason = "the one place that begins to read")]
        let transaction = self
            .pool
            .begin_with_options(TransactionOptions {
                isolation_level,
                access_mode,
                sqlite_transaction_mode: None,
            })
            .await?;
        Ok(ReadTx(transaction))
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.pool.ping().await
    }

    /// Closes every connection once its work is done.
    pub async fn close(self) -> Result<(), DbErr> {
        self.pool.close().await
    }
}
