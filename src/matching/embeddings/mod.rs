//! Dense vectors (稠密向量): how do the texts of a run come by them, and what if they do not?
//!
//! An OpenAI-compatible endpoint makes them, if one is configured; who may be asked is a setting and
//! nothing else, and no redirect is followed. What it once made is kept by the digest of the text.
//! If it fails, the run goes on by terms alone and says so.

mod endpoint;
mod kept;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use sha2::{Digest as _, Sha256};

use super::affinity::DenseVectors;
use crate::{
    config::EmbeddingsConfig, experts::model::Publication, nominations::model::Nomination,
};
use endpoint::Endpoint;
use kept::Kept;

/// SHA-256 of a text.
type TextDigest = [u8; 32];

/// Longest text that is sent, characters; models look at the beginning only.
const MOST_CHARACTERS: usize = 2_000;

/// Why there are no dense vectors.
#[derive(Debug, thiserror::Error)]
pub(super) enum EmbeddingsError {
    /// The key cannot be read.
    #[error("向量服务的密钥文件无法读取 / the key of the embeddings endpoint cannot be read: {0}")]
    Key(std::io::Error),
    /// The endpoint does not answer.
    #[error("向量服务没有应答 / the embeddings endpoint does not answer: {0}")]
    Unreachable(String),
    /// The endpoint refuses.
    #[error("向量服务应答 {0} / the embeddings endpoint answers {0}")]
    Refused(u16),
    /// The answer is none.
    #[error("向量服务的应答无法使用 / the answer of the embeddings endpoint cannot be used: {0}")]
    Strange(&'static str),
    /// What was made cannot be kept.
    #[error("向量缓存无法读写 / the kept vectors cannot be read or written: {0}")]
    Kept(#[from] std::io::Error),
}

/// Gathers the dense vectors of a pool and of nominations: those kept in `folder`, the others from
/// the endpoint; none where no endpoint is configured.
pub(super) async fn dense_vectors(
    config: &EmbeddingsConfig,
    folder: &Path,
    publications: &[Publication],
    nominations: &[Nomination],
) -> Result<Option<DenseVectors>, EmbeddingsError> {
    if config.url.is_empty() {
        return Ok(None);
    }
    let of_publications: Vec<String> =
        publications.iter().map(|one| publication_text(config, one)).collect();
    let of_nominations: Vec<String> =
        nominations.iter().map(|one| nomination_text(config, one)).collect();
    let mut wanted: BTreeMap<TextDigest, &str> = BTreeMap::new();
    for text in of_publications.iter().chain(&of_nominations) {
        wanted.insert(digest(text), text);
    }
    let known = gather(config, folder, &wanted).await?;
    let vector = |text: &String| {
        let strange = EmbeddingsError::Strange("a text has no vector");
        known.get(&digest(text)).map(Vec::as_slice).ok_or(strange)
    };
    let publications: Vec<&[f32]> = of_publications.iter().map(vector).collect::<Result<_, _>>()?;
    let nominations: BTreeMap<String, &[f32]> = nominations
        .iter()
        .zip(&of_nominations)
        .map(|(one, text)| Ok((one.nomination_id.clone(), vector(text)?)))
        .collect::<Result<_, EmbeddingsError>>()?;
    DenseVectors::new(config.dimension, &publications, nominations)
        .map(Some)
        .ok_or(EmbeddingsError::Strange("a vector is no vector"))
}

/// The vectors that are kept, and those that the endpoint makes; each batch is kept as it comes, so
/// that a run that breaks off need not begin anew.
async fn gather(
    config: &EmbeddingsConfig,
    folder: &Path,
    wanted: &BTreeMap<TextDigest, &str>,
) -> Result<BTreeMap<TextDigest, Vec<f32>>, EmbeddingsError> {
    let kept = Kept::of(folder, config);
    let digests: BTreeSet<TextDigest> = wanted.keys().copied().collect();
    let mut known = kept.read(digests).await?;
    let missing: Vec<(TextDigest, &str)> = wanted
        .iter()
        .filter(|(digest, _)| !known.contains_key(*digest))
        .map(|(digest, text)| (*digest, *text))
        .collect();
    if missing.is_empty() {
        return Ok(known);
    }
    let endpoint = Endpoint::open(config).await?;
    for batch in missing.chunks(config.batch) {
        let texts: Vec<&str> = batch.iter().map(|&(_, text)| text).collect();
        let vectors = endpoint.embed(&texts).await?;
        let made: Vec<(TextDigest, Vec<f32>)> =
            batch.iter().map(|&(digest, _)| digest).zip(vectors).collect();
        kept.append(&made).await?;
        known.extend(made);
    }
    Ok(known)
}

fn publication_text(config: &EmbeddingsConfig, publication: &Publication) -> String {
    let about = publication.abstract_text.as_deref();
    joined(&config.publication_prefix, &publication.title, about, &publication.keywords)
}

fn nomination_text(config: &EmbeddingsConfig, nomination: &Nomination) -> String {
    let about = nomination.abstract_text.as_deref();
    joined(&config.nomination_prefix, &nomination.title, about, &nomination.keywords)
}

fn joined(prefix: &str, title: &str, about: Option<&str>, keywords: &[String]) -> String {
    let mut text = format!("{prefix}{title}");
    for part in about.into_iter().chain(keywords.iter().map(String::as_str)) {
        text.push('\n');
        text.push_str(part);
    }
    text.chars().take(MOST_CHARACTERS).collect()
}

fn digest(text: &str) -> TextDigest {
    Sha256::digest(text).into()
}

#[cfg(test)]
mod tests;
