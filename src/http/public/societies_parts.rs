//! How is what is public of a society cut into pages of bounded weight?

use super::publicity_pages::{BUDGET, ROW};
use crate::{
    notices::publicity::{packed, weight},
    supervision::{PublicDisclosure, PublicSociety, PublicTaskbook},
};

/// Bytes of the head of a taskbook or of a disclosure beside its texts.
const HEAD: usize = 1_200;
/// Bytes of a goal beside its text.
const GOAL: usize = 20;

/// A taskbook, or as much of it as a page takes.
#[derive(Clone, Debug)]
pub(super) struct TaskbookPart {
    pub(super) taskbook: PublicTaskbook,
    /// The number of the first goal, from 1.
    pub(super) first_goal: usize,
}

/// What stands on a page of a society.
#[derive(Clone, Debug, Default)]
pub(super) struct SocietyPart {
    pub(super) taskbooks: Vec<TaskbookPart>,
    pub(super) disclosures: Vec<PublicDisclosure>,
}

enum Piece {
    Taskbook(TaskbookPart),
    Disclosure(PublicDisclosure),
}

fn sum<'t>(texts: impl IntoIterator<Item = &'t String>) -> usize {
    texts.into_iter().map(|text| weight(text)).sum()
}

fn of_taskbook(one: &PublicTaskbook) -> Vec<(usize, Piece)> {
    let head = HEAD + sum([&one.title, &one.number, &one.department]);
    let goals = one.goals.iter().map(|goal| GOAL + weight(goal));
    let indicators =
        one.indicators.iter().map(|row| ROW + sum([&row.name, &row.target, &row.actual]));
    let sizes: Vec<usize> = goals.chain(indicators).collect();
    let mut ranges = packed(&sizes, BUDGET.saturating_sub(head));
    if ranges.is_empty() {
        ranges.push(0..0);
    }
    let goals = one.goals.len();
    let part = |range: std::ops::Range<usize>| {
        let from = range.start.max(goals);
        let rows = one.indicators.iter().skip(from - goals).take(range.end.saturating_sub(from));
        let taskbook = PublicTaskbook {
            goals: one.goals.iter().skip(range.start).take(range.len()).cloned().collect(),
            indicators: rows.cloned().collect(),
            ..one.clone()
        };
        let size = head + sizes.get(range.clone()).map_or(0, |sizes| sizes.iter().sum::<usize>());
        (size, Piece::Taskbook(TaskbookPart { taskbook, first_goal: range.start + 1 }))
    };
    ranges.into_iter().map(part).collect()
}

fn of_disclosure(one: &PublicDisclosure) -> Vec<(usize, Piece)> {
    let why = one.withdrawal.as_ref().map(|why| &why.reason);
    // The link stands as what it says and where it leads.
    let head = HEAD + sum([&one.title].into_iter().chain(why).chain(&one.link).chain(&one.link));
    let Some(body) = &one.body else {
        return vec![(head, Piece::Disclosure(one.clone()))];
    };
    let part = |text: String| {
        let size = head + weight(&text);
        (size, Piece::Disclosure(PublicDisclosure { body: Some(text), ..one.clone() }))
    };
    cut(body, BUDGET.saturating_sub(head)).into_iter().map(part).collect()
}

/// A text in pieces of at most `most` bytes, cut between lines where a line is not heavier than that.
fn cut(text: &str, most: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let (mut piece, mut sum) = (String::new(), 0);
    for line in text.split_inclusive('\n') {
        let whole = weight(line);
        if whole <= most && sum + whole > most {
            pieces.push(std::mem::take(&mut piece));
            sum = 0;
        }
        for one in line.chars() {
            let own = weight(one.encode_utf8(&mut [0; 4]));
            if sum + own > most && !piece.is_empty() {
                pieces.push(std::mem::take(&mut piece));
                sum = 0;
            }
            piece.push(one);
            sum += own;
        }
    }
    if !piece.is_empty() || pieces.is_empty() {
        pieces.push(piece);
    }
    pieces
}

/// What is public of a society as pages, at least one.
pub(super) fn pages_of(society: &PublicSociety) -> Vec<SocietyPart> {
    let mut pieces: Vec<(usize, Piece)> = society.taskbooks.iter().flat_map(of_taskbook).collect();
    pieces.extend(society.disclosures.iter().flat_map(of_disclosure));
    let sizes: Vec<usize> = pieces.iter().map(|(size, _)| *size).collect();
    let mut pieces = pieces.into_iter().map(|(_, piece)| piece);
    let mut pages = Vec::new();
    for range in packed(&sizes, BUDGET) {
        let mut page = SocietyPart::default();
        for piece in pieces.by_ref().take(range.len()) {
            match piece {
                Piece::Taskbook(one) => page.taskbooks.push(one),
                Piece::Disclosure(one) => page.disclosures.push(one),
            }
        }
        pages.push(page);
    }
    if pages.is_empty() {
        pages.push(SocietyPart::default());
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_lines_and_within_one_that_is_too_long() {
        assert_eq!(cut("", 10), [""]);
        assert_eq!(cut("ab\ncd\nef", 6), ["ab\ncd\n", "ef"]);
        assert_eq!(cut("ab\ncdefghij\n", 6), ["ab\ncde", "fghij\n"]);
        // What is written otherwise in a page weighs more.
        assert_eq!(cut("a&b", 7), ["a&", "b"]);
    }
}
