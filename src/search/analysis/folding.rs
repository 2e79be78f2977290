//! Which letters count as the same? Full and half width, upper and lower case, accents on Latin
//! letters, and traditional and simplified Han characters are folded together here, and every
//! folded letter remembers the bytes it came from.

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One letter after folding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FoldedLetter {
    /// The folded letter.
    pub(super) letter: char,
    /// First byte of its origin in the original text.
    start: usize,
    /// One past the last byte of its origin.
    end: usize,
}

/// Where in the original text a run of folded letters stood.
pub(super) fn origin(letters: &[FoldedLetter]) -> Range<usize> {
    match (letters.first(), letters.last()) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => 0..0,
    }
}

/// Folds a text: NFKC per letter with its combining marks, marks off Latin letters, lower case,
/// traditional to simplified.
pub(super) fn fold(text: &str) -> Vec<FoldedLetter> {
    let mut folded = Vec::with_capacity(text.len() / 2);
    let mut rest = text.char_indices().peekable();
    while let Some((start, letter)) = rest.next() {
        let mut end = start + letter.len_utf8();
        let plain = is_plain(letter);
        let mut marked = false;
        while let Some(&(at, mark)) = rest.peek() {
            if mark.is_ascii() || !is_combining_mark(mark) {
                break;
            }
            end = at + mark.len_utf8();
            marked = true;
            rest.next();
        }
        if plain && !marked {
            folded.push(FoldedLetter { letter: letter.to_ascii_lowercase(), start, end });
        } else if let Some(cluster) = text.get(start..end) {
            fold_cluster(cluster, |letter| {
                folded.push(FoldedLetter { letter, start, end });
            });
        }
    }
    simplify(&mut folded);
    folded
}

/// ASCII and the common block of Han characters: NFKC leaves them as they are.
fn is_plain(letter: char) -> bool {
    letter.is_ascii() || matches!(letter, '\u{4e00}'..='\u{9fff}')
}

fn fold_cluster(cluster: &str, mut keep: impl FnMut(char)) {
    let latin = cluster.nfkd().next().is_some_and(|first| first.is_ascii_alphabetic());
    if latin {
        let letters = cluster.nfkd().filter(|&letter| !is_combining_mark(letter));
        letters.flat_map(char::to_lowercase).for_each(&mut keep);
    } else {
        cluster.nfkc().flat_map(char::to_lowercase).for_each(&mut keep);
    }
}

/// `fast2s` maps letter by letter (looking at the neighbours), so places stay aligned.
fn simplify(folded: &mut [FoldedLetter]) {
    if !folded.iter().any(|one| is_han(one.letter)) {
        return;
    }
    let text: String = folded.iter().map(|one| one.letter).collect();
    for (one, letter) in folded.iter_mut().zip(fast2s::convert(&text).chars()) {
        one.letter = letter;
    }
}

/// Whether a folded letter is a Han character.
pub(super) fn is_han(letter: char) -> bool {
    matches!(
        letter,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{323af}' | '〇' | '々'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> String {
        fold(text).iter().map(|one| one.letter).collect()
    }

    #[test]
    fn width_case_accents_and_script_fold_together() {
        assert_eq!(folded("ＰＤ－１"), "pd-1");
        assert_eq!(folded("Poincaré"), "poincare");
        assert_eq!(folded("Poincare\u{301}"), "poincare");
        assert_eq!(folded("機器學習與圖書館"), "机器学习与图书馆");
        assert_eq!(folded("ﬁ 5㎏ Ⅳ"), "fi 5kg iv");
        assert_eq!(folded("が"), "が");
    }

    #[test]
    fn origins_name_the_bytes_that_a_letter_came_from() {
        let text = "甲㎏e\u{301}乙";
        let letters = fold(text);
        let whole: Vec<&str> = letters
            .iter()
            .map(|one| text.get(origin(std::slice::from_ref(one))).unwrap())
            .collect();
        assert_eq!(whole, ["甲", "㎏", "㎏", "e\u{301}", "乙"]);
    }

    proptest! {
        #[test]
        fn origins_are_in_order_and_on_letter_bounds(text in "\\PC{0,40}") {
            let letters = fold(&text);
            let mut before = 0;
            for one in &letters {
                prop_assert!(text.get(one.start..one.end).is_some_and(|part| !part.is_empty()));
                prop_assert!(one.start >= before);
                before = one.start;
            }
        }
    }
}
