//! How is a CSV cell kept from being run as a formula, and how is that undone?
//!
//! A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return (OWASP,
//! CSV injection). Such text gets an apostrophe in front. Text that already looks like that, with
//! apostrophes, gets one more, so that taking one off always gives back what was written.

use std::borrow::Cow;

/// Makes text safe for a CSV cell.
pub(super) fn guard(text: &str) -> Cow<'_, str> {
    let is_plain_number = || {
        text.bytes().next_back().is_some_and(|last| last.is_ascii_digit())
            && text.parse::<f64>().is_ok()
    };
    if is_dangerous(text.trim_start_matches('\'')) && !is_plain_number() {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Takes off what [`guard`] put in front.
pub(super) fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_dangerous(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

fn is_dangerous(text: &str) -> bool {
    // The full-width forms too: some spreadsheets in Chinese locales take them for the ASCII ones.
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_get_an_apostrophe_and_numbers_do_not() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2+3", "'-2+3"),
            ("+86 10", "'+86 10"),
            ("\tx", "'\tx"),
            ("＝1", "'＝1"),
            ("-inf", "'-inf"),
            ("-5", "-5"),
            ("+0.25", "+0.25"),
            ("-1e-7", "-1e-7"),
            ("'=1", "''=1"),
            ("'s", "'s"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(guard(text), safe, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn unguard_undoes_guard(text in "['=+@\\-\ta1 －]{0,8}") {
            let safe = guard(&text);
            prop_assert_eq!(unguard(&safe), text.as_str());
        }

        #[test]
        fn nothing_guarded_is_dangerous(text in "['=+@\\-\ta1]{0,8}") {
            let safe = guard(&text);
            prop_assert!(!is_dangerous(&safe) || safe.parse::<f64>().is_ok());
        }
    }
}
