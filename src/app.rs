//! What does a use case need from outside? Everything, injected in one value.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    classified::Refusals,
    config::Config,
    exchange::pdf::Press,
    files::{Bucket, FileStore, FileStoreError},
    jobs::Wake,
    mail::{OpenPostError, Post},
    persistence::{Database, OpenError, SealError, Sealer, Signer},
    search::{SearchError, SearchIndex},
    shared::{Clock, Edition, IdSource, SystemClock},
};

/// Everything that the use cases reach for. Tests replace the clock and the database.
pub struct App {
    /// The settings.
    pub config: Config,
    /// The records.
    pub database: Database,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// New keys.
    pub ids: IdSource,
    /// The search index.
    pub search: SearchIndex,
    /// What people hand in.
    pub files: FileStore,
    /// Takes letters out.
    pub post: Post,
    /// Makes documents.
    pub press: Press,
    /// Seals personal data.
    pub sealer: Sealer,
    /// Signs receipts.
    pub signer: Signer,
    /// Tells the job runner that there is work.
    pub wake: Wake,
    /// Tells the public pages that something was released.
    pub edition: Edition,
    /// What was refused for a mark of classification and is not written down yet.
    pub refusals: Refusals,
}

impl std::fmt::Debug for App {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("App").field("config", &self.config).finish_non_exhaustive()
    }
}

/// Why the application could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The schema.
    #[error("无法更新数据库结构 / cannot update the database schema: {0}")]
    Migrate(#[from] sea_orm::DbErr),
    /// The search index.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The files that people hand in.
    #[error(transparent)]
    Files(#[from] FileStoreError),
    /// Outgoing mail.
    #[error(transparent)]
    Post(#[from] OpenPostError),
    /// The key of personal data or of receipts.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl App {
    /// Opens the database (brought up to date) and the search index that `config` names.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        Self::start_by(config, Arc::new(SystemClock)).await
    }

    /// As [`App::start`], by another clock.
    pub async fn start_by(config: Config, clock: Arc<dyn Clock>) -> Result<Self, StartError> {
        let database = match config.database_url.expose() {
            "" => Database::open_embedded(&config.data_dir).await?,
            url => Database::open(url).await?,
        };
        Self::with(config, database, clock).await
    }

    /// Puts the application together from parts.
    pub async fn with(
        config: Config,
        database: Database,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StartError> {
        database.migrate().await?;
        let search = SearchIndex::open(&index_folder(&config))?;
        let files = open_files(&config)?;
        let sealer =
            Sealer::open(&key_file(&config, &config.personal_data_key, "personal_data")).await?;
        let signer = Signer::open(&key_file(&config, &config.receipt_key, "receipt")).await?;
        let post = Post::open(&config.mail, &config.data_dir)?;
        let press = Press::new(config.data_dir.join("documents"));
        let (ids, wake, edition) = (IdSource, Wake::default(), Edition::default());
        Ok(Self {
            config,
            database,
            clock,
            ids,
            search,
            files,
            post,
            press,
            sealer,
            signer,
            wake,
            edition,
            refusals: Refusals::default(),
        })
    }
}

/// The file that a setting names, or the one in the data folder where it names none.
fn key_file(config: &Config, named: &Path, of: &str) -> PathBuf {
    if named.as_os_str().is_empty() {
        config.data_dir.join(format!("{of}.key"))
    } else {
        named.to_owned()
    }
}

fn open_files(config: &Config) -> Result<FileStore, FileStoreError> {
    if config.files_url.is_empty() {
        // Not `files`: the demonstration keeps the files that it imports there.
        return FileStore::open(&config.data_dir.join("attachments"));
    }
    let s3 = config.s3.clone();
    FileStore::open_bucket(&Bucket {
        url: config.files_url.clone(),
        endpoint: s3.endpoint,
        region: s3.region,
        access_key_id: s3.access_key_id,
        secret_access_key: s3.secret_access_key,
        may_be_plain: s3.may_be_plain,
    })
}

fn index_folder(config: &Config) -> PathBuf {
    config.data_dir.join("index")
}
