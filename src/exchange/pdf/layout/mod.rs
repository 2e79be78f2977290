//! Where does everything stand on the pages?

mod cover;
mod frame;
mod grid;
mod inserts;
mod measures;
mod table;

pub(super) use inserts::Insert;
use measures::Measures;

use super::{
    document::{Block, Document, Setting},
    font::Face,
    lines::break_lines,
};

/// A4, in points.
const SHORT_SIDE: f32 = 595.28;
const LONG_SIDE: f32 = 841.89;
/// The width of the labels beside facts.
const LABEL_WIDTH: f32 = 116.0;

/// How dark ink is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// Text.
    Black,
    /// Frames and remarks.
    Grey,
}

/// Something that stands on a page; `y` counts from the top, for a text to its base line.
#[derive(Clone, Debug)]
pub(super) enum Mark {
    /// `gap` is added behind each letter, so that a line reaches the edge.
    Text {
        x: f32,
        y: f32,
        size: f32,
        is_bold: bool,
        ink: Ink,
        gap: f32,
        text: String,
    },
    Line {
        from: (f32, f32),
        to: (f32, f32),
    },
    Shade {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
    },
}

/// A place that the outline of the file names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bookmark {
    /// 0 for a part, 1 for a part of a part.
    pub(super) depth: usize,
    pub(super) text: String,
    pub(super) y: f32,
}

/// A page.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) marks: Vec<Mark>,
    pub(super) bookmarks: Vec<Bookmark>,
    /// What of another file is shown on it.
    pub(super) insert: Option<Insert>,
}

/// The pages of a document.
pub(super) fn pages(document: &Document) -> Vec<Page> {
    let (width, height) =
        if document.meta.is_landscape { (LONG_SIDE, SHORT_SIDE) } else { (SHORT_SIDE, LONG_SIDE) };
    let (m, face) = (Measures::of(document.meta.setting), Face::embedded());
    let mut setter = Setter { face, width, height, y: m.head, m, pages: Vec::new() };
    setter.turn();
    if !matches!(document.blocks.first(), Some(Block::Cover(_))) {
        setter.title(&document.meta.title);
    }
    for block in &document.blocks {
        setter.block(block);
    }
    setter.inserts(&document.attached);
    let mut pages = setter.pages;
    frame::frame(&document.meta, &mut pages);
    pages
}

/// How many pages texts take up, framed one below the other from the head of a page on.
pub(super) fn framed_pages(setting: Setting, texts: &[&str]) -> usize {
    let (m, face) = (Measures::of(setting), Face::embedded());
    let (width, height, pages) = (SHORT_SIDE, LONG_SIDE, Vec::new());
    let mut setter = Setter { face, width, height, y: m.head, m, pages };
    setter.turn();
    for text in texts {
        setter.framed(text);
    }
    setter.pages.len()
}

/// Sets block after block, turning the page where it is full.
struct Setter {
    face: &'static Face,
    m: Measures,
    width: f32,
    height: f32,
    /// Where the next block begins.
    y: f32,
    pages: Vec<Page>,
}

impl Setter {
    fn measure(&self) -> f32 {
        self.width - self.m.left - self.m.right
    }

    fn room(&self) -> f32 {
        self.height - self.m.foot - self.y
    }

    fn turn(&mut self) {
        let (marks, bookmarks) = (Vec::new(), Vec::new());
        let (width, height) = (self.width, self.height);
        self.pages.push(Page { width, height, marks, bookmarks, insert: None });
        self.y = self.m.head;
    }

    /// Names this place in the outline.
    fn bookmark(&mut self, depth: usize, text: &str) {
        let y = self.y;
        if let Some(page) = self.pages.last_mut() {
            page.bookmarks.push(Bookmark { depth, text: text.to_owned(), y });
        }
    }

    /// Turns the page where less than `height` is left.
    fn want(&mut self, height: f32) {
        if self.room() < height {
            self.turn();
        }
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.push(mark);
        }
    }

    /// Writes a line of text whose top is `y`.
    fn write(&mut self, at: (f32, f32), size: f32, is_bold: bool, ink: Ink, text: &str) {
        self.spaced(at, size, (is_bold, ink, 0.0), text);
    }

    fn spaced(
        &mut self,
        (x, top): (f32, f32),
        size: f32,
        (is_bold, ink, gap): (bool, Ink, f32),
        text: &str,
    ) {
        // The letters stand in the middle of their line.
        let y = top + self.m.line(size) / 2.0 + size * 0.36;
        self.mark(Mark::Text { x, y, size, is_bold, ink, gap, text: text.to_owned() });
    }

    fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        break_lines(self.face, text, size, width)
    }

    /// The lines of a short text, about as long as one another: no single letter is left for the last.
    fn balanced(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let full = self.lines(text, size, width);
        let count = full.len();
        if count < 2 {
            return full;
        }
        let even = self.face.width(text, size) / count as f32;
        (0..20)
            .map(|more| self.lines(text, size, (even + more as f32 * size / 2.0).min(width)))
            .find(|lines| lines.len() == count)
            .unwrap_or(full)
    }

    fn title(&mut self, title: &str) {
        const SIZE: f32 = 18.0;
        for line in self.lines(title, SIZE, self.measure()) {
            let x = (self.width - self.face.width(&line, SIZE)) / 2.0;
            self.write((x, self.y), SIZE, true, Ink::Black, &line);
            self.y += self.m.line(SIZE);
        }
        self.y += 8.0;
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Cover(cover) => self.cover(cover),
            Block::Turn => self.turn(),
            Block::Grid(facts) => self.grid(facts),
            Block::Framed(text) => self.framed(text),
            Block::Heading(text) => self.heading(text, 0),
            Block::Subheading(text) => self.heading(text, 1),
            Block::Paragraph(text) => self.text(text, self.m.body, Ink::Black),
            Block::Note(text) => self.text(text, self.m.small, Ink::Grey),
            Block::Items(items) => self.items(items),
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Signatures(parties) => self.signatures(parties),
        }
    }

    /// A heading never stands alone at the foot of a page.
    fn heading(&mut self, text: &str, depth: usize) {
        let (size, above) = if depth == 0 { self.m.heading } else { self.m.subheading };
        let lines = self.lines(text, size, self.measure());
        let height = self.m.line(size) * lines.len() as f32;
        self.want(above + height + 4.0 * self.m.line(self.m.body));
        if self.y > self.m.head {
            self.y += above;
        }
        self.bookmark(depth, text);
        for line in lines {
            self.write((self.m.left, self.y), size, true, Ink::Black, &line);
            self.y += self.m.line(size);
        }
        self.y += 2.0;
    }

    fn text(&mut self, text: &str, size: f32, ink: Ink) {
        for line in self.lines(text, size, self.measure()) {
            self.want(self.m.line(size));
            self.write((self.m.left, self.y), size, false, ink, &line);
            self.y += self.m.line(size);
        }
        self.y += 4.0;
    }

    fn items(&mut self, items: &[String]) {
        const INDENT: f32 = 22.0;
        for (at, item) in items.iter().enumerate() {
            let number = format!("{}.", at + 1);
            for (line_at, line) in
                self.lines(item, self.m.body, self.measure() - INDENT).into_iter().enumerate()
            {
                self.want(self.m.line(self.m.body));
                if line_at == 0 {
                    self.write((self.m.left, self.y), self.m.body, false, Ink::Black, &number);
                }
                self.write((self.m.left + INDENT, self.y), self.m.body, false, Ink::Black, &line);
                self.y += self.m.line(self.m.body);
            }
        }
        self.y += 4.0;
    }

    fn facts(&mut self, facts: &[(String, String)]) {
        for (label, value) in facts {
            let labels = self.lines(label, self.m.body, LABEL_WIDTH - 10.0);
            let values = self.lines(value, self.m.body, self.measure() - LABEL_WIDTH);
            for at in 0..labels.len().max(values.len()) {
                self.want(self.m.line(self.m.body));
                if let Some(label) = labels.get(at) {
                    self.write((self.m.left, self.y), self.m.body, false, Ink::Grey, label);
                }
                if let Some(value) = values.get(at) {
                    self.write(
                        (self.m.left + LABEL_WIDTH, self.y),
                        self.m.body,
                        false,
                        Ink::Black,
                        value,
                    );
                }
                self.y += self.m.line(self.m.body);
            }
        }
        self.y += 4.0;
    }

    /// Boxes beside each other, on one page.
    fn signatures(&mut self, parties: &[Vec<String>]) {
        const GAP: f32 = 10.0;
        const PADDING: f32 = 8.0;
        let count = parties.len().max(1) as f32;
        let width = (self.measure() - GAP * (count - 1.0)) / count;
        let boxes: Vec<Vec<String>> = parties
            .iter()
            .map(|party| {
                party
                    .iter()
                    .flat_map(|line| self.lines(line, self.m.small, width - 2.0 * PADDING))
                    .collect()
            })
            .collect();
        let most = boxes.iter().map(Vec::len).max().unwrap_or_default();
        let height = most as f32 * self.m.line(self.m.small) + 2.0 * PADDING;
        self.want(height + 10.0);
        self.y += 6.0;
        for (at, lines) in boxes.iter().enumerate() {
            let left = self.m.left + (width + GAP) * at as f32;
            self.border((left, self.y), (width, height));
            for (line_at, line) in lines.iter().enumerate() {
                let top = self.y + PADDING + self.m.line(self.m.small) * line_at as f32;
                self.write((left + PADDING, top), self.m.small, line_at == 0, Ink::Black, line);
            }
        }
        self.y += height + 8.0;
    }

    fn border(&mut self, (x, y): (f32, f32), (width, height): (f32, f32)) {
        let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)];
        for sides in corners.windows(2) {
            if let [from, to] = sides {
                self.mark(Mark::Line { from: *from, to: *to });
            }
        }
    }
}
