//! With which settings does this process run? Defaults, file, environment and flags, checked whole
//! at the start; every key is documented in `default.toml`.

use std::path::{Path, PathBuf};

use figment::{
    Figment,
    providers::{Env, Format as _, Toml},
};
use serde::{Deserialize, Serialize};

use crate::{mail::MailConfig, shared::Secret};

/// Every key with its default and its explanation.
pub const DEFAULTS: &str = include_str!("default.toml");

/// The settings of one process.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Folder of the embedded database, the index and the files.
    pub data_dir: PathBuf,
    /// Where the records are; empty for the embedded database.
    pub database_url: Secret,
    /// File of the key that personal data are sealed by; empty for one in the data folder.
    pub personal_data_key: PathBuf,
    /// File of the key that receipts are signed by; empty for one in the data folder.
    pub receipt_key: PathBuf,
    /// Where the files that people hand in are; empty for a folder in the data folder.
    pub files_url: String,
    /// The S3-compatible store that `files_url` names.
    pub s3: S3Config,
    /// The HTTP server.
    pub http: HttpConfig,
    /// Sessions.
    pub session: SessionConfig,
    /// Signing in.
    pub sign_in: SignInConfig,
    /// Outgoing mail.
    pub mail: MailConfig,
    /// Nearness of experts to nominations.
    pub affinity: AffinityConfig,
    /// Dense vectors for matching.
    pub embeddings: EmbeddingsConfig,
    /// Logging.
    pub log: LogConfig,
}

/// Settings of the HTTP server.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpConfig {
    /// Address to listen on.
    pub host: String,
    /// Port to listen on.
    pub port: u16,
    /// Whether people reach Laurel over HTTPS.
    pub is_secure: bool,
    /// Largest request body, bytes.
    pub body_limit_bytes: usize,
    /// Seconds after which a request is given up.
    pub timeout_seconds: u64,
}

/// Settings of an S3-compatible store.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct S3Config {
    /// Address; empty for Amazon's own.
    pub endpoint: String,
    /// Region.
    pub region: String,
    /// Name of the key.
    pub access_key_id: Secret,
    /// The key.
    pub secret_access_key: Secret,
    /// Whether it may be spoken to without TLS.
    pub may_be_plain: bool,
}

/// Settings of sessions.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionConfig {
    /// Minutes without a request after which a session ends.
    pub idle_minutes: i64,
}

/// Settings of signing in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInConfig {
    /// Wrong passwords in a row before an account waits.
    pub free_attempts: i32,
    /// First wait, seconds.
    pub first_wait_seconds: i64,
    /// Longest wait, seconds.
    pub longest_wait_seconds: i64,
}

/// Settings of the affinity.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AffinityConfig {
    /// File of the model card that runs go by; empty for the one that ships.
    pub model: PathBuf,
}

/// Settings of the endpoint that makes dense vectors of texts for matching.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmbeddingsConfig {
    /// Whole address of an OpenAI-compatible embeddings endpoint; empty for none.
    pub url: String,
    /// Name of the model there.
    pub model: String,
    /// File of the key; empty for none.
    pub key_file: PathBuf,
    /// Numbers in a vector.
    pub dimension: usize,
    /// Texts in one request.
    pub batch: usize,
    /// Seconds after which a request is given up.
    pub timeout_seconds: u64,
    /// What the model wants before a publication.
    pub publication_prefix: String,
    /// What the model wants before a nomination.
    pub nomination_prefix: String,
}

impl EmbeddingsConfig {
    fn is_right(&self) -> bool {
        let names_host = ["http://", "https://"].iter().any(|scheme| {
            self.url.strip_prefix(scheme).is_some_and(|rest| !rest.trim_matches('/').is_empty())
        });
        self.url.is_empty() || (names_host && !self.model.trim().is_empty())
    }

    fn is_in_range(&self) -> bool {
        (1..=8_192).contains(&self.dimension)
            && (1..=2_048).contains(&self.batch)
            && (1..=600).contains(&self.timeout_seconds)
    }
}

/// Settings of logging.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    /// tracing filter.
    pub filter: String,
    /// `text` or `json`.
    pub format: LogFormat,
}

/// For whom log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// JSON for collectors.
    Json,
}

/// Why the settings cannot be used, every fault listed.
#[derive(Debug, thiserror::Error)]
#[error("配置有误 / the configuration is wrong:\n{}", .0.join("\n"))]
pub struct ConfigError(Vec<String>);

impl Config {
    /// Reads the defaults, then `file` (`laurel.toml` in the working folder when none is named and
    /// it exists), then the `LAUREL_…` variables, and checks the whole.
    ///
    /// # Errors
    /// A file that cannot be read, an unknown key, a value out of its range.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let file = match file {
            Some(named) if !named.is_file() => {
                return Err(ConfigError(vec![format!(
                    "  {}: 文件不存在 / no such file",
                    named.display()
                )]));
            }
            Some(named) => named,
            None => Path::new("laurel.toml"),
        };
        let config: Self = Figment::from(Toml::string(DEFAULTS))
            .merge(Toml::file(file))
            .merge(Env::prefixed("LAUREL_").filter(is_setting).split("__"))
            .extract()
            .map_err(|errors| {
                ConfigError(errors.into_iter().map(|error| format!("  {error}")).collect())
            })?;
        config.check()
    }

    fn check(self) -> Result<Self, ConfigError> {
        let url = self.database_url.expose();
        let mut faults = Vec::new();
        let mut must = |is_right: bool, fault: &str| {
            if !is_right {
                faults.push(format!("  {fault}"));
            }
        };
        must(
            url.is_empty()
                || ["sqlite:", "postgres:", "postgresql:"]
                    .iter()
                    .any(|scheme| url.starts_with(scheme)),
            "database_url: 须以 sqlite: 或 postgres: 开头 / must begin with sqlite: or postgres:",
        );
        must(
            self.files_url.is_empty() || self.files_url.starts_with("s3://"),
            "files_url: 须为空或以 s3:// 开头 / must be empty or begin with s3://",
        );
        must(
            self.files_url.is_empty()
                || !(self.s3.access_key_id.expose().is_empty()
                    || self.s3.secret_access_key.expose().is_empty()),
            "s3: files_url 为 s3:// 时须填写 access_key_id 与 secret_access_key / access_key_id and secret_access_key are needed for s3://",
        );
        must(self.session.idle_minutes > 0, "session.idle_minutes: 须大于 0 / must be above 0");
        must(
            self.http.body_limit_bytes >= 1024 && self.http.timeout_seconds > 0,
            "http: body_limit_bytes 须不小于 1024，timeout_seconds 须大于 0 / body_limit_bytes at least 1024, timeout_seconds above 0",
        );
        must(
            self.sign_in.free_attempts > 0
                && self.sign_in.first_wait_seconds > 0
                && self.sign_in.longest_wait_seconds >= self.sign_in.first_wait_seconds,
            "sign_in: 次数与等待须大于 0，且最长等待不小于首次 / counts and waits above 0, the longest wait no shorter than the first",
        );
        must(
            tracing_subscriber::EnvFilter::try_new(&self.log.filter).is_ok(),
            "log.filter: 无法解析 / cannot be parsed",
        );
        must(
            self.embeddings.is_right(),
            "embeddings: url 须以 http:// 或 https:// 开头且须填写 model / url must begin with http:// or https://, and model is needed",
        );
        must(
            self.embeddings.is_in_range(),
            "embeddings: dimension 1–8192，batch 1–2048，timeout_seconds 1–600 / dimension 1–8192, batch 1–2048, timeout_seconds 1–600",
        );
        faults.extend(self.mail.faults().into_iter().map(|fault| format!("  {fault}")));
        if faults.is_empty() { Ok(self) } else { Err(ConfigError(faults)) }
    }
}

/// Beginnings of `LAUREL_…` variables that are not settings: they steer builds, tests and benches.
const FOREIGN_VARIABLES: [&str; 6] =
    ["real_data", "skip_frontend", "test_", "e2e_", "bench_", "require_"];

fn is_setting(key: &figment::value::UncasedStr) -> bool {
    let key = key.as_str().to_ascii_lowercase();
    !FOREIGN_VARIABLES.iter().any(|foreign| key.starts_with(foreign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_whole() {
        let config: Config = Figment::from(Toml::string(DEFAULTS)).extract().unwrap();
        assert_eq!(config.check().unwrap().http.port, 8080);
    }

    #[test]
    fn an_unknown_key_and_a_bad_value_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("laurel.toml");
        std::fs::write(&file, "[http]\nprot = 1\n").unwrap();
        assert!(Config::load(Some(&file)).unwrap_err().to_string().contains("prot"));
        std::fs::write(&file, "database_url = \"mysql://x\"\n[session]\nidle_minutes = 0\n")
            .unwrap();
        let message = Config::load(Some(&file)).unwrap_err().to_string();
        assert!(message.contains("database_url") && message.contains("idle_minutes"), "{message}");
        let absent = Config::load(Some(&folder.path().join("none.toml"))).unwrap_err();
        assert!(absent.to_string().contains("none.toml"));
    }

    #[test]
    fn a_bucket_needs_its_key_and_the_key_is_not_printed() {
        let mut config: Config = Figment::from(Toml::string(DEFAULTS)).extract().unwrap();
        config.files_url = "s3://laurel".to_owned();
        let message = config.clone().check().unwrap_err().to_string();
        assert!(message.contains("s3.") || message.contains("s3:"), "{message}");
        config.s3.access_key_id = Secret::new("name");
        config.s3.secret_access_key = Secret::new("hunter2");
        assert!(!format!("{:?}", config.clone().check().unwrap()).contains("hunter2"));
    }

    #[test]
    fn an_embeddings_endpoint_needs_an_address_and_a_model() {
        let mut config: Config = Figment::from(Toml::string(DEFAULTS)).extract().unwrap();
        for wrong in ["file:///etc/passwd", "embeddings.example.org", "http://"] {
            config.embeddings.url = wrong.to_owned();
            config.embeddings.model = "m".to_owned();
            let message = config.clone().check().unwrap_err().to_string();
            assert!(message.contains("embeddings"), "{wrong}: {message}");
        }
        config.embeddings.url = "http://127.0.0.1:1/v1/embeddings".to_owned();
        assert!(config.clone().check().is_ok());
        config.embeddings.batch = 0;
        assert!(config.check().is_err());
    }

    #[test]
    fn a_mail_server_needs_its_host_and_its_password_is_not_printed() {
        let mut config: Config = Figment::from(Toml::string(DEFAULTS)).extract().unwrap();
        config.mail.kind = crate::mail::MailKind::Smtp;
        config.mail.from = "nobody".to_owned();
        let message = config.clone().check().unwrap_err().to_string();
        assert!(message.contains("mail.from") && message.contains("host"), "{message}");
        config.mail.password = Secret::new("hunter2");
        assert!(!format!("{config:?}").contains("hunter2"));
    }

    #[test]
    fn a_password_in_the_database_address_is_not_printed() {
        let mut config: Config = Figment::from(Toml::string(DEFAULTS)).extract().unwrap();
        config.database_url = Secret::new("postgres://laurel:hunter2@host/laurel");
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
