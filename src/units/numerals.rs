//! Are 第五十四研究所 and 第54研究所 one? Chinese numerals in names of units.

/// Writes 第五十四 and 第七一〇 as 第54 and 第710, and runs of three Chinese digits and more as
/// Arabic ones.
pub(super) fn arabic_ordinals(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut written = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let run = letters[at..].iter().take_while(|&&letter| numeral(letter).is_some()).count();
        let ordinal = at > 0 && letters[at - 1] == '第';
        let value = if run > 0 && (ordinal || run > 2) {
            numeral_value(&letters[at..at + run])
        } else {
            None
        };
        match value {
            Some(value) => written.push_str(&value),
            None => written.extend(&letters[at..(at + run.max(1)).min(letters.len())]),
        }
        at += run.max(1);
    }
    written
}

fn numeral(letter: char) -> Option<u32> {
    const DIGITS: &str = "零一二三四五六七八九十百";
    match letter {
        '〇' | '○' => Some(0),
        letter => DIGITS
            .chars()
            .position(|digit| digit == letter)
            .and_then(|value| u32::try_from(value).ok()),
    }
}

fn numeral_value(letters: &[char]) -> Option<String> {
    let values: Vec<u32> = letters.iter().filter_map(|&letter| numeral(letter)).collect();
    if values.iter().all(|&value| value < 10) {
        return Some(values.iter().map(u32::to_string).collect());
    }
    let (mut total, mut digit) = (0_u32, None);
    for value in values {
        match value {
            10 | 11 => {
                let unit = if value == 10 { 10 } else { 100 };
                total = total.checked_add(digit.take().unwrap_or(1) * unit)?;
            }
            value if digit.is_none() || digit == Some(0) => digit = Some(value),
            _ => return None,
        }
    }
    Some((total + digit.unwrap_or(0)).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals() {
        for (written, arabic) in [
            ("第五十四研究所", "第54研究所"),
            ("第七一〇研究所", "第710研究所"),
            ("第一百二十医院", "第120医院"),
            ("第十人民医院", "第10人民医院"),
            ("九二一医院", "921医院"),
            ("三一重工", "三一重工"),
            ("第一一一一一一一一一一一一一一医院", "第11111111111111医院"),
        ] {
            assert_eq!(arabic_ordinals(written), arabic);
        }
    }
}
