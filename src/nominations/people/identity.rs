//! Is whoever holds the link the nominee? By the end of the identity number and the name.

use subtle::ConstantTimeEq as _;
use unicode_normalization::UnicodeNormalization as _;

/// Characters of the number that are asked for.
pub(super) const ASKED: usize = 4;

/// As one would type it: one width, capitals, no spaces.
fn plain(text: &str) -> String {
    text.nfkc().filter(|one| !one.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// The last characters of an identity number, all of a shorter one.
fn ending(number: &str) -> String {
    let characters: Vec<char> = plain(number).chars().collect();
    let start = characters.len().saturating_sub(ASKED);
    characters.into_iter().skip(start).collect()
}

/// Whether `typed` is the end of `number`. How long it takes tells nothing of where they differ.
pub(super) fn ends_with(number: &str, typed: &str) -> bool {
    let (right, typed) = (ending(number), plain(typed));
    right.as_bytes().ct_eq(typed.as_bytes()).into()
}

/// The start of an identity number, enough to recognise it; nothing of the end, which is asked for.
pub(super) fn masked(number: &str) -> String {
    let characters: Vec<char> = plain(number).chars().collect();
    let shown = if characters.len() >= 8 { 3 } else { 0 };
    let hidden = characters.len().saturating_sub(shown);
    characters.iter().take(shown).copied().chain(std::iter::repeat_n('*', hidden)).collect()
}

/// Whether a typed signature is one of the nominee's names.
pub(super) fn signs(names: &[&str], typed: &str) -> bool {
    let typed = plain(typed);
    !typed.is_empty() && names.iter().any(|name| plain(name) == typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_number_is_the_key() {
        let number = "11010519491231002X";
        assert!(ends_with(number, "002X") && ends_with(number, " 002x "));
        assert!(ends_with(number, "００２Ｘ"), "full width");
        for wrong in ["", "002", "0021", "1002X", number] {
            assert!(!ends_with(number, wrong), "{wrong}");
        }
        assert!(ends_with("E12", "e12"), "a short number is asked for whole");
    }

    #[test]
    fn the_mask_shows_nothing_of_what_is_asked_for() {
        assert_eq!(masked("11010519491231002X"), "110***************");
        assert_eq!(masked("E12345"), "******");
        assert_eq!(masked(""), "");
    }

    #[test]
    fn a_signature_is_the_name_however_it_is_spaced() {
        let names = ["示范 甲", "Jia Shifan"];
        assert!(signs(&names, "示范甲") && signs(&names, "jia  shifan"));
        assert!(!signs(&names, "示范乙") && !signs(&["", ""], ""));
    }
}
