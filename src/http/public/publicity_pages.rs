//! What stands on the pages of publicities, in the words of the reader's language and of bounded weight?

use std::collections::BTreeMap;

use askama::Template;
use chrono::{DateTime, Utc};

use super::{frame::Frame, pages::Known, publicities::kind};
use crate::{
    notices::publicity::{
        Content, Field, Head, Line, PublicEntry, Standing, Table, packed, parts, weight,
    },
    shared::Bilingual,
};

/// No page is heavier than 30 KB; the frame and the heading take the rest.
pub(super) const BUDGET: usize = 19_000;
/// What is left for the list where the notice is a long one.
const LEAST_BUDGET: usize = 7_000;
/// Bytes of a row beside its texts.
pub(super) const ROW: usize = 420;
/// Publicities on a page of the archive.
const ARCHIVE_PAGE: usize = 40;
/// Letters of the names of completers in a list.
const MOST_NAMES: usize = 60;

/// Where in a publicity a page is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'p> {
    pub(super) head: &'p Head,
    pub(super) now: DateTime<Utc>,
    /// The page that was asked for, from 1.
    pub(super) page: usize,
}

/// A publicity as it stands in a list of them.
pub(super) struct Card {
    kind: &'static str,
    number: String,
    title: String,
    year: i32,
    count: u32,
    opens_at: DateTime<Utc>,
    closes_at: DateTime<Utc>,
    is_open: bool,
    left: String,
    corrections: usize,
}

impl Card {
    fn of(frame: &Frame, head: &Head, now: DateTime<Utc>) -> Self {
        Self {
            kind: kind(frame, head),
            number: head.number.clone(),
            title: head.title.clone(),
            year: head.year,
            count: head.count,
            opens_at: head.opens_at,
            closes_at: head.closes_at,
            is_open: head.standing(now) == Standing::Open,
            left: frame.left(head.closes_at - now),
            corrections: head.corrections.len(),
        }
    }
}

/// The page that everything begins on.
#[derive(Template)]
#[template(path = "public/home.html")]
pub(super) struct HomePage {
    frame: Frame,
    open: Vec<Card>,
    closed: Vec<Card>,
    now: DateTime<Utc>,
}

impl HomePage {
    pub(super) fn new(frame: Frame, known: &Known, now: DateTime<Utc>) -> Self {
        const MOST: usize = 10;
        let cards = |standing| {
            known
                .standing(now, standing)
                .take(MOST)
                .map(|head| Card::of(&frame, head, now))
                .collect()
        };
        let (open, closed) = (cards(Standing::Open), cards(Standing::Closed));
        Self { frame, open, closed, now }
    }
}

/// The page that explains how one objects, with the articles.
#[derive(Template)]
#[template(path = "public/objecting.html")]
pub(super) struct ObjectingPage {
    pub(super) frame: Frame,
}

/// Every publicity.
#[derive(Template)]
#[template(path = "public/archive.html")]
pub(super) struct ArchivePage {
    frame: Frame,
    cards: Vec<Card>,
    pages: Vec<PageLink>,
}

/// A link to another page of the same list.
pub(super) struct PageLink {
    pub(super) number: usize,
    pub(super) address: String,
    pub(super) is_here: bool,
}

/// The links of the page `here` of a list that has `count` of them; none where it is the only one.
pub(super) fn page_links(
    frame: &Frame,
    (here, count): (usize, usize),
    parameters: &[(&str, &str)],
) -> Vec<PageLink> {
    const AROUND: usize = 4;
    if count < 2 {
        return Vec::new();
    }
    let is_near =
        |number: &usize| *number == 1 || *number == count || number.abs_diff(here) <= AROUND;
    let link = |number: usize| {
        let said = number.to_string();
        let mut all = parameters.to_vec();
        all.push(("page", if number == 1 { "" } else { &said }));
        PageLink { number, address: frame.address(&frame.path, &all), is_here: number == here }
    };
    (1..=count).filter(is_near).map(link).collect()
}

impl ArchivePage {
    pub(super) fn new(frame: Frame, known: &Known, (now, asked): (DateTime<Utc>, usize)) -> Self {
        let all: Vec<&Head> =
            known.heads.iter().filter(|head| head.standing(now).is_public()).collect();
        let count = all.len().div_ceil(ARCHIVE_PAGE).max(1);
        let here = asked.clamp(1, count);
        let cards = all.into_iter().skip((here - 1) * ARCHIVE_PAGE).take(ARCHIVE_PAGE);
        Self {
            cards: cards.map(|head| Card::of(&frame, head, now)).collect(),
            pages: page_links(&frame, (here, count), &[]),
            frame,
        }
    }
}

struct Row {
    position: i32,
    number: String,
    category: String,
    title: String,
    people: String,
    nominator: String,
    is_corrected: bool,
}

struct Filter {
    name: String,
    count: usize,
    address: String,
    is_here: bool,
}

/// A part of the nominations of a publicity.
#[derive(Template)]
#[template(path = "public/publicity.html")]
pub(super) struct ListPage {
    frame: Frame,
    card: Card,
    notice: String,
    now: DateTime<Utc>,
    digest: String,
    policy: String,
    filters: Vec<Filter>,
    category: String,
    searched: String,
    found: usize,
    rows: Vec<Row>,
    pages: Vec<PageLink>,
    is_first: bool,
    /// Why the names of some are not shown; empty where all are.
    withheld: String,
}

/// The first letters of a text.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let short: String = text.chars().take(most).collect();
    format!("{short}…")
}

impl ListPage {
    pub(super) fn new(
        frame: Frame,
        place: Place<'_>,
        (lines, names): (&[Line], &BTreeMap<String, String>),
        (category, searched): (&str, &str),
    ) -> Self {
        let words: Vec<String> =
            searched.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let shown: Vec<&Line> = lines
            .iter()
            .filter(|line| category.is_empty() || line.category == category)
            .filter(|line| line.answers(&words))
            .collect();
        let rows: Vec<Row> = shown
            .iter()
            .map(|line| Row {
                position: line.position,
                number: line.number.clone(),
                category: names.get(&line.category).unwrap_or(&line.category).clone(),
                title: shortened(&line.title, 120),
                people: match line.withheld {
                    Some(words) => say(&frame, &words.mark),
                    None => shortened(&line.people, MOST_NAMES),
                },
                nominator: shortened(&line.nominator, MOST_NAMES),
                is_corrected: line.is_corrected,
            })
            .collect();
        let sizes: Vec<usize> = rows
            .iter()
            .map(|row| {
                let texts = [&row.number, &row.category, &row.title, &row.people, &row.nominator];
                ROW + texts.map(|text| weight(text)).iter().sum::<usize>()
            })
            .collect();
        let words = lines.iter().find_map(|line| line.withheld);
        let withheld = words.map(|words| say(&frame, &words.notice)).unwrap_or_default();
        let above = weight(&place.head.notice) + weight(&withheld);
        let budget = BUDGET.saturating_sub(above).max(LEAST_BUDGET);
        let ranges = packed(&sizes, budget);
        let here = place.page.clamp(1, ranges.len().max(1));
        let range = ranges.get(here - 1).cloned().unwrap_or_default();
        let parameters = [("category", category), ("q", searched)];
        Self {
            card: Card::of(&frame, place.head, place.now),
            notice: place.head.notice.clone(),
            now: place.now,
            digest: place.head.digest.clone(),
            policy: place.head.policy.clone(),
            filters: filters(&frame, lines, names, category),
            category: category.to_owned(),
            searched: searched.to_owned(),
            found: rows.len(),
            rows: rows.into_iter().skip(range.start).take(range.len()).collect(),
            pages: page_links(&frame, (here, ranges.len()), &parameters),
            is_first: here == 1,
            withheld,
            frame,
        }
    }
}

/// What is said in the reader's language.
fn say(frame: &Frame, words: &Bilingual) -> String {
    frame.say(&words.zh, &words.en).to_owned()
}

fn filters(
    frame: &Frame,
    lines: &[Line],
    names: &BTreeMap<String, String>,
    chosen: &str,
) -> Vec<Filter> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for line in lines {
        *counts.entry(&line.category).or_default() += 1;
    }
    let all = Filter {
        name: frame.say("全部", "All").to_owned(),
        count: lines.len(),
        address: frame.address(&frame.path, &[]),
        is_here: chosen.is_empty(),
    };
    let of = ["NAT", "INV", "PRO"].into_iter().filter_map(|code| {
        Some(Filter {
            name: names.get(code).map_or_else(|| code.to_owned(), Clone::clone),
            count: *counts.get(code)?,
            address: frame.address(&frame.path, &[("category", code)]),
            is_here: chosen == code,
        })
    });
    std::iter::once(all).chain(of).collect()
}

struct Correction {
    number: i32,
    text: String,
    released_at: DateTime<Utc>,
    position: Option<i32>,
}

/// The corrections of a publicity.
#[derive(Template)]
#[template(path = "public/corrections.html")]
pub(super) struct CorrectionsPage {
    frame: Frame,
    card: Card,
    corrections: Vec<Correction>,
    pages: Vec<PageLink>,
}

impl CorrectionsPage {
    pub(super) fn new(frame: Frame, place: Place<'_>, positions: &[(i32, i32)]) -> Self {
        let all = &place.head.corrections;
        let mark = say(&frame, &place.head.archive.mark);
        let said = |one| place.head.said(one, place.now).unwrap_or(&mark);
        let sizes: Vec<usize> = all.iter().map(|one| ROW + weight(said(one))).collect();
        let ranges = packed(&sizes, BUDGET);
        let here = place.page.clamp(1, ranges.len().max(1));
        let range = ranges.get(here - 1).cloned().unwrap_or_default();
        let position =
            |number| positions.iter().find(|(of, _)| *of == number).map(|(_, position)| *position);
        let corrections = all.iter().skip(range.start).take(range.len()).map(|one| Correction {
            number: one.number,
            text: said(one).to_owned(),
            released_at: one.released_at,
            position: position(one.number),
        });
        Self {
            card: Card::of(&frame, place.head, place.now),
            corrections: corrections.collect(),
            pages: page_links(&frame, (here, ranges.len()), &[]),
            frame,
        }
    }
}

/// What is shown of a nomination.
#[derive(Template)]
#[template(path = "public/entry.html")]
pub(super) struct EntryPage {
    frame: Frame,
    card: Card,
    now: DateTime<Utc>,
    position: i32,
    title: String,
    number: String,
    category: String,
    fields: Vec<Field>,
    corrections: usize,
    digest: String,
    pages: Vec<PageLink>,
    before: Option<i32>,
    after: Option<i32>,
}

impl EntryPage {
    pub(super) fn new(
        frame: Frame,
        place: Place<'_>,
        entry: PublicEntry,
        names: &BTreeMap<String, String>,
    ) -> Self {
        let corrections = entry.corrections.len();
        let title = entry.content.text("title").to_owned();
        let category =
            names.get(&entry.content.category).unwrap_or(&entry.content.category).clone();
        let (number, position, digest) =
            (entry.content.number.clone(), entry.position, entry.digest.clone());
        let whole = with_corrections(&frame, entry);
        let parts = parts(&whole, BUDGET);
        let here = place.page.clamp(1, parts.len().max(1));
        let count = parts.len();
        let fields = parts.into_iter().nth(here - 1).unwrap_or_default();
        let last = i32::try_from(place.head.count).unwrap_or(i32::MAX);
        Self {
            card: Card::of(&frame, place.head, place.now),
            now: place.now,
            title: shortened(&title, 200),
            pages: page_links(&frame, (here, count), &[]),
            before: (position > 1).then_some(position - 1),
            after: (position < last).then_some(position + 1),
            position,
            number,
            category,
            fields,
            corrections,
            digest,
            frame,
        }
    }

    /// What a field says to the reader.
    fn text<'f>(&self, field: &'f Field) -> &'f str {
        match &field.text_en {
            Some(english) => self.frame.say(&field.text, english),
            None => &field.text,
        }
    }

    /// What a column of a table is called.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates lend what they hand over")]
    fn column<'f>(&self, table: &'f Table, at: &usize) -> &'f str {
        table.columns.get(*at).map_or("", |column| self.label(column))
    }

    fn label<'f>(&self, label: &'f Bilingual) -> &'f str {
        self.frame.say(&label.zh, &label.en)
    }
}

/// What an entry says: the notices of its corrections, the fields, and the fields as they stood before.
fn with_corrections(frame: &Frame, entry: PublicEntry) -> Content {
    let mut notices = Vec::new();
    let mut before = Vec::new();
    for one in entry.corrections {
        let day = frame.second(&one.released_at);
        let label = Bilingual::new(
            format!("更正 {}（{day}）", one.number),
            format!("Correction {} ({day})", one.number),
        );
        let code = "correction".to_owned();
        let mark = || entry.withheld.map(|words| say(frame, &words.mark)).unwrap_or_default();
        let text = one.text.unwrap_or_else(mark);
        notices.push(Field { code, label, text, ..Field::default() });
        for field in one.before {
            let label = Bilingual::new(
                format!("更正 {} 之前：{}", one.number, field.label.zh),
                format!("Before correction {}: {}", one.number, field.label.en),
            );
            before.push(Field { code: "before".to_owned(), label, ..field });
        }
    }
    let mut content = entry.content;
    let fields = std::mem::take(&mut content.fields);
    content.fields = notices.into_iter().chain(fields).chain(before).collect();
    content
}
