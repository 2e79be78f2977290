//! How does the text of a policy get other base rates, with its comments kept?

use std::cmp::Reverse;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::policy::Policy;
use super::policy_error::PolicyError;

/// Another base rate of an indicator, and on what it rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebase {
    /// The indicator, such as `I05`.
    pub indicator: String,
    /// The base rate, as a fraction of counts.
    pub base: (u32, u32),
    /// The whole basis of the indicator.
    pub basis: String,
}

/// Where the indicators stand in the text.
#[derive(Deserialize)]
struct Places {
    indicators: Vec<IndicatorPlace>,
}

#[derive(Deserialize)]
struct IndicatorPlace {
    id: String,
    base: Option<Spanned<(u32, u32)>>,
    basis: Spanned<String>,
}

/// The text with these base rates, otherwise as it was written, and the policy that it is.
///
/// # Errors
/// The text is no policy, before or after; an indicator that is not there or is no rate.
pub fn rebased(text: &str, changes: &[Rebase]) -> Result<(String, Policy), PolicyError> {
    let places: Places =
        toml::from_str(text).map_err(|error| PolicyError::of_text(&error, text))?;
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for change in changes {
        let found = places.indicators.iter().find(|one| one.id == change.indicator);
        let Some((found, base)) = found.and_then(|one| Some((one, one.base.as_ref()?))) else {
            let key = format!("indicators {}.base", change.indicator);
            return Err(PolicyError::of_key(key, "没有这个比率指标", "there is no such rate"));
        };
        let (part, whole) = change.base;
        edits.push((base.span(), format!("[{part}, {whole}]")));
        let basis = toml::Value::from(change.basis.as_str());
        edits.push((found.basis.span(), basis.to_string()));
    }
    // From the end, so that the places before stay right.
    edits.sort_by_key(|(range, _)| Reverse(range.start));
    let mut written = text.to_owned();
    for (range, new) in edits {
        written.replace_range(range, &new);
    }
    let policy = Policy::parse(&written)?;
    Ok((written, policy))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotas::engine::Source;
    use crate::quotas::policies::DEFAULT_POLICY;

    fn change(indicator: &str, base: (u32, u32)) -> Rebase {
        let basis = "论坛 \"甲\" \\ base: 3 of 10 in 2019".to_owned();
        Rebase { indicator: indicator.to_owned(), base, basis }
    }

    #[test]
    fn two_lines_change_and_every_other_stays() {
        let changed = rebased(DEFAULT_POLICY, &[change("I01", (9, 10)), change("I05", (3, 10))]);
        let (changed, policy) = changed.unwrap();
        let pairs = DEFAULT_POLICY.lines().zip(changed.lines());
        let other: Vec<(&str, &str)> = pairs.filter(|(old, new)| old != new).collect();
        assert_eq!(DEFAULT_POLICY.lines().count(), changed.lines().count());
        assert_eq!(other.len(), 4, "{other:?}");
        assert_eq!(Policy::parse(&changed).unwrap(), policy);
        let known = policy.indicators.iter().find(|one| one.id == "I05").unwrap();
        assert!(matches!(known.source, Source::Rate { base: (3, 10), .. }));
        assert_eq!(known.basis, change("I05", (3, 10)).basis);
    }

    #[test]
    fn what_is_no_rate_or_out_of_range_is_refused() {
        for (indicator, base, said) in [
            ("I09", (1, 2), "indicators I09.base"),
            ("I99", (1, 2), "indicators I99.base"),
            ("I05", (3, 2), "indicators I05.base[0]"),
        ] {
            let error = rebased(DEFAULT_POLICY, &[change(indicator, base)]).unwrap_err();
            assert!(error.to_string().contains(said), "{error}");
        }
        assert!(rebased("[indicators", &[]).is_err());
    }
}
