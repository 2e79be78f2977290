//! Does a file come whole over a line that drops, under a number of its own, and does it leave only when
//! nothing names it any more?

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpStream,
    time::Duration,
};

use base64::Engine as _;
use entity::vocabulary::Role;
use image::ImageFormat;
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    SOCIETY, begin, clerk, keep,
    made_files::{pdf, pdf_with_a_blank_page, scan},
    says, write,
};
use crate::harness::{Answer, PASSWORD, TestApp, Visitor, keys};

db_tests! {
    round: [
        a_file_comes_in_parts_and_is_numbered,
        what_arrived_before_the_line_dropped_is_kept,
        an_upload_goes_on_after_a_restart,
        a_part_that_does_not_fit_is_refused,
        an_upload_is_of_one_account_and_expires,
        what_is_too_large_is_not_begun,
        two_files_at_once_get_numbers_of_their_own,
        a_number_is_never_given_again,
        a_file_takes_the_place_of_another,
        verdicts_are_told_and_the_file_is_kept,
        files_are_shown_and_given_out_to_the_society_alone,
    ],
}

const PDF: &str = "application/pdf";

/// `Upload-Metadata`.
fn metadata(pairs: &[(&str, &str)]) -> String {
    let one = |(key, value): &(&str, &str)| {
        format!("{key} {}", base64::engine::general_purpose::STANDARD.encode(value))
    };
    pairs.iter().map(one).collect::<Vec<_>>().join(",")
}

/// Begins an upload of `length` bytes.
pub(super) async fn begin_upload(
    visitor: &Visitor,
    path: &str,
    length: usize,
    told: &[(&str, &str)],
) -> Answer {
    let request = visitor.request(Method::POST, &format!("{path}/uploads"));
    let request = request.header("tus-resumable", "1.0.0").header("upload-length", length);
    Answer::of(request.header("upload-metadata", metadata(told))).await
}

/// The address of an upload, below `/api/v1`.
pub(super) fn place(begun: &Answer) -> String {
    assert_eq!(begun.status, 201, "{}", begun.text);
    begun.header("location").strip_prefix("/api/v1").unwrap().to_owned()
}

/// Sends a part that begins at `offset`.
pub(super) async fn part(visitor: &Visitor, upload: &str, offset: usize, bytes: &[u8]) -> Answer {
    let request = visitor.request(Method::PATCH, upload);
    let request = request
        .header("tus-resumable", "1.0.0")
        .header("upload-offset", offset)
        .header("content-type", "application/offset+octet-stream");
    Answer::of(request.body(bytes.to_vec())).await
}

/// How far an upload is.
async fn head(visitor: &Visitor, upload: &str) -> Answer {
    Answer::of(visitor.request(Method::HEAD, upload).header("tus-resumable", "1.0.0")).await
}

/// Uploads a file in one part and gives the answer to it.
pub(super) async fn upload(visitor: &Visitor, path: &str, name: &str, bytes: &[u8]) -> Answer {
    let begun = begin_upload(visitor, path, bytes.len(), &[("filename", name)]).await;
    part(visitor, &place(&begun), 0, bytes).await
}

/// What the dossier says of its files.
pub(super) async fn files(visitor: &Visitor, path: &str) -> Value {
    visitor.data(&format!("{path}/attachments")).await
}

/// Files of uploads that are under way.
pub(super) fn parts(app: &TestApp) -> usize {
    std::fs::read_dir(app.folder().join("uploads")).unwrap().count()
}

async fn a_file_comes_in_parts_and_is_numbered(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let before = parts(app);
    let bytes = pdf("first");
    let digest = laurel::shared::hex_sha256(&bytes);
    let options = Answer::of(clerk.request(Method::OPTIONS, &format!("{path}/uploads"))).await;
    assert_eq!((options.status, options.header("tus-version")), (204, "1.0.0"));
    assert_eq!(options.header("tus-extension"), "creation,termination,expiration");
    let told = [("filename", "../../论文 1.pdf"), ("filetype", PDF), ("sha256", &digest)];
    let begun = begin_upload(&clerk, &path, bytes.len(), &told).await;
    let at = place(&begun);
    assert!(begun.header("upload-expires").ends_with("GMT"));
    let (first, rest) = bytes.split_at(100);
    let kept = part(&clerk, &at, 0, first).await;
    assert_eq!((kept.status, kept.header("upload-offset")), (204, "100"));
    let far = head(&clerk, &at).await;
    assert_eq!((far.status, far.header("upload-offset")), (200, "100"));
    assert_eq!(far.header("upload-length"), bytes.len().to_string());
    let kept = part(&clerk, &at, 100, rest).await;
    assert_eq!(kept.status, 204, "{}", kept.text);
    let upload = clerk.data(&at).await;
    assert_eq!((&upload["state"], &upload["attachment"]), (&json!("kept"), &json!(1)));
    assert_eq!(head(&clerk, &at).await.header("upload-offset"), bytes.len().to_string());
    let list = files(&clerk, &path).await;
    let file = &list["files"][0];
    assert_eq!((&file["number"], &file["name"]), (&json!(1), &json!("论文 1.pdf")));
    assert_eq!((&file["pages"], &file["digest"]), (&json!(1), &json!(digest)));
    assert_eq!(file["verdicts"], json!([]));
    assert_eq!(list["limits"]["most_bytes_together"], 100 << 20);
    assert_eq!(parts(app), before, "no part is left behind");
}

/// The cookie of a session of the account that [`clerk`] uses.
async fn cookie(app: &TestApp) -> String {
    let username = format!("test.society_clerk.{}", SOCIETY.to_lowercase());
    let body = json!({ "username": username, "password": PASSWORD });
    let answer = app.anyone().post("/session", &body).await;
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

async fn what_arrived_before_the_line_dropped_is_kept(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let bytes = pdf(&"long ".repeat(60_000));
    let at = place(&begin_upload(&clerk, &path, bytes.len(), &[("filename", "a.pdf")]).await);
    let cookie = cookie(app).await;
    let url = clerk.bare(Method::GET, "/").build().unwrap().url().clone();
    let address = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap());
    let mut offset = 0;
    for drop in 1..=5_usize {
        let piece = bytes.len() / 6;
        let mut line = TcpStream::connect(&address).unwrap();
        let head = format!(
            "PATCH /api/v1{at} HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\nx-laurel-request: 1\r\n\
             tus-resumable: 1.0.0\r\nupload-offset: {offset}\r\n\
             content-type: application/offset+octet-stream\r\ncontent-length: {}\r\n\r\n",
            bytes.len() - offset
        );
        line.write_all(head.as_bytes()).unwrap();
        line.write_all(&bytes[offset..offset + piece]).unwrap();
        line.flush().unwrap();
        // As a cable that is pulled: no answer is read, no end is sent before the rest of the body.
        std::thread::sleep(Duration::from_millis(30));
        std::mem::drop(line);
        let mut arrived = offset;
        for _ in 0..100 {
            tokio::time::sleep(Duration::from_millis(30)).await;
            arrived = head_of(&clerk, &at).await;
            if arrived == offset + piece {
                break;
            }
        }
        assert_eq!(arrived, offset + piece, "drop {drop}: what arrived is kept");
        offset = arrived;
    }
    let ended = part(&clerk, &at, offset, &bytes[offset..]).await;
    assert_eq!(ended.status, 204, "{}", ended.text);
    let list = files(&clerk, &path).await;
    assert_eq!(list["files"][0]["digest"], laurel::shared::hex_sha256(&bytes));
}

async fn head_of(visitor: &Visitor, upload: &str) -> usize {
    head(visitor, upload).await.header("upload-offset").parse().unwrap()
}

async fn an_upload_goes_on_after_a_restart(app: &TestApp) {
    let signed_in = clerk(app).await;
    let path = begin(&signed_in, "nat-1").await;
    let bytes = pdf("survives");
    let (first, rest) = bytes.split_at(200);
    let serve = || {
        let mut child = app.serve_apart();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let address = said.trim().rsplit("http://").next().unwrap().parse().unwrap();
        (child, signed_in.at(address))
    };
    let (mut child, clerk) = serve();
    let at = place(&begin_upload(&clerk, &path, bytes.len(), &[("filename", "a.pdf")]).await);
    assert_eq!(part(&clerk, &at, 0, first).await.status, 204);
    child.kill().unwrap();
    child.wait().unwrap();
    let (mut child, clerk) = serve();
    assert_eq!(head_of(&clerk, &at).await, 200);
    let kept = part(&clerk, &at, 200, rest).await;
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(kept.status, 204, "{}", kept.text);
    assert_eq!(files(&signed_in, &path).await["files"][0]["number"], 1);
}

async fn a_part_that_does_not_fit_is_refused(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let bytes = pdf("fits");
    let at = place(&begin_upload(&clerk, &path, bytes.len(), &[("filename", "a.pdf")]).await);
    let conflict = (409, "conflict".to_owned());
    assert_eq!(part(&clerk, &at, 5, &bytes[5..]).await.outcome(), conflict);
    assert_eq!(part(&clerk, &at, 0, &bytes[..50]).await.status, 204);
    assert_eq!(part(&clerk, &at, 0, &bytes[..50]).await.outcome(), conflict, "sent twice");
    let over = [&bytes[50..], b"more"].concat();
    assert_eq!(part(&clerk, &at, 50, &over).await.outcome(), (413, "too_large".to_owned()));
    assert_eq!(head_of(&clerk, &at).await, 50, "nothing of it was taken");
    let send_part = |name: &'static str, value: &'static str| {
        let request = clerk.request(Method::PATCH, &at).header("upload-offset", "50");
        Answer::of(request.header(name, value).body("x"))
    };
    let version = send_part("content-type", "application/offset+octet-stream").await;
    assert_eq!(version.outcome(), (412, "upload_version".to_owned()));
    let kind = send_part("tus-resumable", "1.0.0").await;
    assert_eq!(kind.outcome(), (400, "bad_parameter".to_owned()));
    assert_eq!(part(&clerk, &at, 50, &bytes[50..]).await.status, 204);
    assert_eq!(part(&clerk, &at, bytes.len(), b"").await.status, 404, "it is done");
}

async fn an_upload_is_of_one_account_and_expires(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let bytes = pdf("mine");
    let told = [("filename", "a.pdf")];
    let at = place(&begin_upload(&clerk, &path, bytes.len(), &told).await);
    let head_of_society = app.sign_in_of(Role::SocietyHead, Some(SOCIETY)).await;
    let foreign = app.sign_in_of(Role::SocietyClerk, Some("D-A-01")).await;
    for other in [&head_of_society, &foreign] {
        assert_eq!(head(other, &at).await.status, 404);
        assert_eq!(part(other, &at, 0, &bytes).await.outcome(), (404, "not_found".to_owned()));
    }
    assert_eq!(begin_upload(&foreign, &path, 10, &told).await.status, 404);
    assert_eq!(foreign.get(&format!("{path}/attachments")).await.status, 404);
    let office = app.sign_in(Role::AwardOffice).await;
    assert_eq!(
        office.get(&format!("{path}/attachments")).await.status,
        404,
        "a draft is the society's"
    );
    let end =
        |visitor: &Visitor| visitor.request(Method::DELETE, &at).header("tus-resumable", "1.0.0");
    assert_eq!(Answer::of(end(&head_of_society)).await.status, 404);
    assert_eq!(part(&clerk, &at, 0, &bytes[..10]).await.status, 204);
    let key =
        |request: reqwest::RequestBuilder| request.header("idempotency-key", "one-file-one-key");
    let again = || {
        let request = clerk.request(Method::POST, &format!("{path}/uploads"));
        key(request.header("tus-resumable", "1.0.0").header("upload-length", 10))
    };
    let (one, two) = (Answer::of(again()).await, Answer::of(again()).await);
    assert_eq!(place(&one), place(&two), "the same key, the same upload");
    assert_eq!(Answer::of(end(&clerk)).await.status, 204);
    assert_eq!(head(&clerk, &at).await.status, 404);
    let at = place(&begin_upload(&clerk, &path, bytes.len(), &told).await);
    app.clock.advance(chrono::Duration::hours(24));
    let clerk = super::clerk(app).await;
    assert_eq!(head(&clerk, &at).await.status, 404, "it expired");
    begin_upload(&clerk, &path, bytes.len(), &told).await;
    assert_eq!(parts(app), 1, "what expired was forgotten");
}

async fn what_is_too_large_is_not_begun(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let told = [("filename", "a.pdf")];
    let large = begin_upload(&clerk, &path, (5 << 20) + 1, &told).await;
    assert_eq!(large.outcome(), (413, "too_large".to_owned()));
    assert!(large.json()["detail"].as_str().unwrap().contains("5 MB"), "{}", large.text);
    assert_eq!(begin_upload(&clerk, &path, 0, &told).await.status, 422);
    for _ in 0..20 {
        place(&begin_upload(&clerk, &path, 5 << 20, &told).await);
    }
    let full = begin_upload(&clerk, &path, 10, &told).await;
    assert_eq!(full.outcome(), (409, "conflict".to_owned()), "so many at once");
}

async fn two_files_at_once_get_numbers_of_their_own(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..6 {
        let (clerk, path) = (clerk.clone(), path.clone());
        tasks.spawn(async move {
            let kept = upload(&clerk, &path, "a.pdf", &pdf(&format!("file {number}"))).await;
            assert_eq!(kept.status, 204, "{}", kept.text);
        });
    }
    tasks.join_all().await;
    let numbers = keys(&files(&clerk, &path).await["files"], "number");
    assert_eq!(numbers, ["1", "2", "3", "4", "5", "6"]);
}

async fn a_number_is_never_given_again(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    for words in ["one", "two"] {
        assert_eq!(upload(&clerk, &path, "a.pdf", &pdf(words)).await.status, 204);
    }
    let field = "opinion.opinion_file";
    keep(&clerk, &path, &[write(field, "2", 0), write("opinion.check_files", json!(["9"]), 0)])
        .await;
    let second = format!("{path}/attachments/2");
    let named = clerk.delete(&second).await;
    assert_eq!(named.outcome(), (409, "conflict".to_owned()));
    assert_eq!(named.json()["errors"][0]["pointer"], "/fields/opinion.opinion_file");
    let list = files(&clerk, &path).await;
    assert_eq!(list["files"][1]["named_by"], json!([field]));
    assert_eq!(list["dangling"], json!([{ "number": 9, "named_by": ["opinion.check_files"] }]));
    let version = clerk.data(&path).await["fields"][field]["version"].as_i64().unwrap();
    keep(&clerk, &path, &[write(field, Value::Null, version)]).await;
    assert_eq!(clerk.delete(&second).await.status, 204);
    assert_eq!(clerk.delete(&second).await.status, 404, "once is enough");
    assert_eq!(upload(&clerk, &path, "a.pdf", &pdf("three")).await.status, 204);
    let list = files(&clerk, &path).await;
    assert_eq!(keys(&list["files"], "number"), ["1", "3"]);
    assert_eq!(keys(&list["removed"], "number"), ["2"]);
    let removed = clerk.get(&format!("{second}/file")).await;
    assert_eq!(removed.status, 200, "the history keeps it");
}

async fn a_file_takes_the_place_of_another(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    assert_eq!(upload(&clerk, &path, "a.pdf", &pdf("old")).await.status, 204);
    let edits = [
        write("opinion.opinion_file", "1", 0),
        write("papers.items", json!(["r"]), 0),
        write("papers.items/r/consent_files", json!(["7", "1"]), 0),
    ];
    keep(&clerk, &path, &edits).await;
    let new = pdf("new");
    let told = [("filename", "b.pdf"), ("replaces", "1")];
    let at = place(&begin_upload(&clerk, &path, new.len(), &told).await);
    assert_eq!(part(&clerk, &at, 0, &new).await.status, 204);
    assert_eq!(says(&clerk, &path, "opinion.opinion_file").await, "2");
    assert_eq!(says(&clerk, &path, "papers.items/r/consent_files").await, json!(["7", "2"]));
    let list = files(&clerk, &path).await;
    assert_eq!(
        (keys(&list["files"], "number"), keys(&list["removed"], "number")),
        (vec!["2".to_owned()], vec!["1".to_owned()])
    );
    let told = [("filename", "b.pdf"), ("replaces", "1")];
    assert_eq!(begin_upload(&clerk, &path, 10, &told).await.status, 404, "it is gone");
}

async fn verdicts_are_told_and_the_file_is_kept(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    for (name, bytes) in [
        ("空白.pdf", pdf_with_a_blank_page()),
        ("证明.pdf", scan(false, ImageFormat::Png)),
        ("扫描.jpg", scan(true, ImageFormat::Jpeg)),
        ("一.pdf", pdf("same")),
        ("二.pdf", pdf("same")),
    ] {
        assert_eq!(upload(&clerk, &path, name, &bytes).await.status, 204, "{name}");
    }
    let list = files(&clerk, &path).await;
    let told = |index: usize| keys(&list["files"][index]["verdicts"], "code");
    assert_eq!(told(0), ["blank_page"]);
    assert_eq!(list["files"][0]["verdicts"][0]["page"], 2);
    assert_eq!(told(1), ["wrong_ending"]);
    assert_eq!(told(2), ["blank_page"]);
    assert_eq!((told(3), told(4)), (vec!["duplicate".to_owned()], vec!["duplicate".to_owned()]));
    let other = app.sign_in_of(Role::SocietyClerk, Some("D-A-04")).await;
    let body = json!({ "society_id": "D-A-04", "form_id": "inv-1" });
    let made = other.create("/rounds/2027/dossiers", "another-society", &body).await;
    let elsewhere = format!("/dossiers/{}", made.json()["data"]["id"].as_str().unwrap());
    assert_eq!(upload(&other, &elsewhere, "x.pdf", &pdf("same")).await.status, 204);
    let list = files(&other, &elsewhere).await;
    assert_eq!(keys(&list["files"][0]["verdicts"], "code"), ["elsewhere"]);
    assert!(!list.to_string().contains(SOCIETY), "not told whose");
}

async fn files_are_shown_and_given_out_to_the_society_alone(app: &TestApp) {
    let clerk = clerk(app).await;
    let path = begin(&clerk, "nat-1").await;
    let bytes = pdf("shown");
    assert_eq!(upload(&clerk, &path, "\"<b>.pdf", &bytes).await.status, 204);
    let file = format!("{path}/attachments/1/file");
    let preview = format!("{path}/attachments/1/preview");
    let download = clerk.get(&file).await;
    assert_eq!(download.header("content-disposition"), "attachment; filename*=UTF-8''b.pdf");
    assert_eq!(download.header("content-security-policy"), "default-src 'none'; sandbox");
    let shown = clerk.get(&preview).await;
    assert_eq!(shown.header("content-disposition"), "inline; filename*=UTF-8''b.pdf");
    assert_eq!(shown.header("content-type"), PDF);
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert!(shown.header("content-security-policy").contains("frame-ancestors 'self'"));
    let foreign = app.sign_in_of(Role::SocietyHead, Some("D-A-01")).await;
    let supervisor = app.sign_in(Role::Supervisor).await;
    for address in [&file, &preview] {
        assert_eq!(foreign.get(address).await.status, 404);
        assert_eq!(supervisor.get(address).await.status, 404);
        assert_eq!(app.anyone().get(address).await.status, 401);
    }
    assert_eq!(clerk.get(&format!("{path}/attachments/2/file")).await.status, 404);
    assert_eq!(foreign.delete(&format!("{path}/attachments/1")).await.status, 404);
}
