//! Which nomination does the number in a row of a file mean?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{NominationId, RoundId},
    nomination,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};

use crate::{
    persistence::{Applied, Refusal},
    shared::Bilingual,
};

/// The nominations behind the numbers of some rows.
#[derive(Clone, Debug, Default)]
pub struct Owners(BTreeMap<String, Vec<NominationId>>);

impl Owners {
    /// The nominations behind `numbers`, in `round` or else in whichever round has the number.
    ///
    /// # Errors
    /// The records failing.
    pub async fn find(
        database: &impl ConnectionTrait,
        round: Option<RoundId>,
        numbers: BTreeSet<&String>,
    ) -> Result<Self, DbErr> {
        let mut query = nomination::Entity::find()
            .select_only()
            .column(nomination::Column::Number)
            .column(nomination::Column::Id)
            .filter(nomination::Column::Number.is_in(numbers));
        if let Some(round) = round {
            query = query.filter(nomination::Column::RoundId.eq(round));
        }
        let mut owners = Self::default();
        for (number, id) in query.into_tuple::<(String, NominationId)>().all(database).await? {
            owners.0.entry(number).or_default().push(id);
        }
        Ok(owners)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = NominationId> {
        self.0.values().flatten().copied()
    }

    /// The one nomination of `number`, or the reason why the row at `index` is refused.
    pub fn one(&self, number: &str, index: usize, applied: &mut Applied) -> Option<NominationId> {
        match self.0.get(number).map(Vec::as_slice) {
            Some([id]) => Some(*id),
            Some([_, ..]) => {
                let why = Bilingual::new(
                    format!("“{number}”见于多个年度，请用 --round 指明"),
                    format!("\"{number}\" stands in several rounds, name one with --round"),
                );
                applied.refused.push(Refusal { index, column: "nomination_id", why });
                None
            }
            _ => {
                let hint = Bilingual::new("请先导入该提名", "import this nomination first");
                applied.refuse_unknown(index, "nomination_id", number, &hint);
                None
            }
        }
    }
}
