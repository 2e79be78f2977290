//! Does a text that is to be shown hold a personal datum that nobody asked for? Identity numbers, telephones
//! and e-mail addresses that somebody wrote into a free text are taken out.

/// What stands where something was taken out.
pub(super) const TAKEN_OUT: &str = "〔已隐去〕";

/// The text without personal data, and how many were taken out.
pub(super) fn masked(text: &str) -> (String, usize) {
    let (mut said, mut count) = masked_once(text);
    let mut found = count;
    // What stood around one that was taken out may look like another.
    while found > 0 {
        (said, found) = masked_once(&said);
        count += found;
    }
    (said, count)
}

fn masked_once(text: &str) -> (String, usize) {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let (mut at, mut count) = (0, 0);
    while at < letters.len() {
        if let Some(end) = private_end(&letters, at) {
            out.push_str(TAKEN_OUT);
            count += 1;
            at = end;
        } else {
            out.extend(letters.get(at));
            at += 1;
        }
    }
    (out, count)
}

/// Whether the text holds a personal datum.
pub(super) fn is_private(text: &str) -> bool {
    masked(text).1 > 0
}

/// The place after a personal datum that begins at `at`.
fn private_end(letters: &[char], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).and_then(|place| letters.get(place));
    if before.is_none_or(|one| !is_of_address(*one))
        && let Some(end) = e_mail_end(letters, at)
    {
        return Some(end);
    }
    if before.is_some_and(char::is_ascii_digit) {
        return None;
    }
    let end = run(letters, at, |one| one.is_ascii_digit());
    let digits = letters.get(at..end)?;
    match digits.len() {
        18 if is_identity_number(digits, None) => Some(end),
        17 => letters
            .get(end)
            .filter(|last| matches!(last, 'X' | 'x') && is_identity_number(digits, Some('X')))
            .map(|_| end + 1),
        11 if matches!(digits, ['1', '3'..='9', ..]) => Some(end),
        3 | 4 if digits.first() == Some(&'0') => land_line_end(letters, end),
        _ => None,
    }
}

/// `-` and seven or eight digits behind an area code.
fn land_line_end(letters: &[char], end: usize) -> Option<usize> {
    matches!(letters.get(end), Some('-' | '－' | '—')).then_some(())?;
    let last = run(letters, end + 1, |one| one.is_ascii_digit());
    matches!(last - end - 1, 7 | 8).then_some(last)
}

const fn is_of_address(one: char) -> bool {
    one.is_ascii_alphanumeric() || matches!(one, '.' | '_' | '%' | '+' | '-')
}

fn e_mail_end(letters: &[char], at: usize) -> Option<usize> {
    let sign = run(letters, at, is_of_address);
    if sign == at || !matches!(letters.get(sign), Some('@' | '＠')) {
        return None;
    }
    let end = run(letters, sign + 1, |one| one.is_ascii_alphanumeric() || matches!(one, '.' | '-'));
    let host: String = letters.get(sign + 1..end)?.iter().collect();
    let host = host.trim_end_matches(['.', '-']);
    host.contains('.').then_some(sign + 1 + host.len())
}

fn run(letters: &[char], from: usize, is_part: impl Fn(char) -> bool) -> usize {
    let rest = letters.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|one| is_part(**one)).count()
}

/// GB 11643: the last place checks the seventeen before it.
fn is_identity_number(digits: &[char], last: Option<char>) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(one, weight)| one.to_digit(10).unwrap_or(0) * weight)
        .sum();
    let expected = usize::try_from(sum % 11).ok().and_then(|place| CHECKS.get(place)).copied();
    expected == last.or_else(|| digits.get(17).copied())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn personal_data_in_a_text_are_taken_out() {
        for text in [
            "11010519491231002X",
            "13812345678",
            "name.surname@mail.example.org",
            "010-62345678",
            "0371－6234567",
        ] {
            let (said, count) = masked(&format!("请联系{text}，谢谢"));
            assert_eq!((said.as_str(), count), ("请联系〔已隐去〕，谢谢", 1), "{text}");
        }
        assert_eq!(masked("a@b.cn和13812345678").1, 2);
    }

    #[test]
    fn numbers_that_are_no_personal_data_stay() {
        for text in [
            "ZL201310123456.7",
            "10.1016/j.example.2019.12.003",
            "110105194912310021",
            "2014CB643306",
            "应用于 12 个省，节支 13812345 万元",
            "GB/T 13745-2009",
            "0370-2693(99)00012-3",
            "@某人",
        ] {
            assert_eq!(masked(text), (text.to_owned(), 0));
        }
    }

    proptest! {
        #[test]
        fn a_telephone_is_found_in_any_surroundings(
            before in "[^0-9]{0,12}", number in "1[3-9][0-9]{9}", after in "[^0-9@＠]{0,12}",
        ) {
            let (said, _) = masked(&format!("{before}{number}{after}"));
            prop_assert!(!said.contains(&number), "{said}");
        }

        #[test]
        fn what_was_masked_once_holds_nothing_more(text in "[0-9a-zX@.－ 中-]{0,60}") {
            let (said, _) = masked(&text);
            prop_assert!(!is_private(&said), "{said}");
        }
    }
}
