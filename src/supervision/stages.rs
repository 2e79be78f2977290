//! What must be done before the next stage begins?

use std::collections::BTreeSet;

use entity::vocabulary::{TaskbookKind, TaskbookStage};
use serde::Deserialize;

const IN_FORCE: &str = include_str!("../../rules/supervision/stages.toml");

/// Who ticks an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum TickedBy {
    /// The society.
    Society,
    /// CAST.
    Cast,
    /// Nobody: the records prove it.
    Record,
}

/// What in the records proves an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Proof {
    /// A meeting about the taskbook was held.
    Meeting,
    /// The council's resolution stands.
    Resolution,
    /// All parties signed.
    Signatures,
    /// Every indicator has a reported value.
    Reported,
    /// Something was disclosed.
    Disclosure,
    /// No action item is open.
    Actions,
}

/// An item of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    /// Its code, unique over all stages.
    pub code: String,
    /// Who ticks it.
    pub by: TickedBy,
    /// What proves it, where the records do.
    pub proof: Option<Proof>,
    /// The functions it is for; all where none is named.
    #[serde(default)]
    pub kinds: Vec<TaskbookKind>,
    /// What must be done.
    pub text: String,
    /// The same in English.
    pub text_en: String,
}

/// A stage with its checklist.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stage {
    /// Which.
    pub code: TaskbookStage,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// What must be done before the next.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
}

/// The four stages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stages {
    /// In their order.
    #[serde(rename = "stage")]
    pub stages: Vec<Stage>,
}

/// What is known of a taskbook's progress.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// The codes that people ticked.
    pub ticked: BTreeSet<String>,
    /// What the records prove.
    pub proved: BTreeSet<Proof>,
}

impl Known {
    /// Whether an item is done.
    pub(super) fn is_done(&self, item: &Item) -> bool {
        match item.proof {
            Some(proof) => self.proved.contains(&proof),
            None => self.ticked.contains(&item.code),
        }
    }
}

impl Stages {
    /// The stages in force.
    ///
    /// # Errors
    /// The file does not parse, which a test of this room would have seen.
    pub(super) fn in_force() -> Result<Self, toml::de::Error> {
        toml::from_str(IN_FORCE)
    }

    /// The items of a stage that count for a function.
    pub(super) fn items(
        &self,
        stage: TaskbookStage,
        kind: TaskbookKind,
    ) -> impl Iterator<Item = &Item> + '_ {
        self.stages
            .iter()
            .filter(move |one| one.code == stage)
            .flat_map(|one| &one.items)
            .filter(move |item| item.kinds.is_empty() || item.kinds.contains(&kind))
    }

    /// The item of that code, with its stage.
    pub(super) fn find(&self, code: &str, kind: TaskbookKind) -> Option<(TaskbookStage, &Item)> {
        TaskbookStage::ALL.iter().find_map(|&stage| {
            self.items(stage, kind).find(|item| item.code == code).map(|item| (stage, item))
        })
    }

    /// The codes that still keep a taskbook in `stage`.
    pub(super) fn open(
        &self,
        stage: TaskbookStage,
        kind: TaskbookKind,
        known: &Known,
    ) -> Vec<String> {
        self.items(stage, kind)
            .filter(|item| !known.is_done(item))
            .map(|item| item.code.clone())
            .collect()
    }
}

/// The stage after a stage.
pub(super) fn next(stage: TaskbookStage) -> Option<TaskbookStage> {
    let at = TaskbookStage::ALL.iter().position(|one| *one == stage)?;
    TaskbookStage::ALL.get(at + 1).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_four_stages_of_the_notice_stand_in_order_and_codes_are_unique() {
        let stages = Stages::in_force().unwrap();
        let order: Vec<TaskbookStage> = stages.stages.iter().map(|stage| stage.code).collect();
        assert_eq!(order, TaskbookStage::ALL);
        let codes: Vec<&str> = stages
            .stages
            .iter()
            .flat_map(|stage| &stage.items)
            .map(|item| {
                assert_eq!(item.by == TickedBy::Record, item.proof.is_some(), "{}", item.code);
                item.code.as_str()
            })
            .collect();
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
        assert_eq!(next(TaskbookStage::Preparation), Some(TaskbookStage::Mobilisation));
        assert_eq!(next(TaskbookStage::Summary), None);
        // Evidence of the selection is asked of nominations alone.
        let (kind, other) = (TaskbookKind::Nomination, TaskbookKind::Standards);
        assert!(stages.find("selection_evidence", kind).is_some());
        assert!(stages.find("selection_evidence", other).is_none());
    }

    proptest! {
        /// A stage is passed exactly when each of its items is done, whatever else is.
        #[test]
        fn a_stage_is_held_by_its_open_items_and_by_nothing_else(
            stage in 0_usize..4, done in prop::collection::vec(any::<bool>(), 40),
        ) {
            let stages = Stages::in_force().unwrap();
            let (stage, kind) = (TaskbookStage::ALL[stage], TaskbookKind::Nomination);
            let mut known = Known::default();
            let mut expected = Vec::new();
            let all = TaskbookStage::ALL.iter().flat_map(|&one| {
                stages.items(one, kind).map(move |item| (one, item))
            });
            for ((of, item), is_done) in all.zip(done) {
                match (is_done, item.proof) {
                    (true, Some(proof)) => { known.proved.insert(proof); }
                    (true, None) => { known.ticked.insert(item.code.clone()); }
                    (false, _) if of == stage => expected.push(item.code.clone()),
                    (false, _) => {}
                }
            }
            prop_assert_eq!(stages.open(stage, kind, &known), expected);
        }
    }
}
