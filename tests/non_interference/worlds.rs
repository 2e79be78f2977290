//! How does a second world come to be that differs in some facts? A copy of the whole folder, with a server of its own by
//! a clock that stands at the same instant.

use std::{fs, net::SocketAddr, path::Path, sync::Arc};

use laurel::{
    app::App,
    config::{Config, DEFAULTS},
    persistence::Database,
    shared::{Clock as _, MockClock},
};
use sea_orm::{ConnectionTrait as _, DatabaseConnection};
use tokio::task::JoinHandle;

use crate::harness::{TestApp, serve};

/// The name of the embedded database; what its engine keeps beside it begins with it.
const DATABASE: &str = "laurel.sqlite";

/// A world like another.
pub(super) struct Other {
    app: Arc<App>,
    /// Where its server listens.
    pub(super) address: SocketAddr,
    server: JoinHandle<()>,
    _folder: tempfile::TempDir,
}

impl Other {
    /// The world as it is now, once more.
    pub(super) async fn like(app: &TestApp) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(app.folder(), folder.path());
        let goal = folder.path().join(DATABASE);
        let copy = format!("VACUUM INTO '{}'", goal.display());
        app.app.database.reader().execute_unprepared(&copy).await.unwrap();
        let mut config: Config = toml::from_str(DEFAULTS).unwrap();
        folder.path().clone_into(&mut config.data_dir);
        let database = Database::open_embedded(folder.path()).await.unwrap();
        let clock = MockClock::new(app.clock.now());
        let app = Arc::new(App::with(config, database, Arc::new(clock)).await.unwrap());
        let (address, server) = serve(Arc::clone(&app)).await;
        Self { app, address, server, _folder: folder }
    }

    /// Its records, to be changed.
    pub(super) fn database(&self) -> &DatabaseConnection {
        self.app.database.reader()
    }

    /// Takes it down.
    pub(super) async fn end(self) {
        self.server.abort();
        let _cancelled = self.server.await;
        self.app.database.clone().close().await.unwrap();
    }
}

/// Copies everything but the database.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let name = entry.file_name();
        let goal = to.join(&name);
        if entry.path().is_dir() {
            copy(&entry.path(), &goal);
        } else if !name.to_string_lossy().starts_with(DATABASE) {
            fs::copy(entry.path(), goal).unwrap();
        }
    }
}
