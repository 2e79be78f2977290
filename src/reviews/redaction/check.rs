//! Does a copy still name anybody?

use super::find::{Found, Search};
use crate::{
    nominations::{CopyText, Hidden, Span, without},
    reviews::BadField,
    shared::Bilingual,
};

/// Places that a refusal names at the most.
const MOST_NAMED: usize = 50;

/// What still names somebody in a text that stands at `pointer`.
pub(in crate::reviews) fn leaks(pointer: &str, text: &str, hidden: &Hidden) -> Vec<BadField> {
    let told = |found: Found| {
        let Bilingual { zh, en } = words(found);
        let words = Bilingual::new(format!("含有{zh}"), format!("it says {en}"));
        BadField::new(pointer, "leaks", words)
    };
    let found = Search::of_sure(hidden).find(text).into_iter();
    found.take(MOST_NAMED).map(told).collect()
}

/// What still names somebody in the texts of a copy, each with its field.
pub(super) fn of_texts(texts: &[CopyText], spans: &[Span], hidden: &Hidden) -> Vec<BadField> {
    let search = Search::of_sure(hidden);
    let left = texts.iter().map(|one| (one, without(&one.address, &one.text, spans)));
    let found = left.flat_map(|(one, text)| {
        let pointer = format!("/fields/{}", one.address.replace('~', "~0").replace('/', "~1"));
        let told = search.find(&text).into_iter().map(|found| {
            let words = Bilingual::new(
                format!("{}：仍有{}", one.label.zh, words(found).zh),
                format!("{}: {} is left", one.label.en, words(found).en),
            );
            BadField::new(pointer.clone(), "leaks", words)
        });
        told.collect::<Vec<_>>()
    });
    found.take(MOST_NAMED).collect()
}

/// What still names somebody on the pages of a file, each with its page.
pub(super) fn of_pages(pages: &[String], hidden: &Hidden) -> Vec<BadField> {
    let search = Search::of_sure(hidden);
    let found = pages.iter().zip(1..).flat_map(|(text, page)| {
        let told = search.find(text).into_iter().map(|found| {
            let words = Bilingual::new(
                format!("第 {page} 页：仍有{}", words(found).zh),
                format!("page {page}: {} is left", words(found).en),
            );
            BadField::new(format!("/pages/{page}"), "leaks", words)
        });
        told.collect::<Vec<_>>()
    });
    found.take(MOST_NAMED).collect()
}

/// What a stretch is, in words.
fn words(found: Found) -> Bilingual {
    let (zh, en) = match found.why.as_str() {
        "name" => ("姓名", "a name"),
        "unit" => ("单位名称", "a unit"),
        "address" => ("联系方式", "an address"),
        _ => ("可查编号", "a number of a register"),
    };
    Bilingual::new(zh, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden() -> Hidden {
        Hidden { people: ["示范甲".to_owned()].into(), ..Hidden::default() }
    }

    #[test]
    fn a_name_that_is_left_is_told_by_its_place_and_never_said() {
        let text = CopyText {
            address: "papers.items/a/title".to_owned(),
            label: Bilingual::new("论文 1 · 题目", "Papers 1 · Title"),
            text: "论示范甲".to_owned(),
        };
        let texts = [text];
        let told = of_texts(&texts, &[], &hidden());
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].pointer, "/fields/papers.items~1a~1title");
        assert!(!told[0].words.to_string().contains("示范甲"));
        let (field, why) = (texts[0].address.clone(), "name".to_owned());
        let span = Span { field, from: 1, to: 4, why };
        assert_eq!(of_texts(&texts, &[span], &hidden()), []);
    }

    #[test]
    fn the_page_of_a_file_is_told() {
        let pages = ["前言".to_owned(), "示 范 甲".to_owned()];
        let told = of_pages(&pages, &hidden());
        assert_eq!(told.iter().map(|one| one.pointer.as_str()).collect::<Vec<_>>(), ["/pages/2"]);
        assert_eq!(leaks("/text", "无人", &hidden()), []);
        assert_eq!(leaks("/text", "示范甲与示范甲", &hidden()).len(), 2);
    }
}
