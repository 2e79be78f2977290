//! What does a certificate say?

use super::letter::{About, filled, issuer};
use crate::{
    exchange::pdf::{Document, Meta},
    results::book::LetterText,
    shared::Language,
};

/// The word under which certificates are digested.
pub(super) const WORD: &str = "certificates";

/// The certificates of an award, one a page: the people by rank, then the units.
pub(super) fn certificates(
    (person, unit): (&LetterText, &LetterText),
    about: &About,
    language: Language,
) -> Document {
    let mut document = Document::new(Meta {
        title: person.title.get(language).to_owned(),
        issuer: issuer(language),
        number: about.number.clone(),
        digest: about.digest(WORD, language),
        language,
        made_at: about.released_at,
        is_landscape: true,
        ..Meta::default()
    });
    let people = about.people.iter().map(|one| {
        let own = [("person", one.name.clone()), ("rank", one.rank.to_string())];
        (person, one.name.clone(), own)
    });
    let units = about.units.iter().zip(1..).map(|(name, rank): (&String, u32)| {
        (unit, name.clone(), [("unit", name.clone()), ("rank", rank.to_string())])
    });
    for (at, (text, name, own)) in people.chain(units).enumerate() {
        if at > 0 {
            document.turn();
        }
        let mut facts = about.facts(language);
        facts.extend(own);
        document.heading(name);
        document.paragraph(filled(text.body.get(language), &facts));
        document.signatures([vec![issuer(language)]]);
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        results::{in_force, letters::letter::tests::about, record::Winner},
        shared::Bilingual,
    };

    #[test]
    fn everybody_who_receives_an_award_has_a_page_and_nobody_else() {
        let letters = &in_force().unwrap().letters;
        let texts = (&letters["certificate_person"], &letters["certificate_unit"]);
        let winner = |rank: u32| Winner { rank, name: format!("甲{rank}"), unit: None };
        let of = |people: u32, units: u32| {
            let about = About {
                people: (1..=people).map(winner).collect(),
                units: (1..=units).map(|rank| format!("第{rank}所")).collect(),
                ..about(Some(Bilingual::new("二等奖", "second grade")))
            };
            certificates(texts, &about, Language::Chinese)
        };
        let pages = |people, units| {
            let bytes = of(people, units).render().unwrap();
            lopdf::Document::load_mem(&bytes).unwrap().get_pages().len()
        };
        assert_eq!((pages(3, 2), pages(1, 0)), (5, 1));
        assert!(of(3, 2).missing_characters().is_empty());
    }
}
