//! Does a line of text look like what it should be?

use crate::{nominations::forms::Format, shared::Bilingual, societies::CreditCode};

/// Numbers are compared in millionths, exactly.
pub(super) const MILLION: i128 = 1_000_000;

/// Whether `text` has the format.
pub(super) fn fits(format: Format, text: &str) -> bool {
    match format {
        Format::Email => is_email(text),
        Format::Phone => is_phone(text),
        Format::IdNumber => is_id_number(text),
        Format::Doi => text.split_once('/').is_some_and(|(prefix, rest)| {
            prefix.strip_prefix("10.").is_some_and(|number| {
                !number.is_empty() && number.chars().all(|one| one.is_ascii_digit() || one == '.')
            }) && !rest.is_empty()
                && !rest.contains(char::is_whitespace)
        }),
        Format::CreditCode => CreditCode::parse(text).is_ok(),
        Format::Url => {
            let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
            rest.is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_whitespace))
        }
        Format::Orcid => is_orcid(text),
    }
}

/// What the format allows.
pub(super) fn allowed(format: Format) -> Bilingual {
    let (zh, en) = match format {
        Format::Email => {
            ("电子邮箱，如 name@example.cn", "an e-mail address such as name@example.cn")
        }
        Format::Phone => ("电话号码", "a telephone number"),
        Format::IdNumber => {
            ("18 位居民身份证号码（含校验位）", "an 18-digit identity number with its check digit")
        }
        Format::Doi => ("DOI，如 10.1000/182", "a DOI such as 10.1000/182"),
        Format::CreditCode => (
            "18 位统一社会信用代码（含校验位）",
            "an 18-character unified social credit code with its check digit",
        ),
        Format::Url => ("网址，如 https://example.cn", "a web address such as https://example.cn"),
        Format::Orcid => ("ORCID，如 0000-0002-1825-0097", "an ORCID such as 0000-0002-1825-0097"),
    };
    Bilingual::new(zh, en)
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    !name.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !text.contains(|one: char| one.is_whitespace() || one.is_control())
        && !name.contains('@')
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_mark = |one: char| one.is_ascii_digit() || "+-() 转,;；，、/".contains(one);
    (5..=40).contains(&digits) && text.chars().all(is_mark)
}

/// GB 11643: seventeen digits weighted by 2^(18 − i) mod 11, the last character says the rest.
fn is_id_number(text: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const MARKS: &[u8; 11] = b"10X98765432";
    let bytes = text.as_bytes();
    let Some((last, digits)) = bytes.split_last().filter(|(_, digits)| digits.len() == 17) else {
        return false;
    };
    if !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 =
        digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    usize::try_from(sum % 11)
        .ok()
        .and_then(|rest| MARKS.get(rest))
        .is_some_and(|mark| *mark == last.to_ascii_uppercase())
}

/// ISO 7064 mod 11-2 over the first fifteen digits.
fn is_orcid(text: &str) -> bool {
    let characters: Vec<char> = text.chars().filter(|one| *one != '-').collect();
    let is_grouped = text.len() == 19 && text.split('-').all(|part| part.len() == 4);
    let Some((last, digits)) = characters.split_last().filter(|(_, digits)| digits.len() == 15)
    else {
        return false;
    };
    let Some(sum) = digits.iter().try_fold(0, |sum, digit| Some((sum + digit.to_digit(10)?) * 2))
    else {
        return false;
    };
    let rest = (12 - sum % 11) % 11;
    let mark = if rest == 10 { 'X' } else { char::from_digit(rest, 10).unwrap_or(' ') };
    is_grouped && mark == *last
}

/// A decimal number in millionths, exact; none where it is no number, is finer or too large.
pub(super) fn millionths(text: &str) -> Option<i128> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.chars().all(|one| one.is_ascii_digit());
    if !is_digits(whole) || !is_digits(part) || whole.len() > 18 || part.len() > 6 {
        return None;
    }
    let whole: i128 = whole.parse().ok()?;
    let part: i128 = format!("{part:0<6}").parse().ok()?;
    Some(sign * (whole * MILLION + part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_takes_its_own_and_refuses_the_like() {
        for (format, good, bad) in [
            (Format::Email, "li.ming@inst.example.cn", "li.ming@inst"),
            (Format::Email, "a@b.cn", "a b@c.cn"),
            (Format::Phone, "010-68598456转801", "电话"),
            (Format::IdNumber, "11010519491231002x", "11010519491231003X"),
            (Format::Doi, "10.1038/nature12373", "doi:10.1038/x"),
            (Format::Url, "https://example.cn/a", "javascript:alert(1)"),
            (Format::Orcid, "0000-0002-1825-0097", "0000-0002-1825-0098"),
            (Format::Orcid, "0000-0002-1694-233X", "0000000218250097"),
        ] {
            assert!(fits(format, good) && !fits(format, bad), "{format:?}");
        }
    }

    #[test]
    fn numbers_are_exact() {
        assert_eq!(millionths("12.5"), Some(12_500_000));
        assert_eq!(millionths("-0.000001"), Some(-1));
        for wrong in ["", "1,5", "1e3", "１２", "1.0000001", ".5", "5."] {
            assert_eq!(millionths(wrong), None, "{wrong}");
        }
    }
}
