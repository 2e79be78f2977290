//! Do the divisor methods give what the books and the censuses give, and keep their laws?

use proptest::prelude::*;

use super::made::method;
use crate::quotas::engine::{Field, Method, Regime, Seats};

/// Shares a total out without bounds but a least number for each.
fn shared(method: Method, weights: &[u64], total: u32, least: u32) -> Vec<u32> {
    let seats = Seats { least, low: least, high: total };
    field(method, weights, vec![seats; weights.len()]).share(total.into())
}

fn field(method: Method, weights: &[u64], seats: Vec<Seats>) -> Field<'static> {
    Field::new(method, weights, seats, |one, other| one.cmp(&other))
}

/// M. L. Balinski & H. P. Young, *Fair Representation*, two examples on which the five methods are
/// compared, with the results of each as the test suite of M. Lackner's `apportionment` gives them.
#[test]
fn balinski_and_youngs_examples() {
    let five = [9_061, 7_179, 5_259, 3_319, 1_182];
    let large_and_small = [5_117, 4_400, 162, 161, 160];
    for (method, of_26, of_100) in [
        (Method::Adams, [9, 7, 5, 3, 2], [51, 43, 2, 2, 2]),
        (Method::Dean, [9, 7, 5, 4, 1], [51, 43, 2, 2, 2]),
        (Method::Hill, [9, 7, 6, 3, 1], [51, 43, 2, 2, 2]),
        (Method::Webster, [9, 8, 5, 3, 1], [51, 43, 2, 2, 2]),
        (Method::Jefferson, [10, 7, 5, 3, 1], [52, 45, 1, 1, 1]),
    ] {
        assert_eq!(shared(method, &five, 26, 0), of_26, "{method:?}");
        assert_eq!(shared(method, &large_and_small, 100, 0), of_100, "{method:?}");
    }
}

/// U.S. Census Bureau, *Methods of Apportionment*: four states, 20 seats; only Jefferson differs.
#[test]
fn the_census_bureaus_example() {
    let states = [2_560, 3_315, 995, 5_012];
    assert_eq!(shared(Method::Jefferson, &states, 20, 0), [4, 6, 1, 9]);
    for method in [Method::Adams, Method::Dean, Method::Hill, Method::Webster] {
        assert_eq!(shared(method, &states, 20, 0), [4, 6, 2, 8], "{method:?}");
    }
}

/// The census of 1790 and the Act of 14 April 1792: 105 seats by Jefferson's method (seats as in
/// St. G. Tucker, *Blackstone's Commentaries*, 1803, note D).
#[test]
fn the_first_apportionment_of_the_house_by_jefferson() {
    let virginia_to_delaware = [
        (630_560, 19),
        (475_327, 14),
        (432_879, 13),
        (353_523, 10),
        (331_589, 10),
        (278_514, 8),
        (236_841, 7),
        (206_236, 6),
        (179_570, 5),
        (141_822, 4),
        (85_533, 2),
        (70_835, 2),
        (68_705, 2),
        (68_446, 2),
        (55_540, 1),
    ];
    let (people, seats): (Vec<u64>, Vec<u32>) = virginia_to_delaware.into_iter().unzip();
    assert_eq!(shared(Method::Jefferson, &people, 105, 0), seats);
}

/// The census of 2020: 435 seats by Hill's method, at least one each (U.S. Census Bureau,
/// *2020 Census Apportionment Results*; resident populations).
#[test]
fn the_house_of_2020_by_hill() {
    let california_to_wyoming = [
        (39_538_223, 52),
        (29_145_505, 38),
        (21_538_187, 28),
        (20_201_249, 26),
        (13_002_700, 17),
        (12_812_508, 17),
        (11_799_448, 15),
        (10_711_908, 14),
        (10_439_388, 14),
        (10_077_331, 13),
        (9_288_994, 12),
        (8_631_393, 11),
        (7_705_281, 10),
        (7_151_502, 9),
        (7_029_917, 9),
        (6_910_840, 9),
        (6_785_528, 9),
        (6_177_224, 8),
        (6_154_913, 8),
        (5_893_718, 8),
        (5_773_714, 8),
        (5_706_494, 8),
        (5_118_425, 7),
        (5_024_279, 7),
        (4_657_757, 6),
        (4_505_836, 6),
        (4_237_256, 6),
        (3_959_353, 5),
        (3_605_944, 5),
        (3_271_616, 4),
        (3_190_369, 4),
        (3_104_614, 4),
        (3_011_524, 4),
        (2_961_279, 4),
        (2_937_880, 4),
        (2_117_522, 3),
        (1_961_504, 3),
        (1_839_106, 2),
        (1_793_716, 2),
        (1_455_271, 2),
        (1_377_529, 2),
        (1_362_359, 2),
        (1_097_379, 2),
        (1_084_225, 2),
        (989_948, 1),
        (886_667, 1),
        (779_094, 1),
        (733_391, 1),
        (643_077, 1),
        (576_851, 1),
    ];
    let (people, seats): (Vec<u64>, Vec<u32>) = california_to_wyoming.into_iter().unzip();
    assert_eq!(shared(Method::Hill, &people, 435, 1), seats);
}

/// Two to seven claimants with bounds, and a total within them.
fn fields() -> impl Strategy<Value = (Method, Vec<u64>, Vec<Seats>, u64)> {
    let seats = (0..4_u32, 0..4_u32, 0..4_u32).prop_map(|(a, b, c)| Seats {
        least: a,
        low: a + b,
        high: a + b + c,
    });
    let claimant = (1..40_u64, seats);
    (method(), prop::collection::vec(claimant, 2..7), 0..30_u64).prop_map(
        |(method, claimants, total)| {
            let (weights, seats) = claimants.into_iter().unzip();
            (method, weights, seats, total)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn shares_are_exact_and_within_bounds((method, weights, seats, total) in fields()) {
        let field = field(method, &weights, seats.clone());
        let places = field.share(total);
        let most: u64 = seats.iter().map(|seats| u64::from(seats.high)).sum();
        prop_assert_eq!(places.iter().map(|p| u64::from(*p)).sum::<u64>(), total.min(most));
        for (places, seats) in places.iter().zip(&seats) {
            let (low, high) = match field.regime(total) {
                Regime::Plenty => (seats.high, seats.high),
                Regime::Gaining => (seats.low, seats.high),
                Regime::Losing => (seats.least, seats.low),
                Regime::Short => (0, seats.least),
            };
            prop_assert!((low..=high).contains(places));
        }
    }

    #[test]
    fn more_weight_never_costs_a_place(
        (method, weights, seats, total) in fields(), pick in any::<prop::sample::Index>(),
        more in 1..20_u64,
    ) {
        let society = pick.index(weights.len());
        let before = field(method, &weights, seats.clone()).share(total);
        let mut heavier = weights;
        heavier[society] += more;
        let after = field(method, &heavier, seats).share(total);
        prop_assert!(before[society] <= after[society]);
    }

    #[test]
    fn a_share_asked_for_alone_is_the_share_of_all(
        (method, weights, seats, total) in fields(), pick in any::<prop::sample::Index>(),
        weight in 1..40_u64, changed in (0..4_u32, 0..4_u32, 0..4_u32),
    ) {
        let society = pick.index(weights.len());
        let (least, low) = (changed.0, changed.0 + changed.1);
        let own = Seats { least, low, high: low + changed.2 };
        let alone = field(method, &weights, seats.clone())
            .share_if((society, weight, own), total, |other| society.cmp(&other));
        let (mut all_weights, mut all_seats) = (weights, seats);
        all_weights[society] = weight;
        all_seats[society] = own;
        let together = field(method, &all_weights, all_seats).share(total);
        prop_assert_eq!(alone, together[society]);
    }
}
