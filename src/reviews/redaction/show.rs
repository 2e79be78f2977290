//! What does the office read of a nomination's copies, and of all of a round?

use entity::{ids::NominationId, vocabulary::RedactionState as State};

use super::{
    kept::Redacted,
    propose::propose,
    store::{self, Listed},
    views::{
        RedactedCopy, RedactionFacets, RedactionField, RedactionFile, RedactionMay, RedactionRow,
        RedactionSight,
    },
};
use crate::{
    app::App,
    authz::{Action, Actor, permit, wall_in_round, wall_of},
    awards::{self, Sight},
    identity,
    nominations::{self, CopyFile, CopyText, CopyTexts, Hidden, Place, Span, without},
    persistence::ReadTx,
    reviews::{ReviewError, book_of},
    societies, units,
    web::Paging,
};

/// An alias of a unit of fewer letters may be any word.
const LEAST_ALIAS: usize = 4;

/// A nomination with what a copy of it is made from.
pub(super) struct Ground {
    pub(super) place: Place,
    pub(super) found: CopyTexts,
}

impl Ground {
    /// What the actor may take `action` upon, in one sight of the records.
    ///
    /// # Errors
    /// Not granted, no such nomination, one from which he is kept.
    pub(super) async fn of(
        app: &App,
        tx: &ReadTx,
        (actor, action): (&Actor, Action),
        id: NominationId,
    ) -> Result<Self, ReviewError> {
        permit(actor, action)?;
        let place = nominations::place(tx, id).await?.ok_or(ReviewError::NotFound)?;
        if wall_of(&**tx, actor).await?.hides(id) {
            return Err(ReviewError::Walled);
        }
        let found = texts_of(app, tx, &place).await?;
        Ok(Self { place, found })
    }
}

async fn texts_of(app: &App, tx: &ReadTx, place: &Place) -> Result<CopyTexts, ReviewError> {
    let found = nominations::copy_texts(app, tx, place.id).await?;
    let mut found = found.ok_or(ReviewError::NotFound)?;
    add_names(tx, place, &mut found).await?;
    Ok(found)
}

/// What who judges a nomination must not read of it, under every name.
pub(in crate::reviews) async fn hidden_of(
    app: &App,
    tx: &ReadTx,
    place: &Place,
) -> Result<Hidden, ReviewError> {
    Ok(texts_of(app, tx, place).await?.hidden)
}

/// Adds under which other names units and the nominating society are known.
async fn add_names(tx: &ReadTx, place: &Place, found: &mut CopyTexts) -> Result<(), ReviewError> {
    let hidden = &mut found.hidden.units;
    if let Some(code) = &place.society {
        let all = societies::all(&**tx).await?.into_iter();
        let own = all.filter(|one| one.society_id == *code);
        hidden.extend(own.flat_map(|one| std::iter::once(one.name).chain(one.name_en)));
    }
    let known = units::all(&**tx).await?;
    let is_hidden = |one: &&units::model::Unit| {
        hidden.contains(&one.unit) || one.alias.as_ref().is_some_and(|one| hidden.contains(one))
    };
    let meant: Vec<String> = known.iter().filter(is_hidden).map(|one| one.unit.clone()).collect();
    let others = known.into_iter().filter(|one| meant.contains(&one.unit));
    let others = others.flat_map(|one| std::iter::once(one.unit).chain(one.alias));
    hidden.extend(others.filter(|name| name.chars().count() >= LEAST_ALIAS));
    Ok(())
}

/// The texts and files of a nomination with its newest copy.
///
/// # Errors
/// Not granted, no such nomination, one from which the reader is kept.
pub(super) async fn one(
    app: &App,
    actor: &Actor,
    id: NominationId,
) -> Result<RedactionSight, ReviewError> {
    let tx = app.database.begin_read().await?;
    let Ground { place, found } = Ground::of(app, &tx, (actor, Action::ReadReviews), id).await?;
    let copy = store::newest(&*tx, id).await?;
    let proposed = propose(&found.texts, &found.hidden);
    let spans = copy.as_ref().map_or(proposed.as_slice(), |copy| copy.spans.as_slice());
    let fields = found.texts.into_iter().map(|text| field(text, &proposed, spans)).collect();
    let files = found.files.into_iter().map(|one| file(one, copy.as_ref())).collect();
    let by = copy.iter().flat_map(|copy| [Some(&copy.made_by), copy.checked_by.as_ref()]);
    let by: Vec<&str> = by.flatten().map(String::as_str).collect();
    let names = identity::display_names(&*tx, by).await?;
    let is_current = copy.as_ref().is_some_and(|copy| copy.base == found.digest);
    let may = match permit(actor, Action::ManageReviews) {
        Ok(_) => may(copy.as_ref(), (&actor.username, is_current)),
        Err(_) => RedactionMay::default(),
    };
    Ok(RedactionSight {
        id: place.id.0,
        nomination_id: place.number,
        title: place.title,
        category: place.category,
        fields,
        files,
        copy: copy.map(|copy| shown(copy, is_current)),
        may,
        names,
    })
}

/// What an officer may do with the newest copy.
fn may(copy: Option<&Redacted>, (by, is_current): (&str, bool)) -> RedactionMay {
    let state = copy.map(|copy| copy.state);
    let is_another = copy.is_some_and(|copy| copy.made_by != by);
    RedactionMay {
        draft: state.is_none_or(|state| state == State::Released),
        change: state.is_some_and(|state| state != State::Released),
        check: state == Some(State::Draft) && is_another && is_current,
        release: state == Some(State::Checked) && is_current,
    }
}

fn shown(copy: Redacted, is_current: bool) -> RedactedCopy {
    RedactedCopy {
        number: copy.number,
        state: copy.state.as_str().to_owned(),
        is_current,
        made_by: copy.made_by,
        made_at: copy.made_at,
        checked_by: copy.checked_by,
        checked_at: copy.checked_at,
        version: copy.version,
    }
}

fn field(text: CopyText, proposed: &[Span], spans: &[Span]) -> RedactionField {
    let own = |spans: &[Span]| -> Vec<Span> {
        spans.iter().filter(|span| span.field == text.address).cloned().collect()
    };
    let (proposed, left_out) = (own(proposed), own(spans));
    RedactionField {
        after: without(&text.address, &text.text, spans),
        address: text.address,
        label: text.label,
        before: text.text,
        proposed,
        spans: left_out,
    }
}

fn file(one: CopyFile, copy: Option<&Redacted>) -> RedactionFile {
    let replaced = copy.and_then(|copy| copy.files.iter().find(|kept| kept.number == one.number));
    RedactionFile {
        number: one.number,
        name: one.name,
        media_type: one.media_type,
        pages: one.pages,
        is_replaced: replaced.is_some(),
        replaced_pages: replaced.and_then(|file| file.pages),
    }
}

/// The nominations of a round whose copies are made, with how far they are.
///
/// # Errors
/// Not granted, no such round.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    (year, category): (i32, Option<&str>),
    paging: Paging,
) -> Result<(Vec<RedactionRow>, u64, RedactionFacets), ReviewError> {
    permit(actor, Action::ReadReviews)?;
    let tx = app.database.begin_read().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(ReviewError::NotFound)?;
    let wall = wall_in_round(&*tx, actor, round.id).await?;
    let asked = (round.id, category);
    let (rows, total, released) = store::list(&*tx, asked, &wall, paging).await?;
    let is_needed = book_of(&*tx, round.id).await?.blind.nominee == Sight::Hidden;
    let rows = rows.into_iter().map(row).collect();
    Ok((rows, total, RedactionFacets { is_needed, released }))
}

fn row(one: Listed) -> RedactionRow {
    RedactionRow {
        id: one.id.0,
        nomination_id: one.number,
        title: one.title,
        category: one.category,
        number: one.newest.map(|(number, _)| number),
        state: one.newest.map(|(_, state)| state.as_str().to_owned()),
        is_released: one.is_released,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(state: State) -> Redacted {
        Redacted {
            id: uuid::Uuid::nil().into(),
            nomination: uuid::Uuid::nil().into(),
            number: 1,
            base: String::new(),
            spans: Vec::new(),
            files: Vec::new(),
            state,
            made_by: "one".to_owned(),
            made_at: chrono::DateTime::UNIX_EPOCH,
            checked_by: None,
            checked_at: None,
            version: 1,
        }
    }

    #[test]
    fn another_checks_and_what_is_released_stays() {
        let of = |state: State, by: &str, is_current: bool| {
            let RedactionMay { draft, change, check, release } =
                may(Some(&copy(state)), (by, is_current));
            [draft, change, check, release]
        };
        assert_eq!(of(State::Draft, "one", true), [false, true, false, false]);
        assert_eq!(of(State::Draft, "another", true), [false, true, true, false]);
        assert_eq!(of(State::Draft, "another", false), [false, true, false, false]);
        assert_eq!(of(State::Checked, "one", true), [false, true, false, true]);
        assert_eq!(of(State::Released, "one", true), [true, false, false, false]);
        assert!(may(None, ("one", false)).draft);
    }
}
