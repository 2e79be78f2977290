//! Where may a line of Chinese and Latin text be broken? (GB/T 15834: 标点不出现在行首)

use super::font::Face;

/// What may not begin a line.
const NOT_FIRST: &str = "，。、；：？！）》」』】〉〕…—·％‰℃’”,.;:?!)]}%〗～";
/// What may not end a line.
const NOT_LAST: &str = "（《「『【〈〔“‘([{〖＃￥□☑";

/// A letter that stands for itself in a line: Han, kana, full-width signs.
fn is_wide(letter: char) -> bool {
    letter >= '\u{2e80}' || "“”‘’—…·§※→←±×÷≥≤≠".contains(letter)
}

/// A piece that is never broken but for want of room: a Han letter with the signs that cling to it,
/// or a Latin word. `gap` says that a blank stands before it.
#[derive(Debug)]
struct Piece {
    text: String,
    has_gap: bool,
}

fn pieces(line: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut has_gap = false;
    for letter in line.chars() {
        if letter.is_whitespace() || letter.is_control() {
            has_gap = true;
            continue;
        }
        let clings = !has_gap
            && pieces.last().and_then(|piece| piece.text.chars().next_back()).is_some_and(|last| {
                NOT_FIRST.contains(letter)
                    || NOT_LAST.contains(last)
                    || !is_wide(last) && !is_wide(letter)
            });
        match pieces.last_mut().filter(|_| clings) {
            Some(piece) => piece.text.push(letter),
            None => pieces.push(Piece { text: letter.to_string(), has_gap }),
        }
        has_gap = false;
    }
    pieces
}

/// The lines into which `text` falls at a width; an empty text is one empty line.
pub(super) fn break_lines(face: &Face, text: &str, size: f32, width: f32) -> Vec<String> {
    text.split('\n').flat_map(|line| break_line(face, line, size, width)).collect()
}

fn break_line(face: &Face, line: &str, size: f32, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut now = String::new();
    for piece in pieces(line) {
        let gap = if piece.has_gap && !now.is_empty() { " " } else { "" };
        let longer = format!("{now}{gap}{}", piece.text);
        if face.width(&longer, size) <= width {
            now = longer;
            continue;
        }
        if !now.is_empty() {
            lines.push(std::mem::take(&mut now));
        }
        // A piece wider than the line, such as a digest, is broken where the room ends.
        for letter in piece.text.chars() {
            let mut longer = now.clone();
            longer.push(letter);
            if face.width(&longer, size) > width && !now.is_empty() {
                lines.push(std::mem::take(&mut now));
                longer = letter.to_string();
            }
            now = longer;
        }
    }
    lines.push(now);
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn broken(text: &str, letters: f32) -> Vec<String> {
        break_lines(Face::embedded(), text, 10.0, letters * 10.0 + 0.01)
    }

    #[test]
    fn a_line_neither_begins_with_a_stop_nor_ends_with_an_opening_sign() {
        assert_eq!(broken("国家科学技术奖，提名", 7.0), ["国家科学技术", "奖，提名"]);
        assert_eq!(broken("学会依据《章程》表决。", 5.0), ["学会依据", "《章程》表", "决。"]);
        assert_eq!(broken("理事（二）", 3.0), ["理事", "（二）"]);
    }

    #[test]
    fn a_latin_word_or_a_number_is_not_torn() {
        assert_eq!(broken("指标 1,234.5% 达到", 5.0), ["指标", "1,234.5%", "达到"]);
        let held = broken("Annual report of the society", 8.0);
        assert_eq!(held, ["Annual report of", "the society"]);
        assert_eq!(broken("甲\n\n乙", 9.0), ["甲", "", "乙"]);
        assert_eq!(broken("", 9.0), [""]);
    }

    #[test]
    fn what_is_wider_than_the_line_is_broken_where_the_room_ends() {
        let digest = "0123456789abcdef".repeat(4);
        let lines = broken(&digest, 10.0);
        assert!(lines.len() > 3, "{lines:?}");
        assert_eq!(lines.concat(), digest);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_line_is_too_wide(text in "[a-z0-9 ，。（）《》国家科学技术]{0,60}", letters in 4_u8..20) {
            let face = Face::embedded();
            let lines = broken(&text, f32::from(letters));
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
            for line in &lines {
                prop_assert!(face.width(line, 10.0) <= f32::from(letters) * 10.0 + 0.02, "{}", line);
            }
        }
    }
}
