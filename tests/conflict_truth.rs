//! Are planted conflicts of every kind found, and is nobody accused? The round of the benchmark, small,
//! with invented units.

#[path = "../benches/conflicts/names.rs"]
pub(crate) mod names;
#[path = "../benches/conflicts/plant.rs"]
mod plant;
#[path = "../benches/conflicts/score.rs"]
mod score;
#[path = "../benches/conflicts/world.rs"]
mod world;

use laurel::conflicts::{ConflictKind, ConflictPolicy, detect};

use world::Size;

#[test]
fn every_planted_kind_is_found_and_hardly_anything_else() {
    let size = Size { nominations: 120, experts: 400, publications: 2 };
    let world = score::planted(&score::invented_units(), size, 12, 5);
    let findings = detect(&world.input(), &ConflictPolicy::default());
    let (scores, missed, invented) = score::score(&world.truth, &findings);
    for kind in ConflictKind::ALL {
        let score = scores.get(&kind).copied().unwrap_or_default();
        let named = |list: &[world::Truth]| -> Vec<world::Truth> {
            list.iter().filter(|one| one.2 == kind).take(5).cloned().collect()
        };
        let told = || format!("{kind:?} {score:?}: {:?} / {:?}", named(&missed), named(&invented));
        assert!(score.planted > 0, "{kind:?} is not planted");
        assert!(score.recall() >= 0.99, "{}", told());
        assert!(score.precision() >= 0.98, "{}", told());
    }
}
