//! Does the content of a page leave marks on it? The operators of ISO 32000-1 annex A, read as words,
//! without building anything of them.

/// What a content stream puts on its page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Text that is not all spaces.
    pub has_text: bool,
    /// Lines, areas that are not white, shadings, pictures within the stream.
    pub has_drawing: bool,
    /// Names of the objects that it draws.
    pub draws: Vec<Vec<u8>>,
}

struct Reader<'b> {
    rest: &'b [u8],
    marks: Marks,
    name: Vec<u8>,
    numbers: Vec<f64>,
    has_string: bool,
    is_white: bool,
}

/// Most objects that a page may draw; beyond them it is not blank anyway.
const MOST_DRAWN: usize = 1000;

/// Reads the marks of a content stream.
pub(super) fn of(content: &[u8]) -> Marks {
    let mut reader = Reader {
        rest: content,
        marks: Marks::default(),
        name: Vec::new(),
        numbers: Vec::new(),
        has_string: false,
        is_white: false,
    };
    while reader.step() {}
    reader.marks
}

impl Reader<'_> {
    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    /// Takes the next word in; false at the end.
    fn step(&mut self) -> bool {
        let Some(&first) = self.rest.first() else { return false };
        match first {
            b'%' => {
                let line = self.rest.iter().take_while(|byte| !matches!(byte, b'\r' | b'\n'));
                self.skip(line.count());
            }
            b'(' => self.string(),
            b'<' if self.rest.get(1) != Some(&b'<') => self.hex_string(),
            b'/' => {
                self.skip(1);
                let word = self.word();
                self.name = word;
            }
            b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b')' => self.skip(1),
            _ if first.is_ascii_whitespace() || first == 0 => self.skip(1),
            _ => {
                let word = self.word();
                self.take(&word);
            }
        }
        true
    }

    fn word(&mut self) -> Vec<u8> {
        let is_regular =
            |byte: &&u8| !byte.is_ascii_whitespace() && !b"\0()<>[]{}/%".contains(byte);
        let length = self.rest.iter().take_while(is_regular).count();
        let word = self.rest.get(..length).unwrap_or_default().to_vec();
        self.skip(length);
        word
    }

    fn string(&mut self) {
        let mut depth = 0_u32;
        let mut is_escaped = false;
        let mut length = 0;
        for byte in self.rest {
            length += 1;
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'(' => depth += 1,
                b')' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                }
                byte => self.has_string |= !byte.is_ascii_whitespace(),
            }
        }
        self.skip(length);
    }

    fn hex_string(&mut self) {
        let body = self.rest.iter().skip(1).take_while(|byte| **byte != b'>');
        let digits: Vec<u8> = body.copied().collect();
        self.has_string |=
            digits.iter().any(|byte| matches!(byte, b'1'..=b'9' | b'a'..=b'f' | b'A'..=b'F'));
        self.skip(digits.len() + 2);
    }

    fn take(&mut self, word: &[u8]) {
        let number = std::str::from_utf8(word).ok().and_then(|word| word.parse::<f64>().ok());
        if let Some(number) = number {
            self.numbers.push(number);
            return;
        }
        let is_full = |value: &f64| *value >= 0.995;
        match word {
            b"Tj" | b"TJ" | b"'" | b"\"" => self.marks.has_text |= self.has_string,
            b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" | b"sh" => self.marks.has_drawing = true,
            b"f" | b"F" | b"f*" => self.marks.has_drawing |= !self.is_white,
            b"g" | b"rg" => self.is_white = self.numbers.iter().all(is_full),
            b"k" => self.is_white = self.numbers.iter().all(|value| *value <= 0.005),
            b"sc" | b"scn" | b"cs" => self.is_white = false,
            b"Do" if self.marks.draws.len() < MOST_DRAWN => {
                self.marks.draws.push(std::mem::take(&mut self.name));
            }
            b"ID" => self.inline_picture(),
            _ => {}
        }
        self.numbers.clear();
        self.has_string = false;
    }

    /// The bytes of a picture within the stream end at `EI` between spaces.
    fn inline_picture(&mut self) {
        self.marks.has_drawing = true;
        let end = self.rest.windows(4).position(|window| {
            matches!(window, [before, b'E', b'I', after]
                if before.is_ascii_whitespace() && after.is_ascii_whitespace())
        });
        self.skip(end.map_or(self.rest.len(), |end| end + 4));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_lines_areas_and_pictures_are_marks() {
        for content in [
            "BT /F1 12 Tf (Hello) Tj ET",
            "BT <0A1B> Tj ET",
            "BT [(A) -20 (B)] TJ ET",
            "0 0 m 10 10 l S",
            "0.5 g 0 0 10 10 re f",
            "/P1 sh",
            "BI /W 1 /H 1 ID \x01\x02 EI ",
        ] {
            let marks = of(content.as_bytes());
            assert!(marks.has_text || marks.has_drawing, "{content}");
        }
        assert_eq!(of(b"q 1 0 0 1 0 0 cm /Im0 Do Q").draws, [b"Im0".to_vec()]);
    }

    #[test]
    fn white_areas_spaces_and_what_only_stands_in_a_text_are_none() {
        for content in [
            "",
            "q Q",
            "BT /F1 12 Tf ( ) Tj ET",
            "BT <0000> Tj ET",
            "1 1 1 rg 0 0 612 792 re f",
            "1 g 0 0 612 792 re f*",
            "0 0 0 0 k 0 0 612 792 re f",
            "% (text) Tj S\n",
            "(0 0 m \\) S) pop",
            "(never closed",
        ] {
            let marks = of(content.as_bytes());
            assert_eq!(marks, Marks::default(), "{content}");
        }
    }
}
