//! What does a test that runs the whole program stand on?
//!
//! [`TestApp`] is a real server on a port of its own, with a database of its own and a clock that
//! the test moves. [`db_tests!`] runs one body on SQLite and on PostgreSQL.

mod app;
mod object_store;
mod postgres;
mod program;
mod tables;
mod template;
mod visitor;
pub(crate) mod walk;

pub(crate) use app::{PASSWORD, TestApp, serve};
pub(crate) use object_store::ObjectStore;
pub(crate) use program::{Folder, Said};
pub(crate) use tables::{Visit, every_table, table_names};
pub(crate) use template::Fill;
pub(crate) use visitor::{Answer, Visitor, keys};

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use laurel::config::Config;
use postgres::Server;
use program::invariants_of;

/// Where a test keeps its records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Backend {
    /// A file in a folder of its own.
    Sqlite,
    /// A database of its own.
    Postgres,
}

/// Runs the bodies named in the brackets as `sqlite::name` and `postgres::name`; those behind
/// `empty` on a database with nothing but the disciplines, those behind `round` on the small
/// demonstration round, matched.
macro_rules! db_tests {
    ($($fill:ident: [$($name:ident),+ $(,)?]),+ $(,)?) => {
        mod sqlite {
            $($(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    db_tests!(@on Sqlite, $fill, $name);
                }
            )+)+
        }
        mod postgres {
            $($(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    db_tests!(@on Postgres, $fill, $name);
                }
            )+)+
        }
    };
    (@on $backend:ident, empty, $name:ident) => {
        $crate::harness::on($crate::harness::Backend::$backend, $crate::harness::Fill::Empty, super::$name).await
    };
    (@on $backend:ident, round, $name:ident) => {
        $crate::harness::on($crate::harness::Backend::$backend, $crate::harness::Fill::Round, super::$name).await
    };
}

/// Runs `body` on a fresh app, checks the laws of the whole database after it, and leaves nothing
/// behind on the server, whether the body succeeds or not.
pub(crate) async fn on(backend: Backend, fill: Fill, body: impl AsyncFnOnce(&TestApp)) {
    on_with(|_| (), backend, fill, body).await;
}

/// As [`on`], with settings of its own.
pub(crate) async fn on_with(
    settings: impl FnOnce(&mut Config),
    backend: Backend,
    fill: Fill,
    body: impl AsyncFnOnce(&TestApp),
) {
    let server = match backend {
        Backend::Sqlite => None,
        Backend::Postgres => {
            let Some(server) = Server::named() else {
                return;
            };
            Some(server)
        }
    };
    let app = Box::pin(TestApp::new(server, fill, settings)).await;
    let outcome = AssertUnwindSafe(async {
        body(&app).await;
        invariants_of(&app.app).await;
    })
    .catch_unwind()
    .await;
    app.end().await;
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}
