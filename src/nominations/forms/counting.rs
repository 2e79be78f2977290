//! How long is a text? The one rule by which the editor, the examination and the printed form count.

use unicode_segmentation::UnicodeSegmentation as _;

/// Characters of `text`: each grapheme counts one, be it a Han character, a letter, a digit or a mark
/// of punctuation ("字数含符号"), and white space counts nothing. The browser counts by the same rule,
/// held to it by `rules/forms/counting.json` and the snapshot beside this file.
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

    /// Two thousand texts of everything that joins its neighbours, or is nothing by itself, with their counts. The
    /// front end reads this snapshot and counts the same texts.
    #[test]
    fn texts_of_every_kind_count_as_the_browser_counts_them() {
        let mut chance = Chance(2_463_534_242);
        let lines = (0..2_000).map(|number| {
            let pool: &[Class] = if number % 10 == 0 { &BESIDE_DEVANAGARI } else { &MIXED };
            let text = chance.text(pool);
            let units = text.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
            format!("[\"{}\",{}]", units.collect::<Vec<_>>().concat(), count_characters(&text))
        });
        insta::assert_snapshot!("texts_of_every_kind", lines.collect::<Vec<_>>().join("\n"));
    }

    /// Numbers that look like chance, the same on every machine (xorshift).
    struct Chance(u32);

    impl Chance {
        fn below(&mut self, most: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 17;
            self.0 ^= self.0 << 5;
            usize::try_from(self.0).unwrap() % most
        }

        fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
            &all[self.below(all.len())]
        }

        fn character(&mut self, class: Class) -> char {
            let (first, last) = *self.one_of(class);
            let span = usize::try_from(u32::from(last) - u32::from(first)).unwrap() + 1;
            let more = u32::try_from(self.below(span)).unwrap();
            char::from_u32(u32::from(first) + more).unwrap()
        }

        /// One to nine characters of three classes, so that each often stands beside each.
        fn text(&mut self, pool: &[Class]) -> String {
            let classes = [(); 3].map(|()| *self.one_of(pool));
            let length = 1 + self.below(9);
            let mut text = String::new();
            for _ in 0..length {
                let class = *self.one_of(&classes);
                text.push(self.character(class));
            }
            text
        }
    }

    /// First and last of runs of characters: all of them in Unicode 14 already, so that no browser in use lacks one.
    type Class = &'static [(char, char)];

    const MIXED: [Class; 19] = [
        HAN,
        LATIN,
        PUNCTUATION,
        KANA,
        HANGUL,
        JAMO,
        MARKS,
        FLAGS,
        EMOJI,
        JOINERS,
        WHITE,
        ENDS,
        NO_WIDTH,
        CONTROLS,
        GREEK,
        RAISED,
        ARABIC,
        THAI,
        TIBETAN,
    ];

    /// Apart from other marks: before version 16 Unicode said otherwise which of them may stand within a conjunct.
    const BESIDE_DEVANAGARI: [Class; 5] = [DEVANAGARI, HAN, LATIN, WHITE, ENDS];

    /// Han.
    const HAN: Class = &[
        ('\u{4e00}', '\u{9fff}'),
        ('\u{3400}', '\u{4dbf}'),
        ('\u{20000}', '\u{2a6df}'),
        ('\u{2f00}', '\u{2fd5}'),
    ];
    /// Latin, digits, punctuation.
    const LATIN: Class = &[('\u{21}', '\u{7e}')];
    /// Punctuation of Chinese, with its tone marks; full width.
    const PUNCTUATION: Class = &[('\u{3001}', '\u{303f}'), ('\u{ff01}', '\u{ff60}')];
    /// Kana with its voicing marks.
    const KANA: Class = &[
        ('\u{3041}', '\u{3096}'),
        ('\u{3099}', '\u{309f}'),
        ('\u{30a0}', '\u{30ff}'),
        ('\u{ff66}', '\u{ff9f}'),
    ];
    /// Hangul syllables.
    const HANGUL: Class = &[('\u{ac00}', '\u{d7a3}')];
    /// Hangul jamo.
    const JAMO: Class = &[
        ('\u{1100}', '\u{115f}'),
        ('\u{1160}', '\u{11a7}'),
        ('\u{11a8}', '\u{11ff}'),
        ('\u{a960}', '\u{a97c}'),
        ('\u{d7b0}', '\u{d7c6}'),
        ('\u{d7cb}', '\u{d7fb}'),
    ];
    /// Marks that combine.
    const MARKS: Class = &[
        ('\u{300}', '\u{36f}'),
        ('\u{1ab0}', '\u{1abe}'),
        ('\u{1dc0}', '\u{1dff}'),
        ('\u{20d0}', '\u{20f0}'),
    ];
    /// Halves of flags.
    const FLAGS: Class = &[('\u{1f1e6}', '\u{1f1ff}')];
    /// Emoji.
    const EMOJI: Class = &[
        ('\u{1f300}', '\u{1f320}'),
        ('\u{1f337}', '\u{1f37c}'),
        ('\u{1f3fb}', '\u{1f3ff}'),
        ('\u{1f400}', '\u{1f43e}'),
        ('\u{1f466}', '\u{1f478}'),
        ('\u{1f600}', '\u{1f64f}'),
        ('\u{1f680}', '\u{1f6c5}'),
        ('\u{1f910}', '\u{1f93a}'),
        ('\u{1f9d0}', '\u{1f9ff}'),
        ('\u{2764}', '\u{2764}'),
        ('\u{2640}', '\u{2640}'),
        ('\u{2695}', '\u{2695}'),
    ];
    /// Joiners, selectors of variants, tags.
    const JOINERS: Class = &[
        ('\u{200d}', '\u{200d}'),
        ('\u{200c}', '\u{200c}'),
        ('\u{fe00}', '\u{fe0f}'),
        ('\u{e0100}', '\u{e01ef}'),
        ('\u{e0020}', '\u{e007f}'),
    ];
    /// White space.
    const WHITE: Class = &[
        ('\u{9}', '\u{d}'),
        ('\u{20}', '\u{20}'),
        ('\u{85}', '\u{85}'),
        ('\u{a0}', '\u{a0}'),
        ('\u{1680}', '\u{1680}'),
        ('\u{2000}', '\u{200a}'),
        ('\u{2028}', '\u{2029}'),
        ('\u{202f}', '\u{202f}'),
        ('\u{205f}', '\u{205f}'),
        ('\u{3000}', '\u{3000}'),
    ];
    /// Ends of lines.
    const ENDS: Class = &[('\u{d}', '\u{d}'), ('\u{a}', '\u{a}')];
    /// What has no width.
    const NO_WIDTH: Class = &[
        ('\u{200b}', '\u{200b}'),
        ('\u{200e}', '\u{200f}'),
        ('\u{2060}', '\u{2064}'),
        ('\u{feff}', '\u{feff}'),
        ('\u{ad}', '\u{ad}'),
        ('\u{61c}', '\u{61c}'),
    ];
    /// Controls.
    const CONTROLS: Class =
        &[('\u{1}', '\u{8}'), ('\u{e}', '\u{1f}'), ('\u{7f}', '\u{84}'), ('\u{86}', '\u{9f}')];
    /// Greek, Cyrillic.
    const GREEK: Class = &[
        ('\u{391}', '\u{3a1}'),
        ('\u{3b1}', '\u{3c9}'),
        ('\u{410}', '\u{44f}'),
        ('\u{483}', '\u{489}'),
    ];
    /// Raised and lowered, fractions, signs, numbers in rings.
    const RAISED: Class = &[
        ('\u{2070}', '\u{2071}'),
        ('\u{2074}', '\u{208e}'),
        ('\u{2150}', '\u{2189}'),
        ('\u{2200}', '\u{22ff}'),
        ('\u{2460}', '\u{24ff}'),
    ];
    /// Arabic with numbers' marks before.
    const ARABIC: Class = &[
        ('\u{600}', '\u{605}'),
        ('\u{6dd}', '\u{6dd}'),
        ('\u{627}', '\u{64a}'),
        ('\u{64b}', '\u{652}'),
    ];
    /// Thai.
    const THAI: Class = &[('\u{e01}', '\u{e3a}'), ('\u{e40}', '\u{e4e}')];
    /// Tibetan.
    const TIBETAN: Class = &[
        ('\u{f40}', '\u{f47}'),
        ('\u{f49}', '\u{f6c}'),
        ('\u{f71}', '\u{f7e}'),
        ('\u{f90}', '\u{f97}'),
    ];
    /// Devanagari: consonants, what joins them, vowels.
    const DEVANAGARI: Class = &[
        ('\u{915}', '\u{939}'),
        ('\u{915}', '\u{939}'),
        ('\u{94d}', '\u{94d}'),
        ('\u{93c}', '\u{93c}'),
        ('\u{93e}', '\u{94c}'),
        ('\u{902}', '\u{903}'),
    ];
}
