//! Where are sessions kept? In the database, under the digest of the cookie's word.

use chrono::Duration;
use entity::session;
use sea_orm::{
    ActiveModelTrait as _,
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, QueryFilter as _,
    sea_query::{Expr, OnConflict},
};
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use crate::{persistence::Database, shared::Clock, shared::hex_sha256};

/// Sessions in the database, so that any node serves any request. One ends when nothing was asked
/// for a while: the session layer itself counts from the last change of a session's data, which
/// would send people away in the middle of their work.
#[derive(Clone)]
pub struct DatabaseSessions {
    database: Database,
    clock: std::sync::Arc<dyn Clock>,
    idle: Duration,
}

impl std::fmt::Debug for DatabaseSessions {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("DatabaseSessions")
    }
}

/// A stolen copy of the table opens no session: it holds digests, the cookie the word.
fn key(id: &Id) -> String {
    hex_sha256(id.to_string().as_bytes())
}

fn backend(error: &impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

impl DatabaseSessions {
    /// Sessions in `database`, which end by `clock` when nothing was asked for as long as `idle`.
    pub fn new(database: Database, clock: std::sync::Arc<dyn Clock>, idle: Duration) -> Self {
        Self { database, clock, idle }
    }

    /// Puts the end of a session that is in use off, but not with every request.
    async fn keep_alive(&self, row: &session::Model) -> std::result::Result<(), sea_orm::DbErr> {
        let ends = self.clock.now() + self.idle;
        if ends - row.expires_at < self.idle / 60 {
            return Ok(());
        }
        session::Entity::update_many()
            .col_expr(session::Column::ExpiresAt, Expr::value(ends))
            .filter(session::Column::Id.eq(&row.id))
            .exec(self.database.reader())
            .await
            .map(|_| ())
    }

    /// Deletes the sessions that have ended.
    async fn delete_ended(&self) -> std::result::Result<(), sea_orm::DbErr> {
        session::Entity::delete_many()
            .filter(session::Column::ExpiresAt.lt(self.clock.now()))
            .exec(self.database.reader())
            .await
            .map(|_| ())
    }
}

#[async_trait::async_trait]
impl SessionStore for DatabaseSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        self.delete_ended().await.map_err(|error| backend(&error))?;
        // 128 random bits do not collide; should they, the new session must not take the old one.
        while self.load(&record.id).await?.is_some() {
            record.id = Id::default();
        }
        self.save(record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let data =
            serde_json::to_vec(&record.data).map_err(|error| Error::Encode(error.to_string()))?;
        let row = session::ActiveModel {
            id: Set(key(&record.id)),
            data: Set(data),
            expires_at: Set(self.clock.now() + self.idle),
        };
        session::Entity::insert(row)
            .on_conflict(
                OnConflict::column(session::Column::Id)
                    .update_columns([session::Column::Data, session::Column::ExpiresAt])
                    .to_owned(),
            )
            .exec_without_returning(self.database.reader())
            .await
            .map(|_| ())
            .map_err(|error| backend(&error))
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let row = session::Entity::find_by_id(key(id))
            .filter(session::Column::ExpiresAt.gt(self.clock.now()))
            .one(self.database.reader())
            .await
            .map_err(|error| backend(&error))?;
        let Some(row) = row else { return Ok(None) };
        self.keep_alive(&row).await.map_err(|error| backend(&error))?;
        let data =
            serde_json::from_slice(&row.data).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = time::OffsetDateTime::from_unix_timestamp(row.expires_at.timestamp())
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        session::ActiveModel { id: Set(key(id)), ..Default::default() }
            .delete(self.database.reader())
            .await
            .map(|_| ())
            .map_err(|error| backend(&error))
    }
}
