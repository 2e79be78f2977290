//! What is a score, and how is one read and printed without a rounding error?

use serde::{Deserialize, Serialize};

/// Micro-units in a score of 1.
pub const MICRO: i64 = 1_000_000;

/// An affinity in [0, 1], held in whole micro-units so that sums and comparisons are exact.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Score(i32);

/// Why a text or a number is no score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScoreError {
    /// Not a decimal number, or not a number at all.
    #[error("不是数字 / not a number")]
    NotANumber,
    /// Below 0 or above 1.
    #[error("分数须在 0 与 1 之间 / a score lies between 0 and 1")]
    OutOfRange,
}

impl Score {
    /// Takes whole micro-units.
    ///
    /// # Errors
    /// [`ScoreError::OutOfRange`] outside 0 ..= 1 000 000.
    pub fn from_micro(micro: i64) -> Result<Self, ScoreError> {
        match i32::try_from(micro) {
            Ok(value) if (0..=MICRO).contains(&micro) => Ok(Self(value)),
            _ => Err(ScoreError::OutOfRange),
        }
    }

    /// Rounds a number in [0, 1] to micro-units, halves upward.
    ///
    /// # Errors
    /// [`ScoreError::NotANumber`] for NaN, [`ScoreError::OutOfRange`] outside [0, 1].
    pub fn from_f64(value: f64) -> Result<Self, ScoreError> {
        if value.is_nan() {
            return Err(ScoreError::NotANumber);
        }
        if !(0.0..=1.0).contains(&value) {
            return Err(ScoreError::OutOfRange);
        }
        #[expect(clippy::cast_possible_truncation, reason = "in 0 ..= 1e6, checked above")]
        let micro = (value * 1e6 + 0.5).floor() as i32;
        Ok(Self(micro))
    }

    /// Reads a decimal such as `0.731`, `1`, `.5` or `9.5e-05`; plain decimals are rounded on
    /// their digits, halves upward.
    ///
    /// # Errors
    /// [`ScoreError`] for anything that is no number in [0, 1].
    pub fn parse(text: &[u8]) -> Result<Self, ScoreError> {
        let text = text.trim_ascii();
        match plain_decimal(text) {
            Some(micro) => Self::from_micro(micro),
            None => std::str::from_utf8(text)
                .ok()
                .filter(|text| text.bytes().any(|byte| byte.is_ascii_digit()))
                .and_then(|text| text.parse::<f64>().ok())
                .ok_or(ScoreError::NotANumber)
                .and_then(Self::from_f64),
        }
    }

    /// The score in micro-units.
    pub fn micro(self) -> i64 {
        i64::from(self.0)
    }

    /// The score as a float, for display only.
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / 1e6
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", Decimal(self.micro()))
    }
}

/// Prints micro-units with six decimals, such as `12.345678`.
#[derive(Clone, Copy, Debug)]
pub struct Decimal(pub i64);

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (sign, size) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        write!(f, "{sign}{}.{:06}", size / 1_000_000, size % 1_000_000)
    }
}

/// The micro-units of digits with at most one point, or none where the text is anything else.
fn plain_decimal(text: &[u8]) -> Option<i64> {
    let point = text.iter().position(|&byte| byte == b'.').unwrap_or(text.len());
    let (whole, rest) = text.split_at(point);
    let fraction = rest.get(1..).unwrap_or_default();
    // Nine digits before the point are far out of range already and cannot overflow.
    if whole.len() > 9 || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let mut micro = 0_i64;
    for place in 0..whole.len() + 6 {
        let digit = match place.checked_sub(whole.len()) {
            None => whole.get(place).copied(),
            Some(place) => fraction.get(place).copied(),
        };
        let digit = digit.unwrap_or(b'0');
        if !digit.is_ascii_digit() {
            return None;
        }
        micro = micro * 10 + i64::from(digit - b'0');
    }
    if !fraction.iter().all(u8::is_ascii_digit) {
        return None;
    }
    // A digit beyond the sixth decides the rounding, except that 1.0000004 is still above 1.
    let beyond = fraction.get(6..).unwrap_or_default();
    if micro >= MICRO && beyond.iter().any(|&digit| digit != b'0') {
        return Some(MICRO + 1);
    }
    Some(micro + i64::from(beyond.first().is_some_and(|&digit| digit >= b'5')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn micro(text: &str) -> Result<i64, ScoreError> {
        Score::parse(text.as_bytes()).map(Score::micro)
    }

    #[test]
    fn decimals_are_read_exactly_and_halves_go_up() {
        assert_eq!(micro("0"), Ok(0));
        assert_eq!(micro("1.000000"), Ok(1_000_000));
        assert_eq!(micro(" .5 "), Ok(500_000));
        assert_eq!(micro("0.7312345"), Ok(731_235));
        assert_eq!(micro("0.73123449999"), Ok(731_234));
        assert_eq!(micro("9.5e-05"), Ok(95));
    }

    #[test]
    fn what_is_no_score_is_refused() {
        for text in ["", ".", "nan", "NaN", "abc", "0.1.2", "0,5", "inf", "0.12345x", "1e"] {
            let error = micro(text).expect_err(text);
            assert!(matches!(error, ScoreError::NotANumber), "{text}");
        }
        for text in ["-0.1", "1.0000001", "2", "99999999999", "1e9", "-1e-3"] {
            assert_eq!(micro(text), Err(ScoreError::OutOfRange), "{text}");
        }
        assert_eq!(Score::from_f64(f64::NAN), Err(ScoreError::NotANumber));
        assert_eq!(Score::from_micro(1_000_001), Err(ScoreError::OutOfRange));
    }

    proptest! {
        #[test]
        fn printing_and_reading_is_the_identity(value in 0_i64..=MICRO) {
            let score = Score::from_micro(value).unwrap();
            prop_assert_eq!(Score::parse(score.to_string().as_bytes()), Ok(score));
            prop_assert_eq!(Score::from_f64(score.as_f64()), Ok(score));
        }
    }
}
