//! Which things match a query? A tantivy index in a folder, one generation a rebuild.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use tantivy::{
    Index, IndexReader, IndexWriter, TantivyDocument, Term,
    collector::{Count, TopDocs},
    doc,
    query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery},
    schema::{
        Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
        Value as _,
    },
};
use uuid::Uuid;

use super::{
    analysis::{Analyzer, HanTokens},
    document::{Document, fold},
    tokenizer::AnalyzerTokenizer,
};

/// Changes whenever the schema or the analyzer does: an index of another form is rebuilt.
const FORM: &str = "form-1";
const TOKENIZER: &str = "laurel";
/// File that names the generation in use.
const CURRENT: &str = "current";
const WRITER_MEMORY_BYTES: usize = 64 << 20;

/// Why the index failed.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index itself.
    #[error("检索索引出错 / the search index failed: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// Its folder.
    #[error("检索索引目录出错 / the folder of the search index failed: {0}")]
    Folder(#[from] std::io::Error),
}

/// What a query found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// Keys of the best things, the best first.
    pub keys: Vec<Uuid>,
    /// How many match in all.
    pub total: usize,
}

#[derive(Clone, Copy)]
struct Fields {
    kind: Field,
    key: Field,
    handles: Field,
    body: Field,
}

/// One state of the index on disk, from one rebuild to the next.
struct Generation {
    name: String,
    fields: Fields,
    index: Index,
    reader: IndexReader,
}

/// The full-text index. Cheap to share; writing is one process's at a time.
pub struct SearchIndex {
    folder: PathBuf,
    analyzer: Arc<Analyzer>,
    generation: RwLock<Arc<Generation>>,
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqs);
    let fields = Fields {
        kind: builder.add_text_field("kind", STRING),
        key: builder.add_text_field("key", STRING | STORED),
        handles: builder.add_text_field("handles", STRING),
        body: builder.add_text_field("body", TextOptions::default().set_indexing_options(indexing)),
    };
    (builder.build(), fields)
}

impl Generation {
    fn open(folder: &Path, name: &str, analyzer: &Arc<Analyzer>) -> Result<Self, SearchError> {
        let path = folder.join(name);
        std::fs::create_dir_all(&path)?;
        let (schema, fields) = schema();
        let directory =
            tantivy::directory::MmapDirectory::open(&path).map_err(tantivy::TantivyError::from)?;
        let index = Index::open_or_create(directory, schema)?;
        let tokenizer = AnalyzerTokenizer::new(Arc::clone(analyzer), HanTokens::WordsAndBigrams);
        index.tokenizers().register(TOKENIZER, tokenizer);
        let reader = index.reader()?;
        Ok(Self { name: name.to_owned(), fields, index, reader })
    }

    fn add(&self, writer: &IndexWriter, documents: &[Document]) -> Result<(), SearchError> {
        let fields = self.fields;
        for document in documents {
            let mut row = doc!(
                fields.kind => document.kind,
                fields.key => document.key.to_string(),
                fields.body => document.body.as_str(),
            );
            for handle in document.handles() {
                row.add_text(fields.handles, handle);
            }
            writer.add_document(row)?;
        }
        Ok(())
    }
}

fn current_name(folder: &Path) -> Option<String> {
    let name = std::fs::read_to_string(folder.join(CURRENT)).ok()?;
    let name = name.trim();
    (name.starts_with(FORM) && !name.contains(['/', '\\'])).then(|| name.to_owned())
}

impl SearchIndex {
    /// Opens the index in `folder`, empty where there is none of the present form.
    pub fn open(folder: &Path) -> Result<Self, SearchError> {
        std::fs::create_dir_all(folder)?;
        let analyzer = Arc::new(Analyzer::new());
        let name = current_name(folder).unwrap_or_else(|| format!("{FORM}-0"));
        let generation = Generation::open(folder, &name, &analyzer)?;
        Ok(Self {
            folder: folder.to_owned(),
            analyzer,
            generation: RwLock::new(Arc::new(generation)),
        })
    }

    /// The analyzer that the index is made with.
    pub fn analyzer(&self) -> &Arc<Analyzer> {
        &self.analyzer
    }

    /// The generation in use; another process may have put a newer one in its place.
    fn generation(&self) -> Result<Arc<Generation>, SearchError> {
        let held = Arc::clone(&self.generation.read().unwrap_or_else(PoisonError::into_inner));
        match current_name(&self.folder) {
            Some(name) if name != held.name => {
                let newer = Arc::new(Generation::open(&self.folder, &name, &self.analyzer)?);
                *self.generation.write().unwrap_or_else(PoisonError::into_inner) =
                    Arc::clone(&newer);
                Ok(newer)
            }
            _ => Ok(held),
        }
    }

    /// Puts `documents` in the place of all of their `kind`, in one step that searches see whole.
    pub fn replace_kind(&self, kind: &str, documents: &[Document]) -> Result<(), SearchError> {
        let generation = self.generation()?;
        let mut writer: IndexWriter =
            generation.index.writer_with_num_threads(1, WRITER_MEMORY_BYTES)?;
        writer.delete_term(Term::from_field_text(generation.fields.kind, kind));
        generation.add(&writer, documents)?;
        writer.commit()?;
        generation.reader.reload()?;
        Ok(())
    }

    /// Builds a new generation beside the one in use and puts it in its place; searches go on
    /// meanwhile. `stamp` names the generation and must be new.
    pub fn rebuild(&self, stamp: &str, documents: &[Document]) -> Result<(), SearchError> {
        let old = self.generation()?;
        let next = Generation::open(&self.folder, &format!("{FORM}-{stamp}"), &self.analyzer)?;
        let mut writer: IndexWriter = next.index.writer_with_num_threads(2, WRITER_MEMORY_BYTES)?;
        next.add(&writer, documents)?;
        writer.commit()?;
        drop(writer);
        next.reader.reload()?;
        let file = self.folder.join(CURRENT);
        let beside = self.folder.join("current.new");
        std::fs::write(&beside, &next.name)?;
        std::fs::rename(&beside, &file)?;
        let is_other = old.name != next.name;
        *self.generation.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        if is_other {
            // Readers that still hold the old files keep them until they are done.
            std::fs::remove_dir_all(self.folder.join(&old.name))?;
        }
        Ok(())
    }

    /// The `limit` best things of `kind` that match every word of `text`.
    pub fn search(&self, kind: &str, text: &str, limit: usize) -> Result<Hits, SearchError> {
        let generation = self.generation()?;
        let fields = generation.fields;
        let mut clauses: Vec<(Occur, Box<dyn Query>)> =
            vec![(Occur::Must, exact(fields.kind, kind, 0.0))];
        for word in text.split_whitespace().take(MOST_WORDS) {
            clauses.push((Occur::Must, self.word_query(fields, word)));
        }
        if clauses.len() == 1 {
            return Ok(Hits::default());
        }
        let query = BooleanQuery::new(clauses);
        let searcher = generation.reader.searcher();
        let best = TopDocs::with_limit(limit.max(1)).order_by_score();
        let (found, total) = searcher.search(&query, &(best, Count))?;
        let mut keys = Vec::with_capacity(found.len());
        for (_, address) in found {
            let row: TantivyDocument = searcher.doc(address)?;
            let key = row.get_first(fields.key).and_then(|value| value.as_str());
            keys.extend(key.and_then(|key| Uuid::parse_str(key).ok()));
        }
        Ok(Hits { keys, total })
    }

    /// A word matches by a name or number that begins with it, or by all its terms in the text.
    fn word_query(&self, fields: Fields, word: &str) -> Box<dyn Query> {
        let folded: String = fold(word).chars().take(LONGEST_WORD).collect();
        let mut ways: Vec<(Occur, Box<dyn Query>)> =
            vec![(Occur::Should, exact(fields.handles, &folded, HANDLE_BOOST))];
        let terms: Vec<(Occur, Box<dyn Query>)> = self
            .analyzer
            .tokens(&folded, HanTokens::WordsAndBigrams)
            .into_iter()
            .map(|token| {
                let term = Term::from_field_text(fields.body, &token.text);
                let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
                (Occur::Must, Box::new(query) as Box<dyn Query>)
            })
            .collect();
        if !terms.is_empty() {
            ways.push((Occur::Should, Box::new(BooleanQuery::new(terms))));
        }
        Box::new(BooleanQuery::new(ways))
    }
}

/// More words of a query than these are not looked at.
const MOST_WORDS: usize = 16;
/// More letters of a word than these are not looked at.
const LONGEST_WORD: usize = 200;
/// A name or number counts for more than a word of the text.
const HANDLE_BOOST: f32 = 8.0;

fn exact(field: Field, text: &str, boost: f32) -> Box<dyn Query> {
    let query = TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic);
    Box::new(BoostQuery::new(Box::new(query), boost))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expert(key: u128, name: &str, body: &str) -> Document {
        Document {
            kind: "expert",
            key: Uuid::from_u128(key),
            identifiers: vec![format!("e{key:04}")],
            names: vec![name.to_owned()],
            body: body.to_owned(),
        }
    }

    fn found(index: &SearchIndex, text: &str) -> Vec<u128> {
        let mut keys: Vec<u128> = index
            .search("expert", text, 10)
            .unwrap()
            .keys
            .into_iter()
            .map(|key| key.as_u128())
            .collect();
        keys.sort_unstable();
        keys
    }

    #[test]
    fn experts_are_found_in_chinese_english_and_pinyin_and_a_rebuild_swaps_them_all() {
        let folder = tempfile::tempdir().unwrap();
        let index = SearchIndex::open(folder.path()).unwrap();
        assert!(found(&index, "冶金").is_empty());
        let pool = [
            expert(1, "柳闻樱", "钒钛磁铁矿的高炉冶炼与冶金分离"),
            expert(2, "欧阳澍", "Deep reinforcement learning for robots 机器人"),
        ];
        index.replace_kind("expert", &pool).unwrap();
        for (text, keys) in [
            ("冶金", vec![1]),
            ("柳闻", vec![1]),
            ("闻樱", vec![1]),
            ("liuwen", vec![1]),
            ("lwy", vec![1]),
            ("oys", vec![2]),
            ("e000", vec![1, 2]),
            ("robot", vec![2]),
            ("ROBOTS learning", vec![2]),
            ("機器人", vec![2]),
            ("冶金 机器人", vec![]),
            ("   ", vec![]),
        ] {
            assert_eq!(found(&index, text), keys, "{text}");
        }
        index.rebuild("1", &pool[1..]).unwrap();
        assert!(found(&index, "冶金").is_empty());
        assert_eq!(found(&index, "机器人"), [2]);
        // Another process sees the new generation, and so does one that was open before.
        let other = SearchIndex::open(folder.path()).unwrap();
        assert_eq!(found(&other, "机器人"), [2]);
        index.rebuild("2", &pool).unwrap();
        assert_eq!(found(&other, "冶金"), [1]);
    }
}
