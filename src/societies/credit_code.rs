//! Is this a unified social credit code (统一社会信用代码)? GB 32100-2015.

use serde::{Deserialize, Serialize};

/// The 31 characters of GB 32100-2015, each standing for its place: digits and capital letters
/// without I, O, S, V and Z.
const CHARACTERS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The weights of the first 17 characters (GB 32100-2015, 附录): powers of 3 modulo 31.
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// A unified social credit code with a right check character.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct CreditCode(String);

/// What is wrong with a text that should be a credit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// Not 18 of the 31 characters.
    #[error(
        "须为 18 位，由数字与大写字母组成（不含 I、O、S、V、Z）/ 18 digits and capitals, without I, O, S, V, Z"
    )]
    Form,
    /// The last character does not follow from the others.
    #[error("校验位不符，应为 {expected} / the check character should be {expected}")]
    Check {
        /// What it should be.
        expected: char,
    },
}

impl CreditCode {
    /// Reads a code; lower case and blanks are let pass.
    ///
    /// # Errors
    /// The form or the check character is wrong.
    pub fn parse(text: &str) -> Result<Self, CreditCodeError> {
        let code: String =
            text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let places = places(&code).ok_or(CreditCodeError::Form)?;
        let (body, last) = places.split_at_checked(17).ok_or(CreditCodeError::Form)?;
        let [last] = last else { return Err(CreditCodeError::Form) };
        let expected = check_place(body);
        if *last == expected { Ok(Self(code)) } else { Err(Self::off(expected)) }
    }

    /// The code that begins with these 17 characters.
    ///
    /// # Errors
    /// Not 17 of the 31 characters.
    pub fn complete(body: &str) -> Result<Self, CreditCodeError> {
        let places = places(body).filter(|places| places.len() == 17);
        let check = check_place(&places.ok_or(CreditCodeError::Form)?);
        let check = CHARACTERS.get(check).copied().map_or('0', char::from);
        Ok(Self(format!("{body}{check}")))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn off(expected: usize) -> CreditCodeError {
        let expected = CHARACTERS.get(expected).copied().map_or('0', char::from);
        CreditCodeError::Check { expected }
    }
}

/// The place of each character among the 31.
fn places(code: &str) -> Option<Vec<usize>> {
    code.bytes().map(|byte| CHARACTERS.iter().position(|known| *known == byte)).collect()
}

/// The place of the check character: 31 less the weighted sum modulo 31, modulo 31.
fn check_place(body: &[usize]) -> usize {
    let sum: usize = body.iter().zip(WEIGHTS).map(|(place, weight)| place * weight).sum();
    (31 - sum % 31) % 31
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> Self {
        code.0
    }
}

impl TryFrom<String> for CreditCode {
    type Error = CreditCodeError;
    fn try_from(text: String) -> Result<Self, CreditCodeError> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_the_powers_of_three_modulo_thirty_one() {
        let mut power = 1;
        for weight in WEIGHTS {
            assert_eq!(weight, power);
            power = power * 3 % 31;
        }
    }

    #[test]
    fn the_example_of_the_standard_is_right() {
        // The example that GB 32100-2015 itself works out.
        let code = CreditCode::parse("91350100M000100Y43").unwrap();
        assert_eq!(code.as_str(), "91350100M000100Y43");
        assert_eq!(CreditCode::complete("91350100M000100Y4").unwrap(), code);
        assert_eq!(CreditCode::parse(" 91350100m000100y43 ").unwrap(), code);
    }

    #[test]
    fn a_single_wrong_character_or_two_exchanged_are_found() {
        let right = "91350100M000100Y43";
        for at in 0..right.len() {
            for &other in CHARACTERS {
                let mut bytes = right.as_bytes().to_vec();
                if bytes[at] == other {
                    continue;
                }
                bytes[at] = other;
                let wrong = String::from_utf8(bytes).unwrap();
                assert!(
                    matches!(CreditCode::parse(&wrong), Err(CreditCodeError::Check { .. })),
                    "{wrong}"
                );
            }
        }
        for at in 0..right.len() - 1 {
            let mut bytes = right.as_bytes().to_vec();
            bytes.swap(at, at + 1);
            let other = String::from_utf8(bytes).unwrap();
            assert_eq!(CreditCode::parse(&other).is_ok(), other == right, "{other}");
        }
    }

    #[test]
    fn another_form_is_refused() {
        for bad in ["", "9135", "91350100M000100Y4O", "91350100M000100Y431", "９1350100M000100Y43"]
        {
            assert_eq!(CreditCode::parse(bad), Err(CreditCodeError::Form), "{bad}");
        }
    }
}
