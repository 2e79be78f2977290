//! How does a letter leave? As a file in a folder, or over SMTP.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        Mailbox, SinglePart,
        header::{HeaderName, HeaderValue},
    },
    transport::smtp::{
        authentication::Credentials,
        client::{Tls, TlsParameters},
    },
};
use tokio::io::AsyncWriteExt as _;

use super::{
    letter::Letter,
    settings::{MailConfig, MailKind, TlsMode},
};

/// A server that does not answer must not hold up what else there is to do.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The way out for letters.
#[derive(Debug)]
pub struct Post {
    from: Mailbox,
    way: Way,
}

enum Way {
    Folder(PathBuf),
    Server(Box<AsyncSmtpTransport<Tokio1Executor>>),
}

impl std::fmt::Debug for Way {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Folder(_) => "Folder",
            Self::Server(_) => "Server",
        })
    }
}

/// Why the settings of mail cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenPostError {
    /// The sender is no mailbox.
    #[error("mail.from 不是邮箱地址 / mail.from is no mailbox")]
    From,
    /// No TLS to the host.
    #[error("无法为邮件服务器准备 TLS / TLS to the mail server cannot be prepared: {0}")]
    Tls(lettre::transport::smtp::Error),
}

/// Why a letter did not leave. It names no address: what a server says often does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// The server refused it, with this status (RFC 5321 §4.2).
    #[error("refused {0}")]
    Refused(u16),
    /// The server cannot be reached, or the connection broke.
    #[error("unreachable")]
    Unreachable,
    /// The address or the text is none that mail can carry.
    #[error("unwritable")]
    Unwritable,
    /// The folder cannot be written.
    #[error("folder")]
    Folder,
}

impl PostError {
    /// Whether trying again would bring the same answer.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Refused(500..=599) | Self::Unwritable)
    }
}

impl From<lettre::transport::smtp::Error> for PostError {
    fn from(error: lettre::transport::smtp::Error) -> Self {
        error.status().map_or(Self::Unreachable, |status| Self::Refused(status.into()))
    }
}

impl Post {
    /// Prepares the way that the settings name; no server is spoken to yet.
    ///
    /// # Errors
    /// The sender is no mailbox, or the host none that TLS can name.
    pub fn open(config: &MailConfig, data_dir: &Path) -> Result<Self, OpenPostError> {
        let from = config.from.parse().map_err(|_| OpenPostError::From)?;
        let way = match config.kind {
            MailKind::File => Way::Folder(data_dir.join("outbox")),
            MailKind::Smtp => Way::Server(Box::new(server(config)?)),
        };
        Ok(Self { from, way })
    }

    /// Sends a letter. The same letter sent again lies in the same file, or bears the same key.
    ///
    /// # Errors
    /// [`PostError`].
    pub async fn send(&self, letter: &Letter) -> Result<(), PostError> {
        let message = self.write(letter)?;
        match &self.way {
            Way::Folder(folder) => {
                keep(folder, &letter.id, &message.formatted()).await.map_err(|_| PostError::Folder)
            }
            Way::Server(server) => {
                server.send(message).await?;
                Ok(())
            }
        }
    }

    fn write(&self, letter: &Letter) -> Result<Message, PostError> {
        let unwritable = |_| PostError::Unwritable;
        let to = Mailbox::new(None, letter.to.expose().parse().map_err(|_| PostError::Unwritable)?);
        let key = format!("<{}@{}>", letter.id, self.from.email.domain());
        // Auto-Submitted (RFC 3834) keeps answering machines from answering one.
        let automatic = HeaderName::new_from_ascii("Auto-Submitted".to_owned())
            .map_err(|_| PostError::Unwritable)?;
        Message::builder()
            .from(self.from.clone())
            .to(to)
            .date(SystemTime::from(letter.at))
            .message_id(Some(key))
            .subject(letter.subject.replace(['\r', '\n'], " "))
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .singlepart(SinglePart::plain(letter.body.expose().to_owned()))
            .map_err(unwritable)
    }
}

fn server(config: &MailConfig) -> Result<AsyncSmtpTransport<Tokio1Executor>, OpenPostError> {
    let parameters = || TlsParameters::new(config.host.clone()).map_err(OpenPostError::Tls);
    let tls = match config.tls {
        TlsMode::None => Tls::None,
        TlsMode::Starttls => Tls::Required(parameters()?),
        TlsMode::Tls => Tls::Wrapper(parameters()?),
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&config.host)
        .port(config.port)
        .tls(tls)
        .timeout(Some(TIMEOUT));
    if !config.user.expose().is_empty() {
        let (user, password) = (config.user.expose(), config.password.expose());
        builder = builder.credentials(Credentials::new(user.to_owned(), password.to_owned()));
    }
    Ok(builder.build())
}

/// Writes beside and renames: a reader of the folder never finds half a letter. Only the owner may read it: a
/// letter may bring a link that only its recipient may know.
async fn keep(folder: &Path, id: &str, bytes: &[u8]) -> std::io::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    let beside = folder.join(format!("{id}.part"));
    // What a killed process left may be open to others.
    match tokio::fs::remove_file(&beside).await {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = tokio::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    options.mode(0o600);
    let mut file = options.open(&beside).await?;
    file.write_all(bytes).await?;
    file.flush().await?;
    drop(file);
    tokio::fs::rename(&beside, folder.join(format!("{id}.eml"))).await
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[tokio::test]
    async fn a_letter_in_the_folder_is_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (half, whole) = (folder.path().join("1.part"), folder.path().join("1.eml"));
        for left in [&half, &whole] {
            std::fs::write(left, "of an earlier release").unwrap();
            std::fs::set_permissions(left, std::fs::Permissions::from_mode(0o644)).unwrap();
        }
        keep(folder.path(), "1", b"letter").await.unwrap();
        assert!(!half.exists());
        assert_eq!(std::fs::read(&whole).unwrap(), b"letter");
        assert_eq!(std::fs::metadata(&whole).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
