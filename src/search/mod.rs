//! Search (检索): the analyzer of Chinese and English, the pinyin of names, and the full-text index.
//! The index is derived data: it can be thrown away and rebuilt from the records at any time.

pub mod analysis;
mod document;
mod index;
pub mod pinyin;
mod tokenizer;

/// The kind of job that brings the index up to date with one kind of thing.
pub const FOLLOW: &str = "search.follow";

pub use document::Document;
pub use index::{Hits, SearchError, SearchIndex};
