//! Where does an imported funded project, patent or thesis go?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{ExpertId, NominationId, RoundId, SharedWorkId},
    shared_work, shared_work_expert,
    vocabulary::WorkKind,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
};

use super::{
    super::model::{Grant, Patent, Thesis},
    kept::Kept,
};
use crate::{
    experts,
    nominations::Owners,
    persistence::{Applied, Refusal, insert_all},
    shared::{Bilingual, IdSource},
};

/// Who of the pool had a part in a work, and whether as the author of a thesis.
type Ties = BTreeMap<ExpertId, bool>;

/// What the rows of a batch name, and what is known of them.
struct Ground {
    kind: WorkKind,
    owners: Owners,
    experts: BTreeMap<String, ExpertId>,
    known: BTreeMap<(String, Option<NominationId>), shared_work::Model>,
    tied: BTreeMap<SharedWorkId, Ties>,
}

impl Ground {
    async fn read(
        database: &impl ConnectionTrait,
        (kind, round): (WorkKind, Option<RoundId>),
        batch: &[Kept],
    ) -> Result<Self, DbErr> {
        let numbers = batch.iter().filter_map(|one| one.nomination_id.as_ref()).collect();
        let codes: BTreeSet<&String> =
            batch.iter().flat_map(|one| one.expert_ids.iter().chain(&one.student_id)).collect();
        let known: BTreeMap<_, _> = shared_work::Entity::find()
            .filter(shared_work::Column::Kind.eq(kind))
            .filter(shared_work::Column::Code.is_in(batch.iter().map(|one| one.code.clone())))
            .all(database)
            .await?
            .into_iter()
            .map(|row| ((row.code.clone(), row.nomination_id), row))
            .collect();
        let mut tied: BTreeMap<SharedWorkId, Ties> = BTreeMap::new();
        let works = known.values().map(|row| row.id);
        for row in shared_work_expert::Entity::find()
            .filter(shared_work_expert::Column::WorkId.is_in(works))
            .all(database)
            .await?
        {
            tied.entry(row.work_id).or_default().insert(row.expert_id, row.is_student);
        }
        Ok(Self {
            kind,
            owners: Owners::find(database, round, numbers).await?,
            experts: experts::keys_of(database, codes).await?,
            known,
            tied,
        })
    }

    /// The nomination and the experts that a row names, or the reason why it is refused.
    fn placed(
        &self,
        one: &Kept,
        index: usize,
        applied: &mut Applied,
    ) -> Option<(Option<NominationId>, Ties)> {
        let nomination = match &one.nomination_id {
            Some(number) => Some(self.owners.one(number, index, applied)?),
            None => None,
        };
        let column = if self.kind == WorkKind::Thesis { "adviser_ids" } else { "expert_ids" };
        let others = one.expert_ids.iter().map(|code| (column, code, false));
        let students = one.student_id.iter().map(|code| ("student_id", code, true));
        let mut ties = Ties::new();
        for (column, code, is_student) in others.chain(students) {
            let Some(&expert) = self.experts.get(code) else {
                let hint = Bilingual::new("请先导入该专家", "import this expert first");
                applied.refuse_unknown(index, column, code, &hint);
                return None;
            };
            if ties.insert(expert, is_student).is_some_and(|before| before != is_student) {
                let why = Bilingual::new(
                    "作者不能同时是导师",
                    "the author of a thesis is not its adviser as well",
                );
                applied.refused.push(Refusal { index, column, why });
                return None;
            }
        }
        Some((nomination, ties))
    }
}

fn row(
    kind: WorkKind,
    one: &Kept,
    (id, nomination_id): (SharedWorkId, Option<NominationId>),
) -> shared_work::Model {
    let one = one.clone();
    shared_work::Model {
        id,
        kind,
        code: one.code,
        nomination_id,
        title: one.title,
        names: one.names.into(),
        student: one.student,
        unit: one.unit,
        from_year: one.from,
        to_year: one.to,
    }
}

/// Takes a batch of one kind; a row is known by its number and the nomination that it names.
async fn apply(
    database: &impl ConnectionTrait,
    ids: IdSource,
    (kind, round): (WorkKind, Option<RoundId>),
    batch: &[Kept],
) -> Result<Applied, DbErr> {
    let ground = Ground::read(database, (kind, round), batch).await?;
    let nobody = Ties::new();
    let mut applied = Applied::default();
    let (mut new, mut all_ties) = (Vec::new(), Vec::new());
    for (index, one) in batch.iter().enumerate() {
        let Some((nomination, ties)) = ground.placed(one, index, &mut applied) else { continue };
        let old = ground.known.get(&(one.code.clone(), nomination));
        let id = old.map_or_else(|| ids.next(), |old| old.id);
        let row = row(kind, one, (id, nomination));
        match old {
            Some(old) if *old == row && ground.tied.get(&id).unwrap_or(&nobody) == &ties => {
                applied.unchanged += 1;
                continue;
            }
            Some(_) => {
                shared_work_expert::Entity::delete_many()
                    .filter(shared_work_expert::Column::WorkId.eq(id))
                    .exec(database)
                    .await?;
                row.into_active_model().reset_all().update(database).await?;
                applied.updated += 1;
            }
            None => new.push(row.into_active_model().reset_all()),
        }
        all_ties.extend(ties.into_iter().map(|(expert_id, is_student)| {
            shared_work_expert::ActiveModel {
                work_id: Set(id),
                expert_id: Set(expert_id),
                is_student: Set(is_student),
            }
        }));
    }
    applied.inserted = new.len() as u64;
    insert_all(database, new).await?;
    insert_all(database, all_ties).await?;
    Ok(applied)
}

/// Takes a batch of imported funded projects; their nominations are those of `round`, or of
/// whichever has the number.
///
/// # Errors
/// The records failing.
pub async fn apply_grants(
    database: &impl ConnectionTrait,
    ids: IdSource,
    round: Option<RoundId>,
    batch: &[Grant],
) -> Result<Applied, DbErr> {
    let batch: Vec<Kept> = batch.iter().map(Kept::from).collect();
    apply(database, ids, (WorkKind::Grant, round), &batch).await
}

/// Takes a batch of imported patents, as [`apply_grants`] does.
///
/// # Errors
/// The records failing.
pub async fn apply_patents(
    database: &impl ConnectionTrait,
    ids: IdSource,
    round: Option<RoundId>,
    batch: &[Patent],
) -> Result<Applied, DbErr> {
    let batch: Vec<Kept> = batch.iter().map(Kept::from).collect();
    apply(database, ids, (WorkKind::Patent, round), &batch).await
}

/// Takes a batch of imported theses.
///
/// # Errors
/// The records failing.
pub async fn apply_theses(
    database: &impl ConnectionTrait,
    ids: IdSource,
    batch: &[Thesis],
) -> Result<Applied, DbErr> {
    let batch: Vec<Kept> = batch.iter().map(Kept::from).collect();
    apply(database, ids, (WorkKind::Thesis, None), &batch).await
}
