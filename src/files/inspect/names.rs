//! Which names stand in the bytes of a PDF, before anything parses it? Names may be written with
//! escapes (`/J#61vaScript`, ISO 32000-1 §7.3.5); they are read as a viewer would.

/// The longest name that is looked for.
const LONGEST: usize = 32;

/// The name after the slash at the start of `bytes`, its escapes undone; empty for one that is longer
/// than any that is looked for.
fn name_at(bytes: &[u8], name: &mut Vec<u8>) {
    name.clear();
    let mut rest = bytes.get(1..).unwrap_or_default();
    while let [first, after @ ..] = rest {
        let is_end = first.is_ascii_whitespace() || b"\0()<>[]{}/%".contains(first);
        if is_end || name.len() > LONGEST {
            break;
        }
        let escaped = match after {
            [high, low, ..] if *first == b'#' => hex_pair(*high, *low),
            _ => None,
        };
        name.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { rest.get(3..).unwrap_or_default() } else { after };
    }
    if name.len() > LONGEST {
        name.clear();
    }
}

fn hex_pair(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(high)? * 16 + digit(low)?)
}

/// How often one of `wanted` stands in `bytes`, counted up to `most`.
pub(super) fn count(bytes: &[u8], wanted: &[&[u8]], most: usize) -> usize {
    let mut name = Vec::with_capacity(LONGEST + 1);
    let mut found = 0;
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/') {
        name_at(bytes.get(at..).unwrap_or_default(), &mut name);
        if wanted.contains(&name.as_slice()) {
            found += 1;
            if found >= most {
                break;
            }
        }
    }
    found
}

/// Whether one of `wanted` stands in `bytes`.
pub(super) fn holds(bytes: &[u8], wanted: &[&[u8]]) -> bool {
    count(bytes, wanted, 1) > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_it_is_written() {
        for written in
            ["<</JavaScript(x)>>", "/J#61vaScript ", "/#4a#61#76#61#53cript/", "/JavaScript"]
        {
            assert!(holds(written.as_bytes(), &[b"JavaScript"]), "{written}");
        }
        for other in ["/JavaScripts ", "(JavaScript)", "/J#6", "/", "", "/#zzJavaScript"] {
            assert!(!holds(other.as_bytes(), &[b"JavaScript"]), "{other}");
        }
        assert_eq!(count(b"/A /A /A/B", &[b"A", b"B"], 9), 4);
        assert_eq!(count(b"/A /A /A/B", &[b"A", b"B"], 2), 2);
    }
}
