//! What is known of a decision whose letter or certificates are asked for?

use entity::{ids::ResultDecisionId, vocabulary::ReleaseStage};

use super::{
    certificate::{self, certificates},
    letter::{About, letter, word},
};
use crate::{
    app::App,
    authz::Actor,
    awards,
    exchange::pdf::Document,
    results::{
        ResultError, ResultRules, book_of,
        decide::{self, Told, grade_name},
        release,
        views::{has_certificates, has_letter},
    },
    shared::{Bilingual, Language},
};

/// A document that is to be made.
pub(super) struct Wanted {
    /// The document.
    pub(super) document: Document,
    /// SHA-256 of what it is made from.
    pub(super) digest: String,
    /// The number of its nomination.
    pub(super) number: String,
}

async fn about(app: &App, told: &Told) -> Result<(About, ResultRules), ResultError> {
    let tx = app.database.begin_read().await?;
    let nomination = &told.nomination;
    let rules = book_of(&*tx, nomination.round).await?;
    let categories = awards::categories(&*tx, nomination.round).await?;
    let category = categories.into_iter().find(|one| one.code == nomination.category);
    let category = category.map(|one| Bilingual::new(one.name, one.name_en)).unwrap_or_default();
    let approval = match told.stage {
        ReleaseStage::Award => release::approval(&*tx, told.decision.release).await?,
        ReleaseStage::FirstReview | ReleaseStage::Committee => None,
    };
    let decision = &told.decision;
    let about = About {
        year: nomination.year,
        number: nomination.number.clone(),
        title: nomination.title.clone(),
        category,
        grade: decision.grade.map(grade_name),
        document: approval.map(|one| one.document_number).unwrap_or_default(),
        released_at: told.released_at,
        people: decision.people.clone().unwrap_or_default(),
        units: decision.units.clone().unwrap_or_default(),
    };
    Ok((about, rules))
}

fn lacks(word: &str) -> ResultError {
    ResultError::Inside(format!("rules/results: letters.{word} is missing"))
}

/// The letter of a decision.
///
/// # Errors
/// None within the actor's reach, none where nothing was decided, an interest of the actor, the records failing.
pub(super) async fn letter_of(
    app: &App,
    actor: &Actor,
    (id, language): (ResultDecisionId, Language),
) -> Result<Wanted, ResultError> {
    let told = decide::reach(app, actor, id).await?;
    let word = word(told.stage, told.decision.outcome).filter(|_| has_letter(&told));
    let word = word.ok_or(ResultError::NotFound)?;
    let (about, rules) = about(app, &told).await?;
    let text = rules.letters.get(word).ok_or_else(|| lacks(word))?;
    let document = letter(text, &about, (word, language));
    Ok(Wanted { document, digest: about.digest(word, language), number: about.number })
}

/// The certificates of an award.
///
/// # Errors
/// None within the actor's reach, no award that stands, an interest of the actor, the records failing.
pub(super) async fn certificates_of(
    app: &App,
    actor: &Actor,
    (id, language): (ResultDecisionId, Language),
) -> Result<Wanted, ResultError> {
    let told = decide::reach(app, actor, id).await?;
    if !has_certificates(&told) {
        return Err(ResultError::NotFound);
    }
    let (about, rules) = about(app, &told).await?;
    let text = |word: &str| rules.letters.get(word).ok_or_else(|| lacks(word));
    let texts = (text("certificate_person")?, text("certificate_unit")?);
    let document = certificates(texts, &about, language);
    let digest = about.digest(certificate::WORD, language);
    Ok(Wanted { document, digest, number: about.number })
}
