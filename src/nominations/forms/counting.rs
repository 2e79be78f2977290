//! How long is a text? The one rule by which the editor, the examination and the printed form count.

use unicode_segmentation::UnicodeSegmentation as _;

/// Characters of `text`: each grapheme counts one, be it a Han character, a letter, a digit or a mark
/// of punctuation ("字数含符号"), and white space counts nothing. The browser counts by the same rule,
/// held to it by `rules/forms/counting.json`.
pub fn count_characters(text: &str) -> usize {
    text.graphemes(true).filter(|grapheme| !grapheme.chars().all(char::is_whitespace)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_counts_as_the_browser_counts_it() {
        let samples: Vec<(String, usize)> =
            serde_json::from_str(include_str!("../../../rules/forms/counting.json")).unwrap();
        assert!(samples.len() > 20);
        for (text, count) in samples {
            assert_eq!(count_characters(&text), count, "{text:?}");
        }
    }
}
