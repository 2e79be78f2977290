//! How is mail sent? As the settings say.

use lettre::message::Mailbox;
use serde::{Deserialize, Serialize};

use crate::shared::Secret;

/// Settings of outgoing mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// `file` or `smtp`.
    pub kind: MailKind,
    /// Whom letters come from.
    pub from: String,
    /// Where people reach Laurel: what links in letters begin with.
    pub site: String,
    /// The mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The name to sign in with; empty where the server asks for none.
    pub user: Secret,
    /// The password.
    pub password: Secret,
    /// How the connection is kept secret.
    pub tls: TlsMode,
}

/// Where letters go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailKind {
    /// Into the folder `outbox` of the data folder, a file each.
    File,
    /// To a mail server.
    Smtp,
}

/// How the connection to the mail server is kept secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TlsMode {
    /// Not at all: for a server on the same machine.
    None,
    /// Asked for after the greeting (RFC 3207), and nothing is said without it.
    Starttls,
    /// From the first byte (RFC 8314).
    Tls,
}

impl MailConfig {
    /// What is wrong with the settings, in both languages.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.from.parse::<Mailbox>().is_err() {
            faults.push("mail.from: 须为邮箱地址，如 桂冠 <laurel@example.org> / must be a mailbox such as Laurel <laurel@example.org>".to_owned());
        }
        if !(self.site.starts_with("http://") || self.site.starts_with("https://"))
            || self.site.ends_with('/')
        {
            faults.push(
                "mail.site: 须为不以 / 结尾的网址 / must be an address without a slash at its end"
                    .to_owned(),
            );
        }
        if self.kind == MailKind::Smtp && (self.host.is_empty() || self.port == 0) {
            faults.push(
                "mail: kind 为 smtp 时须填写 host 与 port / host and port are needed for smtp"
                    .to_owned(),
            );
        }
        faults
    }
}
