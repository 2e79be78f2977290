//! How is a whole server put together for one test, and taken down after it?

use std::{net::SocketAddr, path::Path, sync::Arc};

use entity::{ids::RoundId, vocabulary::Role};
use laurel::{
    app::App,
    authz::Grant,
    awards,
    config::{Config, DEFAULTS},
    identity::{AccountError, NewAccount, add_account},
    jobs,
    persistence::Database,
    shared::{Clock as _, MockClock, Secret, SystemClock},
    workers,
};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    sea_query::Expr,
};
use serde_json::json;
use tokio::task::JoinHandle;

use super::{
    postgres::{OwnDatabase, Server},
    template::{self, Fill},
    visitor::Visitor,
};

/// The password of every account that a test makes.
pub(crate) const PASSWORD: &str = "a-password-of-the-tests";

/// A server with a database, a search index and a clock of its own.
pub(crate) struct TestApp {
    /// What the use cases reach for.
    pub(crate) app: Arc<App>,
    /// Stands still until it is moved.
    pub(crate) clock: MockClock,
    folder: tempfile::TempDir,
    own: Option<OwnDatabase>,
    address: SocketAddr,
    server: JoinHandle<()>,
}

impl TestApp {
    /// Starts a server: on PostgreSQL where a server is given, else on SQLite; with the settings that the program
    /// ships, changed by `settings`.
    pub(crate) async fn new(
        server: Option<Server>,
        fill: Fill,
        settings: impl FnOnce(&mut Config),
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        template::copy(fill, folder.path());
        let mut config: Config = toml::from_str(DEFAULTS).unwrap();
        folder.path().clone_into(&mut config.data_dir);
        settings(&mut config);
        let (database, own) = match server {
            None => (Database::open_embedded(folder.path()).await.unwrap(), None),
            Some(server) => {
                let own = server.make_database(fill).await;
                (own.open().await, Some(own))
            }
        };
        let clock = MockClock::new(SystemClock.now());
        let app = App::with(config, database, Arc::new(clock.clone())).await.unwrap();
        laurel::disciplines::load_standard(&app).await.unwrap();
        let app = Arc::new(app);
        let (address, server) = serve(Arc::clone(&app)).await;
        Self { app, clock, folder, own, address, server }
    }

    /// Stops the server and drops the database.
    pub(super) async fn end(self) {
        self.server.abort();
        let _cancelled = self.server.await;
        self.app.database.clone().close().await.unwrap();
        if let Some(own) = self.own {
            own.drop().await;
        }
    }

    /// The folder of the embedded database, the index and, where there is a round, its files.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the records are, as the variable `LAUREL_DATABASE_URL` names it.
    pub(crate) fn database_url(&self) -> String {
        self.own.as_ref().map(OwnDatabase::url).unwrap_or_default()
    }

    /// Where the server listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// A visitor who has not signed in.
    pub(crate) fn anyone(&self) -> Visitor {
        Visitor::new(self.address)
    }

    /// The key of the round of `year`.
    pub(crate) async fn round(&self, year: i32) -> RoundId {
        let round = awards::find_round(self.app.database.reader(), year).await.unwrap();
        round.unwrap_or_else(|| panic!("no round {year}")).id
    }

    /// Makes the account `username` unless it is there.
    pub(crate) async fn add_account(&self, username: &str, role: Role, society: Option<&str>) {
        let new = NewAccount {
            username: username.to_owned(),
            display_name: username.to_owned(),
            password: Secret::new(PASSWORD),
            grants: vec![Grant { role, society_code: society.map(str::to_owned) }],
        };
        match add_account(&self.app, "tests", new).await {
            Ok(()) | Err(AccountError::Taken(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }

    /// Gives the person behind an account a name that is not his user name.
    pub(crate) async fn call(&self, username: &str, name: &str) {
        use entity::account::{Column, Entity};
        let called = Entity::update_many()
            .col_expr(Column::DisplayName, Expr::value(name))
            .filter(Column::Username.eq(username))
            .exec(self.app.database.reader());
        assert_eq!(called.await.unwrap().rows_affected, 1, "{username}");
    }

    /// Somebody with `role`, signed in; those of a society hold it in [`TestApp::society`].
    pub(crate) async fn sign_in(&self, role: Role) -> Visitor {
        let is_of_society = matches!(role, Role::SocietyClerk | Role::SocietyHead);
        let society = if is_of_society { Some(self.society().await) } else { None };
        self.sign_in_of(role, society.as_deref()).await
    }

    /// Somebody with `role` in `society`, signed in.
    pub(crate) async fn sign_in_of(&self, role: Role, society: Option<&str>) -> Visitor {
        let username = match society {
            Some(society) => format!("test.{}.{}", role.as_str(), society.to_lowercase()),
            None => format!("test.{}", role.as_str()),
        };
        self.sign_in_as(&username, role, society).await
    }

    /// The person called `username`, with `role` in `society`, signed in.
    pub(crate) async fn sign_in_as(
        &self,
        username: &str,
        role: Role,
        society: Option<&str>,
    ) -> Visitor {
        self.add_account(username, role, society).await;
        let visitor = self.anyone();
        let body = json!({ "username": username, "password": PASSWORD });
        assert_eq!(visitor.post("/session", &body).await.status, 200, "{username}");
        visitor
    }

    /// A society that nominated something to which experts were matched; any where there is none.
    pub(crate) async fn society(&self) -> String {
        let database = self.app.database.reader();
        let of_societies = entity::nomination::Entity::find()
            .filter(entity::nomination::Column::SocietyCode.is_not_null())
            .order_by_asc(entity::nomination::Column::Id)
            .all(database)
            .await
            .unwrap();
        for nomination in of_societies {
            let assigned = entity::assignment::Entity::find()
                .filter(entity::assignment::Column::NominationId.eq(nomination.id))
                .count(database)
                .await
                .unwrap();
            if assigned > 0 {
                return nomination.society_code.unwrap();
            }
        }
        "D-B-12".to_owned()
    }

    /// Lets the clock bring about what is due.
    pub(crate) async fn tick(&self) {
        jobs::Handler::tick(&workers::Registry, &self.app).await.unwrap();
    }

    /// Works off every job that is due.
    pub(crate) async fn run_jobs(&self) -> u32 {
        jobs::drain(&self.app, &workers::Registry).await.unwrap()
    }
}

/// Serves an app on a port of its own.
pub(crate) async fn serve(app: Arc<App>) -> (SocketAddr, JoinHandle<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = laurel::http::router(app).into_make_service_with_connect_info::<SocketAddr>();
    #[expect(clippy::disallowed_methods, reason = "the server of a test is a task of the test")]
    let server = tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
    (address, server)
}
