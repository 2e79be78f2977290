//! How does a document for people become a PDF? (打印件)
//!
//! A [`Document`] is a list of blocks: headings, paragraphs, facts, tables, places for signatures.
//! It is set in one embedded font by the rules of Chinese line breaking, on A4 pages with the title
//! at the head and, at the foot, the digest of what it shows and the page of how many. The same
//! document gives the same bytes, so that a printed copy can be held against the record.
//!
//! ```text
//! let mut document = Document::new(Meta { title, digest, ..Meta::default() });
//! document.heading("一、目标");
//! document.paragraph("……");
//! document.table(Table::new([Column::left("指标", 3), Column::right("实际", 1)]).rows(rows));
//! let bytes = document.render()?;
//! ```

mod attached;
mod document;
mod draw;
mod font;
mod layout;
mod lines;
mod press;
#[cfg(test)]
mod tests;

pub use attached::{Attached, Budget};
pub use document::{Align, Column, Cover, Document, Meta, Setting, Table, framed_pages};
pub use draw::PdfError;
pub use press::{Inside, Press, PressError};
