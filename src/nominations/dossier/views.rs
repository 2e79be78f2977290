//! What does a society see of its dossiers?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::vocabulary::NominationState;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    content::Value,
    faults::Fault,
    patch::Standing,
    record::{Change, Dossier},
};
use crate::{
    authz::{Action, Actor, permit},
    nominations::forms::Form,
};

/// Where a dossier stands as `actor` is told: that one person at CAST asks to return it is nothing yet, to everybody
/// but CAST.
pub(super) fn told_state(actor: &Actor, state: NominationState) -> NominationState {
    let is_of_cast = permit(actor, Action::AnswerRecommendations).is_ok();
    match state {
        NominationState::ReturnAsked if !is_of_cast => NominationState::Recommended,
        state => state,
    }
}

/// A dossier in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = DossierRow)]
pub(in super::super) struct DossierRow {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Its number among the society's dossiers of the round.
    pub number: String,
    /// Code of the society.
    pub society_id: String,
    /// Category code.
    pub category: String,
    /// The form.
    pub form_id: String,
    /// What the form is called.
    pub form: crate::shared::Bilingual,
    /// Project name as written so far.
    pub title: String,
    /// Nominated grade as chosen so far.
    pub grade: Option<String>,
    /// State.
    pub state: String,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts the changes.
    pub version: i64,
}

impl DossierRow {
    /// As `actor` is told of it.
    pub(super) fn told(actor: &Actor, dossier: &Dossier, form: &Form) -> Self {
        Self {
            id: dossier.id.0,
            number: dossier.number.clone(),
            society_id: dossier.society.clone(),
            category: form.category.clone(),
            form_id: form.id.clone(),
            form: form.title.clone(),
            title: dossier.title.clone(),
            grade: dossier.grade.clone(),
            state: told_state(actor, dossier.state).as_str().to_owned(),
            updated_at: dossier.updated_at,
            version: dossier.version,
        }
    }
}

/// A field as it stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct DossierField {
    /// The value; of a personal datum only its ends.
    pub value: Option<Value>,
    /// Whether the value is masked.
    pub is_masked: bool,
    /// The version of the dossier at which it was last changed.
    pub version: i64,
    /// Who changed it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl DossierField {
    pub(super) fn of(standing: Standing, is_secret: bool) -> Self {
        let value = if is_secret { standing.value.map(masked) } else { standing.value };
        Self {
            is_masked: is_secret && value.is_some(),
            value,
            version: standing.version,
            by: standing.by,
            at: standing.at,
        }
    }
}

/// Enough of a personal datum to recognise it.
pub(in super::super) fn masked(value: Value) -> Value {
    let Value::Text(text) = value else { return value };
    let characters: Vec<char> = text.chars().collect();
    let shown = if characters.len() >= 8 { 2 } else { usize::from(characters.len() >= 3) };
    let hidden = characters.len().saturating_sub(2 * shown);
    let (start, end) = (characters.iter().take(shown), characters.iter().skip(shown + hidden));
    Value::Text(
        start.copied().chain(std::iter::repeat_n('*', hidden)).chain(end.copied()).collect(),
    )
}

/// A dossier with all that is written in it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = DossierDetail)]
pub(super) struct DossierDetail {
    /// What the list shows.
    #[serde(flatten)]
    pub row: DossierRow,
    /// Year of the round.
    pub round: i32,
    /// Whether the reader may write in it.
    pub may_edit: bool,
    /// The fields that a correction unlocked, a table for all of its rows; empty where all are open or none.
    pub unlocked: Vec<String>,
    /// SHA-256 of what it says.
    pub digest: String,
    /// The fields by address.
    pub fields: BTreeMap<String, DossierField>,
    /// What is missing or wrong, in the order of the form.
    pub faults: Vec<Fault>,
}

/// A change of one field.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DossierChange {
    /// The version that it made.
    pub version: i64,
    /// The field.
    pub address: String,
    /// What stood there.
    pub before: Option<Value>,
    /// What was written.
    pub after: Option<Value>,
    /// Who changed it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Changes of a dossier, newest first, and where earlier ones lie.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = DossierChanges)]
pub(super) struct ChangesPage {
    /// The changes, those of a version together.
    pub data: Vec<DossierChange>,
    /// Where earlier ones lie.
    pub meta: ChangesMeta,
}

/// Where the changes before a page lie.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = DossierChangesMeta)]
pub(super) struct ChangesMeta {
    /// The version before which earlier changes lie; none where there are none.
    pub before: Option<i64>,
}

impl DossierChange {
    /// A change as it is told: of a personal datum only its ends.
    pub(super) fn told(form: &Form, change: Change) -> Self {
        let is_secret = change.address.of(form).is_some_and(|field| field.secret);
        Self::of(change, is_secret)
    }

    fn of(change: Change, is_secret: bool) -> Self {
        let shown = |value: Option<Value>| if is_secret { value.map(masked) } else { value };
        Self {
            version: change.version,
            address: change.address.to_string(),
            before: shown(change.before),
            after: shown(change.after),
            by: change.by,
            at: change.at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authz::Grant;
    use entity::{ids::AccountId, vocabulary::Role};

    #[test]
    fn what_one_person_at_cast_asks_for_is_told_at_cast_alone() {
        use NominationState::{Recommended, ReturnAsked};
        for &role in Role::ALL {
            let grants = vec![Grant { role, society_code: None }];
            let account = AccountId(Uuid::nil());
            let actor = Actor { account, username: "somebody".to_owned(), grants };
            let told = if role == Role::Cast { ReturnAsked } else { Recommended };
            assert_eq!(told_state(&actor, ReturnAsked), told, "{role:?}");
            for &state in NominationState::ALL.iter().filter(|state| **state != ReturnAsked) {
                assert_eq!(told_state(&actor, state), state, "{role:?}");
            }
        }
    }

    #[test]
    fn a_mask_shows_the_ends_of_what_is_long_enough() {
        let masked = |text: &str| match masked(Value::Text(text.to_owned())) {
            Value::Text(text) => text,
            Value::List(_) => unreachable!(),
        };
        assert_eq!(masked("110105194912310021"), "11**************21");
        assert_eq!(masked("李明"), "**");
        assert_eq!(masked("12345"), "1***5");
        assert_eq!(masked(""), "");
    }
}
