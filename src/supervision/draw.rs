//! Which societies does an assessment look at? A draw that anyone can repeat with one line of shell.
//!
//! Each society of the frame gets the number SHA-256(`seed:code`); the lowest numbers are drawn,
//! as many as the share asks for, and every suspended society besides. The seed is fixed before
//! anyone can know the numbers, and frame, seed and sample go to the audit chain together.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::shared::hex_sha256;

/// A society that may be drawn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub(super) struct Eligible {
    /// Its code.
    pub society_id: String,
    /// Whether it is suspended, and so looked at in any case.
    pub is_suspended: bool,
}

/// A society that was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(super) struct Drawn {
    /// Its code.
    pub society_id: String,
    /// Its number in the draw.
    pub number: String,
    /// Whether the lot fell on it; else it is looked at because it is suspended.
    pub is_by_lot: bool,
}

/// How many of `count` a share in thousandths is, rounded up.
pub(super) fn wanted(count: usize, share: u32) -> usize {
    let thousandths = u64::try_from(count).unwrap_or(u64::MAX).saturating_mul(u64::from(share));
    usize::try_from(thousandths.div_ceil(1000)).unwrap_or(usize::MAX)
}

/// The societies drawn from `frame`, by code.
pub(super) fn draw(frame: &[Eligible], seed: &str, share: u32) -> Vec<Drawn> {
    let mut numbered: Vec<(String, &Eligible)> = frame
        .iter()
        .map(|one| (hex_sha256(format!("{seed}:{}", one.society_id).as_bytes()), one))
        .collect();
    numbered.sort();
    let wanted = wanted(frame.len(), share);
    let mut drawn: Vec<Drawn> = numbered
        .into_iter()
        .enumerate()
        .filter(|(at, (_, one))| *at < wanted || one.is_suspended)
        .map(|(at, (number, one))| Drawn {
            society_id: one.society_id.clone(),
            number,
            is_by_lot: at < wanted,
        })
        .collect();
    drawn.sort_by(|one, other| one.society_id.cmp(&other.society_id));
    drawn
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn frame(count: usize, suspended: &[usize]) -> Vec<Eligible> {
        (0..count)
            .map(|at| Eligible {
                society_id: format!("D-{at:03}"),
                is_suspended: suspended.contains(&at),
            })
            .collect()
    }

    #[test]
    fn the_number_is_what_sha256sum_says() {
        // printf '2027:D-000' | sha256sum
        let drawn = draw(&frame(1, &[]), "2027", 200);
        assert_eq!(drawn.len(), 1);
        assert_eq!(drawn[0].number, hex_sha256(b"2027:D-000"));
        assert_eq!((wanted(210, 200), wanted(211, 200), wanted(0, 200)), (42, 43, 0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn a_draw_is_repeatable_large_enough_and_holds_every_suspended_society(
            count in 1_usize..300, suspended in prop::collection::vec(0_usize..300, 0..6),
            seed in "[0-9a-z]{1,12}", share in 200_u32..=1000,
        ) {
            let frame = frame(count, &suspended);
            let drawn = draw(&frame, &seed, share);
            let mut turned = frame.clone();
            turned.reverse();
            prop_assert_eq!(&draw(&turned, &seed, share), &drawn, "the order of the frame is nothing");
            let by_lot = drawn.iter().filter(|one| one.is_by_lot).count();
            prop_assert!(by_lot * 1000 >= count * 200 && by_lot == wanted(count, share));
            for one in frame.iter().filter(|one| one.is_suspended) {
                prop_assert!(drawn.iter().any(|other| other.society_id == one.society_id));
            }
            let mut codes: Vec<&str> = drawn.iter().map(|one| one.society_id.as_str()).collect();
            codes.dedup();
            prop_assert_eq!(codes.len(), drawn.len(), "nobody is drawn twice");
        }
    }

    proptest! {
        // Each case is 500 draws already.
        #![proptest_config(ProptestConfig::with_cases(40))]

        /// Over many seeds everyone is drawn about as often: no place in the frame is a safe one.
        #[test]
        fn no_society_is_safe_from_the_lot(salt in "[a-z]{6}") {
            let frame = frame(20, &[]);
            let mut times = [0_u32; 20];
            for seed in 0..500 {
                for one in draw(&frame, &format!("{salt}{seed}"), 200) {
                    let at = one.society_id.strip_prefix("D-").unwrap();
                    let at: usize = at.parse().unwrap();
                    times[at] += 1;
                }
            }
            prop_assert!(times.iter().all(|times| (50..=160).contains(times)), "{times:?}");
        }
    }
}
