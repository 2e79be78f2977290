//! Are records of one person proposed as such, and hardly any others, at the line that the policy states? The country
//! of the benchmark, small.

#[path = "../benches/persons/known.rs"]
mod known;

use laurel::persons::propose;

use super::conflict_truth::names::{self, Names};

use known::{Known, Score, Size, Tie};

#[test]
fn who_is_one_person_is_proposed_and_few_others_are() {
    let size = Size { nominations: 90, population: 200_000 };
    let known = Known::draw(&Names::standard(), &known::universities(), size, 1);
    let policy = size.policy();
    let proposals = propose(&known.records, &policy);
    let score = Score::of(&known, &proposals, policy.propose_from);
    let (recall, precision) = (score.recall(), score.precision());
    println!("{} of {}: recall {recall:.4}, precision {precision:.4}", score.right, score.proposed);
    assert!(recall >= 0.97, "recall {recall:.4}");
    assert!(precision >= 0.85, "precision {precision:.4} of {}", score.proposed);
    for tie in Tie::ALL {
        let least = match tie {
            Tie::Name => 0.8,
            Tie::Letters | Tie::Paper | Tie::Companions => 0.95,
            _ => 0.99,
        };
        let found = score.recall_by(tie);
        assert!(found >= least, "{}: {found:.3}", tie.words());
    }
    // Of those whom it is practically sure of hardly anybody is somebody else.
    let sure = Score::of(&known, &proposals, 900);
    assert!(sure.precision() >= 0.95, "precision {:.4} from 0.900 on", sure.precision());
}
