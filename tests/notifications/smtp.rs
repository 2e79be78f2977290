//! SMTP, spoken with a real server: it takes a letter, refuses one, drops the line; and a letter with a secret link
//! is taken back while the server thinks about it.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use chrono::Duration;
use entity::{
    notice,
    vocabulary::{MailState, Role},
};
use laurel::{
    app::App,
    mail::{MailKind, TlsMode},
    notifications::{self, Kind, To},
    shared::Secret,
};
use sea_orm::EntityTrait as _;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    sync::Notify,
};

use super::{account_of, mails, set_address, states, tell};
use crate::harness::TestApp;

db_tests! {
    empty: [
        a_letter_is_taken_refused_and_dropped,
        a_letter_with_a_secret_link_is_sent_or_taken_back_and_never_both,
    ],
}

/// In which time a letter comes to a server on the same machine.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

/// How the server treats the next letter.
#[derive(Clone, Copy, Debug)]
enum Mood {
    Takes,
    Refuses,
    IsBusy,
    Drops,
    ThinksAndTakes,
    ThinksAndIsBusy,
}

impl Mood {
    const fn thinks(self) -> bool {
        matches!(self, Self::ThinksAndTakes | Self::ThinksAndIsBusy)
    }
}

#[derive(Clone, Default)]
struct Server {
    moods: Arc<Mutex<VecDeque<Mood>>>,
    letters: Arc<Mutex<Vec<String>>>,
    /// Told when the server begins to think about a letter.
    is_thinking: Arc<Notify>,
    /// Told when it has thought enough.
    answers: Arc<Notify>,
}

impl Server {
    async fn start(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = self.clone();
        #[expect(
            clippy::disallowed_methods,
            reason = "the mail server of a test is a task of the test"
        )]
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A client that hangs up is no fault of the server.
                let _hung_up = server.talk(stream).await;
            }
        });
        address
    }

    /// RFC 5321, as far as a letter needs it.
    async fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        let mood = self.moods.lock().unwrap().pop_front().unwrap_or(Mood::Takes);
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 mail.test ESMTP\r\n").await?;
        while let Some(line) = lines.next_line().await? {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            if verb == "RCPT" && mood.thinks() {
                self.is_thinking.notify_one();
                self.answers.notified().await;
            }
            let reply = match (verb.as_str(), mood) {
                ("EHLO", _) => "250-mail.test\r\n250 8BITMIME\r\n",
                ("RCPT", Mood::Refuses) => {
                    "550 5.1.1 <refused.person@example.org> is not known here\r\n"
                }
                ("RCPT", Mood::IsBusy | Mood::ThinksAndIsBusy) => "451 4.3.0 come back later\r\n",
                ("DATA", Mood::Drops) => return Ok(()),
                ("DATA", _) => {
                    write.write_all(b"354 go ahead\r\n").await?;
                    let mut letter = String::new();
                    while let Some(line) = lines.next_line().await? {
                        if line == "." {
                            break;
                        }
                        letter.push_str(&line);
                        letter.push('\n');
                    }
                    self.letters.lock().unwrap().push(letter);
                    "250 2.0.0 taken\r\n"
                }
                ("QUIT", _) => {
                    write.write_all(b"221 bye\r\n").await?;
                    return Ok(());
                }
                _ => "250 2.1.0 ok\r\n",
            };
            write.write_all(reply.as_bytes()).await?;
        }
        Ok(())
    }
}

/// A second node on the same records, which sends to `address`.
async fn node(app: &TestApp, address: SocketAddr, folder: &tempfile::TempDir) -> App {
    let mut config = app.app.config.clone();
    config.personal_data_key = config.data_dir.join("personal_data.key");
    config.receipt_key = config.data_dir.join("receipt.key");
    folder.path().clone_into(&mut config.data_dir);
    config.mail.kind = MailKind::Smtp;
    config.mail.tls = TlsMode::None;
    config.mail.host = address.ip().to_string();
    config.mail.port = address.port();
    App::with(config, app.app.database.clone(), Arc::new(app.clock.clone())).await.unwrap()
}

async fn a_letter_is_taken_refused_and_dropped(app: &TestApp) {
    use MailState::{Failed, Sent, Waiting};
    let server = Server::default();
    let folder = tempfile::tempdir().unwrap();
    let node = node(app, server.start().await, &folder).await;
    let head = app.sign_in_of(Role::SocietyHead, Some("D-B-12")).await;
    set_address(&head, "refused.person@example.org", Some("en")).await;
    let to = To::Account(account_of(app, "test.society_head.d-b-12").await);
    let tell_and_sweep = async |subject: &str, mood: Mood| {
        server.moods.lock().unwrap().push_back(mood);
        tell(app, "somebody", &to, Kind::CorrectionAsked, subject).await;
        notifications::sweep(&node).await.unwrap();
        app.clock.advance(Duration::seconds(1));
    };
    tell_and_sweep("nomination/1", Mood::Takes).await;
    assert_eq!(states(app).await, [Sent]);
    let letter = server.letters.lock().unwrap().pop().unwrap();
    for part in [
        "From: Laurel <laurel@localhost>",
        "To: refused.person@example.org",
        "Auto-Submitted: auto-generated",
    ] {
        assert!(letter.contains(part), "{part}: {letter}");
    }
    // Refused for good: not tried again, and what the server said of the person is not kept.
    tell_and_sweep("nomination/2", Mood::Refuses).await;
    assert_eq!(states(app).await, [Sent, Failed]);
    assert_eq!(mails(app).await[1].last_error.as_deref(), Some("refused 550"));
    // Busy, and dropped in the middle: tried again later, and then taken, once.
    tell_and_sweep("nomination/3", Mood::IsBusy).await;
    tell_and_sweep("nomination/4", Mood::Drops).await;
    assert_eq!(states(app).await, [Sent, Failed, Waiting, Waiting]);
    let errors: Vec<_> = mails(app).await.into_iter().map(|mail| mail.last_error).collect();
    assert_eq!(errors[2].as_deref(), Some("refused 451"));
    assert_eq!(errors[3].as_deref(), Some("unreachable"));
    notifications::sweep(&node).await.unwrap();
    assert_eq!(server.letters.lock().unwrap().len(), 0, "not before the pause is over");
    app.clock.advance(Duration::minutes(1));
    notifications::sweep(&node).await.unwrap();
    assert_eq!(states(app).await, [Sent, Failed, Sent, Sent]);
    assert_eq!(server.letters.lock().unwrap().len(), 2);
    assert_eq!(mails(app).await[3].attempts, 2);
    assert_eq!(mails(app).await[3].last_error, None);
}

/// A room writes a letter that brings a secret link.
async fn send_link(app: &TestApp, subject: &str) {
    let tx = app.app.database.begin_write().await.unwrap();
    let path = Secret::new("/nominee/of-nobody-else");
    let notice = super::notice(Kind::NomineeAsked, subject);
    let to = ("nominee@example.org", &path);
    notifications::send_link(&app.app, &tx, to, &notice).await.unwrap();
    tx.commit().await.unwrap();
}

/// The room takes the link back.
async fn take_back(app: &TestApp, subject: &str) {
    let tx = app.app.database.begin_write().await.unwrap();
    notifications::take_back_links(&tx, vec![subject.to_owned()]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_letter_with_a_secret_link_is_sent_or_taken_back_and_never_both(app: &TestApp) {
    use MailState::{Sent, Superseded};
    let server = Server::default();
    let folder = tempfile::tempdir().unwrap();
    let node = node(app, server.start().await, &folder).await;
    for (subject, mood, state, gone) in [
        // Not taken at once: without the link there is nothing to try again.
        ("nominee_link/1", Mood::ThinksAndIsBusy, Superseded, 0),
        // Taken all the same: it has left, whatever was meant.
        ("nominee_link/2", Mood::ThinksAndTakes, Sent, 1),
    ] {
        server.moods.lock().unwrap().push_back(mood);
        send_link(app, subject).await;
        let meanwhile = async {
            let begins = tokio::time::timeout(PATIENCE, server.is_thinking.notified()).await;
            begins.expect("the letter comes to the server");
            take_back(app, subject).await;
            assert_eq!(states(app).await.last(), Some(&Superseded), "{subject}");
            server.answers.notify_one();
        };
        let (swept, ()) = tokio::join!(notifications::sweep(&node), meanwhile);
        swept.unwrap();
        assert_eq!(states(app).await.last(), Some(&state), "{subject}");
        app.clock.advance(Duration::days(1));
        notifications::sweep(&node).await.unwrap();
        assert_eq!(states(app).await.last(), Some(&state), "{subject}");
        assert_eq!(server.letters.lock().unwrap().len(), gone, "{subject}");
    }
    let notices = notice::Entity::find().all(app.app.database.reader()).await.unwrap();
    assert!(notices.iter().all(|one| one.address.is_none()), "no link is kept");
    // One that no node has taken yet never leaves.
    send_link(app, "nominee_link/3").await;
    take_back(app, "nominee_link/3").await;
    notifications::sweep(&node).await.unwrap();
    assert_eq!(states(app).await.last(), Some(&Superseded));
    assert_eq!(server.letters.lock().unwrap().len(), 1);
}
