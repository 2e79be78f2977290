//! Where could something be read that should be nowhere? In what the program logs, in the rows of every table,
//! behind every address, in letters and in documents: each as the text that a reader of it would have.

use std::{
    io::{Cursor, Write},
    process::Command,
    sync::{Arc, LazyLock, Mutex},
};

use base64::Engine as _;
use calamine::Reader as _;
use reqwest::Method;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

use super::{
    app::TestApp,
    tables::{Visit, every_table},
    visitor::Visitor,
};

/// The key of nothing.
pub(crate) const NOBODY: &str = "01890000-0000-7000-8000-000000000000";

/// What the program writes to its log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

static LOG: LazyLock<Log> = LazyLock::new(Log::default);

/// From now on the log is heard.
pub(crate) fn hear_the_log() {
    let own = || LOG.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::DEBUG)
        .with_ansi(false)
        .with_writer(own)
        .finish();
    // Another test of the process may hear it already: then it hears for both.
    let _heard = tracing::subscriber::set_global_default(subscriber);
}

/// What was heard of the log, by whichever test of the process.
pub(crate) fn heard() -> String {
    let heard = LOG.0.lock().unwrap().clone();
    String::from_utf8_lossy(&heard).into_owned()
}

/// Every row of every table as text, with the name of its table.
pub(crate) async fn every_row(app: &TestApp) -> Vec<(String, String)> {
    struct Rows<'a>(&'a TestApp, Vec<(String, String)>);
    impl Visit for Rows<'_> {
        async fn table<E>(&mut self)
        where
            E: EntityTrait,
            E::Model: IntoActiveModel<E::ActiveModel>,
            E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
        {
            let rows = E::find().all(self.0.app.database.reader()).await.unwrap();
            let name = E::default().table_name().to_owned();
            self.1.extend(rows.iter().map(|row| (name.clone(), format!("{row:?}"))));
        }
    }
    let mut rows = Rows(app, Vec::new());
    every_table(&mut rows).await;
    rows.1
}

/// Every address that may be read, with the keys of what there is.
pub(crate) fn addresses(keys: &[&str], society: &str) -> Vec<String> {
    let document = serde_json::to_value(laurel::http::open_api()).unwrap();
    let mut addresses = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        if methods.get("get").is_none() {
            continue;
        }
        let path = path.strip_prefix("/api/v1").unwrap();
        let path =
            path.replace("{year}", "2027").replace("{code}", society).replace("{number}", "1");
        let found: Vec<String> = if path.contains("{id}") {
            keys.iter().map(|key| path.replace("{id}", key)).collect()
        } else {
            vec![path]
        };
        addresses.extend(found.into_iter().map(|path| {
            let mut parts: Vec<&str> = path.split('/').collect();
            for part in &mut parts {
                if part.starts_with('{') {
                    *part = NOBODY;
                }
            }
            parts.join("/")
        }));
    }
    assert!(addresses.len() > 60, "{}", addresses.len());
    addresses
}

/// A letter with what its encodings hide.
pub(crate) fn decoded(letter: &str) -> String {
    let base64 = |text: &str| {
        let bytes = base64::engine::general_purpose::STANDARD.decode(text).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let (head, body) = letter.split_once("\r\n\r\n").unwrap_or((letter, ""));
    let mut all = letter.to_owned();
    all.extend(head.split(['?', ' ', '\r', '\n']).map(base64));
    all.push_str(&base64(&body.split_whitespace().collect::<String>()));
    // Quoted-printable: `=E5` is a byte, and a `=` at the end of a line joins it to the next.
    let mut bytes = Vec::new();
    let mut rest = letter.replace("=\r\n", "");
    while let Some((before, after)) = rest.split_once('=') {
        bytes.extend(before.bytes());
        let code = after.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(code.unwrap_or(b'='));
        rest = after.get(if code.is_some() { 2.. } else { 0.. }).unwrap_or_default().to_owned();
    }
    bytes.extend(rest.bytes());
    all.push_str(&String::from_utf8_lossy(&bytes));
    all
}

/// The text of a PDF without its blanks, by an outside program; none where there is no such program.
pub(crate) fn pdf_text(bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("document.pdf");
    std::fs::write(&file, bytes).unwrap();
    let Ok(output) = Command::new("pdftotext").arg(&file).arg("-").output() else {
        println!("pdftotext is absent: the text of the PDF is not read back");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).split_whitespace().collect())
}

/// The cells of a workbook as text.
pub(crate) fn workbook_text(bytes: Vec<u8>) -> String {
    let mut book = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for (name, sheet) in book.worksheets() {
        text.push_str(&name);
        for cell in sheet.rows().flatten() {
            text.push(' ');
            text.push_str(&cell.to_string());
        }
    }
    text
}

/// What was answered, read as its reader would: a document by its text, and the headers with it.
pub(crate) struct Read {
    /// The status.
    pub(crate) status: u16,
    /// Headers and text.
    pub(crate) text: String,
}

/// Reads an address below the API, whatever kind of thing is behind it.
pub(crate) async fn read(visitor: &Visitor, path: &str) -> Read {
    let answer = visitor.request(Method::GET, path).send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let kind = headers.get("content-type").map_or("", |kind| kind.to_str().unwrap()).to_owned();
    let bytes = answer.bytes().await.unwrap().to_vec();
    let body = match kind.as_str() {
        "application/pdf" => pdf_text(&bytes).unwrap_or_default(),
        kind if kind.contains("spreadsheetml") => workbook_text(bytes),
        _ => String::from_utf8_lossy(&bytes).into_owned(),
    };
    Read { status, text: format!("{headers:?}\n{body}") }
}
