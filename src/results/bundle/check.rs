//! Is a bundle true, step by step?
//!
//! Without server, database or network: everything that decides stands in the bundle itself, and is computed anew from
//! the text of the rules that stand there too.

use super::{
    body::{Body, FORMAT, encode},
    follow, recount,
    seal::{Seal, opened},
};
use crate::{
    awards::BookError,
    meetings::MeetingBook,
    results::book::ResultRules,
    reviews::ReviewBook,
    shared::{Bilingual, hex_sha256},
};

/// A bundle that is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Year of the round.
    pub round: i32,
    /// Which bundle of the round it is, from 1.
    pub number: u32,
    /// SHA-256 of its body.
    pub digest: String,
    /// The key that signed it: whose it is, is for whoever knows the published one.
    pub public_key: String,
    /// What was checked, in order.
    pub steps: Vec<Bilingual>,
}

/// A bundle that is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The step that failed.
    pub step: &'static str,
    /// What is wrong.
    pub words: Bilingual,
    /// What was checked before.
    pub steps: Vec<Bilingual>,
}

/// The rules that a bundle brings along.
pub(super) struct Books {
    pub(super) reviews: Option<ReviewBook>,
    pub(super) meetings: Option<MeetingBook>,
    pub(super) results: ResultRules,
}

/// A step that computes something anew: what it found, or what is wrong.
type Step = (&'static str, fn(&Body, &Books) -> Result<Bilingual, Bilingual>);

/// What is computed anew, in the order in which one follows from the other.
const STEPS: [Step; 10] = [
    ("seeds", recount::seeds),
    ("totals", recount::totals),
    ("aggregate", recount::aggregates),
    ("laws", recount::laws),
    ("rolls", recount::rolls),
    ("tallies", recount::tallies),
    ("decisions", follow::decisions),
    ("caps", follow::caps),
    ("limits", follow::limits),
    ("published", follow::published),
];

/// Checks a bundle; with `key`, that it was signed by the owner of that one.
///
/// # Errors
/// The first step that fails, with what is wrong.
pub fn check(bytes: &[u8], key: Option<&str>) -> Result<Checked, Broken> {
    let mut steps = Vec::new();
    let (body, seal) = signed(bytes, key, &mut steps)?;
    let books = match books(&body) {
        Ok(books) => books,
        Err(words) => return Err(Broken { step: "books", words, steps }),
    };
    steps.push(Bilingual::new(
        format!("规则文本与摘要一致：{} 部", body.books.len()),
        format!("the texts of the rules have their digests: {}", body.books.len()),
    ));
    for (step, checks) in STEPS {
        match checks(&body, &books) {
            Ok(found) => steps.push(found),
            Err(words) => return Err(Broken { step, words, steps }),
        }
    }
    let Body { round, number, .. } = body;
    Ok(Checked { round, number, digest: seal.digest, public_key: seal.public_key, steps })
}

/// The body of a bundle that is whole and signed.
fn signed(
    bytes: &[u8],
    key: Option<&str>,
    steps: &mut Vec<Bilingual>,
) -> Result<(Body, Seal), Broken> {
    let broken = |step, words, steps: &mut Vec<Bilingual>| {
        Err(Broken { step, words, steps: std::mem::take(steps) })
    };
    let (line, seal) = match opened(bytes) {
        Ok(opened) => opened,
        Err(words) => return broken("form", words, steps),
    };
    if !seal.is_of(line) {
        let words = Bilingual::new(
            "摘要不符：内容已被改动",
            "the digest does not hold: the body was changed",
        );
        return broken("digest", words, steps);
    }
    steps.push(Bilingual::new(
        format!("内容摘要一致：{}", seal.digest),
        format!("the body has its digest: {}", seal.digest),
    ));
    if !seal.signs(line) {
        let words = Bilingual::new("签名不符", "the signature does not hold");
        return broken("signature", words, steps);
    }
    if key.is_some_and(|key| key.trim() != seal.public_key) {
        let words = Bilingual::new("不是由该密钥签发的", "it was not signed by this key");
        return broken("signature", words, steps);
    }
    steps.push(Bilingual::new("签名有效", "the signature holds"));
    let read: Result<Body, serde_json::Error> = serde_json::from_slice(line);
    let wrong = |why: &str| {
        Bilingual::new(format!("内容格式不符：{why}"), format!("the body is no body: {why}"))
    };
    match read {
        Ok(body) if body.format != FORMAT => broken("form", wrong(&body.format), steps),
        // Written in one way only: nothing is hidden in blanks, orders or numbers.
        Ok(body) if encode(&body) != line => broken("form", wrong("not canonical"), steps),
        Ok(body) => Ok((body, seal)),
        Err(error) => broken("form", wrong(&error.to_string()), steps),
    }
}

/// The rules, where each text has its digest and can be read.
fn books(body: &Body) -> Result<Books, Bilingual> {
    let wrong = |room: &str, why: &str| {
        Bilingual::new(
            format!("规则 {room} 有误：{why}"),
            format!("the book {room} is wrong: {why}"),
        )
    };
    for (room, book) in &body.books {
        if hex_sha256(book.text.as_bytes()) != book.digest {
            return Err(wrong(room, "SHA-256"));
        }
        if !["reviews", "meetings", "results"].contains(&room.as_str()) {
            return Err(wrong(room, "?"));
        }
    }
    let text = |room: &str| body.books.get(room).map(|book| book.text.as_str());
    let told = |error: BookError| wrong(&error.place, &error.why);
    let results = text("results").ok_or_else(|| wrong("results", "—"))?;
    Ok(Books {
        reviews: text("reviews")
            .map(|text| ReviewBook::parse("reviews", text))
            .transpose()
            .map_err(told)?,
        meetings: text("meetings")
            .map(|text| MeetingBook::parse("meetings", text))
            .transpose()
            .map_err(told)?,
        results: ResultRules::parse("results", results).map_err(told)?,
    })
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
