//! From which nominations is a member of the award office kept by what he declared of himself (R14)?
//!
//! Who helps to run the awards recuses himself as a reviewer does (科学技术活动违规行为处理规定 第六条、第三十一条):
//! of a nomination in which he has an interest he sees and handles nothing. Every room that shows, counts or
//! changes what bears on one nomination asks here.

use std::collections::BTreeSet;

use entity::ids::NominationId;

use crate::{
    shared::Bilingual,
    web::{ApiError, ProblemCode},
};

/// The nominations that somebody neither sees nor handles; of most people none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wall(BTreeSet<NominationId>);

/// What is asked for bears on a nomination from which the actor is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("本人须回避 / the officer has an interest in the nomination")]
pub struct Walled;

impl Wall {
    /// Whether there is nothing from which he is kept.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether he is kept from this nomination.
    pub fn hides(&self, id: NominationId) -> bool {
        self.0.contains(&id)
    }

    /// The nominations, for queries that leave them out.
    pub fn nominations(&self) -> &BTreeSet<NominationId> {
        &self.0
    }

    /// Lets him to a nomination.
    ///
    /// # Errors
    /// He is kept from it.
    pub fn admit(&self, id: NominationId) -> Result<(), Walled> {
        if self.hides(id) { Err(Walled) } else { Ok(()) }
    }

    /// Lets him to all nominations at once, as who shows or does something with them as a whole.
    ///
    /// # Errors
    /// He is kept from one of them: somebody else of the office does it.
    pub fn admit_to_all(&self) -> Result<(), Walled> {
        if self.is_none() { Ok(()) } else { Err(Walled) }
    }
}

impl FromIterator<NominationId> for Wall {
    fn from_iter<T: IntoIterator<Item = NominationId>>(hidden: T) -> Self {
        Self(hidden.into_iter().collect())
    }
}

/// The sentence by which he is told.
pub fn wall_words() -> Bilingual {
    Bilingual::new(
        "您已申报与该提名存在利害关系，依规定应当回避，不得办理（科学技术活动违规行为处理规定第六条、第三十一条）",
        "you declared an interest in this nomination and are kept from handling it (W26 arts. 6 and 31)",
    )
}

impl From<Walled> for ApiError {
    fn from(_: Walled) -> Self {
        let words = wall_words();
        Self::new(ProblemCode::Conflict).detail(words.zh, words.en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_kept_from_what_he_declared_and_from_the_whole_of_it() {
        let id = |number: u128| NominationId(uuid::Uuid::from_u128(number));
        let nothing = Wall::default();
        assert_eq!((nothing.admit(id(1)), nothing.admit_to_all()), (Ok(()), Ok(())));
        let wall: Wall = [id(1)].into_iter().collect();
        assert_eq!((wall.admit(id(1)), wall.admit(id(2))), (Err(Walled), Ok(())));
        assert_eq!(wall.admit_to_all(), Err(Walled));
    }
}
