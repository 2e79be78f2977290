//! What is a document made of?

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::{attached::Attached, draw, font::Face, layout};
use crate::shared::Language;

/// How a document is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Setting {
    /// As a report: even margins, small print in tables.
    #[default]
    Report,
    /// As an official form that is bound at the left: 257 by 170 mm of text, 小四 and 五号, lines at
    /// least 18 points apart.
    Form,
}

/// What frames every page.
#[derive(Clone, Debug, Default)]
pub struct Meta {
    /// How it is set.
    pub setting: Setting,
    /// What stands at the head of every page at the right instead of the title; empty for the title.
    pub number: String,
    /// What is written across every page in pale letters; empty for nothing.
    pub watermark: String,
    /// The title: on the first page, at the head of the others, and among the file's properties.
    pub title: String,
    /// Who issues it, at the head of every page.
    pub issuer: String,
    /// SHA-256 of the record that it shows, at the foot of every page.
    pub digest: String,
    /// The language of its frame.
    pub language: Language,
    /// When it was made, among the file's properties; none for a document without a date.
    pub made_at: Option<DateTime<Utc>>,
    /// Whether the pages lie on their long side.
    pub is_landscape: bool,
}

/// On which side of its column a text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// At the right, as numbers do.
    Right,
    /// In the middle, as short words do.
    Middle,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    pub(super) title: String,
    pub(super) share: u16,
    pub(super) align: Align,
}

impl Column {
    /// A column of texts that takes `share` parts of the width.
    pub fn left(title: impl Into<String>, share: u16) -> Self {
        Self { title: title.into(), share, align: Align::Left }
    }

    /// A column of short words that takes `share` parts of the width.
    pub fn middle(title: impl Into<String>, share: u16) -> Self {
        Self { title: title.into(), share, align: Align::Middle }
    }

    /// A column of numbers that takes `share` parts of the width.
    pub fn right(title: impl Into<String>, share: u16) -> Self {
        Self { title: title.into(), share, align: Align::Right }
    }
}

/// A table; its header stands again on every page that it runs on to.
#[derive(Clone, Debug)]
pub struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with no rows yet.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self { columns: columns.into_iter().collect(), rows: Vec::new() }
    }

    /// Adds rows; a cell that is missing is empty.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// The first page of an official form.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// Above the title, at the right.
    pub above: Vec<String>,
    /// The title, in the largest letters, and what stands under it.
    pub title: String,
    /// Under the title.
    pub subtitle: String,
    /// Labels with what is written on the lines beside them.
    pub facts: Vec<(String, String)>,
    /// At the foot of the page.
    pub below: Vec<String>,
}

impl Cover {
    fn texts(&self) -> Vec<&str> {
        let facts = self.facts.iter().flat_map(|(label, value)| [label, value]);
        let lines = self.above.iter().chain(facts).chain(&self.below);
        lines.chain([&self.title, &self.subtitle]).map(String::as_str).collect()
    }
}

/// A part of a document.
#[derive(Clone, Debug)]
pub(super) enum Block {
    Cover(Cover),
    Turn,
    Grid(Vec<(String, String)>),
    Framed(String),
    Heading(String),
    Subheading(String),
    Paragraph(String),
    Note(String),
    Items(Vec<String>),
    Facts(Vec<(String, String)>),
    Table(Table),
    Signatures(Vec<Vec<String>>),
}

/// A document to be printed, block after block.
#[derive(Clone, Debug)]
pub struct Document {
    pub(super) meta: Meta,
    pub(super) blocks: Vec<Block>,
    pub(super) attached: Vec<Attached>,
}

impl Document {
    /// An empty document.
    pub fn new(meta: Meta) -> Self {
        Self { meta, blocks: Vec::new(), attached: Vec::new() }
    }

    /// Adds a first page of its own; where there is one, the title does not stand above the blocks.
    pub fn cover(&mut self, cover: Cover) {
        self.blocks.push(Block::Cover(cover));
    }

    /// Goes on on a new page.
    pub fn turn(&mut self) {
        self.blocks.push(Block::Turn);
    }

    /// Adds a ruled sheet of labels with their values: short ones two a row.
    pub fn grid(&mut self, facts: impl IntoIterator<Item = (String, String)>) {
        self.blocks.push(Block::Grid(facts.into_iter().collect()));
    }

    /// Adds paragraphs, each begun two letters in, within a frame that runs on over pages.
    pub fn framed(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Framed(text.into()));
    }

    /// Adds a file whose pages follow behind the document's own.
    pub fn attach(&mut self, attached: Attached) {
        self.attached.push(attached);
    }

    /// Begins a part.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    /// Begins a part of a part.
    pub fn subheading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Subheading(text.into()));
    }

    /// Adds a paragraph; line ends in the text begin new lines.
    pub fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// Adds a remark in small print.
    pub fn note(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Note(text.into()));
    }

    /// Adds a numbered list.
    pub fn items(&mut self, items: impl IntoIterator<Item = String>) {
        self.blocks.push(Block::Items(items.into_iter().collect()));
    }

    /// Adds pairs of a label and its value, one a line.
    pub fn facts(&mut self, facts: impl IntoIterator<Item = (String, String)>) {
        self.blocks.push(Block::Facts(facts.into_iter().collect()));
    }

    /// Adds a table.
    pub fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }

    /// Adds a row of boxes, one for each party that signs, with the lines of each.
    pub fn signatures(&mut self, parties: impl IntoIterator<Item = Vec<String>>) {
        self.blocks.push(Block::Signatures(parties.into_iter().collect()));
    }

    /// The characters that the font lacks; each is shown as 〓.
    pub fn missing_characters(&self) -> BTreeSet<char> {
        let face = Face::embedded();
        self.texts().flat_map(str::chars).filter(|one| !face.holds(*one)).collect()
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        let of_blocks = self.blocks.iter().flat_map(|block| -> Vec<&str> {
            match block {
                Block::Turn => Vec::new(),
                Block::Cover(cover) => cover.texts(),
                Block::Framed(text)
                | Block::Heading(text)
                | Block::Subheading(text)
                | Block::Paragraph(text)
                | Block::Note(text) => vec![text],
                Block::Items(items) => items.iter().map(String::as_str).collect(),
                Block::Facts(facts) | Block::Grid(facts) => {
                    facts.iter().flat_map(|(label, value)| [label.as_str(), value]).collect()
                }
                Block::Table(table) => {
                    let titles = table.columns.iter().map(|column| column.title.as_str());
                    titles.chain(table.rows.iter().flatten().map(String::as_str)).collect()
                }
                Block::Signatures(parties) => {
                    parties.iter().flatten().map(String::as_str).collect()
                }
            }
        });
        [self.meta.title.as_str(), &self.meta.issuer].into_iter().chain(of_blocks)
    }

    /// The document as a PDF file.
    ///
    /// # Errors
    /// The library refuses, which is a fault of ours.
    pub fn render(&self) -> Result<Vec<u8>, draw::PdfError> {
        draw::draw(&self.meta, &layout::pages(self), &self.attached)
    }
}

/// How many pages texts take up in a document, framed one below the other from the head of a page on: the same
/// wherever on its page the first of them is printed.
pub fn framed_pages(setting: Setting, texts: &[&str]) -> usize {
    layout::framed_pages(setting, texts)
}
