//! Where does everything stand on the pages?

mod frame;
mod table;

use super::{
    document::{Block, Document},
    font::Face,
    lines::break_lines,
};

/// A4, in points.
const SHORT_SIDE: f32 = 595.28;
const LONG_SIDE: f32 = 841.89;
/// The margins: at the sides, at the head, at the foot.
const SIDE: f32 = 56.0;
const HEAD: f32 = 70.0;
const FOOT: f32 = 62.0;

const BODY_SIZE: f32 = 10.5;
const SMALL_SIZE: f32 = 8.5;
/// The height of a line over the size of its letters.
const LEADING: f32 = 1.6;
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
    Text { x: f32, y: f32, size: f32, is_bold: bool, ink: Ink, text: String },
    Line { from: (f32, f32), to: (f32, f32) },
    Shade { x: f32, y: f32, width: f32, height: f32 },
}

/// A page.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) marks: Vec<Mark>,
}

/// The pages of a document.
pub(super) fn pages(document: &Document) -> Vec<Page> {
    let (width, height) =
        if document.meta.is_landscape { (LONG_SIDE, SHORT_SIDE) } else { (SHORT_SIDE, LONG_SIDE) };
    let mut setter = Setter { face: Face::embedded(), width, height, y: HEAD, pages: Vec::new() };
    setter.turn();
    setter.title(&document.meta.title);
    for block in &document.blocks {
        setter.block(block);
    }
    let mut pages = setter.pages;
    frame::frame(&document.meta, &mut pages);
    pages
}

/// Sets block after block, turning the page where it is full.
struct Setter {
    face: &'static Face,
    width: f32,
    height: f32,
    /// Where the next block begins.
    y: f32,
    pages: Vec<Page>,
}

impl Setter {
    fn measure(&self) -> f32 {
        self.width - 2.0 * SIDE
    }

    fn room(&self) -> f32 {
        self.height - FOOT - self.y
    }

    fn turn(&mut self) {
        self.pages.push(Page { width: self.width, height: self.height, marks: Vec::new() });
        self.y = HEAD;
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
        let (x, top) = at;
        // The letters stand in the middle of their line.
        let y = top + size * (LEADING / 2.0 + 0.36);
        self.mark(Mark::Text { x, y, size, is_bold, ink, text: text.to_owned() });
    }

    fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        break_lines(self.face, text, size, width)
    }

    fn title(&mut self, title: &str) {
        const SIZE: f32 = 18.0;
        for line in self.lines(title, SIZE, self.measure()) {
            let x = (self.width - self.face.width(&line, SIZE)) / 2.0;
            self.write((x, self.y), SIZE, true, Ink::Black, &line);
            self.y += SIZE * LEADING;
        }
        self.y += 8.0;
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => self.heading(text, 13.0, 14.0),
            Block::Subheading(text) => self.heading(text, 11.0, 8.0),
            Block::Paragraph(text) => self.text(text, BODY_SIZE, Ink::Black),
            Block::Note(text) => self.text(text, SMALL_SIZE, Ink::Grey),
            Block::Items(items) => self.items(items),
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Signatures(parties) => self.signatures(parties),
        }
    }

    /// A heading never stands alone at the foot of a page.
    fn heading(&mut self, text: &str, size: f32, above: f32) {
        let lines = self.lines(text, size, self.measure());
        self.want(above + size * LEADING * lines.len() as f32 + 4.0 * BODY_SIZE * LEADING);
        self.y += above;
        for line in lines {
            self.write((SIDE, self.y), size, true, Ink::Black, &line);
            self.y += size * LEADING;
        }
        self.y += 2.0;
    }

    fn text(&mut self, text: &str, size: f32, ink: Ink) {
        for line in self.lines(text, size, self.measure()) {
            self.want(size * LEADING);
            self.write((SIDE, self.y), size, false, ink, &line);
            self.y += size * LEADING;
        }
        self.y += 4.0;
    }

    fn items(&mut self, items: &[String]) {
        const INDENT: f32 = 22.0;
        for (at, item) in items.iter().enumerate() {
            let number = format!("{}.", at + 1);
            for (line_at, line) in
                self.lines(item, BODY_SIZE, self.measure() - INDENT).into_iter().enumerate()
            {
                self.want(BODY_SIZE * LEADING);
                if line_at == 0 {
                    self.write((SIDE, self.y), BODY_SIZE, false, Ink::Black, &number);
                }
                self.write((SIDE + INDENT, self.y), BODY_SIZE, false, Ink::Black, &line);
                self.y += BODY_SIZE * LEADING;
            }
        }
        self.y += 4.0;
    }

    fn facts(&mut self, facts: &[(String, String)]) {
        for (label, value) in facts {
            let labels = self.lines(label, BODY_SIZE, LABEL_WIDTH - 10.0);
            let values = self.lines(value, BODY_SIZE, self.measure() - LABEL_WIDTH);
            for at in 0..labels.len().max(values.len()) {
                self.want(BODY_SIZE * LEADING);
                if let Some(label) = labels.get(at) {
                    self.write((SIDE, self.y), BODY_SIZE, false, Ink::Grey, label);
                }
                if let Some(value) = values.get(at) {
                    self.write((SIDE + LABEL_WIDTH, self.y), BODY_SIZE, false, Ink::Black, value);
                }
                self.y += BODY_SIZE * LEADING;
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
                    .flat_map(|line| self.lines(line, SMALL_SIZE, width - 2.0 * PADDING))
                    .collect()
            })
            .collect();
        let most = boxes.iter().map(Vec::len).max().unwrap_or_default();
        let height = most as f32 * SMALL_SIZE * LEADING + 2.0 * PADDING;
        self.want(height + 10.0);
        self.y += 6.0;
        for (at, lines) in boxes.iter().enumerate() {
            let left = SIDE + (width + GAP) * at as f32;
            self.border(left, self.y, width, height);
            for (line_at, line) in lines.iter().enumerate() {
                let top = self.y + PADDING + SMALL_SIZE * LEADING * line_at as f32;
                self.write((left + PADDING, top), SMALL_SIZE, line_at == 0, Ink::Black, line);
            }
        }
        self.y += height + 8.0;
    }

    fn border(&mut self, x: f32, y: f32, width: f32, height: f32) {
        let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)];
        for sides in corners.windows(2) {
            if let [from, to] = sides {
                self.mark(Mark::Line { from: *from, to: *to });
            }
        }
    }
}
