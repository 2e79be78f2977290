//! Which values may a field hold? Pure checks of form, one function a kind of value.

use chrono::NaiveDate;

/// The longest id, in characters.
pub(super) const ID_CHARACTERS: usize = 64;

/// The years that a file may name.
pub(super) const YEARS: std::ops::RangeInclusive<i64> = 1800..=2100;

/// Whether the text may be an id: printable, not too long, and no list separator, so that a list
/// of ids can name it.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= ID_CHARACTERS
        && !text.chars().any(|c| c.is_control() || is_invisible(c) || c == ';' || c == '；')
}

/// Format characters that make two ids look the same (zero width, direction).
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// The ORCID in its printed form, if the check digit agrees (ISO 7064 MOD 11-2).
pub(super) fn orcid(text: &str) -> Option<String> {
    let bare = ["https://orcid.org/", "http://orcid.org/", "orcid.org/"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .unwrap_or(text);
    let digits: Vec<char> =
        bare.chars().filter(|&c| c != '-').map(|c| c.to_ascii_uppercase()).collect();
    let (&check, body) = digits.split_last()?;
    if body.len() != 15 {
        return None;
    }
    let total = body.iter().try_fold(0, |total, digit| Some((total + digit.to_digit(10)?) * 2))?;
    let expected = match (12 - total % 11) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10)?,
    };
    (check == expected).then(|| {
        digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    })
}

/// Whether the text has the shape of an e-mail address; only a message sent proves more.
pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"@,;<>()[]\"\\".contains(c);
    text.len() <= 254
        && !local.is_empty()
        && local.len() <= 64
        && local.chars().all(is_plain)
        && is_domain(domain)
}

/// Whether the text has the shape of a domain of two labels or more.
pub(super) fn is_domain(text: &str) -> bool {
    text.len() <= 253
        && text.contains('.')
        && text.split('.').all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        })
}

/// The DOI without its resolver.
pub(super) fn doi(text: &str) -> Option<String> {
    let bare = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .or_else(|| text.strip_prefix("doi:").or_else(|| text.strip_prefix("DOI:")))
        .unwrap_or(text)
        .trim();
    let (registrant, suffix) = bare.strip_prefix("10.")?.split_once('/')?;
    let is_doi = !suffix.is_empty()
        && !registrant.is_empty()
        && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && bare.len() <= 512
        && !bare.chars().any(|c| c.is_whitespace() || c.is_control());
    is_doi.then(|| bare.to_owned())
}

/// A day, written year first with `-`, `/`, `.`, 年月日, or nothing between.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let day = text.strip_suffix(" 00:00:00").unwrap_or(text);
    ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(day, format).ok())
        .or_else(|| {
            (day.len() == 8).then(|| NaiveDate::parse_from_str(day, "%Y%m%d").ok()).flatten()
        })
        .filter(|date| YEARS.contains(&i64::from(chrono::Datelike::year(date))))
}

/// The code of GB/T 13745-2009 as three, five or seven digits; points between the levels are
/// taken out.
pub(super) fn discipline_code(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|&c| c != '.' && c != '·').collect();
    let is_code = matches!(digits.len(), 3 | 5 | 7) && digits.bytes().all(|b| b.is_ascii_digit());
    is_code.then_some(digits)
}

/// Yes or no, in the ways that people write it.
pub(super) fn flag(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "1" | "true" | "yes" | "y" | "是" => Some(true),
        "" | "0" | "false" | "no" | "n" | "否" => Some(false),
        _ => None,
    }
}

/// A word in its plain form: lower case, `_` for blanks and hyphens.
pub(super) fn plain_word(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '-', '\u{3000}', '\n'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_orcid_needs_its_check_digit() {
        // The examples of ORCID's own documentation.
        let printed = Some("0000-0002-1825-0097".to_owned());
        assert_eq!(orcid("0000-0002-1825-0097"), printed);
        assert_eq!(orcid("https://orcid.org/0000000218250097"), printed);
        assert_eq!(orcid("0000-0002-1694-233x"), Some("0000-0002-1694-233X".to_owned()));
        for bad in ["", "-", "0000-0002-1825-0098", "0000-0002-1825-009", "X000-0002-1825-0097"] {
            assert_eq!(orcid(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_address_has_one_at_sign_and_a_domain() {
        for good in ["a@b.cn", "zhang.san+x@mail.pku.edu.cn", "张@例子.中国"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "a@b", "@b.cn", "a@", "a b@c.cn", "a@b@c.cn", "a@b..cn", "a@b.cn;c"] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn a_doi_loses_its_resolver() {
        for text in ["10.1000/182", "https://doi.org/10.1000/182", "doi:10.1000/182"] {
            assert_eq!(doi(text).as_deref(), Some("10.1000/182"), "{text}");
        }
        for bad in ["", "10.1000", "11.1000/1", "10./x", "10.1000/a b"] {
            assert_eq!(doi(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_day_is_read_in_the_usual_forms() {
        for text in ["1975-03-04", "1975/3/4", "1975.03.04", "1975年3月4日", "19750304"] {
            assert_eq!(date(text), NaiveDate::from_ymd_opt(1975, 3, 4), "{text}");
        }
        for bad in ["", "1975", "1975-13-01", "1975-02-30", "3/4/1975", "0075-03-04"] {
            assert_eq!(date(bad), None, "{bad}");
        }
    }

    #[test]
    fn discipline_codes_have_three_five_or_seven_digits() {
        assert_eq!(discipline_code("110").as_deref(), Some("110"));
        assert_eq!(discipline_code("110.1410").as_deref(), Some("1101410"));
        for bad in ["", "11", "1101", "11a", "110141000", "１１０"] {
            assert_eq!(discipline_code(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_id_is_printable_and_short() {
        assert!(is_id("2019-F01-001") && is_id("专家 1") && is_id(&"长".repeat(64)));
        for bad in ["", "a\u{7}", "a;b", "a\u{200b}", "a\nb", &"长".repeat(65)] {
            assert!(!is_id(bad), "{bad:?}");
        }
    }
}
